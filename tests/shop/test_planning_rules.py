"""Reorder figures: the golden numbers, and demand over arrays against a day-by-day count made another way."""

import math
import random
from statistics import median, stdev

import numpy as np
import pytest

from shopdesk.shop.planning.rules import (
    Needs,
    Why,
    ages,
    classes_by_value,
    economic_quantity,
    propose,
    ratio,
    sigma_over_lead,
    variability,
    whole_packs,
)
from shopdesk.shop.planning.series import Demand, Moves, average, demand

Z_95 = 0.9500150945
"""The service level whose z is 1.645."""


def test_the_golden_reorder() -> None:
    """rules.md: d 100, σ 20, LT 7, σLT 2, Z 1.645."""
    made = propose(Needs(100, 20, 7, 2, on_hand=0, service_level=Z_95))
    assert made.sigma_over_lead == pytest.approx(206.88, abs=0.005)
    assert made.safety_stock == pytest.approx(340.3, abs=0.05)
    assert made.reorder_point == pytest.approx(1040.3, abs=0.05)


def test_the_golden_economic_quantities() -> None:
    assert economic_quantity(36_500, 50, 2.5) == pytest.approx(1208.3, abs=0.05)
    assert economic_quantity(1_200, 60, 10) == pytest.approx(120.0)
    assert economic_quantity(1_200, 60, 0) is None


def test_what_is_on_order_is_not_ordered_again() -> None:
    """Users of other tools complain that reorder ignores open purchase orders (rules.md, Stock)."""
    short = propose(Needs(10, 0, 7, 0, on_hand=50, cover_days=30))
    assert (short.why, short.quantity) == (Why.BELOW_POINT, 70 + 300 - 50)
    assert propose(Needs(10, 0, 7, 0, on_hand=50, on_order=320, cover_days=30)).why is Why.ENOUGH


def test_a_paused_sku_and_one_without_demand() -> None:
    assert propose(Needs(10, 0, 7, 0, on_hand=0, is_paused=True)).quantity == 0
    assert propose(Needs(None, 0, 7, 0, on_hand=0)).why is Why.NO_DEMAND
    owed = propose(Needs(None, 0, 7, 0, on_hand=1, reserved=4, pack=2))
    assert (owed.quantity, owed.why) == (4, Why.BELOW_POINT)


def test_a_season_lifts_demand_and_its_spread() -> None:
    plain, lifted = (propose(Needs(10, 3, 7, 1, on_hand=0, lift=lift)) for lift in (1, 1.5))
    assert plain.reorder_point is not None
    assert lifted.reorder_point == pytest.approx(1.5 * plain.reorder_point)


@pytest.mark.parametrize(
    ("wanted", "pack", "minimum", "ordered"),
    [
        (0, 12, 24, 0), (1, None, None, 1), (1.2, None, None, 2), (13, 12, None, 24), (5, 12, 30, 36),
        (24.0001, 12, 0, 24), (7, None, 20, 20),
    ],
)  # fmt: skip
def test_full_packs(wanted: float, pack: float | None, minimum: float | None, ordered: float) -> None:
    assert whole_packs(wanted, pack, minimum) == ordered


def test_abc() -> None:
    """80 / 95 %: the one that crosses the border belongs before it; a single best-seller is A."""
    assert classes_by_value({1: 70, 2: 15, 3: 10, 4: 4, 5: 1, 6: 0}) == {1: "A", 2: "A", 3: "B", 4: "C", 5: "C", 6: "C"}
    assert classes_by_value({1: 990, 2: 10}) == {1: "A", 2: "C"}
    assert classes_by_value({1: 0}) == {1: "C"}


def test_xyz() -> None:
    assert variability([10] * 11) == (None, "")
    assert variability([0] * 12) == (None, "")
    assert variability([10] * 12) == (0.0, "X")
    assert variability([0, 20] * 6) == (1.0, "Z")
    cv, letter = variability([4, 16] * 6)
    assert (round(cv or 0, 3), letter) == (0.6, "Y")


def test_ages_are_those_of_the_newest() -> None:
    assert ages(10, [(5, 4), (100, 3), (400, 50)]) == ([4, 0, 3, 0, 3], 400)
    assert ages(2, [(5, 4)]) == ([2, 0, 0, 0, 0], 5)
    assert ages(9, [(30, 4)]) == ([4, 0, 0, 0, 5], 30)
    assert ages(0, [(30, 4)]) == ([0] * 5, None)


def test_a_ratio_is_not_made_up() -> None:
    assert (ratio(1, 0), ratio(None, 2), ratio(3, 2)) == (None, None, 1.5)


# --------------------------------------------------------------------------------------------- demand over arrays


