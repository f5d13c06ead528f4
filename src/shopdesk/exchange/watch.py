"""A watched folder: what falls in is imported where its layout is known and nothing about it is in doubt.

One call of `pass_over` is one look at the folder: files that are still being written are waited for, what raises a
question is held with the reason, what was imported is moved into `done/`. Whoever calls it decides how often.
"""

import contextlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from shopdesk.exchange.gather import ASIDE
from shopdesk.exchange.imports import Writer
from shopdesk.exchange.reading.container import is_table
from shopdesk.exchange.unattended import Came, import_alone
from shopdesk.shop.history import stands_of
from shopdesk.store.store import Store
from shopdesk.text import N_, UserError

DONE: Final = "done"
"""The folder inside the watched one into which imported files are moved."""
QUIET_S: Final = 3.0
"""A file is whole when nothing has been written to it for so long."""
EMPTY_S: Final = 60.0
"""A file of nothing may be one that is about to be written; after so long it is one that a person should look at."""
PARTIAL: Final = frozenset({".crdownload", ".part", ".partial", ".download", ".tmp", ".filepart", ".opdownload"})
"""Endings of files that a browser or a copier has not finished."""
LOCKS: Final = ("~${name}", ".~lock.{name}#")
"""Names of the files by which Excel and LibreOffice say that they have one open."""

NO_FOLDER: Final = N_("The watched folder {folder} cannot be read.")
CAME_BEFORE: Final = Came((), 0, 0)
"""What a file brings that was imported before."""

TAKEN_BACK: Final = N_("It was imported before and taken back. Import it by hand where it shall come in again.")

Facts = tuple[int, int]
"""Size and time of the last write of a file, by which a look tells whether it is as it was."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was imported, or that had nothing new."""

    path: Path
    came: Came
    moved_to: Path | None
    """None where it could not be moved; it is known by its content then."""


@dataclass(frozen=True, slots=True)
class Held:
    """A file that a person has to look at, and why."""

    path: Path
    why: UserError | str

    @property
    def reason(self) -> str:
        """Why, in the language spoken now."""
        return str(self.why)


@dataclass(slots=True)
class Pass:
    """What one look at the folder came to."""

    taken: list[Taken] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    waiting: list[Path] = field(default_factory=list)
    """Files that are still being written."""


@dataclass(slots=True)
class Memory:
    """What earlier looks saw, so that nothing is read twice while nothing happens to it."""

    seen: dict[Path, Facts] = field(default_factory=dict)
    held: dict[Path, tuple[Facts, UserError | str]] = field(default_factory=dict)
    taken: dict[Path, Facts] = field(default_factory=dict)
    """Files that could not be moved away."""

    def told(self) -> list[Held]:
        """What is held, with the reasons."""
        return [Held(path, why) for path, (_facts, why) in self.held.items()]

    def keep_only(self, paths: Collection[Path]) -> None:
        """Forget what is no longer there."""
        for told in (self.seen, self.held, self.taken):
            for path in [path for path in told if path not in paths]:
                del told[path]


@dataclass(frozen=True, slots=True)
class Sight:
    """What lies in the folder: files that can be read now, and those that somebody still writes."""

    there: Mapping[Path, Facts]
    ready: tuple[Path, ...]
    waiting: tuple[Path, ...]


def pass_over(
    store: Store, folder: Path, memory: Memory, off: Collection[str] = (), now: datetime | None = None
) -> Pass:
    """Look at the folder once and take in what is ready; see `look_at` and `take_in`."""
    return take_in(store, look_at(folder, memory, now), memory, off)


def look_at(folder: Path, memory: Memory, now: datetime | None = None) -> Sight:
    """What has come or changed since the last look; nothing is read. UserError where the folder cannot be listed."""
    moment = (now or datetime.now(UTC)).timestamp()
    there = _files(folder)
    memory.keep_only(there)
    ready, waiting = list[Path](), list[Path]()
    for path, facts in there.items():
        held, _reason = memory.held.get(path, (None, ""))
        if held != facts:
            memory.held.pop(path, None)
        if facts not in (held, memory.taken.get(path)):
            (ready if _is_whole(path, facts, memory, moment) else waiting).append(path)
    memory.seen = there
    return Sight(there, tuple(ready), tuple(waiting))


