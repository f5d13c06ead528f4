"""Counting in sessions: what is to be counted, every scan as it was made, and what a second look says of it."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.store.tables.base import Base, own, pieces


class CountSession(Base):
    """One round through a place; nothing of it is stock until it is approved and booked."""

    __tablename__ = "count_session"
    session_id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    warehouse_id: Mapped[int] = mapped_column(ForeignKey("warehouse.warehouse_id"))
    state: Mapped[str]
    """"open", "review", "posted" or "cancelled"."""
    scope: Mapped[str]
    """JSON: what was chosen to be counted, and how."""
    blind: Mapped[bool]
    assigned_to: Mapped[str | None]
    tolerance: Mapped[Decimal] = pieces()
    """Pieces that a line may differ by without being counted again."""
    tolerance_value: Mapped[Decimal | None]
    """What a difference may be worth without being counted again; None: any."""
    opened_at: Mapped[datetime]
    opened_by: Mapped[str]
    closed_at: Mapped[datetime | None]
    approved_by: Mapped[str | None]
    alone: Mapped[bool] = mapped_column(default=False)
    """The one who counted approved it: there was no second person, and that is recorded."""
    note: Mapped[str | None]


class CountTask(Base):
    """One SKU at one place that a session asks for, or that turned up in it."""

    __tablename__ = "count_task"
    __table_args__ = own(Index(None, "session_id", "sku_id"))
    task_id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("count_session.session_id"))
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.sku_id"))
    place_id: Mapped[int] = mapped_column(ForeignKey("warehouse.warehouse_id"))
    expected_here: Mapped[bool]
    """Whether the session asked for it; False: it turned up."""
    round: Mapped[int] = mapped_column(default=1)
    """2 and more: it is to be counted again, and only scans of that round speak for it."""
    reason: Mapped[str | None]
    """Why it differs."""
    note: Mapped[str | None]


class CountScan(Base):
    """One scan or typed number, as it was made; never changed. What was counted is read from them.

    In a round, the last one that sets, and all after it that add; one that `undoes` another takes it back.
    """

    __tablename__ = "count_scan"
    __table_args__ = own(UniqueConstraint("session_id", "scan_no"), Index(None, "task_id"))
    scan_id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("count_session.session_id"))
    scan_no: Mapped[str]
    """Given where it was scanned, so that the same scan sent twice stays one."""
    task_id: Mapped[int | None] = mapped_column(ForeignKey("count_task.task_id"))
    """None: nobody knows the code (yet)."""
    code: Mapped[str]
    quantity: Mapped[Decimal] = pieces()
    sets: Mapped[bool]
    round: Mapped[int]
    undoes: Mapped[str | None]
    """The `scan_no` that it takes back."""
    scanned_at: Mapped[datetime]
    person: Mapped[str]
