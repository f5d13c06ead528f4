"""Traffic from reports: their text numbers, the same days again, other days, sources, and taken back whole."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.exchange.load.take_back import take_back
from shopdesk.exchange.stage.staged import Staged
from shopdesk.shop.opening import open_shop
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.store import Store
from shopdesk.store.tables import Listing, ListingScore, Traffic

SYCM = (
    "统计日期", "商品ID", "商品名称", "商品状态", "商品访客数", "商品浏览量", "平均停留时长", "商品详情页跳出率",
    "商品收藏人数", "商品加购件数", "商品加购人数", "支付买家数", "支付件数", "支付金额", "商品支付转化率",
)  # fmt: skip
GAIWAN = (
    "2026-11-20", "620001", "白瓷盖碗", "当前在线", "1,234", "3,456", "45.5", "62.50%", "30", "41", "38", "20", "24",
    "1,560.80", "1.62%",
)  # fmt: skip
KETTLE = (
    "2026-11-20", "620002", "铁壶", "当前在线", "90", "120", "-", "-", "-", "2", "2", "1", "1", "258.00", "1.11%",
)  # fmt: skip
DAYS = (GAIWAN, KETTLE, ("2026-11-20", "-", "占位", "", *("-",) * 11))


@pytest.fixture
def shop(store: Store) -> Store:
    store.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.MOVING_AVERAGE)
    return store


def sycm(folder: Path, *days: tuple[str, ...], name: str = "rank.xlsx") -> Path:
    """As the platform writes it: four rows of words above the header, numbers as texts."""
    words = [("生意参谋平台",), ("数据说明",), ("统计时间",), ("",)]
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in [*words, SYCM, *days]:
        page.append(row)
    book.save(folder / name)
    return folder / name


def came(store: Store, path: Path, **choices: Any) -> tuple[Staged, int]:
    staged = prepare(store, path, Choices(**choices))
    return staged, run_import(store, staged)


def traffic(store: Store) -> list[Any]:
    with store.read() as tx:
        return list(tx.rows(select(Traffic.__table__).order_by(Traffic.first_on, Traffic.target)))


def outcomes(staged: Staged) -> list[str]:
    return [item.outcome.value for item in staged.items]


def test_a_ranking_of_products_is_known_and_read_to_the_cent(shop: Store, tmp_path: Path) -> None:
    staged, import_id = came(shop, sycm(tmp_path, *DAYS))
    assert (staged.plan.format, staged.problems, outcomes(staged)) == ("sycm-products", [], ["new", "new"])
    first, second = traffic(shop)
    assert (first.target, first.visitors, first.page_views, first.carts, first.orders) == ("620001", 1234, 3456, 38, 20)
    assert (first.revenue, first.bounce, first.dwell) == (Decimal("1560.8"), Decimal("0.625"), Decimal("45.5"))
    assert (second.bounce, second.favourites, second.units) == (None, None, 1)
    with shop.read() as tx:
        assert sorted(tx.scalars(select(Listing.title))) == ["白瓷盖碗", "铁壶"]
    shop.do(take_back, import_id)
    assert traffic(shop) == []


def test_what_a_listing_can_gain_follows_its_visitors(shop: Store, tmp_path: Path) -> None:
    def seen() -> list[tuple[int, bool]]:
        with shop.read() as tx:
            wanted = select(ListingScore.visitors, ListingScore.gain).order_by(ListingScore.listing_id)
            return [(row.visitors, row.gain > 0) for row in tx.rows(wanted)]

    came(shop, sycm(tmp_path, GAIWAN, KETTLE))
    _staged, second = came(shop, sycm(tmp_path, ("2026-11-21", *GAIWAN[1:]), name="next.xlsx"))
    assert seen() == [(2468, True), (90, True)]
    shop.do(take_back, second)
    assert seen() == [(1234, True), (90, True)]


def test_days_told_twice_come_in_once_with_the_good_rows(shop: Store, tmp_path: Path) -> None:
    staged = prepare(shop, sycm(tmp_path, GAIWAN, GAIWAN), Choices())
    run_import(shop, staged, good_rows=True)
    assert (staged.counts()["new"], staged.counts()["rejected"], len(traffic(shop))) == (1, 1, 1)


def test_fewer_than_none_is_refused_as_the_file_says_it(shop: Store, tmp_path: Path) -> None:
    path = sycm(tmp_path, (*GAIWAN[:4], "-5", *GAIWAN[5:]), (*KETTLE[:10], "-2", "-2", *KETTLE[12:]))
    staged = prepare(shop, path, Choices())
    assert [(one.row, one.value, one.reason) for one in staged.problems] == [
        (6, "-5", "Below zero."), (7, "-2", "Below zero."),
    ]  # fmt: skip


def test_days_are_set_and_never_added(shop: Store, tmp_path: Path) -> None:
    came(shop, sycm(tmp_path, *DAYS))
    again, _none = came(shop, sycm(tmp_path, *DAYS, name="again.xlsx"))
    assert outcomes(again) == ["same", "same"]
    more = (*GAIWAN[:4], "1,300", *GAIWAN[5:])
    changed, import_id = came(shop, sycm(tmp_path, more, name="more.xlsx"))
    assert [(item.outcome.value, item.changes) for item in changed.items] == [("changed", ("visitors",))]
    assert [row.visitors for row in traffic(shop)] == [1300, 90]
    shop.do(take_back, import_id)
    assert [row.visitors for row in traffic(shop)] == [1234, 90]


def test_a_sheet_of_ones_own_has_sources_and_periods(shop: Store, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(
        "渠道,日期,结束日期,商品ID,流量来源,访客数,展现量\ntaobao,2026-11-01,2026-11-07,1,手淘搜索,70,900\n"
        "taobao,2026-11-01,2026-11-07,1,直通车,7,\ntaobao,2026-11-09,2026-11-01,1,,5,\ntaobao,2026-11-09,,1,,,\n",
        encoding="utf-8",
    )
    staged = prepare(shop, path, Choices(kind="traffic", accept_proposal=True))
    assert sorted((problem.row, problem.header) for problem in staged.problems) == [(4, "日期"), (5, "访客数")]
    run_import(shop, staged, good_rows=True)
    assert [(row.source, row.source_name, row.visitors) for row in traffic(shop)] == [
        ("search", "手淘搜索", 70), ("paid", "直通车", 7),
    ]  # fmt: skip


def test_a_day_told_twice_is_refused_with_both_rows(shop: Store, tmp_path: Path) -> None:
    staged = prepare(shop, sycm(tmp_path, GAIWAN, GAIWAN), Choices())
    (problem,) = staged.problems
    assert (problem.row, problem.value, set(staged.rejected_rows)) == (7, "620001", {7})
