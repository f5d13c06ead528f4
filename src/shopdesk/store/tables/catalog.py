"""Channels, products, SKUs, barcodes and suppliers."""

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.store.tables.base import Base, own, pieces


class Channel(Base):
    """Where the shop sells."""

    __tablename__ = "channel"
    channel_id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    currency: Mapped[str]


class Supplier(Base):
    """Who the shop buys from."""

    __tablename__ = "supplier"
    supplier_id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str | None] = mapped_column(unique=True)
    """The shop's own number of the supplier, where it gives any."""
    contact: Mapped[str | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    lead_days: Mapped[int | None]
    """Days from the order to the delivery."""
    terms_days: Mapped[int | None]
    """Days from a bill to the day on which it is due."""
    note: Mapped[str | None]
    import_id: Mapped[int | None]


class Product(Base):
    """What is sold; its SKUs are the variants that lie on the shelf."""

    __tablename__ = "product"
    product_id: Mapped[int] = mapped_column(primary_key=True)
    handle: Mapped[str | None]
    title: Mapped[str]
    category: Mapped[str | None]
    brand: Mapped[str | None]
    supplier_id: Mapped[int | None] = mapped_column(ForeignKey("supplier.supplier_id"))
    stage: Mapped[str | None]
    """`shop.catalog.rules.Stage`: test, growth, hero, tail or end; None: nobody has said."""


class Sku(Base):
    """One variant with the shop's own code. `cost` is the stated purchase cost, where no receipt says better."""

    __tablename__ = "sku"
    __table_args__ = own(Index(None, "product_id"))
    sku_id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.product_id"))
    code: Mapped[str] = mapped_column(unique=True)
    option: Mapped[str | None]
    price: Mapped[Decimal | None]
    cost: Mapped[Decimal | None]
    cost_from: Mapped[date | None]
    """The day from which a list of costs states `cost`; an older list does not take it back."""
    weight: Mapped[Decimal | None] = pieces()
    """Grams."""
    state: Mapped[str]
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]


class Barcode(Base):
    """A code that a scanner reads."""

    __tablename__ = "barcode"
    __table_args__ = own(Index(None, "sku_id"))
    barcode_id: Mapped[int] = mapped_column(primary_key=True)
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.sku_id"))
    code: Mapped[str] = mapped_column(unique=True)
