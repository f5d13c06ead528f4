"""A store of one dict that keeps the Store's promises, so that the window is tested without a database."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Any

from pytestqt.qtbot import QtBot

from shopdesk.desk.desk import Desk
from shopdesk.text import UserError


@dataclass(frozen=True)
class Changes:
    tables: frozenset[str]
    rows: dict[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Done:
    value: Any
    changes: Changes
    change_id: int


class Interrupted(Exception):
    """The read was interrupted, as a database driver says it."""


class Tx:
    """Reads and writes the dict; `wait` holds a read until it is let go or interrupted."""

    def __init__(self, rows: dict[str, Any]) -> None:
        self.rows = rows
        self.interrupted = threading.Event()

    def wait(self, gate: threading.Event) -> None:
        while not gate.wait(0.002):
            if self.interrupted.is_set():
                raise Interrupted


class Shelf:
    """do, read, undo, redo, on_change, close, over one dict."""

    def __init__(self, name: str = "Tea & Ware") -> None:
        self.name = name
        self.where = ""
        self.zone: tzinfo = UTC
        self.rows: dict[str, Any] = {}
        self.threads: set[str] = set()
        self.closed = False
        self.stuck = ""
        self.imported: str | None = None
        """Name of the action that cannot be undone."""
        self._past: list[tuple[str, dict[str, Any]]] = []
        self._future: list[tuple[str, dict[str, Any]]] = []
        self._listeners: list[Callable[[Any], None]] = []
        self._reads: dict[object, Tx] = {}

    def do(self, action: Callable[..., Any], /, *args: Any, **kw: Any) -> Done:
        self.threads.add(threading.current_thread().name)
        before = dict(self.rows)
        try:
            value = action(Tx(self.rows), *args, **kw)
        except BaseException:
            self.rows = before
            raise
        self._past.append((action.__name__, before))
        self._future.clear()
        return self._done(value)

    def _done(self, value: Any) -> Done:
        changes = Changes(frozenset({"shelf"}))
        for listener in self._listeners:
            listener(changes)
        return Done(value, changes, len(self._past))

    @contextmanager
    def read(self, key: object = None) -> Iterator[Tx]:
        tx = Tx(dict(self.rows))
        self._reads[key] = tx
        try:
            yield tx
        finally:
            del self._reads[key]

    def interrupt(self, key: object) -> None:
        if key in self._reads:
            self._reads[key].interrupted.set()

    def set_aside(self, change_id: int, /) -> Done:
        self._past.pop(change_id - 1)
        return self._done(change_id)

    def undo(self) -> Done:
        if self.stuck and self._past[-1][0] == self.stuck:
            raise UserError("A tin was changed since.", code="undo_conflict", change=len(self._past))
        name, before = self._past.pop()
        self._future.append((name, self.rows))
        self.rows = before
        return self._done(0)

    def redo(self) -> Done:
        name, after = self._future.pop()
        self._past.append((name, self.rows))
        self.rows = after
        return self._done(0)

    def undo_title(self) -> str | None:
        return self._past[-1][0] if self._past else None

    def redo_title(self) -> str | None:
        return self._future[-1][0] if self._future else None

    def import_title(self) -> str | None:
        return self.imported

    def on_change(self, listener: Callable[[Any], None], /) -> None:
        self._listeners.append(listener)

    def close(self) -> None:
        self.closed = True


def put(tx: Tx, key: str, value: Any) -> str:
    """The usual action of the shelf."""
    tx.rows[key] = value
    return f"{key} is {value}"


def paint(tx: Tx, key: str) -> None:
    """Another action, for what only one of two can do."""
    tx.rows[key] = "painted"


def settle(desk: Desk, qtbot: QtBot) -> None:
    """Wait until all work of the desk has come home."""
    if desk.busy:
        with qtbot.waitSignal(desk.idle):
            pass
