"""Keys and commands that hold wherever one is, and sentences that stay without covering what they stand over."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from tests.desk.tabs.tea_shop import key, settle, sku_cells, type_line

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.doors import Message
from shopdesk.desk.main_window import MainWindow
from shopdesk.desk.palette import Command
from shopdesk.desk.tabs.orders import OrdersTab
from shopdesk.desk.tabs.stock import StockTab
from shopdesk.shop.tone import Tone
from shopdesk.store.store import Store


def command(window: MainWindow, title: str) -> Command:
    return next(one for one in window.commands() if one.title == title)


def test_f8_counts_before_the_stock_was_ever_shown(window: MainWindow, shop_desk: Desk, qtbot: QtBot) -> None:
    assert window.findChildren(StockTab) == []
    assert command(window, "Count stock").shortcut == "F8"
    key(window, Qt.Key.Key_F8)
    settle(shop_desk, qtbot)
    assert isinstance(window.page, StockTab)
    assert window.page.pages.front is window.page.pages.count
    window.page.open_list()
    settle(shop_desk, qtbot)
    key(window, Qt.Key.Key_F8)  # at the lists of stock no other key of the same name stands in its way
    settle(shop_desk, qtbot)
    assert window.page.pages.front is window.page.pages.count


def test_a_count_is_handed_over_and_approved_from_the_palette(
    window: MainWindow, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    key(window, Qt.Key.Key_F8)
    settle(shop_desk, qtbot)
    tab = window.page
    assert isinstance(tab, StockTab)
    assert command(window, "Hand over for review").why() == "No count is open here."
    key(tab.pages.count.start.start, Qt.Key.Key_Return)
    settle(shop_desk, qtbot)
    type_line(tab.pages.count.scan.entry.code, "7*TEA-001")
    assert command(window, "Hand over for review").why() == ""
    assert command(window, "Approve and book").why() == "No count waits here to be approved."
    window.show_tab("orders")
    command(window, "Hand over for review").run()
    settle(shop_desk, qtbot)
    assert window.page is tab
    qtbot.waitUntil(lambda: tab.pages.count.review.review is not None)
    command(window, "Approve and book").run()
    qtbot.waitUntil(lambda: tab.pages.count.state.text == "Booked")
    settle(shop_desk, qtbot)
    assert sku_cells(store, "TEA-001")["on_hand"] == 7


def on_screen(widget: QWidget) -> QRect:
    return widget.rect().translated(widget.mapToGlobal(widget.rect().topLeft()))


def overlaps(one: QWidget, other: QWidget) -> bool:
    return on_screen(one).intersects(on_screen(other))


@pytest.mark.parametrize("tone", [Tone.WARN, Tone.BAD])
def test_what_stays_covers_neither_lines_nor_totals(
    window: MainWindow, shop_desk: Desk, qtbot: QtBot, tone: Tone
) -> None:
    shop_desk.show("stock", page="receive")
    settle(shop_desk, qtbot)
    tab = window.page
    assert isinstance(tab, StockTab)
    shop_desk.told.emit(Message("Not posted yet and kept for you: a receipt.", tone, None))
    QApplication.processEvents()
    assert window.toast.isVisible()
    assert not overlaps(window.toast, tab.pages.receive.total)
    assert not overlaps(window.toast, window.status)
    before = tab.pages.receive.list.height()
    window.toast.hide()
    QApplication.processEvents()
    assert tab.pages.receive.list.height() > before


@pytest.mark.parametrize("size", [(1280, 680), (1000, 640)])
def test_the_filters_of_returns_are_whole_at_large_text(
    window: MainWindow, shop_desk: Desk, qapp: QApplication, qtbot: QtBot, size: tuple[int, int]
) -> None:
    theme.apply(qapp, "light", "zh_TW", 1.5)
    window.speak("zh_TW")
    window.resize(*size)
    shop_desk.show("orders", view="returns")
    settle(shop_desk, qtbot)
    tab = window.page
    assert isinstance(tab, OrdersTab)
    flow = tab.pages.returns.line.flow
    tab.pages.returns.scan.say("SF1 is unknown. Now scan what is in the parcel.", Tone.WARN)
    settle(shop_desk, qtbot)
    assert flow.height() >= flow.line.heightForWidth(flow.width())
