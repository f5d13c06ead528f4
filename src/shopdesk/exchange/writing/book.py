"""A workbook being written: xlsxwriter packs it, draws charts and keeps formats; ready-made rows stream past it.

Cells are written as XML by `cells`, not by xlsxwriter's `write_…`: four times as fast, numbers keep their exact digits,
and no text is ever read as a formula, a link or markup.
"""

import contextlib
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, BinaryIO, Final

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.utility import quote_sheetname, xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from shopdesk.exchange.writing.cells import TextStyle
from shopdesk.exchange.writing.target import replacing

ROWS: Final = 1_048_576
"""Rows of a sheet, the header among them."""
LONGEST_NAME: Final = 31
LONGEST_MARK: Final = 255
LINE: Final = 15
"""Points of a line of text."""

INK: Final = "#1F2933"
HEAD: Final = "#DCEFF1"
RULE: Final = "#9AA5B1"
ACCENT: Final = "#0B7285"
SOFT: Final = "#5F6C7B"
NEEDED: Final = "#FBE3B5"
WRONG: Final = "#F8D0CE"


class Page(Worksheet):  # type: ignore[misc]  # xlsxwriter ships no types
    """A sheet that takes whole rows as XML, in order from the top."""

    def put(self, row: int, cells: str, height: float = 0) -> None:
        """Write row `row` (1-based, as shown); `cells` is its XML. Rows must come in rising order."""
        if self._check_dimensions(row - 1, self.last_column):
            raise IndexError(f"row {row} is outside the sheet")
        tall = f' ht="{height}" customHeight="1"' if height else ""
        self.row_data_fh.write(f'<row r="{row}"{tall}>{cells}</row>')

    def _write_single_row(self, current_row_num: int = 0) -> None:
        """Nothing is ever pending: xlsxwriter would write its own row here."""

    last_column = 0


@dataclass(frozen=True, slots=True)
class Span:
    """Rows of a table on one sheet; `of("C")` is that column in a formula."""

    page: str
    first: int
    last: int

    def of(self, letter: str) -> str:
        return f"{quote_sheetname(self.page)}!${letter}${self.first}:${letter}${self.last}"


class Book:
    """One .xlsx: its formats by what they are for, its sheets under legal names, and its marks."""

    def __init__(self, workbook: Any) -> None:
        self.workbook = workbook
        self._styles: dict[tuple[tuple[str, object], ...], tuple[Any, int]] = {}
        self._names: set[str] = set()

    def page(self, name: str, columns: int = 1) -> Page:
        """A new sheet after the others. `name` is made legal and unique; the page's `name` says what came of it."""
        legal = legal_name(name, self._names)
        self._names.add(legal.casefold())
        page: Page = self.workbook.add_worksheet(legal, worksheet_class=Page)
        page.last_column = columns - 1
        return page

    def format(self, **properties: object) -> Any:
        """The xlsxwriter format with these properties; the same one for the same properties."""
        return self._style(properties)[0]

    def style(self, **properties: object) -> int:
        """Its number in the cells' XML."""
        return self._style(properties)[1]

    def text(self, **properties: object) -> TextStyle:
        """The styles of a text column: as they are, and with the quote prefix."""
        return TextStyle(self.style(**properties), self.style(**properties, quote_prefix=True))

    def describe(self, title: str, shop: str, made_at: datetime) -> None:
        """What file managers show: title, shop, when."""
        created = made_at.astimezone(UTC).replace(tzinfo=None)
        self.workbook.set_properties({"title": title, "company": shop, "author": "ShopDesk", "created": created})

    def mark(self, kind: str, marks: Mapping[str, Sequence[str]] | None = None) -> None:
        """Leave what a later import recognises: custom properties "shopdesk.kind", "shopdesk.<name>", "….2", "….3".

        Words of a mark are joined by blanks and folded over several properties, since one holds 255 characters.
        """
        self.workbook.set_custom_property("shopdesk.kind", kind)
        for name, words in (marks or {}).items():
            for number, part in enumerate(folded(words), start=1):
                tail = f".{number}" if number > 1 else ""
                self.workbook.set_custom_property(f"shopdesk.{name}{tail}", part)

    def _style(self, properties: dict[str, object]) -> tuple[Any, int]:
        key = tuple(sorted(properties.items()))
        found = self._styles.get(key)
        if found is None:
            made = self.workbook.add_format({"font_color": INK, "valign": "top", **properties})
            found = self._styles[key] = made, made._get_xf_index()  # noqa: SLF001  # its number in our own XML
        return found


