"""What moves say of demand: days in stock, pieces a day and their spread, lost sales, averages; over arrays, no SQL.

Quantities are integers of 1/1,000, amounts of 1/10,000, days count from the first of the span. A SKU is its place in
the list of SKUs, so that every result is one array over all of them.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from shopdesk.shop.planning.rules import ORDERS_TO_JUDGE, SPIKE

Whole = npt.NDArray[np.int64]
Real = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
PIECE = 1_000
RECEIVED = -1
"""In place of an order: a receipt, or the opening stock."""


@dataclass(frozen=True, slots=True)
class Moves:
    """Moves of the span, one entry each, in any order."""

    sku: Whole
    day: Whole
    quantity: Whole
    value: Whole
    """Worth, signed as the quantity; 0 where unknown."""
    order: Whole
    """The order whose sale (or the answer to one) it is; RECEIVED for what was delivered, 0 for every other move."""

    def since(self, day: int) -> "Moves":
        """Those from a day on, counted from it."""
        late = self.day >= day
        return Moves(
            self.sku[late], self.day[late] - day, self.quantity[late], self.value[late], self.order[late]
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sales:
    """Sold pieces, one entry for each order and SKU: what its moves come to."""

    sku: Whole
    day: Whole
    quantity: Whole


@dataclass(frozen=True, slots=True)
class Demand:
    """By SKU. Rates are pieces a day while in stock, NaN where it never was."""

    sold: Whole
    spikes: Whole
    days_in_stock: Whole
    per_day: Real
    sigma: Real
    lost: Real
    """Pieces that the days without stock would have sold."""


def sales(moves: Moves) -> Sales:
    """What each order took of each SKU; one that was answered as a whole took nothing."""
    of_orders = moves.order > 0
    sku, order, day = moves.sku[of_orders], moves.order[of_orders], moves.day[of_orders]
    if not len(sku):
        return Sales(sku, day, sku)
    place = np.lexsort((day, order, sku))
    sku, order, day, quantity = sku[place], order[place], day[place], -moves.quantity[of_orders][place]
    first = np.flatnonzero(np.r_[True, (sku[1:] != sku[:-1]) | (order[1:] != order[:-1])])
    taken = np.add.reduceat(quantity, first)
    some = taken > 0
    return Sales(sku[first][some], day[first][some], taken[some])


def caps(sold: Sales, count: int) -> Real:
    """So much a single order of each SKU counts for at most; infinite where too few orders say what is usual."""
    place = np.lexsort((sold.quantity, sold.sku))
    sku, quantity = sold.sku[place], sold.quantity[place]
    orders = np.bincount(sku, minlength=count)
    start = np.cumsum(orders) - orders
    cap = np.full(count, np.inf)
    judged = np.flatnonzero(orders >= ORDERS_TO_JUDGE)
    low, high = start[judged] + (orders[judged] - 1) // 2, start[judged] + orders[judged] // 2
    cap[judged] = SPIKE * (quantity[low] + quantity[high]) / 2
    return cap


def demand(moves: Moves, on_hand: Whole, alive: Whole, is_tracked: Flags, days: int) -> Demand:
    """Demand of every SKU over a span of `days`: units sold by days in stock, a single order's spike capped.

    `on_hand`: at the end of the span. `alive`: the first day on which the SKU was there at all. A day counts as in
    stock when something was left at its end, or when something was sold on it; where stock `is_tracked` by nobody,
    every day since it was there does.
    """
    count, sold = len(on_hand), sales(moves)
    believed = np.minimum(sold.quantity, caps(sold, count)[sold.sku]) if len(sold.sku) else np.zeros(0)
    total = _added(sold.sku, sold.quantity, count)
    capped = _added(sold.sku, believed, count)
    by_day = _by_day(sold.sku, sold.day, believed, days)
    squares = _added(by_day[0] // days, by_day[1] ** 2, count)
    in_stock = np.where(is_tracked, _days_in_stock(moves, sold, on_hand, alive, days), np.maximum(days - alive, 0))
    with np.errstate(divide="ignore", invalid="ignore"):
        per_day = np.where(in_stock > 0, capped / in_stock, np.nan)
        spread = (squares - in_stock * np.nan_to_num(per_day) ** 2) / (in_stock - 1)
    sigma = np.sqrt(np.where(in_stock > 1, np.maximum(spread, 0), 0))
    lost = np.nan_to_num(per_day) * np.maximum(days - alive - in_stock, 0)
    return Demand(
        total.astype(np.int64), np.rint(total - capped).astype(np.int64), in_stock, per_day / PIECE, sigma / PIECE,
        lost / PIECE,
    )  # fmt: skip


def average(moves: Moves, values: Whole, days: int) -> Real:
    """What a SKU's stock was worth on average at the end of a day; `values`: at the end of the span."""
    count = len(values)
    came = _added(moves.sku, moves.value, count)
    weighed = _added(moves.sku, moves.value * (days - moves.day), count)
    return values - came + weighed / days


def by_bucket(sku: Whole, bucket: Whole, quantity: Whole, count: int, buckets: int) -> Whole:
    """Sums by SKU (rows) and bucket (columns)."""
    made = _added(sku * buckets + bucket, quantity, count * buckets)
    return np.rint(made).astype(np.int64).reshape(count, buckets)


def _added(place: Whole, what: Real | Whole, count: int) -> Real:
    return np.bincount(place, weights=what, minlength=count).astype(np.float64)


def _by_day(sku: Whole, day: Whole, quantity: Real, days: int) -> tuple[Whole, Real]:
    """Sums by SKU and day that has any: the key is SKU × days + day."""
    keys, place = np.unique(sku * days + day, return_inverse=True)
    return keys, _added(place, quantity, len(keys))


def _days_in_stock(moves: Moves, sold: Sales, on_hand: Whole, alive: Whole, days: int) -> Whole:
    """By SKU: days that ended with something on hand, or on which something was sold."""
    count = len(on_hand)
    opening = on_hand - np.rint(_added(moves.sku, moves.quantity, count)).astype(np.int64)
    keys, change = _by_day(moves.sku, moves.day, moves.quantity.astype(np.float64), days)
    sku, day = keys // days, keys % days
    is_first = np.r_[True, sku[1:] != sku[:-1]] if len(sku) else np.zeros(0, bool)
    running = np.cumsum(np.rint(change).astype(np.int64))
    before = np.repeat((running - np.rint(change).astype(np.int64))[is_first], _lengths(is_first))
    level = opening[sku] + running - before
    after = np.r_[day[1:], days] if len(day) else day
    after = np.where(np.r_[is_first[1:], True], days, after) if len(day) else after
    was_sold = np.isin(keys, sold.sku * days + sold.day)
    whole = np.where(level > 0, after - day, was_sold.astype(np.int64))
    there = _added(sku, whole, count)
    untouched = np.full(count, days, np.int64)
    untouched[sku[is_first]] = day[is_first]
    there += np.where(opening > 0, np.maximum(untouched - alive, 0), 0)
    return np.rint(there).astype(np.int64)


def _lengths(is_first: Flags) -> Whole:
    ends: Whole = np.r_[np.flatnonzero(is_first), len(is_first)]
    return np.diff(ends)
