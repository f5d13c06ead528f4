"""A shop with two warehouses: receiving, counting and adjusting ask which, and the panel shows both."""

from decimal import Decimal

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot
from tests.desk.tabs.tea_shop import click, settle, sku_cells
from tests.desk.tabs.test_stock_tab import enter, tab  # noqa: F401 - a fixture

from shopdesk.desk.desk import Desk
from shopdesk.desk.tabs.stock import StockTab
from shopdesk.shop.catalog.actions import find_sku
from shopdesk.shop.stock.actions import add_warehouse
from shopdesk.shop.stock.reports import find_on_hand
from shopdesk.store.store import Store

CODE = "CUP-11"


def places(store: Store) -> dict[str, Decimal]:
    with store.read() as tx:
        return {place.title: place.on_hand for place in find_on_hand(tx, find_sku(tx, CODE))}


@pytest.fixture
def two(tab: StockTab, shop_desk: Desk, qtbot: QtBot) -> StockTab:  # noqa: F811 - the fixture
    shop_desk.do(add_warehouse, "Hangzhou")
    settle(shop_desk, qtbot)
    return tab


def test_one_warehouse_is_never_asked_for(tab: StockTab, shop_desk: Desk, qtbot: QtBot) -> None:  # noqa: F811
    tab.open_receive()
    settle(shop_desk, qtbot)
    assert not tab.pages.receive.place.isVisible()
    assert tab.pages.receive.place.warehouse_id is None


def test_goods_are_received_into_the_chosen_one(two: StockTab, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    before = places(store)["Main warehouse"]
    two.open_receive()
    settle(shop_desk, qtbot)
    page = two.pages.receive
    assert page.place.isVisible()
    enter(page.entry, shop_desk, qtbot, CODE, "24", "21.50")
    page.place.box.setCurrentText("Hangzhou")
    click(page.post)
    settle(shop_desk, qtbot)
    assert places(store) == {"Main warehouse": before, "Hangzhou": Decimal(24)}
    shop_desk.show("stock", sku=CODE)
    settle(shop_desk, qtbot)
    words = [label.text() for label in two.lists.stock.panel.findChildren(QLabel)]
    assert words[words.index("Hangzhou") + 1] == "24"
    assert sku_cells(store, CODE)["on_hand"] == before + 24


def test_an_adjustment_names_its_place(two: StockTab, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    before = places(store)["Main warehouse"]
    two.open_adjust()
    form = two.lists.stock.adjust.form
    for key, text in (("sku", CODE), ("quantity", "3"), ("note", "found")):
        editor = form.editor(key)
        assert isinstance(editor, QLineEdit)
        editor.setText(text)
    box = form.editor("warehouse_id")
    assert isinstance(box, QComboBox)
    box.setCurrentText("Hangzhou")
    click(form.submit)
    settle(shop_desk, qtbot)
    assert places(store) == {"Main warehouse": before, "Hangzhou": Decimal(3)}
