"""The chain of seals: each change is hashed with the one before it and with the facts it appended.

It proves that facts and history stand as written only against a seal kept elsewhere: a backup's manifest holds one.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import Connection, func, select, text

from shopdesk.store.tables import Change, JournalEntry, Posting, StockMove
from shopdesk.store.tx import Tx

_MIX: Final = "((({terms}) % 16777213) * ({key} % 32749 + 1))"
"""One row as a number below 2^39 that depends on its id, so that sums neither overflow nor forgive a swap."""


def _row(key: str, *columns: str) -> str:
    """SQL for one row: each column reduced first, so that nothing overflows on either engine."""
    primes = (31, 17, 13, 7, 5, 3, 19)
    terms = " + ".join(f"({c} % 2147483647) * {p}" for c, p in zip(columns, primes, strict=False))
    return _MIX.format(terms=terms, key=key)


_DAY: Final = "CAST(REPLACE({}, '-', '') AS BIGINT)"
_MOVE: Final = _row(
    "move_id",
    "quantity",
    "sku_id",
    "warehouse_id",
    "moved_at",
    "document_id",
    "COALESCE(unit_cost, -1)",
    _DAY.format("booked_on"),
)
_ENTRY: Final = _row("e.entry_id", _DAY.format("e.entry_on"), "e.document_id", "e.posted_at")
_POSTING: Final = _row("p.posting_id", "p.amount", "p.account_id", "entry_id")

_SINCE: Final = (
    f"SELECT COUNT(*), SUM({_MOVE}) FROM stock_move WHERE move_id > :mark",  # noqa: S608 - built from the names above
    f"SELECT COUNT(*), SUM({_ENTRY}) FROM journal_entry e WHERE e.entry_id > :mark",  # noqa: S608
    f"SELECT COUNT(*), SUM({_POSTING}) FROM posting p WHERE p.posting_id > :mark",  # noqa: S608
)
_BY_CHANGE: Final = (
    f"SELECT change_id, COUNT(*), SUM({_MOVE}) FROM stock_move GROUP BY 1",  # noqa: S608
    f"SELECT e.change_id, COUNT(*), SUM({_ENTRY}) FROM journal_entry e GROUP BY 1",  # noqa: S608
    f"SELECT e.change_id, COUNT(*), SUM({_POSTING}) FROM posting p JOIN journal_entry e USING (entry_id) GROUP BY 1",  # noqa: S608
)
Facts = tuple[int, ...]
"""Count and mixed sum of moves, entries and postings: six numbers."""
_NONE: Final[Facts] = (0, 0, 0, 0, 0, 0)


def marks(tx: Tx) -> tuple[int, int, int]:
    """The last move, entry and posting so far."""
    keys = (StockMove.move_id, JournalEntry.entry_id, Posting.posting_id)
    found = [int(tx.scalar(select(func.coalesce(func.max(key), 0)))) for key in keys]
    return found[0], found[1], found[2]


def close(tx: Tx, title: str) -> str:
    """The seal of the change that this transaction makes, over everything it appended since its marks."""
    facts: list[int] = []
    for statement, mark in zip(_SINCE, tx.marks, strict=True):
        facts += (int(value or 0) for value in tx.rows(text(statement), {"mark": mark})[0])
    before = select(Change.seal).where(Change.change_id < tx.change_id).order_by(Change.change_id.desc()).limit(1)
    words = select(Change.made_at, Change.person, Change.action).where(Change.change_id == tx.change_id)
    made = tx.rows(words)[0]
    told = (tx.change_id, int(made.made_at.timestamp()), made.person, made.action, title)
    return _link(tx.scalar(before) or "", told, tuple(facts))


def head(connection: Connection) -> tuple[int, str]:
    """The last change and its seal; (0, "") in a new store."""
    last = select(Change.change_id, Change.seal).order_by(Change.change_id.desc()).limit(1)
    found = connection.execute(last).first()
    return (0, "") if found is None else (found[0], found[1])


def stands(connection: Connection, change_id: int, seal: str) -> bool:
    """Whether the history still holds that change as it was: not where an older backup was restored since."""
    found = connection.execute(select(Change.seal).where(Change.change_id == change_id)).scalar()
    return found == seal if change_id else not seal


def broken(connection: Connection) -> Iterator[int]:
    """The changes whose seal is not what their own words, their facts and the seal before them come to."""
    facts = _facts_by_change(connection)
    columns = (Change.change_id, Change.made_at, Change.person, Change.action, Change.title, Change.seal)
    before = ""
    for row in connection.execute(select(*columns).order_by(Change.change_id)):
        told = (row.change_id, int(row.made_at.timestamp()), row.person, row.action, row.title)
        if row.seal != _link(before, told, facts.get(row.change_id, _NONE)):
            yield int(row.change_id)
        before = row.seal


def _facts_by_change(connection: Connection) -> dict[int, Facts]:
    found: dict[int, list[int]] = {}
    for place, statement in enumerate(_BY_CHANGE):
        for change_id, count, mixed in connection.execute(text(statement)):
            found.setdefault(change_id, list(_NONE))[2 * place : 2 * place + 2] = int(count), int(mixed)
    return {change_id: tuple(numbers) for change_id, numbers in found.items()}


def _link(before: str, told: Sequence[Any], facts: Facts) -> str:
    return hashlib.sha256(json.dumps([before, *told, *facts]).encode()).hexdigest()
