"""Replay: a promotion tried on the shop's own past baskets, and beside it what other tiers would have done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

import numpy as np

from shopdesk.shop.orders.sold_goods import coin_of
from shopdesk.shop.promotions.checks import check_tiers
from shopdesk.shop.promotions.engine.priced import Terms
from shopdesk.shop.promotions.engine.pricing import price
from shopdesk.shop.promotions.engine.terms import fetch_promotions
from shopdesk.shop.promotions.outcome.lot import (
    Baskets,
    Flags,
    Progress,
    Taken,
    Whole,
    alone,
    asked,
    fetch_baskets,
    fetch_groups,
    share_of,
    take,
)
from shopdesk.shop.promotions.outcome.uplift import break_even_uplift
from shopdesk.shop.promotions.rules import PIECE, Promotion, Tier
from shopdesk.shop.promotions.sold import Good, fetch_goods
from shopdesk.shop.promotions.tiers import parse_tiers
from shopdesk.store.tables import Promotion as PromotionRow
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE, RATE_SCALE
from shopdesk.text import N_, UserError

MOST_VARIANTS: Final = 3
"""Beside the plan itself."""
_SCALES: Final = {
    "threshold": MONEY_SCALE, "threshold_pieces": QUANTITY_SCALE, "off_amount": MONEY_SCALE, "off_rate": RATE_SCALE,
    "fixed_price": MONEY_SCALE, "free_pieces": QUANTITY_SCALE, "gift_pieces": QUANTITY_SCALE, "cap": MONEY_SCALE,
    "most_times": 1, "threshold_people": 1,
}  # fmt: skip
_TICK: Final = 200
"""Baskets that the engine prices between two looks at whether to stop."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What tiers would have come to over some days; margins are of the baskets that qualify and whose cost is known."""

    tiers: str
    """In words; "" is the plan itself."""
    baskets: int
    qualified: int
    sales: Decimal
    """What the qualifying baskets cost before any discount."""
    discount: Decimal
    by_platform: Decimal
    by_partner: Decimal
    gifts: Decimal
    """What the gifts cost the shop."""
    margin_before: Decimal
    margin_after: Decimal
    unknown_cost: int
    """Qualifying baskets that the margins leave out, because somebody's cost in them is not known."""
    near_10: int
    """Baskets that lay at most 10 % under the lowest threshold."""
    near_20: int
    depth: Decimal | None
    """What the shop itself gives, as a share of those sales."""
    uplift: Decimal | None
    """The break-even uplift; None: nothing makes up for it, or nothing is known."""

    @property
    def by_shop(self) -> Decimal:
        """What the shop bears of the discounts."""
        return self.discount - self.by_platform - self.by_partner


def replay(
    tx: Tx, promotion_id: int, since: date, until: date, others: Sequence[str] = (), progress: Progress | None = None
) -> list[Outcome]:
    """The plan over the sales of those days, then the same with other tiers, in words; UserError where that fails."""
    found = fetch_promotions(tx, PromotionRow.promotion_id == promotion_id)
    if not found:
        raise UserError(N_("There is no promotion “{name}”."), code="unknown_promotion", name=promotion_id)
    if len(others) > MOST_VARIANTS:
        raise UserError(N_("At most {count} variants stand side by side."), code="variants", count=MOST_VARIANTS)
    goods = fetch_goods(tx)
    plans = [("", found[0]), *((words, with_tiers(found[0], words, goods)) for words in others)]
    lot = fetch_baskets(tx, since, until, coin_of(tx), progress)
    groups = fetch_groups(tx)
    made = []
    for place, (words, plan) in enumerate(plans):
        share = _Share(progress, place, len(plans))
        made.append(outcome(words, alone(plan), lot, goods, groups, share))
    return made


@dataclass(frozen=True, slots=True)
class _Share:
    """The part of a job that one variant is."""

    progress: Progress | None
    place: int
    of: int

    def __call__(self, done: float) -> None:
        if self.progress:
            self.progress((self.place + done) / self.of)


def with_tiers(promotion: Promotion, words: str, goods: Mapping[int, Good]) -> Promotion:
    """The promotion with other tiers; UserError where they cannot be read or are none of its kind."""
    told = parse_tiers(words)
    check_tiers(promotion.kind, told)
    codes = {good.code: good.sku_id for good in goods.values()}
    return replace(promotion, tiers=tuple(sorted((_tier(one, codes) for one in told), key=lambda one: one.height)))


