"""What a person can do to orders: edit what is the shop's own to say; every edit can be undone."""

from collections.abc import Sequence

from sqlalchemy import exists, select

from shopdesk.shop.orders.rules import OrderState
from shopdesk.store.action import action
from shopdesk.store.tables import SalesOrder, StockMove
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

OWN = frozenset({"note", "carrier", "waybill"})
"""Fields of an order that a person may set; what a person set, no later file takes away."""


@action("order.edit", N_("Edit an order"), undoable=True)
def edit_order(tx: Tx, /, order_id: int, **values: object) -> bool:
    """Set the note, carrier or waybill of an order."""
    unknown = set(values) - OWN
    if unknown:
        raise UserError(N_("This cannot be edited here."), code="not_editable")
    number = tx.scalar(select(SalesOrder.order_no).where(SalesOrder.order_id == order_id))
    if number is None:
        raise UserError(N_("This order no longer exists."), code="gone")
    if values.get("waybill") and _was_never_sent(tx, order_id):
        raise UserError(
            N_("Order {number} was refunded before anything was sent: it takes no waybill. Do not send it."),
            code="refunded",
            number=number,
        )
    tx.say(N_("Edit order {number}"), number=number)
    return tx.update(SalesOrder, order_id, **{key: value or None for key, value in values.items()})


def _was_never_sent(tx: Tx, order_id: int) -> bool:
    """Whether an order was refunded and nothing tells of goods that left: a waybill would send them now."""
    order = SalesOrder.__table__.c
    unsent = (order.state == OrderState.REFUNDED.value) & order.shipped_at.is_(None) & order.waybill.is_(None)
    moved = exists().where(StockMove.document_kind == "order", StockMove.document_id == order_id)
    return bool(tx.scalar(select(order.order_id).where(order.order_id == order_id, unsent, ~moved)))


@action("order.edit", N_("Edit orders"), undoable=True)
def edit_orders(tx: Tx, edits: Sequence[tuple[int, str, object]]) -> int:
    """Many cells at once, as one step of undo: (order_id, field, value). Returns how many became different."""
    changed = sum(edit_order(tx, order_id, **{name: value}) for order_id, name, value in edits)
    if len(edits) != 1:
        tx.say(N_("Edit {count} cells of orders"), count=len(edits))
    return changed
