"""What a promotion is to the price engine: its kinds and tiers, whom and what it is for, and what goes together.

Amounts are whole numbers of 1/10,000, pieces of 1/1,000, shares of 1/10**10, as the store has them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from shopdesk.shop.money import nearest

SHARE: Final = 10_000_000_000
PIECE: Final = 1_000
FULL: Final = 10**9
"""So many people have joined: every step of group buying is reached."""


class PromotionKind(StrEnum):
    """What a promotion does."""

    PERCENT_OFF = "percent_off"
    AMOUNT_OFF = "amount_off"
    """Of every piece where it is of class item, else once."""
    EVERY_FULL = "every_full"
    """So much off for every full threshold (每满减)."""
    ONCE_FULL = "once_full"
    """So much off from a threshold on (满减), of several tiers the highest that is reached."""
    FIXED_PRICE = "fixed_price"
    """A flash price."""
    GROUP_PRICE = "group_price"
    """A price, or an amount or share off, from so many people on who buy together."""
    MEMBER_PRICE = "member_price"
    """A price, or a share off, for groups of customers."""
    BUY_GET = "buy_get"
    """Of every set of bought and free pieces the cheapest are free."""
    NTH_PIECE = "nth_piece"
    """Of every so many pieces, from the most expensive down, the n-th costs less (第二件半价)."""
    BUNDLE = "bundle"
    """A price for a set: so many pieces of the goods, or the pieces that its scope names."""
    GIFT = "gift"
    POINTS = "points"
    """Points that pay: so many of them are worth so much."""
    FREE_SHIPPING = "free_shipping"


class Level(StrEnum):
    """The class of a promotion."""

    ITEM = "item"
    ORDER = "order"
    SHIPPING = "shipping"
    PLATFORM = "platform"


class Layer(StrEnum):
    """The order in which promotions are taken off a basket."""

    ITEM = "item"
    SHOP = "shop"
    """The shop's coupons and reductions of whole orders."""
    CROSS = "cross"
    """Reductions of a platform across its shops."""
    LAST = "last"
    """Coupons of the platform, members, points."""
    SHIPPING = "shipping"


LAYERS: Final = tuple(Layer)
"""The usual order; a channel may have another, the prices of items always first."""


class Basis(StrEnum):
    """What thresholds are judged on and shares are taken of."""

    LIST = "list"
    ITEM = "item"
    """After the prices of items, before any coupon."""
    LEFT = "left"
    """What is left when its turn comes."""


class Stacking(StrEnum):
    """What a promotion may be joined with on the same goods."""

    ALONE = "alone"
    CLASSES = "classes"
    """With those of other layers."""
    ALL = "all"
    """With others of its layer too, where they say the same."""


class State(StrEnum):
    """What a person said of a promotion."""

    DRAFT = "draft"
    PLANNED = "planned"
    CANCELLED = "cancelled"


class Phase(StrEnum):
    """What a promotion is at a moment."""

    DRAFT = "draft"
    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"
    CANCELLED = "cancelled"


class ScopeKind(StrEnum):
    """What or whom a row of a scope names."""

    SKU = "sku"
    PRODUCT = "product"
    CATEGORY = "category"
    CHANNEL = "channel"
    GROUP = "group"


REPEATS: Final = frozenset(
    {
        PromotionKind.EVERY_FULL, PromotionKind.BUY_GET, PromotionKind.NTH_PIECE, PromotionKind.BUNDLE,
        PromotionKind.GIFT, PromotionKind.POINTS,
    }
)  # fmt: skip
"""Kinds that a basket has as often as it reaches the threshold."""
PER_LINE: Final = frozenset(
    {
        PromotionKind.PERCENT_OFF, PromotionKind.AMOUNT_OFF, PromotionKind.FIXED_PRICE, PromotionKind.GROUP_PRICE,
        PromotionKind.MEMBER_PRICE,
    }
)  # fmt: skip
"""Kinds that, as prices of items, say for each line what it costs, so that each line has the best of them."""
SETS: Final = frozenset({PromotionKind.BUY_GET, PromotionKind.NTH_PIECE, PromotionKind.BUNDLE})
"""Kinds that look at sets of pieces."""


