"""Claims that the after-sale lists of channels tell: each is a case until the channel says that it ended."""

from datetime import date, datetime, time
from typing import Any, Final

from sqlalchemy import and_, exists, func, select

from shopdesk.shop.orders.rules import RefundState
from shopdesk.shop.service.actions import open_case, set_case_state
from shopdesk.shop.service.hours import Hours
from shopdesk.shop.service.promises import read_hours
from shopdesk.shop.service.rules import ENDED, CaseKind, CaseState
from shopdesk.store.action import action
from shopdesk.store.tables import AfterSale, CaseEvent, SalesOrder, ServiceCase
from shopdesk.store.tx import Tx
from shopdesk.text import N_, _

_A, _C, _O = AfterSale.__table__.c, ServiceCase.__table__.c, SalesOrder.__table__.c
_SAME: Final = and_(_C.channel_id == _A.channel_id, _C.source_no == _A.refund_no)
_OWN: Final = (
    select(
        _A.refund_no,
        _A.channel_id,
        _A.order_no,
        _A.ended_on,
        _A.claimed_at,
        _A.with_goods,
        _A.reason,
        _A.decide_by,
        _C.case_id,
        _O.order_id,
    )
    .select_from(AfterSale.__table__)
    .outerjoin(ServiceCase.__table__, _SAME)
    .outerjoin(SalesOrder.__table__, and_(_O.channel_id == _A.channel_id, _O.order_no == _A.order_no))
)
_NEW: Final = (_A.state == RefundState.PENDING.value, _C.case_id.is_(None))
_SOLVED: Final = exists().where(CaseEvent.case_id == _C.case_id, CaseEvent.state == CaseState.SOLVED.value)
_OVER: Final = (
    _A.state != RefundState.PENDING.value, _C.state.not_in([state.value for state in ENDED]), ~_SOLVED,
)  # fmt: skip
"""What was solved already and is open again waits for the shop, whatever the claim came to."""
_OTHERWISE: Final = (
    _A.state == RefundState.PENDING.value, _C.state.not_in([state.value for state in ENDED]),
    _A.decide_by.is_not(None), _A.decide_by != func.coalesce(_C.platform_due, 0),
)  # fmt: skip
"""The channel wants a decision by another moment than it did."""


def count_claims(tx: Tx) -> int:
    """How many claims wait that are no cases yet, and cases whose claim has ended or is wanted by another moment."""
    found = select(func.count()).select_from(AfterSale.__table__.outerjoin(ServiceCase.__table__, _SAME))
    return sum(int(tx.scalar(found.where(*wanted)) or 0) for wanted in (_NEW, _OVER, _OTHERWISE))


@action("case.edit", N_("Take in claims"), undoable=True)
def take_in_claims(tx: Tx) -> int:
    """Open a case of each claim that waits, solve those whose claim has ended, and take over what the channel wants.

    Returns how many changed.
    """
    fresh = tx.rows(_OWN.where(*_NEW).order_by(_A.after_sale_id))
    hours = read_hours(tx, sorted({_day(tx, row).year for row in fresh}))
    for row in fresh:
        _open(tx, row, hours)
    moved = tx.rows(_OWN.where(*_OTHERWISE).order_by(_C.case_id))
    for row in moved:
        tx.update(ServiceCase, row.case_id, platform_due=row.decide_by)
    over = [row.case_id for row in tx.rows(_OWN.where(*_OVER).order_by(_C.case_id))]
    set_case_state(tx, over, CaseState.SOLVED)
    count = len(fresh) + len(moved) + len(over)
    tx.say(N_("Take in {count} claims"), count=count)
    return count


def _day(tx: Tx, row: Any) -> date:
    day: date = row.ended_on or tx.today
    return day


def _open(tx: Tx, row: Any, hours: Hours) -> None:
    """A case of a claim, waiting since the buyer asked; of a day alone since the shop opened on it."""
    since = row.claimed_at or _opening(tx, _day(tx, row), hours)
    words = N_("Refund and return {number}") if row.with_goods else N_("Refund {number}")
    kind = CaseKind.RETURN if row.with_goods else CaseKind.COMPLAINT
    facts = {
        "kind": kind.value, "title": _(words).format(number=row.refund_no), "reason": row.reason,
        "channel_id": row.channel_id, "source_no": row.refund_no, "order_id": row.order_id, "opened_at": since,
        "said": None if row.order_id else row.order_no, "platform_due": row.decide_by,
    }  # fmt: skip
    open_case(tx, facts)


def _opening(tx: Tx, day: date, hours: Hours) -> datetime:
    """When the shop opens on a day; now, if that is still to come, and midnight of one on which it is closed."""
    stretches = hours.of_day(day)
    since = stretches[0][0] if stretches else datetime.combine(day, time(), tx.zone)
    return min(since, tx.now)
