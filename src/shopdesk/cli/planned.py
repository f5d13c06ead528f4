"""Commands that answer with what is planned: what to buy, classes, ages."""

from argparse import Namespace
from typing import Any

from shopdesk.cli.output import Output, numbers
from shopdesk.cli.store_at import opened
from shopdesk.shop.planning.actions import keep_plan
from shopdesk.shop.planning.plan import figure_plan
from shopdesk.shop.planning.reports import HEALTH_ROWS, REORDER_ROWS, fetch_matrix, find_planned
from shopdesk.store.rows import Query, RowSource, fetch_first
from shopdesk.store.store import Store
from shopdesk.store.tx import Tx
from shopdesk.text import N_, _

EVERYTHING = 10_000_000
WANTED = {
    "reorder": (
        "sku", "title", "supplier", "proposal", "amount", "demand", "on_hand", "reserved", "on_order", "reorder_point",
        "safety_stock", "eoq", "lead_days", "lost",
    ),
    "ageing": ("sku", "title", "on_hand", "value", "age_30", "age_90", "age_180", "age_365", "age_more", "dead"),
    "health": (
        "sku", "title", "abc", "xyz", "revenue", "units", "on_hand", "value", "cover_days", "turnover", "gmroi",
        "sell_through",
    ),
}  # fmt: skip
"""Columns of each report; everything else is in its sheet."""
CELLS = {"abc": "ABC", "xyz": "XYZ", "skus": N_("SKUs"), "revenue": N_("Net sales"), "value": N_("Stock value")}


def report(options: Namespace, output: Output) -> int:
    """Report reorder|abc|ageing|health; a plan of another day is figured anew first."""
    with opened(options) as store:
        _be_of_today(store)
        with store.read() as tx:
            if options.what == "abc":
                rows, titles = _cells(tx), CELLS
            else:
                source = REORDER_ROWS if options.what == "reorder" else HEALTH_ROWS
                filters = (("why", "=below_point"),) if options.what == "reorder" else ()
                rows = _rows(tx, source, Query(filters=filters, today=tx.today, zone=tx.zone), WANTED[options.what])
                titles = {name: source.sheet.column(name).title for name in WANTED[options.what]}
    output.data([numbers(row) for row in rows])
    if rows:
        texts = {"sku", "title", "supplier", "abc", "xyz"}
        places = [place for place, name in enumerate(titles) if name not in texts]
        output.table([_(title) for title in titles.values()], [[*map(_said, row.values())] for row in rows], places)
    else:
        output.say(_("There is nothing to report yet."))
    return 0


def _be_of_today(store: Store) -> None:
    with store.read() as tx:
        planned = find_planned(tx)
        rows = figure_plan(tx) if planned is None or planned.on != tx.today or planned.changes else None
    if rows is not None:
        store.do(keep_plan, rows)


def _rows(tx: Tx, source: RowSource, query: Query, wanted: tuple[str, ...]) -> list[dict[str, Any]]:
    keys = [column.key for column in source.sheet.columns]
    places = [keys.index(name) for name in wanted]
    found = fetch_first(tx, source, query, EVERYTHING)
    return [{name: values[place] for name, place in zip(wanted, places, strict=True)} for _id, values in found]


def _cells(tx: Tx) -> list[dict[str, Any]]:
    return [{name: getattr(cell, name) for name in CELLS} for cell in fetch_matrix(tx)]


def _said(value: Any) -> Any:
    return ("✓" if value else "") if isinstance(value, bool) else value
