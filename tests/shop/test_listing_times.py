"""Listing times: a plan that gives each hour its share of the visitors, clumps, and what stands for visitors."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from tests.shop.till import Item, Ticket, ring_up

from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.listings.actions import add_listing
from shopdesk.shop.listings.traffic.times import (
    WEEK,
    Basis,
    Timed,
    apply_times,
    clock,
    clumps_of,
    counts_of,
    even_out,
    fetch_channels,
    fetch_week,
    time_rows,
    usual_week,
)
from shopdesk.shop.listings.worked_sheets import TIMES
from shopdesk.shop.opening import open_shop
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.action import action
from shopdesk.store.store import Store
from shopdesk.store.tables import Listing, TrafficHour
from shopdesk.store.tx import Tx


def timed(count: int) -> list[Timed]:
    return [Timed(n, "", str(n), "", 20 * 60, None) for n in range(1, count + 1)]


@settings(max_examples=40)
@given(st.integers(0, 60), st.lists(st.integers(0, 50), min_size=WEEK, max_size=WEEK).filter(any))
def test_every_hour_has_its_share(count: int, weights: list[int]) -> None:
    """Of n listings an hour with a share s has n*s, one more or less; none where nobody comes."""
    placed = even_out(timed(count), weights)
    counts = counts_of(placed.values())
    assert len(placed) == sum(counts) == count
    assert all(abs(there - count * weight / sum(weights)) <= 1 for there, weight in zip(counts, weights, strict=True))
    assert all(weight or not there for there, weight in zip(counts, weights, strict=True))
    assert list(placed.values()) == sorted(placed.values())


def test_a_weekday_that_was_told_twice_counts_once() -> None:
    """Ten days from Monday on, ten visitors each noon: no day is better than another."""
    counted = [0] * WEEK
    for day in range(10):
        counted[day % 7 * 24 + 12] += 10
    assert set(usual_week(counted, [2, 2, 2, 1, 1, 1, 1])[12::24]) == {1}
    assert set(usual_week(counted, [2, 2, 2, 1, 1, 0, 0])[12::24]) == {1}
    assert usual_week([1] * WEEK, [1] * 7) == (1,) * WEEK


def test_clumps_are_hours_with_more_than_twice_their_share() -> None:
    counts = counts_of([20 * 60] * 6 + [None] + [hour * 60 for hour in range(30, 40)])
    assert clumps_of(counts, [1] * WEEK) == [20]
    assert clumps_of(counts, [100 if hour == 20 else 0 for hour in range(WEEK)]) == []
    assert clock(2 * 24 * 60 + 61) == ("Wednesday", "01:01")


@action("traffic.import", "Visitors")
def visit(tx: Tx, channel_id: int) -> None:
    for hour, visitors in ((20, 30), (21, 10)):
        tx.insert(TrafficHour, channel_id=channel_id, day=date(2026, 4, 8), hour=hour, visitors=visitors)


@pytest.fixture
def shop(store: Store) -> Store:
    """Four listings put on sale in the same hour; an order on a Wednesday at noon."""
    store._clock = lambda: datetime(2026, 4, 10, tzinfo=UTC)
    store.do(open_shop, "Tea", "CNY", "UTC", Costing.MOVING_AVERAGE)
    store.do(add_product, "TEA", "Tea")
    told = {"channel": "taobao", "title": "Tea", "listed_at": datetime(2026, 4, 6, 9, 30, tzinfo=UTC)}
    for number in range(4):
        store.do(add_listing, {**told, "listing_no": f"L-{number}"})
    store.do(ring_up, [Ticket("O-1", date(2026, 4, 8), [Item("TEA", 1, Decimal(9))])])
    return store


def test_a_plan_is_made_of_visitors_else_of_orders_and_undone(shop: Store) -> None:
    with shop.read() as tx:
        [(channel_id, title)] = fetch_channels(tx)
        week = fetch_week(tx, channel_id)
    assert (title, week.basis, week.counted.index(1)) == ("Taobao", Basis.ORDERS, 2 * 24 + 12)
    assert week.weights[12::24] == (1, 1, 3, 0, 0, 1, 1), "of days before the first order nobody knows"
    assert clumps_of(counts_of(one.now for one in week.listings), week.weights) == [9]
    shop.do(visit, channel_id)
    with shop.read() as tx:
        week = fetch_week(tx, channel_id)
    plan = even_out(week.listings, week.weights)
    assert week.basis is Basis.VISITORS
    assert [clock(minute) for minute in plan.values()] == [
        ("Monday", "21:30"),
        ("Wednesday", "20:50"),
        ("Friday", "20:30"),
        ("Sunday", "20:10"),
    ], "a report of one Wednesday says nothing against the other days"
    assert all(len(row) == len(TIMES.columns) for row in time_rows(week, plan))
    assert shop.do(apply_times, plan).value == 4
    with shop.read() as tx:
        assert {one.plan for one in fetch_week(tx, channel_id).listings} == set(plan.values())
    shop.undo()
    with shop.read() as tx:
        assert tx.scalars(select(Listing.plan_weekday)) == [None] * 4


def test_without_visitors_and_orders_every_hour_counts_the_same(store: Store) -> None:
    store.do(open_shop, "Tea", "CNY", "UTC", Costing.MOVING_AVERAGE)
    store.do(add_listing, {"channel": "taobao", "listing_no": "L", "title": "Tea"})
    with store.read() as tx:
        week = fetch_week(tx, fetch_channels(tx)[0][0])
    assert (week.basis, set(week.weights)) == (Basis.EVEN, {1})
