"""Bills: what is owed, what a delivery bears of a price, payments in parts and in another currency, and answers."""

import random
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select
from tests.exchange.counter import D, balances
from tests.store_fixtures import Make

from shopdesk.shop.buying.actions import add_supplier
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.ledger.actions import close_period, reopen_period, set_rate
from shopdesk.shop.opening import open_shop
from shopdesk.shop.spending.bills import BillEntry, cancel_bill, cancel_payment, enter_bill, open_of_bill, pay_bill
from shopdesk.shop.stock.actions import ReceiptLine, adjust_stock, receive_goods
from shopdesk.shop.stock.rules import Costing, MoveReason
from shopdesk.store.check import check_store
from shopdesk.store.store import Store
from shopdesk.store.tables import Account, Bill, Posting
from shopdesk.text import UserError

DAY = date(2026, 3, 2)
RENT = [BillEntry(D(800), "6605", memo="March")]


@pytest.fixture
def shop(new_store: Make) -> Store:
    store = new_store()
    store.do(open_shop, "Tea", "CNY", "UTC", Costing.MOVING_AVERAGE)
    return store


def enter(store: Store, number: str, entries: list[BillEntry], on: date = DAY, **more: Any) -> int:
    bill_id: int = store.do(enter_bill, "Farm", number, on, entries, **more).value
    return bill_id


def payable(store: Store) -> tuple[Decimal, Decimal]:
    """Balance of the payables, and what the bills that stand are open by; both in the shop's currency."""
    with store.read() as tx:
        booked = tx.scalar(
            select(func.coalesce(func.sum(Posting.amount), 0)).join(Account).where(Account.code == "2202")
        )
        bills = tx.rows(select(Bill.__table__))
        open_amounts = [open_of_bill(tx, bill)[1] for bill in bills]
    return -D(booked), D(sum(open_amounts)) / 10_000


def refused(store: Store, *given: Any, **more: Any) -> str:
    with pytest.raises(UserError) as error:
        store.do(*given, **more)
    return error.value.code


def sound(store: Store) -> None:
    with store.read() as tx:
        assert [one for one in check_store(tx, deep=False) if not one.notice] == []
        assert tx.scalar(select(func.sum(Posting.amount))) in (None, 0)


def test_a_bill_is_owed_and_paid_in_parts(shop: Store) -> None:
    bill = enter(shop, "R-3", RENT)
    assert balances(shop) == {"6605": D(800), "2202": D(-800)}
    shop.do(pay_bill, bill, date(2026, 3, 10), D(300))
    assert payable(shop) == (D(500), D(500))
    assert refused(shop, pay_bill, bill, date(2026, 3, 11), D("500.01")) == "too_much"
    second = shop.do(pay_bill, bill, date(2026, 3, 20)).value
    assert balances(shop) == {"6605": D(800), "1002": D(-800)}
    assert refused(shop, cancel_bill, bill) == "paid"
    shop.do(cancel_payment, second)
    assert payable(shop) == (D(500), D(500))
    assert refused(shop, cancel_payment, second) == "gone"
    sound(shop)


def test_a_bill_is_due_by_the_terms_of_its_supplier(shop: Store) -> None:
    shop.do(add_supplier, "Farm", terms_days=14)
    enter(shop, "A", RENT)
    shop.do(enter_bill, "Landlord", "A", DAY, RENT)
    enter(shop, "B", RENT, due_on=date(2026, 3, 3))
    with shop.read() as tx:
        due = tx.scalars(select(Bill.due_on).order_by(Bill.bill_id))
    assert due == [date(2026, 3, 16), date(2026, 4, 1), date(2026, 3, 3)]
    assert refused(shop, enter_bill, "Farm", "C", DAY, RENT, due_on=date(2026, 3, 1)) == "range"


def test_what_is_no_bill_is_refused(shop: Store) -> None:
    enter(shop, "A", RENT)
    for code, given in (
        ("exists", ("Farm", "A", DAY, RENT)), ("required", ("Farm", " ", DAY, RENT)),
        ("required", ("", "B", DAY, RENT)), ("amount", ("Farm", "B", DAY, [])),
        ("amount", ("Farm", "B", DAY, [BillEntry(D(-5), "6605")])), ("future", ("Farm", "B", date(2990, 1, 1), RENT)),
        ("unknown_account", ("Farm", "B", DAY, [BillEntry(D(5), "9999")])),
        ("account", ("Farm", "B", DAY, [BillEntry(D(5), "2202")])),
    ):  # fmt: skip
        assert refused(shop, enter_bill, *given) == code, given
    assert refused(shop, enter_bill, "Farm", "B", DAY, RENT, currency="USD") == "no_rate"
    assert payable(shop) == (D(800), D(800))


def test_a_cancelled_bill_is_answered_and_its_number_is_free(shop: Store) -> None:
    bill = enter(shop, "A", RENT)
    shop.do(cancel_bill, bill)
    assert balances(shop) == {}
    assert refused(shop, cancel_bill, bill) == "cancelled"
    assert refused(shop, pay_bill, bill, DAY) == "cancelled"
    enter(shop, "A", [BillEntry(D(900), "6605")])
    with shop.read() as tx:
        assert tx.scalars(select(Bill.bill_no).order_by(Bill.bill_id)) == [f"A ({bill})", "A"]
    sound(shop)


TEN = D(10)


def received(store: Store, cost: Decimal | None = TEN) -> int:
    sku = store.do(add_product, "TEA", "Longjing").value
    lines = [ReceiptLine(sku, D(10), cost)]
    receipt: int = store.do(
        receive_goods, "GR-1", lines, received_at=datetime(2026, 3, 1, tzinfo=UTC), supplier="Farm"
    ).value
    return receipt


