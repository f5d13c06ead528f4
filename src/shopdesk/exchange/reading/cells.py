"""What a stored cell says, as text: exact numbers, ISO dates, TRUE and FALSE, and the fault that forbids taking it."""

import datetime as dt
import re
from decimal import Decimal
from typing import Final

from shopdesk.exchange.table import Fault

Cell = tuple[str, Fault | None]

GENERAL: Final = "general"
DAY: Final = "day"
MOMENT: Final = "moment"
CLOCK: Final = "clock"
ELAPSED: Final = "elapsed"

EXACT_BELOW: Final = 10.0**15
"""From 16 digits on a spreadsheet's number no longer keeps its last digits."""
_LAST_DAY: Final = 2_958_466
"""The serial after 9999-12-31."""
_DAY_MS: Final = 86_400_000
_BUILT_IN: Final = {
    **dict.fromkeys((14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58), DAY),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56), CLOCK),
    22: MOMENT,
    46: ELAPSED,
}
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE | re.DOTALL)
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ESCAPED: Final = re.compile("_x([0-9A-Fa-f]{4})_")
_ROUNDED_ID: Final = re.compile(r"-?\d(?:\.(\d+))?[Ee]\+(\d{1,3})\Z")


def style_of(number_format: int, code: str | None) -> str:
    """How a number format shows its number: GENERAL, DAY, MOMENT, CLOCK, ELAPSED, or the zeros of "000000"."""
    if code is None:
        return _BUILT_IN.get(number_format, GENERAL)
    bare = _LITERAL.sub("", code).split(";")[0].strip().lower()
    if re.fullmatch("0{2,}", bare):
        return bare
    if re.search(r"\[[hms]+\]", bare):
        return ELAPSED
    if "general" in bare or "#" in bare or ("0." in bare and "ss" not in bare):
        return GENERAL
    bare = re.sub(r"am/pm|a/p|上午/下午", "h", bare)
    clock = "h" in bare or "s" in bare
    day = "y" in bare or "d" in bare or "年" in bare or ("m" in bare and not clock)
    return (MOMENT if clock else DAY) if day else CLOCK if clock else GENERAL


def number_text(raw: str, style: str = GENERAL, base_1904: bool = False) -> Cell:
    """The number a cell stores, shown exactly; 16 digits and more, NaN and infinity are faults."""
    try:
        value = float(raw)
    except ValueError:
        value = float("nan")
    if "_" in raw:  # Python's own way to group digits; no file's
        value = float("nan")
    if not -EXACT_BELOW < value < EXACT_BELOW:
        finite = value - value == 0.0
        return clean(raw.strip())[0], Fault.DIGITS_LOST if finite else Fault.ERROR_VALUE
    if style is not GENERAL:
        if style[0] == "0":
            text = decimal_text(value)
            return text, Fault.ZEROS_LOST if text.isdigit() and len(text) < len(style) else None
        shown = moment_text(value, style, base_1904)
        if shown:
            return shown, None
    return decimal_text(value), None


def decimal_text(value: float) -> str:
    """The shortest decimal that reads back as `value`, without exponent and without `.0`."""
    if value == int(value):
        return str(int(value))
    text = repr(value)
    return format(Decimal(text), "f") if "e" in text else text


def moment_text(serial: float, style: str, base_1904: bool) -> str:
    """A spreadsheet serial as ISO text; "" where it names no day (29 Feb 1900, before 1, after 9999)."""
    ms = round(serial * _DAY_MS)
    if style == ELAPSED:
        return ("-" if ms < 0 else "") + _clock(abs(ms))
    days, rest = divmod(ms, _DAY_MS)
    if days == 0 and style != DAY and not base_1904:
        return _clock(rest)
    if base_1904:
        days += 1462
    if not 1 <= days < _LAST_DAY or days == 60:
        return ""
    day = dt.date.fromordinal((693_594 if days > 60 else 693_595) + days).isoformat()
    return day if style == DAY and not rest else f"{day} {_clock(rest)}"


def _clock(ms: int) -> str:
    seconds, ms = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    text = f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"
    return f"{text}.{ms:03d}" if ms else text


def python_text(value: object) -> Cell:
    """A value as calamine hands it over (str, float, bool, datetime, date, time, timedelta)."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), None
    if isinstance(value, int | float):
        return number_text(repr(value).removesuffix(".0").upper())
    if isinstance(value, dt.timedelta):
        return moment_text(value / dt.timedelta(days=1), ELAPSED, False), None
    if isinstance(value, dt.datetime):
        return _without_micro(value.isoformat(" ")), None
    if isinstance(value, dt.date | dt.time):
        return _without_micro(value.isoformat()), None
    return "", None


def _without_micro(text: str) -> str:
    return text[:-3] if len(text) > 7 and text[-7] == "." and text.endswith("000") else text


def iso_text(raw: str) -> str:
    """An ISO date of XML ("2010-12-01T08:26:00.000Z") with a blank for the T, without zero fractions."""
    return re.sub(r"(:\d\d)\.0+(?=\D|\Z)", r"\1", raw.strip().replace("T", " ", 1))


def clean(text: str) -> Cell:
    """Text without control characters and surrogates; CONTROL where there were some."""
    bare = _CONTROL.sub("", text)
    return (text, None) if len(bare) == len(text) else (bare, Fault.CONTROL)


def unescape(text: str) -> str:
    """`_x000D_` and its like as the character they stand for (ECMA-376 22.9.2.19, ST_Xstring)."""
    return _ESCAPED.sub(lambda hit: chr(int(hit[1], 16)), text) if "_x" in text else text


def lost_in_text(text: str) -> bool:
    """Whether text is a long number that a spreadsheet once rounded and wrote as 3.55E+18 (from 12 digits on)."""
    hit = _ROUNDED_ID.match(text)
    return hit is not None and int(hit[2]) >= 11 and len(hit[1] or "") < int(hit[2])
