"""OpenDocument sheets, zipped (.ods) or as one XML file (.fods): their cells with errors, lost zeros and repetitions.

Source of the layout: OpenDocument 1.3 part 3, sections 9 (tables) and 16 (data styles).
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from shopdesk.exchange.reading.archive import MOST_IN_PART, Archive
from shopdesk.exchange.reading.biff import ERRORS
from shopdesk.exchange.reading.book import HEAD_ROWS, Book, Row, head_rows, laid_out
from shopdesk.exchange.reading.cells import GENERAL, Cell, clean, iso_text, number_text
from shopdesk.exchange.reading.layout import LAST_COLUMN, LAST_ROW
from shopdesk.exchange.reading.problems import Refusal
from shopdesk.exchange.reading.xml import Attributes, Walk
from shopdesk.exchange.table import Chunk, Fault, Notice, SheetHead, letter

MOST_REPEATED: Final = 20_000_000
"""Cells that stand in the sheet because another one says "and so on"."""
_MANIFEST: Final = "META-INF/manifest.xml"
_TIME: Final = re.compile(r"(-?)P(?:(\d{1,6})D)?T?(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})(?:[.,](\d+))?S)?")
_ERROR: Final = re.compile("|".join([r"Err:\d{3}", *map(re.escape, ERRORS.values())]))
_NUMBERS: Final = frozenset(("float", "percentage", "currency"))
_BLANKS: Final = re.compile(r"[ \t\r\n]+")
_ASIDE: Final = frozenset(("annotation", "frame", "custom-shape", "ruby-text", "shapes"))
"""Elements whose text is no part of a cell: comments, pictures and drawings, pronunciation."""

Open = Callable[[], Iterator[bytes]]


def open_ods(archive: Archive) -> "OdsBook":
    """The zipped form; `locked` where its parts are encrypted."""
    manifest = archive.find(_MANIFEST)
    if manifest is not None and b"encryption-data" in archive.read(manifest):
        raise Refusal("locked")
    content, styles = archive.find("content.xml"), archive.find("styles.xml")
    if content is None:
        raise Refusal("damaged", part="content.xml")
    shown = _Styles(styles or "styles.xml")
    if styles is not None:
        shown.read([archive.read(styles)])
    return OdsBook(lambda: archive.stream(content), "content.xml", "ods", shown.zeros)


class OdsBook(Book):
    """The sheets of the document that `opened` streams as XML."""

    def __init__(self, opened: Open, part: str, container: str, zeros: dict[str, int] | None = None) -> None:
        super().__init__()
        self.container = container
        self._opened = opened
        self._part = part
        walk = _Sheets(part, zeros or {}, -1)
        walk.read(opened())
        self._zeros = walk.zeros
        for number, sheet in enumerate(walk.found):
            first = head_rows(laid_out(iter(sheet.first), sheet.name))
            self.heads.append(SheetHead(number, sheet.name, sheet.hidden, first, tuple(sheet.merges)))
            for code, count in (
                ("hidden_rows", sheet.hidden_rows),
                ("merged", len(sheet.merges)),
                ("formulas", sheet.formulas),
            ):
                if count:
                    self.notices.append(Notice(code, (("sheet", sheet.name), ("count", count))))
        if not self.heads:
            raise Refusal("no_table")

    def chunks(self, number: int) -> Iterator[Chunk]:
        return laid_out(self._rows(number), self.heads[number].name)

    def _rows(self, number: int) -> Iterator[Row]:
        walk = _Sheets(self._part, self._zeros, number)
        for _block in walk.steps(self._opened()):
            for row, cells, repeated in walk.rows:
                for further in range(repeated):
                    yield row + further, cells
            walk.rows.clear()


class _Found:
    """What is known of a sheet once the document has been gone through."""

    def __init__(self, name: str, hidden: bool) -> None:
        self.name = name
        self.hidden = hidden
        self.first: list[Row] = []
        self.merges: list[tuple[int, int, int, int]] = []
        self.hidden_rows = 0
        self.formulas = 0


class _Styles(Walk):
    """Styles that show a number with leading zeros, and tables that are not shown."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.zeros: dict[str, int] = {}
        """Cell style → digits that it shows at least, from two on."""
        self.hidden: set[str] = set()
        self._digits: dict[str, int] = {}
        self._data = ""
        self._style = ""

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "number-style":
            self._data = attributes.get("style:name", "")
        elif name == "number" and self._data:
            least = attributes.get("number:min-integer-digits", "")
            whole = attributes.get("number:decimal-places", "0") == "0"
            if least.isdecimal() and len(least) < 4 and int(least) > 1 and whole:
                self._digits[self._data] = int(least)
        elif name == "style":
            self._style = attributes.get("style:name", "")
            digits = self._digits.get(attributes.get("style:data-style-name", ""))
            if digits:
                self.zeros[self._style] = digits
        elif name == "table-properties" and attributes.get("table:display") == "false":
            self.hidden.add(self._style)

    def end(self, name: str) -> None:
        if name == "number-style":
            self._data = ""


