"""What a basket pays: promotions are taken off layer by layer, and each is spread over the lines to the cent.

    list price --ITEM--> --SHOP--> --CROSS--> --LAST--> paid for goods;  shipping --SHIPPING--> paid for shipping

Nothing here depends on the order in which lines or promotions come in, and nothing goes below zero. Where promotions
exclude each other, the higher priority holds, and of equals the way by which the buyer pays least.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations
from math import inf
from typing import Any, Final

from shopdesk.shop.promotions.engine.choosing import best_way, score_of
from shopdesk.shop.promotions.engine.item_prices import take_items
from shopdesk.shop.promotions.engine.priced import Missed, Priced, Step, Terms, Why
from shopdesk.shop.promotions.engine.till import Offer, Till
from shopdesk.shop.promotions.rules import LAYERS, Basket, Coupon, Layer, Line, Promotion

MOST_FIRST: Final = 3
"""Of so many coupons and reductions that exclude prices of items every choice is tried to go before them; where there
are more, of those of the highest priority that take most off."""


def price(basket: Basket, terms: Terms) -> Priced:
    """What a basket pays under these terms; ValueError for lines without pieces or below zero."""
    if any(line.pieces <= 0 or line.price < 0 for line in basket.lines) or basket.shipping < 0:
        raise ValueError("a basket has pieces, and prices of zero or more")
    order = sorted(range(len(basket.lines)), key=lambda place: basket.lines[place].key)
    till = Till.of(basket, tuple(basket.lines[place] for place in order))
    offers, missed = _offers(basket, till.lines, terms)
    items = [offer for offer in offers if offer.promotion.layer is Layer.ITEM]
    rest = [offer for offer in offers if offer.promotion.layer is not Layer.ITEM]
    till, more = _best_turn(till, items, rest, terms) if offers else (till, [])
    return _answer(basket, till, order, missed + more)


def _best_turn(till: Till, items: Sequence[Offer], rest: Sequence[Offer], terms: Terms) -> tuple[Till, list[Missed]]:
    """Prices of items come first, but for those that a promotion of orders of a higher priority excludes.

    Of one of the same priority both ways are tried; one that is not met excludes nothing.
    """
    tried = [(offer, till.copy().take(offer)) for offer in rest if _rivals(offer, items, terms)]
    worth = [(offer, said.amount) for offer, said in tried if isinstance(said, Step)]
    if not worth:
        return _layers(till, items, rest, (), terms)
    worth.sort(key=lambda one: (-one[0].promotion.priority, -one[1], one[0].promotion.key))
    before = [offer for offer, _amount in worth[:MOST_FIRST]]
    best: tuple[Any, Till, list[Missed]] | None = None
    for chosen in (choice for size in range(len(before) + 1) for choice in combinations(before, size)):
        trial, missed = _layers(till.copy(), items, rest, chosen, terms)
        taken = {step.promotion.promotion_id for step in trial.steps}
        if not all(offer.promotion.promotion_id in taken for offer in chosen):
            continue
        ranks = sorted(-offer.promotion.priority for offer in chosen if _is_higher(offer, items, terms))
        score = [*ranks, inf], score_of(trial)  # the highest priority first, then as many as can be
        if best is None or score < best[0]:
            best = score, trial, missed
    if best is None:
        raise AssertionError("the usual turn is always one")
    return best[1:]


def _rivals(offer: Offer, items: Iterable[Offer], terms: Terms) -> list[Promotion]:
    """The prices of items that an offer of another layer excludes, if it goes before them."""
    found = (item.promotion for item in items if item.overlaps(offer) and terms.clash(item.promotion, offer.promotion))
    return [promotion for promotion in found if promotion.priority <= offer.promotion.priority]


def _is_higher(offer: Offer, items: Iterable[Offer], terms: Terms) -> bool:
    return any(one.priority < offer.promotion.priority for one in _rivals(offer, items, terms))


def _layers(
    till: Till, items: Sequence[Offer], rest: Sequence[Offer], before: Sequence[Offer], terms: Terms
) -> tuple[Till, list[Missed]]:
    """All layers, the prices of items without the lines of what goes before them."""
    missed: list[Missed] = []
    for offer in before:
        rivals = _rivals(offer, items, terms)
        items = [
            item._replace(places=tuple(place for place in item.places if place not in offer.places))
            if item.promotion in rivals else item
            for item in items
        ]  # fmt: skip
    if items:
        missed += [item.missed(Why.EXCLUDED) for item in items if not item.places]
        till, more = take_items(till, [item for item in items if item.places], terms)
        missed += more
    till.item = list(till.left)
    kept, more = _not_excluded(till, rest, terms)
    missed += more
    if kept:
        turns = terms.layers.get(till.basket.channel_id, LAYERS)
        kept.sort(key=lambda offer: turns.index(offer.promotion.layer))
        till, more = _settle(till, kept, terms)
        missed += more
    return till, missed


def _answer(basket: Basket, till: Till, order: Sequence[int], missed: list[Missed]) -> Priced:
    """The till's lines back in the basket's order."""
    back = [0] * len(order)
    for here, there in enumerate(order):
        back[there] = here
    steps = [replace(step, shares=tuple(step.shares[place] for place in back)) for step in till.steps]
    listed, paid = (tuple(amounts[place] for place in back) for amounts in (till.listed, till.left))
    return Priced(basket, listed, paid, till.shipping, tuple(steps), tuple(missed))


def _offers(basket: Basket, lines: Sequence[Line], terms: Terms) -> tuple[list[Offer], list[Missed]]:
    """The promotions that hold at that moment for that channel, group and goods; of codes also why they do not."""
    named, offers, missed = {_code(code): code for code in basket.coupons}, [], []
    for promotion in terms.promotions:
        codes = [coupon for coupon in promotion.coupons if _code(coupon.code) in named]
        for coupon in codes:
            del named[_code(coupon.code)]
        if promotion.by_coupon and not codes:
            continue
        why = _why_not(promotion, codes, basket)
        places = () if why else tuple(place for place, line in enumerate(lines) if promotion.scope.covers(line))
        if places:
            offers.append(Offer(promotion, _usable(codes), places))
        elif codes or why is Why.USED_UP:
            missed.append(Missed(promotion, why or Why.NO_GOODS, codes[0].code if codes else ""))
    missed += [Missed(None, Why.UNKNOWN_CODE, code) for _folded, code in sorted(named.items())]
    return offers, missed


def _code(code: str) -> str:
    return code.strip().casefold()


def _usable(codes: Iterable[Coupon]) -> Coupon | None:
    """Of the named codes of a promotion the one that has most left; None: not one has anything."""
    left = [code for code in codes if code.uses_left != 0 and code.budget_left != 0]
    return max(left, key=lambda code: (code.budget_left is None, code.budget_left or 0, code.code), default=None)


def _why_not(promotion: Promotion, codes: Sequence[Coupon], basket: Basket) -> Why | None:
    if not promotion.runs(basket.moment):
        return Why.NOT_YET if basket.moment < promotion.starts_at else Why.OVER
    if not promotion.scope.is_for(basket.channel_id, basket.group):
        return Why.NOT_FOR
    return Why.USED_UP if promotion.budget_left == 0 or (codes and _usable(codes) is None) else None


def _settle(till: Till, offers: Sequence[Offer], terms: Terms) -> tuple[Till, list[Missed]]:
    """Take the offers that may hold together: of those that exclude each other the best way for the buyer."""

    def clash(one: Offer, other: Offer) -> bool:
        return one is not other and terms.clash(one.promotion, other.promotion) and one.overlaps(other)

    if not any(clash(one, other) for place, one in enumerate(offers) for other in offers[:place]):
        return till, _in_turn(till, offers)
    tried = [(offer, till.copy().take(offer)) for offer in offers]
    missed = [said for _offer, said in tried if isinstance(said, Missed)]
    worth = [offer for offer, said in tried if isinstance(said, Step)]
    till, way, more = best_way(till, worth, clash, _in_turn)
    return till, missed + [offer.missed(Why.EXCLUDED) for offer in worth if offer not in way] + more


def _in_turn(till: Till, offers: Sequence[Offer]) -> list[Missed]:
    return [said for said in map(till.take, offers) if isinstance(said, Missed)]


def _not_excluded(till: Till, offers: Sequence[Offer], terms: Terms) -> tuple[list[Offer], list[Missed]]:
    """The offers without the lines whose price of the item excludes them: those neither count nor bear a share."""
    kept, missed = [], []
    for offer in offers:
        barred = [step.shares for step in till.steps if terms.clash(step.promotion, offer.promotion)]
        places = tuple(place for place in offer.places if not any(shares[place] for shares in barred))
        if places:
            kept.append(offer._replace(places=places))
        else:
            missed.append(offer.missed(Why.EXCLUDED))
    return kept, missed
