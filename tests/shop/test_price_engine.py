"""What baskets pay: golden numbers, every kind of promotion, and the cases that other programs get wrong."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from tests.shop.promos import ENDS, NOON, STARTS, line, money, promo, till, yuan

from shopdesk.shop.promotions.engine.priced import Limit, Priced, Step, Terms, Why
from shopdesk.shop.promotions.engine.pricing import price
from shopdesk.shop.promotions.engine.words import plain
from shopdesk.shop.promotions.rules import (
    SHARE,
    Basis,
    Basket,
    Coupon,
    Goods,
    Layer,
    Level,
    Pair,
    Phase,
    Promotion,
    PromotionKind,
    Scope,
    Stacking,
    State,
    moments_of,
    paid_share,
    phase_at,
)

D, K, L = Decimal, PromotionKind, Level
TEA, CUP, BOX = line("A", "199.00"), line("B", "89.90"), line("C", "59.00")


def shares(step: Step) -> list[Decimal]:
    return [yuan(share) for share in step.shares]


def paid(priced: Priced) -> list[Decimal]:
    return [yuan(amount) for amount in priced.paid]


# ------------------------------------------------------------------------------------------------ golden numbers


def test_golden_shop_reduction_and_cross_shop_reduction_before_the_coupon() -> None:
    shop = promo(1, K.ONCE_FULL, L.ORDER, "300-30")
    cross = promo(2, K.EVERY_FULL, L.PLATFORM, "300-50")
    priced = till([TEA, CUP, BOX], shop, cross)
    assert yuan(priced.total) == D("267.90")
    assert [shares(step) for step in priced.steps] == [
        [D("17.16"), D("7.75"), D("5.09")],
        [D("28.60"), D("12.92"), D("8.48")],
    ]
    assert paid(priced) == [D("153.24"), D("69.23"), D("45.43")]


def test_golden_what_is_left_caps_the_platform_and_nothing_goes_below_zero() -> None:
    coupon = promo(1, K.AMOUNT_OFF, L.ORDER, "-380")
    cross = promo(2, K.EVERY_FULL, L.PLATFORM, "400-50")
    priced = till([line("A", 400)], coupon, cross)
    assert priced.total == 0
    assert [(yuan(step.wanted), yuan(step.amount), step.limit) for step in priced.steps] == [
        (D(380), D(380), Limit.NONE),
        (D(50), D(20), Limit.LEFT),
    ]


# ------------------------------------------------------------------------------------- where other programs fail


def test_an_expired_rule_is_not_applied() -> None:
    over = promo(1, K.PERCENT_OFF, L.ITEM, "-10%", ends_at=NOON)
    assert till([TEA], over).steps == ()
    assert len(till([TEA], over, moment=NOON - timedelta(seconds=1)).steps) == 1


def test_the_minimum_amount_holds_to_the_cent() -> None:
    rule = promo(1, K.ONCE_FULL, L.ORDER, "300-30")
    assert till([line("A", "299.99")], rule).off == 0
    assert yuan(till([line("A", "300.00")], rule).off) == 30
    short = till([line("A", "299.99")], rule).missed
    assert [(missed.why, yuan(missed.short)) for missed in short] == [(Why.BELOW, D("0.01"))]


def test_two_coupons_do_not_go_below_zero_and_do_not_depend_on_their_order() -> None:
    first = promo(1, K.AMOUNT_OFF, L.ORDER, "-40", by_coupon=True, coupons=(Coupon("A"),), stacking=Stacking.ALL)
    second = promo(2, K.AMOUNT_OFF, L.ORDER, "-30", by_coupon=True, coupons=(Coupon("B"),), stacking=Stacking.ALL)
    one = till([line("X", 50)], first, second, coupons=("A", "B"))
    other = till([line("X", 50)], second, first, coupons=("B", "A"))
    assert one.total == other.total == 0
    assert [yuan(step.amount) for step in one.steps] == [40, 10]
    assert [step.promotion for step in one.steps] == [step.promotion for step in other.steps]


def test_the_tier_follows_the_basket_up_and_down() -> None:
    rule = promo(1, K.ONCE_FULL, L.ORDER, "300-30;600-80;1000-150")
    off = [yuan(till([line("A", total)], rule).off) for total in ("599.99", "600", "1000", "999.99", "300", "299.99")]
    assert off == [30, 80, 150, 80, 30, 0]


def test_the_second_tier_switches_the_first_off() -> None:
    rule = promo(1, K.ONCE_FULL, L.ORDER, "2pc-5;5pc-20")
    assert yuan(till([line("A", 10, 5)], rule).off) == 20
    assert yuan(till([line("A", 10, 4)], rule).off) == 5


def test_buy_two_get_one_is_met_by_three_pieces_not_by_four() -> None:
    rule = promo(1, K.BUY_GET, L.ITEM, "2pc+1")
    assert [yuan(till([line("A", 10, pieces)], rule).off) for pieces in (2, 3, 4, 5, 6)] == [0, 10, 10, 10, 20]
    assert [missed.short_pieces for missed in till([line("A", 10, 2)], rule).missed] == [1_000]


def test_every_set_has_its_free_piece_unless_the_tier_says_once() -> None:
    assert yuan(till([line("A", 10, 9)], promo(1, K.BUY_GET, L.ITEM, "2pc+1")).off) == 30
    assert yuan(till([line("A", 10, 9)], promo(1, K.BUY_GET, L.ITEM, "2pc+1x1")).off) == 10


def test_the_second_piece_at_half_its_price() -> None:
    """Pairs from the most expensive down: of 40, 30, 20, 10 the 30 and the 10 cost half."""
    rule = promo(1, K.NTH_PIECE, L.ITEM, "2nd-50%")
    assert [yuan(till([line("A", 10, pieces)], rule).off) for pieces in (1, 2, 3, 4, 5)] == [0, 5, 5, 10, 10]
    assert [missed.short_pieces for missed in till([line("A", 10)], rule).missed] == [1_000]
    four = till([line("A", 10), line("B", 40), line("C", 30), line("D", 20)], rule)
    assert (yuan(four.off), shares(four.steps[0])) == (20, [2, 8, 6, 4])
    three = till([line("A", 10), line("B", 40), line("C", 30)], rule)
    assert (shares(three.steps[0]), three.steps[0].times) == ([0, D("8.57"), D("6.43")], 1)
    assert yuan(till([line("A", 10, 8)], promo(1, K.NTH_PIECE, L.ITEM, "2nd-50%x1")).off) == 5


def test_each_piece_of_a_set_has_its_own_tier() -> None:
    """第2件8折,第3件5折: a set is three pieces, and one of two has the first tier."""
    rule = promo(1, K.NTH_PIECE, L.ITEM, "第2件8折,第3件5折")
    assert [yuan(till([line("A", 10, pieces)], rule).off) for pieces in range(1, 8)] == [0, 2, 7, 7, 9, 14, 14]
    from_first = promo(1, K.NTH_PIECE, L.ITEM, "第1件9折 第2件8折")
    assert [yuan(till([line("A", 10, pieces)], from_first).off) for pieces in range(1, 5)] == [1, 3, 4, 6]
    fixed = promo(1, K.NTH_PIECE, L.ITEM, "第二件9.9元")
    assert yuan(till([line("A", 30), line("B", "9.9")], fixed).off) == 0, "it never costs more"
    assert yuan(till([line("A", 30, 2)], fixed).off) == D("20.1")


# ---------------------------------------------------------------------------------------------------- every kind


def test_every_full_and_once_full() -> None:
    assert yuan(till([line("A", 650)], promo(1, K.EVERY_FULL, L.ORDER, "300-50")).off) == 100
    assert yuan(till([line("A", 650)], promo(1, K.ONCE_FULL, L.ORDER, "300-50")).off) == 50
    assert yuan(till([line("A", 6500)], promo(1, K.EVERY_FULL, L.ORDER, "300-50≤200")).off) == 200


def test_prices_of_items_by_share_amount_and_price() -> None:
    lines = [line("A1", "19.99", 3), line("B2", 10)]
    tea = Scope(Goods(skus=frozenset({1})))
    assert [yuan(paid) for paid in till(lines, promo(1, K.PERCENT_OFF, L.ITEM, "-10%")).paid] == [D("53.97"), 9]
    assert [yuan(paid) for paid in till(lines, promo(1, K.AMOUNT_OFF, L.ITEM, "-5", scope=tea)).paid] == [
        D("44.97"),
        10,
    ]
    assert [yuan(paid) for paid in till(lines, promo(1, K.FIXED_PRICE, L.ITEM, "=15", scope=tea)).paid] == [45, 10]
    assert till(lines, promo(1, K.FIXED_PRICE, L.ITEM, "=30", scope=tea)).off == 0, "a flash price never adds"


def test_a_share_is_rounded_once_to_the_coin() -> None:
    """33.3 % of 4.88 is 1.62504, which is 1.63 off: 1.6250 on the way there would have become 1.62."""
    for level in (L.ITEM, L.ORDER):
        assert yuan(till([line("A", "4.88")], promo(1, K.PERCENT_OFF, level, "-33.3%")).off) == D("1.63")
    assert yuan(till([line("A", 1)], promo(1, K.FREE_SHIPPING, L.SHIPPING, "-33.3%"), shipping=48_800).off) == D("1.63")
    assert yuan(till([line("A", "4.88")], promo(1, K.BUNDLE, L.ITEM, "1pc-33.3%")).off) == D("1.63")


@pytest.mark.parametrize("listed", ["12.00", "12.04"])
def test_a_price_by_weight_is_the_same_from_whatever_list_price(listed: str) -> None:
    quarter = replace(line("A", listed), pieces=250)
    assert yuan(till([quarter], promo(1, K.FIXED_PRICE, L.ITEM, "=9.90")).total) == D("2.48")


@pytest.mark.parametrize(("coin", "off"), [(10_000, "34"), (100, "33.67"), (10, "33.667")])
def test_shares_are_in_the_coins_of_the_currency(coin: int, off: str) -> None:
    """Yen have no cents, dinars of Kuwait have three decimals."""
    priced = till([line("A", 101), line("B", 101)], promo(1, K.PERCENT_OFF, L.ORDER, "-16.6667%"), coin=coin)
    assert yuan(priced.off) == D(off)
    assert all(share % coin == 0 for share in priced.steps[0].shares)
    assert sum(priced.steps[0].shares) == priced.off


def test_an_amount_is_told_in_coins_as_small_as_it_has() -> None:
    assert [plain(amount) for amount in (12_345_000, 12_340, -500, 1)] == ["1,234.50", "1.234", "-0.05", "0.0001"]


def test_a_price_of_members_is_for_their_group() -> None:
    rule = promo(1, K.MEMBER_PRICE, L.ITEM, "-5%", scope=Scope(groups=frozenset({"Gold"})))
    assert yuan(till([line("A", 100)], rule, group="Gold").off) == 5
    assert till([line("A", 100)], rule, group="Silver").off == till([line("A", 100)], rule).off == 0


def test_members_of_whole_orders_come_last_on_what_is_left() -> None:
    member = promo(1, K.MEMBER_PRICE, L.ORDER, "-10%", scope=Scope(groups=frozenset({"Gold"})))
    priced = till([line("A", 300)], member, promo(2, K.ONCE_FULL, L.ORDER, "300-30"), group="Gold")
    assert [(step.layer, yuan(step.amount)) for step in priced.steps] == [(Layer.SHOP, 30), (Layer.LAST, 27)]


def test_the_free_piece_is_the_cheapest_of_its_set_from_the_dearest_down() -> None:
    lines = [line("A", 100, 3), line("B", 1)]
    priced = till(lines, promo(1, K.BUY_GET, L.ITEM, "2pc+1"))
    assert yuan(priced.off) == 100, "a cheap piece more does not take the free one away"
    assert priced.steps[0].shares[1] == 0


def test_a_set_of_any_pieces_and_a_set_of_named_ones() -> None:
    any_three = promo(1, K.BUNDLE, L.ITEM, "3pc=99")
    assert yuan(till([line("A", 50, 2), line("B", 40, 2)], any_three).total) == D(99 + 40)
    assert till([line("A", 20, 3)], any_three).off == 0, "a set never costs more than its pieces"
    named = promo(1, K.BUNDLE, L.ITEM, "=80", scope=Scope(Goods(skus=frozenset({1, 2})), set_of={1: 2_000, 2: 1_000}))
    assert yuan(till([line("A1", 30, 4), line("B2", 40, 2)], named).total) == 160
    assert yuan(till([line("A1", 30, 3), line("B2", 40, 2)], named).total) == D(80 + 30 + 40)


def test_gifts_come_with_every_full_threshold_unless_the_tier_says_once() -> None:
    priced = till([line("A", 650)], promo(1, K.GIFT, L.ORDER, "300+[7]*2"))
    assert priced.gifts == ((7, 4_000),)
    assert till([line("A", 650)], promo(1, K.GIFT, L.ORDER, "300+[7]*2x1")).gifts == ((7, 2_000),)
    assert till([line("A", 299)], promo(1, K.GIFT, L.ORDER, "300+[7]*2")).gifts == ()


def test_points_pay_what_is_left_and_no_more() -> None:
    points = promo(1, K.POINTS, L.PLATFORM, "100pc-1")
    assert yuan(till([line("A", 50)], points, points=2_050).off) == 20
    assert yuan(till([line("A", 50)], points, points=9_900).off) == 50
    assert till([line("A", 50)], points).off == 0


def test_free_shipping_takes_nothing_off_goods() -> None:
    rule = promo(1, K.FREE_SHIPPING, L.SHIPPING, "99")
    priced = till([line("A", 99)], rule, shipping=money(8))
    assert (yuan(priced.total), priced.shipping, sum(priced.steps[0].shares)) == (99, 0, 0)
    assert yuan(till([line("A", "98.99")], rule, shipping=money(8)).total) == D("106.99")
    assert yuan(till([line("A", 99)], promo(1, K.FREE_SHIPPING, L.SHIPPING, "99-5"), shipping=money(8)).shipping) == 3


def test_scope_by_category_product_and_exclusion() -> None:
    lines = [line("A1", 100, category="Tea"), line("B2", 100, category="Tea"), line("C3", 100, category="Cup")]
    tea = Scope(Goods(categories=frozenset({"Tea"})), Goods(skus=frozenset({2})))
    assert [yuan(paid) for paid in till(lines, promo(1, K.PERCENT_OFF, L.ITEM, "-10%", scope=tea)).paid] == [
        90,
        100,
        100,
    ]


def test_channels_that_are_named_and_left_out() -> None:
    here, not_here = Scope(channels=frozenset({1})), Scope(not_channels=frozenset({1}))
    lines = [line("A", 100)]
    off = [
        yuan(till(lines, promo(1, K.PERCENT_OFF, L.ITEM, "-10%", scope=scope), channel_id=channel).off)
        for scope in (here, not_here) for channel in (1, 2)
    ]  # fmt: skip
    assert off == [10, 0, 0, 10]


# ----------------------------------------------------------------------------------- coupons, budgets, exclusion


def coupon_of(**limits: int | None) -> Promotion:
    return promo(1, K.AMOUNT_OFF, L.ORDER, "-20", by_coupon=True, coupons=(Coupon("TEA20", **limits),))


def test_a_coupon_is_for_whoever_names_it_however_it_is_written() -> None:
    rule = coupon_of()
    assert till([line("A", 100)], rule).off == 0
    assert yuan(till([line("A", 100)], rule, coupons=(" tea20",)).off) == 20


def test_a_code_says_why_it_does_not_hold() -> None:
    lines = [line("A", 100)]
    used_up = till(lines, coupon_of(uses_left=0), coupons=("TEA20", "NOPE"))
    assert [(missed.why, missed.coupon) for missed in used_up.missed] == [
        (Why.USED_UP, "TEA20"),
        (Why.UNKNOWN_CODE, "NOPE"),
    ]
    late = till(lines, coupon_of(), coupons=("TEA20",), moment=ENDS)
    early = till(lines, coupon_of(), coupons=("TEA20",), moment=STARTS - timedelta(seconds=1))
    assert [late.missed[0].why, early.missed[0].why] == [Why.OVER, Why.NOT_YET]


def test_budgets_of_a_code_and_of_a_promotion_cap_what_is_taken_off() -> None:
    of_code = till([line("A", 100)], coupon_of(budget_left=money("7.50")), coupons=("TEA20",))
    assert (yuan(of_code.off), of_code.steps[0].limit) == (D("7.50"), Limit.BUDGET)
    of_promotion = till([line("A", 100)], promo(1, K.AMOUNT_OFF, L.ORDER, "-20", budget_left=money(3)))
    assert (yuan(of_promotion.off), of_promotion.steps[0].limit) == (3, Limit.BUDGET)


def test_of_two_of_a_class_the_better_one_holds_and_the_other_is_told() -> None:
    ten, fifteen = promo(1, K.AMOUNT_OFF, L.ORDER, "-10"), promo(2, K.AMOUNT_OFF, L.ORDER, "-15")
    priced = till([line("A", 100)], ten, fifteen)
    assert [step.promotion for step in priced.steps] == [fifteen]
    assert [(missed.promotion, missed.why) for missed in priced.missed] == [(ten, Why.EXCLUDED)]


def test_priority_goes_before_what_is_better() -> None:
    ten = promo(1, K.AMOUNT_OFF, L.ORDER, "-10", priority=5)
    fifteen = promo(2, K.AMOUNT_OFF, L.ORDER, "-15")
    assert yuan(till([line("A", 100)], ten, fifteen).off) == 10


def test_one_that_is_not_met_excludes_nothing() -> None:
    high = promo(1, K.ONCE_FULL, L.ORDER, "500-100", priority=9, stacking=Stacking.ALONE)
    low = promo(2, K.ONCE_FULL, L.ORDER, "50-5")
    assert yuan(till([line("A", 100)], high, low).off) == 5


def test_each_line_has_its_own_best_price() -> None:
    tea = Scope(Goods(skus=frozenset({1})))
    flash = promo(1, K.FIXED_PRICE, L.ITEM, "=70", scope=tea)
    ten = promo(2, K.PERCENT_OFF, L.ITEM, "-10%")
    priced = till([line("A1", 100), line("B2", 100)], flash, ten)
    assert paid(priced) == [70, 90]
    assert [yuan(step.base) for step in priced.steps] == [100, 100]


def test_lines_of_a_price_that_stands_alone_do_not_count_further_on() -> None:
    tea = Scope(Goods(skus=frozenset({1})))
    flash = promo(1, K.FIXED_PRICE, L.ITEM, "=70", scope=tea, stacking=Stacking.ALONE)
    order = promo(2, K.ONCE_FULL, L.ORDER, "150-30")
    assert yuan(till([line("A1", 100), line("B2", 100)], flash, order).off) == 30, "100 is below 150"
    assert yuan(till([line("A1", 100), line("B2", 200)], flash, order).off) == 60


def test_a_set_and_a_price_of_the_item_exclude_each_other_for_the_buyer() -> None:
    half = promo(2, K.PERCENT_OFF, L.ITEM, "-50%")
    assert yuan(till([line("A1", 10, 3)], promo(1, K.BUY_GET, L.ITEM, "2pc+1"), half).total) == 15
    assert yuan(till([line("A1", 10, 3)], promo(1, K.BUY_GET, L.ITEM, "2pc+1", priority=1), half).total) == 20


def test_a_set_is_made_of_what_a_price_of_a_higher_priority_leaves() -> None:
    flash = promo(1, K.FIXED_PRICE, L.ITEM, "=90", scope=Scope(Goods(skus=frozenset({1}))), priority=9)
    three = promo(2, K.BUY_GET, L.ITEM, "2pc+1")
    assert paid(till([line("A1", 100), line("B2", 30, 3)], flash, three)) == [90, 60]


def test_what_is_best_for_a_line_is_what_a_cap_leaves_of_it() -> None:
    """50 % off, at most 10, is less than 20 % off 200."""
    capped, plain = promo(1, K.PERCENT_OFF, L.ITEM, "-50%≤10"), promo(2, K.PERCENT_OFF, L.ITEM, "-20%")
    priced = till([line("A", 200)], capped, plain)
    assert (yuan(priced.total), [step.promotion for step in priced.steps]) == (160, [plain])
    short = promo(1, K.PERCENT_OFF, L.ITEM, "-50%", budget_left=money(10))
    assert yuan(till([line("A", 200)], short, plain).total) == 160


def test_what_follows_a_capped_price_looks_at_what_it_left() -> None:
    capped = promo(1, K.PERCENT_OFF, L.ITEM, "-50%≤10", stacking=Stacking.ALL, priority=1)
    flash = promo(2, K.FIXED_PRICE, L.ITEM, "=150", stacking=Stacking.ALL)
    share = promo(3, K.PERCENT_OFF, L.ITEM, "-10%", stacking=Stacking.ALL, basis=Basis.LEFT)
    assert [yuan(till([line("A", 200)], capped, other).total) for other in (flash, share)] == [150, 171]


@pytest.mark.parametrize(("priority", "off"), [(0, 50), (9, 50), (-1, 2)])
def test_a_price_that_stands_alone_yields_to_what_is_better_or_goes_before(priority: int, off: int) -> None:
    alone = promo(1, K.PERCENT_OFF, L.ITEM, "-1%", stacking=Stacking.ALONE)
    order = promo(2, K.ONCE_FULL, L.ORDER, "150-50", priority=priority)
    assert yuan(till([line("A", 200)], alone, order).off) == off
    assert yuan(till([line("A", 100)], alone, order).off) == 1, "what is not met excludes nothing"


def test_the_highest_priority_goes_first_of_several_that_exclude_prices_of_items() -> None:
    """Of 100: the member's 3 % excludes all others, though the price of the item and the coupon would take more."""
    flash = promo(1, K.FIXED_PRICE, L.ITEM, "=50", stacking=Stacking.ALONE)
    coupon = promo(2, K.AMOUNT_OFF, L.ORDER, "-60", stacking=Stacking.ALONE, priority=1)
    member = promo(3, K.MEMBER_PRICE, L.ORDER, "-3%", stacking=Stacking.ALONE, priority=2)
    assert [step.promotion for step in till([line("A", 100)], flash, coupon, member).steps] == [member]


