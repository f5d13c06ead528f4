"""What a move dated in the past would touch, before it is posted: later balances, counts, values and months."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any, Final

from sqlalchemy import select, type_coerce

from shopdesk.shop.ledger.actions import closed_through
from shopdesk.shop.stock.homes import rest_of
from shopdesk.shop.stock.levels import main_warehouse
from shopdesk.shop.stock.rules import Costing, Move, MoveReason, value_moves
from shopdesk.store.tables import MoveValue, Sku, StockCount, StockCountLine, StockMove
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE, WHOLE

_NEW: Final = 10**15
"""Ids of moves that are not there yet: they come after all that are."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A move that somebody is about to post; without a place it goes where the SKU lies in the main warehouse."""

    sku_id: int
    quantity: Decimal
    moved_at: datetime
    warehouse_id: int | None = None
    unit_cost: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Below:
    """From that moment on less than nothing would lie at a place, where something does now; `lowest` until today."""

    sku_id: int
    place_id: int
    since: datetime
    lowest: Decimal


@dataclass(frozen=True, slots=True)
class CountChange:
    """A count says what was on hand: what is told late changes the difference that it found."""

    count_id: int
    sku_id: int
    place_id: int
    counted_at: datetime
    before: Decimal
    after: Decimal


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A move that would be worth something else; None is unknown."""

    move_id: int
    sku_id: int
    moved_at: datetime
    reason: str
    document_kind: str
    document_id: int
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True, slots=True)
class MonthChange:
    """By how much the moves of a month would be worth more; closed, that enters the books on the first open day."""

    month: str
    value: Decimal
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What posting would touch; all empty where it is the last thing that happened to these SKUs."""

    below: list[Below]
    counts: list[CountChange]
    values: list[ValueChange]
    months: list[MonthChange]
    closed_through: date | None
    """The books are closed through this day and would refuse a move of that moment; None: they take it."""

    @property
    def touches_nothing(self) -> bool:
        """Whether nothing that is there already would change; the months then are those of the moves themselves."""
        return not (self.below or self.counts or self.values or self.closed_through)


def preview(tx: Tx, moves: Sequence[Proposed]) -> Preview:
    """What would change if these moves were posted now; nothing is written."""
    by_sku: dict[int, list[Proposed]] = {}
    for move in moves:
        by_sku.setdefault(move.sku_id, []).append(move)
    method = Costing(tx.setting("costing", Costing.MOVING_AVERAGE.value))
    told = [_History(tx, sku_id, some) for sku_id, some in sorted(by_sku.items())]
    values = [change for history in told for change in history.values(method)]
    closed = closed_through(tx)
    refused = any(move.moved_at.astimezone(tx.zone).date() <= closed for move in moves)
    return Preview(
        [below for history in told for below in history.below()],
        [change for history in told for change in history.count_changes],
        [_value_change(move, after) for move, after in values if not move.is_new],
        _months(values, closed),
        closed if refused else None,
    )


@dataclass(slots=True)
class _Moved:
    """A move, there already or not; pieces in 1/1,000, money in 1/10,000, `at` in seconds UTC."""

    move_id: int
    place_id: int
    pieces: int
    at: int
    booked_on: date
    reason: str
    unit_cost: int | None = None
    reverses: int | None = None
    document: tuple[str, int] = ("", 0)
    value: int | None = None
    sku_id: int = 0

    @property
    def is_new(self) -> bool:
        return self.move_id >= _NEW