def _tier(told: Mapping[str, Any], codes: Mapping[str, int]) -> Tier:
    gift = told.get("gift")
    if gift is not None and gift not in codes:
        raise UserError(N_("There is no SKU “{name}”."), code="unknown_sku", name=gift)
    whole = {name: int(told[name] * scale) for name, scale in _SCALES.items() if name in told}
    return Tier(**whole, gift_sku_id=codes[gift] if gift is not None else None)


def outcome(
    words: str, plan: Promotion, lot: Baskets, goods: Mapping[int, Good], groups: Mapping[int, str], progress: Progress
) -> Outcome:
    """What a promotion alone takes off baskets, and what is left."""
    taken = take(plan, lot, goods, groups)
    ask(plan, taken, lot, goods, groups, progress)
    given_on_top, gifts, gift_known = _gifts(plan, taken, goods)
    holds = (taken.amount > 0) | given_on_top
    cost, known = _costs(lot, goods)
    known &= holds & gift_known
    sales = lot.added(lot.listed)
    by_platform, by_partner = (share_of(taken.amount, share) for share in (plan.platform_share, plan.partner_share))
    given = taken.amount - by_platform - by_partner + gifts
    before, whole = _sum(sales - cost, known), _sum(sales, known)
    depth = _sum(given, known) / whole if whole else None
    progress(1.0)
    return Outcome(
        words, len(lot), int(holds.sum()), _sum(sales, holds), _sum(taken.amount, holds), _sum(by_platform, holds),
        _sum(by_partner, holds), _sum(gifts, holds), before, before - _sum(given, known), int((holds & ~known).sum()),
        *_near(plan, taken), depth, None if depth is None else break_even_uplift(before / whole, depth),
    )  # fmt: skip


def ask(
    plan: Promotion, taken: Taken, lot: Baskets, goods: Mapping[int, Good], groups: Mapping[int, str],
    progress: Progress,
) -> None:  # fmt: skip
    """Have the engine price what arrays cannot."""
    terms, whole = Terms((plan,)), int(taken.is_asked.sum())
    for count, place in enumerate(asked(taken)):
        if count % _TICK == 0:
            progress(count / whole)
        priced = price(lot.basket(place, goods, groups.get(int(lot.customer[place]))), terms)
        taken.amount[place] = priced.off
        taken.times[place] = max((step.times for step in priced.steps), default=0)


def _gifts(plan: Promotion, taken: Taken, goods: Mapping[int, Good]) -> tuple[Flags, Whole, Flags]:
    """Which baskets get a gift, what gifts cost by basket, and whether that is known."""
    cost, known = np.zeros_like(taken.amount), np.ones(len(taken.amount), np.bool_)
    given = np.zeros_like(known)
    for place, tier in enumerate(plan.tiers):
        if tier.gift_sku_id is None:
            continue
        here = (taken.tier == place) & (taken.times > 0)
        given |= here
        good = goods.get(tier.gift_sku_id)
        if good is None or good.cost is None:
            known[here] = False
        else:
            cost[here] = good.cost * ((tier.gift_pieces or PIECE) * taken.times[here]) // PIECE
    return given, cost, known


def _costs(lot: Baskets, goods: Mapping[int, Good]) -> tuple[Whole, Flags]:
    """What the goods of each basket cost, and whether all of it is known."""
    skus, back = np.unique(lot.sku, return_inverse=True)
    each = [good.cost if (good := goods.get(int(sku))) else None for sku in skus]
    cost = np.array([one or 0 for one in each], np.int64)[back] * lot.pieces // PIECE
    unknown = np.array([one is None for one in each], np.int64)[back]
    return lot.added(cost), lot.added(unknown) == 0


def _near(plan: Promotion, taken: Taken) -> tuple[int, int]:
    """Baskets that lay at most 10 and 20 % under the lowest threshold of money."""
    lowest = min((tier.threshold for tier in plan.tiers if tier.threshold), default=0)
    under = taken.is_for & (taken.base < lowest)
    by_10, by_20 = (int((under & (taken.base * 100 >= lowest * part)).sum()) for part in (90, 80))
    return by_10, by_20


def _sum(amounts: Whole, where: Flags) -> Decimal:
    return Decimal(int(amounts[where].sum())) / MONEY_SCALE
