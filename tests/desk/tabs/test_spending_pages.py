"""Bills, what recurs, advertising and costs of orders on the screen of the books: gestures in, the store looked at."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from tests.desk.tabs.tea_shop import settle
from tests.exchange.counter import balances, table, take_in

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_list import DetailList
from shopdesk.desk.main_window import MainWindow
from shopdesk.desk.tabs import TABS
from shopdesk.desk.tabs.books import BooksTab
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.ledger.chart import add_account, edit_accounts
from shopdesk.shop.spending.bills import BillEntry, enter_bill
from shopdesk.shop.spending.recurring import Terms, add_recurring
from shopdesk.shop.spending.reports import find_recurring
from shopdesk.shop.spending.rules import Every
from shopdesk.shop.stock.actions import ReceiptLine, receive_goods
from shopdesk.store.store import Store
from shopdesk.store.tables import AdSpend, Bill, BillPayment, Recurring, SideCost

ADS = "ran_on,channel,platform,campaign,target,amount,clicks,orders,revenue"
SIDES = "kind,order_no,paid_on,fee,principal,channel"


@pytest.fixture
def tab(shop_desk: Desk, store: Store, qtbot: QtBot) -> BooksTab:
    """The tea shop with a bill, rent that is due, a day of advertising and a brushed order."""
    rent = [BillEntry(Decimal(800), "6605", memo="November")]
    store.do(enter_bill, "Landlord", "R-11", date(2026, 11, 1), rent, due_on=date(2026, 11, 5))
    store.do(
        add_recurring, Terms("Rent", Every.MONTH, date(2026, 9, 30)), {"6605": Decimal(500), "1002": Decimal(-500)}
    )
    take_in(store, table(ADS, "2026-11-03,Taobao,Zhitongche,Spring tea,,120.00,40,3,480.00", name="ads.csv"))
    take_in(store, table(SIDES, "Brushed order,T-77,2026-11-04,8.00,98.00,Taobao", name="sides.csv"))
    window = MainWindow(shop_desk, [tab for tab in TABS if tab.key == "books"])
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    with qtbot.waitSignal(shop_desk.store_changed):
        shop_desk.open(lambda: store)
    settle(shop_desk, qtbot)
    assert isinstance(window.page, BooksTab)
    return window.page


def come(tab: BooksTab, key: str, desk: Desk, qtbot: QtBot) -> DetailList:
    tab.show_place(segment=key, month="2026-11")
    settle(desk, qtbot)
    page = tab.views.page(key)
    assert isinstance(page, DetailList)
    return page


def stand_on_first(page: DetailList, desk: Desk, qtbot: QtBot) -> set[str]:
    """The words of the panel of the first row."""
    row_id = page.grid.rows.row_id(0)
    assert isinstance(row_id, int)
    page.grid.seek(row_id)
    settle(desk, qtbot)
    labels = [made.text() for made in page.panel.findChildren(QLabel)]
    return {*labels, *(made.text() for made in page.panel.findChildren(QPushButton))}


def cells(page: DetailList) -> dict[str, Any]:
    keys = [column.key for column in page.grid.source.sheet.columns]
    return {key: page.grid.rows.value(0, place) for place, key in enumerate(keys)}


def value(store: Store, column: Any) -> Any:
    with store.read() as tx:
        return tx.scalars(select(column))


def test_a_bill_is_paid_from_its_panel(tab: BooksTab, store: Store, shop_desk: Desk, qtbot: QtBot) -> None:
    page: Any = come(tab, "bills", shop_desk, qtbot)
    row = cells(page)
    assert [row[key] for key in ("bill_no", "supplier", "state", "open")] == ["R-11", "Landlord", "overdue", 800]
    said = stand_on_first(page, shop_desk, qtbot)
    assert {"R-11", "Landlord", "Pay", "Cancel bill", "November"} <= said
    assert any("overdue" in text for text in said)
    next(made for made in page.panel.findChildren(QPushButton) if made.text() == "Pay").click()
    settle(shop_desk, qtbot)
    page.payment.form.set_values({"amount": "300"})
    page.payment.form.accept()
    settle(shop_desk, qtbot)
    assert value(store, BillPayment.amount) == [300]
    assert balances(store)["2202"] == -500
    stand_on_first(page, shop_desk, qtbot)
    page.panel.cancel_payment_wanted.emit(1)
    settle(shop_desk, qtbot)
    page.panel.cancel_wanted.emit(1)
    settle(shop_desk, qtbot)
    assert value(store, Bill.is_cancelled) == [True]
    assert "2202" not in balances(store)


def test_a_bill_of_two_lines_is_typed_in(tab: BooksTab, store: Store, shop_desk: Desk, qtbot: QtBot) -> None:
    store.do(add_account, "6605.wages", "Wages")
    page: Any = come(tab, "bills", shop_desk, qtbot)
    page.add()
    settle(shop_desk, qtbot)
    form, lines = page.form.form, page.form.lines
    form.set_values({"supplier": "Box & Co", "bill_no": "77", "billed_on": "2026-11-02"})
    lines.add()
    settle(shop_desk, qtbot)
    assert form.height() >= form.minimumSizeHint().height(), "there is room for each line"
    for line, code, amount in zip(lines._lines, ("6604", "6605.wages"), ("20.50", "abc"), strict=True):
        line.what.setCurrentIndex(line.what.findData(code))
        line.amount.setText(amount)
    form.accept()
    settle(shop_desk, qtbot)
    assert len(value(store, Bill.bill_id)) == 1, "what is no number is refused"
    lines._lines[1].amount.setText("9.50")
    form.accept()
    settle(shop_desk, qtbot)
    assert value(store, Bill.amount) == [800, 30]
    assert (balances(store)["6604"], balances(store)["6605.wages"]) == (Decimal("20.5"), Decimal("9.5"))


def test_a_delivery_is_billed_in_part(tab: BooksTab, store: Store, shop_desk: Desk, qtbot: QtBot) -> None:
    sku = store.do(add_product, "TEA-9", "Longjing").value
    came = datetime(2026, 11, 3, tzinfo=UTC)
    store.do(receive_goods, "GR-9", [ReceiptLine(sku, Decimal(10), Decimal(9))], received_at=came, supplier="Tea Farm")
    owed = balances(store)["2203"]
    page: Any = come(tab, "bills", shop_desk, qtbot)
    page.add()
    settle(shop_desk, qtbot)
    form, lines = page.form.form, page.form.lines
    form.set_values({"supplier": "Tea Farm", "bill_no": "F-1", "billed_on": "2026-11-04"})
    form.editor("supplier").editingFinished.emit()
    settle(shop_desk, qtbot)
    what = lines._lines[0].what
    assert what.itemText(0) == "Receipt GR-9 of 2026-11-03: 90.00"
    what.setCurrentIndex(0)
    lines._lines[0].amount.setText("40")
    form.editor("rest").setChecked(True)
    form.accept()
    settle(shop_desk, qtbot)
    assert balances(store)["2203"] == owed + 40


def test_what_is_due_is_booked_with_one_button(tab: BooksTab, store: Store, shop_desk: Desk, qtbot: QtBot) -> None:
    page: Any = come(tab, "recurring", shop_desk, qtbot)
    assert (cells(page)["state"], cells(page)["next_on"]) == ("due", date(2026, 9, 30))
    assert {"Rent", "Book what is due", "Pause", "Days to come"} <= stand_on_first(page, shop_desk, qtbot)
    before = balances(store)["6605"]
    page.book()
    settle(shop_desk, qtbot)
    assert balances(store)["6605"] == before + 1000
    page.panel.pause_wanted.emit(1, True)
    settle(shop_desk, qtbot)
    assert cells(page)["state"] == "paused"


def test_a_recurring_bill_is_typed_in(tab: BooksTab, store: Store, shop_desk: Desk, qtbot: QtBot) -> None:
    page: Any = come(tab, "recurring", shop_desk, qtbot)
    page.edit()
    settle(shop_desk, qtbot)
    form = page.form.form
    form.set_values({"title": "Software", "amount": "30", "supplier": "Cloud"})
    form.editor("is_bill").setChecked(True)
    form.accept()
    settle(shop_desk, qtbot)
    assert value(store, Recurring.title) == ["Rent", "Software"]


def test_a_recurring_entry_keeps_an_account_of_the_shops_own(
    tab: BooksTab, store: Store, shop_desk: Desk, qtbot: QtBot
) -> None:
    wages = store.do(add_account, "6605.wages", "Wages").value
    page: Any = come(tab, "recurring", shop_desk, qtbot)
    page.edit()
    settle(shop_desk, qtbot)
    page.form.form.set_values({"title": "Wages", "amount": "900"})
    account = page.form.form.editor("account")
    account.setCurrentIndex(account.findData("6605.wages"))
    page.form.form.accept()
    settle(shop_desk, qtbot)
    store.do(edit_accounts, [(wages, "is_closed", True)])
    key = value(store, Recurring.recurring_id)[-1]
    with store.read() as tx:
        page.edit(find_recurring(tx, key))
    settle(shop_desk, qtbot)
    assert page.form.form.values()["account"] == "6605.wages", "closed, and still the one"


def test_advertising_shows_what_it_brought_and_what_was_paid(
    tab: BooksTab, store: Store, shop_desk: Desk, qtbot: QtBot
) -> None:
    page = come(tab, "ads", shop_desk, qtbot)
    row = cells(page)
    assert [row[key] for key in ("campaign", "amount", "cpc", "roas")] == ["Spring tea", 120, 3, 4]
    said = stand_on_first(page, shop_desk, qtbot)
    assert "120.00 was spent and no statement says yet that it was paid." in said
    campaigns = come(tab, "campaigns", shop_desk, qtbot)
    assert cells(campaigns)["amount"] == 120
    assert "Spring tea" in stand_on_first(campaigns, shop_desk, qtbot)
    assert value(store, AdSpend.clicks) == [40]


def test_a_brushed_order_stands_apart_and_says_what_it_means(
    tab: BooksTab, store: Store, shop_desk: Desk, qtbot: QtBot
) -> None:
    page = come(tab, "sides", shop_desk, qtbot)
    said = stand_on_first(page, shop_desk, qtbot)
    assert {"T-77", "Its sale is taken off the sales again; what is spent is the commission."} <= said
    page.line.pick("sample")
    settle(shop_desk, qtbot)
    assert page.grid.rows.rowCount() == 0
    assert value(store, SideCost.principal) == [98]
    assert isinstance(page.grid.bar.search, QLineEdit)
