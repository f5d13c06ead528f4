"""Which of promotions that exclude each other hold together: the way by which the buyer pays least.

Tried is every way that leaves none out without a reason; of a higher priority nothing is left out.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

from shopdesk.shop.promotions.priced import Missed
from shopdesk.shop.promotions.rules import Promotion
from shopdesk.shop.promotions.till import Offer, Till

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
    rows = [[clash(one, other) for other in offers] for one in offers]

    def grow(chosen: tuple[int, ...], start: int) -> None:
        if len(found) == MOST_WAYS:
            return
        if start == len(offers):
            left_out = (place for place in range(len(offers)) if place not in chosen)
            if all(any(rows[place][other] for other in chosen) for place in left_out):
                found.append(tuple(offers[place] for place in chosen))
            return
        if not any(rows[start][place] for place in chosen):
            grow((*chosen, start), start + 1)
        if any(rows[start][place] for place in (*chosen, *range(start + 1, len(offers)))):
            grow(chosen, start + 1)

    grow((), 0)
    return found
