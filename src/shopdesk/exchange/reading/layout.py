"""Rows at their address as rectangular chunks: gaps filled, blank tails dropped, stray cells refused."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from shopdesk.exchange.coded import Coded
from shopdesk.exchange.reading.cells import Cell
from shopdesk.exchange.reading.problems import Refusal
from shopdesk.exchange.table import Chunk, Fault, letter

MOST_ROWS: Final = 5_000
MOST_CELLS: Final = 400_000
"""Cells of one chunk, so that a wide sheet makes shorter chunks."""
LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384
WIDE_AREA: Final = 20_000_000
THINNEST: Final = 50
"""A sheet of more than WIDE_AREA cells must hold at least one cell in so many."""
MOST_CHARACTERS: Final = 64 << 20

Place = tuple[int, int]


@dataclass(slots=True)
class Piece:
    """Some rows as they were stored: ascending row numbers, columns by 0-based place, how many cells were written."""

    numbers: list[int]
    columns: dict[int, Sequence[str]]
    faults: dict[Place, Fault] = field(default_factory=dict)
    cells: int = 0


class Layout:
    """Takes the pieces of one sheet in order and yields its chunks."""

    def __init__(self, sheet: str, longest_text: int = 0) -> None:
        self._sheet = sheet
        self._heavy = longest_text > MOST_CHARACTERS // MOST_CELLS
        self._next = 1
        self._seen = 0
        self._width = 0
        self._cells = 0

    @property
    def last_row(self) -> int:
        """The highest row number met, blank or not."""
        return self._seen

    def chunks(self, pieces: Iterable[Piece]) -> Iterator[Chunk]:
        for piece in pieces:
            yield from self.place(piece)

    def place(self, piece: Piece) -> Iterator[Chunk]:
        """The piece's rows with blank rows in the gaps; rows must ascend over all pieces."""
        if not piece.numbers:
            return
        self._check_order(piece.numbers)
        filled = _filled_rows(piece)
        self._cells += piece.cells
        if not filled:
            return
        numbers = piece.numbers[:filled]
        self._width = max(self._width, max(piece.columns) + 1)
        self._check_area(numbers[-1])
        limit = max(1, min(MOST_ROWS, MOST_CELLS // self._width))
        start = 0
        while start < filled:
            while numbers[start] - self._next >= limit:
                yield self._blank(limit)
            stop = bisect_left(numbers, self._next + limit, start)
            yield self._chunk(piece, numbers, start, stop)
            start = stop

    def _chunk(self, piece: Piece, numbers: list[int], start: int, stop: int) -> Chunk:
        first, last = self._next, numbers[stop - 1]
        span = last - first + 1
        whole = span == stop - start
        blank = Coded([""], bytes(span))
        columns = list[Sequence[str]]()
        for place in range(self._width):
            column = piece.columns.get(place)
            if column is None:
                columns.append(blank)
            elif whole:
                columns.append(column[start:stop] if span < len(column) else column)
            else:
                columns.append(_spread(column, numbers, start, stop, first, span))
        self._next = last + 1
        if self._heavy and sum(sum(map(len, column)) for column in columns) > MOST_CHARACTERS:
            raise Refusal("expands", limit=MOST_CHARACTERS >> 20)
        faults = {at: why for at, why in piece.faults.items() if first <= at[0] <= last}
        return Chunk(range(first, last + 1), tuple(columns), faults)

    def _blank(self, count: int) -> Chunk:
        rows = range(self._next, self._next + count)
        self._next += count
        return Chunk(rows, (Coded([""], bytes(count)),) * self._width)

    def _check_order(self, numbers: list[int]) -> None:
        if numbers[-1] - numbers[0] == len(numbers) - 1 and numbers[0] > self._seen and _ascends(numbers):
            self._seen = numbers[-1]
        else:
            for before, number in pairwise([self._seen, *numbers]):
                if number == before and number:
                    raise Refusal("duplicate_row", sheet=self._sheet, row=number)
                if number < before:
                    raise Refusal("row_order", sheet=self._sheet, row=number)
            self._seen = numbers[-1]
        if numbers[0] < 1 or self._seen > LAST_ROW:
            raise Refusal("stray_cell", sheet=self._sheet, cell=f"A{self._seen if numbers[0] else 0}")

    def _check_area(self, row: int) -> None:
        if row * self._width > WIDE_AREA and row * self._width > THINNEST * self._cells:
            raise Refusal("stray_cell", sheet=self._sheet, cell=f"{letter(self._width - 1)}{row}")


def _ascends(numbers: list[int]) -> bool:
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _spread(column: Sequence[str], numbers: list[int], start: int, stop: int, first: int, span: int) -> list[str]:
    spread = [""] * span
    for at in range(start, stop):
        spread[numbers[at] - first] = column[at]
    return spread


def _filled_rows(piece: Piece) -> int:
    """How many rows are left without the blank ones at the end; a faulty cell is not blank."""
    count = len(piece.numbers)
    faulty = max((row for row, _column in piece.faults), default=0)
    columns = list(piece.columns.values())
    while count and piece.numbers[count - 1] > faulty and not any(column[count - 1] for column in columns):
        count -= 1
    return count


def piece_of(rows: list[tuple[int, dict[int, Cell]]]) -> Piece:
    """Rows of single cells, column by column."""
    places = sorted({place for _number, cells in rows for place in cells})
    blank: Cell = ("", None)
    piece = Piece([number for number, _cells in rows], {})
    for place in places:
        column = [cells.get(place, blank) for _number, cells in rows]
        piece.columns[place] = [text for text, _why in column]
        piece.faults.update(
            ((number, place), why) for (number, _cells), (_text, why) in zip(rows, column, strict=True) if why
        )
    piece.cells = sum(len(cells) for _number, cells in rows)
    return piece
