"""Reading counts: a session's board, its review line by line, and what a code that was scanned means in it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple

from sqlalchemy import exists, func, select, type_coerce
from sqlalchemy.orm import aliased

from shopdesk.shop.catalog.rules import ProductState
from shopdesk.shop.counting.rules import Limits, Scan, Scope, Tally, Verdict, is_over, judge, tally
from shopdesk.shop.counting.scope import last_counts
from shopdesk.shop.counting.sheets import SESSIONS
from shopdesk.shop.stock.counted import levels_at, moves_after, on_hand_each
from shopdesk.shop.stock.rules import WarehouseState
from shopdesk.store.rows import RowSource, spoken_title
from shopdesk.store.tables import (
    Barcode,
    CountScan,
    CountSession,
    CountTask,
    Product,
    Sku,
    SkuValue,
    StockLevel,
    Warehouse,
)
from shopdesk.store.tx import Tx
from shopdesk.store.types import QUANTITY_SCALE, WHOLE
from shopdesk.text import N_, UserError

_C, _T, _S, _W = CountSession.__table__.c, CountTask.__table__.c, CountScan.__table__.c, Warehouse.__table__.c

_back = aliased(CountScan)
_taken_back = exists().where(_back.session_id == _S.session_id, _back.undoes == _S.scan_no)

SESSION_ROWS: Final = RowSource(
    sheet=SESSIONS,
    origin=CountSession.__table__.join(Warehouse.__table__, _W.warehouse_id == _C.warehouse_id),
    row_id=_C.session_id,
    values={
        "opened_at": _C.opened_at,
        "title": _C.title,
        "state": _C.state,
        "place": _W.title,
        "blind": _C.blind,
        "assigned_to": func.coalesce(_C.assigned_to, _C.opened_by),
        "counted": select(func.count(_S.task_id.distinct()))
        .where(_S.session_id == _C.session_id, _S.undoes.is_(None), ~_taken_back)
        .correlate(CountSession.__table__)
        .scalar_subquery(),
        "asked": select(func.count())
        .select_from(CountTask.__table__)
        .where(_T.session_id == _C.session_id, _T.expected_here == True)  # noqa: E712
        .correlate(CountSession.__table__)
        .scalar_subquery(),
        "approved_by": _C.approved_by,
        "alone": _C.alone,
        "closed_at": _C.closed_at,
        "note": _C.note,
    },
    search=(_C.title, _C.assigned_to, _C.note),
    order=(("opened_at", True),),
    spoken={"place": spoken_title},
)
"""The list of sessions."""


@dataclass(frozen=True, slots=True)
class Session:
    """One session with what was chosen for it."""

    session_id: int
    title: str
    state: str
    place_id: int
    place: str
    """A msgid for the main warehouse."""
    scope: Scope
    blind: bool
    assigned_to: str
    limits: Limits
    opened_at: datetime
    opened_by: str
    asked: int
    """Lines that it asks for."""
    approved_by: str | None
    alone: bool
    closed_at: datetime | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A SKU at a place in a session, as whoever counts may see it: nothing of what is expected."""

    task_id: int
    sku_id: int
    code: str
    title: str
    place_id: int
    place: str
    round: int
    asked: bool


class ScanRow(NamedTuple):
    """A scan with its line; `task_id` None while nobody knows the code."""

    task_id: int | None
    code: str
    scan: Scan


@dataclass(frozen=True, slots=True)
class Found:
    """What a code means in a session: a SKU and where it may be counted there; without one, nobody knows the code."""

    code: str
    sku_id: int
    sku: str
    title: str
    lines: Sequence[Line]
    expected: Mapping[int, Decimal]
    """By place, what the ledger says now; empty in a blind count."""


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


def find_session(tx: Tx, session_id: int) -> Session:
    """One session; UserError where it is gone."""
    found = tx.rows(
        select(CountSession.__table__, Warehouse.title.label("place"))
        .join(Warehouse, Warehouse.warehouse_id == CountSession.warehouse_id)
        .where(CountSession.session_id == session_id)
    )
    if not found:
        raise UserError(N_("There is no such count."), code="gone")
    row = found[0]
    asked = select(func.count()).where(_T.session_id == session_id, _T.expected_here == True)  # noqa: E712
    return Session(
        row.session_id, row.title, row.state, row.warehouse_id, row.place, Scope.from_plain(json.loads(row.scope)),
        row.blind, row.assigned_to or row.opened_by, Limits(row.tolerance, row.tolerance_value), row.opened_at,
        row.opened_by, int(tx.scalar(asked)), row.approved_by, row.alone, row.closed_at, row.note,
    )  # fmt: skip


def find_session_id(tx: Tx, named: str) -> int | None:
    """The session of that name or number."""
    by_title = tx.scalar(select(CountSession.session_id).where(CountSession.title == named.strip()))
    if by_title is None and named.strip().isdecimal():
        by_title = tx.scalar(select(CountSession.session_id).where(CountSession.session_id == int(named)))
    return None if by_title is None else int(by_title)


