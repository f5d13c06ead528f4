"""Service on screen: a case from the last digits of an order, answers that are kept, replies without holes, hours."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from tests.desk.tabs.tea_shop import key, open_window, settle

from shopdesk.desk.attached import AttachedFiles
from shopdesk.desk.desk import Desk
from shopdesk.desk.doors import Message
from shopdesk.desk.main_window import MainWindow
from shopdesk.desk.tabs.orders import OrdersTab
from shopdesk.desk.tabs.service import ServiceTab
from shopdesk.desk.tabs.service.cases_list import CasesList, QueueList
from shopdesk.desk.tabs.service.hours_page import HoursPage, parse_spans, span_words
from shopdesk.desk.tabs.service.replies_list import RepliesList
from shopdesk.shop.ledger.attachments import find_attachments, remove_attachment
from shopdesk.shop.service.actions import add_reply, open_case
from shopdesk.shop.service.promises import read_periods, read_promises
from shopdesk.shop.service.reports import CaseFacts, fetch_queue, find_case
from shopdesk.shop.service.rules import CASE
from shopdesk.store.store import Store
from shopdesk.store.tables import SalesOrder, ServiceCase
from shopdesk.text import UserError


@pytest.fixture
def window(shop_desk: Desk, store: Store, qtbot: QtBot) -> MainWindow:
    return open_window(shop_desk, store, qtbot, "service")


@pytest.fixture
def tab(window: MainWindow, shop_desk: Desk, qtbot: QtBot) -> ServiceTab:
    shop_desk.show("service")
    settle(shop_desk, qtbot)
    assert isinstance(window.page, ServiceTab)
    return window.page


@pytest.fixture
def queue(tab: ServiceTab) -> QueueList:
    assert isinstance(tab.front, QueueList)
    return tab.front


def order_no(store: Store) -> str:
    with store.read() as tx:
        return str(tx.scalar(select(SalesOrder.order_no).order_by(SalesOrder.order_id).limit(1)))


def cases(store: Store) -> list[CaseFacts]:
    with store.read() as tx:
        found = [find_case(tx, case_id) for case_id, _row in fetch_queue(tx)]
    return [one for one in found if one is not None]


def press(place: QWidget, words: str) -> None:
    (found,) = [made for made in place.findChildren(QPushButton) if made.text() == words]
    found.click()


def opened(tab: ServiceTab, desk: Desk, store: Store, qtbot: QtBot, **facts: Any) -> CaseFacts:
    """A case that is there, selected in the queue."""
    store.do(open_case, {"title": "Lid broken", "order_no": order_no(store), **facts})
    settle(desk, qtbot)
    front = tab.front
    assert isinstance(front, CasesList)
    front.grid.seek(cases(store)[0].case_id)
    settle(desk, qtbot)
    return cases(store)[0]


def test_a_case_is_opened_from_the_end_of_an_order_number(
    queue: QueueList, tab: ServiceTab, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    tab.add.click()
    QTest.keyClicks(queue.form.search, order_no(store)[-5:])
    qtbot.waitUntil(
        lambda: len(queue.form.findChildren(QPushButton, options=Qt.FindChildOption.FindChildrenRecursively)) > 2
    )
    settle(shop_desk, qtbot)
    links = [made for made in queue.form.findChildren(QPushButton) if order_no(store) in made.text()]
    links[0].click()
    title = queue.form.form.editor("title")
    assert isinstance(title, QLineEdit)
    QTest.keyClicks(title, "Lid broken")
    key(title, Qt.Key.Key_Return)
    settle(shop_desk, qtbot)
    (case,) = cases(store)
    assert (case.row["title"], case.row["order_no"], case.row["priority"]) == ("Lid broken", order_no(store), "normal")
    assert queue.page.side.currentWidget() is queue.panel


def test_four_digits_of_a_phone_and_enter_open_a_case_without_the_mouse(
    queue: QueueList, tab: ServiceTab, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    tab.begin()
    QTest.keyClicks(queue.form.search, "5678")
    qtbot.waitUntil(lambda: queue.form._first is not None)
    key(queue.form.search, Qt.Key.Key_Return)
    title = queue.form.form.editor("title")
    assert isinstance(title, QLineEdit)
    QTest.keyClicks(title, "Where is it?")
    key(title, Qt.Key.Key_Return)
    settle(shop_desk, qtbot)
    (case,) = cases(store)
    assert case.order_id is not None


def test_a_customer_without_an_order_has_a_case_too(
    queue: QueueList, tab: ServiceTab, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    opened(tab, shop_desk, store, qtbot, priority="high")
    tab.begin()
    QTest.keyClicks(queue.form.search, "minmin88")
    qtbot.waitUntil(lambda: queue.form._first is not None)
    (link,) = [one for one in queue.form.findChildren(QPushButton) if one.text().startswith("Customer")]
    assert "minmin88" not in link.text() + link.toolTip()
    link.click()
    assert queue.form.search.text() != "minmin88"
    QTest.keyClicks(queue.form.form.editor("title"), "Asks for an invoice")
    queue.form.form.submit.click()
    settle(shop_desk, qtbot)
    (case,) = [one for one in cases(store) if one.row["title"] == "Asks for an invoice"]
    assert (case.order_id, case.customer_id is not None) == (None, True)
    assert queue.grid.view.current_id() == case.case_id, "it is stood on, though it waits behind another"


def test_files_are_kept_with_a_case_and_come_back_by_undo(
    queue: QueueList, tab: ServiceTab, shop_desk: Desk, store: Store, qtbot: QtBot, tmp_path: Path
) -> None:
    case = opened(tab, shop_desk, store, qtbot)
    photo = tmp_path / "lid.jpg"
    photo.write_bytes(b"broken")
    (files,) = queue.panel.findChildren(AttachedFiles)
    files.attach(photo)
    settle(shop_desk, qtbot)
    with store.read() as tx:
        (kept,) = find_attachments(tx, CASE, case.case_id)
    store.do(remove_attachment, kept.attachment_id)
    store.undo()
    with store.read() as tx:
        assert [one.name for one in find_attachments(tx, CASE, case.case_id)] == ["lid.jpg"]


def test_an_order_leads_to_a_case_of_its_own_and_back(
    window: MainWindow, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    shop_desk.show("orders", order_no=order_no(store))
    settle(shop_desk, qtbot)
    orders: QWidget | None = window.page
    assert isinstance(orders, OrdersTab)
    panel = orders.panel
    orders.grid.view.setCurrentIndex(orders.grid.rows.index(0, 0))
    settle(shop_desk, qtbot)
    press(panel, "Open a case…")
    settle(shop_desk, qtbot)
    tab: QWidget | None = window.page
    assert isinstance(tab, ServiceTab)
    front = tab.front
    assert isinstance(front, CasesList)
    QTest.keyClicks(front.form.form.editor("title"), "Lid broken")
    front.form.form.submit.click()
    settle(shop_desk, qtbot)
    (case,) = cases(store)
    assert case.row["order_no"] == order_no(store)
    press(panel, "Show its cases")
    settle(shop_desk, qtbot)
    assert tab.segments.current == "cases"
    assert tab.grid is not None
    assert tab.grid.rows.rowCount() == 1


def test_a_case_without_a_title_says_so_and_keeps_what_was_typed(
    queue: QueueList, tab: ServiceTab, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    tab.begin()
    said = queue.form.form.editor("said")
    QTest.keyClicks(said, "It came late")
    queue.form.form.submit.click()
    settle(shop_desk, qtbot)
    assert cases(store) == []
    assert queue.form.form.typed()["said"] == "It came late"


def test_what_is_half_written_stays_until_it_is_said(
    queue: QueueList, tab: ServiceTab, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    opened(tab, shop_desk, store, qtbot)
    QTest.keyClicks(queue.panel.text, "We send a new lid")
    tab.show_segment("cases")
    tab.show_segment("queue")
    settle(shop_desk, qtbot)
    assert queue.panel.text.toPlainText() == "We send a new lid"
    press(queue.panel, "We answered")
    settle(shop_desk, qtbot)
    (case,) = cases(store)
    assert [(one.kind, one.text) for one in case.events] == [("answered", "We send a new lid")]
    assert queue.panel.text.toPlainText() == ""
    press(queue.panel, "Solved")
    settle(shop_desk, qtbot)
    assert cases(store) == []


def test_a_reply_with_a_hole_names_it_and_copies_nothing(
    queue: QueueList, tab: ServiceTab, shop_desk: Desk, store: Store, told: list[Message], qtbot: QtBot
) -> None:
    store.do(add_reply, "Left", "en", "Your parcel {waybill} of {nothing} left")
    store.do(add_reply, "Hello", "en", "About {order}")
    opened(tab, shop_desk, store, qtbot)
    shown = queue.panel._shown
    assert shown is not None
    hello, left = sorted(shown.replies, key=lambda one: one.title)
    QApplication.clipboard().setText("before")
    queue.panel.use(left)
    assert "nothing" in told[-1].text
    assert QApplication.clipboard().text() == "before"
    queue.panel.use(hello)
    settle(shop_desk, qtbot)
    assert QApplication.clipboard().text() == f"About {order_no(store)}"


def test_cases_are_put_off_merged_and_linked_beside_the_list(
    queue: QueueList, tab: ServiceTab, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    first = opened(tab, shop_desk, store, qtbot)
    second = store.do(open_case, {"title": "Same lid"}).value
    settle(shop_desk, qtbot)
    for word, number in (("Link…", "c0002"), ("Merge…", "c0002")):
        queue.grid.seek(first.case_id)
        settle(shop_desk, qtbot)
        press(queue.panel, word)
        editor = queue.part.form.editor("case_no")
        QTest.keyClicks(editor, number)
        queue.part.form.submit.click()
        settle(shop_desk, qtbot)
    (left,) = cases(store)
    assert (left.case_id, [one[1] for one in left.linked]) == (second, ["C0001"])
    queue.grid.seek(second)
    settle(shop_desk, qtbot)
    press(queue.panel, "Put off…")
    editor = queue.part.form.editor("until")
    assert isinstance(editor, QLineEdit)
    assert editor.text().endswith(" 09:00"), "tomorrow at nine is proposed"
    editor.selectAll()
    QTest.keyClicks(editor, "2100-01-01 09:00")
    queue.part.form.submit.click()
    settle(shop_desk, qtbot)
    assert cases(store) == []
    with store.read() as tx:
        [until] = tx.scalars(select(ServiceCase.snoozed_until).where(ServiceCase.snoozed_until.is_not(None)))
        assert until == datetime(2100, 1, 1, 9, tzinfo=tx.zone), "by the shop's clock"


def test_replies_are_added_edited_and_removed(tab: ServiceTab, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    tab.show_segment("replies")
    settle(shop_desk, qtbot)
    page = tab.front
    assert isinstance(page, RepliesList)
    press(page, "New reply…")
    for name, text in (("title", "Thanks"), ("language", "en"), ("text", "Thank you, {customer}")):
        QTest.keyClicks(page.part.form.editor(name), text)
    page.part.form.submit.click()
    settle(shop_desk, qtbot)
    assert page.grid.rows.rowCount() == 1
    page.grid.view.setCurrentIndex(page.grid.rows.index(0, 0))
    settle(shop_desk, qtbot)
    page.remove.click()
    settle(shop_desk, qtbot)
    assert page.grid.rows.rowCount() == 0


def test_hours_are_typed_refused_with_the_value_and_kept(
    tab: ServiceTab, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    tab.show_segment("hours")
    settle(shop_desk, qtbot)
    page = tab.front
    assert isinstance(page, HoursPage)
    assert page.days[0].text() == "9:00-12:00, 13:00-18:00"
    page.days[0].clear()
    QTest.keyClicks(page.days[0], "8-noon")
    page.save.click()
    assert "8-noon" in page.fault.text()
    page.days[0].clear()
    page.days[0].insert("8-12，13:30至18")
    page.promises["high", 0].clear()
    QTest.keyClicks(page.promises["high", 0], "5")
    page.save.click()
    settle(shop_desk, qtbot)
    with store.read() as tx:
        assert read_periods(tx)[0] == [(480, 720), (810, 1080)]
        assert read_promises(tx)["high"].first_reply == 5
    assert page.fault.isHidden()


def test_periods_are_read_as_they_are_written() -> None:
    assert parse_spans(" ") == []
    assert parse_spans(span_words([(0, 90), (540, 1440)])) == [(0, 90), (540, 1440)]
    with pytest.raises(UserError):
        parse_spans("9:75-10")


def test_its_commands_and_pictures_lead_somewhere(tab: ServiceTab, shop_desk: Desk, qtbot: QtBot) -> None:
    for command in tab.commands():
        command.run()
        settle(shop_desk, qtbot)
    for _name, prepare in tab.pictures():
        prepare()
        settle(shop_desk, qtbot)
    assert tab.place()["segment"] == ServiceTab.PAGES[-1].key
