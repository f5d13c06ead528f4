"""How customers come back: segments by recency, frequency and value, and cohorts by the month of the first sale."""

from datetime import date, tzinfo
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.exporting import export_rows
from shopdesk.desk.figures import Figures
from shopdesk.desk.panels import Card, Figure
from shopdesk.desk.tabs.today.rolled import RolledTable, add_row
from shopdesk.desk.widgets import Words, button, clear
from shopdesk.shop.columns import Sheet
from shopdesk.shop.orders.customers.segments import SEGMENTS
from shopdesk.shop.today.paths import Path, fetch_paths
from shopdesk.shop.today.retention import Cohort, Retention, fetch_retention
from shopdesk.shop.today.told_sheets import (
    COHORT_SHEET,
    PATH_SHEET,
    SEGMENT_SHEET,
    cohort_rows,
    path_rows,
    segment_rows,
)
from shopdesk.text import N_, _

NO_BUYERS: Final = N_("Buyers stand here once an order file names them.")
NOBODY_AGAIN: Final = N_("Nobody has bought a second time yet.")


class CustomersPage(QWidget):
    """See `desk.paged_tab.Started`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._figures = Figures()
        self._is_started = False
        self.retention: Retention | None = None
        self.cards = [Figure(title) for title in (
            _("Customers"), _("Bought again"), _("Days between two sales"), _("Worth of a customer"),
        )]  # fmt: skip
        self.paths: list[Path] = []
        self._segments, self._cohorts = QGridLayout(), QGridLayout()
        self._paths = RolledTable()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        line, row = QHBoxLayout(), QHBoxLayout()
        line.setSpacing(12)
        row.setSpacing(12)
        for card in self.cards:
            line.addWidget(card)
        column.addLayout(line)
        column.addLayout(row, 1)
        segments = Card(_("Segments"), _("by quintiles of last sale, number of sales and value"))
        cohorts = Card(_("Cohorts"), _("by month of the first sale: how many bought again so many months later"))
        for part, grid, share, sheet in (
            (segments, self._segments, 2, SEGMENT_SHEET), (cohorts, self._cohorts, 3, COHORT_SHEET),
        ):  # fmt: skip
            part.head.addWidget(button(_("Excel…"), partial(self._ask_out, sheet), icon_name="export"))
            grid.setHorizontalSpacing(12)
            grid.setVerticalSpacing(4)
            part.body.addLayout(grid)
            part.body.addStretch(1)
            row.addWidget(part, share)

        paths = Card(_("From first to next product"), _("what customers bought first, and what the next time"))
        paths.head.addWidget(button(_("Excel…"), partial(self._ask_out, PATH_SHEET), icon_name="export"))
        paths.body.addWidget(self._paths, 1)
        column.addWidget(paths, 1)

    def start(self, today: date, zone: tzinfo, figures: Figures) -> None:
        """Take what is known of the shop now, and read."""
        self._figures, self._is_started = figures, True
        self.refresh()

    def refresh(self) -> None:
        """Read again."""
        if self._is_started:
            self._desk.ask("today.retention", fetch_retention, self._take)
            self._desk.ask("today.paths", fetch_paths, self._show_paths)

    def _ask_out(self, sheet: Sheet) -> None:
        if sheet is PATH_SHEET:
            export_rows(self._desk, sheet, path_rows(self.paths), self._figures.zone)
        elif self.retention is not None:
            rows = segment_rows(self.retention) if sheet is SEGMENT_SHEET else cohort_rows(self.retention)
            export_rows(self._desk, sheet, rows, self._figures.zone)

    def _take(self, told: Retention) -> None:
        self.retention = told
        again = f"{told.again / told.customers:.1%}" if told.customers else "–"
        values = (
            f"{told.customers:,}", again, "–" if told.interval is None else str(told.interval),
            "–" if told.value is None else self._figures.money(told.value),
        )  # fmt: skip
        for card, value in zip(self.cards, values, strict=True):
            card.set_value(value)
        self._show_segments(told)
        self._show_cohorts(told)

    def _show_segments(self, told: Retention) -> None:
        clear(self._segments)
        if not told.groups:
            self._segments.addWidget(Words(_(NO_BUYERS), "body", "muted", wrap=True), 0, 0)
            return
        heads = (_("Segment"), _("Customers"), _("Orders"), _("Value"))
        add_row(self._segments, 0, heads, (0,), head=True)
        for row, group in enumerate(told.groups, 1):
            cells = (
                _(SEGMENTS[group.segment]), f"{group.customers:,}", f"{group.orders:,}",
                self._figures.money(group.value),
            )  # fmt: skip
            add_row(self._segments, row, cells, (0,))

    def _show_paths(self, paths: list[Path]) -> None:
        self.paths = paths
        grid = self._paths.begin(0, 1)
        if paths:
            add_row(grid, 0, [_(column.title) for column in PATH_SHEET.columns], (0, 1), head=True)
        else:
            grid.addWidget(Words(_(NOBODY_AGAIN), "body", "muted", wrap=True), 0, 0)
        for row, one in enumerate(paths, 1):
            cells = (one.first, one.then, f"{one.customers:,}", f"{one.share:.1%}", f"{one.days:,}")
            add_row(grid, row, cells, (0, 1))
        self._paths.end()

    def _show_cohorts(self, told: Retention) -> None:
        clear(self._cohorts)
        if not told.cohorts:
            self._cohorts.addWidget(Words(_("There is nothing to report yet."), "body", "muted"), 0, 0)
            return
        most = max((len(cohort.active) for cohort in told.cohorts), default=0)
        heads = (_("Month"), _("Customers"), *(f"+{later}" for later in range(1, most)))
        add_row(self._cohorts, 0, heads, (0,), head=True)
        for row, cohort in enumerate(told.cohorts, 1):
            add_row(self._cohorts, row, (cohort.month, f"{cohort.customers:,}"), (0,))
            for later, share in enumerate(_shares(cohort), 2):
                self._cohorts.addWidget(_cell(share), row, later)


def _shares(cohort: Cohort) -> list[float]:
    return [count / cohort.customers for count in cohort.active[1:]]


def _cell(share: float) -> QLabel:
    """A share on a ground that is the stronger the larger it is."""
    made = Words(f"{share:.0%}", "small")
    made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    t = theme.tokens()
    ground = theme.mix(t.surface, t.accent, min(share * 1.5, 0.5))
    made.setStyleSheet(f"background: {ground.name()}; padding: 2px 4px; border-radius: 3px;")
    return made
