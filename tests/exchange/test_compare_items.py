"""Receipts add, counts set, product lists update: what a file says of what is booked already."""

from datetime import UTC, datetime

import pytest
from tests.exchange.conftest import opened
from tests.exchange.counter import (
    D,
    assert_sound,
    balances,
    give_back,
    orders,
    read,
    sku,
    stock,
    table,
    take_in,
    views,
)
from tests.store.deeds import dump
from tests.store_fixtures import Make

from shopdesk.exchange.imports import run_import
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.stock.actions import ReceiptLine, receive_goods
from shopdesk.shop.stock.sheets import STOCK
from shopdesk.store.store import Store

RECEIPT = "sku,quantity,unit_cost,received_at,document_no,supplier"
COUNT = "sku,counted,counted_at"


def stock_up(store: Store) -> None:
    """A shop that knows tea, and a cup by its barcode too."""
    opened(store)
    store.do(add_product, "TEA-1", "Tea", price=D(10))
    store.do(add_product, "CUP-1", "Cup", barcode="4006381333931")


@pytest.fixture
def stocked(new_store: Make) -> Store:
    return new_store(stock_up)


def test_a_receipt_adds_and_says_what_it_cost(stocked: Store) -> None:
    rows = ("TEA-1,10,5.00,2026-03-01 09:00,GR-1,Hangzhou Tea", "4006381333931,4,,2026-03-01 09:00,GR-1,Hangzhou Tea")
    take_in(stocked, table(RECEIPT, *rows))
    take_in(stocked, table(RECEIPT, "TEA-1,10,7.00,2026-03-02,GR-2,", name="second.csv"))
    assert stock(stocked) == {"TEA-1": D(20), "CUP-1": D(4)}
    assert balances(stocked) == {"1405": D(120), "2203": -D(120)}  # nothing is known of what the cups cost
    assert_sound(stocked)


def test_a_receipt_again_is_the_same_and_a_corrected_one_a_conflict(stocked: Store) -> None:
    take_in(stocked, table(RECEIPT, "TEA-1,10,5.00,2026-03-01,GR-1,", "TEA-1,2,6.00,2026-03-01,GR-1,"))
    before = dump(stocked)
    # The same delivery in other words, and a second one.
    again = table(RECEIPT, "TEA-1,2,6,2026/3/1,GR-1,", "TEA-1,10.0,5,2026/3/1,GR-1,", name="saved again.csv")
    assert read(stocked, again).counts()["same"] == 2
    assert take_in(stocked, again) == 0
    assert dump(stocked) == before
    changed = read(stocked, table(RECEIPT, "TEA-1,13,5.00,2026-03-01,GR-1,", "CUP-1,1,,2026-03-01,GR-1,", name="b.csv"))
    assert changed.counts()["conflict"] == 2
    assert [(p.row, p.value, p.reason) for p in changed.problems] == [
        (2, "13", "Receipt GR-1 is booked with 12 pieces of it. Give a correction a number of its own."),
        (3, "1", "Receipt GR-1 is booked with 0 pieces of it. Give a correction a number of its own."),
    ]
    assert run_import(stocked, changed) == 0
    assert stock(stocked)["TEA-1"] == D(12)


def test_a_delivery_without_a_number_is_known_by_its_rows(stocked: Store) -> None:
    take_in(stocked, table("sku,quantity,unit_cost", "TEA-1,10,5.00", "CUP-1,1,"))
    again = table("sku,quantity,unit_cost", "CUP-1,1,", "TEA-1,10.0,5", name="saved again.csv")
    assert read(stocked, again).counts()["same"] == 2
    assert read(stocked, table("sku,quantity,unit_cost", "TEA-1,11,5.00", name="next.csv")).counts()["new"] == 1


def test_goods_taken_back_can_come_in_again(stocked: Store) -> None:
    what = table(RECEIPT, "TEA-1,10,5.00,2026-03-01,GR-1,")
    give_back(stocked, take_in(stocked, what))
    assert read(stocked, what).counts()["new"] == 1
    stocked.do(receive_goods, "GR-1", [ReceiptLine(sku(stocked, "TEA-1"), D(3))])
    assert read(stocked, what).counts()["conflict"] == 1


def test_a_count_sets_and_a_blank_does_not(stocked: Store) -> None:
    take_in(stocked, table(RECEIPT, "TEA-1,10,5.00,2026-03-01,GR-1,", "CUP-1,6,2.00,2026-03-01,GR-1,"))
    staged = read(stocked, table(COUNT, "TEA-1,8,2026-03-10", "CUP-1,,2026-03-10"))
    assert [(item.outcome.value, item.values["counted"]) for item in staged.items] == [("changed", 8_000)]
    run_import(stocked, staged)
    assert stock(stocked) == {"TEA-1": D(8), "CUP-1": D(6)}
    assert balances(stocked) == {"1405": D(52), "2203": -D(62), "6701": D(10)}
    assert_sound(stocked)


