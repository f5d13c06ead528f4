"""A list of receipts that names purchase orders: it answers their lines, and what an order cannot take is held."""

from datetime import date
from typing import Any

import pytest
from tests.exchange.counter import D, assert_sound, give_back, read, sku, stock, table, take_in
from tests.shop.way import levels, stocked

from shopdesk.exchange.stage.telling import what_else
from shopdesk.shop.buying.actions import OrderedLine, order_purchase, save_purchase
from shopdesk.shop.buying.reports import PurchaseDetail, find_purchase
from shopdesk.shop.stock.places import add_warehouse
from shopdesk.store.store import Store

HEADER = "SKU,Qty received,Unit cost,Purchase order no.,Document no.,Note"


@pytest.fixture
def shop(store: Store) -> Store:
    """PO-1 asks for ten teas and four cups."""
    stocked(store)
    lines = [OrderedLine(sku(store, "TEA-1"), D(10), D(5)), OrderedLine(sku(store, "CUP-1"), D(4), D(3))]
    store.do(save_purchase, lines, number="PO-1", supplier="Farm")
    store.do(order_purchase, 1, date(2026, 3, 1))
    return store


def order(store: Store) -> PurchaseDetail:
    with store.read() as tx:
        found = find_purchase(tx, 1)
    assert found is not None
    return found


def outcomes(store: Store, *rows: str) -> list[tuple[str, str]]:
    staged = read(store, table(HEADER, *rows, name="came.csv"))
    told: dict[int, Any] = {problem.row: problem.reason for problem in staged.problems}
    return [(item.outcome.value, told.get(item.row, "")) for item in staged.items]


def test_what_comes_answers_the_lines_of_its_order_which_is_closed_when_all_is_there(shop: Store) -> None:
    before = stock(shop)
    take_in(shop, table(HEADER, "TEA-1,6,,PO-1,GR-7,", "CUP-1,4,2.5,PO-1,GR-7,", name="first.csv"))
    found = order(shop)
    assert {line.sku: line.received for line in found.lines} == {"TEA-1": 6, "CUP-1": 4}
    assert (found.row["state"], [one.document_no for one in found.receipts]) == ("ordered", ["GR-7"])
    assert stock(shop)["TEA-1"] == before["TEA-1"] + 6
    second = take_in(shop, table(HEADER, "TEA-1,4,,PO-1,GR-8,", name="second.csv"))
    assert order(shop).row["state"] == "closed"
    assert outcomes(shop, "TEA-1,4,,PO-1,GR-8,") == [("same", "")]
    assert_sound(shop)
    give_back(shop, second)
    assert (order(shop).row["state"], order(shop).row["open"]) == ("ordered", 4)
    assert_sound(shop)


def test_what_an_order_cannot_take_is_held(shop: Store) -> None:
    over = "More of TEA-1 came than purchase order PO-1 still expects. Say in the note why it is kept."
    assert outcomes(shop, "TEA-1,8,,PO-1,,", "TEA-1,3,,PO-1,,") == [("new", ""), ("conflict", over)]
    assert outcomes(shop, "TEA-1,11,,PO-1,,a gift") == [("new", "")]
    not_asked = "More of POT-1 came than purchase order PO-1 still expects. Say in the note why it is kept."
    assert outcomes(shop, "POT-1,1,,PO-1,,") == [("conflict", not_asked)]
    several = "Receipt GR-9 is of several purchase orders. Give the goods of each a receipt of their own."
    assert outcomes(shop, "TEA-1,1,,PO-1,GR-9,", "CUP-1,1,,,GR-9,") == [("new", ""), ("conflict", several)]
    take_in(shop, table(HEADER, "TEA-1,10,,PO-1,,", "CUP-1,4,,PO-1,,", name="all.csv"))
    ended = "Purchase order PO-1 expects nothing; it is: Closed."
    assert outcomes(shop, "TEA-1,1,,PO-1,,") == [("conflict", ended)]


def test_goods_of_an_order_that_nobody_knows_come_in_without_one(shop: Store) -> None:
    told = table(HEADER, "TEA-1,1,,PO-77,,", "CUP-1,1,,,,", name="came.csv")
    staged = read(shop, told)
    assert "No purchase order is called PO-77: these goods come in without one." in what_else(staged, "CNY")
    before = stock(shop)
    take_in(shop, told)
    assert stock(shop)["TEA-1"] == before["TEA-1"] + 1
    assert order(shop).receipts == []
    assert take_in(shop, told) == 0


def test_goods_of_an_order_for_another_warehouse_go_there_unless_the_row_says_where(shop: Store) -> None:
    other = shop.do(add_warehouse, "Hangzhou").value
    lines = [OrderedLine(sku(shop, "POT-1"), D(3), D(5))]
    second = shop.do(save_purchase, lines, number="PO-2", supplier="Farm", warehouse_id=other).value
    shop.do(order_purchase, second, date(2026, 3, 1))
    told = table(HEADER, "POT-1,2,,PO-2,GR-9,", name="there.csv")
    take_in(shop, told)
    assert levels(shop)["POT-1", "Hangzhou"] == 2
    assert [item.outcome.value for item in read(shop, told).items] == ["same"]
    here = table(f"{HEADER},Warehouse", "POT-1,1,,PO-2,GR-10,,Main warehouse", name="here.csv")
    take_in(shop, here)
    assert (levels(shop)["POT-1", "Hangzhou"], levels(shop)["POT-1", "Main warehouse"]) == (2, 2)
    assert_sound(shop)
