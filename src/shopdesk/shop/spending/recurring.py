"""What comes again: rent, wages, software; each day of it is booked once, as a bill or as an entry of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select

from shopdesk.shop.catalog.actions import find_supplier
from shopdesk.shop.ledger.actions import open_account, post_entry
from shopdesk.shop.ledger.rules import EntryKind
from shopdesk.shop.spending.bills import BillEntry, enter_bill
from shopdesk.shop.spending.posting import RECURRING
from shopdesk.shop.spending.rules import Every, days_due, next_day
from shopdesk.store.action import action
from shopdesk.store.tables import Account, Bill, Recurring, RecurringLine, Supplier
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE
from shopdesk.text import N_, UserError

NEVER: Final = date(9999, 12, 31)
"""`next_on` of an entry that has come for the last time."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a recurring entry says of itself; one that becomes a bill names who asks for it."""

    title: str
    every: Every
    first_on: date
    until: date | None = None
    supplier: str = ""
    channel_id: int | None = None
    is_bill: bool = False
    due_days: int = 0
    note: str | None = None


@action("money.recurring", N_("Add a recurring entry"), undoable=True)
def add_recurring(tx: Tx, terms: Terms, amounts: Mapping[str, Decimal]) -> int:
    """A recurring entry: account code → amount, debit above zero; returns its id.

    The amounts of an entry add up to zero; those of a bill are what it is for.
    """
    told = _told(tx, terms, amounts)
    recurring_id = tx.insert(Recurring, **told, next_on=terms.first_on, is_paused=False)
    _set_lines(tx, recurring_id, amounts)
    tx.say(N_("Add recurring entry {title}"), title=terms.title)
    return recurring_id


@action("money.recurring", N_("Edit a recurring entry"), undoable=True)
def edit_recurring(tx: Tx, recurring_id: int, terms: Terms, amounts: Mapping[str, Decimal]) -> None:
    """Say otherwise what is still to come; what was booked stays as it is, and its days do not come again."""
    before = _recurring(tx, recurring_id)
    told = _told(tx, terms, amounts)
    tx.update(Recurring, recurring_id, **told, next_on=_coming(terms, _last_day(before)))
    for line_id in tx.scalars(
        select(RecurringLine.recurring_line_id).where(RecurringLine.recurring_id == recurring_id)
    ):
        tx.delete(RecurringLine, line_id)
    _set_lines(tx, recurring_id, amounts)
    tx.say(N_("Edit recurring entry {title}"), title=terms.title)


@action("money.recurring", N_("Pause a recurring entry"), undoable=True)
def pause_recurring(tx: Tx, recurring_id: int, is_paused: bool) -> None:
    """Let it rest, or go on: the days that passed while it rested are left out."""
    row = _recurring(tx, recurring_id)
    coming = row.next_on
    if row.is_paused and not is_paused and coming < tx.today:
        coming = _coming(row, tx.today - timedelta(days=1))
    tx.update(Recurring, recurring_id, is_paused=is_paused, next_on=coming)
    tx.say(N_("Pause {title}") if is_paused else N_("Go on with {title}"), title=row.title)


@action("money.recurring", N_("Remove a recurring entry"), undoable=True)
def remove_recurring(tx: Tx, recurring_id: int) -> None:
    """Nothing more of it comes; what was booked stays."""
    row = _recurring(tx, recurring_id)
    for line_id in tx.scalars(
        select(RecurringLine.recurring_line_id).where(RecurringLine.recurring_id == recurring_id)
    ):
        tx.delete(RecurringLine, line_id)
    tx.delete(Recurring, recurring_id)
    tx.say(N_("Remove recurring entry {title}"), title=row.title)


@action("money.recurring", N_("Book what is due"))
def book_due(tx: Tx, through: date) -> int:
    """Book all that is due up to a day, each on its own day or the first open one; returns how many.

    Each knows the day that comes next, and whoever books moves it in the same transaction: nobody books a day twice.
    """
    if through > tx.today:
        raise UserError(N_("What is due after today cannot be booked yet."), code="future")
    booked = 0
    for row in tx.rows(select(Recurring.__table__).order_by(Recurring.next_on, Recurring.recurring_id)):
        if row.is_paused:
            continue
        every, end = Every(row.every), min(through, row.until or through)
        days = list(days_due(row.first_on, every, row.next_on, end)) if row.next_on <= end else []
        lines = _lines(tx, row.recurring_id)
        for day in days:
            _book(tx, row, lines, day)
        if days:
            tx.update(Recurring, row.recurring_id, next_on=_coming(row, days[-1]))
        booked += len(days)
    tx.say(N_("Booked {count} recurring entries through {day}"), count=booked, day=through)
    return booked


