"""A table of widgets that is scrolled. It is made anew each time: one that is shown squeezes what is put into it."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from shopdesk.desk.widgets import Words


def add_row(
    grid: QGridLayout, row: int, texts: Sequence[str], words: Collection[int], *, first: int = 0, head: bool = False
) -> None:
    """Put texts into a row from column `first` on: those of the columns `words` at the left, figures at the right."""
    for place, text in enumerate(texts, first):
        roomy = place in words and grid.columnStretch(place) > 0
        made = Words(text, "small", "muted") if head else Words(text, elide=roomy)
        side = Qt.AlignmentFlag.AlignLeft if place in words else Qt.AlignmentFlag.AlignRight
        made.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(made, row, place)


class RolledTable(QScrollArea):
    """Fill what `begin` returns, then `end`."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self._inner = QWidget()

    def begin(self, *stretched: int) -> QGridLayout:
        """An empty table, these columns of which take the room that is left."""
        self._inner = QWidget()
        self._inner.setProperty("look", "plain")
        grid = QGridLayout(self._inner)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        for place in stretched:
            grid.setColumnStretch(place, 1)
        return grid

    def end(self) -> None:
        """Show the table in the place of the one before."""
        grid = self._inner.layout()
        assert isinstance(grid, QGridLayout)
        grid.setRowStretch(grid.rowCount(), 1)
        self.setWidget(self._inner)
