"""The books from the command line: figures as exact decimals, workbooks whose formulas come to their values."""

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

import openpyxl
import pytest

from shopdesk.cli import main
from shopdesk.shop.ledger.chart import add_account
from shopdesk.shop.ledger.manual import EntryLine, book_entry
from shopdesk.shop.opening import new_shop
from shopdesk.shop.stock.rules import Costing


class Run(Protocol):
    def __call__(self, *arguments: object, as_json: bool = True) -> tuple[int, Any]: ...


@pytest.fixture
def address(tmp_path: Path) -> str:
    """A shop with a start, a sale without document, a cost of an own account and a payment in December and January."""
    where = str(tmp_path / "shop.shopdesk")
    store = new_shop(where, name="Tea", currency="CNY", time_zone="UTC", costing=Costing.MOVING_AVERAGE)
    store.do(add_account, "6605.wages", "Wages")
    for day, debit, credit, amount in (
        (date(2025, 12, 1), "1002", "4001", "500"), (date(2025, 12, 9), "1002", "6001", "80.10"),
        (date(2026, 1, 5), "6605.wages", "1002", "30.05"), (date(2026, 1, 5), "6605", "2202", "9"),
        (date(2026, 1, 7), "2202", "1002", "4"),
    ):  # fmt: skip
        store.do(book_entry, day, [EntryLine(debit, Decimal(amount)), EntryLine(credit, -Decimal(amount))], "typed")
    store.close()
    return where


@pytest.fixture
def run(address: str, capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*arguments: object, as_json: bool = True) -> tuple[int, Any]:
        code = main([*(["--json"] if as_json else []), "--store", address, *map(str, arguments)])
        out = capsys.readouterr().out
        return code, json.loads(out) if as_json else out

    return command


JANUARY = ("--from", "2026-01-01", "--to", "2026-01-31")


def by_key(lines: list[dict[str, Any]]) -> dict[str, tuple[str, str | None]]:
    return {line["key"]: (line["now"], line["before"]) for line in lines if line["level"] < 2}


def recomputed(path: Path) -> list[tuple[str, Decimal]]:
    """Every formula of a workbook with what it comes to, from the values of the cells that it names."""
    told: list[tuple[str, Decimal]] = []
    for page in openpyxl.load_workbook(path).worksheets:
        known = openpyxl.load_workbook(path, data_only=True)[page.title]

        def value(at: str, known: Any = known) -> str:
            found = known[at].value
            return f"Decimal('{found if isinstance(found, (int, float)) else 0}')"

        for row in page.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    formula = cell.value.removeprefix("=ROUND(").removesuffix(",4)")
                    if (sums := re.fullmatch(r"SUM\((\w)(\d+):\w(\d+)\)", formula)) is not None:
                        letter, first, last = sums.groups()
                        formula = "+".join(f"{letter}{number}" for number in range(int(first), int(last) + 1))
                    comes = eval(re.sub(r"[A-Z]\d+", lambda at: value(at[0]), formula))
                    stored = Decimal(str(known[cell.coordinate].value))
                    assert round(comes, 4) == stored, (page.title, cell.coordinate)
                    told.append((cell.coordinate, stored))
    return told


def test_statements_as_figures(run: Run) -> None:
    told = by_key(run("report", "pnl", *JANUARY)[1])
    assert (told["net_sales"], told["6605"], told["profit"]) == (("0", "80.1"), ("-39.05", "0"), ("-39.05", "80.1"))
    sheet = by_key(run("report", "balance-sheet", *JANUARY)[1])
    assert (sheet["assets"], sheet["owed"], sheet["check"]) == (("546.05", "580.1"), ("546.05", "580.1"), ("0", "0"))
    flow = by_key(run("report", "cash-flow", *JANUARY)[1])
    assert flow["opening"] == ("580.1", "0")
    assert flow["6605"] == ("-30.05", "0")
    assert flow["closing"] == ("546.05", "580.1")


def test_the_trial_balance_and_an_account_sheet(run: Run) -> None:
    rows = {row["account"]: row for row in run("report", "trial-balance", *JANUARY)[1]}
    assert rows["1002"] | {"title": ""} == {
        "account": "1002", "title": "", "kind": "asset", "opening": "580.1", "debit": "0", "credit": "34.05",
        "closing": "546.05",
    }  # fmt: skip
    assert sum(Decimal(row["closing"]) for row in rows.values()) == 0
    told = run("report", "account", "1002", *JANUARY)[1]
    assert (told["opening"], told["closing"]) == ("580.1", "546.05")
    assert [row["balance"] for row in told["rows"]] == ["550.05", "546.05"]
    said = run("report", "account", "1002", as_json=False)[1]
    assert "Opening" in said
    assert said.count("typed") == 4


@pytest.mark.parametrize("what", ["pnl", "balance-sheet", "cash-flow", "trial-balance"])
def test_a_workbook_of_a_statement_adds_up_by_its_own_formulas(run: Run, tmp_path: Path, what: str) -> None:
    path = tmp_path / f"{what}.xlsx"
    code, _told = run("report", what, *JANUARY, "--out", path)
    assert code == 0
    assert len(recomputed(path)) >= 4


def test_a_workbook_of_an_account_adds_up_row_by_row(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "account.xlsx"
    run("report", "account", "1002", "--out", path)
    assert [amount for _at, amount in recomputed(path)] == [
        Decimal(500), Decimal("580.1"), Decimal("550.05"), Decimal("546.05")
    ]  # fmt: skip


@pytest.mark.parametrize("arguments", [("account", "9"), ("account",), ("pnl", "--channel", "Mars")])
def test_what_is_not_there_is_refused(run: Run, arguments: tuple[str, ...]) -> None:
    code, told = run("report", *arguments)
    assert code == 1
    assert told["code"] in {"unknown_account", "unknown_channel"}


def test_people_read_a_table(run: Run) -> None:
    said = run("report", "pnl", *JANUARY, as_json=False)[1]
    assert "2026-01-01 – 2026-01-31" in said
    assert "2025-12-01 – 2025-12-31" in said
    assert "-39.05" in said
    assert "Wages" in said


def test_what_is_open_by_age(run: Run, tmp_path: Path) -> None:
    assert run("report", "receivables")[1] == []
    path = tmp_path / "payables.xlsx"
    assert run("report", "payables", "--out", path)[0] == 0
    assert openpyxl.load_workbook(path).worksheets[0].max_row == 1


def test_an_exported_journal_is_a_journal_file(
    run: Run, address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, other = tmp_path / "journal.xlsx", str(tmp_path / "other.shopdesk")
    assert run("export", "journal", "--out", path)[0] == 0
    store = new_shop(other, name="Copy", currency="CNY", time_zone="UTC", costing=Costing.MOVING_AVERAGE)
    store.do(add_account, "6605.wages", "Wages")
    store.close()
    balances = run("report", "trial-balance")[1]
    assert main(["--store", other, "import", str(path), "--as", "journal", "--accept-proposal"]) == 0
    capsys.readouterr()
    assert main(["--json", "--store", other, "report", "trial-balance"]) == 0
    assert json.loads(capsys.readouterr().out) == balances
    assert run("import", path, "--as", "journal", "--accept-proposal")[0] == 0
    assert run("report", "trial-balance")[1] == balances, "what is booked is not booked again"
