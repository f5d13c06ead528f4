"""The same, the newer and the older: what a file says of orders that the store has."""

from collections.abc import Mapping
from datetime import date

import pytest
from tests.exchange.counter import (
    D,
    assert_sound,
    balances,
    give_back,
    lines,
    money,
    moves,
    order,
    orders,
    read,
    stock,
    table,
    take_in,
    views,
)
from tests.store.deeds import dump

from shopdesk.exchange.demo.tables import Memory
from shopdesk.exchange.imports import Choices, run_import
from shopdesk.exchange.stage.staged import Outcome
from shopdesk.shop.ledger.actions import close_period
from shopdesk.shop.ledger.reports import fetch_accounts
from shopdesk.shop.orders.actions import edit_order
from shopdesk.shop.profit.reports import fetch_total
from shopdesk.shop.profit.scope import Scope
from shopdesk.store.store import Store

ONE: dict[str, object] = {
    "order_no": "A-1", "state": "paid", "placed_at": "2026-03-01 10:00", "paid_at": "2026-03-01 10:05", "sku": "TEA-1",
    "title": "Tea", "quantity": 2, "unit_price": "10.00", "shipping": "5.00",
}  # fmt: skip
CUP = {**ONE, "sku": "CUP-1", "title": "Cup", "quantity": 1, "unit_price": "30.00"}
SHIPPED = {"state": "shipped", "shipped_at": "2026-03-02 09:00"}


def one(**told: object) -> dict[str, object]:
    return {**ONE, **told}


def outcomes(shop: Store, what: Memory) -> dict[str, int]:
    return {name: count for name, count in read(shop, what).counts().items() if count}


def test_the_same_file_twice_writes_nothing(shop: Store) -> None:
    what = orders(ONE, CUP, one(order_no="A-2"))
    take_in(shop, what)
    before = dump(shop)
    staged = read(shop, what)
    assert (staged.counts()["same"], staged.rows, staged.same_file[:10]) == (3, 3, "2026-03-20")
    assert run_import(shop, staged) == 0
    assert dump(shop) == before


def test_a_copy_saved_again_is_the_same(shop: Store) -> None:
    take_in(shop, orders(ONE, CUP))
    again = orders(
        {**CUP, "placed_at": "2026/3/1 10:00", "unit_price": "30"},
        one(placed_at="2026-03-01T10:00:00"),
        name="copy.csv",
    )
    staged = read(shop, again)
    assert (staged.counts()["same"], staged.same_file) == (2, "")
    before = dump(shop)
    assert run_import(shop, staged) == 0
    assert dump(shop) == before


def test_true_duplicate_lines_are_lines_of_their_own(shop: Store) -> None:
    take_in(shop, orders(one(**SHIPPED), one(**SHIPPED)))
    assert money(shop, "A-1") == {"goods": D(40), "shipping": D(5), "total": D(45)}
    assert moves(shop, "A-1") == [("TEA-1", "sale", D(-2))] * 2
    assert outcomes(shop, orders(one(**SHIPPED), one(**SHIPPED))) == {"same": 2}
    assert_sound(shop)


def test_overlapping_exports_move_stock_once(shop: Store) -> None:
    first = orders(one(**SHIPPED), one(order_no="A-2"), name="1-7.csv")
    second = orders(one(order_no="A-2", **SHIPPED), one(order_no="A-3"), name="5-10.csv")
    take_in(shop, first)
    assert outcomes(shop, second) == {"new": 1, "changed": 1}
    take_in(shop, second)
    assert moves(shop, "A-1") == moves(shop, "A-2") == [("TEA-1", "sale", D(-2))]
    assert moves(shop, "A-3") == []
    assert stock(shop) == {"TEA-1": D(-4)}
    assert outcomes(shop, second) == {"same": 2}
    assert balances(shop) == {"1122.direct": D(75), "6001": -D(60), "6051": -D(15)}
    assert_sound(shop)


