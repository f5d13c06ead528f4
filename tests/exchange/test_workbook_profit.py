"""The profit sheet: its checks agree, its formulas come to the values stored beside them, and a wrong book is told."""

import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from tests.exchange.profit_books import made_up_book

from shopdesk.exchange.workbook import write_profit_sheet
from shopdesk.exchange.writing import book as books
from shopdesk.exchange.writing.figures import constant, months_between, ratio
from shopdesk.shop.profit.book import ProfitBook

PAGES = [
    "Summary", "Months and channels", "SKUs", "Ledger", "Trial balance", "Reconciliation", "Cost unknown",
    "Checks", "Definitions",
]  # fmt: skip
CHECKS = 7 + 1 + 4 + 21 + 25 + 1 + 4
"""Of the ledger, reconciled accounts, summary, SKUs, lines and their accounts, the result, unknown costs."""
ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profit sheet of the made-up book."""
    path = tmp_path_factory.mktemp("told") / "profit.xlsx"
    assert write_profit_sheet(path, made_up_book()) == len(list(made_up_book().ledger))
    return path


@pytest.fixture(scope="module")
def split(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same where a sheet holds 200 rows, so that SKUs and ledger go on over many."""
    path = tmp_path_factory.mktemp("split") / "split.xlsx"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(books, "ROWS", 200)
        write_profit_sheet(path, made_up_book(150))
    return path


def values(path: Path) -> Workbook:
    return openpyxl.load_workbook(path, data_only=True)


def checks(book: Workbook) -> list[tuple[object, ...]]:
    return [row for row in book["Checks"].iter_rows(min_row=5, values_only=True) if row[0]]


def exact(value: object) -> Decimal:
    return Decimal(str(value or 0))


def test_pages_stand_in_order_and_are_ready_to_print(told: Path) -> None:
    book = openpyxl.load_workbook(told)
    assert book.sheetnames == PAGES
    assert book.active is book["Summary"]
    for page in book.worksheets[:8]:
        assert (page.page_setup.orientation, page.page_setup.fitToHeight) == ("landscape", 0)
        assert page.print_title_rows == {"Summary": "$5:$5", "Checks": "$4:$4"}.get(page.title, "$1:$1")
        assert "&LTea && Ware 茶&C" in str(page.HeaderFooter.oddHeader)
        assert "&RPage &P of &N" in str(page.HeaderFooter.oddFooter)
        assert page.freeze_panes is not None
    assert len(book["Summary"]._charts) == 1  # type: ignore[attr-defined]


@pytest.mark.parametrize("which", ["told", "split"])
def test_every_check_agrees_in_the_stored_values(which: str, request: pytest.FixtureRequest) -> None:
    book = values(request.getfixturevalue(which))
    found = checks(book)
    assert len(found) == CHECKS
    for _about, _what, figure, _other, against, difference, result in found:
        assert exact(figure) == exact(against)
        assert exact(difference) == 0
        assert result == "OK"
    assert book["Checks"]["A2"].value == book["Summary"]["A3"].value == f"All {CHECKS} checks agree."


def test_the_stored_sums_are_those_of_the_rows(told: Path) -> None:
    book = values(told)
    ledger = [row for row in book["Ledger"].iter_rows(min_row=2, values_only=True) if row[0] != "Total"]
    by_name = {(row[0], row[1]): row[2] for row in checks(book)}
    assert exact(by_name["The ledger balances", "Debit of the ledger"]) == sum(exact(row[6]) for row in ledger)
    for account in book["Trial balance"].iter_rows(min_row=2, values_only=True):
        if account[0] != "Total":
            mine = [row for row in ledger if row[4] == account[0]]
            assert exact(account[5]) == sum(exact(row[6]) for row in mine)
            assert exact(account[6]) == sum(exact(row[7]) for row in mine)
            assert exact(account[7]) == exact(account[4]) + exact(account[5]) - exact(account[6])
    titles = [cell.value for cell in book["SKUs"][1]]
    for row in book["SKUs"].iter_rows(min_row=2, values_only=True):
        at = dict(zip(titles, row, strict=True))
        known = exact(at["Net sales"]) - exact(at["Sales of unknown cost"])
        assert exact(at["Gross profit"]) == known - exact(at["Cost of goods sold"])
        variable = ("Commission", "Payment fees", "Freight out", "Advertising", "Returns written off")
        assert exact(at["Contribution"]) == exact(at["Gross profit"]) - sum(exact(at[name]) for name in variable)


