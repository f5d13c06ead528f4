"""Which of promotions that exclude each other hold together: the way by which the buyer pays least.

Tried is every way that leaves none out without a reason; of a higher priority nothing is left out.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, TypeVar

from shopdesk.shop.promotions.engine.priced import Missed
from shopdesk.shop.promotions.engine.till import Offer, Till
from shopdesk.shop.promotions.rules import Promotion

T = TypeVar("T")
MOST_WAYS: Final = 256
"""So many ways are tried; where there are more, those that come first in the order of what is given."""
Clash = Callable[[Offer, Offer], bool]
Run = Callable[[Till, Sequence[Offer]], list[Missed]]
"""Take offers that do not exclude each other, and say what did not hold."""


def best_way(
    till: Till, offers: Sequence[Offer], clash: Clash, run: Run
) -> tuple[Till, tuple[Offer, ...], list[Missed]]:
    """The till after the best way, the offers in it, and what did not hold of them."""
    kept = first(offers, clash, lambda offer: offer.promotion)
    if not any(clash(one, other) for place, one in enumerate(kept) for other in kept[:place]):
        return till, tuple(kept), run(till, kept)
    best: tuple[Any, Till, tuple[Offer, ...], list[Missed]] | None = None
    for way in ways(kept, clash):
        trial = till.copy()
        said = run(trial, way)
        score = score_of(trial)
        if best is None or score < best[0]:
            best = score, trial, way, said
    if best is None:
        raise AssertionError("there is always a way, if only the empty one")
    return best[1:]


def first(offers: Sequence[T], clash: Callable[[T, T], bool], promotion: Callable[[T], Promotion]) -> list[T]:
    """Those that none of a higher priority excludes."""
    kept: list[T] = []
    for offer in sorted(offers, key=lambda one: promotion(one).key):
        rank = promotion(offer).priority
        if not any(promotion(one).priority > rank and clash(one, offer) for one in kept):
            kept.append(offer)
    return [offer for offer in offers if offer in kept]


def score_of(till: Till) -> tuple[Any, ...]:
    """The least to pay, then the most gifts, then what the shop prefers; so that there is always one best."""
    gifts = sum(gift.pieces for step in till.steps for gift in step.gifts)
    promotions = [step.promotion for step in till.steps]
    return till.total, -gifts, -sum(one.priority for one in promotions), sorted(one.key for one in promotions)


def ways(offers: Sequence[T], clash: Callable[[T, T], bool]) -> list[tuple[T, ...]]:
    """Every largest set of offers of which no two clash, in the order of the offers; at least one, which may be empty.

    "Largest": each offer that is left out clashes with one that is in.
    """
    found: list[tuple[T, ...]] = []
    rows = _clashes(offers, clash)

    def grow(chosen: tuple[int, ...], open_: int, waiting: int) -> None:
        """Go on with the first that may still be taken; who waits is left out, and nothing taken clashes with it yet.

        Both are sets of places, a bit each.
        """
        if len(found) == MOST_WAYS or any(not rows[place] & open_ for place in _places(waiting)):
            return
        if not open_:
            found.append(tuple(offers[place] for place in chosen))
            return
        place = (open_ & -open_).bit_length() - 1
        rest = open_ & ~(1 << place)
        grow((*chosen, place), rest & ~rows[place], waiting & ~rows[place])
        if rows[place] & rest:
            grow(chosen, rest, waiting | 1 << place)

    grow((), (1 << len(offers)) - 1, 0)
    return found


def _clashes(offers: Sequence[T], clash: Callable[[T, T], bool]) -> list[int]:
    """By offer, those that clash with it, as a set of places."""
    rows = [0] * len(offers)
    for place, one in enumerate(offers):
        for before in range(place):
            if clash(one, offers[before]):
                rows[place] |= 1 << before
                rows[before] |= 1 << place
    return rows


def _places(bits: int) -> Iterator[int]:
    while bits:
        yield (bits & -bits).bit_length() - 1
        bits &= bits - 1
