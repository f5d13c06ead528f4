"""Orders, their lines, buyers, addresses and refunds."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.store.tables.base import Base, own, pieces
from shopdesk.store.types import Rate


class Customer(Base):
    """A buyer as a channel numbers them; who that is stands apart."""

    __tablename__ = "customer"
    __table_args__ = own(UniqueConstraint("channel_id", "customer_no"))
    customer_id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.channel_id"))
    customer_no: Mapped[str]
    group_name: Mapped[str | None]
    """Wholesale, members and the like, as the shop calls them."""
    tags: Mapped[str | None]
    note: Mapped[str | None]
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("customer.customer_id"))
    """The customer that this one was found to be; its orders hang there."""
    warned_of: Mapped[str | None]
    """Why the shop is careful with this customer; None: it is not."""
    erased_at: Mapped[datetime | None]
    """When who that is was erased on request; its orders stay, and no file brings back what they said."""
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]


class CustomerContact(Base):
    """Who a customer is: personal data, kept apart so that it can be erased."""

    __tablename__ = "customer_contact"
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.customer_id"), primary_key=True)
    name: Mapped[str | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    company: Mapped[str | None]
    address: Mapped[str | None]
    city: Mapped[str | None]
    region: Mapped[str | None]
    postcode: Mapped[str | None]
    country: Mapped[str | None]


class SalesOrder(Base):
    """A document of a channel: a sale, a return or an adjustment.

    goods - discount + shipping + charge + tax = total, what the channel owes the shop; all below zero on a return.
    `sold_on` is the shop's day on which it entered the books; None while it is no sale (unpaid, cancelled).
    """

    __tablename__ = "sales_order"
    __table_args__ = own(
        UniqueConstraint("channel_id", "order_no"),
        Index(None, "placed_at"),
        Index(None, "sold_on"),
        Index(None, "state", "placed_at"),
        Index(None, "customer_id"),
        Index(None, "import_id"),
        Index(None, "rate", sqlite_where=text("rate IS NOT NULL"), postgresql_where=text("rate IS NOT NULL")),
    )
    order_id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.channel_id"))
    order_no: Mapped[str]
    kind: Mapped[str]
    state: Mapped[str]
    placed_at: Mapped[datetime | None]
    paid_at: Mapped[datetime | None]
    ship_by: Mapped[datetime | None]
    """Until when the parcel has to leave, where the channel's file says so."""
    shipped_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    sold_on: Mapped[date | None]
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.customer_id"))
    currency: Mapped[str]
    """The currency that the channel told it in; every amount here but `own_total` is in the shop's."""
    rate: Mapped[Decimal | None] = mapped_column(Rate())
    """What one unit of `currency` was worth on the day of the sale; None where that is the shop's own."""
    own_total: Mapped[Decimal | None]
    """Its total in `currency`, before conversion; None where that is the shop's own."""
    units: Mapped[Decimal] = pieces()
    goods: Mapped[Decimal]
    discount: Mapped[Decimal]
    platform_discount: Mapped[Decimal]
    """Borne and paid to the shop by the platform: part of total, shown for information."""
    shipping: Mapped[Decimal]
    charge: Mapped[Decimal]
    tax: Mapped[Decimal]
    total: Mapped[Decimal]
    refunded: Mapped[Decimal]
    """Sum of its refunds."""
    told_refund: Mapped[Decimal | None]
    """What its own list says was given back in all; None: it has not said."""
    guessed_refund: Mapped[Decimal | None]
    """What was given back by a status of its list alone, where that says no amount."""
    summary: Mapped[str]
    """Its products in words: "Longjing gift box 250 g +2"."""
    country: Mapped[str | None]
    carrier: Mapped[str | None]
    waybill: Mapped[str | None]
    note: Mapped[str | None]
    closed_reason: Mapped[str | None]
    coupon_codes: Mapped[str | None]
    """The codes that its list names, ; between, each with what it took off: "TEA20=30.00;FRIENDS=5.00"."""
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]
    fingerprint: Mapped[bytes | None]
    """Hash of what the file said of it, by which the same row again is known."""


class OrderLine(Base):
    """One line: a product or a charge. amount = quantity x unit_price - discount, unless the file says otherwise."""

    __tablename__ = "order_line"
    __table_args__ = own(Index(None, "order_id"), Index(None, "sku_id", "order_id"))
    line_id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("sales_order.order_id"))
    kind: Mapped[str]
    sku_id: Mapped[int | None] = mapped_column(ForeignKey("sku.sku_id"))
    channel_line_no: Mapped[str | None]
    code: Mapped[str | None]
    """What the file calls it, where it is no SKU of the shop."""
    title: Mapped[str | None]
    option: Mapped[str | None]
    quantity: Mapped[Decimal] = pieces()
    unit_price: Mapped[Decimal]
    discount: Mapped[Decimal]
    amount: Mapped[Decimal]
    source_row: Mapped[int | None]
    import_id: Mapped[int | None]


class OrderAddress(Base):
    """Where an order goes: personal data, kept apart so that it can be erased."""

    __tablename__ = "order_address"
    order_id: Mapped[int] = mapped_column(ForeignKey("sales_order.order_id"), primary_key=True)
    recipient: Mapped[str | None]
    phone: Mapped[str | None]
    address: Mapped[str | None]
    region: Mapped[str | None]
    city: Mapped[str | None]
    buyer_note: Mapped[str | None]


class AfterSale(Base):
    """What a channel's list of refunds says of one of them; it waits here until the books have its order.

    Only one that was given back becomes a `Refund`. Its order is the channel's document with that number.
    """

    __tablename__ = "after_sale"
    __table_args__ = own(
        UniqueConstraint("channel_id", "refund_no"), Index(None, "channel_id", "order_no"), Index(None, "import_id")
    )
    after_sale_id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.channel_id"))
    refund_no: Mapped[str]
    order_no: Mapped[str]
    state: Mapped[str]
    amount: Mapped[Decimal]
    """In the currency of its channel."""
    ended_on: Mapped[date | None]
    """The shop's day on which the money went back, else that of the claim."""
    with_goods: Mapped[bool]
    """Whether the buyer sends the goods back; that they came is a fact of its own."""
    claimed_at: Mapped[datetime | None]
    """When the buyer asked; None where the list tells a day at most."""
    reason: Mapped[str | None]
    decide_by: Mapped[datetime | None]
    """Until when the channel wants the shop to decide, by the clock on the wall."""
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]


class Refund(Base):
    """Money given back on an order; goods coming back are a fact of their own.

    What stands in closed days stays: a refund that turns out other than it was booked has further rows on open days,
    below zero where it was too much. So several rows may be of one `after_sale_id`; the check of a store finds one that
    two orders bear.
    """

    __tablename__ = "refund"
    __table_args__ = own(Index(None, "order_id"), Index(None, "refunded_on"), Index(None, "after_sale_id"))
    refund_id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("sales_order.order_id"))
    amount: Mapped[Decimal]
    refunded_on: Mapped[date]
    after_sale_id: Mapped[int | None] = mapped_column(ForeignKey("after_sale.after_sale_id"))
    """The refund of a list that it is; None: what the order's own list says beyond those."""
    guessed: Mapped[bool] = mapped_column(default=False)
    """The order's list called it refunded without an amount: it counts until lists of refunds say how much."""
    reason: Mapped[str | None]
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]
