"""The morning from the command line: the daily check, figures with their definitions, and why sales moved."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.shop.till import Item, Ticket, ring_up

from shopdesk.cli import main
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.opening import new_shop
from shopdesk.shop.today.targets import set_target
from shopdesk.store.store import Store

Said = pytest.CaptureFixture[str]


@pytest.fixture
def where(tmp_path: Path) -> str:
    """A shop with two weeks: one cup in the first, three in the second."""
    path = str(tmp_path / "shop.shopdesk")
    store = new_shop(path, name="Tea", currency="CNY", time_zone="UTC")
    store._clock = lambda: datetime(2026, 3, 30, 9, tzinfo=UTC)
    store.do(add_product, "CUP", "Cup", price=Decimal(50))
    days = ((date(2026, 3, 18), 1), (date(2026, 3, 24), 1), (date(2026, 3, 25), 2))
    store.do(ring_up, [Ticket(f"O-{n}", on, [Item("CUP", pieces, Decimal(50))]) for n, (on, pieces) in enumerate(days)])
    store.close()
    return path


def told(where: str, capsys: Said, *words: str) -> Any:
    capsys.readouterr()
    assert main(["--store", where, "--json", *words]) == 0
    return json.loads(capsys.readouterr().out)


def test_figures_of_a_week_beside_the_one_before(where: str, capsys: Said) -> None:
    answer = told(where, capsys, "report", "figures", "--by", "week", "--to", "2026-03-29")
    figures = {one["figure"]: one for one in answer["figures"]}
    assert (figures["revenue"]["value"], figures["revenue"]["before"]) == ("150", "50")
    assert (figures["orders"]["value"], figures["units"]["value"]) == ("2", "3")


def test_why_comes_to_the_change(where: str, capsys: Said) -> None:
    answer = told(where, capsys, "report", "why", "--by", "week", "--to", "2026-03-29")
    assert (answer["from"], answer["to"], answer["change"]) == ("50", "150", "100")
    for split in ("channels", "products"):
        assert sum(Decimal(one["amount"]) for one in answer[split]) == 100
    days = told(where, capsys, "report", "why", "--from", "2026-03-24", "--to", "2026-03-25")
    assert (days["since"], days["from"]) == ("2026-03-24", "0")


def test_a_figure_says_what_it_is(where: str, capsys: Said) -> None:
    answer = told(where, capsys, "metric", "aov", "--to", "2026-03-31")
    assert Decimal(answer["value"]) == Decimal(200) / 3
    assert answer["formula"] == "revenue ÷ orders"
    assert "sales_order" in answer["tables"]
    assert main(["--store", where, "metric", "nothing"]) == 2
    assert "revenue, orders" in capsys.readouterr().err


def test_today_says_every_check(where: str, capsys: Said) -> None:
    answer = told(where, capsys, "today")
    assert {one["check"]: one["severity"] for one in answer["checks"]}["late_orders"] == "good"
    capsys.readouterr()
    assert main(["--store", where, "today"]) == 0
    assert "Every order is within its promise" in capsys.readouterr().out


def test_a_day_without_periods_beside_it_is_refused(where: str, capsys: Said) -> None:
    for day in ("0001-01-05", "9999-12-31"):
        with pytest.raises(SystemExit):
            main(["--store", where, "metric", "revenue", "--to", day])
        assert "is no day" in capsys.readouterr().err


def test_words_that_mean_nothing_are_refused(where: str) -> None:
    assert main(["--store", where, "report", "figures", "--by", "sku"]) == 2
    assert main(["--store", where, "report", "figures", "--from", "2026-03-01"]) == 2
    assert main(["--store", where, "report", "figures", "--channel", "nowhere"]) == 1


def test_customers_and_the_forecast(where: str, capsys: Said) -> None:
    assert told(where, capsys, "report", "rfm")["customers"] == 0
    assert told(where, capsys, "report", "cohorts") == []
    lines = told(where, capsys, "report", "forecast")
    assert [(line["sku"], line["total"]) for line in lines] == [("", None), ("CUP", None)]
    for what in ("rfm", "cohorts", "forecast", "why", "figures"):
        assert main(["--store", where, "report", what]) == 0
    assert "few data" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["figures", "why", "rfm", "cohorts", "paths", "forecast", "targets"])
def test_what_is_told_goes_out_as_a_workbook(where: str, capsys: Said, tmp_path: Path, name: str) -> None:
    out = tmp_path / f"{name}.xlsx"
    days = ["--by", "week", "--to", "2026-03-29"] if name in ("figures", "why") else []
    assert main(["--store", where, "report", name, *days, "--out", str(out)]) == 0
    capsys.readouterr()
    head, *rows = openpyxl.load_workbook(out).worksheets[0].iter_rows(values_only=True)
    assert all(head)
    told = {"figures": ("revenue", "Revenue"), "why": ("Taobao", None), "forecast": (None, "Sales of the shop")}
    if name in told:
        assert told[name] in [row[:2] for row in rows]
    assert not [cell for row in rows for cell in row if isinstance(cell, str) and cell.replace(".", "").isdigit()]


def test_a_target_stands_beside_what_has_come(where: str, capsys: Said) -> None:
    store = Store.open(where)
    store.do(set_target, "revenue", "2026-03", Decimal(400))
    store.close()
    [aim] = told(where, capsys, "report", "targets")
    assert (Decimal(aim["target"]), Decimal(aim["value"])) == (400, 200)
