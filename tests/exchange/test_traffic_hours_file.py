"""Visitors by hour from a sheet: set and never added, hours of a day only, and taken back whole."""

from pathlib import Path

from sqlalchemy import select

from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.exchange.load.take_back import take_back
from shopdesk.exchange.stage.staged import Staged
from shopdesk.shop.opening import open_shop
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.store import Store
from shopdesk.store.tables import TrafficHour

HEAD = "渠道,日期,小时,访客数\n"


def came(store: Store, path: Path, *lines: str) -> tuple[Staged, int]:
    path.write_text(HEAD + "".join(lines), encoding="utf-8")
    staged = prepare(store, path, Choices(kind="traffic_hours", accept_proposal=True))
    return staged, run_import(store, staged, good_rows=True)


def hours(store: Store) -> list[tuple[int, int]]:
    with store.read() as tx:
        found = tx.rows(select(TrafficHour.hour, TrafficHour.visitors).order_by(TrafficHour.hour))
        return [(row.hour, row.visitors) for row in found]


def test_hours_are_set_never_added_and_taken_back(store: Store, tmp_path: Path) -> None:
    store.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.MOVING_AVERAGE)
    _staged, first = came(store, tmp_path / "a.csv", "taobao,2026-11-20,9,40\n", "taobao,2026-11-20,20,64\n")
    again, second = came(store, tmp_path / "b.csv", "taobao,2026-11-20,20,70\n", "taobao,2026-11-20,9,40\n")
    assert [(item.outcome.value, item.changes) for item in again.items] == [("changed", ("visitors",)), ("same", ())]
    assert hours(store) == [(9, 40), (20, 70)]
    store.do(take_back, second)
    assert hours(store) == [(9, 40), (20, 64)]
    store.do(take_back, first)
    assert hours(store) == []


def test_hours_that_no_day_has_and_hours_told_twice_are_refused(store: Store, tmp_path: Path) -> None:
    store.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.MOVING_AVERAGE)
    lines = ("taobao,2026-11-20,0,5\n", "taobao,2026-11-20,24,40\n", "taobao,2026-11-20,0,6\n")
    staged, _import_id = came(store, tmp_path / "a.csv", *lines)
    assert sorted((one.row, one.header) for one in staged.problems) == [(3, "小时"), (4, "小时")]
    assert hours(store) == [(0, 5)]
