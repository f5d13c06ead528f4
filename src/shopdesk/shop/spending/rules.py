"""When a recurring entry comes again, what an order costs that is no sale, what goes with a payment: plain values."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.money import allocate


class BillState(StrEnum):
    """Where a bill stands."""

    OPEN = "open"
    PART = "part"
    PAID = "paid"
    OVERDUE = "overdue"
    CANCELLED = "cancelled"


class Every(StrEnum):
    """How often a recurring entry comes."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class SideKind(StrEnum):
    """What was paid for an order that a buyer did not pay for."""

    BRUSHED = "brushed"
    SAMPLE = "sample"
    COMPENSATION = "compensation"
    DROPSHIP = "dropship"


_MONTHS: Final = {Every.MONTH: 1, Every.QUARTER: 3, Every.YEAR: 12}
USUAL_TERMS: Final = 30
"""Days until a bill is due, where its supplier has said nothing."""
FEES: Final = {
    SideKind.BRUSHED: Role.BRUSHING,
    SideKind.SAMPLE: Role.SAMPLES,
    SideKind.COMPENSATION: Role.COMPENSATION,
    SideKind.DROPSHIP: Role.COGS,
}
"""What is spent for good on such an order → its account. Goods bought for one order are the cost of that sale."""


def day_of(first: date, every: Every, number: int) -> date:
    """The `number`th day (from 0) counted from the first, so that the 31st is the last day of shorter months."""
    if every is Every.WEEK:
        return first + timedelta(weeks=number)
    months = first.year * 12 + first.month - 1 + number * _MONTHS[every]
    year, month = divmod(months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(first.day, (following - timedelta(days=1)).day))


def days_due(first: date, every: Every, since: date, until: date) -> Iterator[date]:
    """The days of a recurring entry from `since` to `until`, both included, in order."""
    number = max(0, (since - first).days // 7 if every is Every.WEEK else _months_between(first, since, every) - 1)
    day = day_of(first, every, number)
    while day <= until:
        if day >= since:
            yield day
        number += 1
        day = day_of(first, every, number)


def _months_between(first: date, day: date, every: Every) -> int:
    return ((day.year - first.year) * 12 + day.month - first.month) // _MONTHS[every]


def next_day(first: date, every: Every, after: date) -> date:
    """The first day of a recurring entry after `after`."""
    since = max(first, after + timedelta(days=1))
    return next(days_due(first, every, since, since + timedelta(days=366)))


def side_postings(kind: SideKind, principal: int, fee: int) -> dict[Role, int]:
    """What is posted for such an order: role → signed amount in 1/10,000; zeros left out; they add up to zero.

    The principal of a brushed order comes back through the channel as a sale that is none: it is taken off the sales.
    """
    made = {Role.BRUSHED: principal, FEES[kind]: fee, Role.BANK: -principal - fee}
    return {role: amount for role, amount in made.items() if amount}


PAYING: Final = (Role.BANK, Role.WALLET, Role.LOAN, Role.EQUITY)
"""Accounts from which money is paid: bank, wallet, a credit line, the owner's own pocket."""


def relieved(open_amount: int, open_own: int, paid_own: int) -> int:
    """What of a debt kept at `open_amount` goes with a payment of `paid_own` of `open_own`; the last takes the rest."""
    if paid_own == open_own:
        return open_amount
    return (open_amount * paid_own * 2 + open_own) // (open_own * 2)


def spread_days(amount: int | None, days: int, unit: int) -> list[int | None]:
    """A figure of several days in equal shares, of whole `unit`s where it has them; None stays None."""
    if amount is None:
        return [None] * days
    coin = 1 if amount % unit else unit
    return [share * coin for share in allocate(amount // coin, [1] * days)]
