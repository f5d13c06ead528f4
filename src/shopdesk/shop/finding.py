"""Finding one thing in the whole shop: orders by number or waybill, SKUs by code, barcode or title, listings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, or_, select

from shopdesk.shop.catalog.rules import ProductState
from shopdesk.shop.listings.rules import ListingState
from shopdesk.store.contains import contains
from shopdesk.store.tables import Barcode, Channel, Listing, Product, SalesOrder, Sku
from shopdesk.store.tx import Tx
from shopdesk.text import _

MOST: Final = 6
"""Answers of each kind."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer: what it is ("order", "sku" or "listing"), its id, and how it reads."""

    kind: str
    id: int
    title: str
    detail: str


def nothing_spelled(_word: str) -> Sequence[int]:
    """No title is found by how it is typed."""
    return ()


def find_anything(tx: Tx, text: str, spelled: Callable[[str], Sequence[int]] = nothing_spelled) -> list[Hit]:
    """What fits the words, best kinds first; nothing for less than two characters.

    `spelled` gives the ids of the products whose titles may be typed as a word: see `Spelling.find`.
    """
    words = text.split()
    if len(text.strip()) < 2:
        return []
    return [*_skus(tx, words, spelled), *_listings(tx, words), *_orders(tx, words)]


def _orders(tx: Tx, words: list[str]) -> list[Hit]:
    found = tx.rows(
        select(SalesOrder.order_id, SalesOrder.order_no, SalesOrder.summary, Channel.title)
        .join(Channel, Channel.channel_id == SalesOrder.channel_id)
        .where(*(_any(word, SalesOrder.order_no, SalesOrder.waybill, SalesOrder.summary) for word in words))
        .order_by(SalesOrder.placed_at.desc())
        .limit(MOST)
    )
    return [Hit("order", row.order_id, row.order_no, f"{_(row.title)} · {row.summary}") for row in found]


def _listings(tx: Tx, words: list[str]) -> list[Hit]:
    found = tx.rows(
        select(Listing.listing_id, Listing.listing_no, Listing.title, Channel.title.label("channel"))
        .join(Channel, Channel.channel_id == Listing.channel_id)
        .where(Listing.state != ListingState.WITHDRAWN.value)
        .where(*(_any(word, Listing.listing_no, Listing.title) for word in words))
        .order_by(Listing.listing_no)
        .limit(MOST)
    )
    return [Hit("listing", row.listing_id, row.title, f"{_(row.channel)} · {row.listing_no}") for row in found]


def _skus(tx: Tx, words: list[str], spelled: Callable[[str], Sequence[int]]) -> list[Hit]:
    barcode = select(Barcode.sku_id).where(Barcode.code == "".join(words))
    named = [_any(word, Sku.code, Product.title) for word in words]
    named = [or_(one, Product.product_id.in_(spelled(word))) for one, word in zip(named, words, strict=True)]
    found = tx.rows(
        select(Sku.sku_id, Sku.code, Product.title)
        .join(Product, Product.product_id == Sku.product_id)
        .where(Sku.state != ProductState.WITHDRAWN.value)
        .where(or_(Sku.sku_id.in_(barcode), *([] if not named else [_all(named)])))
        .order_by(Sku.code)
        .limit(MOST)
    )
    return [Hit("sku", row.sku_id, row.title, row.code) for row in found]


def fetch_titles(tx: Tx) -> dict[int, str]:
    """product_id → title, of all products."""
    return {row.product_id: row.title for row in tx.rows(select(Product.product_id, Product.title))}


def _any(word: str, *columns: object) -> ColumnElement[bool]:
    return or_(*(contains(column, word) for column in columns))  # type: ignore[arg-type]


def _all(conditions: list[ColumnElement[bool]]) -> ColumnElement[bool]:
    whole = conditions[0]
    for condition in conditions[1:]:
        whole = whole & condition
    return whole
