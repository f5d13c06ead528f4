"""Taking an import back whole: what it made goes, what it changed returns, and its posted facts are answered by reversals."""

from typing import Any

from sqlalchemy import ColumnElement, delete, exists, func, insert, literal, or_, select, update

from shopdesk.shop.catalog.rules import ProductState
from shopdesk.shop.ledger.actions import closed_through
from shopdesk.shop.stock.actions import add_levels, revalue
from shopdesk.shop.stock.rules import MoveReason
from shopdesk.store.action import action
from shopdesk.store.journal import journaled, replay
from shopdesk.store.tables import (
    Change,
    Customer,
    GoodsReceipt,
    ImportFile,
    JournalEntry,
    OrderAddress,
    OrderLine,
    Posting,
    Refund,
    SalesOrder,
    Sku,
    StockCount,
    StockCountLine,
    StockMove,
)
from shopdesk.store.tx import RowChange, Tx
from shopdesk.store.types import WHOLE
from shopdesk.text import N_, UserError

_REPLAYED = frozenset({"sales_order", "order_line", "refund", "sku", "product", "barcode"})
_MADE = frozenset({"sku", "product", "barcode"})


@action("order.import", N_("Take an import back"))
def take_back(tx: Tx, import_id: int) -> None:
    """Make every list, balance and report what it was before the import; refused where later work stands on it.

    Moves, entries and postings stay and are answered by reversals, so that the history says both.
    """
    found = tx.rows(select(ImportFile.file_name, ImportFile.taken_back_at).where(ImportFile.import_id == import_id))
    if not found:
        raise UserError(N_("Import {number} does not exist."), code="not_found", number=import_id)
    if found[0].taken_back_at is not None:
        raise UserError(N_("Import {number} has been taken back already."), code="taken_back", number=import_id)
    _refuse_built_on(tx, import_id)
    tx.import_id = import_id
    change_id = tx.scalar(select(Change.change_id).where(Change.import_id == import_id).order_by(Change.change_id))
    _reverse_moves(tx, import_id)
    _reverse_entries(tx, import_id)
    _remove_documents(tx, import_id)
    replay(tx, _to_replay(journaled(tx, change_id)), backwards=True)
    _withdraw(tx, import_id)
    tx.update(ImportFile, import_id, taken_back_at=tx.now)
    tx.say(N_("Take back import {number}: {file}"), number=import_id, file=found[0].file_name)


def built_on(tx: Tx, import_id: int) -> list[str]:
    """What later work stands on the import: files that changed its orders since, in words of the history."""
    mine = select(SalesOrder.order_id).where(SalesOrder.import_id == import_id)
    touched = select(OrderLine.import_id).where(OrderLine.order_id.in_(mine)).union(
        select(Refund.import_id).where(Refund.order_id.in_(mine))
    ).subquery()
    return tx.scalars(
        select(ImportFile.file_name).where(
            ImportFile.import_id.in_(select(touched.c.import_id)), ImportFile.import_id != import_id, ImportFile.taken_back_at.is_(None)
        )
    )


def _refuse_built_on(tx: Tx, import_id: int) -> None:
    later = built_on(tx, import_id)
    if later:
        raise UserError(
            N_("Later imports stand on this one: {files}. Take those back first."), code="built_on", files=", ".join(later[:5])
        )
    closed = closed_through(tx)
    if closed.year > 1 and tx.scalar(select(exists().where(JournalEntry.import_id == import_id, JournalEntry.entry_on <= closed))):
        raise UserError(
            N_("The books are closed through {day} and hold entries of this import. Reopen them first."), code="period_closed", day=closed
        )


def _reverse_moves(tx: Tx, import_id: int) -> None:
    move = StockMove.__table__.c
    first = tx.reserve_ids(StockMove, 1)
    chosen = select(
        move.sku_id, move.warehouse_id, -move.quantity, literal(MoveReason.REVERSAL.value), move.moved_at, move.booked_on, move.document_kind,
        move.document_id, move.line_id, move.import_id, move.source_row, literal(tx.change_id, WHOLE), move.move_id,
    ).where(_unanswered(move, import_id, StockMove))
    columns = ["sku_id", "warehouse_id", "quantity", "reason", "moved_at", "booked_on", "document_kind", "document_id", "line_id", "import_id",
               "source_row", "change_id", "reverses_id"]
    if tx.run_sql(StockMove, insert(StockMove).from_select(columns, chosen.order_by(move.move_id))):
        add_levels(tx, first)
        # Values go first: their postings belong to the import too and are reversed with its entries.
        revalue(tx, tx.scalars(select(StockMove.sku_id).where(StockMove.move_id >= first).distinct()))


