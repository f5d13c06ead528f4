"""What a person can do to stock: receive, adjust, count; and the valuation that keeps the books in step with it."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from sqlalchemy import delete, exists, func, insert, or_, select, type_coerce

from shopdesk.shop.catalog.actions import find_supplier
from shopdesk.shop.ledger.actions import account_ids, closed_through, open_day
from shopdesk.shop.ledger.rules import EntryKind, Role
from shopdesk.shop.stock.levels import add_levels, keep_counts, main_warehouse, now_on_shelf, on_hand
from shopdesk.shop.stock.rules import ADJUSTMENTS, Costing, Move, MoveReason, WarehouseState, value_moves
from shopdesk.store.action import action, follows
from shopdesk.store.summaries import revalued, revaluing
from shopdesk.store.tables import (
    GoodsReceipt,
    JournalEntry,
    MoveValue,
    Posting,
    SalesOrder,
    Sku,
    StockCount,
    StockCountLine,
    StockMove,
    Warehouse,
)
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE
from shopdesk.text import N_, UserError

AGAINST = {
    MoveReason.OPENING: Role.EQUITY,
    MoveReason.RECEIPT: Role.GOODS_IN,
    MoveReason.SALE: Role.COGS,
    MoveReason.RETURN: Role.COGS,
    MoveReason.WRITE_OFF: Role.SHRINKAGE,
    MoveReason.ADJUST: Role.SHRINKAGE,
    MoveReason.COUNT: Role.SHRINKAGE,
}
"""Reason of a move → the account that stands against inventory."""


_VALUED: Final = {
    "sku_id": StockMove.sku_id,
    "move_id": StockMove.move_id,
    "quantity": StockMove.quantity,
    "unit_cost": StockMove.unit_cost,
    "reverses_id": StockMove.reverses_id,
    "document_id": StockMove.document_id,
    "value": MoveValue.value,
    "cost": Sku.cost,
}
"""What valuation reads, as stored integers: a Decimal a cell would cost more than the valuation itself."""

Changed = dict[tuple[str, int, str], tuple[int, date]]
"""(document kind, document id, reason) → by how much its moves are worth more than the books say, and their day."""


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


@action("stock.place", N_("Add a warehouse"), undoable=True)
def add_warehouse(tx: Tx, title: str) -> int:
    """A further place where stock lies, or the one that was withdrawn under that name; returns its id."""
    name = " ".join(title.split())
    code = unicodedata.normalize("NFKC", name).casefold()
    if not code:
        raise UserError(N_("A warehouse needs a name."), code="required")
    tx.say(N_("Add warehouse {name}"), name=name)
    found = tx.rows(select(Warehouse.warehouse_id, Warehouse.state).where(Warehouse.code == code))
    told = {"title": name, "state": WarehouseState.ACTIVE.value, "import_id": tx.import_id}
    if not found:
        return tx.insert(Warehouse, code=code, **told)
    if found[0].state == WarehouseState.ACTIVE:
        raise UserError(N_("There is a warehouse {name} already."), code="exists", name=name)
    tx.update(Warehouse, found[0].warehouse_id, **told)
    return int(found[0].warehouse_id)


def move_stock(
    tx: Tx,
    sku_id: int,
    quantity: Decimal,
    reason: MoveReason,
    document: tuple[str, int],
    *,
    moved_at: datetime | None = None,
    booked_on: date | None = None,
    line_id: int | None = None,
    warehouse_id: int | None = None,
    unit_cost: Decimal | None = None,
    note: str | None = None,
    source_row: int | None = None,
) -> int:
    """Append one move and keep the level in step; the caller revalues. Returns the move's id."""
    place = warehouse_id or main_warehouse(tx)
    when = moved_at or now_on_shelf(tx, sku_id, place)
    _refuse_closed(tx, when)
    move_id = tx.insert(
        StockMove,
        sku_id=sku_id,
        warehouse_id=place,
        quantity=quantity,
        reason=reason.value,
        moved_at=when,
        booked_on=booked_on or when.astimezone(tx.zone).date(),
        line_id=line_id,
        unit_cost=unit_cost,
        document_kind=document[0],
        document_id=document[1],
        note=note,
        import_id=tx.import_id,
        source_row=source_row,
        change_id=tx.change_id,
    )
    add_levels(tx, move_id)
    return move_id


def _refuse_closed(tx: Tx, when: datetime) -> None:
    closed = closed_through(tx)
    if when.astimezone(tx.zone).date() <= closed:
        raise UserError(
            N_("The books are closed through {day}. Choose a later date."), code="period_closed", day=closed
        )


