"""Tasks in a list: what is due next first; ticked off, taken up again, and led to what they are about."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_list import DetailList, DocumentPanel, Listed
from shopdesk.desk.figures import Figures, said
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.flow import Flow
from shopdesk.desk.forms import Field
from shopdesk.desk.grid import parse_input
from shopdesk.desk.grid.rows_model import Edit
from shopdesk.desk.part_form import PartForm
from shopdesk.desk.widgets import Pill, Words, button
from shopdesk.shop.columns import Kind, Tone
from shopdesk.shop.service.reasons.sheets import TASK_KINDS, TASK_STATES, TASKS
from shopdesk.shop.service.reasons.task_rules import TaskKind, TaskState
from shopdesk.shop.service.reasons.tasks import (
    GONE,
    TASK_ROWS,
    edit_tasks,
    find_task,
    open_task,
    remove_task,
    set_tasks,
)
from shopdesk.text import N_, UserError, _

SELECT: Final = N_("Select a task, or write one.")
EMPTY: Final = N_("Nothing is to be done. Open a task from a row of the reasons, or write one here.")
QUICK: Final = (
    *(Quick(state.value, TASK_STATES[state].title, (("state", f"={state.value}"),)) for state in TaskState),
    *(Quick(kind.value, TASK_KINDS[kind].title, (("kind", f"={kind.value}"),)) for kind in TaskKind),
    Quick("all", N_("All"), ()),
)
_ASKED: Final = ("title", "due_on", "person", "note")


class TaskPanel(DocumentPanel):
    """Shows one task."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Task"))
        self._desk = desk

    def show_facts(self, facts: Any, figures: Figures) -> None:
        """Show a task."""
        self.clear()
        self.set_head(facts.title, said(TASK_KINDS, facts.kind)[0], Pill(*said(TASK_STATES, facts.state)))
        self.facts("", _told(facts, figures))
        if facts.note:
            self.section().addWidget(Words(facts.note, "body", wrap=True))
        line = Flow(gap=6)
        is_open = facts.state == TaskState.OPEN
        to = TaskState.DONE if is_open else TaskState.OPEN
        words = _("Done") if is_open else _("Take up again")
        look = "primary" if is_open else "plain"
        line.line.addWidget(button(words, partial(self._desk.do, set_tasks, [facts.task_id], to), look=look))
        line.line.addWidget(button(_("Remove"), partial(self._desk.do, remove_task, facts.task_id), icon_name="delete"))
        place = self.section()
        place.addWidget(line)
        for title, tab, where in _ways(facts):
            place.addWidget(button(title, partial(self._desk.show, tab, **where), look="link"))
        self.finish()


def _told(task: Any, figures: Figures) -> list[tuple[str, str]]:
    """What is known of a task, by title."""
    days = [(key, figures.text(Kind.DATE, getattr(task, key))) for key in ("due_on", "opened_on")]
    words = [(key, getattr(task, key)) for key in ("person", "reason", "sku", "supplier", "lot")]
    money = [("claimed", figures.money(task.claimed))] if task.claimed else []
    return [(_(TASKS.column(key).title), str(value)) for key, value in (*days, *words, *money) if value]


def _ways(task: Any) -> list[tuple[str, str, dict[str, Any]]]:
    """Where the things are that a task is about."""
    ways = list[tuple[str, str, dict[str, Any]]]()
    if task.sku and task.kind == TaskKind.LISTING:
        ways.append((_("Show its listings"), "listings", {"segment": "list", "search": task.sku}))
    if task.lot:
        where = {"view": "lots", "quick": "all", "search": task.lot}
        ways.append((_("Show who got pieces of the lot"), "stock", where))
    if task.supplier:
        ways.append((_("Show the supplier"), "buying", {"view": "suppliers", "search": task.supplier}))
    return ways


class TasksList(DetailList):
    """The list, its panel and the form of a new one."""

    def __init__(self, desk: Desk) -> None:
        listed = Listed(
            "tasks", TASK_ROWS, QUICK, N_("Filters of tasks"), find_task, select=SELECT, gone=GONE, empty=EMPTY,
            counted=True,
        )  # fmt: skip
        super().__init__(desk, listed, TaskPanel(desk), self._edit)
        self.part = PartForm(desk, _("Task"))
        self.page.side.addWidget(self.part)
        self.part.left.connect(self.page.back)
        self.line.flow.line.addWidget(button(_("New task…"), self.begin, icon_name="add"))

    def begin(self) -> None:
        """The form of a new task."""
        fields = [Field(TASKS.column(key)) for key in _ASKED]
        self.part.ask(_("New task"), fields, partial(self.part.send, open_task))
        self.page.show_side(self.part)

    def _edit(self, edits: Sequence[Edit]) -> None:
        read = [(row_id, key, parse_input(TASKS.column(key), text)) for row_id, key, text in edits]
        self._desk.do(edit_tasks, read, failed=self._refused)

    def _refused(self, error: UserError) -> None:
        self._desk.tell(str(error), Tone.WARN)
        self.refresh()
