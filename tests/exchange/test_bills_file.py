"""Lists of bills and of their payments: entered once, known again by supplier and number, and taken back whole."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from tests.exchange.counter import D, assert_sound, balances, give_back, read, table, take_in, views

from shopdesk.exchange.demo.tables import Memory
from shopdesk.exchange.imports import Choices, NeedsRate
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.ledger.actions import close_period
from shopdesk.shop.spending.bills import cancel_bill, pay_bill
from shopdesk.shop.stock.actions import ReceiptLine, receive_goods
from shopdesk.store.store import Store
from shopdesk.store.tables import Bill, BillLine, BillPayment, JournalEntry
from shopdesk.text import UserError

HEADER = ("supplier", "bill_no", "billed_on", "due_on", "account", "receipt", "amount", "currency", "channel", "note")
RENT = ("Landlord", "R-3", "2026-03-01", "2026-03-15", "Rent and wages", "", "800.00", "", "", "March")
BOXES = ("Box & Co", "77", "2026-03-02", "", "6604", "", "120.50", "", "Taobao", "boxes")
TAPE = ("Box & Co", "77", "", "", "6606", "", "9.50", "", "", "tape")
PAID = ("supplier", "bill_no", "paid_on", "amount", "note")


def bills(*rows: Sequence[str], name: str = "bills.csv") -> Memory:
    return table(HEADER, *rows, name=name)


def paid(*rows: Sequence[str], name: str = "paid.csv") -> Memory:
    return table(PAID, *rows, name=name)


def test_rows_of_one_supplier_and_number_are_one_bill(shop: Store) -> None:
    before = views(shop)
    tape = ("Box & Co", "77", "2026-03-02", *TAPE[3:])
    staged = read(shop, bills(RENT, BOXES, tape))
    assert (staged.plan.format, staged.plan.kind, staged.plan.certain) == ("template-bills", "bills", True)
    assert (staged.counts()["new"], staged.total_amount) == (3, D(930))
    import_id = take_in(shop, bills(RENT, BOXES, tape))
    assert balances(shop) == {"6605": D(800), "6604": D("120.5"), "6606": D("9.5"), "2202": D(-930)}
    with shop.read() as tx:
        found = [tuple(row) for row in tx.rows(select(Bill.bill_no, Bill.due_on, Bill.amount).order_by(Bill.bill_no))]
    assert found == [("77", date(2026, 4, 1), D(130)), ("R-3", date(2026, 3, 15), D(800))]
    assert take_in(shop, bills(RENT, BOXES, tape, name="again.csv")) == 0
    assert_sound(shop)
    give_back(shop, import_id)
    assert views(shop) == before
    with shop.read() as tx:
        assert [tx.scalars(select(model)) for model in (Bill.bill_id, BillLine.bill_id)] == [[], []]
    assert read(shop, bills(RENT)).counts()["new"] == 1, "what was taken back may come again"


def test_a_bill_that_is_entered_otherwise_is_held(shop: Store) -> None:
    take_in(shop, bills(RENT))
    dearer = (*RENT[:6], "900.00", *RENT[7:])
    staged = read(shop, bills(dearer))
    assert [problem.reason for problem in staged.problems] == [
        "Bill R-3 is entered with 800.00. Cancel it first, or give a correction a number of its own."
    ]
    assert take_in(shop, bills(dearer)) == 0
    with shop.read() as tx:
        bill = tx.scalar(select(Bill.bill_id))
    shop.do(cancel_bill, bill)
    take_in(shop, bills(dearer))
    assert balances(shop) == {"6605": D(900), "2202": D(-900)}


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ((*RENT[:4], "", *RENT[5:]), "account"), ((*RENT[:5], "GR-9", *RENT[6:]), "receipt"),
        ((*RENT[:2], "2026-12-31", *RENT[3:]), "billed_on"), ((*RENT[:6], "-5", *RENT[7:]), "amount"),
    ],
)  # fmt: skip
def test_rows_that_no_bill_can_have_are_rejected(shop: Store, row: Sequence[str], column: str) -> None:
    staged = read(shop, bills(row, BOXES))
    assert [(problem.row, problem.header) for problem in staged.problems] == [(2, column)]
    assert len(staged.items) == 1


def test_a_bill_clears_its_receipt(shop: Store) -> None:
    sku = shop.do(add_product, "TEA", "Longjing").value
    shop.do(receive_goods, "GR-1", [ReceiptLine(sku, D(10), D(10))], received_at=datetime(2026, 3, 1, tzinfo=UTC))
    before = views(shop)
    goods = ("Farm", "F-1", "2026-03-05", "", "", "GR-1", "104.00", "", "", "")
    import_id = take_in(shop, bills(goods))
    assert balances(shop) == {"1405": D(104), "2202": D(-104)}
    give_back(shop, import_id)
    assert views(shop) == before
    assert_sound(shop)


def test_foreign_bills_ask_for_a_rate(shop: Store) -> None:
    foreign = (*RENT[:7], "USD", *RENT[8:])
    with pytest.raises(NeedsRate):
        read(shop, bills(foreign))
    rates = Choices(rates={"USD": D("7.1")})
    take_in(shop, bills(foreign), rates)
    assert balances(shop) == {"6605": D(5680), "2202": D(-5680)}
    take_in(shop, paid(("Landlord", "R-3", "2026-03-20", "300", "")), rates)
    assert balances(shop)["2202"] == D(-3550)


def test_payments_are_booked_once_on_bills_that_are_there(shop: Store) -> None:
    first = ("landlord", "R-3", "2026-03-10", "300", "")
    staged = read(shop, paid(first))
    assert [problem.reason for problem in staged.problems] == [
        "There is no bill R-3 of landlord. Enter the bill first, then import this again."
    ]
    bill_file = take_in(shop, bills(RENT))
    before = views(shop)
    import_id = take_in(shop, paid(first, first))
    assert balances(shop) == {"6605": D(800), "1002": D(-600), "2202": D(-200)}
    assert take_in(shop, paid(first, first, name="again.csv")) == 0
    assert read(shop, paid(first, first, first)).counts()["conflict"] == 1, "more than is open"
    with pytest.raises(UserError, match="Payment of bill R-3"):
        give_back(shop, bill_file)
    give_back(shop, import_id)
    assert views(shop) == before
    with shop.read() as tx:
        bill = tx.scalar(select(Bill.bill_id))
    shop.do(pay_bill, bill, date(2026, 3, 11), D(5))
    with pytest.raises(UserError, match="Payment of bill R-3"):
        give_back(shop, bill_file)


def test_bills_of_closed_days_enter_the_first_open_one(shop: Store) -> None:
    shop.do(close_period, date(2026, 3, 2))
    import_id = take_in(shop, bills(RENT))
    with shop.read() as tx:
        assert tx.scalars(select(JournalEntry.entry_on)) == [date(2026, 3, 3)]
    assert balances(shop) == {"6605": D(800), "2202": D(-800)}
    give_back(shop, import_id)
    assert balances(shop) == {}
    with shop.read() as tx:
        assert tx.scalars(select(BillPayment.bill_payment_id)) == []
