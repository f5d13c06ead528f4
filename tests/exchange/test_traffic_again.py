"""Reports of traffic that come again: after one was taken back, and for longer days than those of another."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.exchange.load.take_back import take_back
from shopdesk.exchange.stage.traffic import SUM
from shopdesk.shop.listings.scoring.standing import read_visitors
from shopdesk.shop.listings.traffic.mix import fetch_mix
from shopdesk.shop.listings.traffic.reports import fetch_ways
from shopdesk.shop.opening import open_shop
from shopdesk.shop.stock.rules import Costing
from shopdesk.shop.today.visits import fetch_visits
from shopdesk.store.store import Store
from shopdesk.store.tables import Listing, Traffic
from shopdesk.store.tx import Tx

NOVEMBER = date(2026, 11, 1), date(2026, 11, 30)
WEEK = "taobao,2026-11-02,2026-11-08,1,{source},70"
DAY = "taobao,2026-11-03,2026-11-03,1,{source},10"
LATER = "taobao,2026-11-09,2026-11-09,1,{source},5"


@pytest.fixture
def shop(store: Store) -> Store:
    store.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.MOVING_AVERAGE)
    return store


def came(store: Store, folder: Path, *rows: str) -> int:
    path = folder / "own.csv"
    path.write_text("渠道,日期,结束日期,商品ID,流量来源,访客数\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return run_import(store, prepare(store, path, Choices(kind="traffic", accept_proposal=True)))


def mix(tx: Tx) -> dict[str, int]:
    return {share.source.value: share.visitors for share in fetch_mix(tx, *NOVEMBER) if share.visitors}


def test_a_listing_that_was_taken_back_comes_back_with_its_traffic(shop: Store, tmp_path: Path) -> None:
    for _time in range(2):
        import_id = came(shop, tmp_path, DAY.format(source=""))
        with shop.read() as tx:
            assert [way.counts["visitors"] for way in fetch_ways(tx, *NOVEMBER)] == [10]
        shop.do(take_back, import_id)
    with shop.read() as tx:
        assert tx.scalars(select(Listing.state)) == ["withdrawn"]


def test_days_within_a_longer_report_are_not_counted_once_more(shop: Store, tmp_path: Path) -> None:
    came(shop, tmp_path, *(row.format(source="") for row in (WEEK, DAY, LATER)))
    with shop.read() as tx:
        told = fetch_visits(tx, *NOVEMBER, lambda day: f"{day:%Y-%m}")
        by_day = fetch_visits(tx, *NOVEMBER, lambda day: day.isoformat())
        assert [visits.visitors for visits in told.values()] == [75]
        assert sorted((day, visits.visitors) for (day, _channel), visits in by_day.items()) == [
            ("2026-11-03", 10), ("2026-11-09", 5),
        ]  # fmt: skip
        assert [way.counts["visitors"] for way in fetch_ways(tx, *NOVEMBER)] == [75]
        assert list(read_visitors(tx, None).values()) == [75]


def test_the_mix_of_sources_counts_a_day_once(shop: Store, tmp_path: Path) -> None:
    came(shop, tmp_path, *(row.format(source="手淘搜索") for row in (WEEK, DAY, LATER)))
    with shop.read() as tx:
        assert mix(tx) == {"search": 75}


def test_a_list_of_sources_comes_in_without_its_sums(shop: Store, tmp_path: Path) -> None:
    path = tmp_path / "sources.csv"
    path.write_text(
        "日期,流量来源,来源明细,访客数\n2026-11-03,汇总,,100\n2026-11-03,淘内免费,汇总,80\n2026-11-03,淘内免费,手淘搜索,60\n"
        "2026-11-03,淘内免费,手淘推荐,25\n2026-11-03,付费流量,汇总,30\n2026-11-04,淘内免费,汇总,7\n",
        encoding="utf-8",
    )
    choices = Choices(kind="traffic", channel="taobao", accept_proposal=True)
    staged = prepare(shop, path, choices)
    assert staged.aside == [(3, SUM)]
    run_import(shop, staged)
    again = prepare(shop, path, choices)
    assert (again.aside, {item.outcome.value for item in again.items}) == ([(3, SUM)], {"same"})
    with shop.read() as tx:
        # Visitors of all sources together are no source; two of one kind are added.
        assert mix(tx) == {"search": 92, "paid": 30}
        named = select(Traffic.source_name).order_by(Traffic.source_row)
        assert tx.scalars(named) == ["", "淘内免费 › 手淘搜索", "淘内免费 › 手淘推荐", "付费流量", "淘内免费"]
