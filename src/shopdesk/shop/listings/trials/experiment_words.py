"""An experiment in words: its cells, what stands above it while it runs, and its verdict as a sentence."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from shopdesk.shop.columns import Tone
from shopdesk.shop.listings.trials.abtest import Method
from shopdesk.shop.listings.trials.experiment_sheets import State, Verdict
from shopdesk.shop.listings.trials.experiments import Trial, version_on
from shopdesk.text import _

_SMALLEST: Final = Decimal("0.0001")


def experiment_row(one: Trial) -> tuple[Any, ...]:
    """The cells of an experiment, in the order of EXPERIMENTS; p is told when it is over, so that nobody peeks."""
    row, (a, b) = one.row, one.arms
    return (
        row.experiment_no, row.state, _(row.channel), row.listing_no, row.title, row.question, row.field, row.measure,
        row.size, None if row.state == State.DRAFT else _cell(one.progress), row.starts_on, row.ended_on, a.trials,
        a.hits, _cell(a.rate), b.trials, b.hits, _cell(b.rate), row.p_value, row.verdict, row.lesson,
    )  # fmt: skip


def banner(one: Trial) -> tuple[str, Tone]:
    """What a person has to know before they read the figures."""
    row, (a, b) = one.row, one.arms
    if row.state == State.STOPPED:
        return _("Stopped before its time: what came so far says nothing."), Tone.WARN
    if row.state == State.ENDED:
        return verdict_words(one), Tone.GOOD if row.verdict != Verdict.NONE else Tone.PLAIN
    if row.state == State.DRAFT:
        return _("Planned. Begin it when version A is what buyers see."), Tone.PLAIN
    if one.is_full:
        return _("Both versions have their trials: end it to read the verdict."), Tone.GOOD
    told = _("Not finished: {a} and {b} of {size} trials each. A difference seen now comes and goes; do not act on it.")
    return told.format(a=f"{a.trials:,}", b=f"{b.trials:,}", size=f"{row.size:,}"), Tone.WARN


def turn(one: Trial, today: date) -> str:
    """Which version buyers should see today, and when the other has its turn; "" of what does not run."""
    row = one.row
    if row.state != State.RUNNING or today < row.starts_on:
        return ""
    version = version_on(row.starts_on, row.period_days, today)
    passed = (today - row.starts_on).days % row.period_days
    changes = today + timedelta(row.period_days - passed)
    return _("Today version {version}; from {day} on the other.").format(version=version.upper(), day=changes)


def verdict_words(one: Trial) -> str:
    """The verdict of an experiment that ended, with its figures."""
    row, (a, b), told = one.row, one.arms, one.compared
    assert told is not None
    test = _("exact test, since the counts are small") if row.method == Method.FISHER else _("z-test")
    rates = {"a": f"{a.rate or 0:.2%}", "b": f"{b.rate or 0:.2%}", "p": _likelihood(row.p_value), "test": test}
    if row.verdict == Verdict.NONE:
        said = _("No difference shown: A {a}, B {b} (p {p}, {test}). Keep what is less work.")
    elif row.verdict == Verdict.B:
        said = _("B is better: {b} against {a} (p {p}, {test}).")
    else:
        said = _("A is better: {a} against {b} (p {p}, {test}).")
    reach = _("B − A lies between {low} and {high} points with 95 % certainty.")
    low, high = (f"{end * 100:+.2f}".replace("-", "−") for end in (told.low, told.high))
    return f"{said.format(**rates)} {reach.format(low=low, high=high)}"


def _likelihood(p: Decimal) -> str:
    """A p-value as people write it: never nothing, however small."""
    return f"{p:.4f}" if p >= _SMALLEST else f"< {_SMALLEST}"


def _cell(share: float | None) -> Decimal | None:
    """A share as cells have it."""
    return None if share is None else round(Decimal(share), 6)
