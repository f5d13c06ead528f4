"""What is selected, as blocks of rows and columns: a million rows are one block, never a list of cells."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QItemSelection


class Block(NamedTuple):
    """A rectangle of cells; all four borders are included, columns are the sheet's."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, column: int) -> bool:
        """Whether the cell lies within."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


Span = tuple[int, int]
"""First and last row, both included."""


def blocks(selection: QItemSelection) -> list[Block]:
    """The rectangles of a selection, as Qt keeps them."""
    ranges = (selection.at(n) for n in range(selection.count()))
    return [Block(one.top(), one.left(), one.bottom(), one.right()) for one in ranges if one.isValid()]


def spans(parts: Iterable[Block]) -> list[Span]:
    """The rows that the blocks touch, merged and in order."""
    merged: list[Span] = []
    for top, bottom in sorted((part.top, part.bottom) for part in parts):
        if merged and top <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(bottom, merged[-1][1]))
        else:
            merged.append((top, bottom))
    return merged


def size(rows: Iterable[Span]) -> int:
    """How many rows the spans hold."""
    return sum(bottom - top + 1 for top, bottom in rows)


def columns(parts: Iterable[Block], shown: Sequence[int]) -> list[int]:
    """Those of the columns `shown` that the blocks touch, in the order of `shown`."""
    touched = {column for part in parts for column in range(part.left, part.right + 1)}
    return [column for column in shown if column in touched]


def rows_of(parts: Iterable[Span]) -> Iterable[int]:
    """Every row of the spans."""
    return (row for top, bottom in parts for row in range(top, bottom + 1))
