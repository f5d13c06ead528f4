"""The lines of a purchase order that is being written."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from shopdesk.shop.columns import Column, Kind, Sheet
from shopdesk.text import N_

ORDERING: Final = Sheet(
    name="ordering",
    title=N_("Purchase order"),
    key="sku",
    columns=(
        Column("sku", N_("SKU"), Kind.ID, width=14),
        Column("title", N_("Product"), Kind.TEXT, width=28),
        Column("quantity", N_("Qty ordered"), Kind.QUANTITY, total=True, editable=True, required=True),
        Column("unit_cost", N_("Unit cost"), Kind.PRICE, editable=True, help=N_("Blank means unknown, never zero.")),
        Column("amount", N_("Amount"), Kind.MONEY, total=True),
        Column("expected_on", N_("Expected on"), Kind.DATE, editable=True, help=N_("Blank: that of the order.")),
        Column("note", N_("Note"), Kind.TEXT, width=18, editable=True),
        Column("received", N_("Came"), Kind.QUANTITY),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `unit_cost` None is unknown, `line_id` 0 is not in the shop yet."""

    sku_id: int
    code: str
    title: str
    quantity: Decimal
    unit_cost: Decimal | None
    expected_on: date | None = None
    note: str | None = None
    received: Decimal = Decimal(0)
    line_id: int = 0
