"""What the store knows of staged days of experiments: by experiment and day; and what it refuses."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from shopdesk.exchange.stage.rows_in import problem
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.shop.listings.trials.experiment_sheets import DAY_FILE, State
from shopdesk.shop.listings.trials.experiments import OVER, Trial, check_day, fetch_experiments, known_days
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

UNKNOWN: Final = N_("There is no experiment {number}.")
NOT_BEGUN: Final = N_("{number} has not begun.")
TWICE: Final = N_("{number}: this day stands in the file twice (rows {first} and {second}). Make one row of it.")


def compare_days(tx: Tx, staged: Staged) -> None:
    """New days of running experiments, and those of which the file says something else."""
    trials = {one.row.experiment_no: one for one in fetch_experiments(tx)}
    known, seen = known_days(tx), dict[tuple[int, date], int]()
    for item in staged.items:
        number, day = str(item.values["experiment_no"]).strip().upper(), day_of(item)
        try:
            found = _running(trials.get(number), number)
            check_day(tx, found.row, day, item.values["trials"], item.values["hits"])
        except UserError as error:
            _refuse(staged, item, error.code, error.message, error.values)
            continue
        key = found.row.experiment_id, day
        first = seen.setdefault(key, item.row)
        if first != item.row:
            _refuse(staged, item, "day", TWICE, {"number": number, "first": first, "second": item.row})
            continue
        item.target, before = found.row.experiment_id, known.get(key)
        names = ("trials", "hits") if before is not None else ()
        item.changes = tuple(name for name in names if getattr(before, name) != item.values[name])
        item.outcome = Outcome.NEW if before is None else Outcome.CHANGED if item.changes else Outcome.SAME


def day_of(item: Item) -> date:
    """The day of a row."""
    return date.fromisoformat(str(item.values["day"]))


def told_before(tx: Tx, items: Sequence[Item]) -> Mapping[int, Mapping[str, Any]]:
    """Row → what the store has of its day."""
    known = known_days(tx)
    found = {item.row: known[item.target, day_of(item)] for item in items}
    return {row: {"trials": one.trials, "hits": one.hits} for row, one in found.items()}


def _running(found: Trial | None, number: str) -> Trial:
    if found is None:
        raise UserError(UNKNOWN, code="experiment_no", number=number)
    if found.row.state != State.RUNNING:
        message = NOT_BEGUN if found.row.state == State.DRAFT else OVER
        raise UserError(message, code="experiment_no", number=number)
    return found


def _refuse(staged: Staged, item: Item, key: str, message: str, values: Mapping[str, object]) -> None:
    raw = str(item.values.get(key) or "")
    staged.report(replace(problem(staged.plan, DAY_FILE, key, item.row, raw, message, dict(values)), for_now=True))
