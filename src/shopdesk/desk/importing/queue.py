"""The files that wait to be imported and how far the one in hand has come; the page only shows what stands here."""

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any, Final, cast

from PySide6.QtCore import QObject, QTimer, Signal

from shopdesk.desk.desk import Desk
from shopdesk.desk.importing.outcome_rows import DryRun, tell
from shopdesk.desk.jobs import Cancelled, Job
from shopdesk.exchange.estimate import estimate_rows
from shopdesk.exchange.imports import (
    Choices,
    NeedsAnswer,
    NeedsMapping,
    let_go,
    plan_file,
    read_as,
    run_import,
    save_rejects,
)
from shopdesk.exchange.match import draft_plan
from shopdesk.exchange.plan import Answer, Plan
from shopdesk.exchange.reader import FileProblem, open_file
from shopdesk.exchange.stage.staged import Staged
from shopdesk.exchange.table import FileFacts, Reading
from shopdesk.shop.columns import Tone
from shopdesk.store.store import Store
from shopdesk.text import N_, UserError, _, language, n_

PAGE: Final = "import"
"""Key of the import page in the window."""
REST_MS: Final = 400
SWITCH_S: Final = 0.0001
POSTING: Final = 0.8
"""Posting an order's books and moves takes this part of the time that writing its rows takes."""


class Stage(StrEnum):
    """How far the file in hand has come."""

    READING = "reading"
    PASSWORD = "password"  # noqa: S105 - a stage, not a secret
    MAPPING = "mapping"
    ASKING = "asking"
    CHECKED = "checked"
    WRITING = "writing"
    FAILED = "failed"


@dataclass(slots=True)
class OneFile:
    """The file in hand; what is not known yet is None."""

    path: Path
    stage: Stage = Stage.READING
    password: str | None = None
    plan: Plan | None = None
    facts: FileFacts | None = None
    asked: Mapping[Answer, tuple[str, ...]] = field(default_factory=dict)
    staged: Staged | None = None
    dry_run: DryRun | None = None
    error: UserError | None = None
    job: Job | None = None
    rows_done: int = 0
    rows_expected: int = 0
    """Right to a factor of two while reading, exact while writing."""
    seconds: float = 0.0
    """What reading took."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A file that is in."""

    path: Path
    kind: str
    counts: Mapping[str, int]
    documents: Mapping[str, int]
    amount: str
    new_skus: int
    import_id: int
    rejects: Path | None


