"""Lists that a script takes out, a person edits in a spreadsheet, and a script brings back."""

import json
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.desk.import_samples import taobao
from tests.exchange.edited_sheets import at, contents, write_over

from shopdesk.cli import main
from shopdesk.shop.ledger.actions import set_rate
from shopdesk.shop.ledger.reports import RATE_ROWS
from shopdesk.shop.orders.actions import edit_order
from shopdesk.shop.orders.reports import ORDER_ROWS
from shopdesk.shop.orders.sheets import ORDERS
from shopdesk.store.store import Store

Run = Callable[..., tuple[int, Any]]
KEYS = [column.key for column in ORDERS.columns]


@pytest.fixture
def address(tmp_path: Path) -> str:
    return str(tmp_path / "shop.shopdesk")


@pytest.fixture
def run(address: str, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command; its exit code and the JSON that it says."""

    def command(*arguments: object) -> tuple[int, Any]:
        code = main(["--json", "--store", address, *map(str, arguments)])
        return code, json.loads(capsys.readouterr().out)

    return command


def order(store: Store, number: str) -> dict[str, Any]:
    rows = [dict(zip(KEYS, row, strict=True)) for row in contents(store, ORDER_ROWS).values()]
    return next(row for row in rows if row["order_no"] == number)


def test_waybills_typed_in_a_spreadsheet_come_back_and_conflicts_are_decided(
    run: Run, address: str, tmp_path: Path
) -> None:
    run("import", taobao(tmp_path / "orders.csv", 4))
    path = tmp_path / "orders.xlsx"
    run("export", "orders", "--out", path)
    store = Store.open(address)
    (first, second), before = sorted(contents(store, ORDER_ROWS))[:2], contents(store, ORDER_ROWS)
    numbers = [before[row_id][KEYS.index("order_no")] for row_id in (first, second)]
    store.do(edit_order, first, note="by hand")
    store.close()
    write_over(path, {
        at(path, numbers[0], "Note"): "in the sheet", at(path, numbers[0], "Waybill"): "0012345678901234567890",
        at(path, numbers[1], "Carrier"): "=SF", at(path, numbers[1], "Total"): 1,
    })  # fmt: skip
    code, told = run("import", path, "--dry-run")
    assert (code, told["format"], told["import_id"], told["change_id"]) == (0, "round-trip", None, None)
    assert [told[name] for name in ("new", "changed", "same", "conflict", "rejected", "skipped")] == [0, 1, 2, 1, 0, 0]
    assert told["cells"] == {"changed": 2, "conflict": 1, "read_only": 1}
    assert told["read_only"] == {"Total": 1}
    (problem,) = told["problems"]
    assert (problem["exported"], problem["store"], problem["value"]) == ("blank", "by hand", "in the sheet")
    _code, told = run("import", path)
    assert told["change_id"]
    store = Store.open(address)
    assert (order(store, numbers[0])["note"], order(store, numbers[0])["waybill"]) == (
        "by hand", "0012345678901234567890",
    )  # fmt: skip
    assert order(store, numbers[1])["carrier"] == "=SF"
    store.close()
    _code, told = run("import", path, "--conflicts", "sheet")
    assert (told["changed"], told["conflict"]) == (1, 0)
    _code, told = run("import", path)
    assert (told["same"], told["change_id"]) == (4, None)
    store = Store.open(address)
    assert order(store, numbers[0])["note"] == "in the sheet"
    store.undo()
    store.undo()
    store.undo()
    assert contents(store, ORDER_ROWS) == before
    store.close()


def test_a_wrong_cell_stops_the_script_unless_the_good_rows_are_wanted(run: Run, address: str, tmp_path: Path) -> None:
    run("new", "--currency", "CNY")
    store = Store.open(address)
    for currency, rate in (("USD", "7.1"), ("EUR", "7.8901234567")):
        store.do(set_rate, currency, date(2026, 1, 5), Decimal(rate))
    store.close()
    path = tmp_path / "rates.xlsx"
    run("export", "rates", "--out", path)
    write_over(path, {at(path, "USD", "Rate"): 7.2, at(path, "EUR", "Rate"): 0})
    code, told = run("import", path)
    assert (code, told["rejected"], told["change_id"]) == (1, 1, None)
    assert told["problems"][0]["reason"] == "An exchange rate must be more than zero."
    code, told = run("import", path, "--good-rows", tmp_path / "rejects.xlsx")
    assert (code, told["cells"]["changed"]) == (0, 1)
    store = Store.open(address)
    assert sorted(row[2] for row in contents(store, RATE_ROWS).values()) == [Decimal("7.2"), Decimal("7.8901234567")]
    store.close()


def test_the_line_that_an_import_ends_with_takes_its_edits_back(
    run: Run, address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("new", "--currency", "CNY")
    store = Store.open(address)
    store.do(set_rate, "USD", date(2026, 1, 5), Decimal("7.1"))
    before = contents(store, RATE_ROWS)
    store.close()
    path = tmp_path / "rates.xlsx"
    run("export", "rates", "--out", path)
    write_over(path, {at(path, "USD", "Rate"): 7.2})
    assert main(["--store", address, "import", str(path)]) == 0
    said = capsys.readouterr().out
    command = re.search(r"shopdesk (undo \d+)", said)
    assert command is not None, said
    store = Store.open(address)
    store.do(set_rate, "EUR", date(2026, 1, 5), Decimal("7.8"))
    store.close()
    code, told = run(*command[1].split())
    assert (code, told["code"]) == (1, "later_edit")
    assert run("undo")[0] == 0
    code, told = run(*command[1].split())
    assert (code, told["undone"]) == (0, True)
    store = Store.open(address)
    assert contents(store, RATE_ROWS) == before
    store.close()
    assert run(*command[1].split())[1]["code"] == "nothing_to_undo"
