"""Service: what buyers ask and complain of, what was said when, and answers that are kept ready."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.store.tables.base import Base, own


class ServiceCase(Base):
    """Something that a buyer waits for. How long follows from its events; no clock is kept."""

    __tablename__ = "service_case"
    __table_args__ = own(
        Index(None, "state", "opened_at"),
        Index(None, "order_id"),
        Index(None, "customer_id"),
        Index(None, "sku_id"),
        Index(None, "import_id"),
        UniqueConstraint("channel_id", "source_no"),
    )
    case_id: Mapped[int] = mapped_column(primary_key=True)
    case_no: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    """`shop.service.rules.CaseKind`."""
    title: Mapped[str]
    reason: Mapped[str | None]
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.channel_id"))
    source_no: Mapped[str | None]
    """The number that the channel gave it, where it came by a file."""
    order_id: Mapped[int | None] = mapped_column(ForeignKey("sales_order.order_id"))
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.customer_id"))
    sku_id: Mapped[int | None] = mapped_column(ForeignKey("sku.sku_id"))
    lot_id: Mapped[int | None] = mapped_column(ForeignKey("lot.lot_id"))
    platform_due: Mapped[datetime | None]
    """Until when the channel wants an answer, beside the shop's own promise."""
    priority: Mapped[str]
    """`shop.service.rules.Priority`."""
    person: Mapped[str | None]
    """Who sees to it."""
    state: Mapped[str]
    """`shop.service.rules.CaseState`."""
    opened_at: Mapped[datetime]
    snoozed_until: Mapped[datetime | None]
    """Out of the queue until then, or until the buyer writes."""
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("service_case.case_id"))
    satisfaction: Mapped[int | None]
    """1 to 5, as the buyer said."""
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]


class CaseEvent(Base):
    """Something that happened in a case, in the order of time."""

    __tablename__ = "case_event"
    __table_args__ = own(Index(None, "case_id", "happened_at"), Index(None, "import_id"))
    event_id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("service_case.case_id"))
    happened_at: Mapped[datetime]
    kind: Mapped[str]
    """`shop.service.rules.EventKind`."""
    person: Mapped[str | None]
    """Of the shop; None: the buyer, or a file."""
    text: Mapped[str | None]
    state: Mapped[str | None]
    """The state that the case came to, of an event that changed it."""
    import_id: Mapped[int | None]


class CaseLink(Base):
    """Two cases that have to do with each other."""

    __tablename__ = "case_link"
    __table_args__ = own(UniqueConstraint("case_id", "other_id"), Index(None, "other_id"))
    case_link_id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("service_case.case_id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("service_case.case_id"))


class QuickReply(Base):
    """An answer that is kept ready, with fields in braces that the case fills."""

    __tablename__ = "quick_reply"
    __table_args__ = own(UniqueConstraint("title", "language"))
    reply_id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    language: Mapped[str]
    """Of the buyer: "zh", "en" …"""
    reason: Mapped[str | None]
    """For which reasons it is proposed; None: for any."""
    text: Mapped[str]
    uses: Mapped[int]
