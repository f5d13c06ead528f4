"""What the shop promises its buyers: when it is open, and within how many of those minutes it answers and solves."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from shopdesk.shop.promotions.festivals import OF_CURRENCY, DayKind, public_holidays
from shopdesk.shop.service.clocks import Promise
from shopdesk.shop.service.hours import Hours, Period
from shopdesk.shop.service.rules import Priority
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

HOURS_SETTING: Final = "service_hours"
PROMISES_SETTING: Final = "service_promises"
_DAY: Final = 24 * 60
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
    return Hours(tx.zone, read_periods(tx), frozenset(off), frozenset(worked))


def read_promises(tx: Tx) -> dict[str, Promise]:
    """What is promised, by priority."""
    told: Mapping[str, Any] = {**USUAL_PROMISES, **tx.setting(PROMISES_SETTING, {})}
    return {priority: Promise(*minutes) for priority, minutes in told.items()}


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