def test_a_delivery_is_cleared_by_its_bill(shop: Store) -> None:
    receipt = received(shop)
    assert balances(shop) == {"1405": D(100), "2203": D(-100)}
    enter(shop, "A", [BillEntry(D(100), receipt_id=receipt)])
    assert balances(shop) == {"1405": D(100), "2202": D(-100)}
    sound(shop)


def test_goods_bear_what_their_bill_asks_more_and_what_was_sold_is_cost_of_sales(shop: Store) -> None:
    receipt = received(shop)
    shop.do(adjust_stock, 1, D(-4), MoveReason.WRITE_OFF, "broken", moved_at=datetime(2026, 3, 1, 12, tzinfo=UTC))
    bill = enter(shop, "A", [BillEntry(D(105), receipt_id=receipt)])
    found = balances(shop)
    assert (found["1405"], found["6401"], found["2202"], found.get("2203")) == (D(63), D(2), D(-105), None)
    shop.do(cancel_bill, bill)
    assert balances(shop) == {"1405": D(60), "6701": D(40), "2203": D(-100)}
    sound(shop)


def test_a_delivery_that_is_billed_in_two_bills(shop: Store) -> None:
    receipt = received(shop)
    enter(shop, "A", [BillEntry(D(40), receipt_id=receipt, closes=False)])
    assert balances(shop) == {"1405": D(100), "2203": D(-60), "2202": D(-40)}
    enter(shop, "B", [BillEntry(D(66), receipt_id=receipt)])
    assert balances(shop) == {"1405": D(106), "2202": D(-106)}


def test_a_delivery_without_a_cost_waits_under_goods_received(shop: Store) -> None:
    receipt = received(shop, None)
    enter(shop, "A", [BillEntry(D(105), receipt_id=receipt)])
    assert balances(shop) == {"2203": D(105), "2202": D(-105)}


def test_a_foreign_bill_realises_the_difference_of_its_payments(shop: Store) -> None:
    shop.do(set_rate, "USD", date(2026, 3, 1), D("7.00"))
    shop.do(set_rate, "USD", date(2026, 3, 20), D("7.10"))
    bill = enter(shop, "A", [BillEntry(D("33.33"), "6606"), BillEntry(D("66.67"), "6605")], currency="USD")
    assert balances(shop) == {"6606": D("233.31"), "6605": D("466.69"), "2202": D(-700)}
    shop.do(pay_bill, bill, date(2026, 3, 10), D("33.33"))
    assert payable(shop) == (D("466.69"), D("466.69"))
    shop.do(pay_bill, bill, date(2026, 3, 21))
    assert balances(shop) == {
        "6606": D("233.31"), "6605": D("466.69"), "1002": D("-706.67"), "6613": D("6.67"),
    }  # fmt: skip
    with shop.read() as tx:
        owed = select(func.sum(Posting.own_amount)).join(Account).where(Account.code == "2202")
        assert tx.scalar(owed) == 0
        assert {row.currency for row in tx.rows(select(Posting.currency))} == {None, "USD"}
    sound(shop)


def test_a_late_bill_enters_the_books_on_the_first_open_day(shop: Store) -> None:
    receipt = received(shop)
    shop.do(close_period, date(2026, 3, 31))
    bill = enter(shop, "A", [BillEntry(D(104), receipt_id=receipt), BillEntry(D(6), "6603")])
    assert balances(shop, "2026-03") == {"1405": D(100), "2203": D(-100)}
    assert balances(shop, "2026-04") == {"1405": D(4), "2203": D(100), "6603": D(6), "2202": D(-110)}
    shop.do(close_period, date(2026, 4, 30))
    shop.do(cancel_bill, bill)
    assert balances(shop) == {"1405": D(100), "2203": D(-100)}
    assert balances(shop, "2026-04")["2202"] == D(-110), "a closed month stays"
    shop.do(reopen_period, date.min, "test")
    sound(shop)


@pytest.mark.parametrize("seed", range(4))
def test_payables_are_the_open_bills_whatever_happens(shop: Store, seed: int) -> None:
    dice = random.Random(seed)
    for currency, rate in (("USD", "7.1234"), ("JPY", "0.0471")):
        for month in (1, 4, 7):
            shop.do(set_rate, currency, date(2026, month, 1), D(rate) * (100 + month) / 100)
    bills: list[int] = []
    payments: list[int] = []
    refusals: set[str] = set()
    for number in range(24):
        deed, day = dice.randrange(5), date(2026, dice.randint(1, 9), dice.randint(1, 28))
        try:
            if deed < 2 or not bills:
                lines = [
                    BillEntry(D(dice.randint(1, 99_999)) / 100, dice.choice(("6605", "6606", "6603")))
                    for _line in range(dice.randint(1, 3))
                ]
                bills.append(enter(shop, f"B{number}", lines, day, currency=dice.choice(("", "USD", "JPY"))))
            elif deed == 2:
                amount = dice.choice((None, D(dice.randint(1, 20_000)) / 100))
                payments.append(shop.do(pay_bill, dice.choice(bills), day, amount).value)
            elif deed == 3 and payments:
                shop.do(cancel_payment, dice.choice(payments))
            else:
                shop.do(cancel_bill, dice.choice(bills))
        except UserError as error:
            refusals.add(error.code)
        booked, is_open = payable(shop)
        assert booked == is_open
    assert refusals <= {"too_much", "paid", "cancelled", "gone", "amount"}
    sound(shop)
