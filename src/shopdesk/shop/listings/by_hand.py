"""Cells of listings that a person edits: as `edit_listings`, but titles and prices that stay for now are refused.

A file that tells what stands on a channel comes past the lock: there it has changed already.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from shopdesk.shop.listings.actions import Edit, edit_listings
from shopdesk.shop.listings.prices.reading import fetch_locked, refuse_locked
from shopdesk.shop.listings.titles.drafts import TITLE, locked_until, refuse_title
from shopdesk.store.action import action
from shopdesk.store.tables import Listing
from shopdesk.store.tx import Tx
from shopdesk.text import N_

_PART = 500
_LOCKED = (TITLE, "price")


@action("catalog.edit", N_("Edit listings"), undoable=True)
def edit_by_hand(tx: Tx, edits: Sequence[Edit], reason: str | None = None) -> int:
    """As `edit_listings`; UserError where a lock holds what would become different."""
    told = {(listing_id, name): value for listing_id, name, value in edits if name in _LOCKED}
    _refuse(tx, told)
    return edit_listings(tx, edits, reason)


def _refuse(tx: Tx, told: Mapping[tuple[int, str], Any]) -> None:
    ids = sorted({listing_id for listing_id, _name in told})
    prices = fetch_locked(tx) if any(name != TITLE for _id, name in told) else {}
    for start in range(0, len(ids), _PART):
        part = ids[start : start + _PART]
        titles = locked_until(tx, part)
        wanted = select(Listing.listing_id, Listing.listing_no, Listing.title, Listing.price)
        for row in tx.rows(wanted.where(Listing.listing_id.in_(part))):
            key = row.listing_id
            if told.get((key, TITLE), row.title) != row.title:
                refuse_title(tx, titles, key, row.listing_no)
            if told.get((key, "price"), row.price) != row.price:
                refuse_locked(tx, prices, key, row.listing_no)
