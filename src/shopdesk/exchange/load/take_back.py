"""Taking an import back whole: what it made goes, what it changed returns, its posted facts are answered."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, exists, func, insert, literal, or_, select, update
from sqlalchemy.orm import DeclarativeBase, aliased

from shopdesk.exchange.load.built_on import built_on, find_refusal, is_edited, refuse_built_on
from shopdesk.exchange.load.loading import OWN_TABLES
from shopdesk.exchange.stage.known import parts
from shopdesk.shop.buying.forget import forget_receipts
from shopdesk.shop.catalog.rules import ProductState
from shopdesk.shop.fulfilment.forget import forget_import
from shopdesk.shop.listings.rules import ListingState
from shopdesk.shop.listings.scoring.actions import follow_visitors
from shopdesk.shop.orders.posting import ORDER, repost_orders
from shopdesk.shop.service.customers.merging import follow_merges
from shopdesk.shop.settlement.matching import match_waiting, release, settle_orders
from shopdesk.shop.settlement.payouts import follow_lines, forget_statement, payouts_of
from shopdesk.shop.settlement.posting import settle_lines
from shopdesk.shop.spending.forget import forget_spending
from shopdesk.shop.stock.actions import revalue
from shopdesk.shop.stock.levels import add_levels
from shopdesk.shop.stock.rules import MoveReason, PlaceKind, WarehouseState
from shopdesk.store.action import action
from shopdesk.store.journal import journaled
from shopdesk.store.replay import replay, turned
from shopdesk.store.tables import (
    AfterSale,
    Barcode,
    Bill,
    BundlePart,
    CareContact,
    Change,
    Consent,
    ContactLook,
    CouponUse,
    Customer,
    CustomerContact,
    ErasedMark,
    ExchangeRate,
    Expense,
    FeeRule,
    GoodsReceipt,
    ImportFile,
    JournalEntry,
    LandedCost,
    Listing,
    Lot,
    OrderAddress,
    OrderLine,
    PointMove,
    Posting,
    Product,
    PurchaseOrder,
    Recurring,
    Refund,
    Review,
    SalesOrder,
    ServiceCase,
    Sku,
    SkuPlace,
    StockCount,
    StockCountLine,
    StockMove,
    Supplier,
    SupplierSku,
    Warehouse,
)
from shopdesk.store.tx import RowChange, Tx
from shopdesk.store.types import WHOLE
from shopdesk.text import N_, UserError

__all__ = ["built_on", "find_refusal", "take_back"]

_ORDERS: Final[dict[str, type[DeclarativeBase]]] = {
    "order_line": OrderLine, "refund": Refund, "sales_order": SalesOrder,
    "after_sale": AfterSale,
}  # fmt: skip
"""Tables of orders that an import changes, children first."""
_SETTLED: Final = frozenset({"payout", "settlement_line"})
"""Tables of settlement: what an import changed of them returns; what it made, `forget_statement` takes away."""
_OF_LINES: Final = frozenset({"allocation", "shipment_line"})
"""What an import that took lines away let go with them."""
_VALUES: Final = ("cogs", "receipt", "stock")
"""Kinds of entries that follow the value of moves; `revalue` answers them."""


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
    refuse_built_on(tx, import_id)
    tx.import_id = import_id
    change_id = tx.scalar(select(func.min(Change.change_id)).where(Change.import_id == import_id))
    changed = follow_merges(tx, journaled(tx, change_id))
    _reverse_entries(tx, import_id)
    _reverse_moves(tx, import_id)
    lost = release(tx, import_id)
    forget_spending(tx, import_id, changed)
    _remove_documents(tx, import_id)
    _restore(tx, changed)
    repost_orders(tx, [row.row_id for row in changed if row.table == "sales_order"])
    _settle(tx, import_id, changed, lost)
    tx.update(ImportFile, import_id, taken_back_at=tx.now)
    _withdraw(tx)
    if any(row.table == "traffic" for row in changed):
        follow_visitors(tx)
    _forget_customers(tx)
    _forget_suppliers(tx)
    _forget_rates(tx, changed, "exchange_rate", ExchangeRate)
    _forget_rates(tx, changed, FeeRule.__tablename__, FeeRule)
    _withdraw_places(tx, import_id)
    tx.say(N_("Take back import {number}: {file}"), number=import_id, file=found[0].file_name)


def _settle(tx: Tx, import_id: int, changed: Sequence[RowChange], lost: Sequence[int]) -> None:
    """Statements without the import: its own go, those that it changed return, and those of its orders wait again."""
    lines = [row.row_id for row in changed if row.table == "settlement_line"]
    forget_statement(tx, import_id)
    settle_lines(tx, sorted({*lines, *lost}))
    settle_orders(tx, [row.row_id for row in changed if row.table == "sales_order"])
    follow_lines(tx, [row.row_id for row in changed if row.table == "payout"])
    follow_lines(tx, payouts_of(tx, lines))
    match_waiting(tx)


# ------------------------------------------------------------------------------------------------------- posted facts


def _reverse_moves(tx: Tx, import_id: int) -> None:
    """Answer the moves of the import and of its documents; a count that goes holds the shelf no longer."""
    counts = tx.scalars(select(StockCount.count_id).where(StockCount.import_id == import_id))
    tx.run_sql(StockCountLine, delete(StockCountLine).where(StockCountLine.count_id.in_(counts)))
    move = StockMove.__table__.c
    first = tx.reserve_ids(StockMove, 1)
    chosen = select(
        move.sku_id, move.warehouse_id, -move.quantity, move.bundle_id, -move.bundles,
        literal(MoveReason.REVERSAL.value), move.moved_at, move.booked_on, move.document_kind, move.document_id,
        move.line_id, move.import_id, move.source_row, literal(tx.change_id, WHOLE), move.move_id,
    ).where(
        _facts_of(move, import_id) | ((move.document_kind == "count") & move.document_id.in_(counts)),
        move.reverses_id.is_(None), move.move_id.not_in(_answered(StockMove)),
    )  # fmt: skip
    columns = [
        "sku_id", "warehouse_id", "quantity", "bundle_id", "bundles", "reason", "moved_at", "booked_on",
        "document_kind", "document_id", "line_id", "import_id", "source_row", "change_id", "reverses_id",
    ]  # fmt: skip
    if tx.run_sql(StockMove, insert(StockMove).from_select(columns, chosen.order_by(move.move_id))):
        add_levels(tx, first)
        revalue(tx, tx.scalars(select(StockMove.sku_id).where(StockMove.move_id >= first).distinct()))


def _reverse_entries(tx: Tx, import_id: int) -> None:
    """Answer every entry of the import's documents that has not been answered, with its mirror image on its own day."""
    entry = JournalEntry.__table__.c
    first = tx.reserve_ids(JournalEntry, 1)
    chosen = select(
        entry.entry_on, literal("reversal"), entry.document_kind, entry.document_id, entry.channel_id, entry.memo,
        literal(int(tx.now.timestamp()), WHOLE), entry.import_id, entry.source_row, literal(tx.change_id, WHOLE),
        entry.entry_id,
    ).where(
        _facts_of(entry, import_id), entry.kind.not_in(_VALUES), entry.reverses_id.is_(None),
        entry.entry_id.not_in(_answered(JournalEntry)),
    )  # fmt: skip
    columns = [
        "entry_on", "kind", "document_kind", "document_id", "channel_id", "memo", "posted_at", "import_id",
        "source_row", "change_id", "reverses_id",
    ]  # fmt: skip
    tx.run_sql(JournalEntry, insert(JournalEntry).from_select(columns, chosen.order_by(entry.entry_id)))
    side = Posting.__table__.c
    mirrored = (
        select(
            entry.entry_id, side.account_id, (-side.amount).label("amount"), side.currency,
            (-side.own_amount).label("own_amount"),
        )
        .join_from(JournalEntry, Posting, Posting.entry_id == entry.reverses_id)
        .where(entry.entry_id >= first)
    )  # fmt: skip
    columns = ["entry_id", "account_id", "amount", "currency", "own_amount"]
    tx.run_sql(Posting, insert(Posting).from_select(columns, mirrored))


