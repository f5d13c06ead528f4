"""Dates and times from text: every form that marketplaces and spreadsheets write, in one reading or none."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from shopdesk.exchange.celltext import EMPTY, MOST_CHARACTERS, Bad, bad, fold, shorten
from shopdesk.exchange.plan import Answer
from shopdesk.text import N_

FIRST_YEAR = 1995
"""Online shops are not older; an earlier year is a slip or an empty cell shown as a date."""

NOT_A_TIME = N_("{value} is not a date or time")
TWO_READINGS = N_("{value} has two readings: say whether the day or the month comes first")
WRONG_ORDER = N_("{value} does not fit the order of day and month in this file")
YEAR = N_("{value}: the year is not between {first} and {last}")
UNKNOWN_ZONE = N_("{value}: the time zone {zone} is not known")

_ZONES = {
    "Z": 0, "UTC": 0, "GMT": 0, "PST": -8, "PDT": -7, "MST": -7, "MDT": -6, "CDT": -5, "EST": -5, "EDT": -4,
    "BST": 1, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2, "JST": 9,
}  # fmt: skip
"""Hours from UTC. CST is left out: it is Chicago's time and China's."""

_MONTHS = (
    ("JANUARY", "JANUAR"), ("FEBRUARY", "FEBRUAR"), ("MARCH", "MÄRZ", "MRZ"), ("APRIL",), ("MAY", "MAI"),
    ("JUNE", "JUNI"), ("JULY", "JULI"), ("AUGUST",), ("SEPTEMBER",), ("OCTOBER", "OKTOBER"),
    ("NOVEMBER",), ("DECEMBER", "DEZEMBER"),
)  # fmt: skip
"""English and German; three letters or more of a name stand for it."""

_CLOCK = (
    r"(?:(?P<before>上午|下午|AM|PM)\s*)?(?P<hour>\d{1,2})[:时點点](?P<minute>\d{1,2})(?:[:分](?P<second>\d{1,2})(?:[.,]\d+)?秒?|分)?"
    r"(?:\s*(?P<after>AM|PM)(?![A-Z]))?"
)
_ZONE = r"(?P<zone>[A-Z]{1,4}|(?:UTC|GMT)?[+-]\d\d:?\d\d|[A-Z]+/[A-Z_/]+)"
_REST = rf"(?:(?:\s*[T,]\s*|\s+){_CLOCK}(?:\s*{_ZONE})?)?"
_MONTH = r"(?P<name>[A-ZÄ]{3,9})\.?"
_YEAR = r"(?P<year>\d{4}|\d\d)"
_FORMS = tuple(
    re.compile(form + _REST)
    for form in (
        r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})",
        r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日?",
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)",
        rf"(?P<one>\d{{1,2}})(?P<mark>[-/.])(?P<two>\d{{1,2}})(?P=mark){_YEAR}",
        rf"{_MONTH}[ -]?(?P<day>\d{{1,2}})(?:ST|ND|RD|TH)?(?:,\s*|[ -]){_YEAR}",
        rf"(?P<day>\d{{1,2}})(?:ST|ND|RD|TH)?\.?[ -]?{_MONTH}(?:,\s*|[ -]?){_YEAR}",
    )
)
_GLUED = re.compile(r"(\d{4}[-/]\d\d[-/]\d\d)(?=\d\d:)")
_CHINESE_GLUED = re.compile(r"日(?=[\d上下])")
_FOURTEEN = re.compile(r"(\d{8})(\d\d)(\d\d)(\d\d)")
_WEEKDAY = re.compile(r"(?:MON|TUE|WED|THU|FRI|SAT|SUN)[A-Z]*,?\s+")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_NOTHING = re.compile(r"0000-00-00.*")
_NUMERIC = re.compile(r"(\d{1,2})([-/])(\d{1,2})\2(?:\d{4}|\d\d)(?!\d)")
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - the day 0 of spreadsheets, a calendar day without a zone


def read_time(text: str, zone: tzinfo, day_first: bool | None, last_year: int) -> int | Bad | None:
    """Seconds since 1970 UTC; `zone` is that of texts which carry none. An hour DST skips is read an hour later."""
    moment = read_moment(text, day_first, last_year)
    if moment is None or isinstance(moment, Bad):
        return moment
    return int((moment if moment.tzinfo else moment.replace(tzinfo=zone)).timestamp())


def read_date(text: str, zone: tzinfo, day_first: bool | None, last_year: int) -> str | Bad | None:
    """ISO date: as written, or in `zone` where the text carries a zone of its own."""
    moment = read_moment(text, day_first, last_year)
    if moment is None or isinstance(moment, Bad):
        return moment
    return (moment.astimezone(zone) if moment.tzinfo else moment).date().isoformat()


def read_moment(text: str, day_first: bool | None, last_year: int) -> datetime | Bad | None:
    """The moment a text names, with its own zone or none; None for a blank; Bad where it has no reading, or two."""
    plain = fold(text)
    moment: datetime | Bad | None = _iso(plain) if len(plain) <= MOST_CHARACTERS else None
    if moment is None:
        if plain.lower() in EMPTY or _NOTHING.fullmatch(plain):
            return None
        if len(plain) > MOST_CHARACTERS:
            return bad(NOT_A_TIME, value=shorten(text))
        moment = _written(plain.upper(), day_first, last_year)
    if isinstance(moment, Bad):
        return bad(moment.message, moment.question, **({"value": shorten(text)} | dict(moment.values)))
    if not FIRST_YEAR <= moment.year <= last_year:
        return bad(YEAR, value=shorten(text), first=FIRST_YEAR, last=last_year)
    return moment


def day_leaning(text: str) -> bool | Answer | None:
    """What a text tells of the order: True day first, False month first, `Answer.DAY_FIRST` either, None nothing."""
    found = _NUMERIC.match(fold(text))
    if found is None:
        return None
    one, two = int(found[1]), int(found[3])
    if max(one, two) <= 12:
        return None if one == two else Answer.DAY_FIRST
    return None if min(one, two) > 12 else one > 12


def _iso(plain: str) -> datetime | None:
    """The common form by the fast road; None leaves it to the forms."""
    if len(plain) < 10 or plain[4] != "-" or plain[7] != "-":
        return None
    try:
        return datetime.fromisoformat(plain)
    except ValueError:
        return None


def _written(plain: str, day_first: bool | None, last_year: int) -> datetime | Bad:
    if _SERIAL.fullmatch(plain):
        return _EPOCH + timedelta(seconds=round(float(plain) * 86_400))
    plain = _WEEKDAY.sub("", _CHINESE_GLUED.sub("日 ", _GLUED.sub(r"\1 ", plain)))
    plain = _FOURTEEN.sub(r"\1 \2:\3:\4", plain)
    for form in _FORMS:
        if found := form.fullmatch(plain):
            return _moment(found.groupdict(), day_first, last_year)
    return Bad(NOT_A_TIME)


def _moment(part: dict[str, str | None], day_first: bool | None, last_year: int) -> datetime | Bad:
    day = _day(part, day_first, last_year)
    if isinstance(day, Bad):
        return day
    if part["hour"] is None:
        return datetime.combine(day, time())
    zone = _zone(part["zone"])
    if isinstance(zone, Bad):
        return zone
    hour = int(part["hour"])
    half = part["before"] or part["after"]
    if half:
        if not 1 <= hour <= 12:
            return Bad(NOT_A_TIME)
        hour = hour % 12 + (12 if half in {"PM", "下午"} else 0)
    try:
        return datetime.combine(day, time(hour, int(part["minute"] or 0), int(part["second"] or 0), tzinfo=zone))
    except ValueError:
        return Bad(NOT_A_TIME)


def _day(part: dict[str, str | None], day_first: bool | None, last_year: int) -> date | Bad:
    """The calendar day of a form's parts."""
    written = part["year"] or ""
    year = int(written) if len(written) == 4 else 2000 + int(written)
    if len(written) == 2 and year > last_year:
        year -= 100
    if part.get("one"):
        order = _order(part, day_first)
        if isinstance(order, Bad):
            return order
        month, day = order
    else:
        name = part.get("name")
        month = _month(name) if name else int(part["month"] or 0)
        day = int(part["day"] or 0)
    try:
        return date(year, month, day)
    except ValueError:
        return Bad(NOT_A_TIME)


