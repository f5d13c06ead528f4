"""A file of promotions: tiers in words, ends as lists write them, errors with their places, the same file twice."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.exchange.load.built_on import built_on
from shopdesk.exchange.load.take_back import take_back
from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.opening import open_shop
from shopdesk.shop.promotions.actions import edit_promotions
from shopdesk.shop.promotions.reports import PROMOTION_ROWS
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.check import check_store
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.store import Store

HEAD = "title,kind,level,starts_at,ends_at,last_on,tiers,skus,coupons,platform_share,groups,promotion_no\n"


def came(store: Store, folder: Path, *lines: str, name: str = "plan.csv") -> Staged:
    path = folder / name
    path.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    staged = prepare(store, path, Choices())
    if not staged.rejected_rows:
        run_import(store, staged)
    return staged


def shop(store: Store) -> Store:
    store.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.MOVING_AVERAGE)
    store.do(add_product, "TEA", "Tea")
    return store


def rows(store: Store) -> dict[str, dict[str, Any]]:
    keys = [column.key for column in PROMOTION_ROWS.sheet.columns]
    with store.read() as tx:
        found = [dict(zip(keys, row, strict=True)) for _id, row in fetch_first(tx, PROMOTION_ROWS, Query())]
    return {row["title"]: {**row, "tiers": PROMOTION_ROWS.spoken["tiers"](row["tiers"] or "", ())} for row in found}


PLAN = (
    "Double 11,Off from an amount on,Order,2026-11-10 20:00,2026-11-11 23:59:59,,满300减30；满600减80,,,",
    "Flash,Flash price,,2026-11-11,,2026-11-11,=49.90,TEA,,",
    "Cross,Off for every full amount,Platform,2026-11-11,2026-11-12,,300-50,,,50%",
    "Code,Amount off,Order,2026-11-11,,2026-11-30,-20,,TEA20*100/1,",
)


def test_a_plan_comes_in_with_tiers_in_words(store: Store, tmp_path: Path) -> None:
    came(shop(store), tmp_path, *PLAN)
    came(store, tmp_path, "Second,N-th piece for less,,2026-11-11,,,第二件半价,,,", name="second.csv")
    told = rows(store)
    second = told.pop("Second")
    assert [second[key] for key in ("kind", "level", "tiers")] == ["nth_piece", "item", "2nd-50%"]
    midnight = datetime(2026, 11, 11, 16, tzinfo=UTC)
    assert {title: (told[title]["tiers"], told[title]["level"], told[title]["ends_at"]) for title in told} == {
        "Double 11": ("300-30;600-80", "order", midnight), "Flash": ("=49.9", "item", midnight),
        "Cross": ("300-50", "platform", midnight), "Code": ("-20", "order", datetime(2026, 11, 30, 16, tzinfo=UTC)),
    }  # fmt: skip
    assert (told["Flash"]["skus"], told["Code"]["coupons"], told["Cross"]["basis"]) == ("TEA", "TEA20*100/1", "item")


def test_the_same_file_again_changes_nothing_and_a_changed_row_is_an_edit(store: Store, tmp_path: Path) -> None:
    came(shop(store), tmp_path, *PLAN)
    again = came(store, tmp_path, *PLAN, name="again.csv")
    assert {item.outcome for item in again.items} == {Outcome.SAME}
    changed = came(store, tmp_path, PLAN[0].replace("300减30", "300减40"), *PLAN[1:], name="changed.csv")
    first = changed.items[0]
    assert (first.outcome, first.changes) == (Outcome.CHANGED, ("tiers",))
    assert rows(store)["Double 11"]["tiers"] == "300-40;600-80"


def test_what_the_shop_refuses_has_its_place(store: Store, tmp_path: Path) -> None:
    staged = came(
        shop(store), tmp_path,
        "A,Off from an amount on,,2026-11-10,,,whatever,,,", "B,Flash price,,2026-11-10,,,=5,NOPE,,",
        "C,Flash price,,2026-11-10,2026-11-09,,=5,,,", "D,Flash price,Order,2026-11-10,,,=5,,,",
        "E,Per cent off,,2026-11-10,,,-10%,,,120%", "F,Member price,,2026-11-10,,,-10%,,,,!Gold",
        "G,Gift,,2026-11-10,,,300+[NOPE]*1,,,", "H,Member price,,2026-11-10,,,-10%,,,,Godl",
    )  # fmt: skip
    places = [(2, "G"), (3, "H"), (4, "E"), (5, "C"), (6, "J"), (7, "K"), (8, "G"), (9, "K")]
    assert [(said.row, said.column) for said in staged.problems] == places
    assert staged.problems[2].value == "2026-11-09 00:00", "the time is the shop's"
    assert rows(store) == {}


def test_a_code_or_a_promotion_that_stands_twice_is_refused_in_its_row(store: Store, tmp_path: Path) -> None:
    came(shop(store), tmp_path, PLAN[3])
    off = "Amount off,Order,2026-11-11,,,-20,,"
    staged = came(
        store, tmp_path, f"Taken,{off}tea20,", f"New,{off}NEW5; SAVE5,", f"New too,{off}new5,", f"Double,{off}D5;d5,",
        f"New,{off},", f"N1,{off},,,P-7", f"N2,{off},,,P-7", f"Code,{off}tea20*5; MORE,", name="codes.csv",
    )  # fmt: skip
    assert [(said.row, said.column) for said in staged.problems] == [
        (2, "I"), (4, "I"), (5, "I"), (6, "A"), (8, "L"),
    ]  # fmt: skip
    came(store, tmp_path, f"Code,{off}tea20*5; MORE,", name="more.csv")
    assert rows(store)["Code"]["coupons"] == "tea20*5;MORE"


def test_an_import_is_taken_back_whole_unless_work_stands_on_it(store: Store, tmp_path: Path) -> None:
    came(shop(store), tmp_path, *PLAN)
    came(store, tmp_path, PLAN[0].replace("300减30", "300减40"), name="changed.csv")
    store.do(take_back, 2)
    assert rows(store)["Double 11"]["tiers"] == "300-30;600-80"
    store.do(take_back, 1)
    assert rows(store) == {}
    with store.read() as tx:
        assert check_store(tx) == []


def test_an_edit_since_stands_in_the_way_of_taking_back(store: Store, tmp_path: Path) -> None:
    came(shop(store), tmp_path, *PLAN)
    with store.read() as tx:
        assert built_on(tx, 1) == []
    store.do(edit_promotions, [(1, "tiers", "300-45")])
    with store.read() as tx:
        assert len(built_on(tx, 1)) == 1
