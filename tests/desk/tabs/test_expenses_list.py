"""The list of expenses in the books: those of the days shown, what became of each, and the way out to Excel."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot
from tests.desk.tabs.tea_shop import settle
from tests.exchange.counter import give_back, table, take_in

from shopdesk.cli import main
from shopdesk.desk.desk import Desk
from shopdesk.desk.main_window import MainWindow
from shopdesk.desk.tabs import TABS
from shopdesk.desk.tabs.books import BooksTab
from shopdesk.desk.tabs.books.expenses_list import ExpensesList
from shopdesk.shop.ledger.actions import book_expense, reverse_entry
from shopdesk.shop.ledger.chart import add_account
from shopdesk.shop.ledger.reports import EXPENSE_ROWS
from shopdesk.shop.ledger.rules import Role
from shopdesk.store.store import Store

KEYS = [column.key for column in EXPENSE_ROWS.sheet.columns]
HEADER = "spent_on,account,amount,currency,channel,supplier,note,document_no"
LEAFLETS = "2026-11-05,6602,200.00,,,Sunshine Print,Leaflets,INV-14"
FILE = "costs.csv"


@pytest.fixture
def tab(shop_desk: Desk, store: Store, qtbot: QtBot) -> BooksTab:
    """The tea shop with an expense of a file, one of another month, and one that was reversed."""
    take_in(store, table(HEADER, LEAFLETS, "2026-10-05,6602,50.00,,,,Tape,", name=FILE))
    made = store.do(book_expense, date(2026, 11, 7), Role("6602"), Decimal(30), "Ads").value
    store.do(reverse_entry, made, "Booked twice")
    window = MainWindow(shop_desk, [tab for tab in TABS if tab.key == "books"])
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    with qtbot.waitSignal(shop_desk.store_changed):
        shop_desk.open(lambda: store)
    settle(shop_desk, qtbot)
    window.show_tab("books", {"segment": "expenses", "month": "2026-11"})
    settle(shop_desk, qtbot)
    assert isinstance(window.page, BooksTab)
    return window.page


def listed(tab: BooksTab) -> ExpensesList:
    page = tab.views.page("expenses")
    assert isinstance(page, ExpensesList)
    return page


def rows(tab: BooksTab) -> list[dict[str, object]]:
    model = listed(tab).grid.rows
    return [{key: model.value(row, place) for place, key in enumerate(KEYS)} for row in range(model.rowCount())]


def words(tab: BooksTab) -> set[str]:
    panel = listed(tab).panel
    labels = [made.text() for made in panel.findChildren(QLabel)]
    return {*labels, *(made.text() for made in panel.findChildren(QPushButton))}


def test_the_expenses_of_the_month_stand_with_what_became_of_them(tab: BooksTab) -> None:
    told = [[row[key] for key in ("note", "amount", "state", "supplier", "document_no")] for row in rows(tab)]
    assert told == [
        ["Ads", Decimal(30), "reversed", None, None],
        ["Leaflets", Decimal(200), "booked", "Sunshine Print", "INV-14"],
    ]
    shown = tab.export_grid()
    assert shown is not None
    assert (shown.source, shown.title) == (EXPENSE_ROWS, "Expenses")
    assert dict(shown.query.filters) == {"spent_on": "2026-11"}


def test_an_expense_leads_to_its_entry_and_to_its_row(tab: BooksTab, shop_desk: Desk, qtbot: QtBot) -> None:
    page = listed(tab)
    row_id = page.grid.rows.row_id(1)
    assert isinstance(row_id, int)
    page.grid.seek(row_id)
    settle(shop_desk, qtbot)
    said = words(tab)
    assert {"200.00", "Sunshine Print", "INV-14", "Booked"} & said >= {"200.00", "Sunshine Print", "INV-14"}
    page.panel.row_wanted.emit(rows(tab)[1]["import_id"], (2,))
    settle(shop_desk, qtbot)
    assert page.page.source.title.text() == FILE
    entry = rows(tab)[1]["entry_id"]
    page.panel.entry_wanted.emit(entry)
    settle(shop_desk, qtbot)
    assert tab.segments.current == "journal"
    assert tab.views.journal.grid.query.filters == (("entry_id", str(entry)),)


def test_an_account_of_the_shops_own_is_offered_and_named(
    tab: BooksTab, store: Store, shop_desk: Desk, qtbot: QtBot
) -> None:
    store.do(add_account, "6605.wages", "Wages")
    store.do(book_expense, date(2026, 11, 8), "6605.wages", Decimal(900), "Ming")
    tab.show_place(segment="expenses", month="2026-11")
    settle(shop_desk, qtbot)
    menu = QMenu()
    qtbot.addWidget(menu)
    listed(tab)._offer_accounts(menu)
    next(one for one in menu.actions() if one.text() == "6605.wages  Wages").trigger()
    settle(shop_desk, qtbot)
    assert [row["note"] for row in rows(tab)] == ["Ming"]
    row_id = listed(tab).grid.rows.row_id(0)
    assert isinstance(row_id, int)
    listed(tab).grid.seek(row_id)
    settle(shop_desk, qtbot)
    assert "Wages" in words(tab)


def test_other_days_and_quick_filters_show_others(tab: BooksTab, shop_desk: Desk, qtbot: QtBot) -> None:
    listed(tab).line.pick("booked")
    settle(shop_desk, qtbot)
    assert [row["note"] for row in rows(tab)] == ["Leaflets"]
    tab.show_place(segment="expenses", month="2026-10")
    settle(shop_desk, qtbot)
    assert [row["note"] for row in rows(tab)] == ["Tape"]
    tab.focus_search()
    listed(tab).grid.set_search("nothing like it")
    settle(shop_desk, qtbot)
    assert rows(tab) == []


def test_expenses_go_with_their_import_and_out_by_a_script(
    tab: BooksTab, shop_desk: Desk, store: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "expenses.xlsx"
    assert main(["--store", store.where, "export", "expenses", "--from", "2026-11-01", "--out", str(path)]) == 0
    assert openpyxl.load_workbook(path).worksheets[0].max_row == 3
    made = rows(tab)[1]["import_id"]
    assert isinstance(made, int)
    give_back(store, made)
    settle(shop_desk, qtbot)
    assert [row["note"] for row in rows(tab)] == ["Ads"]
