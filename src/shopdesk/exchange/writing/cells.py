"""Values as the XML of single cells: exact numbers, dates as serials, text that stays text (reliability.md 55–57)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import Final, NamedTuple

from shopdesk.text import UserError

LONGEST_TEXT: Final = 32_767
"""UTF-16 units a cell holds."""
EXACT_DIGITS: Final = 15
"""Significant digits that survive a spreadsheet's binary numbers."""
TRIGGERS: Final = frozenset("=+-@\t\r\n\0＝＋－＠")
"""Openings that a spreadsheet takes for a formula (OWASP, CSV injection)."""

_EPOCH: Final = date(1899, 12, 30).toordinal()
_FIRST_DAY: Final = date(1900, 3, 1)  # before it Excel counts a 29 February that never was
_UNSAFE: Final = re.compile("[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_|^\\s|\\s$")
_UNWRITABLE: Final = re.compile("[\x00\ud800-\udfff]")
_ESCAPED: Final = re.compile("[\x01-\x08\x0b-\x1f\ufffe\uffff]")
_LOOKS_ESCAPED: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")

Cell = Callable[[object, str], str]
"""(value, row number as shown) → the cell's XML; "" for a blank."""


class TextStyle(NamedTuple):
    """Format numbers of a text cell; `guarded` carries the quote prefix that keeps "=1+1" from becoming a formula."""

    plain: int
    guarded: int


@dataclass(slots=True)
class Losses:
    """What could only be written as text, counted for the reader of the file."""

    long_numbers: int = 0
    old_dates: int = 0


def number_text(value: Decimal | float) -> str | None:
    """A number as exact decimal digits; None where a spreadsheet would round it, or cannot hold it at all."""
    text = str(value)
    if len(text) <= EXACT_DIGITS and "E" not in text and text[-1] in "0123456789":
        return text
    exact = Decimal(text)
    if not exact.is_finite() or abs(exact.adjusted()) > EXACT_DIGITS * 2:
        return None
    shortest = exact.normalize()
    return None if len(shortest.as_tuple().digits) > EXACT_DIGITS else format(shortest, "f")


def day_serial(value: date) -> int | None:
    """Days as a spreadsheet counts them; None before 1 March 1900, which it cannot count rightly."""
    return value.toordinal() - _EPOCH if value >= _FIRST_DAY else None


def local_time(value: datetime, zone: tzinfo) -> datetime:
    """The wall-clock time of an instant in `zone`; a naive value is taken for UTC, as the store keeps it."""
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(zone).replace(tzinfo=None)


def text_xml(value: str) -> str:
    """`value` as the `<t>` element of a cell; NUL and lone surrogates, which no workbook can hold, are left out."""
    if value.isalnum() or not _UNSAFE.search(value):
        return f"<t>{value}</t>"
    value = _LOOKS_ESCAPED.sub("_x005F_", _UNWRITABLE.sub("", value))
    value = _ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", value)
    value = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<t xml:space="preserve">{value}</t>'


def text_cell(letter: str, title: str, style: TextStyle) -> Cell:
    """Text, whatever it begins with; UserError where it is longer than a cell holds."""
    plain, guarded = (f'" s="{number}" t="inlineStr"><is>' for number in style)
    start = f'<c r="{letter}'

    def write(value: object, row: str) -> str:
        if value is None or value == "":
            return ""
        text = value if value.__class__ is str else str(value)
        assert isinstance(text, str)
        if len(text) > LONGEST_TEXT // 2:
            _refuse_long(text, row, title)
        return f"{start}{row}{guarded if text[0] in TRIGGERS else plain}{text_xml(text)}</is></c>"

    return write


def number_cell(letter: str, style: int, as_text: Cell, losses: Losses) -> Cell:
    """A number that reads back to the last digit; as text where a spreadsheet would round it."""
    start, middle = f'<c r="{letter}', f'" s="{style}"><v>'

    def write(value: object, row: str) -> str:
        if isinstance(value, bool) or not isinstance(value, (Decimal, int, float)):
            return as_text(value, row)
        number = number_text(value)
        if number is None:
            losses.long_numbers += 1
            return as_text(format(value, "f"), row)
        return f"{start}{row}{middle}{number}</v></c>"

    return write


def quantity_cell(letter: str, whole: int, broken: int, as_text: Cell, losses: Losses) -> Cell:
    """A quantity: whole ones without decimals, since "0.###" would show 5 as "5."."""
    wholes, parts = number_cell(letter, whole, as_text, losses), number_cell(letter, broken, as_text, losses)

    def write(value: object, row: str) -> str:
        if isinstance(value, Decimal) and value != value.to_integral_value():
            return parts(value, row)
        return wholes(value, row)

    return write


def date_cell(letter: str, style: int, as_text: Cell, losses: Losses) -> Cell:
    """A day; ISO text where a spreadsheet cannot count it."""
    start, middle = f'<c r="{letter}', f'" s="{style}"><v>'

    def write(value: object, row: str) -> str:
        if not isinstance(value, date):
            return as_text(value, row)
        serial = day_serial(value)
        if serial is None:
            losses.old_dates += 1
            return as_text(value.isoformat(), row)
        return f"{start}{row}{middle}{serial}</v></c>"

    return write


def time_cell(letter: str, style: int, zone: tzinfo, as_text: Cell, losses: Losses) -> Cell:
    """An instant as the wall-clock time of `zone`, to the second."""
    start, middle = f'<c r="{letter}', f'" s="{style}"><v>'

    def write(value: object, row: str) -> str:
        if not isinstance(value, datetime):
            return as_text(value, row)
        local = local_time(value, zone)
        serial = day_serial(local.date())
        if serial is None:
            losses.old_dates += 1
            return as_text(local.isoformat(" ", "seconds"), row)
        seconds = local.hour * 3_600 + local.minute * 60 + local.second
        return f"{start}{row}{middle}{serial + seconds / 86_400!r}</v></c>"

    return write


def truth_cell(letter: str, style: int, as_text: Cell) -> Cell:
    """Yes or no, which every spreadsheet shows in its own language."""

    def write(value: object, row: str) -> str:
        if not isinstance(value, bool):
            return as_text(value, row)
        return f'<c r="{letter}{row}" s="{style}" t="b"><v>{value:d}</v></c>'

    return write


def formula_xml(reference: str, formula: str, known: Decimal | int | str, style: int) -> str:
    """A live formula (without "=") and its result as known now, for readers that do not calculate."""
    body = formula.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if isinstance(known, str):
        result = known.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return f'<c r="{reference}" s="{style}" t="str"><f>{body}</f><v>{result}</v></c>'
    return f'<c r="{reference}" s="{style}"><f>{body}</f><v>{known + 0}</v></c>'


def _refuse_long(text: str, row: str, title: str) -> None:
    length = len(text.encode("utf-16-le", "surrogatepass")) // 2
    if length > LONGEST_TEXT:
        raise UserError(
            "Row {row}, column “{column}”: the text has {length} characters; a cell holds {most}. Nothing was written.",
            code="text_too_long",
            row=row,
            column=title,
            length=length,
            most=LONGEST_TEXT,
        )
