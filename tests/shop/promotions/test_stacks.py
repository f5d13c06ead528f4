"""The search for the worst stack: thousands of other promotions cost little, and no SKU is left out when it is cut."""

from datetime import timedelta

import pytest
from tests.shop.promos import ENDS, STARTS, line, promo, yuan

from shopdesk.shop.promotions import stacks
from shopdesk.shop.promotions.priced import Terms
from shopdesk.shop.promotions.rules import Level, PromotionKind
from shopdesk.shop.promotions.stacks import search

LINES = [line("A1", 100), line("A2", 50)]


def test_every_sku_is_looked_at_before_the_search_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stacks, "MOST_TRIED", 3)
    one = promo(1, PromotionKind.PERCENT_OFF, Level.ITEM, "-10%")
    later = [
        promo(number, PromotionKind.EVERY_FULL, Level.ORDER, "50-5", starts_at=STARTS + timedelta(number))
        for number in range(2, 6)
    ]
    found = search(one, Terms((one, *later)), LINES, [None], 100)
    assert (found.is_whole, set(found.worst)) == (False, {1, 2})


def test_a_threshold_is_met_by_what_is_left_of_the_price_of_the_item() -> None:
    """One piece at 50 reaches 50 before the 10 % off and not after it: the worst is two, at 42.50 each."""
    one = promo(1, PromotionKind.PERCENT_OFF, Level.ITEM, "-10%")
    beside = promo(2, PromotionKind.ONCE_FULL, Level.ORDER, "50-5")
    worst = search(one, Terms((one, beside)), LINES[1:], [None], 100).worst[2]
    assert (worst.basket.lines[0].pieces, yuan(worst.total)) == (2_000, 85)


def test_what_runs_at_another_time_changes_nothing() -> None:
    one = promo(1, PromotionKind.PERCENT_OFF, Level.ITEM, "-10%")
    beside = promo(2, PromotionKind.EVERY_FULL, Level.ORDER, "50-5")
    far = [
        promo(number, PromotionKind.PERCENT_OFF, Level.ITEM, "-90%", starts_at=ENDS, ends_at=ENDS + timedelta(9))
        for number in range(3, 60)
    ]
    found = search(one, Terms((one, beside, *far)), LINES, [None], 100)
    assert found.is_whole
    assert {sku: yuan(worst.total) for sku, worst in found.worst.items()} == {1: 85, 2: 85}
