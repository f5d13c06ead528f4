"""Sets of pieces in a basket: which of those bought together are free or cost less, and what a price of a set saves.

Pieces are told from the most expensive down, so that every further piece can only add to what is saved.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from shopdesk.shop.promotions.rules import PIECE, SHARE, Line, Promotion, PromotionKind, Tier


class Saved(NamedTuple):
    """What sets come to: how many, what they save, and the worth of each line's pieces in them."""

    times: int
    off: int
    """In 1/10,000 times `SHARE`: not rounded yet."""
    worth: tuple[int, ...]
    """In 1/10,000."""


@dataclass(frozen=True, slots=True)
class _Queue:
    """Whole pieces of some lines from the most expensive down: the place of each, how many, and their price."""

    places: tuple[int, ...]
    ends: tuple[int, ...]
    """How many pieces there are up to and with each."""
    prices: tuple[int, ...]

    @property
    def count(self) -> int:
        """Pieces in all."""
        return self.ends[-1] if self.ends else 0

    def worth(self, until: int) -> int:
        """What the first `until` pieces cost."""
        full = bisect_right(self.ends, until)
        starts = (0, *self.ends)
        some = sum((self.ends[n] - starts[n]) * self.prices[n] for n in range(full))
        return some + ((until - starts[full]) * self.prices[full] if full < len(self.prices) else 0)

    def of_lines(self, until: int, size: int) -> list[int]:
        """What each line has among the first `until` pieces; `size`: how many lines there are."""
        worth, start = [0] * size, 0
        for place, end, price in zip(self.places, self.ends, self.prices, strict=True):
            worth[place] = max(0, min(end, until) - start) * price
            start = end
        return worth


def sets_of(promotion: Promotion, tier: Tier, lines: Sequence[Line], places: Sequence[int]) -> Saved:
    """The sets among the lines at `places` and what they save."""
    if promotion.kind is PromotionKind.BUY_GET:
        return _free(tier, lines, places)
    if promotion.kind is PromotionKind.NTH_PIECE:
        return _cheaper(promotion.tiers, tier.most_times, lines, places)
    if promotion.scope.set_of:
        needs = promotion.scope.set_of
        queues = [
            (_queue(lines, [place for place in places if lines[place].sku_id == sku]), pieces // PIECE)
            for sku, pieces in sorted(needs.items())
        ]
    else:
        queues = [(_queue(lines, places), (tier.threshold_pieces or PIECE) // PIECE)]
    return _at_one_price(tier, queues, len(lines))


def _queue(lines: Sequence[Line], places: Sequence[int]) -> _Queue:
    """Whole pieces alone: half a metre is no piece of a set."""
    sorted_places = sorted(places, key=lambda place: (-lines[place].price, place))
    ends, total = [], 0
    for place in sorted_places:
        total += lines[place].pieces // PIECE
        ends.append(total)
    return _Queue(tuple(sorted_places), tuple(ends), tuple(lines[place].price for place in sorted_places))


def _free(tier: Tier, lines: Sequence[Line], places: Sequence[int]) -> Saved:
    """Of every set, from the most expensive pieces down, the cheapest are free."""
    queue, free = _queue(lines, places), (tier.free_pieces or 0) // PIECE
    size = (tier.threshold_pieces or 0) // PIECE + free
    times = min(queue.count // size if size else 0, tier.most_times or queue.count)
    off, start = 0, 0
    for end, price in zip(queue.ends, queue.prices, strict=True):
        until = min(end, times * size)
        if until > start:
            off += (_free_until(until, size, free) - _free_until(start, size, free)) * price
        start = end
    return Saved(times, off * SHARE, tuple(queue.of_lines(times * size, len(lines))))


def _free_until(pieces: int, size: int, free: int) -> int:
    """How many of the first pieces are free: the last ones of every set."""
    sets, rest = divmod(pieces, size)
    return sets * free + max(0, rest - (size - free))


def _cheaper(tiers: Sequence[Tier], most: int | None, lines: Sequence[Line], places: Sequence[int]) -> Saved:
    """Of every set, from the most expensive pieces down, each tier's own piece costs less; the last set may lack some.

    A set has as many pieces as the highest tier says, and is one from the lowest on.
    """
    queue, nths = _queue(lines, places), {tier.set_pieces // PIECE: tier for tier in tiers}
    size = max(nths)
    times = (queue.count + size - min(nths)) // size
    times = min(times, most or times)
    full, rest = divmod(min(queue.count, times * size), size)
    until = full * size + max((nth for nth in nths if nth <= rest), default=0)
    off, start = 0, 0
    for end, price in zip(queue.ends, queue.prices, strict=True):
        for nth, tier in nths.items():
            often = (min(end, until) + size - nth) // size - (min(start, until) + size - nth) // size
            off += often * max(0, _saving(tier, price))
        start = end
    return Saved(times, off, tuple(queue.of_lines(until, len(lines))))


def _at_one_price(tier: Tier, queues: Sequence[tuple[_Queue, int]], size: int) -> Saved:
    """Sets as long as one saves something; the most expensive pieces first, so that the first saves most."""
    most = min((queue.count // need for queue, need in queues if need), default=0)
    times, off = 0, 0
    while times < min(most, tier.most_times or most):
        worth = sum(queue.worth((times + 1) * need) - queue.worth(times * need) for queue, need in queues)
        saved = _saving(tier, worth)
        if saved <= 0:
            break
        times, off = times + 1, off + saved
    worths = [queue.of_lines(times * need, size) for queue, need in queues]
    return Saved(times, off, tuple(map(sum, zip(*worths, strict=True))))


def _saving(tier: Tier, worth: int) -> int:
    """What a set of pieces of that worth saves, times `SHARE`."""
    if tier.off_rate is not None:
        return worth * tier.off_rate
    return (min(worth, tier.off_amount or 0) if tier.fixed_price is None else worth - tier.fixed_price) * SHARE
