"""What the store knows of a staged list of candidates: by their names; and what it refuses."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from shopdesk.exchange.stage.rows_in import problem
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.exchange.trip.texts import outside
from shopdesk.shop.listings.trials.candidates import check_candidate, known_titles
from shopdesk.shop.listings.trials.selection import fetch_candidates, read_months
from shopdesk.shop.listings.worked_sheets import CANDIDATE_FILE
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

TWICE: Final = N_("{name} stands in the file twice (rows {first} and {second}). Make one row of it.")


def compare_candidates(tx: Tx, staged: Staged) -> None:
    """New candidates, and those of which the file says something else; what it leaves blank stays."""
    known, seen = known_titles(tx), dict[str, int]()
    for item in staged.items:
        title = str(item.values.get("title") or "").strip()
        item.target = known.get(title.casefold()) or 0
        first = seen.setdefault(title.casefold(), item.row)
        if first != item.row:
            told = {"name": title, "first": first, "second": item.row}
            said = problem(staged.plan, CANDIDATE_FILE, "title", item.row, title, TWICE, told)
            staged.report(replace(said, for_now=True))
    stored = told_before(tx, staged.items)
    for item in staged.items:
        told = told_candidate(item)
        try:
            check_candidate(told)
        except UserError as error:
            raw = str(item.values.get(error.code) or "")
            said = problem(staged.plan, CANDIDATE_FILE, error.code, item.row, raw, error.message, error.values)
            staged.report(replace(said, for_now=True))
            continue
        before = stored.get(item.row)
        item.changes = tuple(key for key, value in told.items() if before and not _same(key, value, before[key]))
        item.outcome = Outcome.NEW if before is None else Outcome.CHANGED if item.changes else Outcome.SAME


def told_candidate(item: Item) -> dict[str, Any]:
    """What a row says, as the columns of the list."""
    return {key: outside(CANDIDATE_FILE.column(key), value) for key, value in item.values.items()}


def told_before(tx: Tx, items: Sequence[Item]) -> dict[int, dict[str, Any]]:
    """Row → what the store has of its candidate."""
    wanted = {item.target for item in items if item.target}
    if not wanted:
        return {}
    rows = {one.row.candidate_id: one.values for one in fetch_candidates(tx) if one.row.candidate_id in wanted}
    return {item.row: rows[item.target] for item in items if item.target}


def _same(key: str, told: Any, stored: Any) -> bool:
    if key == "months":
        return read_months(told) == read_months(stored)
    if key in {"title", "supplier", "channel"}:
        return str(told or "").strip().casefold() == str(stored or "").casefold()
    return bool(told == stored)
