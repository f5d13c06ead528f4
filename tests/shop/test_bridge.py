"""From profit to the bank: each posting of a range and channel is in one bar, and the bars are the deposits exactly."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.shop.till import Item, Ticket, ring_up
from tests.store_fixtures import Make

from shopdesk.shop.cash.bridge import fetch_bridges, postings_of
from shopdesk.shop.cash.rules import BARS, DEPOSITS, ORDERS, PROFIT, SUMS, UNKNOWN, UNKNOWN_BACK, Held, Step, lay_bridge
from shopdesk.shop.catalog.actions import find_channel
from shopdesk.shop.ledger.actions import account_ids, channel_account, post_entry
from shopdesk.shop.ledger.chart import add_account
from shopdesk.shop.ledger.reports import JOURNAL_ROWS
from shopdesk.shop.ledger.rules import CHART, PER_CHANNEL, AccountKind, EntryKind, Role
from shopdesk.shop.opening import open_shop
from shopdesk.shop.orders.reports import By
from shopdesk.shop.profit.reports import fetch_total
from shopdesk.shop.profit.scope import Scope
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.action import action
from shopdesk.store.rows import Query, fetch_totals, quoted
from shopdesk.store.store import Store
from shopdesk.store.tables import Account
from shopdesk.store.tx import Tx

FIRST = date(2026, 1, 1)
KINDS = (EntryKind.PAYOUT, EntryKind.MANUAL, EntryKind.SETTLEMENT, EntryKind.EXPENSE)
OWN = {"1002.icbc": AccountKind.ASSET, "1601": AccountKind.ASSET, "6605.wages": AccountKind.EXPENSE,
       "7001": AccountKind.EXPENSE, "2801": AccountKind.LIABILITY}  # fmt: skip
CODES = sorted({spec.role.value for spec in CHART} | set(OWN) | {f"{role.value}.etsy" for role in PER_CHANNEL})


@action("money.post", "Book what was drawn")
def book(tx: Tx, drawn: Sequence[tuple[int, int | None, EntryKind, list[tuple[str, int]]]]) -> None:
    ids = {row.code: row.account_id for row in tx.rows(Account.__table__.select())}
    for number, (day, channel, kind, sides) in enumerate(drawn, 1):
        made: dict[int, int] = {}
        for code, amount in sides:
            made[ids[code]] = made.get(ids[code], 0) + amount
        made[ids[sides[0][0]]] -= sum(made.values())
        post_entry(tx, FIRST + timedelta(days=day), kind, ("drawn", number), made, channel_id=channel)


@action("money.post", "Name a channel and its accounts")
def name_channel(tx: Tx) -> None:
    channel_id = find_channel(tx, "Etsy")
    for role in PER_CHANNEL:
        channel_account(tx, channel_id, role)


def open_up(store: Store) -> None:
    store.do(open_shop, "Tea", "CNY", "UTC", Costing.MOVING_AVERAGE)
    store.do(name_channel)
    for code, kind in OWN.items():
        store.do(add_account, code, code, "" if "." in code else kind.value)


def add_up(steps: Sequence[Step]) -> Decimal:
    return sum((step.amount for step in steps if step.key not in (PROFIT, DEPOSITS)), Decimal(0))


SIDES = st.lists(st.tuples(st.sampled_from(CODES), st.integers(-9_999_999, 9_999_999)), min_size=2, max_size=4)
ENTRIES = st.lists(
    st.tuples(st.integers(0, 70), st.sampled_from([None, 1]), st.sampled_from(KINDS), SIDES), min_size=1, max_size=12
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=ENTRIES, since=st.integers(0, 50), length=st.integers(0, 40), channel=st.sampled_from([None, 1]))
def test_the_bars_of_random_books_are_the_deposits_and_each_is_its_postings(
    new_store: Make, drawn: list[tuple[int, int | None, EntryKind, list[tuple[str, int]]]], since: int, length: int,
    channel: int | None,
) -> None:  # fmt: skip
    store = new_store(open_up)
    store.do(book, drawn)
    scope = Scope(FIRST + timedelta(days=since), FIRST + timedelta(days=since + length), None, channel)
    with store.read() as tx:
        steps = fetch_bridges(tx, scope)[""]
        assert_exact(tx, steps, scope)
        months = fetch_bridges(tx, Scope(scope.since, scope.until, By.MONTH, channel))
        for key in set(BARS):
            whole = sum((step.amount for step in steps if step.key == key), Decimal(0))
            assert whole == sum((s.amount for month in months.values() for s in month if s.key == key), Decimal(0)), key


def assert_exact(tx: Tx, steps: Sequence[Step], scope: Scope, channel: str = "Etsy") -> None:
    """Profit as the report says it, no remainder, every bar its own postings."""
    by_key = {step.key: step for step in steps}
    assert add_up(steps) == by_key[DEPOSITS].amount == by_key[DEPOSITS].running
    assert by_key[PROFIT].amount == fetch_total(tx, scope).profit
    for step in steps:
        filters = postings_of(step.key, step.codes)
        if not filters:
            assert step.key in (UNKNOWN, UNKNOWN_BACK) or not step.amount
            continue
        debit, credit = journal(tx, scope, filters, channel)
        sign = -1 if step.key == DEPOSITS else 1
        unknown = sum((one.amount for one in steps if one.key == UNKNOWN), Decimal(0)) if step.key == PROFIT else 0
        assert (credit - debit) * sign + unknown == step.amount, step.key
        if step.opening is not None and step.closing is not None:
            assert step.opening - step.closing == step.amount


def journal(tx: Tx, scope: Scope, filters: Sequence[tuple[str, str]], channel: str) -> tuple[Decimal, Decimal]:
    days = ("entry_on", f"{scope.since or ''}..{scope.until or ''}")
    told = [*filters, *([days] if scope.since or scope.until else [])]
    told += [] if scope.channel_id is None else [("channel", quoted(channel))]
    totals = fetch_totals(tx, JOURNAL_ROWS, Query(filters=tuple(told)))
    return totals["debit"].sum or Decimal(0), totals["credit"].sum or Decimal(0)


def test_a_month_of_a_small_shop() -> None:
    """1,000 sold, goods of 400 among them, 50 of fees; 700 paid out, 90 of an older sale; 30 of rent from the bank."""
    one = AccountKind
    books = [
        held("6001", one.INCOME, 0, 0, 1000), held("6401", one.EXPENSE, 0, 400, 0), held("6601", one.EXPENSE, 0, 50, 0),
        held("6605", one.EXPENSE, 0, 30, 0), held("1405", one.ASSET, 900, 0, 400),
        held("1122.etsy", one.ASSET, 90, 1000, 790), held("1012.etsy", one.ASSET, 0, 790, 750),
        held("1002", one.ASSET, 500, 700, 30),
    ]  # fmt: skip
    steps = lay_bridge(books, Decimal(100), Decimal(700))
    assert [(step.key, step.amount, step.running) for step in steps] == [
        ("order_profit", 600, 600), ("fees", -50, 550), ("other_costs", -30, 520), ("unknown_left_out", -100, 420),
        ("profit", 420, 420), ("unknown_put_back", 100, 520), ("stock_out", 400, 920), ("clearing", -210, 710),
        ("wallet", -40, 670), ("bank", 30, 700), ("deposits", 700, 700),
    ]  # fmt: skip
    clearing = next(step for step in steps if step.key == "clearing")
    assert (clearing.opening, clearing.closing, clearing.codes) == (90, 300, ("1122.etsy",))


def held(code: str, kind: AccountKind, opening: int, debit: int, credit: int) -> Held:
    return Held(code, kind, Decimal(opening), Decimal(debit), Decimal(credit))


def test_every_account_of_the_chart_has_one_bar_and_the_inventory_two() -> None:
    for spec in CHART:
        held_in = [step.key for step in lay_bridge([held(spec.role.value, spec.kind, 0, 5, 0)], Decimal(0), Decimal(0))
                   if step.key not in SUMS or (step.key == ORDERS and step.amount)]  # fmt: skip
        assert len(held_in) == 1, spec.role


@action("money.post", "Pay out")
def pay_out(tx: Tx, on: date, amount: int) -> None:
    channel_id = find_channel(tx, "Etsy")
    accounts = account_ids(tx, channel_id)
    sides = {accounts[Role.BANK]: amount, accounts[Role.CLEARING]: -amount}
    post_entry(tx, on, EntryKind.PAYOUT, ("payout", 1), sides, channel_id=channel_id)


@pytest.fixture
def shop(new_store: Make) -> Store:
    return new_store(open_up)


def test_sales_of_unknown_cost_are_left_out_and_put_back(shop: Store) -> None:
    shop.do(ring_up, [Ticket("E-1", FIRST, [Item("CUP", 2, Decimal(50))], "etsy")])
    shop.do(pay_out, FIRST + timedelta(days=3), 600_000)
    scope = Scope(FIRST, FIRST + timedelta(days=30), None)
    with shop.read() as tx:
        steps = fetch_bridges(tx, scope)[""]
        assert_exact(tx, steps, scope)
    told = {step.key: step.amount for step in steps}
    assert told == {
        "order_profit": 100, "unknown_left_out": -100, "profit": 0, "unknown_put_back": 100, "clearing": -40,
        "deposits": 60,
    }  # fmt: skip


def test_books_without_anything_are_a_bridge_of_nothing(shop: Store) -> None:
    with shop.read() as tx:
        assert [(step.key, step.amount) for step in fetch_bridges(tx, Scope(size=None))[""]] == [
            ("order_profit", 0), ("profit", 0), ("deposits", 0),
        ]  # fmt: skip
        assert fetch_bridges(tx, Scope()) == {}
