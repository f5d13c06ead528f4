"""Receiving against a purchase order: what came, over and under, in lots, looked at, and what of it was no good."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from shopdesk.shop.buying.actions import close_purchase
from shopdesk.shop.buying.rules import PurchaseState
from shopdesk.shop.stock.actions import ReceiptLine, move_stock, receive_goods, revalue
from shopdesk.shop.stock.incoming import RECEIVED
from shopdesk.shop.stock.lots import bring_lot
from shopdesk.shop.stock.rules import MoveReason
from shopdesk.store.action import action
from shopdesk.store.tables import GoodsReceipt, Inspection, PurchaseLine, PurchaseOrder, Sku, Supplier
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came of one SKU: all its pieces, how many of them were looked at, and how many of these were no good."""

    sku_id: int
    quantity: Decimal
    line_id: int = 0
    """The line of the order; 0 where it was not ordered."""
    unit_cost: Decimal | None = None
    """None: what the line says."""
    lot_no: str = ""
    expires_on: date | None = None
    looked_at: Decimal = Decimal(0)
    defective: Decimal = Decimal(0)
    reason: str = ""
    """What is wrong with the defective ones."""
    defects_to: int | None = None
    """The place that they go to; None: they are written off at once."""
    place_id: int | None = None
    """Where the pieces go; None: where the whole delivery does."""


@action("stock.move", N_("Receive goods"))
def receive_purchase(
    tx: Tx,
    purchase_id: int,
    arrived: Sequence[Arrived],
    *,
    document_no: str = "",
    received_at: datetime | None = None,
    warehouse_id: int | None = None,
    over_reason: str = "",
    note: str = "",
    close_short: bool = False,
) -> int:
    """Book what came of an order; returns the receipt's id.

    More than was ordered, or what was not ordered, needs `over_reason`, which stays with the receipt. What is still
    missing stays open, unless `close_short` says that it is not expected any more; an order of which all has come is
    closed with it.
    """
    order, lines = _read(tx, purchase_id)
    _refuse_unwell(arrived)
    _refuse_over(tx, arrived, lines, over_reason)
    supplier = tx.scalar(select(Supplier.name).where(Supplier.supplier_id == order.supplier_id)) or ""
    told = " · ".join(part.strip() for part in (note, over_reason) if part.strip())
    receipt_id = receive_goods(
        tx, document_no, [part for one in arrived for part in _parts(one, lines)], supplier=supplier,
        received_at=received_at, warehouse_id=warehouse_id or order.warehouse_id, note=told or None,
        purchase_id=purchase_id,
    )  # fmt: skip
    for one in arrived:
        _inspect(tx, receipt_id, one)
    _write_off(tx, receipt_id, arrived, order, warehouse_id or order.warehouse_id)
    if close_short or has_come(tx, purchase_id):
        close_purchase(tx, purchase_id)
    number = tx.scalar(select(GoodsReceipt.document_no).where(GoodsReceipt.receipt_id == receipt_id))
    tx.say(N_("Receipt {number} of purchase order {order}"), number=number, order=order.purchase_no)
    return receipt_id


@action("stock.inspect", N_("Inspect a delivery"))
def inspect_receipt(
    tx: Tx, receipt_id: int, sku_id: int, looked_at: Decimal, defective: Decimal, reason: str = "", note: str = ""
) -> int:
    """Note what a later look at pieces of a delivery found; stock is changed by an adjustment. Returns its id."""
    if looked_at <= 0 or not 0 <= defective <= looked_at:
        raise UserError(N_("Of the pieces looked at, none to all can be defective."), code="quantity")
    if defective and not reason.strip():
        raise UserError(N_("Say what is wrong with the defective pieces."), code="reason")
    code = tx.scalar(select(Sku.code).where(Sku.sku_id == sku_id))
    tx.say(N_("Inspect {sku}: {defective} of {count}"), sku=code, defective=defective, count=looked_at)
    return tx.insert(
        Inspection, receipt_id=receipt_id, sku_id=sku_id, looked_at=looked_at, defective=defective,
        reason=reason.strip() or None, person=tx.person, inspected_at=tx.now, note=note.strip() or None,
    )  # fmt: skip


def inspections_of(tx: Tx, receipt_id: int) -> Sequence[Any]:
    """What looks at a delivery found: sku, looked_at, defective, reason, note, inspected_at; oldest first."""
    return tx.rows(
        select(
            Sku.code.label("sku"), Inspection.looked_at, Inspection.defective, Inspection.reason, Inspection.note,
            Inspection.inspected_at,
        )
        .join(Sku, Sku.sku_id == Inspection.sku_id)
        .where(Inspection.receipt_id == receipt_id)
        .order_by(Inspection.inspection_id)
    )  # fmt: skip


