"""What a file is once it is read: sheets of text cells that keep their address, and the faults found in them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self


class Fault(StrEnum):
    """Why a cell cannot be taken as it stands (formats.md 1, reliability.md 2)."""

    ERROR_VALUE = "error_value"  # #N/A, #REF! …: a spreadsheet error, not a value
    NO_RESULT = "no_result"  # a formula whose result was never stored
    DIGITS_LOST = "digits_lost"  # 16 digits or more stored as a number, or 3.55E+18
    ZEROS_LOST = "zeros_lost"  # a number shown with leading zeros
    SURPLUS = "surplus"  # beyond the header's last cell, in a text where the other rows have none
    CONTROL = "control"  # control characters or lone surrogates, taken out


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the person should know about the file: a stable code and the values of its sentence."""

    code: str
    values: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class SheetHead:
    """A sheet before it is read whole: its name, and its first rows as text."""

    number: int
    """0-based place in the file; what `Reading.chunks` takes."""
    name: str
    hidden: bool
    rows: tuple[tuple[str, ...], ...]
    """The first 60 rows from row 1 on, blank rows included, so that rows[n] is row n + 1 of the spreadsheet."""
    merges: tuple[tuple[int, int, int, int], ...] = ()
    """Merged ranges: first row, first column, last row, last column; rows 1-based, columns 0-based, both ends in.

    None of a very long sheet, whose end nobody has seen yet.
    """


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of rows as text, column by column: `columns[c][r]` is the cell of column c in row `row_numbers[r]`.

    Text is what the file says, with these made uniform: numbers in the shortest exact decimal form without
    exponent or `.0` ("2.55", "17850"), dates and times as ISO "2010-12-01 08:26:00" or "2010-12-01", booleans as
    TRUE and FALSE, blanks as "". Wrappers (tabs, ="…", quotes) are still there: stripping is the field's business.
    """

    row_numbers: tuple[int, ...] | range
    """1-based as the spreadsheet shows them (physical line of the record's start in a csv)."""
    columns: tuple[Sequence[str], ...]
    faults: dict[tuple[int, int], Fault] = field(default_factory=dict)
    """(row number, 0-based column) → what is wrong with that cell."""


Progress = Callable[[int], None]
"""Told how many rows have been read so far; may raise to stop."""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of a file once it is open; outlives its reading."""

    name: str
    sha256: str
    size: int
    container: str
    encoding: str
    heads: tuple[SheetHead, ...]
    notices: tuple[Notice, ...]


class Reading:
    """An open file being read by a child process; see `reader.open_file`. Use as a context manager.

    `heads` is known at once. `chunks(number)` streams a sheet's rows from row 1 (header and preamble included), each
    chunk at most 5,000 rows and rectangular; it raises `FileProblem` where the file turns out damaged. Leaving the
    context ends the child.
    """

    name: str
    path: str
    sha256: str
    size: int
    container: str
    """"xlsx", "xls", "xlsb", "ods", "csv", "html" …: what the file is, whatever it is called."""
    encoding: str
    separator: str
    exported: str = ""
    """The name of our sheet that the file is an export of, "" for any other file."""
    heads: tuple[SheetHead, ...]
    notices: list[Notice]

    def chunks(self, number: int) -> Iterator[Chunk]:
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError

    def facts(self) -> FileFacts:
        """What is known of the file so far; notices may be added while it is read."""
        return FileFacts(
            self.name, self.sha256, self.size, self.container, self.encoding, self.heads, tuple(self.notices)
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()


def letter(column: int) -> str:
    """The letter of a 0-based column as a spreadsheet shows it: 0 → A, 26 → AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_place(name: str) -> int:
    """The 0-based column of a letter as a spreadsheet shows it: A → 0, AA → 26; -1 for none."""
    place = 0
    for sign in name:
        place = place * 26 + ord(sign) - 64
    return place - 1
