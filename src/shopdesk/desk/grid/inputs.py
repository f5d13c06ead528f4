"""What a person types or pastes into a cell, read by the kind of its column; and the text an editor begins with."""

import re
from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal
from typing import Any, Final

from PySide6.QtCore import QLocale

from shopdesk.shop.columns import Column, Kind
from shopdesk.store.contains import fold
from shopdesk.text import UserError, _

DECIMALS: Final = {Kind.MONEY: 4, Kind.PRICE: 4, Kind.QUANTITY: 3, Kind.RATE: 10, Kind.PERCENT: 4, Kind.INTEGER: 0}
"""Decimals that the store keeps; for percentages those of the number before the sign."""


def parse_input(column: Column, text: str, *, zone: tzinfo = UTC, today: date | None = None) -> Any:
    """The Python value (see `Kind`) that `text` means, None for blank; UserError with a sentence where it means none.

    Understands what `edit_text` writes, whatever the locale, and besides what the locale writes.
    """
    given = text.strip()
    if not given:
        if column.required:
            raise UserError("{column} cannot be empty.", column=_(column.title), code="input")
        return None
    if column.kind in {Kind.ID, Kind.TEXT, Kind.LONG_TEXT}:
        return given
    folded = fold(given)
    if column.kind in DECIMALS:
        return _number(column, folded)
    if column.kind is Kind.STATE:
        return _state(column, folded)
    if column.kind is Kind.BOOL:
        return _truth(column, folded)
    if column.kind is Kind.DATE:
        return _date(column, folded, today)
    return _moment(column, folded, today, zone)


def edit_text(column: Column, value: Any, *, zone: tzinfo = UTC) -> str:
    """The value as an editor shows it and as Excel takes it: exact, without separators, dates ISO."""
    if value is None:
        return ""
    if column.kind is Kind.BOOL:
        return "1" if value else "0"
    if column.kind is Kind.TIME:
        local = value.astimezone(zone)
        return f"{local:%Y-%m-%d %H:%M}" if not local.second else f"{local:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, Decimal):
        exact = value * 100 if column.kind is Kind.PERCENT else value
        text = f"{exact + 0:f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return f"{exact + 0:.2f}" if column.kind is Kind.MONEY and len(text.partition(".")[2]) < 2 else text
    return str(value)


def date_format(locale: QLocale) -> str:
    """The locale's short date, with all four digits of the year."""
    short = locale.dateFormat(QLocale.FormatType.ShortFormat)
    return short if "yyyy" in short else short.replace("yy", "yyyy")


def _number(column: Column, text: str) -> Decimal | int:
    plain = re.sub(r"[\s¥$€£]", "", text.replace("−", "-"))
    if found := re.fullmatch(r"\((.+)\)", plain):
        plain = "-" + found[1]
    if column.kind is Kind.PERCENT:
        plain = plain.removesuffix("%")
    plain = _without_separators(plain)
    if not re.fullmatch(r"[+-]?(\d{1,15}(\.\d*)?|\.\d+)", plain):
        raise UserError("“{text}” is not a number for {column}.", text=text, column=_(column.title), code="input")
    value = Decimal(plain)
    limit = DECIMALS[column.kind]
    if value != round(value, limit):
        raise UserError("{column} takes at most {limit} decimals.", column=_(column.title), limit=limit, code="input")
    if column.kind is Kind.INTEGER:
        return int(value)
    return value / 100 if column.kind is Kind.PERCENT else value


def _without_separators(plain: str) -> str:
    """The number with a point and no thousands: 1,234.50 always, 1.234,50 where the locale writes so."""
    locale = QLocale()
    if locale.decimalPoint() == "," and re.fullmatch(r"[+-]?(\d{1,3}(\.\d{3})+|\d*),\d+|[+-]?\d{1,3}(\.\d{3})+", plain):
        return plain.replace(".", "").replace(",", ".")
    return plain.replace(",", "") if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", plain) else plain


def _state(column: Column, text: str) -> str:
    known = {str(value): fold(_(state.title)) for value, state in column.states.items()}
    for value, title in known.items():
        if text in {fold(value), title}:
            return value
    begins = [value for value, title in known.items() if title.startswith(text)]
    if len(begins) == 1:
        return begins[0]
    words = ", ".join(_(state.title) for state in column.states.values())
    raise UserError("{column} is one of: {words}.", column=_(column.title), words=words, code="input")


def _truth(column: Column, text: str) -> bool:
    if text in {"1", "true", "yes", "y", "✓", "是", fold(_("yes"))}:
        return True
    if text in {"0", "false", "no", "n", "✗", "否", fold(_("no"))}:
        return False
    raise UserError("{column} is yes or no.", column=_(column.title), code="input")


def _date(column: Column, text: str, today: date | None) -> date:
    if (found := _day(text, today)) is not None:
        return found
    raise UserError(
        "“{text}” is not a date for {column}. Write it as 2026-01-31.", text=text, column=_(column.title), code="input"
    )


def _day(text: str, today: date | None) -> date | None:
    """A day written year first, month and day of this year, or as the locale writes it."""
    if found := re.fullmatch(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?", text):
        year = int(found[1]) if found[1] else today.year if today is not None else 0
        try:
            return date(year, int(found[2]), int(found[3]))
        except ValueError:
            return None
    locale = QLocale()
    local = locale.toDate(text, date_format(locale))
    if not local.isValid():
        local = locale.toDate(text, QLocale.FormatType.ShortFormat)
    if not local.isValid():
        return None
    # Two digits of a year are of this century: Qt takes 26 for 1926.
    return date(local.year() + (100 if local.year() < 1970 else 0), local.month(), local.day())


def _moment(column: Column, text: str, today: date | None, zone: tzinfo) -> datetime:
    found = re.fullmatch(r"(.+?)(?:[ t]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?", text)
    day = _day(found[1], today) if found else None
    try:
        if found and day is not None:
            hour, minute, second = (int(part or 0) for part in found.groups()[1:])
            return datetime.combine(day, time(hour, minute, second), zone).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise UserError(
        "“{text}” is not a time for {column}. Write it as 2026-01-31 14:30.",
        text=text, column=_(column.title), code="input",
    )  # fmt: skip
