"""Months that were closed: what a seal covers, and what was looked at before."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.store.tables.base import Base, own


class MonthSeal(Base):
    """A month as it stood when it was closed. Opened again and closed again, it has a further seal."""

    __tablename__ = "month_seal"
    __table_args__ = own(Index(None, "month"))
    seal_id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[str]
    sealed_at: Mapped[datetime]
    person: Mapped[str]
    note: Mapped[str | None]
    last_entry_id: Mapped[int]
    """Whatever has a later number and a day within came after the seal."""
    entries: Mapped[int]
    debit: Mapped[Decimal]
    profit: Mapped[Decimal]
    digest: Mapped[str]
    """SHA-256 over the postings of the month in order, over what is said here, and over the seal before this one."""
    reopened_at: Mapped[datetime | None]
    reopened_by: Mapped[str | None]
    why: Mapped[str | None]


class CloseTick(Base):
    """A point of the checklist that a person looked at, for one month."""

    __tablename__ = "close_tick"
    __table_args__ = own(UniqueConstraint("month", "point"))
    close_tick_id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[str]
    point: Mapped[str]
    person: Mapped[str]
    ticked_at: Mapped[datetime]
    note: Mapped[str | None]
