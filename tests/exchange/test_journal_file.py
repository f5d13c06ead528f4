"""Entries and accounts of files: entries balance or are refused with their difference, and are booked once."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from tests.exchange.conftest import opened
from tests.exchange.counter import give_back, read, table, take_in
from tests.store_fixtures import Make

from shopdesk.exchange.kinds import FILES
from shopdesk.exchange.workbook import write_template
from shopdesk.shop.catalog.reports import find_channel_id
from shopdesk.shop.ledger.actions import close_period
from shopdesk.shop.ledger.chart import add_account, edit_accounts
from shopdesk.shop.ledger.reports import account_codes, fetch_accounts
from shopdesk.store.store import Store

HEADER = "entry_on,entry_no,account,debit,credit,memo,channel"
START = (
    "2026-01-05,1,1002,500,,Start,", "2026-01-05,1,Owner's equity,,500,Start,",
    "2026-01-06,2,6605,30,,Rent,Etsy", "2026-01-06,2,1002,,12.5,,", "2026-01-06,2,2202,,17.5,,",
)  # fmt: skip


@pytest.fixture
def shop(new_store: Make) -> Store:
    return new_store(opened)


def sums(store: Store) -> dict[str, Decimal]:
    with store.read() as tx:
        return {one.code: one.debit - one.credit for one in fetch_accounts(tx, None, None) if one.debit != one.credit}


def test_a_journal_is_booked_once_and_taken_back(shop: Store) -> None:
    journal = table(HEADER, *START, name="journal.csv")
    made = take_in(shop, journal)
    booked = {"1002": Decimal("487.5"), "4001": Decimal(-500), "6605": Decimal(30), "2202": Decimal("-17.5")}
    assert sums(shop) == booked
    with shop.read() as tx:
        etsy = find_channel_id(tx, "Etsy")
        assert {one.code for one in fetch_accounts(tx, None, None, etsy)} == {"6605", "1002", "2202"}
    assert read(shop, journal).counts()["same"] == 5
    assert take_in(shop, journal) == 0
    twice = table(HEADER, *START, *(row.replace(",2,", ",3,", 1) for row in START[2:]), name="twice.csv")
    assert read(shop, twice).counts()["new"] == 3, "an entry that stands twice in a file is two entries"
    give_back(shop, made)
    assert sums(shop) == {}
    assert read(shop, journal).counts()["new"] == 5


def test_an_entry_that_does_not_balance_is_refused_with_its_rows_and_difference(shop: Store) -> None:
    wrong = table(HEADER, *START[:2], "2026-01-07,9,1002,10,,x,", "2026-01-07,9,4001,,9.99,x,", name="off.csv")
    staged = read(shop, wrong)
    assert {problem.reason for problem in staged.problems} == {
        "Entry 9 (rows 4 to 5) is off by 0.01: debit 10.00, credit 9.99."
    }
    assert [problem.row for problem in staged.problems] == [4, 5]
    take_in(shop, wrong, good_rows=True)
    assert sums(shop) == {"1002": Decimal(500), "4001": Decimal(-500)}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2026-01-07,9,9999,10,,x,", "There is no account 9999."),
        ("2026-01-07,9,6606,10,,x,", "Account 6606 takes no entries any more."),
        ("2026-01-07,9,1002.usd,10,,x,", "Account 1002.usd is kept in USD: say the amount in it too."),
        ("2025-12-31,9,6605,10,,x,", "The books are closed through 2025-12-31; this entry belongs before."),
    ],
)
def test_an_entry_that_cannot_be_is_held_whole(shop: Store, row: str, said: str) -> None:
    shop.do(add_account, "1002.usd", "Dollars", currency="USD")
    with shop.read() as tx:
        shut = account_codes(tx, ["6606"])["6606"]
    shop.do(edit_accounts, [(shut, "is_closed", True)])
    shop.do(close_period, date(2025, 12, 31))
    day = row.partition(",")[0]
    staged = read(shop, table(HEADER, row, f"{day},9,4001,,10,x,", *START[:2], name="held.csv"))
    assert [problem.reason for problem in staged.problems] == [said]
    assert (staged.counts()["conflict"], staged.counts()["new"]) == (2, 2)


def test_a_foreign_account_takes_its_own_amount(shop: Store) -> None:
    shop.do(add_account, "1002.usd", "Dollars", currency="USD")
    rows = ("2026-01-07,1,1002.usd,70,,x,,10", "2026-01-07,1,4001,,70,x,,")
    take_in(shop, table(f"{HEADER},own_amount", *rows, name="usd.csv"))
    assert sums(shop) == {"1002.usd": Decimal(70), "4001": Decimal(-70)}


def test_accounts_are_added_and_changed_by_a_file(shop: Store) -> None:
    header = "code,title,kind,currency,note,is_closed"
    chart = table(
        header,
        "1601.van,Van,,,,",
        "1601,Machines,asset,,bought in May,",
        "6606,Odds and ends,,,,TRUE",
        name="chart.csv",
    )
    staged = read(shop, chart)
    assert (staged.counts()["new"], staged.counts()["changed"]) == (2, 1)
    take_in(shop, chart)
    assert read(shop, chart).counts()["same"] == 3
    with shop.read() as tx:
        assert set(account_codes(tx, ["1601", "1601.van"])) == {"1601", "1601.van"}
    staged = read(shop, table(header, "1701,Rights,,,,", name="more.csv"))
    assert [problem.reason for problem in staged.problems] == ["Kind is blank."]


@pytest.mark.parametrize("kind", ["journal", "accounts"])
def test_a_template_is_known_by_its_headers(shop: Store, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path, FILES[kind])
    page = openpyxl.load_workbook(path).worksheets[0]
    headers = [str(cell.value) for cell in page[1] if cell.value]
    cells = {"Date": "2026-01-05", "Entry": "1", "Account": "1601", "Debit": "", "Account name": "X", "Kind": "asset"}
    row = [cells.get(header.rstrip(" *"), "") for header in headers]
    assert read(shop, table(headers, row, name="filled.csv")).plan.kind == kind
