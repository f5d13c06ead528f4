"""What the screen of today paints itself: a small course, and bars of a change."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from shopdesk.desk import theme
from shopdesk.desk.bars import Bars


class Spark(QWidget):
    """The course of a figure in a few strokes; what is not known interrupts it."""

    def __init__(self) -> None:
        super().__init__()
        self._values: Sequence[Decimal | None] = ()
        self.setFixedHeight(theme.scaled(30))
        self.setMinimumWidth(theme.scaled(40))
        self.setMaximumWidth(theme.scaled(110))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_values(self, values: Sequence[Decimal | None]) -> None:
        """Show another course."""
        self._values = values
        self.update()

    # Qt's own names from here.

    def paintEvent(self, _event: QPaintEvent) -> None:
        known = [float(value) for value in self._values if value is not None]
        if len(known) < 2:
            return
        low, high, edge = min(known), max(known), 2.0
        step = (self.width() - 2 * edge) / (len(self._values) - 1)
        room = self.height() - 2 * edge
        points = [
            QPointF(edge + place * step, edge + room * (1 - (float(value) - low) / (high - low or 1)))
            for place, value in enumerate(self._values) if value is not None
        ]  # fmt: skip
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t, area = theme.tokens(), QPainterPath(QPointF(points[0].x(), self.height()))
        for point in (*points, QPointF(points[-1].x(), self.height())):
            area.lineTo(point)
        painter.fillPath(area, t.accent_soft)
        painter.setPen(QPen(t.accent, 1.6))
        painter.drawPolyline(points)


class ChangeBars(Bars):
    """Bars to both sides of a middle: what made more, and what made less."""

    # Qt's own names from here.

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme.tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        names, told = self._names(), self._told()
        low, high = min((0.0, *(bar.value for bar in self.bars))), max((0.0, *(bar.value for bar in self.bars)))
        left = names + (told if low < 0 else 0)
        unit = (self.width() - left - (told if high > 0 else 0)) / ((high - low) or 1)
        middle = left - low * unit
        painter.fillRect(QRectF(middle - 0.5, 0, 1, self.height()), t.line)
        for place, bar in enumerate(self.bars):
            room = self._line(painter, place, bar)
            end = middle + bar.value * unit
            box = QRectF(min(middle, end), room.top() + room.height() * 0.22, abs(end - middle), room.height() * 0.56)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.good if bar.value >= 0 else t.bad)
            painter.drawRoundedRect(box, 2, 2)
            painter.setPen(t.muted)
            beside = QRectF(box.right() + 6, room.top(), told, room.height())
            side = Qt.AlignmentFlag.AlignLeft
            if bar.value < 0:
                beside, side = (
                    QRectF(box.left() - 6 - told, room.top(), told, room.height()),
                    Qt.AlignmentFlag.AlignRight,
                )
            painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter | side, bar.told)