def test_the_accounts_of_channels_reconcile_cell_by_cell(told: Path) -> None:
    book = values(told)
    balance = {row[0]: row[4:8] for row in book["Trial balance"].iter_rows(min_row=2, values_only=True)}
    rows = [row for row in book["Reconciliation"].iter_rows(min_row=2, values_only=True) if row[0] != "Total"]
    assert {row[0] for row in rows} == {"1002", "1012.taobao", "1122.taobao"}
    for row in rows:
        assert [exact(cell) for cell in row[3:]] == [exact(cell) for cell in balance[row[0]]]
        assert exact(row[6]) == exact(row[3]) + exact(row[4]) - exact(row[5])
    live = openpyxl.load_workbook(told)["Reconciliation"]
    assert {cell.data_type for row in live.iter_rows(min_row=2, min_col=4, max_col=7) for cell in row} == {"f"}


def test_the_summary_reads_down_and_across(told: Path) -> None:
    lines = [row for row in values(told)["Summary"].iter_rows(min_row=6, values_only=True) if row[0]]
    rows = {row[0]: row[1:16] for row in lines}
    for place in range(15):
        at = {title: exact(row[place]) for title, row in rows.items()}
        parts = ("Gross sales", "Discounts", "Refunds", "Adjustments", "Shipping and charges", "Subsidies",
                 "Tax in prices", "Brushed orders")  # fmt: skip
        assert at["Net sales"] == sum(at[part] for part in parts)
        left_out, cost = at["Sales of unknown cost"], at["Cost of goods sold"]
        assert at["Gross profit"] == at["Net sales"] + left_out + cost
        assert at["Contribution"] == at["Gross profit"] + at["Commission"] + at["Freight out"] + at["Advertising"]
        assert at["Indirect costs"] == at["Rent and wages"] + at["Other expenses"]
        assert at["Net profit"] == at["Contribution"] + at["Indirect costs"]
    for title, row in rows.items():
        assert "argin" in str(title) or exact(row[14]) == sum(exact(value) for value in row[:14])


def test_totals_are_live_and_rows_are_values(told: Path) -> None:
    book = openpyxl.load_workbook(told)
    assert all(row[2].data_type == "f" for row in book["Checks"].iter_rows(min_row=5, max_row=20))
    summary = [cell for row in book["Summary"].iter_rows(min_row=6, max_row=44, min_col=2, max_col=16) for cell in row]
    assert {cell.data_type for cell in summary} == {"f"}
    assert {cell.data_type for cell in book["Ledger"][2]} <= {"n", "d", "inlineStr", "s"}
    memos = {row[8].value: row[8] for row in book["Ledger"].iter_rows(min_row=2)}
    assert memos["=1+1"].data_type != "f"
    assert book["Ledger"]["B2"].value == "000001"
    assert book["SKUs"]["C3"].number_format == "@"


def test_a_long_ledger_goes_on_over_sheets(split: Path) -> None:
    book = values(split)
    pages = [name for name in book.sheetnames if name.startswith("Ledger")]
    assert len(pages) > 2
    rows = [row for name in pages for row in book[name].iter_rows(min_row=2, values_only=True) if row[0] != "Total"]
    assert len(rows) == len(list(made_up_book(150).ledger))


