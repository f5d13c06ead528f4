"""Reading listings: the list, the worst first, and everything that is known of one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ColumnElement, func, select, type_coerce

from shopdesk.shop.catalog.reports import find_channel_id
from shopdesk.shop.listings.rules import ListingState
from shopdesk.shop.listings.scoring.actions import fetch_findings
from shopdesk.shop.listings.scoring.standing import rows_of
from shopdesk.shop.listings.sheets import LISTINGS
from shopdesk.store.rows import RowSource, fetch_page, spoken_title
from shopdesk.store.tables import (
    Channel,
    Listing,
    ListingScore,
    ListingSku,
    ListingVersion,
    Picture,
    PriceChange,
    Product,
    ProductAttribute,
    Sku,
    StockLevel,
    StoredFile,
)
from shopdesk.store.tx import Tx
from shopdesk.store.types import RATE_SCALE, WHOLE
from shopdesk.text import N_, UserError

MOST_VERSIONS: Final = 50
"""Changes of a listing that its panel shows."""
BETWEEN: Final = ";"
_L: Final = Listing.__table__.c
_PART: Final = 500


def _of_listing(made: Any) -> ColumnElement[Any]:
    found: ColumnElement[Any] = made.correlate(Listing.__table__).scalar_subquery()
    return found


def _tenths(points: ColumnElement[Any]) -> ColumnElement[Any]:
    """Points to one decimal place; more of them would only seem exact."""
    whole, tenth = type_coerce(points, WHOLE), RATE_SCALE // 10
    return type_coerce((whole + tenth // 2) // tenth * tenth, points.type)


_ON_HAND: Final = _of_listing(
    select(func.sum(StockLevel.__table__.c.on_hand))
    .join(ListingSku.__table__, ListingSku.__table__.c.sku_id == StockLevel.__table__.c.sku_id)
    .where(ListingSku.__table__.c.listing_id == _L.listing_id)
)
_CODES: Final = _of_listing(
    select(func.aggregate_strings(Sku.__table__.c.code, BETWEEN))
    .join(ListingSku.__table__, ListingSku.__table__.c.sku_id == Sku.__table__.c.sku_id)
    .where(ListingSku.__table__.c.listing_id == _L.listing_id)
)
_PICTURES: Final = _of_listing(
    select(func.count()).select_from(Picture.__table__).where(Picture.__table__.c.listing_id == _L.listing_id)
)
_SCORE: Final = ListingScore.__table__.c

LISTING_ROWS: Final = RowSource(
    sheet=LISTINGS,
    origin=Listing.__table__.join(Channel.__table__, Channel.__table__.c.channel_id == _L.channel_id)
    .outerjoin(Product.__table__, Product.__table__.c.product_id == _L.product_id)
    .outerjoin(ListingScore.__table__, _SCORE.listing_id == _L.listing_id),
    row_id=_L.listing_id,
    values={
        "channel": Channel.__table__.c.title,
        **{name: _tenths(_SCORE[name]) for name in ("gain", "score")},
        **{name: _SCORE[name] for name in ("findings", "law_hits", "visitors")},
        "stock": _ON_HAND,
        "product": Product.__table__.c.title,
        "stage": Product.__table__.c.stage,
        "sku": _CODES,
        "pictures": _PICTURES,
        **{
            name: _L[name]
            for name in (
                "listing_no", "title", "state", "price", "list_price", "subtitle", "bullets", "description",
                "search_terms", "seo_title", "seo_description", "category", "url", "rating", "reviews", "listed_at",
                "is_locked", "import_id",
            )
        },
    },
    search=(_L.listing_no, _L.title, Product.__table__.c.title),
    order=(("gain", True), ("score", False), ("listing_no", False)),
    where=(_L.state != ListingState.WITHDRAWN.value,),
    spoken={"channel": spoken_title},
)  # fmt: skip
"""Listings, first what is the best use of the next ten minutes."""


@dataclass(frozen=True, slots=True)
class SoldSku:
    """A SKU of a listing; `price` and `channel_stock` as the channel has them."""

    sku_id: int
    code: str
    option: str | None
    price: Decimal | None
    channel_stock: Decimal | None
    on_hand: Decimal | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture without its bytes."""

    picture_id: int
    position: int
    url: str | None
    file_id: int | None
    alt: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """A text or a price that was put in the place of another; of one SKU where that is named."""

    field: str
    before: str | Decimal | None
    after: str | Decimal | None
    changed_at: datetime
    person: str
    reason: str | None
    sku: str | None = None


