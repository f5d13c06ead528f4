"""What a listing scores by what is known of it, and what to change in it, each change with its points."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import Any, Final, NamedTuple

from shopdesk.shop.listings.scoring.rules import FEW_SOLD, RULES, WHOLE, Policy, Section
from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE, RATE_SCALE
from shopdesk.text import _

FULL: Final = WHOLE * RATE_SCALE
"""All points, in the units in which points are counted: 1/10,000,000,000, so that shares of weights stay whole."""
FIVE: Final = 5
Told = Mapping[str, Any]
NOTHING: Final[Told] = {}


@dataclass(slots=True)
class Facts:
    """What is known of a listing; None, and a False of `*_known`, where nobody has said.

    Amounts in 1/10,000, pieces in 1/1,000, the rating in 1/10,000,000,000.
    """

    title: str = ""
    title_size: int = 0
    title_most: int | None = None
    title_law: tuple[str, ...] = ()
    repeats: tuple[tuple[str, int], ...] = ()
    """Words of the title, and how many times too often each stands there."""
    characters: str = ""
    """Forbidden ones in the title."""
    missing: tuple[str, ...] = ()
    """The best keywords that are not in the title."""
    wanted: int = 0
    """So many keywords were looked for; 0: the pool has none for it."""
    search_terms: str | None = None
    description_known: bool = False
    description_size: int = 0
    """Characters without markup."""
    description_law: tuple[str, ...] = ()
    bullets: int = 0
    has_seo: bool = True
    pictures_known: bool = False
    pictures: int = 0
    alts: int = 0
    """Pictures without words."""
    price_known: bool = True
    price: int | None = None
    list_price: int | None = None
    cost: int | None = None
    """The highest of its SKUs, where the listing is in the currency of the shop."""
    skus: int = 0
    empty: int = 0
    """SKUs of which nothing can be sold."""
    available: int = 0
    sold: int = 0
    """Pieces sold in the last 30 days."""
    rating: int | None = None
    reviews: int | None = None
    sent: int = 0
    """Pieces sold in the last 90 days, and of them those that came back."""
    returned: int = 0


class Finding(NamedTuple):
    """One thing to change: the rule that it breaks, where, and its worth in 1/10,000,000,000 points of the listing."""

    rule: str
    field: str | None
    told: Told
    points: int


class Score(NamedTuple):
    """0 to 100 of the listing and of each section that anything is known of, in 1/10,000,000,000; with the findings."""

    total: int
    sections: Mapping[str, int]
    findings: tuple[Finding, ...]

    @property
    def worth(self) -> int:
        """What all findings are worth together: what the listing lacks of 100."""
        return FULL - self.total


Broken = tuple[str, str | None, int, Told]
"""A rule, the field, how many times it is broken, and the values of its sentence."""
Norms = Mapping[str, int]
"""What is expected, as `score_rules.norms_of` says."""
Known = Callable[[Facts, Norms], bool]
Look = Callable[[Facts, Norms], Iterator[Broken]]


_points: Final = attrgetter("points")


def judge(facts: Facts, norms: Norms, policy: Policy) -> Score:
    """Score a listing. What all findings are worth together is what it lacks of 100."""
    weights, off, weight = policy.weights, policy.off, 0
    sections: dict[str, int] = {}
    parts: list[tuple[Section, int, list[tuple[Broken, int]]]] = []
    for section, (is_known, look) in _LOOKS.items():
        mine = weights[section]
        if mine and is_known(facts, norms):
            weight += mine
            broken = [(one, min(WHOLE, RULES[one[0]].cost * one[2])) for one in look(facts, norms) if one[0] not in off]
            sections[section] = FULL
            if broken:
                parts.append((section, mine, broken))
    findings: list[Finding] = []
    for section, mine, broken in parts:
        lost = sum([cost for _one, cost in broken])
        scale = min(WHOLE, lost) * RATE_SCALE
        sections[section] = FULL - scale
        share = scale * mine // weight
        for (rule, field, _times, told), cost in broken:
            if cost:
                findings.append(Finding(rule, field, told, share * cost // lost))
    findings.sort(key=_points, reverse=True)
    return Score(FULL - sum(map(_points, findings)), sections, tuple(findings))


def sentence(rule: str, told: Told) -> str:
    """What a finding says, in the language spoken now."""
    said = RULES[rule]
    message = said.many if said.many and told.get("n") != 1 else said.one
    return _(message).format(**told)


# ------------------------------------------------------------------------------------------------------ sections


def _of_title(facts: Facts, norms: Norms) -> Iterator[Broken]:
    if not facts.title.strip():
        yield "title_missing", "title", 1, NOTHING
        return
    most, size = facts.title_most, facts.title_size
    if most is not None and size > most:
        yield "title_long", "title", 1, {"n": size - most, "size": size, "most": most}
    elif most is not None and size * WHOLE < most * norms["title_share"]:
        yield "title_short", "title", 1, {"n": most - size, "most": most}
    for phrase in facts.title_law:
        yield "title_law", "title", 1, {"phrase": phrase}
    for word, times in facts.repeats:
        yield "title_repeats", "title", 1, {"word": word, "n": times}
    if facts.characters:
        yield "title_characters", "title", 1, {"characters": " ".join(facts.characters)}


def _of_keywords(facts: Facts, norms: Norms) -> Iterator[Broken]:
    for word in facts.missing:
        yield "keyword_missing", "title", 1, {"word": word}
    told = facts.search_terms
    if told is not None and "tags" in norms:
        tags = sum(1 for tag in told.split(",") if tag.strip())
        if tags < norms["tags"]:
            yield "tags_few", "search_terms", norms["tags"] - tags, {"n": norms["tags"] - tags}
    elif told is not None and "terms" in norms and not told.strip():
        yield "terms_missing", "search_terms", 1, NOTHING


def _of_description(facts: Facts, norms: Norms) -> Iterator[Broken]:
    if not facts.description_size and not facts.bullets:
        yield "description_missing", "description", 1, NOTHING
        return
    if 0 < facts.description_size < norms["description"]:
        yield "description_short", "description", 1, {"n": norms["description"] - facts.description_size}
    for phrase in facts.description_law:
        yield "description_law", "description", 1, {"phrase": phrase}
    short = norms.get("bullets", 0) - facts.bullets
    if short > 0:
        yield "bullets_few", "bullets", short, {"n": short}
    if "seo" in norms and not facts.has_seo:
        yield "seo_missing", "seo_title", 1, NOTHING


def _of_pictures(facts: Facts, norms: Norms) -> Iterator[Broken]:
    if not facts.pictures:
        yield "pictures_none", "pictures", 1, NOTHING
        return
    short = norms["pictures_least"] - facts.pictures
    if short > 0:
        yield "pictures_few", "pictures", short, {"n": short}
    over = facts.pictures - norms.get("pictures_most", facts.pictures)
    if over > 0:
        yield "pictures_many", "pictures", over, {"n": over}
    if "alts" in norms and facts.alts:
        yield "alts_missing", "pictures", facts.alts, {"n": facts.alts}


def _of_price(facts: Facts, _norms: Norms) -> Iterator[Broken]:
    price = facts.price
    if not price:
        yield "price_missing", "price", 1, NOTHING
        return
    if facts.list_price is not None and facts.list_price < price:
        yield "price_list", "list_price", 1, {"list_price": _money(facts.list_price), "price": _money(price)}
    if facts.cost is not None and price <= facts.cost:
        yield "price_cost", "price", 1, {"price": _money(price), "cost": _money(facts.cost)}


def _of_stock(facts: Facts, norms: Norms) -> Iterator[Broken]:
    if facts.empty == facts.skus:
        yield "stock_none", "stock", 1, NOTHING
        return
    if facts.empty:
        yield "stock_some", "stock", 1, {"n": facts.empty, "skus": facts.skus}
    days = facts.available * 30 // facts.sold if facts.sold > 0 else norms["days"]
    if days < norms["days"]:
        yield "stock_days", "stock", 1, {"n": days}


def _of_reviews(facts: Facts, norms: Norms) -> Iterator[Broken]:
    reviews, target = facts.reviews, norms["rating"]
    if facts.rating is not None and facts.rating * 10 < target * RATE_SCALE:
        n = fives_needed(facts.rating, reviews or 1, target)
        told = {"n": n, "rating": f"{Decimal(facts.rating) / RATE_SCALE:.2f}", "target": f"{Decimal(target) / 10:.1f}"}
        yield "rating_low", "rating", 1, told
    if reviews is not None and reviews < norms["reviews"]:
        yield "reviews_few", "reviews", 1, {"n": norms["reviews"] - reviews}


def _of_returns(facts: Facts, norms: Norms) -> Iterator[Broken]:
    if facts.returned * WHOLE > facts.sent * norms["returns"]:
        yield "returns_many", None, 1, {"n": _pieces(facts.returned), "sold": _pieces(facts.sent)}


_LOOKS: Final[Mapping[Section, tuple[Known, Look]]] = {
    Section.TITLE: (lambda _facts, _norms: True, _of_title),
    Section.KEYWORDS: (lambda facts, norms: facts.wanted > 0 or _has_terms(facts, norms), _of_keywords),
    Section.DESCRIPTION: (lambda facts, _norms: facts.description_known, _of_description),
    Section.PICTURES: (lambda facts, _norms: facts.pictures_known, _of_pictures),
    Section.PRICE: (lambda facts, _norms: facts.price_known, _of_price),
    Section.STOCK: (lambda facts, _norms: facts.skus > 0, _of_stock),
    Section.REVIEWS: (lambda facts, _norms: facts.rating is not None or facts.reviews is not None, _of_reviews),
    Section.RETURNS: (lambda facts, _norms: facts.sent >= FEW_SOLD * QUANTITY_SCALE, _of_returns),
}
"""Section → whether anything is known to judge it by, and what of it is broken."""


def _has_terms(facts: Facts, norms: Norms) -> bool:
    return facts.search_terms is not None and ("terms" in norms or "tags" in norms)


def fives_needed(rating: int, reviews: int, target: int) -> int:
    """Fives that bring a rating (1/10,000,000,000) of so many reviews to a target in tenths: ⌈(t·n − S)/(5 − t)⌉."""
    lacking = (target * RATE_SCALE // 10 - rating) * reviews
    return -(-lacking // (FIVE * RATE_SCALE - target * RATE_SCALE // 10))


def _money(amount: int) -> str:
    return f"{Decimal(amount) / MONEY_SCALE:,.2f}"


def _pieces(amount: int) -> int:
    return -(-amount // QUANTITY_SCALE)