def test_an_older_export_is_a_conflict_and_changes_nothing(shop: Store) -> None:
    take_in(shop, orders(one(**SHIPPED)))
    before = views(shop)
    staged = read(shop, orders(ONE, one(order_no="A-2"), name="older.csv"))
    assert [found.outcome for found in staged.orders] == [Outcome.CONFLICT, Outcome.NEW]
    assert staged.problem_count == 1
    problem = staged.problems[0]
    assert (problem.row, problem.column, problem.header, problem.value) == (2, "B", "state", "Paid")
    assert problem.reason == "The store knows a later state: Shipped."
    run_import(shop, staged)
    assert (staged.problem_count, staged.conflicts, len(staged.problems)) == (1, 1, 1)  # told once, though asked twice
    assert [row for row in views(shop)["orders"] if row[1] == "A-1"] == before["orders"]
    assert outcomes(shop, orders(ONE, name="older.csv")) == {"conflict": 1}


@pytest.mark.parametrize(
    ("told", "changes", "wanted"),
    [
        ({"quantity": 3}, ["order_total", "lines"], {"goods": D(30), "shipping": D(5), "total": D(35)}),
        ({"unit_price": "12.00"}, ["order_total"], {"goods": D(24), "shipping": D(5), "total": D(29)}),
        ({"shipping": "0.00"}, ["order_total", "shipping"], {"goods": D(20), "total": D(20)}),
        ({"order_discount": "4.00"}, ["order_total"],
         {"goods": D(20), "discount": D(4), "shipping": D(5), "total": D(21)}),
        ({"quantity": 4, "unit_price": "5.00"}, ["lines"], {"goods": D(20), "shipping": D(5), "total": D(25)}),
        ({"sku": "TEA-2"}, ["lines"], {"goods": D(20), "shipping": D(5), "total": D(25)}),
        ({"refund_amount": "6.00"}, ["refund_amount"],
         {"goods": D(20), "shipping": D(5), "total": D(25), "refunded": D(6)}),
        ({"customer_no": "ann"}, ["customer_no"], {"goods": D(20), "shipping": D(5), "total": D(25)}),
        ({"paid_at": "2026-03-01 11:00"}, ["paid_at"], {"goods": D(20), "shipping": D(5), "total": D(25)}),
    ],
)  # fmt: skip
def test_a_changed_row_changes_its_order(
    shop: Store, told: dict[str, object], changes: list[str], wanted: Mapping[str, D]
) -> None:
    take_in(shop, orders(one(**SHIPPED)))
    changed = orders(one(**SHIPPED, **told), name="later.csv")
    staged = read(shop, changed)
    assert list(staged.orders[0].changes) == changes
    run_import(shop, staged)
    assert money(shop, "A-1") == wanted
    assert outcomes(shop, changed) == {"same": 1}
    with_pieces = {code: pieces for code, pieces in stock(shop).items() if pieces}
    assert with_pieces == {str(told.get("sku", "TEA-1")): -D(str(told.get("quantity", 2)))}
    assert_sound(shop)


def test_a_line_more_and_a_line_less(shop: Store) -> None:
    take_in(shop, orders(one(**SHIPPED)))
    kept = order(shop, "A-1").lines[0].line_id
    take_in(shop, orders(one(**SHIPPED), {**CUP, **SHIPPED}, name="more.csv"))
    assert [line[1] for line in lines(shop, "A-1")] == ["TEA-1", None, "CUP-1"]
    assert order(shop, "A-1").lines[0].line_id == kept
    assert stock(shop) == {"TEA-1": D(-2), "CUP-1": D(-1)}
    assert len(moves(shop, "A-1")) == 2  # the tea did not move again
    take_in(shop, orders({**CUP, **SHIPPED}, name="less.csv"))
    assert stock(shop) == {"TEA-1": D(0), "CUP-1": D(-1)}
    assert moves(shop, "A-1")[2:] == [("TEA-1", "reversal", D(2))]
    assert_sound(shop)


def test_two_lines_of_one_sku_ship_together(shop: Store) -> None:
    take_in(shop, orders(ONE, one(quantity=1)))
    take_in(shop, orders(one(**SHIPPED), one(quantity=1, **SHIPPED), name="later.csv"))
    assert moves(shop, "A-1") == [("TEA-1", "sale", D(-2)), ("TEA-1", "sale", D(-1))]
    assert_sound(shop)


