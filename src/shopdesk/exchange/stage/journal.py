"""What the store knows of staged entries and accounts: which entries balance, are booked already, or cannot be."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select, type_coerce

from shopdesk.exchange.stage.expenses import Channels
from shopdesk.exchange.stage.known import parts
from shopdesk.exchange.stage.rows_in import REQUIRED, problem
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.shop.ledger.actions import closed_through, open_account
from shopdesk.shop.ledger.reports import account_title
from shopdesk.shop.ledger.rules import EntryKind
from shopdesk.shop.ledger.sheets import ACCOUNT_FILE, JOURNAL_FILE
from shopdesk.store.tables import Account, ImportFile, JournalEntry, Posting
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, WHOLE
from shopdesk.text import N_, UserError

OFF: Final = N_("Entry {number} (rows {first} to {last}) is off by {off}: debit {debit}, credit {credit}.")
CLOSED: Final = N_("The books are closed through {day}; this entry belongs before.")
SIDES: Final = N_("A row is debit or credit, not both.")
OWN: Final = N_("Account {account} is kept in {currency}: say the amount in it too.")

Said = tuple[str, int, str, frozenset[tuple[int, int]]]
"""By what an entry is known again: its day, channel and memo, and what it comes to on each account."""


@dataclass(slots=True)
class Entry:
    """The rows of one entry; its sides are (account_id, amount in 1/10,000, amount in the account's currency)."""

    items: list[Item]
    sides: list[tuple[int, int, int | None]]

    @property
    def first(self) -> dict[str, Any]:
        """What its first row says."""
        return self.items[0].values

    def told(self, key: str) -> str:
        """What the first row that says something in that field says."""
        return next((str(item.values[key]) for item in self.items if item.values.get(key)), "")


def entries_of(items: Iterable[Item]) -> list[Entry]:
    """The rows gathered into entries, by number and day, in the order of the file."""
    made: dict[tuple[str, str], Entry] = {}
    for item in items:
        made.setdefault((item.values["entry_no"], item.values["entry_on"]), Entry([], [])).items.append(item)
    return list(made.values())


def amount_of(item: Item) -> int:
    """Debit above zero, in 1/10,000."""
    return int(item.values.get("debit") or 0) - int(item.values.get("credit") or 0)


def compare_journal(tx: Tx, staged: Staged) -> None:
    """Entries that are new, those that are booked, and those that cannot be: rows of one entry have one outcome.

    An entry is known by all that it says, as often as the file says it: the same file again books nothing.
    """
    for entry in entries_of(staged.items):
        _weigh(staged, entry)
    staged.items[:] = [item for item in staged.items if item.row not in staged.rejected_rows]
    channels, closed = Channels(tx), closed_through(tx).isoformat()
    entries = entries_of(staged.items)
    fits = [entry for entry in entries if _find_accounts(tx, staged, entry)]
    booked = _booked(tx, fits)
    told: Counter[Said] = Counter()
    for entry in fits:
        said = _said(entry, channels)
        told[said] += 1
        outcome = Outcome.SAME if told[said] <= booked[said] else Outcome.NEW
        for item in entry.items:
            item.changes, item.outcome = (), outcome
        if outcome is Outcome.NEW and entry.first["entry_on"] <= closed:
            _hold(staged, entry, "entry_on", entry.first["entry_on"], CLOSED, day=closed)


def _weigh(staged: Staged, entry: Entry) -> None:
    """Reject an entry whose sides differ, by all of its rows and with the difference."""
    for item in entry.items:
        if item.values.get("debit") and item.values.get("credit"):
            staged.report(problem(staged.plan, JOURNAL_FILE, "credit", item.row, "", SIDES, {}))
    debit, credit = (sum(int(item.values.get(key) or 0) for item in entry.items) for key in ("debit", "credit"))
    if debit == credit:
        return
    rows = [item.row for item in entry.items]
    amounts = {"debit": debit, "credit": credit, "off": abs(debit - credit)}
    words = {key: f"{Decimal(amount) / MONEY_SCALE:.2f}" for key, amount in amounts.items()}
    told = {"number": entry.first["entry_no"], "first": rows[0], "last": rows[-1], **words}
    for row in rows:
        staged.report(problem(staged.plan, JOURNAL_FILE, "entry_no", row, entry.first["entry_no"], OFF, told))


def _find_accounts(tx: Tx, staged: Staged, entry: Entry) -> bool:
    """Find the account of each row; an entry with one that is not there, closed or lacks its own amount is held."""
    entry.sides = []
    for item in entry.items:
        try:
            account = open_account(tx, item.values["account"])
        except UserError as error:
            _hold(staged, entry, "account", item.values["account"], error.message, at=item, **error.values)
            return False
        amount, own = amount_of(item), item.values.get("own_amount")
        if account.currency is not None and own is None:
            told = {"account": account.code, "currency": account.currency}
            _hold(staged, entry, "account", account.code, OWN, at=item, **told)
            return False
        signed = None if account.currency is None else abs(int(own or 0)) * (1 if amount > 0 else -1)
        entry.sides.append((account.account_id, amount, signed))
    return True


def _hold(
    staged: Staged, entry: Entry, key: str, value: str, message: str, *, at: Item | None = None, **told: object
) -> None:
    """Hold all rows of an entry; the problem stands at one of them."""
    for item in entry.items:
        item.changes, item.outcome = (), Outcome.CONFLICT
    row = (at or entry.items[0]).row
    said = problem(staged.plan, JOURNAL_FILE, key, row, value, message, dict(told), Outcome.CONFLICT)
    staged.report(replace(said, for_now=True))


def _said(entry: Entry, channels: Channels) -> Said:
    sums: Counter[int] = Counter()
    for account_id, amount, _own in entry.sides:
        sums[account_id] += amount
    return _key(entry.first["entry_on"], channels[entry.told("channel")], entry.told("memo"), sums)


def _key(day: str, channel: int, memo: str | None, sums: Counter[int]) -> Said:
    sides = frozenset((account, amount) for account, amount in sums.items() if amount)
    return day, channel, (memo or "").strip().casefold(), sides


def _booked(tx: Tx, entries: Sequence[Entry]) -> Counter[Said]:
    """How often the store has each entry made by hand of the file's days; imports that were taken back do not count."""
    days = sorted({date.fromisoformat(entry.first["entry_on"]) for entry in entries})
    amount = type_coerce(Posting.amount, WHOLE).label("amount")
    wanted = (
        select(
            JournalEntry.entry_id, JournalEntry.entry_on, JournalEntry.channel_id, JournalEntry.memo,
            Posting.account_id, amount,
        )
        .join_from(JournalEntry, Posting, Posting.entry_id == JournalEntry.entry_id)
        .outerjoin(ImportFile, ImportFile.import_id == JournalEntry.import_id)
        .where(JournalEntry.kind == EntryKind.MANUAL.value, ImportFile.taken_back_at.is_(None))
    )  # fmt: skip
    heads: dict[int, Any] = {}
    sums: dict[int, Counter[int]] = {}
    for part in parts(days):
        for row in tx.rows(wanted.where(JournalEntry.entry_on.in_(part))):
            heads[row.entry_id] = row
            sums.setdefault(row.entry_id, Counter())[row.account_id] += row.amount
    return Counter(
        _key(head.entry_on.isoformat(), head.channel_id or -1, head.memo, sums[entry_id])
        for entry_id, head in heads.items()
    )


# ------------------------------------------------------------------------------------------------ accounts

FIELDS: Final = ("title", "kind", "currency", "note", "is_closed")


def compare_accounts(tx: Tx, staged: Staged) -> None:
    """Accounts that are new, and those of which the file says something else; what it leaves blank stays."""
    found = {row.code: row for row in tx.rows(select(Account.__table__))}
    for item in staged.items:
        if item.values["code"] not in found and "." not in item.values["code"] and not item.values.get("kind"):
            told = {"column": ACCOUNT_FILE.column("kind").title}
            staged.report(problem(staged.plan, ACCOUNT_FILE, "kind", item.row, "", REQUIRED, told))
    staged.items[:] = [item for item in staged.items if item.row not in staged.rejected_rows]
    for item in staged.items:
        known = found.get(item.values["code"])
        item.target, item.changes, item.outcome = 0, (), Outcome.NEW
        if known is not None:
            item.target = known.account_id
            item.changes = tuple(
                key for key in FIELDS if key in item.values and item.values[key] not in _now(known, key)
            )  # fmt: skip
            item.outcome = Outcome.CHANGED if item.changes else Outcome.SAME


def _now(account: Any, key: str) -> tuple[Any, ...]:
    """What a field of an account is: as it is kept, and, of a name, as it is read."""
    kept = getattr(account, key)
    return (kept, account_title(account.code, kept)) if key == "title" else (kept,)
