"""What a basket pays: promotions are taken off layer by layer, and each is spread over the lines to the cent.

    list price --ITEM--> --SHOP--> --CROSS--> --LAST--> paid for goods;  shipping --SHIPPING--> paid for shipping

Nothing here depends on the order in which lines or promotions come in, and nothing goes below zero. Where promotions
exclude each other, the higher priority holds, and of equals the way by which the buyer pays least.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple, TypeVar

from shopdesk.shop.money import nearest
from shopdesk.shop.promotions.choosing import ways
from shopdesk.shop.promotions.priced import Missed, Priced, Step, Terms, Why
from shopdesk.shop.promotions.rules import (
    LAYERS,
    PIECE,
    SHARE,
    Basis,
    Basket,
    Coupon,
    Layer,
    Line,
    Promotion,
    PromotionKind,
)
from shopdesk.shop.promotions.till import Cut, Offer, Till

PER_LINE: Final = frozenset(
    {
        PromotionKind.PERCENT_OFF, PromotionKind.AMOUNT_OFF, PromotionKind.FIXED_PRICE, PromotionKind.GROUP_PRICE,
        PromotionKind.MEMBER_PRICE,
    }
)  # fmt: skip
"""Kinds that, as prices of items, say for each line what it costs, so that each line has the best of them."""
T = TypeVar("T")
Run = Callable[[Till, Sequence[Offer]], list[Missed]]


def price(basket: Basket, terms: Terms) -> Priced:
    """What a basket pays under these terms; ValueError for lines without pieces or below zero."""
    if any(line.pieces <= 0 or line.price < 0 for line in basket.lines) or basket.shipping < 0:
        raise ValueError("a basket has pieces, and prices of zero or more")
    order = sorted(range(len(basket.lines)), key=lambda place: basket.lines[place].key)
    till = Till.of(basket, tuple(basket.lines[place] for place in order))
    offers, missed = _offers(basket, till.lines, terms)
    items = [offer for offer in offers if offer.promotion.layer is Layer.ITEM]
    if items:
        till, more = _items(till, items, terms)
        missed += more
    till.item = list(till.left)
    rest, more = _not_excluded(till, [offer for offer in offers if offer.promotion.layer is not Layer.ITEM], terms)
    missed += more
    if rest:
        turns = terms.layers.get(basket.channel_id, LAYERS)
        rest.sort(key=lambda offer: turns.index(offer.promotion.layer))
        till, more = _settle(till, rest, terms, _in_turn)
        missed += more
    return _answer(basket, till, order, missed)


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


def _settle(till: Till, offers: Sequence[Offer], terms: Terms, run: Run) -> tuple[Till, list[Missed]]:
    """Run the offers that may hold together: of those that exclude each other the best way for the buyer."""

    def clash(one: Offer, other: Offer) -> bool:
        return one is not other and terms.clash(one.promotion, other.promotion) and one.overlaps(other)

    if not any(clash(one, other) for place, one in enumerate(offers) for other in offers[:place]):
        return till, run(till, offers)
    tried = [(offer, till.copy().take(offer)) for offer in offers]
    missed = [said for _offer, said in tried if isinstance(said, Missed)]
    worth = [offer for offer, said in tried if isinstance(said, Step)]
    best: tuple[Any, Till, tuple[Offer, ...], list[Missed]] | None = None
    for way in ways(_first(worth, clash, lambda offer: offer.promotion), clash):
        trial = till.copy()
        said = run(trial, way)
        score = _score(trial)
        if best is None or score < best[0]:
            best = score, trial, way, said
    if best is None:
        raise AssertionError("there is always a way, if only the empty one")
    missed += [Missed(offer.promotion, Why.EXCLUDED, _named(offer)) for offer in worth if offer not in best[2]]
    return best[1], missed + best[3]


def _first(offers: Sequence[T], clash: Callable[[T, T], bool], promotion: Callable[[T], Promotion]) -> list[T]:
    """Those that none of a higher priority excludes."""
    kept: list[T] = []
    for offer in sorted(offers, key=lambda one: promotion(one).key):
        rank = promotion(offer).priority
        if not any(promotion(one).priority > rank and clash(one, offer) for one in kept):
            kept.append(offer)
    return [offer for offer in offers if offer in kept]


def _score(till: Till) -> tuple[Any, ...]:
    """The least to pay, then the most gifts, then what the shop prefers; so that there is always one best."""
    gifts = sum(gift.pieces for step in till.steps for gift in step.gifts)
    promotions = [step.promotion for step in till.steps]
    return till.total, -gifts, -sum(one.priority for one in promotions), sorted(one.key for one in promotions)


def _named(offer: Offer) -> str:
    return offer.coupon.code if offer.coupon else ""


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
            missed.append(Missed(offer.promotion, Why.EXCLUDED, _named(offer)))
    return kept, missed


def _items(till: Till, offers: Sequence[Offer], terms: Terms) -> tuple[Till, list[Missed]]:
    """The prices of items: what looks at several lines first, then for each line the best price that remains."""
    single = [offer for offer in offers if offer.promotion.kind in PER_LINE]
    whole = [offer for offer in offers if offer.promotion.kind not in PER_LINE]

    def run(trial: Till, way: Sequence[Offer]) -> list[Missed]:
        return [*_in_turn(trial, way), *_line_by_line(trial, single, terms)]

    return _settle(till, whole, terms, run)


def _line_by_line(till: Till, offers: Sequence[Offer], terms: Terms) -> list[Missed]:
    """For each line the best of what may hold on it, then each promotion in its turn over its lines."""
    met: list[_Met] = []
    missed: list[Missed] = []
    for offer in offers:
        cut = till.cut(offer)
        if isinstance(cut, Missed):
            missed.append(cut)
        else:
            met.append(_Met(offer, cut, [0] * len(till.lines)))
    for line in range(len(till.lines)):
        bearing = [step.promotion for step in till.steps if step.shares[line]]
        here = [
            one for one in met
            if line in one.offer.places and not any(terms.clash(one.offer.promotion, other) for other in bearing)
        ]  # fmt: skip
        for one, off in _best_of_line(till, line, here, terms):
            one.room[line] = off
    for one in met:
        if not any(one.room):
            missed.append(Missed(one.offer.promotion, _why_nothing(till, one), _named(one.offer)))
            continue
        said = till.book(one.offer, one.cut._replace(wanted=sum(one.room), room=tuple(one.room)))
        if isinstance(said, Missed):
            missed.append(said)
    return missed


class _Met(NamedTuple):
    """A price of items whose threshold is reached, and what it takes off each line."""

    offer: Offer
    cut: Cut
    room: list[int]


def _best_of_line(till: Till, line: int, here: Sequence[_Met], terms: Terms) -> list[tuple[_Met, int]]:
    """What promotions take off one line: of those that exclude each other the way that leaves least."""

    def clash(one: _Met, other: _Met) -> bool:
        return one is not other and terms.clash(one.offer.promotion, other.offer.promotion)

    left = till.left[line]
    worth = [one for one in here if _off_line(till, one, line, left)]
    if len(worth) < 2:
        return [(one, _off_line(till, one, line, left)) for one in worth]
    best: tuple[Any, list[tuple[_Met, int]]] | None = None
    for way in ways(_first(worth, clash, lambda one: one.offer.promotion), clash):
        rest, taken = left, []
        for one in way:
            off = _off_line(till, one, line, rest)
            taken.append((one, off))
            rest -= off
        promotions = [one.offer.promotion for one in way]
        score = rest, -sum(one.priority for one in promotions), [one.key for one in promotions]
        if best is None or score < best[0]:
            best = score, taken
    return best[1] if best else []


def _off_line(till: Till, met: _Met, line: int, left: int) -> int:
    """What a price of items takes off a line of which `left` is left, in whole coins."""
    promotion, tier, coin, pieces = met.offer.promotion, met.cut.tier, till.basket.coin, till.lines[line].pieces
    if tier.fixed_price is not None:
        off = left - nearest(tier.fixed_price * pieces, PIECE * coin) * coin
    elif tier.off_rate is not None:
        base = till.listed[line] if promotion.basis is Basis.LIST else left
        off = nearest(base * tier.off_rate, SHARE * coin) * coin
    else:
        off = nearest((tier.off_amount or 0) * pieces, PIECE * coin) * coin
    return max(0, min(left, off))


def _why_nothing(till: Till, met: _Met) -> Why:
    alone = any(_off_line(till, met, line, till.listed[line]) for line in met.offer.places)
    return Why.EXCLUDED if alone else Why.NOTHING
