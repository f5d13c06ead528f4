"""The search for the worst stack: thousands of other promotions cost little, and no SKU is left out when it is cut."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.shop.promos import ENDS, NOON, STARTS, line, promo, yuan

from shopdesk.shop.promotions.engine import stacks
from shopdesk.shop.promotions.engine.priced import Terms
from shopdesk.shop.promotions.engine.pricing import price
from shopdesk.shop.promotions.engine.stacks import search
from shopdesk.shop.promotions.rules import PIECE, Basket, Goods, Level, PromotionKind, Scope

K, L = PromotionKind, Level
LINES = [line("A1", 100), line("A2", 50)]


def test_every_sku_is_looked_at_before_the_search_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stacks, "MOST_LOOKED", 3)
    one = promo(1, PromotionKind.PERCENT_OFF, Level.ITEM, "-10%")
    later = [
        promo(number, PromotionKind.EVERY_FULL, Level.ORDER, "50-5", starts_at=STARTS + timedelta(number))
        for number in range(2, 6)
    ]
    found = search(one, Terms((one, *later)), LINES, [None], 100)
    assert (found.is_whole, set(found.worst)) == (False, {1, 2})


def test_promotions_that_are_alike_and_goods_at_one_price_are_tried_once() -> None:
    one = promo(1, PromotionKind.PERCENT_OFF, Level.ITEM, "-10%")
    later = [
        promo(number, PromotionKind.EVERY_FULL, Level.ORDER, "50-5", starts_at=STARTS + timedelta(1 + number % 20))
        for number in range(2, 90)
    ]
    few, many = (search(one, Terms((one, *others)), LINES[:1], [None, 1], 100) for others in (later[:1], later))
    same = search(one, Terms((one, *later)), [LINES[0], line("A3", 100)], [None, 1], 100)
    assert (many.is_whole, many.tried, same.tried) == (True, few.tried, few.tried)
    assert {sku: yuan(worst.total) for sku, worst in same.worst.items()} == {1: 405, 3: 405}


def test_promotions_of_some_goods_are_tried_with_these_alone() -> None:
    one = promo(1, PromotionKind.PERCENT_OFF, Level.ITEM, "-10%")
    only = [Scope(Goods(frozenset({sku_id}))) for sku_id in (1, 2)]
    named = [
        promo(number, PromotionKind.ONCE_FULL, Level.ORDER, f"50-{number}", scope=only[number % 2])
        for number in range(2, 8)
    ]
    found = search(one, Terms((one, *named)), LINES, [None], 100)
    assert {sku: yuan(worst.total) for sku, worst in found.worst.items()} == {1: 84, 2: 83}
    assert {len(worst.missed) for worst in found.worst.values()} == {2}


def test_a_threshold_is_met_by_what_is_left_of_the_price_of_the_item() -> None:
    """One piece at 50 reaches 50 before the 10 % off and not after it: the worst is two, at 42.50 each."""
    one = promo(1, PromotionKind.PERCENT_OFF, Level.ITEM, "-10%")
    beside = promo(2, PromotionKind.ONCE_FULL, Level.ORDER, "50-5")
    worst = search(one, Terms((one, beside)), LINES[1:], [None], 100).worst[2]
    assert (worst.basket.lines[0].pieces, yuan(worst.total)) == (2_000, 85)


@pytest.mark.parametrize("each", ["17.90", "33.30", "60", "100", "170", "199"])
@pytest.mark.parametrize(
    "rules",
    [
        [(K.PERCENT_OFF, L.ITEM, "2pc-15%"), (K.ONCE_FULL, L.ORDER, "300-50")],
        [(K.ONCE_FULL, L.PLATFORM, "300-50"), (K.BUNDLE, L.ITEM, "2pc-15")],
        [(K.NTH_PIECE, L.ITEM, "2nd-20%;3rd-50%"), (K.PERCENT_OFF, L.ORDER, "3pc-10%")],
        [(K.BUY_GET, L.ITEM, "2pc+1x2"), (K.PERCENT_OFF, L.ORDER, "3pc-10%;5pc-20%")],
        [
            (K.AMOUNT_OFF, L.ITEM, "-3"),
            (K.EVERY_FULL, L.PLATFORM, "100-20≤60"),
            (K.ONCE_FULL, L.ORDER, "100-10;200-35"),
        ],
    ],
)
def test_no_number_of_pieces_costs_less_than_the_worst(
    each: str, rules: list[tuple[PromotionKind, Level, str]]
) -> None:
    """Every number of pieces up to 40 is tried beside the search."""
    terms = Terms(tuple(promo(number, *rule) for number, rule in enumerate(rules, 1)))
    [of_one] = lines = [line("A1", each)]
    worst = search(terms.promotions[0], terms, lines, [None], 100).worst[1]
    baskets = [Basket((replace(of_one, pieces=pieces * PIECE),), NOON) for pieces in range(1, 41)]
    cheapest = min(price(basket, terms).total * PIECE // basket.lines[0].pieces for basket in baskets)
    assert worst.total * PIECE // worst.basket.lines[0].pieces <= cheapest


def test_what_runs_at_another_time_changes_nothing() -> None:
    one = promo(1, PromotionKind.PERCENT_OFF, Level.ITEM, "-10%")
    beside = promo(2, PromotionKind.ONCE_FULL, Level.ORDER, "50-5")
    far = [
        promo(number, PromotionKind.PERCENT_OFF, Level.ITEM, "-90%", starts_at=ENDS, ends_at=ENDS + timedelta(9))
        for number in range(3, 60)
    ]
    found = search(one, Terms((one, beside, *far)), LINES, [None], 100)
    assert found.is_whole
    assert {sku: yuan(worst.total) for sku, worst in found.worst.items()} == {1: 85, 2: 85}


def test_a_set_of_named_goods_is_tried_with_all_of_them() -> None:
    """100 and 50 for 90 together: 60 and 30, each a tenth less where the promotion is for it."""
    scope = Scope(Goods(frozenset({1, 2})), set_of={1: PIECE, 2: PIECE})
    of_set = promo(1, K.BUNDLE, L.ITEM, "=90", scope=scope)
    found = search(of_set, Terms((of_set,)), LINES, [None], 100)
    assert {sku: yuan(worst.paid[0]) for sku, worst in found.worst.items()} == {1: 60, 2: 30}
    one = promo(2, K.PERCENT_OFF, L.ORDER, "-10%", scope=Scope(Goods(frozenset({1}))))
    found = search(one, Terms((of_set, one)), LINES[:1], [None], 100, beside=LINES)
    assert {sku: yuan(worst.paid[0]) for sku, worst in found.worst.items()} == {1: 54}
    assert yuan(search(one, Terms((of_set, one)), LINES[:1], [None], 100).worst[1].paid[0]) == 90


@pytest.mark.parametrize("rules", [["300-30"], ["300-30", "100-5;600-80"]])
def test_what_fills_up_to_a_threshold_makes_a_piece_cheaper_than_more_of_it(rules: list[str]) -> None:
    """凑单: every number of pieces of both is tried beside the search."""
    terms = Terms(tuple(promo(number, K.ONCE_FULL, L.ORDER, words) for number, words in enumerate(rules, 1)))
    of_one, filler = lines = [line("A1", 199), line("A2", "6.50")]
    worst = search(terms.promotions[0], terms, lines, [None], 100).worst[1]
    each = worst.paid[0] * PIECE // worst.basket.lines[0].pieces
    tried = [
        price(Basket((replace(of_one, pieces=some * PIECE), replace(filler, pieces=more * PIECE)), NOON), terms)
        for some in range(1, 4) for more in range(1, 70)
    ]  # fmt: skip
    assert each <= min(priced.paid[0] * PIECE // priced.basket.lines[0].pieces for priced in tried)
    assert len(worst.basket.lines) == 2
