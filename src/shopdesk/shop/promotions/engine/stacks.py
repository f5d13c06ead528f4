"""The least that a buyer can pay for a SKU while a promotion runs: every stack that may be built, tried on the engine.

Tried are baskets of one SKU with the pieces that each threshold asks for and whole sets of them, for every channel and
group of customers that differ, at every moment from which something else runs, with every choice of codes. `Search`
says when that was cut short.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Final

from shopdesk.shop.promotions.engine.meetings import Setting, settings
from shopdesk.shop.promotions.engine.priced import Priced, Terms
from shopdesk.shop.promotions.engine.pricing import price
from shopdesk.shop.promotions.rules import FULL, PIECE, REPEATS, Basket, Layer, Line, Promotion

MOST_LOOKED: Final = 15_000
"""Promotions that are looked at in all baskets that are priced for one: so it stays a matter of a second or two."""
MOST_PIECES: Final = 24
"""Numbers of pieces that are tried with each choice of codes."""
MOST_TIMES: Final = 10
"""So often a threshold that gives something each time is looked at."""
MOST_CODES: Final = 5
"""Of so many codes every choice is tried; of more, each alone, none, and all."""


@dataclass(slots=True)
class Search:
    """What was found: SKU → channel → the basket whose pieces leave the shop least."""

    gift_costs: Mapping[int, int] = field(default_factory=dict)
    """SKU → what one costs that is given on top."""
    by_channel: dict[int, dict[int | None, Priced]] = field(default_factory=dict)
    tried: int = 0
    """Baskets that were priced."""
    looked: int = 0
    """Promotions that were looked at in them."""
    is_whole: bool = True

    @property
    def worst(self) -> dict[int, Priced]:
        """SKU → the worst of all channels."""
        return {sku_id: min(found.values(), key=self.each) for sku_id, found in self.by_channel.items()}

    @property
    def given(self) -> list[int]:
        """SKUs that the worst baskets get on top."""
        baskets = [priced for found in self.by_channel.values() for priced in found.values()]
        return sorted({gift.sku_id for priced in baskets for gift in priced.gifts})

    def gifts_cost(self, priced: Priced) -> int:
        """What the gifts of a basket cost; nothing where nobody knows."""
        return sum(self.gift_costs.get(gift.sku_id, 0) * gift.pieces // PIECE for gift in priced.gifts)

    def each(self, priced: Priced) -> tuple[int, int, int]:
        """What a piece of a basket leaves, by which baskets are compared; then more gifts, then fewer pieces."""
        pieces = priced.basket.lines[0].pieces
        given = sum(gift.pieces for gift in priced.gifts)
        left = left_to_shop(priced) - self.gifts_cost(priced)
        return left * PIECE // pieces, -given * PIECE // pieces, pieces


def left_to_shop(priced: Priced) -> int:
    """What the shop has of a basket's goods: what is paid, and what platform and partner bear."""
    return sum(priced.paid) + sum(step.by_platform + step.by_partner for step in priced.steps if any(step.shares))


def search(
    one: Promotion, terms: Terms, lines: Sequence[Line], channels: Sequence[int | None], coin: int,
    gift_costs: Mapping[int, int] | None = None,
) -> Search:  # fmt: skip
    """The worst stack of every line's SKU; `lines` are single pieces at the announced price."""
    found = Search(gift_costs or {})
    for place in settings(one, terms, lines, channels):
        near = replace(terms, promotions=place.met)  # of thousands of promotions nothing else can hold there
        for alike in _by_price(place.lines):
            worst = min(_tried(one, alike[0], place, near, coin, found), key=found.each, default=None)
            if worst is not None:
                _keep(found, alike, place.channels, worst)
            if found.looked >= MOST_LOOKED and not found.is_whole:
                return found
    return found


def _by_price(lines: Iterable[Line]) -> Iterable[list[Line]]:
    """Lines for which the same promotions hold: at one price one stands for all."""
    found: dict[int, list[Line]] = {}
    for line in lines:
        found.setdefault(line.price, []).append(line)
    return found.values()


