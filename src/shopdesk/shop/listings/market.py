"""Listings as marketplaces' own files tell them: with what is known of the product behind each."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from shopdesk.shop.listings.reports import Shown, fetch_attributes_of, fetch_pictures_of
from shopdesk.shop.listings.rules import ListingState
from shopdesk.shop.listings.scoring.standing import rows_of
from shopdesk.store.tables import Barcode, Channel, Listing, ListingSku, Product, Sku
from shopdesk.store.tx import Tx


@dataclass(frozen=True, slots=True)
class MarketSku:
    """One SKU of a listing; `own_price` is the product's, `price` the listing's. Weight in grams."""

    code: str
    option: str
    barcode: str
    price: Decimal | None
    own_price: Decimal | None
    cost: Decimal | None
    weight: Decimal | None
    stock: Decimal | None


@dataclass(frozen=True, slots=True)
class MarketListing:
    """A listing with its columns as `row`, its product's title, handle, brand and category, SKUs and pictures."""

    row: Any
    channel: str
    """Code of its channel."""
    product: str
    handle: str
    brand: str
    category: str
    skus: tuple[MarketSku, ...]
    pictures: tuple[Shown, ...]
    facts: tuple[tuple[str, str], ...] = ()
    """Name and value of each fact of the product."""


def fetch_market(tx: Tx, listing_ids: Sequence[int]) -> list[MarketListing]:
    """These listings in this order; those that sell no SKU are left out, for no such file could name them."""
    rows = _rows(tx, listing_ids)
    skus = _skus(tx, listing_ids)
    pictures = fetch_pictures_of(tx, listing_ids)
    facts = fetch_attributes_of(tx, sorted({row.product_id for row in rows.values() if row.product_id is not None}))
    made = []
    for listing_id in listing_ids:
        if listing_id in skus and listing_id in rows:
            row = rows[listing_id]
            known = (row.product or row.title, row.handle or "", row.brand or "", row.kind or "")
            shown = (pictures.get(listing_id, ()), facts.get(row.product_id, ()))
            made.append(MarketListing(row, row.channel, *known, skus[listing_id], *shown))
    return made


def _rows(tx: Tx, listing_ids: Sequence[int]) -> dict[int, Any]:
    """Listing → its columns, and what its channel and its product are called."""
    wanted = (
        select(
            Listing.__table__, Channel.code.label("channel"), Product.title.label("product"),
            Product.handle.label("handle"), Product.brand.label("brand"), Product.category.label("kind"),
        )
        .join(Channel, Channel.channel_id == Listing.channel_id)
        .outerjoin(Product, Product.product_id == Listing.product_id)
    )  # fmt: skip
    return {row.listing_id: row for row in rows_of(tx, wanted, Listing.listing_id, listing_ids)}


def _skus(tx: Tx, listing_ids: Sequence[int]) -> dict[int, tuple[MarketSku, ...]]:
    """Listing → its SKUs in their order, each with the last of its barcodes."""
    wanted = (
        select(
            ListingSku.listing_id, Sku.code, Sku.option, Barcode.code.label("barcode"), ListingSku.price,
            Sku.price.label("own_price"), Sku.cost, Sku.weight, ListingSku.stock,
        )
        .join_from(ListingSku, Sku, Sku.sku_id == ListingSku.sku_id)
        .outerjoin(Barcode, Barcode.sku_id == Sku.sku_id)
        .order_by(ListingSku.listing_sku_id)
    )  # fmt: skip
    found = dict[int, dict[str, MarketSku]]()
    for row in rows_of(tx, wanted, ListingSku.listing_id, listing_ids):
        found.setdefault(row.listing_id, {})[row.code] = MarketSku(
            row.code, row.option or "", row.barcode or "", row.price, row.own_price, row.cost, row.weight, row.stock
        )
    return {listing_id: tuple(skus.values()) for listing_id, skus in found.items()}


def listings_of(tx: Tx, channel: str) -> list[int]:
    """The listings of a channel, by its code, in the order of their numbers."""
    wanted = select(Listing.listing_id).join(Channel, Channel.channel_id == Listing.channel_id)
    standing = Listing.state != ListingState.WITHDRAWN.value
    return tx.scalars(wanted.where(Channel.code == channel, standing).order_by(Listing.listing_no))
