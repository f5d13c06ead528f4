"""Tables that browsers and Excel 2003 call workbooks: HTML sold as .xls, and SpreadsheetML."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from html.parser import HTMLParser
from io import BytesIO
from typing import Final

from shopdesk.exchange.reading.book import Book, Row, head_rows, laid_out
from shopdesk.exchange.reading.cells import Cell, clean, iso_text, lost_in_text, number_text
from shopdesk.exchange.reading.container import Source, blocks
from shopdesk.exchange.reading.encoding import find_encoding, first_fault
from shopdesk.exchange.reading.layout import LAST_COLUMN, LAST_ROW
from shopdesk.exchange.reading.problems import Refusal
from shopdesk.exchange.reading.xml import Attributes, Walk
from shopdesk.exchange.table import Chunk, Fault, Notice, SheetHead

_CHARSET: Final = re.compile(rb"""charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_HONEST: Final = frozenset(
    ("gb18030", "big5", "utf-8", "shift_jis", "euc-kr", "windows-1251", "windows-1252", "iso-8859-1")
)
"""Encodings that a page is believed to be in where its bytes agree."""
_MOST_SPAN: Final = 1000
_BLANKS: Final = re.compile(r"[ \t\r\n]+")
Merge = tuple[int, int, int, int]


class TableText:
    """One table while it is read: its rows, its merged ranges, and cells that hang down from rows above."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.hidden = False
        self.rows: list[Row] = []
        self.merges: list[Merge] = []
        self.hidden_rows = 0
        self._hanging: dict[int, int] = {}
        self._number = 0
        self._place = 0

    def says_anything(self) -> bool:
        """Whether any cell holds more than nothing."""
        return any(cell != ("", None) for _number, cells in self.rows for cell in cells.values())

    def new_row(self, number: int | None = None) -> None:
        self._number = number or self._number + 1
        if self._number > LAST_ROW:
            raise Refusal("stray_cell", sheet=self.name, cell=f"A{self._number}")
        self.rows.append((self._number, {}))
        self._hanging = {place: left - 1 for place, left in self._hanging.items() if left > 1}
        self._place = 0

    def put(self, cell: Cell, across: int, down: int, place: int | None = None) -> None:
        """A cell at the next free place of the row; `across` and `down` count the cells it covers."""
        if not self.rows:
            self.new_row()
        self._place = self._place if place is None else place
        while self._place in self._hanging:
            self._place += 1
        across, down = min(max(across, 1), _MOST_SPAN), min(max(down, 1), LAST_ROW)
        if self._place + across > LAST_COLUMN:
            raise Refusal("too_wide", row=self._number, limit=LAST_COLUMN)
        self.rows[-1][1][self._place] = cell
        if across > 1 or down > 1:
            last = self._place + across - 1
            self.merges.append((self._number, self._place, self._number + down - 1, last))
        if down > 1:
            self._hanging.update(dict.fromkeys(range(self._place, self._place + across), down))
        self._place += across


class MarkupBook(Book):
    """Tables that were read whole when the file was opened."""

    def __init__(self, tables: list[TableText], container: str, encoding: str) -> None:
        super().__init__()
        self.container = container
        self.encoding = encoding
        self._tables = tables
        for number, table in enumerate(tables):
            first = head_rows(self.chunks(number))
            self.heads.append(SheetHead(number, table.name, table.hidden, first, tuple(table.merges)))
            for code, count in (("hidden_rows", table.hidden_rows), ("merged", len(table.merges))):
                if count:
                    self.notices.append(Notice(code, (("sheet", table.name), ("count", count))))

    def chunks(self, number: int) -> Iterator[Chunk]:
        table = self._tables[number]
        return laid_out(iter(table.rows), table.name)


def read_html(source: Source) -> MarkupBook:
    """The tables of an HTML page, each a sheet; small ones inside cells of others are part of those cells."""
    encoding = _html_encoding(source)
    with source.open() as file:
        return _book_of([file.read().decode(encoding, "replace")], encoding)


def read_mhtml(source: Source) -> MarkupBook:
    """The tables of a web page that was saved as one file: a mail whose parts are the page's own, a sheet in each."""
    from email import message_from_bytes
    from email.policy import compat32

    with source.open() as file:
        mail = message_from_bytes(file.read(), policy=compat32)
    pages, encoding = [], "utf-8"
    for part in mail.walk():
        raw = part.get_payload(decode=True)
        if part.get_content_type() == "text/html" and isinstance(raw, bytes) and raw:
            page = Source(source.name, len(raw), partial(BytesIO, raw))
            encoding = _html_encoding(page, part.get_content_charset(""))
            pages.append(raw.decode(encoding, "replace"))
    return _book_of(pages, encoding)


def _book_of(pages: list[str], encoding: str) -> MarkupBook:
    walk = _Html()
    for page in pages:
        walk.feed(page)
    walk.close()
    if not walk.tables:
        raise Refusal("no_table")
    book = MarkupBook(walk.tables, "html", encoding)
    if walk.is_open:
        book.notices.append(Notice("cut_off", (("row", walk.tables[-1].rows[-1][0]),)))
    if any("\ufffd" in page for page in pages):
        book.notices.append(Notice("encoding_guess", (("encoding", encoding),)))
    return book


def _html_encoding(source: Source, told: str = "") -> str:
    """What the page says that it is in, or was `told` of it, if it is; else what it looks like."""
    declared = _CHARSET.search(source.head())
    name = declared[1].decode().lower() if declared else told.lower()
    name = "gb18030" if name in ("gb2312", "gbk") else name
    if name in _HONEST and first_fault(blocks(source), name) is None:
        return name
    try:
        return find_encoding(blocks(source)).name
    except Refusal:  # a stray byte: the page is told to be looked over
        return name if name in _HONEST else "utf-8"


