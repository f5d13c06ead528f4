"""Text with separators, streamed: any size, physical line numbers, strict quotes, the separator read off the header."""

import csv
import io
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, BinaryIO, Final

from shopdesk.exchange.reading.book import Book, head_rows
from shopdesk.exchange.reading.cells import clean, lost_in_text
from shopdesk.exchange.reading.container import Source, blocks
from shopdesk.exchange.reading.encoding import SAMPLE, find_encoding, first_fault
from shopdesk.exchange.reading.layout import MOST_CELLS, MOST_ROWS, Place
from shopdesk.exchange.reading.problems import Refusal
from shopdesk.exchange.table import Chunk, Fault, Notice, SheetHead

if TYPE_CHECKING:
    from _csv import Reader

SEPARATORS: Final = (",", ";", "\t", "|")
MOST_FIELD: Final = 131_072
MOST_COLUMNS: Final = 16_384
_MOST_LINE: Final = 16 << 20
_MOST_PIECE: Final = 8 << 20
_STEP: Final = 250
_ZEROS: Final = 64
"""So many zero bytes end no text in any encoding."""
_SNIFFED_LINES: Final = 60
_LINE_END: Final = re.compile("\r\n|\n|\r")
_CONTROL: Final = bytes({*range(32), 127} - {9, 10, 13})


class DelimitedBook(Book):
    """A csv, tsv or txt file; `encoding` and `separator` say how it was read."""

    def __init__(self, source: Source, encoding: str | None = None) -> None:
        super().__init__()
        self._source = source
        self._header = -1
        self._whole = _ends_with_a_line(source)
        found = find_encoding(blocks(source)) if encoding is None else None
        self.encoding = encoding or (found.name if found else "")
        if found and not found.sure:
            self.notices.append(Notice("encoding_guess", (("encoding", self.encoding),)))
        lines = self._first_lines()
        self._skipped = 1 if lines and lines[0].lower().startswith("sep=") else 0
        self.separator = lines[0][4:5] if self._skipped and lines[0][4:5].strip("\r\n") else sniff(lines)
        self.container = "tsv" if self.separator == "\t" else "csv"
        self._quoted = self._quotes_balance(lines)
        if not self._quoted:
            self.notices.append(Notice("no_quoting"))
        first = head_rows(self.chunks(0))
        self.heads = [SheetHead(0, re.sub(r"\.\w{1,5}\Z", "", source.name), False, first)]

    def chunks(self, number: int) -> Iterator[Chunk]:
        """The records from the file's first line on; a record's number is the physical line that it starts in."""
        with self._source.open() as raw:
            counted = _Lines(raw)
            with io.TextIOWrapper(io.BufferedReader(counted, 1 << 18), self.encoding, newline="") as text:
                yield from self._records(text, counted)

    def _records(self, text: io.TextIOWrapper, counted: "_Lines") -> Iterator[Chunk]:
        for _line in islice(text, self._skipped):
            pass
        reader = self._reader(text)
        width = 1
        ends = deque[int](maxlen=2)
        while True:
            start = reader.line_num
            rows = self._read_rows(reader, counted)
            if not rows:
                if not self._whole and len(ends) == 2 and 1 < ends[1] < ends[0]:
                    self._say_once(Notice("cut_off", (("row", start + self._skipped),)))
                return
            ends += map(len, rows[-2:])
            columns = list(zip_longest(*rows, fillvalue="")) or [("",) * len(rows)]
            width = max(width, len(columns))
            columns += [("",) * len(rows)] * (width - len(columns))
            numbers = self._numbers(rows, start, reader.line_num)
            if width > MOST_COLUMNS:
                longest = max(range(len(rows)), key=lambda at: len(rows[at]))
                raise Refusal("too_wide", row=numbers[longest], limit=MOST_COLUMNS)
            lists = tuple(map(list, columns))
            faults = _faults(numbers, lists)
            self._header = _header_width(rows) if self._header < 0 else self._header
            if 0 < self._header < width:
                faults |= _surplus(rows, numbers, self._header)
            yield Chunk(numbers, lists, faults)

    def _say_once(self, notice: Notice) -> None:
        if notice not in self.notices:
            self.notices.append(notice)

    def _reader(self, lines: Iterable[str]) -> "Reader":
        """Strict about quotation marks, but for blanks between a closing mark and the separator (WeChat's TABs)."""
        if not self._quoted:
            return csv.reader(lines, delimiter=self.separator, quoting=csv.QUOTE_NONE)
        if self.separator != "\t":
            mark = re.escape(self.separator)
            outside = re.compile(rf'((?<={mark})""|(?<!")")([ \t]+)(?=[{mark}\r\n]|\Z)')
            lines = (outside.sub(_tuck, line) if '"\t' in line or '" ' in line else line for line in lines)
        return csv.reader(lines, delimiter=self.separator, strict=True)

    def _read_rows(self, reader: "Reader", counted: "_Lines") -> list[list[str]]:
        """Up to 5,000 records, fewer where they are long or wide."""
        rows: list[list[str]] = []
        begun = counted.passed
        widest = 1
        try:
            while len(rows) < MOST_ROWS and counted.passed - begun < _MOST_PIECE:
                taken = list(islice(reader, min(_STEP, MOST_ROWS - len(rows))))
                rows += taken
                widest = max(widest, max(map(len, taken), default=1))
                if len(taken) < _STEP or len(rows) * widest > MOST_CELLS:
                    break
        except csv.Error as error:
            raise self._refusal(str(error), reader.line_num) from None
        except UnicodeDecodeError:
            offset, _long, row = first_fault(blocks(self._source), self.encoding) or (0, 0, reader.line_num)
            raise Refusal("encoding", encoding=self.encoding, offset=offset, row=row) from None
        return rows

    def _refusal(self, message: str, line: int) -> Refusal:
        """The csv module's complaint with the row in which the record starts: read again up to there."""
        start = self._start_of_record(line)
        row = self._skipped + start
        if "field larger" in message and start == line:  # over several lines it is a quotation mark left open
            return Refusal("field_too_long", row=row, limit=MOST_FIELD)
        return Refusal("quote", row=row)

    def _start_of_record(self, line: int) -> int:
        start = 0
        with self._source.open() as raw, io.TextIOWrapper(raw, self.encoding, newline="") as text:
            for _line in islice(text, self._skipped):
                pass
            reader = self._reader(islice(text, line))
            try:
                for _row in reader:
                    start = reader.line_num
            except csv.Error:
                pass  # the complaint that brought us here, met again
        return start + 1

    def _numbers(self, rows: list[list[str]], start: int, stop: int) -> tuple[int, ...] | range:
        first = start + self._skipped + 1
        if stop - start == len(rows):
            return range(first, first + len(rows))
        numbers = []
        for row in rows:
            numbers.append(first)
            first += 1 + sum(len(_LINE_END.findall(cell)) for cell in row if "\n" in cell or "\r" in cell)
        return tuple(numbers)

    def _first_lines(self) -> list[str]:
        with self._source.open() as raw:
            sample = raw.read(SAMPLE)
        text = sample.decode(self.encoding, "replace")
        return _LINE_END.split(text)[: _SNIFFED_LINES * 4]

    def _quotes_balance(self, lines: list[str]) -> bool:
        """False for tab-separated text in which a quotation mark is just a character (Amazon's reports)."""
        if self.separator != "\t":
            return True
        try:
            for _row in csv.reader([line + "\n" for line in lines[:-1]], delimiter="\t", strict=True):
                pass
        except csv.Error:
            return False
        return True


