"""Days of the board: the period that ends with a day, the one to compare it with, and the ones before."""

from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from shopdesk.shop.orders.reports import By, bucket_of
from shopdesk.shop.profit.scope import Scope

SHOWN: Final = MappingProxyType({By.DAY: 57, By.WEEK: 13, By.MONTH: 13, By.QUARTER: 9, By.YEAR: 5})
"""So many periods are read for the line beside a figure; of days, enough for eight of the same weekday."""
_MONTHS: Final = MappingProxyType({By.MONTH: 1, By.QUARTER: 3, By.YEAR: 12})
WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `since` to `until`, both included; of a size, as far as it has come."""

    size: By
    since: date
    until: date

    @property
    def days(self) -> int:
        """How many they are."""
        return (self.until - self.since).days + 1

    @property
    def bucket(self) -> str:
        """Its name: "2026-11", "2026-W47" …"""
        return bucket_of(self.since.isoformat(), self.size)

    @property
    def before(self) -> "Period":
        """The period before, as far as this one has come; whole where this one is at its end."""
        if self.size is By.DAY:
            return Period(self.size, self.since - timedelta(self.days), self.since - timedelta(1))
        first = first_day(self.size, self.since - timedelta(1))
        end = self.since - timedelta(1)
        is_whole = first_day(self.size, self.until + timedelta(1)) != self.since
        return Period(self.size, first, end if is_whole else min(end, first + timedelta(self.days - 1)))

    @property
    def earlier(self) -> "Scope":
        """Everything that the line beside a figure shows."""
        first = self.since
        for _step in range(SHOWN[self.size] - 1):
            first = first_day(self.size, first - timedelta(1))
        return Scope(first, self.until, self.size)

    def buckets(self) -> list[str]:
        """Names of all periods of `earlier`, the oldest first."""
        scope, found = self.earlier, list[str]()
        day = scope.since
        while day is not None and day <= self.until:
            found.append(bucket_of(day.isoformat(), self.size))
            day = next_first(self.size, day)
        return found


def first_day(size: By, day: date) -> date:
    """The first day of the period that a day lies in; weeks begin on Monday."""
    if size is By.DAY:
        return day
    if size is By.WEEK:
        return day - timedelta(day.weekday())
    return day.replace(month=(day.month - 1) // _MONTHS[size] * _MONTHS[size] + 1, day=1)


def next_first(size: By, first: date) -> date:
    """The first day of the period after the one that begins on `first`."""
    if size in (By.DAY, By.WEEK):
        return first + timedelta(1 if size is By.DAY else WEEK)
    months = first.year * 12 + first.month - 1 + _MONTHS[size]
    return date(months // 12, months % 12 + 1, 1)


def period_to(size: By, day: date) -> Period:
    """The period that `day` lies in, as far as it had come then."""
    return Period(size, first_day(size, day), day)
