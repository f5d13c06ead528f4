"""The small lists of lines that are entered before they are posted: seen, edited and removed in a grid."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from shopdesk.desk.figures import Figures
from shopdesk.desk.grid import CellFormats, GridView, RowsModel, parse_input
from shopdesk.desk.grid.frame import GridFrame
from shopdesk.desk.grid.rows_model import Edit
from shopdesk.shop.columns import Sheet


class LineList(GridFrame):
    """Rows held by the page that made them; `edit(id, key, value)` and `remove(ids)` say what the user wants."""

    def __init__(
        self,
        sheet: Sheet,
        edit: Callable[[int, str, Any], None] | None,
        remove: Callable[[Sequence[int]], None] | None,
        told: Callable[[str], object],
    ) -> None:
        self._formats = CellFormats(sheet)
        self.view = GridView(RowsModel(sheet, self._formats))
        super().__init__(self.view)
        self._sheet, self._edit, self._remove = sheet, edit, remove
        if edit is not None:
            self.view.rows.on_edit_many = self._take
        self.view.told.connect(told)
        self.view.installEventFilter(self)

    def show_lines(self, rows: Sequence[Sequence[Any]], ids: Sequence[int], figures: Figures) -> None:
        """Show these rows, in this order."""
        self._formats.zone, self._formats.today = figures.zone, figures.today
        self.view.rows.show_rows([tuple(row) for row in rows], ids)
        self.view.columns.fit()

    def _take(self, edits: Sequence[Edit]) -> None:
        assert self._edit is not None
        for row_id, key, text in edits:
            self._edit(row_id, key, parse_input(self._sheet.column(key), text))

    def selected(self) -> list[int]:
        """Ids of the selected rows."""
        rows = {row for block in self.view.blocks() for row in range(block.top, block.bottom + 1)}
        return [row_id for row in sorted(rows) if (row_id := self.view.rows.row_id(row)) is not None]

    # Qt's own names from here.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._remove is not None:
            whole = event.key() == Qt.Key.Key_Delete and self.view.state() != GridView.State.EditingState
            if whole and (chosen := self.selected()):
                self._remove(chosen)
                return True
        return super().eventFilter(watched, event)