def _read(tx: Tx, purchase_id: int) -> tuple[Any, dict[int, Any]]:
    """The order, which must be open, and its lines by id: sku_id, quantity, unit_cost, received."""
    found = tx.rows(select(PurchaseOrder.__table__).where(PurchaseOrder.purchase_id == purchase_id))
    if not found:
        raise UserError(N_("This purchase order no longer exists."), code="gone")
    if found[0].state != PurchaseState.ORDERED:
        number = found[0].purchase_no
        raise UserError(
            N_("Purchase order {number} is not open. Order or reopen it first."), code="state", number=number
        )
    wanted = (
        select(
            PurchaseLine.purchase_line_id, PurchaseLine.sku_id, PurchaseLine.quantity, PurchaseLine.unit_cost,
            RECEIVED.c.pieces.label("received"),
        )
        .outerjoin(RECEIVED, RECEIVED.c.line_id == PurchaseLine.purchase_line_id)
        .where(PurchaseLine.purchase_id == purchase_id)
    )  # fmt: skip
    return found[0], {row.purchase_line_id: row for row in tx.rows(wanted)}


def has_come(tx: Tx, purchase_id: int) -> bool:
    """Whether everything of an order has been received."""
    missing = (
        select(PurchaseLine.purchase_line_id)
        .outerjoin(RECEIVED, RECEIVED.c.line_id == PurchaseLine.purchase_line_id)
        .where(PurchaseLine.purchase_id == purchase_id, func.coalesce(RECEIVED.c.pieces, 0) < PurchaseLine.quantity)
    )
    return tx.scalar(missing.limit(1)) is None


def _refuse_unwell(arrived: Sequence[Arrived]) -> None:
    for one in arrived:
        if not 0 <= one.defective <= one.quantity or one.looked_at > one.quantity:
            raise UserError(N_("Of the pieces that came, none to all can be looked at or defective."), code="quantity")
        if one.defective and not one.reason.strip():
            raise UserError(N_("Say what is wrong with the defective pieces."), code="reason")


def _refuse_over(tx: Tx, arrived: Sequence[Arrived], lines: dict[int, Any], reason: str) -> None:
    """More than was ordered is kept, with a reason."""
    came: dict[int, Decimal] = {}
    for one in arrived:
        if one.line_id and (one.line_id not in lines or lines[one.line_id].sku_id != one.sku_id):
            raise UserError(N_("A line of this order has changed. Choose the order again."), code="gone")
        came[one.line_id] = came.get(one.line_id, Decimal(0)) + one.quantity
    if reason.strip():
        return
    for one in arrived:
        line = lines.get(one.line_id)
        if line is None or (line.received or 0) + came[one.line_id] > line.quantity:
            code = tx.scalar(select(Sku.code).where(Sku.sku_id == one.sku_id))
            raise UserError(N_("More of {sku} came than was ordered. Say why it is kept."), code="over", sku=code)


def _parts(one: Arrived, lines: dict[int, Any]) -> list[ReceiptLine]:
    """The lines of the receipt: defective pieces that go to a place of their own stand apart."""
    line = lines.get(one.line_id)
    cost = one.unit_cost if one.unit_cost is not None else None if line is None else line.unit_cost
    apart = one.defective if one.defects_to is not None else Decimal(0)
    split = ((one.quantity - apart, one.place_id), (apart, one.defects_to))
    return [
        ReceiptLine(
            one.sku_id, pieces, cost, warehouse_id=place, line_id=one.line_id or None, lot_no=one.lot_no,
            expires_on=one.expires_on,
        )
        for pieces, place in split
        if pieces
    ]  # fmt: skip


def _inspect(tx: Tx, receipt_id: int, one: Arrived) -> None:
    looked_at = max(one.looked_at, one.defective)
    if looked_at:
        tx.insert(
            Inspection, receipt_id=receipt_id, sku_id=one.sku_id, looked_at=looked_at, defective=one.defective,
            reason=one.reason.strip() or None, person=tx.person, inspected_at=tx.now,
        )  # fmt: skip


def _write_off(tx: Tx, receipt_id: int, arrived: Sequence[Arrived], order: Any, place: int | None) -> None:
    """Defective pieces without a place of their own leave stock again."""
    gone = [one for one in arrived if one.defective and one.defects_to is None]
    when = tx.scalar(select(GoodsReceipt.received_at).where(GoodsReceipt.receipt_id == receipt_id))
    for one in gone:
        lots = None
        if one.lot_no.strip():
            lots = {bring_lot(tx, one.sku_id, one.lot_no, one.expires_on, order.supplier_id): -one.defective}
        move_stock(
            tx, one.sku_id, -one.defective, MoveReason.WRITE_OFF, ("receipt", receipt_id), moved_at=when,
            warehouse_id=one.place_id or place, lots=lots, note=one.reason.strip(),
        )  # fmt: skip
    revalue(tx, {one.sku_id for one in gone})
