"""The sheet to count on: out to Excel without what is expected, and back in, row by row told what came of it."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

from rapidfuzz import fuzz, process

from shopdesk.exchange.reader import open_file
from shopdesk.exchange.stage.compare_items import TORN
from shopdesk.exchange.table import Reading
from shopdesk.exchange.workbook import write_sheet
from shopdesk.shop.columns import Column
from shopdesk.shop.counting.actions import NewScan
from shopdesk.shop.counting.reports import (
    Line,
    Session,
    find_place_id,
    find_session,
    find_session_id,
    find_shelf,
    sheet_lines,
    sheet_skus,
)
from shopdesk.shop.counting.rules import refuse_quantity
from shopdesk.shop.counting.sheets import COUNT_SHEET
from shopdesk.shop.spoken import spellings
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError, _

DEEPEST: Final = 40
"""So many rows from the top may stand above the header."""
_GROUPED: Final = re.compile(r"-?[1-9]\d{0,2}(,\d{3})+(\.\d*)?")
"""A number with commas between its thousands."""
_DIGITS: Final = str.maketrans("０１２３４５６７８９．，－", "0123456789.,-")


@dataclass(frozen=True, slots=True)
class Told:
    """What a row came to, where that is worth a word: its place in the file and a sentence."""

    row: int
    code: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    is_bad: bool = False
    """The row was not taken."""

    @property
    def sentence(self) -> str:
        return _(self.message).format(**self.values) if self.values else _(self.message)


@dataclass(slots=True)
class CountFile:
    """A count sheet that came back: the scans that its rows are, and what is to be said of rows."""

    file: str
    sheet: str
    session_id: int
    scans: list[NewScan] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    blank: int = 0
    """Rows left blank: not counted, which is not zero."""
    missing: list[str] = field(default_factory=list)
    """SKUs of the count of which the file has no row."""


class IsCountSheet(UserError):
    """A file that was to be imported is the sheet of a count, which takes it in."""

    def __init__(self, file: str, session_id: int, title: str) -> None:
        said = N_(
            "{file} is the sheet of {count}. Take it in there: each number SETS its line, and blank is not counted."
        )
        super().__init__(said, code="count_sheet", file=file, count=title)
        self.session_id = session_id


def refuse_count_sheet(tx: Tx, file: str, rows: Sequence[Sequence[str]]) -> None:
    """IsCountSheet where the first rows of a sheet are those of a count of this shop, by its name."""
    header, places = _header(rows) or (0, {})
    at = places.get("session")
    if at is None:
        return
    named = {row[at].strip() for row in rows[header + 1 :] if at < len(row)} - {""}
    title = next(iter(named)) if len(named) == 1 else ""
    session_id = find_session_id(tx, title) if title and not title.isdecimal() else None
    if session_id is not None:
        raise IsCountSheet(file, session_id, title)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row as the file says it."""

    number: int
    session: str
    code: str
    place: str
    counted: str
    counted_at: str


def write_count_sheet(path: Path | str, tx: Tx, session: Session, *, title: str = "") -> int:
    """Write the sheet of a session to .xlsx or .csv, by place and code; of a blind count without what is expected."""
    keys = [column.key for column in COUNT_SHEET.columns if column.shown or not session.blind]
    rows = (
        (session.title, _(line.place), line.code, barcode, line.title, None, None, *_expected(session, expected), None)
        for line, barcode, expected in sheet_lines(tx, session)
    )
    note = _("Counted quantities SET the line. Blank is not counted, and not zero.")
    return write_sheet(
        path, COUNT_SHEET, rows, columns=keys, title=title or session.title, note=note, shop=tx.setting("name", ""),
        zone=tx.zone,
    )  # fmt: skip


def _expected(session: Session, expected: Decimal | None) -> tuple[Decimal | None, ...]:
    return () if session.blind else (expected,)


