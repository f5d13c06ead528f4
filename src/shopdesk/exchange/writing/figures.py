"""Figures of a report: a live formula and the value it has now, kept together so that they cannot disagree."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple

from shopdesk.exchange.writing.book import Book, Page, Span, letter
from shopdesk.exchange.writing.cells import TextStyle, day_serial, formula_xml, number_text, text_cell
from shopdesk.shop.profit.book import ProfitBook
from shopdesk.text import _

CENT: Final = Decimal("0.0001")
"""The books keep four decimals: formulas round their sums to it, so that binary dust never shows as a difference."""


@dataclass(frozen=True, slots=True)
class Figure:
    """`formula` (without "=") comes to `known`."""

    formula: str
    known: Decimal

    def __add__(self, other: "Figure") -> "Figure":
        return Figure(f"ROUND({self.formula}+{other.formula},4)", self.known + other.known)

    def __sub__(self, other: "Figure") -> "Figure":
        return Figure(f"ROUND({self.formula}-{other.formula},4)", self.known - other.known)

    def __neg__(self) -> "Figure":
        return Figure(f"-{self.formula}", -self.known)


def constant(value: Decimal | int) -> Figure:
    """A figure that the report says, not the workbook."""
    exact = Decimal(value)
    return Figure(format(exact.normalize(), "f"), exact)


def ratio(part: Figure, whole: Figure) -> tuple[str, Decimal | str]:
    """Formula and value of part ÷ whole to four decimals; blank where the whole is not above zero: no share of it."""
    formula = f'IF({whole.formula}>0,ROUND({part.formula}/{whole.formula},4),"")'
    return formula, (part.known / whole.known).quantize(CENT, ROUND_HALF_UP) if whole.known > 0 else ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows already written: where they stand, and the exact sum of each column that adds up, by its letter."""

    spans: Sequence[Span]
    sums: Mapping[str, Decimal]

    def total(self, at: str) -> Figure:
        """The sum of column `at`."""
        ranges = ",".join(span.of(at) for span in self.spans)
        return Figure(f"ROUND(SUM({ranges}),4)", self.sums[at])

    def rows_with(self, key: str, wanted: str, at: str, known: Decimal) -> Figure:
        """The sum of `at` over rows whose text in column `key` is exactly that of `wanted` (a cell or a quoted text).

        EXACT and not SUMIFS: SUMIFS takes "1.10" for the number 1.1 and "*" for anything.
        """
        parts = [f"SUMPRODUCT(--EXACT({span.of(key)},{wanted}),{span.of(at)})" for span in self.spans]
        return Figure(f"ROUND({'+'.join(parts)},4)", known)


def quoted(text: str) -> str:
    """A text as a formula writes it."""
    return '"' + text.replace('"', '""') + '"'


class Text(NamedTuple):
    """Words in a cell."""

    value: str
    style: TextStyle


class Number(NamedTuple):
    """A plain value in a cell."""

    value: Decimal | int
    style: int


class Live(NamedTuple):
    """A formula in a cell, and what it comes to."""

    formula: str
    known: Decimal | str
    style: int


def live(figure: Figure, style: int) -> Live:
    """The figure as a cell."""
    return Live(figure.formula, figure.known, style)


class Rows:
    """A page filled from the top with rows that mix words, numbers and formulas."""

    def __init__(self, page: Page, row: int = 0) -> None:
        self.page = page
        self.row = row
        """The last row written, as shown."""

    def put(self, *cells: Text | Number | Live | None, height: float = 0) -> int:
        """Write the next row; None leaves a cell blank. Returns its number."""
        self.row += 1
        shown = str(self.row)
        self.page.put(self.row, "".join(_xml(cell, place, shown) for place, cell in enumerate(cells) if cell), height)
        return self.row

    def skip(self, rows: int = 1) -> None:
        self.row += rows


def month_serial(month: str) -> int:
    """The first day of "2026-01", as a spreadsheet counts days: formulas compare months as numbers, never as text."""
    return day_serial(date.fromisoformat(f"{month}-01")) or 0


def months_between(first: str, last: str) -> list[str]:
    """Every month from "2025-11" to "2026-02", both included."""
    start, end = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    return [f"{count // 12:04}-{count % 12 + 1:02}" for count in range(start, end + 1)]


def print_ready(page: Page, told: ProfitBook, title: str, head_row: int) -> None:
    """Landscape on A4, as wide as the paper, the header on every page, shop and page numbers around."""
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(head_row - 1)
    page.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
    shop, subject = (text.replace("&", "&&")[:80] for text in (told.shop, title))
    page.set_header(f"&L{shop}&C{subject}&R{told.first_month} – {told.last_month} · {told.currency}")
    page.set_footer("&L&D&R" + _("Page {page} of {pages}").format(page="&P", pages="&N"))


def sums_of(rows: Iterable[Sequence[object]], columns: Mapping[str, int]) -> dict[str, Decimal]:
    """The exact sum of each column: letter → place in the row; blanks add nothing."""
    sums = dict.fromkeys(columns, Decimal(0))
    for row in rows:
        for at, place in columns.items():
            value = row[place]
            if isinstance(value, (Decimal, int)):
                sums[at] += value
    return sums


def widths(book: Book, page: Page, *characters: float) -> None:
    """Column widths from the left."""
    for place, wide in enumerate(characters):
        page.set_column(place, place, wide, book.format())


def _xml(cell: Text | Number | Live, place: int, row: str) -> str:
    at = letter(place)
    if isinstance(cell, Text):
        return text_cell(at, "", cell.style)(cell.value, row)
    if isinstance(cell, Live):
        return formula_xml(at + row, cell.formula, cell.known, cell.style)
    number = number_text(cell.value)
    assert number is not None, "money of the books has at most 15 digits"
    return f'<c r="{at}{row}" s="{cell.style}"><v>{number}</v></c>'
