"""Deliveries that stand under goods received because no bill has asked for them."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, select, type_coerce, union_all

from shopdesk.shop.buying.landing import LANDED
from shopdesk.shop.buying.rules import LandedKind
from shopdesk.shop.ledger.actions import account_ids
from shopdesk.shop.ledger.rules import Role
from shopdesk.store.tables import Bill, BillLine, GoodsReceipt, JournalEntry, LandedCost, Posting
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, WHOLE


def fetch_unbilled(tx: Tx, before: datetime) -> dict[int, Decimal]:
    """receipt_id → what no bill has asked for, of the deliveries that came before a moment."""
    posted = (
        select(Posting.entry_id, type_coerce(-Posting.amount, WHOLE).label("amount"))
        .where(Posting.account_id == account_ids(tx)[Role.GOODS_IN])
        .subquery("posted")
    )
    entry = JournalEntry.__table__.c
    of_receipts = (
        select(entry.document_id.label("receipt_id"), posted.c.amount)
        .join_from(posted, JournalEntry, entry.entry_id == posted.c.entry_id)
        .where(entry.document_kind == "receipt")
    )
    of_prices = (
        select(LandedCost.receipt_id, posted.c.amount)
        .join_from(posted, JournalEntry, entry.entry_id == posted.c.entry_id)
        .join(LandedCost, LandedCost.landed_id == entry.document_id)
        .where(entry.document_kind == LANDED, LandedCost.kind == LandedKind.PRICE.value)
    )
    billed = (
        select(BillLine.receipt_id, type_coerce(-BillLine.amount, WHOLE).label("amount"))
        .join(Bill, Bill.bill_id == BillLine.bill_id)
        .where(BillLine.receipt_id.is_not(None), type_coerce(Bill.is_cancelled, WHOLE) == 0)
    )
    parts = union_all(of_receipts, of_prices, billed).subquery("parts")
    left = type_coerce(func.sum(parts.c.amount), WHOLE)
    found = tx.rows(
        select(parts.c.receipt_id, left.label("amount"))
        .join(GoodsReceipt, GoodsReceipt.receipt_id == parts.c.receipt_id)
        .where(GoodsReceipt.received_at < before)
        .group_by(parts.c.receipt_id)
        .having(left != 0)
    )
    return {row.receipt_id: Decimal(int(row.amount)) / MONEY_SCALE for row in found}
