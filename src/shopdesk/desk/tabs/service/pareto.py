"""Bars from the largest to the smallest, and the line of what they come to together."""

from collections.abc import Sequence
from typing import Any

from shopdesk.desk import theme
from shopdesk.desk.charts import Chart
from shopdesk.text import _


class ParetoChart(Chart):
    """Amounts of rows that are sorted already; a click says which row."""

    def __init__(self, title: str) -> None:
        super().__init__(title, "", [], [(_("Cost"), []), (_("Together"), [])])

    def show_rows(self, labels: Sequence[str], amounts: Sequence[Any]) -> None:
        """Show other rows."""
        together = [sum(amounts[: place + 1]) for place in range(len(amounts))]
        self.set_data(labels, [(_("Cost"), amounts), (_("Together"), together)])

    def _draw_series(self) -> None:
        (_name, amounts), (_sum, together) = self._series
        places = [float(place) for place in range(len(amounts))]
        tops = [float(amount or 0) for amount in amounts]
        self._bars(places, [0.0] * len(tops), tops, 0.6, [self._colour(0)] * len(tops))
        line = [float(amount or 0) for amount in together]
        pen, ink = self._pg.mkPen(self._colour(1), width=2), self._pg.mkBrush(self._colour(1))
        self._plot.plot(
            places, line, pen=pen, antialias=True, symbol="o", symbolSize=theme.scaled(5), symbolBrush=ink,
            symbolPen=self._pg.mkPen(None),
        )  # fmt: skip
