"""What a person types behind an option, as a value; or why it is none."""

from argparse import ArgumentTypeError
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from shopdesk.text import _


def period(text: str) -> tuple[date, date]:
    """Two days with two dots between them; one day alone is both."""
    first, _dots, last = text.partition("..")
    return day(first), day(last or first)


def day(text: str) -> date:
    """A day near enough to our time that periods beside it have days, too."""
    try:
        said = date.fromisoformat(text)
    except ValueError:
        said = None
    if said is None or not _is_near(said):
        raise ArgumentTypeError(_("“{text}” is no day; write it as 2026-11-22").format(text=text))
    return said


def _is_near(said: date) -> bool:
    return 1900 <= said.year < 9000


def moment(text: str) -> datetime:
    """A day or a time, without a zone: it is meant by the shop's clocks."""
    try:
        said = datetime.fromisoformat(text)
    except ValueError:
        said = None
    if said is None or not _is_near(said):
        raise ArgumentTypeError(_("“{text}” is no day; write it as 2026-11-22").format(text=text))
    is_day = len(text) <= len("2026-11-22")
    return (said.replace(hour=12) if is_day else said).replace(tzinfo=None)


def month(text: str) -> str:
    """A month, as 2026-11."""
    try:
        return day(f"{text}-01").isoformat()[:7]
    except ArgumentTypeError:
        raise ArgumentTypeError(_("“{text}” is no month; write it as 2026-11").format(text=text)) from None


def number(text: str) -> Decimal:
    """A number that can be counted with."""
    try:
        said = Decimal(text)
    except InvalidOperation:
        said = Decimal("NaN")
    if not said.is_finite():
        raise ArgumentTypeError(_("“{text}” is no number").format(text=text))
    return said


def amount(text: str) -> Decimal:
    """A number that is not below zero."""
    said = number(text)
    if said < 0:
        raise ArgumentTypeError(_("This cannot be below zero."))
    return said


def count(text: str) -> int:
    """A whole number that is not below zero."""
    said = amount(text)
    if said != said.to_integral_value():
        raise ArgumentTypeError(_("“{text}” is no number").format(text=text))
    return int(said)
