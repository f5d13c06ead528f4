"""The seal of a closed month: a hash over its postings in order and over the seal before it, and whether it holds.

Whoever keeps the hash of the last seal elsewhere (the month pack prints it) can tell whether any sealed month is what
it was. What was posted while a month stood open again has a later number than its seal and is no fault.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, select, text

from shopdesk.store import seal
from shopdesk.store.tables import MonthSeal
from shopdesk.store.types import MONEY_SCALE

_POSTINGS: Final = text("""
    SELECT e.entry_id, e.entry_on, e.kind, e.document_kind, e.document_id, e.reverses_id, p.posting_id, a.code,
           p.amount, p.currency, p.own_amount, a.kind AS account_kind
    FROM journal_entry e LEFT JOIN posting p ON p.entry_id = e.entry_id
    LEFT JOIN account a ON a.account_id = p.account_id
    WHERE e.entry_on >= :first AND e.entry_on <= :last AND e.entry_id <= :mark ORDER BY e.entry_id, p.posting_id
""").execution_options(yield_per=10_000)
_LATER: Final = text(
    "SELECT entry_id FROM journal_entry WHERE entry_on >= :first AND entry_on <= :last AND entry_id > :mark "
    "ORDER BY entry_id"
)
_OF_CHANGE: Final = text(
    "SELECT change_id, entry_id FROM journal_entry WHERE entry_on >= :first AND entry_on <= :last ORDER BY entry_id"
)
_EARNING: Final = frozenset({"income", "expense"})


@dataclass(frozen=True, slots=True)
class MonthSums:
    """What the postings of a month come to, in 1/10,000, and their hash."""

    entries: int
    debit: int
    profit: int
    unbalanced: tuple[int, ...]
    """Entries that do not add up to zero."""
    digest: str


class Broken(NamedTuple):
    """A seal that does not hold, and the entries that are known to be at fault."""

    seal_id: int
    month: str
    entry_ids: tuple[int, ...]


def sum_up(connection: Connection, month: str, mark: int) -> MonthSums:
    """The postings of "2026-01" up to entry `mark`, added up and hashed in order."""
    made, entries, debit, profit, left = hashlib.sha256(), 0, 0, 0, 0
    entry, unbalanced = 0, list[int]()
    found = connection.execute(_POSTINGS, {**_days(month), "mark": mark})
    for row in found:
        values = tuple(row)
        made.update(json.dumps(values[:-1]).encode())
        if values[0] != entry:
            if left:
                unbalanced.append(entry)
            entry, left = values[0], 0
            entries += 1
        amount = values[8] or 0
        left += amount
        debit += max(amount, 0)
        profit -= amount if values[-1] in _EARNING else 0
    return MonthSums(entries, debit, profit, (*unbalanced, entry) if left else tuple(unbalanced), made.hexdigest())


def link(before: str, told: tuple[Any, ...], postings: str) -> str:
    """The hash of a seal: of the one before it, its own words and the hash of its postings."""
    return hashlib.sha256(json.dumps([before, *told, postings]).encode()).hexdigest()


def words_of(row: Mapping[Any, Any]) -> tuple[Any, ...]:
    """What a seal says of itself, as it is hashed; that it was opened again is written later."""
    told = [row[name] for name in ("month", "person", "note", "last_entry_id", "entries")]
    amounts = [int(row[name] * MONEY_SCALE) for name in ("debit", "profit")]
    return (*told, *amounts, int(row["sealed_at"].timestamp()))


def broken(connection: Connection) -> Iterator[Broken]:
    """Seals that do not hold: their postings, their own words, or the seal before them are not what was hashed.

    Also a standing one with entries in its month that came after it: nothing may be posted there.
    """
    rows = connection.execute(select(MonthSeal.__table__).order_by(MonthSeal.seal_id)).mappings().all()
    before, changed = "", None
    for row in rows:
        month, mark = row["month"], row["last_entry_id"]
        holds = row["digest"] == link(before, words_of(row), sum_up(connection, month, mark).digest)
        late: list[int] = []
        if row["reopened_at"] is None:
            late = list(connection.execute(_LATER, {**_days(month), "mark": mark}).scalars())
        if late or not holds:
            changed = set(seal.broken(connection)) if changed is None else changed
            faults = [] if holds else _of_changes(connection, month, mark, changed)
            yield Broken(row["seal_id"], month, (*late, *faults))
        before = row["digest"]


def _of_changes(connection: Connection, month: str, mark: int, changed: set[int]) -> list[int]:
    """Sealed entries of a month that were made by changes whose own seal is broken."""
    found = connection.execute(_OF_CHANGE, _days(month))
    return [entry_id for change_id, entry_id in found if change_id in changed and entry_id <= mark]


def _days(month: str) -> dict[str, str]:
    return {"first": f"{month}-01", "last": f"{month}-31"}
