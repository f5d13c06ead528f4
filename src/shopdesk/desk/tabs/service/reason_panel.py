"""One row of what complaints and returns cost: its parts, its course, its orders, and what can be done about it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout

from shopdesk.desk import theme
from shopdesk.desk.charts import LineChart
from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_list import DocumentPanel
from shopdesk.desk.figures import Figures
from shopdesk.desk.flow import Flow
from shopdesk.desk.widgets import Words, button
from shopdesk.shop.columns import Kind
from shopdesk.shop.listings.traffic.events import Logged
from shopdesk.shop.service.reasons.rules import KEYS, SCALE, Bundle, By, Step
from shopdesk.shop.service.reasons.sheets import REASONS
from shopdesk.shop.service.reasons.task_rules import TaskKind
from shopdesk.text import N_, _, n_

PARTS: Final = ("refund", "freight", "compensation", "written_off", "came_back", "cost")
MOST: Final = 8
"""So many orders are named; the rest is in the list of single rows."""
DEEDS: Final = (
    (TaskKind.LISTING, N_("Listing task…"), "sku_id"),
    (TaskKind.CLAIM, N_("Supplier claim…"), "supplier_id"),
    (TaskKind.RECALL, N_("Recall…"), "lot_id"),
)
CHART_HEIGHT: Final = 150


@dataclass(frozen=True, slots=True)
class Shown:
    """A row, what it is put together by, and its course."""

    row: Bundle
    by: By
    steps: Sequence[Step]
    events: Sequence[Logged]


class ReasonPanel(DocumentPanel):
    """Shows one row."""

    task_wanted = Signal(object, object)
    """The row, and the kind of task."""
    rows_wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Reason"))
        self._desk = desk
        self.chart: LineChart | None = None

    def show_facts(self, facts: Shown, figures: Figures) -> None:
        """Show a row."""
        row = facts.row
        self.clear()
        names = [str(row.key[key]) for key in KEYS[facts.by] if row.key[key] is not None]
        count = row.incidents
        happened = n_("{count} order or case", "{count} orders or cases", count).format(count=count)
        title = row.cell("title")
        self.set_head(" · ".join(names) or _("Not told"), " · ".join(filter(None, (str(title or ""), happened))))
        self._money(row, figures)
        self._deeds(self.section(), row)
        self._course(facts.steps, facts.events)
        self._orders(self.section(_("Where it happened")), facts, figures)
        self.finish()

    def _money(self, row: Bundle, figures: Figures) -> None:
        cells = [(key, row.cell(key)) for key in PARTS]
        told = [
            (_(REASONS.column(key).title), figures.text(Kind.MONEY, value), "text")
            for key, value in cells
            if value or key == "cost"
        ]
        for key in ("cases", "returns", "pieces"):
            value = row.cell(key)
            if value:
                told.append((_(REASONS.column(key).title), figures.text(REASONS.column(key).kind, value), "muted"))
        self.facts("", told)

    def _deeds(self, place: QVBoxLayout, row: Bundle) -> None:
        line = Flow(gap=6)
        for kind, title, about in DEEDS:
            made = button(_(title), partial(self.task_wanted.emit, row, kind))
            if row.only(about) is None:
                made.setEnabled(False)
                made.setToolTip(_("Only where the row is of one of them"))
            line.line.addWidget(made)
        place.addWidget(line)

    def _course(self, steps: Sequence[Step], events: Sequence[Logged]) -> None:
        if len(steps) < 2:
            return
        weeks = (steps[1].first - steps[0].first).days <= 7
        labels = [f"{step.first:%m-%d}" if weeks else f"{step.first:%Y-%m}" for step in steps]
        place = self.section(_("By week") if weeks else _("By month"))
        self.chart = LineChart(_("What it cost"), "", labels, ((_("Cost"), [step.cost for step in steps]),))
        self.chart.mark_spans([step.first for step in steps], ((one.day, one.title) for one in events))
        self.chart.setFixedHeight(theme.scaled(CHART_HEIGHT))
        place.addWidget(self.chart)

    def _orders(self, place: QVBoxLayout, facts: Shown, figures: Figures) -> None:
        told = sorted(facts.row.troubles, key=lambda one: (-one.costs.total, one.day))
        for one in told[:MOST]:
            amount = figures.money(Decimal(one.costs.total) / SCALE)
            day = figures.text(Kind.DATE, one.day)
            number = one.order_no or one.case_no or _("without an order")
            words = " · ".join(filter(None, (number, one.thing.sku, day, amount)))
            if one.order_no:
                self._link(place, words, partial(self._desk.show, "orders", order_no=one.order_no))
            elif one.case_id:
                self._link(place, words, partial(self._desk.show, "service", segment="cases", row_id=one.case_id))
            else:
                place.addWidget(Words(words, "small", "muted", wrap=True))
        if facts.by is not By.ROW:
            count = len(told)
            words = n_("Show {count} row", "Show {count} rows", count).format(count=f"{count:,}")
            place.addWidget(button(words, partial(self.rows_wanted.emit, facts.row)))

    @staticmethod
    def _link(place: QVBoxLayout, words: str, show: Callable[[], object]) -> None:
        """A link as wide as the panel, however long its words are."""
        made = button(words, show, look="link")
        made.setToolTip(words)
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        place.addWidget(made)
