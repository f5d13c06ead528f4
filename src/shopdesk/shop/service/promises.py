"""What the shop promises its buyers: when it is open, and within how many of those minutes it answers and solves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from shopdesk.shop.catalog.reports import channel_ids
from shopdesk.shop.promotions.calendar.festivals import OF_CURRENCY, DayKind, public_holidays
from shopdesk.shop.service.clocks import Promise
from shopdesk.shop.service.hours import Hours, Period
from shopdesk.shop.service.rules import CaseKind, Priority
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

HOURS_SETTING: Final = "service_hours"
PROMISES_SETTING: Final = "service_promises"
PLATFORM_SETTING: Final = "service_platform"
LONGEST_HOURS: Final = 24 * 90
_DAY: Final = 24 * 60
SATURDAY: Final = 5
"""As `date.weekday` counts."""
USUAL_PERIODS: Final[Mapping[int, Sequence[Period]]] = dict.fromkeys(range(7), ((540, 720), (780, 1080)))
"""9 to 12 and 13 to 18 every day of the week, while nobody has said otherwise."""
USUAL_PROMISES: Final[Mapping[str, Sequence[int | None]]] = {
    Priority.HIGH: (10, 30, 4 * 60),
    Priority.NORMAL: (30, 60, 16 * 60),
    Priority.LOW: (4 * 60, 8 * 60, 40 * 60),
}
"""Minutes of first reply, next reply and solution by priority, while nobody has said otherwise."""


def read_periods(tx: Tx) -> dict[int, list[Period]]:
    """The periods by weekday, 0 being Monday; a weekday that is closed is absent."""
    told: dict[str, list[list[int]]] | None = tx.setting(HOURS_SETTING, None)
    if told is None:
        return {day: list(periods) for day, periods in USUAL_PERIODS.items()}
    return {int(day): [(start, end) for start, end in periods] for day, periods in told.items()}


def read_hours(tx: Tx, years: Sequence[int]) -> Hours:
    """The shop's business hours, with the days off and make-up workdays of its own currency's region in some years."""
    region = OF_CURRENCY.get(tx.currency, "")
    off, worked = set[date](), set[date]()
    for year in years:
        for day in public_holidays(year, region, "en"):
            span = {date.fromordinal(n) for n in range(day.first.toordinal(), day.last.toordinal() + 1)}
            (worked if day.kind is DayKind.WORKDAY else off).update(span)
    return Hours(tx.zone, read_periods(tx), frozenset(off | _weekends_within(off)), frozenset(worked))


def _weekends_within(off: set[date]) -> set[date]:
    """Weekends between two days off: calendars leave them out as free anyway, but a holiday is of one piece.

    Without them a shop that is open on weekends would be promised to answer on the fourth day of National Day.
    """
    found = set[date]()
    for day in off:
        gap = [day + timedelta(n) for n in (1, 2)]
        free = [one for one in gap if one.weekday() >= SATURDAY and one not in off]
        if free and free == gap[: len(free)] and day + timedelta(len(free) + 1) in off:
            found.update(free)
    return found


def read_promises(tx: Tx) -> dict[str, Promise]:
    """What is promised, by priority."""
    told: Mapping[str, Any] = {**USUAL_PROMISES, **tx.setting(PROMISES_SETTING, {})}
    return {priority: Promise(*minutes) for priority, minutes in told.items()}


@dataclass(frozen=True, slots=True)
class PlatformRule:
    """Within how many hours by the wall a channel wants an enquiry answered and a claim decided; None: nobody said."""

    answer: Decimal | None = None
    decision: Decimal | None = None

    def due_at(self, opened_at: datetime, kind: str) -> datetime | None:
        """When the channel's time for a case is over."""
        hours = self.answer if kind == CaseKind.ENQUIRY else self.decision
        return None if hours is None else opened_at + timedelta(seconds=int(hours * 3600))


def read_platform(tx: Tx) -> dict[int, PlatformRule]:
    """Channel → its rule, of channels for which somebody said one."""
    told: Mapping[str, Sequence[str | None]] = tx.setting(PLATFORM_SETTING, {})
    ids = channel_ids(tx) if told else {}
    return {
        ids[code]: PlatformRule(*(None if one is None else Decimal(one) for one in hours))
        for code, hours in told.items()
        if code in ids
    }


def check_platform(rules: Mapping[str, Sequence[Decimal | None]]) -> None:
    """Refuse hours that are none, or that no channel would give."""
    for hours in rules.values():
        if any(one is not None and not 0 < one <= LONGEST_HOURS for one in hours):
            raise UserError(N_("Hours are a number above zero."), code="hours")


def check_periods(periods: Mapping[int, Sequence[Period]]) -> None:
    """Refuse periods that overlap, end before they begin, or leave the shop closed for ever."""
    if not any(periods.values()):
        raise UserError(N_("Service has to be open at some time of the week."), code="closed")
    for spans in periods.values():
        last = 0
        for start, end in sorted(spans):
            if not last <= start < end <= _DAY:
                raise UserError(N_("Periods of a day follow each other, and each ends after it began."), code="periods")
            last = end
