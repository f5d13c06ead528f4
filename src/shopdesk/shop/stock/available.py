"""What of a SKU can be sold: what is on hand for sale, less what paid orders wait for."""

from typing import Final

from sqlalchemy import and_, case, cast, exists, func, literal, select, type_coerce

from shopdesk.shop.stock.rules import LotState, PlaceKind
from shopdesk.store.tables import (
    BundlePart,
    Lot,
    LotMove,
    OrderLine,
    SalesOrder,
    Shipment,
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
_of_line = func.coalesce(StockMove.bundle_id, StockMove.sku_id)
_left = cast(func.sum(case((StockMove.bundle_id.is_(None), StockMove.quantity), else_=StockMove.bundles)), WHOLE)
_LEFT: Final = (
    select(
        StockMove.line_id,
        _of_line.label("of_sku"),
        StockMove.sku_id.label("part_id"),
        (cast(func.sum(StockMove.quantity), WHOLE) * QUANTITY_SCALE // _left).label("quantity"),
    )
    .join(SalesOrder, SalesOrder.order_id == StockMove.document_id)
    .where(StockMove.document_kind == "order", SalesOrder.state == "paid", StockMove.line_id.is_not(None))
    .where(exists().where(Shipment.order_id == SalesOrder.order_id))
    .group_by(StockMove.line_id, _of_line, StockMove.sku_id)
    .having(_left < 0)
    .subquery("left_already")
)
"""Line → its parts as they left in parcels, of orders of which more is to leave: the rest is made of the same."""
_same = (_LEFT.c.line_id == OrderLine.line_id) & (_LEFT.c.of_sku == OrderLine.sku_id)
_now = (_PART.sku_id == OrderLine.sku_id) & _LEFT.c.line_id.is_(None)
LINES_IN_PARTS: Final = OrderLine.__table__.outerjoin(_LEFT, _same).outerjoin(BundlePart.__table__, _now)
"""FROM: lines of orders, those of bundles once for each part."""
# Said to be a number: an expression of no type is joined to by reading all of it for every SKU.
PART_ID: Final = cast(func.coalesce(_LEFT.c.part_id, _PART.part_id, OrderLine.sku_id), WHOLE)
PER_ONE: Final = type_coerce(func.coalesce(_LEFT.c.quantity, type_coerce(_PART.quantity, WHOLE), QUANTITY_SCALE), WHOLE)
"""Pieces in 1/1,000 of the part in one piece of its line."""
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
RESERVED: Final = (
    select(
        PART_ID.label("sku_id"),
        type_coerce(func.sum(_waits * PER_ONE // QUANTITY_SCALE), Quantity()).label("pieces"),
    )
    .select_from(LINES_IN_PARTS)
    .join(SalesOrder, SalesOrder.order_id == OrderLine.order_id)
    .where(SalesOrder.state == "paid", OrderLine.sku_id.is_not(None))
    .group_by(PART_ID)
    .subquery("reserved")
)
"""SKU → pieces of paid orders that have not left: of bundles their parts, less what has left in parcels."""

ON_HAND: Final = func.coalesce(LEVEL.c.on_hand, literal(0))
HELD: Final = func.coalesce(RESERVED.c.pieces, literal(0))
_away = func.coalesce(LEVEL.c.away, literal(0)) + func.coalesce(BLOCKED.c.pieces, literal(0))
AVAILABLE: Final = type_coerce(ON_HAND - _away - HELD, Quantity())
"""SQL: what can be sold; needs the joins of LEVEL, BLOCKED and RESERVED."""
