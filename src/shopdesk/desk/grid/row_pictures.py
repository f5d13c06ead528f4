"""A small picture before a cell of each row: read when a row is first painted, never while one is."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap

from shopdesk.desk import theme

if TYPE_CHECKING:
    from shopdesk.desk.grid.grid_view import GridView

KEPT: Final = 1_000
"""Pictures that are held; those that were not looked at for the longest time go."""
SIDE: Final = 24
GAP: Final = 8
_SOON_MS: Final = 30
"""Rows that come into sight within this time are asked for together."""


class RowPictures(QObject):
    """The pictures of rows by their ids, for the cells of one column."""

    arrived = Signal()
    """Pictures that were waited for are here."""

    def __init__(self, column: str, ask: Callable[[Sequence[int], int], None], parent: QObject) -> None:
        """`ask(ids, pixels)` leads to `take`; a row that has none gets None there."""
        super().__init__(parent)
        self.column = column
        self._ask = ask
        self._held: OrderedDict[int, QPixmap | None] = OrderedDict()
        self._wanted: dict[int, None] = {}
        self._has_any = False
        self._timer = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._timer.timeout.connect(self._send)

    def show_in(self, view: "GridView") -> None:
        """Stand in the cells of a grid."""
        view.cells.pictures = view.frozen.cells.pictures = self
        for part in (view, view.frozen):
            self.arrived.connect(part.viewport().update)

    @property
    def room(self) -> int:
        """Pixels before the text; 0 while no row has a picture."""
        return theme.scaled(SIDE + GAP) if self._has_any else 0

    def of(self, row_id: int) -> QPixmap | None:
        """The picture of a row as far as it is known; asks for it where it is not."""
        if row_id in self._held:
            self._held.move_to_end(row_id)
            return self._held[row_id]
        self._wanted[row_id] = None
        if not self._timer.isActive():
            self._timer.start()
        return None

    def take(self, found: Mapping[int, QImage | None], ratio: float) -> None:
        """Hold what was asked for."""
        for row_id, image in found.items():
            self._wanted.pop(row_id, None)
            made = None if image is None else QPixmap.fromImage(image)
            if made is not None:
                made.setDevicePixelRatio(ratio)
                self._has_any = True
            self._held[row_id] = made
        while len(self._held) > KEPT:
            self._held.popitem(last=False)
        self.arrived.emit()

    def read_again(self) -> None:
        """The shop has changed: what comes into sight is asked for again."""
        self._held.clear()

    def _send(self) -> None:
        self._ask(list(self._wanted), theme.scaled(SIDE))
