"""What the store knows of a staged list of search words: by channel and word; and what it refuses."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from shopdesk.exchange.stage.rows_in import problem
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.exchange.trip.texts import outside
from shopdesk.shop.catalog.reports import find_channel_id
from shopdesk.shop.listings.titles.keyword_sheets import KEYWORD_FILE
from shopdesk.shop.listings.titles.keywords import read_competition
from shopdesk.shop.listings.titles.pool import check_keyword, known_words
from shopdesk.store.tables import Keyword
from shopdesk.store.tx import Tx
from shopdesk.store.types import RATE_SCALE
from shopdesk.text import N_, UserError

TWICE: Final = N_("{word} stands in the file twice (rows {first} and {second}). Make one row of it.")
_NAMES: Final = frozenset({"word", "channel"})


def compare_keywords(tx: Tx, staged: Staged) -> None:
    """New words, and those of which the file says something else; what it leaves blank stays."""
    _find(tx, staged)
    stored = told_before(tx, staged.items)
    for item in staged.items:
        try:
            told = told_keyword(item)
            check_keyword(told)
        except UserError as error:
            key = error.code if error.code in item.values else "word"
            raw = str(item.values.get(key) or "")
            said = problem(staged.plan, KEYWORD_FILE, key, item.row, raw, error.message, error.values)
            staged.report(replace(said, for_now=True))
            continue
        before = stored.get(item.row)
        item.changes = tuple(
            key for key, value in told.items() if before and key not in _NAMES and _image(value) != before[key]
        )
        item.outcome = Outcome.NEW if before is None else Outcome.CHANGED if item.changes else Outcome.SAME


def told_keyword(item: Item) -> dict[str, Any]:
    """What a row says, as the columns of the pool; UserError where its competition says nothing."""
    told = {key: outside(KEYWORD_FILE.column(key), value) for key, value in item.values.items()}
    if told.get("competition") is not None:
        told["competition"] = read_competition(str(told["competition"]))
    return told


def told_before(tx: Tx, items: Sequence[Item]) -> dict[int, dict[str, Any]]:
    """Row → the image of what the store has of its word."""
    images = {image["keyword_id"]: image for image in tx.images(Keyword, "keyword_id", [one.target for one in items])}
    return {item.row: images[item.target] for item in items if item.target in images}


def _find(tx: Tx, staged: Staged) -> None:
    """Each row's word in the pool; a word that stands in the file twice is refused the second time."""
    known, channels, seen = known_words(tx), dict[str, int | None](), dict[tuple[int | None, str], int]()
    channels[""] = None
    for item in staged.items:
        name, word = (str(item.values.get(key) or "").strip() for key in ("channel", "word"))
        if name not in channels:
            channels[name] = find_channel_id(tx, name) or -len(channels)
        key = channels[name], word.casefold()
        item.target = known.get(key) or 0
        first = seen.setdefault(key, item.row)
        if first != item.row:
            told = {"word": word, "first": first, "second": item.row}
            said = problem(staged.plan, KEYWORD_FILE, "word", item.row, word, TWICE, told)
            staged.report(replace(said, for_now=True))


def _image(value: Any) -> Any:
    """A value as the image of a row has it."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return int(value * RATE_SCALE) if hasattr(value, "quantize") else value
