"""Where promotions stand in a calendar: in which row beside others, in which weeks, and where a move takes them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from heapq import heappop, heappush
from itertools import accumulate
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

WEEK: Final = 7
INSTANT: Final = timedelta(microseconds=1)


class Days(NamedTuple):
    """The days from `first` to `last`, both of it."""

    first: date
    last: date

    def moved(self, days: int) -> "Days":
        """As long, so many days later."""
        return Days(self.first + timedelta(days), self.last + timedelta(days))

    def stretched(self, days: int, *, at_start: bool = False) -> "Days":
        """One edge so many days later; the other edge stops it, so that a day is left."""
        if at_start:
            return Days(min(self.first + timedelta(days), self.last), self.last)
        return Days(self.first, max(self.last + timedelta(days), self.first))

    def meets(self, other: "Days") -> bool:
        """Whether they have a day in common."""
        return self.first <= other.last and other.first <= self.last


class Piece(NamedTuple):
    """The part of a bar within one week: its columns, 0 for the first day of the week, and which ends are its own."""

    bar: int
    row: int
    first: int
    last: int
    begins: bool
    ends: bool


def rows_of(bars: Sequence[Days]) -> list[int]:
    """The row of each bar, no two of a row sharing a day: the lowest that is free, earlier and longer bars first."""
    rows = [0] * len(bars)
    busy: list[tuple[date, int]] = []
    free: list[int] = []
    for place in sorted(range(len(bars)), key=lambda at: (bars[at].first, -bars[at].last.toordinal(), at)):
        while busy and busy[0][0] < bars[place].first:
            heappush(free, heappop(busy)[1])
        rows[place] = heappop(free) if free else len(busy)
        heappush(busy, (bars[place].last, rows[place]))
    return rows


class DayIndex:
    """Finds the bars of some days without looking at all of them."""

    def __init__(self, bars: Sequence[Days]) -> None:
        self._bars = bars
        self._order = sorted(range(len(bars)), key=lambda at: bars[at].first)
        self._firsts = [bars[at].first for at in self._order]
        self._lasts = list(accumulate((bars[at].last for at in self._order), max))
        """The latest last day of a bar and all before it: it never falls, so that it can be searched."""

    def among(self, days: Days) -> list[int]:
        """Places of the bars that have a day in common with `days`, by their first day."""
        begin = bisect_left(self._lasts, days.first)
        end = bisect_right(self._firsts, days.last)
        return [at for at in self._order[begin:end] if self._bars[at].last >= days.first]


def pieces_of(bars: Sequence[Days], places: Sequence[int], monday: date) -> list[Piece]:
    """The parts of the bars at `places` within the week from `monday` on, stacked among themselves."""
    week = Days(monday, monday + timedelta(WEEK - 1))
    shown = [place for place in places if bars[place].meets(week)]
    clipped = [Days(max(bars[place].first, week.first), min(bars[place].last, week.last)) for place in shown]
    return [
        Piece(
            place, row, (part.first - monday).days, (part.last - monday).days,
            bars[place].first >= week.first, bars[place].last <= week.last,
        )
        for place, part, row in zip(shown, clipped, rows_of(clipped), strict=True)
    ]  # fmt: skip


def monday_of(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(day.weekday())


def each_day(days: Days) -> Iterator[date]:
    """Day by day."""
    for count in range((days.last - days.first).days + 1):
        yield days.first + timedelta(count)


def days_of(starts_at: datetime, ends_at: datetime | None, zone: ZoneInfo, horizon: date) -> Days:
    """The days on which a promotion runs, in a time zone; one without an end runs to the horizon at least.

    An end at midnight is none of the day that it begins.
    """
    first = starts_at.astimezone(zone).date()
    last = max(first, horizon) if ends_at is None else (ends_at - INSTANT).astimezone(zone).date()
    return Days(first, max(first, last))


def shifted(moment: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The same time of the clock so many days later, in UTC: a day is not 24 hours where the clocks are changed."""
    there = moment.astimezone(zone)
    return datetime.combine(there.date() + timedelta(days), there.time(), zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Span:
    """When a promotion begins and ends, in UTC; no end: until somebody ends it."""

    starts_at: datetime
    ends_at: datetime | None

    def taken_to(self, now: Days, wanted: Days, zone: ZoneInfo) -> "Span":
        """What it is once its bar stands on other days: each edge that moved keeps its time of the clock."""
        starts = shifted(self.starts_at, (wanted.first - now.first).days, zone)
        if self.ends_at is None:
            longer = wanted.last != now.moved((wanted.first - now.first).days).last
            return Span(starts, midnight_after(wanted.last, zone) if longer else None)
        return Span(starts, shifted(self.ends_at, (wanted.last - now.last).days, zone))


def midnight_after(day: date, zone: ZoneInfo) -> datetime:
    """The moment at which a day is over, in UTC."""
    return datetime.combine(day + timedelta(1), time(), zone).astimezone(UTC)