class _Sheets(_Styles):
    """All sheets' beginnings (`wanted` is -1), or all rows of one."""

    def __init__(self, part: str, zeros: dict[str, int], wanted: int) -> None:
        super().__init__(part)
        self.zeros |= zeros
        self.found: list[_Found] = []
        self.rows: list[tuple[int, dict[int, Cell], int]] = []
        """Row number, its cells, how often it stands there one below the other."""
        self._wanted = wanted
        self._inside = 0
        self._linked = False
        self._row = 0
        self._repeated = 1
        self._again = 0
        self._cells: dict[int, Cell] = {}
        self._place = 0
        self._cell: Attributes | None = None
        self._said: list[str] = []
        self._speaking = False
        self._filled = False
        self._hidden = False
        self._aside = 0
        self._columns: list[tuple[int, str]] = []
        self._last = 0

    def start(self, name: str, attributes: Attributes) -> None:
        if self._aside or name in _ASIDE:
            self._aside += 1
        elif self._cell is not None:
            self._inner(name, attributes)
        elif name == "table":
            self._open_table(attributes)
        elif not self._inside:
            self._linked |= name == "dde-links"
            super().start(name, attributes)
        elif name == "table-source":  # what another file said when it was last asked
            self.found[-1].hidden = True
        elif name == "table-column":
            self._last = min(self._last + self._count(attributes, "columns"), LAST_COLUMN)
            self._columns.append((self._last, attributes.get("table:default-cell-style-name", "")))
        elif name == "table-row":
            self._open_row(attributes)
        elif name in ("table-cell", "covered-table-cell"):
            self._cell, self._said, self._speaking = attributes, [], False

    def end(self, name: str) -> None:
        if self._aside:
            self._aside -= 1
        elif name in ("table-cell", "covered-table-cell") and self._cell is not None:
            self._close_cell(self._cell, covered=name[0] == "c")
            self._cell = None
        elif self._cell is not None:
            self._speaking &= name != "p"
        elif name == "table":
            self._inside = max(0, self._inside - 1)
        elif name == "table-row" and self._inside:
            self._close_row()
        elif not self._inside:
            self._linked &= name != "dde-links"
            super().end(name)

    def data(self, text: str) -> None:
        if self._speaking and not self._aside:
            self._said.append(_BLANKS.sub(" ", text))

    def _inner(self, name: str, attributes: Attributes) -> None:
        """What stands inside a cell: paragraphs, and blanks that are written as elements."""
        if name == "p":
            self._speaking = True
            self._said += ["\n"] if self._said else []
        elif name == "s":
            count = attributes.get("text:c", "1")
            self._said.append(" " * (int(count) if count.isdecimal() and len(count) < 5 else 1))
        elif name == "tab":
            self._said.append("\t")
        elif name == "line-break":
            self._said.append("\n")

    def _open_table(self, attributes: Attributes) -> None:
        self._inside += 1
        name = clean(attributes.get("table:name", ""))[0]
        self.found.append(_Found(name, attributes.get("table:style-name") in self.hidden or self._linked))
        self._row, self._again, self._columns, self._last = 0, 0, [], 0

    def _open_row(self, attributes: Attributes) -> None:
        self._row += 1
        self._place = 0
        self._cells = {}
        self._repeated = self._count(attributes, "rows")
        self._filled = False
        self._hidden = attributes.get("table:visibility", "visible") != "visible"

    def _close_row(self) -> None:
        sheet, last = self.found[-1], self._row + self._repeated - 1
        sheet.hidden_rows += self._repeated if self._hidden and self._filled else 0
        if self._cells:
            if last > LAST_ROW:
                raise Refusal("stray_cell", sheet=sheet.name, cell=f"A{last}")
            self._again += (self._repeated - 1) * len(self._cells)
            if self._again > MOST_REPEATED:
                raise Refusal("expands", limit=MOST_IN_PART >> 20)
            if self._wanted == len(self.found) - 1:
                self.rows.append((self._row, self._cells, self._repeated))
            elif self._wanted < 0 and self._row <= HEAD_ROWS:
                least = min(self._repeated, HEAD_ROWS + 1 - self._row)
                sheet.first += [(self._row + further, self._cells) for further in range(least)]
        self._row = last

    def _close_cell(self, attributes: Attributes, covered: bool) -> None:
        count = self._count(attributes, "columns")
        first, self._place = self._place, self._place + count
        across, down = (self._span(attributes, what) for what in ("columns", "rows"))
        sheet = self.found[-1]
        if (across > 1 or down > 1) and not covered and self._wanted < 0:
            sheet.merges.append((self._row, first, self._row + down - 1, first + across - 1))
        sheet.formulas += "table:formula" in attributes
        self._filled |= "office:value-type" in attributes or bool(self._said)
        read = not covered and (self._wanted == len(self.found) - 1 or (self._wanted < 0 and self._row <= HEAD_ROWS))
        cell = self._understood(attributes, first) if read else ("", None)
        if cell == ("", None):
            return
        if self._place > LAST_COLUMN:
            raise Refusal("stray_cell", sheet=sheet.name, cell=f"{letter(self._place - 1)}{self._row}")
        self._again += count - 1
        self._cells.update(dict.fromkeys(range(first, self._place), cell))

    def _understood(self, attributes: Attributes, place: int) -> Cell:
        kind = attributes.get("office:value-type", attributes.get("calcext:value-type", ""))
        text = "".join(self._said)
        formula = "table:formula" in attributes
        if attributes.get("calcext:value-type") == "error" or (formula and _ERROR.fullmatch(text)):
            return clean(text)[0] or "#N/A", Fault.ERROR_VALUE
        if kind in _NUMBERS:
            digits = self.zeros.get(attributes.get("table:style-name") or self._style_of_column(place), 0)
            return number_text(attributes.get("office:value", ""), "0" * digits or GENERAL)
        if kind == "date":
            return clean(iso_text(attributes.get("office:date-value", "")).removesuffix(" 00:00:00"))
        if kind == "time":
            return _clock(attributes.get("office:time-value", ""))
        if kind == "boolean":
            return ("TRUE" if attributes.get("office:boolean-value") == "true" else "FALSE"), None
        if formula and not kind and not text:
            return "", Fault.NO_RESULT
        return clean(text or attributes.get("office:string-value", ""))

    def _style_of_column(self, place: int) -> str:
        return next((style for last, style in self._columns if place < last), "")

    @staticmethod
    def _count(attributes: Attributes, of: str) -> int:
        written = attributes.get(f"table:number-{of}-repeated", "1")
        return max(1, int(written)) if written.isdecimal() and len(written) < 10 else 1

    @staticmethod
    def _span(attributes: Attributes, of: str) -> int:
        written = attributes.get(f"table:number-{of}-spanned", "1")
        return int(written) if written.isdecimal() and len(written) < 8 else 1


def _clock(written: str) -> Cell:
    """A duration of XML ("PT08H26M00S") as hours, minutes and seconds; an error where it is none."""
    found = _TIME.fullmatch(written)
    if not found:
        return clean(written)[0], Fault.ERROR_VALUE
    sign, days, hours, minutes, seconds, part = found.groups()
    said = f"{sign}{int(days or 0) * 24 + int(hours or 0):02d}:{int(minutes or 0):02d}:{int(seconds or 0):02d}"
    return (f"{said}.{part[:3]}" if (part or "").strip("0") else said), None
