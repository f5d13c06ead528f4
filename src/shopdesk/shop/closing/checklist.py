"""The checklist of a month: each point is answered by what the shop holds now, and never by what was once written down.

A month that was closed keeps its checklist: the points are still computed, so that what is found later shows.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from sqlalchemy import func, select, type_coerce

from shopdesk.shop.catalog.reports import channel_ids
from shopdesk.shop.closing.rules import BY_HAND, OPEN, UNBILLED_DAYS, UNPAID_DAYS, Point, PointState, state_of
from shopdesk.shop.closing.unbilled import fetch_unbilled
from shopdesk.shop.counting.rules import SessionState
from shopdesk.shop.currencies.reports import fetch_foreign
from shopdesk.shop.ledger.reports import fetch_accounts
from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.orders.rules import OrderKind, OrderState, RefundState
from shopdesk.shop.profit.reports import fetch_sku_buckets
from shopdesk.shop.profit.scope import Scope
from shopdesk.shop.settlement.reports import WORK_ROWS
from shopdesk.shop.spending.rules import Every, days_due
from shopdesk.shop.tax.reports import fetch_rules, missing_tax, month_days
from shopdesk.store.check import check_store
from shopdesk.store.rows import Query, count, fetch_totals
from shopdesk.store.tables import (
    AdSpend,
    AfterSale,
    CloseTick,
    CountSession,
    Payout,
    Posting,
    Recurring,
    SalesOrder,
    SettlementLine,
)
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, WHOLE
from shopdesk.text import _

_O, _S, _P, _R, _T = (m.__table__.c for m in (SalesOrder, AfterSale, Payout, Recurring, CloseTick))


class Open(NamedTuple):
    """How much of a point is open and what that is worth; `applies` is False where the shop has nothing of the kind."""

    number: int = 0
    amount: Decimal | None = None
    applies: bool = True


_NONE: Final = Open(applies=False)


class Tick(NamedTuple):
    """Who looked at a point, when, and what they said."""

    person: str
    ticked_at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class CheckedPoint:
    """A point of the list as it stands."""

    point: Point
    state: PointState
    count: int
    amount: Decimal | None
    """In the shop's currency; None where that says nothing."""
    tick: Tick | None

    @property
    def told(self) -> str:
        """How much of it is open, in the language spoken now: "paid, not shipped: 3"; "" where nothing is counted."""
        what = OPEN.get(self.point)
        if not self.count or what is None:
            return ""
        return _("{what}: {count}").format(what=_(what), count=f"{self.count:,}")


@dataclass(frozen=True, slots=True)
class _Month:
    """A month as the questions ask of it."""

    month: str
    since: date
    until: date
    ends: datetime
    """The first moment after it, by the shop's clocks."""


def fetch_checklist(tx: Tx, month: str, backed_up: datetime | None = None) -> list[CheckedPoint]:
    """Every point of "2026-01" but the store itself (see `look_at_store`), which takes longer.

    `backed_up`: when the last backup was made; a team's store is backed up by its own tool, which is not asked.
    """
    since, until = month_days(month)
    ends = datetime.combine(until + timedelta(days=1), time(), tx.zone).astimezone(UTC)
    asked, ticks = _Month(month, since, until, ends), _ticks(tx, month)
    found = {point: question(tx, asked) for point, question in QUESTIONS.items()}
    found |= dict.fromkeys(BY_HAND, Open(1))
    found[Point.BACKUP] = _backup(tx, asked, backed_up)
    return [_checked(point, found[point], ticks.get(point)) for point in Point if point in found]


def look_at_store(tx: Tx, month: str) -> CheckedPoint:
    """The point of the store itself: every check but those that read each index and seal."""
    faults = [found for found in check_store(tx, deep=False) if not found.notice]
    return _checked(Point.STORE, Open(sum(one.count for one in faults)), _ticks(tx, month).get(Point.STORE))


def blocking(points: Sequence[CheckedPoint]) -> list[CheckedPoint]:
    """Points that keep a month from being closed without a word: open ones that were computed."""
    return [one for one in points if one.state is PointState.OPEN and one.point not in BY_HAND]


def _checked(point: Point, found: Open, tick: Tick | None) -> CheckedPoint:
    state = state_of(point, applies=found.applies, count=found.number, is_ticked=tick is not None)
    is_open = state in {PointState.OPEN, PointState.KNOWN}
    return CheckedPoint(point, state, found.number if is_open else 0, found.amount if is_open else None, tick)


def _ticks(tx: Tx, month: str) -> dict[Point, Tick]:
    rows = tx.rows(select(CloseTick.__table__).where(_T.month == month))
    known = {point.value for point in Point}
    return {Point(r.point): Tick(r.person, r.ticked_at, r.note or "") for r in rows if r.point in known}


def _summed(tx: Tx, amount: Any, *wanted: Any) -> Open:
    told = type_coerce(func.coalesce(func.sum(type_coerce(amount, WHOLE)), 0), WHOLE)
    row = tx.rows(select(func.count(), told.label("amount")).where(*wanted))[0]
    return Open(int(row[0]), Decimal(int(row.amount)) / MONEY_SCALE)


# ------------------------------------------------------------------------------------------------- the questions


def _unshipped(tx: Tx, asked: _Month) -> Open:
    states = [_O.state == OrderState.PAID.value, _O.kind == OrderKind.SALE.value]
    return _summed(tx, _O.total, *states, _O.placed_at < asked.ends)


