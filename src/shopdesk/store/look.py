"""The look at every page of a store's file: out of the way of whoever opens it, but before anything is written."""

import threading
from pathlib import Path

from sqlalchemy import Connection

from shopdesk.store.opening import damaged
from shopdesk.store.refusals import StoreDamaged


class Look:
    """Whether the pages of an open store have been looked at, and what was found.

    Half a second per 130 MB: too long for an opening, so it comes afterwards, on a worker or with the first write.
    Every opening looks anew: a bit that rots on the disk changes neither the size nor the date of a file.
    """

    def __init__(self, path: Path | None) -> None:
        """`path` is None for a database, whose server sees to its pages."""
        self._path = path
        self._lock = threading.Lock()
        self._refusal: StoreDamaged | None = None
        self.is_due = path is not None

    def look(self, connection: Connection) -> None:
        """Read every page, where that is due; StoreDamaged where one is not as it should be, then and ever after."""
        with self._lock:
            self.refuse()
            if not self.is_due:
                return
            if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
                raise self.condemn()
            self.is_due = False

    def condemn(self) -> StoreDamaged:
        """A page was found damaged, by the look or by a query: nothing is written from now on."""
        self._refusal = damaged(self._path)
        return self._refusal

    def refuse(self) -> None:
        """StoreDamaged where damage was found."""
        if self._refusal is not None:
            raise self._refusal
