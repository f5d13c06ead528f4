"""What judging needs of the store, read at once: the pool, the shop's own words on the law, limits and policy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select, type_coerce

from shopdesk.shop.listings.law.check import Hit, LawRules, check_text
from shopdesk.shop.listings.law.said import read_law, read_proved
from shopdesk.shop.listings.rules import WordClass
from shopdesk.shop.listings.scoring.judging import Judge
from shopdesk.shop.listings.scoring.policy import read_policy
from shopdesk.shop.listings.titles.keywords import PoolWord
from shopdesk.shop.listings.titles.limits import TitleLimit, count, unit_of
from shopdesk.shop.listings.titles.own_limits import read_limits
from shopdesk.shop.listings.titles.words import Cutter
from shopdesk.store.tables import Keyword
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE
from shopdesk.text import _

_K: Final = Keyword.__table__.c
WHOLE_WORD: Final = 3
"""Words of the pool up to so long are never cut; longer ones are phrases, of which a title may have the parts."""


@dataclass(frozen=True)
class ShopRules:
    """`judging.TextRules`, of the words that the shop and the program know."""

    limits: Mapping[str, TitleLimit]
    cutter: Cutter
    rules: LawRules
    proved: Mapping[int, tuple[str, ...]]
    """Product → phrases that are proved of it."""

    def marketplace(self, code: str) -> str:
        """The marketplace of a channel's code: of taobao-2 taobao."""
        return code.partition("-")[0]

    def cut(self, text: str) -> list[str]:
        """The words of a text."""
        return self.cutter.cut(text)

    def measure(self, marketplace: str, text: str) -> tuple[int, int | None]:
        """How long a title is, and how long it may be."""
        limit = self.limits.get(marketplace)
        return count(text, unit_of(marketplace, self.limits)), None if limit is None else limit.most

    def unit(self, marketplace: str) -> str:
        """What titles are counted in."""
        return _(unit_of(marketplace, self.limits))

    def law(self, text: str, product_id: int | None) -> tuple[str, ...]:
        """Phrases that the advertising law, or the shop itself, forbids, where nothing proves them of the product."""
        return tuple(dict.fromkeys(hit.phrase for hit in self.hits(text, product_id)))

    def hits(self, text: str, product_id: int | None) -> list[Hit]:
        """These phrases with their places."""
        return check_text(text, self.rules, self.proved.get(product_id, ()) if product_id is not None else ())

    def explain(self, phrase: str, text: str) -> list[str]:
        """Why a phrase of a text is forbidden, and what may stand in its place."""
        hit = next((hit for hit in check_text(text, self.rules) if hit.phrase == phrase), None)
        if hit is None:
            return []
        instead = _("Say instead: {text}").format(text=hit.replacement) if hit.replacement else ""
        return [part for part in (_(hit.reason), instead) if part]

    def forbidden(self, marketplace: str, text: str) -> str:
        """Characters that the marketplace forbids in titles."""
        limit = self.limits.get(marketplace)
        return "" if limit is None else "".join(one for one in limit.forbidden if one in text)


def read_judge(tx: Tx) -> Judge:
    """Everything that listings are judged by today."""
    names = (_K.keyword_id, _K.word, _K.word_class, _K.category, _K.channel_id, _K.volume)
    rows = tx.rows(select(*names, type_coerce(_K.competition, WHOLE)).order_by(_K.keyword_id))
    cutter = Cutter(word for word in (row[1] for row in rows) if len(word) <= WHOLE_WORD and not word.isascii())
    texts = ShopRules(read_limits(tx), cutter, read_law(tx), read_proved(tx))
    return Judge(tx.today, read_policy(tx), [_word(row, cutter) for row in rows], texts)


def _word(row: Sequence[Any], cutter: Cutter) -> PoolWord:
    """A row of the pool with the parts that a title has to have of it."""
    parts = tuple(part.casefold() for part in cutter.cut(row[1]) if part[0].isalnum())
    return PoolWord(row[0], row[1], parts, row[2] and WordClass(row[2]), *row[3:])
