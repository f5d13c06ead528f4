"""The header of a grid: titles with the arrow of the sort, a row of filters beneath on demand, a click that sorts."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHeaderView, QLineEdit, QSizePolicy, QWidget

from shopdesk.desk import theme
from shopdesk.desk.grid.rows_model import alignment
from shopdesk.shop.columns import Sheet
from shopdesk.text import _

PADDING = 10


def hairline(painter: QPainter) -> float:
    """Thickness of a line of whole device pixels: at 150 % a line of 1.5 would be drawn now of one, now of two."""
    ratio = painter.device().devicePixelRatioF()
    return max(int(ratio), 1) / ratio


def draw_line(painter: QPainter, rect: QRect, colour: QColor) -> None:
    """The line at the foot of a cell or row."""
    line = hairline(painter)
    painter.fillRect(QRectF(rect.left(), rect.bottom() + 1 - line, rect.width(), line), colour)


class GridHeader(QHeaderView):
    """Shows which way the rows are sorted; whoever hears `clicked` sorts them."""

    clicked = Signal(int, bool)
    """Column, and whether Shift adds it to the sort."""
    menu_wanted = Signal(int, QPoint)
    """Column (-1 beside them) and where on the screen."""

    def __init__(self, sheet: Sheet, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._sheet = sheet
        self._sort: dict[str, bool] = {}
        self._pressed: tuple[int, QPoint] | None = None
        self._edits: Mapping[int, QLineEdit] = {}
        self._has_room = False
        self.setSectionsMovable(True)
        self.setSectionsClickable(False)
        self.setMinimumSectionSize(theme.scaled(36))
        self.setAccessibleName(_("Columns"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.sectionResized.connect(self.place_edits)
        self.sectionMoved.connect(self.place_edits)
        self.geometriesChanged.connect(self.place_edits)

    def show_sort(self, sort: Sequence[tuple[str, bool]]) -> None:
        """Point the arrows."""
        self._sort = dict(sort)
        self.viewport().update()

    def hold_edits(self, edits: Mapping[int, QLineEdit], *, room: bool) -> None:
        """Line edits to stand beneath the titles of these columns; `room` keeps a row free for them."""
        self._edits, self._has_room = edits, room
        for edit in edits.values():
            edit.setParent(self)
        self.updateGeometry()
        self.geometriesChanged.emit()
        self.place_edits()

    def place_edits(self) -> None:
        """Lay the filters under their columns."""
        for column, edit in self._edits.items():
            shown = self._has_room and not self.isSectionHidden(column)
            if shown:
                left = self.sectionViewportPosition(column)
                edit.setGeometry(left + 3, self._title_height(), self.sectionSize(column) - 6, theme.row_height() - 5)
            edit.setVisible(shown)

    def _title_height(self) -> int:
        return theme.row_height() - 1

    def _text(self, column: int) -> str:
        """The title with its arrow; the place in the sort where there are several."""
        described = self._sheet.columns[column]
        title = _(described.title)
        if described.key not in self._sort:
            return title
        arrow = "↓" if self._sort[described.key] else "↑"
        place = str(list(self._sort).index(described.key) + 1) if len(self._sort) > 1 else ""
        return f"{title} {arrow}{place}"

    def title_width(self, column: int, *, arrow: bool) -> int:
        """Pixels of a title, with room for an arrow even where the rows are not sorted by it."""
        text = self._text(column) + (" ↓" if arrow and self._sheet.columns[column].key not in self._sort else "")
        metrics = QFontMetrics(theme.font("strong"))
        return metrics.horizontalAdvance(text) + 3 + 2 * theme.scaled(PADDING)  # letters are not whole pixels wide

    # Qt's own names from here.

    def sizeHint(self) -> QSize:
        height = self._title_height() + (theme.row_height() if self._has_room else 0)
        return QSize(super().sizeHint().width(), height)

    def sectionSizeFromContents(self, logicalIndex: int) -> QSize:
        return QSize(self.title_width(logicalIndex, arrow=True), self._title_height())

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        t = theme.tokens()
        painter.fillRect(rect, t.soft)
        draw_line(painter, rect, t.line)
        described = self._sheet.columns[logicalIndex]
        room = rect.adjusted(theme.scaled(PADDING), 0, -theme.scaled(PADDING), 0)
        room.setHeight(self._title_height())
        painter.setFont(theme.font("strong"))
        painter.setPen(t.accent if described.key in self._sort else t.muted)
        text = painter.fontMetrics().elidedText(self._text(logicalIndex), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, alignment(described), text)

    def paintEvent(self, e: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        t = theme.tokens()
        area = self.viewport().rect()
        painter.fillRect(area, t.soft)
        draw_line(painter, area, t.line)
        painter.end()
        super().paintEvent(e)

    def mousePressEvent(self, e: QMouseEvent) -> None:
        on_border = self.cursor().shape() == Qt.CursorShape.SplitHCursor
        column = self.logicalIndexAt(e.position().toPoint())
        is_left = e.button() == Qt.MouseButton.LeftButton
        self._pressed = (column, e.position().toPoint()) if is_left and column >= 0 and not on_border else None
        super().mousePressEvent(e)

    def mouseReleaseEvent(self, e: QMouseEvent) -> None:
        super().mouseReleaseEvent(e)
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            return
        moved = (e.position().toPoint() - pressed[1]).manhattanLength()
        if moved < QApplication.startDragDistance() and self.logicalIndexAt(e.position().toPoint()) == pressed[0]:
            self.clicked.emit(pressed[0], bool(e.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def contextMenuEvent(self, arg__1: QContextMenuEvent) -> None:
        self.menu_wanted.emit(self.logicalIndexAt(arg__1.pos()), arg__1.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place_edits()


class HeaderEnd(QWidget):
    """Carries the header on over the scroll bar."""

    def __init__(self, header: GridHeader, parent: QWidget) -> None:
        super().__init__(parent)
        self._header = header
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        header.geometriesChanged.connect(self.updateGeometry)

    # Qt's own names from here.

    def sizeHint(self) -> QSize:
        return QSize(1, self._header.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme.tokens()
        painter.fillRect(self.rect(), t.soft)
        draw_line(painter, self.rect(), t.line)
        painter.end()
