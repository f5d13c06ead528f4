"""The bridge from the command line: exact figures, and a workbook of formulas that add up again and check to zero."""

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.shop.test_bridge import name_channel, pay_out
from tests.shop.till import Item, Ticket, ring_up

from shopdesk.cli import main
from shopdesk.shop.ledger.manual import EntryLine, book_entry
from shopdesk.shop.opening import new_shop

FEBRUARY = ("--from", "2026-02-01", "--to", "2026-02-28")


@pytest.fixture
def address(tmp_path: Path) -> str:
    """100 sold in January, 40 in February, of which 90 were paid out then; rent of 150 from the bank."""
    where = str(tmp_path / "shop.shopdesk")
    store = new_shop(where, name="Tea", currency="CNY", time_zone="UTC")
    store.do(name_channel)
    tickets = [Ticket("E-1", date(2026, 1, 20), [Item("CUP", 2, Decimal(50))], "etsy"),
               Ticket("E-2", date(2026, 2, 10), [Item("CUP", 1, Decimal(40))], "etsy")]  # fmt: skip
    store.do(ring_up, tickets)
    store.do(pay_out, date(2026, 2, 12), 900_000)
    rent = [EntryLine("6605", Decimal(150)), EntryLine("1002", Decimal(-150))]
    store.do(book_entry, date(2026, 2, 27), rent, "Rent")
    store.close()
    return where


def run(capsys: pytest.CaptureFixture[str], address: str, *arguments: object) -> Any:
    assert main(["--json", "--store", address, "report", *map(str, arguments)]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_bridge_of_a_month_and_of_a_channel(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = run(capsys, address, "bridge", *FEBRUARY)
    assert [(step["key"], step["amount"]) for step in told] == [
        ("order_profit", "40"), ("other_costs", "-150"), ("unknown_left_out", "-40"), ("profit", "-150"),
        ("unknown_put_back", "40"), ("clearing", "50"), ("bank", "150"), ("deposits", "90"),
    ]  # fmt: skip
    clearing = next(step for step in told if step["key"] == "clearing")
    assert (clearing["held_before"], clearing["held_after"], clearing["accounts"]) == ("100", "50", ["1122.etsy"])
    of_channel = run(capsys, address, "bridge", *FEBRUARY, "--channel", "etsy")
    assert [step["key"] for step in of_channel if step["key"] in ("other_costs", "bank")] == []
    assert of_channel[-1] | {"accounts": []} == {
        "key": "deposits", "amount": "90", "running": "90", "is_sum": True, "held_before": None, "held_after": None,
        "accounts": [],
    }  # fmt: skip


def test_the_workbook_of_the_bridge_adds_up_again(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bridge.xlsx"
    run(capsys, address, "bridge", "--out", file)
    book: Any = openpyxl.load_workbook(file)
    known = openpyxl.load_workbook(file, data_only=True)
    assert book.sheetnames == ["From profit to the bank", "Bridge by month"]
    formulas = [cell for page in book.worksheets for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    for cell in formulas:
        assert comes_to(str(cell.value), known[cell.parent.title]) == value(known[cell.parent.title], cell.coordinate)
    checks = [cell for page in known.worksheets for row in page.iter_rows() for cell in row
              if str(row[0].value).startswith("Check")]  # fmt: skip
    assert [cell.value for cell in checks if isinstance(cell.value, int | float)] == [0, 0]
    months = known["Bridge by month"]
    heads = [cell.value for cell in months[4]]
    assert [months.cell(row, heads.index("Check") + 1).value for row in (5, 6)] == [0, 0]
    assert [months.cell(row, heads.index("Deposits of payouts") + 1).value for row in (5, 6, 7)] == [0, 90, 90]
    assert len(book.worksheets[0]._charts) == 1


def value(page: Any, at: str) -> Decimal:
    found = page[at].value
    return Decimal(str(found)) if isinstance(found, int | float) else Decimal(0)


def comes_to(formula: str, page: Any) -> Decimal:
    """What a formula of ROUND, SUM, MIN and MAX comes to."""
    listed = re.sub(
        r"SUM\(([A-Z]+)(\d+):[A-Z]+(\d+)\)",
        lambda at: "+".join(f"{at[1]}{row}" for row in range(int(at[2]), int(at[3]) + 1)),
        formula.removeprefix("="),
    )
    spoken = re.sub(r"\b[A-Z]+\d+\b", lambda at: f"D('{value(page, at[0])}')", listed)
    names = {"ROUND": lambda one, places: round(Decimal(one), places), "MIN": min, "MAX": max, "D": Decimal}
    return Decimal(eval(spoken, names))
