"""The choice of a warehouse: only a shop with more than one sees it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from shopdesk.desk.widgets import ChoiceBox, Words
from shopdesk.shop.stock.reports import Place
from shopdesk.text import _


class PlaceChoice(QWidget):
    """A drop-down list of warehouses under its label; hidden while there is one alone, which is then meant."""

    def __init__(self) -> None:
        super().__init__()
        self._wanted: int | None = None
        self.box = ChoiceBox((), _("Warehouse"))
        self.box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        label = Words(_("Warehouse"), "small", "muted")
        label.setBuddy(self.box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(label)
        column.addWidget(self.box)
        self.hide()

    def show_places(self, places: Sequence[Place]) -> None:
        """Offer these; what was chosen stays chosen."""
        chosen = self.warehouse_id
        self.box.clear()
        for place in places:
            self.box.addItem(_(place.title), place.warehouse_id)
        self.box.setCurrentIndex(max(0, self.box.findData(chosen)))
        self.setVisible(len(places) > 1)

    def choose(self, warehouse_id: int | None) -> None:
        """Take a warehouse, the main one for None."""
        self._wanted = warehouse_id
        self.box.setCurrentIndex(max(0, self.box.findData(warehouse_id)))

    @property
    def warehouse_id(self) -> int | None:
        """What is chosen; None is the main warehouse."""
        if not self.box.count():
            return self._wanted  # the warehouses are not known yet
        return self.box.currentData() if self.box.count() > 1 else None
