"""Reading what is spent: bills with what is open, recurring entries, advertising, and costs of orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Text, bindparam, case, func, select, type_coerce

from shopdesk.shop.spending.bills import open_of_bill, open_of_receipt
from shopdesk.shop.spending.posting import stands
from shopdesk.shop.spending.recurring import NEVER
from shopdesk.shop.spending.rules import BillState, Every, days_due
from shopdesk.shop.spending.sheets import ADS, BILLS, CAMPAIGNS, RECURRINGS, SIDES
from shopdesk.store.rows import RowSource, fetch_page, spoken_title
from shopdesk.store.tables import (
    Account,
    AdSpend,
    Bill,
    BillLine,
    BillPayment,
    Channel,
    GoodsReceipt,
    Recurring,
    RecurringLine,
    SideCost,
    Sku,
    Supplier,
)
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE, RATE_SCALE, WHOLE

_B, _P, _S = Bill.__table__.c, BillPayment.__table__.c, Supplier.__table__.c
_R, _A, _X = Recurring.__table__.c, AdSpend.__table__.c, SideCost.__table__.c
_C, _K = Channel.__table__.c, Sku.__table__.c

TODAY: Final = bindparam("today", type_=Text())
"""SQL: the shop's calendar day, whenever a list is read; `shops_day` gives it."""


def shops_day(tx: Tx) -> dict[str, str]:
    """The parameter of TODAY."""
    return {"today": tx.today.isoformat()}


_own = func.coalesce(_P.own_amount, _P.amount)
_PAID: Final = (
    select(_P.bill_id, func.sum(type_coerce(_own, WHOLE)).label("paid"))
    .where(stands(_P.is_cancelled))
    .group_by(_P.bill_id)
    .subquery("bill_paid")
)
_whole = type_coerce(func.coalesce(_B.own_amount, _B.amount), WHOLE)
_left = _whole - type_coerce(func.coalesce(_PAID.c.paid, 0), WHOLE)
_open = case(
    (type_coerce(_B.is_cancelled, WHOLE) == 1, 0),
    (_B.own_amount.is_(None), _left),
    else_=(type_coerce(_B.amount, WHOLE) * _left * 2 + _whole) // (_whole * 2),
)
_due = type_coerce(_B.due_on, Text())

BILL_ROWS: Final = RowSource(
    sheet=BILLS,
    origin=Bill.__table__.join(Supplier.__table__, _S.supplier_id == _B.supplier_id).outerjoin(
        _PAID, _PAID.c.bill_id == _B.bill_id
    ),
    row_id=_B.bill_id,
    values={
        **{column.key: _B[column.key] for column in BILLS.columns if column.key in _B},
        "supplier": _S.name,
        "state": case(
            (type_coerce(_B.is_cancelled, WHOLE) == 1, BillState.CANCELLED.value),
            (_left == 0, BillState.PAID.value),
            (_due < TODAY, BillState.OVERDUE.value),
            (_left == _whole, BillState.OPEN.value),
            else_=BillState.PART.value,
        ),
        "open": _open,
    },
    search=(_B.bill_no, _S.name, _B.note),
    order=(("due_on", True), ("bill_no", True)),
    given=shops_day,
)
"""The list of bills."""


@dataclass(frozen=True, slots=True)
class BillDetail:
    """One bill: its cells by column key, its lines and payments (rows with named fields), and what is open of it."""

    bill_id: int
    row: dict[str, Any]
    lines: Sequence[Any]
    """code, title, amount, receipt (document no. or None), channel (title or None), memo."""
    payments: Sequence[Any]
    """bill_payment_id, paid_on, amount, own_amount, is_cancelled, code, note; oldest first."""
    open_own: Decimal
    """In the bill's currency."""
    today: date


def find_bill(tx: Tx, bill_id: int) -> BillDetail | None:
    """A bill with all that hangs on it; None where it is gone."""
    cells = fetch_page(tx, BILL_ROWS, [bill_id])[0]
    if not cells:
        return None
    row = dict(zip((column.key for column in BILLS.columns), cells, strict=True))
    bill = tx.rows(select(Bill.__table__).where(_B.bill_id == bill_id))[0]
    lines = tx.rows(
        select(
            Account.code, Account.title, BillLine.amount, GoodsReceipt.document_no.label("receipt"),
            Channel.title.label("channel"), BillLine.memo,
        )
        .join_from(BillLine, Account, Account.account_id == BillLine.account_id)
        .outerjoin(GoodsReceipt, GoodsReceipt.receipt_id == BillLine.receipt_id)
        .outerjoin(Channel, Channel.channel_id == BillLine.channel_id)
        .where(BillLine.bill_id == bill_id)
        .order_by(BillLine.bill_line_id)
    )  # fmt: skip
    payments = tx.rows(
        select(BillPayment.__table__, Account.code)
        .join(Account, Account.account_id == BillPayment.account_id)
        .where(BillPayment.bill_id == bill_id)
        .order_by(BillPayment.paid_on, BillPayment.bill_payment_id)
    )
    left = Decimal(0) if bill.is_cancelled else Decimal(open_of_bill(tx, bill)[0]) / MONEY_SCALE
    return BillDetail(bill_id, row, lines, payments, left, tx.today)


