"""The list under the search field: headings, commands and what was found, each line with its shortcut or its reason."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.icons import pixmap
from shopdesk.text import _

Index = QModelIndex | QPersistentModelIndex
SHOWN: Final = 12
"""Rows of the list that are in sight."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list; a heading has no `run`."""

    title: str
    detail: str = ""
    right: str = ""
    icon: str = ""
    run: Callable[[], object] | None = None
    why: str = ""
    key: str = ""


class RowsFound(QAbstractListModel):
    """The lines of the list."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: list[Row] = []

    def set_lines(self, lines: list[Row]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    # Qt's own names from here.

    def rowCount(self, _parent: Index | None = None) -> int:
        return len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.lines):
            return None
        row = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return ", ".join(part for part in (row.title, row.why or row.detail, row.right) if part)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.lines[index.row()]
        if row.run is None:
            return Qt.ItemFlag.NoItemFlags
        # What cannot be done now is greyed but can be reached, so that it can say why.
        return Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled


class LinePainter(QStyledItemDelegate):
    """Draws a line: icon, title, muted detail, shortcut at the right; headings small."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, RowsFound)
        row, t, rect = model.lines[index.row()], theme.tokens(), option.rect
        painter.save()
        left = rect.left() + 12
        if row.run is None:
            painter.setFont(theme.font("small"))
            painter.setPen(t.muted)
            painter.drawText(rect.adjusted(12, 4, -12, 0), int(Qt.AlignmentFlag.AlignVCenter), row.title)
            painter.restore()
            return
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.selection)
            painter.drawRoundedRect(rect.adjusted(4, 0, -4, 0), 5, 5)
        size = theme.scaled(16)
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(QPoint(left, rect.center().y() - size // 2 + 1), pixmap(row.icon, size, "muted", ratio))
        self._words(painter, row, rect.adjusted(12 + size + 10, 0, -14, 0))
        painter.restore()

    def _words(self, painter: QPainter, row: Row, room: QRect) -> None:
        t = theme.tokens()
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(theme.font("small"))
        painter.setPen(t.muted)
        painter.drawText(room, middle | int(Qt.AlignmentFlag.AlignRight), row.right)
        room = room.adjusted(0, 0, -QFontMetrics(painter.font()).horizontalAdvance(row.right) - 16, 0)
        painter.setFont(theme.font())
        painter.setPen(t.muted if row.why else t.text)
        title = QFontMetrics(painter.font()).elidedText(row.title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, middle, title)
        room = room.adjusted(QFontMetrics(painter.font()).horizontalAdvance(title) + 12, 0, 0, 0)
        painter.setFont(theme.font("small"))
        painter.setPen(t.muted)
        detail = row.why or row.detail
        shown = QFontMetrics(painter.font()).elidedText(detail, Qt.TextElideMode.ElideRight, max(0, room.width()))
        painter.drawText(room, middle, shown)

    # Qt's own names from here.

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        model = index.model()
        assert isinstance(model, RowsFound)
        return QSize(200, theme.scaled(32 if model.lines[index.row()].run else 24))


class FoundList(QFrame):
    """The lines, over the window, while the search field is in use; the focus stays in the field."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("look", "popup")
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 5, 1, 5)
        self._list = QListView()
        self._list.setAccessibleName(_("What was found"))
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setMouseTracking(True)
        self._model = RowsFound(self._list)
        self._list.setModel(self._model)
        self._list.setItemDelegate(LinePainter(self._list))
        self._list.clicked.connect(lambda index: self.chosen.emit(index.row()))
        self._list.entered.connect(self._list.setCurrentIndex)
        column.addWidget(self._list)
        self.hide()

    @property
    def lines(self) -> list[Row]:
        """What is listed."""
        return self._model.lines

    def show_lines(self, lines: list[Row], corner: QPoint, width: int, room: int) -> None:
        """List these lines with the first that can be chosen marked; `room` is the height there is."""
        self._model.set_lines(lines)
        height = sum(theme.scaled(32 if line.run else 24) for line in lines[:SHOWN]) + 14
        self.setGeometry(corner.x(), corner.y(), width, min(height, room))
        self._mark(next((place for place, line in enumerate(lines) if line.run), -1))
        self.show()
        self.raise_()

    @property
    def marked(self) -> int:
        """The place of the marked line, -1 for none."""
        return self._list.currentIndex().row()

    def _mark(self, place: int) -> None:
        self._list.setCurrentIndex(self._model.index(place))

    def step(self, by: int) -> None:
        """Move the mark to the next line that can be chosen, round at the ends."""
        place = self.marked
        for _line in self.lines:
            place = (place + by) % len(self.lines)
            if self.lines[place].run is not None:
                self._mark(place)
                return
