"""Which part of the books a report reads: days, one channel or all, and how days are gathered into buckets."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Text, func, type_coerce

from shopdesk.shop.orders.reports import By, between, bucket_of
from shopdesk.store.sums import Split, split


@dataclass(frozen=True, slots=True)
class Scope:
    """Days from `since` to `until`, both included and None open; `size` None puts all of them into one bucket ""."""

    since: date | None = None
    until: date | None = None
    size: By | None = By.MONTH
    channel_id: int | None = None

    def days(self, day: Any) -> list[ColumnElement[bool]]:
        """Conditions that a day lies within."""
        return between(day, self.since, self.until)

    def split(self) -> Split:
        """The whole months that sums are kept of, and the days that only lines know: all, where buckets are days."""
        is_fine = self.size in (By.DAY, By.WEEK)
        return Split(None, ((self.since, self.until),)) if is_fine else split(self.since, self.until)

    def holds(self, day: str) -> bool:
        """Whether an ISO day lies within."""
        return (self.since is None or day >= self.since.isoformat()) and (
            self.until is None or day <= self.until.isoformat()
        )

    def part(self, day: Any) -> ColumnElement[str]:
        """SQL: as much of a day as the buckets need, as "day", so that the database adds up most of it."""
        text = type_coerce(day, Text())
        if self.size in (By.DAY, By.WEEK):
            return text.label("day")
        return func.substr(text, 1, 0 if self.size is None else 7).label("day")

    def bucket(self, day: str) -> str:
        """The bucket of what `part` gave, or of a whole ISO day."""
        return "" if self.size is None else bucket_of(day, self.size)