def _facts_of(fact: Any, import_id: int) -> ColumnElement[bool]:
    """What the import posted, and what its orders posted since."""
    mine = select(SalesOrder.order_id).where(SalesOrder.import_id == import_id)
    condition: ColumnElement[bool] = or_(
        fact.import_id == import_id, (fact.document_kind == ORDER) & fact.document_id.in_(mine)
    )
    return condition


def _answered(model: type[StockMove] | type[JournalEntry]) -> Any:
    return select(model.reverses_id).where(model.reverses_id.is_not(None))


# ----------------------------------------------------------------------------------------------------------- documents


def _remove_documents(tx: Tx, import_id: int) -> None:
    mine = select(SalesOrder.order_id).where(SalesOrder.import_id == import_id)
    forget_import(tx, import_id)
    for model in (CouponUse, Refund, OrderAddress, OrderLine):
        tx.run_sql(model, delete(model).where(model.order_id.in_(mine)))
    forget_receipts(tx, import_id)
    for document in (SalesOrder, StockCount, Expense):
        tx.run_sql(document, delete(document).where(document.import_id == import_id))


def _restore(tx: Tx, changed: Sequence[RowChange]) -> None:
    """Put back what the import changed: orders at the driver's speed, products by their journal."""
    _remove_addresses(tx, [row.row_id for row in changed if row.table == "order_address"])
    for name, model in _ORDERS.items():
        rows = [row for row in changed if row.table == name]
        key = next(iter(model.__table__.primary_key)).name
        there = {image[key]: image for image in tx.images(model, key, [row.row_id for row in rows])}
        found = [(row, there.get(row.row_id)) for row in rows]
        tx.apply(model, [RowChange(name, r.row_id, now, turned(now, r, backwards=True)) for r, now in found])
    _restore_uses(tx, changed)
    replay(tx, _catalogue(changed), backwards=True)
    for row in changed:
        if row.table == Listing.__tablename__ and row.before is None:
            tx.update(Listing, row.row_id, state=ListingState.WITHDRAWN.value)
    contacts = [row.row_id for row in changed if row.table == CustomerContact.__tablename__]
    for part in parts(contacts):
        tx.run_sql(CustomerContact, delete(CustomerContact).where(CustomerContact.customer_id.in_(part)))


