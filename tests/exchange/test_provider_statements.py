"""Statements of a payment provider that took the money of another channel's orders: found by number alone."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import permutations

import pytest
from sqlalchemy import func, select
from tests.exchange.counter import D, assert_sound, balances, give_back, orders, table, take_in, views
from tests.exchange.statements import MONTHS, line_ids, one_order, sold, statement

from shopdesk.exchange.imports import Choices
from shopdesk.shop.ledger.actions import set_rate
from shopdesk.shop.profit.reports import fetch_channels
from shopdesk.shop.profit.scope import Scope
from shopdesk.shop.settlement.actions import link_lines, unlink_lines
from shopdesk.shop.settlement.reports import find_work, usual_days
from shopdesk.store.store import Store
from shopdesk.store.tables import Account, Channel, JournalEntry, Posting, SettlementLine

SHOPIFY = Choices(channel="shopify")
CLEARED = {"1002": D("74.40"), "1122.shopify": D(20), "6001": D(-100), "6601": D(5), "6607": D("0.60")}


def by_channel(shop: Store) -> dict[tuple[str, str], Decimal]:
    """(channel of the entries, account) → what the books have of them, other than nothing."""
    amount = func.sum(Posting.amount)
    wanted = (
        select(Channel.code, Account.code, amount)
        .join_from(Posting, JournalEntry, JournalEntry.entry_id == Posting.entry_id)
        .join(Account, Account.account_id == Posting.account_id)
        .join(Channel, Channel.channel_id == JournalEntry.channel_id)
        .group_by(Channel.code, Account.code)
        .having(amount != 0)
    )
    with shop.read() as tx:
        return {(channel, account): told for channel, account, told in tx.rows(wanted)}


def test_a_provider_clears_the_order_of_the_channel_that_sold_it(shop: Store) -> None:
    take_in(shop, orders(sold("#A-1")), SHOPIFY)
    take_in(shop, statement(*MONTHS, payout="P1"))
    assert balances(shop) == CLEARED
    assert balances(shop, "2026-01")["1012.direct"] == D("94.40")
    with shop.read() as tx:
        assert find_work(tx) == []
        channels = dict(map(tuple, tx.rows(select(Channel.code, Channel.channel_id))))
        assert usual_days(tx) == {channels["shopify"]: 1}
        figures = fetch_channels(tx, Scope())
    assert (figures[channels["shopify"]].commission, figures[channels["shopify"]].payment_fee) == (D(5), D("0.60"))
    assert_sound(shop)


FILES: tuple[tuple[str, Callable[[Store], int]], ...] = (
    ("order", lambda shop: take_in(shop, orders(sold()), SHOPIFY)),
    ("statement", lambda shop: take_in(shop, statement(*MONTHS, payout="P1"))),
    ("namesake", lambda shop: take_in(shop, orders(sold(price="7")), Choices(channel="etsy"))),
)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_number_that_two_channels_have_is_nobodys_in_any_order(shop: Store, order: tuple[int, ...]) -> None:
    given = {FILES[at][0]: FILES[at][1](shop) for at in order}
    unclear = balances(shop)
    assert (unclear["1901.direct"], unclear["1122.shopify"], unclear["1122.etsy"]) == (D(-80), D(100), D(7))
    give_back(shop, given["namesake"])
    assert balances(shop) == CLEARED
    give_back(shop, given["order"])
    assert balances(shop)["1901.direct"] == D(-80)
    assert_sound(shop)


@pytest.mark.parametrize("order", list(permutations(range(2))))
def test_what_its_own_channel_sold_goes_before_that_of_others(shop: Store, order: tuple[int, ...]) -> None:
    FILES[1][1](shop)
    files = (lambda: FILES[0][1](shop), lambda: take_in(shop, one_order()))
    for at in order:
        files[at]()
    assert (balances(shop)["1122.direct"], balances(shop)["1122.shopify"]) == (D(20), D(100))


def test_each_channel_has_what_it_would_have_had_at_once(shop: Store) -> None:
    FILES[1][1](shop)
    FILES[0][1](shop)
    later = by_channel(shop)
    assert later["shopify", "1122.shopify"] == D(20)
    assert ("direct", "1901.direct") not in later
    before = views(shop)
    assert FILES[1][1](shop) == 0
    assert views(shop) == before


def test_a_marketplace_speaks_of_its_own_orders(shop: Store) -> None:
    take_in(shop, orders(sold()), SHOPIFY)
    take_in(shop, statement(*MONTHS, payout="P1"), Choices(channel="amazon"))
    assert (balances(shop)["1901.amazon"], balances(shop)["1122.shopify"]) == (D(-80), D(100))


def test_a_person_links_to_another_channel_and_is_left_alone(shop: Store) -> None:
    take_in(shop, orders(sold("B-2")), SHOPIFY)
    take_in(shop, statement(*MONTHS, payout="P1"))
    lines = line_ids(shop, "L1", "L4")
    shop.do(link_lines, lines, "B-2")
    assert balances(shop)["1122.shopify"] == D(20)
    take_in(shop, orders(sold()), SHOPIFY)
    assert balances(shop)["1122.shopify"] == D(120)
    shop.do(unlink_lines, lines)
    with shop.read() as tx:
        assert len(set(tx.scalars(select(SettlementLine.order_id)))) == 1
    shop.undo()
    assert balances(shop)["1122.shopify"] == D(120)
    assert_sound(shop)


def test_another_currency_is_won_or_lost_on_the_channel_that_sold(shop: Store) -> None:
    shop.do(set_rate, "USD", date(2026, 1, 1), D(7))
    shop.do(set_rate, "USD", date(2026, 1, 31), D("7.1"))
    told = {**sold(), "currency": "USD"}
    take_in(shop, table(tuple(told), tuple(told.values())), SHOPIFY)
    take_in(shop, statement(("L1", "2026-01-31 10:00", "sale", "A-1", "100", "", "", "USD")))
    gained = {("shopify", "1012.direct"): D(710), ("shopify", "6001"): D(-700), ("shopify", "6613"): D(-10)}
    assert by_channel(shop) == gained
    assert_sound(shop)