@dataclass(frozen=True, slots=True)
class ListingFacts:
    """Everything that is known of one listing; `row` by the columns of LISTINGS, and source_row."""

    listing_id: int
    product_id: int | None
    channel_code: str
    currency: str
    row: Mapping[str, Any]
    source_row: int | None
    skus: tuple[SoldSku, ...]
    pictures: tuple[Shown, ...]
    attributes: tuple[tuple[str, str], ...]
    versions: tuple[Told, ...]
    """Texts and prices, the latest first."""
    findings: tuple[str, ...]
    """What to change in it, what is worth most first."""


def find_listing(tx: Tx, listing_id: int) -> ListingFacts | None:
    """One listing; None where it is gone."""
    found = tx.rows(
        select(_L.product_id, _L.source_row, Channel.code, Channel.currency)
        .join(Channel, Channel.channel_id == _L.channel_id)
        .where(_L.listing_id == listing_id, _L.state != ListingState.WITHDRAWN.value)
    )
    if not found:
        return None
    cells = fetch_page(tx, LISTING_ROWS, [listing_id])[0]
    row = dict(zip([column.key for column in LISTINGS.columns], cells, strict=True))
    row["channel"] = spoken_title(row["channel"], cells)
    one = found[0]
    return ListingFacts(
        listing_id, one.product_id, one.code, one.currency, row, one.source_row, fetch_skus(tx, listing_id),
        fetch_pictures(tx, listing_id), fetch_attributes(tx, one.product_id), fetch_versions(tx, listing_id),
        tuple(fetch_findings(tx, [listing_id]).get(listing_id, ())),
    )  # fmt: skip


def listing_id_of(tx: Tx, named: str, channel: object = None) -> int:
    """The listing of that number, on the channel if one is named; UserError, its code the column."""
    wanted = select(Listing.listing_id).where(
        Listing.listing_no == named.strip(), Listing.state != ListingState.WITHDRAWN.value
    )
    name = str(channel or "").strip()
    if name:
        channel_id = find_channel_id(tx, name)
        if channel_id is None:
            raise UserError(N_("There is no channel {name}."), code="channel", name=name)
        wanted = wanted.where(Listing.channel_id == channel_id)
    found = tx.scalars(wanted)
    if len(found) > 1:
        raise UserError(N_("Several channels have a listing {number}: name the channel."), code="channel", number=named)
    if not found:
        raise UserError(N_("There is no listing {number}."), code="listing", number=named)
    return int(found[0])


def find_numbers(tx: Tx, channel_id: int, numbers: Collection[str]) -> dict[str, int]:
    """Number on a channel → listing_id, of those that there are, withdrawn ones among them."""
    found: dict[str, int] = {}
    ordered = sorted(set(numbers))
    for start in range(0, len(ordered), _PART):
        there = (_L.channel_id == channel_id) & _L.listing_no.in_(ordered[start : start + _PART])
        found |= {row.listing_no: row.listing_id for row in tx.rows(select(_L.listing_no, _L.listing_id).where(there))}
    return found


def fetch_skus(tx: Tx, listing_id: int) -> tuple[SoldSku, ...]:
    """The SKUs that a listing sells, by code."""
    level = (
        select(StockLevel.sku_id, func.sum(StockLevel.on_hand).label("on_hand"))
        .group_by(StockLevel.sku_id)
        .subquery()
    )  # fmt: skip
    rows = tx.rows(
        select(
            Sku.sku_id, Sku.code, Sku.option, ListingSku.price, ListingSku.stock, level.c.on_hand,
        )
        .join_from(ListingSku, Sku, Sku.sku_id == ListingSku.sku_id)
        .outerjoin(level, level.c.sku_id == Sku.sku_id)
        .where(ListingSku.listing_id == listing_id)
        .order_by(Sku.code)
    )  # fmt: skip
    return tuple(SoldSku(*row) for row in rows)


