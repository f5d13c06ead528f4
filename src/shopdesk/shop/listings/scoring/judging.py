"""Everything that listings are judged by, read once: from there on each text is judged without the store."""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final, NamedTuple, Protocol

from shopdesk.shop.listings.law.check import Hit
from shopdesk.shop.listings.rules import WordClass
from shopdesk.shop.listings.scoring.rules import Policy, norms_of
from shopdesk.shop.listings.scoring.score import Facts, Score, judge
from shopdesk.shop.listings.titles.keywords import (
    PoolWord,
    best,
    class_of,
    classes_of,
    covers,
    is_for,
    may_repeat,
    read,
    repeats,
    telling,
)

LOOKED_FOR: Final = 5
"""So many of the best keywords a title is asked to have."""
LOOKED_AT: Final = 300
"""So many of the pool are looked at to find those that are of a product."""
_TAGS: Final = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.IGNORECASE | re.DOTALL)
_HAN: Final = re.compile("[\u3400-\u9fff]")
"""A title without any asks for no Chinese words."""


class Place(NamedTuple):
    """Where a listing stands: its marketplace and channel, the category, title and id of its product."""

    marketplace: str
    channel_id: int
    category: str | None = None
    product: str = ""
    product_id: int | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A word of a text, from its first character to behind its last, with its class."""

    start: int
    end: int
    word_class: WordClass | None


class TextRules(Protocol):
    """What words are in a text, how long it may be, and what of it the law or the marketplace forbids."""

    def marketplace(self, code: str) -> str:
        """The marketplace of a channel's code."""

    def cut(self, text: str) -> Sequence[str]:
        """The words of a text, blanks and marks among them."""

    def measure(self, marketplace: str, text: str) -> tuple[int, int | None]:
        """How long a title is in the marketplace's own unit, and how long it may be."""

    def law(self, text: str, product_id: int | None) -> tuple[str, ...]:
        """Phrases that the advertising law forbids, where nothing proves them of the product."""

    def unit(self, marketplace: str) -> str:
        """What titles are counted in there, in the language spoken now."""

    def hits(self, text: str, product_id: int | None) -> Sequence[Hit]:
        """These phrases with their places."""

    def explain(self, phrase: str, text: str) -> list[str]:
        """Why a phrase of a text is forbidden, and what may stand in its place, in the language spoken now."""

    def forbidden(self, marketplace: str, text: str) -> str:
        """Characters that the marketplace forbids in titles."""


@dataclass(frozen=True)
class Judge:
    """The pool, the law, the limits and the shop's own policy on a day."""

    today: date
    policy: Policy
    pool: Sequence[PoolWord]
    texts: TextRules
    _norms: dict[str, Mapping[str, int]] = field(default_factory=dict)
    _best: dict[tuple[int, str | None], list[tuple[PoolWord, tuple[str, ...]]]] = field(default_factory=dict)
    """(Channel, category) → the best words there, each with its telling parts."""

    @cached_property
    def classes(self) -> dict[str, WordClass]:
        """Word in small letters → its class."""
        return classes_of(self.pool)

    @cached_property
    def products(self) -> frozenset[str]:
        """Every product word of the pool."""
        return frozenset(one.word.casefold() for one in self.pool if one.word_class is WordClass.PRODUCT)

    def norms(self, marketplace: str) -> Mapping[str, int]:
        """What a marketplace expects today."""
        if marketplace not in self._norms:
            self._norms[marketplace] = norms_of(marketplace, self.today)
        return self._norms[marketplace]

    def words_for(self, place: Place, title: str, most: int = LOOKED_FOR) -> list[PoolWord]:
        """The best keywords for what stands in a place under a title."""
        known = self._best_of(place)
        if not known:
            return []
        about, is_latin = read(f"{place.product} {title}"), not _HAN.search(title)
        found: list[PoolWord] = []
        for word, parts in known:
            if is_for(word, about, parts) and not (is_latin and _HAN.search(word.word)):
                found.append(word)
                if len(found) == most:
                    break
        return found

    def _best_of(self, place: Place) -> list[tuple[PoolWord, tuple[str, ...]]]:
        key = place.channel_id, place.category
        if key not in self._best:
            words = best(self.pool, *key)[:LOOKED_AT]
            self._best[key] = [(word, telling(word, self.products)) for word in words]
        return self._best[key]

    def tell_title(self, facts: Facts, place: Place, text: str) -> None:
        """Set what is known of a listing to what it would be under this title."""
        wanted, looked = self.words_for(place, text), read(text)
        facts.title, facts.wanted = text, len(wanted)
        facts.title_size, facts.title_most = self.texts.measure(place.marketplace, text)
        facts.title_law = self.texts.law(text, place.product_id)
        most = self.norms(place.marketplace)["repeats"]
        facts.repeats = repeats(self.texts.cut(text), most) if may_repeat(looked) else ()
        facts.characters = self.texts.forbidden(place.marketplace, text)
        facts.missing = tuple(word.word for word in wanted if not covers(looked, word))

    def tell_description(self, facts: Facts, place: Place, description: str | None, bullets: str | None) -> None:
        """Set what is known of a listing to what it would be with this description and these bullet points."""
        plain, points = plain_text(description or ""), bullets or ""
        facts.description_size = len(plain)
        facts.bullets = sum(1 for line in points.splitlines() if line.strip())
        facts.description_law = self.texts.law(law_text(plain, points), place.product_id)

    def score(self, facts: Facts, place: Place) -> Score:
        """The score of a listing."""
        return judge(facts, self.norms(place.marketplace), self.policy)

    def pieces(self, text: str) -> list[Piece]:
        """The words of a text with their classes, in order; blanks and marks are none."""
        found, at = [], 0
        for word in self.texts.cut(text):
            start = text.find(word, at)
            if start < 0:
                continue
            at = start + len(word)
            if word[0].isalnum():
                found.append(Piece(start, at, class_of(word, self.classes)))
        return found


def blanked(text: str) -> str:
    """A text with blanks in the place of its markup: what is found in it stands where it stands in the text."""
    return _TAGS.sub(lambda tag: " " * len(tag.group()), text)


def law_text(plain: str, points: str) -> str:
    """What the law reads beside the title: bullet points and the plain description as one text."""
    return f"{points}\n{plain}".strip()


def plain_text(described: str) -> str:
    """A description without its markup."""
    if "<" in described or "&" in described:
        described = html.unescape(_TAGS.sub(" ", described))
    return " ".join(described.split())
