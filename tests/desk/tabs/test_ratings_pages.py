"""Reviews, ratings and care in the window: answered, judged, made a case; a rating and a target; a contact, a file."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select, update
from tests.desk.tabs.tea_shop import open_window, settle

from shopdesk.desk.desk import Desk
from shopdesk.shop.catalog.reports import channel_ids
from shopdesk.shop.service.actions import add_reply
from shopdesk.shop.service.care.contacts import CARE_LOG_ROWS, fetch_care
from shopdesk.shop.service.customers.actions import tell_consent
from shopdesk.shop.service.customers.rules import Means
from shopdesk.shop.service.ratings.reviews import REVIEW_ROWS, find_review
from shopdesk.shop.service.ratings.told import add_review
from shopdesk.store.action import action
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.store import Store
from shopdesk.store.tables import ContactLook, Customer, CustomerContact, SalesOrder
from shopdesk.store.tx import Tx


def press(page: QWidget, text: str) -> None:
    [one for one in page.findChildren(QPushButton) if one.text() == text][-1].click()


def front(window: Any) -> Any:
    return window.page.front


@action("review.edit", "Write reviews")
def write(tx: Tx) -> None:
    channel_id = channel_ids(tx)["taobao"]
    for number, stars in enumerate((1, 5), 1):
        written = tx.now - timedelta(number)
        add_review(tx, channel_id, f"R{number}", {"written_at": written, "described": stars, "text": f"Tea {number}"})


def test_a_review_is_answered_judged_and_made_a_case(store: Store, shop_desk: Desk, qtbot: QtBot) -> None:
    store.do(write)
    store.do(add_reply, "Thanks", "zh", "谢谢您在{channel}惠顾")
    window = open_window(shop_desk, store, qtbot, "service")
    shop_desk.show("service", segment="reviews", row_id=1)
    settle(shop_desk, qtbot)
    page = front(window)
    page.panel.use(page.panel._shown.replies[0])
    settle(shop_desk, qtbot)
    assert QGuiApplication.clipboard().text() == page.panel.text.toPlainText() == "谢谢您在淘宝惠顾"
    page.panel.text.setPlainText("Sorry!")
    press(page.panel, "Copy")
    press(page.panel, "Mark as answered")
    settle(shop_desk, qtbot)
    press(page.panel, "Cause…")
    page.part.form.type_in({"cause": "Damaged"})
    page.part.form.accept()
    settle(shop_desk, qtbot)
    press(page.panel, "Open a case")
    settle(shop_desk, qtbot)
    with store.read() as tx:
        review = find_review(tx, 1)
        assert find_review(tx, 99) is None, "it may be gone by the time it is asked for"
    assert review is not None
    assert [review.row[key] for key in ("reply", "cause", "case_no")] == ["Sorry!", "Damaged", "C0001"]
    assert QGuiApplication.clipboard().text() == "Sorry!"
    shop_desk.show("service", segment="causes")
    settle(shop_desk, qtbot)
    assert [row[:4] for row in front(window).rows] == [("Damaged", None, None, 1)]
    press(front(window).panel, "Show the reviews")
    settle(shop_desk, qtbot)
    assert front(window).grid.rows.rowCount() == 1


def test_a_rating_and_a_target_are_typed(store: Store, shop_desk: Desk, qtbot: QtBot) -> None:
    store.do(write)
    window = open_window(shop_desk, store, qtbot, "service")
    shop_desk.show("service", segment="ratings")
    settle(shop_desk, qtbot)
    page = front(window)
    assert [row[1:4] for row in page.rows] == [("described", 3, 2)]
    page.begin()
    page.part.form.type_in({"described": "4.70", "ratings": "300"})
    page.part.form.accept()
    settle(shop_desk, qtbot)
    assert page.rows[0][7] == 150
    page.target.setText("4.9")
    page.target.editingFinished.emit()
    settle(shop_desk, qtbot)
    assert page.rows[0][7] == 600
    shop_desk.show("service", segment="reviews", quick="low")
    settle(shop_desk, qtbot)
    with store.read() as tx:
        assert len(fetch_first(tx, REVIEW_ROWS, Query(filters=front(window).grid.query.filters))) == 1


@action("test.name", "Name a buyer")
def name_buyer(tx: Tx) -> None:
    channel_id = channel_ids(tx)["taobao"]
    customer_id = tx.insert(Customer, channel_id=channel_id, customer_no="ann")
    tx.insert(CustomerContact, customer_id=customer_id, name="Ann Lee", phone="13800000001")
    ids = tx.scalars(select(SalesOrder.order_id).where(SalesOrder.sold_on.is_not(None)))
    for place, order_id in enumerate(ids):
        on = tx.today - timedelta(100 + 10 * place)
        tx.run_sql(SalesOrder, update(SalesOrder).where(SalesOrder.order_id == order_id)
                   .values(customer_id=customer_id, sold_on=on))  # fmt: skip


def test_a_customer_is_cared_for_and_goes_out_for_sending(
    store: Store, shop_desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.do(name_buyer)
    with store.read() as tx:
        (due,) = fetch_care(tx, Means.SMS)
    window = open_window(shop_desk, store, qtbot, "service")
    shop_desk.show("service", segment="care", row_id=due.customer_id)
    settle(shop_desk, qtbot)
    page, out = front(window), tmp_path / "sending.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    page._ask_out(is_open=True)
    assert not out.exists()
    store.do(tell_consent, due.customer_id, Means.SMS, True, "form")
    settle(shop_desk, qtbot)
    page._ask_out(is_open=True)
    settle(shop_desk, qtbot)
    cells = [cell.value for row in openpyxl.load_workbook(out).worksheets[0].iter_rows() for cell in row]
    assert {"Ann Lee", "13800000001"} <= set(cells)
    with store.read() as tx:
        assert tx.scalars(select(ContactLook.place)) == ["export"]
    page._ask_out(is_open=False)
    settle(shop_desk, qtbot)
    masked = {cell.value for row in openpyxl.load_workbook(out).worksheets[0].iter_rows() for cell in row}
    assert not {"Ann Lee", "13800000001", due.customer_no} & masked
    with store.read() as tx:
        assert len(tx.scalars(select(ContactLook.place))) == 1
    press(page.panel, "Write down a contact…")
    page.part.form.type_in({"result": "reached"})
    page.part.form.accept()
    settle(shop_desk, qtbot)
    with store.read() as tx:
        assert (fetch_care(tx, Means.SMS), len(fetch_first(tx, CARE_LOG_ROWS, Query()))) == ([], 1)
