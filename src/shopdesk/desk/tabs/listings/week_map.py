"""The week as a map of hours: the deeper the colour the more visitors, and how many listings stand in each."""

from collections.abc import Collection, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from shopdesk.desk import theme
from shopdesk.shop.listings.traffic.times import DAYS, HOURS, WEEK, WEEKDAYS, Week
from shopdesk.text import _

ROW: Final = 24
"""Pixels at text size 100 of a day."""
BESIDE: Final = 88
"""Pixels at text size 100 of the names of days."""
DEEPEST: Final = 0.65
"""Share of the accent in the colour of the hour with most visitors."""


class WeekMap(QWidget):
    """Shows what it is given; hours that are clumps have a frame."""

    def __init__(self) -> None:
        super().__init__()
        self._weights: Sequence[int] = [0] * WEEK
        self._counted: Sequence[int] = [0] * WEEK
        self._counts: Sequence[int] = [0] * WEEK
        self._clumps: Collection[int] = ()
        self._name = ""
        self.setAccessibleName(_("Visitors and listings by hour of the week"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.bus.changed.connect(self.update)

    def show_week(self, week: Week, counts: Sequence[int], clumps: Collection[int], name: str) -> None:
        """Show a week with how many listings each hour has; `name` is what weighs: visitors or orders, in words."""
        self._weights, self._counted = week.weights, week.counted
        self._counts, self._clumps, self._name = counts, clumps, name
        self.update()

    def cell(self, hour: int) -> QRectF:
        """Where an hour of the week is drawn."""
        left, height = theme.scaled(BESIDE), theme.scaled(ROW)
        width = (self.width() - left) / HOURS
        return QRectF(left + hour % HOURS * width, (hour // HOURS + 1) * height, width, height).adjusted(1, 1, -1, -1)

    def words(self, hour: int) -> str:
        """What is known of an hour."""
        day, clock = _(WEEKDAYS[hour // HOURS]), f"{hour % HOURS:02}:00"
        told = _("{day} {time}: {weight} {name}, {listings} listings")
        return told.format(
            day=day, time=clock, weight=f"{self._counted[hour]:,}", name=self._name, listings=self._counts[hour]
        )

    def _paint_heads(self, painter: QPainter) -> None:
        t, height = theme.tokens(), theme.scaled(ROW)
        painter.setFont(theme.font("small"))
        painter.setPen(t.muted)
        for hour in range(0, HOURS, 2):
            head = self.cell(hour).translated(0, -height)
            painter.drawText(head, int(Qt.AlignmentFlag.AlignCenter), f"{hour:02}")
        for day in range(DAYS):
            name = QRectF(0, (day + 1) * height, theme.scaled(BESIDE) - 8, height)
            painter.drawText(name, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), _(WEEKDAYS[day]))

    # Qt's own names from here.

    def sizeHint(self) -> QSize:
        return QSize(theme.scaled(720), theme.scaled(ROW) * (DAYS + 1) + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme.tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_heads(painter)
        most = max(self._weights) or 1
        for hour in range(WEEK):
            place = self.cell(hour)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.mix(t.accent, t.soft, 1 - DEEPEST * self._weights[hour] / most))
            painter.drawRoundedRect(place, 3, 3)
            if hour in self._clumps:
                painter.setPen(QPen(t.bad, 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(place, 3, 3)
            if self._counts[hour]:
                painter.setPen(t.text)
                painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), str(self._counts[hour]))
        painter.end()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = next((hour for hour in range(WEEK) if self.cell(hour).contains(QPointF(event.pos()))), None)
            QToolTip.showText(event.globalPos(), "" if found is None else self.words(found), self)
            return True
        return super().event(event)
