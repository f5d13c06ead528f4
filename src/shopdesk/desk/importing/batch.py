"""Files that were handed over together: looked at, each with what it was recognised as, before any is read whole."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

from shopdesk.desk.jobs import Cancelled, Job
from shopdesk.exchange.estimate import estimate_rows
from shopdesk.exchange.gather import Found, gather
from shopdesk.exchange.imports import Choices, find_sheets
from shopdesk.exchange.plan import Plan
from shopdesk.exchange.reader import open_file
from shopdesk.exchange.sheets_of import Sheets, rank, told_left
from shopdesk.exchange.table import FileFacts, Reading
from shopdesk.shop.columns import State, Tone
from shopdesk.store.store import Store
from shopdesk.text import N_, UserError


class Readiness(StrEnum):
    """How far a file can come by itself."""

    READY = "ready"
    COLUMNS = "columns"
    PASSWORD = "password"  # noqa: S105 - a state, not a secret
    REFUSED = "refused"


NO_ROWS: Final = N_("There are no rows in it.")
STATES: Final = {
    Readiness.READY: State(N_("Known layout"), Tone.GOOD),
    Readiness.COLUMNS: State(N_("Columns to check"), Tone.WARN),
    Readiness.PASSWORD: State(N_("Needs its password"), Tone.WARN),
    Readiness.REFUSED: State(N_("Cannot be read"), Tone.BAD),
}


@dataclass(slots=True)
class Entry:
    """A sheet of a file that waits for its turn."""

    found: Found
    sheet: int | None = None
    """Its 0-based place, where the file has several that can be read; None: whichever there is."""
    sheet_name: str = ""
    readiness: Readiness = Readiness.READY
    plan: Plan | None = None
    rows: int = 0
    """About how many; 0 where nobody knows."""
    said: str | UserError = ""
    """Why it cannot be read, said anew in each language; or which sheets were left."""
    password: str | None = None
    taken: bool = True

    @property
    def name(self) -> str:
        """The file, and the sheet where it has several."""
        return f"{self.found.name} › {self.sheet_name}" if self.sheet is not None else self.found.name


class SeveralSheets(UserError):
    """The file has several sheets that can be read: each is an import of its own."""

    def __init__(self, facts: FileFacts, sheets: Sheets) -> None:
        super().__init__(N_("{file} has several sheets with data."), code="several_sheets", file=facts.name)
        self.facts, self.sheets = facts, sheets

    def entries(self, found: Found, password: str | None) -> list[Entry]:
        """One for each sheet."""
        return [replace(one, password=password) for one in entries_of(found, self.facts, self.sheets)]


def single(path: Path) -> Entry | None:
    """A lone file that is read at once; None for a folder or an archive, which may hold several."""
    if path.is_dir() or path.suffix.lower() == ".zip":
        return None
    return Entry(Found(path, path.name, path))


def look(store: Store, paths: Sequence[Path], workplace: Path, job: Job) -> tuple[list[Entry], list[tuple[str, str]]]:
    """What is in files, folders and archives, in the order in which it is best read; and what was left, with why."""
    gathered = gather(paths, workplace)
    entries: list[Entry] = []
    for done, found in enumerate(gathered.files):
        job.tick(done, len(gathered.files))
        job.check()
        entries += _look_into(store, found, job)
    return in_turn(entries), gathered.left


def in_turn(entries: Sequence[Entry]) -> list[Entry]:
    """The entries in the order in which they are best read, those that cannot be read last."""
    return sorted(entries, key=lambda one: (one.readiness is Readiness.REFUSED, rank(one.plan)))


def _look_into(store: Store, found: Found, job: Job) -> list[Entry]:
    try:
        with open_file(found.path, cancel=lambda: job.is_cancelled) as reading:
            return entries_of(found, reading.facts(), sheets_of(store, reading))
    except UserError as error:
        if error.code == "cancelled":
            raise Cancelled(job.title) from None
        if error.code == "password_needed":
            return [Entry(found, readiness=Readiness.PASSWORD)]
        return [Entry(found, readiness=Readiness.REFUSED, said=error, taken=False)]


def sheets_of(store: Store, reading: Reading) -> Sheets:
    """The sheets of an open file, as the shop knows them."""
    return find_sheets(store, reading, Choices())


def entries_of(found: Found, facts: FileFacts, sheets: Sheets) -> list[Entry]:
    """One entry for each sheet that can be read; where none can, one for the file, whose columns a person tells."""
    left = told_left(sheets)
    if not sheets.plans:
        if not any(any(map(str.strip, row)) for head in facts.heads for row in head.rows):
            return [Entry(found, readiness=Readiness.REFUSED, said=UserError(NO_ROWS), taken=False)]
        return [Entry(found, readiness=Readiness.COLUMNS, rows=estimate_rows(facts, 0))]
    several = len(sheets.plans) > 1
    return [
        Entry(
            found, plan.sheet if several else None, plan.sheet_name,
            Readiness.READY if plan.certain else Readiness.COLUMNS, plan,
            max(estimate_rows(facts, plan.sheet) - plan.header_row, 0), left,
        )
        for plan in sheets.plans
    ]  # fmt: skip
