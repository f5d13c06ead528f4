"""A column of texts that keeps each of them once: the columns of orders say little that is new from row to row."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import TypeVar, overload

V = TypeVar("V")


class Coded(Sequence[str]):
    """A column as `texts`, and for each row the place of its text among them.

    After slicing some texts may stand in no row; a text may stand among them twice.
    """

    __slots__ = ("codes", "texts")
    __hash__ = None  # type: ignore[assignment]  # as that of the list that it stands for

    def __init__(self, texts: Sequence[str], codes: Sequence[int]) -> None:
        self.texts = texts
        self.codes = codes

    @classmethod
    def of(cls, column: Iterable[str]) -> "Coded":
        """Any column, its texts in the order in which they are met."""
        seen, codes = coded(column)
        return cls(seen, codes)

    def __len__(self) -> int:
        return len(self.codes)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> "Coded": ...
    def __getitem__(self, place: int | slice) -> "str | Coded":
        if isinstance(place, int):
            return self.texts[self.codes[place]]
        return Coded(self.texts, self.codes[place])

    def __iter__(self) -> Iterator[str]:
        return map(self.texts.__getitem__, self.codes)

    def __contains__(self, text: object) -> bool:
        return self.count(text) > 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    def __repr__(self) -> str:
        return f"Coded.of({list(self)!r})"

    def count(self, text: object) -> int:
        """How many rows say this."""
        if text not in self.texts:
            return 0
        return sum(self.codes.count(place) for place, one in enumerate(self.texts) if one == text)

    def through(self, table: Mapping[str, V]) -> list[V]:
        """What `table` makes of each row, asked once for each text."""
        made = list(map(table.__getitem__, self.texts))
        return list(map(made.__getitem__, self.codes))


def coded(column: Iterable[V]) -> tuple[list[V], list[int]]:
    """The different values of a column in the order in which they are met, and for each row the place of its own."""
    seen: defaultdict[V, int] = defaultdict(count().__next__)
    codes = list(map(seen.__getitem__, column))
    return list(seen), codes


def through(column: Sequence[str], table: Mapping[str, V]) -> list[V]:
    """What `table` makes of each row of any column."""
    return column.through(table) if isinstance(column, Coded) else list(map(table.__getitem__, column))


def texts_of(column: Sequence[str]) -> Sequence[str]:
    """The texts of any column, each once where that is known, and perhaps some more."""
    return column.texts if isinstance(column, Coded) else column
