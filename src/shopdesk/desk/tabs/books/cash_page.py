"""The cash of the weeks to come: their course beside that of the last ones, what makes each week, and the back-test."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Signal

from shopdesk.desk import theme
from shopdesk.desk.charts import LineChart, Number, Series
from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.spanned.facts import Facts, View
from shopdesk.desk.spanned.table_page import Row, TablePage
from shopdesk.desk.tabs.books.chart_page import ChartPage
from shopdesk.desk.widgets import Words
from shopdesk.exchange.workbook import write_cash
from shopdesk.exchange.writing.cover import Cover
from shopdesk.shop.cash.forecast import BackTest, ChannelOutlook, Forecast, forecast_cash, try_forecast
from shopdesk.shop.cash.outlook import WEEKS, ZERO, Flow, low_point, week_of
from shopdesk.shop.cash.sheets import CASH, CASH_TEST, DUES, FLOW_RULES
from shopdesk.shop.cash.words import tested_words
from shopdesk.shop.columns import Kind
from shopdesk.shop.ledger.rules import Role
from shopdesk.store.rows import quoted
from shopdesk.text import N_, _, n_

HELD: Final = (
    (Role.CLEARING, N_("Payouts due")),
    (Role.PAYABLE, N_("Payables")),
    (Role.TAX, N_("Tax")),
    (Role.INVENTORY, N_("Money in stock")),
)
"""What stands over the weeks, besides the cash itself and the lowest of it."""
Course = tuple[Forecast, BackTest | None]
"""What is to come, and how right the forecast of before was."""


class CashChart(LineChart):
    """What cash was, what it should have been, what it will be; its lowest point stands out."""

    def __init__(self) -> None:
        self._low: tuple[int, float] | None = None
        super().__init__(_(CASH.title), "", [], [])

    def show_cash(self, made: Forecast, test: BackTest | None) -> None:
        """The last weeks, where they could be forecast, and those to come."""
        past = test.missed if test is not None else ()
        days = [*(one.last for one in past), *(week.last for week in made.weeks)]
        nothing: list[Number | None] = [None] * len(past)
        came: list[Number | None] = [one.closing for one in past]
        then: list[Number | None] = [one.closing_forecast for one in past]
        # The course to come begins where that of the past ends.
        coming: list[Number | None] = [*nothing[:-1], *came[-1:], *(week.closing for week in made.weeks)]
        lowest = low_point(made.weeks)
        self._low = len(past) + week_of(made.on, lowest.first) - 1, float(lowest.closing)
        more: list[Number | None] = [None] * len(made.weeks)
        series: list[Series] = [(_("Forecast"), coming)]
        if past:
            series += [(_("Cash"), [*came, *more]), (_("Forecast of before"), [*then, *more])]
        self.set_data([f"{day:%m-%d}" for day in days], series)

    def _draw_series(self) -> None:
        super()._draw_series()
        if self._low is not None:
            ink = self._pg.mkBrush(theme.tokens().bad)
            self._plot.plot(
                [self._low[0]], [self._low[1]], pen=None, symbol="d", symbolSize=theme.scaled(13), symbolBrush=ink,
                symbolPen=self._pg.mkPen(theme.tokens().surface),
            )  # fmt: skip

    def _range(self) -> tuple[float, float]:
        """Only what is shown: a shop with much money sees its course too."""
        values = [float(value) for _name, line in self._series for value in line if value is not None]
        low, high = min(values, default=0.0), max(values, default=0.0)
        return (low - (high - low) * 0.2, high) if low > 0 else (low, max(high, 0.0))


class CashPage(ChartPage):
    """The weeks, and over them what is held and owed, and how far the forecast can be trusted."""

    _share = 0.4
    week_opened = Signal(object)
    """Number of the week, from 1, of which it is wanted what makes it."""

    def __init__(self, desk: Desk) -> None:
        self.chart = CashChart()
        super().__init__(desk, CASH, read_weeks, self.chart, _workbook, order="first")
        self.told = Words("", "small", "muted", wrap=True)
        self.column.insertWidget(1, self.told)
        self._figures = Figures()
        self.opened.connect(self.week_opened)

    def show_view(self, view: View, facts: Facts, figures: Figures) -> None:
        """Read what is known now, whatever days are shown."""
        self._figures = figures
        super().show_view(view, facts, figures)
        self._desk.ask("cash.course", read_course, self._show_course)

    def _show_course(self, course: Course) -> None:
        made, test = course
        self.chart.show_cash(made, test)
        lowest, figures = low_point(made.weeks), self._figures
        told = [_("Cash: {amount}").format(amount=figures.money(made.cash))]
        told += [f"{_(title)}: {figures.money(abs(made.held.get(role, ZERO)))}" for role, title in HELD]
        if made.ordered:
            told.append(_("On order: {amount}").format(amount=figures.money(made.ordered)))
        day = figures.text(Kind.DATE, lowest.last)
        told.append(_("Lowest: {amount} on {day}").format(amount=figures.money(lowest.closing), day=day))
        if made.unpriced:
            said = n_("{count} line on order has no price", "{count} lines on order have no price", made.unpriced)
            told.append(said.format(count=made.unpriced))
        ways = [_way(one, figures) for one in made.channels if one.channel]
        self.told.setText("\n".join([" · ".join(told), *([" · ".join(ways)] if ways else []), tested_words(test)]))


def _way(one: ChannelOutlook, figures: Figures) -> str:
    """How a channel pays, and what of it is so late that it is not counted on."""
    told = N_("{channel}: {share} arrives after {days} days")
    if one.habit.days is None:
        told = N_("{channel}: {share} taken to arrive after {days} days, as no statement says so")
    share = figures.text(Kind.PERCENT, one.habit.share)
    said = _(told).format(channel=one.channel, share=share, days=one.habit.lag)
    if one.late:
        said += ", " + _("{amount} is late and not counted on").format(amount=figures.money(one.late))
    return said


def read_course(tx: Any) -> Course:
    """The forecast, and that of before beside what came."""
    return forecast_cash(tx), try_forecast(tx)


def read_weeks(tx: Any, _view: View) -> list[Row]:
    """A row a week; ids are the numbers of the weeks."""
    made = forecast_cash(tx)
    lowest = low_point(made.weeks)
    return [
        (number, (week.first, week.last, week.opening, *map(week.flows.get, Flow), week.closing, week is lowest))
        for number, week in enumerate(made.weeks, 1)
    ]


def _workbook(tx: Any, _view: View, cover: Cover) -> Callable[[Path], None]:
    made, test = read_course(tx)
    days = f"{made.weeks[0].first} – {made.weeks[-1].last}"
    return partial(write_cash, cover=replace(cover, days=days), made=made, test=test)


class DuesPage(TablePage):
    """What makes the weeks, amount by amount."""

    due_opened = Signal(str, str)
    """Flow, and what it is of."""

    def __init__(self, desk: Desk) -> None:
        search = ("title", "rule")
        super().__init__(desk, DUES, read_dues, order=(("day", False),), search=search, quick=QUICK)
        self.opened.connect(self._open)

    def _open(self, number: int) -> None:
        row = self.values(number)
        if row:
            self.due_opened.emit(row["flow"], row["title"] or "")


QUICK: Final = (
    Quick("all", N_("All"), ()),
    Quick("in", N_("Comes in"), (("amount", ">0"),)),
    Quick("out", N_("Goes out"), (("amount", "<0"),)),
)


def read_dues(tx: Any, _view: View) -> list[Row]:
    """A row an amount of the weeks to come; ids count them."""
    made = forecast_cash(tx)
    listed = [due for due in made.dues if week_of(made.on, due.day) <= WEEKS]
    return [
        (number, (week_of(made.on, due.day), due.day, due.flow.value, due.title, due.amount, _(FLOW_RULES[due.flow])))
        for number, due in enumerate(listed)
    ]


def tested_page(desk: Desk) -> TablePage:
    """The forecast of thirteen weeks ago beside what came; ids count the weeks."""
    return TablePage(desk, CASH_TEST, read_test, order=(("first", False),), search=())


def read_test(tx: Any, _view: View) -> list[Row]:
    """A row a week; none where the books are too young."""
    test = try_forecast(tx)
    keys = [column.key for column in CASH_TEST.columns]
    missed = test.missed if test is not None else ()
    return [(number, [getattr(one, key) for key in keys]) for number, one in enumerate(missed)]


def place_of_due(flow: str, title: str, facts: Facts) -> tuple[str, dict[str, Any]]:
    """Tab and place of the document of an amount to come; where it is none, of what it is worked out from."""
    if flow == Flow.GOODS and title:
        return "buying", {"view": "orders", "search": title}
    if flow in (Flow.BILLS, Flow.RECURRING):
        return "books", {"segment": flow, "search": title}
    if flow == Flow.SOLD:
        stored = [facts.stored[key] for key, name in facts.channels.items() if name == title]
        return "books", {"segment": "receivables", "filters": [("channel", quoted(name)) for name in stored]}
    if flow == Flow.EXPECTED:
        return "profit", {"segment": "channels"}
    if flow == Flow.OTHER:
        return "books", {"segment": "expenses"}
    return "books", {"account": (Role.TAX if flow == Flow.TAX else Role.GOODS_IN).value}
