"""A basket on its way through the promotions: what is left of each line, and taking one promotion off it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from shopdesk.shop.money import allocate, nearest
from shopdesk.shop.promotions.engine.priced import Gift, Limit, Missed, Step, Why
from shopdesk.shop.promotions.engine.sets import sets_of
from shopdesk.shop.promotions.rules import (
    PER_LINE,
    PIECE,
    REPEATS,
    SETS,
    SHARE,
    Basis,
    Basket,
    Coupon,
    Layer,
    Level,
    Line,
    Promotion,
    PromotionKind,
    Tier,
)


class Offer(NamedTuple):
    """A promotion that may hold for a basket: the code that brought it, and the lines of its goods."""

    promotion: Promotion
    coupon: Coupon | None
    places: tuple[int, ...]

    def overlaps(self, other: "Offer") -> bool:
        """Whether both look at one line."""
        return not set(self.places).isdisjoint(other.places)

    def missed(self, why: Why) -> Missed:
        """That it does not hold."""
        return Missed(self.promotion, why, self.code)

    @property
    def is_limited(self) -> bool:
        """Whether it has a cap or a budget."""
        budgets = self.promotion.budget_left, self.coupon.budget_left if self.coupon else None
        return any(budget is not None for budget in (*budgets, *(tier.cap for tier in self.promotion.tiers)))

    @property
    def code(self) -> str:
        """The code that brought it, if any."""
        return self.coupon.code if self.coupon else ""


class Cut(NamedTuple):
    """What a promotion would take off: judged on what, how often, and of which lines at most how much each."""

    tier: Tier
    base: int
    pieces: int
    times: int
    wanted: int
    room: tuple[int, ...]
    """By line: the most of `wanted` that it can bear, and in what proportion it is spread."""

    def limit(self, offer: Offer) -> Limit:
        """Whether a cap or a budget keeps it from taking off what it wants."""
        return _limited(offer, self, self.wanted, 1)[1]


@dataclass(slots=True)
class Till:
    """Lines in their one order, and what is left of each; amounts are whole coins in 1/10,000."""

    basket: Basket
    lines: tuple[Line, ...]
    listed: list[int]
    item: list[int]
    """After the prices of items; as `left` until those are done."""
    left: list[int]
    shipping: int
    steps: list[Step] = field(default_factory=list)

    @classmethod
    def of(cls, basket: Basket, lines: tuple[Line, ...]) -> "Till":
        """A basket from which nothing was taken yet."""
        coin = basket.coin
        listed = [nearest(line.price * line.pieces, PIECE * coin) * coin for line in lines]
        return cls(basket, lines, listed, listed, list(listed), basket.shipping)

    def copy(self) -> "Till":
        """One to try things on."""
        return Till(
            self.basket, self.lines, self.listed, self.item, list(self.left), self.shipping, list(self.steps)
        )  # fmt: skip

    @property
    def total(self) -> int:
        """What is left to be paid."""
        return sum(self.left) + self.shipping

    def amounts(self, basis: Basis) -> list[int]:
        """What thresholds are judged on, by line."""
        return {Basis.LIST: self.listed, Basis.ITEM: self.item, Basis.LEFT: self.left}[basis]

    def take(self, offer: Offer) -> Step | Missed:
        """Take a promotion off what is left; Missed where it has nothing for the basket."""
        cut = self.cut(offer)
        return cut if isinstance(cut, Missed) else self.book(offer, cut)

    def cut(self, offer: Offer) -> Cut | Missed:
        """What a promotion would take off as things stand."""
        promotion, places = offer.promotion, offer.places
        amounts = self.amounts(promotion.basis)
        base, pieces = sum(amounts[place] for place in places), self._pieces(offer)
        people = self.basket.people
        tier = promotion.tier(base, pieces, people)
        if tier is None:
            return _below(offer, base, pieces, people)
        times = tier.times(base, pieces, people) if promotion.kind in REPEATS else 1
        times = min(times, tier.most_times or times)
        if promotion.kind in SETS:
            saved = sets_of(promotion, tier, self.lines, places)
            times, wanted, room = saved.times, saved.off, saved.worth
        elif promotion.layer is Layer.ITEM and promotion.kind in PER_LINE:
            room = self.off_lines(promotion, tier, places)
            wanted = sum(room) * SHARE
        elif promotion.level is Level.SHIPPING:
            wanted, room = _off_shipping(tier, self.shipping), ()
        else:
            wanted, room = _off_order(promotion, tier, base, times), tuple(self._left_at(places))
        coin = self.basket.coin
        return Cut(tier, base, pieces, times, nearest(wanted, SHARE * coin) * coin, room)

    def book(self, offer: Offer, cut: Cut) -> Step | Missed:
        """Take off what a cut says, within caps, budgets and what is left, and note the step."""
        promotion, coin = offer.promotion, self.basket.coin
        room = [min(most, left) for most, left in zip(cut.room, self.left, strict=True)] if cut.room else []
        amount, limit = _limited(offer, cut, sum(room) if cut.room else self.shipping, coin)
        shares = [0] * len(self.lines)
        if cut.room:
            if amount:
                shares = [share * coin for share in allocate(amount // coin, [most // coin for most in room])]
            self.left = [left - share for left, share in zip(self.left, shares, strict=True)]
        else:
            self.shipping -= amount
        gifts = _gifts(cut.tier, cut.times)
        if not amount and not gifts:
            return offer.missed(Why.NOTHING)
        step = Step(
            promotion, promotion.layer, cut.tier, cut.base, cut.pieces, cut.times, cut.wanted, amount, limit,
            tuple(shares), self.total, gifts, offer.code,
        )  # fmt: skip
        self.steps.append(step)
        return step

    def off_lines(self, promotion: Promotion, tier: Tier, places: Iterable[int]) -> tuple[int, ...]:
        """What a price of items takes off each line, where it holds at `places`."""
        off = [0] * len(self.lines)
        for place in places:
            off[place] = self.off_line(promotion, tier, place, self.left[place])
        return tuple(off)

    def off_line(self, promotion: Promotion, tier: Tier, place: int, left: int) -> int:
        """What a price of items takes off one line of which `left` is left, in whole coins."""
        coin, pieces = self.basket.coin, self.lines[place].pieces
        if tier.fixed_price is not None:
            off = left - nearest(tier.fixed_price * pieces, PIECE * coin) * coin
        elif tier.off_rate is not None:
            base = self.listed[place] if promotion.basis is Basis.LIST else left
            off = nearest(base * tier.off_rate, SHARE * coin) * coin
        else:
            off = nearest((tier.off_amount or 0) * pieces, PIECE * coin) * coin
        return max(0, min(left, off))

    def _pieces(self, offer: Offer) -> int:
        if offer.promotion.kind is PromotionKind.POINTS:
            return self.basket.points * PIECE
        return sum(self.lines[place].pieces for place in offer.places)

    def _left_at(self, places: tuple[int, ...]) -> list[int]:
        room = [0] * len(self.lines)
        for place in places:
            room[place] = self.left[place]
        return room


def _below(offer: Offer, base: int, pieces: int, people: int) -> Missed:
    lowest = min(offer.promotion.tiers, key=lambda tier: tier.height, default=Tier())
    short, short_pieces = max(0, (lowest.threshold or 0) - base), max(0, lowest.set_pieces - pieces)
    short_people = max(0, (lowest.threshold_people or 0) - people)
    return Missed(offer.promotion, Why.BELOW, offer.code, short, short_pieces, short_people)


def _off_order(promotion: Promotion, tier: Tier, base: int, times: int) -> int:
    """What is taken off an order as a whole, for kinds that repeat so often, times `SHARE`: not rounded yet."""
    if promotion.kind is PromotionKind.GIFT:
        return 0
    return ((tier.off_amount or 0) * SHARE + base * (tier.off_rate or 0)) * times


def _off_shipping(tier: Tier, shipping: int) -> int:
    """What is taken off shipping, times `SHARE`: all of it where the tier says no amount."""
    if tier.off_rate is not None:
        return shipping * tier.off_rate
    return (shipping if tier.off_amount is None else tier.off_amount) * SHARE


def _limited(offer: Offer, cut: Cut, room: int, coin: int) -> tuple[int, Limit]:
    """The amount within all limits, in whole coins, and the limit that holds."""
    budgets = [offer.promotion.budget_left, offer.coupon.budget_left if offer.coupon else None]
    limits = [(cut.wanted, Limit.NONE), (room, Limit.LEFT)]
    limits += [(budget, Limit.BUDGET) for budget in budgets if budget is not None]
    limits += [(cut.tier.cap, Limit.CAP)] if cut.tier.cap is not None else []
    amount, limit = min(limits, key=lambda one: one[0])
    return max(0, amount) // coin * coin, limit


def _gifts(tier: Tier, times: int) -> tuple[Gift, ...]:
    if tier.gift_sku_id is None or not times:
        return ()
    return (Gift(tier.gift_sku_id, (tier.gift_pieces or PIECE) * times),)
