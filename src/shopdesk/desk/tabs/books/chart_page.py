"""A table over days with its chart above, and a workbook of both."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QVBoxLayout

from shopdesk.desk import theme
from shopdesk.desk.charts import Chart
from shopdesk.desk.desk import Desk, OpenStore
from shopdesk.desk.exporting import open_folder
from shopdesk.desk.figures import Figures
from shopdesk.desk.jobs import Job
from shopdesk.desk.panels import Card
from shopdesk.desk.spanned.facts import Facts, View
from shopdesk.desk.spanned.table_page import Row, TablePage
from shopdesk.desk.widgets import button
from shopdesk.exchange.writing.cover import Cover
from shopdesk.shop.columns import Sheet, Tone
from shopdesk.text import _

CHART_HEIGHT: Final = 250
LEAST_HEIGHT: Final = 80
"""Pixels at text size 100: of the chart with its heading, where the page is high enough; of the chart alone."""
Write = Callable[[Any, View, Cover], Callable[[Path], None]]
"""Reads what a workbook is of, and answers what writes it."""


class ChartPage(TablePage):
    """Shows `chart` over the table; `write` makes the workbook of a view."""

    _share = 0.5
    """Of a low page, what the chart with its heading has."""

    def __init__(
        self, desk: Desk, sheet: Sheet, read: Callable[[Any, View], list[Row]], chart: Chart, write: Write,
        *, order: str, search: Sequence[str] = (),
    ) -> None:  # fmt: skip
        super().__init__(desk, sheet, read, order=((order, False),), search=search)
        self._view: View | None = None
        self._write, self._title = write, _(sheet.title)
        for needless in (self.totals, self.line):  # of so few rows
            needless.hide()
        self.save = button(_("Save as a workbook…"), self.ask_workbook, icon_name="export")
        self.card = Card(self._title, _(sheet.help))
        self.card.head.addWidget(self.save)
        self.card.body.addWidget(chart)
        chart.setMinimumHeight(theme.scaled(LEAST_HEIGHT))
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        self.column = column
        self.column.insertWidget(0, self.card)

    def show_view(self, view: View, facts: Facts, figures: Figures) -> None:
        """Read a view."""
        self._view = view
        super().show_view(view, facts, figures)

    def ask_workbook(self) -> None:
        """Ask for a place, and write what is shown."""
        kinds, window = "Excel (*.xlsx)", QApplication.activeWindow()
        chosen, _kind = QFileDialog.getSaveFileName(window, self._title, f"{self._title}.xlsx", kinds)
        if chosen:
            self.write_workbook(Path(chosen).with_suffix(".xlsx"))

    def write_workbook(self, path: Path) -> None:
        """Write what is shown."""
        store = self._desk.store
        if store is not None and self._view is not None:
            work = partial(_write, store=store, path=path, view=self._view, write=self._write)
            self._desk.run(_("Exporting {name}").format(name=path.name), work, self._written)

    def _written(self, path: Path) -> None:
        action = (_("Open folder"), partial(open_folder, path))
        self._desk.tell(_("Wrote {file}").format(file=path.name), Tone.GOOD, action)

    # Qt's own names from here.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.card.setFixedHeight(min(theme.scaled(CHART_HEIGHT), round(self.height() * self._share)))


def _write(job: Job, store: OpenStore, path: Path, view: View, write: Write) -> Path:
    key = object()
    job.when_cancelled(partial(store.interrupt, key))
    with store.read(key) as tx:
        cover = Cover(tx.setting("name", "ShopDesk"), tx.currency, view.span.title, "", tx.now.astimezone(tx.zone))
        put = write(tx, view, cover)
    put(path)
    return path
