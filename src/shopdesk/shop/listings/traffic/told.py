"""What reports of traffic tell of listings between two days, each day once."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import and_, case, func, literal_column, select, type_coerce

from shopdesk.shop.listings.traffic.funnel import PAIRS
from shopdesk.shop.listings.traffic.spans import Counts, Piece, added
from shopdesk.store.tables import Traffic
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE

COUNTS: Final = ("impressions", "clicks", "visitors", "page_views", "favourites", "carts", "orders", "units", "revenue")
WEIGHED: Final = ("bounce", "dwell")
COARSE: Final = 100_000
"""Means are weighed in such units of the store, so that no sum of visitors overflows."""
_T: Final = Traffic.__table__.c
_PEOPLE: Final = func.sum(_T.visitors)
"""By which of two reports one is believed, whatever is asked for."""
_MOST: Final = 500
"""Of more listings than one statement may name, all are read."""


def fetch_counts(
    tx: Tx, since: date, until: date, names: Sequence[str] = COUNTS, listing_ids: Sequence[int] | None = None
) -> dict[int, Counts]:
    """Listing → its measures over the periods that end within these days; None as `listing_ids`: every listing.

    A mean ("bounce") comes as its sum, weighed by visitors, beside the visitors that it is of ("bounce_of").
    """
    found, mixed = dict[int, Counts](), list[int]()
    made = made_of(names)
    for row in map(tuple, tx.rows(_of(_plain(names), since, until, listing_ids))):
        if row[1] and row[2] == row[3] and row[4] == row[5]:
            found[row[0]] = dict(zip(made, row[6:], strict=True))
        else:
            mixed.append(row[0])
    if mixed:
        found |= _mixed(tx, since, until, names, mixed)
    return found


def count_days(tx: Tx, listing_id: int, first: date, last: date, names: Sequence[str]) -> dict[date, Counts]:
    """What each day of a listing is told to have had, by the report that is believed of it.

    Reports of several days say nothing of a single one.
    """
    whole = is_all()
    rows = tx.rows(
        select(_T.report, whole, _T.first_on, _PEOPLE, *sums(names))
        .where(_T.listing_id == listing_id, _T.first_on == _T.last_on, _T.first_on >= first, _T.last_on <= last)
        .group_by(_T.report, whole, _T.first_on)
    )
    made, told = made_of(names), dict[date, list[Piece]]()
    for report, is_whole, day, people, *figures in map(tuple, rows):
        counts = dict(zip(made, figures, strict=True))
        at = day.toordinal()
        told.setdefault(day, []).append(Piece(report, 1 - is_whole, at, at, counts, people or 0))
    return {day: added(pieces, 0) for day, pieces in told.items()}


def made_of(names: Sequence[str]) -> list[str]:
    """The names of what is counted: of a mean its weighed sum, and the visitors that it is of."""
    return [made for name in names for made in ((name, f"{name}_of") if name in WEIGHED else (name,))]


def sums(names: Sequence[str]) -> list[Any]:
    """SQL: what is counted over rows that are told once."""
    found = list[Any]()
    for name in names:
        value = type_coerce(_T[name], WHOLE)
        if name in WEIGHED:
            found.append(func.sum(value // COARSE * _T.visitors))
            found.append(func.sum(case((value.is_not(None), _T.visitors))))
        else:
            found.append(func.sum(value))
    return found


def is_all() -> Any:
    """SQL: 1 where a row tells all sources together; written out, since a parameter cannot be grouped by."""
    return case((_T.source == literal_column("''"), literal_column("1")), else_=literal_column("0"))


def _plain(names: Sequence[str]) -> Any:
    """By listing: whether every row is of one day, first and last report, kinds of sources; then the counts."""
    return select(
        _T.listing_id, func.min(case((_T.first_on == _T.last_on, 1), else_=0)), func.min(_T.report),
        func.max(_T.report), func.min(is_all()), func.max(is_all()), *sums(names),
    ).group_by(_T.listing_id)  # fmt: skip


def _of(wanted: Any, since: date, until: date, listing_ids: Sequence[int] | None) -> Any:
    ends = and_(_T.listing_id.is_not(None), _T.last_on.between(since, until))
    if listing_ids is None or len(listing_ids) > _MOST:
        return wanted.where(ends)
    return wanted.where(ends, _T.listing_id.in_(listing_ids))


def _mixed(tx: Tx, since: date, until: date, names: Sequence[str], ids: Sequence[int]) -> Mapping[int, Counts]:
    """Listings of several reports, or of periods longer than a day, which may overlap."""
    wanted = select(_T.listing_id, _T.report, is_all(), _T.first_on, _T.last_on, _PEOPLE, *sums(names))
    grouped = wanted.group_by(_T.listing_id, _T.report, is_all(), _T.first_on, _T.last_on)
    made, known, pieces = made_of(names), set(ids), dict[int, list[Piece]]()
    for listing_id, report, whole, first, last, people, *figures in map(
        tuple, tx.rows(_of(grouped, since, until, ids))
    ):
        if listing_id in known:
            counts = dict(zip(made, figures, strict=True))
            piece = Piece(report, 1 - whole, first.toordinal(), last.toordinal(), counts, people or 0)
            pieces.setdefault(listing_id, []).append(piece)
    pairs = [pair for pair in PAIRS if set(pair) <= set(names)]
    return {listing_id: added(told, since.toordinal(), pairs) for listing_id, told in pieces.items()}
