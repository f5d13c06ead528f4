"""What could happen by a second way: goods that came back already, shelves nobody named, deliveries with a history."""

from datetime import date

import pytest
from sqlalchemy import select
from tests.exchange.conftest import NOW
from tests.exchange.counter import (
    D,
    assert_sound,
    balances,
    give_back,
    order,
    orders,
    sku,
    stock,
    table,
    take_in,
)  # fmt: skip
from tests.shop.way import allocate, bring, kept, levels, oid, shelve, sold, stocked, way
from tests.store_fixtures import Make

from shopdesk.shop.buying.actions import OrderedLine, cancel_purchase, order_purchase, save_purchase
from shopdesk.shop.buying.landing import land_cost, reverse_landed
from shopdesk.shop.buying.receiving import Arrived, inspect_receipt, receive_purchase
from shopdesk.shop.buying.rules import Basis, LandedKind
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.catalog.bundles import set_parts
from shopdesk.shop.counting.actions import NewScan, approve_count, hand_over, record_scans, resolve_code, start_count
from shopdesk.shop.counting.reports import find_code
from shopdesk.shop.counting.rules import Limits, Scope
from shopdesk.shop.fulfilment.allocation import release_pieces
from shopdesk.shop.fulfilment.care import cancel_order, reopen_order
from shopdesk.shop.fulfilment.reports import find_return
from shopdesk.shop.fulfilment.returns import Judged, call_off_return, expect_return, inspect_return
from shopdesk.shop.fulfilment.rules import Verdict
from shopdesk.shop.fulfilment.shipping import Parcel, ship_orders, take_back_shipment
from shopdesk.shop.stock.actions import ReceiptLine, adjust_stock, count_stock, receive_goods
from shopdesk.shop.stock.places import add_shelf
from shopdesk.shop.stock.reports import fetch_stock
from shopdesk.shop.stock.rules import MoveReason
from shopdesk.shop.stock.transfers import receive_transfer, send_transfer
from shopdesk.store.store import Store
from shopdesk.store.tables import GoodsReceipt, PurchaseLine, PurchaseOrder
from shopdesk.text import UserError


@pytest.fixture
def shop(new_store: Make) -> Store:
    """Ten teas, five cups, a pot."""
    return new_store(stocked)


def sent(shop: Store) -> tuple[int, int]:
    """Three teas have left and are expected back: the parcel and the return."""
    bring(shop, sold("A-1", ("TEA-1", 3), customer_no="chen"))
    [parcel] = shop.do(ship_orders, [Parcel(oid(shop, "A-1"), "YTO", "YT1")]).value
    return parcel, shop.do(expect_return, oid(shop, "A-1")).value


def judge(shop: Store, return_id: int, verdict: Verdict) -> None:
    with shop.read() as tx:
        found = find_return(tx, return_id)
    assert found is not None
    shop.do(inspect_return, return_id, [Judged(one.return_line_id, verdict, one.quantity) for one in found.lines])


def test_what_was_called_off_and_taken_back_does_not_come_back_by_an_undo(shop: Store) -> None:
    parcel, coming = sent(shop)
    shop.do(call_off_return, coming)
    shop.do(take_back_shipment, parcel)
    shop.undo()  # the return is expected again, of goods that lie on the shelf
    with pytest.raises(UserError, match="would come back than left"):
        judge(shop, coming, Verdict.RESELL)
    assert stock(shop)["TEA-1"] == 10
    judge(shop, coming, Verdict.LOST)
    assert stock(shop)["TEA-1"] == 10
    assert_sound(shop)


def test_goods_that_a_document_of_the_channel_brought_are_not_put_away_twice(shop: Store) -> None:
    _parcel, coming = sent(shop)
    back = sold("R-1", ("TEA-1", -3), customer_no="chen", state="completed")
    take_in(shop, orders(*back, name="back.csv"))
    assert stock(shop)["TEA-1"] == 10
    with pytest.raises(UserError, match="would come back than left"):
        judge(shop, coming, Verdict.RESELL)
    assert stock(shop)["TEA-1"] == 10
    assert_sound(shop)


def test_an_order_without_a_paid_time_is_reopened_as_it_was(shop: Store) -> None:
    take_in(shop, orders(*({**row, "paid_at": ""} for row in sold("A-1", ("TEA-1", 2)))))
    before, books = order(shop, "A-1").order, balances(shop)
    assert (before.state, before.sold_on) == ("paid", date(2026, 3, 19))
    shop.do(cancel_order, oid(shop, "A-1"), "the buyer asked")
    assert balances(shop) != books
    shop.do(reopen_order, oid(shop, "A-1"))
    after = order(shop, "A-1").order
    assert (after.state, after.sold_on, balances(shop)) == (before.state, before.sold_on, books)


