"""Profit order by order, by SKU with the costs of orders, and costs spread by key: against the tickets themselves."""

import random
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import select
from tests.shop.made_shop import LIVED, Year, lived
from tests.store_fixtures import Make

from shopdesk.shop.ledger.actions import account_ids, post_entry
from shopdesk.shop.ledger.rules import EntryKind, Role
from shopdesk.shop.profit.figures import SUMMED, Figures, total
from shopdesk.shop.profit.keys import fetch_keys, set_keys
from shopdesk.shop.profit.orders import ORDER_PROFIT_ROWS, fetch_groups, fetch_range, find_order_profit
from shopdesk.shop.profit.reports import fetch_channels, fetch_skus, fetch_total
from shopdesk.shop.profit.scope import Scope
from shopdesk.shop.profit.spreading import SpreadBy, spread
from shopdesk.shop.settlement.rules import LineKind
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.action import action
from shopdesk.store.rows import Query, fetch_ids, fetch_page, fetch_totals
from shopdesk.store.store import Store
from shopdesk.store.tables import Account, Customer, FeeRule, SalesOrder, SettlementLine
from shopdesk.store.tx import Tx
from shopdesk.text import UserError

FEES = {LineKind.COMMISSION: Role.COMMISSION, LineKind.PAYMENT_FEE: Role.PAYMENT_FEE, LineKind.FREIGHT: Role.FREIGHT}
LINES = {"commission": LineKind.COMMISSION, "payment_fee": LineKind.PAYMENT_FEE, "freight": LineKind.FREIGHT}
Fee = tuple[str, LineKind, date, Decimal]
LEAST = Fraction(1, 10_000)


@action("test.settle", "Settle")
def take_fees(tx: Tx, fees: list[Fee]) -> None:
    """A statement's lines: what each order's sale brought to the wallet, and what was kept of it."""
    orders = {row.order_no: row for row in tx.rows(select(SalesOrder.__table__))}
    for number, (order_no, kind, day, amount) in enumerate(fees):
        order = orders[order_no]
        line_id = tx.insert(
            SettlementLine, channel_id=order.channel_id, line_no=str(number), kind=kind.value, state="matched",
            settled_on=day, order_no=order_no, order_id=order.order_id, currency=tx.currency, amount=-amount,
        )  # fmt: skip
        accounts, cost = account_ids(tx, order.channel_id), int(amount * 10_000)
        against = FEES.get(kind, Role.CLEARING)
        sides = {accounts[against]: cost, accounts[Role.WALLET]: -cost}
        post_entry(tx, day, EntryKind.SETTLEMENT, ("settlement", line_id), sides, channel_id=order.channel_id)


SEED, METHOD = 5, Costing.FIFO


def fees_of(made: Year) -> list[Fee]:
    """What a statement tells of most of the sales."""
    dice = random.Random(SEED)
    fees: list[Fee] = []
    for ticket in made.tickets:
        if ticket.kind == "sale" and ticket.state != "cancelled" and dice.random() < 0.7:
            later = ticket.on + timedelta(days=dice.randint(0, 45))
            fees.append((ticket.number, LineKind.SALE, later, -ticket.total))
            fees += [(ticket.number, kind, later, Decimal(dice.randint(1, 9_999)) / 100) for kind in FEES]
    return fees


def settle(store: Store) -> None:
    lived(store, SEED, METHOD)
    store.do(take_fees, fees_of(LIVED[SEED, METHOD]))


@pytest.fixture
def settled(new_store: Make) -> tuple[Year, Store, list[Fee]]:
    store = new_store(settle)
    return LIVED[SEED, METHOD], store, fees_of(LIVED[SEED, METHOD])


