"""The grids whose exports come back: their rows, what names a row, and the action that a typed cell goes through."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from shopdesk.exchange.formats import FILES
from shopdesk.shop.catalog.actions import edit_skus
from shopdesk.shop.columns import Column, Sheet
from shopdesk.shop.ledger.actions import edit_rates
from shopdesk.shop.ledger.reports import RATE_ROWS
from shopdesk.shop.orders.actions import edit_orders
from shopdesk.shop.orders.reports import ORDER_ROWS
from shopdesk.shop.stock.reports import STOCK_ROWS
from shopdesk.store.rows import RowSource
from shopdesk.store.tx import Tx

Edit = tuple[int, str, object]
"""(row id, column key, Python value as `Kind` says)."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid with columns that a person may edit."""

    source: RowSource
    edit: Callable[[Tx, list[Edit]], int]
    """What typing into the grid does: one cell or many."""
    names: tuple[str, ...]
    """Columns that together say which row it is, to people, and to a shop that was restored since."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Column → the field of `edit`, where that has another name."""

    @property
    def sheet(self) -> Sheet:
        """Its columns."""
        return self.source.sheet

    def name_of(self, row: Sequence[Any]) -> str:
        """What people call the row with these values, in the order of the sheet's columns."""
        told = [value for column, value in zip(self.sheet.columns, row, strict=True) if column.key in self.names]
        return " · ".join(str(value) for value in told if value is not None)


GRIDS: Final[Mapping[str, Grid]] = MappingProxyType(
    {
        grid.sheet.name: grid
        for grid in (
            Grid(ORDER_ROWS, edit_orders, ("order_no",)),
            Grid(STOCK_ROWS, edit_skus, ("sku",), {"sku": "code"}),
            Grid(RATE_ROWS, edit_rates, ("currency", "rate_on")),
        )
    }
)
"""Kind of rows, which is the name of the grid's sheet → the grid."""


def columns_of(kind: str) -> Sheet:
    """The columns that rows of a kind have: of a kind of file, or of a grid that comes back."""
    return FILES[kind] if kind in FILES else GRIDS[kind].sheet


def editable(columns: Sequence[Column]) -> list[Column]:
    """Those that a person may edit."""
    return [column for column in columns if column.editable]
