"""Answers to surveys: the satisfaction of a case as the buyer said it, and what it is by reason and by person."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import func, select

from shopdesk.shop.columns import Column, Kind, Sheet
from shopdesk.shop.service.rules import CaseState, EventKind
from shopdesk.store.tables import CaseEvent, SalesOrder, ServiceCase
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

DAYS: Final = 180
MOST: Final = 5
_PART: Final = 500
_C: Final = ServiceCase.__table__.c

SURVEY_FILE: Final = Sheet(
    name="surveys",
    title=N_("Survey answers"),
    key="case_no",
    help=N_("Answers to a survey: one row an answer, with the number of its case or its order."),
    columns=(
        Column("case_no", N_("Case"), Kind.ID, width=9, words=("工单号", "工单编号", "case", "ticket", "case no"),
               example="C0001"),
        Column("order_no", N_("Order no."), Kind.ID, width=18,
               words=("订单号", "订单编号", "order", "order number", "order no"),
               help=N_("Where the case is not named: the latest case of this order.")),
        Column("score", N_("Satisfaction"), Kind.INTEGER, width=9, required=True, example="5",
               words=("满意度", "满意度评分", "评分", "滿意度", "score", "csat", "satisfaction", "rating"),
               help=N_("1 to 5, as the buyer said.")),
        Column("comment", N_("Comment"), Kind.LONG_TEXT, width=30,
               words=("意见", "建议", "留言", "备注", "意見", "comment", "feedback", "remark")),
        Column("answered_at", N_("Answered"), Kind.TIME, width=14,
               words=("提交时间", "填写时间", "答题时间", "submitted at", "timestamp", "answered", "date")),
    ),
)  # fmt: skip
"""The fields of a file of answers (import and template)."""
SCORES: Final = Sheet(
    name="satisfaction",
    title=N_("Satisfaction"),
    key="reason",
    help=N_("What buyers said of cases of the last 180 days, by reason and by who saw to them."),
    columns=(
        Column("reason", N_("Reason"), Kind.TEXT, width=20),
        Column("person", N_("Person"), Kind.TEXT, width=14),
        Column("answers", N_("Answers"), Kind.INTEGER, width=9, total=True),
        Column("asked", N_("Cases"), Kind.INTEGER, width=9, total=True),
        Column("mean", N_("Mean"), Kind.RATE, width=8),
        Column("low", N_("Low"), Kind.INTEGER, width=7, total=True, help=N_("Three or fewer.")),
    ),
)
LOW: Final = 3
_HUNDREDTH: Final = Decimal("0.01")


def fetch_scores(tx: Tx) -> list[tuple[Any, ...]]:
    """Cells of SCORES: by reason and person with any answer, the most answers first."""
    since = tx.now - timedelta(DAYS)
    counts = func.count(_C.satisfaction)
    rows = tx.rows(
        select(
            _C.reason, _C.person, counts.label("answers"), func.count().label("asked"),
            func.sum(_C.satisfaction).label("total"), func.count().filter(_C.satisfaction <= LOW).label("low"),
        )
        .where(_C.opened_at > since, _C.state != CaseState.MERGED.value)
        .group_by(_C.reason, _C.person)
        .having(counts > 0)
        .order_by(counts.desc(), _C.reason, _C.person)
    )  # fmt: skip
    return [
        (*row[:4], (Decimal(int(row.total)) / row.answers).quantize(_HUNDREDTH), row.low) for row in rows
    ]  # fmt: skip


def find_answered(tx: Tx, told: Iterable[Mapping[str, Any]]) -> list[int | None]:
    """The case of each answer: by its own number, else the latest of its order; None where there is none."""
    answers = list(told)
    numbers = sorted({str(one["case_no"]).strip().upper() for one in answers if one.get("case_no")})
    orders = sorted({str(one["order_no"]).strip() for one in answers if one.get("order_no")})
    by_number, by_order = dict[str, int](), dict[str, int]()
    for start in range(0, len(numbers), _PART):
        part = _C.case_no.in_(numbers[start : start + _PART])
        by_number |= {row[0]: row[1] for row in tx.rows(select(_C.case_no, _C.case_id).where(part))}
    wanted = select(SalesOrder.order_no, _C.case_id).join(ServiceCase.__table__, _C.order_id == SalesOrder.order_id)
    for start in range(0, len(orders), _PART):
        part = SalesOrder.order_no.in_(orders[start : start + _PART])
        rows = tx.rows(wanted.where(part, _C.state != CaseState.MERGED.value).order_by(_C.opened_at, _C.case_id))
        by_order |= {row[0]: row[1] for row in rows}
    return [
        by_number.get(str(one["case_no"]).strip().upper())
        if one.get("case_no")
        else by_order.get(str(one.get("order_no") or "").strip())
        for one in answers
    ]


def check_answer(told: Mapping[str, Any]) -> None:
    """UserError for a score out of 1 to 5."""
    if not 1 <= told["score"] <= MOST:
        raise UserError(N_("Satisfaction is a whole number from 1 to 5."), code="score")


def keep_answer(tx: Tx, case_id: int, told: Mapping[str, Any]) -> None:
    """Set the satisfaction of a case; a comment stands in its timeline as a note."""
    tx.update(ServiceCase, case_id, satisfaction=told["score"])
    comment = str(told.get("comment") or "").strip()
    if comment:
        at: datetime = told.get("answered_at") or tx.now
        note = EventKind.NOTE.value
        tx.insert(CaseEvent, case_id=case_id, happened_at=at, kind=note, text=comment, import_id=tx.import_id)
