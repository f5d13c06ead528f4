"""What is open by age: receivables and payables, each row leading to its document."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import DeskGrid
from shopdesk.desk.figures import Figures
from shopdesk.desk.filter_line import FilterLine, Quick
from shopdesk.desk.spanned.facts import Facts, View
from shopdesk.desk.spanned.totals_line import TotalsLine
from shopdesk.shop.cash.ageing import AGES
from shopdesk.store.rows import RowSource
from shopdesk.text import N_, _


class AgedPage(QWidget):
    """A list of what is open as it stands today, whatever days are shown."""

    opened = Signal(str)
    """Number of the order or the bill."""

    def __init__(self, desk: Desk, source: Callable[[date], RowSource], today: date, number: str) -> None:
        """`number` is the column that names the document."""
        super().__init__()
        rows = source(today)
        self._place = [column.key for column in rows.sheet.columns].index(number)
        self.grid = DeskGrid(rows.sheet.name, rows, desk)
        ages = [Quick(key, state.title, (("age", f"={key}"),)) for key, state in AGES.items()]
        has_future = any(column.key == "not_due" for column in rows.sheet.columns)
        quick = [Quick("all", N_("All"), ()), *(ages if has_future else ages[1:])]
        self.line = FilterLine(self.grid, quick, _(rows.sheet.title))
        self.totals = TotalsLine(desk, self.grid)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.line)
        column.addWidget(self.grid, 1)
        column.addWidget(self.totals)
        self.setFocusProxy(self.grid)
        self.grid.opened.connect(self._open)

    def show_view(self, _view: View, facts: Facts, _figures: Figures) -> None:
        """Read what is open now."""
        self.grid.start(facts.today, facts.zone)
        self.grid.refresh()

    def show_rows(self, filters: Sequence[tuple[str, str]], search: str = "") -> None:
        """What fits, and nothing else."""
        self.grid.set_query(replace(self.grid.query, search=search, filters=tuple(filters)))

    def _open(self, _row_id: object) -> None:
        line = self.grid.rows.line(self.grid.view.currentIndex().row())
        if line is not None and line.values:
            self.opened.emit(str(line.values[self._place]))
