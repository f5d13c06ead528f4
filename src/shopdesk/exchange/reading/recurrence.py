"""The days on which an event of a calendar comes again (RFC 5545, 3.3.10), as far as whole days can tell."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BY_DAY: Final = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_KNOWN: Final = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTH", "BYMONTHDAY", "WKST"})
MOST: Final = 1_000
"""An event comes no more often."""
_LONGEST: Final = timedelta(366 * 100)
"""So far is looked for events that are counted."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How an event comes again; weekdays are 0 for Monday, with the how manieth of its month, 0: each."""

    step: str
    every: int = 1
    count: int | None = None
    until: date | None = None
    weekdays: tuple[tuple[int, int], ...] = ()
    months: frozenset[int] = frozenset()
    month_days: frozenset[int] = frozenset()
    """Below zero: counted from the end of the month."""

    def days(self, first: date, since: date, until: date) -> Iterator[date]:
        """The days on which an event of that first day comes, between two others unless it ends by itself."""
        ends = self.count is not None or self.until is not None
        last = min(self.until or date.max, first + _LONGEST if ends else max(first, until))
        fits, most = _STEPS[self.step], min(self.count or MOST, MOST)
        day = first if ends else max(first, since)
        while day <= last and most:
            if day == first or (fits(self, first, day) and (not self.months or day.month in self.months)):
                yield day
                most -= 1
            day += timedelta(1)

    def daily(self, first: date, day: date) -> bool:
        """Every so many days."""
        return (day - first).days % self.every == 0 and self._is_named(day)

    def weekly(self, first: date, day: date) -> bool:
        """Every so many weeks, Monday first, on some weekdays."""
        monday = first - timedelta(first.weekday())
        named = {weekday for weekday, _nth in self.weekdays} or {first.weekday()}
        return (day - monday).days // 7 % self.every == 0 and day.weekday() in named

    def monthly(self, first: date, day: date) -> bool:
        """Every so many months."""
        months = (day.year - first.year) * 12 + day.month - first.month
        return months % self.every == 0 and self._is_in_month(first, day)

    def yearly(self, first: date, day: date) -> bool:
        """Every so many years, in its month where no other is named."""
        in_month = bool(self.months) or day.month == first.month
        return (day.year - first.year) % self.every == 0 and in_month and self._is_in_month(first, day)

    def _is_in_month(self, first: date, day: date) -> bool:
        if self.month_days or self.weekdays:
            return self._is_named(day)
        return day.day == first.day

    def _is_named(self, day: date) -> bool:
        """Whether what is said of days of months and weekdays is true of it."""
        left = _days_in_month(day) - day.day
        if self.month_days and self.month_days.isdisjoint({day.day, -left - 1}):
            return False
        ways = {(day.weekday(), 0), (day.weekday(), (day.day - 1) // 7 + 1), (day.weekday(), -(left // 7) - 1)}
        return not self.weekdays or not ways.isdisjoint(self.weekdays)


_STEPS: Final[dict[str, Callable[[Rule, date, date], bool]]] = {
    "DAILY": Rule.daily, "WEEKLY": Rule.weekly, "MONTHLY": Rule.monthly, "YEARLY": Rule.yearly,
}  # fmt: skip


def read_rule(text: str, day_of: Callable[[str], date | None]) -> Rule | None:
    """A rule as a calendar writes it; None where it says what whole days cannot tell, or nothing that makes sense."""
    parts = (part.strip().upper().partition("=") for part in text.split(";") if part)
    said = {name: value for name, _is, value in parts}
    by_day = [_BY_DAY.fullmatch(part.strip()) for part in said.get("BYDAY", "").split(",") if part]
    if said.get("FREQ") not in _STEPS or said.keys() - _KNOWN or None in by_day:
        return None
    by_year = said["FREQ"] == "YEARLY" and bool(by_day) and not said.get("BYMONTH")
    try:
        rule = Rule(
            said["FREQ"], int(said.get("INTERVAL", 1)), int(said["COUNT"]) if "COUNT" in said else None,
            day_of(said.get("UNTIL", "")), tuple((_WEEKDAYS.index(one[2]), int(one[1] or 0)) for one in by_day if one),
            _numbers(said.get("BYMONTH")), _numbers(said.get("BYMONTHDAY")),
        )  # fmt: skip
    except ValueError:
        return None
    return rule if rule.every > 0 and not by_year else None


def _numbers(text: str | None) -> frozenset[int]:
    return frozenset(int(part) for part in text.split(",")) if text else frozenset()


def _days_in_month(day: date) -> int:
    return ((day.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)).day
