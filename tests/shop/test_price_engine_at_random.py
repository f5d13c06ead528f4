"""What holds for every basket: nothing below zero, shares that add up, no order of input, more bought is more off."""

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.shop.promos import NOON, promo

from shopdesk.shop.promotions.engine.priced import Priced, Terms
from shopdesk.shop.promotions.engine.pricing import price
from shopdesk.shop.promotions.rules import (
    Basket,
    Coupon,
    Goods,
    Level,
    Line,
    Pair,
    Promotion,
    PromotionKind,
    Scope,
    Stacking,
    paid_share,
)

K, L = PromotionKind, Level
RULES = [
    (K.PERCENT_OFF, L.ITEM, "-10%"), (K.PERCENT_OFF, L.ITEM, "2pc-15%≤30"), (K.AMOUNT_OFF, L.ITEM, "-3"),
    (K.FIXED_PRICE, L.ITEM, "=12.5"), (K.BUY_GET, L.ITEM, "2pc+1"), (K.BUY_GET, L.ITEM, "1pc+1x2"),
    (K.NTH_PIECE, L.ITEM, "2nd-50%"), (K.NTH_PIECE, L.ITEM, "2nd-20%;3rd-50%"), (K.NTH_PIECE, L.ITEM, "2nd=9.9x2"),
    (K.BUNDLE, L.ITEM, "3pc=50"), (K.BUNDLE, L.ITEM, "2pc-20%"), (K.ONCE_FULL, L.ORDER, "100-10;200-35"),
    (K.EVERY_FULL, L.ORDER, "60-7"), (K.AMOUNT_OFF, L.ORDER, "-500"), (K.PERCENT_OFF, L.ORDER, "50-12.5%"),
    (K.GIFT, L.ORDER, "80+[7]*1"), (K.EVERY_FULL, L.PLATFORM, "100-20"), (K.PERCENT_OFF, L.PLATFORM, "-7%"),
    (K.POINTS, L.PLATFORM, "100pc-1"), (K.FREE_SHIPPING, L.SHIPPING, "99"), (K.FREE_SHIPPING, L.SHIPPING, "-4"),
]  # fmt: skip
PRICES = [*RULES[:11], (K.PERCENT_OFF, L.ITEM, "-50%≤10")]
lines = st.builds(
    lambda number, cents, pieces, group: Line(f"S{number}", cents * 100, pieces * 500, number, number, group),
    st.integers(1, 4), st.integers(0, 20_000), st.integers(1, 12), st.sampled_from(["Tea", "Cup"]),
)  # fmt: skip


@st.composite
def promotions(draw: st.DrawFn, *, lone: bool = False) -> list[Promotion]:
    rules = draw(st.lists(st.sampled_from(RULES), min_size=1, max_size=1 if lone else 5))
    made = []
    for number, (kind, level, words) in enumerate(rules, 1):
        goods = draw(st.sampled_from([Goods(), Goods(frozenset({1, 2})), Goods(categories=frozenset({"Tea"}))]))
        more: dict[str, Any] = {"scope": Scope(goods)}
        if not lone:
            more |= {"stacking": draw(st.sampled_from(Stacking)), "priority": draw(st.integers(0, 1))}
            more["budget_left"] = draw(st.sampled_from([None, 0, 55_500]))
            more["starts_at"] = NOON - timedelta(days=draw(st.integers(0, 2)))
        if draw(st.booleans()):
            more |= {"by_coupon": True, "coupons": (Coupon(f"C{number}", None, draw(st.sampled_from([None, 90_000]))),)}
        made.append(promo(number, kind, level, words, **more))
    return made


def basket_of(some: list[Line]) -> Basket:
    return Basket(tuple(some), NOON, coupons=("C1", "C2", "C3", "C5"), shipping=80_000, points=2_345)


def told(priced: Priced) -> Any:
    """A price whatever the order of its lines."""
    rows = zip(priced.basket.lines, priced.listed, priced.paid, *(step.shares for step in priced.steps), strict=True)
    steps = [(step.promotion, step.amount, step.times, step.limit, step.left, step.gifts) for step in priced.steps]
    missed = sorted((str(one.promotion), one.why, one.coupon, one.short) for one in priced.missed)
    return sorted(map(str, rows)), steps, priced.shipping, missed


@given(st.lists(lines, min_size=1, max_size=6), promotions())
def test_nothing_goes_below_zero_and_every_coin_is_somewhere(some: list[Line], rules: list[Promotion]) -> None:
    priced = price(basket_of(some), Terms(tuple(rules)))
    assert min(*priced.paid, priced.shipping) >= 0
    assert sum(priced.listed) + 80_000 - priced.off == priced.total
    off_lines = [sum(shares) for shares in zip(*(step.shares for step in priced.steps), strict=True)]
    assert off_lines in ([], [listed - paid for listed, paid in zip(priced.listed, priced.paid, strict=True)])
    assert all(amount % 100 == 0 for step in priced.steps for amount in (*step.shares, step.amount))
    assert [step.left for step in priced.steps[-1:]] in ([], [priced.total])
    for step in priced.steps:
        limits = [step.tier.cap, step.promotion.budget_left]
        assert all(step.amount <= limit for limit in limits if limit is not None)


@given(st.lists(lines, min_size=1, max_size=6), promotions(), st.randoms(use_true_random=False))
def test_the_order_of_lines_and_promotions_changes_nothing(
    some: list[Line], rules: list[Promotion], chance: Any
) -> None:
    pairs = (Pair(1, 2, True), Pair(Level.ITEM, Level.ORDER, False))
    first = price(basket_of(some), Terms(tuple(rules), pairs))
    for listed in (some, rules):
        chance.shuffle(listed)
    assert told(price(basket_of(some), Terms(tuple(rules), pairs[::-1]))) == told(first)


@given(st.lists(lines, min_size=1, max_size=5), lines, promotions(lone=True))
def test_who_buys_more_has_no_less_off(some: list[Line], more: Line, rules: list[Promotion]) -> None:
    terms = Terms(tuple(rules))
    assert price(basket_of([*some, more]), terms).off >= price(basket_of(some), terms).off


@settings(max_examples=60)
@given(st.lists(lines, min_size=1, max_size=4), st.lists(st.sampled_from(PRICES), min_size=2, max_size=4), st.data())
def test_prices_of_items_that_exclude_each_other_never_cost_the_buyer_more_than_some_of_them(
    some: list[Line], rules: list[tuple[PromotionKind, Level, str]], data: st.DataObject
) -> None:
    goods = st.sampled_from([Goods(), Goods(frozenset({1, 2})), Goods(categories=frozenset({"Tea"}))])
    made = [promo(number, *rule, scope=Scope(data.draw(goods))) for number, rule in enumerate(rules, 1)]
    fewer = data.draw(st.lists(st.sampled_from(made), unique_by=lambda one: one.promotion_id))
    assert price(basket_of(some), Terms(tuple(made))).total <= price(basket_of(some), Terms(tuple(fewer))).total


@given(st.integers(0, 10**7), st.lists(st.integers(1, 4), min_size=1, max_size=12))
def test_refunds_in_parts_come_to_what_was_paid(paid: int, parts: list[int]) -> None:
    paid, pieces, before, back = paid * 100, sum(parts), 0, 0
    for part in parts:
        given_back = paid_share(paid, pieces, before, part, 100)
        assert given_back >= 0
        before, back = before + part, back + given_back
    assert back == paid
