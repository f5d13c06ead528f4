"""Commands of what is tried and asked: experiments, competitors, prices with what they leave, and those of rules."""

from argparse import Namespace
from datetime import datetime, tzinfo
from typing import Any, Final

from shopdesk.cli.output import Output, numbers
from shopdesk.cli.store_at import opened
from shopdesk.exchange.workbook import write_sheet
from shopdesk.shop.columns import Kind
from shopdesk.shop.listings.prices.competitor_sheets import COMPETITORS
from shopdesk.shop.listings.prices.competitors import competitor_row
from shopdesk.shop.listings.prices.journal import JOURNAL_ROWS
from shopdesk.shop.listings.prices.proposals import fetch_priced, fetch_proposals, priced_row, proposal_row
from shopdesk.shop.listings.prices.sheets import PRICE_JOURNAL, PRICES, PROPOSALS
from shopdesk.shop.listings.trials.experiment_sheets import EXPERIMENTS
from shopdesk.shop.listings.trials.experiment_words import experiment_row
from shopdesk.shop.listings.trials.experiments import fetch_experiments
from shopdesk.shop.today.market import judged_competitors
from shopdesk.store.rows import Query, fetch_first, spoken_title
from shopdesk.store.tx import Tx
from shopdesk.text import _

EVERYTHING: Final = 10_000_000
SHOWN: Final = {
    "experiments": (
        EXPERIMENTS,
        ("experiment_no", "state", "listing", "question", "size", "progress", "rate_a", "rate_b", "verdict"),
    ),
    "competitors": (
        COMPETITORS,
        ("title", "alert", "seller", "channel", "product", "own_price", "price", "gap", "cuts", "seen_on"),
    ),
    "prices": (
        PRICES,
        ("channel", "listing_no", "sku", "verdict", "price", "left", "share", "break_even", "cost", "fee", "market"),
    ),
    "new-prices": (
        PROPOSALS,
        ("channel", "listing_no", "sku", "stands", "price", "new_price", "change", "new_share", "floor", "why"),
    ),
    "price-journal": (
        PRICE_JOURNAL,
        ("changed_at", "channel", "listing_no", "sku", "before", "after", "change", "person", "reason"),
    ),
}
"""Report → its sheet, and the columns that a terminal has room for."""


def report(options: Namespace, output: Output) -> int:
    """Report experiments, competitors, prices …: one object a row; --out writes all columns to a workbook."""
    sheet, shown = SHOWN[options.what]
    with opened(options) as store, store.read() as tx:
        rows, zone = _rows(tx, options.what), tx.zone
    keys = [column.key for column in sheet.columns]
    told = [dict(zip(keys, row, strict=True)) for row in rows]
    output.data([numbers(row) for row in told])
    if options.out:
        write_sheet(options.out, sheet, rows, zone=zone)
        output.say(_("Wrote {file}").format(file=options.out))
    if not told:
        output.say(_("There is nothing to report yet."))
        return 0
    columns = [sheet.column(key) for key in shown]
    at = [place for place, column in enumerate(columns) if column.kind.is_number]
    cells = [[_cell(column, row[column.key], zone) for column in columns] for row in told]
    output.table([_(column.title) for column in columns], cells, at)
    return 0


def _rows(tx: Tx, what: str) -> list[tuple[Any, ...]]:
    if what == "experiments":
        return [experiment_row(one) for one in fetch_experiments(tx)]
    if what == "prices":
        return [priced_row(one) for one in fetch_priced(tx)]
    if what == "new-prices":
        return [proposal_row(one, tx.zone) for one in fetch_proposals(tx)]
    if what == "price-journal":
        return _journal(tx)
    return [competitor_row(one) for one in judged_competitors(tx)]


def _journal(tx: Tx) -> list[tuple[Any, ...]]:
    """The journal with the names of channels in the language spoken."""
    place = [column.key for column in PRICE_JOURNAL.columns].index("channel")
    rows = [row for _id, row in fetch_first(tx, JOURNAL_ROWS, Query(today=tx.today, zone=tx.zone), EVERYTHING)]
    return [(*row[:place], spoken_title(row[place], row), *row[place + 1 :]) for row in rows]


def _cell(column: Any, value: Any, zone: tzinfo) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(zone)
    if value is not None and column.kind is Kind.PERCENT:
        return f"{value:.2%}"
    return _(column.states[value].title) if value in column.states else value
