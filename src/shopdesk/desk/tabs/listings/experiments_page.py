"""Experiments: the log of all, the plan with its size, A against B day by day, and the verdict in words."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QApplication

from shopdesk.desk import theme
from shopdesk.desk.charts import LineChart
from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import said
from shopdesk.desk.forms import Field
from shopdesk.desk.table_page import TablePage
from shopdesk.desk.tabs.listings.plan_size import PlanSize
from shopdesk.desk.widgets import ChoiceBox, Pill, Words, button
from shopdesk.shop.columns import Column, Kind, Tone
from shopdesk.shop.listings.traffic.happened import Happened, fetch_happened
from shopdesk.shop.listings.trials.experiment_sheets import (
    DAY_FILE,
    EXPERIMENTS,
    FIELDS,
    MEASURES,
    PLAN,
    STATES,
    Measure,
    State,
)
from shopdesk.shop.listings.trials.experiment_words import banner, experiment_row, turn
from shopdesk.shop.listings.trials.experiments import (
    Trial,
    edit_experiment,
    end_experiment,
    expected_days,
    fetch_experiments,
    note_lesson,
    plan_experiment,
    put_day,
    remove_experiment,
    start_experiment,
    stop_experiment,
    take_traffic,
)
from shopdesk.text import N_, _

EMPTY: Final = N_("Try one thing at a time on a listing: the first experiment stands here.")
USUAL: Final = {
    "field": "title", "measure": "click", "base_rate": Decimal("0.04"), "lift": Decimal("0.25"),
    "alpha": Decimal("0.05"), "power": Decimal("0.8"), "period_days": 7,
}  # fmt: skip
CHART_HEIGHT: Final = 180
_LESSON: Final = Column("lesson", N_("Lesson"), Kind.LONG_TEXT, help=N_("What you will do differently next time."))
_START: Final = Column(
    "starts_on", N_("First day"), Kind.DATE, help=N_("The day from which version A is what buyers see.")
)
_DAY: Final = tuple(DAY_FILE.column(key) for key in ("day", "trials", "hits"))


class ExperimentsPage(TablePage):
    """Experiments, the newest first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, EXPERIMENTS, _(EMPTY))
        self._found: Sequence[Trial] = ()
        self._pace: dict[int, int | None] = {}
        self.chart: LineChart | None = None
        choices = [("", _("All")), *((key, _(state.title)) for key, state in STATES.items())]
        self.which = ChoiceBox(choices, _("State"))
        self.which.currentIndexChanged.connect(self._show_rows)
        self.add_control(self.which)
        self.add_control(button(_("New experiment…"), self.begin, icon_name="add", look="primary"))

    def question(self) -> Callable[[Any], Any]:
        return _read

    def take(self, answer: tuple[Sequence[Trial], dict[int, int | None]]) -> None:
        self._found, self._pace = answer
        self.show_all([experiment_row(one) for one in self._found])

    def wanted(self, place: int) -> bool:
        return self.which.currentData() in {"", self._found[place].row.state}

    # ------------------------------------------------------------------------------------------------ the panel

    def show_row(self, place: int) -> None:
        one, today = self._found[place], self._formats.today or date.min
        row, (a, b) = one.row, one.arms
        self.panel.clear()
        self.chart = None
        self.panel.set_head(row.question, f"{row.experiment_no} · {row.listing_no}", Pill(*said(STATES, row.state)))
        top = self.panel.section()
        told, tone = banner(one)
        top.addWidget(Words(told, "body", "muted" if tone is Tone.PLAIN else tone.value, wrap=True))
        if turn(one, today):
            top.addWidget(Words(turn(one, today), "strong", wrap=True))
        self.panel.facts("", [
            (_("What is changed"), _(FIELDS[row.field].title)), (_("What is measured"), _(MEASURES[row.measure].title)),
            (_("Trials of each"), f"{row.size:,}"), *self._time(one),
        ])  # fmt: skip
        for name, text in (("A", row.version_a), ("B", row.version_b)):
            part = self.panel.section(_("Version {name}").format(name=name))
            part.addWidget(Words(text, wrap=True))
            copy = partial(self._copy, text)
            part.addWidget(
                button(_("Copy"), copy, icon_name="copy", look="link", name=_("Copy version {name}").format(name=name))
            )
        if row.state != State.DRAFT:
            self.panel.facts(_("So far") if row.state == State.RUNNING else _("Result"), [
                (name, "–" if arm.rate is None else f"{arm.hits:,} / {arm.trials:,} = {arm.rate:.2%}")
                for name, arm in (("A", a), ("B", b))
            ])  # fmt: skip
            self._show_course(one)
        if row.lesson:
            self.panel.section(_("Lesson")).addWidget(Words(row.lesson, wrap=True))
        self._offer(one)
        self.panel.finish()

    def _time(self, one: Trial) -> list[tuple[str, str]]:
        days = self._pace.get(one.row.experiment_id)
        if one.row.state not in (State.DRAFT, State.RUNNING):
            last = one.days[-1].day if one.days else one.row.ended_on
            return [(_("Ran"), f"{one.row.starts_on} – {last}")]
        title = _("Days it takes")
        if one.days_left is not None:
            title, days = _("Days still to go"), one.days_left
        told = (
            _("not known without traffic") if days is None else _("about {days} at its pace").format(days=f"{days:,}")
        )
        return [(title, told)]

    def _show_course(self, one: Trial) -> None:
        """The share of each version day by day where it had its turn, and what happened to the listing meanwhile."""
        if len(one.days) < 2:
            return
        days = [day.day for day in one.days]
        labels = [f"{day:%m-%d}" for day in days]
        shares = [(day.version, day.hits * 100 / day.trials if day.trials else None) for day in one.days]
        series = [
            (name.upper(), [share if version == name else None for version, share in shares]) for name in ("a", "b")
        ]
        chart = LineChart(_("Share of each day"), "%", labels, series)
        chart.setFixedHeight(theme.scaled(CHART_HEIGHT))
        self.panel.section(_("Share of each day")).addWidget(chart)
        self.chart = chart
        happened = partial(fetch_happened, listing_id=one.row.listing_id, first=days[0], last=days[-1])
        self._desk.ask("listings.happened", happened, partial(self._mark, chart, days))

    def _mark(self, chart: LineChart, days: Sequence[date], events: Sequence[Happened]) -> None:
        if chart is self.chart:
            chart.mark_days(days, ((event.day, event.text) for event in events))

    def _offer(self, one: Trial) -> None:
        place, number, state = self.panel.section(), one.row.experiment_id, one.row.state
        offers: list[tuple[str, Callable[[], object], str]] = []
        if state == State.DRAFT:
            offers = [
                (_("Begin…"), partial(self._ask_start, one), "calendar"),
                (_("Edit…"), partial(self._ask_plan, one), "edit"),
                (_("Remove"), partial(self._desk.do, remove_experiment, number), "delete"),
            ]
        elif state == State.RUNNING:
            end = [(_("End and judge"), partial(self._desk.do, end_experiment, number), "good")] if one.is_full else []
            offers = [
                *end,
                (_("Take days from traffic"), partial(self._desk.do, take_traffic, number), "chart"),
                (_("Write down a day…"), partial(self._ask_day, one), "edit"),
                (_("Stop without a verdict…"), partial(self._ask_lesson, one, stop_experiment), "cancel"),
            ]
        else:
            offers = [(_("Write down the lesson…"), partial(self._ask_lesson, one, note_lesson), "edit")]
        for title, run, icon in offers:
            place.addWidget(button(title, run, icon_name=icon))

    def _copy(self, text: str) -> None:
        QApplication.clipboard().setText(text)
        self._desk.tell(_("Copied"))

    # ------------------------------------------------------------------------------------------------ forms

    def begin(self) -> None:
        """The form for a new experiment."""
        self.show_form(_("New experiment"), _plan_fields(USUAL), partial(self._plan, plan_experiment))
        PlanSize(self._desk, self.part.form)

    def _ask_plan(self, one: Trial) -> None:
        known = {column.key: getattr(one.row, column.key, None) for column in PLAN}
        known |= {"listing": one.row.listing_no, "channel": _(one.row.channel)}
        self.show_form(
            one.row.experiment_no, _plan_fields(known), partial(self._plan, edit_experiment, one.row.experiment_id)
        )
        PlanSize(self._desk, self.part.form)

    def _plan(self, deed: Callable[..., Any], *words: Any) -> None:
        *before, typed = words
        self.part.send(deed, *before, typed["listing"], typed)

    def _ask_start(self, one: Trial) -> None:
        fields = [Field(_START, self._formats.today, required=True)]
        self.show_form(one.row.experiment_no, fields, partial(self._start, one.row.experiment_id))

    def _start(self, number: int, typed: dict[str, Any]) -> None:
        self.part.send(start_experiment, number, typed["starts_on"])

    def _ask_day(self, one: Trial) -> None:
        fields = [Field(column, self._formats.today if column.key == "day" else None, required=True) for column in _DAY]
        self.show_form(one.row.experiment_no, fields, partial(self._put_day, one.row.experiment_id))

    def _put_day(self, number: int, typed: dict[str, Any]) -> None:
        self.part.send(put_day, number, typed["day"], typed["trials"], typed["hits"])

    def _ask_lesson(self, one: Trial, deed: Callable[..., Any]) -> None:
        fields = [Field(_LESSON, one.row.lesson)]
        self.show_form(one.row.experiment_no, fields, partial(self._note, deed, one.row.experiment_id))

    def _note(self, deed: Callable[..., Any], number: int, typed: dict[str, Any]) -> None:
        self.part.send(deed, number, typed["lesson"])


def _plan_fields(known: dict[str, Any]) -> list[Field]:
    return [Field(column, known.get(column.key), required=column.required) for column in PLAN]


def _read(tx: Any) -> tuple[list[Trial], dict[int, int | None]]:
    """All experiments, and how many days those that are not over take."""
    found = fetch_experiments(tx)
    waiting = [one.row for one in found if one.row.state in (State.DRAFT, State.RUNNING)]
    return found, {
        row.experiment_id: expected_days(tx, row.listing_id, Measure(row.measure), row.size) for row in waiting
    }
