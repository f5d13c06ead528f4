"""Rows of sums that people and programs put under a table: no data, but held against what the rows above come to."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from shopdesk.exchange.celltext import BLANKS, unwrap
from shopdesk.exchange.coded import texts_of, through
from shopdesk.exchange.headings import headers_of
from shopdesk.exchange.plan import Grain, Plan
from shopdesk.exchange.shapes import is_number
from shopdesk.exchange.stage.staged import Foot, Staged
from shopdesk.exchange.table import Chunk, letter
from shopdesk.exchange.values import Memo
from shopdesk.shop.columns import Kind, Sheet
from shopdesk.store.types import MONEY_SCALE

_TOTALS: Final = frozenset(
    {
        "total", "totals", "grand total", "sub total", "subtotal", "sum", "sums", "summe", "gesamt", "totale",
        "合计", "总计", "小计", "共计", "汇总", "总和", "合計", "總計", "小計", "共計", "彙總",
    }
)  # fmt: skip
_REMARK: Final = re.compile(r"[:：。！]|\S+\s+\S+\s+\S+|\A\s*[*※]|\A\s*(?:备注|備註|注|說明|说明|制表|Note)")
"""No number of an order and no code of a SKU is written so."""
_FEW: Final = 4
"""Of so many columns two filled ones may be a row of data, of more they are a remark with its day or its author."""
_ADDED: Final = frozenset({Kind.MONEY, Kind.QUANTITY, Kind.INTEGER})
"""Kinds of which a sum says something; one of prices says nothing."""
_HALF_A_CENT: Final = MONEY_SCALE // 200
"""A sum is written with two decimals, whatever its rows have."""
_NUMBERS: Final = frozenset({Kind.MONEY, Kind.PRICE, Kind.QUANTITY, Kind.INTEGER, Kind.PERCENT})


def without_totals(chunk: Chunk, plan: Plan, sheet: Sheet, keep: Sequence[int]) -> Sequence[int]:
    """The places of `keep` less those of sums: nothing but figures, and where the number of an order or SKU stands
    nothing, or a word for a total.
    """
    place = plan.columns.get(sheet.key, -1)
    if not 0 <= place < len(chunk.columns):
        return keep
    keys = chunk.columns[place]
    suspects = {text for text in texts_of(keys) if not text.strip() or _says_total(text)}
    if not suspects:
        return keep
    named = {column: key for key, column in plan.columns.items()}
    return [i for i in keep if keys[i] not in suspects or not _is_sum(chunk, plan, sheet, named, i)]


def without_notes(chunk: Chunk, plan: Plan, sheet: Sheet, keep: Sequence[int]) -> Sequence[int]:
    """The places of `keep` less those of the header again, and of remarks that stand in a row by themselves."""
    place = plan.columns.get(sheet.key, -1)
    if not 0 <= place < len(chunk.columns) or len(plan.columns) < 2:
        return keep
    keys = chunk.columns[place]
    header = plan.headers[place] if place < len(plan.headers) else ""
    suspects = {text for text in texts_of(keys) if unwrap(text) == header or _REMARK.search(text)}
    if not suspects:
        return keep
    return [i for i in keep if keys[i] not in suspects or not _is_note(chunk, plan, i)]


def _is_note(chunk: Chunk, plan: Plan, place: int) -> bool:
    filled = [(column, cells[place]) for column, cells in enumerate(chunk.columns) if cells[place].strip()]
    if len(filled) < (3 if len(plan.headers) > _FEW else 2):
        return True
    return all(column < len(plan.headers) and unwrap(text) == plan.headers[column] for column, text in filled)


def _says_total(text: str) -> bool:
    return not text[-1:].isdigit() and text.strip(BLANKS + ":：=").casefold() in _total_words()


@cache
def _total_words() -> frozenset[str]:
    return _TOTALS | {name.casefold() for name in headers_of("total_row")}


def _is_sum(chunk: Chunk, plan: Plan, sheet: Sheet, named: Mapping[int, str], place: int) -> bool:
    texts = [(column, cells[place]) for column, cells in enumerate(chunk.columns) if cells[place].strip()]
    others = [(column, text) for column, text in texts if not _says_total(text)]
    if len(others) == len(texts) and (plan.grain is Grain.FIRST_ROW or len(texts) < 2):
        return False  # a further line of the order above may say no more than its figures
    key = plan.columns[sheet.key]
    called = any(column == key for column, _text in texts) and all(column != key for column, _text in others)
    kinds = {column: sheet.column(named[column]).kind for column, _text in others if column in named}
    may_be = set(kinds.values()) - _NUMBERS
    if called:  # somebody summed numbers of customers and codes of SKUs along with the rest
        may_be &= {Kind.TIME, Kind.DATE}
    return not may_be and all(is_number(text) for _column, text in others)


class Sums:
    """What the columns of figures come to, row by row: over all rows, since the last sum, and once for each order."""

    def __init__(self, plan: Plan, sheet: Sheet, parsers: Mapping[str, Memo]) -> None:
        added = {place: key for key, place in plan.columns.items() if sheet.column(key).kind in _ADDED}
        self._columns = {place: (parsers[key], sheet.column(key).kind) for place, key in added.items()}
        self._headers = plan.headers
        self._key = plan.columns.get(sheet.key, -1) if plan.grain in (Grain.LINE, Grain.UNIT) else -1
        self._all = Counter[int]()
        self._since = Counter[int]()
        self._once = Counter[int]()
        self._orders = set[str]()

    def pass_by(self, chunk: Chunk, rows: Sequence[int], feet: Sequence[int], staged: Staged) -> None:
        """Add up the chunk's `rows`, and compare each of its `feet` with what stands above it (both ascending)."""
        start = 0
        for foot in feet:
            stop = bisect_left(rows, foot)
            self._add(chunk, rows[start:stop])
            self._compare(chunk, foot, staged)
            start = stop
        self._add(chunk, rows[start:])

    def _add(self, chunk: Chunk, rows: Sequence[int]) -> None:
        whole = len(rows) == len(chunk.row_numbers)
        first = self._first_rows(chunk, rows)
        for place, (memo, _kind) in self._columns.items():
            if place >= len(chunk.columns) or not rows:
                continue
            cells = chunk.columns[place]
            found = through(cells, memo) if whole else [memo[cells[i]] for i in rows]
            total = sum(value for value in found if isinstance(value, int))
            self._all[place] += total
            self._since[place] += total
            self._once[place] += sum(value for i in first if isinstance(value := memo[cells[i]], int))

    def _first_rows(self, chunk: Chunk, rows: Sequence[int]) -> list[int]:
        """Those that name an order for the first time."""
        if not 0 <= self._key < len(chunk.columns):
            return []
        first = []
        keys = chunk.columns[self._key]
        for i in rows:
            key = keys[i]
            if key not in self._orders:
                self._orders.add(key)
                first.append(i)
        return first

    def _compare(self, chunk: Chunk, foot: int, staged: Staged) -> None:
        for place, (memo, kind) in self._columns.items():
            told = memo.read(chunk.columns[place][foot]) if place < len(chunk.columns) else None
            if not isinstance(told, int):
                continue
            margin = _HALF_A_CENT if kind is Kind.MONEY else 0
            sums = (self._all[place], self._since[place], self._once[place])
            if all(abs(told - one) > margin for one in sums):
                column = f"{letter(place)} {self._headers[place]}"
                staged.feet.append(Foot(chunk.row_numbers[foot], column, kind, told, sums[0]))
        self._since.clear()
