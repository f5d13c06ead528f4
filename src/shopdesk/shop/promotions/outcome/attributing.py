"""Which promotions an order had: what the price engine finds in its lines, as far as the order itself shows it.

An order that was sold dearer than a promotion makes it did not have that promotion, whatever the calendar says. Two
things show that it had it: a price of a line that is the one that prices of items make of the SKU's list price, and a
discount on the order, of which nobody gets more than there is. What codes took off is told, and taken out first.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from shopdesk.shop.money import allocate
from shopdesk.shop.promotions.engine.priced import Step, Terms
from shopdesk.shop.promotions.engine.pricing import price
from shopdesk.shop.promotions.rules import (
    FULL,
    PER_LINE,
    PIECE,
    Basket,
    Layer,
    Level,
    Line,
    Pair,
    Promotion,
)


@dataclass(frozen=True, slots=True)
class Sale:
    """An order of goods: its lines at the price of one, what was taken off it in all, and the codes that it named."""

    order_id: int
    moment: datetime
    channel_id: int
    group: str | None
    lines: tuple[Line, ...]
    listed: tuple[int, ...]
    """The list price of one, by line."""
    off: int
    """Its discount, what the platform bore among it."""
    shipping: int
    codes: tuple[str, ...] = ()
    by_codes: int = 0
    """What its codes took off."""


@dataclass(frozen=True, slots=True)
class Had:
    """A promotion that an order had without a code, and what it took off."""

    promotion_id: int
    order_id: int
    amount: int
    moment: datetime


class Calendar:
    """The terms that hold at a moment, worked out once for each stretch between two starts or ends."""

    def __init__(
        self, promotions: Iterable[Promotion], pairs: tuple[Pair, ...], layers: Mapping[int | None, tuple[Layer, ...]]
    ) -> None:
        # Limits hold for what is sold from now on; what was sold had them however much was left.
        self._all = [
            replace(one, budget_left=None, coupons=tuple(code._replace(uses_left=None, budget_left=None)
                                                         for code in one.coupons))
            for one in promotions
        ]  # fmt: skip
        self._pairs, self._layers = pairs, layers
        self._edges = sorted({edge for one in self._all for edge in (one.starts_at, one.ends_at) if edge is not None})
        self._terms: dict[int, Terms] = {}

    def at(self, moment: datetime) -> Terms:
        """What holds at a moment."""
        place = bisect_right(self._edges, moment)
        if place not in self._terms:
            running = tuple(one for one in self._all if one.runs(moment))
            self._terms[place] = Terms(running, self._pairs, self._layers)
        return self._terms[place]


def attribute(sales: Iterable[Sale], calendar: Calendar, coin: int) -> Iterator[Had]:
    """The promotions that orders had."""
    for sale in sales:
        terms = calendar.at(sale.moment)
        if terms.promotions:
            yield from _of_order(sale, terms, coin)


def _of_order(sale: Sale, terms: Terms, coin: int) -> Iterator[Had]:
    by_price = _by_price(sale, terms, coin)
    for promotion_id, amount in sorted(by_price.items()):
        yield Had(promotion_id, sale.order_id, amount, sale.moment)
    rest = tuple(one for one in terms.promotions if one.promotion_id not in by_price)
    # A parcel that went for nothing shows no more than that it did: any price stands for the one that was waived.
    basket = Basket(
        sale.lines, sale.moment, sale.channel_id, sale.group, sale.codes, coin if not sale.shipping else 0, 0, coin,
        FULL,
    )  # fmt: skip
    steps = [step for step in price(basket, replace(terms, promotions=rest)).steps if not step.coupon]
    for step, amount in _shown(steps, max(0, sale.off - sale.by_codes), coin):
        yield Had(step.promotion.promotion_id, sale.order_id, amount, sale.moment)


def _by_price(sale: Sale, terms: Terms, coin: int) -> dict[int, int]:
    """Prices of items that stand in the price of a line already: promotion_id → what the list price had more."""
    items = tuple(
        one for one in terms.promotions
        if one.layer is Layer.ITEM and one.kind in PER_LINE and not one.by_coupon
    )  # fmt: skip
    if not items or all(line.price >= listed for line, listed in zip(sale.lines, sale.listed, strict=True)):
        return {}
    dear = tuple(
        replace(line, price=max(listed, line.price)) for line, listed in zip(sale.lines, sale.listed, strict=True)
    )
    made: dict[int, int] = {}
    open_lines = {place for place, line in enumerate(sale.lines) if sale.listed[place] > line.price}
    for people in _groups(items):
        basket = Basket(dear, sale.moment, sale.channel_id, sale.group, (), 0, 0, coin, people)
        priced = price(basket, replace(terms, promotions=items))
        met = {place for place in open_lines if _fits(sale.lines[place], priced.paid[place], coin)}
        for step in priced.steps:
            if taken := sum(step.shares[place] for place in met):
                made[step.promotion.promotion_id] = made.get(step.promotion.promotion_id, 0) + taken
        open_lines -= met
    return made


def _groups(items: Sequence[Promotion]) -> list[int]:
    """How many people may have bought together, as far as a price turns on it: the order does not say."""
    steps = {tier.threshold_people for one in items for tier in one.tiers if tier.threshold_people}
    return [1, *sorted(steps - {1})]


def _fits(line: Line, paid: int, coin: int) -> bool:
    """Whether a line was sold for what was to be paid; each piece may have been rounded on its own."""
    return abs(paid - line.price * line.pieces // PIECE) * PIECE <= coin * line.pieces


def _shown(steps: Sequence[Step], off: int, coin: int) -> Iterator[tuple[Step, int]]:
    """Steps that the order shows: those of money share its discount at most, gifts and parcels need none."""
    free = [step for step in steps if step.promotion.level is Level.SHIPPING or (step.gifts and not step.amount)]
    yield from ((step, 0) for step in free)
    paid = [step for step in steps if step not in free]
    wanted = sum(step.amount for step in paid)
    if not paid or not off:
        return
    amounts = [step.amount for step in paid]
    if wanted > off:
        amounts = [share * coin for share in allocate(off // coin, [amount // coin for amount in amounts])]
    yield from ((step, amount) for step, amount in zip(paid, amounts, strict=True) if amount)
