"""Buying on screen: an order is written by keyboard, ordered, seen with what came of it, and sent to the supplier."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from tests.desk.tabs.tea_shop import open_window, settle, type_line

from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures
from shopdesk.desk.main_window import MainWindow
from shopdesk.desk.tabs.buying import BuyingTab
from shopdesk.desk.tabs.buying.paper import write_out
from shopdesk.desk.tabs.stock import StockTab
from shopdesk.desk.widgets import Pill
from shopdesk.exchange.writing.template import speaker
from shopdesk.shop.buying.actions import OrderedLine, order_purchase, save_purchase, set_price
from shopdesk.shop.buying.landing import standing_costs
from shopdesk.shop.buying.receiving import Arrived, receive_purchase
from shopdesk.shop.buying.reports import PRICE_ROWS, find_purchase
from shopdesk.shop.catalog.actions import find_sku
from shopdesk.store.rows import Query, count
from shopdesk.store.store import Store
from shopdesk.store.tables import GoodsReceipt, Inspection, Lot, PurchaseLine, PurchaseOrder, Supplier, SupplierSku

D = Decimal


@pytest.fixture
def desk(shop_desk: Desk) -> Desk:
    return shop_desk


@pytest.fixture
def window(desk: Desk, store: Store, qtbot: QtBot) -> MainWindow:
    return open_window(desk, store, qtbot, "buying")


@pytest.fixture
def tab(window: MainWindow, desk: Desk, qtbot: QtBot) -> BuyingTab:
    desk.show("buying")
    settle(desk, qtbot)
    assert isinstance(window.page, BuyingTab)
    return window.page


def sku(store: Store, code: str) -> int:
    with store.read() as tx:
        return find_sku(tx, code)


def order(store: Store, *lines: tuple[str, int, str]) -> int:
    made = [OrderedLine(sku(store, code), D(pieces), D(cost)) for code, pieces, cost in lines]
    purchase_id = int(store.do(save_purchase, made, supplier="Longjing Farm").value)
    store.do(order_purchase, purchase_id, date(2026, 3, 2), date(2026, 3, 16))
    return purchase_id


def type_in(edit: QLineEdit, text: str) -> None:
    edit.setFocus()
    edit.clear()
    QTest.keyClicks(edit, text)
    QTest.keyClick(edit, Qt.Key.Key_Return)


def said(tab: BuyingTab) -> set[str]:
    panel = tab.orders.panel
    pills = {made.text for made in panel.findChildren(Pill)}
    words = {made.text() for made in panel.findChildren(QLabel)}
    return pills | words | {made.text() for made in panel.findChildren(QPushButton)}


def press(tab: BuyingTab, words: str) -> None:
    next(made for made in tab.orders.panel.findChildren(QPushButton) if made.text() == words).click()


def test_an_order_is_written_by_keyboard_and_ordered(tab: BuyingTab, desk: Desk, store: Store, qtbot: QtBot) -> None:
    store.do(set_price, "Longjing Farm", sku(store, "TEA-001"), price=D("39.5"), pack=D(12), minimum=D(24))
    settle(desk, qtbot)
    tab.add()
    page = tab.page
    page.supplier.setText("Longjing Farm")
    type_in(page.code, "nothing")
    settle(desk, qtbot)
    assert "nothing" in page.told.text()
    type_in(page.code, "6921000100018")
    settle(desk, qtbot)
    assert (page.quantity.text(), page.cost.text()) == ("24", "39.5"), "what the supplier asks"
    assert "packs of 12" in page.told.text()
    type_in(page.quantity, "36")
    type_in(page.cost, "39.5")
    type_in(page.code, "CUP-11")
    settle(desk, qtbot)
    assert page.cost.text() == "20", "what it cost last"
    type_in(page.quantity, "6")
    type_in(page.cost, "")
    assert page.list.view.rows.rowCount() == 2
    assert "1,422.00" in page.total.text()
    page.save_and_order()
    settle(desk, qtbot)
    with store.read() as tx:
        made = tx.rows(
            select(PurchaseOrder.state, Supplier.name, PurchaseLine.quantity, PurchaseLine.unit_cost)
            .join_from(PurchaseOrder, PurchaseLine, PurchaseLine.purchase_id == PurchaseOrder.purchase_id)
            .join(Supplier, Supplier.supplier_id == PurchaseOrder.supplier_id)
            .order_by(PurchaseLine.purchase_line_id)
        )
    assert [tuple(row) for row in made] == [
        ("ordered", "Longjing Farm", D(36), D("39.5")), ("ordered", "Longjing Farm", D(6), None),
    ]  # fmt: skip
    assert tab.pages.currentWidget() is tab.lists
    assert {"Longjing Farm", "Ordered", "TEA-001", "CUP-11"} <= said(tab)


def test_what_was_written_is_there_again(tab: BuyingTab, desk: Desk, store: Store, qtbot: QtBot) -> None:
    tab.add()
    tab.page.supplier.setText("Tea Hill")
    type_in(tab.page.code, "CUP-11")
    settle(desk, qtbot)
    type_in(tab.page.quantity, "5")
    type_in(tab.page.cost, "7")
    tab.open_list()
    tab.add()
    assert (tab.page.supplier.text(), tab.page.list.view.rows.rowCount()) == ("Tea Hill", 1)
    tab.page.save_draft()
    settle(desk, qtbot)
    tab.add()
    assert (tab.page.supplier.text(), tab.page.list.view.rows.rowCount()) == ("", 0), "it is in the shop now"


def test_an_order_is_edited_closed_and_reopened(tab: BuyingTab, desk: Desk, store: Store, qtbot: QtBot) -> None:
    key = order(store, ("TEA-001", 10, "40"))
    settle(desk, qtbot)
    tab.orders.grid.seek(key)
    settle(desk, qtbot)
    press(tab, "Edit")
    settle(desk, qtbot)
    assert tab.page.list.view.rows.rowCount() == 1
    type_in(tab.page.code, "TEA-001")
    settle(desk, qtbot)
    type_in(tab.page.quantity, "5")
    type_in(tab.page.cost, "40")
    tab.page.save_and_order()
    settle(desk, qtbot)
    with store.read() as tx:
        assert tx.scalars(select(PurchaseLine.quantity)) == [D(15)]
    for words, state in (("Close", "closed"), ("Reopen", "ordered")):
        press(tab, words)
        settle(desk, qtbot)
        with store.read() as tx:
            assert tx.scalars(select(PurchaseOrder.state)) == [state]
    desk.undo()
    settle(desk, qtbot)
    assert "Closed" in said(tab)


def test_late_orders_are_one_click_away(tab: BuyingTab, desk: Desk, store: Store, qtbot: QtBot) -> None:
    late = order(store, ("TEA-001", 10, "40"))
    other = int(store.do(save_purchase, [OrderedLine(sku(store, "CUP-11"), D(1))]).value)
    store.do(order_purchase, other, date(2026, 3, 2))
    settle(desk, qtbot)
    tab.orders.line.pick("late")
    settle(desk, qtbot)
    assert [tab.grid.rows.row_id(row) for row in range(tab.grid.rows.rowCount())] == [late]
    assert any("days late" in word for word in said(tab))


def test_suppliers_and_prices_are_typed_in(tab: BuyingTab, desk: Desk, store: Store, qtbot: QtBot) -> None:
    tab.show_view("suppliers")
    settle(desk, qtbot)
    tab.add()
    form = tab.suppliers.form.form
    form.type_in({"name": "Jingde Kiln", "lead_days": "21"})
    form.accept()
    settle(desk, qtbot)
    with store.read() as tx:
        assert tx.scalar(select(Supplier.lead_days).where(Supplier.name == "Jingde Kiln")) == 21
    tab.show_view("prices")
    settle(desk, qtbot)
    tab.add()
    form = tab.prices.form.form
    form.type_in({"supplier": "Jingde Kiln", "sku": "X-404", "price": "18"})
    form.accept()
    settle(desk, qtbot)
    assert any("X-404" in made.text() for made in form.findChildren(QLabel))
    form.type_in({"sku": "CUP-11"})
    form.accept()
    settle(desk, qtbot)
    with store.read() as tx:
        assert count(tx, PRICE_ROWS, Query()) == 1
    price = [column.key for column in PRICE_ROWS.sheet.columns].index("price")
    view = tab.prices.grid.view
    view.setFocus()
    view.setCurrentIndex(tab.prices.grid.rows.index(0, price))
    QTest.keyClick(view, Qt.Key.Key_F2)
    type_line(QApplication.focusWidget(), "17.5")
    settle(desk, qtbot)
    with store.read() as tx:
        assert tx.scalar(select(SupplierSku.price)) == D("17.5")
    desk.undo()
    settle(desk, qtbot)
    with store.read() as tx:
        assert tx.scalar(select(SupplierSku.price)) == 18


@pytest.mark.parametrize(("language", "word"), [("en", "Supplier"), ("zh_CN", "供应商"), ("zh_TW", "供應商")])
def test_the_order_goes_out_in_the_suppliers_language(
    tab: BuyingTab, store: Store, tmp_path: Path, language: str, word: str
) -> None:
    key = order(store, ("TEA-001", 10, "40"), ("CUP-11", 2, "20.5"))
    with store.read() as tx:
        facts = find_purchase(tx, key)
    assert facts is not None
    for ending in (".pdf", ".xlsx"):
        write_out(facts, Figures(), tmp_path / f"po{ending}", language, "Tea & Ware")
    text = " ".join("".join(page.extract_text() for page in PdfReader(tmp_path / "po.pdf").pages).split())
    for part in (word, "Longjing", "TEA-001", "441.00"):
        assert part in text
    sheet = openpyxl.load_workbook(tmp_path / "po.xlsx").worksheets[0]
    cells = {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert {"TEA-001", "CUP-11"} <= cells
    assert speaker(language)("Product") in cells


def test_a_delivery_is_scanned_against_its_order(
    tab: BuyingTab, window: MainWindow, desk: Desk, store: Store, qtbot: QtBot
) -> None:
    key = order(store, ("TEA-001", 3, "40"), ("CUP-11", 2, "20"))
    settle(desk, qtbot)
    tab.orders.grid.seek(key)
    settle(desk, qtbot)
    press(tab, "Receive")
    settle(desk, qtbot)
    assert isinstance(window.page, StockTab)
    page = window.page.pages.receive
    assert (page.order.purchase_id, page.supplier.text(), page.list.view.rows.rowCount()) == (key, "Longjing Farm", 2)
    assert not page.post.isEnabled(), "nothing has come yet"
    for code in ("6921000100018", "6921000100018", "6921000100018", "6921000100018", "ZZZ-1"):
        page.entry.type_code(code)
        settle(desk, qtbot)
        if page.entry.quantity.isEnabled():
            assert page.entry.cost is not None
            type_in(page.entry.quantity, "1")
            type_in(page.entry.cost, "")
        settle(desk, qtbot)
    assert page.over.text() == "More than was ordered: TEA-001. Say why it is kept."
    page.order.reason.setText("one as a gift")
    assert page.over.isHidden()
    page._edit(0, "lot_no", "L-7")
    page._edit(0, "expires_on", date(2027, 5, 1))
    page._edit(0, "looked_at", D(4))
    page._edit(0, "defective", D(1))
    page._edit(0, "reason", "wet")
    page.post.click()
    settle(desk, qtbot)
    with store.read() as tx:
        facts = find_purchase(tx, key)
        receipt = tx.rows(select(GoodsReceipt.note, GoodsReceipt.purchase_id).where(GoodsReceipt.purchase_id == key))
        lot = tx.rows(select(Lot.lot_no, Lot.expires_on))
        seen = tx.rows(select(Inspection.looked_at, Inspection.defective, Inspection.reason))
    assert facts is not None
    assert [(line.sku, line.received) for line in facts.lines] == [("TEA-001", D(4)), ("CUP-11", D(0))]
    assert [row.note for row in receipt] == ["Unknown codes: ZZZ-1 · one as a gift"]
    assert [tuple(row) for row in lot] == [("L-7", date(2027, 5, 1))]
    assert [tuple(row) for row in seen] == [(D(4), D(1), "wet")]
    assert page.order.purchase_id == 0


def test_freight_is_added_to_a_receipt_and_taken_back(
    window: MainWindow, desk: Desk, store: Store, qtbot: QtBot
) -> None:
    key = order(store, ("CUP-11", 10, "20"))
    with store.read() as tx:
        facts = find_purchase(tx, key)
    assert facts is not None
    came = [Arrived(facts.lines[0].sku_id, D(10), facts.lines[0].line_id)]
    receipt = store.do(receive_purchase, key, came, document_no="GR-77").value
    desk.show("stock", view="receipts")
    settle(desk, qtbot)
    assert isinstance(window.page, StockTab)
    page = window.page.lists.receipts
    page.grid.seek(receipt)
    settle(desk, qtbot)
    next(made for made in page.panel.findChildren(QPushButton) if made.text() == "Add freight, duty…").click()
    page.landed.form.type_in({"amount": "30", "basis": "quantity", "document_no": "SF-1"})
    page.landed.form.accept()
    settle(desk, qtbot)
    with store.read() as tx:
        (cost,) = standing_costs(tx, receipt)
    assert (cost.kind, cost.basis, cost.amount, cost.document_no) == ("freight", "quantity", D(30), "SF-1")
    words = {made.text() for made in page.panel.findChildren(QLabel)}
    assert any("SF-1" in word for word in words)
    next(made for made in page.panel.findChildren(QPushButton) if made.text() == "Note an inspection…").click()
    page.inspection.form.type_in({"looked_at": "5", "defective": "2", "reason": "scratched"})
    page.inspection.form.accept()
    settle(desk, qtbot)
    assert {"2", "5", "scratched"} <= {made.text() for made in page.panel.findChildren(QLabel)}
    next(made for made in page.panel.findChildren(QPushButton) if made.text() == "Take back").click()
    settle(desk, qtbot)
    with store.read() as tx:
        assert standing_costs(tx, receipt) == []


@pytest.mark.parametrize("state", ["list", "suppliers", "prices", "new", "supplier form", "price form"])
def test_everything_that_takes_the_keyboard_has_a_name(tab: BuyingTab, desk: Desk, qtbot: QtBot, state: str) -> None:
    view, _space, is_form = state.partition(" ")
    dict(tab.pictures()).get({"supplier": "suppliers", "price": "prices"}.get(view, view), lambda: None)()
    settle(desk, qtbot)
    if is_form:
        tab.add()
    for widget in tab.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found = QAccessible.queryAccessibleInterface(widget)
            assert found.text(QAccessible.Text.Name), f"{widget} of {widget.parent()}"