def _restore_uses(tx: Tx, changed: Sequence[RowChange]) -> None:
    """Uses of codes as they were: those that the import noted go, those that it took away come back."""
    uses = [row for row in changed if row.table == CouponUse.__tablename__]
    noted = [row.row_id for row in uses if row.before is None]
    for part in parts(noted):
        tx.run_sql(CouponUse, delete(CouponUse).where(CouponUse.coupon_use_id.in_(part)))
    replay(tx, [row for row in uses if row.before is not None], backwards=True)


def _remove_addresses(tx: Tx, order_ids: Sequence[int]) -> None:
    """Addresses that the import brought to orders that were there; the journal does not learn what they said."""
    for part in parts(order_ids):
        tx.run_sql(OrderAddress, delete(OrderAddress).where(OrderAddress.order_id.in_(part)))


def _catalogue(changed: Sequence[RowChange]) -> list[RowChange]:
    """Edits of the catalogue that are to be undone; SKUs that the import made or brought back are withdrawn instead."""
    withdrawn = ProductState.WITHDRAWN.value
    made = [
        row for row in changed if row.table == "sku" and (row.before is None or row.before["state"] == withdrawn)
    ]  # fmt: skip
    skus = {row.row_id for row in made}
    products = {row.after["product_id"] for row in made if row.after}
    return [
        row
        for row in changed
        if row.table in OWN_TABLES
        or (row.table in _SETTLED and row.before is not None)
        or (row.table in {"supplier", "exchange_rate", "customer", "fee_rule", "listing"} and row.before is not None)
        or (row.table in _OF_LINES and row.after is None)
        or (row.table == "sku" and row.row_id not in skus)
        or (row.table == "product" and row.before is not None and row.row_id not in products)
        or (row.table == "barcode" and (row.after or row.before or {})["sku_id"] not in skus)
    ]


