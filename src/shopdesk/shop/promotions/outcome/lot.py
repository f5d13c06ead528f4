"""Past baskets as arrays, and what one promotion alone takes off each of them: to the cent what the engine says.

What needs a look at sets, or numbers beyond 63 bits, is left to the engine (`Taken.is_asked` says which baskets).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, func, select, type_coerce

from shopdesk.shop.orders.rules import LineKind, OrderKind
from shopdesk.shop.promotions.rules import (
    FULL,
    PER_LINE,
    PIECE,
    REPEATS,
    SETS,
    SHARE,
    Basket,
    Layer,
    Level,
    Line,
    Promotion,
    PromotionKind,
    Tier,
)
from shopdesk.shop.promotions.sold import Good
from shopdesk.store.tables import Customer, OrderLine, SalesOrder
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
Progress = Callable[[float], None]
"""Hears how much is done, from 0 to 1, and may raise to stop."""
_AT_ONCE: Final = 50_000
_MOST: Final = 2**62
_O, _L = SalesOrder.__table__.c, OrderLine.__table__.c
NOBODY: Final = 0


@dataclass(frozen=True, slots=True)
class Baskets:
    """Lines of sales as arrays, an order after the other; money in 1/10,000, pieces in 1/1,000."""

    starts: Whole
    """Of each basket the place of its first line."""
    at: Whole
    channel: Whole
    customer: Whole
    shipping: Whole
    sku: Whole
    pieces: Whole
    price: Whole
    listed: Whole
    """Of each line, in whole coins."""
    coin: int

    def __len__(self) -> int:
        return len(self.starts)

    def added(self, what: Whole) -> Whole:
        """A figure of lines, added up by basket."""
        return np.add.reduceat(what, self.starts) if len(self.starts) else self.starts

    def basket(self, place: int, goods: Mapping[int, Good], group: str | None) -> Basket:
        """One of them as the price engine has it."""
        end = self.starts[place + 1] if place + 1 < len(self) else len(self.sku)
        lines = tuple(self._line(line, goods) for line in range(self.starts[place], end))
        moment = datetime.fromtimestamp(int(self.at[place]), UTC)
        return Basket(
            lines, moment, int(self.channel[place]), group, shipping=int(self.shipping[place]), coin=self.coin,
            people=FULL,
        )  # fmt: skip

    def _line(self, line: int, goods: Mapping[int, Good]) -> Line:
        good, price, pieces = goods.get(int(self.sku[line])), int(self.price[line]), int(self.pieces[line])
        return good.line(pieces, price) if good else Line("", price, pieces)


def fetch_baskets(tx: Tx, since: date, until: date, coin: int, progress: Progress | None = None) -> Baskets:
    """The sales of those days, at the prices before any discount."""
    parts = [np.zeros((0, 8), np.int64)]
    with tx.execute(_wanted(since, until)) as found:
        while rows := found.cursor.fetchmany(_AT_ONCE):
            parts.append(np.array(rows, np.int64))
            if progress:
                progress(0.0)
    return baskets_of(np.concatenate(parts), coin)


def baskets_of(rows: Whole, coin: int) -> Baskets:
    """Baskets of rows of order, moment, channel, customer, shipping, SKU, pieces and price, by order."""
    first = np.ones(len(rows), np.bool_)
    first[1:] = rows[1:, 0] != rows[:-1, 0]
    starts = np.flatnonzero(first)
    listed = halves_to_even(rows[:, 7] * rows[:, 6], PIECE * coin) * coin
    head = rows[starts]
    at, channel, customer, shipping = (head[:, column] for column in range(1, 5))
    sku, pieces, price = (rows[:, column] for column in range(5, 8))
    return Baskets(
        starts, at, channel, customer, np.maximum(shipping, 0), sku, pieces, price, listed, coin
    )  # fmt: skip


def _wanted(since: date, until: date) -> Select[Any]:
    at = func.coalesce(type_coerce(_O.placed_at, WHOLE), type_coerce(_O.paid_at, WHOLE), 0)
    whole = [type_coerce(column, WHOLE) for column in (_O.shipping, _L.quantity, _L.unit_price)]
    return (
        select(
            _O.order_id, at, _O.channel_id, func.coalesce(_O.customer_id, NOBODY), whole[0],
            func.coalesce(_L.sku_id, NOBODY), whole[1], whole[2],
        )
        .join_from(SalesOrder.__table__, OrderLine.__table__, _L.order_id == _O.order_id)
        .where(
            _O.sold_on.between(since, until), _O.kind == OrderKind.SALE.value, _L.kind == LineKind.PRODUCT.value,
            whole[1] > 0, whole[2] >= 0,
        )
        .order_by(_O.order_id, _L.line_id)
    )  # fmt: skip


def fetch_groups(tx: Tx) -> dict[int, str]:
    """Customer → group."""
    wanted = select(Customer.customer_id, Customer.group_name).where(Customer.group_name.is_not(None))
    return {row.customer_id: row.group_name for row in tx.rows(wanted)}


def halves_to_even(value: Whole, unit: int) -> Whole:
    """`money.nearest` of an array."""
    whole, rest = np.divmod(value, unit)
    up: Flags = (rest * 2 > unit) | ((rest * 2 == unit) & (whole % 2 == 1))
    return np.add(whole, up, dtype=np.int64)


def share_of(amount: Whole, share: int, coin: int = 1) -> Whole:
    """A share of each amount in coins, rounded once; it is shortened so that the product stays within 63 bits."""
    part = Fraction(share, SHARE * coin)
    if len(amount) and int(np.abs(amount).max()) * part.numerator >= _MOST:
        exact = [round(Fraction(int(one)) * part) for one in amount]  # halves to even, as `nearest`
        return np.array(exact, np.int64)
    return halves_to_even(amount * part.numerator, part.denominator)


def alone(promotion: Promotion) -> Promotion:
    """A promotion as it is tried on the past: at any time, without code and without budget."""
    always = datetime(1, 1, 1, tzinfo=UTC)
    return replace(promotion, starts_at=always, ends_at=None, by_coupon=False, coupons=(), budget_left=None)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a promotion takes off each basket."""

    is_for: Flags
    """Channel and group fit, and it has goods of it."""
    base: Whole
    tier: Whole
    """The place of the tier that is reached; -1: not one."""
    times: Whole
    amount: Whole
    is_asked: Flags
    """What only the engine can say."""


