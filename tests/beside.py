"""Processes at work beside the test's own: forked from one that has loaded the program, where the system can fork.

An interpreter of its own takes each of them half a second or more before it begins; a suite starts thousands.
"""

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.context import BaseContext
from typing import Any, Final

_LOADED: Final = (
    *(f"shopdesk.exchange.reading.{name}" for name in ("child", "delimited", "xlsx")),
    "shopdesk.exchange.imports", "shopdesk.store.store",
)  # fmt: skip


def _how() -> BaseContext:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    forked = multiprocessing.get_context("forkserver")
    forked.set_forkserver_preload([*_LOADED])
    return forked


PROCESSES: Final[Any] = _how()


class Child:
    """A process that can be spoken with, and killed."""

    def __init__(self, deed: Callable[..., None], *given: object) -> None:
        self._pipe, theirs = PROCESSES.Pipe()
        self.process = PROCESSES.Process(target=deed, args=(theirs, *given))
        self.process.start()
        theirs.close()

    def hear(self) -> str:
        """What it says next; the empty text where it has ended."""
        try:
            return str(self._pipe.recv())
        except (EOFError, OSError):
            return ""

    def tell(self, word: str) -> None:
        """Say something to it."""
        self._pipe.send(word)

    def end(self) -> int:
        """Wait for its end; how it ended."""
        self.process.join()
        return int(self.process.exitcode)

    def kill(self) -> list[str]:
        """Kill it in the midst of what it does, as `kill -9` would; what it had said that was not heard."""
        self.process.kill()
        self.process.join()
        return list(iter(self.hear, ""))


@contextmanager
def child(deed: Callable[..., None], *given: object) -> Iterator[Child]:
    """A process that does `deed(pipe, *given)` and does not outlive the block."""
    started = Child(deed, *given)
    try:
        yield started
    finally:
        started.kill()
