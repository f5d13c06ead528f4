"""Reading what was closed: the seals, whether they hold, and what was posted into a month after its seal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import func, select

from shopdesk.shop.closing.rules import PackPart
from shopdesk.shop.ledger.actions import closed_through
from shopdesk.shop.ledger.reports import account_title, fetch_accounts
from shopdesk.shop.tax.reports import month_days
from shopdesk.store import months
from shopdesk.store.tables import Account, JournalEntry, MonthSeal, Posting
from shopdesk.store.tx import Tx

PACK_SETTING: Final = "month_pack"
"""The setting that holds the files of the shop's month pack."""
_S, _E, _PO, _A = (m.__table__.c for m in (MonthSeal, JournalEntry, Posting, Account))


@dataclass(frozen=True, slots=True)
class SealRow:
    """A month as it was closed; `reopened_at`, `reopened_by` and `why` where it was opened again."""

    seal_id: int
    month: str
    sealed_at: datetime
    person: str
    note: str | None
    last_entry_id: int
    entries: int
    debit: Decimal
    profit: Decimal
    digest: str
    reopened_at: datetime | None
    reopened_by: str | None
    why: str | None

    @property
    def short(self) -> str:
        """As much of the seal as a person compares."""
        return self.digest[:12]


@dataclass(frozen=True, slots=True)
class AccountChange:
    """An account on which something was posted in a month after it had been closed; debit is above zero."""

    account_id: int
    code: str
    title: str
    """In the language spoken now."""
    sealed: Decimal
    """What it gained in the month, as that was first closed."""
    now: Decimal
    entries: int
    """So many entries came after."""

    @property
    def difference(self) -> Decimal:
        """What came after the seal."""
        return self.now - self.sealed


def pack_set(tx: Tx) -> list[PackPart]:
    """The files that the shop's month pack has; all that there are until somebody chooses."""
    kept = tx.setting(PACK_SETTING, [part.value for part in PackPart])
    return [part for part in PackPart if part.value in kept]


def next_month(tx: Tx) -> str | None:
    """The month whose turn it is to be closed, over or not; None while the books are empty."""
    first: date | None = tx.scalar(select(func.min(_E.entry_on)))
    if first is None:
        return None
    closed = closed_through(tx)
    return f"{first if closed == date.min else closed + timedelta(days=1):%Y-%m}"


def fetch_seals(tx: Tx, month: str = "") -> list[SealRow]:
    """The seals of a month, or of all, the latest first."""
    wanted = select(MonthSeal.__table__).order_by(_S.seal_id.desc())
    found = tx.execute(wanted.where(_S.month == month) if month else wanted).mappings()
    return [SealRow(**{str(name): value for name, value in row.items()}) for row in found]


def verify_seals(tx: Tx) -> Sequence[months.Broken]:
    """The seals that do not hold, oldest first: every posting of every closed month is hashed again."""
    return list(months.broken(tx.connection))


def fetch_changes_after(tx: Tx, month: str) -> list[AccountChange]:
    """What was posted into "2026-01" after it had first been closed, by account; nothing where it never was.

    Their entries are those of the month with a higher number than `last_entry_id` of its first seal: so they are still
    told when it is closed again.
    """
    seals = fetch_seals(tx, month)
    if not seals:
        return []
    since, until = month_days(month)
    late = tx.rows(
        select(
            _A.account_id, _A.code, _A.title, func.sum(_PO.amount).label("amount"),
            func.count(func.distinct(_E.entry_id)).label("entries"),
        )
        .join_from(JournalEntry, Posting, _PO.entry_id == _E.entry_id)
        .join(Account, _A.account_id == _PO.account_id)
        .where(_E.entry_on.between(since, until), _E.entry_id > seals[-1].last_entry_id)
        .group_by(_A.account_id, _A.code, _A.title)
        .order_by(_A.code)
    )  # fmt: skip
    now = {one.account_id: one.debit - one.credit for one in fetch_accounts(tx, since, until)} if late else {}
    return [_change(row, now.get(row.account_id, Decimal(0))) for row in late]


def _change(row: Any, now: Decimal) -> AccountChange:
    title = account_title(row.code, row.title)
    return AccountChange(row.account_id, row.code, title, now - row.amount, now, row.entries)
