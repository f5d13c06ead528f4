"""Which columns a grid shows and in which order: a small panel of check boxes that can be dragged."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from shopdesk.desk import theme
from shopdesk.text import _

if TYPE_CHECKING:
    from shopdesk.desk.grid.grid_view import GridView

_KEY = Qt.ItemDataRole.UserRole


class ColumnChooser(QFrame):
    """Pops up beneath a button; every tick and drag is seen in the grid at once."""

    def __init__(self, view: "GridView", parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._view = view
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("look", "frame")
        self.setAccessibleName(_("Columns"))
        self.list = QListWidget(self)
        self.list.setAccessibleName(_("Columns"))
        self.list.setSpacing(2)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.reset_button = QPushButton(_("Reset"), self)
        self.reset_button.setAccessibleName(_("Reset columns"))
        self._lay_out()
        self._fill()
        self.list.itemChanged.connect(self._apply)
        self.list.model().rowsMoved.connect(self._apply)
        self.reset_button.clicked.connect(self._reset)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.GRID, theme.GRID, theme.GRID, theme.GRID)
        column.addWidget(self.list)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.reset_button)
        column.addLayout(row)
        lines = min(len(self._view.rows.sheet.columns), 14)
        self.resize(theme.scaled(240), lines * theme.scaled(26) + theme.scaled(60))

    def _fill(self) -> None:
        hidden = self._view.columns.hidden()
        self.list.blockSignals(True)
        self.list.clear()
        for key in self._view.columns.order():
            item = QListWidgetItem(_(self._view.rows.sheet.column(key).title))
            item.setData(_KEY, key)
            flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
            item.setFlags(flags | Qt.ItemFlag.ItemIsDragEnabled)
            item.setCheckState(Qt.CheckState.Unchecked if key in hidden else Qt.CheckState.Checked)
            self.list.addItem(item)
        self.list.blockSignals(False)

    def _apply(self) -> None:
        items = [self.list.item(row) for row in range(self.list.count())]
        hidden = [item.data(_KEY) for item in items if item.checkState() == Qt.CheckState.Unchecked]
        if len(hidden) == len(items):
            self._fill()  # a grid without columns could not be mended from its own header
            return
        self._view.columns.arrange([item.data(_KEY) for item in items], hidden)

    def _reset(self) -> None:
        self._view.columns.reset()
        self._fill()

    def pop_up(self, under: QWidget) -> None:
        """Show beneath a button, within its window's right border."""
        corner = under.mapToGlobal(under.rect().bottomRight())
        self.move(corner.x() - self.width(), corner.y() + 4)
        self.show()
        self.list.setFocus()
