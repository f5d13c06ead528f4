"""Bars from the largest to the smallest, and a line of the share that they make up together."""

from collections.abc import Sequence
from typing import Any

from shopdesk.desk import theme
from shopdesk.desk.charts import Chart, written
from shopdesk.text import _


class ParetoChart(Chart):
    """Amounts of rows that are sorted already; a click says which row. The line reaches the top where it is all."""

    def __init__(self, title: str) -> None:
        super().__init__(title, "", [], [(_("Cost"), []), (_("Running share"), [])])

    def show_rows(self, labels: Sequence[str], amounts: Sequence[Any], shares: Sequence[Any]) -> None:
        """Show other rows; shares are of 1."""
        self.set_data(labels, [(_("Cost"), amounts), (_("Running share"), shares)])

    def _range(self) -> tuple[float, float]:
        return 0.0, max((float(amount) for amount in self._series[0][1] if amount is not None), default=0.0)

    def _draw_series(self) -> None:
        (_name, amounts), (_share, shares) = self._series
        places, (_low, top) = [float(place) for place in range(len(amounts))], self._range()
        tops = [float(amount or 0) for amount in amounts]
        self._bars(places, [0.0] * len(tops), tops, 0.6, [self._colour(0)] * len(tops))
        line = [float(share or 0) * top for share in shares]
        pen, ink = self._pg.mkPen(self._colour(1), width=2), self._pg.mkBrush(self._colour(1))
        self._plot.plot(
            places, line, pen=pen, antialias=True, symbol="o", symbolSize=theme.scaled(5), symbolBrush=ink,
            symbolPen=self._pg.mkPen(None),
        )  # fmt: skip

    def value_text(self, place: int) -> str:
        """Amount and share of one row."""
        (cost, amounts), (running, shares) = self._series
        share = written(None if shares[place] is None else float(shares[place] or 0) * 100, "%")
        return f"{self._labels[place]}\n{cost}: {written(amounts[place], '')}\n{running}: {share}"