@dataclass(frozen=True, slots=True)
class OpenReceipt:
    """A delivery of which something stands under goods received; in the shop's currency."""

    receipt_id: int
    document_no: str
    received_on: date
    amount: Decimal


def open_receipts(tx: Tx, supplier: str) -> list[OpenReceipt]:
    """The deliveries of a supplier that no bill has asked for in whole, oldest first."""
    found = tx.rows(
        select(GoodsReceipt.receipt_id, GoodsReceipt.document_no, GoodsReceipt.received_at)
        .join(Supplier, Supplier.supplier_id == GoodsReceipt.supplier_id)
        .where(Supplier.name == supplier.strip())
        .order_by(GoodsReceipt.received_at, GoodsReceipt.receipt_id)
    )
    made = [(row, open_of_receipt(tx, row.receipt_id)) for row in found]
    return [
        OpenReceipt(
            row.receipt_id, row.document_no, row.received_at.astimezone(tx.zone).date(), Decimal(amount) / MONEY_SCALE
        )
        for row, amount in made
        if amount
    ]


_ASKED: Final = (
    select(
        RecurringLine.recurring_id,
        func.sum(case((type_coerce(RecurringLine.amount, WHOLE) > 0, RecurringLine.amount), else_=0)).label("amount"),
    )
    .group_by(RecurringLine.recurring_id)
    .subquery("recurring_sum")
)
_next = type_coerce(_R.next_on, Text())

RECURRING_ROWS: Final = RowSource(
    sheet=RECURRINGS,
    origin=Recurring.__table__.outerjoin(_ASKED, _ASKED.c.recurring_id == _R.recurring_id)
    .outerjoin(Supplier.__table__, _S.supplier_id == _R.supplier_id)
    .outerjoin(Channel.__table__, _C.channel_id == _R.channel_id),
    row_id=_R.recurring_id,
    values={
        **{column.key: _R[column.key] for column in RECURRINGS.columns if column.key in _R},
        "state": case(
            (_next == NEVER.isoformat(), "over"),
            (type_coerce(_R.is_paused, WHOLE) == 1, "paused"),
            (_next <= TODAY, "due"),
            else_="coming",
        ),
        "next_on": case((_next == NEVER.isoformat(), None), else_=_R.next_on),
        "amount": _ASKED.c.amount,
        "supplier": _S.name,
        "channel": _C.title,
    },
    search=(_R.title, _S.name, _R.note),
    order=(("next_on", False), ("title", False)),
    given=shops_day,
    spoken={"channel": spoken_title},
)
"""The list of recurring entries."""


@dataclass(frozen=True, slots=True)
class RecurringDetail:
    """One recurring entry: its cells by column key, its row, its lines (code, title, amount), the days that come."""

    recurring_id: int
    row: dict[str, Any]
    terms: Any
    lines: Sequence[Any]
    days: Sequence[date]


def find_recurring(tx: Tx, recurring_id: int) -> RecurringDetail | None:
    """A recurring entry with the days of the next year; None where it is gone."""
    cells = fetch_page(tx, RECURRING_ROWS, [recurring_id])[0]
    if not cells:
        return None
    row = dict(zip((column.key for column in RECURRINGS.columns), cells, strict=True))
    terms = tx.rows(select(Recurring.__table__).where(_R.recurring_id == recurring_id))[0]
    lines = tx.rows(
        select(Account.code, Account.title, RecurringLine.amount)
        .join_from(RecurringLine, Account, Account.account_id == RecurringLine.account_id)
        .where(RecurringLine.recurring_id == recurring_id)
        .order_by(RecurringLine.recurring_line_id)
    )
    days: list[date] = []
    if terms.next_on != NEVER:
        end = min(terms.until or NEVER, date(max(tx.today, terms.next_on).year + 1, 12, 31))
        days = list(days_due(terms.first_on, Every(terms.every), terms.next_on, end))
    return RecurringDetail(recurring_id, row, terms, lines, days)