def broken(book: ProfitBook, what: str) -> ProfitBook:
    """The book with one figure wrong."""
    if what == "cost":
        first = book.months[0]
        first.figures.cogs += Decimal("0.0001")
        months = [first, *book.months[1:]]
        return replace(book, months=months)
    if what == "posting":
        return replace(book, ledger=list(book.ledger)[1:])
    if what == "sku":
        return replace(book, skus=list(book.skus)[1:])
    if what == "account":
        return replace(book, accounts=[book.accounts[0]._replace(closing=Decimal(1)), *book.accounts[1:]])
    return replace(book, unknown=book.unknown[1:])


@pytest.mark.parametrize(
    ("what", "told_by"),
    [
        ("cost", {"Cost of goods sold"}),
        ("posting", {"The ledger balances", "Trial balance"}),
        ("sku", {"Shipping and charges", "Contribution"}),
        ("account", {"Trial balance"}),
        ("unknown", {"Cost unknown"}),
    ],
)
def test_a_figure_that_is_wrong_by_a_hair_is_told(tmp_path: Path, what: str, told_by: set[str]) -> None:
    path = tmp_path / "wrong.xlsx"
    write_profit_sheet(path, broken(made_up_book(60), what))
    book = values(path)
    wrong = {str(row[0]) for row in checks(book) if row[6] == "DIFFERS"}
    assert told_by <= wrong
    count = sum(row[6] == "DIFFERS" for row in checks(book))
    assert book["Summary"]["A3"].value == f"Checks that do not agree: {count}. See the page of checks."


def test_a_month_without_sales_is_a_column_of_zeros_and_an_empty_book_agrees(tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    empty = replace(made_up_book(1), months=[], skus=[], ledger=[], accounts=[], unknown=[])
    assert write_profit_sheet(path, empty) == 0
    book = values(path)
    assert {row[6] for row in checks(book)} == {"OK"}
    rows = book["Summary"].iter_rows(min_row=6, max_row=44, min_col=2, max_col=16, values_only=True)
    assert {value or 0 for row in rows for value in row} == {0}


def test_months_are_counted_over_the_turn_of_the_year() -> None:
    assert months_between("2025-11", "2026-02") == ["2025-11", "2025-12", "2026-01", "2026-02"]


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice (soffice) to calculate the formulas anew")
def test_formulas_come_to_the_values_beside_them(told: Path, split: Path, tmp_path: Path) -> None:
    profile = tmp_path / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE, encoding="utf-8")
    spoilt = tmp_path / "spoilt.xlsx"
    forget_values(told, spoilt)
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile.parent.as_uri()}", "--headless", "--convert-to", "xlsx",
         "--outdir", str(tmp_path / "new"), str(told), str(split), str(spoilt)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    for before, after in ((told, "profit.xlsx"), (split, "split.xlsx"), (told, "spoilt.xlsx")):
        assert differing(before, tmp_path / "new" / after) == []


def forget_values(path: Path, spoilt: Path) -> None:
    """A copy whose formulas all claim to come to 7: right again only if they were truly calculated."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(spoilt, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, re.sub(rb"</f><v>[^<]*</v>", b"</f><v>7</v>", part) if "/sheet" in name else part)


def differing(before: Path, after: Path) -> list[tuple[str, str, object, object]]:
    """Cells with a formula whose stored value is not the calculated one, to the last digit."""
    formulas, stored, calculated = openpyxl.load_workbook(before), values(before), values(after)
    found = []
    for page in formulas.worksheets:
        for cell in (cell for row in page.iter_rows() for cell in row if cell.data_type == "f"):
            was, came = stored[page.title][cell.coordinate].value, calculated[page.title][cell.coordinate].value
            if (was or None) != (came or None):  # LibreOffice leaves out what is the empty text
                found.append((page.title, cell.coordinate, was, came))
    return found


def test_what_was_given_back_has_no_margin() -> None:
    """A share of sales below zero says nothing, least of all 100 %."""
    assert ratio(constant(-5), constant(-5))[1] == ratio(constant(0), constant(0))[1] == ""
    assert ratio(constant(1), constant(3))[1] == Decimal("0.3333")
