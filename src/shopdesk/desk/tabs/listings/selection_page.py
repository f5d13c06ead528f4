"""Candidates: the list with their scores, the parts of each with the reason, the trial, and the verdict."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_lines import Ruled
from shopdesk.desk.figures import said
from shopdesk.desk.forms import Field
from shopdesk.desk.table_page import TablePage
from shopdesk.desk.widgets import ChoiceBox, Pill, Words, button
from shopdesk.shop.columns import Column, Kind
from shopdesk.shop.listings.rules import CandidateState
from shopdesk.shop.listings.trials.candidates import (
    add_candidate,
    edit_candidate,
    judge_candidate,
    proposed,
    start_trial,
)
from shopdesk.shop.listings.trials.selection import Scored, candidate_row, fetch_candidates, hit_rate
from shopdesk.shop.listings.worked_sheets import CANDIDATE_FILE, CANDIDATE_STATES, CANDIDATES
from shopdesk.text import N_, _

EMPTY: Final = N_("Products that you think of selling stand here: write one down, or import a file of them.")
_TRIAL: Final = (
    Column("sku", N_("Trial SKU"), Kind.ID, help=N_("The SKU that the trial sells; its orders are counted.")),
    *(CANDIDATES.column(key) for key in ("trial_from", "trial_to", "target_units")),
)


class SelectionPage(TablePage):
    """What the shop thinks of selling."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, CANDIDATES, _(EMPTY))
        self._found: Sequence[Scored] = ()
        choices = [("", _("All")), *((key, _(state.title)) for key, state in CANDIDATE_STATES.items())]
        self.which = ChoiceBox(choices, _("State"))
        self.which.currentIndexChanged.connect(self._show_rows)
        self.right = Words("", "small", "muted")
        self.add = button(_("New candidate…"), self.begin, icon_name="add", look="primary")
        self.add_control(self.which)
        self.add_control(self.add)
        self.add_control(self.right)

    def question(self) -> Callable[[Any], Any]:
        return fetch_candidates

    def take(self, answer: Sequence[Scored]) -> None:
        self._found = answer
        rate = hit_rate(answer)
        told = _("Scores were right in {right} of {judged} trials").format(right=rate.right, judged=rate.judged)
        self.right.setText(told if rate.judged else "")
        self.show_all([candidate_row(one) for one in answer])

    def wanted(self, place: int) -> bool:
        return self.which.currentData() in {"", self._found[place].row.state}

    # ------------------------------------------------------------------------------------------------ the panel

    def show_row(self, place: int) -> None:
        one = self._found[place]
        keys = [column.key for column in CANDIDATES.columns]
        cells = dict(zip(keys, self._formats.row(self.rows[place]), strict=True))
        self.panel.clear()
        score = _("unknown") if one.score is None else str(one.score)
        head = _("{score} of 100").format(score=score)
        self.panel.set_head(one.row.title, head, Pill(*said(CANDIDATE_STATES, one.row.state)))
        parts = Ruled(1)
        for part in one.parts:
            points = "–" if part.points is None else f"{part.points:.0f}"
            parts.add(_(CANDIDATES.column(part.key).title), points, note=part.words)
        self.panel.section(_("Score, part by part")).addWidget(parts)
        told = ("category", "supplier", "channel", "cost", "price", "searches", "sellers", "months", "note")
        facts = [(_(CANDIDATES.column(key).title), cells[key].text) for key in told if cells[key].text]
        self.panel.facts(_("What is known"), facts)
        self._show_trial(one, cells)
        self._offer(one)
        self.panel.finish()

    def _show_trial(self, one: Scored, cells: dict[str, Any]) -> None:
        if one.row.trial_from is None:
            return
        keys = ("sku", "trial_from", "trial_to", "target_units", "trial_units", "score_then", "judged_on")
        facts = [(_(CANDIDATES.column(key).title), cells[key].text) for key in keys if cells[key].text]
        verdict = proposed(one.sold, one.row.target_units)
        if verdict is not None:
            met = _("Target met") if verdict is CandidateState.TAKEN else _("Target not met yet")
            facts.append((_("So far"), met))
        self.panel.facts(_("Trial sale"), facts)

    def _offer(self, one: Scored) -> None:
        place, candidate_id = self.panel.section(), one.row.candidate_id
        if one.row.state in {CandidateState.IDEA.value, CandidateState.TRIAL.value}:
            begun = one.row.state == CandidateState.TRIAL.value
            title = _("Change the trial…") if begun else _("Begin a trial…")
            place.addWidget(button(title, partial(self._ask_trial, one), icon_name="calendar"))
            judge = partial(self._desk.do, judge_candidate, candidate_id)
            place.addWidget(button(_("Take it"), partial(judge, CandidateState.TAKEN), icon_name="good"))
            place.addWidget(button(_("Drop it"), partial(judge, CandidateState.DROPPED), icon_name="delete"))
        place.addWidget(button(_("Edit…"), partial(self._ask_values, one), icon_name="edit"))

    # ------------------------------------------------------------------------------------------------ forms

    def begin(self) -> None:
        """The form for a new candidate."""
        fields = [Field(column, required=column.required) for column in CANDIDATE_FILE.columns]
        self.show_form(_("New candidate"), fields, partial(self.part.send, add_candidate))

    def _ask_values(self, one: Scored) -> None:
        values = one.values
        fields = [Field(column, values[column.key], required=column.required) for column in CANDIDATE_FILE.columns]
        self.show_form(one.row.title, fields, partial(self.part.send, edit_candidate, one.row.candidate_id))

    def _ask_trial(self, one: Scored) -> None:
        values = {"sku": one.sku, "trial_from": one.row.trial_from or self._formats.today}
        values |= {key: getattr(one.row, key) for key in ("trial_to", "target_units")}
        fields = [Field(column, values[column.key], required=True) for column in _TRIAL]
        self.show_form(_("Trial sale of {name}").format(name=one.row.title), fields, partial(self._start, one))

    def _start(self, one: Scored, typed: dict[str, Any]) -> None:
        self.part.send(start_trial, one.row.candidate_id, **typed)
