"""Numbers from text: amounts, prices, quantities and shares as scaled integers, exact or refused."""

import re
from decimal import Context, Decimal

from shopdesk.exchange.celltext import EMPTY, MOST_CHARACTERS, Bad, bad, fold, shorten
from shopdesk.exchange.plan import Answer
from shopdesk.text import N_

MOST_DIGITS = 12
"""Digits before the decimal sign; beyond them a scaled integer or a spreadsheet's number would no longer be exact."""

_CURRENCY = (
    r"(?:[￥$€£₹₩₽฿₫₱₺₪₴円圓원]|(?:US|NT|HK|CA|AU|SG|C|A|S|R)\$|元|圆|RMB|RM|RP\.?|RS\.?|CNY|USD|EUR|GBP|HKD|TWD|JPY|KRW|INR|SGD|AUD|NZD|CAD|"
    r"CHF|SEK|NOK|DKK|PLN|CZK|BRL|MXN|CLP|MYR|THB|PHP|IDR|VND|RUB|TRY|AED|SAR|ZAR|"
    r"ILS|UAH|HUF|RON|COP|ARS|PEN|EGP|NGN|TL|ZŁ|KČ|FT|KR\.?|Đ)"
)
_OUTER = re.compile(rf"{_CURRENCY}?\s*\((?P<inner>[^()]+)\)\s*{_CURRENCY}?")
_AMOUNT = re.compile(
    rf"(?P<before>[+-]?)\s*{_CURRENCY}?\s*(?P<inside>[+-]?)\s*"
    rf"(?P<digits>[0-9.,' ]*[0-9][0-9.,' ]*?)\s*{_CURRENCY}?\s*(?P<after>[+-]?)"
)
_BARE = re.compile(r"(?P<before>[+-]?)(?P<inside>)(?P<digits>[0-9.,' ]*[0-9][0-9.,' ]*?)(?P<after>-?)")
_PIECES = re.compile(
    r"[X×]\s*(?P<after>\d+)|(?P<before>[^A-Z]*\d)\s*(?:X|×|PCS?|PIECES?|PZAS?|PZ|EA|EACH|UNITS?|UDS?|UNID|STÜCK|STCK|STK|ST|SZT|KS|DB|"
    r"ШТ|ADET|BUAH|CÁI|ชิ้น|개|件|个|個|只|隻|支|套|枚|台|双|雙|条|條|张|張|本|瓶|点|點)\.?"
)
"""A quantity that says what it counts: 2 pcs, x2, 3件. Boxes and dozens may be more than one piece each: no number."""
_POINT = re.compile(
    r"(?P<whole>\d+|[1-9]\d{0,2}(?:(?P<mark>[,' ])\d{3})(?:(?P=mark)\d{3})*|[1-9]\d?(?:,\d\d)+,\d{3})?"
    r"(?:\.(?P<part>\d*))?"
)
_COMMA = re.compile(r"(?P<whole>\d+|[1-9]\d{0,2}(?:(?P<mark>[.' ])\d{3})(?:(?P=mark)\d{3})*)?(?:,(?P<part>\d*))?")
_SHEET_DIGITS = Context(prec=15)
_LAST_BITS = Decimal(2) ** -51

NOT_A_NUMBER = N_("{value} is not a number")
TWO_READINGS = N_("{value} has two readings: say whether the comma or the point is the decimal sign")
DECIMAL_COMMA = N_("{value} carries a decimal comma: say that the comma is the decimal sign of this file")
NOT_WHOLE = N_("{value} is not a whole number")
DECIMALS = N_("{value} has more than {places} decimals; amounts are never rounded")
TOO_LARGE = N_("{value} is too large")

_GIVEN_BACK = re.compile(
    r"(?P<amount>[^()]+)\((?P<what>[^()\d]*?(?:退款|退還|退还|refunded))[:\s]*(?P<back>[^()]*)\)", re.IGNORECASE
)
"""An amount with what of it was given back: 131.77(已退款89.84), 468.32(已全额退款)."""
_ALL = re.compile(r"全额|全額|全部|fully", re.IGNORECASE)

Parts = tuple[str, str]
"""Digits before and after the decimal sign."""


def read_number(text: str, scale: int, places: int, comma: bool | None, currency: bool = False) -> int | Bad | None:
    """The number times 10**scale; None for a blank, Bad for what is no number or has more than `places` decimals.

    `comma`: whether the comma is the decimal sign; None while the file leaves it open.
    """
    plain = fold(text)
    if plain.lower() in EMPTY:
        return None
    signed = _signed(plain, currency) if len(plain) <= MOST_CHARACTERS else None
    if signed is None:
        return bad(NOT_A_NUMBER, value=shorten(text))
    negative, digits = signed
    parts = _parts(digits, comma, places)
    if isinstance(parts, Bad):
        return bad(parts.message, parts.question, value=shorten(text))
    number = _scaled(*parts, scale, places)
    if number is None:
        return bad(DECIMALS, value=shorten(text), places=places) if scale else bad(NOT_WHOLE, value=shorten(text))
    if len(parts[0].lstrip("0")) > MOST_DIGITS:
        return bad(TOO_LARGE, value=shorten(text))
    return -number if negative else number


