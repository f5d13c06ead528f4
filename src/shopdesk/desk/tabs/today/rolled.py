"""A table of widgets that is scrolled. It is made anew each time: one that is shown squeezes what is put into it."""

from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget


class RolledTable(QScrollArea):
    """Fill what `begin` returns, then `end`."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self._inner = QWidget()

    def begin(self, stretched: int) -> QGridLayout:
        """An empty table, one column of which takes the room that is left."""
        self._inner = QWidget()
        self._inner.setProperty("look", "plain")
        grid = QGridLayout(self._inner)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(stretched, 1)
        return grid

    def end(self) -> None:
        """Show the table in the place of the one before."""
        grid = self._inner.layout()
        assert isinstance(grid, QGridLayout)
        grid.setRowStretch(grid.rowCount(), 1)
        self.setWidget(self._inner)