def _withdraw(tx: Tx) -> None:
    """SKUs of imports that were taken back leave every list, unless other work uses them by now."""
    gone = select(ImportFile.import_id).where(ImportFile.taken_back_at.is_not(None))
    answered = select(StockMove.reverses_id).where(StockMove.reverses_id.is_not(None))
    moved = exists().where(
        StockMove.sku_id == Sku.sku_id, StockMove.reverses_id.is_(None), StockMove.move_id.not_in(answered)
    )
    counted = exists().where(StockCountLine.sku_id == Sku.sku_id)
    sold = exists().where(OrderLine.sku_id == Sku.sku_id)
    bundled = exists().where(or_(BundlePart.sku_id == Sku.sku_id, BundlePart.part_id == Sku.sku_id))
    unused = (
        select(Sku.sku_id)
        .where(Sku.import_id.in_(gone), Sku.state != ProductState.WITHDRAWN.value, ~sold, ~moved, ~counted, ~bundled)
        .where(~is_edited(Sku.sku_id, "sku"), ~is_edited(Sku.product_id, "product"))
    )
    listed = tx.scalars(unused)
    for start in range(0, len(listed), 500):
        part = listed[start : start + 500]
        tx.run_sql(Barcode, delete(Barcode).where(Barcode.sku_id.in_(part)))
        tx.run_sql(Sku, update(Sku).where(Sku.sku_id.in_(part)).values(state=ProductState.WITHDRAWN.value))


def _forget_customers(tx: Tx) -> None:
    """Buyers of imports that were taken back, unless something else names them; those merged into others first.

    Of one whose data somebody opened the bare number stays, as the record of that points to it.
    """
    gone = select(ImportFile.import_id).where(ImportFile.taken_back_at.is_not(None))
    other = aliased(Customer)
    looked = exists().where(ContactLook.customer_id == Customer.customer_id)
    named = or_(
        exists().where(other.merged_into == Customer.customer_id),
        *(exists().where(one.customer_id == Customer.customer_id) for one in NAMING_CUSTOMERS),
    )
    for is_merged in (Customer.merged_into.is_not(None), Customer.merged_into.is_(None)):
        nobody = tx.scalars(select(Customer.customer_id).where(Customer.import_id.in_(gone), is_merged, ~named))
        for part in parts(nobody):
            tx.run_sql(CustomerContact, delete(CustomerContact).where(CustomerContact.customer_id.in_(part)))
            tx.run_sql(Customer, delete(Customer).where(Customer.customer_id.in_(part), ~looked))


NAMING_CUSTOMERS: Final = (SalesOrder, ServiceCase, PointMove, Consent, CareContact, Review, ErasedMark)
_NAMING_SUPPLIERS: Final = (
    Product, GoodsReceipt, Expense, PurchaseOrder, SupplierSku, LandedCost, Lot, Bill, Recurring,
)  # fmt: skip


def _forget_suppliers(tx: Tx) -> None:
    """Suppliers of imports that were taken back, unless other work names or has edited them."""
    gone = select(ImportFile.import_id).where(ImportFile.taken_back_at.is_not(None))
    named = or_(*(exists().where(one.supplier_id == Supplier.supplier_id) for one in _NAMING_SUPPLIERS))
    unused = select(Supplier.supplier_id).where(
        Supplier.import_id.in_(gone), ~named, ~is_edited(Supplier.supplier_id, "supplier")
    )
    for supplier_id in tx.scalars(unused):
        tx.delete(Supplier, supplier_id)


def _forget_rates(tx: Tx, changed: Sequence[RowChange], table: str, model: type[DeclarativeBase]) -> None:
    """Rates of exchange or of fees that came with the import, unless a person has set them otherwise since."""
    for row in changed:
        is_new = row.table == table and row.before is None
        if is_new and tx.image(row.table, row.row_id) == row.after:
            tx.delete(model, row.row_id)


def _withdraw_places(tx: Tx, import_id: int) -> None:
    """Warehouses and shelves that the import made leave every list, unless other work uses them by now."""
    answered = select(StockMove.reverses_id).where(StockMove.reverses_id.is_not(None))
    moved = exists().where(
        StockMove.warehouse_id == Warehouse.warehouse_id, StockMove.reverses_id.is_(None),
        StockMove.move_id.not_in(answered),
    )  # fmt: skip
    counted = exists().where(StockCount.warehouse_id == Warehouse.warehouse_id)
    shelf = aliased(Warehouse)
    home = exists().where(SkuPlace.place_id == Warehouse.warehouse_id)
    holds = exists().where(shelf.parent_id == Warehouse.warehouse_id, shelf.state == WarehouseState.ACTIVE.value)
    unused = select(Warehouse.warehouse_id).where(Warehouse.import_id == import_id, ~moved, ~counted, ~home, ~holds)
    for kind in (PlaceKind.SHELF, PlaceKind.WAREHOUSE):
        for place in tx.scalars(unused.where(Warehouse.kind == kind.value)):
            tx.update(Warehouse, place, state=WarehouseState.WITHDRAWN.value)