def read_count_sheet(path: Path | str, tx: Tx, *, session: str = "", person: str = "") -> CountFile:
    """Read a count sheet that came back. UserError where it is none, or of no count that is known.

    `session` is the count that is meant where the file does not say; `person` who counted.
    """
    with open_file(path) as reading:
        for head in reading.heads:
            found = _header(head.rows)
            if found is not None:
                rows = list(_rows(reading, head.number, *found))
                return _take(tx, reading, head.name, rows, session, person)
        raise UserError(
            N_("{file} is no count sheet: it has no columns for SKU and Counted."), code="no_sheet", file=reading.name
        )


def _names(column: Column) -> set[str]:
    return {_plain(name) for name in (*spellings(column.title), *column.words)}


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _header(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]] | None:
    """Place of the header row and of its columns; None where no row has SKU and Counted."""
    for place, row in enumerate(rows[:DEEPEST]):
        cells = [_plain(cell) for cell in row]
        found: dict[str, int] = {}
        for column in COUNT_SHEET.columns:
            names = _names(column)
            at = next((n for n, cell in enumerate(cells) if cell in names and n not in found.values()), None)
            if at is not None:
                found[column.key] = at
        if "counted" in found and ("sku" in found or "barcode" in found):
            return place, found
    return None


def _rows(reading: Reading, number: int, header: int, places: Mapping[str, int]) -> Iterator[_Row]:
    for chunk in reading.chunks(number):
        for at, row in enumerate(chunk.row_numbers):
            if row <= header + 1:
                continue
            said = {
                key: chunk.columns[place][at].strip() if place < len(chunk.columns) else ""
                for key, place in places.items()
            }
            code = said.get("sku") or said.get("barcode") or ""
            if code or said.get("counted"):
                yield _Row(row, said.get("session", ""), code, said.get("place", ""), said.get("counted", ""),
                           said.get("counted_at", ""))  # fmt: skip


def _take(tx: Tx, reading: Reading, sheet: str, rows: Sequence[_Row], session: str, person: str) -> CountFile:
    session_id = _session_of(tx, reading.name, rows, session)
    taker = _Taker(tx, session_id, person or tx.person, hashlib.sha256(reading.sha256.encode()).hexdigest()[:12])
    made = CountFile(reading.name, sheet, session_id)
    for row in rows:
        taker.take(made, row)
    taker.finish(made, [row.code for row in rows])
    return made


def _session_of(tx: Tx, file: str, rows: Sequence[_Row], said: str) -> int:
    named = list(dict.fromkeys(row.session for row in rows if row.session)) if not said else [said]
    if len(named) != 1:
        message = N_("{file} does not say which count it belongs to.") if not named else N_(
            "{file} holds rows of several counts: {counts}. One file, one count."
        )  # fmt: skip
        values = {"file": file} if not named else {"file": file, "counts": ", ".join(named[:5])}
        raise UserError(message, code="no_session", **values)
    found = find_session_id(tx, named[0])
    if found is None:
        raise UserError(N_("There is no count {name} in this shop."), code="no_session", name=named[0])
    return found


