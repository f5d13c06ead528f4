"""Where the money is, on screen: a bar of the bridge leads to its postings, a month to its bridge."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from tests.desk.tabs.tea_shop import click, key, open_window, settle
from tests.shop.test_bridge import name_channel, pay_out
from tests.shop.till import Item, Ticket, ring_up

from shopdesk.desk.charts import Chart
from shopdesk.desk.desk import Desk
from shopdesk.desk.main_window import MainWindow
from shopdesk.desk.tabs.books import BooksTab
from shopdesk.desk.tabs.books.cash_page import place_of_due
from shopdesk.desk.tabs.profit import ProfitTab
from shopdesk.shop.cash.outlook import Flow
from shopdesk.shop.ledger.manual import EntryLine, book_entry
from shopdesk.shop.spending.bills import BillEntry, enter_bill
from shopdesk.store.rows import fetch_totals
from shopdesk.store.store import Store


@pytest.fixture
def window(shop_desk: Desk, store: Store, qtbot: QtBot) -> MainWindow:
    """The tea shop with an October of Etsy: 140 sold on two days, 90 of it paid out."""
    store.do(name_channel)
    tickets = [Ticket("E-1", date(2026, 10, 2), [Item("TEA-001", 1, Decimal(100))], "etsy"),
               Ticket("E-2", date(2026, 10, 20), [Item("KET-08", 1, Decimal(40))], "etsy")]  # fmt: skip
    store.do(ring_up, tickets)
    store.do(pay_out, date(2026, 10, 25), 900_000)
    return open_window(shop_desk, store, qtbot, "books", "profit")


@pytest.fixture
def tab(window: MainWindow, shop_desk: Desk, qtbot: QtBot) -> BooksTab:
    shop_desk.show("books", segment="bridge", month="2026-10")
    settle(shop_desk, qtbot)
    assert isinstance(window.page, BooksTab)
    return window.page


def bars(tab: BooksTab) -> dict[str, Decimal]:
    page = tab.views.bridge
    return {row["key"]: row["amount"] for row in map(page.values, range(page.grid.rows.rowCount()))}


def sum_of(tab: BooksTab, store: Store) -> Decimal:
    """What the postings come to that the journal shows."""
    with store.read() as tx:
        totals = fetch_totals(tx, tab.views.journal.grid.source, tab.views.journal.grid.query)
    return (totals["credit"].sum or Decimal(0)) - (totals["debit"].sum or Decimal(0))


def press_bar(chart: Chart, place: int) -> None:
    view = chart._plot.getPlotItem().getViewBox()
    point = chart._plot.mapFromScene(view.mapViewToScene(QPointF(place, 1)))
    QTest.mouseClick(chart._plot.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)


def test_a_bar_of_the_chart_and_a_row_of_the_table_lead_to_their_postings(
    tab: BooksTab, store: Store, shop_desk: Desk, qtbot: QtBot
) -> None:
    told = bars(tab)
    assert told == {
        "order_profit": Decimal("99.8"), "unknown_left_out": -40, "profit": Decimal("59.8"), "unknown_put_back": 40,
        "stock_out": Decimal("40.2"), "stock_in": -482, "goods_in": 482, "clearing": -50, "deposits": 90,
    }  # fmt: skip
    places = list(told)
    tab.views.bridge.chart.grab()
    press_bar(tab.views.bridge.chart, places.index("clearing"))
    settle(shop_desk, qtbot)
    assert (tab.segments.current, sum_of(tab, store)) == ("journal", told["clearing"])
    tab.show_segment("bridge")
    settle(shop_desk, qtbot)
    tab.views.bridge.grid.seek(places.index("stock_out"))
    settle(shop_desk, qtbot)
    key(tab.views.bridge.grid.view, Qt.Key.Key_Return)
    settle(shop_desk, qtbot)
    assert (tab.segments.current, sum_of(tab, store)) == ("journal", told["stock_out"])
    tab.show_segment("bridge")
    settle(shop_desk, qtbot)
    tab.views.bridge.bar_opened.emit("unknown_left_out", "")
    settle(shop_desk, qtbot)
    window = tab.window()
    assert isinstance(window, MainWindow)
    assert isinstance(window.page, ProfitTab)
    assert window.page.segments.current == "skus"
    assert [window.page.views.skus.values(window.page.views.skus.grid.rows.row_id(0) or 0)["bucket"]] == ["KET-08"]


def test_a_month_leads_to_its_bridge(tab: BooksTab, shop_desk: Desk, qtbot: QtBot) -> None:
    tab.show_place(segment="bridge_months", size="all")
    settle(shop_desk, qtbot)
    page = tab.views.bridge_months
    assert [(page.values(n)["month"], page.values(n)["deposits"]) for n in (0, 1)] == [("2026-10", 90), ("2026-11", 0)]
    page.grid.seek(0)
    settle(shop_desk, qtbot)
    key(page.grid.view, Qt.Key.Key_Return)
    settle(shop_desk, qtbot)
    assert (tab.segments.current, tab.view.span.title) == ("bridge", "October 2026")
    assert bars(tab)["deposits"] == 90


def test_the_bridge_of_a_channel(tab: BooksTab, shop_desk: Desk, qtbot: QtBot) -> None:
    tab.show_place(channel_id=1)
    settle(shop_desk, qtbot)
    assert bars(tab)["deposits"] == 0
    tab.show_place(channel_id=2)
    settle(shop_desk, qtbot)
    assert bars(tab) == {
        "order_profit": Decimal("99.8"), "unknown_left_out": -40, "profit": Decimal("59.8"), "unknown_put_back": 40,
        "stock_out": Decimal("40.2"), "clearing": -50, "deposits": 90,
    }  # fmt: skip


def test_the_workbook_is_written_where_a_person_says(
    tab: BooksTab, shop_desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = tmp_path / "bridge.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_given: (str(to), "")))
    click(tab.views.bridge.save)
    settle(shop_desk, qtbot)
    qtbot.waitUntil(to.exists)
    [page] = openpyxl.load_workbook(to, data_only=True).worksheets
    told = {row[0].value: row[1].value for row in page.iter_rows()}
    assert (told["Net profit"], told["Deposits of payouts"], told["Check: all bars less the deposits"]) == (59.8, 90, 0)


@pytest.fixture
def coming(shop_desk: Desk, store: Store, window: MainWindow, qtbot: QtBot) -> BooksTab:
    """A bill of 30 that is due tomorrow, in the books since a year ago."""
    with store.read() as tx:
        today = tx.today
    start = [EntryLine("1002", Decimal(1000)), EntryLine("4001", Decimal(-1000))]
    store.do(book_entry, today - timedelta(days=365), start, "Start")
    store.do(enter_bill, "Press", "B-1", today, [BillEntry(Decimal(30), "6606")], due_on=today + timedelta(days=1))
    shop_desk.show("books", segment="cash")
    settle(shop_desk, qtbot)
    assert isinstance(window.page, BooksTab)
    return window.page


def test_a_week_leads_to_what_makes_it_and_that_to_its_document(
    coming: BooksTab, shop_desk: Desk, qtbot: QtBot
) -> None:
    page = coming.views.cash
    first = page.values(1)
    made = sum((first[flow.value] or Decimal(0) for flow in Flow), Decimal(0))
    assert (first["bills"], first["opening"] + made) == (-30, first["closing"])
    told = page.told.text()
    assert "Cash: " in told
    assert "13 weeks ago: a week was off by " in told
    assert [name for name, _values in page.chart._series] == ["Forecast", "Cash", "Forecast of before"]
    page.grid.seek(1)
    settle(shop_desk, qtbot)
    key(page.grid.view, Qt.Key.Key_Return)
    settle(shop_desk, qtbot)
    dues = coming.views.cash_dues
    assert (coming.segments.current, dues.grid.query.filters) == ("cash_dues", (("week", "1"),))
    rows = [dues.values(dues.grid.rows.row_id(n) or 0) for n in range(dues.grid.rows.rowCount())]
    assert sum((row["amount"] for row in rows), Decimal(0)) == first["closing"] - first["opening"]
    bill = next(n for n, row in enumerate(rows) if row["flow"] == "bills")
    dues.grid.view.setCurrentIndex(dues.grid.rows.index(bill, 0))
    key(dues.grid.view, Qt.Key.Key_Return)
    settle(shop_desk, qtbot)
    assert (coming.segments.current, coming.views.bills.grid.query.search) == ("bills", "B-1")


def test_the_back_test_stands_by_itself(coming: BooksTab, shop_desk: Desk, qtbot: QtBot) -> None:
    coming.show_segment("cash_test")
    settle(shop_desk, qtbot)
    page = coming.views.cash_test
    rows = [page.values(number) for number in range(page.grid.rows.rowCount())]
    assert len(rows) == 13
    assert all(row["forecast"] - row["came"] == row["error"] for row in rows)


def test_every_flow_leads_somewhere(coming: BooksTab) -> None:
    facts = coming._facts
    assert facts is not None
    told = {flow: place_of_due(flow, "PO-1" if flow is Flow.GOODS else "Etsy", facts) for flow in Flow}
    assert told[Flow.GOODS] == ("buying", {"view": "orders", "search": "PO-1"})
    assert told[Flow.SOLD] == ("books", {"segment": "receivables", "filters": [("channel", '="Etsy"')]})
    assert told[Flow.TAX] == ("books", {"account": "2221"})
    assert place_of_due(Flow.GOODS, "", facts) == told[Flow.AGAIN] == ("books", {"account": "2203"})
    assert [told[flow][1]["segment"] for flow in (Flow.EXPECTED, Flow.OTHER)] == ["channels", "expenses"]


def test_the_workbook_of_the_weeks(
    coming: BooksTab, shop_desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = tmp_path / "cash.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_given: (str(to), "")))
    click(coming.views.cash.save)
    settle(shop_desk, qtbot)
    qtbot.waitUntil(to.exists)
    assert openpyxl.load_workbook(to).sheetnames == ["Cash of 13 weeks", "What is due", "Back-test of the forecast"]
