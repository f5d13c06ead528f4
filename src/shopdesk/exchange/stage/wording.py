"""Statements that tell in words what a row is, which order it is of, and which way its money went."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from shopdesk.exchange.celltext import unwrap, word
from shopdesk.exchange.formats import FORMATS
from shopdesk.exchange.formats.format import Wording
from shopdesk.exchange.headers import clean_header
from shopdesk.exchange.plan import Plan
from shopdesk.exchange.stage.further import JOIN
from shopdesk.exchange.stage.split import Part
from shopdesk.exchange.table import Chunk
from shopdesk.exchange.values import Memo
from shopdesk.shop.settlement.rules import OF_ORDERS, LineKind
from shopdesk.text import N_

NO_MOVE: Final = N_("It moved no money.")
"""Why a row is skipped."""
_PARTED: Final = frozenset(map(str, OF_ORDERS))
_TAKEN: Final = frozenset({LineKind.COMMISSION.value, LineKind.PAYMENT_FEE.value, LineKind.FREIGHT.value})

_BESIDE: Final = ("fee", "split", "payout_amount")
"""What a row may say though its amount is nothing."""

Fields = dict[str, list[Any]]


def wording_of(plan: Plan) -> "Worded | None":
    """How the rows of this file are understood by their words; None where a column says what they are."""
    layout = FORMATS.get(plan.format)
    return Worded(plan, layout.wording) if layout and layout.wording else None


class Worded:
    """The words of one file, each read once."""

    def __init__(self, plan: Plan, said: Wording) -> None:
        self._said = said
        self._kinds = tuple((re.compile(pattern), str(kind)) for pattern, kind in said.kinds)
        self._outward = re.compile(said.outward) if said.outward else None
        there = {clean_header(header): place for place, header in reversed(list(enumerate(plan.headers)))}
        self._orders = [
            (there[clean_header(header)], re.compile(pattern))
            for header, pattern in said.orders
            if clean_header(header) in there
        ]
        self._amounts = there.get(clean_header(said.amounts[0]), -1), re.compile(said.amounts[1])
        self._alike = tuple(there.get(clean_header(header), -1) for header in said.alike)
        self._total = plan.headers[plan.columns["amount"]] if "amount" in plan.columns else ""
        self._known: dict[tuple[str, str], str | None] = {}
        self._leaving: dict[str, bool] = {}
        self._carried: dict[str, Any] = {}

    def read(self, chunk: Chunk, keep: Sequence[int], fields: Fields, amounts: Memo | None) -> set[int]:
        """Complete the fields of the rows at `keep`; returns the places, among these, of rows that move no money."""
        count = len(keep)
        for key in ("kind", "amount"):
            fields.setdefault(key, [None] * count)
        if self._orders:
            fields["order_no"] = [self._order(chunk, place) for place in keep]
        if self._said.none and "line_no" in fields:
            fields["line_no"] = [said and said.removesuffix(JOIN + self._said.none) for said in fields["line_no"]]
        for key in self._said.carried:
            fields[key] = [self._carry(key, value) for value in fields.get(key, [None] * count)]
        idle = set[int]()
        for at, place in enumerate(keep):
            if fields["amount"][at] is None and amounts is not None:
                fields["amount"][at] = self._stated(chunk, place, amounts)
            if self._said.turned and fields["amount"][at]:
                fields["amount"][at] = -fields["amount"][at]
            elif self._is_outward(fields, at):
                fields["amount"][at] = -abs(fields["amount"][at])
            moved = _moved(fields, at)
            kind = fields["kind"][at] = self._kind(fields, at, moved)
            if self._said.mirrored and _has(fields, "fee", at):
                fields["fee"][at] = abs(fields["fee"][at]) * (-1 if (moved or 0) < 0 else 1)
            if self._said.whole:
                self._part(fields, at, kind, self._are_alike(chunk, place))
            if not kind or not (moved or any(_has(fields, key, at) for key in _BESIDE)):
                idle.add(at)
        return idle

    def _kind(self, fields: Fields, at: int, moved: int | None) -> str:
        sign = "-" if (moved or 0) < 0 else "+"
        for key in self._said.said_in:
            said = fields[key][at] if key in fields else None
            found = (self._told(said, sign) if key == "told" else self._called(said, sign)) if said else None
            if found is not None:
                return found
        return LineKind.OTHER.value

    def _told(self, said: str, sign: str) -> str | None:
        """`_called`, remembered: a statement has few words for its movements, and a note for each."""
        if (said, sign) not in self._known:
            self._known[said, sign] = self._called(said, sign)
        return self._known[said, sign]

    def _called(self, said: str, sign: str) -> str | None:
        words = f"{word(said)} {sign}"
        return next((kind for pattern, kind in self._kinds if pattern.search(words)), None)

    def _is_outward(self, fields: Fields, at: int) -> bool:
        if self._outward is None or not fields["amount"][at]:
            return False
        told = (fields["told"][at] if "told" in fields else None) or ""
        if told not in self._leaving:
            self._leaving[told] = self._outward.search(word(told)) is not None
        return self._leaving[told]

    def _order(self, chunk: Chunk, place: int) -> str | None:
        for column, pattern in self._orders:
            text = unwrap(chunk.columns[column][place]) if column < len(chunk.columns) else ""
            found = pattern.search(text) if text else None
            if found:
                return next((group for group in found.groups() if group), found[0])
        return None

    def _stated(self, chunk: Chunk, place: int, amounts: Memo) -> int | None:
        column, pattern = self._amounts
        found = pattern.search(unwrap(chunk.columns[column][place])) if 0 <= column < len(chunk.columns) else None
        value = amounts[found[0]] if found else None
        return value if isinstance(value, int) else None

    def _carry(self, key: str, value: Any) -> Any:
        if value is not None:
            self._carried[key] = value
        return self._carried.get(key)

    def _are_alike(self, chunk: Chunk, place: int) -> bool:
        said = {unwrap(chunk.columns[column][place]) for column in self._alike if 0 <= column < len(chunk.columns)}
        return len(said) < 2

    def _part(self, fields: Fields, at: int, kind: str, counts: bool) -> None:
        """Leave a sale or a refund to the columns that are lines of their own, and what they do not come to."""
        if "split" not in fields:
            return
        amount, parts = fields["amount"][at], fields["split"][at]
        if kind not in _PARTED or not parts or amount is None or not counts:
            fields["split"][at] = []
            return
        lines = _coming_to(amount, [(own or kind, header, part) for own, header, part in parts])
        rest = amount - sum(part for _own, _header, part in lines)
        fields["split"][at] = [*lines, (self._said.rest, self._total, rest)] if rest else lines
        fields["amount"][at] = None


def _coming_to(amount: int, parts: list[Part]) -> list[Part]:
    """The lines as signed, or with fees, or all of them, the other way round where that comes to the amount."""
    for turned in (frozenset[str](), _TAKEN, frozenset(kind for kind, _header, _part in parts)):
        lines = [(kind, header, -part if kind in turned else part) for kind, header, part in parts]
        if sum(part for _kind, _header, part in lines) == amount:
            return lines
    return parts


def _has(fields: Mapping[str, Sequence[Any]], key: str, at: int) -> bool:
    return key in fields and bool(fields[key][at])


def _moved(fields: Fields, at: int) -> int | None:
    """What a row says that the wallet gained, whatever the columns that say it; None where it says nothing."""
    if fields["amount"][at] is not None:
        return int(fields["amount"][at])
    sides = [fields[key][at] if key in fields else None for key in ("income", "outgo")]
    if sides == [None, None]:
        return None
    return abs(int(sides[0] or 0)) - abs(int(sides[1] or 0))
