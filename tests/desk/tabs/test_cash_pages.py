"""Where the money is, on screen: a bar of the bridge leads to its postings, a month to its bridge."""

from datetime import date
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
from shopdesk.desk.tabs.profit import ProfitTab
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
    assert [window.page.views.skus.values(window.page.views.skus.grid.rows.row_id(0))["bucket"]] == ["KET-08"]


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
