"""How much buyers mind the price of one thing: pieces a day against its own price, with the interval that is certain.

Days in stock are gathered into stretches of up to a week at one price; what a weekday usually sells is taken out of
each. The slope of log pieces a day on log price is the elasticity, least squares with the interval of Student's t.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import log, sqrt
from statistics import NormalDist, fmean
from typing import Final, NamedTuple

from sqlalchemy import func, select, type_coerce

from shopdesk.shop.orders.rules import LineKind, OrderKind
from shopdesk.store.tables import OrderLine, SalesOrder, StockMove
from shopdesk.store.tx import Tx
from shopdesk.store.types import QUANTITY_SCALE, WHOLE
from shopdesk.text import N_

BACK: Final = 365
"""Days that are looked at."""
WEEK: Final = 7
SHORTEST: Final = 3
"""Days that a price has to hold to say anything."""
LEAST_DAYS: Final = 56
LEAST_STRETCHES: Final = 8
LEAST_LEVELS: Final = 3
WIDEST: Final = 4.0
"""An interval that is wider says nothing."""
SAME: Final = 0.01
"""Prices that differ by less than this share are one."""
ALMOST_NONE: Final = 0.5
"""Pieces that a stretch without any sale counts as: nought has no logarithm."""
_SURE: Final = 0.95


class Day(NamedTuple):
    """A day on which it was in stock: what one cost, and pieces sold."""

    day: date
    price: float
    pieces: float


class Stretch(NamedTuple):
    """Days in a row at one price: pieces a day as of a usual weekday."""

    first: date
    price: float
    pace: float


@dataclass(frozen=True, slots=True)
class Elasticity:
    """By how many per cent the pieces change where the price rises by one; `few` says why nothing can be said."""

    stretches: tuple[Stretch, ...]
    days: int
    levels: int
    slope: float | None = None
    low: float | None = None
    high: float | None = None
    few: str = ""
    """A msgid; "" where the figures carry an answer."""


def fetch_days(tx: Tx, channel_id: int, sku_id: int) -> list[Day]:
    """The days of the last year on which a channel could sell a SKU, from its first sale there to yesterday.

    A day without a sale has the price of the last one. A SKU that no stock is kept of is in stock every day.
    """
    first, last = tx.today - timedelta(BACK), tx.today - timedelta(1)
    sold = _sold(tx, channel_id, sku_id, first, last)
    if not sold:
        return []
    empty, price, made = _empty(tx, sku_id, first, last), 0.0, []
    for step in range((last - min(sold)).days + 1):
        day = min(sold) + timedelta(step)
        pieces, amount = sold.get(day, (0.0, 0.0))
        if pieces > 0:
            price = amount / pieces
        if pieces > 0 or day not in empty:
            made.append(Day(day, price, pieces))
    return made


def _sold(tx: Tx, channel_id: int, sku_id: int, first: date, last: date) -> dict[date, tuple[float, float]]:
    """Day → pieces, and what was paid for them; gifts left out."""
    line, order = OrderLine.__table__.c, SalesOrder.__table__.c
    pieces, amount = type_coerce(line.quantity, WHOLE), type_coerce(line.amount, WHOLE)
    rows = tx.rows(
        select(order.sold_on, func.sum(pieces), func.sum(amount))
        .join_from(OrderLine.__table__, SalesOrder.__table__, order.order_id == line.order_id)
        .where(line.sku_id == sku_id, order.channel_id == channel_id, order.sold_on.between(first, last))
        .where(order.kind == OrderKind.SALE.value, line.kind == LineKind.PRODUCT.value, pieces > 0, amount > 0)
        .group_by(order.sold_on)
    )
    return {row[0]: (int(row[1]) / QUANTITY_SCALE, int(row[2]) / 10_000) for row in rows}


def _empty(tx: Tx, sku_id: int, first: date, last: date) -> set[date]:
    """Days that began and ended with nothing on the shelf."""
    move = StockMove.__table__.c
    rows = tx.rows(
        select(move.booked_on, func.sum(type_coerce(move.quantity, WHOLE)))
        .where(move.sku_id == sku_id, move.booked_on <= last)
        .group_by(move.booked_on)
    )
    if not rows:
        return set()
    moved = {row[0]: int(row[1]) for row in rows}
    level = sum(pieces for day, pieces in moved.items() if day < first)
    made = set()
    for step in range((last - first).days + 1):
        day = first + timedelta(step)
        before, level = level, level + moved.get(day, 0)
        if before <= 0 and level <= 0:
            made.add(day)
    return made


def stretches_of(days: Sequence[Day]) -> list[Stretch]:
    """Days in a row at one price, a week each at most, with the usual difference of weekdays taken out."""
    usual = _weekdays(days)
    made = []
    for part in _parted(days):
        if len(part) >= SHORTEST:
            pieces = max(sum(day.pieces for day in part), ALMOST_NONE)
            weight = sum(usual[day.day.weekday()] for day in part)
            made.append(Stretch(part[0].day, fmean(day.price for day in part), pieces / weight))
    return made


def _weekdays(days: Sequence[Day]) -> dict[int, float]:
    """Weekday → what it sells by the mean of all; a weekday that never sold counts as a tenth."""
    whole = fmean(day.pieces for day in days) if days else 0.0
    by: dict[int, list[float]] = defaultdict(list)
    for day in days:
        by[day.day.weekday()].append(day.pieces)
    return {weekday: max(fmean(pieces) / whole, 0.1) if whole else 1.0 for weekday, pieces in by.items()}


def _parted(days: Sequence[Day]) -> Iterator[list[Day]]:
    part: list[Day] = []
    for day in days:
        if part and (
            len(part) == WEEK
            or (day.day - part[-1].day).days > 1
            or abs(day.price - part[0].price) > SAME * part[0].price
        ):
            yield part
            part = []
        part.append(day)
    if part:
        yield part


def levels_of(stretches: Sequence[Stretch]) -> int:
    """How many different prices there were."""
    count, last = 0, 0.0
    for price in sorted(one.price for one in stretches):
        if price > last * (1 + SAME):
            count, last = count + 1, price
    return count


def estimate(days: Sequence[Day]) -> Elasticity:
    """The elasticity that days speak for, or why they speak for none."""
    stretches = stretches_of(days)
    known = (tuple(stretches), len(days), levels_of(stretches))
    if len(days) < LEAST_DAYS or len(stretches) < LEAST_STRETCHES:
        return Elasticity(*known, few=N_("Few data: too few days in stock and on sale."))
    if known[2] < LEAST_LEVELS:
        return Elasticity(*known, few=N_("Few data: the price hardly ever changed."))
    slope, error = regress([log(one.price) for one in stretches], [log(one.pace) for one in stretches])
    reach = student(len(stretches) - 2) * error
    few = N_("Few data: chance alone could explain it.") if 2 * reach > WIDEST else ""
    return Elasticity(*known, slope, slope - reach, slope + reach, few)


def regress(xs: Sequence[float], ys: Sequence[float]) -> tuple[float, float]:
    """Slope of y on x by least squares, and its standard error."""
    x_mean, y_mean = fmean(xs), fmean(ys)
    spread = sum((x - x_mean) ** 2 for x in xs)
    slope = sum((x - x_mean) * (y - y_mean) for x, y in zip(xs, ys, strict=True)) / spread
    rest = sum((y - y_mean - slope * (x - x_mean)) ** 2 for x, y in zip(xs, ys, strict=True))
    return slope, sqrt(rest / (len(xs) - 2) / spread)


def student(freedom: int, sure: float = _SURE) -> float:
    """How many standard errors to each side are `sure`: Student's t, by Cornish's series (from 5 degrees on)."""
    z, v = NormalDist().inv_cdf((1 + sure) / 2), freedom
    terms = (
        z,
        (z**3 + z) / 4 / v,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96 / v**2,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384 / v**3,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92_160 / v**4,
    )
    return sum(terms)
