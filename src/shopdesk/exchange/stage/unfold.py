"""Rows that say more than their cells do: an item whose variants stand in one cell becomes a row for each of them."""

from collections.abc import Mapping, Sequence
from typing import Final

from shopdesk.exchange.formats import FORMATS
from shopdesk.exchange.formats.format import Unfolded
from shopdesk.exchange.headers import clean_header
from shopdesk.exchange.plan import Plan
from shopdesk.exchange.table import Chunk

FIELDS: Final = ("handle", "sku", "option", "barcode", "price", "on_hand", "weight")
"""What a row may say otherwise of each that it holds."""
Texts = dict[str, dict[int, str]]
"""Field → place among the rows → its text."""


def unfolding(plan: Plan) -> Unfolded | None:
    """How the rows of this file are unfolded; None where each stands for one, as nearly everywhere."""
    layout = FORMATS.get(plan.format)
    return layout.unfolded if layout else None


def unfold(chunk: Chunk, plan: Plan, how: Unfolded, keep: Sequence[int]) -> tuple[list[int], Texts]:
    """The places of `keep`, each as often as its row holds one, and what these say instead of the row's own cells."""
    columns = _columns(plan, how)
    places: list[int] = []
    said: Texts = {}
    for place in keep:
        row = {
            key: chunk.columns[column][place] if column < len(chunk.columns) else "" for key, column in columns.items()
        }
        held = how.rows(row)
        for at, one in enumerate(held, len(places)):
            for key, text in one.items():
                said.setdefault(key, {})[at] = text
        places += [place] * (len(held) or 1)
    return places, said


def _columns(plan: Plan, how: Unfolded) -> Mapping[str, int]:
    """The first spelling of each header that is asked for → its column."""
    there: dict[str, int] = {}
    for column, header in enumerate(plan.headers):
        there.setdefault(clean_header(header), column)
    found: dict[str, int] = {}
    for spellings in how.headers:
        names = spellings.split("|")
        first = next((there[clean_header(name)] for name in names if clean_header(name) in there), None)
        if first is not None:
            found[names[0]] = first
    return found
