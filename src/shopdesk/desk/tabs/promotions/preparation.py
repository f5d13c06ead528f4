"""The part of a promotion's panel that says what is to be got ready by when, and how people hear of it."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_lines import Ruled
from shopdesk.desk.figures import Figures, said
from shopdesk.desk.forms import Field
from shopdesk.desk.part_form import PartForm
from shopdesk.desk.widgets import Words, button
from shopdesk.shop.promotions.calendar.preparing import (
    PUBLICITY_FIELDS,
    PUBLICITY_KINDS,
    TASK_FIELDS,
    Notice,
    Task,
    add_task,
    remove_publicity,
    remove_task,
    set_publicity,
    tick_tasks,
)
from shopdesk.text import _

USUAL_DAYS: Final = 7
"""A task is proposed so many days before."""


class Preparation(QWidget):
    """Tasks to tick and publicity with its cost; what is to be typed is asked for by the owner of the side."""

    task_wanted = Signal()
    publicity_wanted = Signal(object)
    """A Notice to change, or None for a new one."""

    def __init__(self, desk: Desk, tasks: Sequence[Task], notices: Sequence[Notice], figures: Figures) -> None:
        super().__init__()
        self._desk, self._figures = desk, figures
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(Words(_("Preparation"), "small", "muted"))
        grid = QGridLayout()
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        for at, task in enumerate(tasks):
            self._task(grid, 2 * at, task)
        column.addLayout(grid)
        column.addWidget(button(_("Add a task…"), self.task_wanted.emit, look="link"))
        column.addWidget(Words(_("Publicity"), "small", "muted"))
        if notices:
            column.addWidget(self._notices(notices))
        column.addWidget(button(_("Add publicity…"), partial(self.publicity_wanted.emit, None), look="link"))

    def _task(self, grid: QGridLayout, at: int, task: Task) -> None:
        today = self._figures.today or date.max
        tick = QCheckBox(task.title)
        tick.setChecked(task.is_done)
        tick.toggled.connect(lambda is_done: self._desk.do(tick_tasks, [task.task_id], is_done))
        late = task.is_overdue(today)
        due = f"{task.due_on} · {_('overdue')}" if late else str(task.due_on)
        tick.setAccessibleName(f"{task.title}, {due}")
        tick.setToolTip(task.title)
        tick.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        words = Words(due, "small", "bad" if late else "muted")
        words.setContentsMargins(theme.scaled(22), 0, 0, 0)
        grid.addWidget(tick, at, 0)
        grid.addWidget(words, at + 1, 0)
        name = _("Remove task {title}").format(title=task.title)
        remove = partial(self._desk.do, remove_task, task.task_id)
        grid.addWidget(button("", remove, icon_name="delete", look="quiet", name=name), at, 1)

    def _notices(self, notices: Sequence[Notice]) -> Ruled:
        table = Ruled(2)
        table.head("", _("Planned"), _("Actual"))
        for one in notices:
            link = button(one.title, partial(self.publicity_wanted.emit, one), look="link")
            link.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            kind = said(PUBLICITY_KINDS, one.kind)[0]
            note = " · ".join(filter(None, (kind, one.link, one.result)))
            costs = (self._figures.money(cost) for cost in (one.planned_cost, one.actual_cost))
            table.add(link, *costs, note=note, tip=note)
        return table


def ask_task(form: PartForm, promotion_id: int) -> None:
    """The form for a task."""
    title, days = TASK_FIELDS
    fields = [Field(title), Field(days, USUAL_DAYS)]
    form.ask(_("Task"), fields, lambda typed: form.send(add_task, promotion_id, typed["title"], typed["days_before"]))


def ask_publicity(form: PartForm, desk: Desk, promotion_id: int, notice: Notice | None) -> None:
    """The form for publicity, new or there."""
    fields = [Field(column, getattr(notice, column.key, None)) for column in PUBLICITY_FIELDS]
    known = None if notice is None else notice.publicity_id
    remove = (
        None if known is None else (_("Remove"), partial(desk.do, remove_publicity, known, then=partial(_leave, form)))
    )
    form.ask(_("Publicity"), fields, lambda typed: form.send(set_publicity, promotion_id, typed, known), remove)


def _leave(form: PartForm, _done: object) -> None:
    form.left.emit()
