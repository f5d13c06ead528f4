"""What complaints and returns cost: the dearest first, as bars that run up to the whole, and what is done about it."""

from collections.abc import Sequence
from datetime import date, timedelta, tzinfo
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QVBoxLayout

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_list import DetailList, Listed
from shopdesk.desk.figures import Figures
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.forms import Field
from shopdesk.desk.part_form import PartForm
from shopdesk.desk.tabs.service.pareto import ParetoChart
from shopdesk.desk.tabs.service.reason_panel import ReasonPanel, Shown
from shopdesk.desk.widgets import Segments
from shopdesk.shop.columns import Tone
from shopdesk.shop.listings.traffic.events import fetch_logged
from shopdesk.shop.service.reasons.costs import fetch_troubles
from shopdesk.shop.service.reasons.rules import KEYS, Bundle, By, Trouble, bundle, trend
from shopdesk.shop.service.reasons.sheets import REASONS, TASKS
from shopdesk.shop.service.reasons.task_rules import TaskKind
from shopdesk.shop.service.reasons.tasks import open_task, propose_task
from shopdesk.store.filters import quoted
from shopdesk.store.loose import LooseRows
from shopdesk.text import N_, UserError, _

SPANS: Final = (("30", N_("30 days")), ("90", N_("90 days")), ("365", N_("Year")))
USUAL: Final = "90"
BYS: Final = (
    (By.REASON, N_("Reason")), (By.SKU, N_("SKU")), (By.SUPPLIER, N_("Supplier")), (By.LOT, N_("Lot")),
    (By.FULL, N_("All together")), (By.ROW, N_("Single rows")),
)  # fmt: skip
SELECT: Final = N_("Select a row to see its course, what it is made of, and what can be done.")
EMPTY: Final = N_("No complaint, return or refund in these days.")
BARS: Final = 12
"""So many rows are drawn."""
CHART_HEIGHT: Final = 190
ASKED: Final = {
    TaskKind.CLAIM: ("title", "claimed", "due_on", "person", "note"),
    TaskKind.LISTING: ("title", "due_on", "person", "note"),
    TaskKind.RECALL: ("title", "due_on", "person", "note"),
}
"""What is asked of a task of each kind."""