def test_the_combination_table_goes_before_what_promotions_say() -> None:
    one, other = promo(1, K.AMOUNT_OFF, L.ORDER, "-10"), promo(2, K.AMOUNT_OFF, L.ORDER, "-15")
    together = (Pair(1, 2, True),)
    assert yuan(till([line("A", 100)], one, other, pairs=together).off) == 25
    item = promo(3, K.PERCENT_OFF, L.ITEM, "-10%")
    apart = (Pair(Level.ITEM, Level.ORDER, False),)
    assert yuan(till([line("A", 100)], item, one, pairs=apart).off) == 10
    assert yuan(till([line("A", 100)], item, one, pairs=(*apart, Pair(1, 3, True))).off) == 20


def test_the_better_way_of_three_that_exclude_each_other_in_a_row() -> None:
    """The middle one is best alone; the outer two together are better."""
    rules = [promo(n, K.AMOUNT_OFF, L.ORDER, f"-{off}") for n, off in ((1, 20), (2, 25), (3, 20))]
    pairs = (Pair(1, 3, True),)
    priced = till([line("A", 100)], *rules, pairs=pairs)
    assert [step.promotion.promotion_id for step in priced.steps] == [1, 3]


def test_layers_of_a_channel_may_have_another_order() -> None:
    percent = promo(1, K.PERCENT_OFF, L.PLATFORM, "-10%")
    order = promo(2, K.ONCE_FULL, L.ORDER, "100-20", basis=Basis.LEFT)
    basket = Basket((line("A", 100),), NOON, channel_id=1)
    other = (Layer.ITEM, Layer.LAST, Layer.SHOP, Layer.CROSS, Layer.SHIPPING)
    assert yuan(price(basket, Terms((percent, order))).total) == 72
    assert yuan(price(basket, Terms((percent, order), layers={1: other})).total) == 90


