"""The first page of profit: the course of the months, the statement, and what the picked figure means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from shopdesk.desk import charts, theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures as Formats
from shopdesk.desk.panels import Card
from shopdesk.desk.spanned.facts import Facts, View
from shopdesk.desk.spanned.span import Size, Span, month_short, shift_month
from shopdesk.desk.tabs.profit.lines import LINES, accounts_behind
from shopdesk.desk.tabs.profit.number_panel import Number, NumberPanel
from shopdesk.desk.tabs.profit.sales_chart import SalesChart
from shopdesk.desk.tabs.profit.statement import Statement
from shopdesk.shop.listings.traffic.events import Logged, fetch_logged
from shopdesk.shop.profit.definitions import SHARES_OF
from shopdesk.shop.profit.figures import Figures, total
from shopdesk.shop.profit.reports import AccountLine, fetch_account_lines, fetch_buckets
from shopdesk.shop.profit.scope import Scope
from shopdesk.text import _

CHART: Final = 200
"""Height, at text size 100, that the chart needs to stand over the statement; on a lower page it stands beside."""
MONTHS: Final = 12
"""Months in the chart at least, where the books have them."""
MOST: Final = 36
_ANY: Final = 16_777_215
"""Qt's word for a height that is not limited."""
ByChannel = Mapping[int | None, Figures]


@dataclass(frozen=True, slots=True)
class Statements:
    """The figures of a view and of what it is compared with, by channel."""

    view: View
    now: ByChannel
    before: ByChannel | None
    accounts: Mapping[str, AccountLine]
    """By code."""


def read_statements(tx: Any, view: View) -> Statements:
    """The statement's two columns."""
    before = view.span.before
    past = None if before is None else _by_channel(tx, before.scope(view.channel_id))
    return Statements(view, _by_channel(tx, view.scope), past, fetch_account_lines(tx))


def _by_channel(tx: Any, scope: Scope) -> ByChannel:
    return {channel: figures for (_bucket, channel), figures in fetch_buckets(tx, replace(scope, size=None)).items()}


@dataclass(frozen=True, slots=True)
class Course:
    """Net sales and profit month by month."""

    months: Sequence[date]
    sales: Sequence[Decimal]
    profit: Sequence[Decimal]
    events: Sequence[Logged]


def read_course(tx: Any, first: date, last: date, channel_id: int | None) -> Course:
    """Every month from `first` to the one that holds `last`, those without sales too."""
    found: dict[str, Figures] = {}
    for (month, _channel), figures in fetch_buckets(tx, Scope(first, last, channel_id=channel_id)).items():
        found.setdefault(month, Figures()).add(figures)
    months = [first]
    while months[-1].strftime("%Y-%m") < last.strftime("%Y-%m"):
        months.append(shift_month(months[-1], 1))
    each = [found.get(f"{month:%Y-%m}", Figures()) for month in months]
    events = fetch_logged(tx, first, last, channel_id)
    return Course(months, [figures.net_sales for figures in each], [figures.profit for figures in each], events)


def chart_days(span: Span, first: date, last: date) -> tuple[date, date]:
    """The months to draw: those of the span, and as many around it as make a year, within the books."""
    end = Span.around(Size.MONTH, min(max(span.until, first), max(last, span.until))).until
    start = min(shift_month(span.since, 0), shift_month(end, 1 - MONTHS))
    start = max(start, shift_month(first, 0), shift_month(end, 1 - MOST))
    if (end.year - start.year) * 12 + end.month - start.month + 1 < MONTHS:
        end = max(end, Span.around(Size.MONTH, min(last, shift_month(start, MONTHS - 1))).until)
    return min(start, shift_month(end, 0)), end