class _ThroughJob:
    """Writes on the desk's writer thread, for whoever wants a `do`."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def do(self, act: Callable[..., Any], /, *args: Any, **kw: Any) -> Any:
        return self._job.write(act, *args, **kw)


class ImportQueue(QObject):
    """One for each desk; lives as long as it."""

    changed = Signal()
    """Another file is in hand, or this one has come to another stage."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.desk = desk
        self.current: OneFile | None = None
        self.waiting: list[Path] = []
        self.finished: list[Finished] = []
        desk.store_changed.connect(self._forget_all)

    @property
    def is_busy(self) -> bool:
        """Whether a file is in hand."""
        return self.current is not None

    @property
    def place(self) -> tuple[int, int]:
        """Which file of how many this is, counted from 1."""
        done = len(self.finished)
        return done + 1, done + len(self.waiting) + int(self.is_busy)

    # ---------------------------------------------------------------------------------------------------- the queue

    def add(self, paths: Sequence[Path]) -> None:
        """Take files in hand, one after another."""
        if self.current is None:
            self.finished.clear()
        self.waiting.extend(paths)
        if self.current is None or self.current.stage is Stage.FAILED:
            self._next()
        else:
            self._announce()

    def _next(self) -> None:
        """Take the next file in hand, or none."""
        self._drop()
        self.current = None
        if self.waiting:
            self.current = OneFile(self.waiting.pop(0))
            self.read()
        self._announce()

    def _announce(self) -> None:
        waits = self.current is not None and self.current.stage not in {Stage.READING, Stage.WRITING}
        self.desk.badge_told.emit(PAGE, len(self.waiting) + int(waits))
        self.changed.emit()

    def _drop(self) -> None:
        """Let go of what was read; on a worker, as it can be much, and when the screens have had their turn."""
        held = self.current.staged if self.current else None
        if held is not None and self.current is not None:
            self.current.staged = None
            work = partial(self.desk.think, ("import.let_go", id(held)), partial(let_go, held), _nothing)
            QTimer.singleShot(REST_MS, self, work)

    def _forget_all(self) -> None:
        """Another shop is open: nothing of this belongs to it."""
        self.waiting.clear()
        self.finished.clear()
        if self.current is not None and self.current.job is not None:
            self.current.job.cancel()
        self._drop()
        self.current = None
        self._announce()

    def skip(self) -> None:
        """Leave the file in hand out, or cancel what runs; then the next one comes."""
        one = self.current
        if one is not None and one.job is not None:
            one.job.cancel()
        else:
            self._next()

    # ---------------------------------------------------------------------------------------------------- reading

    def read(self) -> None:
        """Read the file in hand as far as it can be read now: by its plan where it has one."""
        one = self._in_hand()
        store = cast(Store, self.desk.store)
        self._drop()
        one.stage, one.error, one.dry_run, one.rows_done, one.rows_expected = Stage.READING, None, None, 0, 0
        title = _("Reading {file}").format(file=shortened(one.path.name))
        work = partial(_read, store, one)
        one.job = self.desk.run(title, work, partial(self._checked, one), partial(self._not_read, one))
        self._announce()

    def _checked(self, one: OneFile, read: tuple[Staged, DryRun]) -> None:
        one.job = None
        if one is not self.current:
            let_go(read[0])
            return
        one.staged, one.dry_run = read
        one.plan, one.facts, one.stage = one.staged.given, one.staged.facts, Stage.CHECKED
        self._announce()

    def _not_read(self, one: OneFile, error: UserError | Cancelled) -> None:
        one.job = None
        if one is not self.current:
            return
        if isinstance(error, Cancelled):
            self.desk.tell(_("Reading {file} was cancelled. Nothing was written.").format(file=one.path.name))
            self._next()
            return
        one.error, one.stage = error, _stage_of(error)
        if isinstance(error, NeedsMapping | NeedsAnswer):
            one.plan, one.facts = error.plan, error.facts
        if isinstance(error, NeedsAnswer):
            one.asked = error.asked
        self._announce()

    def open_with(self, password: str) -> None:
        """Try the password that the person typed."""
        self._in_hand().password = password
        self.read()

    def read_as(self, plan: Plan) -> None:
        """Read by the plan that a person completed."""
        self._in_hand().plan = replace(plan, certain=True, told=True, questions=())
        self.read()

    def answer(self, answers: Mapping[Answer, bool]) -> None:
        """Read with the person's answers to what has two readings."""
        plan = self._in_hand().plan
        assert plan is not None
        day_first = answers.get(Answer.DAY_FIRST, plan.day_first)
        decimal_comma = answers.get(Answer.DECIMAL_COMMA, plan.decimal_comma)
        self.read_as(replace(plan, day_first=day_first, decimal_comma=decimal_comma))

    def show_columns(self) -> None:
        """Come back to which column is which."""
        one = self._in_hand()
        if one.plan is not None and one.facts is not None and one.job is None:
            one.stage = Stage.MAPPING
            self._announce()

    def show_outcomes(self) -> None:
        """Back from the columns to the dry run that was made before."""
        one = self._in_hand()
        if one.staged is not None:
            one.stage, one.plan = Stage.CHECKED, one.staged.given
            self._announce()

    def tell_again(self) -> None:
        """Say the dry run in the language spoken now."""
        one = self.current
        if one is not None and one.staged is not None and one.dry_run and one.dry_run.language != language():
            self.desk.ask("import.tell", partial(tell, staged=one.staged), partial(self._told_again, one))

    def _told_again(self, one: OneFile, dry_run: DryRun) -> None:
        one.dry_run = dry_run
        if one is self.current:
            self._announce()

    # ---------------------------------------------------------------------------------------------------- writing

    def save_rejects(self, target: Path) -> None:
        """Write the rejected rows of the file in hand to a workbook, and say so."""
        one = self._in_hand()
        assert one.staged is not None
        work = partial(_save_rejects, one.path, one.staged, target, one.password)
        title = _("Saving {file}").format(file=shortened(target.name))
        self.desk.run(title, lambda _job: work(), partial(self._saved, target))

    def _saved(self, target: Path, count: int) -> None:
        said = n_(
            "{count} rejected row is in {file}. Mend it there and drop the file here again.",
            "{count} rejected rows are in {file}. Mend them there and drop the file here again.",
            count,
        )
        self.desk.tell(said.format(count=count, file=target.name), Tone.GOOD)

    def write(self, rejects: Path | None = None) -> None:
        """Import the file in hand; with a workbook for the rejected rows, the good rows alone."""
        one = self._in_hand()
        store = cast(Store, self.desk.store)
        assert one.staged is not None
        assert one.dry_run is not None
        one.stage, one.error, one.rows_done, one.rows_expected = Stage.WRITING, None, 0, one.dry_run.news
        title = _("Importing {file}").format(file=shortened(one.path.name))
        work = partial(_write, store, one, rejects, not self.desk.is_demo)
        one.job = self.desk.run(title, work, partial(self._written, one, rejects), partial(self._not_written, one))
        self._announce()

    def _written(self, one: OneFile, rejects: Path | None, wrote: tuple[int, Mapping[str, int]]) -> None:
        one.job = None
        if one is not self.current or one.staged is None or one.dry_run is None:
            return
        import_id, counts = wrote
        told = one.dry_run
        self.finished.append(
            Finished(
                one.path, one.staged.plan.kind, counts, told.documents, told.amount, told.new_skus, import_id, rejects
            )
        )
        self.desk.backups_changed.emit()
        self._next()

    def _not_written(self, one: OneFile, error: UserError | Cancelled) -> None:
        one.job = None
        if one is not self.current:
            return
        one.stage = Stage.CHECKED
        if isinstance(error, Cancelled):
            self.desk.tell(_("The import was cancelled. Nothing was written."), Tone.WARN)
        else:
            one.error = error
        self._announce()

    def _in_hand(self) -> OneFile:
        assert self.current is not None
        return self.current


