"""What a person can do to orders: edit what is the shop's own to say; every edit can be undone."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import exists, select

from shopdesk.shop.orders.answering import reverse_moves
from shopdesk.shop.orders.posting import repost_orders
from shopdesk.shop.orders.rules import OrderState
from shopdesk.shop.orders.work import set_work
from shopdesk.store.action import action, follows
from shopdesk.store.tables import ChangeRow, SalesOrder, Shipment, StockMove
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

OWN = frozenset({"note", "carrier", "waybill"})
"""Fields of an order that a person may set; what a person set, no later file takes away."""


@action("order.edit", N_("Edit an order"), undoable=True)
def edit_order(tx: Tx, /, order_id: int, **values: object) -> bool:
    """Set the note, carrier or waybill of an order, or the flag that the shop gives it."""
    unknown = set(values) - OWN - {"flag"}
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
    told = {key: value or None for key, value in values.items()}
    flagged = "flag" in told and set_work(tx, order_id, flag=told.pop("flag"))
    return (bool(told) and tx.update(SalesOrder, order_id, **told)) or flagged


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


@follows("sales_order")
def answer_waybills(tx: Tx, order_ids: tuple[int, ...]) -> None:
    """A waybill that a person typed made goods of an order that was refunded count as sent; its undo brings them back.

    Only an undo or a redo is answered: whoever edits or imports posts what follows by itself.
    """
    changes = tx.touched.get("change")
    if not changes:
        return
    edited = select(ChangeRow.row_id, ChangeRow.before, ChangeRow.after).where(
        ChangeRow.change_id == max(changes), ChangeRow.table_name == "sales_order", ChangeRow.row_id.in_(order_ids)
    )
    typed = [row.row_id for row in tx.rows(edited) if _gave_waybill(row)]
    order = SalesOrder.__table__.c
    for row in tx.rows(
        select(order.order_id, order.waybill).where(
            order.order_id.in_(typed), order.state == OrderState.REFUNDED.value, order.shipped_at.is_(None),
            ~exists().where(Shipment.order_id == order.order_id),
        )
    ):  # fmt: skip
        if row.waybill:
            repost_orders(tx, [row.order_id])
        else:
            _bring_back(tx, row.order_id)


def _gave_waybill(row: Any) -> bool:
    """Whether an edit gave an order its first waybill."""
    if row.before is None or row.after is None:
        return False
    return not json.loads(row.before)["waybill"] and bool(json.loads(row.after)["waybill"])


def _bring_back(tx: Tx, order_id: int) -> None:
    """Answer the moves of an order whose goods never left."""
    answered = select(StockMove.reverses_id).where(StockMove.reverses_id.is_not(None))
    moves = tx.rows(
        select(StockMove.__table__).where(
            StockMove.document_kind == "order", StockMove.document_id == order_id, StockMove.line_id.is_not(None),
            StockMove.reverses_id.is_(None), StockMove.move_id.not_in(answered),
        ).order_by(StockMove.move_id)
    )  # fmt: skip
    reverse_moves(tx, moves)
