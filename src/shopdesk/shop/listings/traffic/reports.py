"""Reading traffic: the funnel of every listing between two days, and one listing day by day with what happened then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final, NamedTuple

from sqlalchemy import func, select, type_coerce

from shopdesk.shop.listings.traffic.advertised import SHOWN, fetch_advertised
from shopdesk.shop.listings.traffic.funnel import Leak, find_leaks, is_few, rate
from shopdesk.shop.listings.traffic.happened import Happened, fetch_happened
from shopdesk.shop.listings.traffic.sheets import FUNNEL
from shopdesk.shop.listings.traffic.spans import Counts
from shopdesk.shop.listings.traffic.told import COARSE, COUNTS, WEIGHED, count_days, fetch_counts, made_of
from shopdesk.shop.orders.rules import OrderKind
from shopdesk.store.tables import (
    Channel,
    Listing,
    ListingSku,
    OrderLine,
    Product,
    SalesOrder,
    Traffic,
)
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE, RATE_SCALE, WHOLE

_T: Final = Traffic.__table__.c
_L: Final = Listing.__table__.c
_TENTH: Final = Decimal("0.1")
_DRAWN: Final = ("visitors", "orders")


@dataclass(frozen=True, slots=True)
class Way:
    """The funnel of one listing: who it is, its counts, and where it leaks."""

    listing_id: int
    channel: str
    listing_no: str
    title: str
    category: str
    counts: Mapping[str, int | None]
    leak: Leak | None
    is_advertised: bool = False
    """Whether its impressions and clicks are those of advertising alone."""

    def mean(self, name: str) -> Decimal | None:
        """Its bounce rate or seconds on the page, weighted by visitors."""
        total, people = self.counts.get(name), self.counts.get(f"{name}_of")
        return Decimal(total) * COARSE / RATE_SCALE / people if total is not None and people else None

    def row(self) -> list[Any]:
        """The cells of FUNNEL."""
        few, revenue = is_few(self.counts), self.counts["revenue"]
        told: dict[str, Any] = {
            **self.counts, "channel": self.channel, "listing_no": self.listing_no, "title": self.title,
            "category": self.category, "leak": "few" if few else self.leak and self.leak.step,
            "lost": None if self.leak is None or few else self.leak.lost.quantize(_TENTH),
            "click_rate": rate(self.counts, "clicks", "impressions"),
            "cart_rate": rate(self.counts, "carts", "visitors"),
            "conversion": rate(self.counts, "orders", "visitors"),
            "revenue": None if revenue is None else Decimal(revenue) / MONEY_SCALE,
            **{name: self.mean(name) for name in WEIGHED},
        }  # fmt: skip
        return [told[column.key] for column in FUNNEL.columns]


@dataclass(frozen=True, slots=True)
class Days:
    """One listing day by day: visitors and buyers, None where no report tells the day; and what happened."""

    days: Sequence[date]
    visitors: Sequence[int | None]
    orders: Sequence[int | None]
    events: Sequence[Happened]


def fetch_ways(tx: Tx, first: date, last: date, channel_id: int | None = None) -> list[Way]:
    """The funnel of every listing whose periods of traffic end within these days, the most visited first.

    Of a listing whose impressions no report of traffic tells, those of its advertising count.
    """
    told = fetch_counts(tx, first, last, (*COUNTS, *WEIGHED))
    paid = {
        one: counts
        for one, counts in fetch_advertised(tx, first, last).items()
        if all(told.get(one, {}).get(name) is None for name in SHOWN)
    }
    nothing: Counts = dict.fromkeys(made_of((*COUNTS, *WEIGHED)))
    told |= {one: {**nothing, **told.get(one, {}), **counts} for one, counts in paid.items()}
    known = {row[0]: row for row in tx.rows(_names(channel_id)) if row[0] in told}
    leaks = find_leaks({one: (row.category or "", told[one]) for one, row in known.items()})
    ways = [
        Way(one, row.channel, row.listing_no, row.title, row.category or "", told[one], leaks[one], one in paid)
        for one, row in known.items()
    ]
    return sorted(ways, key=lambda way: (-(way.counts["visitors"] or 0), way.listing_no))


def fetch_days(tx: Tx, listing_id: int, first: date, last: date) -> Days:
    """One listing day by day, each of the report that is believed of it; periods of several days tell none."""
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    of_day = count_days(tx, listing_id, first, last, _DRAWN)
    visitors, orders = ([of_day.get(day, {}).get(name) for day in days] for name in _DRAWN)
    return Days(days, visitors, orders, fetch_happened(tx, listing_id, first, last))


class Sold(NamedTuple):
    """What the shop's own orders say of a listing and a day: buyers, pieces, and 1/10,000 of money."""

    listing_id: int
    channel_id: int
    listing_no: str
    day: date
    orders: int
    units: int
    revenue: int


def own_sales(tx: Tx, first: date, last: date) -> list[Sold]:
    """What each listing sold by the shop's own orders, day by day."""
    line, order, part = OrderLine.__table__.c, SalesOrder.__table__.c, ListingSku.__table__.c
    rows = tx.rows(
        select(
            _L.listing_id, _L.channel_id, _L.listing_no, order.sold_on,
            func.count(order.order_id.distinct()), func.sum(type_coerce(line.quantity, WHOLE)),
            func.sum(type_coerce(line.amount, WHOLE)),
        )
        .select_from(Listing.__table__)
        .join(ListingSku.__table__, part.listing_id == _L.listing_id)
        .join(OrderLine.__table__, line.sku_id == part.sku_id)
        .join(SalesOrder.__table__, (order.order_id == line.order_id) & (order.channel_id == _L.channel_id))
        .where(order.kind == OrderKind.SALE.value, order.sold_on >= first, order.sold_on <= last)
        .group_by(_L.listing_id, _L.channel_id, _L.listing_no, order.sold_on)
        .order_by(order.sold_on, _L.listing_id)
    )  # fmt: skip
    return [Sold(*row)._replace(units=row[5] // QUANTITY_SCALE) for row in rows]


def _names(channel_id: int | None) -> Any:
    """Every listing; traffic of one that was withdrawn came all the same."""
    category = func.coalesce(Product.category, _L.category).label("category")
    wanted = (
        select(_L.listing_id, _L.listing_no, _L.title, Channel.title.label("channel"), category)
        .join(Channel, Channel.channel_id == _L.channel_id)
        .outerjoin(Product, Product.product_id == _L.product_id)
    )
    return wanted if channel_id is None else wanted.where(_L.channel_id == channel_id)
