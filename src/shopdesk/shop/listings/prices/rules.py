"""What a price leaves and how one is found: fees, break-even, cost-plus, rivals, endings, and the floor beneath all.

Plain values in, plain values out; money in 1/10,000, shares in 1/10**10.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from statistics import median
from typing import Final, NamedTuple

from shopdesk.shop.money import MONEY_SCALE, RATE_SCALE
from shopdesk.text import N_, UserError

FAR: Final = RATE_SCALE * 15 // 100
"""A price is not moved by more than this share of itself for the sake of an ending."""
_HIGHEST: Final = 1_000
"""Times its cost: whoever wants a margin that not even such a price reaches wants one that no price does."""
_NEAR: Final = 8
_ENDING: Final = re.compile(r"\A(?:x|\d{0,4})(?:\.\d{1,4})?\Z", re.IGNORECASE)


class RuleKind(StrEnum):
    """How a rule finds a price."""

    COST = "cost"
    """So much on top of what one costs."""
    MEDIAN = "median"
    """So much above or below the median of the competitors that are watched."""
    LOWEST = "lowest"
    """So much above or below the cheapest of them."""
    ENDING = "ending"
    """The price that there is, with an ending."""


class Stands(StrEnum):
    """What becomes of a price under its rule."""

    RAISE = "raise"
    LOWER = "lower"
    SAME = "same"
    HELD = "held"
    """The rule would go lower; the floor is what it becomes."""
    LOCKED = "locked"
    """It was changed lately and stays."""
    ON_TRIAL = "on_trial"
    """An experiment with its price is running."""
    NO_COST = "no_cost"
    NO_FLOOR = "no_floor"
    """No price leaves the margin that the rule asks for."""
    NO_RIVALS = "no_rivals"
    NO_PRICE = "no_price"


CHANGES: Final = frozenset({Stands.RAISE, Stands.LOWER, Stands.HELD})


@dataclass(frozen=True, slots=True)
class Costs:
    """What the sale of one costs in a channel."""

    cost: int | None
    """None: nobody knows."""
    parcel: int
    """Freight and packaging that a piece has cost there of late."""
    fee: Callable[[int], int | None]
    """Price → what the channel takes of it; None: nobody knows."""
    tax: Callable[[int], int]
    """Price → the tax that it contains."""

    def left(self, price: int) -> int | None:
        """What stays of a price after all of it; None where nobody knows the cost."""
        if self.cost is None:
            return None
        return price - self.tax(price) - (self.fee(price) or 0) - self.parcel - self.cost

    def share(self, price: int) -> Decimal | None:
        """What stays, of the price."""
        left = self.left(price)
        return None if left is None or price <= 0 else Decimal(left) / price

    def price_for(self, share: int, coin: int) -> int | None:
        """The lowest price in whole coins that leaves such a share of itself; None where nothing does, or can be known.

        A share of nought is the break-even price. What stays grows with the price, so halving finds it, from near where
        a straight line would meet it.
        """
        if self.cost is None:
            return None
        low, high = self._around(share, coin)
        most = max(coin, self.cost + self.parcel) * _HIGHEST
        while not self._leaves(high, share):
            low, high = high, high * 2
            if high > most:
                return None
        while high - low > coin:
            middle = (low + high) // 2 // coin * coin
            low, high = (low, middle) if self._leaves(middle, share) else (middle, high)
        return high

    def _around(self, share: int, coin: int) -> tuple[int, int]:
        """Where the price lies if fees are a share of it, to some coins; from nought where they are more than that."""
        first = max(coin, ((self.cost or 0) + self.parcel) // coin * coin)
        here, there = (self._beyond(price, share) for price in (first, 2 * first))
        if there > here:
            guess = (first - here * first // (there - here)) // coin * coin
            low, high = guess - _NEAR * coin, guess + _NEAR * coin
            if low > 0 and self._leaves(high, share) and not self._leaves(low, share):
                return low, high
        return 0, first

    def _beyond(self, price: int, share: int) -> int:
        """What stays of a price beyond a share of it; below nought so much is missing."""
        return (self.left(price) or 0) - share * price // RATE_SCALE

    def _leaves(self, price: int, share: int) -> bool:
        return (self.left(price) or 0) * RATE_SCALE >= share * price


class Ending(NamedTuple):
    """Prices that end alike: `offset`, and every `step` above it."""

    step: int
    offset: int

    def near(self, price: int) -> int:
        """The nearest of them, of two equally near the higher; never nothing."""
        first = self.offset or self.step
        return max(first, (price - self.offset + self.step // 2) // self.step * self.step + self.offset)

    def from_(self, price: int) -> int:
        """The lowest of them that is not below a price."""
        first = self.offset or self.step
        return max(first, -((self.offset - price) // self.step) * self.step + self.offset)


def read_ending(text: str) -> Ending:
    """What ".9", "8", "99", "9.90" or ".00" asks of a price; "x.00" is ".00". UserError where it asks nothing."""
    said = text.strip()
    whole, _dot, part = said.lower().removeprefix("x").partition(".")
    if not _ENDING.match(said) or not (whole or part):
        raise UserError(N_("An ending is .9, .99, 8, 99 or .00, not {ending}."), code="ending", ending=said)
    return Ending(MONEY_SCALE * 10 ** len(whole), int(Decimal(f"{whole or 0}.{part or 0}") * MONEY_SCALE))


class PriceRuling(NamedTuple):
    """A rule as the desk has it; shares in 1/10**10."""

    rule_id: int
    title: str
    kind: RuleKind
    category: str | None
    channel_id: int | None
    markup: int
    ending: str
    floor: int
    """The share of a price that has to stay; nought: it is not sold at a loss."""


def rule_for(rules: Iterable[PriceRuling], channel_id: int, category: str | None) -> PriceRuling | None:
    """The rule of goods in a channel: the one that says most of where it holds, a category before a channel."""
    fit = [rule for rule in rules if rule.channel_id in (None, channel_id) and rule.category in (None, category)]
    return max(fit, key=_weight, default=None)


def _weight(rule: PriceRuling) -> tuple[bool, bool, int]:
    return rule.category is not None, rule.channel_id is not None, -rule.rule_id


class Found(NamedTuple):
    """What a rule makes of a price: `wanted` before ending and floor, `price` after, None where there is none."""

    stands: Stands
    wanted: int | None = None
    price: int | None = None
    floor: int | None = None
    is_bare: bool = False
    """The ending was too far from the price, and left out."""


def find_price(rule: PriceRuling, price: int | None, costs: Costs, rivals: Sequence[int], coin: int) -> Found:
    """The price that a rule finds; it never goes below the floor, and finds none where nobody knows the cost."""
    if costs.cost is None:
        return Found(Stands.NO_COST)
    floor = costs.price_for(rule.floor, coin)
    if floor is None:
        return Found(Stands.NO_FLOOR)
    wanted = _wanted(rule, price, costs.cost, rivals)
    if wanted is None:
        return Found(Stands.NO_PRICE if rule.kind is RuleKind.ENDING else Stands.NO_RIVALS, floor=floor)
    made, is_bare = _ended(rule.ending, max(wanted, floor), floor, coin)
    if made == price:
        stands = Stands.SAME
    elif wanted < floor:
        stands = Stands.HELD
    else:
        stands = Stands.LOWER if price is not None and made < price else Stands.RAISE
    return Found(stands, wanted, made, floor, is_bare)


def _wanted(rule: PriceRuling, price: int | None, cost: int, rivals: Sequence[int]) -> int | None:
    if rule.kind is RuleKind.ENDING:
        return price
    if rule.kind is RuleKind.COST:
        basis: int | None = cost
    else:
        among = min if rule.kind is RuleKind.LOWEST else median
        basis = int(among(rivals)) if rivals else None
    return None if basis is None else basis * (RATE_SCALE + rule.markup) // RATE_SCALE


def _ended(ending: str, price: int, floor: int, coin: int) -> tuple[int, bool]:
    """The price with its ending, in whole coins, and whether the ending was too far away, or finer than a coin."""
    whole = max(-(-floor // coin), (price + coin // 2) // coin) * coin
    if not ending:
        return whole, False
    told = read_ending(ending)
    made = told.near(price)
    made = made if made >= floor else told.from_(floor)
    is_far = made % coin != 0 or abs(made - price) * RATE_SCALE > FAR * price
    return (whole, True) if is_far else (made, False)
