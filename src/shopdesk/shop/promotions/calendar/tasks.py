"""Everything that is to be got ready, over all promotions: by when, for which of them, and what is overdue."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from sqlalchemy import func, select

from shopdesk.shop.columns import Column, Kind, Sheet, Tone
from shopdesk.shop.columns import State as Shown
from shopdesk.shop.promotions.rules import State
from shopdesk.store.tables import Promotion, PromotionTask
from shopdesk.store.tx import Tx
from shopdesk.text import N_

SOON: Final = 3
"""A task within so many days wants somebody now."""


class Due(StrEnum):
    """How a task stands."""

    LATE = "late"
    SOON = "soon"
    LATER = "later"
    DONE = "done"


DUES: Final[Mapping[str, Shown]] = MappingProxyType(
    {
        Due.LATE: Shown(N_("Overdue"), Tone.BAD),
        Due.SOON: Shown(N_("Due soon"), Tone.WARN),
        Due.LATER: Shown(N_("Later"), Tone.PLAIN),
        Due.DONE: Shown(N_("Done"), Tone.GOOD),
    }
)
TASKS: Final = Sheet(
    name="promotion_tasks",
    title=N_("Tasks of promotions"),
    key="task",
    help=N_("What is to be got ready for promotions, by the day by which it is to be done."),
    columns=(
        Column("due_on", N_("To be done by"), Kind.DATE, width=12),
        Column("state", N_("State"), Kind.STATE, width=10, states=DUES),
        Column("task", N_("What is to be done"), Kind.TEXT, width=30),
        Column("promotion", N_("Promotion"), Kind.TEXT, width=26),
        Column("starts_on", N_("Begins"), Kind.DATE, width=12),
        Column("owner", N_("In charge"), Kind.TEXT, width=14),
        Column("promotion_no", N_("Promotion no."), Kind.ID, width=12),
    ),
)


@dataclass(frozen=True, slots=True)
class DueTask:
    """A task of some promotion."""

    task_id: int
    promotion_id: int
    title: str
    promotion: str
    promotion_no: str
    owner: str | None
    starts_on: date
    due_on: date
    state: Due

    @property
    def cells(self) -> tuple[object, ...]:
        """By the columns of TASKS."""
        who = self.owner, self.promotion_no
        return self.due_on, self.state.value, self.title, self.promotion, self.starts_on, *who

    @property
    def presses(self) -> bool:
        """Whether it wants somebody now."""
        return self.state in {Due.LATE, Due.SOON}


def fetch_tasks(tx: Tx, *, within: int | None = None, done: bool = False) -> list[DueTask]:
    """Tasks of promotions that are not called off, the first due first; `within` so many days, None: all.

    Of a promotion that is over only what was to follow it still counts.
    """
    columns = (
        PromotionTask.task_id, PromotionTask.title, PromotionTask.days_before, PromotionTask.done_at,
        Promotion.promotion_id, Promotion.promotion_no, Promotion.starts_at, Promotion.owner,
        Promotion.title.label("promotion"),
    )  # fmt: skip
    stands = Promotion.state != State.CANCELLED.value
    follows = func.coalesce(Promotion.ends_at > tx.now, True) | (PromotionTask.days_before < 0)
    wanted = select(*columns).join(Promotion, Promotion.promotion_id == PromotionTask.promotion_id)
    if not done:
        wanted = wanted.where(PromotionTask.done_at.is_(None), follows)
    found = []
    for row in tx.rows(wanted.where(stands)):
        first = row.starts_at.astimezone(tx.zone).date()
        due_on = first - timedelta(row.days_before)
        state = Due.DONE if row.done_at is not None else due_at(due_on, tx.today)
        if within is None or due_on <= tx.today + timedelta(within):
            told = row.promotion, row.promotion_no, row.owner, first, due_on, state
            found.append(DueTask(row.task_id, row.promotion_id, row.title, *told))
    return sorted(found, key=lambda one: (one.due_on, one.starts_on, one.task_id))


def due_at(day: date, today: date) -> Due:
    """How a task of that day stands; on its day it is not late yet."""
    if day < today:
        return Due.LATE
    return Due.SOON if day <= today + timedelta(SOON) else Due.LATER


def count_pressing(tx: Tx) -> int:
    """How many tasks want somebody now."""
    return len(fetch_tasks(tx, within=SOON))