def _coming(terms: Any, last: date | None) -> date:
    """The day that comes after the last one that was booked; None: none was. `terms`: Terms, or a row of the table."""
    coming = terms.first_on if last is None else next_day(terms.first_on, Every(terms.every), last)
    return NEVER if terms.until is not None and coming > terms.until else coming


def _last_day(row: Any) -> date | None:
    """The last day that was booked, or left out while it rested; None where the first is still to come."""
    before = row.until if row.next_on == NEVER else row.next_on - timedelta(days=1)
    return max(days_due(row.first_on, Every(row.every), row.first_on, before), default=None)


def _book(tx: Tx, row: Any, lines: Sequence[Any], day: date) -> None:
    if not row.is_bill:
        amounts: dict[int, int] = {}
        for line in lines:
            amounts[line.account_id] = amounts.get(line.account_id, 0) + int(line.amount * MONEY_SCALE)
        post_entry(
            tx, day, EntryKind.RECURRING, (RECURRING, row.recurring_id), amounts, memo=row.title,
            channel_id=row.channel_id,
        )  # fmt: skip
        return
    supplier = tx.scalar(select(Supplier.name).where(Supplier.supplier_id == row.supplier_id))
    entries = [BillEntry(line.amount, line.code, channel_id=row.channel_id, memo=row.title) for line in lines]
    number = _free_number(tx, row.supplier_id, f"{row.title} {day.isoformat()}")
    enter_bill(tx, supplier, number, day, entries, due_on=day + timedelta(days=row.due_days), note=row.note)


def _free_number(tx: Tx, supplier_id: int, wanted: str) -> str:
    """A number that no bill of the supplier has: two entries of one title may come on one day."""
    taken = set(
        tx.scalars(select(Bill.bill_no).where(Bill.supplier_id == supplier_id, Bill.bill_no.startswith(wanted)))
    )
    number, count = wanted, 2
    while number in taken:
        number, count = f"{wanted} #{count}", count + 1
    return number


def _told(tx: Tx, terms: Terms, amounts: Mapping[str, Decimal]) -> dict[str, Any]:
    """The columns of a recurring entry, once it is one."""
    if not terms.title.strip():
        raise UserError(N_("A recurring entry needs a title."), code="required")
    if terms.until is not None and terms.until < terms.first_on:
        raise UserError(N_("It cannot end before it begins."), code="range")
    if terms.due_days < 0:
        raise UserError(N_("Payment terms cannot be below zero."), code="negative")
    whole = sum(amounts.values())
    if terms.is_bill and (whole <= 0 or not terms.supplier.strip()):
        raise UserError(N_("A bill needs a supplier and an amount above zero."), code="bill")
    if not terms.is_bill and (whole or not any(amounts.values())):
        raise UserError(N_("The amounts of an entry must add up to zero: debit above, credit below."), code="balance")
    supplier_id = find_supplier(tx, terms.supplier) if terms.supplier.strip() else None
    return {
        "title": terms.title.strip(), "every": terms.every.value, "first_on": terms.first_on, "until": terms.until,
        "supplier_id": supplier_id, "channel_id": terms.channel_id, "is_bill": terms.is_bill,
        "due_days": terms.due_days, "note": terms.note or None,
    }  # fmt: skip


def _set_lines(tx: Tx, recurring_id: int, amounts: Mapping[str, Decimal]) -> None:
    for code, amount in amounts.items():
        account = open_account(tx, code)
        tx.insert(RecurringLine, recurring_id=recurring_id, account_id=account.account_id, amount=amount)


def _lines(tx: Tx, recurring_id: int) -> Sequence[Any]:
    return tx.rows(
        select(RecurringLine.account_id, RecurringLine.amount, Account.code)
        .join(Account, Account.account_id == RecurringLine.account_id)
        .where(RecurringLine.recurring_id == recurring_id)
        .order_by(RecurringLine.recurring_line_id)
    )


def _recurring(tx: Tx, recurring_id: int) -> Any:
    found = tx.rows(select(Recurring.__table__).where(Recurring.recurring_id == recurring_id))
    if not found:
        raise UserError(N_("This recurring entry no longer exists."), code="gone")
    return found[0]
