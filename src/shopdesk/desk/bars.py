"""Bars below each other, each with its name and what it comes to, and marks where a share should be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from shopdesk.desk import theme

LINE: Final = 32
"""Height of a bar with its room, at text size 100."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its name, how long it is, and what stands beside it; `marks`: the least and the most it should be."""

    name: str
    value: float
    told: str
    marks: tuple[float | None, float | None] = (None, None)


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
            least, most = bar.marks
            off = (least is not None and bar.value < least) or (most is not None and bar.value > most)
            painter.setBrush(t.warn if off else t.accent)
            filled = QRectF(track.left(), track.top(), max(track.width() * min(bar.value, 1), height), height)
            painter.drawRoundedRect(filled, height / 2, height / 2)
            for share in bar.marks:
                if share is not None:
                    mark = track.left() + track.width() * share
                    painter.fillRect(QRectF(mark - 0.5, track.top() - 3, 1.5, height + 6), t.muted)
            painter.setPen(t.text)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, bar.told)
