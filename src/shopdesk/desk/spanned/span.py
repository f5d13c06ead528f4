"""A stretch of days as people choose it: a month, a quarter, a year, everything, or from one day to another."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from PySide6.QtCore import QDate, QLocale

from shopdesk.shop.profit.scope import Scope
from shopdesk.text import N_, _, language


class Size(StrEnum):
    """How long a stretch is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ALL = "all"
    CUSTOM = "custom"


SIZES = {
    Size.MONTH: N_("Month"),
    Size.QUARTER: N_("Quarter"),
    Size.YEAR: N_("Year"),
    Size.ALL: N_("All"),
    Size.CUSTOM: N_("From … to …"),
}
_MONTHS = {Size.MONTH: 1, Size.QUARTER: 3, Size.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `since` to `until`, both included; of everything, those of the first and the last entry."""

    size: Size
    since: date
    until: date

    @classmethod
    def around(cls, size: Size, day: date) -> "Span":
        """The month, quarter or year that holds a day."""
        months = _MONTHS[size]
        first = date(day.year, (day.month - 1) // months * months + 1, 1)
        return cls(size, first, _shift(first, months) - timedelta(days=1))

    @property
    def can_step(self) -> bool:
        """Whether there is one before it and one after it."""
        return self.size in _MONTHS

    def step(self, by: int) -> "Span":
        """The one `by` places later, or earlier below zero."""
        return Span.around(self.size, _shift(self.since, by * _MONTHS[self.size]))

    @property
    def before(self) -> "Span | None":
        """What it is compared with: the one before, of free days as many before them; None for everything."""
        if self.can_step:
            return self.step(-1)
        if self.size is Size.ALL:
            return None
        return Span(
            Size.CUSTOM, self.since - (self.until - self.since) - timedelta(days=1), self.since - timedelta(days=1)
        )

    def scope(self, channel_id: int | None = None) -> Scope:
        """What reports read."""
        if self.size is Size.ALL:
            return Scope(channel_id=channel_id)
        return Scope(self.since, self.until, channel_id=channel_id)

    @property
    def filter(self) -> str:
        """The days as a filter of a column of days; "" lets everything through."""
        return {
            Size.MONTH: f"{self.since:%Y-%m}",
            Size.YEAR: f"{self.since:%Y}",
            Size.ALL: "",
        }.get(self.size, f"{self.since}..{self.until}")

    @property
    def months(self) -> tuple[str, str]:
        """First and last month that it touches, as a profit sheet names them."""
        return f"{self.since:%Y-%m}", f"{self.until:%Y-%m}"

    @property
    def title(self) -> str:
        """How it reads as a heading: November 2026 · Q4 2026 · 2026 · All · 2026-11-01 – 2026-11-15."""
        if self.size is Size.MONTH:
            return month_title(self.since)
        if self.size is Size.QUARTER:
            return _("Q{quarter} {year}").format(quarter=(self.since.month + 2) // 3, year=self.since.year)
        if self.size is Size.YEAR:
            return _("Year {year}").format(year=self.since.year)
        if self.size is Size.ALL:
            return _("All time")
        return f"{self.since} – {self.until}"

    @property
    def short(self) -> str:
        """The same over a column of figures."""
        return month_short(self.since) if self.size is Size.MONTH else self.title

    @property
    def days(self) -> str:
        """Its first and last day."""
        return f"{self.since} – {self.until}"


def month_title(day: date) -> str:
    """November 2026, as the language writes it."""
    return QLocale(language()).toString(QDate(day.year, day.month, 1), _("MMMM yyyy"))


def month_short(day: date) -> str:
    """Nov 2026, as the language writes it."""
    return QLocale(language()).toString(QDate(day.year, day.month, 1), _("MMM yyyy"))


def shift_month(day: date, months: int) -> date:
    """The first of the month so many months later."""
    return _shift(date(day.year, day.month, 1), months)


def _shift(first: date, months: int) -> date:
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)
