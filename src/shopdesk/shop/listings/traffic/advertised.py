"""Impressions and clicks of listings by the reports of advertising, for where no report of traffic tells any."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import func, select

from shopdesk.store.tables import AdSpend, Listing, ListingSku
from shopdesk.store.tx import Tx

SHOWN: Final = ("impressions", "clicks")
_A: Final = AdSpend.__table__.c


def fetch_advertised(tx: Tx, first: date, last: date) -> dict[int, dict[str, int]]:
    """Listing → what advertising of it showed and brought on these days.

    A report names it by its number, or by a SKU: then it is the one listing of that channel that sells the SKU.
    """
    wanted = (
        select(_A.channel_id, _A.target, _A.sku_id, *(func.coalesce(func.sum(_A[name]), 0) for name in SHOWN))
        .where(_A.spent_on.between(first, last), _A.impressions.is_not(None), _A.target != "")
        .group_by(_A.channel_id, _A.target, _A.sku_id)
    )
    rows = tx.rows(wanted)
    if not rows:
        return {}
    by_number = {(row.channel_id, row.listing_no): row.listing_id for row in tx.rows(_numbers())}
    by_sku, found = _by_sku(tx), defaultdict[int, dict[str, int]](lambda: dict.fromkeys(SHOWN, 0))
    for channel_id, target, sku_id, *figures in map(tuple, rows):
        listing_id = by_number.get((channel_id, target)) or by_sku.get((channel_id, sku_id))
        if listing_id is not None:
            for name, figure in zip(SHOWN, figures, strict=True):
                found[listing_id][name] += int(figure)
    return dict(found)


def _numbers() -> Any:
    return select(Listing.listing_id, Listing.channel_id, Listing.listing_no)


def _by_sku(tx: Tx) -> Mapping[tuple[int, int | None], int]:
    """(channel, SKU) → the listing, where it is the only one."""
    sold = tx.rows(
        select(Listing.channel_id, ListingSku.sku_id, func.min(Listing.listing_id).label("listing_id"))
        .join(ListingSku, ListingSku.listing_id == Listing.listing_id)
        .group_by(Listing.channel_id, ListingSku.sku_id)
        .having(func.count() == 1)
    )
    return {(row.channel_id, row.sku_id): row.listing_id for row in sold}
