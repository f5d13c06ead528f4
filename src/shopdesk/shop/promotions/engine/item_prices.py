"""The prices of items: sets of pieces, and for each line the best price that it can have beside them.

A promotion looks at each line alone, unless it makes sets or a limit cuts it: then what it takes off one line depends
on the others. Those that look at several lines hold whole, or without the lines on which others hold, or not at all.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from shopdesk.shop.promotions.engine.choosing import best_way, first, ways
from shopdesk.shop.promotions.engine.priced import Limit, Missed, Step, Terms, Why
from shopdesk.shop.promotions.engine.till import Cut, Offer, Till
from shopdesk.shop.promotions.rules import PER_LINE


class _Met(NamedTuple):
    """A price of items whose threshold is reached, and the lines on which it holds."""

    offer: Offer
    cut: Cut
    lines: list[int]


def take_items(till: Till, offers: Sequence[Offer], terms: Terms) -> tuple[Till, list[Missed]]:
    """Take the prices of items off; what did not hold."""
    whole = [offer for offer in offers if _looks_at_several(till, offer)]
    single = [offer for offer in offers if offer not in whole]

    def clash(one: Offer, other: Offer) -> bool:
        if one is other:
            return False
        same = one.promotion is other.promotion
        return same or (one.overlaps(other) and terms.clash(one.promotion, other.promotion))

    def run(trial: Till, way: Sequence[Offer]) -> list[Missed]:
        held = [offer for offer in way if offer.places]
        sets = [offer for offer in held if offer.promotion.kind not in PER_LINE]
        missed = [said for said in map(trial.take, sets) if isinstance(said, Missed)]
        return missed + _prices(trial, [offer for offer in held if offer not in sets], single, terms)

    if not whole:
        return till, _prices(till, (), single, terms)
    tried = [(offer, till.copy().take(offer)) for offer in whole]
    worth = [offer for offer, said in tried if isinstance(said, Step)]
    choices = [choice for offer in worth for choice in _choices(till, offer, single, terms)]
    till, way, missed = best_way(till, choices, clash, run)
    held = {offer.promotion.promotion_id for offer in way if offer.places}
    missed += [said for _offer, said in tried if isinstance(said, Missed)]
    missed += [offer.missed(Why.EXCLUDED) for offer in worth if offer.promotion.promotion_id not in held]
    return till, missed


def _looks_at_several(till: Till, offer: Offer) -> bool:
    if offer.promotion.kind not in PER_LINE:
        return True
    cut = till.cut(offer) if offer.is_limited else None
    return isinstance(cut, Cut) and cut.limit(offer) is not Limit.NONE


def _choices(till: Till, offer: Offer, single: Sequence[Offer], terms: Terms) -> list[Offer]:
    """An offer that looks at several lines, without those on which others that exclude it hold.

    Of a higher priority always, of the same as an alternative, each and all of them; nothing may be left of it.
    """
    rank, left, rivals = offer.promotion.priority, set(offer.places), []
    for other in single:
        if other.promotion.priority >= rank and terms.clash(offer.promotion, other.promotion):
            cut = till.cut(other)
            lines = {line for line in other.places if cut.room[line]} if isinstance(cut, Cut) else set()
            if other.promotion.priority > rank:
                left -= lines
            elif lines & left:
                rivals.append(lines)
    options = [left, *(left - lines for lines in rivals), left.difference(*rivals)]
    return [offer._replace(places=places) for places in dict.fromkeys(tuple(sorted(option)) for option in options)]


def _prices(till: Till, capped: Sequence[Offer], single: Sequence[Offer], terms: Terms) -> list[Missed]:
    """For each line the best of what may hold on it, then each promotion in its turn over its lines."""
    cuts = [(offer, till.cut(offer)) for offer in single]
    met = [_Met(offer, cut, []) for offer, cut in cuts if isinstance(cut, Cut)]
    missed = [cut for _offer, cut in cuts if isinstance(cut, Missed)]
    for line in range(len(till.lines)):
        bearing = [step.promotion for step in till.steps if step.shares[line]]
        bearing += [offer.promotion for offer in capped if line in offer.places]
        here = [
            one for one in met
            if line in one.offer.places and not any(terms.clash(one.offer.promotion, other) for other in bearing)
        ]  # fmt: skip
        for one in _best_of_line(till, line, here, terms):
            one.lines.append(line)
    turns: list[Offer | _Met] = sorted([*capped, *met], key=_key)
    return missed + [said for one in turns if isinstance(said := _take(till, one), Missed)]


def _key(one: Offer | _Met) -> Any:
    return (one.offer if isinstance(one, _Met) else one).promotion.key


def _take(till: Till, one: Offer | _Met) -> Step | Missed:
    """Take one in its turn: what it takes off follows from what those before it have left."""
    if isinstance(one, Offer):
        return till.take(one)
    promotion, tier, base = one.offer.promotion, one.cut.tier, one.cut.base
    room = till.off_lines(promotion, tier, one.lines)
    if not any(room):
        alone = any(till.off_line(promotion, tier, line, till.listed[line]) for line in one.offer.places)
        return one.offer.missed(Why.EXCLUDED if alone else Why.NOTHING)
    if not tier.threshold:  # then nothing was judged, and its share is one of these lines alone
        amounts = till.amounts(promotion.basis)
        base = sum(amounts[line] for line in one.lines)
    return till.book(one.offer, one.cut._replace(base=base, wanted=sum(room), room=room))


def _best_of_line(till: Till, line: int, here: Iterable[_Met], terms: Terms) -> Sequence[_Met]:
    """The promotions that hold on one line: of those that exclude each other the way that leaves least."""

    def clash(one: _Met, other: _Met) -> bool:
        return one is not other and terms.clash(one.offer.promotion, other.offer.promotion)

    def off(one: _Met, left: int) -> int:
        return till.off_line(one.offer.promotion, one.cut.tier, line, left)

    left = till.left[line]
    worth = [one for one in here if off(one, left)]
    if len(worth) < 2:
        return worth
    best: tuple[Any, Sequence[_Met]] | None = None
    for way in ways(first(worth, clash, lambda one: one.offer.promotion), clash):
        rest = left
        for one in way:
            rest -= off(one, rest)
        promotions = [one.offer.promotion for one in way]
        score = rest, -sum(one.priority for one in promotions), [one.key for one in promotions]
        if best is None or score < best[0]:
            best = score, way
    return best[1] if best else ()