def _refuse_gone(tx: Tx, sku_ids: Iterable[int]) -> None:
    """A page that was open for a while may name SKUs that an undo has removed since."""
    wanted = sorted(set(sku_ids))
    parts = (wanted[start : start + 400] for start in range(0, len(wanted), 400))
    if sum(len(tx.scalars(select(Sku.sku_id).where(Sku.sku_id.in_(part)))) for part in parts) < len(wanted):
        raise UserError(N_("A SKU of these lines no longer exists. Choose its product again."), code="gone")


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
    _refuse_gone(tx, (line.sku_id for line in lines))
    number = document_no.strip() or _next_number(tx)
    if tx.scalar(select(GoodsReceipt.receipt_id).where(GoodsReceipt.document_no == number)) is not None:
        raise UserError(N_("Receipt {number} exists already."), code="exists", number=number)
    receipt_id = tx.insert(
        GoodsReceipt,
        document_no=number,
        supplier_id=find_supplier(tx, supplier) if supplier.strip() else None,
        received_at=received_at or tx.now,
        purchase_id=purchase_id,
        note=note,
        import_id=tx.import_id,
    )
    for line in lines:
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
        )
    revalue(tx, {line.sku_id for line in lines})
    tx.say(N_("Receipt {number}: {count} lines"), number=number, count=len(lines))
    return receipt_id


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
    _refuse_gone(tx, (sku_id,))
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
    counted: Sequence[tuple[int, Decimal, int | None]],
    *,
    counted_at: datetime | None = None,
    warehouse_id: int | None = None,
    note: str | None = None,
) -> int:
    """Book a plain count: each (sku_id, pieces, source row) SETS what is on hand at `counted_at`; SKUs not named stay.

    Expected is the ledger's figure at that minute, and only the difference becomes a move. Returns the count's id.
    """
    if not counted:
        raise UserError(N_("Nothing was counted."), code="required")
    if any(quantity < 0 for _sku, quantity, _row in counted):
        raise UserError(N_("A counted quantity cannot be below zero."), code="negative")
    _refuse_gone(tx, (sku_id for sku_id, _quantity, _row in counted))
    when, place = counted_at or tx.now, warehouse_id or main_warehouse(tx)
    _refuse_closed(tx, when)
    count_id = tx.insert(StockCount, counted_at=when, warehouse_id=place, note=note, import_id=tx.import_id)
    for sku_id, quantity, row in counted:
        expected = on_hand(tx, sku_id, place, at=when)
        line = {"count_id": count_id, "sku_id": sku_id, "expected": expected, "counted": quantity, "source_row": row}
        tx.execute(insert(StockCountLine).values(**line, counted_at=when, counted_by=tx.person))
    keep_counts(tx, {(sku_id, place): int(when.timestamp()) for sku_id, _quantity, _row in counted})
    revalue(tx, {sku_id for sku_id, _quantity, _row in counted})
    tx.say(N_("Stock count: {count} SKUs"), count=len(counted))
    return count_id


@follows("sku")
def revalue_edited(tx: Tx, sku_ids: tuple[int, ...]) -> None:
    """A cost that was edited, or whose edit was undone, changes what the moves are worth."""
    revalue(tx, sku_ids)


def revalue(tx: Tx, sku_ids: Iterable[int] | None) -> None:
    """Value the moves of these SKUs (None: of all) and post what became different, one entry per document and reason.

    Only SKUs with any known cost, or a value from before, are read: a shop without costs pays nothing for this.
    """
    method = Costing(tx.setting("costing", Costing.MOVING_AVERAGE.value))
    changed: Changed = {}
    closed = closed_through(tx)
    for chunk in _chunks(tx, sku_ids):
        if chunk:
            revaluing(tx, chunk)
            _revalue_skus(tx, chunk, method, closed, changed)
    revalued(tx, [document_id for kind, document_id, _reason in changed if kind == "order"])
    _post_values(tx, changed, closed)


def _chunks(tx: Tx, sku_ids: Iterable[int] | None) -> Iterable[list[int]]:
    """SKUs that can have a value, a few hundred at a time."""
    costed = or_(
        Sku.cost.is_not(None),
        exists().where(StockMove.sku_id == Sku.sku_id, StockMove.unit_cost.is_not(None)),
        exists().select_from(MoveValue)
        & exists().where(StockMove.sku_id == Sku.sku_id, StockMove.move_id == MoveValue.move_id),
    )
    if sku_ids is None:
        wanted = tx.scalars(select(Sku.sku_id).where(costed))
        yield from (wanted[i : i + 400] for i in range(0, len(wanted), 400))
        return
    listed = sorted(set(sku_ids))
    for i in range(0, len(listed), 400):
        yield tx.scalars(select(Sku.sku_id).where(Sku.sku_id.in_(listed[i : i + 400]), costed))


