"""The store: opened once, written through `do`, read through `read`. The only place that commits."""

import getpass
import json
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from sqlalchemy import Engine, delete, insert, select
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError

from shopdesk.store import guards, journal
from shopdesk.store.action import Declared, declared, follow_up
from shopdesk.store.engine import SCHEMA, Interruptible, is_url, postgres_engine, sqlite_engine
from shopdesk.store.opening import check_file, check_schema, refuse_existing
from shopdesk.store.tables import Base, PeriodLock, Setting
from shopdesk.store.tx import Changes, Tx, now_utc
from shopdesk.text import N_, UserError

P = ParamSpec("P")
T = TypeVar("T")

_UNDO = Declared("desk.edit", N_("Undo"), undoable=False)


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """What a write came to: its value, what it touched, and its place in the history."""

    value: T
    changes: Changes
    change_id: int


class StoreDamaged(UserError):
    """The store file is not what it should be; restore a backup."""


class Store:
    """One shop's data. `do` runs an action and commits or rolls back whole; `read` gives a steady view for reports."""

    def __init__(self, where: str, writer: Engine, reader: Engine) -> None:
        self.where = where
        self.person = _system_user()
        self._writer = writer
        self._reader = reader
        self._lock = threading.Lock()
        self._listeners: list[Callable[[Changes], None]] = []
        self._reads = Interruptible()
        self._clock = now_utc

    @classmethod
    def create(cls, where: str | Path) -> "Store":
        """Make a new, empty store: a file, or the tables of an empty PostgreSQL database. Refuses one that exists."""
        address = str(where)
        if is_url(address):
            writer, reader = postgres_engine(address), postgres_engine(address, read_only=True)
        else:
            path = refuse_existing(Path(address).expanduser())
            address = str(path)
            writer = sqlite_engine(path, create=True)
            reader = sqlite_engine(path, read_only=True)
        store = cls(address, writer, reader)
        with writer.begin() as connection:
            refuse_existing(connection)
            Base.metadata.create_all(connection)
            guards.install(connection)
            connection.execute(insert(PeriodLock).values(lock_id=1, closed_through="0001-01-01", closed_until=-62135596800))
            facts = {"schema": SCHEMA, "store_id": uuid.uuid4().hex}
            connection.execute(insert(Setting), [{"name": k, "value": json.dumps(v)} for k, v in facts.items()])
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")
        return store

    @classmethod
    def open(cls, where: str | Path) -> "Store":
        """Open a store; UserError where it is missing, not ours, damaged, or made by a newer program."""
        address = str(where)
        if is_url(address):
            store = cls(address, postgres_engine(address), postgres_engine(address, read_only=True))
        else:
            path = check_file(Path(address).expanduser())
            store = cls(str(path), sqlite_engine(path), sqlite_engine(path, read_only=True))
        try:
            with store._reader.connect() as connection:
                check_schema(connection, address)
        except (DatabaseError, OperationalError) as error:
            store.close()
            raise _refusal(error, store.where) from error
        except UserError:
            store.close()
            raise
        return store

    @property
    def is_file(self) -> bool:
        """Whether the store is a file and not a PostgreSQL database."""
        return not is_url(self.where)

    @property
    def name(self) -> str:
        """The shop's name."""
        with self.read() as tx:
            return tx.setting("name", Path(self.where).stem if self.is_file else "ShopDesk")

    def do(self, act: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> Done[T]:
        """Run an action in one transaction: all of it is kept, or nothing."""
        told = declared(act)
        return self._write(told, act.__name__, lambda tx: act(tx, *args, **kwargs))

    def undo(self) -> Done[int]:
        """Take back the last edit; UndoConflict where its rows have changed since."""
        return self._write(_UNDO, "undo", journal.undo_last)

    def redo(self) -> Done[int]:
        """Do the edit again that was undone last."""
        return self._write(_UNDO, "redo", journal.redo_last)

    def undo_title(self) -> str | None:
        """What undo would take back, in words; None where there is nothing."""
        with self.read() as tx:
            return journal.next_titles(tx)[0]

    def redo_title(self) -> str | None:
        """What redo would do again, in words; None where there is nothing."""
        with self.read() as tx:
            return journal.next_titles(tx)[1]

    @contextmanager
    def read(self, key: object = None) -> Iterator[Tx]:
        """A transaction that only reads one steady state; `interrupt(key)` ends its query from another thread."""
        key = key if key is not None else object()
        with self._reader.connect() as connection, connection.begin():
            self._reads.add(key, connection)
            try:
                yield Tx(connection, self._clock(), self.person)
            finally:
                self._reads.remove(key)

    def interrupt(self, key: object) -> None:
        """Stop the query that `read(key)` runs, if it runs."""
        self._reads.stop(key)

    def on_change(self, listener: Callable[[Changes], None]) -> None:
        """Call `listener` after each commit, on the thread that wrote."""
        self._listeners.append(listener)

    def close(self) -> None:
        """Let go of the store; a file is left whole in one piece."""
        self._reader.dispose()
        if self.is_file and Path(self.where).exists():
            raw = self._writer.raw_connection()
            try:
                raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            except Exception:  # noqa: BLE001, S110 - a damaged or vanished file must not stop the program from closing
                pass
            finally:
                raw.close()
        self._writer.dispose()

    def _write(self, told: Declared, name: str, work: Callable[[Tx], T]) -> Done[T]:
        try:
            with self._lock, self._writer.connect() as connection:
                with connection.begin():
                    tx = Tx(connection, self._clock(), self.person)
                    journal.open_change(tx, told, name)
                    value = work(tx)
                    follow_up(tx)
                    journal.close_change(tx, told)
                changes = tx.changes()
        except DBAPIError as error:
            raise _refusal(error, self.where) from error
        for listener in self._listeners:
            listener(changes)
        return Done(value, changes, tx.change_id)


def set_setting(tx: Tx, name: str, value: Any) -> None:
    """Keep one fact of the shop."""
    tx.execute(delete(Setting).where(Setting.name == name))
    tx.execute(insert(Setting).values(name=name, value=json.dumps(value, ensure_ascii=False)))
    tx.settings.clear()
    tx.touch("setting")


def settings(tx: Tx) -> dict[str, Any]:
    """All facts of the shop."""
    return {row.name: json.loads(row.value) for row in tx.rows(select(Setting.name, Setting.value))}


def _refusal(error: DBAPIError, where: str) -> Exception:
    """The sentence for a fault of the disk or the guard; a programming error stays what it is."""
    text = str(error.orig)
    if "period is closed" in text:
        return UserError(N_("The period is closed. Nothing was changed."), code="period_closed")
    if "disk is full" in text or "No space left" in text:
        return UserError(N_("The disk is full. Nothing was changed; free some space and try again."), code="disk_full")
    if "database is locked" in text:
        return UserError(N_("Another task is writing to the store. Try again in a moment."), code="busy")
    if "readonly" in text:
        return UserError(N_("The store {where} cannot be written: it was moved, renamed or made read-only."), code="read_only", where=where)
    if "malformed" in text or "not a database" in text or "disk I/O" in text:
        return StoreDamaged(N_("The store {where} is damaged or has another key. Restore a backup."), code="damaged", where=where)
    return error


def _system_user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "owner"
