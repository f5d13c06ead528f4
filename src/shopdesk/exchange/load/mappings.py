"""What people taught about unknown sheets: kept by the fingerprint of their header."""

import json
from typing import Any

from sqlalchemy import delete, insert, select

from shopdesk.exchange.match import remember
from shopdesk.exchange.plan import Plan
from shopdesk.store.tables import SavedMapping
from shopdesk.store.tx import Tx


def saved_mappings(tx: Tx) -> dict[str, dict[str, Any]]:
    """Signature → what was taught of it, as `match` takes it."""
    taught = tx.rows(select(SavedMapping.signature, SavedMapping.mapping))
    return {row.signature: json.loads(row.mapping) for row in taught}


def keep_mapping(tx: Tx, plan: Plan) -> None:
    """Remember how this header is to be read, so that the next file of its kind needs no questions."""
    tx.execute(delete(SavedMapping).where(SavedMapping.signature == plan.signature))
    told = json.dumps(remember(plan), ensure_ascii=False)
    tx.execute(insert(SavedMapping).values(signature=plan.signature, kind=plan.kind, mapping=told, saved_at=tx.now))
    tx.touch("saved_mapping")