def _reverse_entries(tx: Tx, import_id: int) -> None:
    """Answer every entry of the import's documents that has not been answered, with its mirror image on its own day."""
    entry = JournalEntry.__table__.c
    first = tx.reserve_ids(JournalEntry, 1)
    chosen = select(
        entry.entry_on, literal("reversal"), entry.document_kind, entry.document_id, entry.channel_id, entry.memo,
        literal(int(tx.now.timestamp()), WHOLE), entry.import_id, entry.source_row, literal(tx.change_id, WHOLE), entry.entry_id,
    ).where(_unanswered(entry, import_id, JournalEntry), entry.kind.not_in(["cogs", "receipt", "stock"]))
    columns = ["entry_on", "kind", "document_kind", "document_id", "channel_id", "memo", "posted_at", "import_id", "source_row",
               "change_id", "reverses_id"]
    tx.run_sql(JournalEntry, insert(JournalEntry).from_select(columns, chosen.order_by(entry.entry_id)))
    mirrored = (
        select(entry.entry_id, Posting.account_id, (-Posting.__table__.c.amount).label("amount"))
        .join_from(JournalEntry, Posting, Posting.entry_id == entry.reverses_id)
        .where(entry.entry_id >= first)
    )
    tx.run_sql(Posting, insert(Posting).from_select(["entry_id", "account_id", "amount"], mirrored))


def _unanswered(column: Any, import_id: int, model: type[StockMove] | type[JournalEntry]) -> ColumnElement[bool]:
    answered = select(model.reverses_id).where(model.import_id == import_id, model.reverses_id.is_not(None))
    key = column.move_id if model is StockMove else column.entry_id
    unanswered: ColumnElement[bool] = (column.import_id == import_id) & column.reverses_id.is_(None) & key.not_in(answered)
    return unanswered


def _remove_documents(tx: Tx, import_id: int) -> None:
    mine = select(SalesOrder.order_id).where(SalesOrder.import_id == import_id)
    for model in (Refund, OrderAddress, OrderLine):
        tx.run_sql(model, delete(model).where(model.order_id.in_(mine)))
    tx.run_sql(SalesOrder, delete(SalesOrder).where(SalesOrder.import_id == import_id))
    still = select(SalesOrder.customer_id).where(SalesOrder.customer_id.is_not(None))
    tx.run_sql(Customer, delete(Customer).where(Customer.import_id == import_id, Customer.customer_id.not_in(still)))
    counts = select(StockCount.count_id).where(StockCount.import_id == import_id)
    tx.run_sql(StockCountLine, delete(StockCountLine).where(StockCountLine.count_id.in_(counts)))
    tx.run_sql(StockCount, delete(StockCount).where(StockCount.import_id == import_id))
    tx.run_sql(GoodsReceipt, delete(GoodsReceipt).where(GoodsReceipt.import_id == import_id))


def _to_replay(rows: list[RowChange]) -> list[RowChange]:
    """Rows that the import changed; what it made is removed or withdrawn elsewhere, so only updates and deletes return."""
    kept = [row for row in rows if row.table in _REPLAYED and not (row.before is None and row.table in _MADE)]
    gone = {(row.table, row.row_id) for row in kept if row.before is None and row.table in {"sales_order"}}
    return [row for row in kept if (row.table, row.row_id) not in gone]


def _withdraw(tx: Tx, import_id: int) -> None:
    """SKUs that the import made leave every list; one that other documents use by now stays."""
    used = or_(
        exists().where(OrderLine.sku_id == Sku.sku_id),
        select(func.coalesce(func.sum(StockMove.quantity), 0)).where(StockMove.sku_id == Sku.sku_id, StockMove.import_id.is_distinct_from(import_id)).scalar_subquery() != 0,
    )
    tx.run_sql(Sku, update(Sku).where(Sku.import_id == import_id, ~used).values(state=ProductState.WITHDRAWN.value))