def test_180_sold_in_90_days_60_of_them_in_stock() -> None:
    """The golden number: 3.0 per day."""
    rows = [(0, 0, 180_000, 0)] + [(0, day, -3_000, day + 1) for day in range(60)]
    made = demand(_moves(rows), np.array([0]), np.array([0]), np.array([True]), 90)
    assert (made.days_in_stock[0], made.sold[0], made.per_day[0], made.lost[0]) == (60, 180_000, 3.0, 90.0)


def test_one_big_order_does_not_distort_demand() -> None:
    rows = [(0, 0, 1_000_000, 0)] + [(0, day, -2_000, day + 1) for day in range(1, 20)] + [(0, 30, -500_000, 99)]
    made = demand(_moves(rows), np.array([462_000]), np.array([0]), np.array([True]), 40)
    assert made.spikes[0] == 490_000
    assert made.per_day[0] == pytest.approx((19 * 2 + 10) / 40)


def test_where_nobody_tracks_stock_every_day_counts() -> None:
    rows = [(0, day, -4_000, day + 1) for day in range(5, 10)]
    made = demand(_moves(rows), np.array([-20_000]), np.array([5]), np.array([False]), 25)
    assert (made.days_in_stock[0], made.per_day[0], made.lost[0]) == (20, 1.0, 0.0)
    assert propose(Needs(1.0, 0, 7, 0, on_hand=-20, is_tracked=False)).why is Why.UNTRACKED


def test_a_sale_that_was_answered_was_none() -> None:
    made = demand(_moves([(0, 1, -5_000, 7), (0, 2, 5_000, 7)]), np.array([5_000]), np.array([0]), np.array([True]), 10)
    assert (made.sold[0], made.per_day[0], made.days_in_stock[0]) == (0, 0.0, 9)


@pytest.mark.parametrize("seed", range(30))
def test_demand_is_what_a_plain_count_of_days_says(seed: int) -> None:
    draw = random.Random(seed)
    count, days = draw.randint(1, 6), draw.randint(2, 40)
    rows = []
    for _ in range(draw.randint(0, 80)):
        came, sold = (draw.randint(1, 9) * 1000, 0), (-draw.randint(1, 60) * 1000, draw.randint(1, 30))
        rows.append((draw.randrange(count), draw.randrange(days), *draw.choice([came, sold])))
    on_hand = [draw.choice([0, draw.randint(0, 50) * 1000]) for _ in range(count)]
    made = demand(_moves(rows), np.array(on_hand), np.zeros(count, np.int64), np.ones(count, np.bool_), days)
    for sku in range(count):
        _check_plainly(made, sku, [row[1:] for row in rows if row[0] == sku], on_hand[sku], days)


def _check_plainly(made: Demand, sku: int, rows: list[tuple[int, int, int]], on_hand: int, days: int) -> None:
    opening, orders = on_hand - sum(pieces for _day, pieces, _order in rows), dict[int, tuple[int, int]]()
    for day, pieces, order in sorted(rows, key=lambda row: row[0]):
        if order:
            first, taken = orders.get(order, (day, 0))
            orders[order] = (first, taken - pieces)
    orders = {order: found for order, found in orders.items() if found[1] > 0}
    cap = 5 * median(taken for _day, taken in orders.values()) if len(orders) >= 5 else math.inf
    sold_on, in_stock, believed = {day for day, _taken in orders.values()}, [], [0.0] * days
    for day, taken in orders.values():
        believed[day] += min(taken, cap)
    for day in range(days):
        level = opening + sum(pieces for when, pieces, _order in rows if when <= day)
        if level > 0 or day in sold_on:
            in_stock.append(day)
    assert made.days_in_stock[sku] == len(in_stock)
    assert made.sold[sku] == sum(taken for _day, taken in orders.values())
    if in_stock:
        assert made.per_day[sku] == pytest.approx(sum(believed) / len(in_stock) / 1000)
        if len(in_stock) > 1:
            assert made.sigma[sku] == pytest.approx(stdev(believed[day] for day in in_stock) / 1000, abs=1e-6)
    else:
        assert math.isnan(made.per_day[sku])


def test_the_average_of_inventory_is_that_of_its_days() -> None:
    moves = Moves(*(np.array(column, np.int64) for column in ([0, 0], [2, 5], [0, 0], [100, -40], [0, 0])))
    worth = [10, 10, 110, 110, 110, 70, 70, 70]
    assert average(moves, np.array([70]), 8)[0] == pytest.approx(sum(worth) / 8)


def test_spread_over_lead_time() -> None:
    assert sigma_over_lead(100, 20, 7, 2) == pytest.approx(math.sqrt(7 * 400 + 10_000 * 4))


def _moves(rows: list[tuple[int, int, int, int]]) -> Moves:
    sku, day, quantity, order = ([row[n] for row in rows] for n in range(4))
    return Moves(*(np.array(column, np.int64) for column in (sku, day, quantity, [0] * len(rows), order)))
