"""What is on its way: pieces that suppliers were asked for and that have not come yet."""

from typing import Final

from sqlalchemy import case, func, select, type_coerce

from shopdesk.store.tables import GoodsReceipt, PurchaseLine, PurchaseOrder, StockMove
from shopdesk.store.types import WHOLE, Quantity

RECEIVED: Final = (
    select(StockMove.line_id, func.sum(StockMove.quantity).label("pieces"))
    .join(GoodsReceipt, (GoodsReceipt.receipt_id == StockMove.document_id) & (StockMove.document_kind == "receipt"))
    .where(GoodsReceipt.purchase_id.is_not(None), StockMove.line_id.is_not(None))
    .group_by(StockMove.line_id)
    .subquery("received")
)
"""Line of a purchase order (`line_id`) → pieces that have come of it: the sum of the moves that name it."""

_OF_OPEN = (
    select(StockMove.line_id, func.sum(StockMove.quantity).label("pieces"))
    .join_from(PurchaseOrder, GoodsReceipt, GoodsReceipt.purchase_id == PurchaseOrder.purchase_id)
    .join(StockMove, (StockMove.document_id == GoodsReceipt.receipt_id) & (StockMove.document_kind == "receipt"))
    .where(PurchaseOrder.state == "ordered", StockMove.line_id.is_not(None))
    .group_by(StockMove.line_id)
    .subquery("received_of_open")
)
_received = type_coerce(func.coalesce(_OF_OPEN.c.pieces, 0), WHOLE)
_asked = type_coerce(PurchaseLine.quantity, WHOLE)
INCOMING: Final = (
    select(
        PurchaseLine.sku_id,
        type_coerce(func.sum(case((_asked > _received, _asked - _received), else_=0)), Quantity()).label("pieces"),
    )
    .join(PurchaseOrder, PurchaseOrder.purchase_id == PurchaseLine.purchase_id)
    .outerjoin(_OF_OPEN, _OF_OPEN.c.line_id == PurchaseLine.purchase_line_id)
    .where(PurchaseOrder.state == "ordered")
    .group_by(PurchaseLine.sku_id)
    .subquery("incoming")
)
"""SKU → pieces ordered and not received; drafts, closed and cancelled orders bring nothing."""
