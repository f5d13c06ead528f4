"""How each kind of column looks and is written in a workbook."""

from collections.abc import Callable, Mapping
from datetime import tzinfo
from types import MappingProxyType
from typing import Final

from shopdesk.exchange.writing import cells
from shopdesk.exchange.writing.book import Book, letter, shown_width
from shopdesk.exchange.writing.cells import Cell, Losses
from shopdesk.shop.columns import Column, Kind
from shopdesk.text import _

MONEY: Final = "#,##0.00;[Red]-#,##0.00"
PARTS: Final = "#,##0.00##;[Red]-#,##0.00##"
EXACT: Final = "0.00########"
WHOLE: Final = "#,##0;[Red]-#,##0"
PERCENT: Final = "0.0%;[Red]-0.0%"
DAY: Final = "yyyy-mm-dd"
TIME: Final = "yyyy-mm-dd hh:mm:ss"
AS_TEXT: Final = "@"

NUMBER_FORMATS: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        Kind.ID: AS_TEXT,
        Kind.MONEY: MONEY,
        Kind.PRICE: PARTS,
        Kind.QUANTITY: WHOLE,
        Kind.RATE: EXACT,
        Kind.PERCENT: PERCENT,
        Kind.INTEGER: WHOLE,
        Kind.DATE: DAY,
        Kind.TIME: TIME,
    }
)
WIDTHS: Final[Mapping[Kind, int]] = MappingProxyType(
    {
        Kind.ID: 20,
        Kind.TEXT: 26,
        Kind.LONG_TEXT: 48,
        Kind.STATE: 14,
        Kind.MONEY: 14,
        Kind.PRICE: 13,
        Kind.QUANTITY: 11,
        Kind.RATE: 13,
        Kind.PERCENT: 10,
        Kind.INTEGER: 10,
        Kind.DATE: 12,
        Kind.TIME: 19,
        Kind.BOOL: 9,
    }
)
FILTER_ARROW: Final = 4
"""Character widths that a filter button takes from a header."""


def properties(kind: Kind) -> dict[str, object]:
    """The format of a column of this kind, in xlsxwriter's words."""
    look: dict[str, object] = {}
    if kind in NUMBER_FORMATS:
        look["num_format"] = NUMBER_FORMATS[kind]
    if kind is Kind.LONG_TEXT:
        look["text_wrap"] = True
    if kind in {Kind.DATE, Kind.TIME}:
        look["align"] = "left"
    return look


def width(column: Column) -> int:
    """Characters wide enough for the values and the header."""
    return min(80, max(column.width or WIDTHS[column.kind], shown_width(_(column.title)) + FILTER_ARROW))


def cell_for(book: Book, column: Column, place: int, zone: tzinfo, losses: Losses) -> Cell:
    """What writes the values of `column`, standing at 0-based `place`."""
    kind, at = column.kind, letter(place)
    look = properties(kind)
    style = book.style(**look)
    as_text = cells.text_cell(at, _(column.title), book.text(**look))
    if kind is Kind.QUANTITY:
        return cells.quantity_cell(at, style, book.style(num_format=PARTS), as_text, losses)
    if kind.is_number:
        return cells.number_cell(at, style, as_text, losses)
    if kind is Kind.DATE:
        return cells.date_cell(at, style, as_text, losses)
    if kind is Kind.TIME:
        return cells.time_cell(at, style, zone, as_text, losses)
    if kind is Kind.BOOL:
        return cells.truth_cell(at, style, as_text)
    return _state_cell(column, as_text) if kind is Kind.STATE else as_text


def state_words(column: Column) -> dict[object, str]:
    """Each state and its word in the language spoken now."""
    return {state: _(shown.title) for state, shown in column.states.items()}


def _state_cell(column: Column, as_text: Cell) -> Cell:
    words: Callable[[object, object], object] = state_words(column).get
    return lambda value, row: as_text(words(value, value), row)