def _at_home(amount: Any, rate: Any) -> Any:
    """SQL: an amount in whole 1/10,000 at a rate in 1/10**10, by parts, so that no product grows beyond 64 bits."""
    money, worth = type_coerce(amount, WHOLE), type_coerce(rate, WHOLE)
    part = RATE_SCALE // MONEY_SCALE
    return case(
        (rate.is_(None), money), else_=(money * (worth // part) + money * (worth % part) // part) // MONEY_SCALE
    )


_spend, _clicks = type_coerce(_A.amount, WHOLE), _A.clicks
_revenue = _at_home(_A.revenue, _A.rate)
_price, _cost = type_coerce(_K.price, WHOLE), type_coerce(_K.cost, WHOLE)


def _ratio(above: Any, below: Any, scale: int) -> Any:
    """SQL: a quotient in 1/`scale`; NULL where it is divided by nothing."""
    return case((below > 0, above * scale // below), else_=None)


AD_ROWS: Final = RowSource(
    sheet=ADS,
    origin=AdSpend.__table__.join(Channel.__table__, _C.channel_id == _A.channel_id).outerjoin(
        Sku.__table__, _K.sku_id == _A.sku_id
    ),
    row_id=_A.ad_spend_id,
    values={
        **{column.key: _A[column.key] for column in ADS.columns if column.key in _A},
        "channel": _C.title,
        "sku": _K.code,
        "cpc": _ratio(_spend, _clicks, 1),
        "revenue": _revenue,
        "roas": _ratio(_revenue, _spend, QUANTITY_SCALE),
        "break_even": case((_cost > 0, _ratio(_price, _price - _cost, QUANTITY_SCALE)), else_=None),
    },
    search=(_A.campaign, _A.target, _A.platform, _K.code),
    order=(("spent_on", True), ("amount", True)),
    spoken={"channel": spoken_title},
)
"""Advertising, a row a day of what was advertised."""

_SUMS: Final = (
    select(
        func.min(_A.ad_spend_id).label("first_id"), _A.channel_id, _A.platform, _A.campaign,
        func.min(_A.spent_on).label("first_on"), func.max(_A.spent_on).label("last_on"),
        func.sum(_spend).label("amount"), func.sum(_A.impressions).label("impressions"),
        func.sum(_clicks).label("clicks"), func.sum(_A.orders).label("orders"), func.sum(_revenue).label("revenue"),
    )
    .group_by(_A.channel_id, _A.platform, _A.campaign)
    .subquery("campaign_sum")
)  # fmt: skip
_sum = {name: type_coerce(_SUMS.c[name], WHOLE) for name in ("amount", "impressions", "clicks", "orders", "revenue")}

CAMPAIGN_ROWS: Final = RowSource(
    sheet=CAMPAIGNS,
    origin=_SUMS.join(Channel.__table__, _C.channel_id == _SUMS.c.channel_id),
    row_id=_SUMS.c.first_id,
    values={
        **{column.key: _SUMS.c[column.key] for column in CAMPAIGNS.columns if column.key in _SUMS.c},
        **_sum,
        "channel": _C.title,
        "cpc": _ratio(_sum["amount"], _sum["clicks"], 1),
        "roas": _ratio(_sum["revenue"], _sum["amount"], QUANTITY_SCALE),
    },
    search=(_SUMS.c.campaign, _SUMS.c.platform),
    order=(("amount", True),),
    spoken={"channel": spoken_title},
)
"""Advertising, a row a campaign."""

SIDE_ROWS: Final = RowSource(
    sheet=SIDES,
    origin=SideCost.__table__.join(Channel.__table__, _C.channel_id == _X.channel_id),
    row_id=_X.side_cost_id,
    values={
        **{column.key: _X[column.key] for column in SIDES.columns if column.key in _X},
        "known": case((_X.order_id.is_(None), 0), else_=1),
        "channel": _C.title,
    },
    search=(_X.order_no, _X.note),
    order=(("paid_on", True), ("order_no", True)),
    spoken={"channel": spoken_title},
)
"""Costs of orders."""


def fetch_side_sums(tx: Tx) -> dict[str, tuple[int, Decimal, Decimal]]:
    """Kind of cost → how many, what was spent for good, and what was handed out as principal."""
    found = tx.rows(
        select(_X.kind, func.count().label("count"), func.sum(_X.fee).label("fee"), func.sum(_X.principal).label("out"))
        .group_by(_X.kind)
    )  # fmt: skip
    return {row.kind: (row.count, row.fee, row.out) for row in found}
