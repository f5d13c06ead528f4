"""Commands for orders on their way: allocate, the pick list, waybills out and in."""

from argparse import Namespace
from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy import select

from shopdesk.cli.output import Output, number
from shopdesk.cli.store_at import opened
from shopdesk.exchange.workbook import write_grid
from shopdesk.shop.fulfilment.allocation import allocate_orders
from shopdesk.shop.fulfilment.pick_list import fetch_pick_list, fetch_wave, pick_rows
from shopdesk.shop.fulfilment.reports import WAYBILL_ROWS, sku_names
from shopdesk.shop.orders.rules import Stage
from shopdesk.shop.orders.sheets import BLOCKERS
from shopdesk.shop.service.customers.actions import note_export
from shopdesk.store.rows import Query
from shopdesk.store.tables import SalesOrder
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError, _


def orders(options: Namespace, output: Output) -> int:
    """Orders ship | allocate | picklist | waybills."""
    return _DEEDS[options.what](options, output)


def _ship(options: Namespace, output: Output) -> int:
    """A file of waybills: each order that waits leaves with its number; what cannot go is named with its row."""
    from shopdesk.cli.importing import import_files

    if options.waybills is None:
        raise UserError(N_("Say which file: shopdesk orders ship --waybills FILE"), code="usage")
    conflicts = "sheet" if options.anyway else "store"
    told = Namespace(
        **vars(options), files=[options.waybills], kind="waybills", map="", map_file=None, sheet="", rate=[],
        accept_proposal=True, day_first=None, decimal_comma=None, password=None, period=None,
        conflicts=conflicts,
    )  # fmt: skip
    return import_files(told, output)


def _allocate(options: Namespace, output: Output) -> int:
    """Keep pieces for all orders that wait, and say what is short and what is kept back."""
    with opened(options) as store:
        done = store.do(allocate_orders, None, partly=options.partly).value
        with store.read() as tx:
            numbers = _numbers(tx, [*done.orders, *done.short, *done.kept_back])
            codes = sku_names(tx, (sku for missing in done.short.values() for sku in missing))
    short = {
        numbers[order_id]: {codes[sku][0]: number(pieces) for sku, pieces in missing.items()}
        for order_id, missing in done.short.items()
    }
    back = {numbers[order_id]: code for order_id, code in done.kept_back.items()}
    output.data({"allocated": [numbers[one] for one in done.orders], "short": short, "kept_back": back})
    output.say(_("Allocated: {count} orders").format(count=f"{len(done.orders):,}"))
    rows = [(one, ", ".join(f"{sku} ×{pieces}" for sku, pieces in missing.items())) for one, missing in short.items()]
    rows += [(one, _(BLOCKERS[code].title)) for one, code in back.items()]
    if rows:
        output.table((_("Order no."), _("What keeps it")), rows)
    return 0


def _pick_list(options: Namespace, output: Output) -> int:
    """The pick list of everything that is allocated, as a workbook, a text file or a PDF."""
    with opened(options) as store, store.read() as tx:
        wave = fetch_wave(tx, [Stage.ALLOCATED.value, Stage.PICKING.value], options.limit)
        lines = fetch_pick_list(tx, wave)
        source = pick_rows(lines)
        if options.out is not None and options.out.suffix.lower() == ".pdf":
            from shopdesk.desk.figures import Figures  # Qt is loaded for paper alone
            from shopdesk.desk.tabs.orders.pick_paper import print_picks

            print_picks(lines, Figures(tx.zone, tx.today), options.out)
        elif options.out is not None:
            write_grid(options.out, tx, source, Query(zone=tx.zone), title=_(source.sheet.title))
    output.data(
        [
            {"place": one.place, "sku": one.code, "pieces": number(one.pieces), "orders": [no for no, _n in one.orders]}
            for one in lines
        ]
    )
    output.table(
        (_("Shelf"), _("SKU"), _("Product"), _("To pick"), _("Orders")),
        [(one.place, one.code, one.title, number(one.pieces), one.told_orders) for one in lines],
        (3,),
    )
    if options.out is not None:
        output.say(_("Wrote {file}").format(file=options.out))
    return 0


def _waybills(options: Namespace, output: Output) -> int:
    """The orders that wait for a waybill, for the carrier; filled in, the file comes back through `ship`."""
    if options.out is None:
        raise UserError(N_("Say where to: shopdesk orders waybills --out FILE"), code="usage")
    title = _(WAYBILL_ROWS.sheet.title)
    with opened(options) as store:
        store.do(note_export, title, options.out.name)
        with store.read() as tx:
            query = Query(today=tx.today, zone=tx.zone)
            count = write_grid(options.out, tx, WAYBILL_ROWS, query, title=title)
    output.data({"file": str(options.out), "rows": count})
    output.say(_("Wrote {count} rows to {file}").format(count=f"{count:,}", file=options.out))
    return 0


def _numbers(tx: Tx, order_ids: list[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for start in range(0, len(order_ids), 500):
        part = select(SalesOrder.order_id, SalesOrder.order_no)
        rows = tx.rows(part.where(SalesOrder.order_id.in_(order_ids[start : start + 500])))
        found |= {row.order_id: row.order_no for row in rows}
    return found


_DEEDS: Final[Mapping[str, Callable[[Namespace, Output], int]]] = {
    "ship": _ship, "allocate": _allocate, "picklist": _pick_list, "waybills": _waybills,
}  # fmt: skip