def take(one: Promotion, lot: Baskets, goods: Mapping[int, Good], groups: Mapping[int, str]) -> Taken:
    """What `one` takes off each basket, if nothing else is taken off; 0 where the engine has to be asked."""
    covered = _covered(one, lot, goods)
    base, pieces = lot.added(np.where(covered, lot.listed, 0)), lot.added(np.where(covered, lot.pieces, 0))
    is_for = _is_for(one, lot, groups) & (lot.added(covered.astype(np.int64)) > 0)
    points = one.kind is PromotionKind.POINTS
    tier, times = _tiers(one, base, np.zeros_like(pieces) if points else pieces)
    tier[~is_for] = -1
    reached = tier >= 0
    if one.kind in SETS:
        return Taken(is_for, base, tier, times, np.zeros_like(base), reached)
    amount = np.zeros_like(base)
    for place, step in enumerate(one.tiers):
        here = reached & (tier == place)
        amount[here] = _amounts(one, step, lot, covered, base, times)[here]
    if one.layer is Layer.ITEM and one.kind in PER_LINE:
        times[amount == 0] = 0  # a price of items that lowers none is none, and gives no gift
    return Taken(is_for, base, tier, times, amount, np.zeros_like(reached))


def _covered(one: Promotion, lot: Baskets, goods: Mapping[int, Good]) -> Flags:
    """Of each line whether it is of the promotion's goods; each SKU is asked once."""
    skus, back = np.unique(lot.sku, return_inverse=True)
    lines = ((goods[int(sku)].line(PIECE, 0) if int(sku) in goods else Line("", 0, PIECE)) for sku in skus)
    return np.array([one.scope.covers(line) for line in lines], np.bool_)[back]


