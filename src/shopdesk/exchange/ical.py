"""Days out as iCalendar (RFC 5545), for the calendar of a phone: whole days, text escaped, lines folded."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from shopdesk.exchange.writing.target import replacing

OCTETS: Final = 75
"""A line is no longer (RFC 5545, 3.1), its break not counted."""
_ESCAPES: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True)
class Event:
    """Something on whole days, from `first` to `last`; `uid` is the same whenever it is written again."""

    uid: str
    first: date
    last: date
    title: str
    text: str = ""
    categories: Sequence[str] = ()
    is_off: bool = False
    """It was cancelled."""
    is_free: bool = True
    """It leaves the day free for meetings."""


def ical(events: Iterable[Event], name: str, made_at: datetime) -> str:
    """A calendar of that name as text, its lines ended by CR LF."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//ShopDesk//EN", "CALSCALE:GREGORIAN"]
    lines.append(f"X-WR-CALNAME:{_escaped(name)}")
    for event in events:
        lines += _event(event, made_at)
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _folded(line))


def write_ical(path: Path, events: Iterable[Event], name: str, made_at: datetime) -> None:
    """Write it as a file; UserError where that cannot be."""
    with replacing(path) as file:
        file.write(ical(events, name, made_at).encode())


def _event(event: Event, made_at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(event.uid)}"
    yield f"DTSTAMP:{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{event.first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.last + timedelta(1):%Y%m%d}"  # the first day that is no longer of it
    yield f"SUMMARY:{_escaped(event.title)}"
    if event.text:
        yield f"DESCRIPTION:{_escaped(event.text)}"
    if event.categories:
        yield "CATEGORIES:" + ",".join(map(_escaped, event.categories))
    yield "STATUS:CANCELLED" if event.is_off else "STATUS:CONFIRMED"
    if event.is_free:
        yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    """Text as a value (RFC 5545, 3.3.11); other control characters have no place in one."""
    plain = text.translate(_ESCAPES)
    return "".join(letter for letter in plain if letter >= " " or letter == "\t")


def _folded(line: str) -> Iterator[str]:
    """The line in parts of at most 75 octets, no letter torn apart; all but the first begin with a blank."""
    part, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > OCTETS:
            yield part
            part, size = " ", 1
        part += letter
        size += octets
    yield part
