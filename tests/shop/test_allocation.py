"""Keeping pieces for orders: the oldest promise first, bundles by their parts, never more than there is, and undone."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, update
from tests.exchange.conftest import NOW
from tests.exchange.counter import D, sku, stock
from tests.shop.way import (
    allocate,
    bring,
    kept,
    levels,
    make_bundle,
    oid,
    shelve,
    sold,
    standing,
    stocked,
    way,
)  # fmt: skip
from tests.store_fixtures import Make

from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.fulfilment.allocation import allocate_orders, release_pieces
from shopdesk.shop.fulfilment.care import edit_promises, hold_orders, let_pass, release_orders
from shopdesk.shop.orders import standing as clock
from shopdesk.shop.stock.actions import ReceiptLine, adjust_stock, count_stock, receive_goods
from shopdesk.shop.stock.lots import block_lot
from shopdesk.shop.stock.places import add_shelf, set_home
from shopdesk.shop.stock.reports import fetch_stock
from shopdesk.shop.stock.rules import MoveReason
from shopdesk.store.action import action
from shopdesk.store.store import Store, set_setting
from shopdesk.store.tables import Lot, OrderAddress, SalesOrder
from shopdesk.store.tx import Tx
from shopdesk.text import UserError


@pytest.fixture
def shop(new_store: Make, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setattr(clock, "_now", lambda: int(NOW.timestamp()))
    return new_store(stocked)


@action("order.edit", "Say how an order is to go")
def tell(tx: Tx, /, order_id: int, **values: object) -> None:
    """What a file would have told."""
    tx.execute(update(SalesOrder).where(SalesOrder.order_id == order_id).values(**values))


@action("order.edit", "Address an order")
def address(tx: Tx, /, order_id: int, **values: object) -> None:
    tx.insert(OrderAddress, order_id=order_id, **values)


@action("shop.settings", "Set a fact")
def set_fact(tx: Tx, name: str, value: object) -> None:
    set_setting(tx, name, value)


def test_a_paid_order_keeps_its_pieces_on_their_shelf(shop: Store) -> None:
    shelve(shop, "TEA-1", "A-01")
    bring(shop, sold("A-1", ("TEA-1", 2), ("CUP-1", 1)))
    assert standing(shop) == {"A-1": ("new", None)}
    done = allocate(shop)
    assert (done.orders, done.short, done.kept_back) == ((oid(shop, "A-1"),), {}, {})
    assert kept(shop) == {("A-1", "TEA-1", "A-01"): 2, ("A-1", "CUP-1", "Main warehouse"): 1}
    assert standing(shop) == {"A-1": ("allocated", None)}
    with shop.read() as tx:
        row = next(row for row in fetch_stock(tx) if row.sku == "TEA-1")
    assert (row.on_hand, row.reserved, row.available) == (10, 2, 8)
    assert stock(shop)["TEA-1"] == 10  # nothing has moved


def test_the_oldest_promise_comes_first_and_what_is_short_is_named(shop: Store) -> None:
    bring(
        shop, sold("LATER", ("POT-1", 1), paid="2026-03-19 09:00"), sold("FIRST", ("POT-1", 1), paid="2026-03-18 09:00")
    )
    assert standing(shop) == {"FIRST": ("new", None), "LATER": ("new", None)}
    done = allocate(shop)
    assert done.orders == (oid(shop, "FIRST"),)
    assert done.short == {oid(shop, "LATER"): {sku(shop, "POT-1"): D(1)}}
    assert standing(shop) == {"FIRST": ("allocated", None), "LATER": ("new", "no_stock")}
    [missing] = way(shop, "LATER").missing
    assert (missing.code, missing.pieces) == ("POT-1", 1)
    assert allocate(shop).orders == ()


def test_what_the_channel_promised_goes_before_the_hours_of_payment(shop: Store) -> None:
    bring(shop, sold("A-1", ("POT-1", 1), paid="2026-03-18 09:00"), sold("A-2", ("POT-1", 1)))
    shop.do(tell, oid(shop, "A-2"), ship_by=datetime(2026, 3, 18, 3, tzinfo=UTC))
    assert way(shop, "A-2").promise == datetime(2026, 3, 18, 3, tzinfo=UTC)
    assert allocate(shop).orders == (oid(shop, "A-2"),)


def test_promises_come_from_an_editable_table(shop: Store) -> None:
    bring(shop, sold("A-1", ("TEA-1", 1)))  # direct sales: 24 hours
    paid = datetime(2026, 3, 19, 1, tzinfo=UTC)
    assert way(shop, "A-1").promise == paid + timedelta(hours=24)
    with shop.read() as tx:
        channel = tx.scalar(SalesOrder.__table__.select().with_only_columns(SalesOrder.channel_id))
    assert shop.do(edit_promises, [(channel, "ship_hours", 72)]).value == 1
    assert way(shop, "A-1").promise == paid + timedelta(hours=72)
    shop.undo()
    assert way(shop, "A-1").promise == paid + timedelta(hours=24)
    for hours in (0, -1, 1.5):
        with pytest.raises(UserError, match="Hours are a whole number above zero"):
            shop.do(edit_promises, [(channel, "ship_hours", hours)])


def test_bundles_are_kept_by_their_parts(shop: Store) -> None:
    gift = shop.do(add_product, "GIFT", "Gift").value
    shop.do(make_bundle, gift, {sku(shop, "TEA-1"): D(2), sku(shop, "CUP-1"): D(1)})
    bring(shop, sold("A-1", ("GIFT", 3)), sold("A-2", ("GIFT", 3)))
    done = allocate(shop)
    assert done.orders == (oid(shop, "A-1"),)
    assert {key[:2]: pieces for key, pieces in kept(shop).items()} == {("A-1", "TEA-1"): 6, ("A-1", "CUP-1"): 3}
    # 10 teas less 6, 5 cups less 3: the second gift box lacks both.
    assert {one.code: one.pieces for one in way(shop, "A-2").missing} == {"TEA-1": 2, "CUP-1": 1}


def test_every_blocker_has_a_name_and_a_way_out(shop: Store) -> None:
    bring(shop, *(sold(number, ("TEA-1", 1)) for number in ("A-1", "A-2", "A-3", "A-4")), sold("A-5", ("TEA-1", 1)))
    bring(shop, [{**sold("A-6", ("TEA-1", 1))[0], "sku": "", "title": "A jar"}], name="others.csv")
    shop.do(address, oid(shop, "A-1"), recipient="Chen", address="12 Lake Road")
    for number, told in (("A-2", ""), ("A-3", "1 Hill Road"), ("A-4", "1 Hill Road"), ("A-5", "1 Hill Road")):
        shop.do(address, oid(shop, number), recipient="Wu", address=told)
    shop.do(set_fact, "risk_pieces", 50)
    shop.do(hold_orders, [oid(shop, "A-1")], "asked to wait")
    bring(shop, sold("A-7", ("TEA-1", 50)), name="more.csv")
    shop.do(adjust_stock, sku(shop, "TEA-1"), D(90), MoveReason.ADJUST, "found")
    with_note = oid(shop, "A-3")
    shop.do(note, with_note, "ring twice")
    assert {number: why for number, (_stage, why) in standing(shop).items()} == {
        "A-1": "hold", "A-2": "no_address", "A-3": "note", "A-4": None, "A-5": None, "A-6": "unknown_sku", "A-7": "risk"
    }  # fmt: skip
    done = allocate(shop)
    assert done.orders == (oid(shop, "A-4"), oid(shop, "A-5"))
    assert set(done.kept_back.values()) == {"hold", "no_address", "note", "unknown_sku", "risk"}
    for number, blocker in (("A-2", "no_address"), ("A-3", "note"), ("A-7", "risk")):
        shop.do(let_pass, oid(shop, number), blocker)
    shop.do(release_orders, [oid(shop, "A-1")])
    assert {number: why for number, (_stage, why) in standing(shop).items() if why} == {"A-6": "unknown_sku"}
    with pytest.raises(UserError, match="has to be mended"):
        shop.do(let_pass, oid(shop, "A-6"), "unknown_sku")
    shop.undo()  # the release
    assert standing(shop)["A-1"] == ("new", "hold")


@action("order.edit", "Leave a note")
def note(tx: Tx, order_id: int, said: str) -> None:
    tx.update(OrderAddress, order_id, buyer_note=said)


def test_what_is_released_goes_to_the_next_and_an_undo_cannot_take_it_back(shop: Store) -> None:
    bring(shop, sold("A-1", ("POT-1", 1), paid="2026-03-18 09:00"), sold("A-2", ("POT-1", 1)))
    allocate(shop, "A-1")
    shop.do(release_pieces, [oid(shop, "A-1")])
    assert kept(shop) == {}
    shop.undo()
    assert kept(shop) == {("A-1", "POT-1", "Main warehouse"): 1}
    shop.redo()
    other = Store.open(shop.where)  # a second person gives the pot to the second order
    try:
        other.do(allocate_orders, [oid(shop, "A-2")])
    finally:
        other.close()
    shop.undo()  # their allocation
    assert kept(shop) == {}
    shop.undo()  # the release
    assert kept(shop) == {("A-1", "POT-1", "Main warehouse"): 1}
    with pytest.raises(UserError, match="given to another order since"):
        _race_to_redo(shop)
    assert kept(shop) == {("A-1", "POT-1", "Main warehouse"): 1}


def _race_to_redo(shop: Store) -> None:
    """Redo the release, then the allocation of the second order, while the first has its piece again."""
    shop.redo()
    shop.redo()
    # The second order keeps the pot now; to undo the release alone, its allocation is left as it is.
    with shop.read() as tx:
        last = int(tx.connection.exec_driver_sql("SELECT MAX(change_id) FROM change WHERE undoable = 1").scalar() or 0)
    shop.set_aside(last)
    try:
        shop.undo()
    finally:
        shop.do(release_pieces, [oid(shop, "A-2")])
        allocate(shop, "A-1")


def test_allocating_is_undone_whole(shop: Store) -> None:
    bring(shop, sold("A-1", ("TEA-1", 2)), sold("A-2", ("CUP-1", 2)))
    allocate(shop)
    assert shop.undo_title() == "Allocate 2 orders"
    before = kept(shop)
    shop.undo()
    assert (kept(shop), standing(shop)) == ({}, {"A-1": ("new", None), "A-2": ("new", None)})
    shop.redo()
    assert kept(shop) == before


def test_what_a_shelf_loses_is_taken_from_the_latest_promise(shop: Store) -> None:
    bring(shop, sold("A-1", ("CUP-1", 3), paid="2026-03-18 09:00"), sold("A-2", ("CUP-1", 2)))
    allocate(shop)
    shop.do(adjust_stock, sku(shop, "CUP-1"), D(-1), MoveReason.WRITE_OFF, "broken")
    allocate(shop)
    assert standing(shop) == {"A-1": ("allocated", None), "A-2": ("new", "no_stock")}
    assert sum(kept(shop).values()) <= levels(shop)["CUP-1", "Main warehouse"]


def test_an_order_that_left_by_its_channels_word_keeps_nothing(shop: Store) -> None:
    bring(shop, sold("A-1", ("POT-1", 1)), sold("A-2", ("POT-1", 1)))
    allocate(shop, "A-1")
    bring(shop, sold("A-1", ("POT-1", 1), state="cancelled"), name="later.csv")
    assert standing(shop) == {"A-2": ("new", None)}
    assert allocate(shop).orders == (oid(shop, "A-2"),)
    assert kept(shop) == {("A-2", "POT-1", "Main warehouse"): 1}


def test_an_order_that_was_changed_keeps_what_it_wants_now(shop: Store) -> None:
    bring(shop, sold("A-1", ("CUP-1", 4)), sold("A-2", ("CUP-1", 3)))
    allocate(shop)
    assert standing(shop)["A-2"] == ("new", "no_stock")
    bring(shop, sold("A-1", ("CUP-1", 2)), name="changed.csv")
    assert set(allocate(shop).orders) == {oid(shop, "A-1"), oid(shop, "A-2")}
    assert {key[0]: pieces for key, pieces in kept(shop).items()} == {"A-1": D(2), "A-2": D(3)}


def test_unpaid_orders_keep_pieces_as_long_as_their_channel_says(shop: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    bring(
        shop, sold("U-1", ("POT-1", 1), paid="2026-03-20 11:00", state="unpaid", paid_at=""), sold("A-1", ("POT-1", 1))
    )
    assert standing(shop)["A-1"] == ("new", None)  # nobody has said that unpaid orders keep anything
    with shop.read() as tx:
        channel = tx.scalar(SalesOrder.__table__.select().with_only_columns(SalesOrder.channel_id))
    shop.do(edit_promises, [(channel, "unpaid_hours", 2)])
    assert standing(shop)["A-1"] == ("new", "no_stock")
    assert allocate(shop).orders == ()
    later = NOW + timedelta(hours=3)
    monkeypatch.setattr(clock, "_now", lambda: int(later.timestamp()))
    shop._clock = lambda: later
    assert standing(shop)["A-1"] == ("new", None)
    assert allocate(shop).orders == (oid(shop, "A-1"),)


def test_in_part_an_order_keeps_what_there_is(shop: Store) -> None:
    bring(shop, sold("A-1", ("POT-1", 1), ("CUP-1", 9)))
    assert allocate(shop).orders == ()
    done = allocate(shop, "A-1", partly=True)
    assert done.orders == (oid(shop, "A-1"),)
    assert {key[1]: pieces for key, pieces in kept(shop).items()} == {"POT-1": D(1), "CUP-1": D(5)}
    assert done.short == {oid(shop, "A-1"): {sku(shop, "CUP-1"): Decimal(4)}}


def test_a_blocked_lot_that_a_shelf_owes_makes_no_room_on_it(shop: Store) -> None:
    """Three of it left from B-02 and lie in the warehouse: of the five that came to B-02 since, two are there."""
    jam = shop.do(add_product, "JAM-1", "Jam").value
    shelf = shop.do(add_shelf, 1, "B-02").value
    shop.do(receive_goods, "GR-7", [ReceiptLine(jam, D(3), D(1), lot_no="L-1")])
    shop.do(set_home, jam, 1, shelf)
    bring(shop, sold("A-0", ("JAM-1", 3), state="shipped"))
    shop.do(receive_goods, "GR-8", [ReceiptLine(jam, D(5), D(1), lot_no="L-2")], warehouse_id=shelf)
    with shop.read() as tx:
        lot = tx.scalar(select(Lot.lot_id).where(Lot.lot_no == "L-1"))
    shop.do(block_lot, lot)
    assert levels(shop)["JAM-1", "B-02"] == 2
    bring(shop, sold("A-1", ("JAM-1", 2)), sold("A-2", ("JAM-1", 3)), name="more.csv")
    allocate(shop, partly=True)
    assert kept(shop) == {("A-1", "JAM-1", "B-02"): 2}


def test_what_a_shelf_owes_of_a_blocked_lot_makes_an_order_no_less_short(shop: Store) -> None:
    """Four of the lot lie in the warehouse and three more left from B-02: all of it is blocked, and two are to give."""
    jam = shop.do(add_product, "JAM-1", "Jam").value
    shelf = shop.do(add_shelf, 1, "B-02").value
    shop.do(receive_goods, "GR-7", [ReceiptLine(jam, D(7), D(1), lot_no="L-1")])
    shop.do(set_home, jam, 1, shelf)
    bring(shop, sold("A-0", ("JAM-1", 3), state="shipped"))
    shop.do(receive_goods, "GR-8", [ReceiptLine(jam, D(5), D(1), lot_no="L-2")], warehouse_id=shelf)
    with shop.read() as tx:
        lot = tx.scalar(select(Lot.lot_id).where(Lot.lot_no == "L-1"))
    shop.do(block_lot, lot)
    bring(shop, sold("A-1", ("JAM-1", 3)), sold("A-2", ("JAM-1", 2)), name="more.csv")
    assert standing(shop) == {"A-1": ("new", "no_stock"), "A-2": ("new", None)}
    assert allocate(shop).orders == (oid(shop, "A-2"),)
    assert kept(shop) == {("A-2", "JAM-1", "B-02"): 2}


@pytest.mark.parametrize("by", ["count", "write-off", "backdated"])
def test_what_is_taken_off_a_shelf_is_kept_for_nobody_from_then_on(shop: Store, by: str) -> None:
    """Seven of ten are kept; six are left: the latest promise gives way at once, and waits for pieces again."""
    bring(shop, sold("A-1", ("TEA-1", 4)), sold("A-2", ("TEA-1", 3), paid="2026-03-19 10:00"))
    allocate(shop)
    tea = sku(shop, "TEA-1")
    if by == "count":
        shop.do(count_stock, [(tea, D(6), None)])
    else:
        when = datetime(2026, 3, 1, tzinfo=UTC) if by == "backdated" else None
        shop.do(adjust_stock, tea, D(-4), MoveReason.WRITE_OFF, "broken", moved_at=when)
    assert kept(shop) == {("A-1", "TEA-1", "Main warehouse"): 4}
    assert standing(shop) == {"A-1": ("allocated", None), "A-2": ("new", "no_stock")}


def test_a_count_that_takes_what_an_order_keeps_leaves_nothing_to_undo_of_that(shop: Store) -> None:
    bring(shop, sold("A-1", ("TEA-1", 4)))
    allocate(shop)
    shop.do(count_stock, [(sku(shop, "TEA-1"), D(1), None)])
    assert kept(shop) == {}
    with suppress(UserError):
        shop.undo()
    with suppress(UserError):
        shop.redo()
    assert kept(shop) == {}
