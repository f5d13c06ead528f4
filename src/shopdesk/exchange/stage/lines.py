"""The lines of a file's orders, kept column by column: half a million objects would take several times the room."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from itertools import repeat
from typing import Any, Final, overload


@dataclass(slots=True)
class Line:
    """One line of an order, in stored units."""

    row: int
    kind: str
    sku: str | None
    barcode: str | None
    title: str | None
    option: str | None
    line_no: str | None
    quantity: int
    unit_price: int
    discount: int
    amount: int


NAMES: Final = tuple(column.name for column in fields(Line))
"""The columns, in the order of `Line`."""
Columns = Sequence[Sequence[Any]]
"""Values of some lines by column, as `NAMES` says."""


@dataclass(slots=True)
class Lines:
    """The lines of all orders of a file, one order's after another's."""

    columns: tuple[list[Any], ...] = field(default_factory=lambda: tuple([] for _name in NAMES))

    def __getitem__(self, name: str) -> list[Any]:
        """One column, all orders."""
        return self.columns[_PLACES[name]]

    def at(self, place: int) -> Line:
        """One line, of all orders."""
        return Line(*(column[place] for column in self.columns))

    def is_same(self, name: str) -> bool:
        """Whether all lines say the same in a column."""
        column = self[name]
        return not column or column.count(column[0]) == len(column)

    def only(self, name: str) -> Any:
        """What all lines say in a column where they say the same."""
        return self[name][0] if self[name] else None

    def take(self, columns: Sequence[Sequence[Any] | None]) -> "Run":
        """Keep the lines of a further order; a column that the file does not have is None, the first there is."""
        start, count = len(self.columns[0]), len(columns[0] or ())
        for kept, values in zip(self.columns, columns, strict=True):
            kept.extend(repeat(None, count) if values is None else values)
        return Run(self, start, len(self.columns[0]))

    def take_lines(self, lines: Sequence[Line]) -> "Run":
        """Keep the lines of a further order that were made one by one."""
        return self.take([[getattr(line, name) for line in lines] for name in NAMES])


@dataclass(frozen=True, slots=True)
class Run(Sequence[Line]):
    """The lines of one order. Each look at one makes it anew, so that whoever changes it changes nothing here."""

    kept: Lines
    start: int
    stop: int

    def __len__(self) -> int:
        return self.stop - self.start

    def __iter__(self) -> Iterator[Line]:
        return map(Line, *self.columns)

    @overload
    def __getitem__(self, place: int) -> Line: ...
    @overload
    def __getitem__(self, place: slice) -> list[Line]: ...
    def __getitem__(self, place: int | slice) -> Line | list[Line]:
        if isinstance(place, int):
            return Line(*(values[place] for values in self.columns))
        return list(self)[place]

    @property
    def columns(self) -> Columns:
        """All values, as `NAMES` says."""
        return [column[self.start : self.stop] for column in self.kept.columns]

    def column(self, name: str) -> list[Any]:
        """The values of one column."""
        return self.kept[name][self.start : self.stop]


_PLACES: Final = {name: place for place, name in enumerate(NAMES)}
