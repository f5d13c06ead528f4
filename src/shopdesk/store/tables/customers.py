"""What the shop knows of its customers beyond their orders: points, consent, looks, care, ratings, tasks."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.store.tables.base import Base, own
from shopdesk.store.types import Rate


class PointMove(Base):
    """Points that a customer gained or used; the balance is their sum."""

    __tablename__ = "point_move"
    __table_args__ = own(Index(None, "customer_id"), Index(None, "import_id"))
    point_move_id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.customer_id"))
    moved_on: Mapped[date]
    points: Mapped[int]
    """Signed."""
    reason: Mapped[str]
    order_id: Mapped[int | None] = mapped_column(ForeignKey("sales_order.order_id"))
    person: Mapped[str | None]
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]


class Consent(Base):
    """What a customer allowed or refused, by means of contact; the last one stands."""

    __tablename__ = "consent"
    __table_args__ = own(Index(None, "customer_id", "means"), Index(None, "import_id"))
    consent_id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.customer_id"))
    means: Mapped[str]
    """`shop.service.customer_rules.Means`."""
    is_given: Mapped[bool]
    told_at: Mapped[datetime]
    evidence: Mapped[str | None]
    """How the shop knows: a form, a message, a call."""
    person: Mapped[str | None]
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]


class ContactLook(Base):
    """Somebody opened masked personal data."""

    __tablename__ = "contact_look"
    __table_args__ = own(Index(None, "customer_id"), Index(None, "looked_at"))
    look_id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.customer_id"))
    looked_at: Mapped[datetime]
    person: Mapped[str]
    place: Mapped[str]
    """Where it was opened: "card", "order" …"""


class ErasedMark(Base):
    """A number, phone or e-mail of a customer who was erased, as a keyed hash: a file that names it again is known."""

    __tablename__ = "erased_mark"
    __table_args__ = own(Index(None, "customer_id"))
    mark_id: Mapped[int] = mapped_column(primary_key=True)
    mark: Mapped[str] = mapped_column(unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.customer_id"))


class CareContact(Base):
    """A follow-up or win-back contact with a customer, and what came of it."""

    __tablename__ = "care_contact"
    __table_args__ = own(Index(None, "customer_id", "contacted_on"), Index(None, "import_id"))
    care_contact_id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.customer_id"))
    rule: Mapped[str]
    """`shop.service.care_rules.CareRule`: what put the customer on the list."""
    contacted_on: Mapped[date]
    means: Mapped[str]
    """`shop.service.customer_rules.Means`."""
    result: Mapped[str]
    """`shop.service.care_rules.CareResult`."""
    note: Mapped[str | None]
    again_on: Mapped[date | None]
    """When the customer asked to be contacted again."""
    person: Mapped[str | None]
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]


class Review(Base):
    """What a buyer said of an order or an article in public, with stars."""

    __tablename__ = "review"
    __table_args__ = own(
        UniqueConstraint("channel_id", "review_no"),
        Index(None, "written_at"),
        Index(None, "order_id"),
        Index(None, "sku_id"),
        Index(None, "import_id"),
    )
    review_id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.channel_id"))
    review_no: Mapped[str]
    """The channel's number; where it gives none, one made of order, article and day."""
    order_id: Mapped[int | None] = mapped_column(ForeignKey("sales_order.order_id"))
    sku_id: Mapped[int | None] = mapped_column(ForeignKey("sku.sku_id"))
    listing_id: Mapped[int | None] = mapped_column(ForeignKey("listing.listing_id"))
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.customer_id"))
    written_at: Mapped[datetime]
    described: Mapped[int | None]
    """1 to 5: is it as described; the stars where a channel has one rating only."""
    service: Mapped[int | None]
    logistics: Mapped[int | None]
    text: Mapped[str | None]
    reply: Mapped[str | None]
    replied_at: Mapped[datetime | None]
    cause: Mapped[str | None]
    """Why it is low, as a person judged."""
    case_id: Mapped[int | None] = mapped_column(ForeignKey("service_case.case_id"))
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]


class RatingDay(Base):
    """The shop's rating on a channel as the channel showed it on a day."""

    __tablename__ = "rating_day"
    __table_args__ = own(UniqueConstraint("channel_id", "seen_on"), Index(None, "import_id"))
    rating_day_id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.channel_id"))
    seen_on: Mapped[date]
    described: Mapped[Decimal | None] = mapped_column(Rate())
    service: Mapped[Decimal | None] = mapped_column(Rate())
    logistics: Mapped[Decimal | None] = mapped_column(Rate())
    ratings: Mapped[int | None]
    """How many ratings of the rolling six months it is the mean of."""
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]


class WorkTask(Base):
    """Something to be done that a figure of service asked for: on a listing, at a supplier, with a lot."""

    __tablename__ = "work_task"
    __table_args__ = own(Index(None, "state", "due_on"), Index(None, "sku_id"))
    task_id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    """`shop.service.task_rules.TaskKind`: listing, supplier claim, recall, other."""
    title: Mapped[str]
    reason: Mapped[str | None]
    sku_id: Mapped[int | None] = mapped_column(ForeignKey("sku.sku_id"))
    supplier_id: Mapped[int | None] = mapped_column(ForeignKey("supplier.supplier_id"))
    lot_id: Mapped[int | None] = mapped_column(ForeignKey("lot.lot_id"))
    claimed: Mapped[Decimal | None]
    """Money asked of the supplier."""
    opened_on: Mapped[date]
    due_on: Mapped[date | None]
    person: Mapped[str | None]
    state: Mapped[str]
    """"open" or "done"."""
    note: Mapped[str | None]
