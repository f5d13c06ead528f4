"""Money that goes out: bills and their payments, what recurs, advertising, and costs of orders that are no sales."""

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.store.tables.base import Base, own
from shopdesk.store.types import Rate


class Bill(Base):
    """What a supplier asks for: owed from `billed_on`, due on `due_on`."""

    __tablename__ = "bill"
    __table_args__ = own(UniqueConstraint("supplier_id", "bill_no"), Index(None, "due_on"), Index(None, "import_id"))
    bill_id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.supplier_id"))
    bill_no: Mapped[str]
    billed_on: Mapped[date]
    due_on: Mapped[date]
    currency: Mapped[str]
    rate: Mapped[Decimal | None] = mapped_column(Rate())
    own_amount: Mapped[Decimal | None]
    """In `currency`; None where that is the shop's."""
    amount: Mapped[Decimal]
    """In the shop's currency: what its lines come to."""
    is_cancelled: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str | None]
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]


class BillLine(Base):
    """What a bill is for: goods that were received, or an expense."""

    __tablename__ = "bill_line"
    __table_args__ = own(Index(None, "bill_id"), Index(None, "receipt_id"))
    bill_line_id: Mapped[int] = mapped_column(primary_key=True)
    bill_id: Mapped[int] = mapped_column(ForeignKey("bill.bill_id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.account_id"))
    receipt_id: Mapped[int | None] = mapped_column(ForeignKey("goods_receipt.receipt_id"))
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.channel_id"))
    amount: Mapped[Decimal]
    """In the shop's currency."""
    memo: Mapped[str | None]
    source_row: Mapped[int | None]


class BillPayment(Base):
    """Money paid on a bill, in whole or in part."""

    __tablename__ = "bill_payment"
    __table_args__ = own(Index(None, "bill_id"), Index(None, "paid_on"))
    bill_payment_id: Mapped[int] = mapped_column(primary_key=True)
    bill_id: Mapped[int] = mapped_column(ForeignKey("bill.bill_id"))
    paid_on: Mapped[date]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.account_id"))
    """From which it was paid."""
    own_amount: Mapped[Decimal | None]
    """In the bill's currency; None where that is the shop's."""
    amount: Mapped[Decimal]
    """In the shop's currency, at the rate of the day of payment."""
    is_cancelled: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str | None]
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]


class Recurring(Base):
    """An entry or a bill that comes again: rent, wages, software."""

    __tablename__ = "recurring"
    recurring_id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    every: Mapped[str]
    """"week", "month", "quarter" or "year"."""
    first_on: Mapped[date]
    """The first day; the others are counted from it, so that the 31st stays the last day of every month."""
    next_on: Mapped[date]
    """The first day that has not been booked."""
    until: Mapped[date | None]
    supplier_id: Mapped[int | None] = mapped_column(ForeignKey("supplier.supplier_id"))
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.channel_id"))
    is_bill: Mapped[bool]
    """Whether it becomes a bill to be paid; else it is booked as it stands."""
    due_days: Mapped[int]
    is_paused: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str | None]


class RecurringLine(Base):
    """What a recurring entry posts: debit above zero; the lines of an entry add up to zero, those of a bill do not."""

    __tablename__ = "recurring_line"
    __table_args__ = own(Index(None, "recurring_id"))
    recurring_line_id: Mapped[int] = mapped_column(primary_key=True)
    recurring_id: Mapped[int] = mapped_column(ForeignKey("recurring.recurring_id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.account_id"))
    amount: Mapped[Decimal]


class AdSpend(Base):
    """What advertising cost on one day as the platform's report says: incurred, whoever paid for it and when."""

    __tablename__ = "ad_spend"
    __table_args__ = own(
        UniqueConstraint("channel_id", "platform", "campaign", "target", "spent_on"),
        Index(None, "spent_on"),
        Index(None, "import_id"),
    )
    ad_spend_id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.channel_id"))
    platform: Mapped[str]
    """万相台, Sponsored Products …: where the advertisement ran."""
    campaign: Mapped[str]
    """"" where the report names none."""
    target: Mapped[str]
    """What was advertised as the report names it: a SKU, a listing's number, a search term; "" for the campaign."""
    spent_on: Mapped[date]
    sku_id: Mapped[int | None] = mapped_column(ForeignKey("sku.sku_id"))
    currency: Mapped[str]
    rate: Mapped[Decimal | None] = mapped_column(Rate())
    own_amount: Mapped[Decimal | None]
    amount: Mapped[Decimal]
    """In the shop's currency."""
    impressions: Mapped[int | None]
    clicks: Mapped[int | None]
    orders: Mapped[int | None]
    """That the platform ascribes to it."""
    revenue: Mapped[Decimal | None]
    """That the platform ascribes to it, in `currency`."""
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]


class SideCost(Base):
    """Money spent on an order that is no sale to a buyer: a brushed order (刷单), a sample, a small compensation.

    The principal of a brushed order comes back through the channel; it is neither sale nor cost.
    """

    __tablename__ = "side_cost"
    __table_args__ = own(UniqueConstraint("kind", "channel_id", "order_no", "payee"), Index(None, "order_id"))
    side_cost_id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    """`shop.spending.rules.SideKind`."""
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.channel_id"))
    order_no: Mapped[str]
    order_id: Mapped[int | None] = mapped_column(ForeignKey("sales_order.order_id"))
    payee: Mapped[str]
    """Who was paid; "" where nobody says."""
    paid_on: Mapped[date]
    principal: Mapped[Decimal]
    """What the order itself came to and was handed out for it."""
    fee: Mapped[Decimal]
    """What is spent for good: commission of the brusher, the cost of the sample, the compensation."""
    note: Mapped[str | None]
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]
