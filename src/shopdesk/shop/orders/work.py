"""The shop's own work on an order: one row, made when there is first something to say."""

from typing import Any

from sqlalchemy import select

from shopdesk.shop.orders.rules import Stage
from shopdesk.store.tables import OrderWork
from shopdesk.store.tx import Tx


def set_work(tx: Tx, order_id: int, **values: Any) -> bool:
    """Set values of the work on an order, journaled. Returns whether anything became different."""
    if tx.scalar(select(OrderWork.order_id).where(OrderWork.order_id == order_id)) is not None:
        return tx.update(OrderWork, order_id, **values)
    if all(value is None for value in values.values()):
        return False
    tx.insert(OrderWork, order_id=order_id, **{"stage": Stage.NEW.value, **values})
    return True
