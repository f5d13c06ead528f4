"""Work off the window's thread: results come home by one queued signal, long tasks report and can be cancelled."""

import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

RATE_SECONDS: Final = 5.0
"""The rate of a job is that of its last seconds, so that "time left" follows a slow stretch."""


class Cancelled(Exception):
    """The user cancelled the job; whoever catches it leaves nothing half-done."""


class Courier(QObject):
    """Brings calls from any thread to the window's thread, in order, by one signal without cargo."""

    _arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calls: deque[Callable[[], object]] = deque()
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def send(self, call: Callable[[], object]) -> None:
        """Have `call` run on the window's thread soon. Any thread may ask."""
        self._calls.append(call)
        self._arrived.emit()

    @Slot()
    def _deliver(self) -> None:
        while self._calls:
            call = self._calls.popleft()
            try:
                call()
            except Exception:  # noqa: BLE001 - a slot swallows exceptions; the hook shows and logs them
                sys.excepthook(*sys.exc_info())


def is_alive(call: Callable[..., object]) -> bool:
    """Whether every Qt object that `call` is bound to or closes over still exists.

    A screen may be gone (closed, rebuilt in another language) when its answer arrives; such answers are dropped.
    """
    if isinstance(call, partial):
        return is_alive(call.func) and all(_exists(part) for part in (*call.args, *call.keywords.values()))
    if not _exists(getattr(call, "__self__", None)):
        return False
    return all(_exists(cell.cell_contents) for cell in getattr(call, "__closure__", None) or () if _is_filled(cell))


def _exists(thing: object) -> bool:
    return not isinstance(thing, QObject) or bool(isValid(thing))


def _is_filled(cell: Any) -> bool:
    try:
        _ = cell.cell_contents
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is, as of one moment: rate in steps a second and time left in seconds where they are known."""

    done: int
    total: int
    note: str
    rate: float | None
    left: float | None

    @property
    def share(self) -> float | None:
        """0 to 1; None while the total is not known."""
        return min(1.0, self.done / self.total) if self.total > 0 else None


class Job:
    """One long task as its worker and the status bar see it. The worker ticks and checks; anyone may cancel."""

    def __init__(self, title: str, write: Callable[..., Any], clock: Callable[[], float] = time.monotonic) -> None:
        self.title = title
        self.write = write
        """`job.write(action, *args, **kw)`: run an action on the writer thread and wait for its Done."""
        self._clock = clock
        self._steps = (0, 0, "")
        self._cancelled = threading.Event()
        self._stops: list[Callable[[], object]] = []
        self._seen: deque[tuple[float, int]] = deque([(clock(), 0)])

    def tick(self, done: int, total: int = 0, note: str = "") -> None:
        """Say how far the work is; as cheap as an assignment, so call it as often as you like."""
        self._steps = (done, total, note)

    def check(self) -> None:
        """Go on, or raise Cancelled."""
        if self._cancelled.is_set():
            raise Cancelled(self.title)

    def cancel(self) -> None:
        """Ask the work to stop at its next check, and stop what it handed to others."""
        self._cancelled.set()
        for stop in list(self._stops):
            stop()

    @property
    def is_cancelled(self) -> bool:
        return self._cancelled.is_set()

    def when_cancelled(self, stop: Callable[[], object]) -> None:
        """Have `stop` called on the window's thread when the job is cancelled: to kill a child, interrupt a query."""
        self._stops.append(stop)
        if self.is_cancelled:
            stop()

    def progress(self) -> Progress:
        """How far the work is now; meant to be called a few times a second, by one reader."""
        done, total, note = self._steps
        now = self._clock()
        if done < self._seen[-1][1]:  # a new stage counts from the start
            self._seen.clear()
        self._seen.append((now, done))
        while len(self._seen) > 2 and now - self._seen[1][0] >= RATE_SECONDS:
            self._seen.popleft()
        since, before = self._seen[0]
        rate = (done - before) / (now - since) if now - since >= 0.5 and done > before else None
        left = (total - done) / rate if rate and total >= done else None
        return Progress(done, total, note, rate, left)
