"""A table of any length, streamed row by row into as many sheets as it needs, each under the same header."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from shopdesk.exchange.writing import book as books
from shopdesk.exchange.writing.book import ACCENT, HEAD, RULE, Book, Page, Span, height_of, letter
from shopdesk.exchange.writing.cells import Cell, text_cell
from shopdesk.exchange.writing.kinds import properties
from shopdesk.shop.columns import Kind

TICK: Final = 1_000
"""Rows between two reports of progress."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a streamed table: its header in the reader's language, and what writes its cells."""

    title: str
    kind: Kind
    width: int
    cell: Cell
    hidden: bool = False


@dataclass(slots=True)
class Stream:
    """Where a table's rows go; `spans` says which rows of which sheets they took."""

    book: Book
    name: str
    fields: Sequence[Field]
    prepare: Callable[[Page, int], None] = lambda _page, _last: None
    """Called for each sheet when its last row is known: print set-up, autofilter."""
    spans: list[Span] = field(default_factory=list)
    page: Page = field(init=False)
    row: int = field(init=False, default=0)
    """The last row written on the page in hand."""

    def __post_init__(self) -> None:
        self._turn()

    def write(self, rows: Iterable[Sequence[object]], progress: Callable[[int], None] | None = None) -> int:
        """Write all rows and return how many; `progress` hears every thousandth and the last, and may raise to stop."""
        written = 0
        columns = [each.cell for each in self.fields]
        put, most = self.page.put, books.ROWS
        for values in rows:
            if self.row >= most:
                self._close_page()
                self._turn()
                put = self.page.put
            self.row += 1
            shown = str(self.row)
            put(self.row, "".join([cell(value, shown) for cell, value in zip(columns, values, strict=True)]))
            written += 1
            if progress and not written % TICK:
                progress(written)
        self._close_page()
        if progress:
            progress(written)
        return written

    def _turn(self) -> None:
        """Begin the next sheet with the header."""
        self.page = self.book.page(self.name, len(self.fields))
        numbers = {place for place, each in enumerate(self.fields) if each.kind.is_number}
        tall = height_of(*((each.title, each.width) for each in self.fields))
        head(self.book, self.page, 1, [each.title for each in self.fields], numbers, tall)
        for place, each in enumerate(self.fields):
            look = self.book.format(**properties(each.kind))
            self.page.set_column(place, place, each.width, look, {"hidden": True} if each.hidden else {})
            if each.kind is Kind.ID:
                self.page.ignore_errors({"number_stored_as_text": f"{letter(place)}2:{letter(place)}{books.ROWS}"})
        self.page.freeze_panes(1, 0)
        self.row = 1

    def _close_page(self) -> None:
        self.spans.append(Span(self.page.name, 2, max(self.row, 2)))
        self.page.autofilter(0, 0, self.row - 1, len(self.fields) - 1)
        self.prepare(self.page, self.row)


def head(
    book: Book, page: Page, row: int, titles: Sequence[str], numbers: Collection[int] = (), height: float = 0
) -> None:
    """A header row; titles over columns of `numbers` (their 0-based places) stand at the right, as the numbers do."""
    look = {"bold": True, "bg_color": HEAD, "font_color": ACCENT, "text_wrap": True, "bottom": 1, "bottom_color": RULE}
    left, right = book.text(**look), book.text(**look, align="right")
    shown = str(row)
    cells = (
        text_cell(letter(place), title, right if place in numbers else left)(title, shown)
        for place, title in enumerate(titles)
    )
    page.put(row, "".join(cells), height)