@dataclass(frozen=True, slots=True)
class Tier:
    """What is given from a threshold on (see the table `promotion_tier`)."""

    threshold: int | None = None
    threshold_pieces: int | None = None
    threshold_people: int | None = None
    off_amount: int | None = None
    off_rate: int | None = None
    fixed_price: int | None = None
    free_pieces: int | None = None
    gift_sku_id: int | None = None
    gift_pieces: int | None = None
    cap: int | None = None
    most_times: int | None = None

    @property
    def set_pieces(self) -> int:
        """Pieces of a set, those that are free or cost less counted in."""
        return (self.threshold_pieces or 0) + (self.free_pieces or 0)

    @property
    def height(self) -> tuple[int, int, int]:
        """What tiers are compared by."""
        return self.threshold or 0, self.threshold_pieces or 0, self.threshold_people or 0

    def times(self, money: int, pieces: int, people: int) -> int:
        """How often a basket reaches it, pieces that are free counted in; 0: not at all, 1: no threshold."""
        if people < (self.threshold_people or 0):
            return 0
        reached = [have // need for have, need in ((money, self.threshold), (pieces, self.set_pieces)) if need]
        return min(reached, default=1)


class Coupon(NamedTuple):
    """A code, and what is left of its limits for the buyer of a basket; None: no limit."""

    code: str
    uses_left: int | None = None
    budget_left: int | None = None


@dataclass(frozen=True, slots=True)
class Goods:
    """SKUs, products and categories that are named together."""

    skus: frozenset[int] = frozenset()
    products: frozenset[int] = frozenset()
    categories: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.skus or self.products or self.categories)

    def name(self, line: "Line") -> bool:
        """Whether a line is among them."""
        return line.sku_id in self.skus or line.product_id in self.products or line.category in self.categories


@dataclass(frozen=True, slots=True)
class Scope:
    """What and whom a promotion is for; what is empty limits nothing."""

    goods: Goods = Goods()
    not_goods: Goods = Goods()
    channels: frozenset[int] = frozenset()
    not_channels: frozenset[int] = frozenset()
    groups: frozenset[str] = frozenset()
    not_groups: frozenset[str] = frozenset()
    set_of: Mapping[int, int] = field(default_factory=dict)
    """Of a bundle of named SKUs: sku_id → pieces in a set."""

    def covers(self, line: "Line") -> bool:
        """Whether a line is of its goods."""
        return (not self.goods or self.goods.name(line)) and not self.not_goods.name(line)

    def shares_buyers(self, other: "Scope") -> bool:
        """Whether there may be a channel and a group of customers for which both are."""
        apart = [(self.channels, other.channels), (self.groups, other.groups)]
        return not any(mine and theirs and mine.isdisjoint(theirs) for mine, theirs in apart)

    def is_for(self, channel_id: int | None, group: str | None) -> bool:
        """Whether it is for a channel and a group of customers."""
        if (self.channels and channel_id not in self.channels) or channel_id in self.not_channels:
            return False
        return (not self.groups or group in self.groups) and group not in self.not_groups


@dataclass(frozen=True, slots=True)
class Promotion:
    """A promotion as the price engine has it; its id tells it from others, below zero where it is not kept."""

    promotion_id: int
    title: str
    kind: PromotionKind
    level: Level
    starts_at: datetime
    ends_at: datetime | None
    tiers: tuple[Tier, ...]
    scope: Scope = Scope()
    basis: Basis = Basis.ITEM
    stacking: Stacking = Stacking.CLASSES
    priority: int = 0
    by_coupon: bool = False
    coupons: tuple[Coupon, ...] = ()
    budget_left: int | None = None
    platform_share: int = 0
    partner_share: int = 0

    @property
    def layer(self) -> Layer:
        """When it is taken off."""
        return layer_of(self.kind, self.level, self.by_coupon)

    @property
    def key(self) -> tuple[int, datetime, str, int]:
        """By this promotions of one layer take their turns: the higher priority first, then the earlier start."""
        return -self.priority, self.starts_at, self.title, self.promotion_id

    def runs(self, moment: datetime) -> bool:
        """Whether it runs at a moment; its end is no longer of it."""
        return self.starts_at <= moment and (self.ends_at is None or moment < self.ends_at)

    def tier(self, money: int, pieces: int, people: int) -> Tier | None:
        """The highest tier that is reached; None: not one."""
        reached = [tier for tier in self.tiers if tier.times(money, pieces, people) > 0]
        return max(reached, key=lambda tier: tier.height, default=None)


class Pair(NamedTuple):
    """A cell of the combination table: each side is a promotion_id or a class."""

    one: int | Level
    other: int | Level
    may_combine: bool


