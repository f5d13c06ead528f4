"""Counts that a report tells roughly: "1 - 10", "10万+", "1.2w". The least that they can be is kept, and said."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from shopdesk.exchange.celltext import fold
from shopdesk.exchange.plan import Plan
from shopdesk.exchange.values import Memo, Reader, Value
from shopdesk.shop.columns import Kind, Sheet
from shopdesk.text import N_

ROUGH: Final = N_("“{value}” is a rough count. The least that it can be is kept: {least}.")
KINDS: Final = frozenset({"traffic", "search_words", "traffic_hours"})
"""Kinds of sheets whose counts may be told so."""
_NUMBER: Final = r"(\d[\d,]*(?:\.\d+)?)\s*(万|萬|w|k|千)?"
_ROUGH: Final = re.compile(rf"{_NUMBER}\s*(?:(\+|以上)|(?:-|–|—|~|至|to)\s*{_NUMBER})?", re.IGNORECASE)
_TIMES: Final = {"万": 10_000, "萬": 10_000, "w": 10_000, "k": 1_000, "千": 1_000}


def at_least(text: str) -> int | None:
    """The least that a rough count can be; None for what is no such count, a plain number among it."""
    found = _ROUGH.fullmatch(fold(text).strip())
    if found is None or not any(found.group(part) for part in (2, 3, 4)):
        return None
    if found[4] is None:
        return int(_count(found[1], found[2]))
    # Of 1-3万 the unit behind is that of both ends.
    least, most = _count(found[1], found[2] or found[5]), _count(found[4], found[5])
    return int(least) if least <= most else None


def _count(digits: str, unit: str | None) -> Decimal:
    return Decimal(digits.replace(",", "")) * _TIMES.get((unit or "").lower(), 1)


class RoughMemo(Memo):
    """A memo of counts; those that were told roughly are also in `rough`."""

    def __init__(self, read: Reader) -> None:
        super().__init__(read)
        self.rough: dict[str, int] = {}

    def __missing__(self, text: str) -> Value:
        """What a text means, asked for the first time."""
        least = at_least(text)
        if least is None:
            return super().__missing__(text)
        self[text] = self.rough[text] = least
        return least


def rough_memos(plan: Plan, sheet: Sheet, memos: Mapping[str, Memo]) -> dict[str, Memo]:
    """The memos of a sheet's fields, counts of reports of traffic read as such may be told."""
    if plan.kind not in KINDS:
        return dict(memos)
    return {
        key: RoughMemo(memo.read) if sheet.column(key).kind is Kind.INTEGER else memo for key, memo in memos.items()
    }
