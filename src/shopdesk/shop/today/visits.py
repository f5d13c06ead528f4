"""Visitors of the channels by period, from the reports that tell of them; figures of two reports are never added up."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import case, func, select

from shopdesk.shop.listings.traffic.spans import Piece, added
from shopdesk.store.tables import Traffic
from shopdesk.store.tx import Tx

_T = Traffic.__table__.c


@dataclass(slots=True)
class Visits:
    """What came to a channel in a period; None: no report says."""

    impressions: int | None = None
    clicks: int | None = None
    visitors: int | None = None
    page_views: int | None = None
    favourites: int | None = None
    carts: int | None = None
    orders: int | None = None

    def add(self, other: Any) -> None:
        """Add what is known of another."""
        for name in NAMES:
            more = getattr(other, name)
            if more is not None:
                setattr(self, name, (getattr(self, name) or 0) + int(more))


NAMES = tuple(field.name for field in fields(Visits))


def _rows(tx: Tx, since: date | None, until: date | None) -> Iterable[Any]:
    by_listing = case((_T.target == "", 0), else_=1)
    by_source = case((_T.source == "", 0), else_=1)
    wanted = [] if since is None else [_T.first_on >= since]
    return tx.rows(
        select(
            _T.channel_id, _T.first_on, _T.last_on, _T.report,
            by_listing.label("by_listing"), by_source.label("by_source"),
            *(func.sum(_T[name]).label(name) for name in NAMES),
        )
        .where(*wanted, *([] if until is None else [_T.last_on <= until]))
        .group_by(_T.channel_id, _T.first_on, _T.last_on, _T.report, "by_listing", "by_source")
    )  # fmt: skip


def fetch_visits(
    tx: Tx, since: date | None, until: date | None, bucket: Callable[[date], str]
) -> dict[tuple[str, int], Visits]:
    """(bucket, channel_id) → what is known of it; a report of several days counts where a bucket holds them all.

    Of reports that tell the same days the one that is broken down least is believed.
    """
    told = defaultdict[tuple[str, int], list[Piece]](list)
    for row in _rows(tx, since, until):
        first, last = row.first_on, row.last_on
        if bucket(first) == bucket(last):
            counts = {name: None if (count := getattr(row, name)) is None else int(count) for name in NAMES}
            rank = row.by_listing, row.by_source
            days = first.toordinal(), last.toordinal()
            told[bucket(first), row.channel_id].append(Piece(row.report, rank, *days, counts, counts["visitors"] or 0))
    return {key: Visits(**added(pieces, 0)) for key, pieces in told.items()}
