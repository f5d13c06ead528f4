"""Files of cases that go with the person whom they show: photos of a label, a signed form."""

from typing import Any

from sqlalchemy import Select, select, update

from shopdesk.shop.service.rules import CASE
from shopdesk.store.tables import Attachment, StoredFile
from shopdesk.store.tx import Tx


def blank_files(tx: Tx, cases: Select[Any], name: str) -> list[int]:
    """Empty the files kept with these cases alone, and call them `name`; returns the attachments.

    The bytes of a file that stands with something else too are left: an invoice is of the books.
    """
    here = (Attachment.document_kind == CASE) & Attachment.document_id.in_(cases)
    found = tx.rows(select(Attachment.attachment_id, Attachment.file_id).where(here))
    ids = [row.attachment_id for row in found]
    elsewhere = set(
        tx.scalars(
            select(Attachment.file_id).where(
                Attachment.file_id.in_([row.file_id for row in found]), Attachment.attachment_id.not_in(ids)
            )
        )
    )
    for file_id in sorted({row.file_id for row in found} - elsewhere):
        # Another digest: the same bytes kept anew must not find this emptied file.
        gone = {"data": b"", "size": 0, "sha256": f"erased-{file_id}"}
        tx.run_sql(StoredFile, update(StoredFile).where(StoredFile.file_id == file_id).values(**gone))
    tx.run_sql(Attachment, update(Attachment).where(Attachment.attachment_id.in_(ids)).values(file_name=name))
    return ids
