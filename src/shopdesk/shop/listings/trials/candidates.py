"""What a person does about candidates: notes and edits them, tries them with few pieces, and takes or drops them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select

from shopdesk.shop.catalog.actions import find_channel, find_sku, find_supplier
from shopdesk.shop.listings.rules import CandidateState
from shopdesk.shop.listings.trials.selection import fetch_candidates, read_months
from shopdesk.store.action import action
from shopdesk.store.tables import Candidate
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

FIELDS: Final = (
    "title", "category", "cost", "price", "searches", "sellers", "months", "supplier_score", "note",
)  # fmt: skip
GONE: Final = N_("This candidate no longer exists.")
_NEVER_BELOW: Final = ("cost", "price", "searches", "sellers", "supplier_score")


def known_titles(tx: Tx) -> dict[str, int]:
    """Candidates by name, in small letters."""
    rows = tx.rows(select(Candidate.title, Candidate.candidate_id))
    return {row.title.casefold(): row.candidate_id for row in rows}


def check_candidate(values: Mapping[str, Any]) -> None:
    """UserError, its code the column, where a value says something that cannot be."""
    for name in _NEVER_BELOW:
        if values.get(name) is not None and values[name] < 0:
            raise UserError(N_("This cannot be below zero."), code=name)
    if values.get("supplier_score") is not None and values["supplier_score"] > 100:
        raise UserError(N_("Points go from 0 to 100."), code="supplier_score")
    read_months(values.get("months"))


@action("catalog.edit", N_("Add a candidate"), undoable=True)
def add_candidate(tx: Tx, values: Mapping[str, Any]) -> int:
    """A candidate of the values of CANDIDATE_FILE; returns its id."""
    told = _told(tx, values)
    title = told.get("title")
    if not title:
        raise UserError(N_("A candidate needs a name."), code="title")
    if title.casefold() in known_titles(tx):
        raise UserError(N_("There is a candidate {name} already."), code="title", name=title)
    tx.say(N_("Add candidate {name}"), name=title)
    more = {name: values[name] for name in ("import_id", "source_row") if values.get(name) is not None}
    return tx.insert(Candidate, **told, **more, state=CandidateState.IDEA.value)


@action("catalog.edit", N_("Edit a candidate"), undoable=True)
def edit_candidate(tx: Tx, candidate_id: int, values: Mapping[str, Any]) -> bool:
    """Set values by the columns of CANDIDATE_FILE; returns whether anything became different."""
    row = _row(tx, candidate_id)
    told = _told(tx, values)
    title = told.get("title", row.title)
    if not title:
        raise UserError(N_("A candidate needs a name."), code="title")
    if known_titles(tx).get(title.casefold(), candidate_id) != candidate_id:
        raise UserError(N_("There is a candidate {name} already."), code="title", name=title)
    return bool(told) and tx.update(Candidate, candidate_id, **told)


@action("catalog.edit", N_("Begin a trial sale"), undoable=True)
def start_trial(
    tx: Tx, candidate_id: int, *, sku: str, trial_from: date, trial_to: date, target_units: Decimal
) -> bool:
    """Sell a few pieces of it between two days; what it scores now is kept beside what becomes of it."""
    row = _row(tx, candidate_id)
    if row.state not in {CandidateState.IDEA.value, CandidateState.TRIAL.value}:
        raise UserError(N_("{name} has been judged already."), code="judged", name=row.title)
    if trial_to < trial_from:
        raise UserError(N_("The last day comes before the first."), code="days")
    if target_units <= 0:
        raise UserError(N_("The target must be more than zero."), code="target_units")
    [scored] = fetch_candidates(tx, candidate_id)
    tx.say(N_("Begin the trial of {name}"), name=row.title)
    return tx.update(
        Candidate, candidate_id, state=CandidateState.TRIAL.value, sku_id=find_sku(tx, sku), trial_from=trial_from,
        trial_to=trial_to, target_units=target_units, score_then=scored.score,
    )  # fmt: skip


@action("catalog.edit", N_("Judge a candidate"), undoable=True)
def judge_candidate(tx: Tx, candidate_id: int, verdict: CandidateState) -> bool:
    """Take or drop it; what its trial sold is kept as it is today."""
    row = _row(tx, candidate_id)
    if verdict not in {CandidateState.TAKEN, CandidateState.DROPPED}:
        raise UserError(N_("A candidate is taken or dropped."), code="verdict")
    [scored] = fetch_candidates(tx, candidate_id)
    message = N_("Take {name}") if verdict is CandidateState.TAKEN else N_("Drop {name}")
    tx.say(message, name=row.title)
    return tx.update(
        Candidate, candidate_id, state=verdict.value, verdict=verdict.value, judged_on=tx.today, trial_units=scored.sold
    )


def proposed(sold: Decimal | None, target: Decimal | None) -> CandidateState | None:
    """The verdict that the figures of a trial speak for; None without a trial."""
    if sold is None or target is None:
        return None
    return CandidateState.TAKEN if sold >= target else CandidateState.DROPPED


def _row(tx: Tx, candidate_id: int) -> Any:
    found = tx.rows(select(Candidate.__table__).where(Candidate.candidate_id == candidate_id))
    if not found:
        raise UserError(GONE, code="gone")
    return found[0]


def _told(tx: Tx, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of the columns as the table keeps them; supplier and channel by name, found or made."""
    check_candidate(values)
    told = {name: values[name] for name in FIELDS if name in values}
    if "title" in told:
        told["title"] = str(told["title"] or "").strip()
    if "months" in told:
        told["months"] = ",".join(map(str, read_months(told["months"]))) or None
    if "supplier" in values:
        told["supplier_id"] = find_supplier(tx, str(values["supplier"])) if values["supplier"] else None
    if "channel" in values:
        told["channel_id"] = find_channel(tx, str(values["channel"])) if values["channel"] else None
    return told
