"""What judging needs of the store, read at once: the pool, the shop's own words on the law, limits and policy."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select, type_coerce

from shopdesk.shop.listings.judging import Judge
from shopdesk.shop.listings.keywords import USUAL, PoolWord
from shopdesk.shop.listings.policy import read_policy
from shopdesk.shop.listings.rules import WordClass
from shopdesk.shop.listings.title_limits import TitleLimit, count, limits_on, unit_of
from shopdesk.store.tables import Keyword, LawWord
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE
from shopdesk.text import _

_RUN: Final = re.compile(r"[A-Za-z0-9'’.-]+|[\u3400-\u9fff]+|\s+|.", re.DOTALL)
_K: Final = Keyword.__table__.c
_HAN: Final = re.compile("[\u3400-\u9fff]")
LONGEST: Final = 8
"""Characters of the longest Chinese word that is looked for."""


@dataclass(frozen=True)
class ShopRules:
    """`judging.TextRules`, of the words that the shop and the program know."""

    limits: Mapping[str, TitleLimit]
    words: frozenset[str]
    law_words: Sequence[tuple[str, str, str]]
    """Phrase that the shop forbids itself, why, and what it says instead."""

    def marketplace(self, code: str) -> str:
        """The marketplace of a channel's code: of taobao-2 taobao."""
        return code.partition("-")[0]

    def cut(self, text: str) -> list[str]:
        """The words of a text by longest match: of Chinese those that are known, else single characters."""
        found: list[str] = []
        for run in _RUN.findall(text):
            found.extend(self._cut_run(run) if _HAN.match(run) else [run])
        return found

    def _cut_run(self, run: str) -> list[str]:
        found, at = [], 0
        while at < len(run):
            longest = min(LONGEST, len(run) - at)
            size = next((n for n in range(longest, 1, -1) if run[at : at + n] in self.words), 1)
            found.append(run[at : at + size])
            at += size
        return found

    def measure(self, marketplace: str, text: str) -> tuple[int, int | None]:
        """How long a title is, and how long it may be."""
        limit = self.limits.get(marketplace)
        return count(text, unit_of(marketplace, self.limits)), None if limit is None else limit.most

    def unit(self, marketplace: str) -> str:
        """What titles are counted in."""
        return _(unit_of(marketplace, self.limits))

    def law(self, text: str) -> tuple[str, ...]:
        """Phrases that are forbidden."""
        return tuple(phrase for phrase, _why, _instead in self.law_words if phrase in text)

    def explain(self, phrase: str) -> list[str]:
        """Why a phrase is forbidden, and what may stand in its place."""
        told = [(why, instead) for one, why, instead in self.law_words if one == phrase]
        return [
            part
            for why, instead in told
            for part in (why, _("Say instead: {text}").format(text=instead) if instead else "")
            if part
        ]

    def forbidden(self, marketplace: str, text: str) -> str:
        """Characters that the marketplace forbids in titles."""
        limit = self.limits.get(marketplace)
        return "" if limit is None else "".join(one for one in limit.forbidden if one in text)


def read_judge(tx: Tx) -> Judge:
    """Everything that listings are judged by today."""
    names = (_K.keyword_id, _K.word, _K.word_class, _K.category, _K.channel_id, _K.volume)
    rows = tx.rows(select(*names, type_coerce(_K.competition, WHOLE)).order_by(_K.keyword_id))
    law = tx.rows(
        select(LawWord.phrase, LawWord.reason, LawWord.replacement).where(type_coerce(LawWord.is_allowed, WHOLE) == 0)
    )  # fmt: skip
    texts = ShopRules(
        limits_on(tx.today), frozenset([*USUAL, *(row[1] for row in rows)]),
        [(row.phrase, row.reason or "", row.replacement or "") for row in law],
    )  # fmt: skip
    pool = [_word(row, texts) for row in rows]
    return Judge(tx.today, read_policy(tx), pool, texts)


def _word(row: Sequence[Any], texts: ShopRules) -> PoolWord:
    """A row of the pool; what a word is made of is found without the word itself."""
    known = ShopRules(texts.limits, texts.words - {row[1]}, ())
    parts = tuple(part.casefold() for part in known.cut(row[1]) if part[0].isalnum())
    whole = (row[1].casefold(),) if not row[1].isascii() and any(len(part) == 1 for part in parts) else parts
    return PoolWord(row[0], row[1], whole, row[2] and WordClass(row[2]), *row[3:])
