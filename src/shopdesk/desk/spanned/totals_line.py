"""Under a table: what all rows that are shown come to, exact."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLayout, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import DeskGrid
from shopdesk.desk.flow import Flow
from shopdesk.desk.widgets import Words, clear
from shopdesk.shop.columns import Column
from shopdesk.store.rows import Query, Total, fetch_totals
from shopdesk.text import _, n_


class TotalsLine(Flow):
    """Follows a grid: the sums of the shown columns that have one."""

    def __init__(self, desk: Desk, grid: DeskGrid) -> None:
        super().__init__(gap=18)
        self._desk, self._grid = desk, grid
        self._totals: Mapping[str, Total] = {}
        self.setAccessibleName(_("Totals"))
        grid.loaded.connect(self.refresh)
        grid.layout_changed.connect(self._show)

    def refresh(self) -> None:
        """Add up anew."""
        read = partial(_read, source=self._grid.source, query=self._grid.query)
        self._desk.ask(f"{self._grid.name}.line", read, self._take)

    def _take(self, totals: Mapping[str, Total]) -> None:
        self._totals = totals
        self._show()

    def _columns(self) -> list[Column]:
        shown = [self._grid.rows.sheet.columns[number] for number in self._grid.view.shown_columns()]
        return [column for column in shown if self._totals.get(column.key) is not None]

    def _show(self) -> None:
        layout: QLayout = self.line
        clear(layout)
        formats, count = self._grid.rows.formats, self._grid.rows.rowCount()
        words = n_("{count} row in all", "{count} rows in all", count).format(count=formats.whole(count))
        layout.addWidget(Words(words, "small", "muted"))
        for column in self._columns():
            total = self._totals[column.key].sum
            if total is not None:
                layout.addWidget(_pair(_(column.title), formats.figure(column, total), is_loss=total < 0))


def _read(tx: Any, source: Any, query: Query) -> Mapping[str, Total]:
    return fetch_totals(tx, source, query)


def _pair(label: str, figure: str, *, is_loss: bool) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(5)
    row.addWidget(Words(label, "small", "muted"))
    row.addWidget(Words(figure, "small_strong", "bad" if is_loss else "text"))
    return holder
