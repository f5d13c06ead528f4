"""What a tab may ask of the window: do, ask, run, show, tell, and hear what changed."""

import threading
from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager
from datetime import UTC, tzinfo
from functools import cached_property, partial
from itertools import count
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from shopdesk.desk.doors import Doors, Message
from shopdesk.desk.drafts import Drafts
from shopdesk.desk.garbage import GarbageCollector
from shopdesk.desk.jobs import Cancelled, Courier, Job, is_alive
from shopdesk.settings import Settings, save_settings
from shopdesk.shop.tone import Tone
from shopdesk.text import N_, UserError, _, sentences

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from shopdesk.store.tx import Changes

T = TypeVar("T")
Look = tuple[str, tzinfo, str | None, str | None, str | None]
READERS: Final = 3
POLL_MS: Final = 150
"""How often the status bar looks at running jobs."""


class OpenStore(Protocol):
    """The part of the Store that the window uses."""

    @property
    def name(self) -> str: ...
    @property
    def where(self) -> str: ...
    @property
    def zone(self) -> tzinfo: ...
    def do(self, action: Callable[..., Any], /, *args: Any, **kw: Any) -> Any: ...
    def read(self, key: object = None) -> AbstractContextManager[Any]: ...
    def interrupt(self, key: object) -> None: ...
    def undo(self) -> Any: ...
    def redo(self) -> Any: ...
    def set_aside(self, change_id: int, /) -> Any: ...
    def undo_title(self) -> str | None: ...
    def redo_title(self) -> str | None: ...
    def import_title(self) -> str | None: ...
    def on_change(self, listener: Callable[[Any], None], /) -> Any: ...
    def close(self) -> None: ...


