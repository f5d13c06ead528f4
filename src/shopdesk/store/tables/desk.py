"""The shop's settings and the journal of changes: who did what, when, and what each row was before and after."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.store.tables.base import Base, own


class Setting(Base):
    """One fact that decides figures (currency, time zone, costing method …), as JSON."""

    __tablename__ = "setting"
    setting_id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    value: Mapped[str]


class Change(Base):
    """One action through the store's door."""

    __tablename__ = "change"
    change_id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    person: Mapped[str]
    action: Mapped[str]
    title: Mapped[str]
    """JSON: a msgid and its values."""
    undoable: Mapped[bool]
    state: Mapped[str]
    """"done"; "undone"; "dropped": undone, and out of the line of redo; "kept": done, and out of the line of undo."""
    import_id: Mapped[int | None]
    seal: Mapped[str]
    """Hash over the change before, this one and the facts it appended; "" while it is being made."""


class ChangeRow(Base):
    """A row that a change inserted (no before), updated or deleted (no after); images as JSON of stored values."""

    __tablename__ = "change_row"
    __table_args__ = own(Index(None, "change_id"))
    change_row_id: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("change.change_id"))
    table_name: Mapped[str]
    row_id: Mapped[int]
    before: Mapped[str | None]
    after: Mapped[str | None]
