"""What a session comes to on the screen of whoever counts, kept in memory: shown at once, whoever writes the shop."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from shopdesk.shop.counting.actions import NewScan
from shopdesk.shop.counting.reports import (
    Found,
    Line,
    ScanRow,
    Session,
    differs_at_once,
    find_lines,
    find_recounts,
    find_scans,
    find_session,
)
from shopdesk.shop.counting.rules import Board, Scan, Tally, tally
from shopdesk.store.tx import Tx

Key = tuple[str, int] | tuple[int, int]
"""(sku_id, place_id); ("?" and the code, 0) while nobody knows the code, or while it is looked up."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A session as it is read to be counted: nothing in it says what is expected."""

    session: Session
    lines: Mapping[int, Line]
    """By task, those that were scanned or are to be counted again."""
    scans: Sequence[ScanRow]
    again: Mapping[str, int]
    """Codes and barcodes that are to be counted again → their round."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of the list, as it stands."""

    key: Key
    code: str
    sku: str
    title: str
    place: str
    pieces: Decimal
    result: str
    at: datetime


@dataclass(slots=True)
class _Named:
    """What is known of a line."""

    code: str
    sku: str = ""
    title: str = ""
    place: str = ""
    asked: bool = False
    round: int = 1
    found: Found | None = None
    is_looked_up: bool = False


def read_session(tx: Tx, session_id: int) -> Opened:
    """A session with its scans, for who goes on counting it."""
    scans = find_scans(tx, session_id)
    tasks = {row.task_id for row in scans}
    lines = {line.task_id: line for line in find_lines(tx, session_id) if line.round > 1 or line.task_id in tasks}
    return Opened(find_session(tx, session_id), lines, scans, find_recounts(tx, session_id))


@dataclass(slots=True)
class Tallying:
    """The lines of one session; fed by the store once, and by scans from then on."""

    opened: Opened
    shelf: tuple[int, str] | None = None
    """The shelf that is being counted: its id and title."""
    board: Board = field(default_factory=Board)
    named: dict[Key, _Named] = field(default_factory=dict)
    codes: dict[str, Found | None] = field(default_factory=dict)
    """What the codes scanned so far mean; None: nobody knows."""
    _tallies: dict[Key, Tally | None] = field(default_factory=dict)
    pieces: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        for line in self.opened.lines.values():
            self._name(line)
        for row in self.opened.scans:
            line_of = self.opened.lines.get(row.task_id) if row.task_id is not None else None
            key: Key = (line_of.sku_id, line_of.place_id) if line_of else (f"?{row.code}", 0)
            self.named.setdefault(key, _Named(row.code, is_looked_up=True)).code = row.code
            self._add(key, row.scan)

    def _name(self, line: Line) -> _Named:
        key = (line.sku_id, line.place_id)
        made = _Named(line.code, line.code, line.title, line.place, line.asked, line.round, is_looked_up=True)
        return self.named.setdefault(key, made)

    def _add(self, key: Key, scan: Scan) -> Key:
        self.board.add(key, scan)
        moved: Key = next(reversed(self.board.scans))
        self._count(moved)
        return moved

    def _count(self, key: Key) -> None:
        before = self._tallies.get(key)
        now = tally(self.board.scans.get(key, ()), self.named[key].round)
        self._tallies[key] = now
        self.pieces += (now.pieces if now else 0) - (before.pieces if before else 0)

    # ------------------------------------------------------------------------------------------------ scanning

    def round_of(self, code: str) -> int:
        """The round in which a code is counted now."""
        return self.opened.again.get(code, 1)

    def take(self, scan: NewScan) -> Key:
        """Take a scan in; returns the line that it belongs to."""
        made = Scan(scan.scan_no, scan.quantity, scan.sets, scan.round, scan.at, scan.person, scan.undoes)
        found = self.codes.get(scan.code)
        key = (f"?{scan.code}", 0) if found is None else self._line_of(scan.code, found, scan.place_id)
        named = self.named.setdefault(key, _Named(scan.code))
        named.code = scan.code
        named.is_looked_up |= scan.code in self.codes  # perhaps before its number was typed
        return self._add(key, made)

    def _line_of(self, code: str, found: Found, place_id: int | None) -> Key:
        """The line of a SKU at a place, with its name."""
        place = self._place(found, place_id)
        key = (found.sku_id, place[0])
        asked = next((line for line in found.lines if line.place_id == place[0]), None)
        named = self.named.setdefault(key, _Named(code, round=asked.round if asked else 1))
        named.sku, named.title, named.place = found.sku, found.title, place[1]
        named.asked, named.found, named.is_looked_up = asked is not None and asked.asked, found, True
        return key

    def _place(self, found: Found, place_id: int | None) -> tuple[int, str]:
        """Where a SKU is counted: on the shelf that was said, else where it is asked for first."""
        line = next((one for one in found.lines if place_id in {None, one.place_id}), None)
        if line is not None:
            return line.place_id, line.place
        session = self.opened.session
        return (place_id, self.shelf[1] if self.shelf else "") if place_id else (session.place_id, session.place)

    def learn(self, code: str, found: Found | None, place_id: int | None = None) -> Key:
        """What a code means has been looked up: its scans go to the line of their SKU. Returns that line."""
        self.codes[code] = found
        strange: Key = (f"?{code}", 0)
        if strange in self.named:
            self.named[strange].is_looked_up = True
        if found is None:
            return strange
        key = self._line_of(code, found, place_id)
        if strange in self.board.scans:
            self.board.move(strange, key)
            self._count(strange)
            del self._tallies[strange]
            self._count(key)
        return key

    # ------------------------------------------------------------------------------------------------ what is shown

    def shown(self, key: Key) -> Shown | None:
        """A line as it stands; None where nothing stands of it."""
        found, named = self._tallies.get(key), self.named[key]
        if found is None:
            return None
        return Shown(key, named.code, named.sku, named.title, named.place, found.pieces, self._result(key), found.at)

    def _result(self, key: Key) -> str:
        named, found = self.named[key], self._tallies[key]
        if isinstance(key[0], str):
            return "unknown" if named.is_looked_up else "recorded"
        limits = self.opened.session.limits
        if found is not None and named.found is not None and differs_at_once(named.found, key[1], found.pieces, limits):
            return "again"
        return "recorded"

    def newest(self, limit: int) -> list[Shown]:
        """The lines that were counted last, newest first."""
        return [line for line, _place in zip(self._standing(), range(limit), strict=False)]

    def _standing(self) -> Iterator[Shown]:
        for key in self.board.newest():
            line = self.shown(key)
            if line is not None:
                yield line

    @property
    def counted(self) -> int:
        """Lines that the session asked for and that are counted."""
        return sum(self.named[key].asked for key, found in self._tallies.items() if found is not None)

    @property
    def turned_up(self) -> int:
        """SKUs counted that it did not ask for."""
        standing = (key for key, found in self._tallies.items() if found is not None)
        return sum(not isinstance(key[0], str) and not self.named[key].asked for key in standing)

    @property
    def unknown(self) -> int:
        """Codes that nobody knows."""
        return sum(isinstance(key[0], str) and found is not None for key, found in self._tallies.items())

    @property
    def waiting(self) -> list[_Named]:
        """Lines that are to be counted again, and are not yet."""
        return [
            self.named[line.sku_id, line.place_id]
            for line in self.opened.lines.values()
            if line.round > 1 and self._tallies.get((line.sku_id, line.place_id)) is None
        ]
