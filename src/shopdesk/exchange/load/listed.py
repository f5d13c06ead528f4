"""Writing the listings that a file of products tells."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from shopdesk.exchange.stage.compare_listed import stock_of
from shopdesk.exchange.stage.known import sku_ids
from shopdesk.exchange.stage.staged import Staged, Told
from shopdesk.shop.catalog.actions import find_channel
from shopdesk.shop.listings.actions import (
    FACTS,
    TEXTS,
    Pictured,
    Sold,
    add_listings,
    put_pictures,
    put_prices,
    put_skus,
    put_texts,
)
from shopdesk.shop.listings.pictures import put_facts
from shopdesk.shop.listings.scoring.standing import rows_of
from shopdesk.store.tables import Listing, Sku
from shopdesk.store.tx import Tx


def load_listings_told(tx: Tx, staged: Staged) -> None:
    """Add new listings and change others, behind the SKUs that they sell; what the file does not say stays."""
    changed = [told for told in staged.listings if told.changes]
    if not changed:
        return
    channel_id = find_channel(tx, staged.plan.channel)
    codes = sku_ids(tx, {item.values["sku"] for told in changed for item in told.items})
    written = [told for told in changed if _first_sku(told, codes)]  # of others no row went in
    made = iter(_add(tx, [told for told in written if not told.target], channel_id, codes))
    placed = {told.target or next(made): told for told in written}
    for listing_id, told in placed.items():
        if told.target:
            _edit(tx, listing_id, told)
    put_skus(tx, [one for listing_id, told in placed.items() for one in _sold(listing_id, told, codes)])
    for listing_id, told in placed.items():
        if told.target and not {"price", "sku"}.isdisjoint(told.changes):
            prices: dict[int | None, Decimal | None] = {}
            prices.update((codes[code], price) for code, price in told.prices.items() if code in codes)
            put_prices(tx, listing_id, prices)
    shown = [Pictured(listing_id, told.pictures, told.row) for listing_id, told in placed.items() if told.pictures]
    put_pictures(tx, shown)
    put_facts(tx, {listing_id: told.facts for listing_id, told in placed.items() if told.facts})


def _first_sku(told: Told, codes: Mapping[str, int]) -> int:
    """The first SKU of a listing that the shop knows, 0 for none."""
    return next((codes[code] for item in told.items if (code := item.values["sku"]) in codes), 0)


def _add(tx: Tx, listings: Sequence[Told], channel_id: int, codes: Mapping[str, int]) -> list[int]:
    """The new listings, each of the product of its first SKU, at the lowest of its prices."""
    first = [_first_sku(told, codes) for told in listings]
    behind = rows_of(tx, select(Sku.sku_id, Sku.product_id), Sku.sku_id, first)
    products = {row.sku_id: row.product_id for row in behind}
    told_once: dict[str, Any] = {"channel_id": channel_id, "import_id": tx.import_id}
    return add_listings(
        tx,
        [
            {
                **told.values, **told_once, "listing_no": told.number, "product_id": products[sku_id],
                "price": min((price for price in told.prices.values() if price is not None), default=None),
                "source_row": told.row,
            }
            for told, sku_id in zip(listings, first, strict=True)
        ],
    )  # fmt: skip


def _edit(tx: Tx, listing_id: int, told: Told) -> None:
    """What the listing itself says otherwise than the store."""
    values = {name: told.values[name] for name in told.before}
    texts = {name: text for name, text in values.items() if name in TEXTS}
    facts = {name: value for name, value in values.items() if name in FACTS}
    if texts:
        put_texts(tx, listing_id, texts)
    if facts:
        tx.update(Listing, listing_id, **facts)


def _sold(listing_id: int, told: Told, codes: Mapping[str, int]) -> Iterator[Sold]:
    """The SKUs of a listing; those of one that was there have their prices set behind it, which are kept then."""
    for item in told.items:
        code = item.values["sku"]
        if code in codes:
            yield Sold(listing_id, codes[code], None if told.target else told.prices.get(code), stock_of(item))