def test_an_order_has_all_that_was_ever_booked_on_it(settled: tuple[Year, Store, list[Fee]]) -> None:
    made, store, fees = settled
    costs: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    worth = made.worth()
    for place, value in worth.items():
        ticket = made.moves[place].ticket
        if ticket is not None:
            costs[ticket.number, "cogs"] -= value
    for number, kind, _day, amount in fees:
        costs[number, kind.value] += Fraction(amount)
    rows = read(store, Query())
    assert rows.keys() == {t.number for t in made.tickets if t.state != "cancelled" and t.kind != "adjustment"}
    paid = {number for number, kind, *_rest in fees if kind is LineKind.SALE}
    seen = set()
    for ticket in made.tickets:
        if ticket.number not in rows:
            continue
        row = rows[ticket.number]
        net = ticket.total - ticket.tax - sum((amount for _day, amount in ticket.refunds), Decimal(0))
        assert row["net_sales"] == net, ticket
        assert row["settled"] == (ticket.number in paid)
        for name, kind in LINES.items():
            assert Fraction(row[name]) == costs[ticket.number, kind.value], (ticket.number, name)
        known = knows(made, worth, ticket.number)
        assert (row["contribution"] is None) is not known, ticket
        if known:
            wanted = Fraction(net) - costs[ticket.number, "cogs"] - sum(costs[ticket.number, k.value] for k in FEES)
            assert abs(Fraction(row["contribution"]) - wanted) <= LEAST * 9
        seen.add(row["result"])
        with store.read() as tx:
            one = find_order_profit(tx, row["order_id"])
        assert one is not None
        assert (one.contribution, one.figures.net_sales) == (row["contribution"], net)
    assert seen == {"earned", "loss", "unknown"}


def test_fees_that_nobody_told_are_estimated_by_the_fee_table_and_booked_nowhere(
    settled: tuple[Year, Store, list[Fee]],
) -> None:
    made, store, _fees = settled
    rows = read(store, Query())
    store.do(agree_fee, Decimal("0.05"), Decimal("0.5"))
    taobao = {ticket.number: ticket for ticket in made.tickets if (ticket.channel, ticket.kind) == ("taobao", "sale")}
    tried = set()
    for number, ticket in taobao.items():
        if number not in rows:
            continue
        with store.read() as tx:
            one = find_order_profit(tx, rows[number]["order_id"])
        assert one is not None
        goods = sum((item.amount for item in ticket.items), ticket.shipping)
        estimate = (goods * Decimal("0.05")).quantize(Decimal("0.01"), ROUND_HALF_UP) + Decimal("0.5")
        assert one.estimates == ({} if rows[number]["settled"] else {"commission": estimate}), ticket
        assert one.figures.commission == rows[number]["commission"]
        tried.add(rows[number]["settled"])
    assert tried == {0, 1}


@action("test.fee", "Agree")
def agree_fee(tx: Tx, rate: Decimal, fixed: Decimal) -> None:
    tx.insert(FeeRule, channel_id=1, kind="commission", rate=rate, fixed=fixed, since=date(2020, 1, 1))


def knows(made: Year, worth: Mapping[int, Fraction], number: str) -> bool:
    """Whether each piece of a ticket has moved and has a value; nothing of a refunded one ever left."""
    ticket = next(ticket for ticket in made.tickets if ticket.number == number)
    if ticket.state == "refunded":
        return True
    mine = [place for place, moved in enumerate(made.moves) if moved.ticket is ticket]
    moved = {made.moves[place].sku for place in mine}
    return all(place in worth for place in mine) and all(item.sku in moved for item in ticket.items)


def read(store: Store, query: Query) -> dict[str, dict[str, Any]]:
    """Rows of the list by number of their order."""
    keys = [column.key for column in ORDER_PROFIT_ROWS.sheet.columns]
    with store.read() as tx:
        ids = fetch_ids(tx, ORDER_PROFIT_ROWS, query)
        page = fetch_page(tx, ORDER_PROFIT_ROWS, ids)
    rows = [dict(zip(keys, row, strict=True)) | {"order_id": key} for key, row in zip(ids, page, strict=True)]
    return {str(row["order_no"]): row for row in rows}


