"""What a person types into a filter, understood by the kind of the column and said in SQL.

text     tea · !tea (without) · =tea (exactly) · = (blank) · != (not blank) · tea, cup (any of) · "a, b" (as it stands)
number   100 · !100 · >100 · >=100 · <100 · <=100 · 10..20 · 10.. · ..20
date     2026 · 2026-02 · 2026-02-03 · today · yesterday · 7d · +7d · and all that numbers know
state    its value or its word; the beginning of the word is enough
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, Final

from sqlalchemy import ColumnElement, Text, and_, not_, or_, type_coerce

from shopdesk.shop.columns import Column, Kind
from shopdesk.store.contains import contains, fold
from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE, RATE_SCALE, WHOLE
from shopdesk.text import UserError, _

SHARE_SCALE: Final = 1_000_000
SCALES: Final = {
    Kind.MONEY: MONEY_SCALE,
    Kind.PRICE: MONEY_SCALE,
    Kind.RATE: RATE_SCALE,
    Kind.PERCENT: SHARE_SCALE,
    Kind.QUANTITY: QUANTITY_SCALE,
    Kind.INTEGER: 1,
}
"""How many of the store's units make one; a percentage is kept as a ratio (0.125 is 12.5 %)."""
TEXTS: Final = frozenset({Kind.ID, Kind.TEXT, Kind.LONG_TEXT})


def stored(column: Column, expression: ColumnElement[Any]) -> ColumnElement[Any]:
    """The expression as the store keeps it: scaled integers, seconds, ISO days, text."""
    if column.kind in SCALES or column.kind in {Kind.TIME, Kind.BOOL}:
        return type_coerce(expression, WHOLE)
    return type_coerce(expression, Text())


class Probe(ABC):
    """One thing asked of a value, in the store's units."""

    @abstractmethod
    def clause(self, value: ColumnElement[Any]) -> ColumnElement[bool]:
        """The test in SQL; NULL where the value is."""

    def denied(self, value: ColumnElement[Any]) -> ColumnElement[bool]:
        """The opposite: a value that is not known is not what was excluded, so it stays."""
        return or_(value.is_(None), not_(self.clause(value)))


@dataclass(frozen=True, slots=True)
class Blank(Probe):
    """Nothing there."""

    text: bool

    def clause(self, value: ColumnElement[Any]) -> ColumnElement[bool]:
        return or_(value.is_(None), value == "") if self.text else value.is_(None)

    def denied(self, value: ColumnElement[Any]) -> ColumnElement[bool]:
        return and_(value.is_not(None), value != "") if self.text else value.is_not(None)


@dataclass(frozen=True, slots=True)
class Contains(Probe):
    """The text stands somewhere in the value, whatever the case and the width of its letters."""

    text: str

    def clause(self, value: ColumnElement[Any]) -> ColumnElement[bool]:
        return contains(value, self.text)


@dataclass(frozen=True, slots=True)
class OneOf(Probe):
    """Exactly one of these."""

    values: tuple[str | int, ...]

    def clause(self, value: ColumnElement[Any]) -> ColumnElement[bool]:
        return value == self.values[0] if len(self.values) == 1 else value.in_(self.values)


@dataclass(frozen=True, slots=True)
class Span(Probe):
    """From `low` to `high`, both included; None is open."""

    low: int | str | None = None
    high: int | str | None = None

    def clause(self, value: ColumnElement[Any]) -> ColumnElement[bool]:
        if self.low is not None and self.low == self.high:
            return value == self.low
        bounds = [value >= self.low] if self.low is not None else []
        if self.high is not None:
            bounds.append(value <= self.high)
        return and_(*bounds)


@dataclass(frozen=True, slots=True)
class Condition:
    """A filter understood: any of `wanted` (or everything, where there is none) and none of `unwanted`."""

    column: Column
    wanted: tuple[Probe, ...]
    unwanted: tuple[Probe, ...]

    def clause(self, expression: ColumnElement[Any]) -> ColumnElement[bool]:
        """The condition over the column's expression."""
        value = stored(self.column, expression)
        parts = [test.denied(value) for test in self.unwanted]
        if self.wanted:
            parts.append(or_(*(test.clause(value) for test in self.wanted)))
        return and_(*parts)


