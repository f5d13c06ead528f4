"""The rows of an .xlsx sheet: by one learned pattern where they are plain, by expat where they are not.

Machine-written sheets repeat one shape: the same columns in order, each cell a value or empty. A pattern made of
the columns met so far takes a block of such rows in one call, and every distinct cell body is understood once. A
block that the pattern does not take whole is read by expat.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from shopdesk.exchange.coded import Coded, coded
from shopdesk.exchange.reading.cells import GENERAL, Cell, clean, iso_text, number_text, unescape
from shopdesk.exchange.reading.layout import LAST_COLUMN, Layout, Piece, piece_of
from shopdesk.exchange.reading.problems import Refusal
from shopdesk.exchange.reading.workbook import Sheet, Workbook
from shopdesk.exchange.reading.xml import Attributes, Items, Walk
from shopdesk.exchange.reading.xml import unescape as resolve
from shopdesk.exchange.table import Chunk, Fault, column_place, letter

MOST_REMEMBERED: Final = 200_000
PATIENCE: Final = 3
"""Blocks in a row that may defy the pattern before it is given up for the sheet."""
_MOST_PATTERN_COLUMNS: Final = 400
_BYTES_OF_CELL: Final = 20
"""About what a cell takes in the file: the size of a sheet is judged by the bytes that stand for it."""
_PLAIN: Final = re.compile(rb'(?: s="(\d{1,6})")?(?: t="(?:n|(s))")?><v>([0-9.eE+-]+)</v></c>')
_TYPE: Final = re.compile(rb'\bt="(\w*)"')
_STYLE: Final = re.compile(rb'\bs="(\d{1,6})"')
_VALUE: Final = re.compile(rb"<(?:[\w.-]+:)?v(?:\s[^>]*)?>([^<]*)</")
_INLINE: Final = re.compile(rb"<(?:[\w.-]+:)?t(?:\s[^>]*)?>([^<]*)</")
_FORMULA: Final = re.compile(rb"<(?:[\w.-]+:)?f[\s/>]")
_ADDRESS: Final = re.compile(r"([A-Z]{1,4})([0-9]{1,10})")


class CellTexts(dict[bytes | None, str]):
    """Cell body (None: no such cell) → text, understood once per distinct body.

    `faults` and `formulas` remember what else it said.
    """

    def __init__(self, book: Workbook, sheet: Sheet) -> None:
        super().__init__()
        self._book = book
        self._sheet = sheet
        self.faults: dict[bytes | None, Fault] = {}
        self.formulas: dict[bytes | None, bool] = {}
        self.forget()

    def __missing__(self, body: bytes) -> str:
        plain = _PLAIN.fullmatch(body)
        if plain is None:
            return self._read(body)
        style, shared, value = plain.groups()
        said = value.decode()
        text, fault = self._shared(said) if shared else self._number(said, int(style) if style else 0)
        if fault:
            self.faults[body] = fault
        self[body] = text
        return text

    def _read(self, body: bytes) -> str:
        """Any other body: formulas, inline text, other types, nothing."""
        attributes, _mark, inside = body.partition(b">")
        if attributes.endswith(b"/"):
            self[body] = ""
            return ""
        if not inside.endswith(b">"):
            raise Refusal("damaged", part=self._sheet.part)
        kind = _TYPE.search(attributes)
        style = _STYLE.search(attributes)
        formula = _FORMULA.search(inside) is not None
        try:
            text, fault = self.understand(
                kind[1].decode() if kind else "", int(style[1]) if style else 0, *_content(inside), formula
            )
        except ValueError:  # an entity that XML does not know
            raise Refusal("damaged", part=self._sheet.part) from None
        if fault:
            self.faults[body] = fault
        if formula:
            self.formulas[body] = text == "0"
        self[body] = text
        return text

    def understand(self, kind: str, style: int, value: str | None, inline: str, formula: bool) -> Cell:
        """A cell of type `kind` ("s", "str", "inlineStr", "b", "e", "d", "n" or "") with its stored value."""
        if kind == "inlineStr":
            return clean(unescape(inline))
        if value is None or (not value and kind != "str"):
            return ("", Fault.NO_RESULT) if formula else clean(unescape(inline))
        if kind == "s":
            return self._shared(value)
        if kind == "str":
            return clean(unescape(value))
        if kind == "b":
            return ("TRUE" if value.strip() in ("1", "true") else "FALSE"), None
        if kind == "e":
            return clean(value)[0], Fault.ERROR_VALUE
        if kind == "d":
            return clean(iso_text(value))
        return self._number(value, style)

    def _number(self, value: str, style: int) -> Cell:
        styles = self._book.styles
        return number_text(value, styles[style] if style < len(styles) else GENERAL, self._book.base_1904)

    def _shared(self, value: str) -> Cell:
        index = int(value) if value.strip().isdecimal() else -1
        if not 0 <= index < len(self._book.texts):
            raise Refusal("damaged", part="xl/sharedStrings.xml")
        return self._book.texts[index]

    def forget(self) -> None:
        """Start anew."""
        self.clear()
        self.faults.clear()
        self.formulas.clear()
        self[b""] = self[None] = ""


def _content(inside: bytes) -> tuple[str | None, str]:
    """The stored value (None without `<v>`; an empty `<v/>` is "") and the inline text."""
    value = _VALUE.search(inside)
    if value:
        return resolve(value[1]), ""
    if b"<is" not in inside and b":is" not in inside:
        return ("" if b"v/>" in inside or b"v />" in inside else None), ""
    return None, "".join(resolve(text) for text in _INLINE.findall(inside))


class SheetRows:
    """One pass over a sheet's rows; `formulas` and `zero_formulas` tell more once it is through."""

    def __init__(self, items: Items, book: Workbook, sheet: Sheet) -> None:
        self.items = items
        self._blocks = iter(items)
        self._sheet = sheet
        self._texts = CellTexts(book, sheet)
        self._layout = Layout(sheet.name, book.longest)
        self._pattern: re.Pattern[bytes] | None = None
        self._places: list[int] = []
        self._defied = 0
        self._formulas: dict[int, list[int]] = {}

    def chunks(self) -> Iterator[Chunk]:
        for block in self._blocks:
            yield from self._layout.place(self._piece(block))
            if len(self._texts) > MOST_REMEMBERED:
                self._texts.forget()

    def pass_over(self, most: int) -> bool:
        """Let up to so many blocks go by unread; whether that was the rest of the part."""
        return sum(1 for _block in islice(self._blocks, most)) < most

    @property
    def formulas(self) -> int:
        """How many formula cells were met."""
        return sum(count for count, _zeros in self._formulas.values())

    def zero_formulas(self) -> list[int]:
        """Columns in which every formula's stored result is 0: a library wrote them and nobody calculated."""
        return [place for place, (count, zeros) in sorted(self._formulas.items()) if count == zeros]

    def _piece(self, block: bytes) -> Piece:
        """The block's rows: by the pattern, by one that knows this block's columns too, or else by expat."""
        if self._defied < PATIENCE:
            piece = self._plain(block) or (self._plain(block) if self._learn(block) else None)
            if piece:
                self._defied = 0
                return piece
            self._defied += 1
        return self._careful(block)

    def _plain(self, block: bytes) -> Piece | None:
        """The block's rows by the pattern; None where it does not take every one of them."""
        if self._pattern is None:
            return None
        cut = self._pattern.split(block)  # what lies before a row, its number, its bodies; and so on, in one list
        step = len(self._places) + 2
        if any(map(bytes.strip, cut[::step])):
            return None
        bodies = [cut[at::step] for at in range(2, step)]
        piece = Piece(list(map(int, cut[1::step])), {}, cells=len(block) // _BYTES_OF_CELL)
        texts = self._texts
        for place, column in zip(self._places, bodies, strict=True):
            seen, codes = coded(column)
            piece.columns[place] = Coded(list(map(texts.__getitem__, seen)), codes)
        if texts.faults or texts.formulas:
            self._note(piece, bodies)
        return piece

    def _learn(self, block: bytes) -> bool:
        """Make a pattern of all columns met so far; False where the block brings no new one."""
        names = set(re.findall(rb'<%bc r="([A-Z]{1,3})[0-9]' % re.escape(self.items.prefix), block))
        places = sorted({*self._places, *(column_place(name.decode()) for name in names)})
        if places == self._places or len(places) > _MOST_PATTERN_COLUMNS or places[-1] >= LAST_COLUMN:
            return False
        spaced = re.search(rb">\s+<", block[:10_000]) is not None
        self._places = places
        self._pattern = _row_pattern(self.items.prefix, places, spaced)
        return True

    def _note(self, piece: Piece, bodies: list[list[bytes | None]]) -> None:
        faults, formulas = self._texts.faults, self._texts.formulas
        for place, column in zip(self._places, bodies, strict=True):
            if not faults.keys().isdisjoint(column):
                pairs = zip(piece.numbers, column, strict=True)
                piece.faults.update(((row, place), faults[body]) for row, body in pairs if body in faults)
            if not formulas.keys().isdisjoint(column):
                zeros = [formulas[body] for body in column if body in formulas]
                self._count_formulas(place, len(zeros), sum(zeros))

    def _count_formulas(self, place: int, count: int, zeros: int) -> None:
        before = self._formulas.setdefault(place, [0, 0])
        before[0] += count
        before[1] += zeros

    def _careful(self, block: bytes) -> Piece:
        """The block's rows by expat."""
        walk = _RowWalk(self._sheet, self._texts, self._layout.last_row)
        walk.read([b"<sheetData>", block, b"</sheetData>"])
        for place, zero in walk.formulas:
            self._count_formulas(place, 1, zero)
        return piece_of(walk.rows)


def _row_pattern(prefix: bytes, places: list[int], spaced: bool) -> re.Pattern[bytes]:
    """A row as: its number, then the body of each cell in `places` (None where the cell is not there).

    Possessive throughout, so that a row which does not fit is given up in one pass; no comment fits anywhere.
    """
    gap = rb"\s*+" if spaced else b""
    p = re.escape(prefix)
    body = (
        rb"([^<]*+(?:<%(p)bv>[^<]*+</%(p)bv></%(p)bc>"
        rb"|(?:<(?![!?]|/?%(p)b(?:c|row)\b)[^<]*+)*+</%(p)bc>"
        rb"|(?=<%(p)bc |</%(p)brow>)))"
    ) % {b"p": p}
    cells = b"".join(rb'(?:<%bc r="%b\1"%b%b)?+' % (p, letter(place).encode(), body, gap) for place in places)
    return re.compile(rb'<%brow [^<>]*?\br="([0-9]{1,9})"[^<>/]*+(?:/>|>%b%b</%brow>)' % (p, gap, cells, p))


class _RowWalk(Walk):
    """Rows by expat: cells and rows without addresses count on from the one before."""

    def __init__(self, sheet: Sheet, texts: CellTexts, last_row: int) -> None:
        super().__init__(sheet.part)
        self.rows: list[tuple[int, dict[int, Cell]]] = []
        self.formulas: list[tuple[int, bool]] = []
        self._sheet = sheet
        self._texts = texts
        self._row = last_row
        self._cells: dict[int, Cell] = {}
        self._place = -1
        self._cell: Attributes = {}
        self._parts: dict[str, list[str]] = {}
        self._open = ""
        self._phonetic = False

    def damage(self) -> Refusal:
        return Refusal("damaged_row", sheet=self._sheet.name, row=self._row)

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._place = self._address(attributes.get("r", ""))
            self._cell = attributes
            self._parts = {}
        elif name == "row":
            self._row = self._number(attributes.get("r", ""))
            self._cells = {}
            self._place = -1
        elif name == "rPh":
            self._phonetic = True
        elif name in ("v", "t", "f") and not self._phonetic:
            self._open = name
            self._parts.setdefault(name, [])

    def end(self, name: str) -> None:
        if name == "c":
            self._close_cell()
        elif name == "row":
            self.rows.append((self._row, self._cells))
        elif name == "rPh":
            self._phonetic = False
        self._open = ""

    def data(self, text: str) -> None:
        if self._open:
            self._parts[self._open].append(text)

    def _close_cell(self) -> None:
        value = "".join(self._parts["v"]) if "v" in self._parts else None
        style = self._cell.get("s", "0")
        cell = self._texts.understand(
            self._cell.get("t", ""),
            int(style) if style.isdecimal() and len(style) < 7 else 0,
            value,
            "".join(self._parts.get("t", ())),
            "f" in self._parts,
        )
        if "f" in self._parts:
            self.formulas.append((self._place, cell[0] == "0"))
        if self._place in self._cells:
            raise Refusal("duplicate_cell", sheet=self._sheet.name, cell=f"{letter(self._place)}{self._row}")
        self._cells[self._place] = cell

    def _number(self, written: str) -> int:
        if not written:
            return self._row + 1
        if not (written.isascii() and written.isdigit()):
            raise self.damage()
        if len(written) > 9 or int(written) == 0:
            raise Refusal("stray_cell", sheet=self._sheet.name, cell=f"A{written[:20]}")
        return int(written)

    def _address(self, written: str) -> int:
        if not written:
            return self._place + 1
        found = _ADDRESS.fullmatch(written.upper())
        if not found:
            raise self.damage()
        place = column_place(found[1])
        if place >= LAST_COLUMN:
            raise Refusal("stray_cell", sheet=self._sheet.name, cell=written[:20])
        if int(found[2]) != self._row:
            raise self.damage()
        return place
