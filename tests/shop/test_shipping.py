"""Parcels: what leaves, from which shelf and when it is booked, in parts, together, and taken back with its moves."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select
from tests.exchange.conftest import NOW
from tests.exchange.counter import D, assert_sound, balances, order, orders, sku, stock, take_in
from tests.shop.test_allocation import address
from tests.shop.way import allocate, bring, kept, levels, make_bundle, oid, shelve, sold, standing, state, stocked, way
from tests.store_fixtures import Make

from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.fulfilment.care import (
    cancel_order,
    flag_orders,
    hold_orders,
    merge_orders,
    parcel_of,
    part_orders,
    reopen_order,
)  # fmt: skip
from shopdesk.shop.fulfilment.pick_list import fetch_pick_list, fetch_wave
from shopdesk.shop.fulfilment.picking import pack_order, pick, pick_all, start_picking
from shopdesk.shop.fulfilment.shipping import Parcel, ship_orders, take_back_shipment, unsent
from shopdesk.shop.ledger.actions import close_period
from shopdesk.shop.orders import standing as clock
from shopdesk.shop.orders.actions import edit_order, edit_orders
from shopdesk.store.store import Store
from shopdesk.store.tables import JournalEntry, StockMove
from shopdesk.text import UserError


@pytest.fixture
def shop(new_store: Make, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setattr(clock, "_now", lambda: int(NOW.timestamp()))
    return new_store(stocked)


def lines_of(store: Store, number: str) -> dict[str, int]:
    """SKU → line of an order."""
    return {line.sku or "": line.line_id for line in order(store, number).lines}


def counts(store: Store) -> tuple[int, int]:
    """How many moves and entries there are: facts only grow."""
    with store.read() as tx:
        return tx.scalar(select(func.count()).select_from(StockMove)), tx.scalar(
            select(func.count()).select_from(JournalEntry)
        )


def test_a_day_goes_shelf_scan_box_waybill(shop: Store) -> None:
    shelf = shelve(shop, "TEA-1", "B-02")
    shelve(shop, "CUP-1", "A-01")
    bring(shop, sold("A-1", ("TEA-1", 2), ("CUP-1", 1)), sold("A-2", ("TEA-1", 1)))
    allocate(shop)
    with shop.read() as tx:
        wave = fetch_wave(tx, ["allocated"])
        lines = fetch_pick_list(tx, wave)
    assert wave == [oid(shop, "A-1"), oid(shop, "A-2")]
    assert [(one.place, one.code, one.pieces, one.told_orders) for one in lines] == [
        ("Main warehouse/A-01", "CUP-1", 1, "A-1"),
        ("Main warehouse/B-02", "TEA-1", 3, "A-1 ×2, A-2"),
    ]
    assert shop.do(start_picking, wave).value == 2
    tea, cup = sku(shop, "TEA-1"), sku(shop, "CUP-1")
    with pytest.raises(UserError, match="POT-1 is not on this pick list"):
        shop.do(pick, wave, sku(shop, "POT-1"), D(1))
    assert shop.do(pick, wave, tea, D(2), shelf).value.left == 2
    with pytest.raises(UserError, match="Only 1 of TEA-1 are to be picked"):
        shop.do(pick, wave, tea, D(2))
    assert shop.do(pick, wave, cup, D(1)).value.is_whole
    assert standing(shop) == {"A-1": ("picked", None), "A-2": ("picking", None)}
    shop.undo()
    assert standing(shop)["A-1"] == ("picking", None)
    shop.redo()
    assert shop.do(pick, wave, tea, D(1)).value.left == 0
    first = [oid(shop, "A-1")]
    with pytest.raises(UserError, match="CUP-1 does not belong"):
        shop.do(pack_order, [oid(shop, "A-2")], {cup: D(1)})
    with pytest.raises(UserError, match="Too many of TEA-1"):
        shop.do(pack_order, first, {tea: D(3), cup: D(1)})
    with pytest.raises(UserError, match="Not every piece"):
        shop.do(pack_order, first, {tea: D(2)})
    shop.do(pack_order, first, {tea: D(2), cup: D(1)})
    assert standing(shop)["A-1"] == ("packed", None)
    assert stock(shop) == {"TEA-1": 10, "CUP-1": 5, "POT-1": 1}  # all of this has moved nothing
    shop.do(ship_orders, [Parcel(first[0], "SF Express", "SF 1000 1")])
    assert levels(shop) == {("TEA-1", "B-02"): 8, ("CUP-1", "A-01"): 4, ("POT-1", "Main warehouse"): 1}
    found = order(shop, "A-1").order
    assert (found.state, found.carrier, found.waybill, found.shipped_at) == ("shipped", "SF Express", "SF10001", NOW)
    assert order(shop, "A-1").cost == D("10")
    assert {key[0] for key in kept(shop)} == {"A-2"}
    assert_sound(shop)


def test_pieces_leave_the_shelf_that_kept_them(shop: Store) -> None:
    """The cups have a shelf by now; those that were kept in the warehouse itself leave from there."""
    bring(shop, sold("A-1", ("POT-1", 1)))
    allocate(shop)
    place = next(iter(kept(shop)))[2]
    assert place == "Main warehouse"
    shop.do(ship_orders, [Parcel(oid(shop, "A-1"), None, "YT1")])
    assert ("POT-1", "Main warehouse") not in levels(shop)


def test_an_order_leaves_in_parts(shop: Store) -> None:
    bring(shop, sold("A-1", ("TEA-1", 3), ("CUP-1", 2)))
    lines = lines_of(shop, "A-1")
    allocate(shop)
    shop.do(ship_orders, [Parcel(oid(shop, "A-1"), "YTO", "YT1", lines={lines["TEA-1"]: D(2)})])
    assert state(shop, "A-1") == "paid"
    assert stock(shop) == {"TEA-1": 8, "CUP-1": 5, "POT-1": 1}
    assert standing(shop) == {"A-1": ("new", None)}
    with shop.read() as tx:
        assert unsent(tx, [oid(shop, "A-1")]) == {oid(shop, "A-1"): {lines["TEA-1"]: D(1), lines["CUP-1"]: D(2)}}
    with pytest.raises(UserError, match="More of a line of order A-1"):
        shop.do(ship_orders, [Parcel(oid(shop, "A-1"), "YTO", "YT2", lines={lines["TEA-1"]: D(2)})])
    allocate(shop)
    assert {key[1]: pieces for key, pieces in kept(shop).items()} == {"TEA-1": 1, "CUP-1": 2}
    shop.do(ship_orders, [Parcel(oid(shop, "A-1"), "YTO", "YT2")])
    assert (state(shop, "A-1"), stock(shop)) == ("shipped", {"TEA-1": 7, "CUP-1": 3, "POT-1": 1})
    assert [(one.waybill, one.pieces) for one in way(shop, "A-1").parcels] == [("YT1", 2), ("YT2", 3)]
    with pytest.raises(UserError, match="not waiting to be sent"):
        shop.do(ship_orders, [Parcel(oid(shop, "A-1"), "YTO", "YT3")])
    assert_sound(shop)


def test_what_was_kept_cannot_come_back_once_it_has_left(shop: Store) -> None:
    """An edit below a fact: the undo says what stands in its way, and passes it by where a person says so."""
    bring(shop, sold("A-1", ("TEA-1", 3)))
    allocate(shop)
    shop.do(ship_orders, [Parcel(oid(shop, "A-1"), "YTO", "YT1")])
    with pytest.raises(UserError, match=r"What is kept for order A-1 has been removed since|The work on order A-1"):
        shop.undo()
    assert (state(shop, "A-1"), stock(shop)["TEA-1"], kept(shop)) == ("shipped", 7, {})


def test_a_parcel_by_mistake_is_taken_back_with_its_moves(shop: Store) -> None:
    bring(shop, sold("A-1", ("TEA-1", 3), ("CUP-1", 2)))
    before, books = stock(shop), balances(shop)
    lines = lines_of(shop, "A-1")
    first = shop.do(ship_orders, [Parcel(oid(shop, "A-1"), "YTO", "YT1", lines={lines["TEA-1"]: D(1)})]).value
    between = stock(shop)
    second = shop.do(ship_orders, [Parcel(oid(shop, "A-1"), "YTO", "YT2")]).value
    facts = counts(shop)
    assert shop.do(take_back_shipment, second[0]).value == oid(shop, "A-1")
    assert (state(shop, "A-1"), stock(shop), order(shop, "A-1").order.waybill) == ("paid", between, "YT1")
    shop.do(take_back_shipment, first[0])
    assert (stock(shop), balances(shop), order(shop, "A-1").order.waybill) == (before, books, None)
    assert counts(shop) > facts  # nothing was erased
    with pytest.raises(UserError, match="no longer exists"):
        shop.do(take_back_shipment, first[0])
    assert_sound(shop)


def test_bundles_leave_by_their_parts(shop: Store) -> None:
    gift = shop.do(add_product, "GIFT", "Gift").value
    shop.do(make_bundle, gift, {sku(shop, "TEA-1"): D(2), sku(shop, "CUP-1"): D(1)})
    bring(shop, sold("A-1", ("GIFT", 2)))
    allocate(shop)
    with shop.read() as tx:
        assert {(one.code, one.pieces) for one in fetch_pick_list(tx, [oid(shop, "A-1")])} == {
            ("TEA-1", 4),
            ("CUP-1", 2),
        }
    shop.do(ship_orders, [Parcel(oid(shop, "A-1"), None, "YT1")])
    assert {code: pieces for code, pieces in stock(shop).items() if pieces} == {"TEA-1": 6, "CUP-1": 3, "POT-1": 1}
    shop.do(take_back_shipment, way(shop, "A-1").parcels[0].shipment_id)
    assert {code: pieces for code, pieces in stock(shop).items() if pieces} == {"TEA-1": 10, "CUP-1": 5, "POT-1": 1}


def test_what_is_held_goes_nowhere(shop: Store) -> None:
    bring(shop, sold("A-1", ("TEA-1", 1)))
    allocate(shop)
    shop.do(hold_orders, [oid(shop, "A-1")], "gift wrap")
    for attempt in (
        lambda: shop.do(start_picking, [oid(shop, "A-1")]),
        lambda: shop.do(pick_all, [oid(shop, "A-1")]),
        lambda: shop.do(ship_orders, [Parcel(oid(shop, "A-1"), None, "YT1")]),
    ):
        with pytest.raises(UserError, match="Order A-1 is on hold: gift wrap"):
            attempt()
    assert stock(shop)["TEA-1"] == 10


def test_orders_of_one_buyer_go_in_one_parcel(shop: Store) -> None:
    bring(
        shop, sold("A-1", ("TEA-1", 1), customer_no="chen"), sold("A-2", ("CUP-1", 1), customer_no="chen"),
        sold("A-3", ("CUP-1", 1), customer_no="wu"), sold("A-4", ("CUP-1", 1), customer_no="chen"),
    )  # fmt: skip
    first, second, third, fourth = (oid(shop, number) for number in ("A-1", "A-2", "A-3", "A-4"))
    with pytest.raises(UserError, match="not of one buyer"):
        shop.do(merge_orders, [first, third])
    for order_id, where in ((first, "12 Lake Road"), (second, "12 Lake  road "), (fourth, "3 Hill Road")):
        shop.do(address, order_id, recipient="Chen", address=where)
    with pytest.raises(UserError, match="do not go to one address"):
        shop.do(merge_orders, [first, fourth])
    assert shop.do(merge_orders, [first, second]).value == f"P-{first}"
    with shop.read() as tx:
        assert parcel_of(tx, second) == [first, second]
    assert way(shop, "A-1").mates == ("A-2",)
    shop.do(part_orders, [second])
    shop.undo()
    assert way(shop, "A-2").mates == ("A-1",)
    shop.do(ship_orders, [Parcel(first, "YTO", "YT9"), Parcel(second, "YTO", "YT9")])
    assert [order(shop, number).order.waybill for number in ("A-1", "A-2")] == ["YT9", "YT9"]
    assert [order(shop, number).cost for number in ("A-1", "A-2")] == [4, 2]  # the books keep them apart


def test_cancelling_frees_the_pieces_and_answers_the_books(shop: Store) -> None:
    before = balances(shop)
    bring(shop, sold("A-1", ("TEA-1", 2)))
    booked = balances(shop)
    allocate(shop)
    with pytest.raises(UserError, match="Say why"):
        shop.do(cancel_order, oid(shop, "A-1"), " ")
    shop.do(cancel_order, oid(shop, "A-1"), "bought twice")
    assert (state(shop, "A-1"), kept(shop), balances(shop)) == ("cancelled", {}, before)
    facts = counts(shop)
    with pytest.raises(UserError, match="cannot be cancelled any more"):
        shop.do(cancel_order, oid(shop, "A-1"), "again")
    assert counts(shop) == facts
    shop.do(reopen_order, oid(shop, "A-1"))
    assert (state(shop, "A-1"), balances(shop)) == ("paid", booked)
    shop.do(ship_orders, [Parcel(oid(shop, "A-1"), None, "YT1", lines={lines_of(shop, "A-1")["TEA-1"]: D(1)})])
    with pytest.raises(UserError, match="Part of order A-1 has left already"):
        shop.do(cancel_order, oid(shop, "A-1"), "too late")
    assert_sound(shop)


def test_nothing_leaves_on_a_day_that_is_closed(shop: Store) -> None:
    bring(shop, sold("A-1", ("TEA-1", 1)))
    shop.do(close_period, (NOW - timedelta(days=3)).date())
    with pytest.raises(UserError, match="closed through"):
        shop.do(ship_orders, [Parcel(oid(shop, "A-1"), None, "YT1", datetime(2026, 3, 1, tzinfo=UTC))])
    assert stock(shop)["TEA-1"] == 10


def test_a_flag_is_an_edit_like_any_other(shop: Store) -> None:
    bring(shop, sold("A-1", ("TEA-1", 1)))
    assert shop.do(flag_orders, [oid(shop, "A-1")], "red").value == 1
    assert shop.do(edit_orders, [(oid(shop, "A-1"), "flag", "blue")]).value == 1
    assert way(shop, "A-1").flag == "blue"
    shop.undo()
    assert way(shop, "A-1").flag == "red"
    shop.undo()
    assert way(shop, "A-1").flag is None


def test_undoing_a_waybill_that_made_goods_leave_brings_them_back(shop: Store) -> None:
    bring(shop, sold("A-1", ("TEA-1", 2)))
    shop.do(edit_order, oid(shop, "A-1"), waybill="SF1")
    told = sold("A-1", ("TEA-1", 2), state="refunded", refund_amount="40")
    take_in(shop, orders(*told, name="refunded.csv"))
    assert stock(shop)["TEA-1"] == 8  # a refunded order with a waybill was sent
    shop.undo()
    assert (order(shop, "A-1").order.waybill, stock(shop)["TEA-1"]) == (None, 10)
    shop.redo()
    assert (order(shop, "A-1").order.waybill, stock(shop)["TEA-1"]) == ("SF1", Decimal(8))
    assert_sound(shop)
