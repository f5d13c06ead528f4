"""A file of targets: new ones come in, known ones are set, and faults are named by row and column."""

from decimal import Decimal
from pathlib import Path

from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.exchange.load.take_back import take_back
from shopdesk.exchange.stage.staged import Staged
from shopdesk.shop.catalog.actions import find_channel
from shopdesk.shop.today.targets import fetch_targets, set_target
from shopdesk.store.action import action
from shopdesk.store.store import Store
from shopdesk.store.tx import Tx

HEAD = "月份,指标,渠道,目标\n"


def read(shop: Store, folder: Path, rows: str, name: str = "targets.csv") -> Staged:
    path = folder / name
    path.write_text(HEAD + rows, "utf-8")
    return prepare(shop, path, Choices(kind="targets", accept_proposal=True))


def aims(shop: Store) -> list[tuple[str, str, str | None, Decimal]]:
    with shop.read() as tx:
        return [(one.month, one.metric.key, one.channel, one.amount) for one in fetch_targets(tx)]


def _open_tmall(tx: Tx) -> None:
    find_channel(tx, "Tmall", "CNY")


def test_targets_come_in_are_set_and_are_taken_back(shop: Store, tmp_path: Path) -> None:
    shop.do(set_target, "revenue", "2026-11", Decimal(500))
    staged = read(shop, tmp_path, "2026-11,销售额,,800\n2026-12,转化率,,0.035\n2026-12,Revenue,,900\n")
    assert staged.counts()["rejected"] == 0
    made = run_import(shop, staged)
    assert sorted(aims(shop), key=str) == [
        ("2026-11", "revenue", None, Decimal(800)), ("2026-12", "conversion", None, Decimal("0.035")),
        ("2026-12", "revenue", None, Decimal(900)),
    ]  # fmt: skip
    assert read(shop, tmp_path, "2026-11,revenue,,800\n").counts()["same"] == 1
    shop.do(take_back, made)
    assert aims(shop) == [("2026-11", "revenue", None, Decimal(500))]


def test_a_channel_has_targets_of_its_own(shop: Store, tmp_path: Path) -> None:
    shop.do(action("test.channel", "Open")(_open_tmall))
    run_import(shop, read(shop, tmp_path, "2026-12,orders,,900\n2026-12,orders,Tmall,300\n"))
    assert {(channel, amount) for _month, _key, channel, amount in aims(shop)} == {
        (None, Decimal(900)), ("Tmall", Decimal(300))
    }  # fmt: skip
    assert read(shop, tmp_path, "2026-12,orders,Tmall,400\n").counts()["changed"] == 1


def test_faults_are_named_and_nothing_is_written(shop: Store, tmp_path: Path) -> None:
    staged = read(
        shop,
        tmp_path,
        "2026-13,revenue,,800\n2026-12,revenue,Nowhere,1\n2026-12,orders,,5\n2026-12,orders,,6\n2026-12,ctr,,0.03575\n",
    )
    said = {(one.row, one.column): one.message for one in staged.problems}
    assert {row for row, _column in said} == {2, 3, 5, 6}
    assert staged.counts()["new"] == 1
