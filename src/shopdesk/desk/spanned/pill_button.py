"""A state as a pill that leads somewhere."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from shopdesk.desk import theme
from shopdesk.desk.widgets import paint_pill
from shopdesk.shop.columns import Tone


class PillButton(QAbstractButton):
    """Hidden while its text is empty."""

    def __init__(self) -> None:
        super().__init__()
        self._tone = Tone.PLAIN
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()
        self._dress()
        theme.bus.changed.connect(self._dress)

    def show_state(self, text: str, tone: Tone, hint: str) -> None:
        """Show a state; `hint` says where a click leads."""
        self._tone = tone
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(hint)
        self.setVisible(bool(text))
        self._dress()

    def _dress(self) -> None:
        self.setFont(theme.font("small"))
        self.updateGeometry()
        self.update()

    # Qt's own names from here.

    def sizeHint(self) -> QSize:
        words = QFontMetrics(self.font())
        return QSize(words.horizontalAdvance(self.text()) + theme.scaled(18), words.height() + theme.scaled(5))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        paint_pill(painter, QRectF(self.rect()), self.text(), self._tone)
        if self.hasFocus():
            painter.setPen(theme.tokens().accent)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inner = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(inner, inner.height() / 2, inner.height() / 2)
