"""How listings stand, read set by set: their pictures, stock, sales, what came back, and who visited them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Text, case, exists, func, select, type_coerce

from shopdesk.shop.listings.traffic.told import fetch_counts
from shopdesk.shop.stock.available import AVAILABLE, BLOCKED, LEVEL, RESERVED
from shopdesk.store.tables import (
    BundlePart,
    Channel,
    CustomerReturn,
    Listing,
    ListingSku,
    OrderLine,
    Picture,
    ReturnLine,
    SalesOrder,
    Sku,
    Traffic,
)
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE

SOLD_DAYS: Final = 30
SENT_DAYS: Final = 90
"""Days of sales that the stock is held against, and of those that are asked how much came back."""
CALLED_OFF: Final = "called_off"
_PART: Final = 500
_L: Final = Listing.__table__.c
_T: Final = Traffic.__table__.c
_sold_on: Final = type_coerce(SalesOrder.sold_on, Text())
_quantity: Final = type_coerce(OrderLine.quantity, WHOLE)


@dataclass(slots=True)
class Shelf:
    """The SKUs of a listing: how many, how many of them are empty, pieces in 1/1,000, the highest cost in 1/10,000."""

    skus: int = 0
    empty: int = 0
    available: int = 0
    sold: int = 0
    sent: int = 0
    returned: int = 0
    cost: int | None = None


@dataclass(slots=True)
class Standing:
    """What is known of listings beside their own row."""

    pictures: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Listing → its pictures, and those of them without words."""
    shelves: dict[int, Shelf] = field(default_factory=dict)
    visitors: dict[int, int] = field(default_factory=dict)
    with_pictures: frozenset[int] = frozenset()
    """Channels of which any picture, text or price is known."""
    with_texts: frozenset[int] = frozenset()
    with_prices: frozenset[int] = frozenset()


def read_standing(tx: Tx, listing_ids: Sequence[int] | None) -> Standing:
    """How listings stand; None: all of them."""
    return Standing(
        _pictures(tx, listing_ids), _shelves(tx, listing_ids), read_visitors(tx, listing_ids),
        _channels(tx, exists().where(Picture.listing_id == _L.listing_id)),
        _channels(tx, _L.description.is_not(None) | _L.bullets.is_not(None)), _channels(tx, _L.price.is_not(None)),
    )  # fmt: skip


def parted(ids: Sequence[int] | None) -> Iterable[Sequence[int] | None]:
    """Ids in parts that one statement may name; None, which is all, as it is."""
    if ids is None:
        return [None]
    return [ids[start : start + _PART] for start in range(0, len(ids), _PART)]


def rows_of(tx: Tx, wanted: Any, column: Any, ids: Sequence[int] | None) -> Iterable[Any]:
    """Rows of a select, of those ids of the column; None for all."""
    for part in parted(ids):
        yield from tx.execute(wanted if part is None else wanted.where(column.in_(part)))


def _channels(tx: Tx, shows: Any) -> frozenset[int]:
    any_of = exists().where(_L.channel_id == Channel.channel_id, shows).correlate(Channel)
    return frozenset(tx.scalars(select(Channel.channel_id).where(any_of)))


def _pictures(tx: Tx, ids: Sequence[int] | None) -> dict[int, tuple[int, int]]:
    bare = case((func.coalesce(Picture.alt, "") == "", 1), else_=0)
    wanted = select(Picture.listing_id, func.count(), func.sum(bare)).where(Picture.listing_id.is_not(None))
    rows = rows_of(tx, wanted.group_by(Picture.listing_id), Picture.listing_id, ids)
    return {listing_id: (count, int(without)) for listing_id, count, without in rows}


