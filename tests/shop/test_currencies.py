"""Other currencies at a month's end: what is held and owed is valued at the day's rate and answered the next."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import update
from tests.shop.till import Item, Ticket, ring_up
from tests.store_fixtures import Make

from shopdesk.shop.currencies.actions import revalue_currencies
from shopdesk.shop.currencies.reports import fetch_exchange, fetch_foreign
from shopdesk.shop.ledger.actions import account_ids, close_period, post_entry, set_rate
from shopdesk.shop.ledger.reports import fetch_accounts
from shopdesk.shop.ledger.rules import EntryKind, Role
from shopdesk.shop.opening import open_shop
from shopdesk.shop.orders.posting import repost_orders
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.action import action
from shopdesk.store.check import check_store
from shopdesk.store.store import Store
from shopdesk.store.tables import SalesOrder
from shopdesk.store.tx import Tx
from shopdesk.text import UserError

END = date(2026, 1, 31)


@action("money.post", "Hold dollars")
def hold(tx: Tx, on: date, own: int, rate: str) -> None:
    """So many dollars of the owner's in the bank."""
    accounts, amount = account_ids(tx), int(own * Decimal(rate) * 10_000)
    sides = {accounts[Role.BANK]: amount, accounts[Role.EQUITY]: -amount}
    foreign = {accounts[Role.BANK]: ("USD", own * 10_000)}
    post_entry(tx, on, EntryKind.MANUAL, ("manual", 1), sides, foreign=foreign)


@action("order.import", "Sell in dollars")
def sell(tx: Tx, number: str, total: int, rate: str) -> None:
    """An order of so many dollars on the tenth of January."""
    ticket = Ticket(number, date(2026, 1, 10), [Item(None, 1, total * Decimal(rate))], channel="shopify")
    [order_id] = ring_up(tx, [ticket])
    told = {"currency": "USD", "rate": Decimal(rate), "own_total": Decimal(total)}
    tx.run_sql(SalesOrder, update(SalesOrder).where(SalesOrder.order_id == order_id).values(told))
    repost_orders(tx, [order_id])


def shop(store: Store) -> None:
    """100 dollars bought at 7.00, and 50 that Shopify owes since it was 7.10; the month ends at 7.30."""
    store._clock = lambda: datetime(2026, 3, 10, 4, tzinfo=UTC)
    store.do(open_shop, "Tea", "CNY", "UTC", Costing.MOVING_AVERAGE)
    store.do(hold, date(2026, 1, 5), 100, "7")
    store.do(sell, "S1", 50, "7.1")
    store.do(set_rate, "USD", date(2026, 1, 30), Decimal("7.3"))


def exchange(store: Store, since: date, until: date) -> Decimal:
    with store.read() as tx:
        assert check_store(tx) == []
        found = {a.code: a.debit - a.credit for a in fetch_accounts(tx, since, until)}
    return -found.get(Role.EXCHANGE.value, Decimal(0))


def test_every_balance_is_told_at_the_rate_of_the_day(new_store: Make) -> None:
    store = new_store(shop)
    with store.read() as tx:
        bank, clearing = fetch_foreign(tx, END)
        early = fetch_foreign(tx, date(2026, 1, 6))
    assert (bank.own, bank.amount, bank.rate, bank.value, bank.difference) == (100, 700, Decimal("7.3"), 730, 30)
    assert (clearing.own, clearing.amount, clearing.value, clearing.difference) == (50, 355, 365, 10)
    assert [(one.own, one.rate, one.difference) for one in early] == [(100, None, None)]


def test_the_gain_stands_on_the_day_and_is_answered_on_the_next(new_store: Make) -> None:
    store = new_store(shop)
    assert store.do(revalue_currencies, END).value == 40
    assert store.do(revalue_currencies, END).value == 0
    assert exchange(store, date(2026, 1, 1), END) == 40
    assert exchange(store, date(2026, 2, 1), date(2026, 2, 1)) == -40
    with store.read() as tx:
        assert [one.difference for one in fetch_foreign(tx, END)] == [0, 0]
        assert [one.amount for one in fetch_foreign(tx, date(2026, 2, 1))] == [700, 355]
        assert fetch_exchange(tx, date(2026, 1, 1), END) == {"realised": 0, "unrealised": 40}


def test_another_rate_of_the_day_adds_what_is_missing(new_store: Make) -> None:
    store = new_store(shop)
    store.do(revalue_currencies, END)
    store.do(set_rate, "USD", END, Decimal("6.9"))
    # 150 dollars are worth 1,035 and not 1,055: 20 lost, where 40 were won before.
    assert store.do(revalue_currencies, END).value == -60
    assert exchange(store, date(2026, 1, 1), END) == -20
    assert exchange(store, date(2026, 1, 1), date(2026, 2, 28)) == 0


def test_what_cannot_be_is_refused(new_store: Make) -> None:
    store = new_store(shop)
    with pytest.raises(UserError, match="no rate of USD"):
        store.do(revalue_currencies, date(2026, 1, 20))
    store.do(close_period, END)
    with pytest.raises(UserError, match="closed"):
        store.do(revalue_currencies, END)
    assert exchange(store, date(2026, 1, 1), END) == 0
