"""What was typed and is not in the shop yet: kept in a file of its own for each shop, and found again at next start."""

import contextlib
import json
import os
import threading
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer

from shopdesk.settings import home, without_password
from shopdesk.text import N_, UserError

if TYPE_CHECKING:
    from shopdesk.desk.forms import Form

REST_MS: Final = 500
"""A draft is written down when it has been left alone so long."""
Draft = Mapping[str, Any]
"""Plain JSON values; empty where there is nothing to keep."""


class _Kept:
    """The drafts of one shop and their file; the window's thread puts, the writer's settles and writes."""

    def __init__(self, where: str) -> None:
        self.file = _file_of(where) if where else None
        self.drafts: dict[str, Draft] = _read(self.file) if self.file is not None else {}
        self._lock = threading.Lock()

    def put(self, key: str, draft: Draft) -> None:
        with self._lock:
            if draft:
                self.drafts[key] = draft
            else:
                self.drafts.pop(key, None)

    def settle(self, key: str) -> None:
        self.put(key, {})
        with contextlib.suppress(UserError):  # what was written is in the shop: that is what matters
            self.write()

    def write(self) -> None:
        with self._lock:
            kept = dict(self.drafts)
        if self.file is not None:
            _write(self.file, kept)


class Drafts(QObject):
    """The drafts of the open shop by key. Those of the demo shop live as long as the window."""

    def __init__(self, submit: Callable[[Callable[[], None]], None], parent: QObject | None = None) -> None:
        """`submit` runs work on the writer thread."""
        super().__init__(parent)
        self._submit = submit
        self._kept = _Kept("")
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._write)

    def open(self, where: str) -> None:
        """Take the drafts of the shop at `where`; "" is one whose drafts are thrown away with it."""
        self.flush()
        self._kept = _Kept(where)

    def get(self, key: str) -> Draft:
        """What is kept under a key; empty where nothing is."""
        return self._kept.drafts.get(key, {})

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of all that is kept."""
        return tuple(self._kept.drafts)

    @property
    def folder(self) -> Path | None:
        """Where more than a draft of the open shop may be kept; it may not exist. None where nothing is."""
        return self._kept.file.with_suffix("") if self._kept.file is not None else None

    def put(self, key: str, draft: Draft) -> None:
        """Keep a draft in the place of the one before; an empty one is forgotten."""
        if draft != self.get(key):
            self._kept.put(key, draft)
            self._rest.start()

    def settling(self, key: str) -> Callable[[], None]:
        """What the writer thread calls once the draft is in the shop, before anybody could enter it a second time."""
        return partial(self._kept.settle, key)

    def flush(self) -> None:
        """Write down now what has not been yet."""
        if self._rest.isActive():
            self._rest.stop()
            self._write()

    def _write(self) -> None:
        self._submit(self._kept.write)

    def hold_form(self, key: str, form: "Form") -> None:
        """Type into a fresh form what is kept of it, and keep what is typed from now on; given up, it is forgotten."""
        form.type_in(self.get(key))
        form.edited.connect(lambda: self.put(key, form.typed()))
        form.given_up.connect(lambda: self.put(key, {}))


def _file_of(where: str) -> Path:
    import hashlib  # not before the first paint

    address = without_password(where) if "://" in where else str(Path(where).absolute())
    return home("data") / "drafts" / f"{hashlib.sha256(address.encode()).hexdigest()[:20]}.json"


def _read(file: Path) -> dict[str, Draft]:
    """The drafts of a file; none where it is missing or damaged: then there is nothing that could be offered."""
    try:
        kept = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): draft for key, draft in kept.items() if isinstance(draft, dict)} if isinstance(kept, dict) else {}


def _write(file: Path, kept: Mapping[str, Draft]) -> None:
    """Write whole or not at all; no file where there are no drafts. UserError where the folder cannot be written."""
    try:
        if not kept:
            file.unlink(missing_ok=True)
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_suffix(".new")
        with beside.open("w", encoding="utf-8") as stream:
            json.dump(kept, stream, ensure_ascii=False)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(file)
    except OSError as error:
        raise UserError(
            N_("What you typed could not be kept for later: {reason}"), reason=error.strerror or error
        ) from error
