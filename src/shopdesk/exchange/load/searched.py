"""The words that buyers searched for, as an advertising report tells them beside what was spent."""

import re
from collections.abc import Mapping
from typing import Final

from shopdesk.exchange.stage.ads import period
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.shop.catalog.actions import find_channel
from shopdesk.shop.listings.traffic.word_days import Key, ToldWord, find_stored_words
from shopdesk.store.tx import Tx

_NO_WORD: Final = re.compile(r"\*|b0[0-9a-z]{8}", re.IGNORECASE)
"""What stands for a word where the advert was shown on a product's page: its number, or an asterisk."""
_FIGURES: Final = (
    ("impressions", "impressions"), ("clicks", "clicks"), ("orders", "orders"), ("revenue", "revenue"),
    ("spend", "amount"),
)  # fmt: skip
"""What is kept of a word, and the column of the report that says it."""


def searched_words(tx: Tx, staged: Staged) -> list[ToldWord]:
    """What words brought between two days under a campaign, its groups added up; rows that are held say nothing."""
    found: dict[Key, ToldWord] = {}
    channels: dict[str, int] = {}
    for item in staged.items:
        word = str(item.values.get("target") or "").strip()
        if item.outcome is Outcome.CONFLICT or not word or _NO_WORD.fullmatch(word):
            continue
        name = str(item.values.get("channel") or staged.channel)
        if name not in channels:
            channels[name] = find_channel(tx, name)
        one = _told(item, staged, word, channels[name])
        first = found.setdefault(one.key, one)
        if first is not one:
            first.figures = _sum(first.figures, one.figures)
    told = list(found.values())
    find_stored_words(tx, told)
    return told


def _told(item: Item, staged: Staged, word: str, channel_id: int) -> ToldWord:
    first, last = period(item.values)
    figures = {name: int(item.values[key]) for name, key in _FIGURES if item.values.get(key) is not None}
    campaign = str(item.values.get("campaign") or "")
    return ToldWord(word, "", campaign, staged.plan.format, first, last, figures, item.row, channel_id=channel_id)


def _sum(figures: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    return {name: figures.get(name, 0) + more.get(name, 0) for name in {**figures, **more}}
