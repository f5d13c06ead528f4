"""What the price engine answers: each step that took something off, what did not hold and why, what is paid."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from shopdesk.shop.money import nearest
from shopdesk.shop.promotions.rules import SHARE, Basket, Layer, Pair, Promotion, Tier, may_combine


class Limit(StrEnum):
    """What kept a step from taking off more."""

    NONE = ""
    CAP = "cap"
    BUDGET = "budget"
    LEFT = "left"
    """There was no more to take it off."""


class Gift(NamedTuple):
    """Pieces that a buyer gets on top, in 1/1,000."""

    sku_id: int
    pieces: int


@dataclass(frozen=True, slots=True)
class Step:
    """A promotion that took something off, or gave something, and how that came about; amounts in 1/10,000."""

    promotion: Promotion
    layer: Layer
    tier: Tier
    base: int
    """The worth of its goods by which thresholds were judged and of which shares were taken."""
    pieces: int
    """Pieces of its goods, in 1/1,000; of points: the points."""
    times: int
    wanted: int
    """What it would have taken off but for `limit`."""
    amount: int
    limit: Limit
    shares: tuple[int, ...]
    """Of `amount`, by line as the basket has them; what it took off shipping is in none."""
    left: int
    """What is to be paid for goods and shipping after it."""
    gifts: tuple[Gift, ...] = ()
    coupon: str = ""

    @property
    def by_platform(self) -> int:
        """What of it the platform bears."""
        return nearest(self.amount * self.promotion.platform_share, SHARE)

    @property
    def by_partner(self) -> int:
        """What of it the partner bears."""
        return nearest(self.amount * self.promotion.partner_share, SHARE)


class Why(StrEnum):
    """Why a promotion did not hold for a basket."""

    NOT_YET = "not_yet"
    OVER = "over"
    NOT_FOR = "not_for"
    """Another channel or group of customers."""
    UNKNOWN_CODE = "unknown_code"
    USED_UP = "used_up"
    """Of a code or a budget nothing is left."""
    NO_GOODS = "no_goods"
    BELOW = "below"
    """Its lowest threshold is not reached; `short` says how much is missing."""
    EXCLUDED = "excluded"
    """Another promotion excludes it."""
    NOTHING = "nothing"
    """It is met, and takes nothing off."""


class Missed(NamedTuple):
    """A promotion, or a code that is of none, which a basket does not have."""

    promotion: Promotion | None
    why: Why
    coupon: str = ""
    short: int = 0
    """Money that is missing until its lowest threshold, in 1/10,000."""
    short_pieces: int = 0
    short_people: int = 0


@dataclass(frozen=True, slots=True)
class Priced:
    """What a basket pays, and why; tuples are by line as the basket has them, amounts in 1/10,000."""

    basket: Basket
    listed: tuple[int, ...]
    paid: tuple[int, ...]
    shipping: int
    """What is paid for it."""
    steps: tuple[Step, ...]
    missed: tuple[Missed, ...]

    @property
    def total(self) -> int:
        """What is paid for all."""
        return sum(self.paid) + self.shipping

    @property
    def off(self) -> int:
        """What was taken off goods and shipping."""
        return sum(step.amount for step in self.steps)

    @property
    def gifts(self) -> tuple[Gift, ...]:
        """Everything that is given on top."""
        return tuple(gift for step in self.steps for gift in step.gifts)


@dataclass(frozen=True, slots=True)
class Terms:
    """What baskets are priced by: promotions, the combination table, and the order of layers by channel."""

    promotions: tuple[Promotion, ...]
    pairs: tuple[Pair, ...] = ()
    layers: Mapping[int | None, tuple[Layer, ...]] = field(default_factory=dict)
    """Channel → its order; every other channel has the usual one."""
    _clashes: dict[tuple[int, int], bool] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len({promotion.promotion_id for promotion in self.promotions}) < len(self.promotions):
            raise ValueError("promotions are told apart by their ids")
        object.__setattr__(self, "promotions", tuple(sorted(self.promotions, key=lambda one: one.key)))

    def clash(self, one: Promotion, other: Promotion) -> bool:
        """Whether two promotions may not stand on the same goods."""
        key = one.promotion_id, other.promotion_id
        if key not in self._clashes:
            self._clashes[key] = self._clashes[key[::-1]] = not may_combine(one, other, self.pairs)
        return self._clashes[key]