def tells_refund(text: str) -> bool:
    """Whether an amount says beside itself what of it was given back."""
    plain = fold(text)
    return "(" in plain and len(plain) <= MOST_CHARACTERS and _GIVEN_BACK.fullmatch(plain) is not None


def read_paid(text: str, places: int, comma: bool | None) -> int | Bad | None:
    """An amount in 1/10,000 that may say beside itself what of it was given back: the amount."""
    found = _GIVEN_BACK.fullmatch(fold(text)) if tells_refund(text) else None
    return read_number(found["amount"] if found else text, 4, places, comma, currency=True)


def read_given_back(text: str, places: int, comma: bool | None) -> int | Bad | None:
    """What an amount says beside itself that was given back of it, in 1/10,000; None where it says nothing."""
    found = _GIVEN_BACK.fullmatch(fold(text)) if tells_refund(text) else None
    if found is None:
        return None
    if found["back"].strip():
        return read_number(found["back"], 4, places, comma, currency=True)
    if _ALL.search(found["what"]):
        return read_number(found["amount"], 4, places, comma, currency=True)
    return bad(NOT_A_NUMBER, value=shorten(text))


def read_left(text: str, places: int, comma: bool | None) -> int | Bad | None:
    """An amount in 1/10,000, less what it says beside itself that was given back of it."""
    paid, back = read_paid(text, places, comma), read_given_back(text, places, comma)
    if isinstance(back, Bad):
        return back
    return paid - back if isinstance(paid, int) and back else paid


def leaning(text: str, places: int = 4) -> bool | Answer | None:
    """What a text tells of the decimal sign: True comma, False point, `Answer.DECIMAL_COMMA` either, None nothing."""
    plain = fold(text)
    signed = _signed(plain, currency=True) if len(plain) <= MOST_CHARACTERS else None
    if signed is None:
        return None
    point, comma = _read(_POINT, signed[1]), _read(_COMMA, signed[1])
    if point is None or comma is None:
        return None if point == comma else point is None
    if point == comma:
        return None
    return None if _only_thousands(signed[1], places) else Answer.DECIMAL_COMMA


def _signed(plain: str, currency: bool) -> tuple[bool, str] | None:
    """(is it negative, its digits and marks) of a text without wrappers; None where there is more than a number."""
    plain = plain.upper() if currency else in_pieces(plain)
    outer = _OUTER.fullmatch(plain) if currency else re.fullmatch(r"\((?P<inner>[^()]+)\)", plain)
    found = (_AMOUNT if currency else _BARE).fullmatch(outer["inner"].strip() if outer else plain)
    if found is None:
        return None
    signs = found["before"] + found["inside"] + found["after"] + ("-" if outer else "")
    return None if len(signs) > 1 else (signs == "-", found["digits"])


def in_pieces(plain: str) -> str:
    """A quantity without the word for a piece, in capitals; any other text as it is."""
    found = _PIECES.fullmatch(plain.upper())
    return (found["after"] or found["before"]) if found else plain.upper()


def _parts(digits: str, comma: bool | None, places: int) -> Parts | Bad:
    point_reading, comma_reading = _read(_POINT, digits), _read(_COMMA, digits)
    if point_reading is None and comma_reading is None:
        return Bad(NOT_A_NUMBER)
    if comma is True:
        # A workbook's own numbers come with a point even where its texts carry commas.
        return comma_reading or point_reading or Bad(NOT_A_NUMBER)
    if comma is False:
        return point_reading or Bad(NOT_A_NUMBER)
    if comma_reading is None or point_reading == comma_reading or (point_reading and _only_thousands(digits, places)):
        return point_reading or Bad(NOT_A_NUMBER)
    return Bad(TWO_READINGS if point_reading else DECIMAL_COMMA, question=Answer.DECIMAL_COMMA)


def _only_thousands(digits: str, places: int) -> bool:
    """`1,234` where three decimals cannot be: yen, cents and pieces."""
    return "," in digits and places < 3


def _read(pattern: re.Pattern[str], digits: str) -> Parts | None:
    found = pattern.fullmatch(digits)
    if found is None:
        return None
    whole = re.sub(r"[.,' ]", "", found["whole"] or "")
    return (whole, (found["part"] or "").rstrip("0")) if whole or found["part"] else None


def _scaled(whole: str, part: str, scale: int, places: int) -> int | None:
    if len(part) > places:
        meant = _without_noise(Decimal(f"{whole or 0}.{part}"))
        whole, _point, part = f"{meant:f}".partition(".")
        part = part.rstrip("0")
        if len(part) > places:
            return None
    return int((whole or "0") + part.ljust(scale, "0"))


def _without_noise(exact: Decimal) -> Decimal:
    """15.3 for 15.299999999999999, as spreadsheets store it: 15 digits are meant, the last bit of a double is noise."""
    meant = _SHEET_DIGITS.plus(exact)
    is_noise = len(exact.as_tuple().digits) > 15 and abs(exact - meant) <= abs(exact) * _LAST_BITS
    return meant if is_noise else exact
