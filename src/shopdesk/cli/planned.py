"""Commands that answer with lists of stock: what to buy, classes, ages, lots."""

from argparse import Namespace
from typing import Any

from shopdesk.cli.output import Output, numbers
from shopdesk.cli.store_at import opened
from shopdesk.shop.planning.actions import keep_plan
from shopdesk.shop.planning.plan import figure_plan
from shopdesk.shop.planning.reports import HEALTH_ROWS, REORDER_ROWS, fetch_matrix, find_planned, is_stale
from shopdesk.shop.stock.sheets import LOT_STATES
from shopdesk.shop.stock.trace import LOT_ROWS
from shopdesk.store.rows import Query, RowSource, fetch_first
from shopdesk.store.store import Store
from shopdesk.store.tx import Tx
from shopdesk.text import N_, _

EVERYTHING = 10_000_000
Filters = tuple[tuple[str, str], ...]
LISTS: dict[str, tuple[RowSource, Filters, tuple[str, ...]]] = {
    "reorder": (
        REORDER_ROWS, (("why", "=below_point"),),
        ("sku", "title", "supplier", "proposal", "amount", "demand", "on_hand", "reserved", "on_order",
         "reorder_point", "safety_stock", "eoq", "lead_days", "lost"),
    ),
    "ageing": (
        HEALTH_ROWS, (),
        ("sku", "title", "on_hand", "value", "age_30", "age_90", "age_180", "age_365", "age_more", "dead"),
    ),
    "health": (
        HEALTH_ROWS, (),
        ("sku", "title", "abc", "xyz", "revenue", "units", "on_hand", "value", "cover_days", "turnover", "gmroi",
         "sell_through"),
    ),
    "lots": (
        LOT_ROWS, (("on_hand", ">0"),),
        ("lot_no", "sku", "title", "expires_on", "state", "on_hand", "came_in", "orders", "supplier"),
    ),
}  # fmt: skip
"""What each report reads: its rows, which of them, and the columns of its sheet."""
CELLS = {"abc": "ABC", "xyz": "XYZ", "skus": N_("SKUs"), "revenue": N_("Net sales"), "value": N_("Stock value")}


def report(options: Namespace, output: Output) -> int:
    """Report reorder|abc|ageing|health|lots; a plan of another day is figured anew first."""
    with opened(options) as store:
        if options.what != "lots":
            plan_anew(store, is_changed_enough=True)
        with store.read() as tx:
            rows, titles = (_cells(tx), CELLS) if options.what == "abc" else _listed(tx, options.what)
    output.data([numbers(row) for row in rows])
    if rows:
        texts = {"sku", "title", "supplier", "abc", "xyz", "lot_no", "expires_on", "state"}
        places = [place for place, name in enumerate(titles) if name not in texts]
        output.table([_(title) for title in titles.values()], [_said(row) for row in rows], places)
    else:
        output.say(_("There is nothing to report yet."))
    return 0


def plan_anew(store: Store, *, is_changed_enough: bool = False) -> None:
    """Figure a plan where there is none of today, or, if that is enough, where anything was changed since."""
    with store.read() as tx:
        planned = find_planned(tx)
        is_old = is_stale(tx, planned) or (is_changed_enough and planned is not None and planned.changes > 0)
        rows = figure_plan(tx) if is_old else None
    if rows is not None:
        store.do(keep_plan, rows)


def _listed(tx: Tx, what: str) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """The rows of a list, and the title of each of their columns."""
    source, filters, wanted = LISTS[what]
    keys = [column.key for column in source.sheet.columns]
    places = [keys.index(name) for name in wanted]
    found = fetch_first(tx, source, Query(filters=filters, today=tx.today, zone=tx.zone), EVERYTHING)
    rows = [{name: values[place] for name, place in zip(wanted, places, strict=True)} for _id, values in found]
    return rows, {name: source.sheet.column(name).title for name in wanted}


def _cells(tx: Tx) -> list[dict[str, Any]]:
    return [{name: getattr(cell, name) for name in CELLS} for cell in fetch_matrix(tx)]


def _said(row: dict[str, Any]) -> list[Any]:
    """The cells of a row as people read them."""
    told = {**row, "state": _(LOT_STATES[row["state"]].title)} if "state" in row else row
    return [("✓" if value else "") if isinstance(value, bool) else value for value in told.values()]
