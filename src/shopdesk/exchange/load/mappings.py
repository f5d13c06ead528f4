"""What people taught about unknown sheets: kept by the fingerprint of their header."""

import json
from typing import Any

from sqlalchemy import delete, insert, select

from shopdesk.exchange.formats import FORMATS
from shopdesk.exchange.headers import clean_header
from shopdesk.exchange.match import remember
from shopdesk.exchange.plan import Plan
from shopdesk.store.tables import ImportFile, SavedMapping
from shopdesk.store.tx import Tx


def saved_mappings(tx: Tx) -> dict[str, dict[str, Any]]:
    """Signature → what was taught of it, as `match` takes it."""
    taught = tx.rows(select(SavedMapping.signature, SavedMapping.mapping))
    return {row.signature: json.loads(row.mapping) for row in taught}


def changed_layout(tx: Tx, plan: Plan) -> tuple[list[str], list[str]]:
    """Headers that were read of the last file of the plan's layout and are gone; headers that it did not have.

    Both empty where the layout is nobody's, or no file of it is in the shop.
    """
    if plan.format not in FORMATS:
        return [], []
    last = select(ImportFile.plan).where(
        ImportFile.format == plan.format, ImportFile.kind == plan.kind, ImportFile.taken_back_at.is_(None)
    )
    said = tx.scalar(last.order_by(ImportFile.import_id.desc()).limit(1))
    if said is None:
        return [], []
    told = json.loads(said)
    here, there = ({clean_header(header) for header in headers} for headers in (plan.headers, told["headers"]))
    gone = [header for header in dict.fromkeys(told["fields"].values()) if clean_header(header) not in here]
    read = set(plan.columns.values())
    new = [header for place, header in enumerate(plan.headers)
           if header and clean_header(header) not in there and place not in read]  # fmt: skip
    return gone, new


def keep_mapping(tx: Tx, plan: Plan) -> None:
    """Remember how this header is to be read, so that the next file of its kind needs no questions."""
    tx.execute(delete(SavedMapping).where(SavedMapping.signature == plan.signature))
    told = json.dumps(remember(plan), ensure_ascii=False)
    tx.execute(insert(SavedMapping).values(signature=plan.signature, kind=plan.kind, mapping=told, saved_at=tx.now))
    tx.touch("saved_mapping")
