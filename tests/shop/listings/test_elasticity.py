"""Elasticity: the slope and its interval against known formulas, weekdays and empty shelves, and few data."""

import random
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from tests.shop.till import Item, Ticket, ring_up

from shopdesk.shop.catalog.actions import add_product, find_sku
from shopdesk.shop.catalog.reports import channel_ids
from shopdesk.shop.listings.prices.elasticity import (
    Day,
    estimate,
    fetch_days,
    levels_of,
    regress,
    stretches_of,
    student,
)
from shopdesk.shop.opening import open_shop
from shopdesk.shop.stock.actions import ReceiptLine, receive_goods
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.store import Store

FIRST = date(2026, 1, 5)


def drawn(slope: float, weeks: int = 40, prices: tuple[float, ...] = (40, 45, 50, 55), base: float = 30) -> list[Day]:
    """Days whose pieces follow the price, a busy weekend, and chance."""
    chance = random.Random(4)
    made = []
    for n in range(weeks * 7):
        price = prices[n // 14 % len(prices)]
        weekday = 1.6 if n % 7 > 4 else 0.8
        mean = base * weekday * (price / 45) ** slope
        made.append(Day(FIRST + timedelta(n), price, max(0, round(chance.gauss(mean, mean**0.5)))))
    return made


@pytest.mark.parametrize("slope", [-2.4, -1.0, 0.0])
def test_the_slope_that_is_in_the_figures_lies_in_the_interval(slope: float) -> None:
    found = estimate(drawn(slope))
    assert not found.few
    assert found.low is not None
    assert found.high is not None
    assert found.low < slope < found.high
    assert found.high - found.low < 0.6
    assert (found.days, found.levels) == (280, 4)


def test_slope_and_error_are_those_of_least_squares() -> None:
    chance = random.Random(1)
    xs = [chance.uniform(3, 4) for _ in range(25)]
    ys = [2 - 1.7 * x + chance.gauss(0, 0.2) for x in xs]
    (slope, _level), covariance = np.polyfit(xs, ys, 1, cov=True)
    assert regress(xs, ys) == pytest.approx((slope, covariance[0, 0] ** 0.5))


@pytest.mark.parametrize(
    ("freedom", "reach"),  # tables of Student's t, 97.5 %
    [(6, 2.446912), (7, 2.364624), (10, 2.228139), (20, 2.085963), (50, 2.008559), (1000, 1.962339)],
)
def test_the_reach_is_that_of_the_tables(freedom: int, reach: float) -> None:
    assert student(freedom) == pytest.approx(reach, abs=5e-4)


def test_weekdays_are_taken_out_of_stretches() -> None:
    days = [Day(FIRST + timedelta(n), 40.0, 8 if n % 7 > 4 else 1) for n in range(35)]
    days += [Day(FIRST + timedelta(35 + n), 50.0, 1) for n in range(3)]  # three plain days say what a whole week does
    paces = [round(one.pace, 2) for one in stretches_of(days)]
    assert len(set(paces)) == 1


def test_a_gap_or_another_price_ends_a_stretch() -> None:
    days = [Day(FIRST + timedelta(n), 40.0 if n < 10 else 50.0, 2) for n in range(20) if n not in (4, 5)]
    assert [(one.first.day, one.price) for one in stretches_of(days)] == [(5, 40), (11, 40), (15, 50), (22, 50)]
    assert levels_of(stretches_of(days)) == 2


def test_a_stretch_without_a_sale_counts_as_half_a_piece() -> None:
    days = [Day(FIRST + timedelta(n), 40.0, 2) for n in range(7)]
    days += [Day(FIRST + timedelta(7 + n), 60.0, 0) for n in range(7)]
    assert [round(one.pace, 3) for one in stretches_of(days)] == [round(14 / 7, 3), round(0.5 / 7, 3)]


@pytest.mark.parametrize(
    ("days", "why"),
    [
        ([], "too few days"),
        (drawn(-2, weeks=5), "too few days"),
        (drawn(-2, prices=(40, 50)), "hardly ever changed"),
        (drawn(-2, prices=(50, 50.2)), "hardly ever changed"),
        (drawn(-2, weeks=8, prices=(49, 50, 51), base=0.4), "chance alone"),
    ],
)
def test_few_data_say_so(days: list[Day], why: str) -> None:
    assert why in estimate(days).few


def test_days_come_from_own_orders_and_days_in_stock(file_store: Store) -> None:
    shop = file_store
    shop.do(open_shop, "Tea", "CNY", "UTC", Costing.MOVING_AVERAGE)
    shop.do(add_product, "CUP", "Cup")
    with shop.read() as tx:
        today, sku_id = tx.today, find_sku(tx, "CUP")
    shop.do(receive_goods, "", [ReceiptLine(sku_id, Decimal(5))], received_at=shop.now() - timedelta(30))
    tickets = [
        Ticket("A-1", today - timedelta(20), [Item("CUP", 2, Decimal(50))]),
        Ticket("A-2", today - timedelta(18), [Item("CUP", 3, Decimal(40), Decimal(6))]),
        Ticket("A-3", today - timedelta(18), [Item("CUP", 1, Decimal(40))], channel="douyin"),
    ]
    shop.do(ring_up, tickets)
    with shop.read() as tx:
        days = fetch_days(tx, channel_ids(tx)["taobao"], sku_id)
    assert [((today - one.day).days, one.price, one.pieces) for one in days] == [(20, 50, 2), (19, 50, 0), (18, 38, 3)]
