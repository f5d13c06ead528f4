"""Goods that come back: money and goods in any order, every verdict, and never the same piece twice."""

from collections.abc import Iterable

import pytest
from tests.exchange.conftest import NOW
from tests.exchange.counter import D, assert_sound, balances, order, orders, sku, stock, table, take_in
from tests.shop.way import bring, levels, make_bundle, oid, shelve, sold, stocked, way
from tests.store_fixtures import Make

from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.fulfilment.come_back import can_come_back
from shopdesk.shop.fulfilment.reports import RETURN_ROWS, find_return, find_returns_by_code
from shopdesk.shop.fulfilment.returns import (
    Judged,
    add_to_return,
    arrive,
    arrive_unknown,
    call_off_return,
    expect_refunded,
    expect_return,
    inspect_return,
    take_back_inspection,
)  # fmt: skip
from shopdesk.shop.fulfilment.rules import Verdict
from shopdesk.shop.fulfilment.shipping import Parcel, ship_orders, take_back_shipment
from shopdesk.shop.orders import standing as clock
from shopdesk.shop.stock.lots import add_lot
from shopdesk.shop.stock.reports import fetch_stock
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.store import Store
from shopdesk.text import UserError


def sent(store: Store) -> None:
    """A-1 has left with three teas and two cups, waybill YT1."""
    stocked(store)
    bring(store, sold("A-1", ("TEA-1", 3), ("CUP-1", 2), customer_no="chen"))
    store.do(ship_orders, [Parcel(oid(store, "A-1"), "YTO", "YT1")])


