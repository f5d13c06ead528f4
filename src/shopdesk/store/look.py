"""The look at every page of a store's file: out of the way of whoever opens it, but before anything is written."""

import hashlib
import json
import threading
from contextlib import suppress
from pathlib import Path
from time import time
from typing import Final

from sqlalchemy import Connection

from shopdesk.settings import home
from shopdesk.store.opening import damaged
from shopdesk.store.refusals import StoreDamaged

DAY: Final = 86_400
"""So many seconds a look holds, while nobody but this program has touched the file."""


class Look:
    """Whether the pages of an open store have been looked at, and what was found.

    Half a second per 130 MB: too long for an opening, so it comes afterwards, on a worker or with the first write. One
    that was passed is kept with the file's stamp; who closes the file anew hands it on, and a crash or a foreign hand
    ends it.
    """

    def __init__(self, path: Path | None) -> None:
        """`path` is None for a database, whose server sees to its pages."""
        self._path = path
        self._lock = threading.Lock()
        self._refusal: StoreDamaged | None = None
        self._looked_at = _kept(path) if path is not None else 0.0
        self.is_due = path is not None and not self._looked_at

    def look(self, connection: Connection) -> None:
        """Read every page, where that is due; StoreDamaged where one is not as it should be, then and ever after."""
        with self._lock:
            self.refuse()
            if not self.is_due:
                return
            begun = time()
            if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
                raise self.condemn()
            self.is_due, self._looked_at = False, begun

    def condemn(self) -> StoreDamaged:
        """A page was found damaged, by the look or by a query: nothing is written from now on."""
        self._refusal = damaged(self._path)
        return self._refusal

    def refuse(self) -> None:
        """StoreDamaged where damage was found."""
        if self._refusal is not None:
            raise self._refusal

    def keep(self) -> None:
        """The store is closed: what was looked at holds for the file as it is now."""
        if self._path is None or self._refusal is not None or not self._looked_at or _has_log(self._path):
            return
        with suppress(OSError):  # without a cache the next opening looks again
            file = _record(self._path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps([*_stamp(self._path), self._looked_at]))


def _kept(path: Path) -> float:
    """When this very file was last found whole, in seconds since 1970; 0 where that is long ago, or it has changed."""
    try:
        *stamp, looked_at = json.loads(_record(path).read_text())
        is_same = stamp == _stamp(path) and not _has_log(path)
    except (OSError, ValueError):
        return 0.0
    return float(looked_at) if is_same and 0 <= time() - looked_at < DAY else 0.0


def _stamp(path: Path) -> list[int]:
    found = path.stat()
    return [found.st_size, found.st_mtime_ns, found.st_ino]


def _has_log(path: Path) -> bool:
    """Whether commits lie beside the file: it is open elsewhere, or was not closed."""
    try:
        return path.with_name(f"{path.name}-wal").stat().st_size > 0
    except OSError:
        return path.with_name(f"{path.name}-journal").exists()


def _record(path: Path) -> Path:
    return home("cache") / f"{hashlib.sha256(str(path).encode()).hexdigest()[:16]}.looked"
