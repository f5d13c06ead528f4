"""The search of the window on a real shop: products are found as their titles are typed."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from tests.desk.tabs.tea_shop import key, settle, write

from shopdesk.desk.desk import Desk
from shopdesk.desk.hinges import hang_doors
from shopdesk.desk.main_window import MainWindow
from shopdesk.desk.tabs.stock import StockTab
from shopdesk.shop.catalog.actions import add_product


@pytest.mark.parametrize("typed", ["longjing", "ljc", "lj 001", "龙井", "TEA-001"])
def test_a_product_is_found_and_opened(window: MainWindow, shop_desk: Desk, qtbot: QtBot, typed: str) -> None:
    hang_doors(shop_desk)
    settle(shop_desk, qtbot)
    box = window.top.search
    key(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    if typed.isascii():
        write(box.field, typed)
    else:
        box.field.insert(typed)
        box.field.textEdited.emit(typed)
    settle(shop_desk, qtbot)
    titles = [line.title for line in box.popup.lines]
    assert titles[:2] == ["In the shop", "龙井茶礼盒"]
    box.popup.step(1)
    while box.popup.lines[box.popup.marked].title != "龙井茶礼盒":
        key(box.field, Qt.Key.Key_Up)
    key(box.field, Qt.Key.Key_Return)
    settle(shop_desk, qtbot)
    assert isinstance(window.page, StockTab)
    assert window.page.lists.stock.panel.facts_shown is not None
    assert window.page.lists.stock.panel.facts_shown.row["sku"] == "TEA-001"


def test_a_new_product_is_found_by_its_pinyin_at_the_next_look(
    window: MainWindow, shop_desk: Desk, qtbot: QtBot
) -> None:
    hang_doors(shop_desk)
    box = window.top.search
    box.open()
    settle(shop_desk, qtbot)
    box.close_list()
    shop_desk.do(add_product, "POT-1", "紫砂壶")
    settle(shop_desk, qtbot)
    box.open()
    write(box.field, "zisha")
    settle(shop_desk, qtbot)
    assert "紫砂壶" in [line.title for line in box.popup.lines]