def test_what_lost_money_is_found_within_a_month_and_a_channel(settled: tuple[Year, Store, list[Fee]]) -> None:
    _made, store, _fees = settled
    every = read(store, Query())
    filters = (("sold_on", "2026-02"), ("channel", "=Taobao"), ("result", "loss"))
    found = read(store, Query(filters=filters))
    assert found == {
        number: row for number, row in every.items()
        if f"{row['sold_on']:%Y-%m}" == "2026-02" and row["channel"] == "Taobao" and row["result"] == "loss"
    }  # fmt: skip
    with store.read() as tx:
        sums = fetch_totals(tx, ORDER_PROFIT_ROWS, Query())
    assert sums["net_sales"].sum == sum(row["net_sales"] for row in every.values())


@pytest.mark.parametrize("scope", [Scope(size=None), Scope(date(2026, 2, 1), date(2026, 3, 9), None, 1)])
def test_orders_of_a_range_and_a_named_rest_are_the_books(settled: tuple[Year, Store, list[Fee]], scope: Scope) -> None:
    _made, store, _fees = settled
    with store.read() as tx:
        told, books = fetch_range(tx, scope), fetch_total(tx, scope)
    for name in SUMMED:
        parts = (getattr(figures, name) for figures in (told.orders, told.elsewhere, told.others))
        orders, elsewhere, others = parts
        assert orders - elsewhere + others == getattr(books, name), name
    assert told.books == books
    assert told.orders.commission
    assert bool(told.elsewhere.commission) is (scope.since is not None)
    rows = read(store, Query())
    if scope.since is None:
        assert told.orders.commission == sum(
            row["commission"] for row in rows.values() if row["contribution"] is not None
        )
        assert told.orders.contribution == sum(row["contribution"] or 0 for row in rows.values())


def test_groups_of_customers_share_the_orders_of_known_cost(settled: tuple[Year, Store, list[Fee]]) -> None:
    made, store, _fees = settled
    numbers = [ticket.number for ticket in made.tickets if ticket.kind == "sale"]
    groups = {number: ("", "Members", "Trade")[place % 3] for place, number in enumerate(numbers)}
    store.do(group_buyers, groups)
    rows = read(store, Query())
    with store.read() as tx:
        told = {one.group: one for one in fetch_groups(tx, Scope(size=None))}
    assert told.keys() == {"", "Members", "Trade"}
    for group, one in told.items():
        mine = [row for number, row in rows.items() if groups.get(number, "") == group]
        known = [row["contribution"] for row in mine if row["contribution"] is not None]
        assert one.figures.contribution == sum(known), group
        assert one.figures.net_sales == sum(row["net_sales"] for row in mine)
        assert one.figures.unknown_sales == sum(row["net_sales"] for row in mine if row["contribution"] is None)
        assert one.customers == (0 if not group else 2)
    assert sum(one.figures.orders for one in told.values()) == len([n for n in numbers if n in rows])


@action("test.group", "Group")
def group_buyers(tx: Tx, groups: Mapping[str, str]) -> None:
    """Two customers a group; orders without one have no customer."""
    known: dict[tuple[str, int], int] = {}
    orders = {row.order_no: row for row in tx.rows(select(SalesOrder.__table__))}
    for place, (number, group) in enumerate(groups.items()):
        order = orders[number]
        if group:
            key = (group, place % 2)
            if key not in known:
                known[key] = tx.insert(Customer, channel_id=1, customer_no=str(key), group_name=group)
            tx.update(SalesOrder, order.order_id, customer_id=known[key])


