"""What the stock was worth at the end of each month, by warehouse: a chart, and the figures under it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.charts import LineChart
from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import DeskGrid
from shopdesk.desk.figures import Figures
from shopdesk.desk.panels import Card, PageHead, page
from shopdesk.desk.tabs.stock.stock_list import Facts
from shopdesk.desk.widgets import Words, button, clear
from shopdesk.shop.listings.traffic.events import Logged, fetch_logged
from shopdesk.shop.stock.stock_value import StockValue, fetch_stock_value, value_rows
from shopdesk.text import _

CHARTED: Final = 36
"""So many months stand in the chart, the latest; the figures go further back."""
CHART_HEIGHT: Final = 270
"""Pixels at text size 100."""


def _read(tx: Any) -> tuple[StockValue, Sequence[Logged]]:
    return fetch_stock_value(tx), fetch_logged(tx, date.min, tx.today)


class ValuePage(QWidget):
    """Reads when it is come to, and again when the shop changes while it is seen."""

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._figures, self._currency = Figures(), ""
        self.grid: DeskGrid | None = None
        column = page(self)
        column.setContentsMargins(0, 0, 0, 0)
        head = PageHead(_("Stock value by month"))
        self.back = button(_("Back to the list"), self.left.emit, icon_name="back")
        head.add_right(self.back)
        column.addWidget(head)
        words = _(
            "At the end of each month: what the pieces on hand had cost. Together it is the inventory in the books."
        )
        column.addWidget(Words(words, "body", "muted", wrap=True))
        self.inside = QVBoxLayout()
        self.inside.setSpacing(12)
        column.addLayout(self.inside, 1)
        self.setFocusProxy(self.back)

    def show_shop(self, figures: Figures, facts: Facts) -> None:
        """Take the shop's day, zone and currency; read, if it is seen."""
        self._figures, self._currency = figures, facts.currency
        if self.isVisible():
            self.read()

    def read(self) -> None:
        """Read the months."""
        self._desk.ask("stock.value", _read, self._take)

    def _take(self, told: tuple[StockValue, Sequence[Logged]]) -> None:
        value, events = told
        clear(self.inside)
        if not value.months:
            self.grid = None
            nothing = Words(_("Nothing in stock has a known cost yet."), "body", "muted")
            self.inside.addWidget(nothing)
            self.inside.addStretch(1)
            return
        self.inside.addWidget(self._chart(value, events))
        self.grid = made = DeskGrid("stock value", value_rows(value), self._desk)
        if self._figures.today is not None:
            made.start(self._figures.today, self._figures.zone)
        self.inside.addWidget(made, 1)
        self.setFocusProxy(made)

    def _chart(self, value: StockValue, events: Sequence[Logged]) -> Card:
        card, months = Card(_("Stock value")), value.months[-CHARTED:]
        series: list[Any] = [
            (name, [end.worth.get(place, 0) for end in months]) for place, name in value.places.items()
        ]
        if len(series) > 1:
            series.append((_("Inventory in the books"), [end.booked for end in months]))
        self.chart = LineChart(_("Stock value by month"), self._currency, [end.month for end in months], series)
        firsts = [date.fromisoformat(f"{end.month}-01") for end in months]
        self.chart.mark_spans(firsts, ((one.day, one.title) for one in events))
        card.setFixedHeight(theme.scaled(CHART_HEIGHT))
        card.body.addWidget(self.chart)
        return card

    # Qt's own names from here.

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self.read()
