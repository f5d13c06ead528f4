"""Reading settlement: lines, payouts, what waits to be explained and since when, and orders that nobody paid out."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import median_low
from typing import Any, Final

from sqlalchemy import ColumnElement, Float, Select, and_, bindparam, case, cast, func, literal, select, type_coerce
from sqlalchemy.sql import FromClause

from shopdesk.shop.ledger.reports import account_title
from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.orders.rules import OrderKind
from shopdesk.shop.settlement.posting import LINE, PAYOUT
from shopdesk.shop.settlement.rules import (
    AGES,
    CLEARS,
    USUAL_DAYS,
    LineKind,
    PayoutState,
    Reason,
    age_band,
)
from shopdesk.shop.settlement.sheets import LINES, PAYOUTS, WORK
from shopdesk.store.rows import RowSource, spoken_title
from shopdesk.store.tables import Account, Channel, JournalEntry, Payout, Posting, SalesOrder, SettlementLine
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, RATE_SCALE, WHOLE, Money

_L, _O, _P = SettlementLine.__table__.c, SalesOrder.__table__.c, Payout.__table__.c
_A, _C, _E, _PO = Account.__table__.c, Channel.__table__.c, JournalEntry.__table__.c, Posting.__table__.c

LINE_ROWS: Final = RowSource(
    sheet=LINES,
    origin=SettlementLine.__table__.join(Channel.__table__, _C.channel_id == _L.channel_id)
    .outerjoin(SalesOrder.__table__, _O.order_id == _L.order_id)
    .outerjoin(Payout.__table__, _P.payout_id == _L.payout_id)
    .outerjoin(Account.__table__, _A.account_id == _L.account_id),
    row_id=_L.line_id,
    values={
        **{column.key: _L[column.key] for column in LINES.columns if column.key in _L},
        "channel": _C.title,
        "order": _O.order_no,
        "payout_no": _P.payout_no,
        "account": _A.code,
    },
    search=(_L.order_no, _L.line_no, _L.told, _P.payout_no, _L.note),
    order=(("settled_on", True),),
    spoken={"channel": spoken_title},
)
"""The lines of all statements."""


def _open_sums(document: str = "") -> Select[Any]:
    """What each document has on the accounts of what is to be explained, other than nothing."""
    waiting = select(Account.account_id).where(Account.code.like(f"{Role.UNMATCHED.value}%"))
    wanted = (
        select(
            _E.document_kind, _E.document_id, _A.channel_id, func.min(_E.entry_on).label("since"),
            func.sum(_PO.amount).label("amount"),
        )
        .join_from(Account.__table__, Posting.__table__, _PO.account_id == _A.account_id)
        .join(JournalEntry.__table__, _E.entry_id == _PO.entry_id)
        .where(_PO.account_id.in_(waiting))  # named beforehand: else every posting of the books is read
        .group_by(_E.document_kind, _E.document_id, _A.channel_id)
        .having(func.sum(_PO.amount) != 0)
    )  # fmt: skip
    return wanted.where(_E.document_kind == document) if document else wanted


_OPEN = _open_sums().subquery("open_sums")


def _reason() -> ColumnElement[str]:
    """SQL: why a line waits, or what else it is that does."""
    of_line = case(
        (_L.kind == LineKind.OTHER.value, Reason.KIND.value),
        (_L.order_no.is_(None), Reason.NUMBER.value),
        (_L.kind == LineKind.REFUND.value, Reason.REFUND.value),
        else_=Reason.ORDER.value,
    )
    return case(
        (_OPEN.c.document_kind == LINE, of_line), (_OPEN.c.document_kind == PAYOUT, Reason.PAYOUT.value),
        else_=Reason.HAND.value,
    )  # fmt: skip


_KINDS: Final = {LINE: 0, PAYOUT: 1}
_OTHERS: Final = 2
_NUMBER: Final = case(*((_OPEN.c.document_kind == kind, n) for kind, n in _KINDS.items()), else_=_OTHERS)
WORK_ROWS: Final = RowSource(
    sheet=WORK,
    origin=_OPEN.outerjoin(
        SettlementLine.__table__, and_(_OPEN.c.document_kind == LINE, _L.line_id == _OPEN.c.document_id)
    )
    .outerjoin(
        Payout.__table__,
        case((_OPEN.c.document_kind == PAYOUT, _OPEN.c.document_id), else_=_L.payout_id) == _P.payout_id,
    )
    .outerjoin(Channel.__table__, _C.channel_id == _OPEN.c.channel_id),
    row_id=type_coerce(
        _OPEN.c.document_id * 4
        + case(*((_OPEN.c.document_kind == kind, n) for kind, n in _KINDS.items()), else_=_OTHERS),
        WHOLE,
    ),
    values={
        "since": func.coalesce(_L.settled_on, _P.paid_on, _OPEN.c.since),
        "channel": _C.title,
        "reason": _reason(),
        "amount": type_coerce(-_OPEN.c.amount, Money()),
        "order_no": _L.order_no,
        "told": _L.told,
        "payout_no": _P.payout_no,
        "document": func.coalesce(_L.line_no, _P.payout_no),
        "import_id": func.coalesce(_L.import_id, _P.import_id),
        "source_row": _L.source_row,
    },
    search=(_L.order_no, _L.told, _P.payout_no, _L.line_no),
    order=(("since", False),),
    spoken={"channel": spoken_title},
)
"""What waits to be explained, from the postings themselves: it cannot come to anything but the accounts' balance."""


