"""Commands that answer with places: what lies where, what is on its way, and what stock was worth month by month."""

from argparse import Namespace
from decimal import Decimal
from typing import Any, Final

from shopdesk.cli.output import Output, numbers
from shopdesk.cli.store_at import opened
from shopdesk.shop.stock.place_reports import PLACE_ROWS, TRANSFER_ROWS
from shopdesk.shop.stock.stock_value import StockValue, fetch_stock_value, value_rows
from shopdesk.store.rows import Query, RowSource, fetch_keyed
from shopdesk.text import _

LISTS: Final = {"places": PLACE_ROWS, "transfers": TRANSFER_ROWS}


def report(options: Namespace, output: Output) -> int:
    """Report places|transfers|stock-value; stock-value, whose places differ, has one object a month and place."""
    with opened(options) as store, store.read() as tx:
        value = None if options.what in LISTS else fetch_stock_value(tx)
        source = LISTS[options.what] if value is None else value_rows(value)
        rows = [values for _id, values in fetch_keyed(tx, source, Query(today=tx.today, zone=tx.zone))]
    output.data([numbers(row) for row in (_named(source, rows) if value is None else _months(value))])
    shown = [place for place, column in enumerate(source.sheet.columns) if column.shown]
    if rows:
        columns = [source.sheet.columns[place] for place in shown]
        figures = [at for at, column in enumerate(columns) if column.kind.is_number]
        output.table([_(column.title) for column in columns], [_said(source, row, shown) for row in rows], figures)
    else:
        output.say(_("There is nothing to report yet."))
    return 0


def _named(source: RowSource, rows: list[Any]) -> list[dict[str, Any]]:
    keys = [column.key for column in source.sheet.columns]
    return [dict(zip(keys, row, strict=True)) for row in rows]


def _said(source: RowSource, row: Any, shown: list[int]) -> list[Any]:
    """The cells of a row as people read them."""
    told = []
    for place in shown:
        states, value = source.sheet.columns[place].states, row[place]
        told.append(_(states[value].title) if value in states else value)
    return told


def _months(value: StockValue) -> list[dict[str, Any]]:
    """By month and place what lay there was worth; `booked` is the inventory account, `late` what parts the two."""
    return [
        {
            "month": end.month, "place": name, "value": end.worth.get(place_id, Decimal(0)), "booked": end.booked,
            "late": end.late,
        }
        for end in value.months
        for place_id, name in value.places.items()
    ]  # fmt: skip
