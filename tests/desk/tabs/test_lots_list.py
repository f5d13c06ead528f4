"""Lots in Stock: what expires is one click away; a lot leads to its orders, is blocked, and is recalled."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from tests.desk.tabs.tea_shop import click, settle
from tests.exchange.counter import orders, take_in

from shopdesk.desk.desk import Desk
from shopdesk.desk.main_window import MainWindow
from shopdesk.desk.tabs.orders import OrdersTab
from shopdesk.desk.tabs.stock import StockTab
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.stock.actions import ReceiptLine, receive_goods
from shopdesk.store.store import Store
from shopdesk.store.tables import Lot


@pytest.fixture
def desk(shop_desk: Desk) -> Desk:
    return shop_desk


@pytest.fixture
def tab(window: MainWindow, desk: Desk, store: Store, qtbot: QtBot) -> StockTab:
    """The tab on a shop with two lots of matcha, of which an order got three pieces of the older one."""
    with store.read() as tx:
        soon = tx.today + timedelta(days=9)
    sku_id = store.do(add_product, "MATCHA", "Matcha").value
    for lot, until, pieces in (("L-OLD", soon, 5), ("L-NEW", date(2199, 1, 1), 7)):
        line = ReceiptLine(sku_id, Decimal(pieces), Decimal(10), lot_no=lot, expires_on=until)
        store.do(receive_goods, f"GR-{lot}", [line], received_at=datetime(2026, 1, 1, tzinfo=UTC))
    sold = {"order_no": "M-1", "state": "shipped", "placed_at": "2026-03-01 10:00", "paid_at": "2026-03-01 10:05",
            "shipped_at": "2026-03-02 09:00", "sku": "MATCHA", "quantity": 3, "unit_price": "50.00"}  # fmt: skip
    take_in(store, orders(sold))
    desk.show("stock", view="lots")
    settle(desk, qtbot)
    assert isinstance(window.page, StockTab)
    return window.page


def lot_id(store: Store, number: str) -> int:
    with store.read() as tx:
        return int(tx.scalar(select(Lot.lot_id).where(Lot.lot_no == number)))


def texts(tab: StockTab) -> str:
    panel = tab.lists.lots.panel
    labels = [made.text() for made in panel.findChildren(QLabel)]
    return " ".join([*labels, *(made.text() for made in panel.findChildren(QPushButton))])


def push(tab: StockTab, words: str) -> None:
    click(next(made for made in tab.lists.lots.panel.findChildren(QPushButton) if made.text() == words))


def test_what_expires_soon_is_one_click_away(tab: StockTab, desk: Desk, qtbot: QtBot) -> None:
    desk.show("stock", view="lots", quick="soon")
    settle(desk, qtbot)
    assert tab.lists.lots.grid.rows.rowCount() == 1
    assert tab.lists.lots.grid.rows.value(0, 0) == "L-OLD"
    assert "9 days left" in texts(tab)


def test_a_lot_leads_to_its_orders_and_goes_out_as_a_recall_list(
    tab: StockTab, desk: Desk, store: Store, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab.lists.lots.grid.seek(lot_id(store, "L-OLD"))
    settle(desk, qtbot)
    assert "1 order got it" in texts(tab)
    assert "M-1" in texts(tab)
    path = tmp_path / "recall.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_given: (str(path), "")))
    push(tab, "Recall list (Excel)…")
    settle(desk, qtbot)
    rows = [[cell.value for cell in row] for row in load_workbook(path).worksheets[0].iter_rows()]
    assert any("M-1" in row and 3 in row for row in rows)


def test_a_blocked_lot_is_released_again(tab: StockTab, desk: Desk, store: Store, qtbot: QtBot) -> None:
    tab.lists.lots.grid.seek(lot_id(store, "L-NEW"))
    settle(desk, qtbot)
    push(tab, "Block the lot")
    settle(desk, qtbot)
    assert "Blocked" in texts(tab) or "Release the lot" in texts(tab)
    desk.undo()
    settle(desk, qtbot)
    assert "Block the lot" in texts(tab)


def test_a_lots_last_day_and_note_are_typed(tab: StockTab, desk: Desk, store: Store, qtbot: QtBot) -> None:
    tab.lists.lots.grid.seek(lot_id(store, "L-NEW"))
    settle(desk, qtbot)
    push(tab, "Edit the lot…")
    form = tab.lists.lots.form
    assert tab.lists.lots.page.side.currentWidget() is form
    assert form.title.text() == "Lot L-NEW"
    form.form.set_values({"expires_on": "2030-02-01", "note": "said by the supplier"})
    form.form.accept()
    settle(desk, qtbot)
    assert "2030-02-01" in texts(tab)
    assert "said by the supplier" in texts(tab)
    assert tab.lists.lots.page.side.currentWidget() is tab.lists.lots.panel
    desk.undo()
    settle(desk, qtbot)
    assert "2199-01-01" in texts(tab)


def test_a_product_shows_its_lots_and_leads_to_them(tab: StockTab, desk: Desk, store: Store, qtbot: QtBot) -> None:
    desk.show("stock", sku="MATCHA")
    settle(desk, qtbot)
    panel = tab.lists.stock.panel
    found = [one.text() for one in panel.findChildren(QPushButton) if one.text().startswith("L-")]
    assert found == ["L-OLD", "L-NEW"]
    assert "until 2199-01-01" in [one.text() for one in panel.findChildren(QLabel)]
    click(next(made for made in panel.findChildren(QPushButton) if made.text() == "L-NEW"))
    settle(desk, qtbot)
    assert tab.lists.current == "lots"
    assert tab.lists.lots.grid.rows.rowCount() == 1


def test_an_order_says_which_lots_it_got(
    tab: StockTab, window: MainWindow, desk: Desk, store: Store, qtbot: QtBot
) -> None:
    desk.show("orders", order_no="M-1")
    settle(desk, qtbot)
    orders_tab = window.page
    assert isinstance(orders_tab, OrdersTab)
    [lot] = [one for one in orders_tab.panel.findChildren(QPushButton) if one.text().startswith("L-")]
    assert lot.text() == "L-OLD"
    click(lot)
    settle(desk, qtbot)
    assert window.page is tab
    assert (tab.lists.current, tab.lists.lots.grid.rows.value(0, 0)) == ("lots", "L-OLD")
