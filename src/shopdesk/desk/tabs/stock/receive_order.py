"""What a delivery answers: the purchase order, why more of it is kept, what becomes of defective pieces."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.widgets import ChoiceBox, Words
from shopdesk.shop.stock.reports import Place
from shopdesk.text import _

Open = Sequence[tuple[int, str, str]]
"""Orders of which something is to come: id, number, supplier."""


class OrderChoice(QWidget):
    """The choice of an order; the rest of it is shown once one is chosen. Hidden while no order is open."""

    chosen = Signal(int)
    """The order, 0 for none."""
    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.box, self.defects = ChoiceBox((), _("Purchase order")), ChoiceBox((), _("Defective pieces"))
        self.reason, self.short = QLineEdit(), QCheckBox(_("Nothing more is expected of it"))
        self.reason.setAccessibleName(_("Why more is kept than was ordered"))
        self.reason.setMinimumWidth(theme.scaled(220))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        self._parts: list[QWidget] = []
        for title, edit in (
            (_("Purchase order"), self.box), (_("Defective pieces"), self.defects),
            (_("Why more is kept than was ordered"), self.reason),
        ):  # fmt: skip
            line.addWidget(self._labelled(title, edit))
        line.addWidget(self.short)
        line.addStretch(1)
        self._parts.append(self.short)
        self.box.activated.connect(lambda _at: self.chosen.emit(self.purchase_id))
        self.reason.textChanged.connect(self.edited)
        self.short.toggled.connect(self.edited)
        self.show_orders(())

    def _labelled(self, title: str, edit: QWidget) -> QWidget:
        holder = QWidget()
        one = QVBoxLayout(holder)
        one.setContentsMargins(0, 0, 0, 0)
        one.setSpacing(3)
        label = Words(title, "small", "muted")
        label.setBuddy(edit)
        one.addWidget(label)
        one.addWidget(edit)
        if edit is not self.box:
            self._parts.append(holder)
        return holder

    def show_orders(self, orders: Open) -> bool:
        """Offer these; returns whether what was chosen is still among them."""
        before = self.purchase_id
        self.box.clear()
        self.box.addItem(_("No order"), 0)
        for purchase_id, number, supplier in orders:
            self.box.addItem(" · ".join(part for part in (number, supplier) if part), purchase_id)
        self.setVisible(bool(orders))
        return self.choose(before) == before

    def show_places(self, places: Sequence[Place]) -> None:
        """Where defective pieces may go."""
        before = self.defects.currentData()
        self.defects.clear()
        self.defects.addItem(_("Written off"), None)
        for place in places:
            self.defects.addItem(_(place.title), place.warehouse_id)
        self.defects.setCurrentIndex(max(0, self.defects.findData(before)))

    def choose(self, purchase_id: int) -> int:
        """Take an order, none where it is not open any more; returns what is chosen now."""
        self.box.setCurrentIndex(max(0, self.box.findData(purchase_id)))
        for part in self._parts:
            part.setVisible(bool(self.purchase_id))
        return self.purchase_id

    def clear(self) -> None:
        """The next delivery answers no order yet."""
        self.reason.clear()
        self.short.setChecked(False)
        self.choose(0)

    @property
    def purchase_id(self) -> int:
        """The order that is chosen, 0 for none."""
        found: Any = self.box.currentData()
        return int(found or 0)