class ReasonsPage(DetailList):
    """Chart, list and panel; what the rows are put together by, and of how many days."""

    def __init__(self, desk: Desk) -> None:
        search = ("reason", "sku", "title", "supplier", "lot", "order_no", "case_no")
        self._rows = LooseRows(REASONS, (("cost", True), ("running", False)), search)
        self._troubles: Sequence[Trouble] = ()
        self._bundles: Sequence[Bundle] = ()
        self._known: tuple[date, tzinfo, Figures] | None = None
        self._days, self._by, self._is_other = int(USUAL), By.REASON, False
        panel = ReasonPanel(desk)
        super().__init__(desk, Listed(
            "reasons", self._rows.source, (Quick("all", N_("All"), ()),), N_("Filters of reasons"), self._read,
            select=SELECT, gone=SELECT, empty=EMPTY,
        ), panel)  # fmt: skip
        self.grid.rows.page_taken.connect(self._fit)
        self.spans = Segments([(key, _(title)) for key, title in SPANS], _("Days"), USUAL)
        self.spans.picked.connect(self.show_days)
        self.bys = Segments([(key.value, _(title)) for key, title in BYS], _("Put together by"), By.REASON.value)
        self.bys.picked.connect(self.show_by)
        for control in (self.bys, self.spans):
            self.line.flow.line.addWidget(control)
        self.chart = ParetoChart(_("What it cost"))
        self.chart.setFixedHeight(theme.scaled(CHART_HEIGHT))
        self.chart.clicked.connect(self._stand_at)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(0, self.chart)
        self.part = PartForm(desk, _("Task"))
        self.page.side.addWidget(self.part)
        self.part.left.connect(self.page.back)
        panel.task_wanted.connect(self.begin)
        panel.rows_wanted.connect(self.show_rows)

    # ------------------------------------------------------------------------------------------------ reading

    def start(self, today: date, zone: tzinfo, figures: Figures) -> None:
        """Read the days that are chosen, then show them."""
        self._known = today, zone, figures
        self.refresh()

    def refresh(self) -> None:
        if self._known is not None:
            since, until = self._span()
            self._desk.ask("service.reasons", lambda tx: fetch_troubles(tx, since, until), self._take_troubles)

    def _span(self) -> tuple[date, date]:
        assert self._known is not None
        today = self._known[0]
        return today - timedelta(self._days - 1), today

    def _take_troubles(self, troubles: Sequence[Trouble]) -> None:
        self._troubles = troubles
        self._put()

    def _put(self) -> None:
        self._bundles = bundle(self._troubles, self._by)
        self._rows.put([
            (place, [row.cell(column.key) for column in REASONS.columns])
            for place, row in enumerate(self._bundles, 1)
        ])  # fmt: skip
        keys = KEYS[self._by]
        dearest = [row for row in self._bundles[:BARS] if row.costs.total > 0]
        labels = [" ".join(str(row.key[key]) for key in keys if row.key[key]) or _("Not told") for row in dearest]
        self.chart.show_rows(labels, [row.cell("cost") for row in dearest], [row.running for row in dearest])
        self.chart.setVisible(bool(dearest))
        if self.grid.query.today is None:
            assert self._known is not None
            super().start(*self._known)
            self._show_keys()
        else:
            super().refresh()

    def _show_keys(self) -> None:
        """Only the columns by which rows are put together now; the others of the kind would be blank."""
        columns, of_rows = self.grid.view.columns, set(KEYS[By.ROW])
        columns.arrange(columns.order(), (columns.hidden() - of_rows) | (of_rows - set(KEYS[self._by])))

    def _fit(self) -> None:
        """Rows of another kind are here: their words want other widths."""
        if self._is_other:
            self._is_other = False
            self.grid.view.columns.fit()

    def _read(self, tx: Any, place: int) -> Shown | None:
        if place > len(self._bundles):
            return None
        row, span = self._bundles[place - 1], self._span()
        return Shown(row, self._by, trend(row.troubles, *span), fetch_logged(tx, *span))

    # ------------------------------------------------------------------------------------------------ going about

    def show_days(self, key: str) -> None:
        """Look at so many days up to today."""
        self.spans.set_current(key)
        self._days = int(key)
        self.refresh()

    def show_by(self, key: str) -> None:
        """Put the rows together by something else; filters on columns that are gone go too."""
        self.bys.set_current(key)
        self._by, self._is_other = By(key), True
        self._show_keys()
        self.narrow()
        self._put()

    def show_rows(self, row: Bundle) -> None:
        """The single rows that a row is made of."""
        self.show_by(By.ROW.value)
        self.narrow(filters=[(key, quoted(str(cell)) if cell is not None else "=") for key, cell in row.key.items()])

    def _stand_at(self, place: int) -> None:
        self.grid.seek(place + 1)

    def place(self) -> dict[str, Any]:
        """What is looked at."""
        return {"by": self._by.value, "days": str(self._days)}

    def show_place(self, by: str = By.REASON.value, days: str = USUAL, **_others: Any) -> None:
        """Come to these rows."""
        self.show_by(by)
        self.show_days(days)

    # ------------------------------------------------------------------------------------------------ tasks

    def begin(self, row: Bundle, kind: TaskKind) -> None:
        """A task about a row, with what is known of it filled in; kept with one more click."""
        self._desk.ask("service.task", lambda tx: propose_task(tx, kind, row), self._ask, self._cannot)

    def _cannot(self, error: UserError) -> None:
        self._desk.tell(str(error), Tone.WARN)

    def _ask(self, facts: dict[str, Any]) -> None:
        keys = ASKED[TaskKind(facts["kind"])]
        fields = [Field(TASKS.column(key), facts.get(key)) for key in keys]
        self.part.ask(_("New task"), fields, partial(self._keep, facts))
        self.page.show_side(self.part)

    def _keep(self, facts: dict[str, Any], typed: dict[str, Any]) -> None:
        def kept(done: Any) -> None:
            self.part.left.emit()
            link = partial(self._desk.show, "service", segment="tasks", row_id=done.value)
            self._desk.tell(_("The task stands in the list of tasks."), Tone.GOOD, (_("Show it"), link))

        self.part.form.submit.setEnabled(False)
        self._desk.do(open_task, {**facts, **typed}, then=kept, failed=self._refused)

    def _refused(self, error: UserError) -> None:
        self.part.form.refused(error)
