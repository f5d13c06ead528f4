"""What buying knows of deliveries that an import brought, for when that import is taken back."""

from sqlalchemy import delete, exists, select, update

from shopdesk.shop.buying.landing import standing_costs
from shopdesk.store.tables import GoodsReceipt, Inspection, LandedCost
from shopdesk.store.tx import Tx
from shopdesk.text import _


def costs_on(tx: Tx, import_id: int) -> list[str]:
    """Costs on the way of the deliveries of an import that nobody took back, in the words of the history."""
    bearing = select(GoodsReceipt.receipt_id, GoodsReceipt.document_no).where(
        GoodsReceipt.import_id == import_id, exists().where(LandedCost.receipt_id == GoodsReceipt.receipt_id)
    )
    told = _("Cost of {amount} on receipt {number}")
    return [
        told.format(amount=cost.amount, number=row.document_no)
        for row in tx.rows(bearing.order_by(GoodsReceipt.receipt_id))
        for cost in standing_costs(tx, row.receipt_id)
    ]


def forget_receipts(tx: Tx, import_id: int) -> None:
    """Remove the deliveries of an import with what was found in them.

    One that bore a cost which was taken back stays as an empty document, for that is a fact; its number is free again.
    """
    mine = select(GoodsReceipt.receipt_id).where(GoodsReceipt.import_id == import_id)
    bore = exists().where(LandedCost.receipt_id == GoodsReceipt.receipt_id)
    tx.run_sql(Inspection, delete(Inspection).where(Inspection.receipt_id.in_(mine)))
    tx.run_sql(GoodsReceipt, delete(GoodsReceipt).where(GoodsReceipt.import_id == import_id, ~bore))
    number = GoodsReceipt.document_no + f" ({import_id})"
    left = update(GoodsReceipt).where(GoodsReceipt.import_id == import_id)
    tx.run_sql(GoodsReceipt, left.values(document_no=number, purchase_id=None))