@dataclass(slots=True)
class _History:
    """The moves of one SKU as they are, and as they would be."""

    tx: Tx
    sku_id: int
    proposed: Sequence[Proposed]
    now: list[_Moved] = field(init=False)
    then: list[_Moved] = field(init=False)
    count_changes: list[CountChange] = field(init=False)

    def __post_init__(self) -> None:
        self.now = list(_moves(self.tx, self.sku_id))
        ids = count(_NEW)
        fresh = [self._fresh(next(ids), move) for move in self.proposed]
        self.count_changes = []
        self.then = _in_time([*self.now, *fresh])
        self._hold_counts(fresh, ids)

    def _fresh(self, move_id: int, move: Proposed) -> _Moved:
        place = rest_of(self.tx, self.sku_id, move.warehouse_id or main_warehouse(self.tx))
        cost = None if move.unit_cost is None else int(move.unit_cost * MONEY_SCALE)
        at, reason = int(move.moved_at.timestamp()), MoveReason.RECEIPT if move.quantity > 0 else MoveReason.ADJUST
        pieces = int(move.quantity * QUANTITY_SCALE)
        return _Moved(move_id, place, pieces, at, self._day(at), reason, cost, sku_id=self.sku_id)

    def _day(self, at: int) -> date:
        return datetime.fromtimestamp(at, UTC).astimezone(self.tx.zone).date()

    def _hold_counts(self, fresh: Sequence[_Moved], ids: Iterator[int]) -> None:
        """Do to the counts what `keep_counts` does: what was counted stays, the difference follows."""
        since: dict[int, int] = {}
        for move in fresh:
            since[move.place_id] = min(move.at, since.get(move.place_id, move.at))
        for line in _counted(self.tx, self.sku_id):
            if line.at < since.get(line.place_id, line.at + 1):
                continue
            answered = {move.reverses for move in self.then}
            posted = [
                move for move in self.then
                if move.document == ("count", line.count_id) and move.place_id == line.place_id
                and move.reverses is None and move.move_id not in answered
            ]  # fmt: skip
            there = sum(m.pieces for m in self.then if m.place_id == line.place_id and m.at <= line.at)
            missing, before = line.counted - there, sum(move.pieces for move in posted)
            if missing:
                self._replace(line, posted, missing + before, ids)
                change = (_pieces(before), _pieces(missing + before))
                self.count_changes.append(
                    CountChange(line.count_id, self.sku_id, line.place_id, _moment(line.at), *change)
                )

    def _replace(self, line: Any, posted: Sequence[_Moved], pieces: int, ids: Iterator[int]) -> None:
        made = [
            replace(move, move_id=next(ids), pieces=-move.pieces, reverses=move.move_id, value=None) for move in posted
        ]
        told = _Moved(
            next(ids), line.place_id, pieces, line.at, self._day(line.at), MoveReason.COUNT,
            document=("count", line.count_id), sku_id=self.sku_id,
        )  # fmt: skip
        self.then = _in_time([*self.then, *made, *([told] if pieces else [])])

    def below(self) -> Iterator[Below]:
        """Places of which less than nothing would be left, where that is not so now."""
        for place_id in sorted({move.place_id for move in self.then if move.is_new}):
            before, after = _balances(self.now, place_id), _balances(self.then, place_id)
            fell, standing = {}, 0
            for at in sorted({*before, *after}):
                standing = before.get(at, standing)
                if at in after and after[at] < 0 and standing >= 0:
                    fell[at] = after[at]
            if fell:
                yield Below(self.sku_id, place_id, _moment(min(fell)), _pieces(min(fell.values())))

    def values(self, method: Costing) -> Iterator[tuple[_Moved, int | None]]:
        """Moves that would be worth something else, and what; those that are not there yet as well."""
        stated = self.tx.scalar(select(type_coerce(Sku.cost, WHOLE)).where(Sku.sku_id == self.sku_id))
        valued = [move for move in self.then if move.reason != MoveReason.TRANSFER]
        listed = [Move(move.move_id, move.pieces, move.unit_cost, move.reverses) for move in valued]
        values = value_moves(listed, method, None if stated is None else int(stated))
        yield from ((move, values.get(move.move_id)) for move in valued if move.value != values.get(move.move_id))


def _moves(tx: Tx, sku_id: int) -> Iterator[_Moved]:
    whole = {name: type_coerce(getattr(StockMove, name), WHOLE) for name in ("quantity", "moved_at", "unit_cost")}
    rows = tx.rows(
        select(
            StockMove.move_id, StockMove.warehouse_id, whole["quantity"], whole["moved_at"], StockMove.booked_on,
            StockMove.reason, whole["unit_cost"], StockMove.reverses_id, StockMove.document_kind,
            StockMove.document_id, type_coerce(MoveValue.value, WHOLE),
        )
        .outerjoin(MoveValue, MoveValue.move_id == StockMove.move_id)
        .where(StockMove.sku_id == sku_id)
        .order_by(StockMove.moved_at, StockMove.move_id)
    )  # fmt: skip
    for move_id, place_id, pieces, at, day, reason, cost, reverses, kind, document_id, value in rows:
        yield _Moved(move_id, place_id, pieces, at, day, reason, cost, reverses, (kind, document_id), value, sku_id)


def _counted(tx: Tx, sku_id: int) -> Sequence[Any]:
    """The counts of a SKU, oldest first: count_id, place_id, at, counted."""
    return tx.rows(
        select(
            StockCount.count_id, StockCount.warehouse_id.label("place_id"),
            type_coerce(StockCountLine.counted_at, WHOLE).label("at"),
            type_coerce(StockCountLine.counted, WHOLE).label("counted"),
        )
        .join(StockCountLine, StockCountLine.count_id == StockCount.count_id)
        .where(StockCountLine.sku_id == sku_id)
        .order_by(StockCountLine.counted_at, StockCount.warehouse_id, StockCount.count_id)
    )  # fmt: skip


def _in_time(moves: Iterable[_Moved]) -> list[_Moved]:
    return sorted(moves, key=lambda move: (move.at, move.move_id))


def _balances(moves: Iterable[_Moved], place_id: int) -> dict[int, int]:
    """Moment → pieces at a place at its end."""
    found, pieces = dict[int, int](), 0
    for move in moves:
        if move.place_id == place_id:
            pieces += move.pieces
            found[move.at] = pieces
    return found


def _value_change(move: _Moved, after: int | None) -> ValueChange:
    told = (_money(move.value), _money(after))
    return ValueChange(move.move_id, move.sku_id, _moment(move.at), move.reason, *move.document, *told)


def _months(values: Iterable[tuple[_Moved, int | None]], closed: date) -> list[MonthChange]:
    """What the months of these moves would come to, the moves that are not there yet with them."""
    made: dict[tuple[str, bool], int] = {}
    for move, after in values:
        key = move.booked_on.isoformat()[:7], move.booked_on <= closed
        made[key] = made.get(key, 0) + (after or 0) - (move.value or 0)
    return [
        MonthChange(month, Decimal(value) / MONEY_SCALE, is_closed)
        for (month, is_closed), value in sorted(made.items())
    ]


def _pieces(thousandths: int) -> Decimal:
    return Decimal(thousandths) / QUANTITY_SCALE


def _money(amount: int | None) -> Decimal | None:
    return None if amount is None else Decimal(amount) / MONEY_SCALE


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
