"""Tasks that come of complaints and returns: a listing put right, money asked of a supplier, a lot called back."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import func, select

from shopdesk.shop.service.reasons.rules import SCALE, Bundle
from shopdesk.shop.service.reasons.sheets import TASKS
from shopdesk.shop.service.reasons.task_rules import USUAL_DAYS, TaskKind, TaskState
from shopdesk.shop.stock.trace import find_lot_orders
from shopdesk.store.action import action
from shopdesk.store.rows import RowSource
from shopdesk.store.tables import Lot, Sku, Supplier, WorkTask
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError, _, n_

_T: Final = WorkTask.__table__.c
TYPED: Final = frozenset({"due_on", "title", "claimed", "person", "note"})
"""Columns that people edit in place."""
GONE: Final = N_("This task is no longer in the shop.")

TASK_ROWS: Final = RowSource(
    sheet=TASKS,
    origin=WorkTask.__table__.outerjoin(Sku.__table__, Sku.__table__.c.sku_id == _T.sku_id)
    .outerjoin(Supplier.__table__, Supplier.__table__.c.supplier_id == _T.supplier_id)
    .outerjoin(Lot.__table__, Lot.__table__.c.lot_id == _T.lot_id),
    row_id=_T.task_id,
    values={
        **{column.key: _T[column.key] for column in TASKS.columns if column.key in _T},
        "sku": Sku.__table__.c.code,
        "supplier": Supplier.__table__.c.name,
        "lot": Lot.__table__.c.lot_no,
    },
    search=(_T.title, _T.reason, Sku.__table__.c.code, Supplier.__table__.c.name, Lot.__table__.c.lot_no),
    order=(("state", True), ("due_on", False), ("opened_on", False)),
)
"""Every task: open ones first, what is due next at the top."""


@action("task.edit", N_("Open a task"), undoable=True)
def open_task(tx: Tx, facts: Mapping[str, Any]) -> int:
    """A task from columns of `work_task`; returns its id."""
    title, kind = str(facts.get("title") or "").strip(), TaskKind(facts.get("kind") or TaskKind.OTHER)
    _check("title", title)
    _check("claimed", facts.get("claimed"))
    told = {key: value or None for key, value in facts.items() if key in _T}
    tx.say(N_("Open task {title}"), title=title)
    made = {**told, "title": title, "kind": kind.value, "opened_on": tx.today, "state": TaskState.OPEN.value}
    return tx.insert(WorkTask, **made)


@action("task.edit", N_("Edit tasks"), undoable=True)
def edit_tasks(tx: Tx, edits: Sequence[tuple[int, str, Any]]) -> int:
    """Cells of tasks as one step of undo: (task_id, column, value). Returns how many became different."""
    for _task_id, key, value in edits:
        if key not in TYPED:
            raise KeyError(key)
        _check(key, value)
    tx.say(N_("Edit {count} cells of tasks"), count=len(edits))
    return sum(tx.update(WorkTask, task_id, **{key: value}) for task_id, key, value in edits)


@action("task.edit", N_("Tick tasks off"), undoable=True)
def set_tasks(tx: Tx, task_ids: Sequence[int], state: TaskState) -> int:
    """Tasks are done, or to do again. Returns how many were in another state."""
    changed = sum(tx.update(WorkTask, task_id, state=state.value) for task_id in task_ids)
    message = N_("Tick off {count} tasks") if state is TaskState.DONE else N_("Take up {count} tasks again")
    tx.say(message, count=changed)
    return changed


@action("task.edit", N_("Remove a task"), undoable=True)
def remove_task(tx: Tx, task_id: int) -> None:
    """Take a task out; undo brings it back."""
    title = tx.scalar(select(_T.title).where(_T.task_id == task_id))
    if title is None:
        raise UserError(GONE, code="gone")
    tx.say(N_("Remove task {title}"), title=title)
    tx.delete(WorkTask, task_id)


def _check(key: str, value: Any) -> None:
    if key == "title" and not str(value or "").strip():
        raise UserError(N_("Say in a few words what is to be done."), code="title")
    if key == "claimed" and value is not None and value < 0:
        raise UserError(N_("Money asked is not below zero."), code="claimed")


# ------------------------------------------------------------------------------------------------------------ reports


def propose_task(tx: Tx, kind: TaskKind, row: Bundle) -> dict[str, Any]:
    """The columns of a task about a row: what it is about, by when, by whom, and what a supplier is asked for.

    UserError where the row is of several SKUs, suppliers or lots, or of none that the kind is about.
    """
    ids = {name: row.only(name) for name in ("sku_id", "supplier_id", "lot_id")}
    about = {TaskKind.LISTING: "sku_id", TaskKind.CLAIM: "supplier_id", TaskKind.RECALL: "lot_id"}.get(kind)
    if about is not None and ids[about] is None:
        raise UserError(_LACKING[kind], code=about)
    reasons = {one.thing.reason for one in row.troubles}
    reason = reasons.pop() if len(reasons) == 1 else None
    thing = row.troubles[0].thing
    of_what = {TaskKind.LISTING: thing.sku, TaskKind.CLAIM: thing.supplier, TaskKind.RECALL: thing.lot}.get(kind)
    words = " · ".join(filter(None, (_(_TITLES[kind]).format(what=of_what), reason)))
    facts: dict[str, Any] = {"kind": kind.value, "title": words, "reason": reason, "person": tx.person or None, **ids}
    facts["due_on"] = tx.today + timedelta(USUAL_DAYS[kind])
    if kind is TaskKind.CLAIM:
        facts["claimed"] = max(Decimal(row.costs.total) / SCALE, Decimal(0))
    if kind is TaskKind.RECALL:
        count = len(find_lot_orders(tx, ids["lot_id"] or 0))
        facts["note"] = n_("{count} order has pieces of it", "{count} orders have pieces of it", count).format(
            count=count
        )
    return facts


_TITLES: Final = {
    TaskKind.LISTING: N_("Put the listing of {what} right"),
    TaskKind.CLAIM: N_("Claim from {what}"),
    TaskKind.RECALL: N_("Call lot {what} back"),
    TaskKind.OTHER: N_("Look into it"),
}
_LACKING: Final = {
    TaskKind.LISTING: N_("Choose a row of one SKU: a listing task is about one."),
    TaskKind.CLAIM: N_("Choose a row of one supplier: a claim is made to one."),
    TaskKind.RECALL: N_("Choose a row of one lot: a recall is of one."),
}


def find_task(tx: Tx, task_id: int) -> Any:
    """The columns of a task, and the names of what it is about; None where it is gone."""
    found = tx.rows(
        select(WorkTask.__table__, *(TASK_ROWS.values[key].label(key) for key in ("sku", "supplier", "lot")))
        .select_from(TASK_ROWS.origin)
        .where(_T.task_id == task_id)
    )
    return found[0] if found else None


def fetch_due(tx: Tx, days: int) -> list[Any]:
    """Open tasks that are due by so many days from today, the most overdue first: task_id, title, due_on, person."""
    wanted = select(_T.task_id, _T.title, _T.due_on, _T.person).where(
        _T.state == TaskState.OPEN.value, _T.due_on <= tx.today + timedelta(days)
    )
    return list(tx.rows(wanted.order_by(_T.due_on, _T.task_id)))


def count_due(tx: Tx) -> int:
    """How many open tasks are due today or were before."""
    return len(fetch_due(tx, 0))


def count_open(tx: Tx) -> int:
    """How many tasks are open."""
    counted = select(func.count()).select_from(WorkTask).where(_T.state == TaskState.OPEN.value)
    return int(tx.scalar(counted) or 0)