def document_of(row_id: int) -> tuple[str, int]:
    """The document of a row of the work list: "settlement" and its line, "payout" and that, or "" and another."""
    kind, document_id = row_id % 4, row_id // 4
    return next((name for name, number in _KINDS.items() if number == kind), ""), document_id


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One thing that waits to be explained; `amount` as in the wallet: above zero it came in."""

    document: str
    document_id: int
    channel: str
    since: date
    days: int
    reason: str
    amount: Decimal
    order_no: str | None
    told: str | None
    payout_no: str | None


def find_work(tx: Tx) -> list[WorkItem]:
    """All that waits to be explained, oldest first."""
    values = WORK_ROWS.values
    names = ("channel", "since", "reason", "amount", "order_no", "told", "payout_no")
    wanted = select(WORK_ROWS.row_id.label("row_id"), *(values[name].label(name) for name in names))
    found = tx.rows(wanted.select_from(WORK_ROWS.origin).order_by(values["since"], WORK_ROWS.row_id))
    made = []
    for row in found:
        days = (tx.today - row.since).days
        made.append(
            WorkItem(*document_of(row.row_id), row.channel or "", row.since, days, row.reason, row.amount, row.order_no,
                     row.told, row.payout_no)
        )  # fmt: skip
    return made


@dataclass(frozen=True, slots=True)
class AgeBand:
    """How much waits for how long; `since` and `until` are the days that the band goes from and to (None: for ever)."""

    since: date | None
    until: date
    count: int
    amount: Decimal


def age_bands(tx: Tx, work: Sequence[WorkItem]) -> list[AgeBand]:
    """The work list by age: up to 7 days, 30, 60, and older."""
    counts, amounts = [0] * (len(AGES) + 1), [Decimal(0)] * (len(AGES) + 1)
    for item in work:
        band = age_band(item.days)
        counts[band] += 1
        amounts[band] += item.amount
    since = [*(tx.today - timedelta(most) for most in AGES), None]
    until = [tx.today - timedelta(least + 1) for least in (-1, *AGES)]
    return [AgeBand(*band) for band in zip(since, until, counts, amounts, strict=True)]


def count_work(tx: Tx) -> int:
    """How much waits to be explained, for the badge."""
    return int(tx.scalar(select(func.count()).select_from(_OPEN)))


# --------------------------------------------------------------------------------------------------------- payouts


_LATE: Final = bindparam("late", type_=Payout.paid_on.type)
"""SQL: what was sent before this day is overdue; it is the shop's day whenever the list is read that tells it."""


def _payout_rows() -> RowSource:
    held = (
        select(_L.payout_id, func.sum(_L.amount).label("amount"))
        .where(_L.payout_id.is_not(None), _L.kind != LineKind.PAYOUT.value)
        .group_by(_L.payout_id)
        .subquery("held")
    )
    open_sums = _open_sums(PAYOUT).subquery("differences")
    origin: FromClause = (
        Payout.__table__.join(Channel.__table__, _C.channel_id == _P.channel_id)
        .outerjoin(held, held.c.payout_id == _P.payout_id)
        .outerjoin(open_sums, open_sums.c.document_id == _P.payout_id)
    )
    return RowSource(
        sheet=PAYOUTS,
        origin=origin,
        row_id=_P.payout_id,
        values={
            **{column.key: _P[column.key] for column in PAYOUTS.columns if column.key in _P},
            "channel": _C.title,
            "state": _payout_state(),
            "lines_sum": held.c.amount,
            "difference": type_coerce(-open_sums.c.amount, Money()),
        },
        search=(_P.payout_no, _P.note),
        order=(("paid_on", True),),
        spoken={"channel": spoken_title},
        given=lambda tx: {"late": tx.today - timedelta(USUAL_DAYS)},
    )


