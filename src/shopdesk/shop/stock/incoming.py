"""What is on its way: pieces that suppliers were asked for and that have not come yet."""

from typing import Final

from sqlalchemy import ColumnElement, Subquery, case, func, select, type_coerce

from shopdesk.store.tables import GoodsReceipt, PurchaseLine, PurchaseOrder, StockMove
from shopdesk.store.types import WHOLE, Quantity

_IN_RECEIPT = (StockMove.document_id == GoodsReceipt.receipt_id) & (StockMove.document_kind == "receipt")


def _came(name: str, answers: ColumnElement[bool]) -> Subquery:
    """Line of a purchase order → pieces that came with the receipts that `answers` tells; those of no line under NULL.

    The outer join holds the reading to the few moves of those receipts: SQLite would rather read all moves there are.
    """
    return (
        select(StockMove.line_id, func.sum(StockMove.quantity).label("pieces"))
        .select_from(GoodsReceipt)
        .outerjoin(StockMove, _IN_RECEIPT)
        .where(answers)
        .group_by(StockMove.line_id)
        .subquery(name)
    )


RECEIVED: Final = _came("received", GoodsReceipt.purchase_id.is_not(None))
"""Line of a purchase order (`line_id`) → pieces that have come of it: the sum of the moves that name it."""

_open = select(PurchaseOrder.purchase_id).where(PurchaseOrder.state == "ordered")
_OF_OPEN = _came("received_of_open", GoodsReceipt.purchase_id.in_(_open))
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
