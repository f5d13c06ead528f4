"""What a person can do to stock: receive, adjust and count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from sqlalchemy import func, insert, select

from shopdesk.shop.catalog.actions import find_supplier
from shopdesk.shop.stock.counted import CountLine, on_hand_each
from shopdesk.shop.stock.levels import keep_counts, main_warehouse
from shopdesk.shop.stock.lots import bring_lot
from shopdesk.shop.stock.moves import move_stock, refuse_bundles, refuse_closed, refuse_gone
from shopdesk.shop.stock.places import add_warehouse
from shopdesk.shop.stock.rules import ADJUSTMENTS, MoveReason
from shopdesk.shop.stock.valuation import revalue
from shopdesk.store.action import action
from shopdesk.store.tables import GoodsReceipt, Sku, StockCount, StockCountLine
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

__all__ = [
    "CountLine", "ReceiptLine", "add_warehouse", "adjust_stock", "count_stock", "move_stock", "receive_goods",
    "revalue",
]  # fmt: skip

AHEAD: Final = timedelta(days=1)
"""So far the clock of whoever counts may be ahead of this one."""


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One SKU of a delivery; `unit_cost` None is unknown, never zero."""

    sku_id: int
    quantity: Decimal
    unit_cost: Decimal | None = None
    source_row: int | None = None
    warehouse_id: int | None = None
    """Where it goes, where that is not the place of the whole delivery."""
    line_id: int | None = None
    """The line of the purchase order that it answers."""
    lot_no: str = ""
    expires_on: date | None = None


@action("stock.move", N_("Receive goods"))
def receive_goods(
    tx: Tx,
    document_no: str,
    lines: Sequence[ReceiptLine],
    *,
    supplier: str = "",
    received_at: datetime | None = None,
    warehouse_id: int | None = None,
    note: str | None = None,
    purchase_id: int | None = None,
) -> int:
    """Book a delivery: its pieces are ADDED to stock, its cost enters inventory. Returns the receipt's id."""
    if not lines:
        raise UserError(N_("A receipt needs at least one line."), code="required")
    if any(line.quantity <= 0 for line in lines):
        raise UserError(N_("A received quantity must be more than zero."), code="quantity")
    if any(line.unit_cost is not None and line.unit_cost < 0 for line in lines):
        raise UserError(N_("A cost cannot be below zero."), code="negative")
    refuse_gone(tx, (line.sku_id for line in lines))
    number = document_no.strip() or _next_number(tx)
    if tx.scalar(select(GoodsReceipt.receipt_id).where(GoodsReceipt.document_no == number)) is not None:
        raise UserError(N_("Receipt {number} exists already."), code="exists", number=number)
    supplier_id = find_supplier(tx, supplier) if supplier.strip() else None
    receipt_id = tx.insert(
        GoodsReceipt,
        document_no=number,
        supplier_id=supplier_id,
        received_at=received_at or tx.now,
        purchase_id=purchase_id,
        note=note,
        import_id=tx.import_id,
    )
    for line in lines:
        lot = _lot(tx, line, supplier_id)
        move_stock(
            tx,
            line.sku_id,
            line.quantity,
            MoveReason.RECEIPT,
            ("receipt", receipt_id),
            moved_at=received_at,
            warehouse_id=line.warehouse_id or warehouse_id,
            unit_cost=line.unit_cost,
            source_row=line.source_row,
            line_id=line.line_id,
            lots=lot,
        )
    revalue(tx, {line.sku_id for line in lines})
    tx.say(N_("Receipt {number}: {count} lines"), number=number, count=len(lines))
    return receipt_id


def _lot(tx: Tx, line: ReceiptLine, supplier_id: int | None) -> dict[int, Decimal] | None:
    if not line.lot_no.strip():
        return None
    return {bring_lot(tx, line.sku_id, line.lot_no, line.expires_on, supplier_id): line.quantity}


