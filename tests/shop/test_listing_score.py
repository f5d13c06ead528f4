"""Scores of listings: what is known is judged, what is not is left out, and every missing point has a finding."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopdesk.shop.listings.scoring.rules import NORMS, RULES, SECTIONS, WEIGHTS, Policy, Section, norms_of
from shopdesk.shop.listings.scoring.score import FULL, Facts, fives_needed, judge, sentence
from shopdesk.shop.listings.titles.limits import count, limits_on, unit_of
from shopdesk.store.types import RATE_SCALE

DAY = date(2026, 11, 22)
NORMS_NOW = norms_of("taobao", DAY)


def told(facts: Facts, marketplace: str = "taobao", policy: Policy | None = None) -> dict[str, str]:
    """Rule → sentence of a listing's findings."""
    found = judge(facts, norms_of(marketplace, DAY), policy or Policy())
    return {one.rule: sentence(one.rule, one.told) for one in found.findings}


def test_a_listing_of_which_only_the_title_is_known_is_judged_by_its_title() -> None:
    found = judge(Facts(title="白瓷盖碗", title_size=60, title_most=60, price_known=False), NORMS_NOW, Policy())
    assert (found.total, dict(found.sections), found.findings) == (FULL, {Section.TITLE: FULL}, ())


def test_findings_say_what_to_add_and_to_remove_and_how_often() -> None:
    facts = Facts(
        title="x", title_size=70, title_most=60, title_law=("全网最低",), repeats=(("茶", 1), ("gift", 2)), wanted=5,
        missing=("手绘盖碗",), pictures_known=True, pictures=3, price=580_000, list_price=500_000, skus=3, empty=1,
        available=9_000, sold=27_000, rating=43 * RATE_SCALE // 10, reviews=120, sent=100_000, returned=12_500,
    )  # fmt: skip
    said = told(facts)
    assert said["title_long"] == "Take 10 off the title: it has 70, and 60 is the most"
    assert said["title_law"] == "Remove “全网最低” from the title"
    assert said["keyword_missing"] == "Add “手绘盖碗” once to the title"
    assert said["pictures_few"] == "Add 2 pictures"
    assert said["price_list"] == "Take the crossed-out price 50.00 away or above 58.00"
    assert said["stock_some"] == "Restock 1 of its 3 SKUs"
    assert said["stock_days"] == "Restock: what is there lasts 10 days"
    assert said["rating_low"] == "Get 48 ratings of five to come from 4.30 to 4.5"
    assert said["returns_many"] == "Find out why 13 of 100 sold pieces came back"
    assert not any("%" in sentence for sentence in said.values())


@pytest.mark.parametrize(("n", "said"), [(1, "Add 1 picture"), (4, "Add 4 pictures")])
def test_one_is_one(n: int, said: str) -> None:
    assert sentence("pictures_few", {"n": n}) == said


def test_few_sold_pieces_say_nothing_of_returns() -> None:
    facts = Facts(title="x", title_size=60, title_most=60, sent=29_000, returned=29_000, price_known=False)
    assert "returns_many" not in told(facts)


def test_weights_and_rules_that_are_off_change_the_score() -> None:
    facts = Facts(title="x", title_size=60, title_most=60, pictures_known=True, pictures=0, price_known=False)
    usual = judge(facts, NORMS_NOW, Policy())
    assert usual.total == FULL - FULL * 15 // 40
    assert judge(facts, NORMS_NOW, Policy({**WEIGHTS, Section.PICTURES: 0})).total == FULL
    off = judge(facts, NORMS_NOW, Policy(off=frozenset({"pictures_none"})))
    assert (off.total, off.sections[Section.PICTURES]) == (FULL, FULL)


def test_amazon_expects_what_its_forms_ask_for() -> None:
    facts = Facts(
        title="Gaiwan", title_size=70, title_most=75, description_known=True, description_size=500, bullets=3,
        search_terms=" ", price_known=False,
    )  # fmt: skip
    assert told(facts, "amazon") == {
        "bullets_few": "Add 2 bullet points", "terms_missing": "Fill in the search terms",
    }  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.builds(
        Facts, title=st.sampled_from(["", "茶"]), title_size=st.integers(0, 200),
        title_most=st.none() | st.just(60), title_law=st.lists(st.just("最佳"), max_size=4).map(tuple),
        wanted=st.integers(0, 5), missing=st.lists(st.just("盖碗"), max_size=5).map(tuple),
        pictures_known=st.booleans(), pictures=st.integers(0, 20), price=st.none() | st.integers(0, 10**7),
        description_known=st.booleans(), description_size=st.integers(0, 300), skus=st.integers(0, 3),
        available=st.integers(0, 10**5), sold=st.integers(0, 10**5), rating=st.none() | st.integers(1, 5 * RATE_SCALE),
        reviews=st.none() | st.integers(0, 50), sent=st.integers(0, 10**5), returned=st.integers(0, 10**5),
    ),
    st.sampled_from(["taobao", "amazon", "etsy", "shopify", "unheard"]),
)  # fmt: skip
def test_what_a_listing_lacks_of_a_hundred_is_what_its_findings_are_worth(facts: Facts, marketplace: str) -> None:
    found = judge(facts, norms_of(marketplace, DAY), Policy())
    assert 0 <= found.total <= FULL
    assert found.total + found.worth == FULL
    assert all(0 <= one <= FULL for one in found.sections.values())


def test_every_rule_and_norm_is_whole() -> None:
    assert set(WEIGHTS) == set(SECTIONS) == {rule.section for rule in RULES.values()}
    assert all(norm.mark in {"S", "B", "W", "D"} and norm.source for norm in NORMS)


def test_fives_needed_as_in_the_golden_numbers() -> None:
    assert fives_needed(47 * RATE_SCALE // 10, 300, 48) == 150


@pytest.mark.parametrize(
    ("marketplace", "text", "size", "most"),
    [
        ("taobao", "白瓷盖碗 120ml", 14, 60), ("douyin", "茶" * 30, 60, 60), ("jd", "茶a", 3, None),
        ("amazon", "白瓷 gaiwan", 9, 75), ("ebay", "tea", 3, 80),
    ],
)  # fmt: skip
def test_titles_are_counted_as_their_marketplace_counts(
    marketplace: str, text: str, size: int, most: int | None
) -> None:
    limits = limits_on(DAY)
    assert count(text, unit_of(marketplace, limits)) == size
    assert (limits[marketplace].most if marketplace in limits else None) == most


def test_a_limit_that_is_announced_holds_from_its_day_on() -> None:
    assert limits_on(date(2026, 7, 26))["amazon"].most == 200
    assert limits_on(date(2026, 7, 27))["amazon"].most == 75
