"""The border around a grid, with rounded corners that lie over the square ones of the table."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.text import _

RADIUS = 8


class GridFrame(QFrame):
    """Holds one widget in a rounded border, and a note in its middle while there is nothing to show."""

    def __init__(self, held: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._held = held
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 1, 1, 1)
        box.addWidget(held)
        self._corners = [_Corner(self, place) for place in range(4)]
        self.note = EmptyNote(self)
        self.note.hide()

    def _lay_out(self) -> None:
        right, bottom = self.width() - RADIUS, self.height() - RADIUS
        for corner, (x, y) in zip(self._corners, ((0, 0), (right, 0), (0, bottom), (right, bottom)), strict=True):
            corner.setGeometry(x, y, RADIUS, RADIUS)
            corner.raise_()
        wanted = self.note.sizeHint()
        width, height = min(wanted.width(), self.width() - 2 * RADIUS), wanted.height()
        self.note.setGeometry((self.width() - width) // 2, max((self.height() - height) // 2, 40), width, height)

    def show_note(self, sentence: str, action: str = "") -> None:
        """Say why there is nothing here, and offer one thing to do about it; "" takes the note away."""
        self.note.say(sentence, action)
        self.note.setVisible(bool(sentence))
        self._lay_out()
        self.note.raise_()

    # Qt's own names from here.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def paintEvent(self, arg__1: QPaintEvent) -> None:
        painter, t = QPainter(self), theme.tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(t.line)
        painter.setBrush(t.surface)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.end()


class _Corner(QWidget):
    """One rounded corner: the window's ground outside the border, nothing within."""

    def __init__(self, frame: QWidget, place: int) -> None:
        super().__init__(frame)
        self._place = place
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    # Qt's own names from here.

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme.tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        right, below = self._place % 2, self._place // 2
        whole = QRectF(-RADIUS * right, -RADIUS * below, 2 * RADIUS, 2 * RADIUS)
        outside, inside = QPainterPath(), QPainterPath()
        outside.addRect(whole)
        inside.addRoundedRect(whole.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS - 0.5, RADIUS - 0.5)
        painter.fillPath(outside - inside, t.background)
        painter.setPen(t.line)
        painter.drawPath(inside)
        painter.end()


class EmptyNote(QWidget):
    """One sentence and one button."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.sentence = QLabel(self)
        self.sentence.setWordWrap(True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = QPushButton(self)
        box = QVBoxLayout(self)
        box.setSpacing(theme.GRID * 2)
        box.addWidget(self.sentence)
        box.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignCenter)

    def say(self, sentence: str, action: str) -> None:
        """What is told and offered; without an action there is no button."""
        self.sentence.setText(sentence)
        self.sentence.setMinimumWidth(min(self.sentence.fontMetrics().horizontalAdvance(sentence) + 8, 420))
        self.button.setText(action)
        self.button.setAccessibleName(action or _("Action"))
        self.button.setVisible(bool(action))
        palette = self.sentence.palette()
        palette.setColor(self.sentence.foregroundRole(), theme.tokens().muted)
        self.sentence.setPalette(palette)
