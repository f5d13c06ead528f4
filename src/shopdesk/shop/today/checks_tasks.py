"""The check of tasks that are due: listings to be put right, claims, recalls."""

from decimal import Decimal
from typing import Final

from shopdesk.shop.service.reasons.tasks import count_open, fetch_due
from shopdesk.shop.today.looking import Check, Evidence, Found, Limit, Limits, Said, judged, place
from shopdesk.store.tx import Tx
from shopdesk.text import N_


def due_tasks(tx: Tx, limits: Limits) -> Found | None:
    """Open tasks that are overdue, or due within so many days."""
    if not count_open(tx):
        return None
    told = [
        (row.due_on, Evidence(row.title, Said(N_("by {day}, {who}"), {"day": row.due_on, "who": row.person or "–"}),
                              place("service", segment="tasks", row_id=row.task_id)))
        for row in fetch_due(tx, int(limits["days"]))
    ]  # fmt: skip
    bad = [one for due, one in told if due < tx.today]
    warn = [one for due, one in told if due >= tx.today]
    said = Said(N_("Tasks that are due: {count}"), {"count": len(told)})
    return judged(bad, warn, said, Said(N_("No task is due")))


TASKS: Final = (
    Check(
        "tasks", N_("Tasks"), N_("Show tasks"), place("service", segment="tasks", quick="open"), due_tasks,
        (Limit("days", N_("Days before the due day"), Decimal(2)),),
    ),
)  # fmt: skip
