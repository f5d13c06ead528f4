"""What happens to an order in the shop: promised, allocated, picked, packed, shipped in parcels, and come back."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.store.tables.base import Base, own, pieces


class BundlePart(Base):
    """A SKU that is sold as one and taken from the shelf as several others."""

    __tablename__ = "bundle_part"
    __table_args__ = own(UniqueConstraint("sku_id", "part_id"), Index(None, "part_id"))
    bundle_part_id: Mapped[int] = mapped_column(primary_key=True)
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.sku_id"))
    part_id: Mapped[int] = mapped_column(ForeignKey("sku.sku_id"))
    quantity: Mapped[Decimal] = pieces()
    """Pieces of the part in one bundle."""


class ChannelPromise(Base):
    """Within how many hours of payment a channel wants a parcel to leave."""

    __tablename__ = "channel_promise"
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.channel_id"), primary_key=True)
    ship_hours: Mapped[int]
    unpaid_hours: Mapped[int | None]
    """So long does an unpaid order keep its pieces; None: it keeps none."""


class OrderWork(Base):
    """How far the shop is with an order that has not left; no row: nothing was done yet."""

    __tablename__ = "order_work"
    __table_args__ = own(Index(None, "stage"))
    order_id: Mapped[int] = mapped_column(ForeignKey("sales_order.order_id"), primary_key=True)
    stage: Mapped[str]
    """"new", "allocated", "picking", "picked" or "packed"."""
    hold: Mapped[str | None]
    """Why it may not go on, as a person said."""
    flag: Mapped[str | None]
    cleared: Mapped[str | None]
    """What keeps it that a person has looked at and let pass, as codes with blanks between: "note risk"."""
    person: Mapped[str | None]
    parcel_no: Mapped[str | None]
    """Orders with one parcel number go in one parcel."""
    allocated_at: Mapped[datetime | None]
    picked_at: Mapped[datetime | None]
    packed_at: Mapped[datetime | None]


class Allocation(Base):
    """Pieces on a shelf that are kept for a line of an order, until they leave or are given free."""

    __tablename__ = "allocation"
    __table_args__ = own(
        UniqueConstraint("line_id", "sku_id", "place_id"), Index(None, "order_id"), Index(None, "sku_id")
    )
    allocation_id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("sales_order.order_id"))
    line_id: Mapped[int] = mapped_column(ForeignKey("order_line.line_id"))
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.sku_id"))
    """What is taken: the SKU of the line, or a part of its bundle."""
    place_id: Mapped[int] = mapped_column(ForeignKey("warehouse.warehouse_id"))
    quantity: Mapped[Decimal] = pieces()
    picked: Mapped[Decimal] = pieces()


class Shipment(Base):
    """A parcel, or what one order has in it."""

    __tablename__ = "shipment"
    __table_args__ = own(Index(None, "order_id"), Index(None, "waybill"))
    shipment_id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("sales_order.order_id"))
    shipped_at: Mapped[datetime]
    carrier: Mapped[str | None]
    waybill: Mapped[str | None]
    note: Mapped[str | None]
    import_id: Mapped[int | None]


class ShipmentLine(Base):
    """Pieces of a line in a parcel."""

    __tablename__ = "shipment_line"
    __table_args__ = own(Index(None, "shipment_id"), Index(None, "line_id"))
    shipment_line_id: Mapped[int] = mapped_column(primary_key=True)
    shipment_id: Mapped[int] = mapped_column(ForeignKey("shipment.shipment_id"))
    line_id: Mapped[int] = mapped_column(ForeignKey("order_line.line_id"))
    quantity: Mapped[Decimal] = pieces()


class CustomerReturn(Base):
    """Goods that a buyer sends back; money given back is a fact of its own, before or after."""

    __tablename__ = "customer_return"
    __table_args__ = own(Index(None, "order_id"), Index(None, "waybill"))
    return_id: Mapped[int] = mapped_column(primary_key=True)
    return_no: Mapped[str] = mapped_column(unique=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("sales_order.order_id"))
    """None: nobody knows yet whose parcel it is."""
    after_sale_id: Mapped[int | None] = mapped_column(ForeignKey("after_sale.after_sale_id"))
    state: Mapped[str]
    """"expected", "arrived", "inspected" or "called_off"."""
    expected_at: Mapped[datetime | None]
    arrived_at: Mapped[datetime | None]
    inspected_at: Mapped[datetime | None]
    waybill: Mapped[str | None]
    note: Mapped[str | None]
    import_id: Mapped[int | None]


class ReturnLine(Base):
    """Pieces of one SKU in a return, and what inspection says of them."""

    __tablename__ = "return_line"
    __table_args__ = own(Index(None, "return_id"))
    return_line_id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("customer_return.return_id"))
    line_id: Mapped[int | None] = mapped_column(ForeignKey("order_line.line_id"))
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.sku_id"))
    quantity: Mapped[Decimal] = pieces()
    verdict: Mapped[str | None]
    """"resell", "repair", "scrap", "lost" or "wrong": None until somebody looked."""
    reason: Mapped[str | None]
    person: Mapped[str | None]
    note: Mapped[str | None]
