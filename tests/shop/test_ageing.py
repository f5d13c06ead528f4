"""Receivables and payables by age: what is open ties to the accounts, and stands in the bucket of its day."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from tests.shop.till import Item, Ticket, ring_up
from tests.store_fixtures import Make

from shopdesk.shop.cash.ageing import BUCKETS, payable_rows, receivable_rows
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.ledger.reports import fetch_accounts
from shopdesk.shop.opening import open_shop
from shopdesk.shop.spending.bills import BillEntry, enter_bill, pay_bill
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.rows import Query, RowSource, fetch_keyed
from shopdesk.store.store import Store

TODAY = date(2026, 6, 30)


def open_up(store: Store) -> None:
    store._clock = lambda: datetime(2026, 6, 30, 9, tzinfo=UTC)
    store.do(open_shop, "Tea", "CNY", "UTC", Costing.MOVING_AVERAGE)
    store.do(add_product, "TEA", "Longjing")
    days = {"NEW": 30, "MAY": 31, "APR": 1, "OLD": 1}
    months = {"NEW": (2026, 6), "MAY": (2026, 5), "APR": (2026, 4), "OLD": (2026, 3)}
    tickets = [Ticket(name, date(*months[name], day), [Item("TEA", 1, Decimal(100))]) for name, day in days.items()]
    tickets[3].refunds = [(date(2026, 3, 9), Decimal(40))]
    store.do(ring_up, tickets)


@pytest.fixture
def shop(new_store: Make) -> Store:
    return new_store(open_up)


def listed(store: Store, source: RowSource) -> list[dict[str, Any]]:
    keys = [column.key for column in source.sheet.columns]
    with store.read() as tx:
        return [dict(zip(keys, row, strict=True)) for _id, row in fetch_keyed(tx, source, Query())]


def balance(store: Store, head: str) -> Decimal:
    with store.read() as tx:
        found = [one for one in fetch_accounts(tx, None, None) if one.code.split(".")[0] == head]
    return sum((one.debit - one.credit for one in found), Decimal(0))


def test_receivables_are_what_the_clearing_accounts_hold(shop: Store) -> None:
    rows = listed(shop, receivable_rows(TODAY))
    assert [(row["order_no"], row["age"], row["open"]) for row in rows] == [
        ("OLD", "older", Decimal(60)), ("APR", "days_90", Decimal(100)), ("MAY", "days_30", Decimal(100)),
        ("NEW", "days_30", Decimal(100)),
    ]  # fmt: skip
    assert all(row[row["age"]] == row["open"] for row in rows)
    assert all(row[key] is None for row in rows for key in BUCKETS if key != row["age"])
    assert sum(row["open"] for row in rows) == balance(shop, "1122")


def test_payables_are_what_bills_left_open(shop: Store) -> None:
    for number, due, amount in (
        ("B-1", date(2026, 7, 9), 30),
        ("B-2", date(2026, 6, 29), 50),
        ("B-3", date(2026, 3, 1), 70),
    ):
        entry = BillEntry(Decimal(amount), "6605")
        made = shop.do(enter_bill, "Landlord", number, date(2026, 2, 1), [entry], due_on=due).value
        if number == "B-2":
            shop.do(pay_bill, made, date(2026, 6, 1), Decimal(20))
    rows = listed(shop, payable_rows(TODAY))
    assert [(row["bill_no"], row["age"], row["open"]) for row in rows] == [
        ("B-3", "older", Decimal(70)), ("B-2", "days_30", Decimal(30)), ("B-1", "not_due", Decimal(30)),
    ]  # fmt: skip
    assert sum(row["open"] for row in rows) == -balance(shop, "2202")
