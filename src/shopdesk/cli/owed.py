"""Commands that answer what is owed: sales tax, and balances in other currencies."""

from argparse import Namespace
from typing import Any

from shopdesk.cli.output import Output, numbers
from shopdesk.cli.store_at import opened
from shopdesk.shop.columns import Kind, Sheet
from shopdesk.shop.currencies.reports import fetch_foreign
from shopdesk.shop.currencies.sheets import FOREIGN
from shopdesk.shop.tax.reports import fetch_tax
from shopdesk.shop.tax.sheets import TAX
from shopdesk.store.tx import Tx
from shopdesk.text import _

_TEXTS = {Kind.TEXT, Kind.ID, Kind.STATE}


def report(options: Namespace, output: Output) -> int:
    """Report tax|currencies: the tax of a range, or what is held in other currencies on its last day."""
    sheet = TAX if options.what == "tax" else FOREIGN
    with opened(options) as store, store.read() as tx:
        found = _tax(tx, options) if sheet is TAX else fetch_foreign(tx, options.until or tx.today)
    rows = [{column.key: getattr(row, column.key) for column in sheet.columns} for row in found]
    output.data([numbers(row) for row in rows])
    if rows:
        _say(sheet, rows, output)
    else:
        output.say(_("There is nothing to report yet."))
    return 0


def _tax(tx: Tx, options: Namespace) -> list[Any]:
    return list(fetch_tax(tx, options.since, options.until))


def _say(sheet: Sheet, rows: list[dict[str, Any]], output: Output) -> None:
    places = [place for place, column in enumerate(sheet.columns) if column.kind not in _TEXTS]
    told = [
        [_(column.states[row[column.key]].title) if column.states else row[column.key] for column in sheet.columns]
        for row in rows
    ]
    output.table([_(column.title) for column in sheet.columns], told, places)
