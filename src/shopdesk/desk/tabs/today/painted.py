"""What the screen of today paints itself: a small course, bars of a change, and bars beside their targets."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from shopdesk.desk import theme

LINE: Final = 32
"""Height of a bar with its room, at text size 100."""


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


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its name, how long it is, and what stands beside it; `target` is where a mark stands."""

    name: str
    value: float
    told: str
    target: float | None = None


class Bars(QWidget):
    """Bars below each other."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.bars: Sequence[Bar] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show others."""
        self.bars = bars
        self.setAccessibleDescription("; ".join(f"{bar.name} {bar.told}" for bar in bars))
        self.updateGeometry()
        self.update()

    def _names(self) -> float:
        """The room of the names."""
        words = self.fontMetrics()
        widest = max((words.horizontalAdvance(bar.name) for bar in self.bars), default=0)
        return min(float(widest + 14), self.width() * 0.4)

    def _told(self) -> float:
        words = self.fontMetrics()
        return float(max((words.horizontalAdvance(bar.told) for bar in self.bars), default=0) + 8)

    def _line(self, painter: QPainter, place: int, bar: Bar) -> QRectF:
        """Write the name of a bar; returns the room of its line."""
        height = float(theme.scaled(LINE))
        room = QRectF(0, place * height, self.width(), height)
        painter.setPen(theme.tokens().text)
        name = self.fontMetrics().elidedText(bar.name, Qt.TextElideMode.ElideRight, int(self._names() - 6))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        return room

    # Qt's own names from here.

    def sizeHint(self) -> QSize:
        return QSize(theme.scaled(220), theme.scaled(LINE) * len(self.bars))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(120), theme.scaled(LINE) * len(self.bars))


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


class ShareBars(Bars):
    """Shares of a whole, each with a mark where it should be."""

    # Qt's own names from here.

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme.tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        names, told = self._names(), self._told()
        width = self.width() - names - told - 8
        for place, bar in enumerate(self.bars):
            room = self._line(painter, place, bar)
            height = room.height() * 0.3
            track = QRectF(names, room.center().y() - height / 2, width, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.soft)
            painter.drawRoundedRect(track, height / 2, height / 2)
            off = bar.target is not None and abs(bar.value - bar.target) > 0.05
            painter.setBrush(t.warn if off else t.accent)
            filled = QRectF(track.left(), track.top(), max(track.width() * min(bar.value, 1), height), height)
            painter.drawRoundedRect(filled, height / 2, height / 2)
            if bar.target is not None:
                mark = track.left() + track.width() * bar.target
                painter.fillRect(QRectF(mark - 0.5, track.top() - 3, 1.5, height + 6), t.muted)
            painter.setPen(t.text)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, bar.told)
