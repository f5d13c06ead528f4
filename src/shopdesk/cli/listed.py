"""Commands of listings: what is worth ten minutes first and what to change there, the funnel, the pool of words."""

from argparse import Namespace
from collections.abc import Sequence
from datetime import date, timedelta, tzinfo
from typing import Any, Final

from shopdesk.cli.output import Output, numbers
from shopdesk.cli.store_at import opened
from shopdesk.exchange.workbook import write_grid, write_sheet
from shopdesk.shop.catalog.reports import find_channel_id
from shopdesk.shop.columns import Sheet
from shopdesk.shop.listings.reports import LISTING_ROWS
from shopdesk.shop.listings.scoring.actions import fetch_findings, is_stale, score_listings
from shopdesk.shop.listings.titles.pool import KEYWORD_ROWS
from shopdesk.shop.listings.traffic.mix import fetch_mix
from shopdesk.shop.listings.traffic.mix_sheets import MIX
from shopdesk.shop.listings.traffic.reports import fetch_ways
from shopdesk.shop.listings.traffic.sheets import FUNNEL
from shopdesk.store.rows import Query, RowSource, fetch_first
from shopdesk.store.store import Store
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError, _

EVERYTHING: Final = 10_000_000
LISTED: Final = ("channel", "listing_no", "title", "score", "visitors", "gain")
WORDS: Final = (
    "word", "channel", "category", "word_class", "volume", "competition", "opportunity", "clicks", "orders", "revenue",
)  # fmt: skip

STEPS: Final = (
    "channel", "listing_no", "title", "leak", "lost", "impressions", "clicks", "visitors", "carts", "orders",
    "conversion", "revenue",
)  # fmt: skip
SHARES: Final = ("source", "visitors", "share", "least", "most", "verdict", "off")


def report(options: Namespace, output: Output) -> int:
    """Report listings: what is most worth while first, each with what to change in it."""
    with opened(options) as store:
        with store.read() as tx:
            stale = is_stale(tx)
        if stale:
            store.do(score_listings)
        return _report(options, output, store)


def _report(options: Namespace, output: Output, store: Store) -> int:
    with store.read() as tx:
        rows = _rows(tx, LISTING_ROWS, LISTED)
        told = fetch_findings(tx, [listing_id for listing_id, _row in rows])
        _write_grid(options, output, tx, LISTING_ROWS)
    output.data([{**numbers(row), "findings": told.get(listing_id, [])} for listing_id, row in rows])
    shown = [[*row.values(), "; ".join(told.get(listing_id, []))] for listing_id, row in rows]
    _table(output, LISTING_ROWS.sheet, LISTED, shown, _("What to change"))
    return 0


def keywords(options: Namespace, output: Output) -> int:
    """Report keywords: the pool by opportunity, and what each word brought in the last 30 days."""
    with opened(options) as store, store.read() as tx:
        rows = [row for _id, row in _rows(tx, KEYWORD_ROWS, WORDS)]
        _write_grid(options, output, tx, KEYWORD_ROWS)
    output.data([numbers(row) for row in rows])
    _table(output, KEYWORD_ROWS.sheet, WORDS, [list(row.values()) for row in rows])
    return 0


def funnel(options: Namespace, output: Output) -> int:
    """Report funnel: the steps of each listing over the days, the last 30 where none are named, and where it leaks."""
    with opened(options) as store, store.read() as tx:
        days, channel_id = _days(options, tx), _channel(tx, options.channel)
        ways = fetch_ways(tx, *days, channel_id)
        write_rows(options, output, FUNNEL, [way.row() for way in ways], days, zone=tx.zone)
    rows = [dict(zip((column.key for column in FUNNEL.columns), way.row(), strict=True)) for way in ways]
    output.data([numbers(row) for row in rows])
    for row in rows:
        row["conversion"] = "" if row["conversion"] is None else f"{row['conversion']:.2%}"
    _table(output, FUNNEL, STEPS, [[row[key] for key in STEPS] for row in rows])
    return 0


def mix(options: Namespace, output: Output) -> int:
    """Report mix: the share of each source of traffic against its aim, over the last 30 days where none are named."""
    with opened(options) as store, store.read() as tx:
        days, channel_id = _days(options, tx), _channel(tx, options.channel)
        shares = fetch_mix(tx, *days, channel_id)
        write_rows(options, output, MIX, [share.row() for share in shares], days, zone=tx.zone)
    rows = [dict(zip((column.key for column in MIX.columns), share.row(), strict=True)) for share in shares]
    output.data([numbers(row) for row in rows])
    for row in rows:
        row |= {key: "" if row[key] is None else f"{row[key]:.1%}" for key in ("share", "least", "most", "off")}
    _table(output, MIX, SHARES, [[row[key] for key in SHARES] for row in rows])
    return 0


def write_rows(
    options: Namespace,
    output: Output,
    sheet: Sheet,
    rows: Sequence[Sequence[Any]],
    days: tuple[date, date] | None = None,
    *,
    zone: tzinfo,
) -> None:
    """All columns of a report in a workbook, where one is asked for; `days` are those that it is of."""
    if options.out:
        note = "{} – {}".format(*days) if days else ""
        write_sheet(options.out, sheet, rows, note=note, zone=zone)
        output.say(_("Wrote {file}").format(file=options.out))


def _write_grid(options: Namespace, output: Output, tx: Tx, source: RowSource) -> None:
    """A list in a workbook that may be edited and come back, where one is asked for."""
    if options.out:
        write_grid(options.out, tx, source, Query(today=tx.today, zone=tx.zone))
        output.say(_("Wrote {file}").format(file=options.out))


def _days(options: Namespace, tx: Tx) -> tuple[date, date]:
    last = options.until or tx.today - timedelta(1)
    return options.since or last - timedelta(29), last


def _channel(tx: Tx, name: str) -> int | None:
    """The channel that was named, None for all; UserError where there is none of that name."""
    channel_id = find_channel_id(tx, name) if name else None
    if name and channel_id is None:
        raise UserError(N_("There is no channel {name}."), code="channel", name=name)
    return channel_id


def _rows(tx: Tx, source: RowSource, wanted: Sequence[str]) -> list[tuple[int, dict[str, Any]]]:
    """Id and the wanted cells of every row, titles that the program gave in the language spoken now."""
    keys = [column.key for column in source.sheet.columns]
    made = []
    for row_id, cells in fetch_first(tx, source, Query(today=tx.today, zone=tx.zone), EVERYTHING):
        row = dict(zip(keys, cells, strict=True))
        spoken = {key: source.spoken[key](row[key], cells) for key in wanted if key in source.spoken and row[key]}
        made.append((row_id, {key: spoken.get(key, row[key]) for key in wanted}))
    return made


def _table(output: Output, sheet: Sheet, keys: Sequence[str], rows: Sequence[Sequence[Any]], *more: str) -> None:
    if not rows:
        output.say(_("There is nothing to report yet."))
        return
    columns = [sheet.column(key) for key in keys]
    shown = [
        [
            _(column.states[cell].title) if cell in column.states else cell
            for column, cell in zip(columns, row, strict=False)
        ]
        + list(row[len(columns) :])
        for row in rows
    ]
    at = [place for place, column in enumerate(columns) if column.kind.is_number]
    output.table([*(_(column.title) for column in columns), *more], shown, at)
