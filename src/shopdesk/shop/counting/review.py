"""The review of a session: each line beside what the ledger said at its minute."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select, type_coerce

from shopdesk.shop.counting.reports import Line, Session, find_lines, find_scans, find_session, of_session
from shopdesk.shop.counting.rules import Scan, Tally, Verdict, judge, tally
from shopdesk.shop.counting.scope import last_counts
from shopdesk.shop.stock.counted import moves_after, on_hand_each
from shopdesk.store.tables import CountTask, Sku, SkuValue, StockCount, StockCountLine, StockLevel
from shopdesk.store.tx import Tx
from shopdesk.store.types import QUANTITY_SCALE, WHOLE


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A line beside what the ledger said at its minute."""

    line: Line
    counted: Tally | None
    expected: Decimal
    difference: Decimal | None
    value: Decimal | None
    """What the difference is worth at what a piece costs now; None is unknown."""
    since: Decimal
    """Pieces that came or left after it was counted."""
    last_counted: datetime | None
    verdict: Verdict
    reason: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class UnknownCode:
    """A code that nobody knows, with what was counted under it."""

    code: str
    pieces: Decimal
    at: datetime
    person: str


@dataclass(frozen=True, slots=True)
class Review:
    """A session looked through."""

    session: Session
    lines: Sequence[ReviewLine]
    unknown: Sequence[UnknownCode]
    people: Sequence[str]
    """Who counted."""

    @property
    def counted(self) -> list[ReviewLine]:
        """The lines that a count speaks for."""
        return [line for line in self.lines if line.counted is not None]


def fetch_review(tx: Tx, session_id: int) -> Review:
    """Every line beside what the ledger said at its minute, codes that nobody knows, and who counted."""
    session, lines, scans = find_session(tx, session_id), find_lines(tx, session_id), find_scans(tx, session_id)
    by_task: dict[int, list[Scan]] = {}
    strange: dict[str, list[Scan]] = {}
    for row in scans:
        if row.task_id is None:
            strange.setdefault(row.code, []).append(row.scan)
        else:
            by_task.setdefault(row.task_id, []).append(row.scan)
    counted = {line.task_id: tally(by_task.get(line.task_id, ()), line.round) for line in lines}
    reading = _Reading(tx, session, lines, counted)
    people = dict.fromkeys(row.scan.person for row in scans if row.scan.person)
    return Review(session, [reading.judge(line) for line in lines], list(_unknown(strange)), list(people))


def _unknown(strange: Mapping[str, Sequence[Scan]]) -> Iterable[UnknownCode]:
    for code, scans in strange.items():
        found = tally(scans, max(scan.round for scan in scans))
        if found is not None:
            yield UnknownCode(code, found.pieces, found.at, ", ".join(found.people))


class _Reading:
    """What the ledger says of the lines of a session, read at once."""

    def __init__(self, tx: Tx, session: Session, lines: Sequence[Line], counted: Mapping[int, Tally | None]) -> None:
        self._session, self._counted = session, counted
        self._expected: dict[int, Decimal] = {}
        self._since: dict[int, Decimal] = {}
        self._moved: set[int] = set()
        for place in dict.fromkeys(line.place_id for line in lines):
            self._read_place(tx, place, [line for line in lines if line.place_id == place])
        self._told = _told(tx, session.session_id)
        self._expected |= _booked(tx, session.session_id)
        self._costs = _unit_costs(tx, session.session_id)
        self._last = _last_counted(tx, session.session_id)

    def _read_place(self, tx: Tx, place: int, lines: Sequence[Line]) -> None:
        tallies = {line.sku_id: found for line in lines if (found := self._counted[line.task_id]) is not None}
        tasks = {line.sku_id: line.task_id for line in lines}
        moments = {line.sku_id: tx.now if line.sku_id not in tallies else tallies[line.sku_id].at for line in lines}
        for sku_id, pieces in on_hand_each(tx, place, moments).items():
            self._expected[tasks[sku_id]] = pieces
        firsts = {sku_id: found.first_at for sku_id, found in tallies.items()}
        for move in moves_after(tx, place, firsts):
            found, at = tallies[move.sku_id], datetime.fromtimestamp(move.at, UTC)
            if at > found.at:
                task = tasks[move.sku_id]
                self._since[task] = self._since.get(task, Decimal(0)) + Decimal(move.pieces) / QUANTITY_SCALE
            elif at > found.first_at:
                self._moved.add(tasks[move.sku_id])

    def judge(self, line: Line) -> ReviewLine:
        found, expected = self._counted[line.task_id], self._expected[line.task_id]
        difference = None if found is None else found.pieces - expected
        cost = self._costs.get(line.sku_id)
        value = None if difference is None or cost is None else (difference * cost).quantize(Decimal("0.0001"))
        told = self._told.get(line.task_id)
        verdict = judge(
            found, expected, value, self._session.limits, line.round, moved=line.task_id in self._moved
        )  # fmt: skip
        return ReviewLine(
            line, found, expected, difference, value, self._since.get(line.task_id, Decimal(0)),
            self._last.get(line.sku_id), verdict, told.reason if told else None, told.note if told else None,
        )  # fmt: skip


def _told(tx: Tx, session_id: int) -> dict[int, Any]:
    """Reasons and notes by line."""
    wanted = select(CountTask.task_id, CountTask.reason, CountTask.note).where(CountTask.session_id == session_id)
    said = wanted.where(CountTask.reason.is_not(None) | CountTask.note.is_not(None))
    return {row.task_id: row for row in tx.rows(said)}


def _booked(tx: Tx, session_id: int) -> dict[int, Decimal]:
    """What was expected of each line that was booked: the ledger holds what was counted since."""
    same = (StockCount.session_id == CountTask.session_id) & (StockCount.warehouse_id == CountTask.place_id)
    found = tx.rows(
        select(CountTask.task_id, StockCountLine.expected)
        .join(StockCount, same)
        .join(
            StockCountLine,
            (StockCountLine.count_id == StockCount.count_id) & (StockCountLine.sku_id == CountTask.sku_id),
        )
        .where(CountTask.session_id == session_id)
    )
    return {row.task_id: row.expected for row in found}


def _unit_costs(tx: Tx, session_id: int) -> dict[int, Decimal]:
    """What a piece of each SKU costs now: by what is on hand, else as stated; unknown ones are left out."""
    pieces = type_coerce(func.sum(StockLevel.on_hand), WHOLE).label("pieces")
    level = select(StockLevel.sku_id, pieces).group_by(StockLevel.sku_id).subquery("level")
    found = tx.rows(
        select(Sku.sku_id, Sku.cost, SkuValue.value, level.c.pieces)
        .outerjoin(level, level.c.sku_id == Sku.sku_id)
        .outerjoin(SkuValue, SkuValue.sku_id == Sku.sku_id)
        .where(Sku.sku_id.in_(of_session(session_id)))
    )
    costs = {}
    for row in found:
        on_hand = Decimal(row.pieces or 0) / QUANTITY_SCALE
        cost = row.value / on_hand if row.value and on_hand > 0 else row.cost
        if cost is not None:
            costs[row.sku_id] = cost
    return costs


def _last_counted(tx: Tx, session_id: int) -> dict[int, datetime]:
    """When each SKU was last counted before."""
    last = last_counts()
    found = tx.rows(select(last.c.sku_id, last.c.at).where(last.c.sku_id.in_(of_session(session_id))))
    return {row.sku_id: datetime.fromtimestamp(int(row.at), UTC) for row in found}
