"""The list of goods receipts: what came in, its lines, and the ways from there to products, moves and files."""

from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from tests.desk.tabs.tea_shop import click, key, settle

from shopdesk.desk.desk import Desk
from shopdesk.desk.main_window import MainWindow
from shopdesk.desk.tabs.stock import StockTab
from shopdesk.desk.tabs.stock.receipts_list import ReceiptsList
from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.exchange.load.take_back import take_back
from shopdesk.shop.stock.actions import ReceiptLine, add_warehouse, receive_goods
from shopdesk.shop.stock.reports import RECEIPT_ROWS, STOCK_ROWS
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.store import Store

COLUMNS = [column.key for column in RECEIPT_ROWS.sheet.columns]


@pytest.fixture
def tab(window: MainWindow, shop_desk: Desk, qtbot: QtBot) -> StockTab:
    window.show_tab("stock")
    settle(shop_desk, qtbot)
    assert isinstance(window.page, StockTab)
    return window.page


@pytest.fixture
def listed(tab: StockTab, shop_desk: Desk, qtbot: QtBot) -> ReceiptsList:
    """The list, come to by its segment."""
    click(next(one for one in tab.segments.findChildren(QAbstractButton) if one.text() == "Receipts"))
    settle(shop_desk, qtbot)
    assert tab.lists.receipts.isVisible()
    return tab.lists.receipts


def rows(listed: ReceiptsList) -> dict[str, dict[str, object]]:
    """What stands in the grid, by number of the receipt."""
    model = listed.grid.rows
    found = [{name: model.value(row, place) for place, name in enumerate(COLUMNS)} for row in range(model.rowCount())]
    return {str(row["document_no"]): row for row in found}


def words(widget: QWidget) -> list[str]:
    labels = [one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget)]
    return labels + [one.text() for one in widget.findChildren(QPushButton) if one.isVisibleTo(widget)]


def press(widget: QWidget, text: str) -> None:
    click(next(one for one in widget.findChildren(QPushButton) if one.text() == text and one.isVisibleTo(widget)))


def sku(store: Store, code: str) -> int:
    with store.read() as tx:
        return fetch_first(tx, STOCK_ROWS, Query(filters=(("sku", f'="{code}"'),)), 1)[0][0]


def test_a_receipt_stands_with_what_it_brought(listed: ReceiptsList) -> None:
    row = rows(listed)["GR-1"]
    told = {name: row[name] for name in ("supplier", "warehouse", "lines", "pieces", "value", "import_id")}
    assert told == {
        "supplier": "Hangzhou Tea", "warehouse": "Main warehouse", "lines": 2, "pieces": 14, "value": Decimal(482),
        "import_id": None,
    }  # fmt: skip
    said = words(listed.panel)
    assert {"GR-1", "2 lines", "TEA-001", "CUP-11", "402.00", "80.00", "482.00", "Entered in ShopDesk."} <= set(said)


def test_its_lines_lead_to_their_product_and_to_the_moves(
    listed: ReceiptsList, tab: StockTab, shop_desk: Desk, qtbot: QtBot
) -> None:
    press(listed.panel, "Show its stock moves")
    settle(shop_desk, qtbot)
    assert tab.lists.moves.isVisible()
    assert tab.lists.moves.grid.rows.rowCount() == 2
    tab.show_view("receipts")
    settle(shop_desk, qtbot)
    press(listed.panel, "CUP-11")
    settle(shop_desk, qtbot)
    assert tab.lists.stock.isVisible()
    assert tab.lists.stock.shown_id == tab.lists.stock.grid.view.current_id()
    assert tab.lists.stock.panel.facts_shown is not None
    assert tab.lists.stock.panel.facts_shown.row["sku"] == "CUP-11"


def test_enter_goes_to_the_lines_and_esc_comes_back(listed: ReceiptsList) -> None:
    listed.grid.view.setFocus()
    key(listed.grid.view, Qt.Key.Key_Return)
    assert listed.panel.area.hasFocus()
    key(listed.panel.area, Qt.Key.Key_Escape)
    assert listed.grid.view.hasFocus()


def test_a_line_without_a_cost_leaves_the_value_blank_and_several_places_are_said(
    listed: ReceiptsList, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    other = store.do(add_warehouse, "Hangzhou").value
    lines = [
        ReceiptLine(sku(store, "KET-08"), Decimal(3), None),
        ReceiptLine(sku(store, "CUP-11"), Decimal(1), Decimal(21), warehouse_id=other),
    ]
    shop_desk.do(receive_goods, "GR-2", lines)
    settle(shop_desk, qtbot)
    row = rows(listed)["GR-2"]
    assert (row["value"], row["pieces"], row["warehouse"]) == (None, 4, "Several warehouses")
    listed.line.pick("no_cost")
    settle(shop_desk, qtbot)
    assert list(rows(listed)) == ["GR-2"]
    assert {"cost unknown", "21.00"} <= set(words(listed.panel))


def test_an_imported_receipt_leads_to_its_rows_and_goes_with_its_import(
    listed: ReceiptsList, shop_desk: Desk, store: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "delivery.csv"
    file.write_text("sku,quantity,unit_cost,document_no,supplier\nTEA-001,5,39.00,DN-9,Hangzhou Tea\n", "utf-8")
    staged = prepare(store, file, Choices(kind="receipts", accept_proposal=True))
    number = run_import(store, staged)
    settle(shop_desk, qtbot)
    listed.line.pick("imported")
    settle(shop_desk, qtbot)
    assert list(rows(listed)) == ["DN-9"]
    said = next(one for one in words(listed.panel) if "delivery.csv" in one)
    assert "row 2" in said
    listed.panel.row_wanted.emit(number, (2,))
    settle(shop_desk, qtbot)
    assert listed.page.side.currentWidget() is listed.page.source
    shop_desk.do(take_back, number)
    settle(shop_desk, qtbot)
    assert rows(listed) == {}


def test_it_is_exported_searched_and_found_again(
    listed: ReceiptsList, tab: StockTab, window: MainWindow, shop_desk: Desk, qtbot: QtBot
) -> None:
    told = tab.export_grid()
    assert told is not None
    assert (told.source, told.title) == (RECEIPT_ROWS, "Goods receipts")
    tab.focus_search()
    listed.grid.set_search("nobody")
    settle(shop_desk, qtbot)
    assert rows(listed) == {}
    place = tab.place()
    window.speak("zh_CN")
    settle(shop_desk, qtbot)
    assert isinstance(window.page, StockTab)
    assert window.page.lists.receipts.isVisible()
    assert window.page.place()["search"] == place["search"] == "nobody"