def _is_for(one: Promotion, lot: Baskets, groups: Mapping[int, str]) -> Flags:
    said: dict[tuple[int, str | None], bool] = {}
    found = np.zeros(len(lot), np.bool_)
    for place, (channel, customer) in enumerate(zip(lot.channel.tolist(), lot.customer.tolist(), strict=True)):
        key = channel, groups.get(customer)
        if key not in said:
            said[key] = one.scope.is_for(*key)
        found[place] = said[key]
    return found


def _tiers(one: Promotion, base: Whole, pieces: Whole) -> tuple[Whole, Whole]:
    """Of each basket the highest tier that is reached, and how often (`Tier.times`), groups of buyers being full."""
    tier, often = np.full(len(base), -1, np.int64), np.zeros(len(base), np.int64)
    for place, step in sorted(enumerate(one.tiers), key=lambda told: told[1].height):
        reached = [have // need for have, need in ((base, step.threshold), (pieces, step.set_pieces)) if need]
        times = np.minimum.reduce(reached) if reached else np.ones(len(base), np.int64)
        tier[times > 0], often[times > 0] = place, times[times > 0]
    if one.kind not in REPEATS:
        often = np.minimum(often, 1)
    for place, step in enumerate(one.tiers):
        if step.most_times is not None:
            often[tier == place] = np.minimum(often[tier == place], step.most_times)
    return tier, often


def _amounts(one: Promotion, tier: Tier, lot: Baskets, covered: Flags, base: Whole, times: Whole) -> Whole:
    """What a tier takes off each basket, in whole coins, within its cap and what there is."""
    room = base
    if one.layer is Layer.ITEM and one.kind in PER_LINE:
        wanted = lot.added(np.where(covered, _off_lines(tier, lot), 0))
    elif one.level is Level.SHIPPING:
        room = lot.shipping
        wanted = _off_shipping(tier, room, lot.coin) * lot.coin
    elif one.kind is PromotionKind.GIFT:
        wanted = np.zeros_like(base)
    else:
        wanted = _off_order(tier, base, times, lot.coin) * lot.coin
    amount = np.minimum(wanted, room)
    if tier.cap is not None:
        amount = np.minimum(amount, tier.cap)
    return np.maximum(amount, 0) // lot.coin * lot.coin


def _off_lines(tier: Tier, lot: Baskets) -> Whole:
    """What a price of items takes off each line (`pricing`: the best of a line, where there is one promotion)."""
    if tier.off_rate is not None:
        off = share_of(lot.listed, tier.off_rate, lot.coin) * lot.coin
    else:
        each = (tier.off_amount or 0) if tier.fixed_price is None else tier.fixed_price
        off = halves_to_even(each * lot.pieces, PIECE * lot.coin) * lot.coin
        off = off if tier.fixed_price is None else lot.listed - off
    return np.clip(off, 0, lot.listed)


def _off_order(tier: Tier, base: Whole, times: Whole, coin: int) -> Whole:
    """What is taken off an order as a whole, in coins; a tier takes off an amount or a share."""
    if tier.off_rate is None:
        return halves_to_even((tier.off_amount or 0) * times, coin)
    return share_of(base * times, tier.off_rate, coin)


def _off_shipping(tier: Tier, shipping: Whole, coin: int) -> Whole:
    """What is taken off shipping, in coins."""
    if tier.off_rate is not None:
        return share_of(shipping, tier.off_rate, coin)
    return halves_to_even(shipping if tier.off_amount is None else np.full_like(shipping, tier.off_amount), coin)


def asked(taken: Taken) -> Iterator[int]:
    """Places of the baskets that the engine has to price."""
    yield from np.flatnonzero(taken.is_asked).tolist()
