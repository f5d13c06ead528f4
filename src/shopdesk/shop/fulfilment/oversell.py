"""Parcels of what is not there: asked before they are booked, so that nothing is oversold without a word.

Goods whose stock nobody keeps (`kept_stock`) leave as before: there is no figure to hold them to.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from sqlalchemy import func, select, type_coerce

from shopdesk.shop.fulfilment.reports import sku_names
from shopdesk.shop.orders.standing import PICKED_FROM
from shopdesk.shop.stock.available import BLOCKED, LINES_IN_PARTS, PART_ID, PER_ONE
from shopdesk.shop.stock.counted import kept_stock, last_counts
from shopdesk.shop.stock.homes import home_of
from shopdesk.shop.stock.levels import main_warehouse
from shopdesk.store.tables import Allocation, OrderLine, StockLevel, Warehouse
from shopdesk.store.tx import Tx
from shopdesk.store.types import QUANTITY_SCALE, WHOLE

MANY: Final = 500
"""Ids in one statement."""


@dataclass(frozen=True, slots=True)
class Short:
    """A SKU of which more would leave than there is."""

    sku: str
    wanted: Decimal
    on_hand: Decimal
    """What is there for it; below zero where more has left than came."""
    blocked: Decimal = Decimal(0)
    """What is there beside that, of lots that nobody may pick."""


class OnHand:
    """What is there of the goods of some orders' lines, less by each parcel that is taken from it."""

    def __init__(self, tx: Tx, line_ids: Iterable[int]) -> None:
        self._goods = _goods(tx, sorted(set(line_ids)))
        """Line → (SKU, pieces in 1/1,000 that one piece of the line takes)."""
        skus = {sku_id for parts in self._goods.values() for sku_id, _per_one in parts}
        self._codes = {sku_id: names[0] for sku_id, names in sku_names(tx, kept_stock(tx, skus)).items()}
        self._blocked = _blocked(tx, self._codes)
        self._there = {sku: some - self._blocked.get(sku, 0) for sku, some in _there(tx, self._codes).items()}
        self._kept = _kept(tx, self._goods)
        lie = Counter[int]()
        for (_line_id, sku_id), some in self._kept.items():
            lie[sku_id] += some
        self._lies = {sku_id: max(some, lie[sku_id]) for sku_id, some in self._there.items()}
        """SKU → pieces that lie somewhere: what is there, or more that is kept where another place owes."""
        main = main_warehouse(tx)
        homes = home_of(tx, self._codes, main)
        counts = last_counts(tx, self._codes)
        self._counted = {sku: counts.get((sku, homes.get(sku, main))) for sku in self._codes}

    def take(self, parcel: Mapping[int, Decimal], at: datetime, *, anyway: bool = False) -> list[Short]:
        """Take line → pieces that leave at a moment. Returns what is short; then nothing is taken, unless `anyway`.

        What left before the last count of a SKU was missing when it was counted, so that it lowers nothing.
        """
        wanted: dict[int, int] = {}
        for line_id, of_line in parcel.items():
            for sku_id, per_one in self._goods.get(line_id, ()):
                counted = self._counted.get(sku_id)
                if sku_id in self._codes and (counted is None or counted < at):
                    wanted[sku_id] = wanted.get(sku_id, 0) + int(of_line * per_one)
        kept = {sku_id: sum(self._kept.get((line_id, sku_id), 0) for line_id in parcel) for sku_id in wanted}
        short = [sku_id for sku_id, pieces in wanted.items() if pieces > self._left(sku_id, kept[sku_id])]
        told = [self._short(sku_id, wanted[sku_id]) for sku_id in short]
        if anyway or not short:
            for sku_id, pieces in wanted.items():
                self._there[sku_id] -= pieces
                self._lies[sku_id] -= pieces
        return told

    def _left(self, sku_id: int, kept: int) -> int:
        """What a parcel can have for which so many are kept: these, unless another has taken them."""
        return max(min(kept, self._lies[sku_id]), self._there[sku_id])

    def _short(self, sku_id: int, wanted: int) -> Short:
        there, blocked = self._there[sku_id], self._blocked.get(sku_id, 0)
        return Short(self._codes[sku_id], _pieces(wanted), _pieces(there), _pieces(blocked))


def _pieces(whole: int) -> Decimal:
    return Decimal(whole) / QUANTITY_SCALE


def _goods(tx: Tx, line_ids: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = {}
    goods = select(OrderLine.line_id, PART_ID.label("part_id"), PER_ONE.label("per_one")).select_from(LINES_IN_PARTS)
    for start in range(0, len(line_ids), MANY):
        part = OrderLine.line_id.in_(line_ids[start : start + MANY])
        for row in tx.rows(goods.where(part, OrderLine.sku_id.is_not(None))):
            found.setdefault(row.line_id, []).append((int(row.part_id), int(row.per_one)))
    return found


def _there(tx: Tx, sku_ids: Iterable[int]) -> dict[int, int]:
    """SKU → pieces on hand where they can be sold, in 1/1,000."""
    listed = sorted(sku_ids)
    found = dict.fromkeys(listed, 0)
    for start in range(0, len(listed), MANY):
        levels = (
            select(StockLevel.sku_id, type_coerce(func.sum(StockLevel.on_hand), WHOLE))
            .join(Warehouse, Warehouse.warehouse_id == StockLevel.warehouse_id)
            .where(StockLevel.sku_id.in_(listed[start : start + MANY]), Warehouse.kind.in_(PICKED_FROM))
            .group_by(StockLevel.sku_id)
        )
        found |= {sku_id: int(pieces) for sku_id, pieces in tx.rows(levels)}
    return found


def _blocked(tx: Tx, sku_ids: Iterable[int]) -> dict[int, int]:
    """SKU → pieces of blocked lots where they could be sold, in 1/1,000."""
    listed, found = sorted(sku_ids), dict[int, int]()
    for start in range(0, len(listed), MANY):
        held = select(BLOCKED.c.sku_id, type_coerce(BLOCKED.c.pieces, WHOLE))
        rows = tx.rows(held.where(BLOCKED.c.sku_id.in_(listed[start : start + MANY])))
        found |= {sku_id: int(pieces) for sku_id, pieces in rows}
    return found


def _kept(tx: Tx, line_ids: Iterable[int]) -> dict[tuple[int, int], int]:
    """(line, SKU) → pieces that lie on a shelf for it: they leave from there, whatever another place owes."""
    listed, found = sorted(line_ids), dict[tuple[int, int], int]()
    here = (StockLevel.sku_id == Allocation.sku_id) & (StockLevel.warehouse_id == Allocation.place_id)
    for start in range(0, len(listed), MANY):
        some = (
            select(Allocation.line_id, Allocation.sku_id, type_coerce(Allocation.quantity, WHOLE).label("kept"))
            .join(StockLevel, here)
            .where(Allocation.line_id.in_(listed[start : start + MANY]), StockLevel.on_hand >= Allocation.quantity)
        )
        for row in tx.rows(some):
            found[row.line_id, row.sku_id] = found.get((row.line_id, row.sku_id), 0) + int(row.kept)
    return found
