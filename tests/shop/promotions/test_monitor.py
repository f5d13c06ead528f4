"""A promotion while it runs: hours and days by the clock on the wall, the plan so far, the budget, and the stock."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import update
from tests.shop.till import Item, Ticket, ring_up

from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.opening import open_shop
from shopdesk.shop.promotions.actions import add_promotion
from shopdesk.shop.promotions.outcome.monitor import MONITOR, Watch, watch_lines, watch_promotion
from shopdesk.shop.promotions.outcome.result import read_result
from shopdesk.shop.promotions.outcome.uses import find_uses, keep_uses
from shopdesk.shop.promotions.papers import result_lines
from shopdesk.shop.stock.actions import adjust_stock
from shopdesk.shop.stock.rules import Costing, MoveReason
from shopdesk.store.action import action
from shopdesk.store.store import Store
from shopdesk.store.tables import SalesOrder
from shopdesk.store.tx import Tx
from shopdesk.text import UserError


def open_at(store: Store, now: datetime, zone: str = "UTC", stock: int = 100) -> Store:
    store._clock = lambda: now
    store.do(open_shop, "Tea", "GBP", zone, Costing.MOVING_AVERAGE)
    store.do(add_product, "CUP", "Cup", price=Decimal(100), cost=Decimal(40))
    store.do(adjust_stock, 1, Decimal(stock), MoveReason.ADJUST, "Found")
    return store


@action("order.edit", "Place")
def place(tx: Tx, number: str, at: datetime) -> None:
    tx.run_sql(SalesOrder, update(SalesOrder).where(SalesOrder.order_no == number).values(placed_at=at))


@action("order.edit", "Pay")
def pay_on(tx: Tx, number: str, day: date) -> None:
    tx.run_sql(SalesOrder, update(SalesOrder).where(SalesOrder.order_no == number).values(sold_on=day))


def sell(store: Store, number: str, at: datetime, cups: int, off: str = "0") -> None:
    with store.read() as tx:
        day = at.astimezone(tx.zone).date()
    store.do(ring_up, [Ticket(number, day, [Item("CUP", cups, Decimal(100), Decimal(off))])])
    store.do(place, number, at)


def plan(store: Store, starts: datetime, ends: datetime | None, **more: Any) -> int:
    values = {"title": "Full", "kind": "every_full", "tiers": "300-30", "starts_at": starts, "ends_at": ends, **more}
    made: int = store.do(add_promotion, values).value
    return made


def watch(store: Store, promotion_id: int) -> tuple[Watch, list[dict[str, Any]], list[str]]:
    with store.read() as tx:
        found = find_uses(tx)
    store.do(keep_uses, found)
    with store.read() as tx:
        made = watch_promotion(tx, promotion_id)
        keys = [column.key for column in MONITOR.columns]
        return made, [dict(zip(keys, row, strict=True)) for row in made.rows], watch_lines(tx, made)


def test_a_short_one_is_watched_by_the_hour_against_its_plan(store: Store) -> None:
    start = datetime(2026, 11, 11, tzinfo=UTC)
    open_at(store, start + timedelta(hours=2, minutes=30))
    made = plan(store, start, start + timedelta(hours=10), budget=Decimal(100), predicted_units=Decimal(50))
    sell(store, "BEFORE", start - timedelta(seconds=1), 3, "30")
    sell(store, "A", start, 3, "30")
    sell(store, "B", start + timedelta(minutes=59, seconds=59), 1)
    sell(store, "C", start + timedelta(hours=1), 6, "60")
    _made, rows, lines = watch(store, made)
    told = [(row["orders"], row["units"], row["revenue"], row["margin"], row["taken_off"]) for row in rows]
    assert told == [(2, 4, 370, 210, 30), (1, 6, 540, 300, 60), (0, 0, 0, 0, 0)]
    assert [row["units_so_far"] for row in rows] == [4, 10, 10]
    assert [row["units_planned"] for row in rows] == [5, 10, Decimal("12.5")]
    assert [(row["spent"], row["budget"]) for row in rows] == [(30, 10), (90, 20), (90, 25)]
    assert lines == ["90.00 of a budget of 100.00 taken off: 90%"]


def test_the_day_on_which_clocks_go_back_has_25_hours(store: Store) -> None:
    """London, 2026-10-25."""
    start = datetime(2026, 10, 24, 23, tzinfo=UTC)
    open_at(store, datetime(2026, 10, 26, 12, tzinfo=UTC), "Europe/London")
    made = plan(store, start, datetime(2026, 10, 26, tzinfo=UTC))
    sell(store, "A", datetime(2026, 10, 25, 23, 59, tzinfo=UTC), 1)
    sell(store, "B", datetime(2026, 10, 26, tzinfo=UTC), 1)
    watched, rows, _lines = watch(store, made)
    assert watched.is_over
    assert len(rows) == 25
    assert [row["units"] for row in rows] == [0] * 24 + [1]


def test_a_long_one_is_watched_by_days_across_the_end_of_a_month(store: Store) -> None:
    open_at(store, datetime(2026, 4, 1, 12, tzinfo=UTC), "Europe/London")
    made = plan(store, datetime(2026, 3, 28, 9, tzinfo=UTC), None)
    sell(store, "A", datetime(2026, 3, 31, 22, 59, tzinfo=UTC), 1)
    sell(store, "B", datetime(2026, 3, 31, 23, tzinfo=UTC), 2)
    _made, rows, _lines = watch(store, made)
    starts = [row["starts"] for row in rows]
    assert starts == [
        datetime(2026, 3, 28, 9, tzinfo=UTC), datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 3, 29, 23, tzinfo=UTC),
        datetime(2026, 3, 30, 23, tzinfo=UTC), datetime(2026, 3, 31, 23, tzinfo=UTC),
    ]  # fmt: skip
    assert [row["units"] for row in rows] == [0, 0, 0, 1, 2]
    assert {row["units_planned"] for row in rows} == {None}


def test_stock_that_runs_out_on_day_two_is_told_on_day_one(store: Store) -> None:
    start = datetime(2026, 11, 11, tzinfo=UTC)
    open_at(store, start + timedelta(hours=12), stock=15)
    made = plan(store, start, start + timedelta(days=5))
    sell(store, "A", start + timedelta(hours=3), 10)
    watched, _rows, lines = watch(store, made)
    assert [(one.code, one.available, one.sold, one.ends_at) for one in watched.short] == [
        ("CUP", 5, 10, start + timedelta(hours=18))
    ]
    assert lines == ["CUP will be sold out on 2026-11-11 18:00: 5 left, 10 sold so far"]


def test_stock_that_ran_out_on_day_two_is_told_by_its_day_while_it_runs_and_afterwards(store: Store) -> None:
    start = datetime(2026, 11, 11, tzinfo=UTC)
    open_at(store, start - timedelta(days=1), stock=15)
    made = plan(store, start, start + timedelta(days=5))
    store._clock = lambda: start + timedelta(days=2, hours=9)
    sell(store, "A", start + timedelta(hours=3), 10)
    sell(store, "B", start + timedelta(days=1, hours=3), 5)
    _made, rows, lines = watch(store, made)
    assert [row["units"] for row in rows] == [10, 5, 0]
    assert lines == ["CUP ran out on 2026-11-12: 15 sold so far"]
    store._clock = lambda: start + timedelta(days=9)
    store.do(adjust_stock, 1, Decimal(50), MoveReason.ADJUST, "Found")
    with store.read() as tx:
        assert "Ran out while it ran: CUP 2026-11-12" in result_lines(read_result(tx, made))


def test_monitor_and_result_tell_the_same_of_a_night_over_the_end_of_summer_time(store: Store) -> None:
    """22:00 to 2:00 in London, of which 1:00 comes twice; what was sold in the afternoon is none of it."""
    start = datetime(2026, 10, 24, 21, tzinfo=UTC)
    open_at(store, datetime(2026, 10, 27, 12, tzinfo=UTC), "Europe/London")
    made = plan(store, start, datetime(2026, 10, 25, 2, tzinfo=UTC), tiers="100-10", kind="every_full", budget=100)
    sell(store, "NOON", start - timedelta(hours=9), 4, "25")
    sell(store, "A", start, 1, "10")
    sell(store, "B", datetime(2026, 10, 25, 1, 59, tzinfo=UTC), 2, "20")
    sell(store, "LATE", datetime(2026, 10, 25, 2, tzinfo=UTC), 5, "45")
    store.do(pay_on, "B", date(2026, 10, 26))
    watched, rows, _lines = watch(store, made)
    with store.read() as tx:
        told = read_result(tx, made)
    assert [row["units"] for row in rows] == [1, 0, 0, 0, 2]
    assert [(day.day.day, day.units, day.discount, day.spent) for day in told.days] == [
        (24, 1, 10, 10),
        (25, 2, 20, 30),
    ]
    assert watched.spent == told.taken_off == 30


def test_one_that_has_not_begun_is_not_watched(store: Store) -> None:
    open_at(store, datetime(2026, 11, 1, tzinfo=UTC))
    made = plan(store, datetime(2026, 11, 2, tzinfo=UTC), None)
    with store.read() as tx, pytest.raises(UserError):
        watch_promotion(tx, made)
    with store.read() as tx, pytest.raises(UserError):
        watch_promotion(tx, 99)