def test_platform_and_partner_bear_their_shares() -> None:
    rule = promo(1, K.AMOUNT_OFF, L.ORDER, "-20", platform_share=SHARE * 3 // 10, partner_share=SHARE // 10)
    step = till([line("A", 100)], rule).steps[0]
    assert (yuan(step.by_platform), yuan(step.by_partner)) == (6, 2)


def test_ids_tell_promotions_apart() -> None:
    with pytest.raises(ValueError, match="ids"):
        Terms((promo(1, K.GIFT, L.ORDER, "1+[7]"), promo(1, K.GIFT, L.ORDER, "2+[7]")))


def test_a_basket_has_pieces() -> None:
    with pytest.raises(ValueError, match="pieces"):
        till([line("A", 1, 0)])


# ------------------------------------------------------------------------------------------- refunds and moments


def test_a_refund_gives_back_the_paid_share() -> None:
    priced = till([TEA, CUP, BOX], promo(1, K.ONCE_FULL, L.ORDER, "300-30"))
    assert yuan(paid_share(priced.paid[1], 1_000, 0, 1_000, 100)) == D("82.15")
    thirds = [yuan(paid_share(money(10), 3_000, before, 1_000, 100)) for before in (0, 1_000, 2_000)]
    assert sum(thirds) == 10
    assert max(thirds) - min(thirds) <= D("0.01")
    with pytest.raises(ValueError, match="pieces"):
        paid_share(money(10), 3_000, 3_000, 1_000, 100)


def test_days_begin_at_midnight_of_the_shop() -> None:
    starts, ends = moments_of(date(2026, 11, 11), date(2026, 11, 11), ZoneInfo("Asia/Shanghai"))
    rule = promo(1, K.PERCENT_OFF, L.ITEM, "-10%", starts_at=starts, ends_at=ends)
    second = timedelta(seconds=1)
    edges = [starts - second, starts, starts + timedelta(days=1) - second, starts + timedelta(days=1)]
    assert starts == datetime(2026, 11, 10, 16, tzinfo=UTC)
    assert [till([TEA], rule, moment=edge).off > 0 for edge in edges] == [False, True, True, False]


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [("Europe/Berlin", date(2026, 3, 29), 23), ("Europe/Berlin", date(2026, 10, 25), 25),
     ("Asia/Beirut", date(2026, 3, 29), 23), ("Asia/Shanghai", date(2026, 3, 29), 24)],
)  # fmt: skip
def test_a_day_on_which_clocks_change_is_as_long_as_it_is(zone: str, day: date, hours: int) -> None:
    starts, ends = moments_of(day, day, ZoneInfo(zone))
    assert ends == starts + timedelta(hours=hours)
    assert moments_of(day + timedelta(days=1), None, ZoneInfo(zone))[0] == ends, "days meet without a gap"


def test_what_a_promotion_is_follows_from_the_clock() -> None:
    def of(moment: datetime) -> Phase:
        return phase_at(State.PLANNED, STARTS, ENDS, moment)

    assert [of(STARTS - timedelta(seconds=1)), of(STARTS), of(ENDS - timedelta(seconds=1)), of(ENDS)] == [
        Phase.PLANNED, Phase.RUNNING, Phase.RUNNING, Phase.ENDED,
    ]  # fmt: skip
    assert phase_at(State.CANCELLED, STARTS, ENDS, NOON) is Phase.CANCELLED
    assert phase_at(State.PLANNED, STARTS, None, ENDS) is Phase.RUNNING
