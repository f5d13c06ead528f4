"""What is to be got ready for all promotions, by day: ticked off here, or looked at in its promotion."""

from collections.abc import Sequence
from typing import Final

from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures
from shopdesk.desk.grid import GridView
from shopdesk.desk.grid.selection import spans
from shopdesk.desk.tabs.promotions.report_page import ReportPage
from shopdesk.desk.widgets import button
from shopdesk.shop.promotions.calendar.preparing import tick_tasks
from shopdesk.shop.promotions.calendar.tasks import TASKS, Due, DueTask, fetch_tasks
from shopdesk.text import N_, _, n_

SPANS: Final = (
    (7, N_("Due within 7 days")), (30, N_("Due within 30 days")), (None, N_("All that is open")),
    (-1, N_("Done ones too")),
)  # fmt: skip
SHOWN: Final = ("due_on", "state", "task", "promotion", "starts_on", "owner")
"""Columns that come first."""


class TasksPage(ReportPage):
    """Some days are picked above; what is due in them stands below."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, TASKS, SHOWN, _("Tasks that are shown"))
        for days, title in SPANS:
            self.pick.addItem(_(title), days)
        self.pick.setCurrentIndex(2)
        self.pick.currentIndexChanged.connect(self._ask)
        self.done = button(_("Done"), self._tick, icon_name="check")
        self.line.insertWidget(1, self.done)
        self._tasks: Sequence[DueTask] = ()
        self.show_note("")

    def start(self, figures: Figures) -> None:
        """Take what is known of the shop now, and read anew."""
        self._figures = figures
        self._ask()

    def _ask(self) -> None:
        days = self.pick.currentData()
        done, within = days == -1, None if days == -1 else days
        self._desk.ask("promotions.tasks", lambda tx: fetch_tasks(tx, within=within, done=done), self._take)

    def _take(self, tasks: Sequence[DueTask]) -> None:
        self._tasks = tasks
        self.done.setEnabled(any(one.state is not Due.DONE for one in tasks))
        if not tasks:
            self.show_note(
                _("Nothing is to be got ready. Tasks are added beside a promotion, in the calendar or list.")
            )
            return
        late = sum(one.state is Due.LATE for one in tasks)
        said = n_("{count} task", "{count} tasks", len(tasks)).format(count=len(tasks))
        lines = [_("Overdue: {count}").format(count=late)] if late else []
        self.show_rows(said, lines, [one.cells for one in tasks], self._open)

    def _open(self, number: int) -> None:
        self._desk.show("promotions", segment="promotions", promotion_id=self._tasks[number].promotion_id)

    def _tick(self) -> None:
        """Tick off the tasks whose rows are selected."""
        views = self.panel.findChildren(GridView)
        numbers = {n for view in views for first, last in spans(view.blocks()) for n in view.rows.ids(first, last)}
        chosen = [self._tasks[number] for number in sorted(numbers)]
        open_ones = [one.task_id for one in chosen if one.state is not Due.DONE]
        if not open_ones:
            self._desk.tell(_("Select the tasks that are done."))
            return
        said = n_("{count} task is done.", "{count} tasks are done.", len(open_ones)).format(count=len(open_ones))
        undo = (_("Undo"), self._desk.undo)
        self._desk.do(tick_tasks, open_ones, True, then=lambda _done: self._desk.tell(said, action=undo))
