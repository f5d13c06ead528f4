"""Commands of listings that are counted from orders: what is bought together."""

from argparse import Namespace
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from shopdesk.cli.listed import write_rows
from shopdesk.cli.output import Output, numbers
from shopdesk.cli.store_at import opened
from shopdesk.shop.columns import State
from shopdesk.shop.listings.together.next_best import pair_rows
from shopdesk.shop.listings.together.pairs import fetch_names, fetch_pairs
from shopdesk.shop.listings.worked_sheets import PAIRS
from shopdesk.text import _

MOST = 1_000
"""So many pairs are told, the most frequent."""


def report(options: Namespace, output: Output) -> int:
    """Report pairs: SKUs that the same baskets had."""
    with opened(options) as store, store.read() as tx:
        rows = pair_rows(fetch_pairs(tx).pairs[:MOST], fetch_names(tx))
        write_rows(options, output, PAIRS, rows, zone=tx.zone)
    keys = [column.key for column in PAIRS.columns]
    output.data([numbers(dict(zip(keys, row, strict=True))) for row in rows])
    if not rows:
        output.say(_("There is nothing to report yet."))
        return 0
    shown = [n for n, column in enumerate(PAIRS.columns) if column.shown]
    states = PAIRS.column("partner").states
    told = [[_said(row[n], states) for n in shown] for row in rows]
    output.table([_(PAIRS.columns[n].title) for n in shown], told, range(4, 9))
    return 0


def _said(cell: Any, states: Mapping[str, State]) -> Any:
    if isinstance(cell, Decimal):
        return cell.quantize(Decimal("0.0001"))
    return _(states[cell].title) if cell in states else cell
