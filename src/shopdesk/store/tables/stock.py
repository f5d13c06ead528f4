"""Stock as append-only moves, what they are worth, and the documents that made them."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.store.tables.base import Base, own, pieces


class Warehouse(Base):
    """A place where stock lies: a warehouse, a shelf in one (its `parent_id`), or what is on its way to one.

    All of them keep a balance of their own, so what is true of a warehouse is true of a shelf.
    """

    __tablename__ = "warehouse"
    warehouse_id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    """Folded title; that of a shelf begins with its warehouse's and a slash."""
    title: Mapped[str]
    kind: Mapped[str] = mapped_column(default="warehouse")
    """"warehouse", "shelf" or "transit"."""
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("warehouse.warehouse_id"))
    state: Mapped[str]
    """"active", or "withdrawn" where the import that made it was taken back."""
    import_id: Mapped[int | None]


class SkuPlace(Base):
    """The shelf of a SKU in a warehouse: where its pieces are put and picked unless a person says otherwise."""

    __tablename__ = "sku_place"
    __table_args__ = own(UniqueConstraint("sku_id", "warehouse_id"), Index(None, "place_id"))
    sku_place_id: Mapped[int] = mapped_column(primary_key=True)
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.sku_id"))
    warehouse_id: Mapped[int] = mapped_column(ForeignKey("warehouse.warehouse_id"))
    place_id: Mapped[int] = mapped_column(ForeignKey("warehouse.warehouse_id"))


class StockMove(Base):
    """A signed change of stock; never updated, never deleted: on hand is the sum of moves.

    `document_kind` and `document_id` point to what caused it and stay when an imported document is taken back.
    """

    __tablename__ = "stock_move"
    __table_args__ = own(
        Index(None, "sku_id", "moved_at", "quantity", "warehouse_id"),
        Index(
            None, "sku_id", sqlite_where=text("unit_cost IS NOT NULL"), postgresql_where=text("unit_cost IS NOT NULL")
        ),
        Index(None, "moved_at"),
        Index(None, "document_id", "document_kind", "sku_id"),
        Index(
            None,
            "bundle_id",
            sqlite_where=text("bundle_id IS NOT NULL"),
            postgresql_where=text("bundle_id IS NOT NULL"),
        ),
        Index(
            None,
            "booked_on",
            sqlite_where=text("reason IN ('return', 'write_off')"),
            postgresql_where=text("reason IN ('return', 'write_off')"),
        ),
    )
    move_id: Mapped[int] = mapped_column(primary_key=True)
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.sku_id"))
    warehouse_id: Mapped[int] = mapped_column(ForeignKey("warehouse.warehouse_id"))
    quantity: Mapped[Decimal] = pieces()
    reason: Mapped[str]
    moved_at: Mapped[datetime]
    booked_on: Mapped[date]
    """The shop's day on which its value enters the books: that of the sale for goods sold, else that of the move."""
    unit_cost: Mapped[Decimal | None]
    """What one piece cost, on moves that bring a cost in; None is unknown."""
    document_kind: Mapped[str]
    document_id: Mapped[int]
    line_id: Mapped[int | None]
    bundle_id: Mapped[int | None] = mapped_column(ForeignKey("sku.sku_id"))
    """The SKU of its line, where that was sold as one and is taken from the shelf as its parts."""
    bundles: Mapped[Decimal | None] = pieces()
    """Of how many of those these pieces are the part, signed as the move: what a bundle is made of may change later."""
    note: Mapped[str | None]
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]
    change_id: Mapped[int]
    reverses_id: Mapped[int | None]


class Lot(Base):
    """Pieces of a SKU that were made together; a SKU with a lot is followed by lot from then on."""

    __tablename__ = "lot"
    __table_args__ = own(UniqueConstraint("sku_id", "lot_no"), Index(None, "expires_on"))
    lot_id: Mapped[int] = mapped_column(primary_key=True)
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.sku_id"))
    lot_no: Mapped[str]
    expires_on: Mapped[date | None]
    supplier_id: Mapped[int | None] = mapped_column(ForeignKey("supplier.supplier_id"))
    state: Mapped[str] = mapped_column(default="active")
    """"active", or "blocked": kept, and never picked."""
    note: Mapped[str | None]
    import_id: Mapped[int | None]


class LotMove(Base):
    """What of a move was of which lot, signed as the move; append-only like it. What has no row is of no known lot."""

    __tablename__ = "lot_move"
    __table_args__ = own(Index(None, "lot_id", "move_id"), Index(None, "move_id"))
    lot_move_id: Mapped[int] = mapped_column(primary_key=True)
    move_id: Mapped[int] = mapped_column(ForeignKey("stock_move.move_id"))
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.lot_id"))
    quantity: Mapped[Decimal] = pieces()