def _keep(found: Search, lines: Iterable[Line], channels: Sequence[int | None], priced: Priced) -> None:
    each = found.each(priced)
    for line in lines:
        worst = found.by_channel.setdefault(line.sku_id or 0, {})
        for channel_id in channels:
            if channel_id not in worst or each < found.each(worst[channel_id]):
                worst[channel_id] = priced


def _tried(one: Promotion, line: Line, place: Setting, near: Terms, coin: int, found: Search) -> Iterator[Priced]:
    """Baskets of a line with every choice of codes: one piece, then every number from which more holds than before."""
    sizes = _sizes(place.met)
    for codes in _choices(one, place.met, found):
        known: set[int] = set()
        wanted = {1, *sizes}
        while wanted and len(known) < MOST_PIECES:
            if found.looked >= MOST_LOOKED:
                found.is_whole = False
                return
            found.tried += 1
            found.looked += len(place.met)
            pieces = min(wanted)
            known.add(pieces)
            lines = (replace(line, pieces=pieces * PIECE),)
            basket = Basket(lines, place.moment, place.channels[0], place.group, codes, coin=coin, people=FULL)
            priced = price(basket, near)
            yield priced
            wanted = (wanted | _reaching(priced, place.met, sizes)) - known


def _choices(one: Promotion, met: Sequence[Promotion], found: Search) -> list[tuple[str, ...]]:
    """Codes that a buyer may name; always with a code of this promotion, where it asks for one."""
    own = _code(one) if one.by_coupon else ""
    codes = sorted({code for promotion in met if promotion != one and (code := _code(promotion))})
    if len(codes) <= MOST_CODES:
        chosen = [choice for size in range(len(codes) + 1) for choice in combinations(codes, size)]
    else:
        found.is_whole = False
        chosen = [(), *((code,) for code in codes), tuple(codes)]
    return [((own, *choice) if own else choice) for choice in chosen]


def _code(promotion: Promotion) -> str:
    usable = [coupon for coupon in promotion.coupons if coupon.uses_left != 0 and coupon.budget_left != 0]
    return max(usable, key=lambda one: (one.budget_left is None, one.budget_left or 0, one.code)).code if usable else ""


def _sizes(met: Iterable[Promotion]) -> set[int]:
    """Pieces that thresholds in pieces and sets ask for, once and as often as they are given at most."""
    found = set()
    for tier in (tier for promotion in met for tier in promotion.tiers):
        size = -(-tier.set_pieces // PIECE)
        found |= {size, size * (tier.most_times or 1)} if size else set()
    return found | {-(-many // size) * size for many in found for size in found}


def _reaching(priced: Priced, met: Iterable[Promotion], sizes: Iterable[int]) -> set[int]:
    """Pieces with which each threshold in money is reached at what one is worth in a basket, and whole sets of them.

    That is the list price, what the prices of items leave of it, or what all leave, by what the threshold is judged on.
    """
    pieces, items = priced.basket.lines[0].pieces // PIECE, [s for s in priced.steps if s.layer is Layer.ITEM]
    worths = {priced.listed[0], priced.listed[0] - sum(step.shares[0] for step in items), priced.paid[0]}
    reached = {
        many
        for promotion in met for tier in promotion.tiers if tier.threshold
        for worth in worths if worth
        for many in _reached(tier.threshold * pieces, worth, promotion.kind in REPEATS)
    }  # fmt: skip
    return reached | {-(-many // size) * size for many in reached for size in sizes}


def _reached(threshold: int, worth: int, repeats: bool) -> set[int]:
    """Pieces with which a threshold is reached, and where it repeats, reached several times with the least over."""
    often = min(range(1, MOST_TIMES + 1), key=lambda times: -(-threshold * times // worth) * worth / times)
    return {-(-threshold * times // worth) for times in ((1, often) if repeats else (1,))}
