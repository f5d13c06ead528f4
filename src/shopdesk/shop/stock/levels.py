"""What is on hand, kept in step with every move and held to what was counted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

from sqlalchemy import exists, func, select, text, type_coerce
from sqlalchemy.orm import aliased

from shopdesk.shop.stock.lots import follow_lots
from shopdesk.shop.stock.rules import MoveReason
from shopdesk.store.tables import StockCount, StockCountLine, StockLevel, StockMove, Warehouse
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE

Shelf = tuple[int, int]
"""(sku_id, warehouse_id)"""


def main_warehouse(tx: Tx) -> int:
    """The warehouse that is meant where none is named."""
    return int(tx.scalar(select(func.min(Warehouse.warehouse_id))))


def on_hand(tx: Tx, sku_id: int, warehouse_id: int | None = None, *, at: datetime | None = None) -> Decimal:
    """Pieces of a SKU by its moves: now, or at the end of a moment."""
    moves = select(func.coalesce(func.sum(StockMove.quantity), 0)).where(StockMove.sku_id == sku_id)
    if warehouse_id is not None:
        moves = moves.where(StockMove.warehouse_id == warehouse_id)
    if at is not None:
        moves = moves.where(StockMove.moved_at <= at)
    return Decimal(tx.scalar(moves))


def now_on_shelf(tx: Tx, sku_id: int, warehouse_id: int) -> datetime:
    """Now; a second later where the SKU was counted this very second, so that what comes after a count stays after."""
    counted = tx.scalar(
        select(func.max(StockCountLine.counted_at))
        .join(StockCount, StockCountLine.count_id == StockCount.count_id)
        .where(
            StockCountLine.sku_id == sku_id,
            StockCount.warehouse_id == warehouse_id,
            StockCountLine.counted_at == tx.now,
        )
    )
    return tx.now if counted is None else tx.now + timedelta(seconds=1)


def add_levels(tx: Tx, first_move_id: int, *, is_lot_known: bool = False) -> None:
    """Add the moves from `first_move_id` on to the levels kept by SKU and place, and give them their lots.

    `is_lot_known`: their lots have been named already, and what has none is of no known lot.
    A move dated before a count was on the shelf when that was counted, so the count's difference changes with it.
    """
    _raise(tx, first_move_id)
    if not is_lot_known:
        follow_lots(tx, first_move_id)
    if tx.scalar(select(func.min(StockCountLine.count_line_id))) is None:
        return
    earliest = type_coerce(func.min(StockMove.moved_at), WHOLE)
    found = tx.rows(
        select(StockMove.sku_id, StockMove.warehouse_id, earliest.label("since"))
        .where(StockMove.move_id >= first_move_id)
        .group_by(StockMove.sku_id, StockMove.warehouse_id)
    )
    keep_counts(tx, {(row.sku_id, row.warehouse_id): row.since for row in found})


def keep_counts(tx: Tx, since: Mapping[Shelf, int]) -> None:
    """Make what is on hand at each count what was counted, for counts from a moment (seconds UTC) on.

    Without this a delivery or sale that is entered late would silently overwrite the count (rules.md, Stock).
    """
    lines = [
        line for line in _counted(tx, {sku for sku, _place in since}) if line.at >= since.get(line.shelf, line.at + 1)
    ]
    posted = _posted(tx, [line.count_id for line in lines])
    moves: list[tuple[Any, ...]] = []
    added: dict[Shelf, int] = {}
    for (at, place), some in groupby(lines, lambda line: (line.at, line.shelf[1])):
        counted = list(some)
        there = _at(tx, [line.shelf[0] for line in counted], place, at)
        for line in counted:
            missing = line.counted - there.get(line.shelf[0], 0) - added.get(line.shelf, 0)
            if missing:
                added[line.shelf] = added.get(line.shelf, 0) + missing
                moves += _instead(tx, line, missing, posted.pop((line.count_id, line.shelf[0]), []))
    if moves:
        first = tx.reserve_ids(StockMove, 1)
        tx.insert_many(StockMove, _COLUMNS, moves)
        _raise(tx, first)
        follow_lots(tx, first)


_COLUMNS = (
    "sku_id", "warehouse_id", "quantity", "reason", "moved_at", "booked_on", "document_kind", "document_id",
    "import_id", "source_row", "change_id", "reverses_id",
)  # fmt: skip


class _Counted:
    """A SKU of a count; quantities in 1/1,000, `at` in seconds UTC."""

    __slots__ = ("at", "count_id", "counted", "import_id", "shelf", "source_row")

    def __init__(self, row: Any) -> None:
        self.shelf: Shelf = (row.sku_id, row.warehouse_id)
        self.at, self.counted = int(row.at), int(row.counted)
        self.count_id, self.import_id, self.source_row = row.count_id, row.import_id, row.source_row


def _counted(tx: Tx, sku_ids: Iterable[int]) -> list[_Counted]:
    """Every counted SKU among these, oldest count first."""
    listed, found = sorted(sku_ids), list[_Counted]()
    for start in range(0, len(listed), 500):
        rows = tx.rows(
            select(
                StockCountLine.sku_id, StockCount.warehouse_id,
                type_coerce(StockCountLine.counted_at, WHOLE).label("at"),
                type_coerce(StockCountLine.counted, WHOLE).label("counted"), StockCount.count_id, StockCount.import_id,
                StockCountLine.source_row,
            )
            .join(StockCount, StockCount.count_id == StockCountLine.count_id)
            .where(StockCountLine.sku_id.in_(listed[start : start + 500]))
        )  # fmt: skip
        found += map(_Counted, rows)
    return sorted(found, key=lambda line: (line.at, line.shelf[1], line.count_id))


def _at(tx: Tx, sku_ids: Sequence[int], warehouse_id: int, at: int) -> dict[int, int]:
    """Pieces on hand at the end of a moment."""
    there: dict[int, int] = {}
    for start in range(0, len(sku_ids), 500):
        rows = tx.rows(
            select(StockMove.sku_id, type_coerce(func.sum(StockMove.quantity), WHOLE).label("pieces"))
            .where(
                StockMove.sku_id.in_(sku_ids[start : start + 500]), StockMove.warehouse_id == warehouse_id,
                type_coerce(StockMove.moved_at, WHOLE) <= at,
            )
            .group_by(StockMove.sku_id)
        )  # fmt: skip
        there |= {row.sku_id: int(row.pieces) for row in rows}
    return there


def _posted(tx: Tx, count_ids: Sequence[int]) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """(count_id, sku_id) → its differences that nothing has answered: (move_id, pieces)."""
    answer, found = aliased(StockMove), dict[tuple[int, int], list[tuple[int, int]]]()
    listed = sorted(set(count_ids))
    for start in range(0, len(listed), 500):
        rows = tx.rows(
            select(
                StockMove.move_id, StockMove.document_id, StockMove.sku_id,
                type_coerce(StockMove.quantity, WHOLE).label("pieces"),
            ).where(
                StockMove.document_kind == "count", StockMove.document_id.in_(listed[start : start + 500]),
                StockMove.reverses_id.is_(None), ~exists().where(answer.reverses_id == StockMove.move_id),
            ).order_by(StockMove.move_id)
        )  # fmt: skip
        for row in rows:
            found.setdefault((row.document_id, row.sku_id), []).append((row.move_id, row.pieces))
    return found


def _instead(tx: Tx, line: _Counted, missing: int, posted: Sequence[tuple[int, int]]) -> Iterator[tuple[Any, ...]]:
    """The whole difference of a count in place of what it was: several would be valued each on its own."""
    for move_id, pieces in posted:
        yield _move(tx, line, -pieces, MoveReason.REVERSAL, move_id)
    if whole := missing + sum(pieces for _move_id, pieces in posted):
        yield _move(tx, line, whole, MoveReason.COUNT, None)


def _move(tx: Tx, line: _Counted, pieces: int, reason: MoveReason, reverses: int | None) -> tuple[Any, ...]:
    day = datetime.fromtimestamp(line.at, UTC).astimezone(tx.zone).date().isoformat()
    return (
        *line.shelf, pieces, reason.value, line.at, day, "count", line.count_id, line.import_id, line.source_row,
        tx.change_id, reverses,
    )  # fmt: skip


def _raise(tx: Tx, first_move_id: int) -> None:
    tx.run_sql(
        StockLevel,
        text(
            # What moved by the moves themselves, how much by the index over SKUs: half a million are not sorted for it.
            "INSERT INTO stock_level (sku_id, warehouse_id, on_hand) "
            "SELECT sku_id, warehouse_id, (SELECT SUM(quantity) FROM stock_move WHERE sku_id = moved.sku_id "
            "AND warehouse_id = moved.warehouse_id AND move_id >= :first) FROM (SELECT DISTINCT sku_id, warehouse_id "
            "FROM stock_move WHERE move_id >= :first AND change_id = :change_id) AS moved WHERE true "
            "ON CONFLICT (sku_id, warehouse_id) DO UPDATE SET on_hand = stock_level.on_hand + excluded.on_hand"
        ),
        {"first": first_move_id, "change_id": tx.change_id},
    )
