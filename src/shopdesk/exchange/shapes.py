"""What the cells of a column look like, as far as a proposal may lean on it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from shopdesk.exchange.amounts import in_pieces, read_number
from shopdesk.exchange.celltext import EMPTY, Bad, fold, word
from shopdesk.exchange.formats.states import state_words
from shopdesk.exchange.times import YEAR, read_moment
from shopdesk.shop.columns import Column, Kind

FAR_YEAR = 2100
"""For shapes the range of years does not matter."""

_PHONE = re.compile(r"(?:\+|00)?[\d ()*-]{7,20}(?:-\d{1,6})?")
_DIALLED = re.compile(r"(?:\+|00?|\(|1[3-9]\d{9}$).*|.*\d[ ()-]+\d.*")
"""How a phone number begins, or is set apart; bare digits may be anything."""
_CODE = re.compile(r"(?=.*\d)\S{1,40}")
_SHARE = re.compile(r"-?(?:0?[.,]\d+|0)")
_DIGITS = re.compile(r"\d+(?:\.0+)?")
_OF_OLD = re.compile(r"(?:1899|19\d\d)[-/.年]")
"""How a date of the last century begins; a code that begins so is rare."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Shares (0 to 1) of the cells that are not blank."""

    filled: int
    numbers: float = 0.0
    counts: float = 0.0
    """Numbers, and such as say that they count pieces."""
    fractions: float = 0.0
    dates: float = 0.0
    """Written as dates; bare digits are counted in `digit_dates` alone."""
    digit_dates: float = 0.0
    codes: float = 0.0
    phones: float = 0.0
    dialled: float = 0.0
    """Phone numbers that are written as such."""
    eans: float = 0.0
    length: float = 0.0
    """Mean, in characters."""
    states: float = 0.0
    """Words that some source uses for the state of an order or a product."""
    shares: bool = False
    """Every number lies between -1 and 1, and some are not 0: rates, not amounts."""


def shape(cells: Iterable[str]) -> Shape:
    """The shape of a column's cells; blanks and "no value" words do not count."""
    return _shape(tuple(cells))


@lru_cache(maxsize=2048)
def _shape(cells: tuple[str, ...]) -> Shape:
    """Kept, since every kind of sheet asks for the same columns."""
    texts = [plain for plain in map(fold, cells) if plain.lower() not in EMPTY]
    if not texts:
        return Shape(0)
    count = len(texts)
    return Shape(
        filled=count,
        numbers=sum(map(is_number, texts)) / count,
        counts=sum(is_number(text) or is_number(in_pieces(text)) for text in texts) / count,
        fractions=sum("." in text and is_number(text) and not _DIGITS.fullmatch(text) for text in texts) / count,
        dates=sum(is_date(text) and not _DIGITS.fullmatch(text) for text in texts) / count,
        digit_dates=sum(map(is_date, texts)) / count,
        codes=sum(_CODE.fullmatch(text) is not None for text in texts) / count,
        phones=sum(map(_is_phone, texts)) / count,
        dialled=sum(_is_phone(text) and _DIALLED.fullmatch(text) is not None for text in texts) / count,
        eans=sum(map(is_ean, texts)) / count,
        length=sum(map(len, texts)) / count,
        states=sum(word(text) in _status_words() for text in texts) / count,
        shares=all(map(_SHARE.fullmatch, texts)) and any(text.strip("-0.,") for text in texts),
    )


def _is_phone(text: str) -> bool:
    """7 to 15 digits (ITU-T E.164) and the signs between them."""
    return _PHONE.fullmatch(text) is not None and 7 <= sum(map(str.isdigit, text)) <= 15


@cache
def _status_words() -> frozenset[str]:
    return frozenset(map(word, (*state_words("orders"), *state_words("products"))))


@lru_cache(maxsize=65536)
def is_number(text: str) -> bool:
    """An amount or a quantity, in either decimal convention."""
    value = read_number(text, 6, 6, None, currency=True)
    return isinstance(value, int) or (isinstance(value, Bad) and value.question is not None)


@lru_cache(maxsize=65536)
def is_date(text: str) -> bool:
    """A date or time, in either order of day and month; one of 1900, which an empty cell shows, is written as one."""
    value = read_moment(text, None, FAR_YEAR)
    if isinstance(value, Bad):
        return value.question is not None or (value.message == YEAR and bool(_OF_OLD.match(text)))
    return value is not None


def is_ean(text: str) -> bool:
    """A barcode of 8, 12, 13 or 14 digits whose check digit is right (GS1 General Specifications, 7.9)."""
    if not (text.isascii() and text.isdigit() and len(text) in {8, 12, 13, 14}):
        return False
    digits = [int(digit) for digit in reversed(text)]
    return sum(digits[0::2]) % 10 == -3 * sum(digits[1::2]) % 10


def fits(column: Column, look: Shape) -> bool:
    """Whether cells of this look can be values of the column at all; a blank column fits anything."""
    if not look.filled:
        return True
    match column.kind:
        case Kind.TIME | Kind.DATE:
            return look.digit_dates >= 0.8
        case Kind.MONEY | Kind.PRICE | Kind.INTEGER:
            return look.numbers >= 0.8 and look.dates < 0.5
        case Kind.QUANTITY:
            return look.counts >= 0.8 and look.dates < 0.5
        case Kind.STATE:
            return look.length <= 40 and look.fractions < 0.5 and look.dates < 0.5
        case Kind.ID:
            return _fits_id(column, look)
        case _:
            return look.dates < 0.5 and (column.key != "title" or look.numbers < 0.8)


def _fits_id(column: Column, look: Shape) -> bool:
    if look.length > 40 or look.dates >= 0.5:
        return False
    match column.key:
        case "order_no":
            return look.codes >= 0.8 and look.fractions < 0.5
        case "phone":
            return look.phones >= 0.5
        case "barcode":
            return look.numbers >= 0.5 or look.codes >= 0.8
        case "currency":
            return look.length <= 5 and look.numbers < 0.5
        case _:
            return look.fractions < 0.5