def test_cancelled_after_it_was_paid(shop: Store) -> None:
    take_in(shop, orders(one(**SHIPPED, refund_amount="3.00")))
    take_in(shop, orders(one(state="cancelled"), name="later.csv"))
    found = order(shop, "A-1").order
    assert (found.state, found.sold_on, found.refunded) == ("cancelled", None, D(0))
    assert order(shop, "A-1").refunds == []
    assert (balances(shop), stock(shop)) == ({}, {"TEA-1": D(0)})
    assert_sound(shop)


def test_what_a_person_set_no_later_file_takes_away(shop: Store) -> None:
    take_in(shop, table("order_no,state,placed_at,sku,quantity,unit_price,waybill,seller_note",
                        "A-1,paid,2026-03-01,TEA-1,1,10,YT1,call first"))  # fmt: skip
    shop.do(edit_order, order(shop, "A-1").order.order_id, note="Gift wrap")
    take_in(shop, table("order_no,state,placed_at,sku,quantity,unit_price,waybill,seller_note",
                        "A-1,shipped,2026-03-01,TEA-1,1,10,YT2,call first", name="later.csv"))  # fmt: skip
    found = order(shop, "A-1").order
    assert (found.state, found.note, found.waybill) == ("shipped", "Gift wrap", "YT2")
    take_in(shop, table("order_no,state,placed_at,sku,quantity,unit_price,waybill,seller_note",
                        "A-1,completed,2026-03-01,TEA-1,1,10,YT2,call first", name="last.csv"))  # fmt: skip
    shop.undo()  # the row has gone on since, but not in what the person set
    found = order(shop, "A-1").order
    assert (found.state, found.note, found.waybill) == ("completed", "call first", "YT2")


def test_the_same_order_twice_in_a_list_of_orders(shop: Store) -> None:
    header = "order_no,placed_at,order_total"
    what = table(header, "A-1,2026-03-01,10", "A-1,2026-03-01,10", "A-2,2026-03-01,5", "A-2,2026-03-01,6")
    staged = read(shop, what)
    assert staged.counts() == {"new": 1, "changed": 0, "same": 0, "conflict": 0, "rejected": 2, "skipped": 1}
    assert [(problem.row, problem.value, problem.reason) for problem in staged.problems] == [
        (4, "A-2", "This order stands in the file twice with different content (rows 4 and 5)."),
        (5, "A-2", "This order stands in the file twice with different content (rows 4 and 5)."),
    ]
    run_import(shop, staged, good_rows=True)
    assert balances(shop) == {"1122.direct": D(10), "6001": -D(10)}


def test_a_list_of_states_brings_known_orders_on(shop: Store) -> None:
    take_in(shop, orders(ONE))
    header = "order_no,state,shipped_at,waybill"
    what = table(header, "A-1,shipped,2026-03-02 09:00,YT1", "A-9,shipped,2026-03-02 09:00,YT2")
    staged = read(shop, what, Choices(accept_proposal=True))
    assert [(p.row, p.reason) for p in staged.problems] == [(3, "Neither a price nor an amount.")]
    run_import(shop, staged, good_rows=True)
    assert money(shop, "A-1") == {"goods": D(20), "shipping": D(5), "total": D(25)}
    assert (order(shop, "A-1").order.waybill, stock(shop)) == ("YT1", {"TEA-1": D(-2)})
    take_in(shop, table(header, "A-1,refunded,,", name="back.csv"))
    assert money(shop, "A-1")["refunded"] == D(25)
    assert_sound(shop)