@action("stock.move", N_("Adjust stock"))
def adjust_stock(
    tx: Tx,
    sku_id: int,
    quantity: Decimal,
    reason: MoveReason,
    note: str,
    *,
    moved_at: datetime | None = None,
    unit_cost: Decimal | None = None,
    warehouse_id: int | None = None,
) -> int:
    """Change stock by hand, by a signed number of pieces, with a reason. Returns the move's id."""
    if reason not in (*ADJUSTMENTS, MoveReason.OPENING):
        raise UserError(N_("Choose a reason for the adjustment."), code="reason")
    if quantity == 0:
        raise UserError(N_("The quantity must not be zero."), code="quantity")
    if not note.strip():
        raise UserError(N_("Say why the stock changes."), code="reason")
    refuse_gone(tx, (sku_id,))
    move_id = move_stock(
        tx,
        sku_id,
        quantity,
        reason,
        ("adjustment", tx.change_id),
        moved_at=moved_at,
        note=note.strip(),
        unit_cost=unit_cost,
        warehouse_id=warehouse_id,
    )
    revalue(tx, {sku_id})
    tx.say(N_("Adjust {sku} by {quantity}: {note}"), sku=_code(tx, sku_id), quantity=quantity, note=note.strip())
    return move_id


@action("stock.count", N_("Count stock"))
def count_stock(
    tx: Tx,
    counted: Sequence[tuple[int, Decimal, int | None] | CountLine],
    *,
    counted_at: datetime | None = None,
    warehouse_id: int | None = None,
    note: str | None = None,
    session_id: int | None = None,
) -> int:
    """Book a count of one place: each line SETS what is on hand at its own minute, which is `counted_at` where it has
    none; SKUs not named stay.

    Expected is the ledger's figure at that minute, and only the difference becomes a move. Returns the count's id.
    """
    lines = [CountLine(*line) for line in counted]
    if not lines:
        raise UserError(N_("Nothing was counted."), code="required")
    if any(line.pieces < 0 for line in lines):
        raise UserError(N_("A counted quantity cannot be below zero."), code="negative")
    refuse_gone(tx, (line.sku_id for line in lines))
    refuse_bundles(tx, (line.sku_id for line in lines if line.pieces))
    when, place = counted_at or tx.now, warehouse_id or main_warehouse(tx)
    moments = {line.sku_id: line.counted_at or when for line in lines}
    refuse_closed(tx, min(moments.values()))
    if max(moments.values()) > tx.now + AHEAD:  # it would set back whatever is sold until then
        raise UserError(N_("A count cannot be of a time to come."), code="future")
    booked = {"counted_at": when, "warehouse_id": place, "session_id": session_id, "import_id": tx.import_id}
    count_id = tx.insert(StockCount, **booked, note=note)
    expected = on_hand_each(tx, place, moments)
    tx.execute(insert(StockCountLine), [_count_line(tx, count_id, line, moments, expected) for line in lines])
    keep_counts(tx, {(sku_id, place): int(at.timestamp()) for sku_id, at in moments.items()})
    revalue(tx, set(moments))
    tx.say(N_("Stock count: {count} SKUs"), count=len(lines))
    return count_id


def _count_line(
    tx: Tx, count_id: int, line: CountLine, moments: Mapping[int, datetime], expected: Mapping[int, Decimal]
) -> dict[str, object]:
    return {
        "count_id": count_id,
        "sku_id": line.sku_id,
        "expected": expected[line.sku_id],
        "counted": line.pieces,
        "counted_at": moments[line.sku_id],
        "reason": line.reason,
        "counted_by": line.person or tx.person,
        "source_row": line.source_row,
    }


def _next_number(tx: Tx) -> str:
    return f"GR-{int(tx.scalar(select(func.coalesce(func.max(GoodsReceipt.receipt_id), 0)))) + 1:05d}"


def _code(tx: Tx, sku_id: int) -> str:
    return str(tx.scalar(select(Sku.code).where(Sku.sku_id == sku_id)))