@dataclass(slots=True)
class _Open:
    """A table that has not ended yet, and its cell at hand: what it says, and how many it covers."""

    table: TableText
    cell: list[str] | None = None
    spans: tuple[int, int] = (1, 1)


class _Html(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[TableText] = []
        self._open: list[_Open] = []
        self._mute = 0

    @property
    def is_open(self) -> bool:
        """Whether a table was begun and not ended."""
        return bool(self._open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._open.append(_Open(TableText("")))
            self.tables.append(self._open[-1].table)
        elif tag in ("script", "style"):
            self._mute += 1
        elif not self._open:
            return
        elif tag == "tr":
            self._close_cell()
            self._open[-1].table.new_row()
        elif tag in ("td", "th"):
            self._close_cell()
            named = dict(attrs)
            self._open[-1].cell = []
            self._open[-1].spans = _span(named.get("colspan")), _span(named.get("rowspan"))
        elif tag in ("br", "p", "div") and self._open[-1].cell:
            self._open[-1].cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._mute = max(0, self._mute - 1)
        elif tag == "table" and self._open:
            self._close_cell()
            self._join(self._open.pop().table)
        elif self._open and tag in ("td", "th", "tr"):
            self._close_cell()

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1].cell is not None and not self._mute:
            self._open[-1].cell.append(_BLANKS.sub(" ", data))

    def close(self) -> None:
        """Also of what was not ended, for the tables are named then."""
        super().close()
        self.tables = [table for table in self.tables if table.says_anything()]
        for number, table in enumerate(self.tables, 1):
            table.name = f"Table {number}"

    def _join(self, table: TableText) -> None:
        """A small table inside a cell is part of its text; a real one inside a page's frame is a table of its own."""
        outer = self._open[-1].cell if self._open else None
        if outer is None or (len(table.rows) > 1 and max(len(cells) for _number, cells in table.rows) > 1):
            return
        self.tables.remove(table)
        outer.append(" ".join(text for _number, cells in table.rows for text, _why in cells.values()))

    def _close_cell(self) -> None:
        one = self._open[-1]
        if one.cell is None:
            return
        text = "\n".join(line.strip(" ") for line in "".join(one.cell).split("\n")).strip("\n")
        bare, fault = clean(text)
        if fault is None and lost_in_text(bare):
            fault = Fault.DIGITS_LOST
        one.table.put((bare, fault), *one.spans)
        one.cell = None


def _span(written: str | None) -> int:
    return int(written) if written and written.isdecimal() and len(written) < 7 else 1


def read_spreadsheetml(source: Source) -> MarkupBook:
    """The worksheets of an XML Spreadsheet 2003 file."""
    walk = _SpreadsheetMl()
    walk.read(blocks(source))
    if not walk.tables:
        raise Refusal("no_table")
    return MarkupBook(walk.tables, "spreadsheetml", "utf-8")


class _SpreadsheetMl(Walk):
    def __init__(self) -> None:
        super().__init__("XML")
        self.tables: list[TableText] = []
        self._cell: dict[str, str] = {}
        self._kind = ""
        self._said: list[str] | None = None
        self._in_comment = False

    def start(self, name: str, attributes: Attributes) -> None:
        plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if name == "Worksheet":
            self.tables.append(TableText(clean(plain.get("Name", ""))[0]))
        elif not self.tables:
            return
        elif name == "Visible":
            self._said = []
        elif name == "Row":
            index = _span(plain.get("Index")) if "Index" in plain else None
            self.tables[-1].new_row(index)
            self.tables[-1].hidden_rows += plain.get("Hidden") == "1"
        elif name == "Cell":
            self._cell = plain
            self._kind = ""
            self._said = []
        elif name == "Comment":
            self._in_comment = True
        elif name == "Data" and not self._in_comment:
            self._kind = plain.get("Type", "String")
            self._said = []

    def end(self, name: str) -> None:
        if name == "Cell" and self.tables:
            self._put()
        elif name == "Visible" and self.tables:
            self.tables[-1].hidden = "".join(self._said or ()).strip() != "SheetVisible"
        elif name == "Comment":
            self._in_comment = False

    def data(self, text: str) -> None:
        if self._said is not None and not self._in_comment:
            self._said.append(text)

    def _put(self) -> None:
        plain = self._cell
        text = "".join(self._said or ()) if self._kind else ""
        across, down = (_more(plain.get(key)) for key in ("MergeAcross", "MergeDown"))
        place = _span(plain.get("Index")) - 1 if "Index" in plain else None
        formula = "Formula" in plain
        self.tables[-1].put(_spoken(self._kind, text, formula), across, down, place)
        self._said = None


def _more(written: str | None) -> int:
    return _span(written) + 1 if written and written != "0" else 1


def _spoken(kind: str, text: str, formula: bool) -> Cell:
    """A Data element of a type (String, Number, DateTime, Boolean, Error) as a cell."""
    if not kind:
        return "", Fault.NO_RESULT if formula else None
    if kind == "Number":
        return number_text(text)
    if kind == "DateTime":
        return clean(iso_text(text).removesuffix(" 00:00:00"))
    if kind == "Boolean":
        return ("TRUE" if text.strip() == "1" else "FALSE"), None
    if kind == "Error":
        return clean(text)[0], Fault.ERROR_VALUE
    return clean(text)
