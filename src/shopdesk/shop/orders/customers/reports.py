"""Reading customers: the sums that their segments follow from."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Text, func, select, type_coerce

from shopdesk.shop.orders.rules import OrderKind
from shopdesk.store.tables import SalesOrder
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE

_O = SalesOrder.__table__.c


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
