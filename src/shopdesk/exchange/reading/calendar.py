"""iCalendar (RFC 5545) as a table of days: what holidays and events of a calendar are called, and when they are."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from shopdesk.exchange.reading.cells import Cell, clean
from shopdesk.exchange.reading.container import Source, blocks
from shopdesk.exchange.reading.encoding import find_encoding
from shopdesk.exchange.reading.markup import MarkupBook, TableText
from shopdesk.exchange.reading.problems import Refusal

HEADER: Final = ("Day", "First day", "Last day")
_DAY: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d{6})Z?)?")
_WEEKS_OR_DAYS: Final = re.compile(r"\+?P(?:(\d{1,4})W|(\d{1,4})D)")
_ESCAPED: Final = re.compile(r"\\([\\;,nN])")
Said = dict[str, str]
"""The properties of an event by name, the first of each; parameters are left out."""


def read_calendar(source: Source) -> MarkupBook:
    """A row for each event that takes place; the number of a row is the line on which its event begins."""
    encoding = find_encoding(blocks(source)).name
    with source.open() as file:
        lines = file.read().decode(encoding, "replace").splitlines()
    table = TableText(re.sub(r"\.\w{1,5}\Z", "", source.name))
    table.rows.append((1, dict(enumerate(map(clean, HEADER)))))
    table.rows += [(number, cells) for number, said in _events(lines) if (cells := _cells(said))]
    if len(table.rows) == 1:
        raise Refusal("no_table")
    return MarkupBook([table], "ics", encoding)


def _events(lines: list[str]) -> Iterator[tuple[int, Said]]:
    """Events with their lines; what is inside of them, such as an alarm, is passed over."""
    found: Said | None = None
    began, inner = 0, 0
    for number, line in _unfolded(lines):
        head, _colon, value = line.partition(":")
        name = head.partition(";")[0].upper()
        if name == "BEGIN" and found is None:
            if value.strip().upper() == "VEVENT":
                found, began, inner = {}, number, 0
        elif found is None:
            continue
        elif name == "END" and not inner:
            yield began, found
            found = None
        elif name in {"BEGIN", "END"}:
            inner += 1 if name == "BEGIN" else -1
        elif not inner:
            found.setdefault(name, value)


def _unfolded(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Lines with what was folded under them, by the number of the first."""
    begun = 1
    whole = ""
    for number, line in enumerate(lines, 1):
        if line[:1] in {" ", "\t"}:
            whole += line[1:]
            continue
        yield begun, whole
        begun, whole = number, line
    yield begun, whole


def _cells(said: Said) -> dict[int, Cell]:
    """Title and days of an event; nothing where it is cancelled or has no day."""
    first = _day(said.get("DTSTART", ""))
    if first is None or said.get("STATUS", "").strip().upper() == "CANCELLED":
        return {}
    title = _ESCAPED.sub(lambda hit: hit[1] if hit[1] not in "nN" else " ", said.get("SUMMARY", "")).strip()
    texts = (title, f"{first}", f"{max(first, _last(said, first))}")
    return dict(enumerate(map(clean, texts)))


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
