"""iCalendar (RFC 5545) as a table of days: what holidays and events of a calendar are called, and when they are."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final

from shopdesk.exchange.reading.cells import Cell, clean
from shopdesk.exchange.reading.container import Source, blocks
from shopdesk.exchange.reading.encoding import find_encoding
from shopdesk.exchange.reading.markup import MarkupBook, TableText
from shopdesk.exchange.reading.problems import Refusal
from shopdesk.exchange.reading.recurrence import read_rule

HEADER: Final = ("Day", "First day", "Last day")
_DAY: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d{6})Z?)?")
_WEEKS_OR_DAYS: Final = re.compile(r"\+?P(?:(\d{1,4})W|(\d{1,4})D)")
_NOT_OWN: Final = re.compile(r"(?!.*-own-).*@shopdesk")
"""What our own calendar calls promotions and festivals: they stand in the shop already, and are no days of its own."""
_ESCAPED: Final = re.compile(r"\\([\\;,nN])")
Said = dict[str, str]
"""The properties of an event by name, the first of each, of `_LISTS` all; parameters are left out."""
_LISTS: Final = frozenset({"RDATE", "EXDATE"})
BEFORE: Final = timedelta(366)
AFTER: Final = timedelta(2 * 366)
"""Of what comes again without an end, days so long before and after today are taken."""


def read_calendar(source: Source) -> MarkupBook:
    """A row for each day on which an event begins that takes place, in the order of the file."""
    encoding = find_encoding(blocks(source)).name
    with source.open() as file:
        lines = _unfolded(file.read().decode(encoding, "replace").splitlines())
    events = list(_events(lines))
    moved: dict[str | None, set[date]] = defaultdict(set)
    for said in events:
        if day := _day(said.get("RECURRENCE-ID", "")):
            moved[said.get("UID")].add(day)
    found = [cells for said in events for cells in _cells(said, moved[said.get("UID")])]
    if not found:
        raise Refusal("no_table")
    table = TableText(re.sub(r"\.\w{1,5}\Z", "", source.name))
    table.rows = list(enumerate((dict(enumerate(map(clean, HEADER))), *found), 1))
    return MarkupBook([table], "ics", encoding)


def _unfolded(lines: list[str]) -> list[str]:
    """Lines with what was folded under them."""
    made: list[str] = []
    for line in lines:
        if made and line[:1] in {" ", "\t"}:
            made[-1] += line[1:]
        else:
            made.append(line)
    return made


def _events(lines: list[str]) -> Iterator[Said]:
    """What events say of themselves; what is inside of them, such as an alarm, is passed over."""
    found: Said | None = None
    inner = 0
    for line in lines:
        head, _colon, value = line.partition(":")
        name = head.partition(";")[0].upper()
        if found is None:
            found, inner = ({}, 0) if (name, value.strip().upper()) == ("BEGIN", "VEVENT") else (None, 0)
        elif name == "END" and not inner:
            yield found
            found = None
        elif name in {"BEGIN", "END"}:
            inner += 1 if name == "BEGIN" else -1
        elif not inner:
            found[name] = f"{found[name]},{value}" if name in _LISTS and name in found else found.get(name, value)


def _cells(said: Said, moved: Collection[date]) -> Iterator[dict[int, Cell]]:
    """Title and days of an event whenever it comes, but for days on which it was moved to another.

    Nothing where it is cancelled, has no day, or stands in the shop already.
    """
    first = _day(said.get("DTSTART", ""))
    is_known = bool(_NOT_OWN.fullmatch(said.get("UID", "").strip()))
    if first is None or is_known or said.get("STATUS", "").strip().upper() == "CANCELLED":
        return
    title = _ESCAPED.sub(lambda hit: hit[1] if hit[1] not in "nN" else " ", said.get("SUMMARY", "")).strip()
    lasts = max(_last(said, first) - first, timedelta(0))
    for day in [first] if "RECURRENCE-ID" in said else _comes(said, first, moved):
        yield dict(enumerate(map(clean, (title, f"{day}", f"{day + lasts}"))))


def _comes(said: Said, first: date, moved: Collection[date]) -> Sequence[date]:
    """The days on which an event begins; the first alone where nobody can read when it comes again."""
    today = datetime.now(UTC).date()
    rule = read_rule(said.get("RRULE", ""), _day)
    days = set(rule.days(first, today - BEFORE, today + AFTER)) if rule else {first}
    days |= _listed(said, "RDATE")
    return sorted(days - _listed(said, "EXDATE") - set(moved))


def _listed(said: Said, name: str) -> set[date]:
    return {day for part in said.get(name, "").split(",") if (day := _day(part))}


def _last(said: Said, first: date) -> date:
    """The last day of an event; an end on a day or at midnight is the first that is no longer of it."""
    told = _DAY.match(said.get("DTEND", ""))
    end = _day(said.get("DTEND", ""))
    if told is not None and end is not None:
        return end - timedelta(1) if told[4] in {None, "000000"} else end
    lasts = _WEEKS_OR_DAYS.match(said.get("DURATION", ""))
    days = int(lasts[1] or 0) * 7 + int(lasts[2] or 0) if lasts else 1
    return first + timedelta(max(days, 1) - 1)


def _day(text: str) -> date | None:
    told = _DAY.match(text.strip())
    try:
        return date(int(told[1]), int(told[2]), int(told[3])) if told else None
    except ValueError:
        return None
