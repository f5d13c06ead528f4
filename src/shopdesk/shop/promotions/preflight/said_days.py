"""Days that a text names, as buyers read them: 11月11日, 11.11, Nov 11, 2026-11-11."""

import re
from collections.abc import Collection
from datetime import date, timedelta
from typing import Final, NamedTuple

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME: Final = r"(?P<name>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR: Final = r"(?P<year>20\d\d)"
_PATTERNS: Final = (
    rf"{_YEAR}\s*年\s*(?P<month>\d{{1,2}})\s*月\s*(?P<day>\d{{1,2}})\s*[日号號]",
    r"(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号號]?",
    rf"(?<!\d){_YEAR}(?P<sep>[-/.])(?P<month>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})(?!\d)",
    rf"\b{_NAME}\s*{_DAY}(?!\d)(?:,?\s*{_YEAR})?",
    rf"(?<!\d){_DAY}\s*(?:of\s+)?{_NAME}(?:,?\s*{_YEAR})?",
    # A number with a point is a price unless nothing says so: no currency before it, no unit behind it.
    r"(?<![\d.¥￥$€£])(?P<month>\d{1,2})[./](?P<day>\d{1,2})(?![\d.%％元折块件])",
)
_FOUND: Final = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _PATTERNS)


class SaidDay(NamedTuple):
    """A day as a text has it; the year where it says one."""

    words: str
    year: int | None
    month: int
    day: int

    def is_day(self, day: date) -> bool:
        """Whether it means that day."""
        return (self.month, self.day) == (day.month, day.day) and self.year in (None, day.year)


def find_said_days(text: str) -> list[SaidDay]:
    """Every day that a text names, in its order."""
    found: dict[int, SaidDay] = {}
    left = text
    for pattern in _FOUND:
        for match in pattern.finditer(left):
            said = _said(match)
            if said is not None:
                found[match.start()] = said
                left = left[: match.start()] + " " * (match.end() - match.start()) + left[match.end() :]
    return [found[place] for place in sorted(found)]


def _said(match: re.Match[str]) -> SaidDay | None:
    parts = match.groupdict()
    name = parts.get("name")
    month = _MONTHS.index(name[:3].lower()) + 1 if name else int(parts["month"])
    year = int(parts["year"]) if parts.get("year") else None
    try:
        date(year or 2000, month, int(parts["day"]))  # 2000 has a 29 February
    except ValueError:
        return None
    return SaidDay(match[0].strip(), year, month, int(parts["day"]))


def differing_days(text: str, first: date, last: date | None) -> list[SaidDay]:
    """Days that a text names and that are neither the first nor the last; its end may be said by the day after."""
    meant: Collection[date] = (first,) if last is None else (first, last, last + timedelta(days=1))
    return [said for said in find_said_days(text) if not any(map(said.is_day, meant))]
