"""A cost of a delivery's way, entered beside it: freight, duty and the like, and how it is shared among the lines."""

from typing import Any, Final

from PySide6.QtCore import Signal

from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures
from shopdesk.desk.forms import Field
from shopdesk.desk.tabs.stock.side_forms import SideForm
from shopdesk.shop.buying.landing import land_cost
from shopdesk.shop.buying.rules import Basis, LandedKind
from shopdesk.shop.buying.sheets import BASES, LANDED
from shopdesk.shop.columns import Column, Kind
from shopdesk.text import N_, _

KIND: Final = Column("kind", N_("What for"), Kind.TEXT)
AMOUNT: Final = Column(
    "amount", N_("Amount"), Kind.MONEY, help=N_("Below zero gives some of it back."), example="120.00"
)  # fmt: skip
BASIS: Final = Column("basis", N_("Share it by"), Kind.TEXT, help=N_("What of it each line of the delivery bears."))
DAY: Final = Column(
    "landed_on", N_("Booked on"), Kind.DATE, help=N_("What was sold before bears its part on this day.")
)
SUPPLIER: Final = Column("supplier", N_("Paid to"), Kind.TEXT)
BILL: Final = Column("document_no", N_("Bill no."), Kind.ID)
NOTE: Final = Column("note", N_("Note"), Kind.TEXT)


class LandedForm(SideForm):
    """A cost of one delivery."""

    kept = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            _("Cost on the way"),
            _("It raises what the pieces still on the shelf cost. What was sold before the day bears its part then."),
        )
        self._desk = desk
        self._receipt_id = 0

    def begin(self, receipt_id: int, number: str, figures: Figures) -> None:
        """An empty form for a delivery."""
        self._receipt_id = receipt_id
        self.title.setText(_("Cost on the way of {number}").format(number=number))
        kinds = [(one.value, _(LANDED[one].title)) for one in LandedKind]
        bases = [(one.value, _(BASES[one].title)) for one in Basis]
        fields = [
            Field(KIND, LandedKind.FREIGHT.value, kinds, required=True),
            Field(AMOUNT, required=True),
            Field(BASIS, Basis.VALUE.value, bases, required=True),
            Field(DAY, figures.today, required=True),
            Field(SUPPLIER),
            Field(BILL),
            Field(NOTE),
        ]
        self.set_form(fields, _("Add cost")).accepted.connect(self._book)
        self.setFocusProxy(self.form.editor("amount"))

    def _book(self, values: dict[str, Any]) -> None:
        self.form.submit.setEnabled(False)
        kind, basis, amount = LandedKind(values.pop("kind")), Basis(values.pop("basis")), values.pop("amount")
        values["supplier"] = values["supplier"] or ""
        self._desk.do(
            land_cost, self._receipt_id, kind, basis, amount, then=lambda _done: self.kept.emit(),
            failed=self.form.refused, **values,
        )  # fmt: skip
