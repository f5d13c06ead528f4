"""Business time: the minutes in which the shop is open, with several periods a day, days off and make-up workdays."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Period = tuple[int, int]
"""From and until: minutes after midnight of the shop's clock."""
Stretch = tuple[datetime, datetime]
"""From and until, in UTC."""
_FURTHEST = 400
"""Days ahead in which a moment is looked for; a shop that is closed for longer never answers."""


@dataclass(frozen=True, slots=True)
class Hours:
    """When the shop is open: periods by weekday (0 is Monday), days off, and days that are worked though they are not.

    A make-up workday (调休) has the periods of Monday, or of the first weekday that has any.
    """

    zone: ZoneInfo
    periods: Mapping[int, Sequence[Period]]
    off: frozenset[date] = field(default_factory=frozenset)
    worked: frozenset[date] = field(default_factory=frozenset)

    def of_day(self, day: date) -> list[Stretch]:
        """The stretches of a day in UTC; on the day on which clocks change they are as long as they are."""
        if day in self.worked:
            periods = next((self.periods[weekday] for weekday in range(7) if self.periods.get(weekday)), ())
        elif day in self.off:
            periods = ()
        else:
            periods = self.periods.get(day.weekday(), ())
        made = [(self._moment(day, start), self._moment(day, end)) for start, end in sorted(periods)]
        return [(start, end) for start, end in made if start < end]

    def _moment(self, day: date, minute: int) -> datetime:
        days, minute = divmod(minute, 24 * 60)
        wall = datetime.combine(day + timedelta(days), time(minute // 60, minute % 60), self.zone)
        return wall.astimezone(UTC)

    def _from(self, moment: datetime) -> Iterator[Stretch]:
        """Stretches that end after a moment, the first of them cut to begin there."""
        day = moment.astimezone(self.zone).date() - timedelta(1)
        for number in range(_FURTHEST):
            for start, end in self.of_day(day + timedelta(number)):
                if end > moment:
                    yield max(start, moment), end

    def seconds(self, since: datetime, until: datetime) -> int:
        """Business seconds between two moments; 0 where the second is not later."""
        total = timedelta(0)
        for start, end in self._from(since):
            if start >= until:
                break
            total += min(end, until) - start
        return int(total.total_seconds())

    def after(self, moment: datetime, seconds: int) -> datetime | None:
        """The moment by which so many business seconds have gone; None: the shop is closed for over a year."""
        left = timedelta(seconds=seconds)
        for start, end in self._from(moment):
            if end - start >= left:
                return start + left
            left -= end - start
        return None
