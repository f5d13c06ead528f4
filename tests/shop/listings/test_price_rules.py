"""Prices by rule: what one leaves after fees, break-even, cost-plus, rivals, endings, and the floor beneath all."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopdesk.shop.listings.prices.rules import (
    Costs,
    PriceRuling,
    RuleKind,
    Stands,
    find_price,
    read_ending,
    rule_for,
)
from shopdesk.shop.settlement.rules import FeeTerms, expected_fee
from shopdesk.store.types import MONEY_SCALE, RATE_SCALE
from shopdesk.text import UserError

COIN = 100
DAY = date(2026, 11, 1)


def money(amount: str | float) -> int:
    return int(Decimal(str(amount)) * MONEY_SCALE)


def share(part: float) -> int:
    return round(part * RATE_SCALE)


def costs(cost: float | None, rate: float = 0.05, parcel: float = 0, least: float | None = None) -> Costs:
    terms = [FeeTerms(None, DAY, share(rate), 0, None if least is None else money(least), None)]
    known = None if cost is None else money(cost)
    return Costs(known, money(parcel), lambda price: expected_fee(terms, [(None, price)], DAY), lambda _price: 0)


def rule(kind: RuleKind = RuleKind.COST, markup: float = 0.6, ending: str = "", floor: float = 0) -> PriceRuling:
    return PriceRuling(1, "R", kind, None, None, share(markup), ending, share(floor))


def test_what_a_price_leaves_after_cost_fees_and_parcel() -> None:
    one = costs(40, rate=0.05, parcel=6)
    assert one.left(money(100)) == money(49)  # 100 - 5 - 6 - 40
    assert one.share(money(100)) == Decimal("0.49")
    assert costs(None).left(money(100)) is None
    assert costs(None).share(money(100)) is None


@pytest.mark.parametrize(
    ("wanted", "price"),
    [(0, "48.42"), (0.3, "70.78"), (0.5, "102.22"), (0.95, None), (0.99, None)],
)
def test_the_price_for_a_margin_is_the_lowest_that_leaves_it(wanted: float, price: str | None) -> None:
    one = costs(40, rate=0.05, parcel=6)  # 46 / (1 - 0.05 - wanted), fees to the cent
    found = one.price_for(share(wanted), COIN)
    assert found == (None if price is None else money(price))


@settings(max_examples=60, deadline=None)
@given(
    cost=st.integers(1, 90_000), rate=st.integers(0, 30), parcel=st.integers(0, 900), wanted=st.integers(0, 60),
    least=st.integers(0, 300),
)  # fmt: skip
def test_a_coin_less_would_leave_less_than_wanted(cost: int, rate: int, parcel: int, wanted: int, least: int) -> None:
    one = costs(cost / 100, rate / 100, parcel / 100, least / 100)
    found = one.price_for(share(wanted / 100), COIN)
    assert found is not None
    kept = one.share(found)
    assert kept is not None
    assert kept >= Decimal(wanted) / 100
    below = one.share(found - COIN) if found > COIN else None
    # A fee is rounded to the cent, so the price one coin lower may just reach the share as well; two lower never do.
    assert below is None or below < Decimal(wanted) / 100 + Decimal(2) / found * COIN


@pytest.mark.parametrize(
    ("ending", "price", "near"),
    [
        (".9", "12.30", "11.90"), (".9", "12.45", "12.90"), (".99", "5.10", "4.99"), ("8", "51", "48"),
        ("8", "53", "58"), ("99", "120", "99"), ("99", "160", "199"), (".00", "12.50", "13"), ("x.00", "0.20", "1"),
        ("9.90", "24", "19.90"), ("8", "2", "8"), ("00", "340", "300"),
    ],
)  # fmt: skip
def test_the_nearest_ending(ending: str, price: str, near: str) -> None:
    assert read_ending(ending).near(money(price)) == money(near)


@settings(max_examples=60, deadline=None)
@given(ending=st.sampled_from([".9", ".99", "8", "99", ".00", "9.90"]), price=st.integers(1, 9_000_000))
def test_the_first_ending_from_a_price_on(ending: str, price: int) -> None:
    told = read_ending(ending)
    found = told.from_(price)
    assert found >= price
    assert (found - told.offset) % told.step == 0
    assert found - told.step < price or found - told.step <= 0


@pytest.mark.parametrize("text", ["", ".", "x", "9a", "-1", "1,5", ".12345", "99999"])
def test_what_is_no_ending(text: str) -> None:
    with pytest.raises(UserError):
        read_ending(text)


def test_cost_plus_with_an_ending() -> None:
    found = find_price(rule(ending=".9"), money(60), costs(40), (), COIN)  # 40 x 1.6 = 64 -> 63.9
    assert (found.stands, found.wanted, found.price) == (Stands.RAISE, money(64), money("63.9"))


def test_the_median_and_the_lowest_of_the_rivals() -> None:
    rivals = [money(80), money(70), money(99)]
    by_median = find_price(rule(RuleKind.MEDIAN, -0.05), money(90), costs(40), rivals, COIN)
    assert (by_median.stands, by_median.price) == (Stands.LOWER, money(76))
    by_lowest = find_price(rule(RuleKind.LOWEST, 0), money(70), costs(40), rivals, COIN)
    assert (by_lowest.stands, by_lowest.price) == (Stands.SAME, money(70))
    assert find_price(rule(RuleKind.LOWEST, 0), money(70), costs(40), (), COIN).stands is Stands.NO_RIVALS


def test_no_rule_goes_below_the_floor_and_the_ending_stays_above_it() -> None:
    found = find_price(rule(RuleKind.LOWEST, 0, ".9", 0.2), money(90), costs(40), [money(30)], COIN)
    assert found.floor == money("53.34")  # 40 / (1 - 0.05 - 0.2), fees to the cent
    assert (found.stands, found.price) == (Stands.HELD, money("53.9"))


def test_where_nothing_can_be_proposed() -> None:
    assert find_price(rule(), money(90), costs(None), (), COIN).stands is Stands.NO_COST
    assert find_price(rule(floor=0.96), money(90), costs(40), (), COIN).stands is Stands.NO_FLOOR
    assert find_price(rule(RuleKind.ENDING, 0, ".9"), None, costs(40), (), COIN).stands is Stands.NO_PRICE


def test_an_ending_that_is_too_far_is_left_out() -> None:
    found = find_price(rule(markup=0.2, ending="99"), None, costs(10), (), COIN)
    assert (found.price, found.is_bare, found.stands) == (money(12), True, Stands.RAISE)
    found = find_price(rule(ending=".995"), None, costs(40), (), COIN)  # nobody can pay half a coin
    assert (found.price, found.is_bare) == (money(64), True)


@settings(max_examples=60, deadline=None)
@given(
    cost=st.integers(1, 50_000), markup=st.integers(-80, 200), floor=st.integers(0, 40),
    ending=st.sampled_from(["", ".9", ".99", "8", "99", ".00"]),
)  # fmt: skip
def test_a_found_price_always_leaves_its_floor(cost: int, markup: int, floor: int, ending: str) -> None:
    one = costs(cost / 100, 0.06, 3)
    found = find_price(rule(RuleKind.COST, markup / 100, ending, floor / 100), None, one, (), COIN)
    assert found.price is not None
    assert found.floor is not None
    assert found.price >= found.floor
    kept = one.share(found.price)
    assert kept is not None
    assert kept >= Decimal(floor) / 100


def test_the_rule_that_says_most_holds() -> None:
    def told(rule_id: int, category: str | None, channel_id: int | None) -> PriceRuling:
        return rule()._replace(rule_id=rule_id, category=category, channel_id=channel_id)

    rules = [told(1, None, None), told(2, None, 7), told(3, "Tea", None), told(4, "Tea", 7), told(5, "Tea", 7)]
    assert [one.rule_id for one in (
        rule_for(rules, 7, "Tea"), rule_for(rules, 8, "Tea"), rule_for(rules, 7, "Cup"), rule_for(rules, 8, None),
    ) if one] == [4, 3, 2, 1]  # fmt: skip
    assert rule_for(rules[3:], 8, "Cup") is None