@dataclass(frozen=True, slots=True)
class _Reader:
    """What a term needs to know beyond itself."""

    column: Column
    today: date | None
    zone: tzinfo

    def test(self, text: str) -> Probe:
        """One term without its exclamation mark."""
        kind = self.column.kind
        if text == "=":
            return Blank(kind in TEXTS or kind in {Kind.STATE, Kind.DATE})
        if kind in TEXTS:
            return self._text(text)
        folded = fold(text).strip()
        if kind is Kind.STATE:
            return OneOf(self._states(folded))
        if kind is Kind.BOOL:
            return OneOf((self._truth(folded.removeprefix("=").strip()),))
        try:
            return self._span(folded, self._number if kind in SCALES else self._days)
        except (ValueError, OverflowError):
            raise self._wrong(folded) from None

    def _text(self, text: str) -> Probe:
        if text[0] in "=＝":
            return OneOf((_unquoted(text[1:].strip()),))
        return Contains(_unquoted(text))

    def _states(self, text: str) -> tuple[str, ...]:
        exact = text.startswith("=")
        asked = text.removeprefix("=").strip()
        known = {str(value): fold(_(state.title)) for value, state in self.column.states.items()}
        same = tuple(value for value, title in known.items() if asked in {fold(value), title})
        begins = tuple(value for value, title in known.items() if title.startswith(asked) and not exact)
        if found := same or begins:
            return found
        words = ", ".join(_(state.title) for state in self.column.states.values())
        raise UserError("{column} is one of: {words}.", column=_(self.column.title), words=words, code="filter")

    def _truth(self, text: str) -> int:
        if text in {"1", "true", "yes", "y", "✓", "是", fold(_("yes"))}:
            return 1
        if text in {"0", "false", "no", "n", "✗", "否", fold(_("no"))}:
            return 0
        raise UserError("{column} is yes or no.", column=_(self.column.title), code="filter")

    def _span(self, text: str, ends: Callable[[str], tuple[Any, Any]]) -> Span:
        """`ends` gives the first and last stored value that a word covers; both are within."""
        if ".." in text:
            first, last = (part.strip() for part in text.split("..", 1))
            if not first and not last:
                raise ValueError(text)
            return Span(ends(first)[0] if first else None, ends(last)[1] if last else None)
        sign = next((sign for sign in (">=", "<=", ">", "<", "=") if text.startswith(sign)), "")
        low, high = ends(text.removeprefix(sign).strip())
        if sign == ">=":
            return Span(low=low)
        if sign == "<=":
            return Span(high=high)
        if sign == ">":
            return Span(low=_next(high, 1))
        if sign == "<":
            return Span(high=_next(low, -1))
        return Span(low, high)

    def _number(self, text: str) -> tuple[int, int]:
        plain = re.sub(r"[\s¥$€£]", "", text.replace("−", "-"))
        if self.column.kind is Kind.PERCENT:
            plain = plain.removesuffix("%")
        if not re.fullmatch(r"[+-]?(\d{1,15}(\.\d{0,9})?|\.\d{1,9})", plain):
            raise ValueError(text)
        exact = Decimal(plain) * SCALES[self.column.kind]
        if self.column.kind is Kind.PERCENT:
            exact /= 100
        return int(exact.to_integral_value(ROUND_CEILING)), int(exact.to_integral_value(ROUND_FLOOR))

    def _days(self, text: str) -> tuple[Any, Any]:
        first, last = _calendar(text, self.today)
        if self.column.kind is Kind.DATE:
            return first.isoformat(), last.isoformat()
        begin = datetime(first.year, first.month, first.day, tzinfo=self.zone)
        after = last + timedelta(days=1)
        end = datetime(after.year, after.month, after.day, tzinfo=self.zone)
        return int(begin.timestamp()), int(end.timestamp()) - 1

    def _wrong(self, text: str) -> UserError:
        """The sentence for a term that says nothing of this column."""
        title = _(self.column.title)
        if self.column.kind in SCALES:
            return UserError(
                "“{text}” is not a number. {column} understands 100, >100, <=100, 10..20, !0 and = for blank.",
                text=text, column=title, code="filter",
            )  # fmt: skip
        return UserError(
            "“{text}” is not a date. {column} understands 2026, 2026-02, 2026-02-03, >2026-01-01, "
            "2026-01-01..2026-01-31, today, yesterday, 7d, +7d and = for blank.",
            text=text, column=title, code="filter",
        )  # fmt: skip


def parse_filter(column: Column, text: str, *, today: date | None = None, zone: tzinfo = UTC) -> Condition:
    """What `text` asks of the column; UserError (code "filter") with what would be understood where it says nothing.

    `today` is what today, yesterday and 7d count from; times are cut into days of `zone`.
    """
    reader = _Reader(column, today, zone)
    wanted: list[Probe] = []
    unwanted: list[Probe] = []
    for term in _terms(text):
        if term[0] not in "!！":
            wanted.append(reader.test("=" if term == "＝" else term))
        elif rest := term[1:].strip():
            unwanted.append(reader.test("=" if rest == "＝" else rest))
        else:
            raise UserError("Say after “!” what to leave out.", code="filter")
    if not wanted and not unwanted:
        raise UserError("The filter of {column} is empty.", column=_(column.title), code="filter")
    return Condition(column, tuple(wanted), tuple(unwanted))


def quoted(text: str) -> str:
    """A filter term that means exactly this text, whatever signs are in it."""
    return '="' + text.replace('"', '""') + '"'


def _terms(text: str) -> list[str]:
    """The parts between commas, a quoted comma not counting; empty ones are dropped, so that one may be typing."""
    parts = re.findall(r'(?:"(?:[^"]|"")*"|[^,，"]|")+', text)
    return [part.strip() for part in parts if part.strip()]


def _unquoted(text: str) -> str:
    if len(text) >= 2 and text[0] == text[-1] == '"':
        return text[1:-1].replace('""', '"')
    return text


def _calendar(text: str, today: date | None) -> tuple[date, date]:
    """First and last day of a year, a month, a day or a word; ValueError where it is none."""
    if text in {"today", "yesterday", "今天", "昨天", fold(_("today")), fold(_("yesterday"))}:
        day = _given(today) - timedelta(days=text in {"yesterday", "昨天", fold(_("yesterday"))})
        return day, day
    if found := re.fullmatch(r"(\+?)(\d{1,5})\s*[d天]", text):
        days, now = timedelta(days=int(found[2]) - 1), _given(today)
        return (now, now + days) if found[1] else (now - days, now)
    found = re.fullmatch(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?", text)
    if not found:
        raise ValueError(text)
    year, month, day_no = (int(part) if part else None for part in found.groups())
    if year is None or month is None:
        return date(year or 0, 1, 1), date(year or 0, 12, 31)
    if day_no is None:
        return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return date(year, month, day_no), date(year, month, day_no)


def _next(value: int | str, step: int) -> int | str:
    """The stored number or ISO day after `step` units or days."""
    return value + step if isinstance(value, int) else (date.fromisoformat(value) + timedelta(days=step)).isoformat()


def _given(today: date | None) -> date:
    if today is None:
        raise ValueError("nobody said which day it is")
    return today
