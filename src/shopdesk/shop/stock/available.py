"""What of a SKU can be sold: what is on hand for sale, less what paid orders wait for."""

from typing import Final

from sqlalchemy import and_, case, cast, func, literal, select, type_coerce

from shopdesk.shop.stock.rules import LotState, PlaceKind
from shopdesk.store.tables import (
    BundlePart,
    Lot,
    LotMove,
    OrderLine,
    SalesOrder,
    ShipmentLine,
    StockLevel,
    StockMove,
    Warehouse,
)
from shopdesk.store.types import QUANTITY_SCALE, WHOLE, Quantity

SOLD_FROM: Final = (PlaceKind.WAREHOUSE.value, PlaceKind.SHELF.value)
_elsewhere = select(Warehouse.warehouse_id).where(Warehouse.kind.not_in(SOLD_FROM))
"""Places whose pieces are on hand and not for sale: in transit, in repair."""

LEVEL: Final = (
    select(
        StockLevel.sku_id,
        func.sum(StockLevel.on_hand).label("on_hand"),
        func.sum(case((StockLevel.warehouse_id.in_(_elsewhere), StockLevel.on_hand), else_=0)).label("away"),
    )
    .group_by(StockLevel.sku_id)
    .subquery("level")
)
"""SKU → pieces on hand, and those of them that are away from where they could be sold."""

BLOCKED: Final = (
    select(Lot.sku_id, func.sum(LotMove.quantity).label("pieces"))
    .join(LotMove, LotMove.lot_id == Lot.lot_id)
    .join(StockMove, StockMove.move_id == LotMove.move_id)
    .where(Lot.state == LotState.BLOCKED.value, StockMove.warehouse_id.not_in(_elsewhere))
    .group_by(Lot.sku_id)
    .subquery("blocked")
)
"""SKU → pieces of blocked lots where they could be sold."""

_PART = BundlePart.__table__.c
_sent = (
    select(func.sum(ShipmentLine.quantity))
    .where(ShipmentLine.line_id == OrderLine.line_id)
    .correlate(OrderLine.__table__)
    .scalar_subquery()
)
_ordered = type_coerce(OrderLine.quantity, WHOLE)
_open = _ordered - func.coalesce(type_coerce(_sent, WHOLE), 0)
_waits = case((and_(_ordered > 0, _open < 0), 0), else_=_open)
"""Of a line that a file lowered below what has left, nothing waits; and nothing less than nothing."""
_per_one = func.coalesce(type_coerce(_PART.quantity, WHOLE), QUANTITY_SCALE)
# Said to be a number: an expression of no type is joined to by reading all of it for every SKU.
_taken = cast(func.coalesce(_PART.part_id, OrderLine.sku_id), WHOLE)
RESERVED: Final = (
    select(
        _taken.label("sku_id"),
        type_coerce(func.sum(_waits * _per_one // QUANTITY_SCALE), Quantity()).label("pieces"),
    )
    .join(SalesOrder, SalesOrder.order_id == OrderLine.order_id)
    .outerjoin(BundlePart, _PART.sku_id == OrderLine.sku_id)
    .where(SalesOrder.state == "paid", OrderLine.sku_id.is_not(None))
    .group_by(_taken)
    .subquery("reserved")
)
"""SKU → pieces of paid orders that have not left: of bundles their parts, less what has left in parcels."""

ON_HAND: Final = func.coalesce(LEVEL.c.on_hand, literal(0))
HELD: Final = func.coalesce(RESERVED.c.pieces, literal(0))
_away = func.coalesce(LEVEL.c.away, literal(0)) + func.coalesce(BLOCKED.c.pieces, literal(0))
AVAILABLE: Final = type_coerce(ON_HAND - _away - HELD, Quantity())
"""SQL: what can be sold; needs the joins of LEVEL, BLOCKED and RESERVED."""
