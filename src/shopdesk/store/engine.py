"""Engines: one that writes and one that only reads, set up so that SQLite keeps its word, and PostgreSQL alike."""

import importlib
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event

APPLICATION_ID: Final = 0x53684473  # "ShDs"
SCHEMA: Final = 1
"""Number of the schema this program writes; kept in user_version and on PostgreSQL in the table of settings."""
WRITER_LOCK: Final = 0x53684473
"""Key of the PostgreSQL advisory lock that lets one transaction write at a time, as BEGIN IMMEDIATE does on SQLite."""


@cache
def driver() -> ModuleType:
    """sqlcipher3 where its wheel is installed (a recent SQLite), else the standard library's module."""
    try:
        module = importlib.import_module("sqlcipher3.dbapi2")
    except ImportError:
        module = sqlite3
    # It asks Python how to adapt every None and bytes, at ten times the price of binding one, unless it is told.
    module.register_adapter(type(None), {}.get)
    module.register_adapter(bytes, bytes)
    return module


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite is free of the WAL-reset race (fixed in 3.51.3, 3.50.7 and 3.44.6)."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def connect(path: Path, *, create: bool = False, read_only: bool = False, foreign_keys: bool = True) -> Any:
    """A DB-API connection set up so that a commit is on the disk; never creates a file unless told to."""
    module = driver()
    mode = "rwc" if create else "rw"
    connection = module.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False, timeout=15
    )
    pragmas = [
        f"foreign_keys={'ON' if foreign_keys else 'OFF'}",
        "recursive_triggers=ON",
        "synchronous=FULL",
        "trusted_schema=OFF",
        "cell_size_check=ON",
        "mmap_size=0",
        "temp_store=MEMORY",
        "busy_timeout=15000",
        "journal_size_limit=67108864",
        "cache_size=-65536",
        "fullfsync=ON",
        "checkpoint_fullfsync=ON",
        "secure_delete=ON",
    ]
    if create:
        pragmas.append(f"application_id={APPLICATION_ID}")
    pragmas += ["query_only=ON", "wal_autocheckpoint=0"] if read_only else ["wal_autocheckpoint=1000"]
    try:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").close()
    except module.Error:
        connection.close()
        raise
    except UnicodeDecodeError as error:  # the driver could not even read what SQLite says of the damage
        connection.close()
        raise module.DatabaseError("the schema of the store is malformed") from error
    return connection


def settle_journal(path: Path) -> None:
    """Put a store into the journal mode that is safe with this SQLite.

    A store may come from another computer, a backup or a migration. While others have it open, the mode stays theirs.
    """
    with closing(connect(path)) as connection, suppress(driver().OperationalError):
        connection.execute("PRAGMA busy_timeout=0")
        connection.execute(f"PRAGMA journal_mode={safe_journal()}").close()


def safe_journal() -> str:
    """The journal mode that is safe with this SQLite."""
    return "wal" if wal_is_safe(driver().sqlite_version_info) else "delete"


def sqlite_engine(path: Path, *, create: bool = False, read_only: bool = False, foreign_keys: bool = True) -> Engine:
    """An engine over one store file: a single writing connection, or up to four reading ones."""
    engine = create_engine(
        "sqlite://",
        module=driver(),
        creator=lambda: connect(path, create=create, read_only=read_only, foreign_keys=foreign_keys),
        poolclass=QueuePool,
        pool_size=4 if read_only else 1,
        max_overflow=4 if read_only else 0,
        pool_timeout=60,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


def postgres_engine(url: str, *, read_only: bool = False) -> Engine:
    """An engine over a team's PostgreSQL store; writers queue on an advisory lock until their transaction ends."""
    scheme = url.split("://", 1)[0]
    address = url.replace(f"{scheme}://", "postgresql+psycopg://", 1)
    engine = create_engine(
        address,
        pool_size=4 if read_only else 1,
        max_overflow=4 if read_only else 0,
        pool_pre_ping=True,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if read_only:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        else:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")

    return engine


def is_url(where: str) -> bool:
    """Whether the address is a PostgreSQL one and not a file."""
    return where.startswith(("postgresql://", "postgres://", "postgresql+psycopg://"))


class Interruptible:
    """A set of live reading connections that can be told to stop what they are doing."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stops: dict[object, Callable[[], None]] = {}

    def add(self, key: object, connection: Connection) -> None:
        """Remember how to stop `connection` under `key`."""
        raw = connection.connection.driver_connection
        stop = getattr(raw, "interrupt", None) or getattr(raw, "cancel", None)
        if stop is not None:
            with self._lock:
                self._stops[key] = stop

    def remove(self, key: object) -> None:
        """Forget `key`; its connection goes back to the pool."""
        with self._lock:
            self._stops.pop(key, None)

    def stop(self, key: object) -> None:
        """Stop the query of `key`, if one runs; the reader sees an error and gives up."""
        with self._lock:
            stop = self._stops.get(key)
            if stop is not None:
                stop()
