"""What the store knows of staged claims, by phrase and product, and of own words, by phrase; and what it refuses."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from shopdesk.exchange.stage.rows_in import problem
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.exchange.trip.texts import outside
from shopdesk.shop.columns import Sheet
from shopdesk.shop.listings.law.claims import known_claims, known_law_words, read_claim, read_law_word
from shopdesk.shop.listings.law.sheets import CLAIM_FILE, LAW_WORDS
from shopdesk.store.tables import Claim, LawWord
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

TWICE: Final = N_("{phrase} stands in the file twice (rows {first} and {second}). Make one row of it.")
Values = Mapping[str, Any]


def compare_claims(tx: Tx, staged: Staged) -> None:
    """New claims, and those of which the file says something else; what it leaves blank stays."""
    _compare(staged, CLAIM_FILE, lambda values: read_claim(tx, values), ("phrase", "product_id"), known_claims(tx))


def compare_law_words(tx: Tx, staged: Staged) -> None:
    """So it is with own words."""
    _compare(staged, LAW_WORDS, read_law_word, ("phrase",), known_law_words(tx))


def values_of(sheet: Sheet, item: Item) -> dict[str, Any]:
    """What a row says, as actions take it; what it leaves blank is not in it."""
    return {key: outside(sheet.column(key), value) for key, value in item.values.items() if value is not None}


def _compare(
    staged: Staged,
    sheet: Sheet,
    read: Callable[[Values], Values],
    names: Sequence[str],
    known: Mapping[tuple[Any, ...], tuple[int, Values]],
) -> None:
    seen = dict[tuple[Any, ...], int]()
    for item in staged.items:
        said = values_of(sheet, item)
        try:
            told = read(said)
        except UserError as error:
            _refuse(staged, sheet, item, error)
            continue
        key = tuple(told[name] for name in names)
        first = seen.setdefault(key, item.row)
        if first != item.row:
            more = {"phrase": told["phrase"], "first": first, "second": item.row}
            _refuse(staged, sheet, item, UserError(TWICE, code="phrase", **more))
            continue
        item.target, before = known.get(key, (0, {}))
        item.changes = tuple(name for name, value in said.items() if before and before.get(name) != value)
        item.outcome = Outcome.CHANGED if item.changes else Outcome.SAME if item.target else Outcome.NEW


def claims_before(tx: Tx, items: Sequence[Item]) -> dict[int, dict[str, Any]]:
    """Row → the image of what the store has of its claim."""
    images = {image["claim_id"]: image for image in tx.images(Claim, "claim_id", [one.target for one in items])}
    return {item.row: images[item.target] for item in items if item.target in images}


def law_words_before(tx: Tx, items: Sequence[Item]) -> dict[int, dict[str, Any]]:
    """Row → the image of what the store has of its word, and whether that is allowed."""
    images = {one["law_word_id"]: one for one in tx.images(LawWord, "law_word_id", [item.target for item in items])}
    return {
        item.row: {**images[item.target], "state": "allowed" if images[item.target]["is_allowed"] else "forbidden"}
        for item in items
        if item.target in images
    }


def _refuse(staged: Staged, sheet: Sheet, item: Item, error: UserError) -> None:
    column = error.code if error.code in {one.key for one in sheet.columns} else "phrase"
    raw = str(item.values.get(column) or "")
    wrong = problem(staged.plan, sheet, column, item.row, raw, error.message, error.values)
    staged.report(replace(wrong, for_now=True))
