"""A layout that breaks: widgets in a line, and on the next line where one is full."""

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget


class FlowLayout(QLayout):
    """Left to right at their own size, each line as high as its highest, the items of a line centred in it."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 8, line_gap: int = 6) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap, self._line_gap = gap, line_gap
        self.setContentsMargins(0, 0, 0, 0)

    def insert(self, place: int, widget: QWidget) -> None:
        """Put a widget before the one at `place`."""
        self.addWidget(widget)
        self._items.insert(place, self._items.pop())
        self.invalidate()

    def place_of(self, widget: QWidget) -> int:
        """The place of a widget, -1 where it is not here."""
        return next((n for n, item in enumerate(self._items) if item.widget() is widget), -1)

    def _lines(self, width: int) -> list[tuple[int, list[tuple[QLayoutItem, QSize]]]]:
        """The shown items line by line, each line with its height."""
        lines: list[tuple[int, list[tuple[QLayoutItem, QSize]]]] = []
        line: list[tuple[QLayoutItem, QSize]] = []
        taken = 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if line and taken + self._gap + size.width() > width:
                lines.append((max(one.height() for _item, one in line), line))
                line, taken = [], 0
            taken += (self._gap if line else 0) + size.width()
            line.append((item, size))
        if line:
            lines.append((max(one.height() for _item, one in line), line))
        return lines

    # Qt's own names from here.

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        lines = self._lines(width)
        return sum(height for height, _line in lines) + self._line_gap * max(len(lines) - 1, 0)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        top = rect.top()
        for height, line in self._lines(rect.width()):
            left = rect.left()
            for item, size in line:
                wide = min(size.width(), rect.width())
                item.setGeometry(QRect(QPoint(left, top + (height - size.height()) // 2), QSize(wide, size.height())))
                left += size.width() + self._gap
            top += height + self._line_gap

    def sizeHint(self) -> QSize:
        sizes = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() for size in sizes) + self._gap * max(len(sizes) - 1, 0)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        least = QSize()
        for item in self._items:
            if not item.isEmpty():
                least = least.expandedTo(QSize(0, item.sizeHint().height()))
        return least.grownBy(QMargins(0, 0, 0, 0))


class Flow(QWidget):
    """A widget whose children flow."""

    def __init__(self, *, gap: int = 8) -> None:
        super().__init__()
        self.line = FlowLayout(self, gap=gap)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
