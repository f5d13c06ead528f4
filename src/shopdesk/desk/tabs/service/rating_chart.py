"""The course of a rating: six-month means of the past, and what comes with and without new ratings."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from shopdesk.desk import theme
from shopdesk.desk.charts import LineChart
from shopdesk.shop.service.ratings.rules import MOST_STARS, Ahead
from shopdesk.text import _

_ROOM: Final = 0.03
"""Stars above and below the lines."""


class RatingChart(LineChart):
    """Thin lines without dots, as close as they are: between 4.70 and 4.80 lies a world."""

    def __init__(self) -> None:
        super().__init__(_("Course of the rating"), "", [], [])

    def show_course(self, past: Sequence[tuple[date, Decimal | None]], ahead: Sequence[Ahead], target: Decimal) -> None:
        """Days of the past with their mean, days to come, and the mean that is aimed at."""
        labels = [f"{day:%m-%d}" for day, _mean in past] + [f"{one.day:%m-%d}" for one in ahead]
        before, after = [mean for _day, mean in past], [None] * len(ahead)
        gap = [None] * len(past)
        self.set_data(labels, [
            (_("Mean of six months"), [*before, *after]),
            (_("If ratings go on so"), [*gap, *(one.expected for one in ahead)]),
            (_("Target"), [target] * len(labels)),
            (_("None new"), [*gap, *(one.without for one in ahead)]),
        ])  # fmt: skip

    def _range(self) -> tuple[float, float]:
        values = [float(value) for _name, line in self._series for value in line if value is not None]
        if not values:
            return 1.0, float(MOST_STARS)
        return min(values) - _ROOM, max(values) + _ROOM

    def _draw_series(self) -> None:
        for number, (_name, values) in enumerate(self._series):
            line = [float("nan") if value is None else float(value) for value in values]
            pen = self._pg.mkPen(self._colour(number), width=theme.scaled(2))
            self._plot.plot(list(range(len(line))), line, pen=pen, connect="finite", antialias=True)
