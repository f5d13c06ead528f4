"""What a column of a layer is counted in, and what it means, in the language spoken now."""

from collections.abc import Mapping
from typing import Final

from shopdesk.shop.columns import Column, Kind
from shopdesk.text import N_, _

_UNITS: Final[Mapping[Kind, str]] = {
    Kind.PRICE: N_("{currency} a piece"),
    Kind.RATE: N_("{currency} for one unit of the currency"),
    Kind.QUANTITY: N_("pieces"),
    Kind.PERCENT: N_("share of one"),
    Kind.TIME: N_("moment in UTC"),
    Kind.DATE: N_("day of the shop"),
}
_ROW: Final = N_("the row's own currency")
_OWN_UNITS: Final[Mapping[tuple[str, str], str]] = {
    ("sku", "weight"): N_("grams"),
    ("supplier", "lead_days"): N_("days"),
    ("supplier", "terms_days"): N_("days"),
    ("recurring", "due_days"): N_("days"),
    ("tax_rule", "rate"): N_("share of one"),
    ("fee_rule", "rate"): N_("share of one"),
    ("ad_spend", "revenue"): _ROW,
    ("sales_order", "own_total"): N_("the order's own currency"),
    ("after_sale", "amount"): N_("the channel's currency"),
    ("import_file", "amount"): N_("the file's currency"),
    ("import_file", "size"): N_("bytes"),
    ("figure_value", "value"): N_("the unit of the figure"),
}
"""Columns of a table that are not counted in what their kind is counted in."""


def unit_of(column: Column, currency: str, table: str = "") -> str:
    """What the numbers of a column count; "" for numbers of rows, codes and texts."""
    told = _OWN_UNITS.get((table, column.key)) or (_ROW if column.key == "own_amount" else _UNITS.get(column.kind, ""))
    if not told:
        return currency if column.kind is Kind.MONEY else ""
    return _(told).format(currency=currency)


def meaning_of(column: Column) -> str:
    """What a column says; its title where that says all."""
    return _(column.help) if column.help else _(column.title)