def _ends_with_a_line(source: Source) -> bool:
    """Whether the last line is ended; Refusal where zeros end the text: room set aside for what never arrived."""
    with source.open() as raw:
        raw.seek(max(0, source.size - _ZEROS))
        end = raw.read(_ZEROS)
    if end == bytes(_ZEROS) and b"\0" not in source.head(_ZEROS):
        raise Refusal("incomplete")
    return end.rstrip(b"\0").endswith((b"\n", b"\r"))


def _tuck(hit: re.Match[str]) -> str:
    """The blanks moved inside the quotation marks: they stay part of the cell."""
    return f'{hit[1][:-1]}{hit[2]}"'


def sniff(lines: list[str]) -> str:
    """The separator of the header line: the first line that is nearly as wide as the text gets.

    Only the header decides, because cells below carry tabs and commas of their own.
    """
    counts = {separator: [_count(line, separator) for line in lines[:_SNIFFED_LINES]] for separator in SEPARATORS}
    widest = max((max(column, default=0) for column in counts.values()), default=0)
    best = (_SNIFFED_LINES, 0, ",")
    for separator, column in counts.items():
        most = max(column, default=0)
        if most == 0 or most * 2 < widest:
            continue
        at = next(line for line, count in enumerate(column) if count * 10 >= most * 6)
        best = min(best, (at, -column[at], separator))
    return best[2]


def _count(line: str, separator: str) -> int:
    """Separators outside quotation marks; tabs around a whole line guard an id and separate nothing."""
    line = line.strip() if separator == "\t" else line
    return line.count(separator) if '"' not in line else re.sub(r'"[^"]*"?', "", line).count(separator)


def _header_width(rows: Sequence[Sequence[str]]) -> int:
    """How many cells the header has: the first row that is nearly as wide as rows get; 0 where it says too few."""
    most = max(map(len, rows[:_SNIFFED_LINES]))
    width = next(len(row) for row in rows if len(row) * 10 >= most * 6)
    return width if 2 * len(_surplus(rows, range(len(rows)), width)) <= len(rows) else 0


def _surplus(rows: Sequence[Sequence[str]], numbers: Sequence[int], width: int) -> dict[Place, Fault]:
    """The first filled cell beyond the header in each row: a separator stood in a cell without quotation marks."""
    return {
        (number, next(place for place in range(width, len(row)) if row[place].strip())): Fault.SURPLUS
        for number, row in zip(numbers, rows, strict=True)
        if len(row) > width and any(cell.strip() for cell in row[width:])
    }


def _faults(numbers: tuple[int, ...] | range, columns: tuple[list[str], ...]) -> dict[Place, Fault]:
    """Control characters are taken out in place; long numbers once rounded by a spreadsheet are marked."""
    faults: dict[Place, Fault] = {}
    for place, column in enumerate(columns):
        raw = "".join(column).encode()
        if b"E+" not in raw and b"e+" not in raw and len(raw.translate(None, _CONTROL)) == len(raw):
            continue  # the usual case, told at a tenth of the cost of looking at each cell
        for at, text in enumerate(column):
            bare, fault = clean(text)
            column[at] = bare
            if fault is None and lost_in_text(bare.strip()):
                fault = Fault.DIGITS_LOST
            if fault:
                faults[numbers[at], place] = fault
    return faults


class _Lines(io.RawIOBase):
    """The raw file, counted, and refused where a line never ends: a line is held in memory whole."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._since_end = 0
        self.passed = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        block = self._raw.read(len(buffer))
        buffer[: len(block)] = block
        self.passed += len(block)
        last = max(block.rfind(b"\n"), block.rfind(b"\r"))
        self._since_end = self._since_end + len(block) if last < 0 else len(block) - last
        if self._since_end > _MOST_LINE:
            raise Refusal("field_too_long", row="?", limit=MOST_FIELD)
        return len(block)
