"""A mapping goes out as a small file and comes back in another shop; what is no mapping is refused with why."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.desk.import_samples import FIELDS, unknown, write_csv

from shopdesk.exchange.mapping_file import read_mapping, write_mapping
from shopdesk.exchange.match import draft_at, plan_from_mapping, plan_from_memory, plan_with
from shopdesk.exchange.reader import open_file
from shopdesk.text import UserError


@pytest.fixture
def made(tmp_path: Path) -> Path:
    with open_file(unknown(tmp_path / "till.csv")) as reading:
        plan = plan_from_mapping(reading.heads, FIELDS, "orders", "Till")
    write_mapping(tmp_path / "till.json", plan)
    return tmp_path / "till.json"


def test_a_mapping_comes_back_as_it_went_out(made: Path, tmp_path: Path) -> None:
    rows = [("Report",), ("Menge", "Bon", "Datum", "Artikel Nr", "Bezeichnung", "Einzelpreis", "Neu")]
    path = write_csv(tmp_path / "other order.csv", [*rows, ("1", "B-1", "2026-03-01", "T", "Tea", "12.50", "x")])
    with open_file(path) as reading:
        plan = plan_from_memory(reading.heads, read_mapping(made))
    assert {key: plan.headers[place] for key, place in plan.columns.items()} == FIELDS
    assert (plan.kind, plan.channel, plan.certain, plan.header_row) == ("orders", "Till", True, 2)


def test_a_mapping_that_does_not_fit_names_the_columns(made: Path, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "x.csv", [("Bon", "Datum", "Menge"), ("1", "2", "3")])
    with open_file(path) as reading, pytest.raises(UserError) as refused:
        plan_from_memory(reading.heads, read_mapping(made))
    assert "Artikel Nr" in str(refused.value)
    assert "Datum" not in str(refused.value)


def test_a_sheet_without_header_is_mapped_by_letters(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "bare.csv", [("A-1", "T-1", "2", "12.50"), ("A-2", "T-2", "1", "3")])
    with open_file(path) as reading:
        drawn = draft_at(reading.heads[0], 0, "orders")
        plan = plan_with(drawn, reading.heads, {"order_no": 0, "sku": 1, "quantity": 2, "unit_price": 3})
        write_mapping(tmp_path / "bare.json", plan)
        again = plan_from_memory(reading.heads, read_mapping(tmp_path / "bare.json"))
    assert (again.header_row, again.first_row, again.columns) == (0, 1, plan.columns)


def without(key: str) -> Callable[[dict[str, Any]], object]:
    return lambda told: told.pop(key)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (without("kind_of_file"), "it was not made as a mapping"),
        (lambda told: told.update(version=99), "it was made by a newer ShopDesk"),
        (lambda told: told.update(kind="songs"), "kind is missing or not as it should be"),
        (lambda told: told.update(columns={"sku": ["SKU"]}), "columns is missing or not as it should be"),
        (lambda told: told["columns"].update(colour=["Farbe", 0]), "colour is missing or not as it should be"),
        (lambda told: told.update(day_first="yes"), "day_first is missing or not as it should be"),
    ],
)
def test_what_is_no_mapping_is_refused_with_why(made: Path, change: Callable[[Any], object], why: str) -> None:
    told = json.loads(made.read_text("utf-8"))
    change(told)
    made.write_text(json.dumps(told), "utf-8")
    with pytest.raises(UserError) as refused:
        read_mapping(made)
    assert str(refused.value) == f"till.json is no mapping that ShopDesk can read: {why}."


def test_a_text_is_no_mapping(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("order_no=Bon", "utf-8")
    with pytest.raises(UserError, match="it is not JSON"):
        read_mapping(tmp_path / "x.json")
