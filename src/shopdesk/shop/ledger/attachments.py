"""Files that people keep with documents of the books: a receipt with its expense, a contract with an entry."""

import hashlib
import mimetypes
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Final

from sqlalchemy import insert, select

from shopdesk.store.action import action
from shopdesk.store.tables import Attachment, StoredFile
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

MOST: Final = 20_000_000
"""Bytes of one file: the store is copied whole by every backup."""
TOO_LARGE: Final = N_("{file} is larger than {most} MB. Make it smaller, or keep it elsewhere and note where.")
GONE: Final = N_("This file is no longer attached.")


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file of a document, without its bytes."""

    attachment_id: int
    name: str
    size: int
    added_at: datetime
    person: str


@action("money.attach", N_("Attach a file"), undoable=True)
def attach_file(tx: Tx, document_kind: str, document_id: int, name: str, data: bytes) -> int:
    """Keep a file with a document, named as entries name theirs; the same bytes are kept once. Returns its id."""
    file_name = PurePath(name.replace("\\", "/")).name
    check_size(file_name, len(data))
    if not data:
        raise UserError(N_("{file} is empty."), code="empty", file=file_name)
    tx.say(N_("Attach {file}"), file=file_name)
    return tx.insert(
        Attachment, file_id=keep_bytes(tx, file_name, data), document_kind=document_kind, document_id=document_id,
        file_name=file_name, added_at=tx.now, person=tx.person,
    )  # fmt: skip


def check_size(name: str, size: int) -> None:
    """UserError where a file is too large to be kept."""
    if size > MOST:
        raise UserError(TOO_LARGE, code="too_large", file=name, most=MOST // 1_000_000)


def keep_bytes(tx: Tx, name: str, data: bytes) -> int:
    """The bytes, stored once. Past the journal, which would keep them a second time: what undo leaves, redo finds."""
    digest = hashlib.sha256(data).hexdigest()
    wanted = select(StoredFile.file_id).where(StoredFile.sha256 == digest)
    found = tx.scalar(wanted)
    if found is None:
        media = mimetypes.guess_type(name)[0] or "application/octet-stream"
        told = {"sha256": digest, "size": len(data), "media_type": media, "data": data}
        tx.run_sql(StoredFile, insert(StoredFile).values(**told))
        found = tx.scalar(wanted)
    return int(found)


@action("money.attach", N_("Remove an attached file"), undoable=True)
def remove_attachment(tx: Tx, attachment_id: int) -> None:
    """Take a file from its document; undo gives it back."""
    name = tx.scalar(select(Attachment.file_name).where(Attachment.attachment_id == attachment_id))
    if name is None:
        raise UserError(GONE, code="gone")
    tx.say(N_("Remove {file}"), file=name)
    tx.delete(Attachment, attachment_id)


def find_attachments(tx: Tx, document_kind: str, document_id: int) -> list[AttachedFile]:
    """The files of a document, in the order in which they came."""
    wanted = (
        select(
            Attachment.attachment_id, Attachment.file_name, StoredFile.size, Attachment.added_at, Attachment.person
        )
        .join(StoredFile, StoredFile.file_id == Attachment.file_id)
        .where(Attachment.document_kind == document_kind, Attachment.document_id == document_id)
        .order_by(Attachment.attachment_id)
    )  # fmt: skip
    return [AttachedFile(*row) for row in tx.rows(wanted)]


def read_attachment(tx: Tx, attachment_id: int) -> bytes:
    """The bytes of an attached file; UserError where it is gone."""
    found = tx.scalar(
        select(StoredFile.data)
        .join(Attachment, Attachment.file_id == StoredFile.file_id)
        .where(Attachment.attachment_id == attachment_id)
    )
    if found is None:
        raise UserError(GONE, code="gone")
    return bytes(found)