def counted(shop: Store, *scans: tuple[str, int]) -> int:
    """A count of the main warehouse that asked for nothing, with these scans."""
    session = int(shop.do(start_count, Scope(free=True), limits=Limits(D(100))).value)
    made = [NewScan(f"s-{at}", code, D(pieces), NOW, "Min") for at, (code, pieces) in enumerate(scans)]
    shop.do(record_scans, session, made)
    return session


def booked(shop: Store, session: int) -> None:
    shop.do(hand_over, session)
    shop.do(approve_count, session, "Wang")


def test_what_turns_up_in_a_count_is_held_against_the_shelf_that_it_lies_on(shop: Store) -> None:
    shelve(shop, "TEA-1", "A-01")
    session = counted(shop, ("TEA-1", 9), ("CUP-1", 5))
    booked(shop, session)
    assert levels(shop) == {("TEA-1", "A-01"): 9, ("CUP-1", "Main warehouse"): 5, ("POT-1", "Main warehouse"): 1}


def test_a_code_that_is_resolved_is_held_against_the_shelf_too(shop: Store) -> None:
    shelve(shop, "TEA-1", "A-01")
    session = counted(shop, ("no such code", 10))
    shop.do(resolve_code, session, "no such code", sku(shop, "TEA-1"))
    booked(shop, session)
    assert stock(shop)["TEA-1"] == 10


def test_pieces_on_a_shelf_that_is_nobodys_own_are_found_there(shop: Store) -> None:
    shelf = int(shop.do(add_shelf, 1, "B-01").value)
    shop.do(receive_transfer, shop.do(send_transfer, 1, shelf, [(sku(shop, "TEA-1"), D(10))]).value)
    session = int(shop.do(start_count, Scope(free=True), blind=False, limits=Limits(D(100))).value)
    with shop.read() as tx:
        found = find_code(tx, session, "TEA-1")
    assert found is not None
    assert found.expected == {shelf: 10}  # an open count says what lies there
    shop.do(record_scans, session, [NewScan("s-1", "TEA-1", D(8), NOW, "Min")])
    booked(shop, session)
    assert levels(shop)["TEA-1", "B-01"] == stock(shop)["TEA-1"] == 8


DELIVERY = ("sku,quantity,unit_cost,received_at,document_no", "TEA-1,10,8.00,2026-02-10,GR-9")


def delivery(shop: Store, number: str) -> int:
    with shop.read() as tx:
        return int(tx.scalar(select(GoodsReceipt.receipt_id).where(GoodsReceipt.document_no == number)))


def test_a_delivery_that_bears_a_cost_is_taken_back_after_it(shop: Store) -> None:
    before, books = stock(shop), balances(shop)
    came = take_in(shop, table(*DELIVERY, name="receipts.csv"))
    receipt = delivery(shop, "GR-9")
    shop.do(inspect_receipt, receipt, sku(shop, "TEA-1"), D(2), D(0))
    cost = shop.do(land_cost, receipt, LandedKind.FREIGHT, Basis.VALUE, D(20)).value
    with pytest.raises(UserError, match=r"Cost of 20 on receipt GR-9\. Take that back first"):
        give_back(shop, came)
    shop.do(reverse_landed, cost)
    give_back(shop, came)
    assert (stock(shop), balances(shop)) == (before, books)
    assert_sound(shop)
    take_in(shop, table(*DELIVERY, name="receipts.csv"))  # and in again, under its own number
    assert stock(shop)["TEA-1"] == before["TEA-1"] + 10


def test_a_delivery_that_was_looked_at_is_taken_back_with_what_was_found(shop: Store) -> None:
    before = stock(shop)
    came = take_in(shop, table(*DELIVERY, name="receipts.csv"))
    receipt = delivery(shop, "GR-9")
    shop.do(inspect_receipt, receipt, sku(shop, "TEA-1"), D(2), D(1), "torn")
    give_back(shop, came)
    assert stock(shop) == before
    assert_sound(shop)


def test_a_bundle_comes_back_as_the_parts_that_left(shop: Store) -> None:
    gift = shop.do(add_product, "GIFT", "Gift").value
    shop.do(set_parts, gift, {sku(shop, "TEA-1"): D(2), sku(shop, "CUP-1"): D(1)})
    bring(shop, sold("A-1", ("GIFT", 2), customer_no="chen"))
    shop.do(ship_orders, [Parcel(oid(shop, "A-1"), "YTO", "YT1")])
    shop.do(set_parts, gift, {sku(shop, "TEA-1"): D(3)})
    judge(shop, shop.do(expect_return, oid(shop, "A-1")).value, Verdict.RESELL)
    assert stock(shop) == {"TEA-1": 10, "CUP-1": 5, "POT-1": 1, "GIFT": 0}
    assert_sound(shop)


