"""The raw row of a file: what an import read, header by header, as it stood there."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_lines import LinkText
from shopdesk.desk.figures import Figures
from shopdesk.desk.grid import CellFormats, GridView, RowsModel, Shown
from shopdesk.desk.grid.formats import mask
from shopdesk.desk.grid.frame import GridFrame
from shopdesk.desk.widgets import Words, button, rule
from shopdesk.shop.columns import Column, Kind, Sheet, Tone
from shopdesk.shop.history import find_import, find_page, headers_of
from shopdesk.text import N_, _

RAW: Final = Sheet(
    name="raw_row",
    title=N_("Row of the file"),
    key="place",
    columns=(
        Column("place", N_("Col."), Kind.ID, width=5),
        Column("header", N_("Header"), Kind.TEXT, width=16),
        Column("cell", N_("Cell"), Kind.LONG_TEXT),
    ),
)
NOT_KEPT: Final = "\0"
"""Stands for a cell of personal data, which imports do not keep."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row of a file as it came; cells are (column letter, header, text), personal ones masked or `NOT_KEPT`."""

    import_id: int
    file_name: str
    sheet_name: str
    imported_at: datetime
    row: int
    cells: tuple[tuple[str, str, str], ...]


def read_row(tx: Any, import_id: int, row: int) -> RawRow | None:
    """The row of an import; None where the import is gone, no cells where the row was not kept."""
    found = find_import(tx, import_id)
    if found is None:
        return None
    page = find_page(tx, import_id, row)
    cells = () if page is None else _cells(page, row, headers_of(found), _personal(found))
    return RawRow(import_id, found.file_name, found.sheet_name, found.imported_at, row, cells)


def _personal(found: Any) -> set[str]:
    """Headers whose columns were read as personal data."""
    from shopdesk.exchange.kinds import FILES

    fields: dict[str, str] = json.loads(found.plan)["fields"]
    sheet = FILES[found.kind]
    return {header for key, header in fields.items() if sheet.column(key).personal}


def _cells(page: bytes, row: int, headers: Sequence[str], personal: set[str]) -> tuple[tuple[str, str, str], ...]:
    from shopdesk.exchange.reading.wire import unpack
    from shopdesk.exchange.table import letter

    chunk = unpack(page)
    if row not in chunk.row_numbers:
        return ()
    at = chunk.row_numbers.index(row)
    made = []
    for place, column in enumerate(chunk.columns):
        header, text = headers[place] if place < len(headers) else "", column[at]
        if header in personal:
            text = mask(text) or NOT_KEPT
        if header or text:
            made.append((letter(place), header, text))
    return tuple(made)


def _cell(value: Any, _row: Sequence[Any]) -> Shown:
    if value == NOT_KEPT:
        return Shown(_("personal, not kept"), Tone.PLAIN)
    return Shown(" ".join(str(value).split()))


class SourcePanel(QFrame):
    """Shows one row of a file, and leads to the other rows of the same document."""

    left = Signal()
    """The user goes back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.setAccessibleName(_("Row of the file"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._desk = desk
        self._figures = Figures()
        self._import_id = 0
        self._rows: Sequence[int] = ()
        self._row = 0
        self._build()

    def _build(self) -> None:
        self.back = button("", self.left.emit, icon_name="back", look="quiet", name=_("Back (Esc)"))
        self.before = button("", lambda: self._step(-1), icon_name="left", look="quiet", name=_("Previous row"))
        self.after = button("", lambda: self._step(1), icon_name="right", look="quiet", name=_("Next row"))
        self.title = Words("", "strong", elide=True)
        self.subtitle = Words("", "small", "muted", wrap=True)
        head = QHBoxLayout()
        head.setContentsMargins(6, 8, 8, 0)
        head.setSpacing(4)
        head.addWidget(self.back)
        head.addWidget(self.title, 1)
        head.addWidget(self.before)
        head.addWidget(self.after)
        self.view = GridView(RowsModel(RAW, CellFormats(RAW, formatters={"cell": _cell})))
        self.view.setMinimumHeight(80)
        frame = GridFrame(self.view)
        self._frame = frame
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(6)
        column.addLayout(head)
        padded = QVBoxLayout()
        padded.setContentsMargins(14, 0, 14, 4)
        padded.addWidget(self.subtitle)
        column.addLayout(padded)
        column.addWidget(rule())
        inner = QVBoxLayout()
        inner.setContentsMargins(8, 2, 8, 8)
        inner.addWidget(frame)
        column.addLayout(inner, 1)

    def show_row(self, import_id: int, row: int, rows: Sequence[int] = (), figures: Figures | None = None) -> None:
        """Show a row of an import; `rows` are those of the same document, to step through."""
        self._import_id, self._row, self._rows = import_id, row, rows or (row,)
        self._figures = figures or self._figures
        self._desk.ask(f"raw row {id(self)}", lambda tx: read_row(tx, import_id, row), self._show)

    def _step(self, by: int) -> None:
        place = self._rows.index(self._row) + by
        if 0 <= place < len(self._rows):
            self.show_row(self._import_id, self._rows[place], self._rows)

    def _show(self, found: RawRow | None) -> None:
        place = self._rows.index(self._row)
        self.before.setEnabled(place > 0)
        self.after.setEnabled(place < len(self._rows) - 1)
        for made in (self.before, self.after):
            made.setVisible(len(self._rows) > 1)
        if found is None:
            self.title.setText("")
            self.subtitle.setText("")
            self.view.rows.show_rows([])
            self._frame.show_note(_("This import is no longer in the shop."))
            return
        self.title.setText(found.file_name)
        self.title.setToolTip(found.file_name)
        where = origin("", worth(found.file_name, found.sheet_name), (found.row,))
        came = _("import {number} · {when}").format(
            number=found.import_id, when=self._figures.moment(found.imported_at)
        )
        self.subtitle.setText(f"{where}\n{came}")
        self.view.rows.show_rows(found.cells)
        self._frame.show_note("" if found.cells else _("The cells of this row were not kept."))

    # Qt's own names from here.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def origin(file_name: str, sheet_name: str, rows: Sequence[int]) -> str:
    """Where rows came from in one line: orders.csv › row 57; Book.xlsx › Sheet1 › rows 2–8."""
    first = rows[0]
    if len(rows) == 1:
        row = _("row {row}").format(row=first)
    elif rows[-1] - first == len(rows) - 1:
        row = _("rows {first}–{last}").format(first=first, last=rows[-1])
    else:
        row = _("row {row} and {count} more").format(row=first, count=len(rows) - 1)
    return " › ".join(part for part in (file_name, worth(file_name, sheet_name), row) if part)


def tell_origin(
    place: QVBoxLayout,
    file: tuple[str, str],
    import_id: int,
    rows: Sequence[int],
    go: Callable[[int, Sequence[int]], object],
) -> None:
    """Say which file (its name and sheet) a document came from; `go` leads to its rows, where they are known."""
    if rows:
        where = {"where": [origin(*file, rows)]}
        place.addWidget(LinkText("{where}", where, lambda _words: go(import_id, rows)))
    else:
        place.addWidget(Words(file[0], wrap=True))
    place.addWidget(Words(_("import {number}").format(number=import_id), "small", "muted"))


def worth(file_name: str, sheet_name: str) -> str:
    """The name of the sheet, where it says more than that of the file: a csv's one sheet is called as its file."""
    return "" if sheet_name == file_name.rpartition(".")[0] else sheet_name