def test_costs_of_orders_fall_on_their_skus_by_the_amounts_of_lines(settled: tuple[Year, Store, list[Fee]]) -> None:
    made, store, fees = settled
    wanted: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    names = {kind: name for name, kind in LINES.items()}
    tickets = {ticket.number: ticket for ticket in made.tickets}
    for number, kind, _day, amount in fees:
        items = [item for item in tickets[number].items if item.amount > 0]
        whole = sum((item.amount for item in items), Decimal(0))
        for item in items:
            if kind in names:
                wanted[item.sku or "", names[kind]] += Fraction(amount) * Fraction(item.amount) / Fraction(whole)
    with store.read() as tx:
        rows = fetch_skus(tx, Scope(size=None))
        books = fetch_total(tx, Scope(size=None))
    for row in rows:
        for name in LINES if row.code else ():
            assert abs(Fraction(getattr(row.figures, name)) - wanted[row.code, name]) <= LEAST * len(fees)
    added = total(row.figures for row in rows)
    assert all(getattr(added, name) == getattr(books, name) for name in SUMMED if name != "orders")
    assert added.contribution == books.contribution


# --------------------------------------------------------------------------------------------------------- by key


def test_shares_by_key_are_exact_and_what_has_no_key_stays(settled: tuple[Year, Store, list[Fee]]) -> None:
    _made, store, _fees = settled
    with store.read() as tx:
        before, books = fetch_channels(tx, Scope(size=None)), fetch_total(tx, Scope(size=None))
        keys = fetch_keys(tx)
        assert all(not figures.indirect_share for figures in before.values()), "nothing is spread unless it is said"
    spent = {row.code: row for row in keys}
    chosen = {spent["6605"].account_id: SpreadBy.SALES, spent["6606"].account_id: SpreadBy.EQUAL}
    store.do(set_keys, chosen)
    with store.read() as tx:
        for rows in (channel_rows(tx), sku_rows(tx)):
            shares = {key: figures.indirect_share for key, figures in rows}
            assert sum(shares.values()) == 0
            assert sum(figures.after_share for _key, figures in rows) == books.profit
        loose = before[None].accounts
        assert -fetch_channels(tx, Scope(size=None))[None].indirect_share == loose.get("6605", 0) + loose.get("6606", 0)
        assert {row.code: row.spread_by for row in fetch_keys(tx) if row.spread_by} == {
            "6605": SpreadBy.SALES, "6606": SpreadBy.EQUAL,
        }  # fmt: skip
    store.undo()
    with store.read() as tx:
        assert not any(row.spread_by for row in fetch_keys(tx))


def channel_rows(tx: Tx) -> list[tuple[Any, Figures]]:
    return list(fetch_channels(tx, Scope(size=None)).items())


def sku_rows(tx: Tx) -> list[tuple[Any, Figures]]:
    return [(row.code, row.figures) for row in fetch_skus(tx, Scope(size=None))]


def test_an_account_of_goods_has_no_key(settled: tuple[Year, Store, list[Fee]]) -> None:
    _made, store, _fees = settled
    with store.read() as tx:
        cogs = tx.scalar(select(Account.account_id).where(Account.code == Role.COGS.value))
    with pytest.raises(UserError):
        store.do(set_keys, {cogs: SpreadBy.SALES})


def test_a_share_goes_by_what_the_key_names_and_to_nobody_that_sold_nothing() -> None:
    rows = [
        Figures(orders=1, units=Decimal(9), gross_sales=Decimal(30)),
        Figures(orders=2, units=Decimal(1), gross_sales=Decimal(10)),
        Figures(gross_sales=Decimal(5)),
    ]
    assert spread({SpreadBy.SALES: Decimal(100)}, rows) == [75, 25, 0]
    assert spread({SpreadBy.UNITS: Decimal(100)}, rows) == [90, 10, 0]
    assert spread({SpreadBy.ORDERS: Decimal("0.0001")}, rows) == [0, Decimal("0.0001"), 0]
    assert spread({SpreadBy.EQUAL: Decimal(100), SpreadBy.ORDERS: Decimal(30)}, rows) == [60, 70, 0]
    assert spread({SpreadBy.SALES: Decimal(100)}, rows[2:]) == [0]
