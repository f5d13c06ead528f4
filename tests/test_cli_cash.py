"""Where the money is, by the command line: exact figures, and workbooks of formulas that add up and check to zero."""

import json
import re
from datetime import date, timedelta
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
from shopdesk.shop.spending.bills import BillEntry, enter_bill

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


def test_the_cash_of_the_weeks_to_come(address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "cash.xlsx"
    told = run(capsys, address, "cash", "--out", file)
    assert (told["cash"], told["held"]["clearing"], told["lines_without_price"]) == ("-60", "50", 0)
    assert [one["channel"] for one in told["channels"]] == ["Etsy"]
    assert [len(told["weeks"]), told["weeks"][0]["opening"], told["weeks"][-1]["closing"]] == [
        13, "-60", told["lowest"]["closing"],
    ]  # fmt: skip
    assert (told["back_test"]["few_data"], len(told["back_test"]["weeks"])) == (False, 13)
    book = openpyxl.load_workbook(file)
    known = openpyxl.load_workbook(file, data_only=True)
    assert book.sheetnames == ["Cash of 13 weeks", "What is due", "Back-test of the forecast"]
    weeks = known["Cash of 13 weeks"]
    for row in range(5, 18):
        flows = [value(weeks, f"{letter}{row}") for letter in "DEFGHIJK"]
        assert value(weeks, f"C{row}") + sum(flows) == value(weeks, f"L{row}")
    said = {row[0].value: row[2].value for row in weeks.iter_rows()}
    assert said["Check: closing less opening less all that is due"] == 0
    assert main(["--store", address, "report", "cash"]) == 0
    assert "Lowest: " in capsys.readouterr().out


def test_the_cash_of_a_shop_is_made_of_its_dues(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A bill of 30 is due tomorrow: the week has it, and the workbook's formula finds it in the list."""
    where, file = str(tmp_path / "new.shopdesk"), tmp_path / "cash.xlsx"
    store = new_shop(where, name="Tea", currency="CNY", time_zone="UTC")
    with store.read() as tx:
        today = tx.today
    store.do(enter_bill, "Press", "B-1", today, [BillEntry(Decimal(30), "6606")], due_on=today + timedelta(days=1))
    store.close()
    told = run(capsys, where, "cash", "--out", file)
    assert (told["weeks"][0]["bills"], told["weeks"][0]["closing"], told["back_test"]) == ("-30", "-30", None)
    book, known = openpyxl.load_workbook(file), openpyxl.load_workbook(file, data_only=True)
    dues = known["What is due"]
    assert dues["A5"].value == 1
    assert [dues["C5"].value, dues["D5"].value, dues["E5"].value] == ["Bills", "B-1", -30]
    assert book["Cash of 13 weeks"]["F5"].value == (
        "=ROUND(SUMIFS('What is due'!$E$5:$E$5,'What is due'!$A$5:$A$5,1,'What is due'!$C$5:$C$5,\"Bills\"),4)"
    )
    assert known["Cash of 13 weeks"]["F5"].value == -30


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
