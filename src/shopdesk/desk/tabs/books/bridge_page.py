"""From profit to the bank: the bars as a chart over their table; a bar leads to the postings that make it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QVBoxLayout

from shopdesk.desk import theme
from shopdesk.desk.charts import WaterfallChart
from shopdesk.desk.desk import Desk, OpenStore
from shopdesk.desk.exporting import open_folder
from shopdesk.desk.figures import Figures
from shopdesk.desk.grid import Shown
from shopdesk.desk.jobs import Job
from shopdesk.desk.panels import Card
from shopdesk.desk.spanned.facts import Facts, View
from shopdesk.desk.spanned.span import Size, Span, month_short
from shopdesk.desk.spanned.table_page import Row, TablePage
from shopdesk.desk.widgets import button
from shopdesk.exchange.workbook import write_bridge
from shopdesk.exchange.writing.cover import Cover
from shopdesk.shop.cash.bridge import by_month, fetch_bridges, postings_of
from shopdesk.shop.cash.rules import BARS, SUMS, Step
from shopdesk.shop.cash.sheets import BAR_HELP, BAR_SHORT, BAR_TITLES, BRIDGE, BRIDGE_MONTHS
from shopdesk.shop.columns import Tone
from shopdesk.shop.profit.scope import Scope
from shopdesk.text import _

CHART_HEIGHT: Final = 250
LEAST_HEIGHT: Final = 80
"""Pixels at text size 100: of the chart with its heading, which on a low page has half of it; of the chart alone."""


class BridgePage(TablePage):
    """The bridge of the days and the channel that are shown."""

    bar_opened = Signal(str, str)
    """Key of a bar whose rows are wanted, and its accounts."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, BRIDGE, read_bars, order=(("number", False),), search=("bar",))
        self._view: View | None = None
        self.totals.hide()
        self.save = button(_("Save as a workbook…"), self.ask_workbook, icon_name="export")
        self.card = Card(_(BRIDGE.title), _(BRIDGE.help))
        self.card.head.addWidget(self.save)
        self.chart = WaterfallChart(_(BRIDGE.title), "", [], [], ())
        self.chart.setMinimumHeight(theme.scaled(LEAST_HEIGHT))
        self.chart.clicked.connect(self._open)
        self.card.body.addWidget(self.chart)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(0, self.card)
        self.opened.connect(self._open)

    def show_view(self, view: View, facts: Facts, figures: Figures) -> None:
        """Read the bridge of a view."""
        self._view = view
        super().show_view(view, facts, figures)

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

    # ------------------------------------------------------------------------------------------------ the workbook

    def ask_workbook(self) -> None:
        """Ask for a place, and write the bridge that is shown."""
        title = _(BRIDGE.title)
        kinds, window = "Excel (*.xlsx)", QApplication.activeWindow()
        chosen, _kind = QFileDialog.getSaveFileName(window, title, f"{title}.xlsx", kinds)
        if chosen:
            self.write_workbook(Path(chosen).with_suffix(".xlsx"))

    def write_workbook(self, path: Path) -> None:
        """Write the bridge that is shown, and that of its months."""
        store = self._desk.store
        if store is not None and self._view is not None:
            work = partial(_write, store=store, path=path, view=self._view)
            self._desk.run(_("Exporting {name}").format(name=path.name), work, self._written)

    def _written(self, path: Path) -> None:
        action = (_("Open folder"), partial(open_folder, path))
        self._desk.tell(_("Wrote {file}").format(file=path.name), Tone.GOOD, action)

    # Qt's own names from here.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.card.setFixedHeight(min(theme.scaled(CHART_HEIGHT), self.height() // 2))


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


def _write(job: Job, store: OpenStore, path: Path, view: View) -> Path:
    key = object()
    job.when_cancelled(partial(store.interrupt, key))
    with store.read(key) as tx:
        steps, months = read_steps(tx, view), by_month(fetch_bridges(tx, view.scope))
        cover = Cover(tx.setting("name", "ShopDesk"), tx.currency, view.span.title, "", tx.now.astimezone(tx.zone))
    write_bridge(path, cover, steps, months)
    return path


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
