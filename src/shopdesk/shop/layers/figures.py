"""The figures as a layer: each definition, and its values by month and channel."""

from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, Final

from shopdesk.shop.columns import Kind
from shopdesk.shop.layers import sheets
from shopdesk.shop.layers.layer import Layer, LayerTable, Rows, Span
from shopdesk.shop.layers.words import unit_of
from shopdesk.shop.orders.reports import By
from shopdesk.shop.profit.definitions import PROFIT_FIGURES, STOCK_FIGURES, Definition, sources_of
from shopdesk.shop.profit.reports import channel_titles, fetch_buckets
from shopdesk.shop.profit.scope import Scope
from shopdesk.shop.stock.reports import fetch_stock
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE
from shopdesk.text import _

_FINEST: Final = Decimal("0.0001")


def tell(one: Definition, currency: str) -> dict[str, Any]:
    """A definition in the language spoken now, by the columns of the table of definitions."""
    return {
        "figure": one.name,
        "title": _(one.column.title),
        "definition": _(one.column.help),
        "formula": one.formula,
        "unit": unit_of(one.column, currency) or _("number"),
        "window": _(one.window),
        "source_tables": list(sources_of(one.name)),
        "accounts": [role.value for role in one.accounts],
    }


def _read_definitions(tx: Tx, _span: Span) -> Iterator[Rows]:
    known = (*PROFIT_FIGURES.values(), *STOCK_FIGURES.values())
    yield [list(tell(one, tx.currency).values()) for one in known]


def _count_definitions(_tx: Tx, _span: Span) -> int:
    return len(PROFIT_FIGURES) + len(STOCK_FIGURES)


def _read_values(tx: Tx, span: Span) -> Iterator[Rows]:
    titles = channel_titles(tx)
    buckets = fetch_buckets(tx, Scope(span.since, span.until, By.MONTH))
    yield [
        [name, f"{month}-01", channel_id, titles.get(channel_id), _stored(one, getattr(figures, name))]
        for (month, channel_id), figures in buckets.items()
        for name, one in PROFIT_FIGURES.items()
    ]
    stock = fetch_stock(tx)
    names = {name: "value" if name == "stock_value" else name for name in STOCK_FIGURES}
    whole = {name: sum((getattr(row, key) or Decimal(0) for row in stock), Decimal(0)) for name, key in names.items()}
    yield [[name, None, None, None, _stored(one, whole[name])] for name, one in STOCK_FIGURES.items()]


def _stored(one: Definition, value: Any) -> Any:
    """A value in the one scale of the table; only a share can have more decimals than that."""
    if value is None:
        return None
    exact = Decimal(value)
    return int((exact.quantize(_FINEST, ROUND_HALF_EVEN) if one.column.kind is Kind.PERCENT else exact) * MONEY_SCALE)


FIGURES: Final = (
    LayerTable(
        Layer.FIGURES, sheets.FIGURE, _read_definitions, _count_definitions,
        lists=frozenset({"source_tables", "accounts"}),
    ),
    LayerTable(Layer.FIGURES, sheets.FIGURE_VALUE, _read_values),
)  # fmt: skip
"""The tables of the figures."""
