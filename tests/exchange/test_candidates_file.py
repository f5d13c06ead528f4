"""A file of candidates: new ones, the same again, changed ones, what is refused, and taken back."""

from pathlib import Path
from typing import Any

from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.exchange.load.take_back import take_back
from shopdesk.exchange.stage.staged import Staged
from shopdesk.shop.listings.trials.selection import fetch_candidates
from shopdesk.shop.opening import open_shop
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.store import Store

HEAD = "候选商品,供应商,平台,进价,售价,月搜索量,竞品数,旺季月份\n"
TRAY, FLASK = "竹茶盘,松竹,taobao,38,99,12400,800,9、10", "保温杯,,,20,,5300,,"


def came(store: Store, folder: Path, *lines: str) -> Staged:
    path = folder / "candidates.csv"
    path.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    staged = prepare(store, path, Choices(kind="candidates", accept_proposal=True))
    if not staged.rejected_rows:
        run_import(store, staged)
    return staged


def listed(store: Store) -> dict[str, tuple[Any, ...]]:
    with store.read() as tx:
        found = fetch_candidates(tx)
    return {one.row.title: (one.supplier, one.channel, one.row.cost, one.row.searches, one.row.months) for one in found}


def test_candidates_come_in_change_and_are_taken_back(store: Store, tmp_path: Path) -> None:
    store.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.MOVING_AVERAGE)
    came(store, tmp_path, TRAY, FLASK)
    before = listed(store)
    assert before == {"竹茶盘": ("松竹", "Taobao", 38, 12400, "9,10"), "保温杯": (None, None, 20, 5300, None)}
    again = came(store, tmp_path, TRAY, FLASK.replace("5300", "6000"))
    assert [(item.outcome.value, item.changes) for item in again.items] == [("same", ()), ("changed", ("searches",))]
    assert listed(store)["保温杯"][3] == 6000
    store.do(take_back, 2)
    assert listed(store) == before


def test_a_month_that_is_none_and_a_name_told_twice_are_refused(store: Store, tmp_path: Path) -> None:
    store.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.MOVING_AVERAGE)
    staged = came(store, tmp_path, TRAY.replace("10", "13"), FLASK, FLASK)
    assert [(problem.row, problem.value) for problem in staged.problems] == [(4, "保温杯"), (2, "9、13")]
    run_import(store, staged, good_rows=True)
    assert (staged.counts()["new"], len(staged.problems)) == (1, 2)
