"""The cash of the weeks to come, as plain values: what is due when, the weeks that it makes, and how far off it was.

Cash is what bank accounts and wallets hold. A channel settles a sale some days after it; of what it settles, a share
reaches the wallet, the rest are its fees. What is open was sold last: what is older was settled first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from typing import Final

WEEKS: Final = 13
USUAL_LAG: Final = 14
"""Days from a sale to its settlement, on a channel of which no statement says so."""
LATE: Final = 30
"""So many days after its usual one an order is no longer counted on."""
LEARNT: Final = 8
"""Weeks that say how much is sold on a weekday, and what is spent besides."""
FEW: Final = 26
"""With fewer weeks of books, a forecast and its test say little."""
ZERO: Final = Decimal(0)
_UNIT: Final = Decimal("0.0001")


class Flow(StrEnum):
    """Why money comes or goes."""

    SOLD = "sold"
    EXPECTED = "expected"
    BILLS = "bills"
    RECURRING = "recurring"
    GOODS = "goods"
    AGAIN = "again"
    TAX = "tax"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Due:
    """Money that comes (above zero) or goes on a day; `title` is a document's number, or whose it is."""

    day: date
    flow: Flow
    title: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Week:
    """A week of the forecast: `opening` and all its flows are `closing`."""

    first: date
    last: date
    opening: Decimal
    flows: Mapping[Flow, Decimal]
    closing: Decimal

    @property
    def change(self) -> Decimal:
        """What comes less what goes."""
        return self.closing - self.opening


def week_of(on: date, day: date) -> int:
    """The number of the week that a day is in, from 1; what is overdue is in the first."""
    return max((day - on).days // 7, 0) + 1


def lay_weeks(on: date, cash: Decimal, dues: Iterable[Due]) -> list[Week]:
    """The weeks from a day on."""
    sums: list[dict[Flow, Decimal]] = [{} for _week in range(WEEKS)]
    for due in dues:
        number = week_of(on, due.day)
        if number <= WEEKS:
            flows = sums[number - 1]
            flows[due.flow] = flows.get(due.flow, ZERO) + due.amount
    made: list[Week] = []
    for place, flows in enumerate(sums):
        first, opening = on + timedelta(weeks=place), made[-1].closing if made else cash
        made.append(Week(first, first + timedelta(days=6), opening, flows, opening + sum(flows.values(), ZERO)))
    return made


def low_point(weeks: Sequence[Week]) -> Week:
    """The first of the weeks with the least cash at their end."""
    return min(weeks, key=lambda week: week.closing)


Days = Sequence[tuple[date, Decimal]]
"""Days and what was booked on them, oldest first."""


def open_by_day(balance: Decimal, booked: Days, rest_on: date) -> list[tuple[date, Decimal]]:
    """What of a balance is of which day, oldest first: the latest days of what was `booked` make it up.

    What these do not explain is of `rest_on`.
    """
    made: list[tuple[date, Decimal]] = []
    left = balance
    for day, amount in reversed(booked):
        if left <= 0:
            break
        part = min(left, amount)
        if part > 0:
            made.append((day, part))
            left -= part
    if left > 0:
        made.append((rest_on, left))
    return made[::-1]


@dataclass(frozen=True, slots=True)
class Habit:
    """How a channel pays: after how many days (None: no statement says so), and which share reaches the wallet."""

    days: int | None
    share: Decimal

    @property
    def lag(self) -> int:
        """Days from a sale to its settlement."""
        return USUAL_LAG if self.days is None else self.days


def settle_open(on: date, parts: Days, habit: Habit) -> tuple[list[tuple[date, Decimal]], Decimal]:
    """When open sales of days reach the wallet, and what of them is so late that nobody should count on it."""
    made, late = list[tuple[date, Decimal]](), ZERO
    for day, amount in parts:
        usual = day + timedelta(habit.lag)
        if (on - usual).days > LATE:
            late += amount
        else:
            made.append((max(usual, on), part_of(amount, habit.share)))
    return made, late


def expect_sales(on: date, sold: Mapping[date, Decimal], since: date, habit: Habit) -> list[tuple[date, Decimal]]:
    """When sales of the days to come reach the wallet: of each weekday the mean of those before, from `since` on."""
    means: dict[int, Decimal] = {}
    days = [since + timedelta(place) for place in range((on - since).days)]
    for weekday in range(7):
        known = [sold.get(day, ZERO) for day in days if day.weekday() == weekday]
        means[weekday] = sum(known, ZERO) / len(known) if known else ZERO
    coming = (on + timedelta(place) for place in range(WEEKS * 7 - habit.lag))
    found = ((day, means[day.weekday()]) for day in coming)
    return [(day + timedelta(habit.lag), part_of(mean, habit.share)) for day, mean in found if mean]


def part_of(amount: Decimal, share: Decimal) -> Decimal:
    """A share of an amount, to the books' smallest unit."""
    return (amount * share).quantize(_UNIT, ROUND_HALF_EVEN)


@dataclass(frozen=True, slots=True)
class Missed:
    """A week that was forecast, and what came."""

    first: date
    last: date
    forecast: Decimal
    """What cash should have changed by."""
    came: Decimal
    closing_forecast: Decimal
    closing: Decimal

    @property
    def error(self) -> Decimal:
        """Above zero more was forecast than came."""
        return self.forecast - self.came


def compare(weeks: Sequence[Week], closings: Sequence[Decimal]) -> list[Missed]:
    """Each week beside the cash that there was at its end."""
    made, before = list[Missed](), weeks[0].opening
    for week, closing in zip(weeks, closings, strict=True):
        made.append(Missed(week.first, week.last, week.change, closing - before, week.closing, closing))
        before = closing
    return made


def mean_error(missed: Sequence[Missed]) -> Decimal:
    """By how much a week was off on average, whichever way (MAE)."""
    return (sum((abs(one.error) for one in missed), ZERO) / len(missed)).quantize(_UNIT)


def bias(missed: Sequence[Missed]) -> Decimal:
    """By how much weeks were off together, on average: above zero the forecast was too good."""
    return (sum((one.error for one in missed), ZERO) / len(missed)).quantize(_UNIT)


def buy_again(on: date, weekly: Decimal, ordered: Decimal, terms: int) -> list[tuple[date, Decimal]]:
    """When goods are paid that nobody has ordered yet: each week what came in a usual one, beyond what is `ordered`."""
    made, left = list[tuple[date, Decimal]](), ordered
    for place in range(WEEKS):
        part = max(weekly - left, ZERO)
        left = max(left - weekly, ZERO)
        if part:
            made.append((on + timedelta(weeks=place, days=terms), part))
    return made


def tax_day(on: date) -> date:
    """The day on which tax that is owed is taken to be paid: the 15th of the next month."""
    return date(on.year + on.month // 12, on.month % 12 + 1, 15)
