"""Changing many cells at once: paste, fill and clear, checked cell by cell and sent as one edit."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QGuiApplication

from shopdesk.desk.grid.clipboard import CELLS_COPIED, Matrix, from_text
from shopdesk.desk.grid.rows_model import Edit, RowsModel
from shopdesk.desk.grid.selection import Block
from shopdesk.text import UserError, _, n_, sentences

if TYPE_CHECKING:
    from shopdesk.desk.grid.grid_view import GridView

Cell = tuple[int, int, str]
"""Row, column, the text for it."""
CELLS_EDITED: Final = CELLS_COPIED


@dataclass(slots=True)
class Outcome:
    """What came of many cells: the edits to send and why the others were not taken."""

    edits: list[Edit] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    locked: int = 0
    """Cells of columns that cannot be changed."""
    rows_over: int = 0
    """Rows of what was pasted that lie beyond the last row of the list."""
    columns_over: int = 0
    """Columns of what was pasted that lie beyond the last column."""
    waiting: int = 0
    """Cells of rows that are not read yet."""

    def sentence(self) -> str:
        """What to tell the user; "" where all went in."""
        told = []
        if self.refused:
            first = self.refused[0]
            count = len(self.refused)
            told.append(n_("{count} cell was not taken: {first}", "{count} cells were not taken. {first}", count)
                        .format(count=count, first=first))  # fmt: skip
        told += self._overflow()
        if self.waiting:
            told.append(_("These rows are still being read. Try again in a moment."))
        if self.locked and not self.edits and not told:
            told.append(_("These columns cannot be changed here."))
        return sentences(*told)

    def _overflow(self) -> list[str]:
        """What of a pasted table had no place; a list takes no rows that are not there."""
        told = []
        if self.rows_over:
            rows = n_(
                "{count} pasted row was left out: the list ends before it.",
                "{count} pasted rows were left out: the list ends before them.",
                self.rows_over,
            )
            told.append(rows.format(count=self.rows_over))
        if self.columns_over:
            columns = n_(
                "{count} pasted column was left out: no more columns are shown to the right.",
                "{count} pasted columns were left out: no more columns are shown to the right.",
                self.columns_over,
            )
            told.append(columns.format(count=self.columns_over))
        return told


def weigh(rows: RowsModel, cells: Iterable[Cell]) -> Outcome:
    """Check each cell's text; what a column cannot hold is refused with its row, the rest becomes edits."""
    outcome = Outcome()
    for row, column, text in cells:
        row_id = rows.row_id(row)
        if row_id is None:
            outcome.waiting += 1
        elif not rows.can_edit(column):
            outcome.locked += 1
        else:
            try:
                outcome.edits.append((row_id, rows.sheet.columns[column].key, rows.checked(column, text)))
            except UserError as error:
                outcome.refused.append(_("Row {row}: {reason}").format(row=row + 1, reason=error))
    return outcome


def pasted(matrix: Matrix, target: Block, shown: Sequence[int], row_count: int) -> tuple[list[Cell], int, int]:
    """The cells that a pasted matrix lands in, and how many of its rows and columns fell outside.

    A selection that the matrix divides evenly is tiled with it, as in Excel; else it lands at the corner. `target` has
    positions among the shown columns, not columns.
    """
    height, width = len(matrix), len(matrix[0])
    tall, wide = target.bottom - target.top + 1, target.right - target.left + 1
    down = tall if tall % height == 0 else height
    across = wide if wide % width == 0 else width
    fits_down = min(down, row_count - target.top)
    fits_across = min(across, len(shown) - target.left)
    cells = [
        (target.top + row, shown[target.left + place], matrix[row % height][place % width])
        for row in range(fits_down)
        for place in range(fits_across)
    ]
    return cells, down - fits_down, across - fits_across


