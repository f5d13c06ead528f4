"""Whole pieces of work with the keyboard alone: a count with its recount, goods that come back in parts, a reorder."""

from decimal import Decimal
from pathlib import Path

import openpyxl
import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from tests.desk.tabs.tea_shop import key, open_window, settle, sku_cells, type_line
from tests.exchange.counter import orders, take_in

from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures
from shopdesk.desk.main_window import MainWindow
from shopdesk.desk.tabs.buying.paper import write_out
from shopdesk.desk.tabs.orders import OrdersTab
from shopdesk.desk.tabs.planning import PlanningTab
from shopdesk.desk.tabs.stock import StockTab
from shopdesk.shop.buying.reports import find_purchase
from shopdesk.store.store import Store
from shopdesk.store.tables import CustomerReturn, PurchaseLine, PurchaseOrder, ReturnLine, Sku


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def tab_to(wanted: QWidget, most: int = 90) -> None:
    """Press Tab until the keyboard is at a widget."""
    way = []
    for _step in range(most):
        if focused() is wanted:
            return
        key(focused(), Qt.Key.Key_Tab)
        way.append(focused().accessibleName() or type(focused()).__name__)
    pytest.fail(f"Tab does not come to {wanted.accessibleName()}: {way}")


def test_a_count_is_counted_again_and_approved(window: MainWindow, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    window.activateWindow()
    key(window, Qt.Key.Key_F8)
    settle(shop_desk, qtbot)
    assert isinstance(window.page, StockTab)
    page = window.page.pages.count
    key(focused(), Qt.Key.Key_Return)
    settle(shop_desk, qtbot)
    qtbot.waitUntil(page.scan.entry.code.hasFocus)
    type_line(focused(), "3*TEA-001")  # seven were expected
    for code in ("STRANGE-1", "STRANGE-2"):
        type_line(focused(), f"2*{code}")
    key(focused(), Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: page.review.review is not None)
    settle(shop_desk, qtbot)
    key(focused(), Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: page.fault.text() != "")  # two codes are nobody's, and a line is to be counted again
    tab_to(page.review.unknown.edits["STRANGE-1"])
    type_line(focused(), "CUP-11")
    settle(shop_desk, qtbot)
    assert focused() is page.review.unknown.edits["STRANGE-2"]
    type_line(focused(), "CUP-11")
    settle(shop_desk, qtbot)
    assert focused() is page.review.list.view
    tab_to(page.review.recount)
    key(focused(), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.state.text == "Counting")
    qtbot.waitUntil(page.scan.entry.code.hasFocus)
    type_line(focused(), "4*TEA-001")
    key(focused(), Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: page.state.text == "To review")
    settle(shop_desk, qtbot)
    key(focused(), Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: page.state.text == "Booked")
    settle(shop_desk, qtbot)
    assert [sku_cells(store, code)["on_hand"] for code in ("TEA-001", "CUP-11")] == [
        4,
        4,
    ]  # the codes were two cups each


def returned(store: Store) -> list[tuple[str, str, Decimal | None]]:
    """Return no., verdict and pieces of every line that came back."""
    with store.read() as tx:
        rows = tx.rows(
            select(CustomerReturn.return_no, ReturnLine.verdict, ReturnLine.quantity)
            .join(ReturnLine, ReturnLine.return_id == CustomerReturn.return_id)
            .order_by(ReturnLine.return_line_id)
        )
    return [(row.return_no, row.verdict, row.quantity) for row in rows]


def expect_pieces(tab: OrdersTab, left: str, pieces: str, desk: Desk, qtbot: QtBot) -> None:
    """Expect pieces of the order in front; the form offers what is left of them."""
    desk.show("orders", order_no="R-1")
    settle(desk, qtbot)
    tab.deeds.wish("expect")
    settle(desk, qtbot)
    form = tab.form.form
    assert form is not None
    *_reason_and_waybill, edit = form.findChildren(QLineEdit)
    assert edit.text() == left
    tab_to(edit)
    edit.selectAll()
    type_line(edit, pieces)
    settle(desk, qtbot)


def scan_back(tab: OrdersTab, *pieces: str, desk: Desk, qtbot: QtBot) -> None:
    """Scan the parcel, say how many pieces get the verdict of each row, and book that."""
    desk.show("orders", view="returns")
    settle(desk, qtbot)
    returns = tab.pages.returns
    type_line(returns.scan.edit, "R-1")
    settle(desk, qtbot)
    assert returns.panel.detail is not None
    assert returns.panel.detail.row.state == "arrived"
    for (_line, edit, _verdict), typed in zip(returns.panel.judges, pieces, strict=True):
        tab_to(edit)
        edit.selectAll()
        QTest.keyClicks(edit, typed)
    tab_to(next(one for one in returns.panel.findChildren(QPushButton) if one.text() == "Book the verdicts"))
    key(focused(), Qt.Key.Key_Space)
    settle(desk, qtbot)


def test_goods_come_back_in_parts(window: MainWindow, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    """Two of three pieces, one of them broken; then the third. No more than was sold ever comes back."""
    sold = {"order_no": "R-1", "state": "shipped", "placed_at": "2026-11-01 10:00", "paid_at": "2026-11-01 10:05",
            "shipped_at": "2026-11-02 09:00", "sku": "CUP-11", "quantity": 3, "unit_price": "50.00"}  # fmt: skip
    take_in(store, orders(sold))
    settle(shop_desk, qtbot)
    window.activateWindow()
    tab = window.page
    assert isinstance(tab, OrdersTab)
    before = sku_cells(store, "CUP-11")["on_hand"]
    expect_pieces(tab, "3", "2", shop_desk, qtbot)
    scan_back(tab, "1", "1", desk=shop_desk, qtbot=qtbot)
    expect_pieces(tab, "1", "1", shop_desk, qtbot)
    scan_back(tab, "1", desk=shop_desk, qtbot=qtbot)
    assert [(verdict, pieces) for _no, verdict, pieces in returned(store)] == [
        ("resell", 1), ("scrap", 1), ("resell", 1),
    ]  # fmt: skip
    assert sku_cells(store, "CUP-11")["on_hand"] == before + 2
    shop_desk.show("orders", order_no="R-1")
    settle(shop_desk, qtbot)
    tab.deeds.wish("expect")
    settle(shop_desk, qtbot)
    assert window.toast.text == "Nothing of this order can come back."


def test_a_reorder_from_the_card_to_the_suppliers_paper(
    shop_desk: Desk, store: Store, qtbot: QtBot, tmp_path: Path
) -> None:
    """A figure is changed, the proposal moves, and what it says becomes a draft that goes out as PDF and Excel."""
    window = open_window(shop_desk, store, qtbot, "planning", "buying")
    window.activateWindow()
    shop_desk.show("planning")
    settle(shop_desk, qtbot)
    tab = window.page
    assert isinstance(tab, PlanningTab)
    tab.reorder.line.pick("all")
    settle(shop_desk, qtbot)
    with store.read() as tx:
        tab.reorder.grid.seek(tx.scalar(select(Sku.sku_id).where(Sku.code == "TEA-001")))
    settle(shop_desk, qtbot)
    tab.reorder.grid.setFocus()
    form = tab.reorder.panel.form
    assert form is not None
    order = next(one for one in tab.reorder.panel.findChildren(QPushButton) if one.text().startswith("Draft an"))
    before = order.text()
    tab_to(form.editor("lead_days"))
    QTest.keyClicks(focused(), "200")
    assert order.text() != before
    pieces = Decimal(order.text().rsplit(" ", 1)[1].replace(",", ""))
    tab_to(order)
    key(order, Qt.Key.Key_Space)
    settle(shop_desk, qtbot)
    with store.read() as tx:
        [(draft, state)] = tx.rows(select(PurchaseOrder.purchase_id, PurchaseOrder.state))
        assert tx.scalars(select(PurchaseLine.quantity)) == [pieces]
        facts = find_purchase(tx, draft)
    assert state == "draft"
    assert facts is not None
    for ending in (".pdf", ".xlsx"):
        write_out(facts, Figures(), tmp_path / f"po{ending}", "en", "Tea & Ware")
    said = " ".join("".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "po.pdf").pages).split())
    assert "TEA-001" in said
    sheet = openpyxl.load_workbook(tmp_path / "po.xlsx").worksheets[0]
    assert "TEA-001" in {cell.value for row in sheet.iter_rows() for cell in row}
