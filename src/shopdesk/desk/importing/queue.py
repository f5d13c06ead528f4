"""The files that wait to be imported and how far the one in hand has come; the page only shows what stands here."""

import shutil
import tempfile
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import count
from pathlib import Path
from typing import Final, cast

from PySide6.QtCore import QObject, QTimer, Signal

from shopdesk.desk.desk import Desk
from shopdesk.desk.importing.batch import Entry, SeveralSheets, in_turn, look, single
from shopdesk.desk.importing.one_file import Finished, OneFile, Stage
from shopdesk.desk.importing.outcome_rows import DryRun, tell
from shopdesk.desk.importing.work import read_file, write_file
from shopdesk.desk.jobs import Cancelled, Job
from shopdesk.exchange.imports import NeedsAnswer, NeedsMapping, NeedsPeriod, NeedsRate, let_go, save_rejects
from shopdesk.exchange.mending import NO_MENDS, Mends
from shopdesk.exchange.periods import with_period
from shopdesk.exchange.plan import Answer, Plan
from shopdesk.exchange.stage.staged import Staged
from shopdesk.exchange.watch import Held
from shopdesk.shop.columns import Tone
from shopdesk.store.store import Store
from shopdesk.text import UserError, _, language, n_

PAGE: Final = "import"
"""Key of the import page in the window."""
REST_MS: Final = 400


