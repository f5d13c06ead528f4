"""Rows of sums that people and programs put under a table: no order and no product, in whatever layout they stand."""

from collections.abc import Mapping, Sequence
from typing import Final

from shopdesk.exchange.celltext import BLANKS
from shopdesk.exchange.coded import texts_of
from shopdesk.exchange.plan import Grain, Plan
from shopdesk.exchange.shapes import is_number
from shopdesk.exchange.table import Chunk
from shopdesk.shop.columns import Kind, Sheet

_TOTALS: Final = frozenset(
    {
        "total", "totals", "grand total", "sub total", "subtotal", "sum", "sums", "summe", "gesamt", "totale",
        "合计", "总计", "小计", "共计", "汇总", "总和", "合計", "總計", "小計", "共計", "彙總",
    }
)  # fmt: skip
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


def _says_total(text: str) -> bool:
    return not text[-1:].isdigit() and text.strip(BLANKS + ":：=").casefold() in _TOTALS


def _is_sum(chunk: Chunk, plan: Plan, sheet: Sheet, named: Mapping[int, str], place: int) -> bool:
    texts = [(column, cells[place]) for column, cells in enumerate(chunk.columns) if cells[place].strip()]
    others = [(column, text) for column, text in texts if not _says_total(text)]
    if len(others) == len(texts) and (plan.grain is Grain.FIRST_ROW or len(texts) < 2):
        return False  # a further line of the order above may say no more than its figures
    return all(
        is_number(text) and (column not in named or sheet.column(named[column]).kind in _NUMBERS)
        for column, text in others
    )
