"""Stock as append-only moves, what they are worth, and the documents that made them."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.store.tables.base import Base, own, quantity


class Warehouse(Base):
    """A place where stock lies."""

    __tablename__ = "warehouse"
    warehouse_id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    state: Mapped[str]
    """"active", or "withdrawn" where the import that made it was taken back."""
    import_id: Mapped[int | None]


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
    )
    move_id: Mapped[int] = mapped_column(primary_key=True)
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.sku_id"))
    warehouse_id: Mapped[int] = mapped_column(ForeignKey("warehouse.warehouse_id"))
    quantity: Mapped[Decimal] = quantity()
    reason: Mapped[str]
    moved_at: Mapped[datetime]
    booked_on: Mapped[date]
    """The shop's day on which its value enters the books: that of the sale for goods sold, else that of the move."""
    unit_cost: Mapped[Decimal | None]
    """What one piece cost, on moves that bring a cost in; None is unknown."""
    document_kind: Mapped[str]
    document_id: Mapped[int]
    line_id: Mapped[int | None]
    note: Mapped[str | None]
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]
    change_id: Mapped[int]
    reverses_id: Mapped[int | None]


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


class StockLevel(Base):
    """On hand by SKU and warehouse: the sum of its moves, kept so that a list opens at once. Derived."""

    __tablename__ = "stock_level"
    __table_args__ = {"sqlite_strict": True}  # noqa: RUF012 - declarative
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.sku_id"), primary_key=True)
    warehouse_id: Mapped[int] = mapped_column(ForeignKey("warehouse.warehouse_id"), primary_key=True)
    on_hand: Mapped[Decimal] = quantity()


class GoodsReceipt(Base):
    """A delivery that came in; its lines are its moves."""

    __tablename__ = "goods_receipt"
    receipt_id: Mapped[int] = mapped_column(primary_key=True)
    document_no: Mapped[str] = mapped_column(unique=True)
    supplier_id: Mapped[int | None] = mapped_column(ForeignKey("supplier.supplier_id"))
    received_at: Mapped[datetime]
    note: Mapped[str | None]
    import_id: Mapped[int | None]


class StockCount(Base):
    """A plain count: what was counted, and what the ledger said at that minute."""

    __tablename__ = "stock_count"
    count_id: Mapped[int] = mapped_column(primary_key=True)
    counted_at: Mapped[datetime]
    warehouse_id: Mapped[int] = mapped_column(ForeignKey("warehouse.warehouse_id"))
    note: Mapped[str | None]
    import_id: Mapped[int | None]


class StockCountLine(Base):
    """One SKU of a count; the difference became a move."""

    __tablename__ = "stock_count_line"
    __table_args__ = own(Index(None, "count_id"), Index(None, "sku_id"))
    count_line_id: Mapped[int] = mapped_column(primary_key=True)
    count_id: Mapped[int] = mapped_column(ForeignKey("stock_count.count_id"))
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.sku_id"))
    expected: Mapped[Decimal] = quantity()
    counted: Mapped[Decimal] = quantity()
    source_row: Mapped[int | None]
