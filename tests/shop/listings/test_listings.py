"""Listings: added and edited, what they were before, their pictures and the facts of their products, each undone."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from shopdesk.exchange.demo.listings import draw
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.listings.actions import add_listing, edit_listings, put_prices, put_texts
from shopdesk.shop.listings.pictures import add_picture, lead_with, remove_picture, set_attribute
from shopdesk.shop.listings.reports import LISTING_ROWS, ListingFacts, find_listing, listing_id_of, read_pictures
from shopdesk.shop.opening import open_shop
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.action import action
from shopdesk.store.rows import Query, count, fetch_first
from shopdesk.store.store import Store
from shopdesk.store.tables import ListingSku
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

LONG_AGO = datetime(2026, 5, 1, tzinfo=UTC)


@pytest.fixture
def shop(store: Store) -> Store:
    store.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.MOVING_AVERAGE)
    for code in ("CUP", "POT"):
        store.do(add_product, code, code.title())
    told = {"channel": "taobao", "listing_no": "620", "sku": "CUP; POT", "title": "Cup", "price": Decimal(30)}
    store.do(add_listing, told)
    return store


def facts(shop: Store, number: str = "620") -> ListingFacts:
    with shop.read() as tx:
        found = find_listing(tx, listing_id_of(tx, number))
    assert found is not None
    return found


@action("catalog.edit", N_("What it was long ago"), undoable=True)
def _long_ago(tx: Tx, listing_id: int, sku_id: int) -> None:
    put_texts(tx, listing_id, {"title": "Tea cup", "subtitle": " "}, reason="Words", changed_at=LONG_AGO)
    put_prices(tx, listing_id, {sku_id: Decimal(28)}, changed_at=LONG_AGO)


def test_what_it_was_is_kept_with_the_day_and_the_reason(shop: Store) -> None:
    one = facts(shop)
    shop.do(_long_ago, one.listing_id, one.skus[0].sku_id)
    one = facts(shop)
    assert {(v.field, v.before, v.after, v.changed_at, v.reason, v.sku) for v in one.versions} == {
        ("title", "Cup", "Tea cup", LONG_AGO, "Words", None),
        ("price", Decimal(30), Decimal(28), LONG_AGO, None, "CUP"),
        ("price", Decimal(30), Decimal(28), LONG_AGO, None, None),
    }  # fmt: skip
    assert [sku.price for sku in one.skus] == [Decimal(28), Decimal(30)]
    shop.undo()
    assert (facts(shop).row["title"], facts(shop).versions) == ("Cup", ())


@action("catalog.edit", N_("One of them"), undoable=True)
def _reprice(tx: Tx, listing_id: int, sku_id: int, price: Decimal) -> None:
    put_prices(tx, listing_id, {sku_id: price})


@action("catalog.edit", N_("No price of their own"), undoable=True)
def _bare(tx: Tx, listing_id: int) -> None:
    for one in tx.rows(select(ListingSku.listing_sku_id).where(ListingSku.listing_id == listing_id)):
        tx.update(ListingSku, one.listing_sku_id, price=None)


def test_one_price_is_set_and_the_others_stay(shop: Store) -> None:
    """Also of SKUs that had no price but that of the listing."""
    one = facts(shop)
    shop.do(_bare, one.listing_id)
    shop.do(_reprice, one.listing_id, one.skus[0].sku_id, Decimal(26))
    one = facts(shop)
    assert (one.row["price"], [sku.price for sku in one.skus]) == (Decimal(26), [Decimal(26), Decimal(30)])
    assert {(v.before, v.after, v.sku) for v in one.versions} == {(30, 26, "CUP"), (30, 26, None)}


def test_what_makes_no_sense_is_refused(shop: Store) -> None:
    one = facts(shop).listing_id
    for edit in ((one, "price", Decimal(-1)), (one, "title", ""), (one, "state", None), (one, "stage", "star")):
        with pytest.raises(UserError):
            shop.do(edit_listings, [edit])
    with pytest.raises(UserError, match="already"):
        shop.do(add_listing, {"channel": "taobao", "listing_no": "620", "title": "Again"})
    with pytest.raises(UserError, match="number and a title"):
        shop.do(add_listing, {"channel": "taobao", "listing_no": "621"})


def test_a_number_of_several_channels_needs_its_channel(shop: Store) -> None:
    shop.do(add_listing, {"channel": "douyin", "listing_no": "620", "title": "Cup"})
    with shop.read() as tx:
        with pytest.raises(UserError, match="name the channel"):
            listing_id_of(tx, "620")
        assert listing_id_of(tx, "620", "douyin") != listing_id_of(tx, "620", "taobao")
        with pytest.raises(UserError, match="no listing"):
            listing_id_of(tx, "9")


def test_pictures_are_kept_once_and_the_main_one_stands_first(shop: Store) -> None:
    one = facts(shop).listing_id
    for place in (1, 2, 1):
        shop.do(add_picture, one, "cup.png", draw((90, 120, 160), place))
    shown = facts(shop).pictures
    assert [p.position for p in shown] == [1, 2, 3]
    assert shown[0].file_id == shown[2].file_id != shown[1].file_id
    shop.do(lead_with, one, shown[1].picture_id)
    assert [p.file_id for p in facts(shop).pictures] == [shown[1].file_id, shown[0].file_id, shown[0].file_id]
    shop.do(remove_picture, shown[2].picture_id)
    shop.undo()
    assert len(facts(shop).pictures) == 3
    with shop.read() as tx:
        assert read_pictures(tx, {shown[0].file_id or 0}) == {shown[0].file_id: draw((90, 120, 160), 1)}
    with pytest.raises(UserError, match="not a picture"):
        shop.do(add_picture, one, "cup.png", b"no")


def test_a_fact_of_the_product_is_said_changed_and_taken_away(shop: Store) -> None:
    product_id = facts(shop).product_id
    assert product_id is not None
    shop.do(set_attribute, product_id, "Material", "Glass")
    shop.do(set_attribute, product_id, " Material ", "Porcelain")
    assert facts(shop).attributes == (("Material", "Porcelain"),)
    shop.do(set_attribute, product_id, "Material", "")
    assert facts(shop).attributes == ()


def test_the_stage_is_the_products_and_the_list_is_filtered_by_it(shop: Store) -> None:
    shop.do(edit_listings, [(facts(shop).listing_id, "stage", "hero")])
    with shop.read() as tx:
        assert count(tx, LISTING_ROWS, Query(filters=(("stage", "=hero"),))) == 1
        assert count(tx, LISTING_ROWS, Query(search="cup", filters=(("pictures", "0"),))) == 1
        _listing_id, row = fetch_first(tx, LISTING_ROWS, Query())[0]
    keys = [column.key for column in LISTING_ROWS.sheet.columns]
    assert set(str(dict(zip(keys, row, strict=True))["sku"]).split(";")) == {"CUP", "POT"}