class MoveValue(Base):
    """What a move is worth by the shop's costing method; no row where its cost is unknown. Derived from the moves."""

    __tablename__ = "move_value"
    __table_args__ = own(
        Index(None, "late_on", sqlite_where=text("late_on IS NOT NULL"), postgresql_where=text("late_on IS NOT NULL"))
    )
    move_id: Mapped[int] = mapped_column(ForeignKey("stock_move.move_id"), primary_key=True)
    value: Mapped[Decimal]
    late_on: Mapped[date | None]
    """The day on which its value entered the books, where those of its own day were closed by then."""


class LateValue(Base):
    """By how much a move became worth more after the books of its value had been closed, and when they took it in.

    Its value is what it was in the closed days and what these rows add to it. Never updated, never deleted.
    """

    __tablename__ = "late_value"
    __table_args__ = own(Index(None, "move_id"), Index(None, "entered_on"))
    late_value_id: Mapped[int] = mapped_column(primary_key=True)
    move_id: Mapped[int] = mapped_column(ForeignKey("stock_move.move_id"))
    entered_on: Mapped[date]
    value: Mapped[Decimal]


class StockLevel(Base):
    """On hand by SKU and warehouse: the sum of its moves, kept so that a list opens at once. Derived."""

    __tablename__ = "stock_level"
    __table_args__ = {"sqlite_strict": True}  # noqa: RUF012 - declarative
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.sku_id"), primary_key=True)
    warehouse_id: Mapped[int] = mapped_column(ForeignKey("warehouse.warehouse_id"), primary_key=True)
    on_hand: Mapped[Decimal] = pieces()


class GoodsReceipt(Base):
    """A delivery that came in; its lines are its moves."""

    __tablename__ = "goods_receipt"
    receipt_id: Mapped[int] = mapped_column(primary_key=True)
    document_no: Mapped[str] = mapped_column(unique=True)
    supplier_id: Mapped[int | None] = mapped_column(ForeignKey("supplier.supplier_id"))
    received_at: Mapped[datetime]
    purchase_id: Mapped[int | None] = mapped_column(ForeignKey("purchase_order.purchase_id"))
    """The order that it answers; the moves name its lines."""
    note: Mapped[str | None]
    import_id: Mapped[int | None]


class Transfer(Base):
    """Pieces on their way from one place to another: sent, and received later, perhaps in parts."""

    __tablename__ = "transfer"
    transfer_id: Mapped[int] = mapped_column(primary_key=True)
    document_no: Mapped[str] = mapped_column(unique=True)
    from_id: Mapped[int] = mapped_column(ForeignKey("warehouse.warehouse_id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("warehouse.warehouse_id"))
    state: Mapped[str]
    """"sent", "received" or "called_off"."""
    sent_at: Mapped[datetime]
    received_at: Mapped[datetime | None]
    note: Mapped[str | None]


class TransferLine(Base):
    """One SKU of a transfer."""

    __tablename__ = "transfer_line"
    __table_args__ = own(Index(None, "transfer_id"))
    transfer_line_id: Mapped[int] = mapped_column(primary_key=True)
    transfer_id: Mapped[int] = mapped_column(ForeignKey("transfer.transfer_id"))
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.sku_id"))
    quantity: Mapped[Decimal] = pieces()
    received: Mapped[Decimal] = pieces()


class StockCount(Base):
    """A count that was booked: what was counted at one place, and what the ledger said at the minute of each line."""

    __tablename__ = "stock_count"
    count_id: Mapped[int] = mapped_column(primary_key=True)
    counted_at: Mapped[datetime]
    """When it was booked, or what its file says; each line has its own minute."""
    warehouse_id: Mapped[int] = mapped_column(ForeignKey("warehouse.warehouse_id"))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("count_session.session_id"))
    note: Mapped[str | None]
    import_id: Mapped[int | None]


class StockCountLine(Base):
    """One SKU of a count; the difference became a move."""

    __tablename__ = "stock_count_line"
    __table_args__ = own(Index(None, "count_id"), Index(None, "sku_id"))
    count_line_id: Mapped[int] = mapped_column(primary_key=True)
    count_id: Mapped[int] = mapped_column(ForeignKey("stock_count.count_id"))
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.sku_id"))
    expected: Mapped[Decimal] = pieces()
    counted: Mapped[Decimal] = pieces()
    counted_at: Mapped[datetime]
    reason: Mapped[str | None]
    """Why it differs, as a person said."""
    counted_by: Mapped[str | None]
    source_row: Mapped[int | None]
