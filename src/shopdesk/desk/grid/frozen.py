"""The first columns of a grid held in place: a second view over the first, sharing rows and selection."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from shopdesk.desk import theme
from shopdesk.desk.grid.delegates import CellDelegate
from shopdesk.desk.grid.header import GridHeader, hairline

if TYPE_CHECKING:
    from shopdesk.desk.grid.grid_view import GridView

Index = QModelIndex | QPersistentModelIndex


class FrozenColumns(QTableView):
    """Shows the first `count` columns again, at the left border. It has no keyboard: the main view keeps it."""

    def __init__(self, main: "GridView") -> None:
        super().__init__(main)
        self._main = main
        self.count = 0
        self._is_following = False
        self.header = GridHeader(main.rows.sheet, self)
        self.header.setSectionsMovable(False)
        self.setHorizontalHeader(self.header)
        self.setModel(main.rows)
        self.setSelectionModel(main.selectionModel())
        # An editor's delegate speaks to every view it serves; this view has no editors, so it has one of its own.
        self.cells = CellDelegate(main)
        self.setItemDelegate(self.cells)
        self._setup()
        self._connect()
        self.hide()

    def _setup(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(self._main.selectionMode())
        self.setSelectionBehavior(self._main.selectionBehavior())
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _connect(self) -> None:
        main = self._main
        main.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(main.verticalScrollBar().setValue)
        main.header.sectionResized.connect(self._follow)
        main.columns.changed.connect(self._follow)
        self.header.clicked.connect(main.header.clicked)
        self.header.menu_wanted.connect(main.header.menu_wanted)
        self.header.sectionResized.connect(self._lead)

    def dress(self) -> None:
        """Follow the theme and the text size."""
        self.cells.dress()
        self.setFont(theme.font())
        self.verticalHeader().setMinimumSectionSize(theme.row_height())
        self.verticalHeader().setDefaultSectionSize(theme.row_height())
        self._follow()

    def hold(self, count: int) -> None:
        """Hold the first `count` shown columns; 0 lets all of them go."""
        self.count = max(0, min(count, len(self._main.shown_columns()) - 1))
        self.setVisible(self.count > 0)
        self._follow()

    def width_held(self) -> int:
        """Pixels that the held columns cover."""
        return sum(self._main.columnWidth(column) for column in self._main.shown_columns()[: self.count])

    def uncover(self, index: Index) -> None:
        """Scroll sideways until a cell of the main view does not lie beneath the held columns."""
        shown = self._main.shown_columns()
        if not self.count or index.column() in shown[: self.count]:
            return
        hidden = self.width_held() - self._main.columnViewportPosition(index.column())
        if hidden > 0:
            bar = self._main.horizontalScrollBar()
            bar.setValue(bar.value() - hidden)

    def lay_out(self) -> None:
        """Lie exactly over the first columns of the main view."""
        if self.count:
            area = self._main.viewport().geometry()
            head = self._main.header.height()
            self.setGeometry(area.left(), area.top() - head, self.width_held() + 1, area.height() + head)
            self.header.setFixedHeight(head)

    def _follow(self) -> None:
        if not self.count or self._is_following:
            return
        self._is_following = True
        held = self._main.shown_columns()[: self.count]
        for column in range(len(self._main.rows.sheet.columns)):
            self.setColumnHidden(column, column not in held)
        for place, column in enumerate(held):
            self.header.moveSection(self.header.visualIndex(column), place)
            if self.columnWidth(column) != self._main.columnWidth(column):
                self.setColumnWidth(column, self._main.columnWidth(column))
        self._is_following = False
        self.lay_out()

    def _lead(self, column: int, _old: int, new: int) -> None:
        """A border of a held column was dragged."""
        if new and not self._is_following:
            self._main.setColumnWidth(column, new)

    # Qt's own names from here.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._main.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self._main.rows.can_edit(index.column()):
            self._main.edit(index)
        elif index.isValid():
            self._main.open_current()

    def wheelEvent(self, arg__1: QWheelEvent) -> None:
        QTableView.wheelEvent(self._main, arg__1)

    def paintEvent(self, e: QPaintEvent) -> None:
        super().paintEvent(e)
        painter = QPainter(self.viewport())
        line = hairline(painter)
        painter.fillRect(QRectF(self.viewport().width() - line, 0, line, self.height()), theme.tokens().line)
        painter.end()
