"""Counts told roughly keep the least that they can be, and say so; what is no count is refused as before."""

from pathlib import Path

import pytest
from sqlalchemy import select

from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.exchange.rough import at_least
from shopdesk.shop.opening import open_shop
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.store import Store
from shopdesk.store.tables import Traffic


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("1 - 10", 1), ("10万+", 100_000), ("1.2w", 12_000), ("1,000~5,000", 1000), ("500以上", 500), ("1-3万", 10_000),
        ("100＋", 100), ("5至8", 5), ("3k", 3000), ("12", None), ("-5", None), ("10 - 1", None),
        ("many", None), ("", None), ("2026-11-01", None), ("1.5", None),
    ],
)  # fmt: skip
def test_the_least_is_kept(text: str, least: int | None) -> None:
    assert at_least(text) == least


def test_a_rough_count_comes_in_and_is_said(store: Store, tmp_path: Path) -> None:
    store.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.MOVING_AVERAGE)
    path = tmp_path / "sources.csv"
    path.write_text(
        "日期,流量来源,来源明细,访客数,支付买家数\n2026-11-03,淘内免费,手淘搜索,10万+,1 - 10\n"
        "2026-11-03,付费流量,直通车,30,many\n",
        encoding="utf-8",
    )
    staged = prepare(store, path, Choices())
    assert [(one.row, one.value, one.outcome.value) for one in staged.problems] == [
        (2, "10万+", "new"), (2, "1 - 10", "new"), (3, "many", "rejected"),
    ]  # fmt: skip
    assert staged.problems[0].reason == "“10万+” is a rough count. The least that it can be is kept: 100,000."
    run_import(store, staged, good_rows=True)
    with store.read() as tx:
        assert [tuple(row) for row in tx.rows(select(Traffic.visitors, Traffic.orders))] == [(100_000, 1)]
