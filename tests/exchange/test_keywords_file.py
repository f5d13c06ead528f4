"""A file of search words: headers of marketplaces, competition in words, the same file twice, and taken back."""

from pathlib import Path
from typing import Any

from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.exchange.load.take_back import take_back
from shopdesk.exchange.stage.staged import Staged
from shopdesk.shop.listings.titles.pool import KEYWORD_ROWS
from shopdesk.shop.opening import open_shop
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.store import Store

HEAD = "关键词,平台,搜索人气,竞争度,词类\n"
WORDS = ("盖碗,taobao,12400,中,Product word", "手绘盖碗,taobao,5300,低,Attribute", "送礼,,4900,62%,")


def came(store: Store, folder: Path, *lines: str) -> Staged:
    path = folder / "words.csv"
    path.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    staged = prepare(store, path, Choices(kind="keywords", accept_proposal=True))
    if not staged.rejected_rows:
        run_import(store, staged)
    return staged


def pool(store: Store) -> list[tuple[Any, ...]]:
    keys = [column.key for column in KEYWORD_ROWS.sheet.columns]
    told = "word", "channel", "word_class", "volume", "competition", "opportunity"
    with store.read() as tx:
        rows = [dict(zip(keys, row, strict=True)) for _id, row in fetch_first(tx, KEYWORD_ROWS, Query())]
    return [tuple(row[key] if key != "competition" else float(row[key]) for key in told) for row in rows]


def shop(store: Store) -> Store:
    store.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.MOVING_AVERAGE)
    return store


def test_words_come_in_with_their_competition_in_words(store: Store, tmp_path: Path) -> None:
    came(shop(store), tmp_path, *WORDS)
    assert pool(store) == [
        ("盖碗", "Taobao", "product", 12400, 0.5, 6200), ("手绘盖碗", "Taobao", "attribute", 5300, 0.2, 4240),
        ("送礼", None, None, 4900, 0.62, 1862),
    ]  # fmt: skip


def test_the_same_file_says_same_and_a_changed_one_changes(store: Store, tmp_path: Path) -> None:
    came(shop(store), tmp_path, *WORDS)
    again = came(store, tmp_path, "盖碗,taobao,13000,,", *WORDS[1:])
    assert [(item.outcome.value, item.changes) for item in again.items] == [
        ("changed", ("volume",)), ("same", ()), ("same", ()),
    ]  # fmt: skip
    assert pool(store)[0][3:5] == (13000, 0.5)


def test_words_are_taken_back(store: Store, tmp_path: Path) -> None:
    came(shop(store), tmp_path, WORDS[0])
    came(store, tmp_path, "盖碗,taobao,13000,,", WORDS[2])
    with store.read() as tx:
        last = max(row[-1] for row in (values for _id, values in fetch_first(tx, KEYWORD_ROWS, Query())))
    store.do(take_back, last)
    assert [row[3] for row in pool(store)] == [12400]


def test_a_row_that_says_no_competition_and_a_word_told_twice_are_refused(store: Store, tmp_path: Path) -> None:
    staged = came(shop(store), tmp_path, "盖碗,taobao,100,plenty,", "茶杯,,5,low,", "茶杯,,6,low,")
    assert [(problem.row, problem.value) for problem in staged.problems] == [(4, "茶杯"), (2, "plenty")]
    assert run_import(store, staged, good_rows=True)
    assert [(row[0], row[3]) for row in pool(store)] == [("茶杯", 5)]
    assert (staged.counts()["new"], len(staged.problems)) == (1, 2)
