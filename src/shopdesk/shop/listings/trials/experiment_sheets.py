"""The columns and words of experiments, on screen and in files."""

from enum import StrEnum
from types import MappingProxyType
from typing import Final

from shopdesk.shop.columns import Column, Kind, Sheet, Tone
from shopdesk.shop.columns import State as Word
from shopdesk.text import N_


class Measure(StrEnum):
    """What is measured."""

    CLICK = "click"
    CONVERSION = "conversion"


class State(StrEnum):
    """Where an experiment stands."""

    DRAFT = "draft"
    RUNNING = "running"
    ENDED = "ended"
    STOPPED = "stopped"


class Verdict(StrEnum):
    """What it found."""

    A = "a"
    B = "b"
    NONE = "none"


FIELDS: Final = MappingProxyType(
    {
        "title": Word(N_("Title")),
        "picture": Word(N_("Main picture")),
        "price": Word(N_("Price")),
        "copy": Word(N_("Text of the listing")),
    }
)
MEASURES: Final = MappingProxyType(
    {
        Measure.CLICK.value: Word(N_("Clicks of impressions")),
        Measure.CONVERSION.value: Word(N_("Orders of visitors")),
    }
)
STATES: Final = MappingProxyType(
    {
        State.DRAFT.value: Word(N_("Planned")),
        State.RUNNING.value: Word(N_("Running"), Tone.INFO),
        State.ENDED.value: Word(N_("Judged"), Tone.GOOD),
        State.STOPPED.value: Word(N_("Stopped"), Tone.WARN),
    }
)
VERDICTS: Final = MappingProxyType(
    {
        Verdict.A.value: Word(N_("A is better"), Tone.INFO),
        Verdict.B.value: Word(N_("B is better"), Tone.GOOD),
        Verdict.NONE.value: Word(N_("No difference shown"), Tone.PLAIN),
    }
)
PLAN: Final = (
    Column("listing", N_("Listing no."), Kind.ID, required=True),
    Column("channel", N_("Channel"), Kind.TEXT, help=N_("Where several channels have a listing of that number.")),
    Column("field", N_("What is changed"), Kind.STATE, states=FIELDS, required=True),
    Column("question", N_("Question"), Kind.TEXT, required=True, help=N_("What you expect, and why.")),
    Column("version_a", N_("Version A"), Kind.LONG_TEXT, required=True, help=N_("As it is now.")),
    Column("version_b", N_("Version B"), Kind.LONG_TEXT, required=True, help=N_("What is tried.")),
    Column("measure", N_("What is measured"), Kind.STATE, states=MEASURES, required=True),
    Column("base_rate", N_("Share now"), Kind.PERCENT, required=True, help=N_("Clicks or orders of 100 trials, as it is now.")),
    Column("lift", N_("Worth finding"), Kind.PERCENT, required=True, help=N_("The smallest change that would be worth it, of the share now: 25 % of 4 % is 1 point.")),
    Column("alpha", N_("Error allowed"), Kind.PERCENT, required=True, help=N_("How often chance alone may look like a difference; usually 5 %.")),
    Column("power", N_("Certainty"), Kind.PERCENT, required=True, help=N_("How often a true difference is to be found; usually 80 %.")),
    Column("period_days", N_("Days in turn"), Kind.INTEGER, required=True, help=N_("So many days of A, then as many of B: 7 gives both every weekday.")),
)  # fmt: skip
"""What a person says of an experiment before it begins."""

EXPERIMENTS: Final = Sheet(
    name="experiments",
    title=N_("Experiments"),
    key="experiment_no",
    help=N_("What was tried on listings, how far it is, and what it found."),
    columns=(
        Column("experiment_no", N_("Experiment"), Kind.ID, width=10),
        Column("state", N_("State"), Kind.STATE, width=11, states=STATES),
        Column("channel", N_("Channel"), Kind.TEXT, width=10),
        Column("listing", N_("Listing no."), Kind.ID, width=16),
        Column("title", N_("Listing"), Kind.TEXT, width=24, shown=False),
        Column("question", N_("Question"), Kind.TEXT, width=30),
        Column("field", N_("What is changed"), Kind.STATE, width=14, states=FIELDS),
        Column("measure", N_("What is measured"), Kind.STATE, width=18, states=MEASURES),
        Column("size", N_("Trials of each"), Kind.INTEGER, width=10),
        Column("progress", N_("Progress"), Kind.PERCENT, width=9),
        Column("starts_on", N_("First day"), Kind.DATE, width=11),
        Column("ended_on", N_("Ended on"), Kind.DATE, width=11),
        Column("trials_a", N_("Trials of A"), Kind.INTEGER, shown=False),
        Column("hits_a", N_("Hits of A"), Kind.INTEGER, shown=False),
        Column("rate_a", N_("Share of A"), Kind.PERCENT, width=9),
        Column("trials_b", N_("Trials of B"), Kind.INTEGER, shown=False),
        Column("hits_b", N_("Hits of B"), Kind.INTEGER, shown=False),
        Column("rate_b", N_("Share of B"), Kind.PERCENT, width=9),
        Column("p_value", N_("p-value"), Kind.RATE, width=8, help=N_("How likely chance alone makes such a difference; told when it is over.")),
        Column("verdict", N_("Verdict"), Kind.STATE, width=16, states=VERDICTS),
        Column("lesson", N_("Lesson"), Kind.LONG_TEXT, width=30),
    ),
)  # fmt: skip
"""Experiments on screen and in Excel."""

DAY_FILE: Final = Sheet(
    name="experiment_days",
    title=N_("Days of experiments"),
    key="day",
    help=N_("What the version of a day had; known days are set to what the file says, never added."),
    columns=(
        Column("experiment_no", N_("Experiment"), Kind.ID, required=True, example="EX-0001", words=("实验编号", "實驗編號", "experiment")),
        Column("day", N_("Day"), Kind.DATE, required=True, example="2026-01-20", words=("日期", "date")),
        Column("trials", N_("Trials"), Kind.INTEGER, required=True, example="1200", help=N_("Impressions or visitors of the day."), words=("样本数", "樣本數", "trials")),
        Column("hits", N_("Hits"), Kind.INTEGER, required=True, example="48", help=N_("Clicks or orders of them."), words=("命中数", "命中數", "hits")),
    ),
)  # fmt: skip
"""The fields of a file of days."""
