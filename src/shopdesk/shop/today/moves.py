"""Why sales moved between two periods: the exact split by channel, product and factor, and what was changed in them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import func, select

from shopdesk.shop.listings.traffic.events import fetch_logged
from shopdesk.shop.orders.rules import OrderKind
from shopdesk.shop.profit.figures import money
from shopdesk.shop.profit.goods import fetch_sold, look_at_costs
from shopdesk.shop.profit.reports import channel_titles, sku_names
from shopdesk.shop.profit.scope import Scope
from shopdesk.shop.promotions.rules import State
from shopdesk.shop.stock.emptied import fetch_emptied
from shopdesk.shop.today.periods import Period
from shopdesk.shop.today.split import split_change, to_whole
from shopdesk.shop.today.visits import Visits, fetch_visits
from shopdesk.store.tables import (
    Listing,
    ListingVersion,
    PriceChange,
    Promotion,
    SalesOrder,
)
from shopdesk.store.tx import Tx
from shopdesk.text import N_


class Factor(StrEnum):
    """What sales are the product of, as far as it is known; and what is added to them."""

    IMPRESSIONS = "impressions"
    CTR = "ctr"
    VISITORS = "visitors"
    CONVERSION = "conversion"
    ORDERS = "orders"
    ORDER_VALUE = "order_value"
    PIECES = "pieces"
    PRICE = "price"
    NEW = "new"
    """Sold now and not before."""
    GONE = "gone"
    RETURNS = "returns"


FACTORS: Final = MappingProxyType(
    {
        Factor.IMPRESSIONS: N_("Impressions"),
        Factor.CTR: N_("Click rate"),
        Factor.VISITORS: N_("Visitors"),
        Factor.CONVERSION: N_("Conversion"),
        Factor.ORDERS: N_("Orders"),
        Factor.ORDER_VALUE: N_("Order value"),
        Factor.PIECES: N_("Pieces per order"),
        Factor.PRICE: N_("Price per piece"),
        Factor.NEW: N_("Not sold before"),
        Factor.GONE: N_("Not sold any more"),
        Factor.RETURNS: N_("Returned goods"),
    }
)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one channel, or one product in it, sold in a period: orders with it, pieces, and what these came to."""

    orders: int = 0
    pieces: int = 0
    amount: int = 0
    returned: int = 0
    """Goods of documents of return, below zero."""


