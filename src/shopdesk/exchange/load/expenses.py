"""Booking a staged list of expenses: each row an entry of its own, against the bank."""

from collections.abc import Sequence
from typing import Final

from shopdesk.exchange.stage.expenses import at_home
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.shop.catalog.actions import find_channel, find_supplier
from shopdesk.shop.ledger.actions import EXPENSE, account_ids
from shopdesk.shop.ledger.reports import account_codes
from shopdesk.shop.ledger.rules import EntryKind, Role
from shopdesk.store.tables import Expense, JournalEntry, Posting
from shopdesk.store.tx import Tx

_SPENT: Final = (
    "expense_id", "spent_on", "account_id", "amount", "currency", "own_amount", "channel_id", "supplier_id",
    "document_no", "note", "import_id", "source_row",
)  # fmt: skip
_ENTRY: Final = (
    "entry_id", "entry_on", "kind", "document_kind", "document_id", "channel_id", "memo", "posted_at", "import_id",
    "source_row", "change_id",
)  # fmt: skip


def load_expenses(tx: Tx, staged: Staged) -> None:
    """Book what is not booked yet, each row on its own day, as `book_expense` does one."""
    news = [item for item in staged.items if item.outcome is Outcome.NEW]
    bank, now = account_ids(tx)[Role.BANK], int(tx.now.timestamp())
    accounts = account_codes(tx, {item.values["account"] for item in news})
    channels = {name: find_channel(tx, name) for name in _named(news, "channel")}
    payees = {name: find_supplier(tx, name) for name in _named(news, "supplier")}
    expense, entry = tx.reserve_ids(Expense, len(news)), tx.reserve_ids(JournalEntry, len(news))
    spent, entries, postings = [], [], []
    for place, (item, amount) in enumerate(zip(news, at_home(tx, staged, news), strict=True)):
        told, account = item.values, accounts[item.values["account"]]
        expense_id, entry_id, channel_id = expense + place, entry + place, channels.get(told.get("channel") or "")
        own = told["amount"] if told.get("currency", tx.currency) != tx.currency else None
        spent.append(
            (expense_id, told["spent_on"], account, amount, told.get("currency"), own, channel_id,
             payees.get(told.get("supplier") or ""), told.get("document_no"), told.get("note"), tx.import_id, item.row)
        )  # fmt: skip
        entries.append(
            (entry_id, told["spent_on"], EntryKind.EXPENSE.value, EXPENSE, expense_id, channel_id, memo_of(item), now,
             tx.import_id, item.row, tx.change_id)
        )  # fmt: skip
        postings += [(entry_id, account, amount), (entry_id, bank, -amount)]
    tx.insert_many(Expense, _SPENT, spent)
    tx.insert_many(JournalEntry, _ENTRY, entries)
    tx.insert_many(Posting, ("entry_id", "account_id", "amount"), postings)


def _named(items: Sequence[Item], key: str) -> list[str]:
    """What the rows say in that field, each once, in the order of the file."""
    return list(dict.fromkeys(item.values[key] for item in items if item.values.get(key)))


def memo_of(item: Item) -> str:
    """What stands in the journal: the note, who was paid, and the number of the bill."""
    return " · ".join(item.values[key] for key in ("note", "supplier", "document_no") if item.values.get(key))
