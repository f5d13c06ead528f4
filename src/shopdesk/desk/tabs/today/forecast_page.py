"""What the coming four weeks will probably bring, with how well that would have been told before."""

from datetime import date, timedelta, tzinfo
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.desk import charts, theme
from shopdesk.desk.charts import LineChart
from shopdesk.desk.desk import Desk
from shopdesk.desk.exporting import export_rows
from shopdesk.desk.figures import Figures
from shopdesk.desk.panels import Card
from shopdesk.desk.tabs.today.rolled import RolledTable, add_row
from shopdesk.desk.widgets import Words, button
from shopdesk.shop.today.forecast import METHODS, Forecast, Method
from shopdesk.shop.today.looking import Said
from shopdesk.shop.today.outlook import Outlook, fetch_outlook
from shopdesk.shop.today.told_sheets import OUTLOOK_SHEET, outlook_rows
from shopdesk.store.tx import Tx
from shopdesk.text import _

SHOWN = 56
"""So many days of the past stand in the chart."""
_WORDS = (0, 4)
"""The columns of the table that hold words: the product and the method."""


class ForecastPage(QWidget):
    """See `desk.paged_tab.Started`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._figures = Figures()
        self._is_started = False
        self.chart: LineChart | None = None
        self.outlook: Outlook | None = None
        self.said = Words("", "body", wrap=True)
        self.course = Card(_("Sales of the shop"))
        self.course.body.addWidget(self.said)
        self.course.body.addStretch()
        self.table = RolledTable()
        products = Card(
            _("Pieces of what sells most"), _("the next four weeks; ± holds 9 of 10 weeks of the back-test")
        )
        products.head.addWidget(button(_("Excel…"), self._ask_out, icon_name="export"))
        products.body.addWidget(self.table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.table.setMinimumHeight(theme.scaled(200))
        column.addWidget(self.course, 1)
        column.addWidget(products, 1)
        self.setFocusProxy(self.table)

    def start(self, today: date, zone: tzinfo, figures: Figures) -> None:
        """Take what is known of the shop now, and read."""
        self._figures, self._is_started = figures, True
        self.refresh()

    def refresh(self) -> None:
        """Read again."""
        if self._is_started:
            self._desk.ask("today.outlook", _read, self._take)

    def _ask_out(self) -> None:
        if self.outlook is not None:
            export_rows(self._desk, OUTLOOK_SHEET, outlook_rows(self.outlook), self._figures.zone)

    def _take(self, outlook: Outlook) -> None:
        self.outlook = outlook
        self._show_course(outlook)
        grid = self.table.begin(0)
        heads = (_("Product"), _("Last four weeks"), _("Next four weeks"), "±", _("Method"), _("Miss"), _("Naive miss"))
        if outlook.products:
            add_row(grid, 0, heads, _WORDS, head=True)
        else:
            grid.addWidget(Words(_("Nothing was sold on these days."), "body", "muted"), 0, 0)
        for row, one in enumerate(outlook.products, 1):
            come = partial(self._desk.show, "stock", sku=one.code)
            grid.addWidget(button(one.title, come, look="link"), row, 0)
            add_row(grid, row, (self._figures.pieces(one.sold), *_cells(one.forecast)), _WORDS, first=1)
        self.table.end()

    def _show_course(self, outlook: Outlook) -> None:
        told = outlook.forecast
        if self.chart is not None:
            self.chart.setVisible(told is not None)
        if told is None:
            self.said.setText(_("Few data: a forecast needs sixteen weeks with sales."))
            return
        errors = ", ".join(f"{_(METHODS[method])} {error:.0%}" for method, error in told.errors.items())
        words = _("{total} ± {margin} in four weeks. Missed a week on average: {errors}. Used: {method}.")
        self.said.setText(words.format(
            total=f"{told.total:,.0f}", margin=f"{told.total_margin:,.0f}", method=_(METHODS[told.method]),
            errors=errors,
        ))  # fmt: skip
        past = list(outlook.sales[-SHOWN:])
        first = outlook.last - timedelta(len(past) - 1)
        days = [first + timedelta(n) for n in range(len(past) + len(told.days))]
        labels = [f"{day:%m-%d}" for day in days]
        series = (
            (_("Sales"), [*past, *[None] * len(told.days)]),
            (_("Forecast"), [*[None] * len(past), *map(float, told.days)]),
        )
        if self.chart is None:
            self.chart = LineChart(_("Sales of the shop"), "", labels, series)
            self.course.body.addWidget(self.chart, 1)
        else:
            self.chart.set_data(labels, series)
        self.chart.mark_days(days, ((note.day, Said(note.said, note.values).words) for note in outlook.notes))


def _read(tx: Tx) -> Outlook:
    charts.load()
    return fetch_outlook(tx)


def _cells(told: Forecast | None) -> tuple[str, ...]:
    if told is None:
        return (_("few data"), "", "", "", "")
    return (
        f"{told.total:,.0f}", f"{told.total_margin:,.0f}", _(METHODS[told.method]),
        f"{told.errors[told.method]:.0%}", f"{told.errors[Method.NAIVE]:.0%}",
    )  # fmt: skip
