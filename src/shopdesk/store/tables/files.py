"""Files that people keep with the shop's documents: receipts, contracts, pictures, proofs."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.store.tables.base import Base, own


class StoredFile(Base):
    """The bytes of a file, kept once however often it is attached; in the store, so that a backup has it too."""

    __tablename__ = "stored_file"
    file_id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(unique=True)
    size: Mapped[int]
    media_type: Mapped[str]
    data: Mapped[bytes]


class Attachment(Base):
    """A file that belongs to a document, as `JournalEntry.document_kind` and `document_id` name it, or to an entry."""

    __tablename__ = "attachment"
    __table_args__ = own(Index(None, "document_kind", "document_id"))
    attachment_id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.file_id"))
    document_kind: Mapped[str]
    document_id: Mapped[int]
    file_name: Mapped[str]
    note: Mapped[str | None]
    added_at: Mapped[datetime]
    person: Mapped[str]