def _revalue_skus(tx: Tx, sku_ids: list[int], method: Costing, closed: date, changed: Changed) -> None:
    found = tx.rows(
        select(
            *(type_coerce(column, WHOLE).label(name) for name, column in _VALUED.items()),
            StockMove.reason,
            StockMove.booked_on,
            StockMove.document_kind,
            MoveValue.late_on,
        )
        .join(Sku, Sku.sku_id == StockMove.sku_id)
        .outerjoin(MoveValue, MoveValue.move_id == StockMove.move_id)
        .where(StockMove.sku_id.in_(sku_ids), StockMove.reason != MoveReason.TRANSFER.value)
        .order_by(StockMove.sku_id, StockMove.moved_at, StockMove.move_id)
    )
    by_sku: dict[int, list[Move]] = {}
    standard: dict[int, int | None] = {}
    for row in found:
        standard[row.sku_id] = row.cost
        by_sku.setdefault(row.sku_id, []).append(Move(row.move_id, row.quantity, row.unit_cost, row.reverses_id))
    values: dict[int, int] = {}
    for sku_id, listed in by_sku.items():
        values.update(value_moves(listed, method, standard[sku_id]))
    gone, fresh = [], []
    for row in found:
        old, new = row.value, values.get(row.move_id)
        if old == new:
            continue
        if old is not None:
            gone.append(row.move_id)
        if new is not None:
            late = _late_day(tx, row.booked_on, closed) if old is None else row.late_on and row.late_on.isoformat()
            fresh.append((row.move_id, new, late))
        elif row.late_on is None and row.booked_on <= closed:
            raise UserError(
                N_("The books are closed through {day} and hold this cost. Change it instead, or reopen the books."),
                code="period_closed",
                day=closed,
            )
        key = (row.document_kind, row.document_id, row.reason)
        amount, _day = changed.get(key, (0, None))
        changed[key] = (amount + (new or 0) - (old or 0), row.booked_on)
    for i in range(0, len(gone), 500):
        tx.execute(delete(MoveValue).where(MoveValue.move_id.in_(gone[i : i + 500])))
    if fresh:
        tx.insert_many(MoveValue, ("move_id", "value", "late_on"), fresh)


def _late_day(tx: Tx, day: date, closed: date) -> str | None:
    """The day on which a cost learnt now enters the books, where those of its own day are closed."""
    return open_day(tx, day).isoformat() if day <= closed else None


def _post_values(tx: Tx, changed: Changed, closed: date) -> None:
    """Append one entry per document and reason whose moves are worth more or less than the books said."""
    posted = {key: found for key, found in changed.items() if found[0]}
    if not posted:
        return
    accounts = account_ids(tx)
    channels = _channels(tx, [document_id for kind, document_id, _reason in posted if kind == "order"])
    first = tx.reserve_ids(JournalEntry, len(posted))
    entries, postings = [], []
    now = int(tx.now.timestamp())
    for entry_id, ((kind, document_id, reason), (amount, day)) in enumerate(posted.items(), first):
        on = day if day > closed else open_day(tx, day)
        role = AGAINST.get(MoveReason(reason), Role.SHRINKAGE)
        what = EntryKind.COGS if role is Role.COGS else EntryKind.RECEIPT if role is Role.GOODS_IN else EntryKind.STOCK
        channel_id = channels.get(document_id) if kind == "order" else None
        entries.append(
            (entry_id, on.isoformat(), what.value, kind, document_id, channel_id, now, tx.import_id, tx.change_id)
        )
        postings.append((entry_id, accounts[Role.INVENTORY], amount))
        postings.append((entry_id, accounts[role], -amount))
    columns = (
        "entry_id",
        "entry_on",
        "kind",
        "document_kind",
        "document_id",
        "channel_id",
        "posted_at",
        "import_id",
        "change_id",
    )
    tx.insert_many(JournalEntry, columns, entries)
    tx.insert_many(Posting, ("entry_id", "account_id", "amount"), postings)


def _channels(tx: Tx, order_ids: Sequence[int]) -> dict[int, int]:
    """The channel of each order."""
    found: dict[int, int] = {}
    for i in range(0, len(order_ids), 800):
        part = select(SalesOrder.order_id, SalesOrder.channel_id).where(SalesOrder.order_id.in_(order_ids[i : i + 800]))
        found.update({row.order_id: row.channel_id for row in tx.rows(part)})
    return found


def _next_number(tx: Tx) -> str:
    return f"GR-{int(tx.scalar(select(func.coalesce(func.max(GoodsReceipt.receipt_id), 0)))) + 1:05d}"


def _code(tx: Tx, sku_id: int) -> str:
    return str(tx.scalar(select(Sku.code).where(Sku.sku_id == sku_id)))
