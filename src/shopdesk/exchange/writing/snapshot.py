"""The hidden sheet of an export: every row as it leaves, so that what was edited can be told when it comes back."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from shopdesk.exchange.plan import Plan
from shopdesk.exchange.trip.snapshot import FIRST_ROW, IDS, MAGIC, NAME, VERSION, Origin, facts_line
from shopdesk.exchange.trip.texts import Sums, cell_text, reading
from shopdesk.exchange.writing.book import Book, letter
from shopdesk.exchange.writing.cells import Losses, number_cell, text_cell
from shopdesk.exchange.writing.stream import Field
from shopdesk.shop.columns import Column, Kind, Sheet
from shopdesk.text import _

Keyed = tuple[int, str, Sequence[Any]]
"""Id of a row, what people call it, its values."""
_PLAN: Final = Plan(
    kind="", format="", title="", sheet=0, sheet_name="", header_row=1, first_row=2, headers=(), columns={},
    signature="", decimal_comma=False,
)  # fmt: skip


class Snapshot:
    """Writes the hidden sheet beside the rows of `sheet` as they pass."""

    def __init__(self, book: Book, sheet: Sheet, columns: Sequence[Column], origin: Origin) -> None:
        """The hidden sheet comes after those that are in the book already."""
        texts = [cell_text(column, origin.zone) for column in columns]
        self._kept = [(place, texts[place]) for place, column in enumerate(columns) if column.editable]
        self._summed = [
            (place, texts[place], Sums(reading(column, _PLAN, origin.zone)))
            for place, column in enumerate(columns)
            if not column.editable
        ]
        wide = len(self._kept) + 3
        self._page = book.page(NAME, wide)
        self._page.very_hidden()
        style = book.text()
        self._cells = [text_cell(letter(place), "", style) for place in range(wide)]
        self._row = FIRST_ROW - 1
        self._put(1, [MAGIC, str(VERSION)])
        self._put(2, [facts_line(origin, sheet.name, [(column.key, _(column.title)) for column in columns])])

    def pass_on(self, rows: Iterable[Keyed]) -> Iterator[list[Any]]:
        """Each row's values with its id behind them; the row is kept."""
        for row_id, name, values in rows:
            told = [text(values[place]) for place, text in self._kept]
            sums = "".join([sums[text(values[place])] for place, text, sums in self._summed])
            self._row += 1
            self._put(self._row, [str(row_id), name, *told, f"s{sums}"])
            yield [*values, row_id]

    def _put(self, row: int, texts: Sequence[str]) -> None:
        shown = str(row)
        self._page.put(row, "".join([cell(text, shown) for cell, text in zip(self._cells, texts, strict=False)]))


def carry_on(book: Book, rows: Sequence[Sequence[str]]) -> None:
    """The hidden sheet once more, row for row as it was read, for a workbook of some rows of an edited export."""
    page = book.page(NAME, max(map(len, rows)))
    page.very_hidden()
    style = book.text()
    cells = [text_cell(letter(place), "", style) for place in range(page.last_column + 1)]
    for number, texts in enumerate(rows, 1):
        shown = str(number)
        page.put(number, "".join([cell(text, shown) for cell, text in zip(cells, texts, strict=False)]))


def id_field(book: Book, place: int) -> Field:
    """The hidden column by which rows are known again."""
    style = book.style(num_format="0")
    as_text = text_cell(letter(place), IDS, book.text())
    return Field(IDS, Kind.INTEGER, 10, number_cell(letter(place), style, as_text, Losses()), hidden=True)
