"""An .xlsb workbook: the same sheets as an .xlsx, written as binary records.

Source of the layouts: [MS-XLSB] 2.4 (BrtBundleSh, BrtWbProp, BrtSSTItem, BrtXF, BrtFmt, BrtRowHdr, BrtCell…,
BrtShort…, BrtFmla…, BrtMergeCell).
"""

import struct
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from shopdesk.exchange.reading.archive import Archive
from shopdesk.exchange.reading.biff import ERRORS, rk_value
from shopdesk.exchange.reading.book import HEAD_ROWS, Book, Row, head_rows, laid_out
from shopdesk.exchange.reading.cells import GENERAL, Cell, clean, number_text, style_of
from shopdesk.exchange.reading.layout import LAST_COLUMN, LAST_ROW
from shopdesk.exchange.reading.problems import Refusal
from shopdesk.exchange.reading.workbook import Sheet, Workbook, links_of
from shopdesk.exchange.table import Chunk, Fault, Notice, SheetHead, letter

LOOK: Final = 50_000
"""Rows of each sheet that are looked over when the file is opened; a longer one tells the rest while it is read."""
MAIN: Final = "xl/workbook.bin"
_MOST_RECORD: Final = 1 << 20
_MOST_TEXT: Final = 131_072
_ROW, _SST_ITEM, _FORMAT, _XF = 0, 19, 44, 47
_SHEET, _PROPERTIES, _BEGIN_ROWS, _END_ROWS, _MERGED = 156, 153, 145, 146, 176
_BEGIN_XFS, _END_XFS = 617, 618
_CELLS: Final = {
    1: "", 2: "rk", 3: "error", 4: "bool", 5: "real", 6: "text", 7: "shared", 8: "text", 9: "real", 10: "bool",
    11: "error", 12: "", 13: "rk", 14: "error", 15: "bool", 16: "real", 17: "text", 18: "shared", 62: "rich",
}  # fmt: skip
"""Type of a record → what it holds."""
_SHORT: Final = range(12, 19)
"""Cells that stand right of the one before: without a column of their own."""
_FORMULAS: Final = range(8, 12)


class XlsbBook(Book):
    """The workbook in `archive`."""

    container = "xlsb"

    def __init__(self, archive: Archive) -> None:
        super().__init__()
        self._archive = archive
        self._book = _read_workbook(archive)
        self._told = set[int]()
        if self._book.macros:
            self.notices.append(Notice("macros"))
        self.heads = [self._head(number, sheet) for number, sheet in enumerate(self._book.sheets)]
        if not self.heads:
            raise Refusal("no_table")

    def chunks(self, number: int) -> Iterator[Chunk]:
        sheet = self._book.sheets[number]
        rows = _Rows(self._archive.stream(sheet.part), self._book, sheet)
        yield from laid_out(rows, sheet.name)
        self._tell(number, rows)

    def _head(self, number: int, sheet: Sheet) -> SheetHead:
        rows = _Rows(self._archive.stream(sheet.part), self._book, sheet)
        passing = iter(rows)
        first = list(islice(passing, HEAD_ROWS))
        whole = sum(1 for _row in islice(passing, LOOK)) < LOOK
        if whole:
            self._tell(number, rows)
        merges = tuple(rows.merges) if whole else ()
        return SheetHead(number, sheet.name, sheet.hidden, head_rows(laid_out(first, sheet.name)), merges)

    def _tell(self, number: int, rows: "_Rows") -> None:
        """Note once what a whole pass over a sheet has found."""
        if number in self._told:
            return
        self._told.add(number)
        name = self._book.sheets[number].name
        for code, count in (("hidden_rows", rows.hidden), ("merged", len(rows.merges)), ("formulas", rows.formulas)):
            if count:
                self.notices.append(Notice(code, (("sheet", name), ("count", count))))


