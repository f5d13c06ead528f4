"""What is got ready for a promotion: tasks with deadlines counted back from its first day, publicity, own days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import select

from shopdesk.shop.columns import Column, Kind, State
from shopdesk.store.action import action
from shopdesk.store.tables import Festival, Promotion, PromotionTask, Publicity
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError


class PublicityKind(StrEnum):
    """How people hear of a promotion."""

    AD = "ad"
    MESSAGE = "message"
    INFLUENCER = "influencer"
    POST = "post"
    OTHER = "other"


PUBLICITY_KINDS: Final[Mapping[str, State]] = MappingProxyType(
    {
        PublicityKind.AD: State(N_("Advertisement")),
        PublicityKind.MESSAGE: State(N_("Messages to customers")),
        PublicityKind.INFLUENCER: State(N_("Influencer")),
        PublicityKind.POST: State(N_("Post")),
        PublicityKind.OTHER: State(N_("Other")),
    }
)
PUBLICITY_FIELDS: Final = (
    Column("kind", N_("Kind"), Kind.STATE, states=PUBLICITY_KINDS, required=True),
    Column("title", N_("What"), Kind.TEXT, required=True),
    Column("link", N_("Link"), Kind.TEXT),
    Column("planned_cost", N_("Planned cost"), Kind.MONEY),
    Column("actual_cost", N_("Actual cost"), Kind.MONEY, help=N_("Booked where it is paid: an expense, or ad spend.")),
    Column("result", N_("Result"), Kind.LONG_TEXT, help=N_("Views, clicks, orders: what came of it.")),
)  # fmt: skip
TASK_FIELDS: Final = (
    Column("title", N_("What is to be done"), Kind.TEXT, required=True),
    Column("days_before", N_("Days before the first day"), Kind.INTEGER, required=True, example="7"),
)
BACKWARDS: Final = N_("The last day comes before the first.")
DAY_FIELDS: Final = (
    Column("title", N_("Day"), Kind.TEXT, required=True, help=N_("What it is called in the calendar.")),
    Column("first_on", N_("First day"), Kind.DATE, required=True),
    Column("last_on", N_("Last day"), Kind.DATE, help=N_("Blank: the first day alone.")),
)


@dataclass(frozen=True, slots=True)
class Task:
    """A task and the day by which it is to be done."""

    task_id: int
    title: str
    due_on: date
    is_done: bool

    def is_overdue(self, today: date) -> bool:
        """Whether its day is over and it is not done."""
        return not self.is_done and self.due_on < today


@dataclass(frozen=True, slots=True)
class Notice:
    """A piece of publicity."""

    publicity_id: int
    kind: str
    title: str
    link: str | None
    planned_cost: Decimal | None
    actual_cost: Decimal | None
    result: str | None


def find_tasks(tx: Tx, promotion_id: int) -> list[Task]:
    """The tasks of a promotion, the first due first."""
    starts = tx.scalar(select(Promotion.starts_at).where(Promotion.promotion_id == promotion_id))
    if starts is None:
        return []
    first = starts.astimezone(tx.zone).date()
    rows = tx.rows(select(PromotionTask.__table__).where(PromotionTask.promotion_id == promotion_id))
    tasks = [Task(row.task_id, row.title, first - timedelta(row.days_before), row.done_at is not None) for row in rows]
    return sorted(tasks, key=lambda task: (task.due_on, task.task_id))


def find_publicity(tx: Tx, promotion_id: int) -> list[Notice]:
    """The publicity of a promotion, as it was entered."""
    columns = Publicity.__table__.c
    rows = tx.rows(
        select(*(columns[name] for name in Notice.__slots__))
        .where(columns.promotion_id == promotion_id)
        .order_by(columns.publicity_id)
    )
    return [Notice(*row) for row in rows]


@action("promotion.edit", N_("Add a task"), undoable=True)
def add_task(tx: Tx, promotion_id: int, title: str, days_before: int) -> int:
    """Something to get ready, so many days before the first day of a promotion. Returns its id."""
    _need(title)
    tx.say(N_("Add task {title}"), title=title.strip())
    return tx.insert(
        PromotionTask, promotion_id=promotion_id, title=title.strip(), days_before=days_before, done_at=None
    )  # fmt: skip


@action("promotion.edit", N_("Tick tasks"), undoable=True)
def tick_tasks(tx: Tx, task_ids: Sequence[int], is_done: bool) -> None:
    """They are done, or after all they are not."""
    for task_id in task_ids:
        tx.update(PromotionTask, task_id, done_at=tx.now if is_done else None)


@action("promotion.edit", N_("Remove a task"), undoable=True)
def remove_task(tx: Tx, task_id: int) -> None:
    """It need not be done."""
    tx.delete(PromotionTask, task_id)


@action("promotion.edit", N_("Publicity"), undoable=True)
def set_publicity(tx: Tx, promotion_id: int, values: Mapping[str, Any], publicity_id: int | None = None) -> int:
    """Enter publicity, or change what was entered; `values` by PUBLICITY_FIELDS. Returns its id."""
    _need(values["title"])
    costs = [values.get(name) for name in ("planned_cost", "actual_cost")]
    if any(cost is not None and cost < 0 for cost in costs):
        raise UserError(N_("A cost cannot be below zero."), code="cost")
    tx.say(N_("Publicity {title}"), title=values["title"])
    if publicity_id is None:
        return tx.insert(Publicity, promotion_id=promotion_id, **values)
    tx.update(Publicity, publicity_id, **values)
    return publicity_id


@action("promotion.edit", N_("Remove publicity"), undoable=True)
def remove_publicity(tx: Tx, publicity_id: int) -> None:
    """It does not take place."""
    tx.delete(Publicity, publicity_id)


@action("promotion.edit", N_("Add a day of the shop"), undoable=True)
def add_day(tx: Tx, title: str, first_on: date, last_on: date | None = None) -> int:
    """A day in the calendar, or several in a row, such as the Prime Day of a year. Returns its id."""
    _need(title)
    if last_on is not None and last_on < first_on:
        raise UserError(BACKWARDS, code="days")
    return tx.insert(Festival, title=title.strip(), first_on=first_on, last_on=last_on or first_on)


def find_days(tx: Tx) -> Sequence[Any]:
    """The shop's own days: festival_id, title, first_on, last_on, by day."""
    return tx.rows(select(Festival.__table__).order_by(Festival.first_on, Festival.festival_id))


def _need(title: str) -> None:
    if not title.strip():
        raise UserError(N_("Say what it is."), code="required")
