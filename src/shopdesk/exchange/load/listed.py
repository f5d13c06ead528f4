"""Writing the listings that a file of products tells."""

from decimal import Decimal

from shopdesk.exchange.stage.compare_listed import stock_of
from shopdesk.exchange.stage.known import sku_ids
from shopdesk.exchange.stage.staged import Staged, Told
from shopdesk.shop.catalog.actions import find_channel
from shopdesk.shop.listings.actions import FACTS, TEXTS, add_listing, put_pictures, put_prices, put_sku, put_texts
from shopdesk.shop.listings.pictures import put_facts
from shopdesk.store.tables import Listing
from shopdesk.store.tx import Tx


def load_listings_told(tx: Tx, staged: Staged) -> None:
    """Add new listings and change others, behind the SKUs that they sell; what the file does not say stays."""
    if not any(told.changes for told in staged.listings):
        return
    channel_id = find_channel(tx, staged.plan.channel)
    codes = sku_ids(tx, {item.values["sku"] for told in staged.listings for item in told.items})
    for told in staged.listings:
        if told.changes:
            _write(tx, told, channel_id, codes)


def _write(tx: Tx, told: Told, channel_id: int, codes: dict[str, int]) -> None:
    sold = {code: codes[code] for code in (item.values["sku"] for item in told.items) if code in codes}
    if not sold:
        return  # its rows did not go in
    listing_id = told.target
    if not listing_id:
        lowest = min((price for price in told.prices.values() if price is not None), default=None)
        listing_id = add_listing(
            tx,
            {
                **told.values, "channel_id": channel_id, "listing_no": told.number, "price": lowest,
                "sku_ids": [next(iter(sold.values()))], "import_id": tx.import_id, "source_row": told.row,
            },
        )  # fmt: skip
    else:
        put_texts(tx, listing_id, {name: text for name, text in told.values.items() if name in TEXTS})
        facts = {name: value for name, value in told.values.items() if name in FACTS}
        if facts:
            tx.update(Listing, listing_id, **facts)
    for item in told.items:
        sku_id = sold.get(item.values["sku"])
        if sku_id is not None:
            price = None if told.target else told.prices.get(item.values["sku"])
            put_sku(tx, listing_id, sku_id, price=price, stock=stock_of(item))
    if told.target:
        prices: dict[int | None, Decimal | None] = {}
        prices.update((sold[code], price) for code, price in told.prices.items() if code in sold)
        put_prices(tx, listing_id, prices)
    if told.pictures:
        put_pictures(tx, listing_id, told.pictures, told.row)
    if told.facts:
        put_facts(tx, listing_id, told.facts)
