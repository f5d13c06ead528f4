"""The lowest prices that buyers paid before a day: of 7 days, of 30, and the last deal there was.

CN: lowest deal price of the 7 days before, same seller, none: the last deal before (rules on promotions, Art. 21).
EU: lowest price of at least 30 days before (directive 98/6/EC, Art. 6a).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from operator import attrgetter
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, Text, func, select, type_coerce

from shopdesk.shop.money import nearest
from shopdesk.shop.orders.sold_goods import IS_GOODS, MOST_NAMED, Sold, fetch_sold
from shopdesk.store.tables import OrderLine, SalesOrder
from shopdesk.store.tx import Tx
from shopdesk.store.types import QUANTITY_SCALE, WHOLE

_O, _L = SalesOrder.__table__.c, OrderLine.__table__.c
WEEK: Final = 7
MONTH: Final = 30
BACK: Final = 365
"""So many days back the last deal is looked for."""


class Deal(NamedTuple):
    """What a buyer paid for one, in 1/10,000."""

    price: int
    day: date
    order_no: str


@dataclass(slots=True)
class Lowest:
    """Of a SKU."""

    week: Deal | None = None
    month: Deal | None = None
    last: Deal | None = None
    asked: dict[int, tuple[date, int]] = field(default_factory=dict)
    """Channel → the last day it was sold there, and the price before discounts."""

    def last_in(self, channel_id: int) -> int | None:
        """What one last cost in a channel before discounts; None: it was not sold there."""
        return self.asked[channel_id][1] if channel_id in self.asked else None


def fetch_lowest(tx: Tx, first: date, coin: int, sku_ids: Collection[int]) -> dict[int, Lowest]:
    """SKU → its lowest prices before a day, of these SKUs.

    A month is read line by line, and of the rest of the year the last day of a SKU in each channel in which the month
    has none of it.
    """
    month, until = first - timedelta(MONTH), first - timedelta(1)
    recent = [line for line in fetch_sold(tx, month, until, sku_ids) if line.sku_id in sku_ids]
    known = {(line.sku_id, line.channel_id) for line in recent if line.paid > 0}
    channels = tx.scalars(select(_O.channel_id).distinct())
    open_ones = {sku_id for sku_id in sku_ids if any((sku_id, channel) not in known for channel in channels)}
    older = _last_days(tx, first - timedelta(BACK), month - timedelta(1), open_ones, known) if open_ones else []
    return lowest_of([*older, *recent], first, coin)


def _last_days(
    tx: Tx, since: date, until: date, sku_ids: Collection[int], known: Collection[tuple[int | None, int]]
) -> list[Sold]:
    """Lines of the last day, not after `until`, on which each SKU was paid for in each channel that is not known."""
    found: list[Sold] = []
    days: dict[date, set[tuple[int, int]]] = defaultdict(set)
    for sku_id, channel_id, day in tx.rows(_last_sold(since, until, sku_ids)):
        if sku_id in sku_ids and (sku_id, channel_id) not in known:
            days[date.fromisoformat(day)].add((sku_id, channel_id))
    for day in sorted(days):
        pairs = days[day]
        lines = list(fetch_sold(tx, day, day, {sku_id for sku_id, _channel in pairs}))
        found += [line for line in lines if (line.sku_id, line.channel_id) in pairs and line.paid > 0]
    given = set().union(*days.values()) - {(line.sku_id, line.channel_id) for line in found}
    if given:  # for nothing, on their last day: all of theirs is read
        lines = list(fetch_sold(tx, since, until, {sku_id for sku_id, _channel in given}))
        found += [line for line in lines if (line.sku_id, line.channel_id) in given and line.paid > 0]
    return sorted(found, key=attrgetter("day"))


def _last_sold(since: date, until: date, sku_ids: Collection[int]) -> Select[Any]:
    """(SKU, channel, day) of the last sale there."""
    day = type_coerce(_O.sold_on, Text())
    wanted = (
        select(_L.sku_id, _O.channel_id, func.max(day))
        .join_from(OrderLine.__table__, SalesOrder.__table__, _L.order_id == _O.order_id)
        .where(day.between(f"{since}", f"{until}"), IS_GOODS, type_coerce(_L.amount, WHOLE) > 0)
        .group_by(_L.sku_id, _O.channel_id)
    )
    return wanted.where(_L.sku_id.in_(sorted(sku_ids))) if len(sku_ids) <= MOST_NAMED else wanted


def lowest_of(sold: Iterable[Sold], first: date, coin: int) -> dict[int, Lowest]:
    """The lowest prices among lines that were sold before `first`, oldest first; whole coins, gifts left out."""
    made: dict[int, Lowest] = {}
    for line in sold:
        if line.sku_id is None or line.paid <= 0:
            continue
        low = made.setdefault(line.sku_id, Lowest())
        deal = Deal(_of_one(line, coin), line.day, line.order_no)
        low.last = deal if low.last is None or (deal.day, -deal.price) >= (low.last.day, -low.last.price) else low.last
        low.asked[line.channel_id] = line.day, line.price
        if line.day >= first - timedelta(MONTH):
            low.month = deal if low.month is None else min(low.month, deal)
        if line.day >= first - timedelta(WEEK):
            low.week = deal if low.week is None else min(low.week, deal)
    return made


def _of_one(line: Sold, coin: int) -> int:
    """What a buyer paid for one; of 0.335 kg at no reduction the price of a kilogram, though their sum was rounded."""
    if line.paid == nearest(line.price * line.pieces, QUANTITY_SCALE * coin) * coin:
        return line.price
    return line.paid * QUANTITY_SCALE // line.pieces // coin * coin