@dataclass(frozen=True, slots=True)
class Line:
    """Pieces of a SKU in a basket at the price of one."""

    code: str
    price: int
    pieces: int
    sku_id: int | None = None
    product_id: int | None = None
    category: str | None = None

    @property
    def key(self) -> tuple[str, int, int, int, int, str]:
        """The order of lines by which coins are spread, however they come in."""
        return self.code, -self.price, -self.pieces, self.sku_id or 0, self.product_id or 0, self.category or ""


@dataclass(frozen=True, slots=True)
class Basket:
    """What somebody buys, where and when; `coin` is the currency's smallest in 1/10,000."""

    lines: tuple[Line, ...]
    moment: datetime
    channel_id: int | None = None
    group: str | None = None
    coupons: tuple[str, ...] = ()
    shipping: int = 0
    points: int = 0
    coin: int = 100
    people: int = 1
    """Who buy together, whoever has this basket among them."""


def layer_of(kind: PromotionKind, level: Level, by_coupon: bool) -> Layer:
    """The layer of a kind and class."""
    if level is Level.SHIPPING:
        return Layer.SHIPPING
    if level is Level.ITEM:
        return Layer.ITEM
    if kind is PromotionKind.POINTS or (level is Level.ORDER and kind is PromotionKind.MEMBER_PRICE):
        return Layer.LAST
    if level is Level.ORDER:
        return Layer.SHOP
    return Layer.CROSS if kind in {PromotionKind.EVERY_FULL, PromotionKind.ONCE_FULL} and not by_coupon else Layer.LAST


def usual_basis(kind: PromotionKind, level: Level, by_coupon: bool) -> Basis:
    """What thresholds are judged on where nobody says otherwise; those across shops look before the shop's coupon."""
    layer = layer_of(kind, level, by_coupon)
    if layer is Layer.ITEM:
        return Basis.LIST
    return Basis.ITEM if layer in {Layer.SHOP, Layer.CROSS} else Basis.LEFT


def phase_at(state: State, starts_at: datetime, ends_at: datetime | None, moment: datetime) -> Phase:
    """What a promotion is at a moment: that it runs or is over follows from the clock."""
    if state is not State.PLANNED:
        return Phase(state.value)
    if moment < starts_at:
        return Phase.PLANNED
    return Phase.RUNNING if ends_at is None or moment < ends_at else Phase.ENDED


def moments_of(first: date, last: date | None, zone: ZoneInfo) -> tuple[datetime, datetime | None]:
    """The first moment of a day and the first after another in a time zone, in UTC.

    Where clocks go forward at midnight, a day begins with the first moment that there is.
    """
    starts = datetime.combine(first, time(), zone).astimezone(UTC)
    ends = None if last is None else datetime.combine(last + timedelta(days=1), time(), zone).astimezone(UTC)
    return starts, ends


def may_combine(one: Promotion, other: Promotion, pairs: Iterable[Pair]) -> bool:
    """Whether two promotions may stand on the same goods: by the table, else by what each says of itself."""
    said = table_says(one, other, pairs)
    if said is not None:
        return said
    if Stacking.ALONE in {one.stacking, other.stacking}:
        return False
    if PromotionKind.POINTS in {one.kind, other.kind}:
        return True  # they are a way to pay
    return one.layer is not other.layer or {one.stacking, other.stacking} == {Stacking.ALL}


def table_says(one: Promotion, other: Promotion, pairs: Iterable[Pair]) -> bool | None:
    """Whether two promotions may be combined by the table; None: it says nothing of them.

    What names both promotions wins over what names one, and that over classes; of equals what forbids.
    """
    said: dict[int, bool] = {}
    for pair in pairs:
        for first, second in ((one, other), (other, one)):
            if pair.one in _names(first) and pair.other in _names(second):
                rank = sum(not isinstance(side, Level) for side in (pair.one, pair.other))
                said[rank] = said.get(rank, True) and pair.may_combine
    return said[max(said)] if said else None


def _names(promotion: Promotion) -> tuple[int | Level, ...]:
    return promotion.promotion_id, promotion.level


def paid_share(paid: int, pieces: int, before: int, returned: int, coin: int) -> int:
    """What a buyer gets back for `returned` pieces of a line for which `paid` was paid, after `before` of them.

    However a line comes back in parts, the sum is what was paid for it.
    """
    if not 0 < returned <= pieces - before or before < 0:
        raise ValueError("more pieces come back than are there")
    return nearest(paid * (before + returned), pieces * coin) * coin - nearest(paid * before, pieces * coin) * coin
