"""The list of customers: masked, with what they bought; what the shop says of them is typed, undone, and comes back."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from tests.desk.tabs.tea_shop import click, key, open_window, settle, type_line

from shopdesk.desk.desk import Desk
from shopdesk.desk.exporting import start_export
from shopdesk.desk.main_window import MainWindow
from shopdesk.desk.tabs.orders import OrdersTab
from shopdesk.desk.tabs.service import ServiceTab
from shopdesk.desk.tabs.service.customers_list import CustomersList
from shopdesk.desk.tabs.service.duplicates_page import DuplicatesPage
from shopdesk.exchange.imports import Choices, prepare
from shopdesk.exchange.load.edits import take_edits
from shopdesk.exchange.workbook import write_grid
from shopdesk.shop.catalog.actions import find_channel
from shopdesk.shop.history import fetch_changes
from shopdesk.shop.orders.customers.actions import edit_customers
from shopdesk.shop.service.customers.reports import CUSTOMER_ROWS
from shopdesk.shop.service.customers.rules import Means
from shopdesk.shop.service.customers.sheets import CUSTOMERS
from shopdesk.store.action import action
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.store import Store
from shopdesk.store.tables import ContactLook, Customer, CustomerContact, SalesOrder
from shopdesk.store.tx import Tx
from shopdesk.text import UserError

COLUMNS = [column.key for column in CUSTOMERS.columns]


@pytest.fixture
def window(shop_desk: Desk, store: Store, qtbot: QtBot) -> MainWindow:
    return open_window(shop_desk, store, qtbot, "service")


@pytest.fixture
def listed(window: MainWindow, shop_desk: Desk, qtbot: QtBot) -> CustomersList:
    shop_desk.show("service", segment="customers")
    settle(shop_desk, qtbot)
    assert isinstance(window.page, ServiceTab)
    assert isinstance(window.page.front, CustomersList)
    return window.page.front


def stored(store: Store) -> dict[str, object]:
    """The one customer of the shop, by column of the list."""
    with store.read() as tx:
        [(_id, row)] = fetch_first(tx, CUSTOMER_ROWS, Query(), 9)
    return dict(zip(COLUMNS, row, strict=True))


def cells(listed: CustomersList) -> list[str]:
    rows = listed.grid.rows
    return [str(rows.index(0, place).data(Qt.ItemDataRole.DisplayRole) or "") for place in range(len(COLUMNS))]


def test_what_a_customer_bought_is_summed(store: Store) -> None:
    """Five of eight documents count: not the unpaid one, the cancelled one and the one that came back."""
    row = stored(store)
    assert (row["customer_no"], row["channel"]) == ("minmin88", "Taobao")
    assert (row["orders"], row["sold"]) == (5, 332 + 128 + 258 + (128 - 30) + 315)
    assert row["last_order"] == datetime(2026, 11, 21, 1, tzinfo=UTC)


def test_who_it_is_stays_masked(listed: CustomersList) -> None:
    shown = cells(listed)
    assert shown[COLUMNS.index("customer_no")] == "m***"
    assert "minmin88" not in " ".join(shown)


def test_group_tags_and_note_are_typed_and_undone(
    listed: CustomersList, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    view = listed.grid.view
    view.setFocus()
    view.setCurrentIndex(listed.grid.rows.index(0, COLUMNS.index("group_name")))
    key(view, Qt.Key.Key_F2)
    type_line(QApplication.focusWidget(), "Wholesale")
    settle(shop_desk, qtbot)
    assert stored(store)["group_name"] == "Wholesale"
    shop_desk.undo()
    settle(shop_desk, qtbot)
    assert stored(store)["group_name"] is None
    view.setCurrentIndex(listed.grid.rows.index(0, COLUMNS.index("customer_no")))
    key(view, Qt.Key.Key_F2)
    assert QApplication.focusWidget() is view


def test_what_is_not_the_shops_to_say_is_refused(store: Store) -> None:
    with store.read() as tx:
        number = tx.scalar(select(Customer.customer_id))
    with pytest.raises(UserError, match="cannot be edited"):
        store.do(edit_customers, [(number, "customer_no", "K-1")])
    with pytest.raises(UserError, match="no longer in the shop"):
        store.do(edit_customers, [(number + 99, "note", "x")])


def link(listed: CustomersList, words: str) -> QPushButton:
    return next(
        one for one in listed.panel.findChildren(QPushButton) if one.text() == words and one.isVisibleTo(listed.panel)
    )


def test_the_card_leads_to_the_orders(listed: CustomersList, window: MainWindow, shop_desk: Desk, qtbot: QtBot) -> None:
    click(link(listed, "5 orders"))
    settle(shop_desk, qtbot)
    assert isinstance(window.page, OrdersTab)
    assert window.page.grid.rows.rowCount() == 8
    assert dict(window.page.grid.query.filters) == {"customer_no": '="minmin88"'}


def test_the_list_is_narrowed_exported_and_found_again(
    listed: CustomersList, window: MainWindow, shop_desk: Desk, qtbot: QtBot
) -> None:
    listed.grid.set_filter("channel", "=Shopify")
    settle(shop_desk, qtbot)
    assert listed.grid.rows.rowCount() == 0
    assert listed.grid.export().source is CUSTOMER_ROWS
    window.speak("zh_CN")
    settle(shop_desk, qtbot)
    assert isinstance(window.page, ServiceTab)
    assert isinstance(window.page.front, CustomersList)


def test_an_export_is_masked_unless_a_person_says_otherwise(
    listed: CustomersList, shop_desk: Desk, store: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    shown = listed.grid.export()
    for whole in (False, True):
        start_export(shop_desk, shown, tmp_path / "out.csv", whole=whole)
        settle(shop_desk, qtbot)
        assert ("minmin88" in (tmp_path / "out.csv").read_text("utf-8-sig")) is whole
        with store.read() as tx:
            told = fetch_changes(tx)[0].title
        assert ("names and numbers whole: out.csv" in told) is whole


def test_an_order_leads_to_the_card(window: MainWindow, shop_desk: Desk, qtbot: QtBot) -> None:
    shop_desk.show("orders", order_no="A-5")
    settle(shop_desk, qtbot)
    orders = window.page
    assert isinstance(orders, OrdersTab)
    click(next(one for one in orders.panel.findChildren(QPushButton) if one.text() == "Customer card"))
    settle(shop_desk, qtbot)
    front = getattr(window.page, "front", None)
    assert isinstance(front, CustomersList)
    assert front.grid.view.current_id() == 1


def said(listed: CustomersList) -> str:
    """Everything that the card says."""
    return "\n".join(one.text() for one in listed.panel.findChildren(QLabel) if one.isVisibleTo(listed.panel))


def test_what_is_masked_opens_for_a_while_and_that_is_kept(
    listed: CustomersList, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    assert "minmin88" not in said(listed)
    click(link(listed, "Show for 30 seconds"))
    settle(shop_desk, qtbot)
    assert "minmin88" in said(listed)
    with store.read() as tx:
        [look] = tx.rows(select(ContactLook.person, ContactLook.place))
    assert tuple(look) == (store.person, "card")
    assert listed.panel.closing.isActive()
    assert listed.panel.closing.interval() == 30_000
    shop_desk.show("service", segment="customers", search="nobody")
    settle(shop_desk, qtbot)
    shop_desk.show("service", segment="customers", search="minmin")
    settle(shop_desk, qtbot)
    listed.panel.closing.timeout.emit()
    assert "minmin88" not in said(listed)
    assert not listed.panel.closing.isActive()
    shop_desk.show("service", segment="looks")
    settle(shop_desk, qtbot)
    shop_desk.undo()
    settle(shop_desk, qtbot)
    with store.read() as tx:
        assert len(tx.rows(select(ContactLook.look_id))) == 1


def fill(listed: CustomersList, words: str, **typed: object) -> None:
    """Press a link of the card and send its form with this typed."""
    click(link(listed, words))
    listed.part.form.type_in(typed)
    listed.part.form.accept()


def test_points_consent_and_a_warning_are_written_on_the_card(
    listed: CustomersList, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    fill(listed, "Give or take points…", points="40", why="Birthday")
    settle(shop_desk, qtbot)
    fill(listed, "Keep what they said…", means=Means.EMAIL, is_given=False, evidence="wrote so")
    settle(shop_desk, qtbot)
    fill(listed, "Be careful…", reason="sends empty boxes back")
    settle(shop_desk, qtbot)
    fill(listed, "Edit…", tags="tea", note="calls late")
    settle(shop_desk, qtbot)
    row = stored(store)
    assert [row[key] for key in ("points", "warned_of", "tags", "note")] == [
        40, "sends empty boxes back", "tea", "calls late"
    ]  # fmt: skip
    told = said(listed)
    for words in ("+40", "sends empty boxes back", "refused · 2026", "wrote so"):
        assert words in told
    fill(listed, "Give or take points…", points="-41", why="Voucher")
    settle(shop_desk, qtbot)
    assert "only 40 points" in "".join(one.text() for one in listed.part.findChildren(QLabel))
    for _step in range(4):
        shop_desk.undo()
        settle(shop_desk, qtbot)
    assert [stored(store)[key] for key in ("points", "warned_of", "tags")] == [None, None, None]


def test_levels_are_set_and_shown(listed: CustomersList, shop_desk: Desk, qtbot: QtBot) -> None:
    click(next(one for one in listed.findChildren(QPushButton) if one.text() == "Levels and points…"))
    settle(shop_desk, qtbot)
    listed.loyalty.form.type_in({"levels": "Silver 100\nGold", "per": "10", "points": "1"})
    listed.loyalty.form.accept()
    assert "“Gold” is no level" in "".join(one.text() for one in listed.loyalty.findChildren(QLabel))
    listed.loyalty.form.type_in({"levels": "Silver 100\nGold 90000"})
    listed.loyalty.form.accept()
    settle(shop_desk, qtbot)
    assert "Silver" in said(listed)
    assert "To Gold" in said(listed)
    click(next(one for one in listed.findChildren(QPushButton) if one.text() == "Give points for orders"))
    settle(shop_desk, qtbot)
    assert "Points" in said(listed)


def test_erasing_asks_first_and_leaves_the_orders(
    listed: CustomersList, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    fill(listed, "Erase on request…", sure=False)
    settle(shop_desk, qtbot)
    assert stored(store)["customer_no"] == "minmin88"
    listed.part.form.type_in({"sure": True})
    listed.part.form.accept()
    settle(shop_desk, qtbot)
    assert "has not left yet" in "".join(one.text() for one in listed.part.findChildren(QLabel))
    store.do(send_all)
    settle(shop_desk, qtbot)
    before, sold = shop_desk.undo_title, stored(store)["sold"]
    listed.part.form.accept()
    settle(shop_desk, qtbot)
    row = stored(store)
    assert (str(row["customer_no"])[:7], row["sold"]) == ("~erased", sold)
    assert "Orders and books stay" in said(listed)
    assert shop_desk.undo_title == before, "nothing undoes it"


def test_pairs_are_shown_masked_with_why_and_merged(
    listed: CustomersList, window: MainWindow, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    store.do(add_twin)
    shop_desk.show("service", segment="duplicates")
    settle(shop_desk, qtbot)
    assert isinstance(window.page, ServiceTab)
    page = window.page.front
    assert isinstance(page, DuplicatesPage)
    assert [row[0] for row in page.rows] == ["phone"]
    assert "minmin88" not in str(page.rows)
    click(next(one for one in page.findChildren(QPushButton) if one.text() == "Merge the two"))
    settle(shop_desk, qtbot)
    assert page.rows == []
    assert stored(store)["customer_no"] == "minmin88"
    shop_desk.show("service", segment="customers")
    settle(shop_desk, qtbot)
    click(link(listed, "Merged: part again"))
    settle(shop_desk, qtbot)
    with store.read() as tx:
        assert tx.scalars(select(Customer.merged_into)) == [None, None]


@action("order.edit", "All is sent")
def send_all(tx: Tx) -> None:
    """Nothing waits for an address."""
    for order_id in tx.scalars(select(SalesOrder.order_id).where(SalesOrder.state == "paid")):
        tx.update(SalesOrder, order_id, state="cancelled")


@action("customer.edit", "A twin")
def add_twin(tx: Tx) -> None:
    """Somebody of another channel with the phone of the only customer."""
    first = tx.scalar(select(Customer.customer_id))
    twin = tx.insert(Customer, channel_id=find_channel(tx, "shopify"), customer_no="mm@example.com")
    for customer_id in (first, twin):
        tx.insert(CustomerContact, customer_id=customer_id, name="Min", phone="13812345678")


@pytest.mark.parametrize("masked", [True, False])
def test_an_exported_list_is_edited_and_comes_back(store: Store, tmp_path: Path, masked: bool) -> None:
    """What was typed there is taken over, and only that, whether names are in it or not; one undo takes it back."""
    from openpyxl import load_workbook

    file = tmp_path / "customers.xlsx"
    with store.read() as tx:
        write_grid(file, tx, CUSTOMER_ROWS, Query(zone=tx.zone), title="Customers", masked=masked)
    before = stored(store)
    book = load_workbook(file)
    assert any("minmin88" in str(cell.value) for page in book for row in page.iter_rows() for cell in row) is not masked
    sheet = book.worksheets[0]
    heads = [cell.value for cell in next(sheet.iter_rows())]
    sheet.cell(2, heads.index("Customer group") + 1).value = "Members"
    book.save(file)
    staged = prepare(store, file, Choices())
    assert staged.plan.kind == "customer_list"
    take_edits(store, staged)
    assert stored(store) == {**before, "group_name": "Members"}
    store.undo()
    assert stored(store) == before
