"""What a later look at pieces of a delivery found, noted beside it."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import Signal

from shopdesk.desk.desk import Desk
from shopdesk.desk.forms import Field
from shopdesk.desk.tabs.stock.side_forms import SideForm
from shopdesk.shop.buying.receiving import inspect_receipt
from shopdesk.shop.columns import Column, Kind
from shopdesk.shop.stock.reports import ReceiptLineRow
from shopdesk.text import N_, _

SKU: Final = Column("sku_id", N_("SKU"), Kind.INTEGER)
LOOKED: Final = Column("looked_at", N_("Looked at"), Kind.QUANTITY, help=N_("Pieces of it that were inspected."))
DEFECTIVE: Final = Column("defective", N_("Defective"), Kind.QUANTITY, help=N_("Pieces of those that were no good."))
REASON: Final = Column("reason", N_("What is wrong"), Kind.TEXT, help=N_("What was wrong with them."))
NOTE: Final = Column("note", N_("Note"), Kind.TEXT)


class InspectionForm(SideForm):
    """An inspection of one delivery; stock stays as it is."""

    kept = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Inspection"), _("It counts for the supplier's defects. What is on hand stays: adjust it."))
        self._desk = desk
        self._receipt_id = 0

    def begin(self, receipt_id: int, number: str, lines: Sequence[ReceiptLineRow]) -> None:
        """An empty form for a delivery."""
        self._receipt_id = receipt_id
        self.title.setText(_("Inspection of {number}").format(number=number))
        goods = {line.sku_id: f"{line.code} · {line.title}" for line in lines}
        choices = list(goods.items())
        fields = [
            Field(SKU, choices[0][0] if choices else None, choices, required=True),
            Field(LOOKED, required=True),
            Field(DEFECTIVE, required=True),
            Field(REASON),
            Field(NOTE),
        ]
        self.set_form(fields, _("Note it")).accepted.connect(self._keep)
        self.setFocusProxy(self.form.editor("looked_at"))

    def _keep(self, values: dict[str, Any]) -> None:
        self.form.submit.setEnabled(False)
        given = (
            values["sku_id"],
            values["looked_at"],
            values["defective"],
            values["reason"] or "",
            values["note"] or "",
        )
        self._desk.do(
            inspect_receipt, self._receipt_id, *given, then=lambda _done: self.kept.emit(), failed=self.form.refused
        )  # fmt: skip
