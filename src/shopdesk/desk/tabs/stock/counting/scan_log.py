"""What was scanned, on the disk before anything else happens to it: a file of a session that only grows.

A thread of its own writes and flushes, so that neither the window waits for the disk nor a scan for whoever writes the
shop. A line that a power cut tore is the last one, and is left out.
"""

import contextlib
import json
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from shopdesk.shop.counting.actions import NewScan
from shopdesk.text import N_, UserError

ENDING: Final = ".scans"


@dataclass(slots=True)
class Held:
    """What a log holds: its scans in the order in which they were made, and what stood in the line at the end."""

    scans: list[NewScan] = field(default_factory=list)
    typed: tuple[str, str] = ("", "")
    """Code and quantity that were typed and not entered yet."""


class ScanLog:
    """The log of one session; without a folder, as in a demo shop, nothing is kept."""

    def __init__(
        self, folder: Path | None, session_id: int, told: Callable[[UserError | None], object] = lambda _error: None
    ) -> None:
        """`told` hears on the log's thread when all that was given is on the disk, or why it cannot be."""
        self.file = None if folder is None else folder / f"{session_id}{ENDING}"
        self.held = read_log(self.file)
        self._told = told
        self._waiting: list[str] = []
        self._lock = threading.Lock()
        self._writer = ThreadPoolExecutor(1, "scan log")

    def add(self, scan: NewScan) -> None:
        """Keep a scan; the line is empty again then."""
        self._put({"scan": [_plain(value) for value in scan]})

    def type(self, code: str, quantity: str) -> None:
        """Keep what stands in the line, keystroke by keystroke."""
        self._put({"typed": [code, quantity]})

    def clear(self) -> None:
        """All of it is in the shop, and nothing is typed: the file goes."""
        self._submit(self._remove)

    def close(self) -> None:
        """Wait until all that was given is on the disk."""
        self._writer.shutdown()

    def _put(self, entry: dict[str, Any]) -> None:
        if self.file is None:
            self._told(None)
            return
        with self._lock:
            self._waiting.append(json.dumps(entry, ensure_ascii=False))
        self._submit(self._write)

    def _submit(self, work: Callable[[], None]) -> None:
        if self.file is not None:
            self._writer.submit(work)

    def _write(self) -> None:
        with self._lock:
            lines, self._waiting = self._waiting, []
        if not lines or self.file is None:
            return
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with self.file.open("a", encoding="utf-8") as stream:
                # A torn last line of before gets an end of its own, or it would spoil the next one.
                stream.write("".join(f"\n{line}" for line in lines) + "\n")
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            said = N_("What was scanned could not be kept on this computer: {reason}")
            self._told(UserError(said, reason=error.strerror or error))
            return
        self._told(None)

    def _remove(self) -> None:
        if self.file is not None and not self._waiting:
            self.file.unlink(missing_ok=True)
            with contextlib.suppress(OSError):  # another session's log is there
                self.file.parent.rmdir()


def sessions_held(folder: Path | None) -> list[int]:
    """Sessions of which a log lies in a folder."""
    if folder is None:
        return []
    found = (file.name.removesuffix(ENDING) for file in folder.glob(f"*{ENDING}"))
    return sorted(int(name) for name in found if name.isdecimal())


def read_log(file: Path | None) -> Held:
    """What a log holds; nothing where there is none."""
    held = Held()
    for entry in _entries(file):
        if "scan" in entry:
            held.scans.append(_scan(entry["scan"]))
            held.typed = ("", "")
        elif "typed" in entry:
            held.typed = (str(entry["typed"][0]), str(entry["typed"][1]))
    return held


def _entries(file: Path | None) -> Iterator[dict[str, Any]]:
    try:
        lines = [] if file is None else file.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return
    for line in lines:
        try:
            entry = json.loads(line) if line else {}
        except ValueError:
            continue  # torn by a power cut: it had not been told to be kept
        if isinstance(entry, dict):
            yield entry


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _scan(kept: list[Any]) -> NewScan:
    scan = NewScan(*kept)
    return scan._replace(quantity=Decimal(scan.quantity), at=datetime.fromisoformat(str(scan.at)))
