"""The profit statement: a line a figure, this stretch beside the one before; every figure can be picked and opened."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from shopdesk.desk import theme
from shopdesk.desk.figures import Figures as Formats
from shopdesk.desk.grid.formats import MINUS
from shopdesk.desk.tabs.profit.lines import LINES, Line
from shopdesk.shop.columns import Kind
from shopdesk.shop.profit.figures import Figures
from shopdesk.text import _

Index = QModelIndex | QPersistentModelIndex
NAME, NOW, BEFORE, CHANGE = range(4)
_NOWHERE: Final = QModelIndex()
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class StatementModel(QAbstractTableModel):
    """Lines and columns of text; what a cell is worth is told apart from how it reads."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self._titles: tuple[str, ...] = ("", "", "", "")
        self._formats = Formats()
        self._columns: tuple[Figures | None, Figures | None] = (None, None)

    def show_figures(self, titles: Sequence[str], now: Figures, before: Figures | None, formats: Formats) -> None:
        """Fill the statement; without `before` there is one column of figures."""
        self.beginResetModel()
        self._titles, self._formats, self._columns = tuple(titles), formats, (now, before)
        told = [figures for figures in (now, before) if figures is not None]
        self.lines = [line for line in LINES.values() if not line.is_rare or any(line.value(f) for f in told)]
        self.endResetModel()

    def value(self, row: int, column: int) -> Decimal | None:
        """What a figure is worth; None where it is not known, or is no figure."""
        figures = self._columns[column - 1] if column in {NOW, BEFORE} else None
        return None if figures is None else self.lines[row].value(figures)

    def text(self, row: int, column: int) -> str:
        """How a cell reads."""
        line = self.lines[row]
        if column == NAME:
            return _(line.column.title)
        if column == CHANGE:
            return self._change(row)
        return self._formats.text(line.column.kind, self.value(row, column))

    def _change(self, row: int) -> str:
        """By how much the figure grew, in per cent; a share by its points; nothing where a per cent says nothing."""
        now, before = self.value(row, NOW), self.value(row, BEFORE)
        if now is None or before is None:
            return ""
        if self.lines[row].column.kind is Kind.PERCENT:
            points = round((now - before) * 100, 1)
            return _("{points} pts").format(points=_signed(points))
        if not before or (now < 0) != (before < 0):
            return ""
        grown = round((now - before) / abs(before) * 100 * (1 if before > 0 else -1), 1)
        return f"{_signed(grown)}%" if abs(grown) < 1000 else ""

    # Qt's own names from here.

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 4

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.row(), index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return _(self.lines[index.row()].column.help)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if section == NAME else _RIGHT
        return theme.font("strong") if role == Qt.ItemDataRole.FontRole else None


def _signed(number: Decimal) -> str:
    return f"+{number}" if number > 0 else str(number).replace("-", MINUS)


class Statement(QTableView):
    """Says which figure was picked, and which is to be opened."""

    picked = Signal(str, bool)
    """Key of the line; whether it is the figure before."""
    opened = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self.figures = StatementModel()
        self.setModel(self.figures)
        self.setItemDelegate(StatementCells(self))
        self.setAccessibleName(_("Profit statement"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setSectionsClickable(False)
        head.setHighlightSections(False)
        self._has_before = True
        self._dress()
        theme.bus.changed.connect(self._dress)

    def show_figures(
        self, titles: Sequence[str], now: Figures, before: Figures | None, formats: Formats, key: str
    ) -> None:
        """Fill the statement and stand on the line `key`."""
        self.figures.show_figures(titles, now, before, formats)
        self._has_before = before is not None
        self._fit()
        row = next((n for n, line in enumerate(self.figures.lines) if line.key == key), len(self.figures.lines) - 2)
        self.setCurrentIndex(self.figures.index(row, NOW))

    def needed_height(self) -> int:
        """The height at which every line is seen; of a usual statement while there is none."""
        return (max(self.figures.rowCount(), 12) + 1) * theme.row_height()

    def _dress(self) -> None:
        self.setFont(theme.font())
        self.horizontalHeader().setFixedHeight(theme.row_height())
        self.verticalHeader().setMinimumSectionSize(theme.row_height())
        self.verticalHeader().setDefaultSectionSize(theme.row_height())
        self._fit()

    def _fit(self) -> None:
        """The names take what the figures leave; where that is too little, the change goes, then what was before."""
        head, left = self.horizontalHeader(), self.viewport().width() - self._widest(NAME)
        head.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column in (NOW, BEFORE, CHANGE):
            width = self._widest(column)
            left -= width
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(column, width)
            self.setColumnHidden(column, column != NOW and (left < 0 or not self._has_before))

    def _widest(self, column: int) -> int:
        texts = [self.figures.text(row, column) for row in range(self.figures.rowCount())]
        texts.append(str(self.figures.headerData(column, Qt.Orientation.Horizontal) or ""))
        metrics = QFontMetrics(theme.font("strong"))
        return max(metrics.horizontalAdvance(text) for text in texts) + theme.scaled(24)

    def _say(self, signal: Any) -> None:
        index = self.currentIndex()
        if index.isValid():
            signal.emit(self.figures.lines[index.row()].key, index.column() == BEFORE)

    # Qt's own names from here.

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._say(self.picked)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if self.indexAt(event.position().toPoint()).isValid():
            self._say(self.opened)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._say(self.opened)
        else:
            super().keyPressEvent(event)


class StatementCells(QStyledItemDelegate):
    """Sums strong, losses red, what was before muted; the picked figure framed in its tinted line."""

    def __init__(self, view: Statement) -> None:
        super().__init__(view)
        self._view = view

    def _ink(self, row: int, column: int) -> QColor:
        t, figures = theme.tokens(), self._view.figures
        if column in {BEFORE, CHANGE}:
            return t.muted
        value = figures.value(row, column)
        if column == NAME or value is None:
            return t.text
        return t.bad if value < 0 else t.text if value else t.muted

    def _font(self, row: int, column: int) -> QFont:
        is_strong = self._view.figures.lines[row].is_sum and column in {NAME, NOW}
        return theme.font("strong" if is_strong else "body")

    # Qt's own names from here.

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t, rect, row, column = theme.tokens(), option.rect, index.row(), index.column()
        assert isinstance(rect, QRect)
        current = self._view.currentIndex()
        hovers = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if row == current.row():
            painter.fillRect(rect, t.selection)
        elif hovers:
            painter.fillRect(rect, t.soft)
        painter.setPen(t.line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setFont(self._font(row, column))
        painter.setPen(self._ink(row, column))
        room = rect.adjusted(theme.scaled(10), 0, -theme.scaled(10), 0)
        text = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _LEFT if column == NAME else _RIGHT, text)
        if self._view.hasFocus() and index == current:
            painter.setPen(t.accent)
            painter.drawRect(rect.adjusted(0, 0, -1, -2))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget | None:  # type: ignore[override]
        return None
