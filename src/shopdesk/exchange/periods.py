"""The days that a report is of where no column tells them: from above its header, from its name, or asked."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from shopdesk.exchange.kinds import FILES
from shopdesk.exchange.plan import Plan
from shopdesk.exchange.table import FileFacts
from shopdesk.text import N_, UserError

PERIOD: Final = "ran_on"
"""The field that says them."""
MOST_DAYS: Final = 366
_DAY: Final = r"(?<!\d)(20\d\d)(?:[-./年](\d\d?)[-./月](\d\d?)日?|(\d\d)(\d\d))(?!\d)"
_TWO: Final = re.compile(_DAY + r"\D{1,6}" + _DAY)
_ONE: Final = re.compile(r"(?i)(?:统计日期|统计时间|日期|時間|date|day)\D{0,4}" + _DAY)


class NeedsPeriod(UserError):
    """No column says of which days the report is, nor does anything else: only a person knows."""

    def __init__(self, facts: FileFacts, plan: Plan) -> None:
        said = N_("{file} does not say of which days it is. Say the first and the last of them.")
        super().__init__(said, code="needs_period", file=facts.name)
        self.facts = facts
        self.plan = plan


def lacks_period(plan: Plan) -> bool:
    """Whether the rows need days and the plan has them from nowhere."""
    sheet = FILES.get(plan.kind)
    is_needed = sheet is not None and any(one.key == PERIOD and one.required for one in sheet.columns)
    return is_needed and PERIOD not in plan.columns and PERIOD not in plan.given


def with_period(plan: Plan, first: date, last: date) -> Plan:
    """The plan with the days that all rows are of; UserError where they are none."""
    if last < first:
        raise UserError(N_("The last day is before the first."), code="last")
    if (last - first).days >= MOST_DAYS:
        raise UserError(N_("A report is of a year at most."), code="last")
    return replace(plan, given={**plan.given, PERIOD: f"{first.isoformat()}/{last.isoformat()}"})


def stated(above: Iterable[str], name: str) -> tuple[date, date] | None:
    """The days that the rows above the header name, or two days in the name of the file; one day there is no period.

    A name often carries the day of the download.
    """
    rows = list(above)
    for text, pattern in ((rows, _TWO), (rows, _ONE), ([name], _TWO)):
        for found in filter(None, map(pattern.search, text)):
            days = _days(found.groups())
            if days and days[0] <= days[-1] and (days[-1] - days[0]).days < MOST_DAYS:
                return days[0], days[-1]
    return None


def _days(groups: tuple[str | None, ...]) -> list[date]:
    """The days of a match, five groups each; none where a calendar has no such day."""
    try:
        return [
            date(int(year or 0), int(month or flat or 0), int(day or short or 0))
            for year, month, day, flat, short in (groups[at : at + 5] for at in range(0, len(groups), 5))
        ]
    except ValueError:
        return []
