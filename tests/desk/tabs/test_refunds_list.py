"""The list of refunds in Orders: what waits is found, leads to its order and its file, and goes out as shown."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from tests.desk.tabs.tea_shop import settle
from tests.exchange.counter import orders, table, take_in

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_lines import LinkText
from shopdesk.desk.main_window import MainWindow
from shopdesk.desk.tabs.orders import OrdersTab
from shopdesk.store.rows import count, fetch_ids
from shopdesk.store.store import Store

HEADER = "refund_no,order_no,state,amount,refunded_at,reason"


@pytest.fixture
def desk(shop_desk: Desk) -> Desk:
    return shop_desk


@pytest.fixture
def tab(window: MainWindow, desk: Desk, store: Store, qtbot: QtBot) -> OrdersTab:
    """The tab on a shop with an order, its refund, and one of an order that nobody knows."""
    sold = {"order_no": "R-1", "state": "shipped", "placed_at": "2026-03-01 10:00", "paid_at": "2026-03-01 10:05",
            "shipped_at": "2026-03-02 09:00", "sku": "TEA-1", "quantity": 2, "unit_price": "50.00"}  # fmt: skip
    take_in(store, orders(sold))
    rows = ("RF-1,R-1,given,20.00,2026-03-05 10:00,Broken", "RF-2,R-9,given,7.00,2026-03-06 10:00,Late")
    take_in(store, table(HEADER, *rows, name="refunds.csv"))
    settle(desk, qtbot)
    assert isinstance(window.page, OrdersTab)
    return window.page


def texts(tab: OrdersTab) -> str:
    panel = tab.pages.refunds.panel
    labels = [made.text() for made in panel.findChildren(QLabel)]
    return " ".join([*labels, *(made.text() for made in panel.findChildren(QPushButton))])


def test_refunds_that_wait_are_one_click_away(tab: OrdersTab, desk: Desk, store: Store, qtbot: QtBot) -> None:
    tab.show_place(view="refunds", quick="waits")
    settle(desk, qtbot)
    grid = tab.pages.refunds.grid
    assert tab.segments.current == "refunds"
    with store.read() as tx:
        assert count(tx, grid.source, grid.query) == 1
    assert "RF-2" in texts(tab)
    assert "It joins the order when its list comes." in texts(tab)
    shown = tab.export_grid()
    assert shown is not None
    assert (shown.source.sheet.name, shown.query.filters) == ("refund_list", (("waits", "yes"),))


def test_a_refund_leads_to_its_order_and_to_its_row(tab: OrdersTab, desk: Desk, store: Store, qtbot: QtBot) -> None:
    tab.show_place(view="refunds", quick="given")
    settle(desk, qtbot)
    with store.read() as tx:
        _newest, oldest = fetch_ids(tx, tab.pages.refunds.grid.source, tab.pages.refunds.grid.query)
    tab.pages.refunds.grid.seek(oldest)
    settle(desk, qtbot)
    assert "Broken" in texts(tab)
    tab.pages.refunds.panel.findChildren(LinkText)[-1].linkActivated.emit("")
    settle(desk, qtbot)
    assert tab.pages.refunds.page.source.title.text() == "refunds.csv"
    tab.pages.refunds.panel.order_wanted.emit("R-1")
    settle(desk, qtbot)
    assert (tab.segments.current, tab.grid.query.filters) == ("orders", (("order_no", '="R-1"'),))


def test_the_list_follows_the_shop(tab: OrdersTab, desk: Desk, store: Store, qtbot: QtBot) -> None:
    tab.show_place(view="refunds", quick="waits")
    settle(desk, qtbot)
    late = {"order_no": "R-9", "state": "shipped", "placed_at": "2026-03-01 10:00", "paid_at": "2026-03-01 10:05",
            "shipped_at": "2026-03-02 09:00", "sku": "TEA-1", "quantity": 1, "unit_price": "50.00"}  # fmt: skip
    take_in(store, orders(late, name="late.csv"))
    qtbot.waitUntil(lambda: not desk.busy and tab.pages.refunds.grid.rows.row_id(0) is None)
    assert tab.place() == {"view": "refunds"}
