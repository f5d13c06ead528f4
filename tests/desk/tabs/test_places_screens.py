"""Places, transfers, shelves and bundles in Stock, by keyboard and scanner; each list goes out to Excel."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select
from tests.desk.tabs.tea_shop import click, key, settle, sku_cells, type_line, write

from shopdesk.desk.desk import Desk
from shopdesk.desk.main_window import MainWindow
from shopdesk.desk.tabs.stock import StockTab
from shopdesk.shop.catalog.bundles import parts_of
from shopdesk.shop.fulfilment.allocation import allocate_orders
from shopdesk.shop.stock.levels import main_warehouse, on_hand
from shopdesk.shop.stock.place_reports import PLACE_ROWS, TRANSFER_ROWS, find_transfer_lines
from shopdesk.shop.stock.places import add_shelf, add_warehouse
from shopdesk.shop.stock.transfers import send_transfer
from shopdesk.store.store import Store
from shopdesk.store.tables import Sku, StockMove, Transfer, Warehouse


@pytest.fixture
def tab(window: MainWindow, shop_desk: Desk, store: Store, qtbot: QtBot) -> StockTab:
    """The tab on the tea shop, which has a stall as well."""
    store.do(add_warehouse, "Stall")
    window.show_tab("stock")
    settle(shop_desk, qtbot)
    assert isinstance(window.page, StockTab)
    return window.page


def sku(store: Store, code: str) -> int:
    with store.read() as tx:
        return int(tx.scalar(select(Sku.sku_id).where(Sku.code == code)))


def place(store: Store, title: str) -> int:
    with store.read() as tx:
        return int(tx.scalar(select(Warehouse.warehouse_id).where(Warehouse.title == title)))


def main(store: Store) -> int:
    with store.read() as tx:
        return main_warehouse(tx)


def lies(store: Store, code: str, place_id: int) -> Decimal:
    with store.read() as tx:
        return on_hand(tx, sku(store, code), place_id)


def texts(widget: QWidget) -> str:
    labels = [made.text() for made in widget.findChildren(QLabel) if made.isVisibleTo(widget)]
    return " | ".join([*labels, *(one.text() for one in widget.findChildren(QPushButton) if one.isVisibleTo(widget))])


def push(widget: QWidget, words: str) -> None:
    click(next(one for one in widget.findChildren(QPushButton) if one.text() == words and one.isVisibleTo(widget)))


def go(tab: StockTab, view: str, row_id: int, desk: Desk, qtbot: QtBot) -> None:
    tab.show_view(view)
    settle(desk, qtbot)
    tab.grid.seek(row_id)
    settle(desk, qtbot)


def field(widget: QWidget, name: str) -> QLineEdit:
    return next(one for one in widget.findChildren(QLineEdit) if one.accessibleName() == name and one.isVisible())


def test_a_place_says_what_lies_there_and_gets_a_shelf(
    tab: StockTab, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    go(tab, "places", main(store), shop_desk, qtbot)
    assert "TEA-001" in texts(tab.lists.places.panel)
    told = tab.export_grid()
    assert told is not None
    assert told.source is PLACE_ROWS
    push(tab.lists.places.panel, "Add a shelf…")
    type_line(tab.lists.places.form.form.editor("title"), "A-01")
    settle(shop_desk, qtbot)
    shelf = place(store, "A-01")
    assert tab.lists.places.grid.view.current_id() == shelf
    assert "Nothing lies here." in texts(tab.lists.places.panel)
    push(tab.lists.places.panel, "Rename…")
    edit = tab.lists.places.form.form.editor("title")
    assert isinstance(edit, QLineEdit)
    edit.clear()
    type_line(edit, "B-02")
    settle(shop_desk, qtbot)
    assert "Main warehouse/B-02" in texts(tab.lists.places.panel)
    push(tab.lists.places.panel, "Withdraw")
    settle(shop_desk, qtbot)
    assert tab.lists.places.grid.rows.rowCount() == 2
    shop_desk.undo()
    settle(shop_desk, qtbot)
    assert tab.lists.places.grid.rows.rowCount() == 3


def test_pieces_are_scanned_and_brought_to_another_shelf(
    tab: StockTab, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    hall = main(store)
    shelf: int = store.do(add_shelf, hall, "A-01").value
    before = lies(store, "CUP-11", hall)
    go(tab, "places", hall, shop_desk, qtbot)
    push(tab.lists.places.panel, "Move pieces to another place")
    settle(shop_desk, qtbot)
    move = tab.lists.places.moving

    def scan(code: str, pieces: str) -> None:
        """The scanner's Enter goes on to the pieces."""
        type_line(move.form.editor("sku"), code)
        assert move.form.editor("quantity").hasFocus()
        type_line(move.form.editor("quantity"), pieces)
        settle(shop_desk, qtbot)

    assert move.form.editor("sku").hasFocus()
    key(move.form.editor("to_id"), Qt.Key.Key_End)
    scan("6921000100025", "1")
    assert (lies(store, "CUP-11", hall), lies(store, "CUP-11", shelf)) == (before - 1, 1)
    assert move.form.editor("sku").hasFocus()
    scan("CUP-11", "1")
    assert lies(store, "CUP-11", shelf) == 2
    key(move.form.editor("sku"), Qt.Key.Key_Escape)
    assert tab.lists.places.page.side.currentWidget() is tab.lists.places.panel
    go(tab, "places", shelf, shop_desk, qtbot)
    push(tab.lists.places.panel, "Move pieces to another place")
    settle(shop_desk, qtbot)
    scan("CUP-11", "2")
    assert (lies(store, "CUP-11", hall), lies(store, "CUP-11", shelf)) == (before, 0)


