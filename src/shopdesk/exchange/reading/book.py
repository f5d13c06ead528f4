"""What every kind of file looks like once it is open: heads now, chunks when asked for."""

from collections.abc import Iterable, Iterator
from typing import Final

from shopdesk.exchange.reading.cells import Cell
from shopdesk.exchange.reading.layout import Layout, Piece, piece_of
from shopdesk.exchange.table import Chunk, Notice, SheetHead

HEAD_ROWS: Final = 60
_ROWS_OF_PIECE: Final = 500

Row = tuple[int, dict[int, Cell]]
"""A row number and its cells by 0-based column."""


class Book:
    """An open file; a concrete book fills `heads` when it is made."""

    container = ""
    encoding = ""
    separator = ""
    exported = ""
    """Of which of our sheets it is an export, as `Book.mark` left it."""

    def __init__(self) -> None:
        self.heads: list[SheetHead] = []
        self.notices: list[Notice] = []

    def chunks(self, number: int) -> Iterator[Chunk]:
        """The rows of sheet `number`; may add to `notices` at the end."""
        raise NotImplementedError


def head_rows(chunks: Iterable[Chunk]) -> tuple[tuple[str, ...], ...]:
    """The first 60 rows by their number; rows that are not there are blank."""
    rows: list[tuple[str, ...]] = []
    for chunk in chunks:
        for number, row in zip(chunk.row_numbers, zip(*chunk.columns, strict=True), strict=True):
            if number > HEAD_ROWS:
                return tuple(rows)
            rows.extend([("",) * len(row)] * (number - 1 - len(rows)))
            rows.append(row)
    return tuple(rows)


def laid_out(rows: Iterable[Row], sheet: str) -> Iterator[Chunk]:
    """Single rows as chunks, for the containers that are read row by row."""
    layout = Layout(sheet)
    for piece in _pieces(rows):
        yield from layout.place(piece)


def _pieces(rows: Iterable[Row]) -> Iterator[Piece]:
    gathered: list[Row] = []
    for row in rows:
        gathered.append(row)
        if len(gathered) == _ROWS_OF_PIECE:
            yield piece_of(gathered)
            gathered = []
    yield piece_of(gathered)
