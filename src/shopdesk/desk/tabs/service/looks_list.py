"""Who opened personal data, when and where: a list that nobody can change."""

from datetime import date, tzinfo
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import DeskGrid
from shopdesk.desk.figures import Figures
from shopdesk.desk.filter_line import FilterLine
from shopdesk.shop.service.customers.card import LOOK_ROWS
from shopdesk.text import _


class LooksList(QWidget):
    """The latest first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._is_started = False
        empty = (_("Nobody has opened masked data yet."), "")
        self.grid = DeskGrid("contact_looks", LOOK_ROWS, desk, empty=empty)
        self.line = FilterLine(self.grid, (), _("Filters of opened data"))
        self.line.add_menu("looked_at", _("When"), partial(self.line.offer_days, "looked_at"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.line)
        column.addWidget(self.grid, 1)
        self.setFocusProxy(self.grid)

    def start(self, today: date, zone: tzinfo, _figures: Figures) -> None:
        """Read."""
        self._is_started = True
        self.grid.start(today, zone)

    def refresh(self) -> None:
        """Read again, if anything was read."""
        if self._is_started:
            self.grid.refresh()
