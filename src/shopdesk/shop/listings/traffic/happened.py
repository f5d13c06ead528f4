"""What happened to a listing day by day that may explain its visitors: texts, prices, pictures, promotions, stock."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import Text, cast, func, or_, select, type_coerce

from shopdesk.store.journal import STANDING
from shopdesk.store.tables import (
    Change,
    ChangeRow,
    Listing,
    ListingSku,
    ListingVersion,
    PriceChange,
    Product,
    Promotion,
    PromotionScope,
    ShopEvent,
    StockMove,
    Warehouse,
)
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE
from shopdesk.text import N_, _

TEXT_CHANGED: Final = N_("Text changed")
TITLE_CHANGED: Final = N_("Title changed")
PRICE_CHANGED: Final = N_("Price changed")
PICTURE_CHANGED: Final = N_("Pictures changed")
SOLD_OUT: Final = N_("Out of stock")
BACK: Final = N_("In stock again")
_L: Final = Listing.__table__.c
_S: Final = PromotionScope.__table__.c


class Happened(NamedTuple):
    """Something on a day that may explain what a chart shows; `words` is a msgid where `name` is blank."""

    day: date
    words: str
    name: str

    @property
    def text(self) -> str:
        """As people read it, in the language spoken now."""
        return _(self.words) if self.words else self.name


class _Sold(NamedTuple):
    """What a listing is and sells."""

    listing_id: int
    channel_id: int
    product_id: int | None
    category: str | None
    sku_ids: frozenset[int]


def fetch_happened(tx: Tx, listing_id: int, first: date, last: date) -> list[Happened]:
    """What happened to a listing on these days, the earliest first."""
    row = tx.rows(
        select(_L.channel_id, _L.product_id, func.coalesce(Product.category, _L.category).label("category"))
        .outerjoin(Product, Product.product_id == _L.product_id)
        .where(_L.listing_id == listing_id)
    )[0]
    skus = frozenset(tx.scalars(select(ListingSku.sku_id).where(ListingSku.listing_id == listing_id)))
    sold = _Sold(listing_id, row.channel_id, row.product_id, row.category, skus)
    begin, end = (datetime.combine(day, time.min, tx.zone) for day in (first, last + timedelta(1)))
    moments = [*_changed(tx, sold, begin, end), *_pictures(tx, sold, begin, end), *_promotions(tx, sold, begin, end)]
    found = [Happened(at.astimezone(tx.zone).date(), words, name) for at, words, name in moments]
    return sorted({*found, *_stock(tx, sold, begin, end), *_written(tx, sold, first, last)})


Moment = tuple[datetime, str, str]


def _changed(tx: Tx, sold: _Sold, begin: datetime, end: datetime) -> Iterator[Moment]:
    """Texts and prices that others were put in the place of."""
    for model, words in ((ListingVersion, TEXT_CHANGED), (PriceChange, PRICE_CHANGED)):
        changed = model.__table__.c
        told = changed.field if model is ListingVersion else cast(None, Text())
        rows = tx.rows(
            select(changed.changed_at, told.label("told"))
            .where(changed.listing_id == sold.listing_id, changed.changed_at >= begin, changed.changed_at < end)
        )  # fmt: skip
        for row in rows:
            yield row.changed_at, TITLE_CHANGED if row.told == "title" else words, ""


def _pictures(tx: Tx, sold: _Sold, begin: datetime, end: datetime) -> Iterator[Moment]:
    """Pictures that were put in, changed or taken out; not those that an import brought with the listing."""
    rows = tx.rows(
        select(Change.made_at, ChangeRow.before, ChangeRow.after)
        .join(Change, Change.change_id == ChangeRow.change_id)
        .where(ChangeRow.table_name == "picture", Change.made_at >= begin, Change.made_at < end)
        .where(Change.state.in_(STANDING), or_(ChangeRow.before.is_not(None), Change.import_id.is_(None)))
    )
    for row in rows:
        image = json.loads(row.after or row.before)
        of_product = image["listing_id"] is None and image["product_id"] in {sold.product_id} - {None}
        if image["listing_id"] == sold.listing_id or of_product:
            yield row.made_at, PICTURE_CHANGED, ""


def _promotions(tx: Tx, sold: _Sold, begin: datetime, end: datetime) -> Iterator[Moment]:
    """Promotions that began, of its channel and goods."""
    runs = tx.rows(
        select(Promotion.promotion_id, Promotion.starts_at, Promotion.title)
        .where(Promotion.state == "planned", Promotion.starts_at >= begin, Promotion.starts_at < end)
    )  # fmt: skip
    scopes = dict[int, list[Any]]()
    for row in tx.rows(select(PromotionScope.__table__).where(_S.promotion_id.in_([run.promotion_id for run in runs]))):
        scopes.setdefault(row.promotion_id, []).append(row)
    for run in runs:
        if is_for(scopes.get(run.promotion_id, ()), sold):
            yield run.starts_at, "", run.title


def is_for(scopes: Iterable[Any], sold: _Sold) -> bool:
    """Whether rows of a scope let a listing in: by its channel, and by its goods where these are named."""
    rows = [(row.kind == "channel", row.is_excluded, _names(row, sold)) for row in scopes if row.kind != "group"]
    if any(is_out and named for _of_channel, is_out, named in rows):
        return False
    for level in (True, False):
        wanted = [named for of_channel, is_out, named in rows if of_channel is level and not is_out]
        if wanted and not any(wanted):
            return False
    return True


def _names(row: Any, sold: _Sold) -> bool:
    match row.kind:
        case "channel":
            return bool(row.channel_id == sold.channel_id)
        case "sku":
            # A listing is left out with the last of its SKUs only.
            return sold.sku_ids == {row.sku_id} if row.is_excluded else row.sku_id in sold.sku_ids
        case "product":
            return sold.product_id is not None and row.product_id == sold.product_id
        case _:
            return sold.category is not None and row.name == sold.category


def _stock(tx: Tx, sold: _Sold, begin: datetime, end: datetime) -> Iterator[Happened]:
    """Days on whose end nothing was left of any of its SKUs, and days on which something was there again."""
    if not sold.sku_ids:
        return
    move = StockMove.__table__.c
    quantity = type_coerce(move.quantity, WHOLE)
    on_shelves = [move.sku_id.in_(sold.sku_ids), Warehouse.kind != "transit"]
    of_place = StockMove.__table__.join(Warehouse.__table__, Warehouse.warehouse_id == move.warehouse_id)
    before = select(move.sku_id, func.sum(quantity)).select_from(of_place).where(*on_shelves, move.moved_at < begin)
    levels = {sku_id: int(count) for sku_id, count in tx.rows(before.group_by(move.sku_id))}
    moves = select(move.sku_id, move.moved_at, quantity).select_from(of_place).where(*on_shelves)
    by_day = dict[date, list[tuple[int, int]]]()
    for sku_id, at, count in tx.rows(moves.where(move.moved_at >= begin, move.moved_at < end)):
        by_day.setdefault(at.astimezone(tx.zone).date(), []).append((sku_id, int(count)))
    was = any(level > 0 for level in levels.values())
    for day in sorted(by_day):
        for sku_id, count in by_day[day]:
            levels[sku_id] = levels.get(sku_id, 0) + count
        left = any(level > 0 for level in levels.values())
        if left != was:
            yield Happened(day, BACK if left else SOLD_OUT, "")
        was = left


def _written(tx: Tx, sold: _Sold, first: date, last: date) -> Iterator[Happened]:
    """What the shop wrote down of these days, of the whole shop or of this channel and product."""
    wanted = select(ShopEvent.first_on, ShopEvent.title).where(
        ShopEvent.first_on <= last, ShopEvent.last_on >= first,
        or_(ShopEvent.product_id.is_(None), ShopEvent.product_id == sold.product_id),
        or_(ShopEvent.channel_id.is_(None), ShopEvent.channel_id == sold.channel_id),
    )  # fmt: skip
    for row in tx.rows(wanted):
        yield Happened(max(row.first_on, first), "", row.title)
