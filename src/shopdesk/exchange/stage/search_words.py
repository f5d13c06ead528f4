"""What the store knows of a staged report of search words: each word, listing, campaign and period is set once."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from shopdesk.exchange.stage.ads import BACKWARDS, period
from shopdesk.exchange.stage.expenses import Channels
from shopdesk.exchange.stage.rows_in import problem
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.exchange.stage.traffic import TWICE
from shopdesk.exchange.trip.texts import outside
from shopdesk.shop.listings.traffic.word_days import WORD_MEASURES, Key, ToldWord, find_stored_words
from shopdesk.shop.listings.traffic.word_sheets import WORD_FILE
from shopdesk.store.tables import KeywordDay
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, RATE_SCALE
from shopdesk.text import N_

SILENT: Final = N_("The row says nothing of what the word brought.")
_SCALES: Final[Mapping[str, int]] = {"revenue": MONEY_SCALE, "spend": MONEY_SCALE, "position": RATE_SCALE}


def compare_words(tx: Tx, staged: Staged) -> None:
    """New periods and those that the file says otherwise; what it leaves blank stays."""
    _refuse(staged)
    told = told_words_of(tx, staged)
    seen: dict[Key, int] = {}
    rows = {one.row: one for one in told}
    for item in staged.items:
        one = rows[item.row]
        first = seen.setdefault(one.key, item.row)
        if first != item.row:
            said = {"target": one.word, "first": first, "second": item.row}
            staged.report(problem(staged.plan, WORD_FILE, "word", item.row, one.word, TWICE, said))
            continue
        item.target, item.changes = one.keyword_day_id, one.changed if one.keyword_day_id else ()
        item.outcome = Outcome.NEW if not one.keyword_day_id else Outcome.CHANGED if item.changes else Outcome.SAME


def told_words_of(tx: Tx, staged: Staged) -> list[ToldWord]:
    """What the rows say, with what the store has of them."""
    channels = Channels(tx)
    told = [_told(item, staged) for item in staged.items]
    for one in told:
        one.channel_id = channels[one.channel] or 0
    find_stored_words(tx, told)
    return told


def told_days_before(tx: Tx, items: Sequence[Item]) -> dict[int, dict[str, Any]]:
    """Row → what the store has of it, as the columns of the file."""
    found = tx.images(KeywordDay, "keyword_day_id", [one.target for one in items])
    images = {image["keyword_day_id"]: image for image in found}
    return {item.row: _plain(images[item.target]) for item in items if item.target in images}


def _told(item: Item, staged: Staged) -> ToldWord:
    values = {key: outside(WORD_FILE.column(key), item.values.get(key)) for key in WORD_MEASURES}
    first, last = period(item.values)
    word, target, campaign = (str(item.values.get(key) or "").strip() for key in ("word", "target", "campaign"))
    figures = {key: int(value * _SCALES.get(key, 1)) for key, value in values.items() if value is not None}
    channel = str(item.values.get("channel") or staged.channel)
    return ToldWord(word, target, campaign, staged.plan.format, first, last, figures, item.row, channel)


def _refuse(staged: Staged) -> None:
    for item in staged.items:
        first, last = period(item.values)
        if last < first:
            staged.report(problem(staged.plan, WORD_FILE, "ran_on", item.row, item.values["ran_on"], BACKWARDS, {}))
        elif not any(item.values.get(key) is not None for key in WORD_MEASURES):
            staged.report(problem(staged.plan, WORD_FILE, "clicks", item.row, "", SILENT, {}))
    staged.items[:] = [item for item in staged.items if item.row not in staged.rejected_rows]


def _plain(image: Mapping[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {
        name: None if image[name] is None else Decimal(image[name]) / _SCALES[name] if name in _SCALES else image[name]
        for name in WORD_MEASURES
    }
    return told | {"ran_on": date.fromisoformat(str(image["first_on"])[:10])}
