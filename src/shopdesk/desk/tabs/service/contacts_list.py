"""Every contact of care with what came of it, and whether the customer bought after it."""

from datetime import date, tzinfo
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import DeskGrid
from shopdesk.desk.figures import Figures
from shopdesk.desk.filter_line import FilterLine, Quick
from shopdesk.desk.widgets import button
from shopdesk.shop.service.care.contacts import CARE_LOG_ROWS, remove_contact
from shopdesk.shop.service.care.rules import CareResult
from shopdesk.shop.service.care.sheets import CARE_RESULTS
from shopdesk.text import N_, _

EMPTY: Final = N_("What contacts came to stands here: write it down in Care, or import what the sending tool says.")
QUICK: Final = (
    Quick("all", N_("All"), ()),
    *(Quick(result.value, CARE_RESULTS[result].title, (("result", f"={result.value}"),)) for result in CareResult),
    Quick("bought", N_("Bought after it"), (("bought_on", "!="),)),
)


class ContactsList(QWidget):
    """The list; a contact written by mistake is taken out."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._is_started = False
        self.grid = DeskGrid("care_contacts", CARE_LOG_ROWS, desk, empty=(_(EMPTY), ""))
        self.line = FilterLine(self.grid, QUICK, _("Filters of contacts"))
        self.remove = button(_("Remove"), self._remove, icon_name="delete")
        self.line.flow.line.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.line)
        column.addWidget(self.grid, 1)
        self.setFocusProxy(self.grid)
        self.grid.current_changed.connect(lambda row_id: self.remove.setEnabled(row_id is not None))
        self.remove.setEnabled(False)

    def start(self, today: date, zone: tzinfo, _figures: Figures) -> None:
        """Read the contacts."""
        self._is_started = True
        self.grid.start(today, zone)

    def refresh(self) -> None:
        """Read again, if anything was read."""
        if self._is_started:
            self.grid.refresh()

    def _remove(self) -> None:
        row_id = self.grid.view.current_id()
        if row_id is not None:
            self._desk.do(remove_contact, row_id)
