"""Sources of traffic: known by their words, and the rows of a list that are the sum of others."""

import pytest

from shopdesk.shop.listings.rules import Source
from shopdesk.shop.listings.traffic.sources import path_of, source_of, sums_of


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("", Source.ALL), ("汇总", Source.ALL), ("手淘搜索", Source.SEARCH), ("万相台-搜索", Source.PAID),
        ("Organic Search", Source.SEARCH), ("我的淘宝", Source.RETURNING), ("会员专享", Source.MEMBERS),
        ("聚划算", Source.CAMPAIGNS), ("淘内其他", Source.OTHER), ("Threads downloads", Source.OTHER),
        ("Google Ads", Source.PAID), ("Email", Source.MEMBERS),
        ("手淘推荐", Source.SEARCH), ("淘内免费", Source.SEARCH),
    ],
)  # fmt: skip
def test_sources_are_known_by_their_words(name: str, source: Source) -> None:
    assert source_of(path_of(name)) is source


@pytest.mark.parametrize(
    ("group", "part", "source"),
    [
        ("付费流量", "品销宝-搜索", Source.PAID), ("淘内免费", "手淘搜索", Source.SEARCH),
        ("淘内免费", "其他", Source.OTHER),
        ("自主访问", "购物车", Source.RETURNING), ("广告流量", "汇总", Source.PAID), ("google", "cpc", Source.PAID),
    ],
)  # fmt: skip
def test_a_part_is_known_before_its_group_and_what_is_paid_stays_paid(group: str, part: str, source: Source) -> None:
    assert source_of(path_of(group, part)) is source


def test_a_row_that_others_break_down_is_their_sum() -> None:
    paths = [path_of(*one) for one in (("汇总", ""), ("A", "汇总"), ("A", "x"), ("A", "y"), ("B", "汇总"), ("B", ""))]
    assert sums_of(paths) == {("A",)}


def test_in_a_plain_list_groups_are_known_by_their_names() -> None:
    names = ("淘内免费", "手淘搜索", "付费流量", "自主访问", "购物车", "站外")
    assert sums_of(map(path_of, names)) == {("淘内免费",), ("自主访问",)}
    assert sums_of([path_of("淘内免费"), path_of("付费流量")]) == set()