def take_in(
    store: Store,
    sight: Sight,
    memory: Memory,
    off: Collection[str] = (),
    writer: Writer | None = None,
    check: Callable[[], None] = lambda: None,
) -> Pass:
    """Import what is ready and raises no question, hold the rest.

    `off` are codes of layouts that are left to a person; `writer` writes where the store itself is not to;
    `check()` may raise to stop between two files or in the midst of one.
    """
    found = Pass(waiting=list(sight.waiting))
    ready = list(sight.ready)
    while ready:
        before, doubtful = len(found.taken), list[Path]()
        for path in ready:
            check()
            if not _try(store, writer or store, path, sight.there[path], memory, off, found, check):
                doubtful.append(path)
        # What one file lacks another may have brought: a cost knows its SKU once the products are in.
        ready = doubtful if len(found.taken) > before else []
    found.held = memory.told()
    return found


def _files(folder: Path) -> dict[Path, Facts]:
    """The tables and zips that lie in the folder, by name; no hidden files, no locks, no downloads under way."""
    made: dict[Path, Facts] = {}
    try:
        for path in sorted(folder.iterdir(), key=lambda one: one.name.casefold()):
            if path.name.startswith(ASIDE) or path.suffix.lower() in PARTIAL:
                continue
            with contextlib.suppress(OSError):  # gone between two breaths
                if path.is_file() and (is_table(path.name) or path.suffix.lower() == ".zip"):
                    told = path.stat()
                    made[path] = told.st_size, told.st_mtime_ns
    except OSError:
        raise UserError(NO_FOLDER, code="no_folder", folder=folder) from None
    return made


def _is_whole(path: Path, facts: Facts, memory: Memory, now: float) -> bool:
    """Whether nobody writes to the file any more: no lock beside it, and left alone for a while.

    A clock on a network drive may go wrong; there it is enough that the file is what the last look saw.
    """
    size, written = facts
    if any((path.parent / lock.format(name=path.name)).exists() for lock in LOCKS):
        return False
    if not size:
        return now - written / 1e9 >= EMPTY_S
    return now - written / 1e9 >= QUIET_S or memory.seen.get(path) == facts


def _try(
    store: Store,
    writer: Writer,
    path: Path,
    facts: Facts,
    memory: Memory,
    off: Collection[str],
    found: Pass,
    check: Callable[[], None],
) -> bool:
    """Import a file whole, or hold it: False."""
    try:
        was_here = _is_known(store, path)
        came = CAME_BEFORE if was_here else import_alone(store, writer, path, off, check)
    except UserError as error:
        memory.held[path] = facts, error
        return False
    except OSError:
        found.waiting.append(path)  # still open elsewhere, as Windows says it
        return True
    memory.held.pop(path, None)
    moved = _move(path)
    if moved is None:
        memory.taken[path] = facts
    if moved is not None or not was_here:
        found.taken.append(Taken(path, came, moved))
    return True


def _is_known(store: Store, path: Path) -> bool:
    """Whether this very file is in the shop, whoever imported it.

    UserError where it was taken back: a person did that, so nothing but a person brings it in again.
    """
    with path.open("rb") as file:
        digest = sha256()
        while block := file.read(1 << 20):
            digest.update(block)
    with store.read() as tx:
        stands = stands_of(tx, digest.hexdigest())
    if stands is False:
        raise UserError(TAKEN_BACK, code="taken_back")
    return bool(stands)


def _move(path: Path) -> Path | None:
    """Put an imported file into `done/`, under a name that is free; None where the folder cannot be written."""
    folder, number = path.parent / DONE, 1
    try:
        folder.mkdir(exist_ok=True)
        target = folder / path.name
        while target.exists():
            number += 1
            target = folder / f"{path.stem} ({number}){path.suffix}"
        return path.rename(target)
    except OSError:
        return None