@dataclass(frozen=True, slots=True)
class Share:
    """What a factor did to the sales of a channel, or of a SKU in it (0: of none)."""

    channel_id: int
    sku_id: int | None
    factor: Factor
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was changed, or happened, on a day of the two periods."""

    day: date
    said: str
    values: Mapping[str, Any]
    is_outside: bool = False


@dataclass(frozen=True, slots=True)
class Moves:
    """The change of the sales of goods, split by channel and factor, and once more by product and factor."""

    now: Period
    before: Period
    was: Decimal
    came_to: Decimal
    channels: tuple[Share, ...]
    products: tuple[Share, ...]
    notes: tuple[Note, ...]
    channel_titles: Mapping[int, str]
    sku_titles: Mapping[int, tuple[str, str]]
    """(code, title) of the SKUs that are named."""

    @property
    def change(self) -> Decimal:
        """What the shares of the channels come to, and those of the products."""
        return self.came_to - self.was

    def by_factor(self, shares: Iterable[Share] | None = None) -> dict[Factor, Decimal]:
        """What each factor did, in the order of the factors."""
        made = defaultdict[Factor, Decimal](Decimal)
        for share in self.channels if shares is None else shares:
            made[share.factor] += share.amount
        return {factor: made[factor] for factor in Factor if made.get(factor)}


def goods_of(cell: Cell) -> dict[Factor, float]:
    """The factors whose product is what a product sold."""
    return {
        Factor.ORDERS: cell.orders,
        Factor.PIECES: cell.pieces / cell.orders if cell.orders else 0.0,
        Factor.PRICE: cell.amount / cell.pieces if cell.pieces else 0.0,
    }


def funnel_of(cell: Cell, visits: Visits | None) -> dict[Factor, float]:
    """The factors whose product is what a channel sold; of its funnel as much as is known."""
    value = cell.amount / cell.orders if cell.orders else 0.0
    if visits is None or not visits.visitors:
        return {Factor.ORDERS: cell.orders, Factor.ORDER_VALUE: value}
    sold = {Factor.CONVERSION: cell.orders / visits.visitors, Factor.ORDER_VALUE: value}
    if not visits.impressions:
        return {Factor.VISITORS: visits.visitors, **sold}
    return {Factor.IMPRESSIONS: visits.impressions, Factor.CTR: visits.visitors / visits.impressions, **sold}


def split_cell(
    was: Cell, now: Cell, before: Mapping[Factor, float], after: Mapping[Factor, float]
) -> dict[Factor, int]:
    """What each factor did to a cell, in stored units: exact, whatever the cells hold."""
    change, made = now.amount - was.amount, dict[Factor, int]()
    parts = split_change(list(before.values()), list(after.values())) if before.keys() == after.keys() else None
    if parts is not None:
        made = dict(zip(before, to_whole(parts, change), strict=True))
    elif change:
        made = {Factor.NEW if not was.orders else Factor.GONE if not now.orders else Factor.ORDER_VALUE: change}
    if now.returned != was.returned:
        made[Factor.RETURNS] = now.returned - was.returned
    return {factor: amount for factor, amount in made.items() if amount}


def fetch_moves(tx: Tx, now: Period, before: Period | None = None) -> Moves:
    """Why the sales of `now` are other than those of `before`; left out: the period before it."""
    past = before or now.before
    was, came = _cells(tx, past), _cells(tx, now)
    by_channel = tuple(_of_channels(tx, _whole(tx, past, was), _whole(tx, now, came), (past, now)))
    by_product = tuple(_of_products(was, came))
    named = {share.sku_id for share in by_product if share.sku_id}
    names = sku_names(tx)
    return Moves(
        now, past, _total(was), _total(came), by_channel, by_product, tuple(fetch_notes(tx, past.since, now.until)),
        {key: title for key, title in channel_titles(tx).items() if key},
        {sku_id: names[sku_id] for sku_id in named if sku_id in names},
    )  # fmt: skip


def _total(cells: Mapping[Any, Cell]) -> Decimal:
    return money(sum(cell.amount + cell.returned for cell in cells.values()))


def _cells(tx: Tx, period: Period) -> dict[tuple[int, int], Cell]:
    """(channel_id, sku_id or 0) → what was sold and returned."""
    made = defaultdict[tuple[int, int], Cell](Cell)
    scope = Scope(period.since, period.until, None)
    for row in fetch_sold(tx, scope, look_at_costs(tx), by_sku=True):
        key, cell = (row.channel_id, row.sku_id or 0), made[row.channel_id, row.sku_id or 0]
        if row.order_kind == OrderKind.RETURN:
            made[key] = Cell(cell.orders, cell.pieces, cell.amount, cell.returned + int(row.amount))
        else:
            orders, pieces = cell.orders + int(row.orders), cell.pieces + int(row.quantity)
            made[key] = Cell(orders, pieces, cell.amount + int(row.amount), cell.returned)
    return dict(made)


def _whole(tx: Tx, period: Period, cells: Mapping[tuple[int, int], Cell]) -> dict[int, Cell]:
    """The channels; an order with several products is one."""
    _o = SalesOrder.__table__.c
    sold = (_o.kind == OrderKind.SALE.value, *Scope(period.since, period.until).days(_o.sold_on))
    rows = tx.rows(select(_o.channel_id, func.count().label("orders")).where(*sold).group_by(_o.channel_id))
    orders = {row.channel_id: row.orders for row in rows}
    made = dict[int, Cell]()
    for channel_id in {channel_id for channel_id, _sku_id in cells}:
        own = [cell for (channel, _sku_id), cell in cells.items() if channel == channel_id]
        added = [sum(getattr(cell, name) for cell in own) for name in ("pieces", "amount", "returned")]
        made[channel_id] = Cell(orders.get(channel_id, 0), *added)
    return made


def _visits(tx: Tx, period: Period) -> dict[int, Visits]:
    """By channel, where reports tell of every day."""
    found, days = defaultdict[int, Visits](Visits), defaultdict[int, int](int)
    by_day = fetch_visits(tx, period.since, period.until, lambda day: day.isoformat())
    for (_day, channel_id), visits in by_day.items():
        found[channel_id].add(visits)
        days[channel_id] += 1
    return {channel_id: visits for channel_id, visits in found.items() if days[channel_id] == period.days}


def _of_channels(
    tx: Tx, was: Mapping[int, Cell], now: Mapping[int, Cell], periods: tuple[Period, Period]
) -> Iterator[Share]:
    before, after = (_visits(tx, period) for period in periods)
    for channel_id in sorted(was.keys() | now.keys()):
        cells = was.get(channel_id, Cell()), now.get(channel_id, Cell())
        known = _alike(before.get(channel_id), after.get(channel_id))
        told = [funnel_of(cell, visits) for cell, visits in zip(cells, known, strict=True)]
        for factor, amount in split_cell(*cells, *told).items():
            yield Share(channel_id, None, factor, money(amount))


def _alike(before: Visits | None, after: Visits | None) -> tuple[Visits | None, Visits | None]:
    """What is known of both periods."""
    if before is None or after is None or not before.visitors or not after.visitors:
        return None, None
    if before.impressions and after.impressions:
        return before, after
    return Visits(visitors=before.visitors), Visits(visitors=after.visitors)


def _of_products(was: Mapping[tuple[int, int], Cell], now: Mapping[tuple[int, int], Cell]) -> Iterator[Share]:
    for channel_id, sku_id in sorted(was.keys() | now.keys()):
        cells = was.get((channel_id, sku_id), Cell()), now.get((channel_id, sku_id), Cell())
        for factor, amount in split_cell(*cells, *map(goods_of, cells)).items():
            yield Share(channel_id, sku_id, factor, money(amount))


# ----------------------------------------------------------------------------------------- what was changed meanwhile


def fetch_notes(tx: Tx, since: date, until: date) -> list[Note]:
    """What was changed, ran out or happened on these days, the first first."""
    span = datetime.combine(since, time(), tx.zone), datetime.combine(until + timedelta(1), time(), tx.zone)
    found = [*_prices(tx, *span), *_texts(tx, *span), *_promotions(tx, *span), *_events(tx, since, until)]
    return sorted([*found, *_empty_shelves(tx, *span)], key=lambda note: note.day)


def fetch_notes_of_shop(tx: Tx, since: date, until: date) -> list[Note]:
    """Promotions that began or ended and what the shop wrote down, which stand in charts of the whole shop."""
    span = datetime.combine(since, time(), tx.zone), datetime.combine(until + timedelta(1), time(), tx.zone)
    return sorted([*_promotions(tx, *span), *_events(tx, since, until)], key=lambda note: note.day)


def _prices(tx: Tx, since: datetime, until: datetime) -> Iterator[Note]:
    wanted = (
        select(PriceChange.changed_at, PriceChange.before, PriceChange.after, Listing.title)
        .join(Listing, Listing.listing_id == PriceChange.listing_id)
        .where(PriceChange.changed_at >= since, PriceChange.changed_at < until)
    )
    for row in tx.rows(wanted):
        values = {"title": row.title, "before": row.before, "after": row.after}
        yield Note(_day(tx, row.changed_at), N_("Price of {title}: {before} → {after}"), values)


def _texts(tx: Tx, since: datetime, until: datetime) -> Iterator[Note]:
    wanted = (
        select(ListingVersion.changed_at, ListingVersion.field, Listing.title)
        .join(Listing, Listing.listing_id == ListingVersion.listing_id)
        .where(ListingVersion.changed_at >= since, ListingVersion.changed_at < until)
    )
    for row in tx.rows(wanted):
        is_title = row.field == "title"
        said = N_("New title: {title}") if is_title else N_("New text: {title}")
        yield Note(_day(tx, row.changed_at), said, {"title": row.title})


def _promotions(tx: Tx, since: datetime, until: datetime) -> Iterator[Note]:
    planned = Promotion.state == State.PLANNED.value
    for row in tx.rows(select(Promotion.title, Promotion.starts_at, Promotion.ends_at).where(planned)):
        if since <= row.starts_at < until:
            yield Note(_day(tx, row.starts_at), N_("{title} began"), {"title": row.title})
        if row.ends_at is not None and since < row.ends_at <= until:
            yield Note(_day(tx, row.ends_at - timedelta(seconds=1)), N_("{title} ended"), {"title": row.title})


def _events(tx: Tx, since: date, until: date) -> Iterator[Note]:
    for one in fetch_logged(tx, since, until):
        yield Note(one.day, "{title}", {"title": one.title}, one.is_outside)


def _empty_shelves(tx: Tx, since: datetime, until: datetime) -> Iterator[Note]:
    """SKUs of which the last piece went, by that day; whether there are pieces again or not."""
    first, last = _day(tx, since), _day(tx, until - timedelta(seconds=1))
    for one in fetch_emptied(tx, since):
        if first <= one.day <= last:
            yield Note(one.day, N_("{sku} ran out"), {"sku": one.code})


def _day(tx: Tx, moment: datetime) -> date:
    return moment.astimezone(tx.zone).date()
