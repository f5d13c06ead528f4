"""A bar on its way from press to release, or days being drawn where there was no bar."""

from datetime import date
from typing import Final

from PySide6.QtCore import QPoint

from shopdesk.shop.promotions.calendar.bars import Days

EDGE: Final = 6
"""Pixels at the end of a bar by which it is stretched, and by which a press becomes a drag."""


class Drag:
    """Knows where what is dragged would come to stand; `bar` is None while days are drawn."""

    def __init__(self, bar: int | None, days: Days, grabbed: date, grip: str, spot: QPoint) -> None:
        self.bar, self._was, self._grabbed, self._grip, self.spot = bar, days, grabbed, grip, spot
        self.days = days
        self.is_under_way = False

    def come(self, day: date, spot: QPoint) -> None:
        """The pointer is on another day now."""
        moved = (day - self._grabbed).days
        self.is_under_way = self.is_under_way or (spot - self.spot).manhattanLength() > EDGE
        if self._grip == "draw":
            self.days = Days(min(day, self._grabbed), max(day, self._grabbed))
        elif self._grip == "move":
            self.days = self._was.moved(moved)
        else:
            self.days = self._was.stretched(moved, at_start=self._grip == "start")
