"""Reports without a column of days: from their head or name, told, or asked; layouts of Amazon and Search Console."""

from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from shopdesk.exchange.gather import gather
from shopdesk.exchange.imports import Choices, NeedsPeriod, prepare, run_import
from shopdesk.exchange.periods import stated
from shopdesk.shop.listings.actions import add_listing
from shopdesk.shop.opening import open_shop
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.store import Store
from shopdesk.store.tables import KeywordDay, Listing, Traffic
from shopdesk.text import UserError

NOVEMBER = date(2026, 11, 1), date(2026, 11, 30)
AMAZON = "(Parent) ASIN,(Child) ASIN,Title,{sessions},Units Ordered,Ordered Product Sales,Total Order Items\n"
ROW = 'B000000001,B000000002,Gaiwan,{sessions},7,"$1,234.56",6\n'


@pytest.fixture
def shop(store: Store) -> Store:
    store.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.MOVING_AVERAGE)
    return store


def report(folder: Path, text: str, name: str = "BusinessReport-12-01-26.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def rows(store: Store, model: Any = Traffic) -> list[Any]:
    with store.read() as tx:
        return list(tx.rows(select(model.__table__)))


def test_a_report_without_days_asks_for_them_and_takes_them(shop: Store, tmp_path: Path) -> None:
    path = report(tmp_path, AMAZON.format(sessions="Sessions - Total") + ROW.format(sessions='"1,200"'))
    with pytest.raises(NeedsPeriod):
        prepare(shop, path, Choices())
    run_import(shop, prepare(shop, path, Choices(period=NOVEMBER)))
    (row,) = rows(shop)
    told = row.target, row.first_on, row.last_on, row.visitors, row.orders, row.units, row.report
    assert told == ("B000000002", *NOVEMBER, 1200, 6, 7, "amazon-business")
    again = prepare(shop, path, Choices(period=NOVEMBER))
    assert [item.outcome.value for item in again.items] == ["same"]
    with pytest.raises(NeedsPeriod):
        prepare(shop, path, Choices())


@pytest.mark.parametrize("period", [NOVEMBER[::-1], (date(2024, 1, 1), date(2026, 1, 1))])
def test_days_that_are_none_are_refused(shop: Store, tmp_path: Path, period: tuple[date, date]) -> None:
    path = report(tmp_path, AMAZON.format(sessions="Sessions - Total") + ROW.format(sessions="12"))
    with pytest.raises(UserError) as told:
        prepare(shop, path, Choices(period=period))
    assert told.value.code == "last"


@pytest.mark.parametrize(
    ("headers", "cells", "visitors"),
    [
        ("Sessions – Total", "12", 12), ("SESSIONS — TOTAL", "12", 12), ("Sessions", "12", 12),
        ("Sessions – Mobile APP,Sessions – Browser", "5,7", 12),
        ("Sessions - Mobile App,Sessions - Browser,Sessions - Total", "5,7,13", 13),
    ],
)  # fmt: skip
def test_amazon_writes_its_headers_in_several_ways(
    shop: Store, tmp_path: Path, headers: str, cells: str, visitors: int
) -> None:
    path = report(tmp_path, AMAZON.format(sessions=headers) + ROW.format(sessions=cells))
    run_import(shop, prepare(shop, path, Choices(period=NOVEMBER)))
    assert [row.visitors for row in rows(shop)] == [visitors]


@pytest.mark.parametrize(
    ("above", "name", "days"),
    [
        (["统计日期: 2026-11-01 ~ 2026-11-30"], "x", NOVEMBER), ([], "商品_全部_2026-11-01_2026-11-30", NOVEMBER),
        ([], "排行2026-11-01--2026-11-30", NOVEMBER), ([], "20261101-20261130", NOVEMBER),
        (["统计时间 2026年11月1日 至 2026年11月30日"], "x", NOVEMBER),
        (["日期：2026-11-30"], "x", (NOVEMBER[1], NOVEMBER[1])),
        ([], "BusinessReport-2026-11-30", None), (["exported 2026-12-01"], "x", None),
        ([], "2026-11-30_2026-11-01", None),
        ([], "2026-13-01_2026-13-30", None), (["统计日期 2026-11-01~2026-11-30"], "2026-10-01_2026-10-31", NOVEMBER),
    ],
)  # fmt: skip
def test_days_are_found_above_the_header_or_in_the_name(
    above: list[str], name: str, days: tuple[date, date] | None
) -> None:
    assert stated(above, name) == days


def test_the_name_of_a_list_of_sources_tells_its_days(shop: Store, tmp_path: Path) -> None:
    text = "一级来源,二级来源,三级来源,访客数,支付买家数,支付金额\n"
    text += "淘内免费,汇总,汇总,90,3,100\n淘内免费,手淘搜索,汇总,60,2,70\n付费流量,直通车,汇总,30,1,5\n"
    path = report(tmp_path, text, "【生意参谋平台】流量来源_2026-11-01_2026-11-30.csv")
    staged = prepare(shop, path, Choices())
    assert (staged.plan.format, len(staged.aside)) == ("sycm-sources", 1)
    run_import(shop, staged)
    assert [(row.source, row.visitors, row.first_on) for row in rows(shop)] == [
        ("search", 60, NOVEMBER[0]), ("paid", 30, NOVEMBER[0]),
    ]  # fmt: skip


def test_pages_of_the_search_console_are_listings_by_their_link(shop: Store, tmp_path: Path) -> None:
    link = "https://www.tea.example/products/gaiwan/"
    shop.do(add_listing, {"channel": "shopify", "listing_no": "gaiwan", "title": "Gaiwan", "url": link})
    text = (
        'Top pages,Clicks,Impressions,CTR,Position\nhttps://tea.example/products/gaiwan?x=1,50,"1,000",5%,6.8\n'
        "https://tea.example/,9,90,10%,1.2\n"
    )
    path = report(tmp_path, text, "Pages.csv")
    run_import(shop, prepare(shop, path, Choices(period=NOVEMBER)))
    assert [(row.target, row.listing_id is None, row.source, row.clicks) for row in rows(shop)] == [
        ("gaiwan", False, "search", 50), ("https://tea.example/", True, "search", 9),
    ]  # fmt: skip
    again = prepare(shop, path, Choices(period=NOVEMBER))
    assert {item.outcome.value for item in again.items} == {"same"}


def test_pages_without_their_host_are_listings_by_their_link_too(shop: Store, tmp_path: Path) -> None:
    link = "https://www.tea.example/products/gaiwan/"
    shop.do(add_listing, {"channel": "shopify", "listing_no": "gaiwan", "title": "Gaiwan", "url": link})
    text = "# 20261101-20261130\nLanding page,Session source / medium,Sessions,Ecommerce purchases,Total revenue\n"
    text += "/products/gaiwan?x=1,google / organic,50,2,$34.00\n/products/gaiwan,(direct) / (none),9,0,$0.00\n"
    text += "/pages/about,,90,1,$5.00\n/,google / organic,70,0,$0.00\n"
    path = report(tmp_path, text, "pages.csv")
    run_import(shop, prepare(shop, path, Choices(kind="traffic", channel="shopify", accept_proposal=True)))
    assert [(row.target, row.listing_id is None, row.source, row.visitors, row.orders) for row in rows(shop)] == [
        ("gaiwan", False, "search", 50, 2), ("gaiwan", False, "returning", 9, 0), ("/pages/about", True, "", 90, 1),
        ("/", True, "search", 70, 0),
    ]  # fmt: skip
    assert len(rows(shop, Listing)) == 1


@pytest.mark.parametrize(
    "header",
    [
        "Top queries,Clicks,Impressions,CTR,Position",
        "热门查询,点击次数,展示,点击率,排名",
        "熱門查詢,點擊,曝光,點閱率,排名",
    ],
)
def test_queries_and_days_of_the_search_console(shop: Store, tmp_path: Path, header: str) -> None:
    queries = report(tmp_path, f"{header}\ngaiwan,5,100,5%,6.8\n", "Queries.csv")
    run_import(shop, prepare(shop, queries, Choices(period=NOVEMBER)))
    assert [(row.word, row.clicks, row.last_on) for row in rows(shop, KeywordDay)] == [("gaiwan", 5, NOVEMBER[1])]
    days = report(tmp_path, f"Date,{header.partition(',')[2]}\n2026-11-03,5,100,5%,6.8\n", "Dates.csv")
    run_import(shop, prepare(shop, days, Choices()))
    assert [(row.target, row.first_on, row.clicks) for row in rows(shop)] == [("", date(2026, 11, 3), 5)]


@pytest.mark.parametrize("days", ["Dates.csv", "图表.csv", ""])
def test_the_days_of_a_download_stand_in_a_table_beside(shop: Store, tmp_path: Path, days: str) -> None:
    head, path = "Clicks,Impressions,CTR,Position", tmp_path / "tea.zip"
    with ZipFile(path, "w") as packed:
        packed.writestr("Queries.csv", f"Top queries,{head}\ngaiwan,50,1000,5%,6.8\n")
        packed.writestr("Filters.csv", "Filter,Value\nDate,Last 3 months\n")
        if days:
            packed.writestr(
                days, f"Date,{head}\n2026-11-30,9,90,10%,1.2\n2026-02-30,9,90,10%,1.2\n2026-11-01,9,90,10%,1.2\n"
            )
    found = next(one for one in gather([path], tmp_path / "work").files if one.name.endswith("Queries.csv"))
    if not days:
        with pytest.raises(NeedsPeriod):
            prepare(shop, found.path, Choices())
        return
    run_import(shop, prepare(shop, found.path, Choices()))
    assert [(row.word, row.first_on, row.last_on) for row in rows(shop, KeywordDay)] == [("gaiwan", *NOVEMBER)]
