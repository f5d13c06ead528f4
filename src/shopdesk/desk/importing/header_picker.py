"""The first rows of a sheet as they stand, of which a person picks the one that names the columns."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import Signal

from shopdesk.desk import theme
from shopdesk.desk.grid import CellFormats, GridView, RowsModel
from shopdesk.desk.grid.formats import Shown
from shopdesk.desk.grid.frame import GridFrame
from shopdesk.desk.importing.parts import bar
from shopdesk.desk.panels import Card
from shopdesk.desk.widgets import Words, button
from shopdesk.exchange.headers import is_personal
from shopdesk.exchange.table import SheetHead, letter
from shopdesk.exchange.values import mask_text
from shopdesk.shop.columns import Column, Kind, Sheet, Tone
from shopdesk.text import N_, _

SHOWN_ROWS: Final = 14
SHOWN_COLUMNS: Final = 16
LINES: Final = 6
"""So many rows are high at once; the others are scrolled to."""


class HeaderPicker(Card):
    """Shows the beginning of one sheet."""

    picked = Signal(int)
    """1-based row; 0 for a sheet whose first row is data already."""

    def __init__(self, head: SheetHead, current: int) -> None:
        super().__init__()
        self._current = current
        self.body.setSpacing(8)
        none = button(_("There is no header row"), lambda: self.picked.emit(0))
        none.setToolTip(_("The first row is data already; the columns go by their letters"))
        self.body.addWidget(bar(Words(_("Click the row that names the columns."), "body", "muted"), right=(none,)))
        width = min(max(map(len, head.rows), default=1), SHOWN_COLUMNS)
        columns = tuple(Column(f"c{place}", letter(place), Kind.ID, width=14) for place in range(width))
        sheet = Sheet(
            "first_rows", N_("First rows"), (Column("row", N_("Row"), Kind.INTEGER, width=5), *columns), "row"
        )
        formats = CellFormats(sheet, formatters={column.key: self._toned for column in columns})
        self.rows = RowsModel(sheet, formats, self)
        self.view = GridView(self.rows)
        shown: list[tuple[int | str, ...]] = [(number, *row) for number, row in enumerate(_masked(head, width), 1)]
        self.rows.show_rows(shown, list(range(1, len(shown) + 1)))
        self.view.clicked.connect(lambda index: self._pick(self.rows.row_id(index.row())))
        self.view.opened.connect(self._pick)
        frame = GridFrame(self.view)
        frame.setFixedHeight(theme.row_height() * (min(len(shown), LINES) + 1) + theme.scaled(16))
        self.body.addWidget(frame)
        self.view.go_to(current)

    def _pick(self, number: object) -> None:
        if isinstance(number, int):
            self.picked.emit(number)

    def _toned(self, value: Any, row: Sequence[Any]) -> Shown:
        """The header in the accent of a note, what stands above it muted."""
        tone = {True: Tone.INFO, False: Tone.PLAIN if row[0] < self._current else None}[row[0] == self._current]
        return Shown(" ".join(str(value).split()), tone)


def _masked(head: SheetHead, width: int) -> list[list[str]]:
    """The first rows; below a title that gives personal data away, cells are masked."""
    personal: set[int] = set()
    made = []
    for row in head.rows[:SHOWN_ROWS]:
        cells = [*row[:width], *[""] * (width - len(row))]
        titles = {place for place, cell in enumerate(cells) if is_personal(cell)}
        made.append([
            mask_text(cell) if place in personal and place not in titles else cell for place, cell in enumerate(cells)
        ])  # fmt: skip
        personal |= titles
    return made
