"""Net sales as bars and the profit as a line over them, month by month; a click opens the month."""

from collections.abc import Sequence

from PySide6.QtGui import QColor

from shopdesk.desk import theme
from shopdesk.desk.charts import Chart, Number


class SalesChart(Chart):
    """The months of the chosen stretch stand out; those around it are softer."""

    def __init__(self, title: str, unit: str, names: tuple[str, str]) -> None:
        """`names` are those of net sales and profit."""
        self._names = names
        self._chosen = (0, -1)
        super().__init__(title, unit, [], [(names[0], []), (names[1], [])])

    def show_months(
        self, labels: Sequence[str], sales: Sequence[Number], profit: Sequence[Number], chosen: tuple[int, int]
    ) -> None:
        """One value per label; `chosen` are the first and last place that stand out."""
        self._chosen = chosen
        self.set_data(labels, [(self._names[0], list(sales)), (self._names[1], list(profit))])

    def _draw_series(self) -> None:
        t = theme.tokens()
        (_sales, bars), (_profit, line) = self._series
        first, last = self._chosen
        soft = theme.mix(t.accent, t.surface, 0.55)
        inks: list[QColor] = [t.accent if first <= place <= last else soft for place in range(len(bars))]
        self._bars(
            [float(place) for place in range(len(bars))], [0.0] * len(bars), [float(v or 0) for v in bars], 0.62, inks
        )
        values = [float(value) if value is not None else float("nan") for value in line]
        ink = self._pg.mkBrush(t.info)
        self._plot.plot(
            list(range(len(values))), values, pen=self._pg.mkPen(t.info, width=2), connect="finite", antialias=True,
            symbol="o", symbolSize=theme.scaled(6), symbolBrush=ink, symbolPen=self._pg.mkPen(t.surface),
        )  # fmt: skip

    def set_unit(self, unit: str) -> None:
        """What the figures are in."""
        self._unit = unit
