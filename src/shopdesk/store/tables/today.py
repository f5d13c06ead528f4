"""What a person signed off in the morning, and what was aimed at."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.store.tables.base import Base, own


class CheckSign(Base):
    """A check of the day that a person signed off, and what it said then."""

    __tablename__ = "check_sign"
    __table_args__ = own(UniqueConstraint("day", "check_key"))
    check_sign_id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    check_key: Mapped[str]
    """`shop.today.checks`."""
    severity: Mapped[str]
    """"good", "warn" or "bad"; "tick" of what no data can tell."""
    told: Mapped[str]
    """JSON: what the check said, as its sentence and values."""
    note: Mapped[str | None]
    signed_at: Mapped[datetime]
    person: Mapped[str]


class Target(Base):
    """What a figure is to come to in a month, of the whole shop or of one channel."""

    __tablename__ = "target"
    __table_args__ = own(
        UniqueConstraint("metric", "month", "channel_id"), Index(None, "month"), Index(None, "import_id")
    )
    target_id: Mapped[int] = mapped_column(primary_key=True)
    metric: Mapped[str]
    """`shop.today.metrics`."""
    month: Mapped[str]
    """"2026-11"."""
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.channel_id"))
    amount: Mapped[Decimal]
    """Money and counts as they are, shares as 0.034."""
    import_id: Mapped[int | None]
    source_row: Mapped[int | None]
