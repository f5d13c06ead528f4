"""The journal of a range as plain entries, with the balances before and after it: what other ledgers are given."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import func, select

from shopdesk.shop.ledger.reports import fetch_accounts
from shopdesk.shop.ledger.rules import AccountKind, EntryKind
from shopdesk.store.tables import GoodsReceipt, ImportFile, JournalEntry, Posting, SalesOrder
from shopdesk.store.tx import Tx


@dataclass(frozen=True, slots=True)
class BookAccount:
    """An account that the range knows; balances are debit above zero."""

    account_id: int
    code: str
    title: str
    kind: AccountKind
    opening: Decimal
    closing: Decimal


class Side(NamedTuple):
    """One posting: debit above zero."""

    account_id: int
    amount: Decimal
    currency: str | None
    own_amount: Decimal | None


@dataclass(frozen=True, slots=True)
class BookEntry:
    """One entry; its sides add up to zero."""

    entry_id: int
    on: date
    kind: EntryKind
    document: str
    """Order or receipt no., "" where it has neither."""
    memo: str
    source: str
    """"orders.csv:12", "" where it was typed in."""
    sides: Sequence[Side]


@dataclass(frozen=True, slots=True)
class JournalBook:
    """Everything of a range. `entries` is read once and streams, oldest first."""

    shop: str
    currency: str
    since: date
    until: date
    accounts: Sequence[BookAccount]
    entries: Iterator[BookEntry]


def read_journal(tx: Tx, since: date | None = None, until: date | None = None) -> JournalBook | None:
    """The journal of a range, open ends being the first and last entry; None where the books are empty."""
    first, last = tx.rows(select(func.min(JournalEntry.entry_on), func.max(JournalEntry.entry_on)))[0]
    if first is None:
        return None
    since, until = since or first, until or max(last, since or last)
    shop, accounts = tx.setting("name", "ShopDesk"), _accounts(tx, since, until)
    return JournalBook(shop, tx.currency, since, until, accounts, _entries(tx, since, until))


def next_day(day: date) -> date:
    """The day on whose morning the balances of `day` stand."""
    return day + timedelta(days=1)


def _accounts(tx: Tx, since: date, until: date) -> list[BookAccount]:
    return [
        BookAccount(
            found.account_id, found.code, found.title, AccountKind(found.kind), found.opening,
            found.opening + found.debit - found.credit,
        )
        for found in fetch_accounts(tx, since, until)
    ]  # fmt: skip


def _entries(tx: Tx, since: date, until: date) -> Iterator[BookEntry]:
    entry = JournalEntry
    found = tx.execute(
        select(
            entry.entry_id, entry.entry_on, entry.kind, entry.memo, entry.source_row,
            func.coalesce(SalesOrder.order_no, GoodsReceipt.document_no, "").label("document"), ImportFile.file_name,
            Posting.account_id, Posting.amount, Posting.currency, Posting.own_amount,
        )
        .join_from(Posting, entry, entry.entry_id == Posting.entry_id)
        .outerjoin(SalesOrder, (SalesOrder.order_id == entry.document_id) & (entry.document_kind == "order"))
        .outerjoin(GoodsReceipt, (GoodsReceipt.receipt_id == entry.document_id) & (entry.document_kind == "receipt"))
        .outerjoin(ImportFile, ImportFile.import_id == entry.import_id)
        .where(entry.entry_on.between(since, until))
        .order_by(entry.entry_on, entry.entry_id, Posting.posting_id)
    )  # fmt: skip
    for _entry_id, rows in groupby(found, lambda row: row.entry_id):
        yield _entry(list(rows))


def _entry(rows: Sequence[Any]) -> BookEntry:
    head = rows[0]
    source = f"{head.file_name}:{head.source_row}" if head.file_name and head.source_row else head.file_name or ""
    sides = [Side(row.account_id, row.amount, row.currency, row.own_amount) for row in rows]
    return BookEntry(head.entry_id, head.entry_on, EntryKind(head.kind), head.document, head.memo or "", source, sides)
