"""Imports: the file, its rows as they came, and the mappings that people taught."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.store.tables.base import Base, own, pieces


class ImportFile(Base):
    """One sheet of one file, imported in one transaction."""

    __tablename__ = "import_file"
    __table_args__ = own(Index(None, "sha256"))
    import_id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str]
    sheet_name: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
    kind: Mapped[str]
    format: Mapped[str]
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.channel_id"))
    imported_at: Mapped[datetime]
    person: Mapped[str]
    plan: Mapped[str]
    """JSON: field → header, so that a row can be shown as it was read."""
    row_count: Mapped[int]
    new: Mapped[int]
    changed: Mapped[int]
    same: Mapped[int]
    conflict: Mapped[int]
    rejected: Mapped[int]
    skipped: Mapped[int]
    charges: Mapped[int]
    quantity: Mapped[Decimal] = pieces()
    amount: Mapped[Decimal]
    taken_back_at: Mapped[datetime | None]


class RawPage(Base):
    """Rows of a file exactly as read, packed; personal columns are blank."""

    __tablename__ = "raw_page"
    __table_args__ = own(Index(None, "import_id", "first_row"))
    raw_page_id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("import_file.import_id"))
    first_row: Mapped[int]
    last_row: Mapped[int]
    data: Mapped[bytes]


class SavedMapping(Base):
    """A mapping of an unknown sheet that a person accepted, found again by the fingerprint of its header."""

    __tablename__ = "saved_mapping"
    mapping_id: Mapped[int] = mapped_column(primary_key=True)
    signature: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    mapping: Mapped[str]
    """JSON: field → header, channel and the answers given."""
    saved_at: Mapped[datetime]
