"""The rows behind a grid: ids of all of them, the values of those that are looked at, formatted once per page."""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush

from shopdesk.desk import theme
from shopdesk.desk.grid.formats import CellFormats
from shopdesk.desk.grid.inputs import edit_text, parse_input
from shopdesk.shop.columns import Column, Kind, Sheet, Tone
from shopdesk.text import UserError, _

PAGE_ROWS: Final = 200
PAGES_KEPT: Final = 40
WAITING: Final = "…"

Index = QModelIndex | QPersistentModelIndex
Values = tuple[Any, ...]
Edit = tuple[int, str, str]
"""(row id, column key, text that `parse_input` understands)"""

# `data` is called thousands of times a frame: enums are looked up once.
_DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
_EDIT: Final = int(Qt.ItemDataRole.EditRole)
_ALIGNMENT: Final = int(Qt.ItemDataRole.TextAlignmentRole)
_FOREGROUND: Final = int(Qt.ItemDataRole.ForegroundRole)
_TOOLTIP: Final = int(Qt.ItemDataRole.ToolTipRole)
_HORIZONTAL: Final = Qt.Orientation.Horizontal
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CENTRE: Final = Qt.AlignmentFlag.AlignCenter
_SEEN: Final = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_EDITED: Final = _SEEN | Qt.ItemFlag.ItemIsEditable
_NOWHERE: Final = QModelIndex()


class Line(NamedTuple):
    """One row ready to be painted; `tones` by column number, where a cell has one."""

    values: Values
    texts: tuple[str, ...]
    tones: Mapping[int, Tone]


