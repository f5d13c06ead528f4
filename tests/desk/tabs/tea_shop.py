"""A small tea shop made by real actions and one real import, to test screens on."""

import csv
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.desk.desk import Desk
from shopdesk.desk.main_window import MainWindow
from shopdesk.desk.tabs import TABS, Tab
from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.opening import new_shop
from shopdesk.shop.stock.actions import ReceiptLine, receive_goods
from shopdesk.shop.stock.reports import STOCK_ROWS
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.store import Store

PRODUCTS = (
    # code, title, option, barcode, price, stated cost
    ("TEA-001", "龙井茶礼盒", "250 克", "6921000100018", "128.00", "41.50"),
    ("CUP-11", "White gaiwan", "120 ml", "6921000100025", "68.00", None),
    ("KET-08", "Iron kettle", None, "6921000100070", "258.00", None),
)
HEADERS = (
    "order", "state", "placed", "paid", "sent", "name", "phone", "address", "buyer", "sku", "title", "qty", "price",
    "shipping", "note", "refund",
)  # fmt: skip
FIELDS = (
    "order_no", "state", "placed_at", "paid_at", "shipped_at", "recipient", "phone", "address", "customer_no", "sku",
    "title", "quantity", "unit_price", "shipping", "seller_note", "refund_amount",
)  # fmt: skip


def order_rows() -> Iterator[Sequence[str]]:
    """The rows of the order file: one a line."""
    person = ("张小敏", "13812345678", "浙江省杭州市西湖区文三路 1 号", "minmin88")
    paid, sent = "2026-11-20 10:05", "2026-11-20 18:00"

    def line(no: str, state: str, sku: str, qty: int, price: str, **more: str) -> Sequence[str]:
        is_paid = state not in {"unpaid", "cancelled"}
        return (
            no, state, more.get("placed", "2026-11-20 10:00"), paid if is_paid else "",
            sent if state in {"shipped", "completed"} else "", *person, sku, more.get("title", sku), str(qty), price,
            more.get("shipping", "0"), more.get("note", ""), more.get("refund", ""),
        )  # fmt: skip

    yield line("A-1", "completed", "TEA-001", 2, "128.00", shipping="8.00", title="龙井茶礼盒 250 克")
    yield line("A-1", "completed", "CUP-11", 1, "68.00", shipping="8.00", title="White gaiwan")
    yield line("A-2", "paid", "TEA-001", 1, "128.00", placed="2026-11-21 09:00")
    yield line("A-3", "unpaid", "CUP-11", 1, "68.00", placed="2026-11-21 10:00")
    yield line("A-4", "shipped", "KET-08", 1, "258.00", note="fragile")
    yield line("A-5", "completed", "TEA-001", 1, "128.00", refund="30.00")
    yield line("A-6", "cancelled", "CUP-11", 1, "68.00")
    for number in range(20):
        yield line("A-7", "completed", f"X-{number:02}", number + 1, "1.50", title=f"Tea towel {number:02}")
    yield line("C-8", "completed", "CUP-11", -1, "68.00")


def make_shop(folder: Path) -> Path:
    """Build the shop once; its file is copied for each test."""
    where = folder / "tea.shopdesk"
    store = new_shop(str(where), name="Tea & Ware", currency="CNY", time_zone="Asia/Shanghai")
    ids = {}
    for code, title, option, barcode, price, cost in PRODUCTS:
        added = store.do(
            add_product, code, title, option=option, barcode=barcode, price=Decimal(price),
            cost=Decimal(cost) if cost else None,
        )  # fmt: skip
        ids[code] = added.value
    lines = [
        ReceiptLine(ids["TEA-001"], Decimal(10), Decimal("40.20")),
        ReceiptLine(ids["CUP-11"], Decimal(4), Decimal(20)),
    ]
    store.do(receive_goods, "GR-1", lines, supplier="Hangzhou Tea", received_at=datetime(2026, 10, 1, tzinfo=UTC))
    file = folder / "orders.csv"
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([HEADERS, *order_rows()])
    mapping = dict(zip(FIELDS, HEADERS, strict=True))
    choices = Choices(kind="orders", channel="taobao", mapping=mapping, accept_proposal=True)
    run_import(store, prepare(store, file, choices))
    store.close()
    return where


def settle(desk: Desk, qtbot: QtBot) -> None:
    """Wait until everything asked and written has come home and was shown."""
    qtbot.waitUntil(lambda: not desk.busy, timeout=20_000)
    QApplication.sendPostedEvents()
    if desk.busy:
        settle(desk, qtbot)


def key(widget: QWidget, code: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press one key where `widget` is."""
    QTest.keyClick(widget, code, modifier)


def write(widget: QWidget | None, text: str) -> None:
    """Type a text where `widget` is."""
    assert widget is not None
    QTest.keyClicks(widget, text)


def type_line(widget: QWidget | None, text: str) -> None:
    """Type a text and Enter."""
    assert widget is not None
    QTest.keyClicks(widget, text)
    QTest.keyClick(widget, Qt.Key.Key_Return)


def burst(window: MainWindow, text: str, since: int) -> int:
    """Keys as a scanner sends them, two milliseconds apart by their time stamps; the moment after the last."""
    for place, letter in enumerate([*text, "\r"]):
        code = Qt.Key.Key_Return if letter == "\r" else Qt.Key(ord(letter.upper()))
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, letter)
            event.setTimestamp(since + 2 * place)
            QApplication.sendEvent(window.windowHandle(), event)
    return since + 1_000


def click(widget: QWidget) -> None:
    """Click in the middle of a widget."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def sku_cells(store: Store, code: str) -> dict[str, Any]:
    """What the store says of a SKU, by column of the stock list."""
    with store.read() as tx:
        found = fetch_first(tx, STOCK_ROWS, Query(filters=(("sku", f'="{code}"'),)), 1)
    assert found, f"no SKU {code}"
    return {column.key: value for column, value in zip(STOCK_ROWS.sheet.columns, found[0][1], strict=True)}


def open_window(desk: Desk, store: Store, qtbot: QtBot, *more: str) -> MainWindow:
    """A window with the tabs of orders and stock, and `more` before them; the first tab is in front and has read."""
    keys = [*more, "orders", "stock"]
    tabs = sorted((tab for tab in TABS if tab.key in keys), key=lambda tab: keys.index(tab.key))
    return _open(desk, tabs, QSize(1280, 680), store, qtbot)


def open_on(key: str, desk: Desk, store: Store, qtbot: QtBot) -> MainWindow:
    """A window with every tab, on one of them; it stands first, so that no other is made for nothing."""
    tabs = sorted(TABS, key=lambda tab: tab.key != key)
    return _open(desk, tabs, QSize(1440, 900), store, qtbot)


def _open(desk: Desk, tabs: Sequence[Tab], size: QSize, store: Store, qtbot: QtBot) -> MainWindow:
    made = MainWindow(desk, tabs)
    qtbot.addWidget(made)
    made.resize(size)
    made.show()
    with qtbot.waitSignal(desk.store_changed):
        desk.open(lambda: store)
    settle(desk, qtbot)
    return made
