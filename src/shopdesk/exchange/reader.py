"""Bytes → table: opens any file a shop may download, in a child process, and streams its sheets as text."""

import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, Final

from shopdesk.exchange.reading import wire
from shopdesk.exchange.reading.child import serve
from shopdesk.exchange.reading.container import spoken_name
from shopdesk.exchange.reading.problems import FileProblem, problem, say
from shopdesk.exchange.reading.wire import PackedChunk, unpack
from shopdesk.exchange.table import Notice, Reading, SheetHead

__all__ = ["FileProblem", "FileReading", "PackedChunk", "open_file", "say", "unpack"]

PATIENCE: Final = 120.0
"""Seconds without a word from the child."""
_GLANCE: Final = 0.1
"""Seconds between two looks at the cancel switch."""
PROCESSES = multiprocessing.get_context("spawn")
"""How a child begins: as an interpreter of its own, for a window has threads and may not fork."""


def open_file(
    path: str | Path,
    *,
    password: str | None = None,
    encoding: str | None = None,
    cancel: Callable[[], bool] | None = None,
) -> "FileReading":
    """Open a file of any kind that `reading` knows; a FileProblem says why not.

    `encoding` overrides what a text file seems to be in; `cancel` is asked ten times a second and ends the child.
    """
    return FileReading(os.fspath(path), password, encoding, cancel)


class FileReading(Reading):
    """A file with its child process; one sheet streams at a time, and a newer stream ends the one before."""

    def __init__(
        self, path: str, password: str | None, encoding: str | None, cancel: Callable[[], bool] | None
    ) -> None:
        self.path = path
        self.name = spoken_name(path)
        self._cancel = cancel or (lambda: False)
        self._streaming = 0
        self._busy = False
        self._pipe, theirs = PROCESSES.Pipe()
        self._child = PROCESSES.Process(target=serve, args=(theirs, path, password, encoding), daemon=True)
        try:
            self._child.start()
            theirs.close()
            self._take_heads(self._receive(wire.HEADS))
        except BaseException:
            self.close()
            raise

    def chunks(self, number: int) -> Iterator[PackedChunk]:
        """The sheet's chunks, unpacked one at a time; each keeps the bytes it came in as `packed`."""
        self._quieten()
        self._streaming += 1
        mine = self._streaming
        self._busy = True
        self._tell(number)
        while True:
            kind, body = self._frame()
            if kind == wire.END:
                self._busy = False
                self.notices += _notices(self._open(body))
                return
            yield self._unpack(body)
            if mine != self._streaming:
                raise RuntimeError("another sheet of this file is being read")

    def close(self) -> None:
        """End the child, whatever it is doing."""
        self._pipe.close()
        if self._child.is_alive():
            self._child.kill()
        if self._child.pid is not None:
            self._child.join()

    def _take_heads(self, message: dict[str, Any]) -> None:
        self.sha256 = str(message["sha256"])
        self.size = int(message["size"])
        self.container = str(message["container"])
        self.encoding = str(message["encoding"])
        self.separator = str(message["separator"])
        self.exported = str(message["exported"])
        self.notices = _notices(message)
        self.heads = tuple(
            SheetHead(number, name, hidden, tuple(map(tuple, rows)), tuple(map(tuple, merges)))
            for number, (name, hidden, rows, merges) in enumerate(message["heads"])
        )

    def _quieten(self) -> None:
        """End a stream that was left before its end."""
        if not self._busy:
            return
        self._tell(-1)
        while self._busy:
            kind, _body = self._frame()
            self._busy = kind != wire.END

    def _tell(self, number: int) -> None:
        try:
            self._pipe.send_bytes(b"%d" % number)
        except (BrokenPipeError, ConnectionResetError):
            pass  # the next frame tells of the child's end
        except OSError:
            raise ValueError("the reading is closed") from None

    def _receive(self, wanted: bytes) -> dict[str, Any]:
        kind, body = self._frame()
        if kind != wanted:
            raise self._problem("reader_stopped")
        return self._open(body)

    def _frame(self) -> tuple[bytes, bytes]:
        """The child's next word; its problem is raised, and its death is one."""
        patience = time.monotonic() + PATIENCE
        while True:
            if self._cancel():
                self.close()
                raise self._problem("cancelled")
            if wait([self._pipe], _GLANCE):
                break
            if time.monotonic() > patience:
                self.close()
                raise self._problem("too_slow", seconds=int(PATIENCE))
        try:
            frame = self._pipe.recv_bytes(wire.MOST_BYTES)
        except (EOFError, OSError):
            self.close()
            raise self._problem("reader_stopped") from None
        kind, body = frame[:1], frame[1:]
        if kind == wire.PROBLEM:
            message = self._open(body)
            self.close()
            raise self._problem(str(message.get("code")), **message.get("values", {}))
        return kind, body

    def _open(self, body: bytes) -> dict[str, Any]:
        try:
            return wire.unpack_message(body)
        except ValueError:
            raise self._problem("reader_stopped") from None

    def _unpack(self, body: bytes) -> PackedChunk:
        try:
            return unpack(body)
        except (ValueError, KeyError, TypeError, OverflowError):
            self.close()
            raise self._problem("reader_stopped") from None

    def _problem(self, code: str, **values: object) -> FileProblem:
        return problem(code, self.name, values)


def _notices(message: dict[str, Any]) -> list[Notice]:
    return [Notice(code, tuple((key, value) for key, value in values)) for code, values in message["notices"]]