class _Taker:
    """Rows of one file, against the count that they belong to."""

    def __init__(self, tx: Tx, session_id: int, person: str, mark: str) -> None:
        self._tx, self._place_id = tx, find_session(tx, session_id).place_id
        self._now, self._zone, self._person, self._mark = tx.now, tx.zone, person, mark
        lines, self._skus = sheet_skus(tx, session_id)
        self._lines: dict[int, list[Line]] = {}
        for line in lines:
            self._lines.setdefault(line.sku_id, []).append(line)
        self._plain_codes: dict[str, str] = {}
        self._seen: dict[tuple[int, int | None], tuple[_Row, int]] = {}

    def take(self, made: CountFile, row: _Row) -> None:
        """One row: a scan that sets, or a word on why not."""
        if not row.counted:
            made.blank += 1
            return
        sku = self._skus.get(row.code)
        if sku is None:
            made.told.append(self._unknown(row))
            return
        try:
            pieces, at = _number(row.counted), self._moment(row.counted_at)
            refuse_quantity(pieces)
        except UserError as error:
            made.told.append(Told(row.number, row.code, error.message, error.values, is_bad=True))
            return
        self._put(made, row, sku, pieces, at)

    def _put(self, made: CountFile, row: _Row, sku: int, pieces: Decimal, at: datetime) -> None:
        lines = self._lines.get(sku, [])
        if len(lines) > 1 and not row.place:
            values = {"sku": row.code, "places": ", ".join(_(one.place) for one in lines)}
            made.told.append(Told(row.number, row.code, TORN, values, is_bad=True))
            return
        line = next(
            (one for one in lines if _plain(row.place) in map(_plain, (one.place, *spellings(one.place)))), None
        )
        elsewhere = self._elsewhere(row.place) if line is None and row.place else None
        if line is None and row.place and elsewhere is None:
            said, values = N_("No warehouse or shelf is called {name}."), {"name": row.place}
            made.told.append(Told(row.number, row.code, said, values, is_bad=True))
            return
        line = line or (lines[0] if lines and elsewhere is None else None)
        key = (sku, line.place_id if line else elsewhere)
        first = self._seen.get(key)
        if first is not None:
            self._repeated(made, first, row, pieces)
            return
        place, round_no = (line.place_id, line.round) if line else (elsewhere, 1)
        scan = NewScan(
            f"{self._mark}:{row.number}", row.code, pieces, at, self._person, True, round_no, None, place
        )  # fmt: skip
        self._seen[key] = (row, len(made.scans))
        made.scans.append(scan)
        if line is None:
            said = N_("Not asked for by this count; taken as found besides.")
            made.told.append(Told(row.number, row.code, said))

    def _elsewhere(self, name: str) -> int | None:
        """A place that the count does not ask for: first a shelf where it counts, then any other."""
        shelf = find_shelf(self._tx, self._place_id, name)
        return shelf[0] if shelf else find_place_id(self._tx, name)

    def _repeated(self, made: CountFile, first: tuple[_Row, int], row: _Row, pieces: Decimal) -> None:
        before, place = first
        if made.scans[place].scan_no and made.scans[place].quantity == pieces:
            made.told.append(Told(row.number, row.code, N_("The same as row {first}; taken once."),
                                  {"first": before.number}))  # fmt: skip
            return
        said = N_("Rows {first} and {second} say different numbers of it: neither is taken.")
        values = {"first": before.number, "second": row.number}
        made.told += [Told(one.number, one.code, said, values, is_bad=True) for one in (before, row)]
        made.scans[place] = made.scans[place]._replace(scan_no="")

    def _unknown(self, row: _Row) -> Told:
        self._plain_codes = self._plain_codes or {code: _plain(code) for code in self._skus}
        near = process.extractOne(_plain(row.code), self._plain_codes, scorer=fuzz.ratio, score_cutoff=70)
        if near:
            said = N_("No SKU or barcode is called that. Is {near} meant?")
            return Told(row.number, row.code, said, {"near": near[2]}, is_bad=True)
        return Told(row.number, row.code, N_("No SKU or barcode is called that."), is_bad=True)

    def finish(self, made: CountFile, codes: Sequence[str]) -> None:
        """What the file does not name."""
        made.scans = [scan for scan in made.scans if scan.scan_no]
        named = {self._skus.get(code) for code in codes}
        made.missing = [lines[0].code for sku_id, lines in self._lines.items() if sku_id not in named]

    def _moment(self, text: str) -> datetime:
        if not text:
            return self._now
        there = _moment(text, self._zone)
        if there > self._now:
            raise UserError(N_("{value} is still to come."), value=text)
        return there


def _number(text: str) -> Decimal:
    plain = text.translate(_DIGITS).replace(" ", "").lstrip("=")
    grouped = _GROUPED.fullmatch(plain) is not None  # 2,5 is 25 to nobody
    try:
        number = Decimal(plain.replace(",", "") if grouped else plain)
    except InvalidOperation:
        raise UserError(N_("{value} is not a number."), value=text) from None
    if not number.is_finite() or number != round(number, 3):
        raise UserError(N_("{value} is not a number."), value=text)
    return number


def _moment(text: str, zone: tzinfo) -> datetime:
    try:
        there = datetime.fromisoformat(text.replace("/", "-"))
    except ValueError:
        raise UserError(N_("{value} is not a time. Type it as 2026-11-22 18:30."), value=text) from None
    return (there if there.tzinfo else there.replace(tzinfo=zone)).astimezone(UTC)
