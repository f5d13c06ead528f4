"""A month of the calendar on paper: seven columns of days with what runs on them, and what each promotion is."""

from calendar import monthrange
from collections import defaultdict
from datetime import date, timedelta
from html import escape
from pathlib import Path
from typing import Final

from shopdesk.desk.paper import application, table, write_pdf
from shopdesk.desk.tabs.promotions.drawing import title_of
from shopdesk.desk.tabs.promotions.page_painter import month_title, weekday_title
from shopdesk.shop.promotions.calendar.agenda import Agenda, Bar
from shopdesk.shop.promotions.calendar.bars import Days
from shopdesk.shop.promotions.rules import Phase
from shopdesk.shop.promotions.sheets import KINDS, PHASES
from shopdesk.text import _

MOST_A_DAY: Final = 6
"""Promotions that stand in a day; all of them stand beneath."""
WEEK: Final = 7


def print_month(agenda: Agenda, day: date, path: Path) -> int:
    """Write the month of a day as a PDF, and return its pages; UserError as `write_pdf`."""
    with application():
        return write_pdf(path, month_html(agenda, day), month_title(day), landscape=True, points=8)


def month_html(agenda: Agenda, day: date) -> str:
    """The pages: the month, then its promotions in words; what was called off is on neither."""
    month = Days(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))
    bars = [bar for bar in agenda.bars if bar.phase is not Phase.CANCELLED and _touches(bar, month)]
    named = _named(agenda, month)
    first = month.first - timedelta(month.first.weekday())
    weeks = [first + timedelta(WEEK * n) for n in range((month.last - first).days // WEEK + 1)]
    rows = [[_cell(monday + timedelta(n), month, bars, named) for n in range(WEEK)] for monday in weeks]
    heads = [(weekday_title(n), "left", "14%") for n in range(WEEK)]
    head = f"<h2>{escape(month_title(day))}</h2>{table(heads, rows)}"
    return head + (_list(bars) if bars else "")


def _touches(bar: Bar, days: Days) -> bool:
    return bar.days.first <= days.last and days.first <= bar.days.last


def _named(agenda: Agenda, month: Days) -> dict[date, list[str]]:
    made: dict[date, list[str]] = defaultdict(list)
    for one in agenda.days:
        at = max(one.first, month.first)
        while at <= min(one.last, month.last):
            made[at].append(title_of(one))
            at += timedelta(1)
    return made


def _cell(day: date, month: Days, bars: list[Bar], named: dict[date, list[str]]) -> str:
    """A day: its number, its names, and what runs on it; a day of another month is empty."""
    if not month.first <= day <= month.last:
        return "<br><br><br>"
    here = [bar.title for bar in bars if bar.days.first <= day <= bar.days.last]
    lines = [f"<b>{day.day}</b> <i>{escape(', '.join(dict.fromkeys(named.get(day, ()))))}</i>"]
    lines += [escape(title[:28]) for title in here[:MOST_A_DAY]]
    if len(here) > MOST_A_DAY:
        lines.append(escape(_("and {count} more").format(count=len(here) - MOST_A_DAY)))
    return "<br>".join(lines + [""] * max(0, 3 - len(lines)))


def _list(bars: list[Bar]) -> str:
    heads = [(_("Promotion"), "left", "38%"), (_("Kind"), "left", "20%"), (_("State"), "left", "12%"),
             (_("First day"), "left", "15%"), (_("Last day"), "left", "15%")]  # fmt: skip
    rows = [
        [escape(bar.title), escape(_(KINDS[bar.kind].title)), escape(_(PHASES[bar.phase].title)),
         f"{bar.days.first}", f"{bar.days.last}" if bar.span.ends_at is not None else "…"]
        for bar in sorted(bars, key=lambda one: (one.days.first, one.title))
    ]  # fmt: skip
    return f"<p></p>{table(heads, rows)}"
