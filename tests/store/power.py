"""A disk that loses power: it notes every write, and can say what would be left of it at any moment.

Writes that were not yet synced are kept, dropped or torn at random, sector by sector, as disks do. The store works on
it through apsw, whose SQLite lets Python be the disk; the rest of this file dresses apsw as a driver SQLAlchemy knows.
Assumed: sectors of 512 bytes, of which one is written whole or not at all, and a flush that does not lie.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import apsw

SECTOR = 512
Op = tuple[str, str, int, bytes]
"""What was done ("write", "cut", "sync", "delete", "kept"), to which file, where, and with what."""


class Disk(apsw.VFS):
    """Passes everything on to the real disk, and remembers it."""

    def __init__(self, name: str) -> None:
        self.log: list[Op] = []
        self.name = name
        super().__init__(name, "")

    def xOpen(self, name: "str | apsw.URIFilename | None", flags: list[int]) -> "_File":
        return _File(self.log, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        self.log.append(("delete", Path(filename).name, 0, b""))
        super().xDelete(filename, syncdir)

    def kept(self) -> None:
        """Somebody was told that what was done up to here is safe."""
        self.log.append(("kept", "", 0, b""))


class _File(apsw.VFSFile):
    def __init__(self, log: list[Op], name: "str | apsw.URIFilename | None", flags: list[int]) -> None:
        self._log = log
        path = name.filename() if isinstance(name, apsw.URIFilename) else name or "temporary"
        self._name = Path(path).name
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:
        self._log.append(("write", self._name, offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:
        self._log.append(("cut", self._name, newsize, b""))
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:
        self._log.append(("sync", self._name, 0, b""))
        super().xSync(flags)


def images(log: Sequence[Op], before: dict[str, bytes], count: int) -> Iterator[tuple[dict[str, bytes], int]]:
    """What the disk holds if power goes at one of `count` moments, and how many changes had been kept by then."""
    chance = random.Random(20261122)
    moments = set(chance.sample(range(len(log)), min(count, len(log))))
    safe = {name: bytearray(content) for name, content in before.items()}
    waiting: dict[str, list[Op]] = {}
    kept = 0
    for moment, op in enumerate(log):
        kind, name, *_rest = op
        if moment in moments:
            left = {name: bytes(_after(content, waiting.get(name, []), chance)) for name, content in safe.items()}
            yield {name: content for name, content in left.items() if content}, kept
        if kind == "kept":
            kept += 1
        elif kind == "delete":
            safe.pop(name, None)
            waiting.pop(name, None)
        elif kind == "sync":
            for done in waiting.pop(name, []):
                _apply(safe[name], done)
        else:
            safe.setdefault(name, bytearray())
            waiting.setdefault(name, []).append(op)


def _after(content: bytearray, waiting: list[Op], chance: random.Random) -> bytearray:
    """The content with none, all, or some sectors of what was not yet synced."""
    left, share = bytearray(content), chance.choice((0.0, 0.5, 0.9, 1.0))
    for op in waiting:
        kind, name, offset, data = op
        if kind == "cut":
            pieces: Iterable[Op] = (op,)
        else:
            starts = [0, *range(SECTOR - offset % SECTOR, len(data), SECTOR), len(data)]
            pieces = ((kind, name, offset + a, data[a:b]) for a, b in pairwise(starts))
        for piece in pieces:
            if chance.random() < share:
                _apply(left, piece)
    return left


def _apply(content: bytearray, op: Op) -> None:
    kind, _name, offset, data = op
    if kind == "cut":
        del content[offset:]
        return
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data


# ------------------------------------------------------------------------------------ apsw as SQLAlchemy's driver


class Driver:
    """What SQLAlchemy and the store ask of a module like sqlite3, over apsw and a disk."""

    paramstyle = "qmark"
    threadsafety = 1
    sqlite_version = apsw.sqlite_lib_version()
    sqlite_version_info = tuple(int(part) for part in apsw.sqlite_lib_version().split("."))
    Error = apsw.Error
    DatabaseError = OperationalError = InterfaceError = InternalError = ProgrammingError = DataError = apsw.Error
    NotSupportedError = apsw.Error
    IntegrityError = apsw.ConstraintError
    Binary = bytes

    def __init__(self, disk: Disk, *, careless: bool = False) -> None:
        self.disk = disk
        self.careless = careless

    def connect(self, address: str, **_more: Any) -> "_Connection":
        path = unquote(address.removeprefix("file://").partition("?")[0])
        return _Connection(self, apsw.Connection(path, flags=apsw.SQLITE_OPEN_READWRITE, vfs=self.disk.name))


class _Connection:
    isolation_level = None

    def __init__(self, driver: Driver, raw: apsw.Connection) -> None:
        self.raw = raw
        self._careless = driver.careless
        # The log's index would be in shared memory, which a disk in Python has not; alone, it is in the heap.
        raw.execute("PRAGMA locking_mode=EXCLUSIVE")

    def execute(self, sql: str, values: Sequence[Any] = ()) -> "_Cursor":
        if self._careless:
            sql = sql.replace("synchronous=FULL", "synchronous=OFF")
        return self.cursor().execute(sql.replace("wal_autocheckpoint=1000", "wal_autocheckpoint=25"), values)

    def cursor(self) -> "_Cursor":
        return _Cursor(self.raw)

    def create_function(self, name: str, count: int, function: Any, **_more: Any) -> None:
        self.raw.create_scalar_function(name, function, count)

    def commit(self) -> None:
        if self.raw.in_transaction:
            self.raw.execute("COMMIT")

    def rollback(self) -> None:
        if self.raw.in_transaction:
            self.raw.execute("ROLLBACK")

    def close(self) -> None:
        self.raw.close()


class _Cursor:
    arraysize = 1

    def __init__(self, raw: apsw.Connection) -> None:
        self._raw = raw
        self._cursor = raw.cursor()
        self._cursor.exec_trace = self._look
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid = 0

    def _look(self, cursor: apsw.Cursor, _sql: str, _values: Any) -> bool:
        """The columns are told before the first row only."""
        found = cursor.get_description()
        self.description = tuple((column[0], None, None, None, None, None, None) for column in found) or None
        return True

    def execute(self, sql: str, values: Sequence[Any] = ()) -> "_Cursor":
        self._cursor.execute(sql, tuple(values))
        return self._done()

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> "_Cursor":
        self._cursor.executemany(sql, rows)
        return self._done()

    def _done(self) -> "_Cursor":
        self.rowcount, self.lastrowid = self._raw.changes(), self._raw.last_insert_rowid()
        return self

    def fetchone(self) -> Any:
        return self._cursor.fetchone()

    def fetchall(self) -> list[Any]:
        return self._cursor.fetchall()

    def close(self) -> None:
        self._cursor.close()