def _unpaid(tx: Tx, asked: _Month) -> Open:
    states = [_O.state == OrderState.UNPAID.value, _O.kind == OrderKind.SALE.value]
    latest = min(asked.ends, tx.now - timedelta(days=UNPAID_DAYS))
    return _summed(tx, _O.total, *states, _O.placed_at < latest)


def _refunds(tx: Tx, asked: _Month) -> Open:
    return _summed(tx, _S.amount, _S.state == RefundState.PENDING.value, _S.ended_on <= asked.until)


def _costs(tx: Tx, asked: _Month) -> Open:
    untold = [
        (sku_id, figures.unknown_sales)
        for (_bucket, _channel, sku_id), figures in fetch_sku_buckets(tx, Scope(asked.since, asked.until)).items()
        if figures.untold_units
    ]
    return Open(len({sku_id for sku_id, _sales in untold}), sum((sales for _sku, sales in untold), Decimal(0)))


def _unmatched(tx: Tx, asked: _Month) -> Open:
    if tx.scalar(select(SettlementLine.line_id).limit(1)) is None and tx.scalar(select(_P.payout_id).limit(1)) is None:
        return _NONE
    query = Query(filters=(("since", f"..{asked.until}"),), today=tx.today, zone=tx.zone)
    waiting = count(tx, WORK_ROWS, query)
    return Open(waiting, fetch_totals(tx, WORK_ROWS, query)["amount"].sum if waiting else None)


def _payouts(tx: Tx, asked: _Month) -> Open:
    if tx.scalar(select(_P.payout_id).limit(1)) is None:
        return _NONE
    return _summed(tx, _P.amount, _P.arrived.is_(None), _P.paid_on <= asked.until)


def _counts(tx: Tx, asked: _Month) -> Open:
    rounds = CountSession.__table__.c
    if tx.scalar(select(rounds.session_id).limit(1)) is None:
        return _NONE
    waiting = rounds.state.in_([SessionState.OPEN.value, SessionState.REVIEW.value])
    return Open(int(tx.scalar(select(func.count()).where(waiting, rounds.opened_at < asked.ends))))


def _unbilled(tx: Tx, asked: _Month) -> Open:
    found = fetch_unbilled(tx, min(asked.ends, tx.now - timedelta(days=UNBILLED_DAYS)))
    return Open(len(found), sum(found.values(), Decimal(0)))


def _recurring(tx: Tx, asked: _Month) -> Open:
    if tx.scalar(select(_R.recurring_id).limit(1)) is None:
        return _NONE
    due = tx.rows(select(Recurring.__table__).where(type_coerce(_R.is_paused, WHOLE) == 0, _R.next_on <= asked.until))
    days = [days_due(r.first_on, Every(r.every), r.next_on, min(asked.until, r.until or asked.until)) for r in due]
    return Open(sum(len(list(one)) for one in days))


def _advertising(tx: Tx, asked: _Month) -> Open:
    """Channels whose advertising account was paid into, without a report of a day of the month."""
    paid = {
        account.code.partition(".")[2]: account.opening + account.debit
        for account in fetch_accounts(tx, asked.since, asked.until)
        if account.code.startswith(f"{Role.AD_ACCOUNT.value}.") and account.opening + account.debit > 0
    }
    if not paid:
        return _NONE
    reported = _reported(tx, asked)
    left = [amount for channel, amount in paid.items() if channel not in reported]
    return Open(len(left), sum(left, Decimal(0)))


def _reported(tx: Tx, asked: _Month) -> set[str]:
    spent = AdSpend.__table__.c
    ids = set(tx.scalars(select(spent.channel_id).where(spent.spent_on.between(asked.since, asked.until)).distinct()))
    return {code for code, channel_id in channel_ids(tx).items() if channel_id in ids}


def _tax(tx: Tx, asked: _Month) -> Open:
    if not fetch_rules(tx):
        return _NONE
    missing = missing_tax(tx, asked.month)
    return Open(len(missing), Decimal(sum(missing.values())) / MONEY_SCALE)


def _currencies(tx: Tx, asked: _Month) -> Open:
    postings = select(Posting.posting_id).where(Posting.currency.is_not(None)).limit(1)
    orders = select(_O.order_id).where(_O.rate.is_not(None)).limit(1)
    if tx.scalar(postings) is None and tx.scalar(orders) is None:
        return _NONE
    off = [one for one in fetch_foreign(tx, asked.until) if one.difference or one.rate is None]
    return Open(len(off), sum((one.difference or Decimal(0) for one in off), Decimal(0)))


def _balance(tx: Tx, _asked: _Month) -> Open:
    closing = sum((account.debit - account.credit for account in fetch_accounts(tx, None, None)), Decimal(0))
    return Open(1, closing) if closing else Open()


def _backup(tx: Tx, asked: _Month, backed_up: datetime | None) -> Open:
    if tx.connection.dialect.name != "sqlite":
        return _NONE
    return Open(0 if backed_up is not None and backed_up >= asked.ends else 1)


QUESTIONS: Final[Mapping[Point, Callable[[Tx, _Month], Open]]] = MappingProxyType(
    {
        Point.UNSHIPPED: _unshipped,
        Point.UNPAID: _unpaid,
        Point.REFUNDS: _refunds,
        Point.COSTS: _costs,
        Point.UNMATCHED: _unmatched,
        Point.PAYOUTS: _payouts,
        Point.COUNTS: _counts,
        Point.UNBILLED: _unbilled,
        Point.RECURRING: _recurring,
        Point.ADVERTISING: _advertising,
        Point.TAX: _tax,
        Point.CURRENCIES: _currencies,
        Point.BALANCE: _balance,
    }
)
"""What answers each point from the shop's own rows, in a moment even over a million of them."""
