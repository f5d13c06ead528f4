"""Replay: array figures equal the engine basket by basket, and the sums those of a person with a pencil."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np
import pytest
from tests.shop.till import Item, Ticket, ring_up

from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.opening import open_shop
from shopdesk.shop.promotions.actions import add_promotion
from shopdesk.shop.promotions.engine.priced import Terms
from shopdesk.shop.promotions.engine.pricing import price
from shopdesk.shop.promotions.outcome.lot import alone, baskets_of, share_of, take
from shopdesk.shop.promotions.outcome.replay import ask, outcome, replay
from shopdesk.shop.promotions.outcome.uplift import break_even_uplift
from shopdesk.shop.promotions.rules import (
    SHARE,
    Goods,
    Level,
    Promotion,
    PromotionKind,
    Scope,
    Tier,
    layer_of,
    usual_basis,
)
from shopdesk.shop.promotions.sold import Good
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.store import Store
from shopdesk.text import UserError

GOODS = {
    n: Good(n, f"SKU-{n}", 10 + n // 2, ("Tea", "Cups")[n % 2], None, 20_000 * n if n < 7 else None, 0)
    for n in range(1, 9)
}
GROUPS = {1: "Members", 2: "Wholesale"}
OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))


def some_rows(dice: random.Random, orders: int) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    rows = []
    for order in range(1, orders + 1):
        head = (order, 1_760_000_000 + order, dice.choice((1, 2)), dice.choice((0, 1, 2)), dice.choice((0, 60_000)))
        for _line in range(dice.randint(1, 5)):
            money = dice.choice((dice.randint(0, 3_000_000), 199_900, 1_000_000, 333_300))
            rows.append((*head, dice.choice((0, *GOODS)), dice.choice((250, 1_000, 2_000, 3_000, 12_000)), money))
    return np.array(rows, np.int64)


def some_tier(dice: random.Random, kind: PromotionKind, money: int) -> Tier:
    off: dict[str, int | None] = {"off_rate": dice.choice((SHARE // 10, SHARE // 3, 1_250_000_000))}
    if kind in {PromotionKind.AMOUNT_OFF, PromotionKind.EVERY_FULL, PromotionKind.POINTS} or dice.random() < 0.3:
        off = {"off_amount": dice.randint(1, 400) * 1_000}
    if kind is PromotionKind.FIXED_PRICE:
        off = {"fixed_price": dice.randint(1, 99) * 9_900}
    if kind is PromotionKind.BUY_GET:
        return Tier(threshold_pieces=2_000, free_pieces=1_000, most_times=dice.choice((None, 2)))
    if kind is PromotionKind.NTH_PIECE:
        return Tier(**off, threshold_pieces=money // 500_000 * 1_000, free_pieces=1_000)
    if kind is PromotionKind.BUNDLE:
        return Tier(threshold_pieces=3_000, fixed_price=dice.randint(1, 300) * 9_900)
    if kind is PromotionKind.FREE_SHIPPING:
        ways: list[dict[str, int | None]] = [{}, {"off_amount": 30_000}, {"off_rate": SHARE // 2}]
        off = dice.choice(ways)
    if kind is PromotionKind.GIFT:
        off = {"gift_sku_id": 1, "gift_pieces": 1_000}
    by_pieces = dice.random() < 0.3
    return Tier(
        **off, threshold=None if by_pieces else money, threshold_pieces=money // 500_000 * 1_000 if by_pieces else None,
        cap=dice.choice((None, None, 350_000)), most_times=dice.choice((None, None, 2)),
    )  # fmt: skip


def some_promotion(dice: random.Random) -> Promotion:
    kind = dice.choice(tuple(PromotionKind))
    level = dice.choice((Level.ITEM, Level.ORDER, Level.PLATFORM))
    if kind is PromotionKind.FREE_SHIPPING:
        level = Level.SHIPPING
    if kind in {PromotionKind.FIXED_PRICE, PromotionKind.BUY_GET, PromotionKind.NTH_PIECE, PromotionKind.BUNDLE}:
        level = Level.ITEM
    if kind is PromotionKind.POINTS:
        level = Level.PLATFORM
    tiers = tuple(some_tier(dice, kind, money) for money in (500_000, 2_000_000)[: dice.randint(1, 2)])
    scope = Scope(
        goods=dice.choice((Goods(), Goods(categories=frozenset({"Tea"})), Goods(skus=frozenset({1, 2, 3})))),
        channels=dice.choice((frozenset(), frozenset({1}))), groups=dice.choice((frozenset(), frozenset({"Members"}))),
    )  # fmt: skip
    made = Promotion(
        1, "Try", kind, level, datetime(2026, 1, 1, tzinfo=UTC), None, tiers, scope, usual_basis(kind, level, False)
    )  # fmt: skip
    assert made.layer is layer_of(kind, level, by_coupon=False)
    return alone(made)


@pytest.mark.parametrize("seed", range(60))
def test_arrays_say_of_every_basket_what_the_engine_says(seed: int) -> None:
    dice = random.Random(seed)
    coin = dice.choice((100, 10, 10_000))
    lot, plan = baskets_of(some_rows(dice, 60), coin), some_promotion(dice)
    taken = take(plan, lot, GOODS, GROUPS)
    ask(plan, taken, lot, GOODS, GROUPS, lambda _done: None)
    for place in range(len(lot)):
        priced = price(lot.basket(place, GOODS, GROUPS.get(int(lot.customer[place]))), Terms((plan,)))
        assert int(taken.amount[place]) == priced.off, (plan, priced)
        gifts = sum(gift.pieces for gift in priced.gifts)
        tier = plan.tiers[taken.tier[place]] if taken.tier[place] >= 0 else Tier()
        assert (tier.gift_pieces or 0) * int(taken.times[place]) == gifts


def test_shares_beyond_63_bits_are_exact() -> None:
    amounts = np.array([9_000_000_000_000_000, 5, 15, 25], np.int64)
    assert share_of(amounts, 3_333_333_333).tolist() == [2_999_999_999_700_000, 2, 5, 8]
    assert share_of(np.array([5, 15, 25], np.int64), SHARE // 10).tolist() == [0, 2, 2]
    assert share_of(np.array([48_800, 9_000_000_000_000_000], np.int64), 3_330_000_000, 100).tolist() == [
        163, 29_970_000_000_000,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("margin", "depth", "uplift"), [("0.4", "0.2", "1"), ("0.4", "0.1", "0.3333"), ("0.25", "0.1", "0.6667")]
)
def test_break_even_uplift_is_golden(margin: str, depth: str, uplift: str) -> None:
    found = break_even_uplift(Decimal(margin), Decimal(depth))
    assert found is not None
    assert round(found, 4) == Decimal(uplift)


def test_nothing_makes_up_for_a_reduction_that_takes_the_margin() -> None:
    assert break_even_uplift(Decimal("0.2"), Decimal("0.2")) is None


def fill(store: Store) -> int:
    """Cups at 100 that cost 60, and plates of unknown cost; baskets of 100, 200, 270, 290, 300, 650 and a plate."""
    store.do(open_shop, "Tea", "CNY", "UTC", Costing.MOVING_AVERAGE)
    store.do(add_product, "CUP", "Cup", price=Decimal(100), cost=Decimal(60))
    store.do(add_product, "PLATE", "Plate", price=Decimal(350))
    sold = [(1, "100"), (2, "100"), (1, "270"), (1, "290"), (3, "100"), (1, "650")]
    tickets = [Ticket(f"T-{n}", date(2026, 10, n), [Item("CUP", pieces, Decimal(each))])
               for n, (pieces, each) in enumerate(sold, 1)]  # fmt: skip
    tickets.append(Ticket("T-9", date(2026, 10, 9), [Item("PLATE", 1, Decimal(350))]))
    tickets.append(Ticket("T-10", date(2026, 11, 9), [Item("CUP", 9, Decimal(100))]))
    tickets.append(Ticket("T-11", date(2026, 10, 9), [Item("CUP", 9, Decimal(100))], state="cancelled"))
    store.do(ring_up, tickets)
    made = store.do(add_promotion, {
        "title": "Full", "kind": "every_full", "tiers": "300-30", "starts_at": datetime(2027, 1, 1, tzinfo=UTC),
        "ends_at": datetime(2027, 1, 2, tzinfo=UTC), "platform_share": Decimal("0.3"), "coupons": "A",
    }).value  # fmt: skip
    assert isinstance(made, int)
    return made


def test_a_month_is_replayed_to_the_cent(store: Store) -> None:
    plan = fill(store)
    with store.read() as tx:
        [made] = replay(tx, plan, *OCTOBER)
    # 300 - 30, 650 - 60 and the plate 350 - 30; margins without the plate: 120 + 590 and 63 less.
    assert (made.baskets, made.qualified, made.sales, made.discount) == (7, 3, 1300, 120)
    assert (made.by_platform, made.by_partner, made.by_shop) == (36, 0, 84)
    assert (made.margin_before, made.margin_after, made.unknown_cost) == (710, 647, 1)
    assert (made.near_10, made.near_20) == (2, 2)
    depth, margin = Decimal(63) / 950, Decimal(710) / 950
    assert made.depth == depth
    assert made.uplift == depth / (margin - depth)


def test_variants_stand_side_by_side_and_are_refused_where_they_are_none(store: Store) -> None:
    plan = fill(store)
    with store.read() as tx:
        made = replay(tx, plan, *OCTOBER, ("200-10", "300-30;600-100", "每满300减30"))
        assert [(one.tiers, one.qualified, one.discount) for one in made] == [
            ("", 3, 120), ("200-10", 6, 10 + 10 + 10 + 10 + 30 + 10), ("300-30;600-100", 3, 160),
            ("每满300减30", 3, 120),
        ]  # fmt: skip
        with pytest.raises(UserError, match="At most 3"):
            replay(tx, plan, *OCTOBER, ("200-10", "200-20", "200-30", "200-40"))
        with pytest.raises(UserError, match="is written like"):
            replay(tx, plan, *OCTOBER, ("-10%",))


def test_a_replay_can_be_stopped(store: Store) -> None:
    plan = fill(store)

    def stop(_done: float) -> None:
        raise InterruptedError

    with store.read() as tx, pytest.raises(InterruptedError):
        replay(tx, plan, *OCTOBER, progress=stop)


def test_a_gift_without_a_cost_leaves_its_baskets_out() -> None:
    lot = baskets_of(np.array([[1, 0, 1, 0, 0, 1, 1_000, 900_000]], np.int64), 100)
    plan = Promotion(1, "Gift", PromotionKind.GIFT, Level.ORDER, datetime(2026, 1, 1, tzinfo=UTC), None,
                     (Tier(threshold=500_000, gift_sku_id=2, gift_pieces=1_000),))  # fmt: skip
    told = outcome("", plan, lot, GOODS, {}, lambda _done: None)
    assert (told.qualified, told.gifts, told.unknown_cost) == (1, 4, 0)
    free = {**GOODS, 2: replace(GOODS[2], cost=0)}
    told = outcome("", plan, lot, free, {}, lambda _done: None)
    assert (told.qualified, told.gifts) == (1, 0), "a sample that costs nothing is given all the same"
    dear = replace(plan, tiers=(replace(plan.tiers[0], gift_sku_id=8),))
    told = outcome("", dear, lot, GOODS, {}, lambda _done: None)
    assert (told.qualified, told.gifts, told.unknown_cost, told.uplift) == (1, 0, 1, None)
