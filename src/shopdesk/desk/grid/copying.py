"""Copying a selection: at once where its rows are here, through the store's reader where they are not."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QGuiApplication

from shopdesk.desk.grid import selection
from shopdesk.desk.grid.clipboard import CELLS_COPIED, package, to_html, to_text
from shopdesk.desk.grid.formats import CellFormats
from shopdesk.desk.grid.selection import Block
from shopdesk.text import _, n_

if TYPE_CHECKING:
    from shopdesk.desk.grid.grid_view import GridView

Values = Sequence[Any]
Forms = tuple[str, str]
"""The selection as text and as HTML."""
Fetch = Callable[[Sequence[int], Callable[[Sequence[Values]], Forms], Callable[[Forms], None]], None]
"""Read the rows of ids on another thread, make the forms of them there, and bring those home."""


class Copier:
    """Puts the selection on the clipboard. `fetch` reads rows that are not here; None where all rows always are."""

    def __init__(self, view: "GridView") -> None:
        self._view = view
        self.fetch: Fetch | None = None

    def copy(self) -> None:
        """Ctrl+C."""
        self._copy(headed=False)

    def copy_with_headers(self) -> None:
        """Ctrl+Shift+C."""
        self._copy(headed=True)

    def _copy(self, *, headed: bool) -> None:
        parts = self._view.blocks()
        spans = selection.spans(parts)
        columns = selection.columns(parts, self._view.shown_columns())
        cells = selection.size(spans) * len(columns)
        if not cells:
            return
        rows = self._view.rows
        if cells > CELLS_COPIED:
            sentence = _("{count} cells are too many for the clipboard (at most {limit}). Export to Excel instead.")
            limit = rows.formats.whole(CELLS_COPIED)
            self._view.told.emit(sentence.format(count=rows.formats.whole(cells), limit=limit))
            return
        make = maker(rows.formats, parts, spans, columns, headed=headed)
        held = [rows.held(row) for row in selection.rows_of(spans)]
        here = [line.values for line in held if line is not None]
        if len(here) == len(held):
            self._put(make(here))
        elif self.fetch is not None and rows.is_complete:
            self.fetch([row_id for top, bottom in spans for row_id in rows.ids(top, bottom)], make, self._put_far)
        else:
            self._view.told.emit(_("These rows are still being read. Try again in a moment."))

    def _put(self, forms: Forms) -> None:
        QGuiApplication.clipboard().setMimeData(package(*forms))

    def _put_far(self, forms: Forms) -> None:
        """The answer came later than the key: say that it is there."""
        self._put(forms)
        count = forms[1].count("<tr>")
        self._view.told.emit(n_("{count} row copied.", "{count} rows copied.", count).format(count=count))


def maker(
    formats: CellFormats,
    parts: Sequence[Block],
    spans: Sequence[selection.Span],
    columns: Sequence[int],
    *,
    headed: bool,
) -> Callable[[Sequence[Values]], Forms]:
    """A function from the values of the selected rows to the clipboard's forms; it may run on any thread."""
    described = [formats.sheet.columns[column] for column in columns]
    titles = [[_(column.title) for column in described]] if headed else []
    whole = len(parts) == 1

    def cells(values: Sequence[Values]) -> Iterator[list[str]]:
        for row, row_values in zip(selection.rows_of(spans), values, strict=True):
            texts = formats.copied(row_values)
            yield [texts[c] if whole or any(part.holds(row, c) for part in parts) else "" for c in columns]

    def make(values: Sequence[Values]) -> Forms:
        matrix = [*titles, *cells(values)]
        return to_text(matrix), to_html(described, matrix, headed=headed)

    return make