def test_a_count_is_the_same_whatever_was_sold_since(stocked: Store) -> None:
    what = table(COUNT, "TEA-1,10,2026-03-01 08:00", "CUP-1,4,2026-03-01 08:00")
    take_in(stocked, what)
    sold = {
        "order_no": "A-1",
        "state": "shipped",
        "placed_at": "2026-03-05",
        "sku": "TEA-1",
        "quantity": 3,
        "unit_price": 9,
    }
    take_in(stocked, orders(sold))
    before = dump(stocked)
    copy = table(COUNT, "TEA-1,10.0,2026/3/1 8:00", "CUP-1,4,2026/3/1 8:00", name="saved again.csv")
    for again in (what, copy):
        assert read(stocked, again).counts()["same"] == 2
        assert take_in(stocked, again) == 0
    assert dump(stocked) == before
    # Another figure for that moment is another count.
    take_in(stocked, table(COUNT, "TEA-1,12,2026-03-01 08:00", name="recounted.csv"))
    assert stock(stocked)["TEA-1"] == D(9)
    assert_sound(stocked)


def test_a_count_of_today_twice_is_one(stocked: Store) -> None:
    what = table("sku,counted", "TEA-1,10", "CUP-1,0")
    assert [item.outcome.value for item in read(stocked, what).items] == ["changed", "new"]
    take_in(stocked, what)
    stocked.do(receive_goods, "GR-1", [ReceiptLine(sku(stocked, "TEA-1"), D(3))])
    assert read(stocked, what).counts()["same"] == 2
    assert read(stocked, table("sku,counted", "TEA-1,10", name="other.csv")).counts()["changed"] == 1


def test_what_comes_in_late_does_not_overwrite_a_count(stocked: Store) -> None:
    take_in(stocked, table(COUNT, "TEA-1,10,2026-03-10 20:00", name="count.csv"))
    late = {
        "order_no": "A-1",
        "state": "shipped",
        "placed_at": "2026-03-05",
        "sku": "TEA-1",
        "quantity": 3,
        "unit_price": 9,
    }
    first = take_in(stocked, orders(late, name="february.csv"))
    assert stock(stocked)["TEA-1"] == D(10)
    stocked.do(
        receive_goods, "GR-1", [ReceiptLine(sku(stocked, "TEA-1"), D(20), D(5))], received_at=datetime(2026, 3, 1,
        tzinfo=UTC)
    )  # fmt: skip
    assert stock(stocked)["TEA-1"] == D(10)
    after = {**late, "order_no": "A-2", "placed_at": "2026-03-11"}
    take_in(stocked, orders(after, name="later.csv"))
    assert stock(stocked)["TEA-1"] == D(7)
    # 20 came in at 5; 3 were sold, 7 are missing by the count, 3 were sold after it.
    assert balances(stocked)["1405"] == D(35)
    assert balances(stocked)["6401"] == D(30)
    assert balances(stocked)["6701"] == D(35)
    give_back(stocked, first)
    assert stock(stocked)["TEA-1"] == D(7)
    assert balances(stocked)["6701"] == D(50)
    assert_sound(stocked)


def test_a_product_list_updates_and_what_it_leaves_blank_stays(stocked: Store) -> None:
    header = "sku,title,price,cost,supplier,on_hand"
    what = table(header, "TEA-1,,12.00,4.00,Hangzhou Tea,50", "CUP-1,Cup,,,,", "NEW-1,New,5,,,3")
    staged = read(stocked, what)
    assert [(item.values["sku"], item.outcome.value, item.changes) for item in staged.items] == [
        ("TEA-1", "changed", ("price", "cost", "supplier")), ("CUP-1", "same", ()), ("NEW-1", "new", ())
    ]  # fmt: skip
    before = views(stocked)
    import_id = run_import(stocked, staged)
    shown = {row[0]: row for row in views(stocked)["stock"]}
    at = [[column.key for column in STOCK.columns].index(key) for key in ("title", "price", "cost")]
    assert [shown["TEA-1"][place] for place in at] == ["Tea", D(12), D(4)]
    assert "Hangzhou Tea" in shown["TEA-1"]
    assert stock(stocked) == {"TEA-1": D(0), "CUP-1": D(0), "NEW-1": D(3)}  # opening stock is for new ones alone
    assert take_in(stocked, what) == 0
    give_back(stocked, import_id)
    assert views(stocked) == before
