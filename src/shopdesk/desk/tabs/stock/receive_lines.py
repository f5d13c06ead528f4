"""The lines of a delivery that is being entered: what came, at what cost, in which lots, and what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from shopdesk.desk.tabs.stock.entry_page import EnteredLine
from shopdesk.shop.buying.receiving import Arrived
from shopdesk.shop.columns import Column, Kind, Sheet
from shopdesk.text import N_

RECEIVING: Final = Sheet(
    name="receiving",
    title=N_("Receive goods"),
    key="sku",
    columns=(
        Column("sku", N_("SKU"), Kind.ID, width=14),
        Column("title", N_("Product"), Kind.TEXT, width=28),
        Column("quantity", N_("Qty received"), Kind.QUANTITY, total=True, editable=True, required=True),
        Column("unit_cost", N_("Unit cost"), Kind.PRICE, editable=True, help=N_("Blank means unknown, never zero.")),
        Column("amount", N_("Amount"), Kind.MONEY, total=True),
        Column(
            "lot_no", N_("Lot"), Kind.ID, width=12, editable=True, help=N_("From then on the SKU is followed by lot.")
        ),
        Column("expires_on", N_("Expires on"), Kind.DATE, editable=True),
        Column(
            "looked_at", N_("Looked at"), Kind.QUANTITY, editable=True, help=N_("Pieces of it that were inspected.")
        ),
        Column("defective", N_("Defective"), Kind.QUANTITY, total=True, editable=True),
        Column("reason", N_("What is wrong"), Kind.TEXT, width=16, editable=True),
        Column("open", N_("Outstanding"), Kind.QUANTITY, total=True, help=N_("Pieces that have not come yet.")),
    ),
)
PLAIN: Final = ("sku", "title", "quantity", "unit_cost", "amount", "lot_no", "expires_on")
"""Columns of a delivery that answers no order."""
ALL: Final = (
    "sku", "title", "open", "quantity", "unit_cost", "amount", "lot_no", "expires_on", "looked_at", "defective",
    "reason",
)  # fmt: skip
"""Those of one that answers an order."""


@dataclass(frozen=True, slots=True)
class Line(EnteredLine):
    """One line of the delivery; `unit_cost` None is unknown."""

    unit_cost: Decimal | None
    line_id: int = 0
    """The line of the order that it answers, 0 where it was not ordered."""
    open: Decimal | None = None
    lot_no: str = ""
    expires_on: date | None = None
    looked_at: Decimal | None = None
    defective: Decimal | None = None
    reason: str = ""

    def arrived(self, defects_to: int | None) -> Arrived:
        """The line as it is received against an order."""
        return Arrived(
            self.sku_id, self.quantity, self.line_id, self.unit_cost, self.lot_no, self.expires_on,
            self.looked_at or Decimal(0), self.defective or Decimal(0), self.reason, defects_to,
        )  # fmt: skip

    def kept(self) -> list[Any]:
        """The line as plain values, for a draft."""
        day = None if self.expires_on is None else self.expires_on.isoformat()
        return [
            self.sku_id, self.code, self.title, str(self.quantity), _said(self.unit_cost), self.line_id,
            _said(self.open), self.lot_no, day, _said(self.looked_at), _said(self.defective), self.reason,
        ]  # fmt: skip

    @classmethod
    def taken(cls, values: Sequence[Any]) -> "Line":
        """What `kept` gave; a draft of a version that knew no orders ends after the cost."""
        sku_id, code, title, pieces, cost, *rest = values
        line_id, missing, lot_no, day, looked_at, defective, reason = rest or (0, None, "", None, None, None, "")
        expires = None if day is None else date.fromisoformat(day)
        return cls(
            sku_id, code, title, Decimal(pieces), _number(cost), line_id, _number(missing), lot_no, expires,
            _number(looked_at), _number(defective), reason,
        )  # fmt: skip


def _said(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
