"""What was counted line by line, and what the ledger said at the minute of each line."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final, NamedTuple

from sqlalchemy import func, select, type_coerce

from shopdesk.shop.stock.rules import MoveReason
from shopdesk.store.tables import StockCount, StockCountLine, StockLevel, StockMove
from shopdesk.store.tx import Tx
from shopdesk.store.types import QUANTITY_SCALE, WHOLE

CHUNK = 500
SAYING: Final = (MoveReason.OPENING.value, MoveReason.RECEIPT.value, MoveReason.COUNT.value, MoveReason.ADJUST.value)
"""Reasons of moves by which somebody said what lies on the shelf."""


class CountLine(NamedTuple):
    """One SKU as it was counted; what is None is that of the whole count."""

    sku_id: int
    pieces: Decimal
    source_row: int | None = None
    counted_at: datetime | None = None
    reason: str | None = None
    """Why it differs, as a person said."""
    person: str | None = None


class Moved(NamedTuple):
    """A move at a place: its SKU, when (seconds UTC), and pieces in 1/1,000, signed."""

    sku_id: int
    at: int
    pieces: int


def on_hand_each(tx: Tx, place: int, moments: Mapping[int, datetime]) -> dict[int, Decimal]:
    """Pieces of SKUs at a place, each at the end of a moment of its own.

    What is there now less what moved since: a count is of today, so few moves are read.
    """
    there = levels_at(tx, place, list(moments))
    since = {sku_id: int(at.timestamp()) for sku_id, at in moments.items()}
    for move in moves_after(tx, place, moments):
        if move.at > since[move.sku_id]:
            there[move.sku_id] -= move.pieces
    return {sku_id: Decimal(pieces) / QUANTITY_SCALE for sku_id, pieces in there.items()}


def levels_at(tx: Tx, place: int, sku_ids: Sequence[int]) -> dict[int, int]:
    """Pieces on hand now of each of these SKUs at a place, in 1/1,000."""
    there = dict.fromkeys(sku_ids, 0)
    for start in range(0, len(sku_ids), CHUNK):
        rows = tx.rows(
            select(StockLevel.sku_id, type_coerce(StockLevel.on_hand, WHOLE).label("pieces")).where(
                StockLevel.warehouse_id == place, StockLevel.sku_id.in_(sku_ids[start : start + CHUNK])
            )
        )
        there |= {row.sku_id: int(row.pieces) for row in rows}
    return there


def moves_after(tx: Tx, place: int, moments: Mapping[int, datetime]) -> Iterator[Moved]:
    """What moved of these SKUs at a place after the earliest of the moments, oldest first."""
    listed, earliest = list(moments), min(moments.values(), default=datetime.now(UTC))
    at, pieces = type_coerce(StockMove.moved_at, WHOLE), type_coerce(StockMove.quantity, WHOLE)
    for start in range(0, len(listed), CHUNK):
        found = tx.rows(
            select(StockMove.sku_id, at, pieces)
            .where(
                StockMove.sku_id.in_(listed[start : start + CHUNK]),
                StockMove.warehouse_id == place,
                StockMove.moved_at > earliest,
            )
            .order_by(StockMove.moved_at, StockMove.move_id)
        )
        yield from (Moved(*row) for row in found)


def kept_stock(tx: Tx, sku_ids: Iterable[int] | None = None) -> set[int]:
    """Of which SKUs (None: of all) anything ever said what lies on the shelf: a receipt, opening stock, a count, …"""
    told = select(StockMove.sku_id).where(StockMove.reason.in_(SAYING)).distinct()
    counted = select(StockCountLine.sku_id).distinct()
    if sku_ids is None:
        return set(tx.scalars(told.union(counted)))
    listed, found = sorted(set(sku_ids)), set[int]()
    for start in range(0, len(listed), CHUNK):
        part = listed[start : start + CHUNK]
        own = told.where(StockMove.sku_id.in_(part)).union(counted.where(StockCountLine.sku_id.in_(part)))
        found.update(tx.scalars(own))
    return found


def last_counts(tx: Tx, sku_ids: Iterable[int]) -> dict[tuple[int, int], datetime]:
    """(SKU, place) → when it was last counted there; left out where it never was."""
    listed, found = sorted(set(sku_ids)), dict[tuple[int, int], datetime]()
    for start in range(0, len(listed), CHUNK):
        rows = tx.rows(
            select(
                StockCountLine.sku_id, StockCount.warehouse_id, func.max(StockCountLine.counted_at).label("at")
            )
            .join(StockCount, StockCount.count_id == StockCountLine.count_id)
            .where(StockCountLine.sku_id.in_(listed[start : start + CHUNK]))
            .group_by(StockCountLine.sku_id, StockCount.warehouse_id)
        )  # fmt: skip
        found |= {(row.sku_id, row.warehouse_id): row.at for row in rows}
    return found
