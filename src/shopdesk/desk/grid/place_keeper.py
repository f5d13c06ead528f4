"""Where the user is in a grid, kept by row id while the rows are replaced."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QItemSelection, QItemSelectionModel

from shopdesk.desk import theme
from shopdesk.desk.grid import selection
from shopdesk.desk.grid.selection import Block, Span

if TYPE_CHECKING:
    from shopdesk.desk.grid.grid_view import GridView

KEPT_ROWS: Final = 2_000
"""A larger selection is not carried over when rows come and go, except that of everything."""


@dataclass(slots=True)
class _Place:
    """Current row and column, first visible row and how far it is scrolled, what is selected."""

    current: int | None
    column: int
    top: int | None
    offset: int
    blocks: list[tuple[int, int, Sequence[int] | None]]
    """Left and right column and the ids between; None where every row was selected."""


class PlaceKeeper:
    """Remembers before a reset and puts back after it; while only the first page is known it waits for the rest."""

    def __init__(self, view: "GridView") -> None:
        self._view = view
        self._place: _Place | None = None
        view.rows.kept_ids = self.ids

    @property
    def is_waiting(self) -> bool:
        """Whether something is still to be put back."""
        return self._place is not None

    def ids(self) -> set[int]:
        """Ids whose rows are needed when the next snapshot comes."""
        place = self._place or self._look()
        ids = {row_id for row_id in (place.current, place.top) if row_id is not None}
        return ids.union(*(part for _left, _right, part in place.blocks if part is not None))

    def keep(self) -> None:
        """Remember, unless something older still waits."""
        self._place = self._place or self._look()

    def restore(self) -> None:
        """Put current row, selection and scroll position back as far as they are found."""
        place, rows, view = self._place, self._view.rows, self._view
        if place is None:
            return
        current = view.currentIndex()
        has_moved = current.isValid() and rows.row_id(current.row()) != place.current
        if rows.is_complete or has_moved:
            self._place = None
        if has_moved:
            return
        row = rows.find(place.current) if place.current is not None else -1
        if row >= 0:
            leave = QItemSelectionModel.SelectionFlag.NoUpdate
            view.selectionModel().setCurrentIndex(rows.index(row, place.column), leave)
        if (chosen := self._selection(place)).count():
            view.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        top = self._row(place.top) if place.top is not None else -1
        if top >= 0:
            view.verticalScrollBar().setValue(top * theme.row_height() + place.offset)

    def _look(self) -> _Place:
        view, rows = self._view, self._view.rows
        current = view.currentIndex()
        top = max(view.rowAt(0), 0)
        parts = view.blocks()
        spans = selection.spans(parts)
        kept: list[tuple[int, int, Sequence[int] | None]] = []
        if rows.rowCount() > 1 and spans == [(0, rows.rowCount() - 1)]:
            kept = [(part.left, part.right, None) for part in parts]
        elif selection.size(spans) <= KEPT_ROWS:
            kept = [(part.left, part.right, rows.ids(part.top, part.bottom)) for part in parts]
        offset = view.verticalScrollBar().value() - top * theme.row_height()
        current_id = rows.row_id(current.row()) if current.isValid() else None
        return _Place(current_id, current.column(), rows.row_id(top), offset, kept)

    def _row(self, row_id: int) -> int:
        """The row of an id that was asked for with the snapshot, else -1: nothing is searched a million rows for."""
        row = self._view.rows.places.get(row_id, -1)
        return row if row >= 0 and self._view.rows.row_id(row) == row_id else -1

    def _selection(self, place: _Place) -> QItemSelection:
        rows, chosen = self._view.rows, QItemSelection()
        end = rows.rowCount() - 1
        for left, right, ids in place.blocks if end >= 0 else ():
            found: list[Span] = [(0, end)]
            if ids is not None:
                found = selection.spans(Block(row, left, row, right) for row in map(self._row, ids) if row >= 0)
            for top, bottom in found:
                chosen.select(rows.index(top, left), rows.index(bottom, right))
        return chosen