def _shelves(tx: Tx, ids: Sequence[int] | None) -> dict[int, Shelf]:
    wanted = select(ListingSku.listing_id, _L.channel_id, ListingSku.sku_id, type_coerce(Sku.cost, WHOLE))
    wanted = wanted.join(Listing, Listing.listing_id == ListingSku.listing_id).join(
        Sku, Sku.sku_id == ListingSku.sku_id
    )
    rows = [tuple(row) for row in rows_of(tx, wanted, ListingSku.listing_id, ids)]
    sku_ids = None if ids is None else sorted({row[2] for row in rows})
    available, sold = _available(tx, sku_ids), read_sold(tx, sku_ids)
    made: dict[int, Shelf] = defaultdict(Shelf)
    for listing_id, channel_id, sku_id, cost in rows:
        shelf = made[listing_id]
        if cost is not None:
            shelf.cost = max(cost, shelf.cost or 0)
        pieces = available.get(sku_id)
        if pieces is not None:
            shelf.skus += 1
            shelf.empty += pieces <= 0
            shelf.available += max(pieces, 0)
        there = sold.get((channel_id, sku_id))
        if there is not None:
            shelf.sold, shelf.sent, shelf.returned = (
                shelf.sold + there[0], shelf.sent + there[1], shelf.returned + there[2],
            )  # fmt: skip
    return made


def _available(tx: Tx, ids: Sequence[int] | None) -> dict[int, int]:
    """SKU → what can be sold of it, of those that ever lay on a shelf; bundles lie there as their parts."""
    wanted = (
        select(LEVEL.c.sku_id, type_coerce(AVAILABLE, WHOLE))
        .outerjoin(BLOCKED, BLOCKED.c.sku_id == LEVEL.c.sku_id)
        .outerjoin(RESERVED, RESERVED.c.sku_id == LEVEL.c.sku_id)
        .where(LEVEL.c.sku_id.not_in(select(BundlePart.sku_id)))
    )
    return {sku_id: int(pieces) for sku_id, pieces in rows_of(tx, wanted, LEVEL.c.sku_id, ids)}


def read_sold(tx: Tx, ids: Sequence[int] | None) -> dict[tuple[int, int], tuple[int, int, int]]:
    """(channel, SKU) → pieces sold in 30 and in 90 days, and of these those that came back."""
    late, early = (str(tx.today - timedelta(days=days)) for days in (SOLD_DAYS, SENT_DAYS))
    out = case((_quantity > 0, _quantity), else_=0)
    wanted = (
        select(
            SalesOrder.channel_id, OrderLine.sku_id, func.sum(case((_sold_on >= late, out), else_=0)),
            func.sum(out), func.sum(out - _quantity),
        )
        .join(SalesOrder, SalesOrder.order_id == OrderLine.order_id)
        .where(_sold_on >= early, OrderLine.sku_id.is_not(None))
        .group_by(SalesOrder.channel_id, OrderLine.sku_id)
    )  # fmt: skip
    back = (
        select(SalesOrder.channel_id, ReturnLine.sku_id, func.sum(type_coerce(ReturnLine.quantity, WHOLE)))
        .join(CustomerReturn, CustomerReturn.return_id == ReturnLine.return_id)
        .join(SalesOrder, SalesOrder.order_id == CustomerReturn.order_id)
        .where(_sold_on >= early, CustomerReturn.state != CALLED_OFF)
        .group_by(SalesOrder.channel_id, ReturnLine.sku_id)
    )
    came = {(row[0], row[1]): int(row[2]) for row in rows_of(tx, back, ReturnLine.sku_id, ids)}
    return {
        (channel_id, sku_id): (int(sold), int(sent), max(int(minus), came.get((channel_id, sku_id), 0)))
        for channel_id, sku_id, sold, sent, minus in rows_of(tx, wanted, OrderLine.sku_id, ids)
    }


def read_visitors(tx: Tx, ids: Sequence[int] | None) -> dict[int, int]:
    """Listing → visitors of the last 30 days that traffic is known of, each day once."""
    last = tx.scalar(select(func.max(_T.last_on)))
    if last is None:
        return {}
    told = fetch_counts(tx, last - timedelta(days=SOLD_DAYS - 1), last, ("visitors",), listing_ids=ids)
    return {one: int(counts["visitors"]) for one, counts in told.items() if counts["visitors"] is not None}
