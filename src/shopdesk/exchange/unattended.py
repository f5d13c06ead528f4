"""Importing a file with nobody there to ask: wholly where everything about it is clear, else not at all."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from shopdesk.exchange.gather import NO_TABLE, Found, gather
from shopdesk.exchange.imports import Choices, NeedsMapping, Writer, let_go, plan_sheets, read_as, run_import
from shopdesk.exchange.load.mappings import changed_layout
from shopdesk.exchange.plan import Plan
from shopdesk.exchange.reader import open_file
from shopdesk.exchange.sheets_of import TEMPLATE, UNKNOWN, rank, told_left
from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.exchange.trip.snapshot import is_trip
from shopdesk.store.store import Store
from shopdesk.text import N_, UserError, _

SWITCHED_OFF: Final = N_("Files of this layout, {layout}, are not imported by themselves.")
GONE: Final = N_("Columns that the last file of this layout had are gone: {headers}.")
EDITED: Final = N_("It is an edited export: look at its edits before they are taken.")
ROWS: Final = N_("Rows that cannot go in as they are: {count}. The first: {reason}")
LEFT: Final = N_("{file}: {reason}")

Check = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Came:
    """What a file brought: the imports of its sheets, and its rows that were new or changed."""

    import_ids: tuple[int, ...]
    new: int
    changed: int


def import_alone(store: Store, writer: Writer, path: Path, off: Collection[str], check: Check) -> Came:
    """Import every sheet of every table in a file, once all of them were tried.

    `off` are codes of layouts that are left to a person. UserError says what a person has to look at; nothing of the
    file is in the shop then. `check()` may raise to stop.
    """
    with TemporaryDirectory(prefix="shopdesk-watch-") as workplace:
        gathered = gather([path], Path(workplace))
        for name, why in gathered.left:
            if why != _(NO_TABLE):
                raise UserError(LEFT, code="left", file=name, reason=why)
        tables = sorted(
            ((one, plan) for one in gathered.files for plan in _plans(store, one, off)), key=lambda told: rank(told[1])
        )
        if len(tables) > 1:
            for one, plan in tables:
                let_go(_tried(store, one, plan, check))
        came = Came((), 0, 0)
        for one, plan in tables:
            staged = _tried(store, one, plan, check)
            import_id = run_import(writer, staged, check=lambda _rows: check())
            counts = staged.counts() if import_id else {Outcome.NEW: 0, Outcome.CHANGED: 0}
            ids = (*came.import_ids, import_id) if import_id else came.import_ids
            came = Came(ids, came.new + counts[Outcome.NEW], came.changed + counts[Outcome.CHANGED])
            let_go(staged)
        return came


def _plans(store: Store, one: Found, off: Collection[str]) -> tuple[Plan, ...]:
    """How each sheet is read, where all of them are known; UserError where one raises a question."""
    with open_file(one.path) as reading:
        reading.name = one.name
        sheets = plan_sheets(store, reading, Choices())
        if any(why == UNKNOWN for _name, why in sheets.left):
            raise UserError(LEFT, code="left", file=one.name, reason=told_left(sheets))
        for plan in sheets.plans:
            if is_trip(plan.kind):
                raise UserError(EDITED, code="edited")
            if not plan.certain:
                raise NeedsMapping(reading.facts(), plan)
            if plan.format in off:
                raise UserError(SWITCHED_OFF, code="switched_off", layout=_(plan.title) or _("by its mapping"))
    return sheets.plans


def _tried(store: Store, one: Found, plan: Plan, check: Check) -> Staged:
    """The dry run of a sheet; UserError where a row of it, or a column that is gone, wants a person's look."""
    with open_file(one.path) as reading:
        reading.name = one.name
        staged = read_as(store, reading, plan, lambda _rows: check())
    with store.read() as tx:
        gone, _added = changed_layout(tx, staged.plan)
    if gone and not staged.plan.format.startswith(TEMPLATE):  # whoever fills in our own leaves out what they like
        raise UserError(GONE, code="layout", headers=", ".join(gone))
    counts = staged.counts()
    refused, held = counts[Outcome.REJECTED], counts[Outcome.CONFLICT]
    if refused or held > _older(staged):
        first = staged.problems[0].reason if staged.problems else ""
        raise UserError(ROWS, code="rows", count=refused + held, reason=first)
    return staged


def _older(staged: Staged) -> int:
    """Rows of orders that the store knows further on, where the file is an older export: what they say is no question.

    A file is of one moment: where it is behind in one order and ahead in another, nobody knows which; then it is 0.
    """
    if any(order.outcome is Outcome.CHANGED for order in staged.orders):
        return 0
    behind = (order for order in staged.orders if order.update is not None and order.update.backwards)
    return sum(order.rows for order in behind if order.outcome is Outcome.CONFLICT)
