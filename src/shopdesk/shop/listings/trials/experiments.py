"""What is tried on a listing: planned with its size, run in alternating periods, judged once, and kept as it was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from sqlalchemy import func, select

from shopdesk.shop.listings.reports import listing_id_of
from shopdesk.shop.listings.traffic.told import count_days, fetch_counts
from shopdesk.shop.listings.trials.abtest import Arm, Compared, compare, sample_size
from shopdesk.shop.listings.trials.experiment_sheets import FIELDS, MEASURES, Measure, State, Verdict
from shopdesk.store.action import action
from shopdesk.store.tables import Channel, Experiment, ExperimentDay, Listing
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

GONE: Final = N_("This experiment no longer exists.")
OVER: Final = N_("{number} is over: what it found stays as it is. Plan a new experiment.")
COUNTED: Final = {Measure.CLICK: ("impressions", "clicks"), Measure.CONVERSION: ("visitors", "orders")}
"""What a trial and a hit are, as traffic calls them."""
LATELY: Final = 28
"""So many days of traffic tell how long an experiment will take."""
MOST: Final = 10**12
"""Trials that no listing ever has: what needs more has no size."""
_PLANNED: Final = (
    "field", "question", "version_a", "version_b", "measure", "base_rate", "lift", "alpha", "power", "period_days",
)  # fmt: skip


@dataclass(frozen=True)
class Trial:
    """An experiment with its days; `row` has the columns of its table, the listing's number, title and channel."""

    row: Any
    days: Sequence[Any]

    @cached_property
    def arms(self) -> tuple[Arm, Arm]:
        """What A and B had; of one that ended, what the verdict stands on."""
        row = self.row
        if row.trials_a is not None:
            return Arm(row.trials_a, row.hits_a), Arm(row.trials_b, row.hits_b)
        sums = [(sum(day.trials for day in self.days if day.version == name), self._hits(name)) for name in ("a", "b")]
        return Arm(*sums[0]), Arm(*sums[1])

    @property
    def compared(self) -> Compared | None:
        """A against B as far as they have come."""
        return compare(*self.arms)

    @property
    def progress(self) -> float:
        """How much of its size the smaller arm has."""
        return min(float(min(arm.trials for arm in self.arms) / self.row.size), 1.0)

    @property
    def is_full(self) -> bool:
        """Whether both versions have their trials, so that it may be judged."""
        return all(arm.trials >= self.row.size for arm in self.arms)

    @property
    def days_left(self) -> int | None:
        """Days until both versions have their trials, at the pace of its own days; None before the first of them."""
        come = sum(day.trials for day in self.days)
        open_trials = sum(max(self.row.size - arm.trials, 0) for arm in self.arms)
        return -(-open_trials * len(self.days) // come) if come else None

    def _hits(self, name: str) -> int:
        return sum(day.hits for day in self.days if day.version == name)


def version_on(starts_on: date, period_days: int, day: date) -> str:
    """The version of a day: periods of A and B take turns, A first."""
    return "ab"[(day - starts_on).days // period_days % 2]


def fetch_experiments(tx: Tx) -> list[Trial]:
    """Every experiment, the newest first."""
    rows = tx.rows(
        select(Experiment.__table__, Listing.listing_no, Listing.title, Channel.title.label("channel"))
        .join(Listing, Listing.listing_id == Experiment.listing_id)
        .join(Channel, Channel.channel_id == Listing.channel_id)
        .order_by(Experiment.experiment_id.desc())
    )
    days = dict[int, list[Any]]()
    for day in tx.rows(select(ExperimentDay.__table__).order_by(ExperimentDay.day)):
        days.setdefault(day.experiment_id, []).append(day)
    return [Trial(row, days.get(row.experiment_id, [])) for row in rows]


def find_experiment(tx: Tx, experiment_id: int) -> Trial:
    """One experiment; UserError where it is gone."""
    found = next((one for one in fetch_experiments(tx) if one.row.experiment_id == experiment_id), None)
    if found is None:
        raise UserError(GONE, code="gone")
    return found


def expected_days(tx: Tx, listing_id: int, measure: Measure, size: int) -> int | None:
    """Days until both versions have `size` trials at the listing's pace of the last weeks; None without traffic."""
    until = tx.today - timedelta(1)
    name = COUNTED[measure][0]
    counts = fetch_counts(tx, until - timedelta(LATELY - 1), until, (name,), [listing_id]).get(listing_id, {})
    trials = counts.get(name) or 0
    return -(-2 * size * LATELY // int(trials)) if trials else None


def days_of_plan(tx: Tx, listing: str, measure: Measure, size: int) -> int | None:
    """As `expected_days`, of a listing by its number; None, too, where not one listing has it."""
    found = tx.scalars(select(Listing.listing_id).where(Listing.listing_no == listing.strip()))
    return expected_days(tx, found[0], measure, size) if len(found) == 1 else None


# ------------------------------------------------------------------------------------------------------- plan


@action("catalog.edit", N_("Plan an experiment"), undoable=True)
def plan_experiment(tx: Tx, listing: str, values: Mapping[str, Any]) -> int:
    """A draft of what is to be tried on a listing, by its number; returns its id. UserError, its code the column."""
    told = check_plan(values)
    listing_id = listing_id_of(tx, listing, values.get("channel"))
    last = tx.scalar(select(func.max(Experiment.experiment_id))) or 0
    number = f"EX-{last + 1:04}"
    tx.say(N_("Plan experiment {number}"), number=number)
    return tx.insert(Experiment, experiment_no=number, listing_id=listing_id, state=State.DRAFT.value, **told)


@action("catalog.edit", N_("Change an experiment"), undoable=True)
def edit_experiment(tx: Tx, experiment_id: int, listing: str, values: Mapping[str, Any]) -> bool:
    """Set the plan of a draft; whether anything became different."""
    _in_state(tx, experiment_id, State.DRAFT, N_("{number} has begun: its plan stays as it is."))
    told = check_plan(values)
    return tx.update(Experiment, experiment_id, listing_id=listing_id_of(tx, listing, values.get("channel")), **told)


@action("catalog.edit", N_("Remove an experiment"), undoable=True)
def remove_experiment(tx: Tx, experiment_id: int) -> None:
    """Forget a draft; what has begun is part of the log."""
    _in_state(tx, experiment_id, State.DRAFT, N_("{number} has begun and stays in the log."))
    tx.delete(Experiment, experiment_id)


def check_plan(values: Mapping[str, Any]) -> dict[str, Any]:
    """A plan as the table keeps it, with its size; UserError, its code the column, where it cannot be."""
    told = {name: values.get(name) for name in _PLANNED}
    for name in ("question", "version_a", "version_b"):
        told[name] = str(told[name] or "").strip()
        if not told[name]:
            raise UserError(N_("Say what is tried: the question and both versions."), code=name)
    if told["version_a"] == told["version_b"]:
        raise UserError(N_("Both versions are the same."), code="version_b")
    if told["field"] not in FIELDS or told["measure"] not in MEASURES:
        raise UserError(N_("Say what is changed, and what is measured."), code="field")
    if not 1 <= int(told["period_days"] or 0) <= 28:
        raise UserError(N_("A version stands for 1 to 28 days before the other has its turn."), code="period_days")
    rates = [float(told[name] or 0) for name in ("base_rate", "lift", "alpha", "power")]
    try:
        size = sample_size(*rates)
    except ValueError:
        size = None
    if size is None or size > MOST:
        raise UserError(N_("These shares have no size: all lie between 0 and 100 %."), code="base_rate")
    return {**told, "size": size}


# ------------------------------------------------------------------------------------------------------- run


@action("catalog.edit", N_("Begin an experiment"), undoable=True)
def start_experiment(tx: Tx, experiment_id: int, starts_on: date) -> None:
    """From this day on A and B take turns; the plan and its size stand. One runs on a listing at a time."""
    row = _in_state(tx, experiment_id, State.DRAFT, N_("{number} has begun already."))
    running = select(Experiment.experiment_no).where(
        Experiment.listing_id == row.listing_id, Experiment.state == State.RUNNING.value
    )
    other = tx.scalar(running)
    if other is not None:
        raise UserError(
            N_("{number} is running on this listing: two would spoil each other."), code="busy", number=other
        )
    _refuse_overlap(tx, row.listing_id, starts_on)
    tx.say(N_("Begin experiment {number}"), number=row.experiment_no)
    tx.update(Experiment, experiment_id, state=State.RUNNING.value, starts_on=starts_on)


def _refuse_overlap(tx: Tx, listing_id: int, starts_on: date) -> None:
    """A day of a listing belongs to one experiment: what was counted once is not cut anew in another's name."""
    taken = tx.rows(
        select(Experiment.experiment_no, ExperimentDay.day)
        .join(ExperimentDay, ExperimentDay.experiment_id == Experiment.experiment_id)
        .where(Experiment.listing_id == listing_id, ExperimentDay.day >= starts_on)
        .order_by(ExperimentDay.day.desc())
        .limit(1)
    )
    if taken:
        raise UserError(
            N_("{number} has days of this listing until {last}: begin after them."),
            code="starts_on", number=taken[0].experiment_no, last=taken[0].day,
        )  # fmt: skip


@action("catalog.edit", N_("Write down a day of an experiment"), undoable=True)
def put_day(tx: Tx, experiment_id: int, day: date, trials: int, hits: int) -> None:
    """Set what the version of a day had; UserError for a day outside the experiment, or more hits than trials."""
    row = _in_state(tx, experiment_id, State.RUNNING, OVER)
    check_day(tx, row, day, trials, hits)
    _write_day(tx, row, day, trials, hits, {})


def check_day(tx: Tx, row: Any, day: date, trials: int, hits: int) -> None:
    """UserError, its code the column, where a day cannot be one of this experiment."""
    if day < row.starts_on or day > tx.today:
        raise UserError(
            N_("{number} runs from {first} to today."), code="day", number=row.experiment_no, first=row.starts_on
        )
    if trials < 0 or not 0 <= hits <= trials:
        raise UserError(N_("There are never more hits than trials, nor fewer than none."), code="hits")


@action("catalog.edit", N_("Take the days of an experiment from traffic"), undoable=True)
def take_traffic(tx: Tx, experiment_id: int) -> int:
    """Set every whole day that a report tells of the listing; returns how many. Reports of several days say none."""
    row = _in_state(tx, experiment_id, State.RUNNING, OVER)
    trials_of, hits_of = COUNTED[Measure(row.measure)]
    taken, told = 0, count_days(tx, row.listing_id, row.starts_on, tx.today - timedelta(1), (trials_of, hits_of))
    for day, counts in sorted(told.items()):
        trials, hits = counts.get(trials_of), counts.get(hits_of)
        if trials is not None and hits is not None:
            taken += _write_day(tx, row, day, int(trials), min(int(hits), int(trials)), {})
    tx.say(N_("Take {count} days of experiment {number} from traffic"), count=taken, number=row.experiment_no)
    return taken


def load_day(tx: Tx, experiment_id: int, day: date, trials: int, hits: int, source_row: int) -> None:
    """As `put_day`, of a row of a file that was looked at."""
    row = _in_state(tx, experiment_id, State.RUNNING, OVER)
    _write_day(tx, row, day, trials, hits, {"import_id": tx.import_id, "source_row": source_row})


def known_days(tx: Tx) -> dict[tuple[int, date], Any]:
    """(experiment, day) → its row."""
    return {(row.experiment_id, row.day): row for row in tx.rows(select(ExperimentDay.__table__))}


# ------------------------------------------------------------------------------------------------------- end


@action("catalog.edit", N_("End an experiment"))
def end_experiment(tx: Tx, experiment_id: int) -> Verdict:
    """Judge it and keep the figures for good; UserError before both versions have their trials."""
    found = find_experiment(tx, experiment_id)
    row = _in_state(tx, experiment_id, State.RUNNING, OVER)
    (a, b), told = found.arms, found.compared
    if not found.is_full or told is None:
        raise UserError(
            N_("{number} needs {size} of each version and has {a} and {b}. End it then, or stop it without a verdict."),
            code="early", number=row.experiment_no, size=row.size, a=a.trials, b=b.trials,
        )  # fmt: skip
    verdict = Verdict.NONE
    if told.p < row.alpha:
        verdict = Verdict.B if (b.rate or 0) > (a.rate or 0) else Verdict.A
    tx.update(
        Experiment, experiment_id, state=State.ENDED.value, ended_on=tx.today, trials_a=a.trials, hits_a=a.hits,
        trials_b=b.trials, hits_b=b.hits, method=told.method.value, p_value=round(Decimal(told.p), 6),
        verdict=verdict.value,
    )  # fmt: skip
    _close_days(tx, found)
    tx.say(N_("End experiment {number}"), number=row.experiment_no)
    return verdict


@action("catalog.edit", N_("Stop an experiment"))
def stop_experiment(tx: Tx, experiment_id: int, lesson: str | None = None) -> None:
    """Break it off without a verdict; what came so far is kept, and says nothing."""
    row = _in_state(tx, experiment_id, State.RUNNING, OVER)
    found = find_experiment(tx, experiment_id)
    a, b = found.arms
    tx.update(
        Experiment, experiment_id, state=State.STOPPED.value, ended_on=tx.today, trials_a=a.trials, hits_a=a.hits,
        trials_b=b.trials, hits_b=b.hits, lesson=(lesson or "").strip() or row.lesson,
    )  # fmt: skip
    _close_days(tx, found)
    tx.say(N_("Stop experiment {number}"), number=row.experiment_no)


@action("catalog.edit", N_("Write down what an experiment taught"), undoable=True)
def note_lesson(tx: Tx, experiment_id: int, lesson: str | None) -> bool:
    """The one thing that may still be said of an experiment that is over."""
    find_experiment(tx, experiment_id)
    return tx.update(Experiment, experiment_id, lesson=(lesson or "").strip() or None)


def _write_day(tx: Tx, row: Any, day: date, trials: int, hits: int, origin: Mapping[str, Any]) -> bool:
    """Put a day in the place of what it was: as a new row, which the end of the experiment makes final."""
    known = tx.rows(
        select(ExperimentDay.__table__).where(
            ExperimentDay.experiment_id == row.experiment_id, ExperimentDay.day == day
        )
    )
    if known and (known[0].trials, known[0].hits) == (trials, hits):
        return False
    for one in known:
        tx.delete(ExperimentDay, one.experiment_day_id)
    version = version_on(row.starts_on, row.period_days, day)
    tx.insert(
        ExperimentDay, experiment_id=row.experiment_id, day=day, version=version, trials=trials, hits=hits,
        is_final=False, **origin,
    )  # fmt: skip
    return True


def _close_days(tx: Tx, found: Trial) -> None:
    """No undo and no taking back of a file reaches the days of an experiment that is over."""
    for day in found.days:
        tx.update(ExperimentDay, day.experiment_day_id, is_final=True)


def _in_state(tx: Tx, experiment_id: int, state: State, refusal: str) -> Any:
    found = tx.rows(select(Experiment.__table__).where(Experiment.experiment_id == experiment_id))
    if not found:
        raise UserError(GONE, code="gone")
    if found[0].state != state.value:
        raise UserError(refusal, code="state", number=found[0].experiment_no)
    return found[0]
