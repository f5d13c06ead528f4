"""Entries made by hand: any accounts, debit and credit the same, on a day that is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select

from shopdesk.shop.ledger.actions import check_open, open_account, post_entry
from shopdesk.shop.ledger.rules import EntryKind
from shopdesk.store.action import action
from shopdesk.store.tables import Account, JournalEntry, Posting
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE
from shopdesk.text import N_, UserError

MANUAL: Final = "manual"
"""`document_kind` of an entry made by hand; its document is the entry itself."""
OFF: Final = N_("Debit and credit differ by {difference}.")
FEW: Final = N_("An entry needs at least two accounts.")


@dataclass(frozen=True, slots=True)
class EntryLine:
    """A side of an entry: the code of its account, debit above zero, and what that is in the account's currency."""

    account: str
    amount: Decimal
    own_amount: Decimal | None = None


@action("money.post", N_("Make an entry"))
def book_entry(
    tx: Tx, on: date, lines: Sequence[EntryLine], memo: str = "", *, channel_id: int | None = None,
    source_row: int | None = None,
) -> int:  # fmt: skip
    """An entry of these lines; returns its id. Lines of one account are one posting.

    UserError where it does not balance, the day or an account is closed, or a foreign account lacks its own amount.
    """
    check_open(tx, on)
    amounts, foreign = _sides(tx, lines)
    off = sum(amounts.values())
    if off:
        raise UserError(OFF, code="balance", difference=f"{abs(Decimal(off) / MONEY_SCALE).normalize():f}")
    if sum(1 for amount in amounts.values() if amount) < 2:
        raise UserError(FEW, code="lines")
    number = tx.reserve_ids(JournalEntry, 1)
    post_entry(
        tx, on, EntryKind.MANUAL, (MANUAL, number), amounts, memo=memo.strip() or None,
        channel_id=channel_id, source_row=source_row, foreign=foreign, number=number,
    )  # fmt: skip
    tx.say(N_("Entry {number}: {memo}"), number=number, memo=memo)
    return number


def _sides(tx: Tx, lines: Sequence[EntryLine]) -> tuple[dict[int, int], dict[int, tuple[str, int]]]:
    """Account → amount in 1/10,000, and of foreign accounts the currency and the amount in it."""
    amounts: dict[int, int] = {}
    foreign: dict[int, tuple[str, int]] = {}
    for line in lines:
        account = open_account(tx, line.account)
        key = account.account_id
        amounts[key] = amounts.get(key, 0) + int(line.amount * MONEY_SCALE)
        if account.currency is None:
            continue
        if line.own_amount is None:
            raise UserError(
                N_("Account {account} is kept in {currency}: say the amount in it too."), code="own_amount",
                account=account.code, currency=account.currency,
            )  # fmt: skip
        own = foreign.get(key, ("", 0))[1] + int(line.own_amount * MONEY_SCALE)
        foreign[key] = account.currency, own
    return amounts, foreign


def entry_lines(tx: Tx, entry_id: int) -> tuple[list[EntryLine], Any]:
    """The lines of an entry, to begin another with them, and the entry itself; nothing and None where it is gone."""
    entry = tx.rows(select(JournalEntry.__table__).where(JournalEntry.entry_id == entry_id))
    rows = tx.rows(
        select(Account.code, Posting.amount, Posting.own_amount)
        .join_from(Posting, Account, Account.account_id == Posting.account_id)
        .where(Posting.entry_id == entry_id)
        .order_by(Posting.posting_id)
    )
    return [EntryLine(row.code, row.amount, row.own_amount) for row in rows], entry[0] if entry else None