def fetch_pictures(tx: Tx, listing_id: int) -> tuple[Shown, ...]:
    """The pictures of a listing, the main one first."""
    return fetch_pictures_of(tx, [listing_id]).get(listing_id, ())


def fetch_pictures_of(tx: Tx, listing_ids: Sequence[int]) -> dict[int, tuple[Shown, ...]]:
    """Listing → its pictures, the main one first; those without any are left out."""
    columns = (Picture.listing_id, Picture.picture_id, Picture.position, Picture.url, Picture.file_id, Picture.alt)
    wanted = select(*columns).order_by(Picture.position, Picture.picture_id)
    found = dict[int, list[Shown]]()
    for listing_id, *told in rows_of(tx, wanted, Picture.listing_id, listing_ids):
        found.setdefault(listing_id, []).append(Shown(*told))
    return {listing_id: tuple(shown) for listing_id, shown in found.items()}


def read_pictures(tx: Tx, file_ids: Collection[int]) -> dict[int, bytes]:
    """The bytes of kept pictures, by their file."""
    wanted = select(StoredFile.file_id, StoredFile.data).where(StoredFile.file_id.in_(sorted(file_ids)))
    return {row.file_id: bytes(row.data) for row in tx.rows(wanted)}


def read_main_pictures(tx: Tx, listing_ids: Sequence[int]) -> dict[int, bytes]:
    """Listing → the first of its pictures whose file is kept, of those that have any."""
    first: dict[int, int] = {}
    wanted = select(Picture.listing_id, Picture.file_id).where(Picture.file_id.is_not(None))
    for start in range(0, len(listing_ids), _PART):
        mine = wanted.where(Picture.listing_id.in_(listing_ids[start : start + _PART]))
        for row in tx.rows(mine.order_by(Picture.position, Picture.picture_id)):
            first.setdefault(row.listing_id, row.file_id)
    files = read_pictures(tx, set(first.values()))
    return {listing_id: files[file_id] for listing_id, file_id in first.items()}


def fetch_attributes(tx: Tx, product_id: int | None) -> tuple[tuple[str, str], ...]:
    """Name and value of each fact of a product."""
    return () if product_id is None else fetch_attributes_of(tx, [product_id]).get(product_id, ())


def fetch_attributes_of(tx: Tx, product_ids: Sequence[int]) -> dict[int, tuple[tuple[str, str], ...]]:
    """Product → name and value of each of its facts; those without any are left out."""
    columns = (ProductAttribute.product_id, ProductAttribute.name, ProductAttribute.value)
    wanted = select(*columns).order_by(ProductAttribute.attribute_id)
    found = dict[int, list[tuple[str, str]]]()
    for product_id, name, value in rows_of(tx, wanted, ProductAttribute.product_id, product_ids):
        found.setdefault(product_id, []).append((name, value))
    return {product_id: tuple(facts) for product_id, facts in found.items()}


def fetch_versions(tx: Tx, listing_id: int, most: int = MOST_VERSIONS) -> tuple[Told, ...]:
    """What a listing said and cost before, the latest change first."""
    texts = tx.rows(
        select(
            ListingVersion.field, ListingVersion.before, ListingVersion.after, ListingVersion.changed_at,
            ListingVersion.person, ListingVersion.reason,
        )
        .where(ListingVersion.listing_id == listing_id)
        .order_by(ListingVersion.changed_at.desc(), ListingVersion.version_id.desc())
        .limit(most)
    )  # fmt: skip
    prices = tx.rows(
        select(
            PriceChange.before, PriceChange.after, PriceChange.changed_at, PriceChange.person, PriceChange.reason,
            Sku.code,
        )
        .outerjoin(Sku, Sku.sku_id == PriceChange.sku_id)
        .where(PriceChange.listing_id == listing_id)
        .order_by(PriceChange.changed_at.desc(), PriceChange.price_change_id.desc())
        .limit(most)
    )  # fmt: skip
    made = [Told(*row) for row in texts] + [Told("price", *row) for row in prices]
    return tuple(sorted(made, key=lambda one: one.changed_at, reverse=True)[:most])
