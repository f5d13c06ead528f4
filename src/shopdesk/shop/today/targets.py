"""What a figure is to come to in a month: set by a person for the whole shop, shown beside the figure."""

from datetime import date
from decimal import Decimal

from sqlalchemy import select

from shopdesk.shop.today.metrics import METRICS
from shopdesk.store.action import action
from shopdesk.store.tables import Target
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError


@action("today.target", N_("Set a target"), undoable=True)
def set_target(tx: Tx, metric: str, month: str, amount: Decimal | None) -> None:
    """Set what a figure is to come to in a month; None takes it away. UserError for an unknown figure or month."""
    if metric not in METRICS:
        raise UserError(N_("“{name}” is no figure."), code="metric", name=metric)
    try:
        date.fromisoformat(f"{month}-01")
    except ValueError:
        raise UserError(N_("“{text}” is no month; write it as 2026-11"), code="month", text=month) from None
    known = tx.scalar(select(Target.target_id).where(Target.metric == metric, Target.month == month))
    if amount is None:
        if known is not None:
            tx.delete(Target, known)
    elif known is None:
        tx.insert(Target, metric=metric, month=month, amount=amount)
    else:
        tx.update(Target, known, amount=amount)
