"""The screen of products and stock: figures equal the moves, and receiving, adjusting and counting work by keyboard."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from tests.desk.tabs.tea_shop import click, key, open_window, settle, sku_cells, type_line, write

from shopdesk.desk.desk import Desk
from shopdesk.desk.doors import Message
from shopdesk.desk.main_window import MainWindow
from shopdesk.desk.tabs.orders import OrdersTab
from shopdesk.desk.tabs.stock import StockTab
from shopdesk.desk.tabs.stock.code_entry import CodeEntry
from shopdesk.shop.stock.reports import MOVE_ROWS, STOCK_ROWS
from shopdesk.shop.stock.sheets import STOCK
from shopdesk.store.rows import Query, fetch_first, fetch_ids
from shopdesk.store.store import Store

COLUMNS = [column.key for column in STOCK.columns]
MOVES = [column.key for column in MOVE_ROWS.sheet.columns]


@pytest.fixture
def tab(window: MainWindow, shop_desk: Desk, qtbot: QtBot) -> StockTab:
    window.show_tab("stock")
    settle(shop_desk, qtbot)
    assert isinstance(window.page, StockTab)
    return window.page


def moves(store: Store, code: str) -> list[dict[str, Any]]:
    """All moves of a SKU, newest first."""
    with store.read() as tx:
        found = fetch_first(tx, MOVE_ROWS, Query(filters=(("sku", f'="{code}"'),)), 1_000)
    return [dict(zip(MOVES, values, strict=True)) for _id, values in found]


def shown(tab: StockTab) -> list[str]:
    rows = tab.lists.stock.grid.rows
    return [rows.value(row, 0) for row in range(rows.rowCount())]


def stand_on(tab: StockTab, code: str, column: str, desk: Desk, qtbot: QtBot) -> None:
    """Come to a cell with the keyboard in the grid, its column shown."""
    desk.show("stock", sku=code)
    settle(desk, qtbot)
    view = tab.lists.stock.grid.view
    view.columns.arrange(view.columns.order(), view.columns.hidden() - {column})
    view.setFocus()
    view.setCurrentIndex(tab.lists.stock.grid.rows.index(view.currentIndex().row(), COLUMNS.index(column)))


def words(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def enter(entry: CodeEntry, desk: Desk, qtbot: QtBot, code: str, *rest: str) -> None:
    """One line by keyboard: every text is typed where the focus has gone, with Enter after it."""
    entry.code.setFocus()
    for text in (code, *rest):
        focused = QApplication.focusWidget()
        assert isinstance(focused, QLineEdit)
        type_line(focused, text)
    settle(desk, qtbot)


# ---------------------------------------------------------------------------------------------------- the list


def test_the_panels_figures_equal_the_moves(tab: StockTab, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    shop_desk.show("stock", sku="TEA-001")
    settle(shop_desk, qtbot)
    done = moves(store, "TEA-001")
    on_hand = sum(move["quantity"] for move in done)
    value = sum(move["value"] for move in done)
    facts = tab.lists.stock.panel.facts_shown
    assert facts is not None
    assert (facts.row["on_hand"], facts.row["reserved"], facts.row["available"]) == (on_hand, 1, on_hand - 1)
    assert facts.row["value"] == value == on_hand * Decimal("40.20")
    said = words(tab.lists.stock.panel)
    assert f"{value:.2f}" in said
    assert "Cost from GR-1, 2026-10-01: 40.20 each." in said
    assert facts.move_count == len(done)


def test_an_unknown_cost_is_said(tab: StockTab, shop_desk: Desk, qtbot: QtBot) -> None:
    shop_desk.show("stock", sku="KET-08")
    settle(shop_desk, qtbot)
    said = " ".join(words(tab.lists.stock.panel))
    assert "The cost is unknown" in said
    assert "unknown" in words(tab.lists.stock.panel)


def test_less_than_nothing_is_explained(tab: StockTab, shop_desk: Desk, qtbot: QtBot) -> None:
    hint = "More was sold than received: count the shelf or enter the opening stock."
    shop_desk.show("stock", sku="KET-08")
    settle(shop_desk, qtbot)
    assert hint in words(tab.lists.stock.panel)
    row = shown(tab).index("KET-08")
    assert tab.lists.stock.grid.rows.index(row, COLUMNS.index("on_hand")).data() == "−1"
    shop_desk.show("stock", sku="TEA-001")
    settle(shop_desk, qtbot)
    assert hint not in words(tab.lists.stock.panel)


def test_quick_filters_count_and_narrow(tab: StockTab, shop_desk: Desk, qtbot: QtBot) -> None:
    line = tab.lists.stock.line
    chips = {chip.accessibleName() for chip in line.findChildren(QPushButton) if chip.isVisibleTo(line)}
    assert {"All: 23", "In stock: 2", "Out of stock: 0", "Below zero: 21", "No stated cost: 22"} <= chips
    line.pick("there")
    settle(shop_desk, qtbot)
    assert shown(tab) == ["CUP-11", "TEA-001"]


def test_all_moves_of_a_sku_and_back(tab: StockTab, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    shop_desk.show("stock", moves_of="TEA-001")
    settle(shop_desk, qtbot)
    grid = tab.lists.moves.grid
    assert grid.rows.rowCount() == len(moves(store, "TEA-001"))
    grid.view.setFocus()
    key(grid.view, Qt.Key.Key_Return)
    settle(shop_desk, qtbot)
    assert tab.segments.current == "stock"
    assert tab.lists.stock.shown_id == sku_id(store, "TEA-001")


def sku_id(store: Store, code: str) -> int:
    with store.read() as tx:
        return fetch_first(tx, STOCK_ROWS, Query(filters=(("sku", f'="{code}"'),)), 1)[0][0]


def test_the_file_a_product_came_from_is_a_click_away(
    tab: StockTab, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    shop_desk.show("stock", sku="X-00")
    settle(shop_desk, qtbot)
    link = next(label for label in tab.lists.stock.panel.findChildren(QLabel) if "orders.csv" in label.text())
    link.linkActivated.emit("")
    settle(shop_desk, qtbot)
    view = tab.lists.stock.page.source.view
    assert "X-00" in [view.rows.value(row, 2) for row in range(view.rows.rowCount())]


# ---------------------------------------------------------------------------------------------------- editing


def test_a_price_is_typed_and_undone(tab: StockTab, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    stand_on(tab, "TEA-001", "price", shop_desk, qtbot)
    key(tab.lists.stock.grid.view, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    type_line(editor, "1,138.5")
    settle(shop_desk, qtbot)
    assert sku_cells(store, "TEA-001")["price"] == Decimal("1138.5")
    shop_desk.undo()
    settle(shop_desk, qtbot)
    assert sku_cells(store, "TEA-001")["price"] == 128


def test_a_pasted_block_is_one_step_of_undo(tab: StockTab, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    before = {code: sku_cells(store, code) for code in shown(tab)[:3]}
    stand_on(tab, shown(tab)[0], "price", shop_desk, qtbot)
    QGuiApplication.clipboard().setText("11\t5\n12\t6\n13\t7")
    key(tab.lists.stock.grid.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle(shop_desk, qtbot)
    ask = tab.findChild(QMessageBox)
    if ask is not None:
        next(made for made in ask.buttons() if made.text() == "Change the cost").click()
        settle(shop_desk, qtbot)
    now = [sku_cells(store, code) for code in before]
    assert [(cells["price"], cells["cost"]) for cells in now] == [(11, 5), (12, 6), (13, 7)]
    shop_desk.undo()
    settle(shop_desk, qtbot)
    assert {code: sku_cells(store, code) for code in before} == before


def test_a_cost_that_is_entered_values_what_was_sold(
    tab: StockTab, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    shop_desk.show("stock", sku="KET-08", edit="cost")
    settle(shop_desk, qtbot)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    type_line(QApplication.focusWidget(), "99")
    settle(shop_desk, qtbot)
    assert sku_cells(store, "KET-08")["cost"] is None, "it says first what would change"
    ask = tab.findChild(QMessageBox)
    assert ask is not None
    assert ask.text() == "This changes what 1 order has cost."
    assert "In all: cost of goods +99.00, stock −99.00." in ask.informativeText().replace("-", "−")
    next(made for made in ask.buttons() if made.text() == "Change the cost").click()
    settle(shop_desk, qtbot)
    assert sku_cells(store, "KET-08")["cost"] == 99
    assert sku_cells(store, "KET-08")["value"] == -99


def test_a_code_that_is_taken_is_refused_in_words(
    tab: StockTab, shop_desk: Desk, store: Store, told: list[Message], qtbot: QtBot
) -> None:
    stand_on(tab, "TEA-001", "sku", shop_desk, qtbot)
    key(tab.lists.stock.grid.view, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    type_line(editor, "KET-08")
    settle(shop_desk, qtbot)
    assert told[-1].text == "SKU KET-08 exists already."
    assert sku_cells(store, "TEA-001")["title"] == "龙井茶礼盒"


def test_on_hand_cannot_be_typed_over(tab: StockTab, shop_desk: Desk, qtbot: QtBot) -> None:
    stand_on(tab, "TEA-001", "on_hand", shop_desk, qtbot)
    key(tab.lists.stock.grid.view, Qt.Key.Key_F2)
    assert QApplication.focusWidget() is tab.lists.stock.grid.view


# ---------------------------------------------------------------------------------------------------- new product


def test_a_product_is_added_by_keyboard(tab: StockTab, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    key(tab, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(tab.lists.stock.product.form.editor("sku").hasFocus)
    for text in ("PIT-35", "Glass pitcher", "350 ml", "6921000100032", "46", "12.80"):
        focused = QApplication.focusWidget()
        assert isinstance(focused, QLineEdit)
        write(focused, text)
        key(focused, Qt.Key.Key_Tab)
    key(QApplication.focusWidget() or tab, Qt.Key.Key_Return)
    settle(shop_desk, qtbot)
    made = sku_cells(store, "PIT-35")
    assert (made["title"], made["option"], made["barcode"]) == ("Glass pitcher", "350 ml", "6921000100032")
    assert (made["price"], made["cost"], made["on_hand"]) == (46, Decimal("12.8"), 0)
    assert tab.lists.stock.grid.view.current_id() == sku_id(store, "PIT-35")
    shop_desk.undo()
    settle(shop_desk, qtbot)
    assert "PIT-35" not in shown(tab)


def test_a_product_without_a_title_says_what_is_missing(
    tab: StockTab, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    tab.add_product()
    type_line(tab.lists.stock.product.form.editor("sku"), "NEW-1")
    settle(shop_desk, qtbot)
    assert "Please fill this in." in words(tab.lists.stock.product)
    assert "NEW-1" not in shown(tab)
    key(tab.lists.stock.product.form.editor("title"), Qt.Key.Key_Escape)
    assert tab.lists.stock.page.side.currentWidget() is tab.lists.stock.panel


# ---------------------------------------------------------------------------------------------------- adjust


def adjust(tab: StockTab, desk: Desk, qtbot: QtBot, **values: str) -> None:
    form = tab.lists.stock.adjust.form
    for name, text in values.items():
        editor = form.editor(name)
        if isinstance(editor, QComboBox):
            editor.setCurrentText(text)
        else:
            assert isinstance(editor, QLineEdit)
            editor.setText(text)
    key(form.editor("quantity"), Qt.Key.Key_Return)
    settle(desk, qtbot)


def test_stock_is_adjusted_with_a_reason(tab: StockTab, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    stand_on(tab, "TEA-001", "price", shop_desk, qtbot)
    before = sku_cells(store, "TEA-001")["on_hand"]
    key(tab, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: tab.lists.stock.adjust.form.editor("quantity").hasFocus())
    write(tab.lists.stock.adjust.form.editor("quantity"), "-2")
    adjust(tab, shop_desk, qtbot, reason="Write-off", note="wet")
    assert sku_cells(store, "TEA-001")["on_hand"] == before - 2
    newest = moves(store, "TEA-001")[0]
    assert (newest["reason"], newest["quantity"], newest["note"]) == ("write_off", -2, "wet")
    assert tab.lists.stock.page.side.currentWidget() is tab.lists.stock.panel


def test_a_write_off_does_not_add(tab: StockTab, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    stand_on(tab, "TEA-001", "price", shop_desk, qtbot)
    before = sku_cells(store, "TEA-001")["on_hand"]
    tab.open_adjust()
    adjust(tab, shop_desk, qtbot, quantity="2", reason="Write-off", note="wet")
    assert "A write-off takes pieces away. Type −2." in words(tab.lists.stock.adjust)
    assert sku_cells(store, "TEA-001")["on_hand"] == before


def test_opening_stock_before_the_first_sale_values_it(
    tab: StockTab, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    shop_desk.show("stock", sku="KET-08")
    settle(shop_desk, qtbot)
    opening = next(b for b in tab.lists.stock.panel.findChildren(QPushButton) if b.text() == "Opening stock")
    click(opening)
    adjust(tab, shop_desk, qtbot, quantity="5", unit_cost="90", moved_at="2026-11-01 09:00")
    assert tab.lists.stock.adjust.late.isVisible()  # the sale of later gets its cost
    tab.lists.stock.adjust.form.accept()
    settle(shop_desk, qtbot)
    cells = sku_cells(store, "KET-08")
    assert (cells["on_hand"], cells["value"]) == (4, 360)
    first = moves(store, "KET-08")[-1]
    assert (first["reason"], first["moved_at"]) == ("opening", datetime(2026, 11, 1, 1, tzinfo=UTC))


def test_an_unknown_code_is_not_adjusted(tab: StockTab, shop_desk: Desk, qtbot: QtBot) -> None:
    tab.open_adjust()
    adjust(tab, shop_desk, qtbot, sku="NO-SUCH", quantity="1", note="x")
    assert "No SKU or barcode NO-SUCH is known." in words(tab.lists.stock.adjust)


# ---------------------------------------------------------------------------------------------------- receive


def test_goods_are_received_by_keyboard(tab: StockTab, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    before = {code: sku_cells(store, code)["on_hand"] for code in ("CUP-11", "KET-08")}
    key(tab, Qt.Key.Key_F6)
    page = tab.pages.receive
    qtbot.waitUntil(page.entry.code.hasFocus)
    enter(page.entry, shop_desk, qtbot, "6921000100025", "24", "21.50")
    enter(page.entry, shop_desk, qtbot, "KET-08", "3", "")
    assert page.entry.code.hasFocus()
    assert page.total.text() == "2 lines · 27 pieces · 516.00 CNY · 1 line of unknown cost"
    page.number.setText("GR-77")
    page.supplier.setText("Jingdezhen")
    page.day.setText("2026-11-02")
    click(page.post)
    settle(shop_desk, qtbot)
    assert page.late.isVisible()
    click(page.post)
    settle(shop_desk, qtbot)
    assert {code: sku_cells(store, code)["on_hand"] for code in before} == {
        "CUP-11": before["CUP-11"] + 24,
        "KET-08": before["KET-08"] + 3,
    }
    (move,) = [move for move in moves(store, "CUP-11") if move["document"] == "GR-77"]
    assert (move["quantity"], move["unit_cost"], move["reason"]) == (24, Decimal("21.5"), "receipt")
    assert move["moved_at"] == datetime(2026, 11, 2, 4, tzinfo=UTC)
    (other,) = [move for move in moves(store, "KET-08") if move["document"] == "GR-77"]
    assert other["unit_cost"] is None
    assert tab.pages.shows_lists
    assert page.list.view.rows.rowCount() == 0


def test_a_refused_receipt_keeps_its_lines(tab: StockTab, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    tab.open_receive()
    enter(tab.pages.receive.entry, shop_desk, qtbot, "TEA-001", "1", "40")
    tab.pages.receive.number.setText("GR-1")
    click(tab.pages.receive.post)
    settle(shop_desk, qtbot)
    assert tab.pages.receive.fault.text() == "Receipt GR-1 exists already."
    assert tab.pages.receive.list.view.rows.rowCount() == 1
    tab.pages.receive.day.setText("soon")
    click(tab.pages.receive.post)
    assert "soon is not a date" in tab.pages.receive.fault.text()


def test_a_received_line_is_changed_and_removed(tab: StockTab, shop_desk: Desk, qtbot: QtBot) -> None:
    tab.open_receive()
    enter(tab.pages.receive.entry, shop_desk, qtbot, "TEA-001", "1", "40")
    enter(tab.pages.receive.entry, shop_desk, qtbot, "CUP-11", "2", "")
    view = tab.pages.receive.list.view
    view.setFocus()
    view.setCurrentIndex(view.rows.index(1, 3))
    key(view, Qt.Key.Key_F2)
    type_line(QApplication.focusWidget(), "20")
    assert tab.pages.receive.total.text() == "2 lines · 3 pieces · 80.00 CNY"
    view.setCurrentIndex(view.rows.index(0, 0))
    key(view, Qt.Key.Key_Delete)
    assert tab.pages.receive.total.text() == "1 line · 2 pieces · 40.00 CNY"


@pytest.mark.parametrize("quantity", ["0", "-1", "many", "1.2345"])
def test_a_received_quantity_that_is_none_stays_in_its_field(
    tab: StockTab, shop_desk: Desk, qtbot: QtBot, quantity: str
) -> None:
    tab.open_receive()
    entry = tab.pages.receive.entry
    type_line(entry.code, "TEA-001")
    entry.quantity.setText("")
    if quantity == "many":
        entry.quantity.setText("--")
        key(entry.quantity, Qt.Key.Key_Return)
    else:
        type_line(entry.quantity, quantity)
    settle(shop_desk, qtbot)
    assert entry.fault.isVisible()
    assert entry.quantity.hasFocus()
    assert tab.pages.receive.list.view.rows.rowCount() == 0


# ---------------------------------------------------------------------------------------------------- the contract


def test_export_takes_out_what_is_shown(tab: StockTab, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    tab.lists.stock.line.pick("below")
    tab.lists.stock.grid.set_sort((("on_hand", False),))
    settle(shop_desk, qtbot)
    told = tab.export_grid()
    assert told is not None
    with store.read() as tx:
        ids = list(fetch_ids(tx, told.source, told.query))
    rows = tab.lists.stock.grid.rows
    assert ids == [rows.row_id(row) for row in range(rows.rowCount())]
    assert len(ids) == 21
    assert told.note == "On hand: <0; order: On hand ↑"
    tab.show_view("moves")
    settle(shop_desk, qtbot)
    moved = tab.export_grid()
    assert moved is not None
    assert moved.source is MOVE_ROWS
    tab.open_count()
    assert tab.export_grid() is None


def test_commands_lead_to_the_pages(tab: StockTab, window: MainWindow, shop_desk: Desk, qtbot: QtBot) -> None:
    by_title = {command.title: command for command in window.commands()}
    window.show_tab("orders")
    by_title["Count stock"].run()
    assert window.page is tab
    assert tab.pages.front is tab.pages.count
    by_title["Show products below zero"].run()
    settle(shop_desk, qtbot)
    assert tab.pages.shows_lists
    assert len(shown(tab)) == 21


def test_an_order_shows_its_moves(tab: StockTab, shop_desk: Desk, qtbot: QtBot) -> None:
    shop_desk.show("stock", document="A-7")
    settle(shop_desk, qtbot)
    assert tab.segments.current == "moves"
    assert tab.lists.moves.grid.rows.rowCount() == 20


def test_a_move_of_a_sku_leads_to_its_order(
    tab: StockTab, window: MainWindow, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    shop_desk.show("stock", sku="KET-08")
    settle(shop_desk, qtbot)
    link = next(label for label in tab.lists.stock.panel.findChildren(QLabel) if "A-4" in label.text())
    link.linkActivated.emit("A-4")
    settle(shop_desk, qtbot)
    assert isinstance(window.page, OrdersTab)
    assert window.page.panel.detail is not None
    assert window.page.panel.detail.order.order_no == "A-4"


def test_a_sku_nobody_knows_is_told(tab: StockTab, shop_desk: Desk, told: list[Message], qtbot: QtBot) -> None:
    shop_desk.show("stock", sku="NO-SUCH")
    settle(shop_desk, qtbot)
    assert told[-1].text == "No SKU NO-SUCH is in the shop."


def test_an_empty_shop_takes_its_first_product(shop_desk: Desk, empty_store: Store, qtbot: QtBot) -> None:
    window = open_window(shop_desk, empty_store, qtbot)
    window.show_tab("stock")
    settle(shop_desk, qtbot)
    tab = window.page
    assert isinstance(tab, StockTab)
    assert tab.lists.currentWidget() is tab.lists.empty
    assert not tab.buttons["adjust"].isEnabled()
    key(tab, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(tab.lists.stock.product.form.editor("sku").hasFocus)
    form = tab.lists.stock.product.form
    write(form.editor("sku"), "TEA-001")
    type_line(form.editor("title"), "Longjing")
    settle(shop_desk, qtbot)
    assert shown(tab) == ["TEA-001"]
    assert tab.lists.currentWidget() is tab.lists.stock


@pytest.mark.parametrize("state", ["list", "moves", "new", "adjust", "receive", "count"])
def test_everything_that_takes_the_keyboard_has_a_name(
    tab: StockTab, shop_desk: Desk, qtbot: QtBot, state: str
) -> None:
    dict(tab.pictures()).get(state, lambda: None)()
    settle(shop_desk, qtbot)
    for widget in tab.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found = QAccessible.queryAccessibleInterface(widget)
            assert found.text(QAccessible.Text.Name), f"{widget} of {widget.parent()}"


def test_every_part_has_a_parent(tab: StockTab, window: MainWindow, shop_desk: Desk, qtbot: QtBot) -> None:
    """A widget without one may be destroyed by the garbage collector on a reader's thread, and the program with it."""
    popups = Qt.WindowType.Popup

    def alone() -> list[QWidget]:
        found = (one for one in QApplication.topLevelWidgets() if one.windowFlags() & popups != popups)
        # Each chart has an empty one of its library's, which is never shown.
        return [one for one in found if one.parent() is None and one.children()]

    before = alone()  # the window, and what other tests have left
    assert window in before
    for _name, prepare in tab.pictures():
        prepare()
        settle(shop_desk, qtbot)
    assert [one for one in alone() if one not in before] == []


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
@pytest.mark.parametrize("look", ["light", "dark"])
def test_it_is_painted_in_every_language_and_theme(
    window: MainWindow, shop_desk: Desk, told: list[Message], qtbot: QtBot, language: str, look: str
) -> None:
    window.show_tab("stock")
    shop_desk.set_settings(replace(shop_desk.settings, language=language, theme=look))
    settle(shop_desk, qtbot)
    assert isinstance(window.page, StockTab)
    for _name, prepare in window.page.pictures():
        prepare()
        settle(shop_desk, qtbot)
        assert not window.grab().isNull()
    assert told == []
