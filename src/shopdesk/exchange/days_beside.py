"""The days of a report completed: from what it says outside of its columns, else from the sheet that came along."""

from datetime import date
from pathlib import Path, PurePath
from typing import Final

from shopdesk.exchange.gather import beside
from shopdesk.exchange.headers import header_rows
from shopdesk.exchange.periods import MOST_DAYS, PERIOD, NeedsPeriod, lacks_period, stated, with_period
from shopdesk.exchange.plan import Plan
from shopdesk.exchange.reader import open_file
from shopdesk.exchange.recognise import recognised
from shopdesk.exchange.table import Reading
from shopdesk.text import UserError

DAYS_IN: Final = {"search-console-queries": "search-console-days", "search-console-pages": "search-console-days"}
"""Layouts whose days stand in another sheet of the same download, and its layout."""


def completed(reading: Reading, plan: Plan) -> Plan:
    """The plan with the days that the file states outside of its columns; NeedsPeriod where it states none."""
    if not lacks_period(plan):
        return plan
    above = [" ".join(filter(None, row)) for row in reading.heads[plan.sheet].rows[: max(plan.header_row - 1, 0)]]
    found = stated(above, PurePath(reading.name).stem) or _beside(reading, plan)
    if found is None:
        raise NeedsPeriod(reading.facts(), plan)
    return with_period(plan, *found)


def _beside(reading: Reading, plan: Plan) -> tuple[date, date] | None:
    """The first and the last day of the sheet that came along and tells the days of this one."""
    layout = DAYS_IN.get(plan.format)
    if layout is None:
        return None
    found = _span(reading, layout)
    for path in beside(Path(reading.path)) if found is None else ():
        try:
            with open_file(path) as other:
                found = _span(other, layout)
        except UserError:  # whatever is wrong with that one is said when its turn comes
            continue
        if found is not None:
            break
    return found


def _span(reading: Reading, layout: str) -> tuple[date, date] | None:
    for head in reading.heads:
        plan = recognised(list(header_rows(head)), "", "")
        if plan is not None and plan.format == layout:
            place = plan.columns[PERIOD]
            cells = (cell for chunk in reading.chunks(head.number) for cell in chunk.columns[place])
            told = [day for day in map(_day, cells) if day is not None]
            if told and (max(told) - min(told)).days < MOST_DAYS:
                return min(told), max(told)
    return None


def _day(cell: str) -> date | None:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        return None
