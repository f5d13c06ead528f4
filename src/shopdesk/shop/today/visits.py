"""Visitors of the channels by period, from the reports that tell of them; figures of two reports are never added up."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import case, func, select

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


class _Report(NamedTuple):
    """A report of a channel, and how far it is broken down; of several, the one that is broken down least is read."""

    by_listing: int
    by_source: int
    report: str


def _rows(tx: Tx, since: date | None, until: date | None) -> Iterable[Any]:
    by_listing = case((_T.target == "", 0), else_=1)
    by_source = case((_T.source == "", 0), else_=1)
    wanted = [] if since is None else [_T.first_on >= since]
    return tx.rows(
        select(
            _T.channel_id, _T.first_on, _T.last_on, _T.report, _T.source,
            by_listing.label("by_listing"), by_source.label("by_source"),
            *(func.sum(_T[name]).label(name) for name in NAMES),
        )
        .where(*wanted, *([] if until is None else [_T.last_on <= until]))
        .group_by(_T.channel_id, _T.first_on, _T.last_on, _T.report, _T.source, "by_listing", "by_source")
    )  # fmt: skip


def _once(rows: Iterable[Any]) -> list[Any]:
    """Rows, longest first, without those whose days the same report tells within a longer or an earlier one."""
    kept, wide = list[Any](), defaultdict[tuple[Any, ...], list[tuple[date, date]]](list)
    for row in sorted(rows, key=lambda row: (row.first_on - row.last_on, row.first_on)):
        spans = wide[row.channel_id, row.report, row.source, row.by_listing]
        if any(first <= row.last_on and row.first_on <= last for first, last in spans):
            continue
        if row.first_on < row.last_on:
            spans.append((row.first_on, row.last_on))
        kept.append(row)
    return kept


def fetch_visits(
    tx: Tx, since: date | None, until: date | None, bucket: Callable[[date], str]
) -> dict[tuple[str, int], Visits]:
    """(bucket, channel_id) → what is known of it; a report of several days counts where a bucket holds them all."""
    told = defaultdict[tuple[str, int], defaultdict[_Report, Visits]](lambda: defaultdict(Visits))
    whole = (row for row in _rows(tx, since, until) if bucket(row.first_on) == bucket(row.last_on))
    for row in _once(whole):
        told[bucket(row.first_on), row.channel_id][_Report(row.by_listing, row.by_source, row.report)].add(row)
    return {key: _best(reports) for key, reports in told.items()}


def _best(reports: dict[_Report, Visits]) -> Visits:
    """The least broken down says each figure; what it lacks is looked for in the next."""
    made = Visits()
    for name in NAMES:
        found = [
            (key, getattr(reports[key], name)) for key in sorted(reports) if getattr(reports[key], name) is not None
        ]
        if found:
            setattr(made, name, found[0][1])
    return made


def fetch_mix(tx: Tx, since: date, until: date) -> dict[str, int]:
    """Visitors by source of traffic, of the report of each channel that is broken down least beyond its sources."""
    told = defaultdict[int, defaultdict[tuple[int, str], defaultdict[str, int]]](
        lambda: defaultdict(lambda: defaultdict(int))
    )
    for row in _once(_rows(tx, since, until)):
        if row.source and row.visitors is not None:
            told[row.channel_id][row.by_listing, row.report][row.source] += int(row.visitors)
    made = defaultdict[str, int](int)
    for reports in told.values():
        for source, visitors in reports[min(reports)].items():
            made[source] += visitors
    return dict(made)
