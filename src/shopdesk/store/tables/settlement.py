"""What channels pay out: payouts, the lines of their statements, and the fees that were agreed.

    order --(total)--> clearing --(settlement line: sale, refund)--> wallet --(payout)--> bank
                                   fees, ads, reserve, loan, tax --> wallet

A line of a statement says what moved in the channel's wallet. What it answers is taken from the channel's clearing
account by order number; what nothing answers stands on an account of its own until somebody explains it.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.store.tables.base import Base, own, pieces
from shopdesk.store.types import Rate


class Payout(Base):
    """Money that a channel sends to the bank, as its statement says; what arrives there is told apart."""

    __tablename__ = "payout"
    __table_args__ = own(UniqueConstraint("channel_id", "payout_no"), Index(None, "paid_on"), Index(None, "import_id"))
    payout_id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.channel_id"))
    payout_no: Mapped[str]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    paid_on: Mapped[date]
    """The shop's day of the deposit."""
    currency: Mapped[str]
    rate: Mapped[Decimal | None] = mapped_column(Rate())
    """What one unit of `currency` was worth on that day; None where it is the shop's own."""
    own_amount: Mapped[Decimal | None]
    """In `currency`; None where that is the shop's."""
    amount: Mapped[Decimal]
    """In the shop's currency."""
    is_told: Mapped[bool]
    """A statement or a list says its amount; else it is what its lines come to."""
    arrived: Mapped[Decimal | None]
    """What the bank shows, in the shop's currency; None: nobody has looked."""
    arrived_on: Mapped[date | None]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.account_id"))
    """The account that a person gave to what its lines, its amount and the bank do not agree about."""
    note: Mapped[str | None]
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]


class SettlementLine(Base):
    """One movement in a channel's wallet as a statement tells it: above zero the wallet gains."""

    __tablename__ = "settlement_line"
    __table_args__ = own(
        UniqueConstraint("channel_id", "line_no"),
        Index(None, "order_id", "kind", "amount"),
        Index(None, "channel_id", "order_no"),
        Index(None, "state", "settled_on"),
        Index(None, "settled_on", "channel_id"),
        Index(None, "payout_id"),
        Index(None, "import_id"),
    )
    line_id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.channel_id"))
    line_no: Mapped[str]
    """The channel's number of the movement; where it gives none, what tells it from all others, and its rank there."""
    payout_id: Mapped[int | None] = mapped_column(ForeignKey("payout.payout_id"))
    kind: Mapped[str]
    """`shop.settlement.rules.LineKind`."""
    state: Mapped[str]
    """`shop.settlement.rules.LineState`: whether what it answers is known."""
    happened_at: Mapped[datetime | None]
    settled_on: Mapped[date]
    """The shop's day of it, which says in which month it is booked."""
    order_no: Mapped[str | None]
    """As the statement names it, without what platforms put around it."""
    order_id: Mapped[int | None] = mapped_column(ForeignKey("sales_order.order_id"))
    sku_code: Mapped[str | None]
    quantity: Mapped[Decimal | None] = pieces()
    currency: Mapped[str]
    rate: Mapped[Decimal | None] = mapped_column(Rate())
    own_amount: Mapped[Decimal | None]
    """In `currency`; None where that is the shop's."""
    amount: Mapped[Decimal]
    """In the shop's currency."""
    told: Mapped[str | None]
    """What the statement calls it."""
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.account_id"))
    """The account that a person gave it, where its kind says too little."""
    note: Mapped[str | None]
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]


class FeeRule(Base):
    """What a channel agreed to take, from a day on: a share of a line's sale, and so much an order."""

    __tablename__ = "fee_rule"
    __table_args__ = own(Index(None, "channel_id", "kind", "since"))
    fee_rule_id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.channel_id"))
    kind: Mapped[str]
    """"commission" or "payment_fee"."""
    category: Mapped[str | None]
    """Of the products that it is for; None: of all that no other rule names."""
    rate: Mapped[Decimal] = mapped_column(Rate())
    """A share: 0.05 is 5 %."""
    fixed: Mapped[Decimal]
    minimum: Mapped[Decimal | None]
    maximum: Mapped[Decimal | None]
    since: Mapped[date]
    source: Mapped[str | None]
    """Where it was read, for people."""