def test_an_order_that_lost_its_piece_to_one_that_left_waits_for_it_again(shop: Store) -> None:
    bring(shop, sold("A-1", ("POT-1", 1)), sold("A-2", ("POT-1", 1)))
    allocate(shop, "A-1")
    shop.do(ship_orders, [Parcel(oid(shop, "A-2"), "YTO", "YT2")])
    assert kept(shop) == {}  # nothing is on the shelf, so no picker is sent there
    assert way(shop, "A-1").stage == "new"


def test_what_an_undo_brought_back_for_an_order_that_left_ends_when_it_waits_again(shop: Store) -> None:
    bring(shop, sold("A-1", ("POT-1", 1)), sold("A-2", ("POT-1", 1)))
    allocate(shop, "A-1")
    shop.do(release_pieces, [oid(shop, "A-1")])
    shop.do(cancel_order, oid(shop, "A-1"), "the buyer asked")
    shop.undo()
    shop.do(reopen_order, oid(shop, "A-1"))
    assert kept(shop) == {}
    assert allocate(shop, "A-2").orders == (oid(shop, "A-2"),)


def test_a_purchase_order_of_which_pieces_came_is_no_draft_again(shop: Store) -> None:
    tea = sku(shop, "TEA-1")
    purchase = shop.do(save_purchase, [OrderedLine(tea, D(5), D(3))]).value
    shop.do(order_purchase, purchase)
    shop.do(cancel_purchase, purchase)
    shop.undo()
    with shop.read() as tx:
        line = tx.scalar(select(PurchaseLine.purchase_line_id))
    shop.do(receive_purchase, purchase, [Arrived(tea, D(2), line)])
    with pytest.raises(UserError, match="has come"):
        shop.redo()  # cancelled, with pieces of it on the shelf
    with pytest.raises(UserError, match="has come"):
        shop.undo()  # a draft, with pieces of it on the shelf
    with shop.read() as tx:
        assert tx.scalar(select(PurchaseOrder.state)) == "ordered"


def test_a_list_that_changed_an_order_stays_while_a_parcel_has_its_lines(shop: Store) -> None:
    bring(shop, sold("A-1", ("TEA-1", 3)))
    changed = take_in(shop, orders(*sold("A-1", ("TEA-1", 2), ("CUP-1", 1)), name="changed.csv"))
    [parcel] = shop.do(ship_orders, [Parcel(oid(shop, "A-1"), "YTO", "YT1")]).value
    with pytest.raises(UserError, match="Later work stands on this import: A-1"):
        give_back(shop, changed)
    shop.do(take_back_shipment, parcel)
    allocate(shop, "A-1")
    give_back(shop, changed)  # what was kept for its line goes with the line
    assert kept(shop) == {}
    assert [(line.sku, line.quantity) for line in order(shop, "A-1").lines] == [("TEA-1", 3)]
    assert stock(shop) == {"TEA-1": 10, "CUP-1": 5, "POT-1": 1}
    assert_sound(shop)


def test_a_line_that_was_lowered_below_what_left_frees_no_pieces(shop: Store) -> None:
    bring(shop, sold("A-1", ("TEA-1", 5)))
    [line] = order(shop, "A-1").lines
    shop.do(ship_orders, [Parcel(oid(shop, "A-1"), "YTO", "YT1", lines={line.line_id: D(4)})])
    take_in(shop, orders(*sold("A-1", ("TEA-1", 3)), name="lowered.csv"))
    with shop.read() as tx:
        [tea] = [row for row in fetch_stock(tx) if row.sku == "TEA-1"]
    assert (tea.reserved, tea.available) == (0, tea.on_hand)


def test_nothing_comes_in_as_a_bundle(shop: Store) -> None:
    gift = shop.do(add_product, "GIFT", "Gift").value
    shop.do(set_parts, gift, {sku(shop, "TEA-1"): D(2)})
    before = levels(shop)
    with pytest.raises(UserError, match="GIFT is a bundle itself"):
        shop.do(receive_goods, "", [ReceiptLine(gift, D(5), D(5))])
    with pytest.raises(UserError, match="GIFT is a bundle itself"):
        shop.do(adjust_stock, gift, D(5), MoveReason.OPENING, "found")
    with pytest.raises(UserError, match="GIFT is a bundle itself"):
        shop.do(count_stock, [(gift, D(5), None)])
    shop.do(count_stock, [(gift, D(0), None)])
    assert levels(shop) == before
