"""A list of listings of our own: new and changed ones, what it leaves blank, its faults, the same again, taken back."""

from decimal import Decimal
from pathlib import Path

import pytest
from tests.exchange.test_market import facts

from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.exchange.load.take_back import take_back
from shopdesk.exchange.stage.staged import Staged
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.listings.actions import edit_listings
from shopdesk.shop.listings.reports import LISTING_ROWS
from shopdesk.shop.opening import open_shop
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.rows import Query, fetch_ids
from shopdesk.store.store import Store

HEAD = "channel,listing_no,sku,title,state,price,list_price,subtitle,pictures\n"
ROWS = (
    "taobao,620,CUP;POT,Cup and pot,On sale,39.9,59,Ships today,\"https://x/1.jpg, https://x/2.jpg\"",
    "shopify,cup,CUP,A cup,Draft,8.5,,,",
)  # fmt: skip


@pytest.fixture
def shop(store: Store) -> Store:
    store.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.MOVING_AVERAGE)
    store.do(add_product, "CUP", "Cup")
    store.do(add_product, "POT", "Pot")
    return store


def read(shop: Store, folder: Path, *lines: str) -> Staged:
    path = folder / "list.csv"
    path.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    return prepare(shop, path, Choices())


def test_a_list_comes_in_and_says_the_same_again(shop: Store, tmp_path: Path) -> None:
    run_import(shop, read(shop, tmp_path, *ROWS))
    one = facts(shop, "620")
    assert (one.row["title"], one.row["price"], one.row["state"]) == ("Cup and pot", Decimal("39.9"), "active")
    assert [sku.code for sku in one.skus] == ["CUP", "POT"]
    assert [shown.url for shown in one.pictures] == ["https://x/1.jpg", "https://x/2.jpg"]
    assert read(shop, tmp_path, *ROWS).counts()["same"] == 2


def test_a_changed_row_updates_and_goes_back(shop: Store, tmp_path: Path) -> None:
    run_import(shop, read(shop, tmp_path, *ROWS))
    staged = read(shop, tmp_path, "taobao,620,,Cup with pot,,35,,,")
    assert [item.changes for item in staged.items] == [("title", "price")]
    import_id = run_import(shop, staged)
    one = facts(shop, "620")
    assert (one.row["subtitle"], one.row["price"], one.skus[0].price) == ("Ships today", Decimal(35), Decimal(35))
    shop.do(take_back, import_id)
    one = facts(shop, "620")
    assert (one.row["title"], one.row["price"], one.versions) == ("Cup and pot", Decimal("39.9"), ())


def test_faults_are_named_with_their_places(shop: Store, tmp_path: Path) -> None:
    staged = read(
        shop, tmp_path, "taobao,1,CUP,,,,,,", ",2,CUP,Cup,,,,,", "taobao,3,MUG,Mug,,,,,", "taobao,4,,Pot,,-1,,,"
    )
    assert {(problem.row, problem.header) for problem in staged.problems} == {
        (2, "title"), (3, "channel"), (4, "sku"), (5, "price")
    }  # fmt: skip


def test_a_title_is_never_blank(shop: Store, tmp_path: Path) -> None:
    run_import(shop, read(shop, tmp_path, *ROWS))
    with shop.read() as tx:
        ids = list(fetch_ids(tx, LISTING_ROWS, Query()))
    with pytest.raises(Exception, match="needs a title"):
        shop.do(edit_listings, [(ids[0], "title", " ")])
