"""Writing a staged list of listings."""

from typing import Any

from shopdesk.exchange.stage.known import sku_ids
from shopdesk.exchange.stage.listings import channel_named, listed, told_listing
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.shop.listings.actions import Pictured, Sold, add_listing, edit_listings, put_pictures, put_skus
from shopdesk.shop.listings.reports import BETWEEN
from shopdesk.store.tx import Tx


def load_listings(tx: Tx, staged: Staged) -> None:
    """Add new listings, edit changed ones; SKUs are added to those that it sells, and none is taken away."""
    for item in staged.items:
        told = told_listing(item)
        if item.outcome is Outcome.NEW:
            names = {"channel": channel_named(item, staged), "listing_no": item.values["listing_no"]}
            origin = {"import_id": tx.import_id, "source_row": item.row}
            listing_id = add_listing(tx, {**told, **names, **origin})
            _pictures(tx, listing_id, item, told)
        elif item.outcome is Outcome.CHANGED:
            edit_listings(tx, [(item.target, key, told[key]) for key in item.changes if key not in {"sku", "pictures"}])
            if "sku" in item.changes:
                codes = sku_ids(tx, listed(told["sku"], BETWEEN))
                put_skus(tx, [Sold(item.target, sku_id, price=told.get("price")) for sku_id in codes.values()])
            if "pictures" in item.changes:
                _pictures(tx, item.target, item, told)


def _pictures(tx: Tx, listing_id: int, item: Item, told: dict[str, Any]) -> None:
    addresses = listed(told.get("pictures"))
    if addresses:
        put_pictures(tx, [Pictured(listing_id, [(address, None) for address in addresses], item.row)])
