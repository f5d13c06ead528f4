"""Reading customers: the list, with what each has bought, and the sums that their segments follow from."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Text, func, select, type_coerce

from shopdesk.shop.orders.customers.sheets import CUSTOMERS
from shopdesk.shop.orders.rules import OrderKind
from shopdesk.store.rows import RowSource, spoken_title
from shopdesk.store.tables import Channel, Customer, CustomerContact, OrderAddress, PointMove, SalesOrder
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE

_C = Customer.__table__.c
_O = SalesOrder.__table__.c


def _of_sales(value: ColumnElement[Any]) -> ColumnElement[Any]:
    """SQL: a sum or count over the sales of a customer that are in the books."""
    counts = (_O.customer_id == _C.customer_id) & (_O.kind == OrderKind.SALE.value) & _O.sold_on.is_not(None)
    return select(value).where(counts).scalar_subquery()


def _sent_to(value: Any) -> ColumnElement[Any]:
    """SQL: all that the addresses of a customer's orders say of something, in one text."""
    joined = select(func.aggregate_strings(value, " ")).join(SalesOrder, SalesOrder.order_id == OrderAddress.order_id)
    return joined.where(SalesOrder.customer_id == _C.customer_id).scalar_subquery()


CUSTOMER_ROWS: Final = RowSource(
    sheet=CUSTOMERS,
    origin=Customer.__table__.join(Channel.__table__, Channel.channel_id == _C.channel_id).outerjoin(
        CustomerContact.__table__, CustomerContact.customer_id == _C.customer_id
    ),
    row_id=_C.customer_id,
    values={
        "channel": Channel.__table__.c.title,
        "name": CustomerContact.__table__.c.name,
        "orders": _of_sales(func.count()),
        "sold": _of_sales(func.sum(_O.total - _O.refunded)),
        "last_order": _of_sales(func.max(_O.placed_at)),
        "points": select(func.sum(PointMove.points)).where(PointMove.customer_id == _C.customer_id).scalar_subquery(),
        **{column.key: _C[column.key] for column in CUSTOMERS.columns if column.key in _C},
    },
    search=(
        _C.customer_no, CustomerContact.__table__.c.name, CustomerContact.__table__.c.phone, _C.group_name, _C.tags,
        _C.note, _sent_to(OrderAddress.phone), _sent_to(OrderAddress.recipient),
    ),
    order=(("last_order", True),),
    where=(_C.merged_into.is_(None),),
    spoken={"channel": spoken_title},
)  # fmt: skip
"""Every customer that a channel named or a list told; those who were merged stand with the one that was kept.

Found by the last digits of a phone too, whichever of their orders told it.
"""


def fetch_buyers(tx: Tx) -> Sequence[Any]:
    """By customer with a sale: first and last day of one as text, how many, and what these came to less refunds."""
    amount = type_coerce(_O.total, WHOLE) - type_coerce(_O.refunded, WHOLE)
    day = type_coerce(_O.sold_on, Text())
    return tx.rows(
        select(
            _O.customer_id, func.min(day).label("first"), func.max(day).label("last"), func.count().label("orders"),
            type_coerce(func.sum(amount), WHOLE).label("total"),
        )
        .where(_O.kind == OrderKind.SALE.value, _O.sold_on.is_not(None), _O.customer_id.is_not(None))
        .group_by(_O.customer_id)
    )  # fmt: skip
