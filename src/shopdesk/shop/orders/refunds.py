"""The list of refunds: what the channels' lists say of them, what of it the books bear, and what waits."""

from typing import Final

from sqlalchemy import case, func, select

from shopdesk.shop.orders.rules import RefundState
from shopdesk.shop.orders.sheets import REFUNDS
from shopdesk.store.rows import RowSource, spoken_title
from shopdesk.store.tables import AfterSale, Channel, Refund
from shopdesk.store.tx import Tx

_A = AfterSale.__table__.c
_BOOKED = (
    select(func.nullif(func.sum(Refund.amount), 0))
    .where(Refund.after_sale_id == _A.after_sale_id)
    .correlate(AfterSale.__table__)
    .scalar_subquery()
)
"""Of all its rows: one that left an order whose days were closed stands there, and its answer beside it."""

REFUND_ROWS: Final = RowSource(
    sheet=REFUNDS,
    origin=AfterSale.__table__.join(Channel.__table__, Channel.channel_id == _A.channel_id),
    row_id=_A.after_sale_id,
    values={
        **{column.key: _A[column.key] for column in REFUNDS.columns if column.key in _A},
        "channel": Channel.__table__.c.title,
        "booked": _BOOKED,
        "waits": case(((_A.state == RefundState.GIVEN.value) & _BOOKED.is_(None), 1), else_=0),
    },
    search=(_A.refund_no, _A.order_no, _A.reason),
    order=(("ended_on", True),),
    spoken={"channel": spoken_title},
)
"""Every refund that a list told."""


def source_row_of(tx: Tx, after_sale_id: int) -> int | None:
    """The row of its file that told a refund."""
    found: int | None = tx.scalar(select(AfterSale.source_row).where(AfterSale.after_sale_id == after_sale_id))
    return found
