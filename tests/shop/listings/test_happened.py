"""What happened to a listing: promotions of its channel and goods, stock that ran out, pictures, what was written."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.listings.actions import add_listing
from shopdesk.shop.listings.traffic.events import add_event, fetch_logged
from shopdesk.shop.listings.traffic.happened import BACK, PICTURE_CHANGED, SOLD_OUT, _Sold, fetch_happened, is_for
from shopdesk.shop.opening import open_shop
from shopdesk.shop.stock.actions import ReceiptLine, receive_goods
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.action import action
from shopdesk.store.store import Store
from shopdesk.store.tables import (
    Channel,
    Listing,
    ListingSku,
    Picture,
    Promotion,
    PromotionScope,
    ShopEvent,
    Sku,
    StockMove,
)
from shopdesk.store.tx import Tx

NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
D = Decimal


@pytest.fixture
def shop(store: Store) -> Store:
    store._clock = lambda: NOW
    store.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.MOVING_AVERAGE)
    store.do(add_product, "GW-1", "Gaiwan", price=D(58), category="Tea")
    store.do(add_listing, {"channel": "taobao", "listing_no": "1", "title": "Gaiwan"})
    store.do(sell)
    return store


@action("test.sell", "Sell")
def sell(tx: Tx) -> None:
    tx.update(Listing, 1, product_id=tx.scalar(select(Sku.product_id)))
    if tx.scalar(select(ListingSku.listing_sku_id)) is None:
        tx.insert(ListingSku, listing_id=1, sku_id=tx.scalar(select(Sku.sku_id)))


def happened(store: Store) -> list[tuple[int, str]]:
    with store.read() as tx:
        return [(one.day.day, one.words or one.name) for one in fetch_happened(tx, 1, FIRST, LAST)]


@action("test.promote", "Promote")
def promote(tx: Tx, title: str, kind: str, scope: dict[str, Any]) -> None:
    promotion_id = tx.insert(
        Promotion, promotion_no=title, title=title, kind="discount", level="item", starts_at=NOW, ends_at=None,
        state="planned", by_coupon=False, basis="list", stacking="all", priority=0, platform_share=D(0),
        partner_share=D(0),
    )  # fmt: skip
    tx.insert(PromotionScope, promotion_id=promotion_id, kind=kind, is_excluded=False, **scope)


def test_promotions_of_other_channels_and_goods_are_not_of_the_listing(shop: Store) -> None:
    with shop.read() as tx:
        taobao = tx.scalar(select(Listing.channel_id))
    shop.do(promote, "Here", "channel", {"channel_id": taobao})
    shop.do(promote, "Tea days", "category", {"name": "Tea"})
    shop.do(promote, "Cups", "category", {"name": "Cups"})
    assert happened(shop) == [(21, "Here"), (21, "Tea days")]


def scope(kind: str, out: bool = False, **value: Any) -> Any:
    told = {"channel_id": None, "sku_id": None, "product_id": None, "name": None}
    return SimpleNamespace(kind=kind, is_excluded=out, **{**told, **value})


@pytest.mark.parametrize(
    ("scopes", "is_in"),
    [
        ([], True), ([scope("channel", channel_id=1)], True), ([scope("channel", channel_id=2)], False),
        ([scope("channel", channel_id=1), scope("channel", channel_id=2)], True), ([scope("sku", sku_id=8)], True),
        ([scope("channel", channel_id=1), scope("sku", sku_id=5)], False), ([scope("sku", True, sku_id=8)], True),
        ([scope("product", product_id=3)], True), ([scope("product", True, product_id=3)], False),
        ([scope("channel", True, channel_id=1)], False), ([scope("category", name="Cups")], False),
        ([scope("group", name="VIP")], True),
    ],
)  # fmt: skip
def test_a_scope_lets_a_listing_in_by_channel_and_goods(scopes: list[Any], is_in: bool) -> None:
    assert is_for(scopes, _Sold(7, 1, 3, "Tea", frozenset({8, 9}))) is is_in


@action("test.ship", "Ship")
def ship(tx: Tx, day: int, quantity: int) -> None:
    warehouse_id = tx.scalar(select(StockMove.warehouse_id).limit(1))
    tx.insert(
        StockMove, sku_id=tx.scalar(select(Sku.sku_id)), warehouse_id=warehouse_id, quantity=D(quantity),
        reason="adjustment", moved_at=NOW + timedelta(day - 21), booked_on=date(2026, 11, day), document_kind="test",
        document_id=1, change_id=tx.change_id,
    )  # fmt: skip


def test_stock_that_ran_out_and_came_back(shop: Store) -> None:
    shop.do(receive_goods, "R-1", [ReceiptLine(1, D(5), D(20))], received_at=NOW - timedelta(40))
    for day, quantity in ((22, -3), (23, -2), (24, -1), (25, 4)):
        shop.do(ship, day, quantity)
    assert happened(shop) == [(23, SOLD_OUT), (25, BACK)]


def test_what_was_written_stands_with_its_channel(shop: Store) -> None:
    for title, channel in (("Storm", None), ("Fair", "taobao")):
        told = {"title": title, "first_on": date(2026, 10, 30), "last_on": date(2026, 11, 2), "channel": channel}
        shop.do(add_event, told)
    shop.do(other_event)
    assert happened(shop) == [(1, "Fair"), (1, "Storm")]
    with shop.read() as tx:
        logged = {channel: fetch_logged(tx, FIRST, LAST, channel) for channel in (None, 1, 2)}
        assert fetch_logged(tx, LAST, LAST) == []
    assert {one.day for one in logged[None]} == {FIRST}
    assert {channel: [one.title for one in events] for channel, events in logged.items()} == {
        None: ["Elsewhere", "Fair", "Storm"], 1: ["Fair", "Storm"], 2: ["Elsewhere", "Storm"],
    }  # fmt: skip


@action("test.other", "Other")
def other_event(tx: Tx) -> None:
    channel_id = tx.insert(Channel, code="amazon", title="Amazon", currency="USD")
    tx.insert(ShopEvent, title="Elsewhere", first_on=FIRST, last_on=FIRST, channel_id=channel_id, is_outside=False)


@action("test.picture", "Picture", undoable=True)
def hang(tx: Tx, listing_id: int) -> None:
    tx.insert(Picture, listing_id=listing_id, position=1, url="https://x.example/1.jpg")


def test_a_new_picture_is_told_until_it_is_undone(shop: Store) -> None:
    shop.do(add_listing, {"channel": "taobao", "listing_no": "2", "title": "Kettle"})
    shop.do(hang, 2)
    assert happened(shop) == []
    shop.do(hang, 1)
    assert happened(shop) == [(21, PICTURE_CHANGED)]
    shop.undo()
    assert happened(shop) == []