def open_sessions(tx: Tx) -> list[tuple[int, str]]:
    """Sessions that are being counted, newest first, with their names."""
    wanted = select(CountSession.session_id, CountSession.title).where(CountSession.state == "open")
    return [(row.session_id, row.title) for row in tx.rows(wanted.order_by(CountSession.session_id.desc()))]


def find_lines(tx: Tx, session_id: int, sku_ids: Iterable[int] | None = None) -> list[Line]:
    """The lines of a session by place and code: all, or those of some SKUs."""
    wanted = (
        select(
            CountTask.task_id, CountTask.sku_id, Sku.code, Product.title, Sku.option, CountTask.place_id,
            Warehouse.title.label("place"), CountTask.round, CountTask.expected_here,
        )
        .join(Sku, Sku.sku_id == CountTask.sku_id)
        .join(Product, Product.product_id == Sku.product_id)
        .join(Warehouse, Warehouse.warehouse_id == CountTask.place_id)
        .where(CountTask.session_id == session_id)
        .order_by(Warehouse.code, Sku.code, CountTask.task_id)
    )  # fmt: skip
    if sku_ids is not None:
        wanted = wanted.where(CountTask.sku_id.in_(list(sku_ids)))
    return [
        Line(row.task_id, row.sku_id, row.code, named(row.title, row.option), row.place_id, row.place, row.round,
             row.expected_here)
        for row in tx.rows(wanted)
    ]  # fmt: skip


def named(title: str, option: str | None) -> str:
    """A product with its option."""
    return f"{title} · {option}" if option else title


def find_scans(tx: Tx, session_id: int) -> list[ScanRow]:
    """Every scan of a session in the order in which they were made."""
    found = tx.rows(
        select(CountScan.__table__)
        .where(CountScan.session_id == session_id)
        .order_by(CountScan.scanned_at, CountScan.scan_id)
    )
    return [
        ScanRow(r.task_id, r.code,
                Scan(r.scan_no, r.quantity, r.sets, r.round, r.scanned_at, r.person, r.undoes))
        for r in found
    ]  # fmt: skip


def find_code(tx: Tx, session_id: int, code: str) -> Found | None:
    """What a code or barcode means in a session; None where nobody knows it. A blind count reads no level."""
    wanted = code.strip()
    named_sku = select(Sku.sku_id, Sku.code, Sku.option, Product.title).join(
        Product, Product.product_id == Sku.product_id
    )
    rows = tx.rows(named_sku.where(Sku.code == wanted, Sku.state != ProductState.WITHDRAWN.value))
    rows = rows or tx.rows(named_sku.join(Barcode, Barcode.sku_id == Sku.sku_id).where(Barcode.code == wanted))
    if not rows:
        return None
    row, session = rows[0], tx.rows(
        select(CountSession.blind, CountSession.warehouse_id).where(CountSession.session_id == session_id)
    )[0]  # fmt: skip
    lines = find_lines(tx, session_id, [row.sku_id])
    places = [line.place_id for line in lines] or [session.warehouse_id]
    expected = {} if session.blind else {
        place: Decimal(levels_at(tx, place, [row.sku_id])[row.sku_id]) / QUANTITY_SCALE for place in places
    }  # fmt: skip
    return Found(wanted, row.sku_id, row.code, named(row.title, row.option), lines, expected)


def find_shelf(tx: Tx, place_id: int, code: str) -> tuple[int, str] | None:
    """The shelf of a place that a scanned code or a typed name says: its id and title."""
    wanted = code.strip().casefold()
    shelves = select(Warehouse.warehouse_id, Warehouse.title, Warehouse.code).where(
        Warehouse.parent_id == place_id, Warehouse.kind == "shelf", Warehouse.state == WarehouseState.ACTIVE.value
    )
    for row in tx.rows(shelves):
        if wanted in {row.title.casefold(), row.code.casefold(), row.code.rpartition("/")[2].casefold()}:
            return row.warehouse_id, row.title
    return None


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


def _of_session(session_id: int) -> Any:
    return select(CountTask.sku_id).where(CountTask.session_id == session_id)


def _unit_costs(tx: Tx, session_id: int) -> dict[int, Decimal]:
    """What a piece of each SKU costs now: by what is on hand, else as stated; unknown ones are left out."""
    pieces = type_coerce(func.sum(StockLevel.on_hand), WHOLE).label("pieces")
    level = select(StockLevel.sku_id, pieces).group_by(StockLevel.sku_id).subquery("level")
    found = tx.rows(
        select(Sku.sku_id, Sku.cost, SkuValue.value, level.c.pieces)
        .outerjoin(level, level.c.sku_id == Sku.sku_id)
        .outerjoin(SkuValue, SkuValue.sku_id == Sku.sku_id)
        .where(Sku.sku_id.in_(_of_session(session_id)))
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
    found = tx.rows(select(last.c.sku_id, last.c.at).where(last.c.sku_id.in_(_of_session(session_id))))
    return {row.sku_id: datetime.fromtimestamp(int(row.at), UTC) for row in found}


def differs_at_once(found: Found, place_id: int, pieces: Decimal, limits: Limits) -> bool:
    """Whether an open count may say at once that a line is to be counted again; a blind one never does."""
    expected = found.expected.get(place_id)
    return expected is not None and is_over(pieces - expected, None, limits)
