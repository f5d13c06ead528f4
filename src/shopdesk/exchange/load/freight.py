"""Booking a staged carrier's bill: each parcel as an expense of its order, against the bank."""

from datetime import UTC, datetime
from typing import Final

from shopdesk.exchange.stage.freight import FREIGHT, memo_of, parcels_of
from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.shop.ledger.actions import account_ids, first_open_day
from shopdesk.shop.ledger.rules import EntryKind, Role
from shopdesk.store.tables import JournalEntry, Posting
from shopdesk.store.tx import Tx

_ENTRY: Final = (
    "entry_id", "entry_on", "kind", "document_kind", "document_id", "channel_id", "memo", "posted_at", "import_id",
    "source_row", "change_id",
)  # fmt: skip


def load_freight(tx: Tx, staged: Staged) -> None:
    """One entry a parcel, on the day it was scanned or the first open one after it."""
    news = [item for item in staged.items if item.outcome is Outcome.NEW]
    parcels = parcels_of(tx, [item.values["waybill"] for item in news])
    accounts, now = account_ids(tx), int(tx.now.timestamp())
    first = tx.reserve_ids(JournalEntry, len(news))
    first_open = first_open_day(tx).isoformat()
    entries, postings = [], []
    for entry_id, item in enumerate(news, first):
        moment = item.values.get("charged_at")
        day = tx.today if moment is None else datetime.fromtimestamp(moment, UTC).astimezone(tx.zone).date()
        parcel, amount = parcels[item.values["waybill"]], item.values["amount"]
        entries.append(
            (entry_id, max(day.isoformat(), first_open), EntryKind.EXPENSE.value, FREIGHT, parcel.order_id,
             parcel.channel_id, memo_of(item, tx.zone), now, tx.import_id, item.row, tx.change_id)
        )  # fmt: skip
        postings += [(entry_id, accounts[Role.FREIGHT], amount), (entry_id, accounts[Role.BANK], -amount)]
    tx.insert_many(JournalEntry, _ENTRY, entries)
    tx.insert_many(Posting, ("entry_id", "account_id", "amount"), postings)
