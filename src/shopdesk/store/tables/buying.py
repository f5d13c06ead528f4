"""Buying: what is ordered from whom at what price, what came of it, and what it cost on the way."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.store.tables.base import Base, own, pieces
from shopdesk.store.types import Rate


class SupplierSku(Base):
    """What a supplier asks for a SKU, and in which packs."""

    __tablename__ = "supplier_sku"
    __table_args__ = own(UniqueConstraint("supplier_id", "sku_id"), Index(None, "sku_id"))
    supplier_sku_id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.supplier_id"))
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.sku_id"))
    supplier_code: Mapped[str | None]
    price: Mapped[Decimal | None]
    """In the shop's currency."""
    pack: Mapped[Decimal | None] = pieces()
    """Pieces in one pack; None: single pieces."""
    minimum: Mapped[Decimal | None] = pieces()
    """The least pieces of one order (MOQ)."""
    lead_days: Mapped[int | None]
    preferred: Mapped[bool] = mapped_column(default=False)
    import_id: Mapped[int | None]


class PurchaseOrder(Base):
    """An order to a supplier."""

    __tablename__ = "purchase_order"
    __table_args__ = own(Index(None, "supplier_id"), Index(None, "state"))
    purchase_id: Mapped[int] = mapped_column(primary_key=True)
    purchase_no: Mapped[str] = mapped_column(unique=True)
    supplier_id: Mapped[int | None] = mapped_column(ForeignKey("supplier.supplier_id"))
    warehouse_id: Mapped[int | None] = mapped_column(ForeignKey("warehouse.warehouse_id"))
    state: Mapped[str]
    """"draft", "ordered", "closed" or "cancelled"; how much has come is read from the receipts."""
    ordered_on: Mapped[date | None]
    expected_on: Mapped[date | None]
    currency: Mapped[str | None]
    rate: Mapped[Decimal | None] = mapped_column(Rate())
    """What one unit of `currency` is worth; None where that is the shop's own. Prices are in the shop's."""
    note: Mapped[str | None]
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]


class PurchaseLine(Base):
    """One SKU of a purchase order."""

    __tablename__ = "purchase_line"
    __table_args__ = own(Index(None, "purchase_id"), Index(None, "sku_id"))
    purchase_line_id: Mapped[int] = mapped_column(primary_key=True)
    purchase_id: Mapped[int] = mapped_column(ForeignKey("purchase_order.purchase_id"))
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.sku_id"))
    quantity: Mapped[Decimal] = pieces()
    unit_cost: Mapped[Decimal | None]
    expected_on: Mapped[date | None]
    """Where it differs from that of the whole order."""
    note: Mapped[str | None]
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]


class Inspection(Base):
    """What a look at pieces of a delivery found."""

    __tablename__ = "inspection"
    __table_args__ = own(Index(None, "receipt_id"), Index(None, "sku_id"))
    inspection_id: Mapped[int] = mapped_column(primary_key=True)
    receipt_id: Mapped[int] = mapped_column(ForeignKey("goods_receipt.receipt_id"))
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.sku_id"))
    looked_at: Mapped[Decimal] = pieces()
    defective: Mapped[Decimal] = pieces()
    reason: Mapped[str | None]
    person: Mapped[str]
    inspected_at: Mapped[datetime]
    note: Mapped[str | None]


class LandedCost(Base):
    """Freight, duty and the like of a delivery, spread over its lines; what came late touches only what is unsold."""

    __tablename__ = "landed_cost"
    __table_args__ = own(Index(None, "receipt_id"))
    landed_id: Mapped[int] = mapped_column(primary_key=True)
    receipt_id: Mapped[int] = mapped_column(ForeignKey("goods_receipt.receipt_id"))
    kind: Mapped[str]
    """"freight", "duty", "insurance", "handling", "price" or "other"."""
    basis: Mapped[str]
    """"value", "quantity", "weight" or "equal"."""
    amount: Mapped[Decimal]
    landed_on: Mapped[date]
    supplier_id: Mapped[int | None] = mapped_column(ForeignKey("supplier.supplier_id"))
    document_no: Mapped[str | None]
    note: Mapped[str | None]


class LandedShare(Base):
    """What one move of a delivery bears of a landed cost; append-only."""

    __tablename__ = "landed_share"
    __table_args__ = own(Index(None, "landed_id"), Index(None, "move_id"))
    landed_share_id: Mapped[int] = mapped_column(primary_key=True)
    landed_id: Mapped[int] = mapped_column(ForeignKey("landed_cost.landed_id"))
    move_id: Mapped[int] = mapped_column(ForeignKey("stock_move.move_id"))
    amount: Mapped[Decimal]