def filled(rows: RowsModel, parts: Sequence[Block], *, down: bool) -> Iterator[Cell]:
    """Fill each block from its first row (or column); a block of one row takes the row above it, as in Excel."""
    for top, left, bottom, right in parts:
        if down:
            source = top if bottom > top else top - 1
            for column in range(left, right + 1) if source >= 0 else ():
                text = rows.edit_text(source, column)
                yield from ((row, column, text) for row in range(source + 1, bottom + 1))
        else:
            origin = left if right > left else left - 1
            for row in range(top, bottom + 1) if origin >= 0 else ():
                text = rows.edit_text(row, origin)
                yield from ((row, column, text) for column in range(origin + 1, right + 1))


def spread(parts: Sequence[Block], text: str) -> Iterator[Cell]:
    """The same text in every cell."""
    for top, left, bottom, right in parts:
        yield from ((row, column, text) for row in range(top, bottom + 1) for column in range(left, right + 1))


def count(parts: Sequence[Block]) -> int:
    """How many cells the blocks hold."""
    return sum((part.bottom - part.top + 1) * (part.right - part.left + 1) for part in parts)


class BlockEdits:
    """The gestures that change a selection of cells; what cannot be done is told through the view."""

    def __init__(self, view: "GridView") -> None:
        self._view = view

    def paste(self) -> None:
        """Put the clipboard's table into the cells, tiled where the selection is a multiple of it."""
        text = QGuiApplication.clipboard().text()
        target = self._view.target()
        if not self._view.rows.is_editable or not text or target is None:
            return
        matrix = from_text(text)
        if max(len(matrix) * len(matrix[0]), count([target])) > CELLS_EDITED:
            self._refuse_size()
            return
        cells, rows_over, columns_over = pasted(matrix, target, self._view.shown_columns(), self._view.rows.rowCount())
        self._send(cells, rows_over, columns_over)

    def fill_down(self) -> None:
        """Ctrl+D: the first row of the selection into the others."""
        self._fill(down=True)

    def fill_right(self) -> None:
        """Ctrl+R: the first column of the selection into the others."""
        self._fill(down=False)

    def fill(self, text: str) -> None:
        """The same text into every selected cell."""
        parts = self._view.blocks()
        if self._fits(parts):
            self._send(spread(parts, text))

    def fill_with_current(self) -> None:
        """Ctrl+Enter: the current cell's text into every selected cell."""
        current = self._view.currentIndex()
        if current.isValid() and self._is_here(current.row()):
            self.fill(self._view.rows.edit_text(current.row(), current.column()))

    def clear(self) -> None:
        """Delete: empty the selected cells."""
        self.fill("")

    def _fill(self, *, down: bool) -> None:
        parts = self._view.blocks()
        sources = {max(part.top - (part.bottom == part.top), 0) for part in parts} if down else set()
        if self._fits(parts) and all(map(self._is_here, sources)):
            self._send(filled(self._view.rows, parts, down=down))

    def _fits(self, parts: Sequence[Block]) -> bool:
        if not self._view.rows.is_editable:
            return False
        if count(parts) > CELLS_EDITED:
            self._refuse_size()
            return False
        return True

    def _is_here(self, row: int) -> bool:
        if self._view.rows.line(row) is not None:
            return True
        self._view.told.emit(_("These rows are still being read. Try again in a moment."))
        return False

    def _refuse_size(self) -> None:
        limit = self._view.rows.formats.whole(CELLS_EDITED)
        self._view.told.emit(
            _("At most {limit} cells can be changed at once. Use an import for more.").format(limit=limit)
        )

    def _send(self, cells: Iterable[Cell], rows_over: int = 0, columns_over: int = 0) -> None:
        shown = set(self._view.shown_columns())
        outcome = weigh(self._view.rows, (cell for cell in cells if cell[1] in shown))
        outcome.rows_over, outcome.columns_over = rows_over, columns_over
        if outcome.edits:
            self._view.rows.send(outcome.edits)
        if sentence := outcome.sentence():
            self._view.told.emit(sentence)