def _read_workbook(archive: Archive) -> Workbook:
    main = archive.find(MAIN) or MAIN
    links = links_of(archive, main)
    book = Workbook(macros=archive.find("xl/vbaProject.bin") is not None)
    for kind, target in links.values():
        if kind not in ("sharedStrings", "styles"):
            continue
        part = archive.find(target)
        if part is None:
            raise Refusal("damaged", part=target)
        if kind == "sharedStrings":
            book.texts = [_rich(body, part) for what, body in _records(archive.stream(part), part) if what == _SST_ITEM]
        else:
            book.styles = _styles(archive, part)
    for what, body in _records(archive.stream(main), main):
        if what == _PROPERTIES:
            book.base_1904 = bool(body[:1] and body[0] & 1)
        elif what == _SHEET:
            sheet = _sheet(archive, body, links)
            if sheet is not None:
                book.sheets.append(sheet)
    return book


def _sheet(archive: Archive, body: bytes, links: dict[str, tuple[str, str]]) -> Sheet | None:
    """The worksheet that a record names; None for chart, dialog and macro sheets."""
    relation, end = _string(body, 8, MAIN)
    name, _end = _string(body, end, MAIN)
    kind, target = links.get(relation, ("", ""))
    if kind not in ("worksheet", ""):
        return None
    part = archive.find(target) if target else None
    if part is None:
        raise Refusal("damaged", part=target or clean(name)[0])
    return Sheet(clean(name)[0], bool(int.from_bytes(body[:4], "little")), part)


def _styles(archive: Archive, part: str) -> list[str]:
    """How each cell style shows its number."""
    codes: dict[int, str] = {}
    formats: list[int] = []
    inside = False
    for kind, body in _records(archive.stream(part), part):
        if kind == _FORMAT and len(body) >= 6:
            codes[int.from_bytes(body[:2], "little")] = _string(body, 2, part)[0]
        elif kind in (_BEGIN_XFS, _END_XFS):
            inside = kind == _BEGIN_XFS
        elif kind == _XF and inside:
            formats.append(int.from_bytes(body[2:4], "little"))
    return [style_of(number, codes.get(number)) for number in formats]


def _records(blocks: Iterable[bytes], part: str) -> Iterator[tuple[int, bytes]]:
    """Type and body of each record; `damaged` where the last one is cut."""
    rest = b""
    for block in blocks:
        rest += block
        at = 0
        while (opened := _opening(rest, at)) is not None:
            kind, start, size = opened
            if size > _MOST_RECORD:
                raise Refusal("damaged", part=part)
            if start + size > len(rest):
                break
            yield kind, rest[start : start + size]
            at = start + size
        rest = rest[at:]
    if rest:
        raise Refusal("damaged", part=part)


def _opening(raw: bytes, at: int) -> tuple[int, int, int] | None:
    """Type, start of the body and size of the record at `at`: numbers of seven bits a byte, the lowest first."""
    if at + 2 > len(raw):
        return None
    kind = raw[at]
    at += 1
    if kind & 0x80:
        kind = kind & 0x7F | raw[at] << 7
        at += 1
    size = shift = 0
    for _byte in range(4):
        if at >= len(raw):
            return None
        size |= (raw[at] & 0x7F) << shift
        at += 1
        if not raw[at - 1] & 0x80:
            break
        shift += 7
    return kind, at, size


def _string(body: bytes, at: int, part: str) -> tuple[str, int]:
    """A wide string and where it ends; the length of all ones stands for none."""
    count = int.from_bytes(body[at : at + 4], "little")
    if count == 0xFFFF_FFFF:
        return "", at + 4
    end = at + 4 + 2 * count
    if end > len(body) or len(body) < at + 4:
        raise Refusal("damaged", part=part)
    if count > _MOST_TEXT:
        raise Refusal("expands", limit=_MOST_TEXT >> 10)
    return body[at + 4 : end].decode("utf-16-le", "surrogatepass"), end


