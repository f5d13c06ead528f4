"""What documents of spending share: their kinds, the answer to what they posted, what they lack, and rates."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ColumnElement, exists, func, select, type_coerce
from sqlalchemy.orm import aliased

from shopdesk.shop.ledger.actions import mirrored, post_entry
from shopdesk.shop.ledger.reports import fetch_rates
from shopdesk.shop.ledger.rules import EntryKind, rate_on
from shopdesk.shop.money import currency_code
from shopdesk.store.tables import JournalEntry, Posting
from shopdesk.store.tx import Tx
from shopdesk.store.types import RATE_SCALE, WHOLE
from shopdesk.text import N_, UserError

BILL: Final = "bill"
PAYMENT: Final = "bill_payment"
RECURRING: Final = "recurring"
ADS: Final = "ads"
SIDE: Final = "side"
"""`document_kind` of entries; each names the table of its document."""

NO_RATE: Final = N_("No exchange rate of {currency} is known on {day}. Say it first, under Settings.")


def answer(tx: Tx, kind: str, document_id: int, memo: str | None = None) -> None:
    """Answer what a document posted and nobody has answered, each entry with its mirror image on its own day."""
    other = aliased(JournalEntry)
    standing = tx.rows(
        select(JournalEntry.__table__)
        .where(JournalEntry.document_kind == kind, JournalEntry.document_id == document_id)
        .where(JournalEntry.reverses_id.is_(None), ~exists().where(other.reverses_id == JournalEntry.entry_id))
        .order_by(JournalEntry.entry_id)
    )
    for entry in standing:
        amounts, foreign = mirrored(tx, entry.entry_id)
        post_entry(
            tx, entry.entry_on, EntryKind.REVERSAL, (kind, document_id), amounts, memo=memo or entry.memo,
            channel_id=entry.channel_id, reverses_id=entry.entry_id, foreign=foreign,
        )  # fmt: skip


def rate_of(tx: Tx, currency: str, on: date, given: Decimal | None = None) -> tuple[str, int]:
    """The code of a currency, and what a unit of it is worth in 1/10**10 (0: it is the shop's own).

    UserError where it is no currency, or nobody has said what it is worth.
    """
    code = currency_code(currency) if currency.strip() else tx.currency
    if code is None:
        raise UserError(N_("{value} is not the code of a currency, such as USD."), code="currency", value=currency)
    if code == tx.currency:
        return code, 0
    if given is not None:
        if given <= 0:
            raise UserError(N_("An exchange rate must be more than zero."), code="rate")
        return code, int(given * RATE_SCALE)
    found = rate_on(fetch_rates(tx, [code]).get(code, ()), on.isoformat())
    if found is None:
        raise UserError(NO_RATE, code="no_rate", currency=code, day=on)
    return code, found


def stands(is_cancelled: Any) -> ColumnElement[bool]:
    """SQL: a document that was not cancelled."""
    return type_coerce(is_cancelled, WHOLE) == 0


def post_difference(
    tx: Tx,
    on: date,
    kind: EntryKind,
    document: tuple[str, int],
    wanted: Mapping[int, int],
    *,
    channel_id: int,
    memo: str | None = None,
    source_row: int | None = None,
) -> None:
    """Post what a document lacks of its postings as they should be: account_id → signed amount in 1/10,000."""
    missing = dict(wanted)
    for account_id, amount in tx.rows(
        select(Posting.account_id, type_coerce(func.sum(Posting.amount), WHOLE))
        .join(JournalEntry, JournalEntry.entry_id == Posting.entry_id)
        .where(JournalEntry.document_kind == document[0], JournalEntry.document_id == document[1])
        .group_by(Posting.account_id)
    ):
        missing[account_id] = missing.get(account_id, 0) - int(amount)
    post_entry(tx, on, kind, document, missing, memo=memo, channel_id=channel_id, source_row=source_row)
