"""Opening stock of many SKUs at once, as `moves.move_stock` appends a single move."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from sqlalchemy import select

from shopdesk.shop.stock.actions import revalue
from shopdesk.shop.stock.levels import add_levels, main_warehouse
from shopdesk.shop.stock.moves import refuse_bundles, refuse_closed
from shopdesk.shop.stock.rules import MoveReason
from shopdesk.store.tables import SkuPlace, StockMove
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE

_COLUMNS: Final = (
    "sku_id", "document_id", "warehouse_id", "quantity", "unit_cost", "source_row", "reason", "moved_at", "booked_on",
    "document_kind",
)  # fmt: skip
_PART: Final = 500


class Opening(NamedTuple):
    """Pieces of a SKU that were there before the shop kept count; without a warehouse, in the main one."""

    sku_id: int
    quantity: Decimal
    unit_cost: Decimal | None = None
    warehouse_id: int | None = None
    source_row: int | None = None


def open_stock(tx: Tx, openings: Sequence[Opening]) -> None:
    """Append the opening moves, on the shelf of a SKU where it has one, with their levels, lots and values."""
    if not openings:
        return
    refuse_closed(tx, tx.now)
    skus = [one.sku_id for one in openings]
    refuse_bundles(tx, skus)
    main, shelves = main_warehouse(tx), _shelves(tx, skus)
    moved = (MoveReason.OPENING.value, int(tx.now.timestamp()), tx.today.isoformat(), "opening")
    rows = (
        (
            one.sku_id, one.sku_id, shelves.get((one.sku_id, place := one.warehouse_id or main), place),
            int(one.quantity * QUANTITY_SCALE), None if one.unit_cost is None else int(one.unit_cost * MONEY_SCALE),
            one.source_row, *moved,
        )
        for one in openings
    )  # fmt: skip
    first = tx.reserve_ids(StockMove, 1)
    tx.insert_many(StockMove, _COLUMNS, rows, {"import_id": tx.import_id, "change_id": tx.change_id})
    add_levels(tx, first)
    revalue(tx, skus)


def _shelves(tx: Tx, skus: Iterable[int]) -> dict[tuple[int, int], int]:
    """(SKU, warehouse) → its shelf there."""
    listed, found = sorted(skus), dict[tuple[int, int], int]()
    for start in range(0, len(listed), _PART):
        homes = select(SkuPlace.sku_id, SkuPlace.warehouse_id, SkuPlace.place_id)
        rows = tx.rows(homes.where(SkuPlace.sku_id.in_(listed[start : start + _PART])))
        found |= {(row.sku_id, row.warehouse_id): row.place_id for row in rows}
    return found
