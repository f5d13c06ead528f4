"""A table over days and a channel: a report makes its rows, the grid is as any."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import DeskGrid
from shopdesk.desk.figures import Figures
from shopdesk.desk.filter_line import FilterLine, Quick
from shopdesk.desk.grid import Formatter
from shopdesk.desk.grid.formats import NO_FORMATTERS
from shopdesk.desk.spanned.facts import Facts, View
from shopdesk.desk.spanned.totals_line import TotalsLine
from shopdesk.shop.columns import Sheet
from shopdesk.store.loose import LooseRows
from shopdesk.store.rows import NO_SPEECH, Sort, Speech
from shopdesk.text import _

Row = tuple[int, Sequence[Any]]


class TablePage(QWidget):
    """One table over one View. `read(tx, view)` makes its rows."""

    opened = Signal(object)
    """Row id."""

    def __init__(
        self,
        desk: Desk,
        sheet: Sheet,
        read: Callable[[Any, View], list[Row]],
        *,
        order: Sort,
        search: Sequence[str],
        quick: Sequence[Quick] = (),
        formatters: Mapping[str, Formatter] = NO_FORMATTERS,
        spoken: Mapping[str, Speech] = NO_SPEECH,
    ) -> None:
        super().__init__()
        self._desk, self._read, self._name = desk, read, sheet.name
        self._rows = LooseRows(sheet, order, search, spoken)
        self.grid = DeskGrid(sheet.name, self._rows.source, desk, formatters=formatters)
        self.line = FilterLine(self.grid, quick, _(sheet.title))
        self.totals = TotalsLine(desk, self.grid)
        self._facts: Facts | None = None
        self.stands_on: int | None = None
        """The row to stand on when the rows of a view are here."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.line)
        column.addWidget(self.grid, 1)
        column.addWidget(self.totals)
        self.setFocusProxy(self.grid)
        self.grid.opened.connect(self.opened)

    def show_view(self, view: View, facts: Facts, _figures: Figures) -> None:
        """Read and show the rows of a view."""
        self._facts = facts
        self._desk.ask(f"{self._name}.made", lambda tx: self._read(tx, view), self._take)

    def _take(self, rows: list[Row]) -> None:
        assert self._facts is not None
        self._rows.put(rows)
        self.grid.start(self._facts.today, self._facts.zone)
        self.grid.refresh()
        if self.stands_on is not None:
            self.grid.seek(self.stands_on)

    def show_rows(self, filters: Sequence[tuple[str, str]], search: str = "") -> None:
        """The rows that fit, and no others."""
        self.grid.set_query(replace(self.grid.query, search=search, filters=tuple(filters)))

    def values(self, row_id: int) -> Mapping[str, Any]:
        """The values of a row by column key; nothing where it is not here."""
        line = self.grid.rows.line(self.grid.rows.find(row_id))
        keys = [column.key for column in self.grid.rows.sheet.columns]
        return dict(zip(keys, line.values, strict=True)) if line is not None and line.values else {}