class ImportQueue(QObject):
    """One for each desk; lives as long as it."""

    changed = Signal()
    """Another file is in hand, or this one has come to another stage."""

    held_changed = Signal()
    """The watched folder holds other files for the person."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.desk = desk
        self._rooms = count()
        self.current: OneFile | None = None
        self.batch: list[Entry] = []
        """Files that were handed over together and wait for Start."""
        self.waiting: list[Entry] = []
        self.finished: list[Finished] = []
        self.left: list[tuple[str, str]] = []
        """What was handed over and is no table, with why."""
        self.held: list[Held] = []
        """What fell into the watched folder and waits for the person."""
        self.looking: Job | None = None
        self._goes_alone = False
        self._workplace: Path | None = None
        desk.store_changed.connect(self._forget_all)

    @property
    def is_busy(self) -> bool:
        """Whether a file is in hand."""
        return self.current is not None or bool(self.batch) or self.looking is not None

    @property
    def place(self) -> tuple[int, int]:
        """Which file of how many this is, counted from 1."""
        done = len(self.finished)
        return done + 1, done + len(self.waiting) + int(self.current is not None)

    @property
    def folder(self) -> Path:
        """Where the file in hand came from; what is saved of it is proposed beside it."""
        return self._in_hand().entry.found.origin.parent

    # ---------------------------------------------------------------------------------------------------- the queue

    def add(self, paths: Sequence[Path]) -> None:
        """Take files, folders and archives in hand: one file at once, several when the person says Start."""
        if self.current is None and not self.batch:
            self.finished.clear()
            self.left.clear()
        lone = single(paths[0]) if len(paths) == 1 and not self.batch else None
        if lone is not None:
            self._line_up([lone])
            return
        store, title = cast(Store, self.desk.store), _("Looking at the files")
        work = partial(look, store, list(paths), self._room())
        self.looking = self.desk.run(title, work, self._looked, self._not_looked)
        self._announce()

    def hold(self, held: Sequence[Held]) -> None:
        """Files of the watched folder that a person has to look at."""
        if self.held != list(held):
            self.held = list(held)
            self.held_changed.emit()
            self._tell_badge()

    def _looked(self, found: tuple[list[Entry], list[tuple[str, str]]]) -> None:
        self.looking = None
        entries, left = found
        self.left += left
        is_lone = len(entries) == 1 and not self.left and not self.batch
        if is_lone or self.current is not None:
            self._line_up([entry for entry in entries if is_lone or entry.taken])
        else:
            self.batch = in_turn([*self.batch, *entries])
            self._announce()

    def _not_looked(self, error: UserError | Cancelled) -> None:
        self.looking = None
        if isinstance(error, UserError):
            self.desk.tell(str(error), Tone.BAD)
        self._announce()

    def _line_up(self, entries: Sequence[Entry]) -> None:
        self.waiting.extend(entries)
        if self.current is None or self.current.stage is Stage.FAILED:
            self._next()
        else:
            self._announce()

    def start(self, *, stops: bool = False) -> None:
        """Begin with the files of the batch that are taken; `stops` shows what each would do before it goes in."""
        taken = [entry for entry in self.batch if entry.taken]
        self.batch = []
        self._goes_alone = not stops
        self._line_up(taken)

    def _next(self) -> None:
        """Take the next file in hand, or none."""
        self._drop()
        self.current = None
        if self.waiting:
            entry = self.waiting.pop(0)
            self.current = OneFile(entry, password=entry.password, auto=self._goes_alone)
            self.read()
        else:
            self._goes_alone = False
            self._clear_room()
        self._announce()

    def _room(self) -> Path:
        """A folder for what is unpacked; gone when nothing of it is needed any more."""
        if self._workplace is None:
            self._workplace = Path(tempfile.mkdtemp(prefix="shopdesk-import-"))
            weakref.finalize(self, shutil.rmtree, self._workplace, ignore_errors=True)
        return self._workplace / f"{next(self._rooms)}"

    def _clear_room(self) -> None:
        if self._workplace is not None and not self.batch and self.looking is None:
            shutil.rmtree(self._workplace, ignore_errors=True)
            self._workplace = None

    def _announce(self) -> None:
        self._tell_badge()
        self.changed.emit()

    def _tell_badge(self) -> None:
        waits = self.current is not None and self.current.stage not in {Stage.READING, Stage.WRITING}
        self.desk.badge_told.emit(PAGE, len(self.waiting) + len(self.batch) + len(self.held) + int(waits))

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
        self.batch.clear()
        self.finished.clear()
        self.left.clear()
        if self.looking is not None:
            self.looking.cancel()
        if self.current is not None and self.current.job is not None:
            self.current.job.cancel()
        self._drop()
        self.current = None
        self._announce()

    def skip(self) -> None:
        """Leave the file in hand out, or cancel what runs; then the next one comes. A batch is left as a whole."""
        one = self.current
        if self.looking is not None and one is None:
            self.looking.cancel()
        elif self.batch and one is None:
            self.batch.clear()
            self._next()
        elif one is not None and one.job is not None:
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
        title = _("Reading {file}").format(file=shortened(one.name))
        work = partial(read_file, store, one)
        one.job = self.desk.run(title, work, partial(self._checked, one), partial(self._not_read, one))
        self._announce()

    def _checked(self, one: OneFile, read: tuple[Staged, DryRun]) -> None:
        one.job = None
        if one is not self.current:
            let_go(read[0])
            return
        one.staged, one.dry_run = read
        one.plan, one.facts, one.stage = one.staged.given, one.staged.facts, Stage.CHECKED
        if one.auto and read[1].is_clean:
            self.write()
        else:
            self._announce()

    def _not_read(self, one: OneFile, error: UserError | Cancelled) -> None:
        one.job = None
        if one is not self.current:
            return
        if isinstance(error, Cancelled):
            self.desk.tell(_("Reading {file} was cancelled. Nothing was written.").format(file=one.name))
            self._next()
            return
        if isinstance(error, SeveralSheets):
            self._take_sheets(one, error)
            return
        one.error, one.stage = error, _stage_of(error)
        if isinstance(error, NeedsMapping | NeedsAnswer | NeedsPeriod):
            one.plan, one.facts = error.plan, error.facts
        if isinstance(error, NeedsAnswer):
            one.asked = error.asked
        self._announce()

    def _take_sheets(self, one: OneFile, several: SeveralSheets) -> None:
        """Each sheet comes as an import of its own: in its turn where files are coming, else when the person says."""
        entries = several.entries(one.entry.found, one.password)
        self.current = None
        if self._goes_alone or self.waiting or self.finished:
            self.waiting[:0] = entries
            self._next()
        else:
            self.batch = entries
            self._announce()

    def open_with(self, password: str) -> None:
        """Try the password that the person typed."""
        self._in_hand().password = password
        self.read()

    def read_as(self, plan: Plan) -> None:
        """Read by the plan that a person completed."""
        one = self._in_hand()
        if one.staged is None or (one.staged.plan.sheet, one.staged.plan.header_row) != (plan.sheet, plan.header_row):
            one.mends = NO_MENDS
        one.plan, one.draft = replace(plan, certain=True, told=True, questions=()), None
        self.read()

    def mend(self, mends: Mends) -> None:
        """Keep what the person mended of the file in hand; `read` takes it into the dry run."""
        self._in_hand().mends = mends

    def give_rates(self, rates: Mapping[str, Decimal]) -> None:
        """Read with what a person says that the file's currencies are worth."""
        one = self._in_hand()
        one.rates = {**one.rates, **rates}
        self.read()

    def give_period(self, first: date, last: date) -> None:
        """Read as a report of these days; of the layout nothing is remembered by it. UserError where they are none."""
        one = self._in_hand()
        assert one.plan is not None
        one.plan = with_period(one.plan, first, last)
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
            one.stage, one.draft = Stage.MAPPING, None
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
        work = partial(save_rejects, one.path, one.staged, target, one.password)
        title = _("Saving {file}").format(file=shortened(target.name))
        self.desk.run(title, lambda _job: work(), partial(self._saved, target))

    def _saved(self, target: Path, rows: int) -> None:
        said = n_(
            "{count} rejected row is in {file}. Mend it there and drop the file here again.",
            "{count} rejected rows are in {file}. Mend them there and drop the file here again.",
            rows,
        )
        self.desk.tell(said.format(count=rows, file=target.name), Tone.GOOD)

    def write(self, rejects: Path | None = None) -> None:
        """Import the file in hand; with a workbook for the rejected rows, the good rows alone."""
        one = self._in_hand()
        store = cast(Store, self.desk.store)
        assert one.staged is not None
        assert one.dry_run is not None
        one.stage, one.error, one.rows_done, one.rows_expected = Stage.WRITING, None, 0, one.dry_run.news
        title = _("Importing {file}").format(file=shortened(one.name))
        work = partial(write_file, store, one, rejects, not self.desk.is_demo)
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
                one.name, one.staged.plan.kind, counts, told.documents, told.amount, told.new_skus, import_id, rejects
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
    if isinstance(error, NeedsRate):
        return Stage.RATES
    if isinstance(error, NeedsPeriod):
        return Stage.PERIOD
    return Stage.PASSWORD if error.code in {"password_needed", "password_wrong"} else Stage.FAILED
