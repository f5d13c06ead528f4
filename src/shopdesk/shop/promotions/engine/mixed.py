"""Baskets of several SKUs in which one may cost less than by itself: sets that name them, and what fills up to a tier.

The SKU that is looked at is the first line of each; the lines given are single pieces.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from shopdesk.shop.promotions.engine.priced import Priced
from shopdesk.shop.promotions.rules import PIECE, Layer, Line, Promotion

MOST_OF_IT: Final = 6
"""So many pieces of the SKU itself are filled up at most."""
MOST_FILLERS: Final = 4
"""So many other goods are tried to fill up with, the cheapest: what is cheap comes nearest to a threshold."""


def worths_of(priced: Priced) -> set[int]:
    """What the first line is judged by: its list price, what the prices of items leave of it, what all leave."""
    items = sum(step.shares[0] for step in priced.steps if step.layer is Layer.ITEM)
    return {priced.listed[0], priced.listed[0] - items, priced.paid[0]}


def sets_with(line: Line, met: Iterable[Promotion], goods: Mapping[int, Line]) -> Iterator[tuple[Line, ...]]:
    """Every set that names a SKU with others, once, and as often as each threshold in money asks for."""
    promotions = list(met)
    thresholds = {tier.threshold for one in promotions for tier in one.tiers if tier.threshold}
    for needs in (one.scope.set_of for one in promotions if line.sku_id in one.scope.set_of):
        others = [goods.get(sku_id) for sku_id in sorted(needs) if sku_id != line.sku_id]
        parts = [line, *(other for other in others if other is not None)]
        if len(parts) == len(needs) > 1:
            of_set = [replace(part, pieces=needs[part.sku_id or 0]) for part in parts]
            worth = sum(part.price * part.pieces // PIECE for part in of_set)
            for times in sorted({1, *(-(-threshold // worth) for threshold in thresholds if worth)}):
                yield tuple(replace(part, pieces=part.pieces * times) for part in of_set)


def filled_up(
    line: Line, met: Iterable[Promotion], beside: Sequence[Line], worths: Iterable[int]
) -> Iterator[tuple[Line, Line]]:
    """Pieces of a SKU with some of another that together reach each threshold in money with the least over.

    `beside` are goods that the same promotions are for, `worths` what a piece of the SKU may be judged by.
    """
    fillers = sorted({other.price: other for other in beside if other.price != line.price}.values(), key=_price)
    thresholds = sorted({tier.threshold for one in met for tier in one.tiers if tier.threshold})
    for worth in sorted(filter(None, worths)):
        for threshold in thresholds:
            found = list(_fills(line, fillers[:MOST_FILLERS], threshold, worth))
            if found:
                _over, of_it, many, filler = min(found, key=lambda one: one[:3])
                yield replace(line, pieces=of_it * PIECE), replace(filler, pieces=many * PIECE)


def _fills(
    line: Line, fillers: Iterable[Line], threshold: int, worth: int
) -> Iterator[tuple[int, int, int, Line]]:  # fmt: skip
    """What is over, pieces of the SKU and of a filler, and that; fillers are judged as the SKU is."""
    for filler in fillers:
        each = filler.price * worth // line.price
        for of_it in range(1, MOST_OF_IT + 1):
            lacking = threshold - of_it * worth
            if lacking <= 0 or not each:
                break
            many = -(-lacking // each)
            yield many * each - lacking, of_it, many, filler


def _price(line: Line) -> int:
    return line.price
