"""What the shop will have to pay and knows of: bills, what recurs, and goods on order, as it was known before a day."""

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, case, func, select, type_coerce

from shopdesk.shop.buying.rules import PurchaseState
from shopdesk.shop.cash.outlook import WEEKS, ZERO, Due, Flow
from shopdesk.shop.spending.posting import stands
from shopdesk.shop.spending.rules import USUAL_TERMS, Every, days_due
from shopdesk.store.tables import (
    Bill,
    BillPayment,
    PurchaseLine,
    PurchaseOrder,
    Recurring,
    RecurringLine,
    StockMove,
    Supplier,
)
from shopdesk.store.tx import Tx
from shopdesk.store.types import QUANTITY_SCALE, WHOLE

_B, _P, _R, _S = Bill.__table__.c, BillPayment.__table__.c, Recurring.__table__.c, Supplier.__table__.c
_O, _L, _M = PurchaseOrder.__table__.c, PurchaseLine.__table__.c, StockMove.__table__.c


def fetch_bills(tx: Tx, on: date) -> list[Due]:
    """Bills that were entered before a day, with what was open of them then."""
    paid = (
        select(_P.bill_id, func.sum(func.coalesce(_P.own_amount, _P.amount)).label("paid"))
        .where(stands(_P.is_cancelled), _P.paid_on < on)
        .group_by(_P.bill_id)
        .subquery("paid_then")
    )
    found = tx.rows(
        select(_B.bill_no, _B.due_on, _B.amount, _B.own_amount, paid.c.paid)
        .outerjoin(paid, paid.c.bill_id == _B.bill_id)
        .where(stands(_B.is_cancelled), _B.billed_on < on)
    )
    made = []
    for row in found:
        whole = row.amount if row.own_amount is None else row.own_amount
        left = row.amount - (row.paid or ZERO) * row.amount / whole
        if left > 0:
            made.append(Due(row.due_on, Flow.BILLS, row.bill_no, -round(left, 4)))
    return made


def fetch_recurring(tx: Tx, on: date, cash: Collection[int]) -> list[Due]:
    """What recurs in the weeks to come: bills on the day on which they are due, entries by what they take from cash."""
    end, made = on + timedelta(weeks=WEEKS) - timedelta(days=1), list[Due]()
    lines: dict[int, list[Any]] = {}
    for line in tx.rows(select(RecurringLine.__table__)):
        lines.setdefault(line.recurring_id, []).append(line)
    for row in tx.rows(select(Recurring.__table__).where(stands(_R.is_paused), _R.first_on <= end)):
        told = lines.get(row.recurring_id, [])
        amount = sum((line.amount for line in told if row.is_bill or line.account_id in cash), ZERO)
        later = timedelta(row.due_days if row.is_bill else 0)
        since = max(min(row.next_on, on), row.first_on)
        days = days_due(row.first_on, Every(row.every), since, min(end, row.until or end))
        made += [Due(day + later, Flow.RECURRING, row.title, -amount if row.is_bill else amount) for day in days]
    return [due for due in made if due.amount]


def fetch_purchases(tx: Tx, on: date) -> tuple[list[Due], Decimal, int]:
    """Goods that were ordered before a day and had not come: when they are to be paid, what they cost in all, and how
    many lines have no price.

    Of an order that is closed by now, what came later.
    """
    made, ordered, unpriced = dict[tuple[date, str], Decimal](), ZERO, 0
    for row in tx.rows(_ordered(on)):
        pieces = int((row.asked if row.state == PurchaseState.ORDERED else row.all) - row.then)
        if pieces > 0 and row.unit_cost is None:
            unpriced += 1
        elif pieces > 0:
            cost = round(row.unit_cost * pieces / QUANTITY_SCALE, 4)
            terms = USUAL_TERMS if row.terms_days is None else row.terms_days
            key = max(row.expected_on or on, on) + timedelta(terms), row.purchase_no
            made[key] = made.get(key, ZERO) - cost
            ordered += cost
    return [Due(day, Flow.GOODS, number, amount) for (day, number), amount in made.items()], ordered, unpriced


def _ordered(on: date) -> Select[Any]:
    """SQL: lines that were ordered before a day, with what came of them in all and before it."""
    moved = type_coerce(_M.quantity, WHOLE)
    came = (
        select(
            _M.line_id, type_coerce(func.sum(moved), WHOLE).label("all"),
            type_coerce(func.sum(case((_M.booked_on < on, moved), else_=0)), WHOLE).label("then"),
        )
        .where(_M.document_kind == "receipt", _M.line_id.is_not(None))
        .group_by(_M.line_id)
        .subquery("came")
    )  # fmt: skip
    return (
        select(
            _O.purchase_no, _O.state, func.coalesce(_L.expected_on, _O.expected_on).label("expected_on"),
            type_coerce(_L.quantity, WHOLE).label("asked"), _L.unit_cost, _S.terms_days,
            func.coalesce(came.c.all, 0).label("all"), func.coalesce(came.c.then, 0).label("then"),
        )
        .join_from(PurchaseOrder, PurchaseLine, _L.purchase_id == _O.purchase_id)
        .outerjoin(Supplier, _S.supplier_id == _O.supplier_id)
        .outerjoin(came, came.c.line_id == _L.purchase_line_id)
        .where(_O.state.in_([PurchaseState.ORDERED.value, PurchaseState.CLOSED.value]), _O.ordered_on < on)
    )  # fmt: skip