def test_orders_of_a_closed_period_are_named(shop: Store) -> None:
    take_in(shop, orders(one(order_no="A-1"), one(order_no="A-2")))
    shop.do(close_period, date(2026, 3, 10))
    before = views(shop)
    what = orders(
        one(order_no="A-1", unit_price="30.00"),
        one(order_no="A-2", customer_no="ann"),
        one(order_no="A-3"),
        one(order_no="A-4", state="unpaid", paid_at=""),
        one(order_no="A-5", placed_at="2026-03-11 09:00", paid_at="2026-03-11 09:00"),
        name="later.csv",
    )
    staged = read(shop, what)
    assert [found.outcome.value for found in staged.orders] == ["conflict", "changed", "conflict", "new", "new"]
    assert staged.problems[0].reason == "The books are closed through 2026-03-10; this order belongs before."
    run_import(shop, staged)
    after = views(shop)
    assert after["by month"]["2026-03"]["6001"] == before["by month"]["2026-03"]["6001"] - D(20)
    assert order(shop, "A-1").order.state == "paid"
    assert order(shop, "A-2").customer_no == "ann"
    assert_sound(shop)


def test_the_refund_of_a_sale_of_closed_days_counts_to_the_open_ones(shop: Store) -> None:
    closed = Scope(None, date(2026, 3, 10), None)
    take_in(shop, orders(one(order_no="A-1"), one(order_no="A-2")))
    shop.do(close_period, date(2026, 3, 10))
    with shop.read() as tx:
        before = fetch_accounts(tx, None, closed.until), fetch_total(tx, closed)
    what = orders(
        one(order_no="A-1", refund_amount="5.00"), one(order_no="A-2", state="cancelled"), name="later.csv"
    )  # fmt: skip
    assert [found.outcome.value for found in read(shop, what).orders] == ["changed", "conflict"]
    done = take_in(shop, what)
    with shop.read() as tx:
        assert (fetch_accounts(tx, None, closed.until), fetch_total(tx, closed)) == before
    assert (balances(shop)["6003"], balances(shop)["1122.direct"]) == (D(5), D(45))
    assert_sound(shop)
    give_back(shop, done)
    assert balances(shop)["1122.direct"] == D(50)
    assert_sound(shop)


def test_what_was_sold_on_closed_days_may_leave_later(shop: Store) -> None:
    closed = Scope(None, date(2026, 3, 10), None)
    take_in(shop, orders(one(order_no="A-1"), one(order_no="A-2")))
    shop.do(close_period, date(2026, 3, 10))
    with shop.read() as tx:
        before = fetch_accounts(tx, None, closed.until), fetch_total(tx, closed)
    what = orders(
        one(order_no="A-1", state="shipped", shipped_at="2026-03-12 09:00"),
        one(order_no="A-2", state="completed", shipped_at="2026-03-12 09:00", refund_amount="5.00"),
        name="later.csv",
    )
    take_in(shop, what)
    assert ([order(shop, number).order.state for number in ("A-1", "A-2")], stock(shop)) == (
        ["shipped", "completed"], {"TEA-1": D(-4)}
    )  # fmt: skip
    with shop.read() as tx:
        assert (fetch_accounts(tx, None, closed.until), fetch_total(tx, closed)) == before
    assert_sound(shop)


def test_one_file_for_several_channels(shop: Store) -> None:
    header = "order_no,channel,placed_at,sku,quantity,unit_price"
    what = table(header, "1,Taobao,2026-03-01,T,1,10", "1,Market stall,2026-03-01,T,1,20", "2,,2026-03-01,T,1,40")
    take_in(shop, what)
    assert balances(shop) == {
        "1122.taobao": D(10), "1122.market stall": D(20), "1122.direct": D(40), "6001": -D(70)
    }  # fmt: skip
    assert outcomes(shop, what) == {"same": 3}
    # A channel that is named for the whole file stands for all of its rows.
    staged = read(shop, table(header, "1,Taobao,2026-03-01,T,1,10", name="b.csv"), Choices(channel="MARKET stall"))
    assert [found.outcome.value for found in staged.orders] == ["changed"]


def test_a_channel_called_by_its_title_is_found_again(shop: Store) -> None:
    what = orders(ONE)
    take_in(shop, what, Choices(channel="My Shop"))
    staged = read(shop, what, Choices(channel="my shop"))
    assert staged.counts()["same"] == 1
