"""Closing a month and opening it again, both of which stay written; ticking points of the checklist."""

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import func, select

from shopdesk.shop.closing.reports import PACK_SETTING, next_month
from shopdesk.shop.closing.rules import BY_HAND, TITLES, PackPart, Point
from shopdesk.shop.ledger.actions import close_period, closed_through, reopen_period
from shopdesk.shop.tax.reports import month_days
from shopdesk.store import months
from shopdesk.store.action import action
from shopdesk.store.store import set_setting
from shopdesk.store.tables import CloseTick, JournalEntry, MonthSeal
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE
from shopdesk.text import N_, UserError

_S, _T = MonthSeal.__table__.c, CloseTick.__table__.c


@action("period.close", N_("Close a month"))
def close_month(tx: Tx, month: str, note: str = "") -> str:
    """Lock "2026-01" and seal its postings; returns the seal. Months are closed in order, once they are over.

    Points of the checklist that are open are not asked here: who closes has seen them. UserError where the month
    cannot be closed, or one of its entries does not add up.
    """
    _check_turn(tx, month)
    mark = int(tx.scalar(select(func.coalesce(func.max(JournalEntry.entry_id), 0))))
    sums = months.sum_up(tx.connection, month, mark)
    if sums.unbalanced:
        raise UserError(
            N_("Entry {number} does not add up to zero. Have the store checked before the month is closed."),
            code="unbalanced", number=sums.unbalanced[0],
        )  # fmt: skip
    close_period(tx, month_days(month)[1])
    told = {
        "month": month, "sealed_at": tx.now, "person": tx.person, "note": note.strip() or None, "last_entry_id": mark,
        "entries": sums.entries, "debit": Decimal(sums.debit) / MONEY_SCALE,
        "profit": Decimal(sums.profit) / MONEY_SCALE,
    }  # fmt: skip
    before = tx.scalar(select(_S.digest).order_by(_S.seal_id.desc()).limit(1)) or ""
    digest = months.link(before, months.words_of(told), sums.digest)
    tx.insert(MonthSeal, **told, digest=digest)
    tx.say(N_("Closed {month}: {seal}"), month=month, seal=digest)
    return digest


def _check_turn(tx: Tx, month: str) -> None:
    first, until = next_month(tx), month_days(month)[1]
    if first is None:
        raise UserError(N_("There is nothing in the books yet."), code="empty")
    if until <= closed_through(tx):
        raise UserError(N_("{month} is closed already."), code="closed", month=month)
    if until >= tx.today:
        raise UserError(N_("{month} is not over yet."), code="future", month=month)
    if month < first:
        raise UserError(N_("The books begin in {first}."), code="order", first=first)
    if month > first:
        raise UserError(N_("Close {first} first: months are closed in order."), code="order", first=first)


@action("period.reopen", N_("Reopen a month"))
def reopen_month(tx: Tx, month: str, why: str) -> list[str]:
    """Open "2026-01" and every month after it; returns those whose seal was broken by it, the latest first.

    Who did it, when and why stays on their seals. UserError without a reason, or where the month is not closed.
    """
    since, _until = month_days(month)
    closed = closed_through(tx)
    if since > closed:
        raise UserError(N_("{month} is not closed."), code="not_closed", month=month)
    before = since - timedelta(days=1) if since > _first_day(tx) else date.min
    reopen_period(tx, before, why)
    standing = select(_S.seal_id, _S.month).where(_S.reopened_at.is_(None), _S.month >= month)
    opened = tx.rows(standing.order_by(_S.month.desc()))
    for row in opened:
        tx.update(MonthSeal, row.seal_id, reopened_at=tx.now, reopened_by=tx.person, why=why.strip())
    tx.say(N_("Reopened {month}: {why}"), month=month, why=why.strip())
    return [row.month for row in opened]


def _first_day(tx: Tx) -> date:
    """The first day of the month in which the books begin: before it nothing stays closed."""
    first: date | None = tx.scalar(select(func.min(JournalEntry.entry_on)))
    return date.min if first is None else first.replace(day=1)


@action("period.tick", N_("Tick a point of the checklist"), undoable=True)
def tick_point(tx: Tx, month: str, point: Point, note: str = "") -> None:
    """Say that a point was looked at; one that is open needs a note that says why it may stay so."""
    _check_open(tx, month)
    if point not in BY_HAND and not note.strip():
        raise UserError(N_("Say why this may stay open."), code="note")
    told = {"person": tx.person, "ticked_at": tx.now, "note": note.strip() or None}
    found = _tick_of(tx, month, point)
    if found is None:
        tx.insert(CloseTick, month=month, point=point.value, **told)
    else:
        tx.update(CloseTick, found, **told)
    tx.say(N_("{month}: {point}"), month=month, point=TITLES[point])


@action("period.tick", N_("Take a tick of the checklist away"), undoable=True)
def untick_point(tx: Tx, month: str, point: Point) -> None:
    """Say that a point is still to be looked at."""
    _check_open(tx, month)
    found = _tick_of(tx, month, point)
    if found is not None:
        tx.delete(CloseTick, found)


def _tick_of(tx: Tx, month: str, point: Point) -> int | None:
    found = tx.scalar(select(_T.close_tick_id).where(_T.month == month, _T.point == point.value))
    return None if found is None else int(found)


def _check_open(tx: Tx, month: str) -> None:
    if month_days(month)[1] <= closed_through(tx):
        raise UserError(N_("{month} is closed already."), code="closed", month=month)


@action("period.pack", N_("Choose the month pack"))
def choose_pack(tx: Tx, parts: Collection[PackPart]) -> None:
    """Say which files the shop's month pack has; at least one."""
    if not parts:
        raise UserError(N_("Choose at least one file of the pack."), code="empty")
    set_setting(tx, PACK_SETTING, [part.value for part in PackPart if part in parts])