def _month(name: str) -> int:
    """1 to 12, or 0 for what is no month."""
    return next((place for place, names in enumerate(_MONTHS, 1) if any(n.startswith(name) for n in names)), 0)


def _order(part: dict[str, str | None], day_first: bool | None) -> tuple[int, int] | Bad:
    """(month, day) of a date written in three numbers with the year last."""
    one, two = int(part["one"] or 0), int(part["two"] or 0)
    if part["mark"] == ".":
        return two, one  # whoever writes points writes the day first
    if day_first is None:
        if max(one, two) <= 12 and one != two:
            return Bad(TWO_READINGS, question=Answer.DAY_FIRST)
        day_first = one > 12
    month, day = (two, one) if day_first else (one, two)
    return (month, day) if month <= 12 else Bad(WRONG_ORDER)


@cache
def _named_zones() -> Mapping[str, str]:
    """The names of zones (America/Los_Angeles) by their capitals."""
    return {name.upper(): name for name in available_timezones()}


def _zone(written: str | None) -> tzinfo | Bad | None:
    if written is None:
        return None
    if written in _ZONES:
        return timezone(timedelta(hours=_ZONES[written]))
    if "/" in written:
        named = _named_zones().get(written)
        return ZoneInfo(named) if named else bad(UNKNOWN_ZONE, zone=written)
    offset = re.fullmatch(r"(?:UTC|GMT)?([+-])(\d\d):?(\d\d)", written)
    if offset is None:
        return bad(UNKNOWN_ZONE, zone=written)
    minutes = int(offset[2]) * 60 + int(offset[3])
    if minutes >= 24 * 60:
        return bad(UNKNOWN_ZONE, zone=written)
    return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))
