"""What is still to come and what is still to be paid, by age: orders that no statement has settled, bills left open."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, Text, case, func, literal, select, type_coerce

from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.shop.settlement.rules import CLEARS
from shopdesk.shop.spending.reports import BILL_ROWS
from shopdesk.store.rows import RowSource, spoken_title
from shopdesk.store.tables import Bill, Channel, SalesOrder, SettlementLine
from shopdesk.store.types import WHOLE, Money
from shopdesk.text import N_

STEPS: Final = (30, 60, 90)
"""Up to so many days each bucket goes; what is older is in the last."""
BUCKETS: Final = ("days_30", "days_60", "days_90", "older")
AGES: Final[Mapping[str, State]] = MappingProxyType(
    {
        "not_due": State(N_("Not due yet"), Tone.GOOD),
        "days_30": State(N_("0–30 days")),
        "days_60": State(N_("31–60 days"), Tone.INFO),
        "days_90": State(N_("61–90 days"), Tone.WARN),
        "older": State(N_("Over 90 days"), Tone.BAD),
    }
)
"""How long something has been open."""
_AMOUNTS: Final = tuple(Column(key, AGES[key].title, Kind.MONEY, width=14, total=True) for key in BUCKETS)

RECEIVABLES: Final = Sheet(
    name="receivables",
    title=N_("Aged receivables"),
    key="order_no",
    help=N_("Orders whose money no statement has settled yet, by the age of the sale."),
    columns=(
        Column("sold_on", N_("Sold on"), Kind.DATE),
        Column("order_no", N_("Order no."), Kind.ID, width=20),
        Column("channel", N_("Channel"), Kind.TEXT, width=12),
        Column("age", N_("Age"), Kind.STATE, width=13, states=AGES),
        Column("total", N_("Total"), Kind.MONEY, total=True, shown=False),
        Column("refunded", N_("Refunded"), Kind.MONEY, total=True, shown=False),
        Column("settled", N_("Settled"), Kind.MONEY, total=True, shown=False, help=N_("What statements brought.")),
        Column(
            "open",
            N_("Still open"),
            Kind.MONEY,
            total=True,
            help=N_("Total less refunds less what statements settled."),
        ),
        *_AMOUNTS,
    ),
)
PAYABLES: Final = Sheet(
    name="payables",
    title=N_("Aged payables"),
    key="bill_no",
    help=N_("Bills that are not paid in full, by how long they have been due."),
    columns=(
        Column("due_on", N_("Due on"), Kind.DATE),
        Column("bill_no", N_("Bill no."), Kind.ID, width=18),
        Column("supplier", N_("Supplier"), Kind.TEXT, width=20),
        Column("age", N_("Overdue"), Kind.STATE, width=13, states=AGES),
        Column("amount", N_("Amount"), Kind.MONEY, total=True, shown=False),
        Column(
            "open",
            N_("Still open"),
            Kind.MONEY,
            total=True,
            help=N_("Amount less payments, in the shop's currency."),
        ),
        Column("not_due", AGES["not_due"].title, Kind.MONEY, width=14, total=True),
        *_AMOUNTS,
    ),
)

_O, _L, _C, _B = SalesOrder.__table__.c, SettlementLine.__table__.c, Channel.__table__.c, Bill.__table__.c
_SETTLED: Final = (
    select(_L.order_id, func.sum(type_coerce(_L.amount, WHOLE)).label("amount"))
    .where(_L.order_id.is_not(None), _L.kind.in_([kind.value for kind in CLEARS]))
    .group_by(_L.order_id)
    .subquery("settled")
)


def receivable_rows(today: date) -> RowSource:
    """Orders with money open, a row each; the sum of `open` is what the clearing accounts hold."""
    settled = func.coalesce(_SETTLED.c.amount, 0)
    left = type_coerce(_O.total, WHOLE) - type_coerce(_O.refunded, WHOLE) - settled
    age = _age(_O.sold_on, today)
    return RowSource(
        sheet=RECEIVABLES,
        origin=SalesOrder.__table__.join(Channel.__table__, _C.channel_id == _O.channel_id).outerjoin(
            _SETTLED, _SETTLED.c.order_id == _O.order_id
        ),
        row_id=_O.order_id,
        values={
            "sold_on": _O.sold_on, "order_no": _O.order_no, "channel": _C.title, "age": age, "total": _O.total,
            "refunded": _O.refunded, "settled": type_coerce(settled, Money()), "open": type_coerce(left, Money()),
            **_spread(age, left),
        },
        search=(_O.order_no,),
        order=(("sold_on", False),),
        where=(_O.sold_on.is_not(None), left != 0),
        spoken={"channel": spoken_title},
    )  # fmt: skip


def payable_rows(today: date) -> RowSource:
    """Bills with something open, a row each."""
    left, values = type_coerce(BILL_ROWS.values["open"], WHOLE), BILL_ROWS.values
    age = case((type_coerce(_B.due_on, Text()) >= literal(today.isoformat()), "not_due"), else_=_age(_B.due_on, today))
    return RowSource(
        sheet=PAYABLES,
        origin=BILL_ROWS.origin,
        row_id=BILL_ROWS.row_id,
        values={
            **{key: values[key] for key in ("due_on", "bill_no", "supplier")}, "age": age, "amount": _B.amount,
            "open": type_coerce(left, Money()), **_spread(age, left, "not_due"),
        },
        search=BILL_ROWS.search,
        order=(("due_on", False),),
        where=(left != 0,),
    )  # fmt: skip


def _age(day: ColumnElement[Any], today: date) -> ColumnElement[str]:
    """SQL: the bucket of a day."""
    told = type_coerce(day, Text())
    steps = [(told >= (today - timedelta(most)).isoformat(), key) for most, key in zip(STEPS, BUCKETS, strict=False)]
    return case(*steps, else_=BUCKETS[-1])


def _spread(age: ColumnElement[str], left: ColumnElement[Any], *more: str) -> dict[str, ColumnElement[Any]]:
    """SQL: the amount in the column of its bucket."""
    return {key: type_coerce(case((age == key, left), else_=None), Money()) for key in (*BUCKETS, *more)}
