"""The store: opened once, written through `do`, read through `read`. The only place that commits."""

import getpass
import json
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.exc import DBAPIError

from shopdesk.store import guards, journal, mark, summaries
from shopdesk.store.action import Declared, declared, follow_up
from shopdesk.store.engine import (
    SCHEMA,
    Interruptible,
    driver,
    is_url,
    postgres_engine,
    safe_journal,
    settle_journal,
    sqlite_engine,
)
from shopdesk.store.look import Look
from shopdesk.store.opening import check_file, check_schema, damaged, journal_of, refuse_existing
from shopdesk.store.refusals import StoreDamaged, moved, refusal
from shopdesk.store.replay import Collision, told
from shopdesk.store.swap import put_in_place
from shopdesk.store.tables import Base, PeriodLock, Setting
from shopdesk.store.tx import Changes, Tx, now_utc
from shopdesk.text import N_, UserError

if TYPE_CHECKING:
    from shopdesk.store.backup import Backup

P = ParamSpec("P")
T = TypeVar("T")

_UNDO = Declared("desk.edit", N_("Undo"), undoable=False)


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """What a write came to: its value, what it touched, and its place in the history."""

    value: T
    changes: Changes
    change_id: int


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
        self._file = _identity(where)
        self._look = Look(Path(where) if self.is_file else None)

    @classmethod
    def create(cls, where: str | Path) -> "Store":
        """Make a new, empty store: a file, or the tables of an empty PostgreSQL database. Refuses one that exists."""
        if is_url(str(where)):
            _fill(postgres_engine(str(where)))
            return cls.open(where)
        path = refuse_existing(Path(where).expanduser())
        # Made under another name first: whoever finds a store finds a whole one.
        making = path.with_name(f"{path.name}.making")
        making.unlink(missing_ok=True)
        try:
            _fill(sqlite_engine(making, create=True))
            put_in_place(making, path)
        except (DBAPIError, OSError) as error:
            raise refusal(error, str(path)) from error
        finally:
            making.unlink(missing_ok=True)
        return cls.open(path)

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
                check_schema(connection, store.where)
                is_settled = not store.is_file or journal_of(connection) == safe_journal()
            store._reader.dispose()  # what was read so far is forgotten: the look reads the disk
            if not is_settled:
                store._need_whole()
                store._reader.dispose()  # the mode of the journal changes only while nobody reads
                settle_journal(Path(store.where))
        except (DBAPIError, driver().Error) as error:
            store.close()
            found = refusal(error, store.where)
            raise damaged(store.where) if isinstance(found, StoreDamaged) else found from error
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

    @property
    def zone(self) -> ZoneInfo:
        """The shop's time zone."""
        with self.read() as tx:
            return tx.zone

    def now(self) -> datetime:
        """The second it is by this store's clock, in UTC."""
        return self._clock()

    def do(self, act: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> Done[T]:
        """Run an action in one transaction: all of it is kept, or nothing."""
        told, work = declared(act), lambda tx: act(tx, *args, **kwargs)
        if told.names is None:
            return self._write(told, act.__name__, work)
        return self._write_marked(told, act.__name__, work, told.names(*args, **kwargs))

    def undo(self, change_id: int = 0) -> Done[int]:
        """Take back the last edit; UndoConflict where a column that it set has been changed since.

        `change_id` names the edit that is meant: UserError where a later one stands, or it is undone already.
        """
        return self._write(_UNDO, "undo", lambda tx: journal.undo_last(tx, change_id))

    def redo(self) -> Done[int]:
        """Do the edit again that was undone last."""
        return self._write(_UNDO, "redo", journal.redo_last)

    def set_aside(self, change_id: int) -> Done[int]:
        """Leave an edit that undo or redo cannot move as it is; the next undo or redo passes it by."""
        return self._write(_UNDO, "set_aside", lambda tx: journal.set_aside(tx, change_id))

    def undo_title(self) -> str | None:
        """What undo would take back, in words; None where there is nothing."""
        with self.read() as tx:
            return journal.next_titles(tx)[0]

    def redo_title(self) -> str | None:
        """What redo would do again, in words; None where there is nothing."""
        with self.read() as tx:
            return journal.next_titles(tx)[1]

    def import_title(self) -> str | None:
        """The import that came after the last edit, in words; None where none did. It has a way back of its own."""
        with self.read() as tx:
            return journal.last_import(tx)

    @contextmanager
    def read(self, key: object = None) -> Iterator[Tx]:
        """A transaction that only reads one steady state; `interrupt(key)` ends its query from another thread."""
        key = key if key is not None else object()
        try:
            with self._reader.connect() as connection, connection.begin():
                self._reads.add(key, connection)
                try:
                    yield Tx(connection, self._clock(), self.person)
                finally:
                    self._reads.remove(key)
        except DBAPIError as error:
            raise self._refused(error) from error

    def _refused(self, error: DBAPIError) -> Exception:
        """What to raise for a driver's error; damage that any statement meets ends all writing."""
        found = refusal(error, self.where)
        return self._look.condemn() if isinstance(found, StoreDamaged) else found

    def look(self, tx: Tx) -> None:
        """Look at every page of the file, where that is due; StoreDamaged, and no write any more, where one is damaged.

        The first write does it where nobody has: call it from a worker, so that no person waits for it.
        """
        self._look.look(tx.connection)

    def interrupt(self, key: object) -> None:
        """Stop the query that `read(key)` runs, if it runs."""
        self._reads.stop(key)

    def cut_off(self) -> list[str]:
        """A sentence for every import that a crash or a power cut ended since the store was last opened; told once."""
        with self.read() as tx:
            if not mark.is_marked(tx.connection):
                return []
            zone = tx.zone
        self._need_whole()
        if not self._lock.acquire(blocking=False):
            return []  # this program is at work itself
        try:
            return [cut.sentence(zone) for cut in mark.claim(self._writer)]
        finally:
            self._lock.release()

    def on_change(self, listener: Callable[[Changes], None]) -> None:
        """Call `listener` after each commit, on the thread that wrote."""
        self._listeners.append(listener)

    def backup(self, to: Path | None = None, reason: str = "") -> "Backup":
        """Copy the store into one verified file, beside it or at `to`, while work goes on."""
        from shopdesk.store.backup import make_backup  # not before somebody wants one: it reads the checks too

        return make_backup(self, to, reason)

    def close(self) -> None:
        """Let go of the store; a file is left whole in one piece."""
        self._reader.dispose()
        if self.is_file and Path(self.where).exists():
            # A damaged or vanished file must not stop the program from closing; the next to open it sees the fault.
            with suppress(DBAPIError, driver().Error), closing(self._writer.raw_connection()) as raw:
                cursor = raw.cursor()
                cursor.execute("PRAGMA busy_timeout=0")  # whoever else is at work folds the log when closing
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._writer.dispose()

    def _write_marked(self, act: Declared, name: str, work: Callable[[Tx], T], what: str) -> Done[T]:
        """Write what would be missed if it were cut off: its mark is there before it, and gone in the same commit."""
        with self._committing() as connection:
            left = mark.begin(connection, what, self.person, self._clock())

        def unmark(tx: Tx) -> T:
            value = work(tx)
            mark.end(tx.connection, left)
            return value

        try:
            return self._write(act, name, unmark)
        except BaseException:
            # On a disk that is full even this may fail; then the next opening says that nothing was kept, and is right.
            with suppress(UserError), self._committing() as connection:
                mark.end(connection, left)
            raise

    @contextmanager
    def _committing(self) -> Iterator[Connection]:
        """A transaction that is no change of the shop's."""
        self._need_whole()
        try:
            with self._lock, self._writer.connect() as connection, connection.begin():
                yield connection
        except DBAPIError as error:
            raise self._refused(error) from error

    def _need_whole(self) -> None:
        """Before anything is written: the file is where it was, and every page of it was looked at."""
        if _identity(self.where) != self._file:
            raise moved(self.where)
        if self._look.is_due:
            with self.read() as tx:
                self._look.look(tx.connection)
        self._look.refuse()

    def _write(self, act: Declared, name: str, work: Callable[[Tx], T]) -> Done[T]:
        self._need_whole()
        try:
            with self._lock, self._writer.connect() as connection:
                with connection.begin():
                    tx = Tx(connection, self._clock(), self.person)
                    journal.open_change(tx, act, name)
                    value = work(tx)
                    follow_up(tx)
                    summaries.settle(tx)
                    journal.close_change(tx, act)
                changes = tx.changes()
        except Collision as met:
            with self.read() as tx:
                conflict = told(tx, met)
            raise conflict from met
        except DBAPIError as error:
            raise self._refused(error) from error
        for listener in self._listeners:
            listener(changes)
        return Done(value, changes, tx.change_id)


def _fill(engine: Engine) -> None:
    """Make the tables, the guards and the first facts of a store, all or none."""
    try:
        with engine.begin() as connection:
            refuse_existing(connection)
            Base.metadata.create_all(connection)
            guards.install(connection)
            write_first_facts(connection)
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")
    finally:
        engine.dispose()


def write_first_facts(connection: Connection) -> None:
    """What every store holds from its first second: its schema, a name of its own, and that nothing is closed."""
    nothing_closed = {"lock_id": 1, "closed_through": "0001-01-01", "closed_until": -62135596800}
    connection.execute(insert(PeriodLock).values(**nothing_closed))
    facts = {"schema": SCHEMA, "store_id": uuid.uuid4().hex}
    connection.execute(insert(Setting), [{"name": k, "value": json.dumps(v)} for k, v in facts.items()])


def set_setting(tx: Tx, name: str, value: Any) -> None:
    """Keep one fact of the shop; an action that says so can be undone."""
    told = json.dumps(value, ensure_ascii=False)
    setting_id = tx.scalar(select(Setting.setting_id).where(Setting.name == name))
    if setting_id is None:
        tx.insert(Setting, name=name, value=told)
    else:
        tx.update(Setting, setting_id, value=told)
    tx.settings.clear()


def settings(tx: Tx) -> dict[str, Any]:
    """All facts of the shop."""
    return {row.name: json.loads(row.value) for row in tx.rows(select(Setting.name, Setting.value))}


def _identity(where: str) -> tuple[int, int] | None:
    """Which file has the store's name. With a log, SQLite would go on writing into a file that was moved away."""
    try:
        found = Path(where).stat()
    except OSError:  # a database, or gone
        return None
    return found.st_dev, found.st_ino


def _system_user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "owner"
