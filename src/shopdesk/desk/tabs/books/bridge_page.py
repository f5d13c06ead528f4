"""From profit to the bank: the bars as a chart over their table; a bar leads to the postings that make it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Signal

from shopdesk.desk.charts import WaterfallChart
from shopdesk.desk.desk import Desk
from shopdesk.desk.grid import Shown
from shopdesk.desk.spanned.facts import View
from shopdesk.desk.spanned.span import Size, Span, month_short
from shopdesk.desk.spanned.table_page import Row, TablePage
from shopdesk.desk.tabs.books.chart_page import ChartPage
from shopdesk.exchange.workbook import write_bridge
from shopdesk.exchange.writing.cover import Cover
from shopdesk.shop.cash.bridge import by_month, fetch_bridges, postings_of
from shopdesk.shop.cash.rules import BARS, SUMS, Step
from shopdesk.shop.cash.sheets import BAR_HELP, BAR_SHORT, BAR_TITLES, BRIDGE, BRIDGE_MONTHS
from shopdesk.shop.profit.scope import Scope
from shopdesk.text import _


class BridgePage(ChartPage):
    """The bridge of the days and the channel that are shown."""

    bar_opened = Signal(str, str)
    """Key of a bar whose rows are wanted, and its accounts."""

    def __init__(self, desk: Desk) -> None:
        self.chart = WaterfallChart(_(BRIDGE.title), "", [], [], ())
        super().__init__(desk, BRIDGE, read_bars, self.chart, _workbook, order="number", search=("bar",))
        self.chart.clicked.connect(self._open)
        self.opened.connect(self._open)

    def _take(self, rows: list[Row]) -> None:
        told = [dict(zip(_KEYS, cells, strict=True)) for _number, cells in rows]
        labels = [_(BAR_SHORT[row["key"]]) for row in told]
        sums = [place for place, row in enumerate(told) if row["key"] in SUMS]
        self.chart.show_steps(labels, [row["amount"] for row in told], sums)
        super()._take(rows)

    def _open(self, number: int) -> None:
        row = self.values(number)
        if row:
            self.bar_opened.emit(row["key"], row["accounts"] or "")


def read_steps(tx: Any, view: View) -> list[Step]:
    """The bars of a view."""
    return fetch_bridges(tx, replace(view.scope, size=None))[""]


def read_bars(tx: Any, view: View) -> list[Row]:
    """A row a bar; ids are their places."""
    return [
        (number, (number, _(BAR_TITLES[step.key]), step.amount, step.running, step.opening, step.closing,
                  _(BAR_HELP.get(step.key, "")), step.key, ", ".join(step.codes)))
        for number, step in enumerate(read_steps(tx, view))
    ]  # fmt: skip


_KEYS: Final = [column.key for column in BRIDGE.columns]


def _workbook(tx: Any, view: View, cover: Cover) -> Callable[[Path], None]:
    steps, months = read_steps(tx, view), by_month(fetch_bridges(tx, view.scope))
    return partial(write_bridge, cover=cover, steps=steps, months=months)


def bridge_months_page(desk: Desk) -> TablePage:
    """The bridge month by month; ids count the months."""
    return TablePage(
        desk, BRIDGE_MONTHS, read_months, order=(("month", True),), search=("month",), formatters={"month": _month}
    )


def read_months(tx: Any, view: View) -> list[Row]:
    """A row a month; a month or a quarter stands among all the others."""
    is_short = view.span.size in {Size.MONTH, Size.QUARTER}
    scope = Scope(channel_id=view.channel_id) if is_short else view.scope
    months = by_month(fetch_bridges(tx, scope))
    return [(number, (month, *map(amounts.get, BARS))) for number, (month, amounts) in enumerate(months)]


def _month(value: Any, _row: Sequence[Any]) -> Shown:
    return Shown(month_short(date(int(value[:4]), int(value[5:]), 1)))


def postings_of_bar(bar: str, accounts: str, span: Span) -> list[tuple[str, str]]:
    """Filters of the journal: the postings of a bar in the days that are shown; nothing where it is none."""
    found = postings_of(bar, accounts.split(", ") if accounts else ())
    return [("entry_on", span.filter), *found] if found and span.filter else found
