"""The watched folder while the window is open: a look when something falls in, and a calm one every half minute."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final, cast

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from shopdesk.desk.desk import Desk
from shopdesk.desk.importing.queue import PAGE, queue_of
from shopdesk.desk.importing.work import ThroughJob
from shopdesk.desk.jobs import Cancelled, Job
from shopdesk.exchange.watch import QUIET_S, Memory, Pass, Sight, look_at, take_in
from shopdesk.settings import Watched
from shopdesk.shop.columns import Tone
from shopdesk.store.store import Store
from shopdesk.text import N_, UserError, _, n_

CALM_MS: Final = 30_000
"""Network drives do not say that something fell in."""
SOON_MS: Final = int(QUIET_S * 1000) + 1_000
RETRIED: Final = frozenset({"import_file", "saved_mapping", "exchange_rate", "period_lock", "sku"})
"""Tables whose change may answer what a file was held for."""


class FolderWatch(QObject):
    """One for each desk; follows its shop and its settings. A demo shop watches nothing."""

    changed = Signal()
    """Another folder, or another word about it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.desk = desk
        self.watched = Watched()
        self.error = ""
        self._memory = Memory()
        self._is_looking = False
        self._watcher = QFileSystemWatcher(self)
        self._soon = QTimer(self, interval=SOON_MS, singleShot=True)
        self._watcher.directoryChanged.connect(lambda _folder: self._soon.start())
        self._calm = QTimer(self, interval=CALM_MS)
        for timer in (self._soon, self._calm):
            timer.timeout.connect(self.look)
        desk.settings_changed.connect(self.follow)
        desk.store_changed.connect(self.follow)
        desk.changed.connect(self._retry)
        self.follow()

    def follow(self, _settings: object = None) -> None:
        """Watch what the settings say for the shop that is open."""
        store = cast("Store | None", self.desk.store)
        alone = store is None or self.desk.is_demo
        watched = Watched() if alone or store is None else self.desk.settings.watched_for(store.where)
        if watched == self.watched:
            return
        self.watched, self._memory, self.error = watched, Memory(), ""
        if self._watcher.directories():
            self._watcher.removePaths(self._watcher.directories())
        self._soon.stop()
        self._calm.stop()
        queue_of(self.desk).hold([])
        if watched.folder:
            self._watcher.addPath(watched.folder)
            self._calm.start()
            self.look()
        self.changed.emit()

    def look(self, now: datetime | None = None) -> None:
        """Look at the folder, unless the shop is busy with something else: then a little later."""
        if not self.watched.folder or self._is_looking:
            return
        if self.desk.jobs or queue_of(self.desk).is_busy:
            self._soon.start()
            return
        self._is_looking = True
        memory, folder = self._memory, Path(self.watched.folder)
        self.desk.think("watched folder", partial(_seen, folder, memory, now or datetime.now(UTC)), self._saw)

    def _saw(self, seen: Sight | UserError) -> None:
        self._is_looking = False
        if isinstance(seen, UserError):
            self._say(str(seen))
            return
        self._say("")
        if not seen.ready:
            self._settle(Pass(waiting=list(seen.waiting), held=self._memory.told()))
            return
        self._is_looking = True
        store, memory, off = cast(Store, self.desk.store), self._memory, self.watched.off

        def work(job: Job) -> Pass:
            return take_in(store, seen, memory, off, ThroughJob(job), job.check)

        title = _("Importing from the watched folder")
        self.desk.run(title, work, partial(self._took, memory), partial(self._stopped, seen))

    def _took(self, memory: Memory, found: Pass) -> None:
        self._is_looking = False
        came = [taken for taken in found.taken if taken.came.import_ids]
        if came:
            said = n_(
                "{count} file came in from the watched folder: {files}",
                "{count} files came in from the watched folder: {files}",
                len(came),
            )
            names = ", ".join(taken.path.name for taken in came[:5]) + (" …" if len(came) > 5 else "")
            show = (_("Show"), lambda: self.desk.show(PAGE))
            self.desk.tell(said.format(count=len(came), files=names), Tone.GOOD, show)
        if memory is self._memory:
            self._settle(found)

    def _stopped(self, seen: Sight, error: UserError | Cancelled) -> None:
        """A person cancelled: what had not come in by then waits for them."""
        self._is_looking = False
        if isinstance(error, UserError):
            self._say(str(error))
            return
        for path in seen.ready:
            self._memory.held.setdefault(path, (seen.there[path], UserError(N_("The import was cancelled."))))
        self._settle(Pass(held=self._memory.told()))

    def _settle(self, found: Pass) -> None:
        queue_of(self.desk).hold(found.held)
        if found.waiting:
            self._soon.start()
        self.changed.emit()

    def _say(self, error: str) -> None:
        """Keep what is wrong with the folder, and say it once."""
        if error != self.error:
            self.error = error
            if error:
                self.desk.tell(error, Tone.WARN)
            self.changed.emit()

    def _retry(self, changes: Any) -> None:
        """A person may have answered what files were held for: they are read again with the next look."""
        if self._memory.held and not self._is_looking and RETRIED & changes.tables:
            self._memory.held.clear()
            self._soon.start()


def _seen(folder: Path, memory: Memory, now: datetime) -> Sight | UserError:
    try:
        return look_at(folder, memory, now)
    except UserError as error:
        return error


def watch_of(desk: Desk) -> FolderWatch:
    """The watch of a desk, made on first use."""
    found = desk.findChild(FolderWatch)
    return found if isinstance(found, FolderWatch) else FolderWatch(desk)
