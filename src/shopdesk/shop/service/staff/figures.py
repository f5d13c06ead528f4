"""Reading the figures of service people: cases of a period, by who saw to them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import func, or_, select, type_coerce

from shopdesk.shop.service.clocks import Clock, ClockName
from shopdesk.shop.service.reports import clocks_of
from shopdesk.shop.service.rules import CaseKind, CaseState, EventKind
from shopdesk.shop.service.staff.rules import Staff, Worked, figures_of
from shopdesk.store.tables import CaseEvent, SalesOrder, ServiceCase
from shopdesk.store.tx import Tx

_C: Final = ServiceCase.__table__.c
_PART: Final = 500
Bought = dict[tuple[str, int], list[datetime]]
"""("customer" or "order", id) → when it paid."""


def fetch_staff(tx: Tx, since: date, until: date, days: int) -> list[Staff]:
    """Figures of the cases opened from one day to another; an enquiry counts as bought within so many days."""
    return figures_of([worked for _case, worked in fetch_worked(tx, since, until, days)])


def fetch_worked(tx: Tx, since: date, until: date, days: int) -> list[tuple[Any, Worked]]:
    """The cases opened from one day to another, each with what the figures ask of it."""
    start, end = (datetime.combine(day, time(), tx.zone) for day in (since, until + timedelta(1)))
    cases = tx.rows(
        select(ServiceCase.__table__)
        .where(_C.opened_at >= start, _C.opened_at < end, _C.merged_into.is_(None))
        .order_by(_C.case_id)
    )
    clocks, answers, bought = clocks_of(tx, cases), _first_answers(tx, cases), _bought(tx, cases)
    over = tx.now - timedelta(days)
    made = list[tuple[Any, Worked]]()
    for case in cases:
        answered = answers.get(case.case_id)
        reply, solution = (clocks[case.case_id][name] for name in (ClockName.FIRST_REPLY, ClockName.SOLUTION))
        asks = case.kind == CaseKind.ENQUIRY and (case.customer_id or case.order_id) and case.opened_at <= over
        made.append((case, Worked(
            case.person or (answered.person if answered else None),
            reply.seconds // 60 if answered else None,
            _in_time(case, solution),
            case.satisfaction,
            _has_bought(case, bought, days) if asks else None,
        )))  # fmt: skip
    return made


def _in_time(case: Any, solution: Clock) -> bool | None:
    return None if case.state != CaseState.SOLVED or solution.promised is None else not solution.is_late


def _has_bought(case: Any, bought: Bought, days: int) -> bool:
    paid = [*bought.get(("customer", case.customer_id or 0), []), *bought.get(("order", case.order_id or 0), [])]
    return any(case.opened_at <= moment <= case.opened_at + timedelta(days) for moment in paid)


def _first_answers(tx: Tx, cases: Sequence[Any]) -> dict[int, Any]:
    """Case → its first answer, and who gave it, be it in a case that was merged into it."""
    found = dict[int, Any]()
    for start in range(0, len(cases), _PART):
        part = [case.case_id for case in cases[start : start + _PART]]
        kept = func.coalesce(_C.merged_into, _C.case_id)
        answers = (
            select(kept.label("case_id"), CaseEvent.person)
            .join(ServiceCase, ServiceCase.case_id == CaseEvent.case_id)
            .where(or_(_C.case_id.in_(part), _C.merged_into.in_(part)), CaseEvent.kind == EventKind.ANSWERED.value)
        )
        for row in tx.rows(answers.order_by(CaseEvent.happened_at, CaseEvent.event_id)):
            found.setdefault(row.case_id, row)
    return found


def _bought(tx: Tx, cases: Sequence[Any]) -> Bought:
    """When the buyers and orders of enquiries paid."""
    asked = [case for case in cases if case.kind == CaseKind.ENQUIRY]
    order, found = SalesOrder.__table__.c, defaultdict[tuple[str, int], list[datetime]](list)
    paid = type_coerce(func.coalesce(order.paid_at, order.placed_at), order.placed_at.type).label("paid")
    for name, column in (("customer", order.customer_id), ("order", order.order_id)):
        ids = sorted({getattr(case, f"{name}_id") for case in asked} - {None})
        for start in range(0, len(ids), _PART):
            wanted = select(column.label("key"), paid).where(
                column.in_(ids[start : start + _PART]), order.sold_on.is_not(None), order.kind == "sale"
            )
            for row in tx.rows(wanted):
                found[name, row.key].append(row.paid)
    return dict(found)
