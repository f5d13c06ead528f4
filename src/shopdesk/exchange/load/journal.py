"""Booking staged entries as `book_entry` makes one, and writing staged accounts."""

from datetime import date
from decimal import Decimal

from shopdesk.exchange.stage.journal import Entry, entries_of
from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.shop.catalog.actions import find_channel
from shopdesk.shop.ledger.chart import add_account, edit_accounts
from shopdesk.shop.ledger.manual import EntryLine, book_entry
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE


def load_journal(tx: Tx, staged: Staged) -> None:
    """Book the entries that are not booked yet, each on its own day."""
    for entry in entries_of(item for item in staged.items if item.outcome is Outcome.NEW):
        channel = entry.told("channel")
        book_entry(
            tx, date.fromisoformat(entry.first["entry_on"]), _lines(entry), entry.told("memo"),
            channel_id=find_channel(tx, channel) if channel else None, source_row=entry.items[0].row,
        )  # fmt: skip


def _lines(entry: Entry) -> list[EntryLine]:
    made = []
    for item in entry.items:
        amount = Decimal(int(item.values.get("debit") or 0) - int(item.values.get("credit") or 0)) / MONEY_SCALE
        own = item.values.get("own_amount")
        signed = None if own is None else (Decimal(abs(own)) / MONEY_SCALE).copy_sign(amount)
        made.append(EntryLine(item.values["account"], amount, signed))
    return made


def load_accounts(tx: Tx, staged: Staged) -> None:
    """Add new accounts, those above others first, and change what the file says otherwise of the others."""
    for item in sorted(staged.items, key=lambda item: str(item.values["code"])):
        told = item.values
        if item.outcome is Outcome.NEW:
            account_id = add_account(
                tx, told["code"], told["title"], told.get("kind") or "", currency=told.get("currency") or "",
                note=told.get("note") or "",
            )  # fmt: skip
            if told.get("is_closed"):
                edit_accounts(tx, [(account_id, "is_closed", True)])
        elif item.outcome is Outcome.CHANGED:
            edit_accounts(tx, [(item.target, key, told[key]) for key in item.changes])
