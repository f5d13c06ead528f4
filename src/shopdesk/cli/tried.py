"""Commands of what is tried and watched: experiments, and competitors beside the own prices."""

from argparse import Namespace
from typing import Any, Final

from shopdesk.cli.output import Output, numbers
from shopdesk.cli.store_at import opened
from shopdesk.exchange.workbook import write_sheet
from shopdesk.shop.columns import Kind
from shopdesk.shop.listings.competitor_sheets import COMPETITORS
from shopdesk.shop.listings.competitors import competitor_row, fetch_competitors
from shopdesk.shop.listings.experiment_sheets import EXPERIMENTS
from shopdesk.shop.listings.experiment_words import experiment_row
from shopdesk.shop.listings.experiments import fetch_experiments
from shopdesk.store.tx import Tx
from shopdesk.text import _

SHOWN: Final = {
    "experiments": (
        EXPERIMENTS,
        ("experiment_no", "state", "listing", "question", "size", "progress", "rate_a", "rate_b", "verdict"),
    ),
    "competitors": (
        COMPETITORS,
        ("title", "alert", "seller", "channel", "product", "own_price", "price", "gap", "cuts", "seen_on"),
    ),
}
"""Report → its sheet, and the columns that a terminal has room for."""


def report(options: Namespace, output: Output) -> int:
    """Report experiments|competitors: one object a row; --out writes all columns to a workbook."""
    sheet, shown = SHOWN[options.what]
    with opened(options) as store, store.read() as tx:
        rows, zone = _rows(tx, options.what), tx.zone
    keys = [column.key for column in sheet.columns]
    told = [dict(zip(keys, row, strict=True)) for row in rows]
    output.data([numbers(row) for row in told])
    if options.out:
        write_sheet(options.out, sheet, rows, zone=zone)
        output.say(_("Wrote {file}").format(file=options.out))
    columns = [sheet.column(key) for key in shown]
    at = [place for place, column in enumerate(columns) if column.kind.is_number]
    output.table([_(column.title) for column in columns], [[_cell(c, row[c.key]) for c in columns] for row in told], at)
    return 0


def _rows(tx: Tx, what: str) -> list[tuple[Any, ...]]:
    if what == "experiments":
        return [experiment_row(one) for one in fetch_experiments(tx)]
    return [competitor_row(one) for one in fetch_competitors(tx)]


def _cell(column: Any, value: Any) -> Any:
    if value is not None and column.kind is Kind.PERCENT:
        return f"{value:.2%}"
    return _(column.states[value].title) if value in column.states else value
