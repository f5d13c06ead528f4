"""Listings as marketplaces' own files tell them: with what is known of the product behind each."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from shopdesk.shop.listings.reports import Shown, fetch_attributes, fetch_pictures
from shopdesk.shop.listings.rules import ListingState
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
    made = []
    for listing_id in listing_ids:
        skus = _skus(tx, listing_id)
        found = tx.rows(
            select(
                Listing.__table__, Channel.code.label("channel"), Product.title.label("product"),
                Product.handle.label("handle"), Product.brand.label("brand"), Product.category.label("kind"),
            )
            .join(Channel, Channel.channel_id == Listing.channel_id)
            .outerjoin(Product, Product.product_id == Listing.product_id)
            .where(Listing.listing_id == listing_id)
        )  # fmt: skip
        if skus and found:
            row = found[0]
            known = (row.product or row.title, row.handle or "", row.brand or "", row.kind or "")
            shown = (fetch_pictures(tx, listing_id), fetch_attributes(tx, row.product_id))
            made.append(MarketListing(row, row.channel, *known, skus, *shown))
    return made


def _skus(tx: Tx, listing_id: int) -> tuple[MarketSku, ...]:
    rows = tx.rows(
        select(
            Sku.code, Sku.option, Barcode.code.label("barcode"), ListingSku.price, Sku.price.label("own_price"),
            Sku.cost, Sku.weight, ListingSku.stock,
        )
        .join_from(ListingSku, Sku, Sku.sku_id == ListingSku.sku_id)
        .outerjoin(Barcode, Barcode.sku_id == Sku.sku_id)
        .where(ListingSku.listing_id == listing_id)
        .order_by(ListingSku.listing_sku_id)
    )  # fmt: skip
    return tuple(
        MarketSku(
            row.code, row.option or "", row.barcode or "", row.price, row.own_price, row.cost, row.weight, row.stock
        )
        for row in {row.code: row for row in rows}.values()
    )


def listings_of(tx: Tx, channel: str) -> list[int]:
    """The listings of a channel, by its code, in the order of their numbers."""
    wanted = select(Listing.listing_id).join(Channel, Channel.channel_id == Listing.channel_id)
    standing = Listing.state != ListingState.WITHDRAWN.value
    return tx.scalars(wanted.where(Channel.code == channel, standing).order_by(Listing.listing_no))