def queue_of(desk: Desk) -> ImportQueue:
    """The queue of a desk, made on first use."""
    found = desk.findChild(ImportQueue)
    return found if isinstance(found, ImportQueue) else ImportQueue(desk)


def import_files(desk: Desk, paths: Sequence[Path]) -> None:
    """The door of the window: files were dropped or chosen."""
    queue_of(desk).add(paths)
    desk.show(PAGE)


def shortened(name: str, most: int = 40) -> str:
    """A file's name for a line that has little room: beginning and end of it."""
    return name if len(name) <= most else f"{name[: most - 16]}…{name[-15:]}"


def _nothing(_answer: object) -> None:
    """Nobody waits for this."""


def _stage_of(error: UserError) -> Stage:
    if isinstance(error, NeedsMapping):
        return Stage.MAPPING
    if isinstance(error, NeedsAnswer):
        return Stage.ASKING
    return Stage.PASSWORD if error.code in {"password_needed", "password_wrong"} else Stage.FAILED


# ------------------------------------------------------------------------------------------------ on a worker's thread


@contextmanager
def _giving_way() -> Iterator[None]:
    """Let the window in at once whenever it wants Python's lock.

    Hashing and the database let go of the lock so often, and take it back so fast, that at the usual 5 ms a waiting
    thread may not get it for half a second: it asks for it only after so long without any movement.
    """
    usual = sys.getswitchinterval()
    sys.setswitchinterval(min(usual, SWITCH_S))
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


@_giving_way()
def _read(store: Store, one: OneFile, job: Job) -> tuple[Staged, DryRun]:
    """The dry run of a file, by its plan where a person made one."""
    begun = time.monotonic()

    def check(rows: int) -> None:
        job.check()
        one.rows_done = rows
        one.rows_expected = max(one.rows_expected, round(rows / 0.97))
        job.tick(rows, one.rows_expected)

    try:
        with open_file(one.path, password=one.password, cancel=lambda: job.is_cancelled) as reading:
            facts = reading.facts()
            if one.plan is not None and one.facts is not None and facts.sha256 != one.facts.sha256:
                raise UserError(N_("{file} has changed since it was opened. Drop it again."), file=one.path.name)
            plan = one.plan or _plan(store, reading)
            one.rows_expected = estimate_rows(facts, plan.sheet)
            staged = read_as(store, reading, plan, check)
    except FileProblem as error:
        if error.code == "cancelled":
            raise Cancelled(job.title) from None
        raise
    job.check()
    with store.read() as tx:
        dry_run = tell(tx, staged)
    one.seconds = time.monotonic() - begun
    return staged, dry_run


def _plan(store: Store, reading: Reading) -> Plan:
    """The plan that the file calls for; where nothing fits, a blank one for the person to fill in."""
    try:
        return plan_file(store, reading, Choices())
    except UserError as error:
        if error.code != "no_layout":
            raise
        return draft_plan(reading.heads, "")


@_giving_way()
def _write(
    store: Store, one: OneFile, rejects: Path | None, wants_backup: bool, job: Job
) -> tuple[int, Mapping[str, int]]:
    """Back up before much changes, keep the rejected rows, write the rest; the import_id and the rows by outcome."""
    from shopdesk.store.backup import due

    staged = one.staged
    assert staged is not None
    if wants_backup and due(store, rows=staged.rows):
        job.tick(0, 0, _("Backing up first"))
        store.backup(reason="import")
    job.check()
    if rejects is not None:
        _save_rejects(one.path, staged, rejects, one.password)

    def check(rows: int) -> None:
        job.check()
        one.rows_done += rows
        note = _("Posting to the books") if one.rows_done >= one.rows_expected else ""
        job.tick(one.rows_done, round(one.rows_expected * (1 + POSTING)), note)

    import_id = run_import(_ThroughJob(job), staged, good_rows=rejects is not None, check=check)
    return import_id, staged.counts()


def _save_rejects(path: Path, staged: Staged, target: Path, password: str | None) -> int:
    return save_rejects(path, staged, target, password)
