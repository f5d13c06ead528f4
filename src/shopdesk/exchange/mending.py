"""What a person mends in a file on its way in: cells written anew, rows left out. The file itself stays as it is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from shopdesk.exchange.reading.wire import unpack
from shopdesk.exchange.table import Chunk
from shopdesk.text import N_

LEFT_OUT: Final = N_("You left this row out.")
ALL_CELLS: Final = (0, -1)
"""In `Mends.taken`: the sheet's value of every cell in conflict."""
LEFT_WITH_ORDER: Final = N_("You left its order out.")


@dataclass(frozen=True, slots=True)
class Mends:
    """All that was mended of one sheet."""

    cells: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """(1-based row, 0-based column) → the text that stands for the one in the file."""
    left_out: frozenset[int] = frozenset()
    """Rows that do not come in; of an order that has several rows, none of them does."""
    taken: frozenset[tuple[int, int]] = frozenset()
    """Cells in conflict of which the sheet's value is taken, where an edited export comes back."""

    def __bool__(self) -> bool:
        return bool(self.cells or self.left_out or self.taken)

    def __len__(self) -> int:
        return len(self.cells) + len(self.left_out) + len(self.taken)

    def with_cell(self, row: int, place: int, text: str) -> "Mends":
        """Another text for a cell."""
        return replace(self, cells={**self.cells, (row, place): text})

    def without_cell(self, row: int, place: int) -> "Mends":
        """The cell as the file has it."""
        return replace(self, cells={at: text for at, text in self.cells.items() if at != (row, place)})

    def leaving_out(self, row: int, is_out: bool) -> "Mends":
        """A row left out, or in again."""
        return replace(self, left_out=self.left_out | {row} if is_out else self.left_out - {row})

    def taking(self, cells: Iterable[tuple[int, int]], is_taken: bool) -> "Mends":
        """The sheet's value of these cells taken, or the store's again."""
        some = frozenset(cells)
        return replace(self, taken=self.taken | some if is_taken else self.taken - some)


NO_MENDS: Final = Mends()


@dataclass(frozen=True, slots=True)
class Mended:
    """A cell that was mended: what the file says, and what was taken for it."""

    row: int
    place: int
    was: str
    text: str


def mended(chunks: Iterable[Chunk], mends: Mends, told: list[Mended]) -> Iterator[Chunk]:
    """The chunks with the mended texts in their cells; each goes to `told` with what stood there."""
    if not mends.cells:
        yield from chunks
        return
    for chunk in chunks:
        first, last = (chunk.row_numbers[0], chunk.row_numbers[-1]) if len(chunk.row_numbers) else (1, 0)
        here = {at: text for at, text in mends.cells.items() if first <= at[0] <= last}
        yield _patched(chunk, here, told) if here else chunk


def _patched(chunk: Chunk, cells: Mapping[tuple[int, int], str], told: list[Mended]) -> Chunk:
    at = {number: place for place, number in enumerate(chunk.row_numbers)}
    columns = list(chunk.columns)
    for (row, column), text in sorted(cells.items()):
        if row not in at or column >= len(columns):
            continue
        told.append(Mended(row, column, columns[column][at[row]], text))
        written = [*columns[column]]
        written[at[row]] = text
        columns[column] = written
    faults = {place: fault for place, fault in chunk.faults.items() if place not in cells}
    return Chunk(chunk.row_numbers, tuple(columns), faults)


def file_row(pages: Sequence[tuple[int, int, bytes]], row: int) -> list[str] | None:
    """A row of the file as it stands there, from the packed `pages` of a dry run; None where there is no such row."""
    for first, last, packed in pages:
        if first <= row <= last:
            chunk = unpack(packed)
            if row in chunk.row_numbers:
                at = chunk.row_numbers.index(row)
                return [cells[at] for cells in chunk.columns]
    return None