class Desk(QObject):
    """The one door between the screens and the store. Lives as long as the window; all signals come on its thread.

    Callbacks (`then`, `failed`) run on the window's thread, and not at all when the widget they belong to is gone.
    """

    changed = Signal(object)
    """After every write, undo and redo, with its Changes; screens refresh from it, never from each other."""
    told = Signal(object)
    """A Message for the user."""
    shown = Signal(str, object)
    """A tab is asked to come to front, with a dict of where."""
    store_changed = Signal()
    """Another shop is open, or none."""
    history_changed = Signal()
    """`shop_name`, `zone`, `undo_title`, `redo_title` and `import_title` may be new."""
    saving_changed = Signal()
    jobs_changed = Signal()
    """A job began or ended, or has moved on: look at `jobs`."""
    settings_changed = Signal(object)
    """The new Settings."""
    selection_told = Signal(object)
    """What the status bar says of the selection: pairs of label and figure."""
    badge_told = Signal(str, int)
    """Key of a tab and the number of things that wait in it."""
    backups_changed = Signal()
    idle = Signal()
    """Nothing is read, written or run any more."""

    def __init__(self, settings: Settings | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings or Settings()
        self.doors = Doors()
        self.store: OpenStore | None = None
        self.is_demo = False
        self.jobs: list[Job] = []
        self.shop_name = ""
        self.zone: tzinfo = UTC
        """The shop's time zone: every moment on screen is told in it."""
        self.undo_title: str | None = None
        self.redo_title: str | None = None
        self.import_title: str | None = None
        """The import that came after the last edit."""
        self.drafts = Drafts(lambda write: self._submit(self._writer, write, None), self)
        self._garbage = GarbageCollector(lambda: self.busy, self)
        self._courier = Courier(self)
        self._tokens = count()
        self._newest: dict[Hashable, int] = {}
        self._threads: list[threading.Thread] = []
        self._pending = self._saving = 0
        self._closed = False
        self._poll = QTimer(self, interval=POLL_MS)
        self._poll.timeout.connect(self.jobs_changed)

    @cached_property
    def _writer(self) -> "Executor":
        from concurrent.futures import ThreadPoolExecutor  # not before the first paint

        return ThreadPoolExecutor(1, "writer")

    @cached_property
    def _readers(self) -> "Executor":
        from concurrent.futures import ThreadPoolExecutor

        return ThreadPoolExecutor(READERS, "reader")

    # ------------------------------------------------------------------------------------------------- the store

    def open(
        self,
        opener: Callable[[], OpenStore],
        *,
        demo: bool = False,
        failed: Callable[[UserError], object] | None = None,
    ) -> None:
        """Open a shop on the writer thread, in place of the one that is open; `store_changed` tells when it is."""
        self._forget_reads()
        self._submit(self._writer, opener, partial(self._attach, demo=demo), failed)

    def _attach(self, store: OpenStore, demo: bool) -> None:
        old, self.store, self.is_demo = self.store, store, demo
        self.drafts.open("" if demo else store.where)
        self._forget_reads()
        store.on_change(self._note_change)
        self.shop_name, self.undo_title, self.redo_title, self.import_title = "", None, None, None
        self.store_changed.emit()
        self._submit(self._writer, partial(_look, store), self._keep_look)
        if old is not None and old is not store:
            self._submit(self._writer, old.close, None)

    def _note_change(self, changes: "Changes") -> None:
        """Called by the store on whichever thread wrote."""
        if not self._closed:
            self._courier.send(partial(self.changed.emit, changes))

    def close(self) -> None:
        """Cancel what runs, let writes finish, close the store. Waits; the window is gone by then."""
        if self._closed:
            return
        for job in self.jobs:
            job.cancel()
        self.drafts.flush()
        self._forget_reads()
        for thread in self._threads:
            thread.join()
        self._closed = True
        self._poll.stop()
        self._readers.shutdown(cancel_futures=True)
        if self.store is not None:
            self._writer.submit(self.store.close).result()
        self._writer.shutdown()
        self._garbage.stop()
        self.store = None

    # -------------------------------------------------------------------------------------------- do, undo, redo

    def do(
        self,
        action: Callable[..., Any],
        *args: Any,
        then: Callable[[Any], object] | None = None,
        failed: Callable[[UserError], object] | None = None,
        settles: str = "",
        **kw: Any,
    ) -> None:
        """Run an action of the shop on the writer thread; `then` gets its Done.

        A UserError goes to `failed`, or is told in the window where there is none. `settles` is the key of the draft
        that is in the shop once this is done.
        """
        settle = self.drafts.settling(settles) if settles else None

        def write(store: OpenStore) -> Any:
            done = store.do(action, *args, **kw)
            if settle is not None:
                settle()
            return done

        self._write(write, then, failed)

    def undo(self) -> None:
        """Take the last edit back; where an import came after it, say so first: that is not what undo takes back."""
        if self.undo_title is None or self.import_title is None:
            self._undo()
        else:
            came = _("Last came an import ({what}). It is taken back in the list of imports.")
            self.tell(came.format(what=self.import_title), action=(_("Undo what came before"), self._undo))

    def _undo(self) -> None:
        """Take the last edit back and say which it was; where it cannot be, say why and offer to leave it as it is."""
        title = self.undo_title
        if title is not None:
            done = partial(self._tell_of, _("Undone: {what}"), title, (_("Redo"), self.redo))
            stuck = partial(self._tell_stuck, _("Not undone: {what}."), title)
            self._write(lambda store: store.undo(), done, stuck)

    def redo(self) -> None:
        """Do again what was undone last."""
        title = self.redo_title
        if title is not None:
            done = partial(self._tell_of, _("Done again: {what}"), title, (_("Undo"), self.undo))
            stuck = partial(self._tell_stuck, _("Not done again: {what}."), title)
            self._write(lambda store: store.redo(), done, stuck)

    def set_aside(self, change_id: int, title: str) -> None:
        """Leave an edit that stands in the way as it is, and say what undo has now come to."""
        self._write(lambda store: store.set_aside(change_id), partial(self._tell_left, title))

    def _tell_stuck(self, sentence: str, what: str, error: UserError) -> None:
        """Say why an edit cannot be moved. Only a person may pass it by: it stays, and the ones before it come free."""
        change_id = error.values.get("change")
        said = sentences(sentence.format(what=what), str(error))
        if isinstance(change_id, int) and change_id:
            self.tell(said, Tone.WARN, (_("Leave it as it is"), partial(self.set_aside, change_id, what)))
        else:
            self.tell(said, Tone.BAD)

    def _tell_left(self, what: str, _done: object) -> None:
        left = _("{what} stays as it is.").format(what=what)
        if self.undo_title is None:
            self.tell(left)
        else:
            goes_on = _("Undo goes on with: {next}").format(next=self.undo_title)
            self.tell(sentences(left, goes_on), action=(_("Undo"), self.undo))

    def _tell_of(self, sentence: str, what: str, action: tuple[str, Callable[[], object]], _done: object) -> None:
        self.tell(sentence.format(what=what), action=action)

    def _write(
        self,
        work: Callable[[OpenStore], Any],
        then: Callable[[Any], object] | None = None,
        failed: Callable[[UserError], object] | None = None,
    ) -> None:
        store = self._need_store()
        self._saving += 1
        self.saving_changed.emit()

        def write() -> tuple[Any, Look]:
            try:
                return work(store), _look(store)
            finally:
                self._courier.send(self._saved)

        def home(answer: tuple[Any, Look]) -> None:
            self._keep_look(answer[1])
            if then is not None and is_alive(then):
                then(answer[0])

        self._submit(self._writer, write, home, failed)

    def _saved(self) -> None:
        self._saving -= 1
        self.saving_changed.emit()

    def _keep_look(self, look: Look) -> None:
        self.shop_name, self.zone, self.undo_title, self.redo_title, self.import_title = look
        self.history_changed.emit()

    @property
    def is_saving(self) -> bool:
        """Whether a write is under way."""
        return self._saving > 0

    # --------------------------------------------------------------------------------------------------- ask, think

    def ask(
        self,
        key: Hashable,
        report: Callable[[Any], T],
        then: Callable[[T], object],
        failed: Callable[[UserError], object] | None = None,
    ) -> None:
        """Run `report(tx)` on a reader thread; `then` gets what it returns.

        The newest question per key wins: an older one is interrupted where it runs, and its answer is dropped.
        """
        store = self._need_store()

        def read(token: int) -> T:
            with store.read(token) as tx:
                return report(tx)

        self._ask(key, read, then, failed)

    def think(self, key: Hashable, work: Callable[[], T], then: Callable[[T], object]) -> None:
        """As `ask`, for work that needs no store: an index to build, a folder to list."""
        self._ask(key, lambda _token: work(), then, None)

    def forget(self, key: Hashable) -> None:
        """Nobody waits for the answer to `key` any more."""
        token = self._newest.pop(key, None)
        if token is not None and self.store is not None:
            self.store.interrupt(token)

    def _ask(
        self,
        key: Hashable,
        read: Callable[[int], T],
        then: Callable[[T], object],
        failed: Callable[[UserError], object] | None,
    ) -> None:
        self.forget(key)
        token = self._newest[key] = next(self._tokens)

        def is_newest() -> bool:
            return self._newest.get(key) == token

        def work() -> T | None:
            return read(token) if is_newest() else None

        self._submit(self._readers, work, then, failed, is_newest)

    def _forget_reads(self) -> None:
        for key in list(self._newest):
            self.forget(key)

    # ------------------------------------------------------------------------------------------------------- run

    def run(
        self,
        title: str,
        work: Callable[[Job], T],
        then: Callable[[T], object] | None = None,
        failed: Callable[[UserError | Cancelled], object] | None = None,
    ) -> Job:
        """Start a long task on a thread of its own, shown in the status bar with rate, time left and Cancel.

        It writes through `job.write(action, …)`. Cancelled and UserError go to `failed`, or are told.
        """
        job = Job(title, self._write_and_wait)
        self.jobs.append(job)
        self._poll.start()
        self.jobs_changed.emit()

        def finish(answer: T) -> None:
            if then is not None and is_alive(then):
                then(answer)

        self._pending += 1
        carry = partial(self._carry, partial(work, job), finish, failed, partial(self._end, job))
        thread = threading.Thread(target=carry, name=f"job {title}", daemon=True)
        self._threads = [*(old for old in self._threads if old.is_alive()), thread]
        thread.start()
        return job

    def _end(self, job: Job) -> bool:
        self.jobs.remove(job)
        if not self.jobs:
            self._poll.stop()
        self.jobs_changed.emit()
        return True

    def _write_and_wait(self, action: Callable[..., Any], /, *args: Any, **kw: Any) -> Any:
        store = self._need_store()

        def write() -> Any:
            done = store.do(action, *args, **kw)
            self._courier.send(partial(self._keep_look, _look(store)))
            return done

        return self._writer.submit(write).result()

    # ------------------------------------------------------------------------------------------------ show, tell

    def show(self, tab: str, **where: Any) -> None:
        """Bring a tab to front; it gets `where` through its `show_place`."""
        self.shown.emit(tab, where)

    def tell(self, text: str, tone: Tone = Tone.PLAIN, action: tuple[str, Callable[[], object]] | None = None) -> None:
        """Say a sentence in the window, calmly, with at most one thing to do about it."""
        self.told.emit(Message(text, tone, action))

    def set_settings(self, settings: Settings) -> None:
        """Keep new preferences: the window follows at once, the file is written on the writer thread."""
        self.settings = settings
        self.settings_changed.emit(settings)
        self._submit(self._writer, partial(_keep_settings, settings), None)

    # ------------------------------------------------------------------------------------------------- messenger

    @property
    def busy(self) -> bool:
        """Whether anything is read, written or run."""
        return self._pending > 0

    def _need_store(self) -> OpenStore:
        if self.store is None:
            raise UserError(N_("No shop is open."), code="no_shop")
        return self.store

    def _submit(
        self,
        executor: "Executor",
        work: Callable[[], Any],
        then: Callable[[Any], object] | None,
        failed: Callable[[Any], object] | None = None,
        is_wanted: Callable[[], bool] = lambda: True,
    ) -> None:
        if self._closed:
            return
        self._pending += 1
        executor.submit(self._carry, work, then, failed, is_wanted)

    def _carry(
        self,
        work: Callable[[], Any],
        then: Callable[[Any], object] | None,
        failed: Callable[[Any], object] | None,
        is_wanted: Callable[[], bool],
    ) -> None:
        """On a worker: do the work and send what came of it home, an exception too."""
        answer, error = None, None
        try:
            answer = work()
        except BaseException as raised:  # noqa: BLE001 - raised again on the window's thread
            error = raised
        self._courier.send(partial(self._arrive, answer, error, then, failed, is_wanted))

    def _arrive(
        self,
        answer: Any,
        error: BaseException | None,
        then: Callable[[Any], object] | None,
        failed: Callable[[Any], object] | None,
        is_wanted: Callable[[], bool],
    ) -> None:
        self._pending -= 1
        try:
            if is_wanted():
                self._hand_over(answer, error, then, failed)
        finally:
            if not self._pending:
                self.idle.emit()

    def _hand_over(
        self,
        answer: Any,
        error: BaseException | None,
        then: Callable[[Any], object] | None,
        failed: Callable[[Any], object] | None,
    ) -> None:
        if error is None:
            if then is not None and is_alive(then):
                then(answer)
        elif not isinstance(error, UserError | Cancelled):
            raise error
        elif failed is not None:
            if is_alive(failed):
                failed(error)
        elif isinstance(error, Cancelled):
            self.tell(_("Cancelled: {title}. Nothing was changed.").format(title=error), Tone.WARN)
        else:
            self.tell(str(error), Tone.BAD)


def _look(store: OpenStore) -> Look:
    """The shop's name and zone, what undo takes back, what redo does again, the import after it: read on a worker."""
    return store.name, store.zone, store.undo_title(), store.redo_title(), store.import_title()


def _keep_settings(settings: Settings) -> None:
    try:
        save_settings(settings)
    except OSError as error:
        raise UserError(N_("Your settings could not be saved: {reason}"), reason=error.strerror) from error
