"""Parcels of what is not there: refused by hand unless a person insists, and only where anybody keeps the stock."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from tests.exchange.conftest import NOW
from tests.exchange.counter import D, assert_sound, read, sku, stock, table
from tests.shop.way import allocate, bring, kept, levels, make_bundle, oid, sold, state, stocked

from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.fulfilment.shipping import Parcel, ship_orders, take_back_shipment, unsent
from shopdesk.shop.history import fetch_changes
from shopdesk.shop.stock.actions import CountLine, ReceiptLine, count_stock, receive_goods
from shopdesk.shop.stock.lots import block_lot, unblock_lot
from shopdesk.shop.stock.places import add_shelf, add_warehouse, move_pieces
from shopdesk.store.store import Store
from shopdesk.store.tables import Lot
from shopdesk.text import UserError

HEADER = "Order no.,Waybill,Carrier,Shipped at"


@pytest.fixture
def shop(store: Store) -> Store:
    return stocked(store)


def title(store: Store) -> str:
    """What the history says of the last change."""
    with store.read() as tx:
        return fetch_changes(tx, 1)[0].title


def test_more_than_is_on_hand_does_not_leave(shop: Store) -> None:
    bring(shop, sold("A-1", ("TEA-1", 12), ("POT-1", 2), ("CUP-1", 5)))
    refused = (
        r"12 of TEA-1 would leave and 10 are on hand; of POT-1 too little is there as well\. Nothing was shipped\."
    )
    with pytest.raises(UserError, match=refused):
        shop.do(ship_orders, [Parcel(oid(shop, "A-1"))])
    assert (state(shop, "A-1"), stock(shop)) == ("paid", {"TEA-1": 10, "CUP-1": 5, "POT-1": 1})


def test_whoever_says_anyway_ships_it_and_the_history_says_so(shop: Store) -> None:
    bring(shop, sold("A-1", ("POT-1", 2)), sold("A-2", ("TEA-1", 1)), sold("A-3", ("POT-1", 1)))
    [made] = shop.do(ship_orders, [Parcel(oid(shop, "A-1"))], anyway=True).value
    assert stock(shop)["POT-1"] == -1
    assert title(shop) == "Ship order A-1 beyond what is on hand: POT-1"
    shop.do(ship_orders, [Parcel(oid(shop, "A-2"))], anyway=True)
    assert title(shop) == "Ship order A-2"  # all of it was there
    shop.do(take_back_shipment, made)
    assert stock(shop)["POT-1"] == 1
    both = [Parcel(oid(shop, number)) for number in ("A-1", "A-3")]
    with pytest.raises(UserError, match="3 of POT-1 would leave and 1 are on hand"):
        shop.do(ship_orders, both)
    shop.do(ship_orders, both, anyway=True)
    assert title(shop) == "Ship 2 orders beyond what is on hand: POT-1"
    assert_sound(shop)


def test_what_nobody_ever_received_or_counted_leaves_as_before(shop: Store) -> None:
    shop.do(add_product, "MUG-1", "Mug")
    bring(shop, sold("A-1", ("MUG-1", 3)), sold("A-2", ("MUG-1", 1)))
    shop.do(ship_orders, [Parcel(oid(shop, "A-1"), shipped_at=NOW - timedelta(hours=2))])
    assert stock(shop)["MUG-1"] == -3
    shop.do(count_stock, [CountLine(sku(shop, "MUG-1"), D(0))], counted_at=NOW - timedelta(hours=1))
    with pytest.raises(UserError, match="1 of MUG-1 would leave and 0 are on hand"):
        shop.do(ship_orders, [Parcel(oid(shop, "A-2"))])


def test_a_part_of_an_order_leaves_where_there_is_so_much(shop: Store) -> None:
    bring(shop, sold("A-1", ("TEA-1", 12)))
    with shop.read() as tx:
        [(line, _pieces)] = unsent(tx, [oid(shop, "A-1")])[oid(shop, "A-1")].items()
    shop.do(ship_orders, [Parcel(oid(shop, "A-1"), lines={line: D(10)})])
    with pytest.raises(UserError, match="2 of TEA-1 would leave and 0 are on hand"):
        shop.do(ship_orders, [Parcel(oid(shop, "A-1"))])


def test_a_bundle_wants_its_parts(shop: Store) -> None:
    gift = shop.do(add_product, "GIFT", "Gift").value
    shop.do(make_bundle, gift, {sku(shop, "TEA-1"): D(2), sku(shop, "POT-1"): D(1)})
    bring(shop, sold("A-1", ("GIFT", 2)))
    with pytest.raises(UserError, match="2 of POT-1 would leave and 1 are on hand"):
        shop.do(ship_orders, [Parcel(oid(shop, "A-1"))])


def test_what_is_kept_on_a_shelf_leaves_whatever_another_place_owes(shop: Store) -> None:
    shelf = shop.do(add_shelf, 1, "B-02").value
    shop.do(receive_goods, "GR-2", [ReceiptLine(sku(shop, "TEA-1"), D(10), D(4))], warehouse_id=shelf)
    bring(shop, sold("A-0", ("TEA-1", 19), state="shipped"), sold("A-1", ("TEA-1", 2)), sold("A-2", ("TEA-1", 3)))
    allocate(shop, "A-1")
    assert levels(shop) == {
        ("TEA-1", "B-02"): 10, ("TEA-1", "Main warehouse"): -9, ("CUP-1", "Main warehouse"): 5,
        ("POT-1", "Main warehouse"): 1,
    }  # fmt: skip
    with pytest.raises(UserError, match="3 of TEA-1 would leave and 1 are on hand"):
        shop.do(ship_orders, [Parcel(oid(shop, "A-2"))])
    shop.do(ship_orders, [Parcel(oid(shop, "A-1"))])
    assert state(shop, "A-1") == "shipped"


def test_what_another_warehouse_has_is_there(shop: Store) -> None:
    other = shop.do(add_warehouse, "Hangzhou").value
    shop.do(move_pieces, sku(shop, "POT-1"), 1, other, D(1))
    bring(shop, sold("A-1", ("POT-1", 1)))
    shop.do(ship_orders, [Parcel(oid(shop, "A-1"))])
    assert state(shop, "A-1") == "shipped"


def test_what_left_before_a_count_was_not_there_to_be_counted(shop: Store) -> None:
    shop.do(count_stock, [CountLine(sku(shop, "POT-1"), D(0))])
    bring(shop, sold("A-1", ("POT-1", 1)))
    with pytest.raises(UserError, match="1 of POT-1 would leave and 0 are on hand"):
        shop.do(ship_orders, [Parcel(oid(shop, "A-1"), shipped_at=NOW + timedelta(seconds=1))])
    shop.do(ship_orders, [Parcel(oid(shop, "A-1"), shipped_at=NOW - timedelta(hours=1))])
    assert stock(shop)["POT-1"] == 0
    assert_sound(shop)


def of_a_lot(store: Store, code: str, pieces: int) -> int:
    """A SKU of which one lot has come; returns the lot."""
    line = ReceiptLine(store.do(add_product, code, code).value, D(pieces), D(1), lot_no=f"{code}-1")
    store.do(receive_goods, "", [line])
    with store.read() as tx:
        return int(tx.scalar(select(Lot.lot_id).where(Lot.lot_no == f"{code}-1")))


def test_a_blocked_lot_is_not_there(shop: Store) -> None:
    lot = of_a_lot(shop, "JAM-1", 5)
    shop.do(block_lot, lot)
    bring(shop, sold("A-1", ("JAM-1", 2)))
    with pytest.raises(UserError, match="2 of JAM-1 would leave and 0 are on hand beside 5 of blocked lots"):
        shop.do(ship_orders, [Parcel(oid(shop, "A-1"))])
    told = table(HEADER, "A-1,SF1,,", name="waybills.csv")
    assert [problem.reason for problem in read(shop, told).problems] == [
        "More would leave than is there: 2 of JAM-1, and 0 on hand beside 5 of blocked lots."
    ]
    shop.do(unblock_lot, lot)
    shop.do(ship_orders, [Parcel(oid(shop, "A-1"))])
    assert state(shop, "A-1") == "shipped"


def test_what_is_kept_of_a_lot_is_let_go_when_it_is_blocked(shop: Store) -> None:
    lot = of_a_lot(shop, "JAM-1", 5)
    bring(shop, sold("A-1", ("JAM-1", 2)))
    allocate(shop)
    assert list(kept(shop).values()) == [2]
    shop.do(block_lot, lot)
    assert kept(shop) == {}
    with pytest.raises(UserError, match="2 of JAM-1 would leave"):
        shop.do(ship_orders, [Parcel(oid(shop, "A-1"))])
    shop.undo()
    assert list(kept(shop).values()) == [2]
    shop.do(ship_orders, [Parcel(oid(shop, "A-1"))])
    assert_sound(shop)


def test_what_is_kept_for_one_and_has_left_with_another_leaves_once(shop: Store) -> None:
    bring(shop, sold("A-1", ("CUP-1", 5)), sold("A-2", ("CUP-1", 5)))
    allocate(shop, "A-1")
    first = Parcel(oid(shop, "A-2"), shipped_at=NOW - timedelta(hours=2))
    with pytest.raises(UserError, match="5 of CUP-1 would leave and 0 are on hand"):
        shop.do(ship_orders, [first, Parcel(oid(shop, "A-1"), shipped_at=NOW - timedelta(hours=1))])
    told = table(HEADER, "A-2,SF2,,", "A-1,SF1,,", name="waybills.csv")
    assert [(item.row, item.outcome.value) for item in read(shop, told).items] == [(2, "new"), (3, "conflict")]
    assert levels(shop)["CUP-1", "Main warehouse"] == 5
