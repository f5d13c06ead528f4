"""The screen of the books: entries open to their document and row, and its forms write the books."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLabel, QLineEdit, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from tests.desk.tabs.tea_shop import click, key, open_on, settle, write
from tests.shop.till import Item, Ticket, ring_up

from shopdesk.desk.desk import Desk
from shopdesk.desk.doors import Message
from shopdesk.desk.main_window import MainWindow
from shopdesk.desk.spanned.span import Size
from shopdesk.desk.spanned.table_page import TablePage
from shopdesk.desk.tabs import TABS
from shopdesk.desk.tabs.books import BooksTab
from shopdesk.shop.ledger.actions import book_expense, close_period
from shopdesk.shop.ledger.chart import add_account
from shopdesk.shop.ledger.manual import EntryLine, book_entry
from shopdesk.shop.ledger.reports import ACCOUNT_ROWS, JOURNAL_ROWS, fetch_accounts, fetch_choices
from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.profit.reports import fetch_total
from shopdesk.shop.profit.scope import Scope
from shopdesk.store.rows import Query, fetch_ids, fetch_totals
from shopdesk.store.store import Store

TODAY = datetime(2026, 11, 22, 4, tzinfo=UTC)


@pytest.fixture
def window(shop_desk: Desk, store: Store, qtbot: QtBot) -> MainWindow:
    """A window on the tea shop with a second channel, an October and two expenses; the books are in front."""
    store._clock = lambda: TODAY
    tickets = [
        Ticket("S-1", date(2026, 10, 9), [Item("CUP-11", 2, Decimal(70))], "shopify", shipping=Decimal(9)),
        Ticket("S-3", date(2026, 11, 3), [Item("KET-08", 1, Decimal(250))], "shopify"),
    ]
    store.do(ring_up, tickets)
    store.do(book_expense, date(2026, 11, 5), Role.ADVERTISING, Decimal("12.50"), "Ads", channel_id=2)
    store.do(book_expense, date(2026, 11, 6), Role.RENT, Decimal(100), "Rent")
    return open_on("books", shop_desk, store, qtbot)


@pytest.fixture
def tab(window: MainWindow) -> BooksTab:
    assert isinstance(window.page, BooksTab)
    return window.page


@pytest.fixture
def shown(shop_desk: Desk, tab: BooksTab) -> list[tuple[str, dict[str, Any]]]:
    """Where the tab asked to go."""
    asked: list[tuple[str, dict[str, Any]]] = []
    shop_desk.shown.connect(lambda key, where: asked.append((key, where)))
    return asked


def words(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def profit_of(store: Store) -> Decimal:
    with store.read() as tx:
        return fetch_total(tx, Scope(date(2026, 11, 1), date(2026, 11, 30), None)).profit


def rows_of(page: TablePage) -> list[dict[str, Any]]:
    return [dict(page.values(page.grid.rows.row_id(row) or 0)) for row in range(page.grid.rows.rowCount())]


def press(widget: QWidget, text: str) -> None:
    """Click the button with that text."""
    buttons = [made for made in widget.findChildren(QPushButton) if made.text() == text and made.isVisibleTo(widget)]
    assert buttons, f"no button {text}"
    click(buttons[0])


def test_the_trial_balance_is_zero_in_all_and_leads_to_the_postings(
    tab: BooksTab, shop_desk: Desk, qtbot: QtBot
) -> None:
    click(tab.head.balance)
    settle(shop_desk, qtbot)
    page = tab.views.balance
    rows = rows_of(page)
    assert sum(row["closing"] for row in rows) == sum(row["opening"] for row in rows) == 0
    assert all(row["opening"] + row["debit"] - row["credit"] == row["closing"] for row in rows)
    rent = next(n for n, row in enumerate(rows) if row["code"] == Role.RENT.value)
    page.grid.go_to(page.grid.rows.row_id(rent) or 0)
    key(page.grid.view, Qt.Key.Key_Return)
    settle(shop_desk, qtbot)
    sheet = tab.views.account
    assert dict(sheet.grid.query.filters)["account_code"] == '="6605"'
    assert sheet.grid.rows.rowCount() == 1
    assert sheet.told.text() == "Opening 0.00  ·  debit 100.00  ·  credit 0.00  ·  closing 100.00"
    key(sheet.grid.view, Qt.Key.Key_Return)
    settle(shop_desk, qtbot)
    assert tab.segments.current == "journal"
    assert "Rent" in words(tab.views.journal.panel)


# ---------------------------------------------------------------------------------------------------- statements


@pytest.mark.parametrize("name", ["pnl", "balance_sheet", "cash_flow"])
def test_every_line_of_a_statement_opens_the_postings_that_make_it(
    tab: BooksTab, store: Store, shop_desk: Desk, qtbot: QtBot, name: str
) -> None:
    store.do(book_entry, date(2026, 11, 9), [EntryLine("1002", Decimal(900)), EntryLine("2001", Decimal(-900))], "Loan")
    settle(shop_desk, qtbot)
    tab.show_segment(name)
    settle(shop_desk, qtbot)
    page = getattr(tab.views, name)
    lines = [row for row in rows_of(page) if row["accounts"]]
    assert len(lines) > 2
    for line in lines:
        tab.show_segment(name)
        settle(shop_desk, qtbot)
        page.grid.go_to(line["number"])
        key(page.grid.view, Qt.Key.Key_Return)
        settle(shop_desk, qtbot)
        assert tab.segments.current == "journal"
        with store.read() as tx:
            sums = fetch_totals(tx, JOURNAL_ROWS, tab.views.journal.grid.query)
        made = (sums["credit"].sum or Decimal(0)) - (sums["debit"].sum or Decimal(0))
        is_asset = name == "balance_sheet" and line["accounts"][0] == "1"
        assert line["now"] == (-made if is_asset else made), line["title"]


def test_statements_follow_span_and_channel(tab: BooksTab, shop_desk: Desk, qtbot: QtBot) -> None:
    tab.show_segment("pnl")
    settle(shop_desk, qtbot)
    page = tab.views.pnl
    profit = [row for row in rows_of(page) if row["level"] == 0][-1]
    assert profit["change"] == profit["now"] - profit["before"]
    tab.show_channel(2)
    settle(shop_desk, qtbot)
    assert [row for row in rows_of(page) if row["level"] == 0][-1]["now"] != profit["now"]
    tab.head.choose(Size.ALL)
    settle(shop_desk, qtbot)
    assert rows_of(page)[0]["before"] is None


def test_the_balance_sheet_says_that_it_ties(tab: BooksTab, shop_desk: Desk, qtbot: QtBot) -> None:
    tab.show_segment("balance_sheet")
    settle(shop_desk, qtbot)
    rows = rows_of(tab.views.balance_sheet)
    assert (rows[-1]["title"], rows[-1]["now"]) == ("Assets less liabilities and equity", Decimal(0))
    assert any(row["title"] == "Assets" and row["now"] for row in rows)


def test_the_statements_go_out_as_a_workbook(
    tab: BooksTab, shop_desk: Desk, qtbot: QtBot, told: list[Message], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "statements.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_told: (str(path), "")))
    click(tab.menu)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    next(action for action in menu.actions() if action.text() == "Save the statements…").trigger()
    menu.close()
    settle(shop_desk, qtbot)
    assert told[-1].text == "The statements are written: statements.xlsx"
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Profit and loss", "Balance sheet", "Cash flow", "Trial balance"]
    last = openpyxl.load_workbook(path, data_only=True)["Balance sheet"].max_row
    assert str(book["Balance sheet"][f"B{last}"].value).startswith("=")
    assert openpyxl.load_workbook(path, data_only=True)["Balance sheet"][f"B{last}"].value == 0


def test_what_is_open_leads_to_its_order(
    tab: BooksTab, shown: list[tuple[str, dict[str, Any]]], shop_desk: Desk, qtbot: QtBot
) -> None:
    press(tab.segments, "Statements")
    press(tab.segments, "Receivables")
    settle(shop_desk, qtbot)
    page = tab.views.receivables
    page.show_rows([("order_no", "S-3")])
    settle(shop_desk, qtbot)
    key(page.grid.view, Qt.Key.Key_Return)
    assert shown[-1] == ("orders", {"order_no": "S-3"})


# ------------------------------------------------------------------------------------------------------ accounts


def test_an_account_is_added_renamed_closed_and_removed(
    tab: BooksTab, store: Store, shop_desk: Desk, qtbot: QtBot, told: list[Message]
) -> None:
    tab.show_segment("accounts")
    settle(shop_desk, qtbot)
    page = tab.views.accounts
    press(page, "Add an account")
    settle(shop_desk, qtbot)
    assert page.new is not None
    fill(page.new.form, {"Account": "6605.wages", "Account name": "Wages"})
    key(page.new.form, Qt.Key.Key_Return)
    settle(shop_desk, qtbot)
    row = page.grid.view.currentIndex().row()
    keys = [column.key for column in ACCOUNT_ROWS.sheet.columns]
    assert page.grid.rows.value(row, keys.index("line")) == "6605"
    page.grid.rows.send([(page.grid.rows.row_id(row) or 0, "title", "Salaries")])
    settle(shop_desk, qtbot)
    assert page.grid.rows.value(row, keys.index("title")) == "Salaries"
    press(page.panel, "Close the account")
    settle(shop_desk, qtbot)
    assert page.grid.rows.value(row, keys.index("is_closed"))
    press(page.panel, "Open again")
    settle(shop_desk, qtbot)
    press(page.panel, "Remove")
    settle(shop_desk, qtbot)
    with store.read() as tx:
        assert "6605.wages" not in {one.code for one in fetch_choices(tx)}
    page.grid.set_filter("code", "=6605")
    settle(shop_desk, qtbot)
    press(page.panel, "Remove")
    settle(shop_desk, qtbot)
    assert told[-1].text == "Account 6605 is needed: it can be closed, not removed."
    press(page.panel, "Show its postings")
    settle(shop_desk, qtbot)
    assert tab.views.account.box.currentData() == "6605"


def test_an_expense_goes_to_an_account_of_the_shops_own(
    tab: BooksTab, store: Store, shop_desk: Desk, qtbot: QtBot
) -> None:
    store.do(add_account, "6605.wages", "Wages")
    settle(shop_desk, qtbot)
    tab.open_form("expense")
    settle(shop_desk, qtbot)
    form = tab.views.journal.expense.form
    assert form is not None
    account = next(box for box in form.findChildren(QComboBox) if box.accessibleName() == "Account")
    assert account.findData("1002") < 0
    account.setCurrentIndex(account.findData("6605.wages"))
    fill(form, {"Amount": "48.20", "What for": "May"})
    key(form, Qt.Key.Key_Return)
    settle(shop_desk, qtbot)
    with store.read() as tx:
        assert next(one for one in fetch_accounts(tx, None, None) if one.code == "6605.wages").debit == Decimal("48.2")


# ------------------------------------------------------------------------------------------------------- journal


def open_journal(tab: BooksTab, desk: Desk, qtbot: QtBot, **filters: str) -> None:
    tab.show_place(segment="journal", filters=list(filters.items()))
    settle(desk, qtbot)


def test_an_entry_shows_both_sides_its_order_and_its_row(
    tab: BooksTab, shown: list[tuple[str, dict[str, Any]]], shop_desk: Desk, qtbot: QtBot
) -> None:
    open_journal(tab, shop_desk, qtbot, document='="A-1"', kind="=sale")
    panel = tab.views.journal.panel
    said = words(panel)
    assert "Sale" not in said, "the kind is a pill"
    assert said.count("332.00") >= 3, "clearing, and both sums"
    assert any("orders.csv" in text for text in said)
    panel.order_wanted.emit("A-1")
    assert shown[-1] == ("orders", {"order_no": "A-1"})


def fill(form: QWidget, values: dict[str, str]) -> None:
    for name, text in values.items():
        editor = next(made for made in form.findChildren(QLineEdit) if made.accessibleName() == name)
        editor.clear()
        write(editor, text)


def test_an_expense_is_typed_booked_shown_and_reversed(
    tab: BooksTab, store: Store, shop_desk: Desk, qtbot: QtBot, told: list[Message]
) -> None:
    profit = profit_of(store)
    tab.open_form("expense")
    settle(shop_desk, qtbot)
    form = tab.views.journal.expense.form
    assert form is not None
    account = next(box for box in form.findChildren(QComboBox) if box.accessibleName() == "Account")
    account.setCurrentIndex(account.findData(Role.FREIGHT.value))
    fill(form, {"Date": "2026-11-20", "Amount": "48.20", "What for": "Parcels"})
    key(form, Qt.Key.Key_Return)
    settle(shop_desk, qtbot)
    assert profit_of(store) == profit - Decimal("48.20")
    assert "is booked as entry" in told[-1].text
    journal = tab.views.journal
    assert journal.grid.rows.rowCount() == 2
    assert journal.list.side.currentWidget() is journal.panel
    press(journal.panel, "Reverse…")
    assert journal.panel.form is not None
    fill(journal.panel.form, {"Why is it reversed?": "paid twice"})
    key(journal.panel.form, Qt.Key.Key_Return)
    settle(shop_desk, qtbot)
    assert profit_of(store) == profit
    assert "is reversed by entry" in told[-1].text
    assert any("Reversed by entry" in text for text in words(journal.panel))
    assert not [
        made for made in journal.panel.findChildren(QPushButton) if made.text() == "Reverse…" and made.isVisible()
    ]


def test_only_what_was_booked_by_hand_can_be_reversed(tab: BooksTab, shop_desk: Desk, qtbot: QtBot) -> None:
    open_journal(tab, shop_desk, qtbot, document='="A-1"')
    panel = tab.views.journal.panel
    assert not [made for made in panel.findChildren(QPushButton) if made.text() == "Reverse…"]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("Amount", "-3", "The amount must be more than zero."),
        ("Amount", "abc", "abc is not a number."),
        ("What for", "", "Please fill this in."),
        ("Date", "2026-09-30", "The books are closed through 2026-09-30. Choose a later date."),
    ],
)
def test_an_expense_that_does_not_fit_is_refused_under_its_field(
    tab: BooksTab, store: Store, shop_desk: Desk, qtbot: QtBot, name: str, text: str, said: str
) -> None:
    shop_desk.do(close_period, date(2026, 9, 30))
    settle(shop_desk, qtbot)
    tab.open_form("expense")
    settle(shop_desk, qtbot)
    form = tab.views.journal.expense.form
    assert form is not None
    fill(form, {"Date": "2026-11-20", "Amount": "5", "What for": "Tape", name: text})
    key(form, Qt.Key.Key_Return)
    settle(shop_desk, qtbot)
    assert said in words(form)
    with store.read() as tx:
        assert len(fetch_ids(tx, JOURNAL_ROWS, Query(filters=(("kind", "=expense"),)))) == 4


# ------------------------------------------------------------------------------------------------ entries by hand


def side(tab: BooksTab, number: int, account: str, debit: str = "", credit: str = "") -> None:
    """Type a line of the entry."""
    lines = tab.views.journal.entry.lines
    assert lines is not None
    box = next(made for made in lines.findChildren(QComboBox) if made.accessibleName() == f"Account, line {number}")
    box.setCurrentIndex(box.findData(account))
    edits = {made.accessibleName(): made for made in lines.findChildren(QLineEdit)}
    write(edits[f"Debit, line {number}"], debit)
    write(edits[f"Credit, line {number}"], credit)


def test_an_entry_is_typed_weighed_live_booked_and_copied(
    tab: BooksTab, shop_desk: Desk, qtbot: QtBot, told: list[Message]
) -> None:
    tab.open_form("entry")
    settle(shop_desk, qtbot)
    form = tab.views.journal.entry
    side(tab, 1, "1002", debit="500")
    side(tab, 2, "4001", credit="320.50")
    assert "Debit is 179.50 more than credit." in words(form)
    press(form, "Book")
    settle(shop_desk, qtbot)
    assert "Debit and credit differ by 179.5." in words(form)
    press(form, "Add a line")
    side(tab, 3, "2001", credit="179.50")
    assert "Debit and credit: 500.00" in words(form)
    fill(form, {"What for": "Start"})
    press(form, "Book")
    settle(shop_desk, qtbot)
    journal = tab.views.journal
    assert "is booked as entry" in told[-1].text
    assert journal.grid.rows.rowCount() == 3
    assert words(journal.panel).count("500.00") == 3, "its posting and both sums"
    press(journal.panel, "Copy…")
    settle(shop_desk, qtbot)
    lines = form.lines
    assert lines is not None
    assert [(line.account, line.amount) for line in lines.lines() or []] == [
        ("1002", Decimal(500)), ("4001", Decimal("-320.5")), ("2001", Decimal("-179.5"))
    ]  # fmt: skip
    press(form, "Cancel")
    press(journal.panel, "Reverse…")
    assert journal.panel.form is not None
    fill(journal.panel.form, {"Why is it reversed?": "Wrong day"})
    key(journal.panel.form, Qt.Key.Key_Return)
    settle(shop_desk, qtbot)
    assert "is reversed by entry" in told[-1].text


def test_a_line_without_account_or_with_both_sides_is_marked(tab: BooksTab, shop_desk: Desk, qtbot: QtBot) -> None:
    tab.open_form("entry")
    settle(shop_desk, qtbot)
    side(tab, 1, "", debit="5")
    side(tab, 2, "4001", debit="2", credit="5")
    press(tab.views.journal.entry, "Book")
    settle(shop_desk, qtbot)
    assert "Each line needs an account and an amount, debit or credit." in words(tab.views.journal.entry)


def test_an_entry_half_typed_is_found_again(tab: BooksTab, window: MainWindow, shop_desk: Desk, qtbot: QtBot) -> None:
    tab.open_form("entry")
    settle(shop_desk, qtbot)
    side(tab, 1, "1002", debit="500")
    window.rebuild()
    settle(shop_desk, qtbot)
    again = window.page
    assert isinstance(again, BooksTab)
    form = again.views.journal.entry
    assert form.isVisible()
    assert form.lines is not None
    assert form.lines.typed()[0] == {"account": "1002", "debit": "500", "credit": "", "own": ""}


def test_an_entry_is_a_place(tab: BooksTab, shop_desk: Desk, qtbot: QtBot) -> None:
    shop_desk.show("books", entry_id=1)
    settle(shop_desk, qtbot)
    assert tab.segments.current == "journal"
    assert "Entry 1" in words(tab.views.journal.panel)


# ------------------------------------------------------------------------------------------------- the contract


def test_a_place_is_found_again(tab: BooksTab, window: MainWindow, shop_desk: Desk, qtbot: QtBot) -> None:
    tab.show_place(segment="balance", month="2026-10", channel_id=2, filters=[("debit", ">0")])
    settle(shop_desk, qtbot)
    place = tab.place()
    window.rebuild()
    settle(shop_desk, qtbot)
    again = window.page
    assert isinstance(again, BooksTab)
    assert again is not tab
    assert again.place() == place


def test_groups_of_pages_lead_back_to_the_page_that_was_left(
    tab: BooksTab, window: MainWindow, shop_desk: Desk, qtbot: QtBot
) -> None:
    press(tab.segments, "Trial balance")
    settle(shop_desk, qtbot)
    assert tab.views.currentWidget() is tab.views.balance
    press(tab.segments, "Spending")
    settle(shop_desk, qtbot)
    assert tab.views.currentWidget() is tab.views.expenses
    press(tab.segments, "Ledger")
    settle(shop_desk, qtbot)
    assert tab.views.currentWidget() is tab.views.balance


def test_its_commands_can_all_be_run(tab: BooksTab, shop_desk: Desk, qtbot: QtBot) -> None:
    for command in tab.commands():
        command.run()
        settle(shop_desk, qtbot)
        if (popup := QApplication.activePopupWidget()) is not None:
            popup.close()


def test_everything_that_takes_the_keyboard_has_a_name(tab: BooksTab, shop_desk: Desk, qtbot: QtBot) -> None:
    for _name, visit in tab.pictures():
        visit()
        settle(shop_desk, qtbot)
    takers = [made for made in tab.findChildren(QWidget) if made.focusPolicy() != Qt.FocusPolicy.NoFocus]
    nameless = [
        made for made in takers if made.isVisibleTo(tab) and not made.accessibleName() and not made.focusProxy()
    ]
    assert [type(made).__name__ for made in nameless if made.size().width() > 0] == []


def test_the_first_thing_in_the_books_may_be_an_expense(shop_desk: Desk, empty_store: Store, qtbot: QtBot) -> None:
    made = MainWindow(shop_desk, [tab for tab in TABS if tab.key == "books"])
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitSignal(shop_desk.store_changed):
        shop_desk.open(lambda: empty_store)
    settle(shop_desk, qtbot)
    page = made.page
    assert isinstance(page, BooksTab)
    page.open_form("expense")
    settle(shop_desk, qtbot)
    assert page.views.journal.expense.form is not None