def _rich(body: bytes, part: str, at: int = 1) -> Cell:
    """A text behind its byte of flags; the runs of its fonts and its pronunciation follow and are left."""
    return clean(_string(body, at, part)[0])


class _Rows:
    """One pass over a sheet's rows; `hidden`, `merges` and `formulas` tell more once it is through."""

    def __init__(self, blocks: Iterable[bytes], book: Workbook, sheet: Sheet) -> None:
        self._blocks = blocks
        self._book = book
        self._sheet = sheet
        self._row = 0
        self._place = -1
        self._cells: dict[int, Cell] = {}
        self.hidden = 0
        self.formulas = 0
        self.merges: list[tuple[int, int, int, int]] = []

    def __iter__(self) -> Iterator[Row]:
        inside = ended = False
        for kind, body in _records(self._blocks, self._sheet.part):
            if kind in _CELLS:
                if inside and self._row:
                    self._put(kind, body)
            elif inside and kind in (_ROW, _END_ROWS):
                if self._row:
                    yield self._row, self._cells
                inside, ended = kind == _ROW, kind != _ROW
                if inside:
                    self._open_row(body)
            elif kind == _BEGIN_ROWS:
                inside = True
            elif kind == _MERGED and len(body) >= 16:
                top, bottom, left, right = struct.unpack_from("<IIII", body)
                self.merges.append((top + 1, left, bottom + 1, right))
        if not ended:
            raise self._damage()

    def _damage(self) -> Refusal:
        return Refusal("damaged_row", sheet=self._sheet.name, row=self._row)

    def _open_row(self, body: bytes) -> None:
        number = int.from_bytes(body[:4], "little")
        if number >= LAST_ROW:
            raise Refusal("stray_cell", sheet=self._sheet.name, cell=f"A{number + 1}")
        self._row, self._place, self._cells = number + 1, -1, {}
        self.hidden += len(body) > 11 and bool(body[11] & 0x10)

    def _put(self, kind: int, body: bytes) -> None:
        """The cell of a record into the row; its style follows its column, and its value the style."""
        short = kind in _SHORT
        self._place = self._place + 1 if short else int.from_bytes(body[:4], "little")
        address = f"{letter(self._place)}{self._row}" if self._place < 1 << 20 else f"A{self._row}"
        if self._place >= LAST_COLUMN:
            raise Refusal("stray_cell", sheet=self._sheet.name, cell=address)
        if self._place in self._cells:
            raise Refusal("duplicate_cell", sheet=self._sheet.name, cell=address)
        at = 4 if short else 8
        self.formulas += kind in _FORMULAS
        try:
            cell = self._value(_CELLS[kind], body, at, int.from_bytes(body[at - 4 : at - 1], "little"))
        except (struct.error, IndexError):
            raise self._damage() from None
        if cell != ("", None):
            self._cells[self._place] = cell

    def _value(self, what: str, body: bytes, at: int, style: int) -> Cell:
        match what:
            case "real":
                return self._number(struct.unpack_from("<d", body, at)[0], style)
            case "rk":
                return self._number(rk_value(body[at : at + 4]), style)
            case "shared":
                return self._shared(struct.unpack_from("<I", body, at)[0])
            case "text":
                return clean(_string(body, at, self._sheet.part)[0])
            case "rich":
                return _rich(body, self._sheet.part, at + 1)
            case "bool":
                return ("TRUE" if body[at] else "FALSE"), None
            case "error":
                return ERRORS.get(body[at], "#N/A"), Fault.ERROR_VALUE
        return "", None

    def _number(self, value: float, style: int) -> Cell:
        styles = self._book.styles
        shown = styles[style] if style < len(styles) else GENERAL
        return number_text(repr(value).removesuffix(".0").upper(), shown, self._book.base_1904)

    def _shared(self, index: int) -> Cell:
        if index >= len(self._book.texts):
            raise Refusal("damaged", part="xl/sharedStrings.bin")
        return self._book.texts[index]
