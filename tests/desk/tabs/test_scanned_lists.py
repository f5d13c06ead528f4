"""A scanner's keys on the screen of stock: they find a product, never edit a cell, and lose no line that is typed."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from tests.desk.tabs.tea_shop import burst, key, settle, sku_cells, type_line
from tests.desk.tabs.test_stock_tab import stand_on, tab  # noqa: F401 - a fixture

from shopdesk.desk.desk import Desk
from shopdesk.desk.doors import Message
from shopdesk.desk.main_window import MainWindow
from shopdesk.desk.tabs.stock import StockTab
from shopdesk.desk.tabs.stock.code_entry import CodeEntry
from shopdesk.store.store import Store

CUP, KETTLE = "6921000100025", "6921000100070"


def in_front(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def test_a_scan_over_an_editable_cell_finds_the_product(
    tab: StockTab,  # noqa: F811 - the fixture
    window: MainWindow,
    shop_desk: Desk,
    store: Store,
    qtbot: QtBot,
) -> None:
    in_front(window, qtbot)
    stand_on(tab, "TEA-001", "price", shop_desk, qtbot)
    before = sku_cells(store, "TEA-001")
    burst(window, CUP, 10_000)
    settle(shop_desk, qtbot)
    assert sku_cells(store, "TEA-001") == before
    stock = tab.lists.stock
    assert stock.panel.facts_shown is not None
    assert stock.panel.facts_shown.row["sku"] == "CUP-11"
    assert stock.grid.rows.value(stock.grid.view.currentIndex().row(), 0) == "CUP-11"
    assert not isinstance(QApplication.focusWidget(), QLineEdit)


def test_a_scan_on_another_list_comes_to_the_product(
    tab: StockTab,  # noqa: F811 - the fixture
    window: MainWindow,
    shop_desk: Desk,
    told: list[Message],
    qtbot: QtBot,
) -> None:
    in_front(window, qtbot)
    tab.show_view("moves")
    settle(shop_desk, qtbot)
    after = burst(window, "6921999999999", 10_000)
    settle(shop_desk, qtbot)
    assert told[-1].text == "No SKU or barcode 6921999999999 is known."
    assert tab.segments.current == "moves"
    burst(window, KETTLE, after)
    settle(shop_desk, qtbot)
    assert tab.segments.current == "stock"
    assert tab.place()["sku_id"] == tab.lists.stock.shown_id != None  # noqa: E711 - the same, and one


def test_a_scan_into_a_field_is_what_the_field_takes(
    tab: StockTab,  # noqa: F811 - the fixture
    window: MainWindow,
    shop_desk: Desk,
    qtbot: QtBot,
) -> None:
    in_front(window, qtbot)
    tab.add_product()
    settle(shop_desk, qtbot)
    edit = tab.lists.stock.product.form.editor("barcode")
    edit.setFocus()
    burst(window, CUP, 10_000)
    settle(shop_desk, qtbot)
    assert isinstance(edit, QLineEdit)
    assert edit.text() == CUP
    assert tab.lists.stock.open_form == "product"


def begun(entry: CodeEntry, quantity: str) -> None:
    """A line whose quantity has been typed, without its Enter."""
    type_line(entry.code, "TEA-001")
    entry.quantity.setText(quantity)


@pytest.mark.parametrize("page", ["receive", "transfer"])
def test_a_scan_enters_the_line_that_is_being_typed(
    tab: StockTab,  # noqa: F811 - the fixture
    window: MainWindow,
    shop_desk: Desk,
    qtbot: QtBot,
    page: str,
) -> None:
    in_front(window, qtbot)
    shop_desk.show("stock", page=page)
    settle(shop_desk, qtbot)
    shown = getattr(tab.pages, page)
    begun(shown.entry, "3")
    after = burst(window, CUP, 10_000)
    settle(shop_desk, qtbot)
    assert [(line.code, line.quantity) for line in shown._lines] == [("TEA-001", Decimal(3))]
    assert (shown.entry.code.text(), shown.entry.quantity.text()) == (CUP, "1")
    burst(window, KETTLE, after)
    settle(shop_desk, qtbot)
    assert [(line.code, line.quantity) for line in shown._lines] == [("TEA-001", Decimal(3)), ("CUP-11", Decimal(1))]


@pytest.mark.parametrize("page", ["receive", "transfer"])
@pytest.mark.parametrize("quantity", ["-5", "12x", ""])
def test_a_scan_over_a_bad_quantity_loses_nothing(
    tab: StockTab,  # noqa: F811 - the fixture
    window: MainWindow,
    shop_desk: Desk,
    qtbot: QtBot,
    page: str,
    quantity: str,
) -> None:
    """The line stays as it was typed, and what is wrong with it is said; once it is mended, the scan is made again."""
    in_front(window, qtbot)
    shop_desk.show("stock", page=page)
    settle(shop_desk, qtbot)
    shown = getattr(tab.pages, page)
    begun(shown.entry, quantity)
    after = burst(window, CUP, 10_000)
    settle(shop_desk, qtbot)
    assert (shown.entry.code.text(), shown.entry.quantity.text()) == ("TEA-001", quantity)
    assert shown.entry.fault.text() != ""
    assert shown.entry.quantity.hasFocus()
    assert shown._lines == []
    shown.entry.quantity.setText("5")
    burst(window, CUP, after)
    settle(shop_desk, qtbot)
    assert [(line.code, line.quantity) for line in shown._lines] == [("TEA-001", Decimal(5))]
    assert shown.entry.code.text() == CUP


def test_a_scan_over_a_bad_cost_loses_nothing(
    tab: StockTab,  # noqa: F811 - the fixture
    window: MainWindow,
    shop_desk: Desk,
    qtbot: QtBot,
) -> None:
    in_front(window, qtbot)
    tab.open_receive()
    entry = tab.pages.receive.entry
    type_line(entry.code, "TEA-001")
    type_line(entry.quantity, "4")
    assert entry.cost is not None
    entry.cost.setText("cheap")
    burst(window, CUP, 10_000)
    settle(shop_desk, qtbot)
    assert (entry.code.text(), entry.cost.text(), entry.cost.hasFocus()) == ("TEA-001", "cheap", True)
    assert entry.fault.isVisible()
    entry.cost.setText("40")
    key(entry.code, Qt.Key.Key_Return)
    settle(shop_desk, qtbot)
    assert [(line.quantity, line.unit_cost) for line in tab.pages.receive._lines] == [(Decimal(4), Decimal(40))]


def test_a_scan_over_a_bad_number_of_a_count_loses_nothing(
    tab: StockTab,  # noqa: F811 - the fixture
    window: MainWindow,
    shop_desk: Desk,
    qtbot: QtBot,
) -> None:
    in_front(window, qtbot)
    tab.open_count()
    settle(shop_desk, qtbot)
    key(tab.pages.count.start.start, Qt.Key.Key_Return)
    settle(shop_desk, qtbot)
    entry = tab.pages.count.scan.entry
    type_line(entry.code, "TEA-001")
    entry.quantity.setText("-5")
    after = burst(window, CUP, 10_000)
    settle(shop_desk, qtbot)
    assert (entry.pending, entry.quantity.text(), entry.fault.isVisible()) == ("TEA-001", "-5", True)
    entry.quantity.setText("5")
    burst(window, CUP, after)
    settle(shop_desk, qtbot)
    assert entry.pending == CUP
    tallying = tab.pages.count.scan.tallying
    assert tallying is not None
    assert [(line.sku, line.pieces) for line in tallying.newest(9)] == [("TEA-001", 5)]
