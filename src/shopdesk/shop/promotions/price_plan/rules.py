"""The regular price plan: what seasons, steps of clearance and prices for members make of a list price today.

Amounts are whole numbers of 1/10,000, pieces of 1/1,000, shares of 1/10**10, as the store has them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from shopdesk.shop.money import nearest
from shopdesk.shop.promotions.rules import SHARE

AGES: Final = (30, 90, 180, 365)
"""The ages in days that the stock plan tells apart."""


class RuleKind(StrEnum):
    """What a rule of the plan is about."""

    SEASON = "season"
    CLEARANCE = "clearance"
    """A step of the ladder: so old, and lasting so long."""
    MEMBER = "member"


class Stands(StrEnum):
    """What became of a rule on a SKU."""

    LOWERED = "lowered"
    HELD = "held"
    """The floor is above the price that the rule wants, and holds."""
    UNKNOWN = "unknown"
    """Nobody knows the cost, so nobody knows the floor: nothing is proposed."""


@dataclass(frozen=True, slots=True)
class PlanRule:
    """A rule as the table `price_plan_rule` has it."""

    rule_id: int
    title: str
    kind: RuleKind
    off_rate: int
    min_margin: int = 0
    category: str | None = None
    group: str | None = None
    first_on: date | None = None
    last_on: date | None = None
    older_than: int | None = None
    cover_over: int | None = None

    def holds(self, shelf: "Shelf", today: date) -> bool:
        """Whether it is for that SKU on that day."""
        if self.category is not None and self.category != shelf.category:
            return False
        if (self.first_on and today < self.first_on) or (self.last_on and today > self.last_on):
            return False
        return self.kind is not RuleKind.CLEARANCE or self._clears(shelf)

    def _clears(self, shelf: "Shelf") -> bool:
        if shelf.on_hand <= 0 or (self.older_than is not None and shelf.older(self.older_than) <= 0):
            return False
        # What sells not at all lasts for ever.
        return self.cover_over is None or shelf.cover_days is None or shelf.cover_days > self.cover_over


@dataclass(frozen=True, slots=True)
class Shelf:
    """A SKU and how its pieces lie there."""

    sku_id: int
    code: str
    category: str | None
    price: int | None
    cost: int | None
    on_hand: int = 0
    ages: tuple[int, ...] = (0, 0, 0, 0, 0)
    """Pieces on hand by age: up to each of AGES, and older."""
    cover_days: float | None = None

    def older(self, days: int) -> int:
        """Pieces that came more days ago than one of AGES."""
        return sum(self.ages[AGES.index(days) + 1 :])


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a rule makes of the price of a SKU."""

    rule: PlanRule
    shelf: Shelf
    price: int
    new_price: int | None
    """None: nothing is proposed, since the cost is not known."""
    floor: int | None
    stands: Stands

    @property
    def margin(self) -> int | None:
        """What is left of the new price after cost; None where that cannot be said."""
        cost = self.shelf.cost
        return None if self.new_price is None or cost is None else self.new_price - cost


def propose(rules: Iterable[PlanRule], shelves: Iterable[Shelf], today: date, coin: int) -> list[Proposed]:
    """Of each SKU the lowest price that the plan gives everybody today, and lower ones for groups of members."""
    listed = sorted(rules, key=lambda rule: (rule.title, rule.rule_id))
    made: list[Proposed] = []
    for shelf in sorted(shelves, key=lambda one: one.code):
        if shelf.price:
            made += _of_sku([rule for rule in listed if rule.holds(shelf, today)], shelf, shelf.price, coin)
    return made


def _of_sku(rules: Sequence[PlanRule], shelf: Shelf, price: int, coin: int) -> list[Proposed]:
    found = [_applied(rule, shelf, price, coin) for rule in rules]
    everybody = _lowest([one for one in found if one.rule.kind is not RuleKind.MEMBER])
    kept = [everybody] if everybody else []
    known = everybody.new_price if everybody and everybody.new_price is not None else price
    for group in sorted({rule.group or "" for rule in rules if rule.kind is RuleKind.MEMBER}):
        own = _lowest([one for one in found if one.rule.kind is RuleKind.MEMBER and (one.rule.group or "") == group])
        if own and (own.new_price is None or own.new_price < known or everybody is None):
            kept.append(own)
    return kept


def _lowest(found: Sequence[Proposed]) -> Proposed | None:
    return min(found, key=lambda one: (one.new_price is None, one.new_price or 0), default=None)


def _applied(rule: PlanRule, shelf: Shelf, price: int, coin: int) -> Proposed:
    floor = _floor(shelf.cost, rule.min_margin, coin)
    if floor is None:
        return Proposed(rule, shelf, price, None, None, Stands.UNKNOWN)
    # Compared before it is rounded, so that a share taken off many pieces at once stays above the floor as well.
    if price * (SHARE - rule.off_rate) < floor * SHARE:
        return Proposed(rule, shelf, price, min(floor, price), floor, Stands.HELD)
    new_price = price - nearest(price * rule.off_rate, SHARE * coin) * coin
    return Proposed(rule, shelf, price, new_price, floor, Stands.LOWERED)


def _floor(cost: int | None, min_margin: int, coin: int) -> int | None:
    """The lowest price in whole coins that leaves that margin after cost: cost ÷ (1 − margin), upwards."""
    return None if cost is None else -(-cost * SHARE // ((SHARE - min_margin) * coin)) * coin