def test_a_product_is_brought_elsewhere_from_its_own_panel(
    tab: StockTab, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    tab.lists.stock.seek(sku(store, "CUP-11"))
    settle(shop_desk, qtbot)
    push(tab.lists.stock.panel, "Move pieces to another place")
    settle(shop_desk, qtbot)
    form = tab.lists.stock.moving.form
    assert form.editor("quantity").hasFocus()
    write(form.editor("note"), "for the fair")
    type_line(form.editor("quantity"), "2")
    settle(shop_desk, qtbot)
    assert lies(store, "CUP-11", place(store, "Stall")) == 2
    with store.read() as tx:
        assert set(tx.scalars(select(StockMove.note).where(StockMove.reason == "transfer"))) == {"for the fair"}


@pytest.mark.parametrize(
    ("code", "pieces", "to", "sentence"),
    [
        ("TEA-001", "1", "Main warehouse", "Choose two different places."),
        ("CUP-11", "99", "Stall", "of CUP-11 at this place, not 99."),
        ("TEA-001", "6", "Stall", "Pieces at Main warehouse are kept for orders."),
        ("TEA-404", "1", "Stall", "No SKU or barcode TEA-404 is known."),
    ],
)
def test_what_cannot_change_places_is_refused_in_the_form(
    tab: StockTab, shop_desk: Desk, store: Store, qtbot: QtBot, code: str, pieces: str, to: str, sentence: str
) -> None:
    store.do(allocate_orders)
    before = lies(store, "TEA-001", main(store))
    go(tab, "places", main(store), shop_desk, qtbot)
    push(tab.lists.places.panel, "Move pieces to another place")
    settle(shop_desk, qtbot)
    form = tab.lists.places.moving.form
    key(form.editor("to_id"), Qt.Key.Key_Home if to == "Main warehouse" else Qt.Key.Key_End)
    write(form.editor("sku"), code)
    type_line(form.editor("quantity"), pieces if sentence[:6] != "Pieces" else f"{before:f}")
    settle(shop_desk, qtbot)
    assert sentence in texts(form)
    assert form.submit.isEnabled()
    assert lies(store, "TEA-001", main(store)) == before
    assert not lies(store, "TEA-001", place(store, "Stall"))


def test_the_selected_products_get_a_shelf_and_are_put_away(
    tab: StockTab, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    tab.lists.stock.seek(sku(store, "CUP-11"))
    settle(shop_desk, qtbot)
    before = lies(store, "CUP-11", main(store))
    assert before
    push(tab.lists.stock.panel, "Set the shelf…")
    type_line(tab.lists.stock.shelf.form.editor("title"), "C-03")
    settle(shop_desk, qtbot)
    assert sku_cells(store, "CUP-11")["shelf"] == "C-03"
    assert (lies(store, "CUP-11", main(store)), lies(store, "CUP-11", place(store, "C-03"))) == (0, before)
    assert "Main warehouse/C-03" in texts(tab.lists.stock.panel)
    assert tab.lists.stock.page.side.currentWidget() is tab.lists.stock.panel
    go(tab, "places", main(store), shop_desk, qtbot)
    push(tab.lists.places.panel, "Put all away")
    settle(shop_desk, qtbot)
    assert lies(store, "CUP-11", place(store, "C-03")) == before


def test_a_shelf_is_typed_into_the_list_of_products(tab: StockTab, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    tab.lists.stock.seek(sku(store, "TEA-001"), "shelf")
    settle(shop_desk, qtbot)
    editor = tab.grid.view.findChild(QLineEdit)
    type_line(editor, "A-01")
    settle(shop_desk, qtbot)
    assert sku_cells(store, "TEA-001")["shelf"] == "A-01"
    shop_desk.undo()
    settle(shop_desk, qtbot)
    assert sku_cells(store, "TEA-001")["shelf"] is None


def test_a_transfer_is_scanned_sent_and_scanned_again_where_it_arrives(
    tab: StockTab, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    tab.show_view("transfers")
    settle(shop_desk, qtbot)
    push(tab, "Send a transfer")
    settle(shop_desk, qtbot)
    page = tab.pages.transfer
    assert page.entry.code.hasFocus()
    page.target.setCurrentIndex(page.target.findData(place(store, "Stall")))
    for code, pieces in (("TEA-001", "2"), ("6921000100025", "1"), ("TEA-001", "1")):
        type_line(page.entry.code, code)
        settle(shop_desk, qtbot)
        page.entry.quantity.clear()
        type_line(page.entry.quantity, pieces)
        settle(shop_desk, qtbot)
    assert tab.buttons["transfer"].text() == "Send a transfer (2)"
    push(page, "Send")
    settle(shop_desk, qtbot)
    assert tab.lists.transfers.isVisible()
    number = tab.lists.transfers.grid.view.current_id()
    assert number is not None
    assert "From Main warehouse to Stall" in texts(tab.lists.transfers.panel)
    push(tab.lists.transfers.panel, "Receive by scan…")
    settle(shop_desk, qtbot)
    type_line(page.entry.code, "KET-08")
    settle(shop_desk, qtbot)
    type_line(page.entry.quantity, "")
    assert "KET-08 is not on its way" in page.fault.text()
    for _scan in range(2):
        type_line(page.entry.code, "TEA-001")
        settle(shop_desk, qtbot)
        type_line(page.entry.quantity, "")
    push(page, "Receive")
    settle(shop_desk, qtbot)
    assert lies(store, "TEA-001", place(store, "Stall")) == 2
    assert "2 received · 1 on their way" in texts(tab.lists.transfers.panel)
    told = tab.export_grid()
    assert told is not None
    assert told.source is TRANSFER_ROWS


@pytest.fixture
def sent(tab: StockTab, shop_desk: Desk, store: Store, qtbot: QtBot) -> int:
    """A transfer of three teas to the stall, in front."""
    number = store.do(send_transfer, main(store), place(store, "Stall"), [(sku(store, "TEA-001"), Decimal(3))]).value
    go(tab, "transfers", number, shop_desk, qtbot)
    return int(number)


def test_what_a_transfer_lost_is_written_off_with_a_reason(
    tab: StockTab, shop_desk: Desk, store: Store, sent: int, qtbot: QtBot
) -> None:
    push(tab.lists.transfers.panel, "Write off…")
    form = tab.lists.transfers.loss.form
    write(form.editor("pieces"), "1")
    form.accept()
    assert "Please fill this in." in texts(form)
    type_line(form.editor("note"), "wet")
    settle(shop_desk, qtbot)
    with store.read() as tx:
        line = find_transfer_lines(tx, sent)[0]
        assert tx.scalar(select(StockMove.note).where(StockMove.reason == "write_off")) == "wet"
    assert (line.on_way, line.lost) == (2, 1)
    push(tab.lists.transfers.panel, "Send back")
    settle(shop_desk, qtbot)
    with store.read() as tx:
        assert tx.scalar(select(Transfer.state)) == "called_off"
    assert "1 written off · 2 sent back" in texts(tab.lists.transfers.panel)


def test_a_transfer_is_received_at_once(tab: StockTab, shop_desk: Desk, store: Store, sent: int, qtbot: QtBot) -> None:
    push(tab.lists.transfers.panel, "Receive all")
    settle(shop_desk, qtbot)
    assert lies(store, "TEA-001", place(store, "Stall")) == 3
    assert "Pieces received | 3" in texts(tab.lists.transfers.panel)
    assert "Receive all" not in texts(tab.lists.transfers.panel)


def test_lines_that_are_not_sent_stay_while_another_transfer_arrives_and_in_another_language(
    tab: StockTab, window: MainWindow, shop_desk: Desk, sent: int, qtbot: QtBot
) -> None:
    tab.open_transfer()
    type_line(tab.pages.transfer.entry.code, "2*CUP-11")
    settle(shop_desk, qtbot)
    tab.open_transfer(sent)
    settle(shop_desk, qtbot)
    assert [line.code for line in tab.pages.transfer._lines] == ["TEA-001"]
    assert tab.place()["transfer_id"] == sent
    window.speak("zh_CN")
    settle(shop_desk, qtbot)
    assert isinstance(window.page, StockTab)
    assert window.page.pages.transfer.transfer_id == sent
    window.page.open_transfer()
    settle(shop_desk, qtbot)
    assert [(line.code, line.quantity) for line in window.page.pages.transfer._lines] == [("CUP-11", 2)]


def test_a_product_becomes_a_bundle_and_says_how_many_can_be_sold(
    tab: StockTab, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    kettle = sku(store, "KET-08")
    tab.lists.stock.seek(kettle)
    settle(shop_desk, qtbot)
    push(tab.lists.stock.panel, "Make it a bundle…")
    form = tab.lists.stock.parts
    write(form.form.editor("sku"), "TEA-001")
    edit = form.form.editor("quantity")
    assert isinstance(edit, QLineEdit)
    edit.clear()
    type_line(edit, "2")
    settle(shop_desk, qtbot)
    write(form.form.editor("sku"), "KET-08")
    form.form.accept()
    settle(shop_desk, qtbot)
    assert "KET-08 cannot be a part of itself." in texts(form)
    with store.read() as tx:
        assert [(part.sku_id, part.quantity) for part in parts_of(tx, [kettle])[kettle]] == [(sku(store, "TEA-001"), 2)]
    available = sku_cells(store, "TEA-001")["available"]
    assert f"Bundles that can be sold | {available // 2:f}" in texts(tab.lists.stock.panel)
    click(next(one for one in form.findChildren(QPushButton) if one.accessibleName() == "Take TEA-001 out"))
    settle(shop_desk, qtbot)
    with store.read() as tx:
        assert parts_of(tx, [kettle]) == {}
    shop_desk.undo()
    settle(shop_desk, qtbot)
    assert "TEA-001" in texts(form)


def test_the_value_by_month_is_shown_and_goes_out(tab: StockTab, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    tab.open_value()
    settle(shop_desk, qtbot)
    assert tab.pages.value.grid is not None
    assert tab.pages.value.grid.rows.rowCount() == 2
    assert tab.pages.value.grid.rows.value(1, 0) == "2026-10"
    told = tab.export_grid()
    assert told is not None
    assert told.title == "Stock value"
    store.do(add_shelf, main(store), "A-01")
    settle(shop_desk, qtbot)
    key(tab.pages.value.back, Qt.Key.Key_Space)
    assert tab.lists.isVisible()


def test_what_is_told_late_is_shown_before_it_is_posted(
    tab: StockTab, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    tab.lists.stock.seek(sku(store, "TEA-001"))
    settle(shop_desk, qtbot)
    tab.open_adjust()
    form = tab.lists.stock.adjust

    def fill(when: str) -> None:
        for name, text in (("quantity", "-9"), ("note", "Broken"), ("moved_at", when)):
            edit = form.form.editor(name)
            assert isinstance(edit, QLineEdit)
            edit.setText(text)
        form.form.accept()
        settle(shop_desk, qtbot)

    def moved() -> int:
        with store.read() as tx:
            return int(tx.scalar(select(func.count()).select_from(StockMove).where(StockMove.note == "Broken")))

    fill("2026-10-05 09:00")
    assert (moved(), form.late.isVisible()) == (0, True)
    assert "TEA-001 at Main warehouse would be below zero from" in texts(form.late)
    fill("2026-10-06 09:00")
    assert moved() == 0
    form.form.accept()
    settle(shop_desk, qtbot)
    assert (moved(), form.late.isVisible()) == (1, False)


def test_a_late_delivery_is_posted_at_once_where_it_touches_nothing(
    tab: StockTab, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    page = tab.pages.receive
    tab.open_receive()
    settle(shop_desk, qtbot)

    def receive(code: str, day: str) -> None:
        type_line(page.entry.code, code)
        settle(shop_desk, qtbot)
        type_line(page.entry.quantity, "")
        type_line(page.entry.cost, "50")
        settle(shop_desk, qtbot)
        page.day.setText(day)
        push(page, "Post receipt")
        settle(shop_desk, qtbot)

    receive("TEA-001", "2026-11-21")
    assert not page.late.isVisibleTo(page)
    assert page._lines == []
    tab.open_receive()
    receive("TEA-001", "2026-10-02")
    assert page.late.isVisibleTo(page)
    assert "later moves would be worth something else" in texts(page.late)
    push(page, "Post receipt")
    settle(shop_desk, qtbot)
    assert page._lines == []
    with store.read() as tx:
        latest = tx.scalar(select(func.max(StockMove.move_id)).where(StockMove.reason == "receipt"))
        when = tx.scalar(select(StockMove.moved_at).where(StockMove.move_id == latest))
    assert when == datetime(2026, 10, 2, 4, tzinfo=UTC)
