"""Search words from reports: set and never added, brought into the pool, and taken back whole."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.exchange.load.take_back import take_back
from shopdesk.exchange.periods import NeedsPeriod
from shopdesk.exchange.stage.staged import Staged
from shopdesk.shop.opening import open_shop
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.store import Store
from shopdesk.store.tables import KeywordDay

HEAD = "渠道,日期,结束日期,搜索词,商品ID,推广计划,展现量,点击量,支付买家数,支付金额,花费,平均排名\n"
GAIWAN = "taobao,2026-11-01,2026-11-07,盖碗,1,春茶,900,70,6,588.50,35.20,2.4\n"
KETTLE = "taobao,2026-11-01,2026-11-07,铁壶,,,120,9,,,,\n"


@pytest.fixture
def shop(store: Store) -> Store:
    store.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.MOVING_AVERAGE)
    return store


def file(folder: Path, *lines: str, name: str = "words.csv") -> Path:
    (folder / name).write_text("".join(lines), encoding="utf-8")
    return folder / name


def came(store: Store, path: Path, *, good_rows: bool = False) -> tuple[Staged, int]:
    staged = prepare(store, path, Choices(kind="search_words", accept_proposal=True))
    return staged, run_import(store, staged, good_rows=good_rows)


def stored(store: Store) -> list[Any]:
    with store.read() as tx:
        return list(tx.rows(select(KeywordDay.__table__).order_by(KeywordDay.word)))


def outcomes(staged: Staged) -> list[str]:
    return [item.outcome.value for item in staged.items]


def test_words_come_in_to_the_cent_and_are_taken_back(shop: Store, tmp_path: Path) -> None:
    staged, import_id = came(shop, file(tmp_path, HEAD, GAIWAN, KETTLE))
    assert (staged.problems, outcomes(staged)) == ([], ["new", "new"])
    first, second = stored(shop)
    assert (first.word, first.target, first.campaign, first.clicks, first.orders) == ("盖碗", "1", "春茶", 70, 6)
    assert (first.revenue, first.spend, first.position) == (Decimal("588.5"), Decimal("35.2"), Decimal("2.4"))
    assert (second.word, second.campaign, second.orders, second.revenue) == ("铁壶", "", None, None)
    shop.do(take_back, import_id)
    assert stored(shop) == []


def test_the_same_days_are_set_and_never_added(shop: Store, tmp_path: Path) -> None:
    came(shop, file(tmp_path, HEAD, GAIWAN, KETTLE))
    again, _none = came(shop, file(tmp_path, HEAD, KETTLE, GAIWAN, name="again.csv"))
    assert outcomes(again) == ["same", "same"]
    more = GAIWAN.replace(",70,", ",75,")
    changed, import_id = came(shop, file(tmp_path, HEAD, more, name="more.csv"))
    assert [(item.outcome.value, item.changes) for item in changed.items] == [("changed", ("clicks",))]
    assert [row.clicks for row in stored(shop)] == [75, 9]
    shop.do(take_back, import_id)
    assert [row.clicks for row in stored(shop)] == [70, 9]


def test_what_says_nothing_runs_backwards_or_comes_twice_is_refused(shop: Store, tmp_path: Path) -> None:
    backwards = KETTLE.replace("2026-11-07", "2026-10-01")
    silent = "taobao,2026-11-01,,壶,,,,,,,,\n"
    staged, _import_id = came(shop, file(tmp_path, HEAD, GAIWAN, GAIWAN, backwards, silent), good_rows=True)
    assert sorted((one.row, one.header) for one in staged.problems) == [(3, "搜索词"), (4, "日期"), (5, "点击量")]
    assert [row.word for row in stored(shop)] == ["盖碗"]


def test_queries_of_the_search_console_need_a_date(shop: Store, tmp_path: Path) -> None:
    head, row = "Top queries,Clicks,Impressions,CTR,Position\n", "white gaiwan,12,340,3.53%,4.2\n"
    with pytest.raises(NeedsPeriod):
        prepare(shop, file(tmp_path, head, row), Choices())
    dated = file(tmp_path, "Date," + head, "2026-11-01," + row, name="Queries.csv")
    staged = prepare(shop, dated, Choices())
    assert (staged.plan.format, staged.problems, outcomes(staged)) == ("search-console-queries", [], ["new"])
    run_import(shop, staged)
    assert [(one.word, one.clicks, one.position) for one in stored(shop)] == [("white gaiwan", 12, Decimal("4.2"))]