def _payout_state() -> ColumnElement[str]:
    """SQL: how far a payout is."""
    return case(
        (
            _P.arrived.is_(None),
            case((_P.paid_on < _LATE, PayoutState.OVERDUE.value), else_=PayoutState.ON_THE_WAY.value),
        ),
        (_P.arrived < _P.amount, PayoutState.SHORT.value),
        (_P.arrived > _P.amount, PayoutState.OVER.value),
        else_=PayoutState.ARRIVED.value,
    )


PAYOUT_ROWS: Final = _payout_rows()
"""The list of payouts."""


# ---------------------------------------------------------------------------------------------------------- orders


@dataclass(frozen=True, slots=True)
class OverdueOrder:
    """An order that its channel should have paid out by now; `usual` is how many days it takes otherwise."""

    order_id: int
    order_no: str
    channel: str
    sold_on: date
    days: int
    usual: int
    open: Decimal


_SAMPLE: Final = 5_000
"""So many settled sales say how long a channel takes."""
_COIN: Final = 500
"""What conversions may leave of an order in another currency, in 1/10,000."""


def usual_days(tx: Tx, before: date | None = None) -> dict[int, int]:
    """Channel → how many days after the sale it settles: the median of the latest settled sales, `before` a day.

    Sampled by wallet and told by the orders' own channel: a provider of payments may take the money of several.
    """
    found, then = defaultdict[int, list[int]](list), [] if before is None else [_L.settled_on < before]
    for channel_id in tx.scalars(select(_L.channel_id).distinct()):
        wanted = (
            select(_O.channel_id, _O.sold_on, _L.settled_on)
            .join_from(SettlementLine.__table__, SalesOrder.__table__, _O.order_id == _L.order_id)
            .where(_L.channel_id == channel_id, _L.kind == LineKind.SALE.value, _O.sold_on.is_not(None), *then)
            .order_by(_L.line_id.desc())
            .limit(_SAMPLE)
        )
        for row in tx.rows(wanted):
            found[row.channel_id].append((row.settled_on - row.sold_on).days)
    return {channel_id: max(median_low(days), 0) for channel_id, days in found.items()}


def find_overdue_orders(tx: Tx) -> list[OverdueOrder]:
    """Orders that should have been settled by now, by what is usual on their channel and a week; the oldest first."""
    found = []
    for channel_id, usual in usual_days(tx).items():
        latest = tx.today - timedelta(usual + USUAL_DAYS)
        for row in tx.rows(_unsettled(channel_id, latest)):
            days = (tx.today - row.sold_on).days
            left = Decimal(int(row.left)) / MONEY_SCALE
            found.append(OverdueOrder(row.order_id, row.order_no, row.title, row.sold_on, days, usual, left))
    return sorted(found, key=lambda one: (one.sold_on, one.order_id))


def _unsettled(channel_id: int, latest: date) -> Select[Any]:
    own = type_coerce(_L.own_amount, WHOLE)
    cleared = case(
        (_L.own_amount.is_not(None) & _O.rate.is_not(None) & (_O.currency == _L.currency),
         own * cast(type_coerce(_O.rate, WHOLE), Float) / RATE_SCALE),
        else_=type_coerce(_L.amount, WHOLE),
    )  # fmt: skip
    settled = (
        select(func.coalesce(func.sum(cleared), 0))
        .where(_L.order_id == _O.order_id, _L.kind.in_([kind.value for kind in CLEARS]))
        .correlate(SalesOrder.__table__)
        .scalar_subquery()
    )
    left = type_coerce(_O.total, WHOLE) - type_coerce(_O.refunded, WHOLE) - settled
    least = case((_O.rate.is_not(None), _COIN), else_=0)
    return (
        select(_O.order_id, _O.order_no, _C.title, _O.sold_on, left.label("left"))
        .join_from(SalesOrder.__table__, Channel.__table__, _C.channel_id == _O.channel_id)
        .where(
            _O.channel_id == channel_id, _O.kind == OrderKind.SALE.value,
            _O.sold_on <= literal(latest, _O.sold_on.type), left > least,
        )
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """An account that a person may give to a line or to a payout's difference."""

    account_id: int
    code: str
    title: str


def find_targets(tx: Tx) -> list[Target]:
    """The open accounts by code, without those that wait to be explained themselves."""
    wanted = (
        select(_A.account_id, _A.code, _A.title)
        .where(_A.is_closed.is_(False), _A.code.not_like(f"{Role.UNMATCHED.value}%"))
        .order_by(_A.code)
    )
    return [Target(row.account_id, row.code, account_title(row.code, row.title)) for row in tx.rows(wanted)]
