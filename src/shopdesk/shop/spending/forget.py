"""What spending knows of an import, for when that import is taken back."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import delete, select

from shopdesk.shop.spending.posting import SIDE, answer, stands
from shopdesk.shop.spending.sides import repost_sides, unmatch_sides
from shopdesk.store.replay import replay
from shopdesk.store.tables import AdSpend, Bill, BillLine, BillPayment, SalesOrder, SideCost
from shopdesk.store.tx import RowChange, Tx
from shopdesk.text import _

TABLES: Final = frozenset({"bill", "bill_payment", "ad_spend", "side_cost"})
"""Of which a row may be changed by one import and then by other work."""


def stands_on(tx: Tx, import_id: int) -> list[str]:
    """Payments of its bills that did not come with it, in the words of the history."""
    mine = select(Bill.bill_id).where(Bill.import_id == import_id)
    other = (BillPayment.import_id != import_id) | BillPayment.import_id.is_(None)
    paid = tx.scalars(
        select(Bill.bill_no)
        .join(BillPayment, BillPayment.bill_id == Bill.bill_id)
        .where(Bill.bill_id.in_(mine), other, stands(BillPayment.is_cancelled))
        .order_by(Bill.bill_id)
    )
    return [_("Payment of bill {number}").format(number=number) for number in paid]


def forget_spending(tx: Tx, import_id: int, changed: Sequence[RowChange]) -> None:
    """Put back what an import changed of spending, and remove what it brought; its entries are answered elsewhere."""
    mine = [row for row in changed if row.table in TABLES and row.before is not None]
    replay(tx, [row for row in mine if tx.image(row.table, row.row_id) is not None], backwards=True)
    repost_sides(tx, [row.row_id for row in mine if row.table == SideCost.__tablename__])
    unmatch_sides(tx, tx.scalars(select(SalesOrder.order_id).where(SalesOrder.import_id == import_id)))
    for side_cost_id in tx.scalars(select(SideCost.side_cost_id).where(SideCost.import_id == import_id)):
        answer(tx, SIDE, side_cost_id)  # what later imports posted for it, when they brought its order
    bills = select(Bill.bill_id).where(Bill.import_id == import_id)
    tx.run_sql(BillPayment, delete(BillPayment).where(BillPayment.bill_id.in_(bills)))
    tx.run_sql(BillLine, delete(BillLine).where(BillLine.bill_id.in_(bills)))
    for model in (BillPayment, Bill, AdSpend, SideCost):
        tx.run_sql(model, delete(model).where(model.import_id == import_id))