class SummaryPage(QWidget):
    """Shows one View; says where the user wants to go."""

    span_wanted = Signal(object)
    channel_wanted = Signal(object)
    rows_wanted = Signal(object, object)
    """Codes of accounts and the Span whose entries are to be opened."""
    account_wanted = Signal(str, object)
    orders_wanted = Signal(object)
    skus_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._formats = Formats()
        self._facts: Facts | None = None
        self._statements: Statements | None = None
        self._course: Course | None = None
        self._key, self._is_before = "profit", False
        self.chart: SalesChart | None = None
        self.course = Card(_("Net sales and profit"), _("a month opens with a click"))
        self.statement = Statement()
        self.table = Card(flush=True)
        self.table.setAccessibleName(_("Profit statement"))
        self.table.body.addWidget(self.statement)
        self.number = NumberPanel()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        for column, share in enumerate((11, 10)):
            self._grid.setColumnStretch(column, share)
        self._is_tall: bool | None = None
        self._arrange(tall=True)
        self._connect()
        self.setFocusProxy(self.statement)
        desk.think("profit.chart", charts.load, self._make_chart)

    def _connect(self) -> None:
        self.statement.picked.connect(self._pick)
        self.statement.opened.connect(self._open)
        self.number.rows_wanted.connect(self._want_rows)
        self.number.account_wanted.connect(lambda code: self.account_wanted.emit(code, self._span()))
        self.number.orders_wanted.connect(lambda: self.orders_wanted.emit(self._span()))
        self.number.skus_wanted.connect(self.skus_wanted)
        self.number.line_wanted.connect(self.pick)
        self.number.channel_wanted.connect(self.channel_wanted)

    def _arrange(self, *, tall: bool) -> None:
        """The chart over the others, or on a low window beside the statement."""
        if tall is self._is_tall:
            return
        self._is_tall = tall
        for widget in (self.course, self.table, self.number):
            self._grid.removeWidget(widget)
        self._grid.addWidget(self.course, 0, 0 if tall else 1, 1, 2 if tall else 1)
        self._grid.addWidget(self.table, 1 if tall else 0, 0, 1 if tall else 2, 1)
        self._grid.addWidget(self.number, 1, 1)
        for row, share in enumerate((1, 0) if tall else (10, 11)):
            self._grid.setRowStretch(row, share)
        self._fit()

    def _fit(self) -> None:
        """Under the chart the statement is as high as its lines."""
        height = self.statement.needed_height() + 4
        self.table.setMinimumHeight(height if self._is_tall else 0)
        self.table.setMaximumHeight(height if self._is_tall else _ANY)
        self.number.setMaximumHeight(height if self._is_tall else _ANY)

    # ------------------------------------------------------------------------------------------------ reading

    def show_view(self, view: View, facts: Facts, formats: Formats) -> None:
        """Read and show the figures of a view."""
        self._facts, self._formats = facts, formats
        self._desk.ask("profit.statement", partial(read_statements, view=view), self._take_statements)
        if facts.books.first is not None and facts.books.last is not None:
            first, last = chart_days(view.span, facts.books.first, facts.books.last)
            read = partial(read_course, first=first, last=last, channel_id=view.channel_id)
            self._desk.ask("profit.course", read, self._take_course)

    def _take_statements(self, told: Statements) -> None:
        self._statements = told
        span, before = told.view.span, told.view.span.before
        assert self._facts is not None
        titles = (
            _("Profit and loss, {currency}").format(currency=self._facts.currency), span.short,
            before.short if before is not None else "", _("Change"),
        )  # fmt: skip
        past = None if told.before is None else total(told.before.values())
        self.statement.show_figures(titles, total(told.now.values()), past, self._formats, self._key)
        self._choose(self.height())
        self._fit()
        self._tell_number()
        self._draw()

    def _take_course(self, course: Course) -> None:
        self._course = course
        self._draw()

    def _make_chart(self, _loaded: None) -> None:
        currency = self._facts.currency if self._facts is not None else ""
        self.chart = SalesChart(_("Net sales and profit"), currency, (_("Net sales"), _("Profit")))
        self.chart.clicked.connect(self._open_month)
        self.course.body.addWidget(self.chart, 1)
        self._draw()

    def _draw(self) -> None:
        if self.chart is None or self._course is None or self._statements is None or self._facts is None:
            return
        months, span = self._course.months, self._statements.view.span
        inside = [n for n, month in enumerate(months) if span.months[0] <= f"{month:%Y-%m}" <= span.months[1]]
        chosen = (inside[0], inside[-1]) if inside else (0, -1)
        labels = [month_short(month) for month in months]
        self.chart.set_unit(self._facts.currency)
        self.chart.show_months(labels, self._course.sales, self._course.profit, chosen)
        self.chart.mark_spans(months, ((one.day, one.title) for one in self._course.events))

    # ------------------------------------------------------------------------------------------------ picking

    def pick(self, key: str) -> None:
        """Stand on a line of the statement."""
        for row, line in enumerate(self.statement.figures.lines):
            if line.key == key:
                self.statement.setCurrentIndex(self.statement.figures.index(row, 2 if self._is_before else 1))

    def _pick(self, key: str, is_before: bool) -> None:
        self._key, self._is_before = key, is_before
        self._tell_number()

    def _tell_number(self) -> None:
        told, facts = self._statements, self._facts
        if told is None or facts is None:
            return
        figures = told.before if self._is_before and told.before is not None else told.now
        channel_id, accounts = told.view.channel_id, told.accounts
        line = LINES[self._key]
        number = Number(line, self._span(), figures, facts.channels, facts.currency, channel_id, accounts)
        self.number.show_number(number, self._formats)

    def _span(self) -> Span:
        """The days of the picked figure."""
        assert self._statements is not None
        span = self._statements.view.span
        before = span.before
        return before if self._is_before and before is not None else span

    def _open(self, key: str, is_before: bool) -> None:
        self._is_before = is_before
        if key == "unknown_sales":
            self.skus_wanted.emit()
        elif key not in SHARES_OF:
            self._want_rows(key)

    def _want_rows(self, key: str) -> None:
        if self._statements is not None:
            self.rows_wanted.emit(accounts_behind(key, self._statements.accounts), self._span())

    def _open_month(self, place: int) -> None:
        if self._course is not None:
            self.span_wanted.emit(Span.around(Size.MONTH, self._course.months[place]))

    # Qt's own names from here.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose(event.size().height())

    def _choose(self, height: int) -> None:
        self._arrange(tall=height >= self.statement.needed_height() + theme.scaled(CHART))
