"""The screen of profit: its figures are those of the books, each leads to its rows, and its forms write the books."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from tests.desk.tabs.tea_shop import click, key, open_on, settle, write
from tests.shop.till import Item, Ticket, ring_up

from shopdesk.desk.desk import Desk
from shopdesk.desk.doors import Message
from shopdesk.desk.main_window import MainWindow
from shopdesk.desk.spanned.span import Size, Span
from shopdesk.desk.spanned.table_page import TablePage
from shopdesk.desk.tabs import TABS
from shopdesk.desk.tabs.books import BooksTab
from shopdesk.desk.tabs.profit import ProfitTab
from shopdesk.desk.tabs.profit.keys_form import KeysForm
from shopdesk.desk.tabs.profit.statement import BEFORE, NOW
from shopdesk.desk.widgets import ChoiceBox
from shopdesk.shop.ledger.actions import book_expense
from shopdesk.shop.ledger.reports import JOURNAL_ROWS
from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.profit.definitions import VARIABLE
from shopdesk.shop.profit.keys import fetch_keys
from shopdesk.shop.profit.orders import ORDER_PROFIT_ROWS, fetch_range
from shopdesk.shop.profit.reports import fetch_months, fetch_skus, fetch_total
from shopdesk.shop.profit.scope import Scope
from shopdesk.shop.profit.spreading import SpreadBy
from shopdesk.store.rows import fetch_ids, fetch_page, fetch_totals
from shopdesk.store.store import Store

NOVEMBER = Scope(date(2026, 11, 1), date(2026, 11, 30), None)
OCTOBER = Scope(date(2026, 10, 1), date(2026, 10, 31), None)
TODAY = datetime(2026, 11, 22, 4, tzinfo=UTC)


@pytest.fixture
def window(shop_desk: Desk, store: Store, qtbot: QtBot) -> MainWindow:
    """A window on the tea shop with a second channel, an October and two expenses; the tab of profit is in front."""
    store._clock = lambda: TODAY
    tickets = [
        Ticket("S-1", date(2026, 10, 9), [Item("CUP-11", 2, Decimal(70))], "shopify", shipping=Decimal(9)),
        Ticket("S-2", date(2026, 10, 12), [Item("TEA-001", 1, Decimal(130), Decimal(5))], "shopify"),
        Ticket("S-3", date(2026, 11, 3), [Item("KET-08", 1, Decimal(250))], "shopify"),
    ]
    tickets[0].refunds = [(date(2026, 10, 20), Decimal(20)), (date(2026, 11, 2), Decimal(7))]
    store.do(ring_up, tickets)
    store.do(book_expense, date(2026, 11, 5), Role.ADVERTISING, Decimal("12.50"), "Ads", channel_id=2)
    store.do(book_expense, date(2026, 11, 6), Role.RENT, Decimal(100), "Rent")
    return open_on("profit", shop_desk, store, qtbot)


@pytest.fixture
def tab(window: MainWindow) -> ProfitTab:
    assert isinstance(window.page, ProfitTab)
    return window.page


@pytest.fixture
def shown(shop_desk: Desk, tab: ProfitTab) -> list[tuple[str, dict[str, Any]]]:
    """Where the tab asked to go."""
    asked: list[tuple[str, dict[str, Any]]] = []
    shop_desk.shown.connect(lambda key, where: asked.append((key, where)))
    return asked


def opened(window: MainWindow) -> BooksTab:
    """The books, where a figure led."""
    assert isinstance(window.page, BooksTab)
    return window.page


def words(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def statement(tab: ProfitTab, column: int = NOW) -> dict[str, Decimal | None]:
    figures = tab.views.summary.statement.figures
    return {line.key: figures.value(row, column) for row, line in enumerate(figures.lines)}


def total(store: Store, scope: Scope) -> Any:
    with store.read() as tx:
        return fetch_total(tx, scope)


def rows_of(page: TablePage) -> list[dict[str, Any]]:
    return [dict(page.values(page.grid.rows.row_id(row) or 0)) for row in range(page.grid.rows.rowCount())]


def press(widget: QWidget, text: str) -> None:
    """Click the button with that text."""
    buttons = [made for made in widget.findChildren(QPushButton) if made.text() == text and made.isVisibleTo(widget)]
    assert buttons, f"no button {text}"
    click(buttons[0])


# ------------------------------------------------------------------------------------------------------- summary


def test_it_opens_on_the_last_month_of_the_books_beside_the_one_before(tab: ProfitTab, store: Store) -> None:
    assert tab.head.title.text() == "November 2026"
    for column, scope in ((NOW, NOVEMBER), (BEFORE, OCTOBER)):
        wanted, told = total(store, scope), statement(tab, column)
        assert told["profit"] == wanted.profit
        assert told["net_sales"] == wanted.net_sales
        assert told["refunds"] == -wanted.refunds
        assert told["unknown_sales"] == -wanted.unknown_sales
        assert told["cogs"] == -wanted.cogs
        assert told["advertising"] == -wanted.advertising if "advertising" in told else not wanted.advertising
    assert statement(tab)["advertising"] == Decimal("-12.50")


def test_the_statement_adds_up_as_it_reads(tab: ProfitTab) -> None:
    told = {name: value or Decimal(0) for name, value in statement(tab).items()}
    above = ("gross_sales", "discounts", "refunds", "charges")
    assert sum(told[name] for name in above) == told["net_sales"]
    assert told["net_sales"] + told["unknown_sales"] + told["cogs"] == told["gross_profit"]
    variable = [told.get(name, Decimal(0)) for name, _role in VARIABLE]
    assert told["gross_profit"] + sum(variable) == told["contribution"]
    assert told["contribution"] + told["indirect_costs"] == told["profit"]


def test_losses_are_red_with_a_minus_and_the_past_is_muted(tab: ProfitTab) -> None:
    figures = tab.views.summary.statement.figures
    row = next(n for n, line in enumerate(figures.lines) if line.key == "advertising")
    assert figures.text(row, NOW) == "−12.50"
    assert figures.text(row, BEFORE) == "0.00"


def test_a_picked_figure_says_what_it_is_and_what_makes_it(tab: ProfitTab) -> None:
    tab.views.summary.pick("indirect_costs")
    said = words(tab.views.summary.number)
    assert "Rent, wages and what else does not grow with the sales." in said
    assert "−100.00" in said
    assert any("Rent and wages" in text for text in said), "by line"
    tab.views.summary.pick("advertising")
    said = words(tab.views.summary.number)
    assert "−12.50" in said
    assert any("6602" in text for text in said), "by account"
    tab.views.summary.pick("profit")
    assert {"Contribution less indirect costs."} <= set(words(tab.views.summary.number))


def test_an_opened_figure_shows_the_postings_that_make_it_to_the_cent(
    window: MainWindow, tab: ProfitTab, store: Store, shop_desk: Desk, qtbot: QtBot
) -> None:
    for name in ("gross_sales", "refunds", "charges", "net_sales", "cogs", "advertising", "profit"):
        tab.show_segment("summary")
        settle(shop_desk, qtbot)
        value = statement(tab)[name] or Decimal(0)
        tab.views.summary.pick(name)
        key(tab.views.summary.statement, Qt.Key.Key_Return)
        settle(shop_desk, qtbot)
        assert opened(window).segments.current == "journal"
        with store.read() as tx:
            sums = fetch_totals(tx, JOURNAL_ROWS, opened(window).views.journal.grid.query)
        window.show_tab("profit")
        found = (sums["credit"].sum or Decimal(0)) - (sums["debit"].sum or Decimal(0))
        unknown = statement(tab)["unknown_sales"] or Decimal(0)
        assert found == value - (unknown if name == "profit" else 0), name


def test_a_double_click_on_the_figure_before_opens_the_month_before(
    window: MainWindow, tab: ProfitTab, shop_desk: Desk, qtbot: QtBot
) -> None:
    view = tab.views.summary.statement
    row = next(n for n, line in enumerate(view.figures.lines) if line.key == "refunds")
    at = view.visualRect(view.figures.index(row, BEFORE)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    settle(shop_desk, qtbot)
    journal = opened(window).views.journal
    assert dict(journal.grid.query.filters) == {"entry_on": "2026-10", "account_code": '="6003"'}
    assert journal.grid.rows.rowCount() == 1


def test_orders_of_a_figure_are_one_click_away(tab: ProfitTab, shown: list[tuple[str, dict[str, Any]]]) -> None:
    tab.views.summary.pick("gross_sales")
    press(tab.views.summary.number, "Open 6 orders")
    assert shown[-1] == ("orders", {"month": "2026-11", "channel": ""})


def test_one_channel_alone(window: MainWindow, tab: ProfitTab, store: Store, shop_desk: Desk, qtbot: QtBot) -> None:
    press(tab.switch, "Shopify")
    settle(shop_desk, qtbot)
    wanted = total(store, Scope(NOVEMBER.since, NOVEMBER.until, None, channel_id=2))
    assert statement(tab)["profit"] == wanted.profit != total(store, NOVEMBER).profit
    tab.views.summary.pick("net_sales")
    key(tab.views.summary.statement, Qt.Key.Key_Return)
    settle(shop_desk, qtbot)
    assert ("channel", '="Shopify"') in opened(window).views.journal.grid.query.filters


def test_the_chart_draws_every_month_and_opens_the_one_clicked(
    tab: ProfitTab, store: Store, shop_desk: Desk, qtbot: QtBot
) -> None:
    chart = tab.views.summary.chart
    assert chart is not None
    with store.read() as tx:
        months: dict[str, Decimal] = {}
        for (month, _channel), figures in fetch_months(tx).items():
            months[month] = months.get(month, Decimal(0)) + figures.net_sales
    (_sales, drawn), _profit = chart._series
    assert drawn == [months["2026-10"], months["2026-11"]]
    chart.clicked.emit(0)
    settle(shop_desk, qtbot)
    assert tab.head.title.text() == "October 2026"
    assert statement(tab)["profit"] == total(store, OCTOBER).profit


@pytest.mark.parametrize(
    ("size", "title", "days"),
    [
        (Size.QUARTER, "Q4 2026", ("2026-10-01", "2026-12-31")),
        (Size.YEAR, "Year 2026", ("2026-01-01", "2026-12-31")),
        (Size.ALL, "All time", ("2026-10-01", "2026-11-20")),
    ],
)
def test_other_stretches_of_days(
    tab: ProfitTab, store: Store, shop_desk: Desk, qtbot: QtBot, size: Size, title: str, days: tuple[str, str]
) -> None:
    tab.head.choose(size)
    settle(shop_desk, qtbot)
    assert tab.head.title.text() == title
    place = tab.place()
    assert (place["since"], place["until"]) == days
    assert statement(tab)["profit"] == total(store, Scope(size=None)).profit


def test_free_days_are_typed(tab: ProfitTab, store: Store, shop_desk: Desk, qtbot: QtBot) -> None:
    popup = tab.head.ask_days(date(2026, 11, 1), date(2026, 11, 30))
    since, until = popup.findChildren(QLineEdit)[:2]
    since.clear()
    write(since, "2026-11-06")
    until.clear()
    write(until, "2026-11-05")
    key(until, Qt.Key.Key_Return)
    settle(shop_desk, qtbot)
    assert tab.head.title.text() == "2026-11-05 – 2026-11-06", "in order, whichever was typed first"
    assert statement(tab)["advertising"] == Decimal("-12.50")


def test_it_follows_what_is_written(tab: ProfitTab, shop_desk: Desk, qtbot: QtBot) -> None:
    before = statement(tab)["profit"] or Decimal(0)
    shop_desk.do(book_expense, date(2026, 11, 7), Role.PACKAGING, Decimal("3.30"), "Tape")
    settle(shop_desk, qtbot)
    assert statement(tab)["profit"] == before - Decimal("3.30")


# -------------------------------------------------------------------------------------------------------- tables


def test_by_month_stands_on_the_month_and_leads_to_it(
    tab: ProfitTab, store: Store, shop_desk: Desk, qtbot: QtBot
) -> None:
    tab.show_segment("months")
    settle(shop_desk, qtbot)
    page = tab.views.months
    assert [row["bucket"] for row in rows_of(page)] == ["2026-11", "2026-10"]
    assert rows_of(page)[1]["profit"] == total(store, OCTOBER).profit
    page.grid.go_to(page.grid.rows.row_id(1) or 0)
    key(page.grid.view, Qt.Key.Key_Return)
    settle(shop_desk, qtbot)
    assert (tab.segments.current, tab.head.title.text()) == ("summary", "October 2026")


def test_by_channel_adds_up_to_the_statement_and_leads_to_a_channel(
    tab: ProfitTab, shop_desk: Desk, qtbot: QtBot
) -> None:
    profit = statement(tab)["profit"]
    tab.show_segment("channels")
    settle(shop_desk, qtbot)
    page = tab.views.channels
    rows = rows_of(page)
    assert {row["bucket"] for row in rows} == {"Taobao", "Shopify", ""}
    assert sum(row["profit"] for row in rows) == profit
    page.grid.go_to(2)
    key(page.grid.view, Qt.Key.Key_Return)
    settle(shop_desk, qtbot)
    assert tab.place()["channel_id"] == 2


def test_by_sku_is_the_report_and_its_totals_are_those_of_the_statement(
    tab: ProfitTab, store: Store, shop_desk: Desk, qtbot: QtBot
) -> None:
    figures = tab.views.summary.statement.figures
    profit = figures.text(next(n for n, line in enumerate(figures.lines) if line.key == "profit"), NOW)
    tab.show_segment("skus")
    settle(shop_desk, qtbot)
    page = tab.views.skus
    with store.read() as tx:
        wanted = {row.code: row.figures.net_sales for row in fetch_skus(tx, NOVEMBER)}
    assert {row["bucket"]: row["net_sales"] for row in rows_of(page)} == wanted
    unknown = next(row for row in rows_of(page) if row["bucket"] == "KET-08")
    assert unknown["profit"] is None, "unknown, and not zero"
    assert words(page.totals)[-1] == profit


def test_skus_of_unknown_cost_are_listed_and_lead_to_where_it_is_typed(
    tab: ProfitTab, shown: list[tuple[str, dict[str, Any]]], shop_desk: Desk, qtbot: QtBot
) -> None:
    assert tab.unknown.text() == "21 SKUs: cost unknown"
    click(tab.unknown)
    settle(shop_desk, qtbot)
    page = tab.views.skus
    assert page.grid.rows.rowCount() == 21
    page.grid.set_search("KET")
    settle(shop_desk, qtbot)
    key(page.grid.view, Qt.Key.Key_Return)
    assert shown[-1] == ("stock", {"sku": "KET-08", "edit": "cost"})


def test_tables_filter_sort_and_go_out(tab: ProfitTab, store: Store, shop_desk: Desk, qtbot: QtBot) -> None:
    tab.show_segment("skus")
    settle(shop_desk, qtbot)
    grid = tab.views.skus.grid
    grid.set_filter("units", ">10")
    grid.set_sort((("units", False),))
    settle(shop_desk, qtbot)
    units = [row["units"] for row in rows_of(tab.views.skus)]
    assert units == sorted(units)
    assert min(units) > 10
    taken = tab.export_grid()
    assert taken is not None
    with store.read() as tx:
        rows = fetch_page(tx, taken.source, fetch_ids(tx, taken.source, taken.query))
    place = [column.key for column in taken.source.sheet.columns].index("units")
    assert [row[place] for row in rows] == units
    assert tab.views.summary is not None
    tab.show_segment("summary")
    assert tab.export_grid() is None


# -------------------------------------------------------------------------------------------------- profit sheet


def test_the_profit_sheet_of_the_months_shown_is_written_and_agrees(
    tab: ProfitTab, shop_desk: Desk, qtbot: QtBot, told: list[Message], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def choose(_parent: QWidget, _title: str, proposed: str, _kinds: str) -> tuple[str, str]:
        asked.append(Path(proposed).name)
        return str(tmp_path / "sheet"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(choose))
    click(tab.sheet)
    settle(shop_desk, qtbot)
    assert asked == ["Profit Tea & Ware 2026-11.xlsx"]
    assert told[-1].text == "The profit sheet is written: sheet.xlsx"
    assert told[-1].action is not None
    assert told[-1].action[0] == "Open folder"
    checks = openpyxl.load_workbook(tmp_path / "sheet.xlsx", data_only=True)["Checks"]
    verdicts = [row[6] for row in checks.iter_rows(min_row=5, values_only=True) if row[0]]
    assert set(verdicts) == {"OK"}


def test_a_sheet_that_is_given_up_leaves_nothing(
    tab: ProfitTab, shop_desk: Desk, qtbot: QtBot, told: list[Message], tmp_path: Path
) -> None:
    tab.write_sheet(tmp_path / "sheet.xlsx", "2026-10", "2026-11")
    shop_desk.jobs[-1].cancel()
    settle(shop_desk, qtbot)
    assert list(tmp_path.glob("sheet*")) == [] or "is written" in told[-1].text


# ------------------------------------------------------------------------------------------------- the contract


def test_a_place_is_found_again(tab: ProfitTab, window: MainWindow, shop_desk: Desk, qtbot: QtBot) -> None:
    tab.show_place(segment="skus", month="2026-10", channel_id=2, filters=[("units", ">0")])
    settle(shop_desk, qtbot)
    place = tab.place()
    window.rebuild()
    settle(shop_desk, qtbot)
    again = window.page
    assert isinstance(again, ProfitTab)
    assert again is not tab
    assert again.place() == place
    assert {row["bucket"] for row in rows_of(again.views.skus)} == {"CUP-11", "TEA-001"}


def test_its_commands_can_all_be_run(
    tab: ProfitTab, shop_desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_args: ("", "")))
    for command in tab.commands():
        command.run()
        settle(shop_desk, qtbot)
        if (popup := QApplication.activePopupWidget()) is not None:
            popup.close()


def test_ctrl_f_searches_what_is_shown(tab: ProfitTab, shop_desk: Desk, qtbot: QtBot) -> None:
    tab.focus_search()
    settle(shop_desk, qtbot)
    assert tab.segments.current == "skus"
    assert tab.views.skus.grid.bar.search.hasFocus()


def test_everything_that_takes_the_keyboard_has_a_name(tab: ProfitTab, shop_desk: Desk, qtbot: QtBot) -> None:
    visits: list[Callable[[], object]] = [prepare for _name, prepare in tab.pictures()]
    for visit in visits:
        visit()
        settle(shop_desk, qtbot)
    takers = [made for made in tab.findChildren(QWidget) if made.focusPolicy() != Qt.FocusPolicy.NoFocus]
    nameless = [
        made for made in takers if made.isVisibleTo(tab) and not made.accessibleName() and not made.focusProxy()
    ]
    assert [type(made).__name__ for made in nameless if made.size().width() > 0] == []


@pytest.mark.parametrize("height", [680, 900])
def test_the_statement_is_seen_whole_or_scrolls(
    tab: ProfitTab, window: MainWindow, shop_desk: Desk, qtbot: QtBot, height: int
) -> None:
    window.resize(1280, height)
    settle(shop_desk, qtbot)
    summary = tab.views.summary
    assert summary.chart is not None
    below = summary.statement.mapTo(summary, QPoint(0, 0)).y() > summary.chart.mapTo(summary, QPoint(0, 0)).y()
    assert below is (height == 900), "on a low window the chart stands beside the statement"
    assert summary.statement.height() >= summary.statement.needed_height() - 40


def test_an_empty_shop_says_what_belongs_here(shop_desk: Desk, empty_store: Store, qtbot: QtBot) -> None:
    made = MainWindow(shop_desk, [tab for tab in TABS if tab.key == "profit"])
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitSignal(shop_desk.store_changed):
        shop_desk.open(lambda: empty_store)
    settle(shop_desk, qtbot)
    page = made.page
    assert isinstance(page, ProfitTab)
    assert page.pages.currentWidget() is page.empty


# --------------------------------------------------------------------------------------------------------- spans


@pytest.mark.parametrize(
    ("span", "before", "filtered"),
    [
        (Span.around(Size.MONTH, date(2026, 1, 31)), ("2025-12-01", "2025-12-31"), "2026-01"),
        (Span.around(Size.QUARTER, date(2026, 2, 1)), ("2025-10-01", "2025-12-31"), "2026-01-01..2026-03-31"),
        (Span.around(Size.YEAR, date(2024, 2, 29)), ("2023-01-01", "2023-12-31"), "2024"),
        (Span(Size.CUSTOM, date(2026, 3, 5), date(2026, 3, 9)), ("2026-02-28", "2026-03-04"), "2026-03-05..2026-03-09"),
    ],
)
def test_a_stretch_knows_the_one_before_it(span: Span, before: tuple[str, str], filtered: str) -> None:
    past = span.before
    assert past is not None
    assert (past.since.isoformat(), past.until.isoformat()) == before
    assert span.filter == filtered
    if span.can_step:
        assert span.step(1).step(-1) == span


# ------------------------------------------------------------------------------------------------------- orders, keys


def test_orders_of_the_days_stand_with_their_profit_and_tie_to_the_books(
    tab: ProfitTab, store: Store, shown: list[tuple[str, dict[str, Any]]], shop_desk: Desk, qtbot: QtBot
) -> None:
    tab.show_segment("orders")
    settle(shop_desk, qtbot)
    page = tab.views.orders
    with store.read() as tx:
        told = fetch_range(tx, NOVEMBER)
        ids = fetch_ids(tx, ORDER_PROFIT_ROWS, page.grid.query)
    assert len(ids) == page.grid.rows.rowCount() == 7
    assert told.orders.orders == told.books.orders == 6, "and a return"
    assert f"{told.books.contribution:,.2f} in the books" in page.ties.text().replace("−", "-")
    page.grid.set_search("S-3")
    settle(shop_desk, qtbot)
    page.grid.go_to(page.grid.rows.row_id(0) or 0)
    settle(shop_desk, qtbot)
    said = words(page.panel)
    assert {"S-3", "cost unknown"} <= set(said)
    press(page.panel, "Open the order")
    assert shown[-1] == ("orders", {"order_no": "S-3"})


def test_an_order_shows_its_share_of_what_has_a_key_and_no_order(
    tab: ProfitTab, store: Store, shop_desk: Desk, qtbot: QtBot
) -> None:
    click(tab.keys)
    settle(shop_desk, qtbot)
    form = tab.findChild(KeysForm)
    assert form is not None
    box = form.form.editor("6602")
    assert isinstance(box, ChoiceBox)
    box.setCurrentIndex(box.findData(SpreadBy.ORDERS.value))
    form.form.accept()
    settle(shop_desk, qtbot)
    with store.read() as tx:
        assert {row.code: row.spread_by for row in fetch_keys(tx) if row.spread_by} == {"6602": SpreadBy.ORDERS}
    tab.show_place(segment="orders", search="S-3")
    settle(shop_desk, qtbot)
    page = tab.views.orders
    page.grid.go_to(page.grid.rows.row_id(0) or 0)
    settle(shop_desk, qtbot)
    assert "−12.50" in words(page.panel), "the only order of its channel in November"


def test_groups_of_customers_share_what_the_orders_brought(
    tab: ProfitTab, store: Store, shop_desk: Desk, qtbot: QtBot
) -> None:
    tab.show_segment("groups")
    settle(shop_desk, qtbot)
    rows = rows_of(tab.views.groups)
    with store.read() as tx:
        told = fetch_range(tx, NOVEMBER)
    assert sum(row["orders"] for row in rows) == told.books.orders
    assert sum(row["contribution"] for row in rows) == told.orders.contribution
    assert all(row["unknown_sales"] for row in rows if row["left_out"])
