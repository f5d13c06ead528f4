"""Commands that answer with figures."""

from argparse import Namespace
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from shopdesk.cli.output import Output, numbers
from shopdesk.cli.store_at import opened
from shopdesk.exchange.workbook import write_profit_sheet
from shopdesk.shop.columns import Kind
from shopdesk.shop.orders.reports import By, fetch_sales
from shopdesk.shop.profit.build import build_book
from shopdesk.shop.profit.definitions import COSTS, PROFIT_FIGURES
from shopdesk.shop.profit.figures import Figures
from shopdesk.shop.profit.reports import fetch_profit, months_with_sales
from shopdesk.shop.stock.reports import fetch_stock
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError, _


def report(options: Namespace, output: Output) -> int:
    """Report sales|profit|stock, one object a bucket."""
    with opened(options) as store, store.read() as tx:
        rows = {"sales": _sales, "profit": _profit, "stock": _stock}[options.what](tx, options)
    output.data([numbers(row) for row in rows])
    if rows:
        told = SALES_TITLES if options.what == "sales" else TITLES
        names = _shown(rows) if options.what == "profit" else list(rows[0])
        titles = [_(HEADS[options.by]) if name == "bucket" else _(told[name]) for name in names]
        cells = [_named({name: row[name] for name in names}, options.by) for row in rows]
        output.table(titles, cells, range(1, len(names)))
    else:
        output.say(_("There is nothing to report yet."))
    return 0


def _shown(rows: list[dict[str, Any]]) -> list[str]:
    """The columns of a table for people: lines of costs that are nothing in every row are left out."""
    return [name for name in rows[0] if name not in _RARE or any(row[name] for row in rows)]


def _named(row: dict[str, Any], by: str) -> list[Any]:
    """The cells of a row; what belongs to no channel or SKU, which has no name for machines, has one for people."""
    cells = list(row.values())
    return cells if cells[0] else [_(NOBODYS[by]), *cells[1:]]


HEADS = {
    "day": N_("Day"),
    "week": N_("Week"),
    "month": N_("Month"),
    "quarter": N_("Quarter"),
    "year": N_("Year"),
    "sku": N_("SKU"),
    "channel": N_("Channel"),
}
"""What the first column holds, by the breakdown."""
NOBODYS = {"sku": N_("No SKU"), "channel": N_("No channel")}
TITLES = {
    **{name: one.column.title for name, one in PROFIT_FIGURES.items()},
    "sku": N_("SKU"),
    "title": N_("Product"),
    "on_hand": N_("On hand"),
    "reserved": N_("Reserved"),
    "available": N_("Available"),
    "value": N_("Stock value"),
}
SALES_TITLES = {**TITLES, "charges": N_("Charges")}
"""Charges of the sales contain the discounts, which the profit tells apart."""
_RARE = COSTS | {
    "adjustments",
    "subsidies",
    "tax_in_prices",
    "brushed",
    "platform_discounts",
    "returned_goods",
    "resellable",
}


def _sales(tx: Tx, options: Namespace) -> list[dict[str, Any]]:
    """gross_sales - refunds + adjustments + charges = net_sales; discounts are contained in charges."""
    rows = fetch_sales(tx, By(options.by), options.since, options.until)
    return [
        {
            "bucket": _(r.bucket),
            "orders": r.orders,
            "units": r.units,
            "gross_sales": r.gross_sales,
            "refunds": r.refunds,
            "adjustments": r.adjustments,
            "charges": r.charges,
            "net_sales": r.net_sales,
            "discounts": r.discounts,
        }
        for r in rows
    ]


def _profit(tx: Tx, options: Namespace) -> list[dict[str, Any]]:
    names = [name for name, one in PROFIT_FIGURES.items() if one.column.kind is not Kind.PERCENT]

    def row(bucket: str, figures: Figures) -> dict[str, Any]:
        return {"bucket": bucket, **{name: getattr(figures, name) for name in names}}

    return [
        row(bucket, figures)
        for bucket, figures in fetch_profit(tx, By(options.by), options.since, options.until).items()
    ]


def _stock(tx: Tx, _options: Namespace) -> list[dict[str, Any]]:
    return [asdict(row) for row in fetch_stock(tx)]


def profit_sheet(options: Namespace, output: Output) -> int:
    """profit: the workbook for the bookkeeper; without a range, all months of the books."""
    with opened(options) as store, store.read() as tx:
        months = months_with_sales(tx)
        if months is None:
            raise UserError(N_("The books are empty: there is no profit to show yet."), code="empty")
        first, last = options.since or months[0], options.until or months[1]
        if first > last:
            raise UserError(N_("{first} comes after {last}."), code="range", first=first, last=last)
        book = build_book(tx, first, last)
        rows = write_profit_sheet(options.out, book)
        profit = sum((row.figures.profit for row in book.months), Decimal(0))
    output.data(numbers({"file": str(options.out), "from": first, "to": last, "ledger_rows": rows, "profit": profit}))
    output.say(_("Wrote {file}: {first} to {last}").format(file=options.out, first=first, last=last))
    return 0
