"""The same cell on the way out and on the way back: its text, and the value by which two texts are the same."""

import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from functools import partial
from typing import Any, Final

from shopdesk.exchange.celltext import bad
from shopdesk.exchange.plan import Plan
from shopdesk.exchange.reading.cells import clean
from shopdesk.exchange.values import DIGITS_LOST, MOST_CHARACTERS, TOO_LONG, Bad, Memo, Value, mask, parser, shorten
from shopdesk.shop.columns import Column, Kind
from shopdesk.shop.spoken import spellings
from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE, RATE_SCALE
from shopdesk.text import _

_SCALES: Final[Mapping[Kind, int]] = {
    Kind.MONEY: MONEY_SCALE, Kind.PRICE: MONEY_SCALE, Kind.QUANTITY: QUANTITY_SCALE, Kind.RATE: RATE_SCALE,
    Kind.PERCENT: 1_000_000,
}  # fmt: skip
_LAST_YEAR: Final = 9999


def cell_text(column: Column, zone: tzinfo) -> Callable[[Any], str]:
    """What writes a value of the column as the text that a reader finds in the cell of an untouched export."""
    if column.kind is Kind.STATE:
        words = {state: _(shown.title) for state, shown in column.states.items()}
        return lambda value: "" if value is None else str(words.get(value, value))
    return partial(_plain, zone=zone)


def _plain(value: Any, zone: tzinfo) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return value.astimezone(zone).replace(tzinfo=None).isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def reading(column: Column, plan: Plan, zone: tzinfo) -> Memo:
    """Cell text → stored value, or Bad. Texts are taken as they stand, since they were typed to be just that."""
    if column.kind is Kind.ID:
        # As a code of no field in particular: the habits of single fields do not matter here.
        return Memo(partial(_code, column=column, usual=parser(replace(column, key="code"), plan, zone, None)))
    if column.kind in {Kind.TEXT, Kind.LONG_TEXT}:
        return Memo(partial(_text, kind=column.kind))
    told = replace(plan, states=state_spellings(column)) if column.kind is Kind.STATE else plan
    return parser(column, told, zone, None, _LAST_YEAR)


def state_spellings(column: Column) -> dict[str, str]:
    """Every word for each state of the column, its code among them → the state."""
    named = {word: state for state, shown in column.states.items() for word in spellings(shown.title)}
    return {
        **{str(state): str(state) for state in column.states},
        **{word: str(state) for word, state in named.items()},
    }


class Sums(dict[str, str]):
    """Cell text → four letters of a checksum of what it says; enough to notice an edit that is not taken anyway."""

    def __init__(self, memo: Memo) -> None:
        super().__init__()
        self._memo = memo

    def __missing__(self, text: str) -> str:
        value = self._memo[text]
        told = plain_text(text) if isinstance(value, Bad) else value
        made = self[text] = f"{zlib.crc32(repr(told).encode()) & 0xFFFF:04x}"
        return made


def plain_text(text: str) -> str:
    """A text without what a spreadsheet program changes by saving it: ends of lines, control characters, blanks."""
    return clean(text.replace("\r\n", "\n").replace("\r", "\n"))[0].strip()


def outside(column: Column, value: Value) -> Any:
    """A stored value as actions and reports have it (see `Kind`)."""
    if value is None or column.kind not in {*_SCALES, Kind.TIME, Kind.DATE}:
        return value
    if column.kind is Kind.TIME:
        return datetime.fromtimestamp(int(str(value)), UTC)
    if column.kind is Kind.DATE:
        return date.fromisoformat(str(value))
    return Decimal(int(str(value))) / _SCALES[column.kind]


def _code(text: str, column: Column, usual: Memo) -> Value:
    """A code as it stands; Bad where its last digits were lost in a spreadsheet."""
    plain = plain_text(text)
    if "." in plain or "+" in plain:
        found = usual.read(plain)
        if isinstance(found, Bad) and found.message == DIGITS_LOST:
            return bad(DIGITS_LOST, value=shorten(mask(column, plain)))
    return _within(plain, Kind.ID)


def _text(text: str, kind: Kind) -> Value:
    return _within(plain_text(text), kind)


def _within(plain: str, kind: Kind) -> Value:
    limit = MOST_CHARACTERS[kind]
    return bad(TOO_LONG, length=len(plain), limit=limit) if len(plain) > limit else plain or None
