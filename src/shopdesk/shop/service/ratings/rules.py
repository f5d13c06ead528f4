"""Ratings of the rolling six months: their mean, how it goes on as they leave, and how many fives a target needs."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum
from typing import Final

WINDOW_MONTHS: Final = 6
AHEAD: Final = 60
"""So many days are forecast."""
PACE_DAYS: Final = 30
"""New ratings are thought to come as they did in so many days."""
LOW: Final = 3
"""So many stars or fewer are a low rating, whose cause is asked for."""
MOST_STARS: Final = 5


class Aspect(StrEnum):
    """What a buyer gives stars for."""

    DESCRIBED = "described"
    """Is it as described; the stars where a channel has one rating only."""
    SERVICE = "service"
    LOGISTICS = "logistics"


@dataclass(slots=True)
class Tally:
    """So many ratings and their sum."""

    count: int = 0
    total: int = 0

    def add(self, count: int, total: int) -> None:
        """Count further ones, or, below zero, take some out."""
        self.count += count
        self.total += total

    @property
    def mean(self) -> Decimal | None:
        """None where there are none."""
        return Decimal(self.total) / self.count if self.count else None


@dataclass(frozen=True, slots=True)
class Ahead:
    """A day to come: the mean if nobody rates any more, and if new ratings come as they do now."""

    day: date
    without: Decimal | None
    expected: Decimal | None


def first_day(day: date) -> date:
    """The first day of the six months that end with a day."""
    months = day.year * 12 + day.month - 1 - WINDOW_MONTHS
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1])) + timedelta(1)


def tally(days: Iterable[tuple[date, int, int]], until: date) -> Tally:
    """The ratings of the six months that end with a day, of days with (day, how many, their sum)."""
    since, found = first_day(until), Tally()
    for day, count, total in days:
        if since <= day <= until:
            found.add(count, total)
    return found


def forecast(days: Iterable[tuple[date, int, int]], today: date) -> list[Ahead]:
    """The coming days; a rating drops out on the day on which it is no longer in the six months.

    New ratings come every day as on the average of the last thirty days, with the mean of these.
    """
    known = sorted(days)
    left, pace = tally(known, today), Tally()
    for one in known:
        if today - timedelta(PACE_DAYS) < one[0] <= today:
            pace.add(*one[1:])
    gone = iter([one for one in known if first_day(today) <= one[0] <= today])
    leaving, made = next(gone, None), list[Ahead]()
    for number in range(1, AHEAD + 1):
        day = today + timedelta(number)
        while leaving is not None and leaving[0] < first_day(day):
            left.add(-leaving[1], -leaving[2])
            leaving = next(gone, None)
        share = Decimal(number) / PACE_DAYS
        count, total = left.count + pace.count * share, left.total + pace.total * share
        made.append(Ahead(day, left.mean, total / count if count else None))
    return made


def fives_needed(count: int, total: Decimal, target: Decimal) -> int | None:
    """⌈(target·n − S) ÷ (5 − target)⌉ for n ratings of sum S; 0 where it is reached, None where no number is enough."""
    lacking = target * count - total
    if lacking <= 0:
        return 0
    if target >= MOST_STARS:
        return None
    return int((lacking / (MOST_STARS - target)).to_integral_value(ROUND_CEILING))
