"""A file on its way into the shop: how far it has come, and what is known of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import partial
from pathlib import Path

from shopdesk.desk.importing.batch import Entry
from shopdesk.desk.importing.outcome_rows import DryRun
from shopdesk.desk.jobs import Job
from shopdesk.exchange.mending import NO_MENDS, Mends
from shopdesk.exchange.plan import Answer, Plan
from shopdesk.exchange.sheets_of import Sheets
from shopdesk.exchange.stage.staged import Staged
from shopdesk.exchange.table import FileFacts
from shopdesk.text import UserError


class Stage(StrEnum):
    """How far the file in hand has come."""

    READING = "reading"
    PASSWORD = "password"  # noqa: S105 - a stage, not a secret
    MAPPING = "mapping"
    ASKING = "asking"
    RATES = "rates"
    PERIOD = "period"
    CHECKED = "checked"
    WRITING = "writing"
    FAILED = "failed"


@dataclass(slots=True)
class OneFile:
    """The file in hand; what is not known yet is None."""

    entry: Entry
    stage: Stage = Stage.READING
    auto: bool = False
    """Goes in by itself where it raises no question."""
    password: str | None = None
    plan: Plan | None = None
    draft: Plan | None = None
    """The plan as far as the person has completed it; none where they have not begun."""
    facts: FileFacts | None = None
    asked: Mapping[Answer, tuple[str, ...]] = field(default_factory=dict)
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    """Currency → what the person said that a unit of it is worth."""
    staged: Staged | None = None
    dry_run: DryRun | None = None
    mends: Mends = NO_MENDS
    """What the person mended; the dry run knows it once the file has been checked again."""
    look: tuple[str, int] = ("", -1)
    """Where the person stood in the dry run: the outcome picked, and the row of the file."""
    error: UserError | None = None
    job: Job | None = None
    rows_done: int = 0
    rows_expected: int = 0
    """Right to a factor of two while reading, exact while writing."""
    seconds: float = 0.0
    """What reading took."""
    sheets: Sheets = field(default_factory=partial(Sheets, (), ()))
    """The sheets of the file as they were recognised, those that were left aside among them."""

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return self.entry.found.path

    @property
    def name(self) -> str:
        """How the file is spoken of."""
        return self.entry.name


@dataclass(frozen=True, slots=True)
class Finished:
    """A file that is in."""

    name: str
    kind: str
    counts: Mapping[str, int]
    documents: Mapping[str, int]
    amount: str
    new_skus: int
    import_id: int
    rejects: Path | None
