"""The list of customers: masked, with what they bought; what the shop says of them is typed, undone, and comes back."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from tests.desk.tabs.tea_shop import click, key, settle, type_line

from shopdesk.desk.desk import Desk
from shopdesk.desk.main_window import MainWindow
from shopdesk.desk.tabs.orders import OrdersTab
from shopdesk.desk.tabs.orders.customers_list import CustomersList
from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.exchange.workbook import write_grid
from shopdesk.shop.orders.customers.actions import edit_customers
from shopdesk.shop.orders.customers.reports import CUSTOMER_ROWS
from shopdesk.shop.orders.customers.sheets import CUSTOMERS
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.store import Store
from shopdesk.store.tables import Customer
from shopdesk.text import UserError

COLUMNS = [column.key for column in CUSTOMERS.columns]


@pytest.fixture
def tab(window: MainWindow) -> OrdersTab:
    assert isinstance(window.page, OrdersTab)
    return window.page


@pytest.fixture
def listed(tab: OrdersTab, shop_desk: Desk, qtbot: QtBot) -> CustomersList:
    tab.show_view("customers")
    settle(shop_desk, qtbot)
    return tab.pages.customers


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


def test_the_panel_leads_to_the_orders(
    listed: CustomersList, tab: OrdersTab, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    link = next(one for one in listed.panel.findChildren(QPushButton) if "order" in one.text())
    click(link)
    settle(shop_desk, qtbot)
    assert tab.segments.current == "orders"
    assert tab.grid.rows.rowCount() == 8
    assert dict(tab.grid.query.filters) == {"customer_no": '="minmin88"', "channel": '="Taobao"'}


def test_the_list_is_narrowed_exported_and_found_again(
    listed: CustomersList, tab: OrdersTab, window: MainWindow, shop_desk: Desk, qtbot: QtBot
) -> None:
    listed.grid.set_filter("channel", "=Shopify")
    settle(shop_desk, qtbot)
    assert listed.grid.rows.rowCount() == 0
    told = tab.export_grid()
    assert told is not None
    assert told.source is CUSTOMER_ROWS
    window.speak("zh_CN")
    settle(shop_desk, qtbot)
    assert isinstance(window.page, OrdersTab)
    assert window.page.pages.customers.isVisible()


def test_an_exported_list_comes_back_as_a_list_of_customers(store: Store, tmp_path: Path) -> None:
    """Whole in the file, so that it names who it means; what was typed there is taken over, and only that."""
    from openpyxl import load_workbook

    file = tmp_path / "customers.xlsx"
    with store.read() as tx:
        write_grid(file, tx, CUSTOMER_ROWS, Query(zone=tx.zone), title="Customers")
    before = stored(store)
    book = load_workbook(file)
    sheet = book.worksheets[0]
    heads = [cell.value for cell in next(sheet.iter_rows())]
    sheet.cell(2, heads.index("Customer group") + 1).value = "Members"
    book.save(file)
    run_import(store, prepare(store, file, Choices(kind="customers", accept_proposal=True)))
    assert stored(store) == {**before, "group_name": "Members"}
