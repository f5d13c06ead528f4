"""What an import does off the window's thread: reading, writing, saving what was rejected."""

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from shopdesk.desk.importing.batch import SeveralSheets, sheets_of
from shopdesk.desk.importing.one_file import OneFile
from shopdesk.desk.importing.outcome_rows import DryRun, tell
from shopdesk.desk.jobs import Cancelled, Job
from shopdesk.exchange.estimate import estimate_rows
from shopdesk.exchange.imports import NeedsRate, read_as, run_import, save_rejects
from shopdesk.exchange.match import draft_at, draft_plan
from shopdesk.exchange.plan import Plan
from shopdesk.exchange.reader import FileProblem, open_file
from shopdesk.exchange.sheets_of import has_data
from shopdesk.exchange.stage.staged import Staged
from shopdesk.exchange.table import Reading, SheetHead
from shopdesk.store.store import Store
from shopdesk.text import N_, UserError, _

SWITCH_S: Final = 0.0001
POSTING: Final = 0.8
"""Posting an order's books and moves takes this part of the time that writing its rows takes."""


class ThroughJob:
    """Writes on the desk's writer thread, for whoever wants a `do`."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def do(self, act: Callable[..., Any], /, *args: Any, **kw: Any) -> Any:
        return self._job.write(act, *args, **kw)


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
def read_file(store: Store, one: OneFile, job: Job) -> tuple[Staged, DryRun]:
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
                raise UserError(N_("{file} has changed since it was opened. Drop it again."), file=one.name)
            reading.name = one.entry.found.name
            plan = one.plan or _plan(store, reading, one)
            one.rows_expected = estimate_rows(facts, plan.sheet)
            try:
                staged = read_as(store, reading, plan, check, one.mends, one.rates)
            except NeedsRate:  # what it was recognised as stands over the question
                one.plan, one.facts = plan, facts
                raise
    except FileProblem as error:
        if error.code == "cancelled":
            raise Cancelled(job.title) from None
        raise
    job.check()
    with store.read() as tx:
        dry_run = tell(tx, staged)
    one.seconds = time.monotonic() - begun
    return staged, dry_run


def _plan(store: Store, reading: Reading, one: OneFile) -> Plan:
    """The plan that the sheet calls for; where nothing fits, a blank one for the person to fill in.

    SeveralSheets where the file has more than one that can be read and nobody said which.
    """
    sheets = sheets_of(store, reading)
    one.sheets = sheets
    wanted = one.entry.sheet
    if wanted is None and len(sheets.plans) > 1:
        raise SeveralSheets(reading.facts(), sheets)
    plan = next((plan for plan in sheets.plans if wanted in {None, plan.sheet}), None)
    return plan or _blank(reading.heads)


def _blank(heads: Sequence[SheetHead]) -> Plan:
    """The best guess at a sheet of which nothing is known, its first row as header at worst."""
    try:
        return draft_plan(heads, "")
    except UserError:
        head = next((head for head in heads if has_data(head)), None)
        if head is None:
            raise
        first = next(number for number, row in enumerate(head.rows, 1) if any(map(str.strip, row)))
        return draft_at(head, first, "orders")


@_giving_way()
def write_file(
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
        save_rejects(one.path, staged, rejects, one.password)

    def check(rows: int) -> None:
        job.check()
        one.rows_done += rows
        note = _("Posting to the books") if one.rows_done >= one.rows_expected else ""
        job.tick(one.rows_done, round(one.rows_expected * (1 + POSTING)), note)

    good_rows = rejects is not None or staged.trip is not None  # an edited export is mended in its own sheet
    import_id = run_import(ThroughJob(job), staged, good_rows=good_rows, check=check)
    return import_id, staged.counts()
