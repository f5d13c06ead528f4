"""Reports of what buyers say and of care: ratings, reviews, whom to contact, satisfaction. Nobody is named."""

from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from shopdesk.cli.output import Output, number
from shopdesk.cli.store_at import opened
from shopdesk.exchange.values import mask_text
from shopdesk.shop.columns import Column, Sheet
from shopdesk.shop.service.care.contacts import fetch_care
from shopdesk.shop.service.care.sheets import CARE
from shopdesk.shop.service.customers.rules import Means
from shopdesk.shop.service.ratings.reviews import REVIEW_ROWS
from shopdesk.shop.service.ratings.rolling import fetch_standings, read_target, standing_rows
from shopdesk.shop.service.ratings.sheets import RATINGS, REVIEWS
from shopdesk.shop.service.ratings.surveys import SCORES, fetch_scores
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.tx import Tx
from shopdesk.text import _

EVERYTHING: Final = 10_000_000
LISTED: Final[Mapping[str, tuple[str, ...]]] = {
    "reviews": ("written_at", "stands", "described", "service", "logistics", "cause", "channel", "order_no", "sku"),
    "care": ("rule", "customer_no", "channel", "consent", "due_on", "last_on", "ago", "gap", "orders", "value"),
}
"""Columns that a report says, where it does not say all."""
Rows = Sequence[Sequence[Any]]


def _ratings(tx: Tx, _options: Namespace) -> Rows:
    """How every channel stands."""
    return standing_rows(fetch_standings(tx), read_target(tx))


def _reviews(tx: Tx, options: Namespace) -> Rows:
    """Reviews, of a range those that were written in it."""
    since, until = options.since or "", options.until or ""
    filters = (("written_at", f"{since}..{until}"),) if since or until else ()
    query = Query(filters=filters, today=tx.today, zone=tx.zone)
    speak, place = REVIEW_ROWS.spoken["channel"], [one.key for one in REVIEWS.columns].index("channel")
    found = [list(row) for _id, row in fetch_first(tx, REVIEW_ROWS, query, EVERYTHING)]
    return [[*row[:place], row[place] and speak(row[place], tuple(row)), *row[place + 1 :]] for row in found]


def _care(tx: Tx, _options: Namespace) -> Rows:
    """Whom to contact by text message; numbers of customers are masked too, as they may be addresses."""
    rows = [list(one.row(tx.today, mask_text(one.name or ""))) for one in fetch_care(tx, Means.SMS)]
    return [[*row[:2], mask_text(row[2]), _(row[3]), *row[4:]] for row in rows]


def _satisfaction(tx: Tx, _options: Namespace) -> Rows:
    """Scores of surveys."""
    return fetch_scores(tx)


REPORTS: Final[Mapping[str, tuple[Sheet, Callable[[Tx, Namespace], Rows]]]] = {
    "ratings": (RATINGS, _ratings),
    "reviews": (REVIEWS, _reviews),
    "care": (CARE, _care),
    "satisfaction": (SCORES, _satisfaction),
}


def report(options: Namespace, output: Output) -> int:
    """Report ratings|reviews|care|satisfaction."""
    sheet, read = REPORTS[options.what]
    with opened(options) as store, store.read() as tx:
        rows, zone = read(tx, options), tx.zone
    columns = [sheet.column(key) for key in LISTED.get(options.what, [one.key for one in sheet.columns])]
    places = [[one.key for one in sheet.columns].index(column.key) for column in columns]
    chosen = [[_local(row[place], zone) for place in places] for row in rows]
    output.data([{c.key: _plain(value) for c, value in zip(columns, row, strict=True)} for row in chosen])
    if not rows:
        output.say(_("There is nothing to report yet."))
        return 0
    told = [[_said(column, value) for column, value in zip(columns, row, strict=True)] for row in chosen]
    numbers = [place for place, column in enumerate(columns) if column.kind.is_number]
    output.table([_(column.title) for column in columns], told, numbers)
    return 0


def _local(value: Any, zone: Any) -> Any:
    return value.astimezone(zone) if isinstance(value, datetime) else value


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return number(value) if isinstance(value, Decimal) else value.isoformat() if isinstance(value, date) else value


def _said(column: Column, value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return _(column.states[value].title) if value in column.states else value
