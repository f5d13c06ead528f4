"""Databases for tests: made from a template, filled by copying rows, emptied again where a test has left some."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg

from shopdesk.store.tables import Base

_numbers = itertools.count(1)
_TABLES = tuple(Base.metadata.tables)
_WORN = 8_000_000
"""Bytes in the tables that a test wrote to, beyond which a database is thrown away rather than emptied row by row."""


@dataclass(frozen=True, slots=True)
class Content:
    """What is in a store: the rows of each table that has some, as COPY writes them, and where its numbers stand."""

    rows: dict[str, bytes]
    numbers: dict[str, int | None]


class Shelf:
    """Hands out databases with a store in them and takes them back; to copy one or to truncate it costs far more."""

    def __init__(self, address: Callable[[str], str]) -> None:
        self._address = address
        self._clean: list[str] = []
        self._hands: dict[str, psycopg.Connection[Any]] = {}
        self._kept: dict[object, tuple[Content, Any]] = {}
        with psycopg.connect(address("template_store"), autocommit=True) as template:
            self._built = _shape(template)
            self._empty = _content(template)

    def take(self) -> str:
        """Name of a database with an empty store."""
        if self._clean:
            return self._clean.pop()
        name = f"shelf_{next(_numbers)}"
        administer(self._address("postgres"), f"CREATE DATABASE {name} TEMPLATE template_store")
        return name

    def keep(self, name: str, key: object, clock: Any) -> None:
        """Remember what is in a database under `key`, with the clock it was made by."""
        self._kept[key] = _content(self._hand(name)), clock

    def fill(self, name: str, key: object) -> Any:
        """Put what was kept under `key` into a database just taken; its clock, or None where nothing was kept."""
        if key not in self._kept:
            return None
        content, clock = self._kept[key]
        _put(self._hand(name), content)
        return clock

    def give_back(self, name: str) -> None:
        """Empty a database for the next test; one that was rebuilt or has grown large is thrown away."""
        hand = self._hand(name)
        if _shape(hand) == self._built and _size(hand) < _WORN:
            _put(hand, self._empty)
            self._clean.append(name)
            return
        self._hands.pop(name).close()
        administer(self._address("postgres"), f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        """Let go of every database."""
        for hand in self._hands.values():
            hand.close()

    def _hand(self, name: str) -> psycopg.Connection[Any]:
        """The shelf's own connection to a database, kept: a new one has to read the whole catalogue first."""
        if name not in self._hands:
            self._hands[name] = psycopg.connect(self._address(name), autocommit=True)
            self._hands[name].execute("SET session_replication_role = replica")  # past the guards
        return self._hands[name]


def administer(address: str, statement: str) -> None:
    """Run one statement outside of any transaction."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)


def _shape(hand: psycopg.Connection[Any]) -> object:
    """Everything that a test could have built or torn down."""
    asked = (
        "SELECT format('%s %s %s %s', attrelid::regclass, attname, atttypid, attnotnull) FROM pg_attribute "
        "WHERE attrelid >= 16384 AND attnum > 0 "
        "UNION ALL SELECT format('%s %s', tgenabled, pg_get_triggerdef(oid)) "
        "FROM pg_trigger WHERE NOT tgisinternal UNION ALL SELECT prosrc FROM pg_proc WHERE proname LIKE 'guard%'"
    )
    return sorted(row[0] for row in hand.execute(asked))


def _filled(hand: psycopg.Connection[Any]) -> list[str]:
    """The tables that have rows."""
    asked = " UNION ALL ".join(f"(SELECT '{name}' FROM {name} LIMIT 1)" for name in _TABLES)
    return [row[0] for row in hand.execute(asked)]


def _size(hand: psycopg.Connection[Any]) -> int:
    """Bytes of the tables that have rows, with their indexes."""
    asked = "SELECT coalesce(sum(pg_total_relation_size(name::regclass)), 0)::bigint FROM unnest(%s::text[]) AS name"
    return int(hand.execute(asked, [_filled(hand)]).fetchall()[0][0])


def _numbers_of(hand: psycopg.Connection[Any]) -> dict[str, int | None]:
    """The last number that each sequence gave; None where it has given none."""
    return dict(hand.execute("SELECT sequencename, last_value FROM pg_sequences").fetchall())


def _content(hand: psycopg.Connection[Any]) -> Content:
    rows = {}
    for table in _filled(hand):
        with hand.cursor().copy(f"COPY {table} TO STDOUT") as lines:
            rows[table] = b"".join(bytes(line) for line in lines)
    return Content(rows, _numbers_of(hand))


def _put(hand: psycopg.Connection[Any], content: Content) -> None:
    """Make a store hold exactly this."""
    with hand.transaction():
        for table in _filled(hand):
            hand.execute(f"DELETE FROM {table}")
        for table, rows in content.rows.items():
            with hand.cursor().copy(f"COPY {table} FROM STDIN") as lines:
                lines.write(rows)
    for name, last in _numbers_of(hand).items():
        wanted = content.numbers[name]
        if last != wanted:
            hand.execute("SELECT setval(%s::regclass, %s, %s)", [name, wanted or 1, wanted is not None])
