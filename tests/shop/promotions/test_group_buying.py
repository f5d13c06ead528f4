"""Group buying: prices step down as people join, at both edges, in words, in the pre-flight and in what orders had."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.shop.promos import NOON, line, money, promo, till, yuan

from shopdesk.shop.promotions.checks import check_tiers
from shopdesk.shop.promotions.engine.priced import Terms, Why
from shopdesk.shop.promotions.engine.stacks import search
from shopdesk.shop.promotions.engine.words import missed_words, step_words
from shopdesk.shop.promotions.outcome.attributing import Calendar, Sale, attribute
from shopdesk.shop.promotions.rules import Level, PromotionKind
from shopdesk.shop.promotions.tiers import parse_tiers, tier_words
from shopdesk.text import UserError

GROUP = promo(1, PromotionKind.GROUP_PRICE, Level.ITEM, "2ppl=79;5ppl=69")


@pytest.mark.parametrize(("people", "pays"), [(1, 198), (2, 158), (4, 158), (5, 138), (10, 138)])
def test_each_step_begins_with_its_last_joiner(people: int, pays: int) -> None:
    assert yuan(till([line("A1", 99, 2)], GROUP, people=people).total) == pays


def test_who_is_alone_hears_how_many_have_to_join() -> None:
    missed = till([line("A1", 99)], GROUP).missed[0]
    assert (missed.why, missed.short_people) == (Why.BELOW, 1)
    assert missed_words(missed) == "1 more person has to join."
    assert "from 5 people on" in step_words(till([line("A1", 99)], GROUP, people=6).steps[0])


@given(st.lists(st.integers(1, 200), min_size=1, max_size=4), st.integers(1, 12))
@settings(max_examples=25, deadline=None)
def test_whoever_joins_makes_nothing_dearer(prices: list[int], people: int) -> None:
    lines = [line(f"A{number}", price) for number, price in enumerate(prices)]
    assert till(lines, GROUP, people=people + 1).total <= till(lines, GROUP, people=people).total


def test_the_preflight_looks_at_the_full_group() -> None:
    worst = search(GROUP, Terms((GROUP,)), [line("A1", 99)], [None], 100).worst
    assert yuan(worst[1].total) == 69


@pytest.mark.parametrize(("sold", "off"), [(79, 20), (69, 30), (75, 0)])
def test_an_order_had_the_step_that_its_price_tells(sold: int, off: int) -> None:
    sale = Sale(1, NOON, 1, None, (line("A1", sold),), (money(99),), 0, 0, (), 0)
    had = list(attribute([sale], Calendar([GROUP], (), {}), 100))
    assert sum(one.amount for one in had) == money(off)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2ppl=79;5 people=69", "2ppl=79;5ppl=69"),
        ("3人团79元；5人团69元", "3ppl=79;5ppl=69"),
        ("满3人打9折", "3ppl-10%"),
        ("3人团88折", "3ppl-12%"),
        ("3人减20", "3ppl-20"),
    ],
)
def test_steps_are_read_as_shops_write_them(typed: str, words: str) -> None:
    assert tier_words(parse_tiers(typed)) == words


def test_steps_make_sense_together() -> None:
    for typed in ("3ppl=79;3ppl=69", "300-30", "0ppl=79"):
        with pytest.raises(UserError):
            check_tiers(PromotionKind.GROUP_PRICE, parse_tiers(typed))
    with pytest.raises(UserError):
        check_tiers(PromotionKind.EVERY_FULL, parse_tiers("3ppl-5"))


def test_a_group_of_yesterday_buys_no_more() -> None:
    late = datetime(2026, 12, 1, tzinfo=UTC)
    assert yuan(till([line("A1", 99)], GROUP, people=9, moment=late).total) == 99