@pytest.fixture
def shop(new_store: Make, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setattr(clock, "_now", lambda: int(NOW.timestamp()))
    return new_store(sent)


def refund(store: Store, number: str = "A-1", amount: str = "40", name: str = "refund.csv") -> None:
    """The order's list says that money went back."""
    told = sold(number, ("TEA-1", 3), ("CUP-1", 2), state="shipped", customer_no="chen")
    take_in(store, orders(*({**row, "refund_amount": amount} for row in told), name=name))


def inspect(store: Store, return_id: int, *said: tuple[str, str, int]) -> None:
    """SKU, verdict and pieces."""
    with store.read() as tx:
        found = find_return(tx, return_id)
    assert found is not None
    ids = {line.code: line.return_line_id for line in found.lines}
    judged = [Judged(ids[code], Verdict(verdict), D(pieces), "too small") for code, verdict, pieces in said]
    store.do(inspect_return, return_id, judged)


def can(store: Store, number: str) -> dict[str, int]:
    """SKU → pieces that can still come back."""
    with store.read() as tx:
        found = can_come_back(tx, oid(store, number))
    names = {line.line_id: line.sku or "" for line in order(store, number).lines}
    return {names[line]: int(pieces) for line, pieces in found.items()}


def rows(store: Store) -> list[dict[str, object]]:
    with store.read() as tx:
        found = fetch_first(tx, RETURN_ROWS, Query(), 20)
    keys: Iterable[str] = [column.key for column in RETURN_ROWS.sheet.columns]
    return [dict(zip(keys, values, strict=True)) for _id, values in found]


# ------------------------------------------------------- what others got wrong: woocommerce 20114, 28854, 29502


def test_a_refund_does_not_restock_damaged_goods_woocommerce_20114(shop: Store) -> None:
    before = stock(shop)
    refund(shop)
    assert stock(shop) == before  # money alone puts nothing on a shelf
    coming = shop.do(expect_return, oid(shop, "A-1")).value
    shop.do(arrive, coming)
    assert stock(shop) == before
    inspect(shop, coming, ("TEA-1", "scrap", 3), ("CUP-1", "scrap", 2))
    assert stock(shop) == before  # came in and written off
    assert order(shop, "A-1").order.refunded == 40
    assert_sound(shop)


def test_good_goods_are_restocked_without_any_refund_woocommerce_28854(shop: Store) -> None:
    coming = shop.do(expect_return, oid(shop, "A-1")).value
    inspect(shop, coming, ("TEA-1", "resell", 3), ("CUP-1", "resell", 2))
    assert stock(shop) == {"TEA-1": 10, "CUP-1": 5, "POT-1": 1}
    found = order(shop, "A-1")
    assert (found.order.refunded, found.order.state, found.cost) == (0, "shipped", 0)
    assert_sound(shop)


def test_restock_then_refund_and_refund_then_restock_come_to_the_same_woocommerce_29502(
    shop: Store, new_store: object
) -> None:
    coming = shop.do(expect_return, oid(shop, "A-1")).value
    inspect(shop, coming, ("TEA-1", "resell", 2), ("CUP-1", "scrap", 2), ("TEA-1", "scrap", 1))
    refund(shop)
    first = stock(shop), balances(shop), order(shop, "A-1").order.refunded

    other = new_store()  # type: ignore[operator]
    stocked(other)
    bring(other, sold("A-1", ("TEA-1", 3), ("CUP-1", 2), customer_no="chen"))
    other.do(ship_orders, [Parcel(oid(other, "A-1"), "YTO", "YT1")])
    refund(other)
    coming = other.do(expect_return, oid(other, "A-1")).value
    inspect(other, coming, ("TEA-1", "resell", 2), ("CUP-1", "scrap", 2), ("TEA-1", "scrap", 1))
    assert (stock(other), balances(other), order(other, "A-1").order.refunded) == first
    assert first[0] == {"TEA-1": 9, "CUP-1": 3, "POT-1": 1}


# ------------------------------------------------------------------------------------------------------- verdicts


def test_every_verdict_moves_what_it_says(shop: Store) -> None:
    shelve(shop, "TEA-1", "A-01")
    books = balances(shop)
    coming = shop.do(expect_return, oid(shop, "A-1"), reason="broken on the way").value
    shop.do(arrive, coming, "RT77")
    inspect(shop, coming, ("TEA-1", "resell", 1), ("TEA-1", "repair", 1), ("TEA-1", "wrong", 1), ("CUP-1", "lost", 1),
            ("CUP-1", "scrap", 1))  # fmt: skip
    assert levels(shop) == {
        ("TEA-1", "A-01"): 8, ("TEA-1", "In repair"): 1, ("CUP-1", "Main warehouse"): 3, ("POT-1", "Main warehouse"): 1
    }  # fmt: skip
    with shop.read() as tx:
        tea = next(row for row in fetch_stock(tx) if row.sku == "TEA-1")
        found = find_return(tx, coming)
    assert (tea.on_hand - tea.available, tea.available) == (1, 8)  # what is mended is on hand and not for sale
    assert found is not None
    assert sorted((one.code, one.verdict, int(one.quantity)) for one in found.lines) == [
        ("CUP-1", "lost", 1), ("CUP-1", "scrap", 1), ("TEA-1", "repair", 1), ("TEA-1", "resell", 1),
        ("TEA-1", "wrong", 1),
    ]  # fmt: skip
    after = balances(shop)
    # Two teas at 4 and a cup at 2 came back at cost; the cup was written off.
    changed = {code: after.get(code, D(0)) - books.get(code, D(0)) for code in {*after, *books}}
    assert sorted(amount for amount in changed.values() if amount) == [-10, 2, 8]
    assert_sound(shop)


def test_an_inspection_by_mistake_is_taken_back(shop: Store) -> None:
    before, books = stock(shop), balances(shop)
    coming = shop.do(expect_return, oid(shop, "A-1")).value
    inspect(shop, coming, ("TEA-1", "repair", 3), ("CUP-1", "scrap", 2))
    shop.do(take_back_inspection, coming)
    assert (stock(shop), balances(shop)) == (before, books)
    inspect(shop, coming, ("TEA-1", "resell", 3), ("CUP-1", "resell", 2))
    assert stock(shop) == {"TEA-1": 10, "CUP-1": 5, "POT-1": 1}
    assert_sound(shop)


def test_every_piece_gets_one_verdict(shop: Store) -> None:
    coming = shop.do(expect_return, oid(shop, "A-1")).value
    with pytest.raises(UserError, match="every piece"):
        inspect(shop, coming, ("TEA-1", "resell", 3))
    with pytest.raises(UserError, match="every piece"):
        inspect(shop, coming, ("TEA-1", "resell", 4), ("CUP-1", "resell", 2))
    assert stock(shop)["TEA-1"] == 7


def test_what_comes_back_goes_into_the_lot_that_it_left(shop: Store) -> None:
    shop.do(add_lot, sku(shop, "POT-1"), "L1")
    coming = shop.do(expect_return, oid(shop, "A-1"), reason="x").value
    inspect(shop, coming, ("TEA-1", "scrap", 3), ("CUP-1", "resell", 2))
    assert_sound(shop)


def test_a_bundle_comes_back_part_by_part(shop: Store) -> None:
    gift = shop.do(add_product, "GIFT", "Gift").value
    shop.do(make_bundle, gift, {sku(shop, "TEA-1"): D(2), sku(shop, "CUP-1"): D(1)})
    bring(shop, sold("A-2", ("GIFT", 1)), name="gift.csv")
    shop.do(ship_orders, [Parcel(oid(shop, "A-2"), None, "YT2")])
    coming = shop.do(expect_return, oid(shop, "A-2")).value
    inspect(shop, coming, ("TEA-1", "resell", 2), ("CUP-1", "scrap", 1))
    assert {code: pieces for code, pieces in stock(shop).items() if pieces} == {"TEA-1": 7, "CUP-1": 2, "POT-1": 1}
    assert can(shop, "A-2") == {"GIFT": 0}


# -------------------------------------------------------------------------------------- never the same piece twice


def test_pieces_come_back_at_most_as_often_as_they_left(shop: Store) -> None:
    lines = {line.sku: line.line_id for line in order(shop, "A-1").lines}
    first = shop.do(expect_return, oid(shop, "A-1"), {lines["TEA-1"]: D(2)}).value
    assert can(shop, "A-1") == {"TEA-1": 1, "CUP-1": 2}
    with pytest.raises(UserError, match="More of order A-1 would come back than left"):
        shop.do(expect_return, oid(shop, "A-1"), {lines["TEA-1"]: D(2)})
    shop.do(call_off_return, first)
    assert can(shop, "A-1") == {"TEA-1": 3, "CUP-1": 2}
    shop.undo()
    inspect(shop, first, ("TEA-1", "resell", 2))
    shop.do(expect_return, oid(shop, "A-1"))
    with pytest.raises(UserError, match="Nothing of order A-1 can come back"):
        shop.do(expect_return, oid(shop, "A-1"))
    with pytest.raises(UserError, match="has gone on already"):
        inspect(shop, first, ("TEA-1", "resell", 2))


def test_a_channels_own_return_document_counts_once(shop: Store) -> None:
    """The channel says that chen sent two teas back: they are on the shelf, and of A-1 one tea can still come."""
    back = [{**row, "quantity": -2} for row in sold("C-9", ("TEA-1", 2), paid="2026-03-19 18:00", customer_no="chen")]
    known = sold("A-1", ("TEA-1", 3), ("CUP-1", 2), state="shipped", customer_no="chen")
    known += sold("A-0", ("POT-1", 1), state="unpaid", paid_at="")
    take_in(shop, orders(*known, *({**row, "state": "completed"} for row in back), name="returns.csv"))
    assert order(shop, "C-9").order.kind == "return"
    assert stock(shop)["TEA-1"] == 9
    assert can(shop, "A-1") == {"TEA-1": 1, "CUP-1": 2}
    with pytest.raises(UserError, match="has brought its goods back already"):
        shop.do(expect_return, oid(shop, "C-9"))
    bring(shop, sold("A-2", ("TEA-1", 1), paid="2026-03-20 10:00", customer_no="chen"), name="later.csv")
    shop.do(ship_orders, [Parcel(oid(shop, "A-2"), None, "YT2")])
    assert can(shop, "A-2") == {"TEA-1": 1}  # bought after the document
    assert_sound(shop)


def test_a_parcel_whose_goods_came_back_is_not_taken_back_as_well(shop: Store) -> None:
    coming = shop.do(expect_return, oid(shop, "A-1")).value
    parcel = way(shop, "A-1").parcels[0].shipment_id
    with pytest.raises(UserError, match="have come back or are expected"):
        shop.do(take_back_shipment, parcel)
    inspect(shop, coming, ("TEA-1", "resell", 3), ("CUP-1", "lost", 2))
    with pytest.raises(UserError, match="have come back or are expected"):
        shop.do(take_back_shipment, parcel)
    assert stock(shop) == {"TEA-1": 10, "CUP-1": 3, "POT-1": 1}
    shop.do(take_back_inspection, coming)
    shop.do(call_off_return, coming)
    shop.do(take_back_shipment, parcel)
    assert stock(shop) == {"TEA-1": 10, "CUP-1": 5, "POT-1": 1}
    assert_sound(shop)


def test_what_never_left_cannot_come_back(shop: Store) -> None:
    bring(shop, sold("A-3", ("TEA-1", 1)), name="new.csv")
    with pytest.raises(UserError, match="Nothing of order A-3 has left yet"):
        shop.do(expect_return, oid(shop, "A-3"))


# ----------------------------------------------------------------------------------------------- how they are found


def refunds_with_goods(store: Store) -> None:
    """Three refunds of A-1: one with its goods, one that was withdrawn, one of money alone."""
    header = "refund_no,order_no,state,amount,refunded_at,claim,reason"
    told = (
        "R-1,A-1,given,20,{day},退货退款,too small",
        "R-2,A-1,closed,20,{day},退货退款,x",
        "R-3,A-1,given,5,{day},仅退款,late",
    )
    take_in(store, table(header, *(row.format(day="2026-03-20 10:00") for row in told), name="refunds.csv"))


def test_a_refund_with_goods_expects_them_once(shop: Store) -> None:
    refunds_with_goods(shop)
    made = shop.do(expect_refunded).value
    assert len(made) == 1
    assert shop.do(expect_refunded).value == []
    [row] = rows(shop)
    assert (row["state"], row["order_no"], row["refund_no"], row["pieces"]) == ("expected", "A-1", "R-1", 5)
    assert way(shop, "A-1").returns[0].return_no == row["return_no"]
    assert not way(shop, "A-1").can_return
    shop.undo()
    assert rows(shop) == []
    assert len(shop.do(expect_refunded).value) == 1


def test_a_parcel_is_found_by_whatever_is_scanned(shop: Store) -> None:
    coming = shop.do(expect_return, oid(shop, "A-1"), waybill="BACK1").value
    number = rows(shop)[0]["return_no"]
    with shop.read() as tx:
        for code in ("BACK1", "A-1", "YT1", number):
            assert find_returns_by_code(tx, str(code)) == [coming]
        assert find_returns_by_code(tx, "nobody") == []
    shop.do(arrive, coming)
    assert rows(shop)[0]["arrived_at"] == NOW
    shop.undo()
    assert rows(shop)[0]["state"] == "expected"


def test_a_parcel_of_nobody_is_kept_and_its_goods_named(shop: Store) -> None:
    coming = shop.do(arrive_unknown, "XX1", "no sender").value
    with pytest.raises(UserError, match="more than zero"):
        shop.do(add_to_return, coming, sku(shop, "POT-1"), D(0))
    shop.do(add_to_return, coming, sku(shop, "POT-1"), D(2))
    before = stock(shop)["POT-1"]
    inspect(shop, coming, ("POT-1", "resell", 2))
    assert stock(shop)["POT-1"] == before + 2
    shop.do(take_back_inspection, coming)
    assert stock(shop)["POT-1"] == before
    assert_sound(shop)
