"""From cell text to typed value, one memo a column: a text met twice is read once."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from functools import partial
from typing import Final

from shopdesk.exchange.amounts import read_given_back, read_left, read_number, read_paid, tells_refund
from shopdesk.exchange.celltext import BLANKS, EMPTY, Bad, bad, shorten, unwrap, word
from shopdesk.exchange.formats import FORMATS
from shopdesk.exchange.headers import clean_header
from shopdesk.exchange.plan import Plan
from shopdesk.exchange.times import read_date, read_time
from shopdesk.shop.columns import Column, Kind
from shopdesk.shop.money import currency_code
from shopdesk.shop.settlement.rules import LineKind
from shopdesk.text import N_

__all__ = ["Bad", "Memo", "StateMemo", "Value", "clean_header", "mask", "parser", "shorten", "state_memo"]

MONEY_SCALE, QUANTITY_SCALE, RATE_SCALE, SHARE_SCALE = 4, 3, 10, 6
"""Decimal digits that the stored integers carry; a share of 12.34 % is 123,400 millionths."""
MOST_CHARACTERS = {Kind.ID: 200, Kind.TEXT: 500, Kind.LONG_TEXT: 4_000}

DIGITS_LOST = N_(
    "the last digits of this id were already lost in the spreadsheet ({value}). "
    "Export again as text/CSV, do not open it in Excel first"
)
TOO_LONG = N_("{length} characters; at most {limit} fit")
STATEMENT: Final = "settlement"
"""The kind of sheet whose rows say what they are by their kind, and may say it in words that nobody knows."""
UNKNOWN_STATE = N_("{value} is not a known state")
NO_ANSWER = N_("{value} is neither yes nor no")
NO_SHARE = N_("{value}: write shares above 1 with a percent sign")

REFUND_BESIDE: Final = {
    "refund_amount": ("paid_amount", "order_total", "goods_amount"), "line_refund": ("line_amount",)
}  # fmt: skip
"""Field of a refund → the amounts that may say it beside themselves: 131.77(已退款89.84)."""
NO_CURRENCY = N_("{value} is not the code of a currency, such as USD.")

_ROUNDED_ID = re.compile(r"\d+(?:\.\d+)?E\+\d+|\d\.\d+E\d+|\d{16,}\.0+", re.IGNORECASE)
_FLOAT_ID = re.compile(r"\d{1,15}\.0+")
_BETWEEN = re.compile(r"\s*[~～至]\s*|\s+(?:-|–|—|to)\s+")
_YES = frozenset({"true", "yes", "y", "1", "是", "有", "真", "√", "✓"})
_NO = frozenset({"false", "no", "n", "0", "否", "假", "×", "✗"})

Value = int | str | bool | Bad | None
Reader = Callable[[str], Value]


class Memo(dict[str, Value]):
    """Text → value. Read a column by `list(map(memo.__getitem__, cells))`; what could not be taken is also in `bad`."""

    def __init__(self, read: Reader) -> None:
        super().__init__()
        self.read = read
        self.bad: dict[str, Bad] = {}

    def __missing__(self, text: str) -> Value:
        value = self[text] = self.read(text)
        if isinstance(value, Bad):
            self.bad[text] = value
        return value


def _passing_over(text: str, read: Reader) -> Value:
    value = read(text)
    return None if isinstance(value, Bad) else value


def parser(column: Column, plan: Plan, zone: tzinfo, decimals: int | None, last_year: int = 0) -> Memo:
    """The memo of a column.

    `zone` is that of times which carry none, `decimals` those of the currency (None: as many as the store keeps),
    `last_year` the last that a date may lie in, next year if 0. Values: MONEY, PRICE int of 1/10,000 · QUANTITY int of
    1/1,000 · RATE int of 1/10**10 · PERCENT int of millionths · INTEGER int · TIME int seconds since 1970 UTC ·
    DATE ISO str · BOOL bool ·
    others str. Blanks are None.
    """
    last_year = last_year or datetime.now(UTC).year + 1
    comma, places = plan.decimal_comma, MONEY_SCALE if decimals is None else decimals
    readers: Mapping[Kind, Reader] = {
        Kind.MONEY: partial(read_number, scale=MONEY_SCALE, places=places, comma=comma, currency=True),
        Kind.PRICE: partial(read_number, scale=MONEY_SCALE, places=MONEY_SCALE, comma=comma, currency=True),
        Kind.QUANTITY: partial(read_number, scale=QUANTITY_SCALE, places=QUANTITY_SCALE, comma=comma),
        Kind.RATE: partial(read_number, scale=RATE_SCALE, places=RATE_SCALE, comma=comma),
        Kind.INTEGER: partial(read_number, scale=0, places=0, comma=comma),
        Kind.PERCENT: partial(_share, comma=comma),
        Kind.TIME: partial(read_time, zone=zone, day_first=plan.day_first, last_year=last_year),
        Kind.DATE: partial(read_date, zone=zone, day_first=plan.day_first, last_year=last_year),
        Kind.BOOL: _bool,
        Kind.STATE: partial(_state, states={word(text): state for text, state in plan.states.items()}),
        Kind.ID: partial(_id, column=column),
    }
    if column.lenient:
        return Memo(partial(_passing_over, read=readers[column.kind]))
    if column.key == "currency":
        return Memo(_currency)
    if column.kind is Kind.STATE and plan.kind == STATEMENT:
        return Memo(partial(_line_kind, states={word(text): kind for text, kind in plan.states.items()}))
    if column.key == "target" and plan.kind == "traffic":
        return Memo(partial(_page, column=column))
    if column.key == "ran_on":
        return Memo(partial(_period, read=readers[Kind.DATE]))
    if column.key == "waybill":
        return Memo(partial(_waybill, column=column))
    if column.kind is Kind.MONEY and plan.kind == STATEMENT:
        return Memo(partial(read_left, places=places, comma=comma))
    if column.kind is Kind.MONEY and (shared := _shares_refund(column, plan)):
        return Memo(partial(read_given_back if shared == column.key else read_paid, places=places, comma=comma))
    return Memo(readers.get(column.kind) or partial(_text, limit=MOST_CHARACTERS.get(column.kind, 500)))


class StateMemo(dict[tuple[str, ...], Value]):
    """Texts of `fields`, in this order → order state or kind of line, where the format tells it from several columns.

    Read by `list(map(memo.__getitem__, zip(*cells)))`.
    """

    def __init__(self, fields: tuple[str, ...], plan: Plan) -> None:
        super().__init__()
        self.fields = fields
        self.rule = FORMATS[plan.format].rule
        self.target = "kind" if plan.kind == STATEMENT else "state"
        self.known = {word(text): state for text, state in plan.states.items()}

    def __bool__(self) -> bool:
        return True  # empty is how it begins: `if memo` asks whether there is one

    def __missing__(self, texts: tuple[str, ...]) -> Value:
        said = dict(zip(self.fields, map(word, texts), strict=True))
        status = said.get(self.target, "")
        if status and status not in self.known and self.target == "state":
            value: Value = bad(UNKNOWN_STATE, value=shorten(texts[self.fields.index("state")]))
        else:
            value = str(self.rule.state(said) if self.rule else "") or None
        if value is None and self.target == "kind":
            value = _line_kind(status, self.known)
        self[texts] = value
        return value


def state_memo(plan: Plan) -> StateMemo | None:
    """How the state of an order is told in this file; None: from its state column alone, by `parser`."""
    fields = state_fields(plan)
    return StateMemo(fields, plan) if fields else None


def state_fields(plan: Plan) -> tuple[str, ...]:
    """The fields of this file from which its format tells the state of an order, by a rule of its own."""
    layout = FORMATS.get(plan.format)
    if layout is None or layout.rule is None:
        return ()
    return tuple(field for field in layout.rule.fields if field in plan.columns)


def _share(text: str, comma: bool | None) -> int | Bad | None:
    """`12.34%`, or 0.1234 as a workbook stores it, in millionths."""
    bare = unwrap(text).rstrip("%％").rstrip()
    if bare != unwrap(text):
        return read_number(bare, SHARE_SCALE - 2, SHARE_SCALE - 2, comma)
    value = read_number(text, SHARE_SCALE, SHARE_SCALE, comma)
    return bad(NO_SHARE, value=shorten(text)) if isinstance(value, int) and abs(value) > 10**SHARE_SCALE else value


def _id(text: str, column: Column) -> str | Bad | None:
    plain = unwrap(text).lstrip("'`").strip(BLANKS)
    if plain.lower() in EMPTY:
        return None
    if "." in plain or "+" in plain:
        if _ROUNDED_ID.fullmatch(plain):
            return bad(DIGITS_LOST, value=shorten(mask(column, plain)))
        if _FLOAT_ID.fullmatch(plain):
            return plain.partition(".")[0]
    return _within(plain, MOST_CHARACTERS[Kind.ID])


def _page(text: str, column: Column) -> str | Bad | None:
    """A listing number or a page; "/" is the front page, not a blank."""
    return "/" if unwrap(text) == "/" else _id(text, column)


def _text(text: str, limit: int) -> str | Bad | None:
    plain = unguarded(unwrap(text))
    return None if plain.lower() in EMPTY else _within(plain, limit)


def unguarded(text: str) -> str:
    """The text without the mark that keeps a spreadsheet from reading it as a formula or a number."""
    if text[:1] in {"'", "`"}:
        # Ours puts ' before = + - @ on the way out; marketplaces put it, or a backtick, before anything.
        return text[1:].strip(BLANKS) if text[0] == "`" or text[1:2] in set("=+-@＝＋－＠0123456789") else text
    return text


def _currency(text: str) -> str | Bad | None:
    """ISO code; a sign that belongs to several currencies is refused, not guessed."""
    plain = unwrap(text).lstrip("'`").strip(BLANKS)
    if plain.lower() in EMPTY:
        return None
    return currency_code(plain) or bad(NO_CURRENCY, value=shorten(text))


def _period(text: str, read: Reader) -> Value:
    """An ISO day, or two with a slash between them: 20260501~20260531 is "2026-05-01/2026-05-31"."""
    parts = _BETWEEN.split(unwrap(text))
    if len(parts) != 2:
        return read(text)
    first, last = map(read, parts)
    if isinstance(first, str) and isinstance(last, str):
        return f"{first}/{last}"
    return first if isinstance(first, Bad) else last


def _waybill(text: str, column: Column) -> str | Bad | None:
    """A waybill number; some programs put an @ before it, so that spreadsheets leave it a text."""
    return _id(unwrap(text).lstrip("'`").lstrip("@＠"), column)


def _shares_refund(column: Column, plan: Plan) -> str:
    """The field of refunds that is read from the same column of the file as this amount, or is this field; else ""."""
    for refund, amounts in REFUND_BESIDE.items():
        place = plan.columns.get(refund)
        shared = [key for key in amounts if place is not None and plan.columns.get(key) == place]
        if shared and column.key in (refund, *shared):
            return refund
    return ""


def with_refunds(plan: Plan, sample: Mapping[str, Iterable[str]]) -> Plan:
    """The plan with refunds read from amounts that tell them beside themselves, where no column of its own does.

    `sample`: field → its first cells. An amount that tells a refund further down only is a named problem.
    """
    if plan.kind != "orders" or any(refund in plan.columns for refund in REFUND_BESIDE):
        return plan
    for refund, amounts in REFUND_BESIDE.items():
        for key in amounts:
            if any(map(tells_refund, dict.fromkeys(sample.get(key, ())))):
                return replace(plan, columns={**plan.columns, refund: plan.columns[key]})
    return plan


def _within(text: str, limit: int) -> str | Bad:
    return text if len(text) <= limit else bad(TOO_LONG, length=len(text), limit=limit)


def _bool(text: str) -> bool | Bad | None:
    said = word(text)
    if not said:
        return None
    return said in _YES if said in _YES | _NO else bad(NO_ANSWER, value=shorten(text))


def _state(text: str, states: Mapping[str, str]) -> str | Bad | None:
    said = word(text)
    if not said:
        return None
    return (str(states[said]) or None) if said in states else bad(UNKNOWN_STATE, value=shorten(text))


def _line_kind(text: str, states: Mapping[str, str]) -> str | None:
    """The kind of a statement's line; one that is called otherwise has to be explained by a person."""
    said = word(text)
    return (str(states.get(said, "")) or LineKind.OTHER.value) if said else None


_MASKED: Final = re.compile(r".\*{3}@.*|.{3}\*{4}.{4}|.{2}\*{3}|.\*{1,3}", re.DOTALL)


def mask(column: Column, text: str) -> str:
    """A personal value as lists and messages may show it (138****5678, 张*, a***@x.com); others as they are."""
    return mask_text(text) if column.personal else text


def mask_text(text: str) -> str:
    """The first of a name, the ends of a number: enough to find the row, too little to reach the person."""
    plain = unwrap(text).lstrip("'`")
    name, at, host = plain.partition("@")
    if at:
        return f"{name[:1]}***@{host}"
    digits = sum(c.isdigit() for c in plain)
    if digits >= 7 and digits > len(plain) / 2:
        return f"{plain[:3]}****{plain[-4:]}"
    if len(plain) <= 4:
        return plain[:1] + "*" * max(len(plain) - 1, 1) if plain else ""
    return plain[:2] + "***"


def is_masked(text: str) -> bool:
    """Whether a text is what `mask_text` makes of one; the masks of marketplaces, with other ends, are not."""
    return _MASKED.fullmatch(text.strip()) is not None