class RowsModel(QAbstractTableModel):
    """Rows of a sheet by id. `data` never waits: an unknown page shows "…" and is asked for once.

    Whoever owns the model sets `load_page(page, ids)`, which leads to `take_page` or `forget_page`, and, where cells
    can be edited, `on_edit_many(edits)`; without `load_page`, `show_rows` holds a small table in memory.
    """

    told = Signal(str)
    """A sentence for the user: why a text was not taken."""
    page_taken = Signal()
    completed = Signal()
    """The ids behind the first page are known, and no row moved."""

    def __init__(self, sheet: Sheet, formats: CellFormats, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sheet = sheet
        self.formats = formats
        self.load_page: Callable[[int, Sequence[int]], None] | None = None
        self.on_edit: Callable[[int, str, str], None] | None = None
        self.on_edit_many: Callable[[Sequence[Edit]], None] | None = None
        self.kept_ids: Callable[[], set[int]] = set
        """Ids whose places the view would like to know after a reset."""
        self.places: Mapping[int, int] = {}
        self._ids = array("q")
        self._count = 0
        self._memory: list[Values] | None = None
        self._given: Sequence[tuple[Values, int]] = ()
        self._memory_sort: tuple[tuple[str, bool], ...] = ()
        self._pages: OrderedDict[int, list[Line]] = OrderedDict()
        self._last: tuple[int, list[Line]] = (-1, [])
        self._asked: set[int] = set()
        self._stale: set[int] = set()
        self._spare: dict[int, Line] = {}
        self._alignment = tuple(alignment(column) for column in sheet.columns)
        self._brushes: dict[Tone, QBrush] = {}
        self._tint()
        theme.bus.changed.connect(self._tint)

    # ------------------------------------------------------------------------------------------------ what is shown

    @property
    def is_complete(self) -> bool:
        """Whether the id of every row is known."""
        return len(self._ids) == self._count

    @property
    def is_in_memory(self) -> bool:
        """Whether all rows came by `show_rows`."""
        return self._memory is not None

    @property
    def is_editable(self) -> bool:
        """Whether edits have somewhere to go."""
        return self.on_edit is not None or self.on_edit_many is not None

    def show_first(self, first: Sequence[tuple[int, Values]], count: int) -> None:
        """Show the first page at once; the other `count` rows are dots until `take_ids`."""
        self.beginResetModel()
        self._forget(keep=False)
        self._ids = array("q", (row_id for row_id, _values in first))
        self._count = max(count, len(first))
        if len(first) in {self._count, PAGE_ROWS}:
            self._pages[0] = [self._line(values) for _id, values in first]
        else:
            self._spare = {row_id: self._line(values) for row_id, values in first}
        self.places = {row_id: row for row, row_id in enumerate(self._ids)} if self.is_complete else {}
        self.endResetModel()

    def take_ids(self, ids: "array[int]", places: Mapping[int, int] | None = None) -> None:
        """All ids in order. Where they are the ones shown, nothing moves and the values are read again.

        `places` are the rows of `kept_ids`, found by whoever made the snapshot off the window's thread.
        """
        if len(ids) == self._count and ids[: len(self._ids)] == self._ids:
            first_time = not self.is_complete
            self._ids, self.places = ids, places or {}
            if first_time:
                self._changed(len(self._pages) * PAGE_ROWS, self._count - 1)
                self.completed.emit()
            else:
                self.read_again()
            return
        self.beginResetModel()
        self._forget(keep=True)
        self._ids, self._count, self.places = ids, len(ids), places or {}
        self.endResetModel()

    def take_page(self, page: int, ids: Sequence[int], rows: Sequence[Values]) -> None:
        """The answer to `load_page`; one that comes after the rows moved is dropped."""
        self._asked.discard(page)
        start = page * PAGE_ROWS
        if self._ids[start : start + PAGE_ROWS] != array("q", ids):
            return
        self._stale.discard(page)
        self._pages[page] = [self._line(values) for values in rows]
        self._pages.move_to_end(page)
        self._last = (-1, [])
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        self._changed(start, start + len(rows) - 1)
        self.page_taken.emit()

    def forget_page(self, page: int) -> None:
        """`load_page` did not come to it: whoever looks at the page again asks again."""
        self._asked.discard(page)

    def read_again(self) -> None:
        """The values may be new: pages are asked for again when looked at, and shown as they were till then."""
        self._stale = set(self._pages)
        self._asked.clear()
        self._last = (-1, [])
        self._changed(0, self._count - 1)

    def show_rows(self, rows: Sequence[Values], ids: Sequence[int] | None = None) -> None:
        """Show a small table that is here already, sorted as before; without `ids` the rows are counted from 0."""
        self._given = list(zip(rows, range(len(rows)) if ids is None else ids, strict=True))
        self.sort_memory(self._memory_sort)

    def sort_memory(self, sort: Sequence[tuple[str, bool]]) -> None:
        """Order the rows of `show_rows`, unknown values last; no keys put them back as they were given."""
        self._memory_sort = tuple(sort)
        pairs = self._given
        for key, falling in reversed(sort):
            at = next(n for n, column in enumerate(self.sheet.columns) if column.key == key)
            known = sorted((pair for pair in pairs if pair[0][at] is not None), key=_nth(at), reverse=falling)
            pairs = known + [pair for pair in pairs if pair[0][at] is None]
        self._show_memory(pairs)

    def _show_memory(self, pairs: Sequence[tuple[Values, int]]) -> None:
        self.beginResetModel()
        self._forget(keep=False)
        self._memory = [values for values, _id in pairs]
        self._ids, self._count = array("q", (row_id for _values, row_id in pairs)), len(pairs)
        self.places = {row_id: row for row, row_id in enumerate(self._ids)}
        self.endResetModel()

    def _forget(self, *, keep: bool) -> None:
        """Let go of the pages; `keep` their rows to show until they are read again."""
        spare: dict[int, Line] = {}
        if keep:
            for page, lines in self._pages.items():
                spare.update(zip(self._ids[page * PAGE_ROWS : page * PAGE_ROWS + len(lines)], lines, strict=True))
            spare = {**self._spare, **spare} if len(self._spare) < PAGES_KEPT * PAGE_ROWS else spare
        self._spare = spare
        self._pages.clear()
        self._asked.clear()
        self._stale.clear()
        self._last = (-1, [])
        self._memory = None

    def _changed(self, first: int, last: int) -> None:
        if 0 <= first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.sheet.columns) - 1))

    # ---------------------------------------------------------------------------------------------- rows and cells

    def row_id(self, row: int) -> int | None:
        """The id of a row, None where it is not known yet."""
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def ids(self, first: int, last: int) -> "array[int]":
        """Known ids of the rows from `first` to `last`, both included."""
        return self._ids[first : last + 1]

    def find(self, row_id: int) -> int:
        """The row of an id, -1 where it is not among the known."""
        if row_id in self.places and self.row_id(self.places[row_id]) == row_id:
            return self.places[row_id]
        try:
            return self._ids.index(row_id)
        except ValueError:
            return -1

    def line(self, row: int) -> Line | None:
        """A row ready to be painted, None while it is on its way."""
        page, offset = divmod(row, PAGE_ROWS)
        if self._last[0] == page:
            return self._last[1][offset] if offset < len(self._last[1]) else None
        lines = self._pages.get(page)
        if lines is None and self._memory is not None:
            rows = self._memory[page * PAGE_ROWS : (page + 1) * PAGE_ROWS]
            lines = self._pages[page] = [self._line(values) for values in rows]
        if lines is None or page in self._stale:
            self._ask(page)
            if lines is None:
                row_id = self.row_id(row)
                return None if row_id is None else self._spare.get(row_id)
        else:
            self._pages.move_to_end(page)
            self._last = (page, lines)
        return lines[offset] if offset < len(lines) else None

    def held(self, row: int) -> Line | None:
        """A row as it is now; None where that would have to be asked for. Asks for nothing."""
        return None if row // PAGE_ROWS in self._stale else self.seen(row)

    def seen(self, row: int) -> Line | None:
        """A row as it was read last, though it may have changed since. Asks for nothing."""
        page, offset = divmod(row, PAGE_ROWS)
        lines = self._pages.get(page)
        if lines is None:
            return self.line(row) if self._memory is not None else None
        return lines[offset] if offset < len(lines) else None

    def value(self, row: int, column: int) -> Any:
        """The Python value of a cell, None also while it is not here."""
        line = self.line(row)
        return line.values[column] if line is not None and line.values else None

    def edit_text(self, row: int, column: int) -> str:
        """The text an editor of the cell begins with."""
        return edit_text(self.sheet.columns[column], self.value(row, column), zone=self.formats.zone)

    def can_edit(self, column: int) -> bool:
        """Whether cells of the column can be changed."""
        return self.is_editable and self.sheet.columns[column].editable

    def checked(self, column: int, text: str) -> str:
        """The text as it is stored in an edit; UserError where the column cannot hold it."""
        kind, zone = self.sheet.columns[column], self.formats.zone
        return edit_text(kind, parse_input(kind, text, zone=zone, today=self.formats.today), zone=zone)

    def send(self, edits: Sequence[Edit]) -> None:
        """Hand edits to whoever writes them: all of them at once."""
        if self.on_edit_many is not None and (len(edits) > 1 or self.on_edit is None):
            self.on_edit_many(edits)
        elif self.on_edit is not None:
            for row_id, key, text in edits:
                self.on_edit(row_id, key, text)

    def _ask(self, page: int) -> None:
        if page in self._asked or self.load_page is None:
            return
        start = page * PAGE_ROWS
        ids = self._ids[start : start + PAGE_ROWS]
        if not ids or (len(ids) < PAGE_ROWS and not self.is_complete):
            return
        self._asked.add(page)
        self.load_page(page, ids)

    def _line(self, values: Values) -> Line:
        shown = self.formats.row(values)
        tones = {column: cell.tone for column, cell in enumerate(shown) if cell.tone is not None}
        return Line(values, tuple(cell.text for cell in shown), tones)

    def _tint(self) -> None:
        t = theme.tokens()
        self._brushes = {tone: QBrush(t.tone(tone)[0]) for tone in Tone}

    # Qt's own names from here.

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.sheet.columns)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if role == _ALIGNMENT:
            return self._alignment[index.column()] if index.isValid() else None
        if role not in {_DISPLAY, _EDIT, _FOREGROUND, _TOOLTIP} or not index.isValid():
            return None
        line = self.line(index.row())
        if line is None:
            return WAITING if role == _DISPLAY else None
        column = index.column()
        if role == _DISPLAY:
            return line.texts[column]
        if role == _FOREGROUND:
            tone = line.tones.get(column)
            return None if tone is None else self._brushes[tone]
        if role == _EDIT:
            return self.edit_text(index.row(), column)
        return self.formats.full(self.sheet.columns[column], line.values[column]) or None if line.values else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation != _HORIZONTAL:
            return str(section + 1) if role == _DISPLAY else None
        if not 0 <= section < len(self.sheet.columns):
            return None
        column = self.sheet.columns[section]
        if role == _DISPLAY:
            return _(column.title)
        if role == _TOOLTIP:
            return _(column.help) or None
        return self._alignment[section] if role == _ALIGNMENT else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _EDITED if self.can_edit(index.column()) else _SEEN

    def setData(self, index: Index, value: Any, role: int = _EDIT) -> bool:
        row_id = self.row_id(index.row()) if index.isValid() else None
        if role != _EDIT or row_id is None or not self.can_edit(index.column()):
            return False
        try:
            text = self.checked(index.column(), str(value))
        except UserError as error:
            self.told.emit(str(error))
            return False
        if text != self.edit_text(index.row(), index.column()):
            self.send([(row_id, self.sheet.columns[index.column()].key, text)])
        return True


def _nth(at: int) -> Callable[[tuple[Values, int]], Any]:
    return lambda pair: pair[0][at]


def alignment(column: Column) -> Qt.AlignmentFlag:
    """Numbers stand right, marks in the middle, words left."""
    if column.kind.is_number:
        return _RIGHT
    return _CENTRE if column.kind is Kind.BOOL else _LEFT