@contextmanager
def open_book(path: Path | str) -> Iterator[Book]:
    """A workbook that stands at `path` once the block ends well; see `replacing` for what is refused."""
    with replacing(path) as file, _scratch() as scratch:
        draft = _Draft(file)
        options = {"constant_memory": True, "tmpdir": scratch, "use_zip64": True}
        workbook = xlsxwriter.Workbook(draft, options)
        try:
            yield Book(workbook)
            workbook.close()
        except FileCreateError as error:
            raise error.args[0] from None  # the disk's own error, which `replacing` knows how to say
        finally:
            draft.dead = True
            _let_go(workbook)


def legal_name(name: str, taken: set[str]) -> str:
    """`name` as a sheet may be called: no signs of a formula, 31 UTF-16 units, not yet `taken` (casefolded)."""
    clean = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name).strip(" '") or "Sheet"
    number = 1
    while True:
        tail = f" ({number})" if number > 1 else ""
        legal = _cut(clean, LONGEST_NAME - len(tail)).rstrip(" '") + tail
        if legal.casefold() not in taken and legal.casefold() != "history":  # which Excel keeps for itself
            return legal
        number += 1


def folded(words: Sequence[str]) -> list[str]:
    """`words` joined by blanks, over as many parts of at most 255 characters as needed."""
    parts = [""]
    for word in words:
        longer = f"{parts[-1]} {word}".strip()
        if len(longer) <= LONGEST_MARK:
            parts[-1] = longer
        else:
            parts.append(word)
    return parts


def letter(column: int) -> str:
    """The letter of a 0-based column."""
    return str(xl_col_to_name(column))


def shown_width(text: str) -> int:
    """Character widths a title needs: a Chinese character takes two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def height_of(*texts: tuple[str, int]) -> float:
    """Points that a row needs for wrapped texts in columns of so many characters; 0 where one line is enough.

    Excel finds this out by itself, other programs do not.
    """
    lines = max(sum(-(-shown_width(line) // wide) or 1 for line in text.split("\n")) for text, wide in texts)
    return min(lines, 20) * LINE if lines > 1 else 0


def _cut(text: str, units: int) -> str:
    return text.encode("utf-16-le")[: units * 2].decode("utf-16-le", "ignore")


@contextmanager
def _scratch() -> Iterator[str]:
    """A private folder for the parts of a workbook in the making, gone afterwards whatever happened."""
    folder = tempfile.mkdtemp(prefix="shopdesk-")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Draft:
    """The file as zipfile sees it; once `dead` it swallows what a half-written archive adds when it is freed."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.dead = False

    def write(self, data: bytes) -> int:
        return len(data) if self.dead else self._file.write(data)

    def seek(self, place: int, whence: int = 0) -> int:
        return 0 if self.dead else self._file.seek(place, whence)

    def tell(self) -> int:
        return 0 if self.dead else self._file.tell()

    def flush(self) -> None:
        if not self.dead:
            self._file.flush()

    def seekable(self) -> bool:
        return True


def _let_go(workbook: Any) -> None:
    """Close the files xlsxwriter leaves open when it is stopped half-way; they are in the scratch folder."""
    workbook.fileclosed = True
    for page in workbook.worksheets():
        handles: list[IO[str] | None] = [page.row_data_fh, page.fh]
        for handle in handles:
            if handle is not None:
                with contextlib.suppress(OSError):
                    handle.close()
