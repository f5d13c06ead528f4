"""Lists of refunds and order lists agree in every order of coming: moved, mended, in dollars, too many, late."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import text
from tests.exchange.counter import (
    D,
    assert_sound,
    balances,
    give_back,
    money,
    order,
    orders,
    sku,
    table,
    take_in,
    views,
)
from tests.exchange.test_refunds import FIRST, SOLD, listed, parts_of, sold, waiting

from shopdesk.exchange.demo.tables import Memory
from shopdesk.shop.catalog.actions import edit_sku
from shopdesk.shop.ledger.actions import close_period, reopen_period, set_rate
from shopdesk.shop.orders.reports import By, fetch_sales
from shopdesk.shop.profit.reports import fetch_profit
from shopdesk.store.check import check_store
from shopdesk.store.store import Store

MOVED = FIRST.replace("A-1", "A-2")
MENDED = FIRST.replace("20.00", "15.00")
CLOSED = date(2026, 3, 10)


def both(*, given_back: str = "") -> Memory:
    return orders({**SOLD, "refund_amount": given_back}, {**SOLD, "order_no": "A-2"}, name="both.csv")


def dollars(state: str = "completed", given_back: str = "") -> Memory:
    return table(
        "order_no,state,placed_at,paid_at,sku,quantity,unit_price,refund_amount,currency",
        f"A-1,{state},2026-03-01 10:00,2026-03-01 10:05,TEA-1,1,30.00,{given_back},USD",
        name="dollars.csv",
    )


def tens(*numbers: int) -> Memory:
    return listed(*(f"R-{n},A-1,given,10.00,2026-03-0{n + 1} 12:00,,late" for n in numbers), name=f"{numbers}.csv")


def closed_reports(shop: Store) -> dict[str, Any]:
    """Everything that a person reads of the days up to `CLOSED`."""
    with shop.read() as tx:
        return {
            f"{fetch.__name__} {by}": fetch(tx, by, date(2026, 3, 1), CLOSED)
            for by in By
            for fetch in (fetch_sales, fetch_profit)
        }


def assert_reports_are_books(shop: Store) -> None:
    with shop.read() as tx:
        by_month = {month: row.refunds for month, row in fetch_profit(tx, By.MONTH).items() if row.refunds}
    booked = {month: found for month in by_month if (found := balances(shop, month).get("6003"))}
    assert by_month == booked
    assert_sound(shop)


# --------------------------------------------------------------------------------------------------- moved and mended


def test_a_refund_whose_order_was_mended_goes_from_one_to_the_other(shop: Store) -> None:
    take_in(shop, both())
    before = views(shop)
    first = take_in(shop, listed(FIRST))
    between = views(shop)
    mended = take_in(shop, listed(MOVED, name="mended.csv"))
    assert (parts_of(shop, "A-1"), parts_of(shop, "A-2")) == ([], [("2026-03-06", D(20))])
    assert (order(shop, "A-1").order.refunded, order(shop, "A-2").order.refunded) == (0, 20)
    assert balances(shop)["6003"] == D(20)
    assert_reports_are_books(shop)
    give_back(shop, mended)
    assert views(shop) == between
    give_back(shop, first)
    assert views(shop) == before


def test_what_its_own_list_told_stays_with_the_order_that_a_refund_leaves(shop: Store) -> None:
    take_in(shop, both(given_back="20.00"))
    take_in(shop, listed(FIRST))
    take_in(shop, listed(MOVED, name="mended.csv"))
    assert (parts_of(shop, "A-1"), parts_of(shop, "A-2")) == ([("2026-03-05", D(20))], [("2026-03-06", D(20))])
    assert_reports_are_books(shop)


def test_a_refund_goes_to_an_order_that_is_not_known_yet(shop: Store) -> None:
    take_in(shop, sold())
    take_in(shop, listed(FIRST))
    take_in(shop, listed(MOVED, name="mended.csv"))
    assert (parts_of(shop), waiting(shop), balances(shop).get("6003")) == ([], ["R-1"], None)
    assert_sound(shop)


def test_a_refund_on_two_orders_is_found(shop: Store) -> None:
    take_in(shop, both())
    take_in(shop, listed(FIRST))
    with shop._writer.connect() as connection, connection.begin():
        connection.execute(text("UPDATE refund SET order_id = (SELECT MAX(order_id) FROM sales_order)"))
    with shop.read() as tx:
        found = {finding.kind: finding for finding in check_store(tx, deep=False)}
    assert (found["claim"].count, found["claim"].repairable) == (1, False)


ARRIVALS: Sequence[Callable[[], Memory]] = (
    lambda: sold("20.00"), lambda: listed(FIRST), lambda: listed(MENDED, name="mended.csv")
)  # fmt: skip


@pytest.mark.parametrize("places", [p for p in permutations(range(3)) if p.index(1) < p.index(2)])
def test_the_larger_of_both_totals_as_told_last(shop: Store, places: Sequence[int]) -> None:
    """The order's list says 20 in all, the list of refunds 20 and then 15."""
    for place in places:
        take_in(shop, ARRIVALS[place]())
        assert_reports_are_books(shop)
    assert parts_of(shop) == [("2026-03-05", D(5)), ("2026-03-06", D(15))]
    assert money(shop, "A-1")["refunded"] == D(20)


def test_a_refund_mended_downwards_lowers_what_no_order_list_told(shop: Store) -> None:
    take_in(shop, sold())
    take_in(shop, listed(FIRST))
    take_in(shop, listed(MENDED, name="mended.csv"))
    assert parts_of(shop) == [("2026-03-06", D(15))]
    assert_reports_are_books(shop)


def test_an_amount_told_by_the_order_list_outlives_its_status(shop: Store) -> None:
    take_in(shop, sold("20.00"))
    take_in(shop, sold(state="refunded", name="later.csv"))
    assert money(shop, "A-1")["refunded"] == D(100)
    take_in(shop, listed(FIRST))
    assert parts_of(shop) == [("2026-03-06", D(20))]
    assert_reports_are_books(shop)


# ---------------------------------------------------------------------------------------------- too many, in dollars


@pytest.mark.parametrize("places", list(permutations(range(3))))
def test_which_of_too_many_is_booked_follows_from_their_days(shop: Store, places: Sequence[int]) -> None:
    late, early = (f"R-{n},A-1,given,{amount},{day} 12:00,," for n, amount, day in (
        (1, "60.00", "2026-03-06"), (2, "70.00", "2026-03-05")))  # fmt: skip
    files = (sold(), listed(late, name="late.csv"), listed(early, name="early.csv"))
    for place in places:
        take_in(shop, files[place])
    assert (parts_of(shop), waiting(shop)) == ([("2026-03-05", D(70))], ["R-1"])
    assert_reports_are_books(shop)


@pytest.mark.parametrize("rate", ["7.2355", "7.2345"])
@pytest.mark.parametrize("state", ["completed", "refunded"])
@pytest.mark.parametrize("coming", ["order first", "refunds first", "between", "one by one"])
def test_parts_in_dollars_come_to_the_whole(shop: Store, rate: str, state: str, coming: str) -> None:
    shop.do(set_rate, "USD", date(2026, 1, 1), D(rate))
    files = {
        "order first": [dollars(state), tens(1, 2, 3)],
        "refunds first": [tens(1, 2, 3), dollars(state)],
        "between": [tens(3), dollars(state), tens(1, 2)],
        "one by one": [dollars(state), tens(2), tens(1), tens(3)],
    }[coming]
    for what in files:
        take_in(shop, what)
        assert_reports_are_books(shop)
    whole = (D(30) * D(rate)).quantize(D("0.01"))
    assert (order(shop, "A-1").order.total, order(shop, "A-1").order.refunded) == (whole, whole)
    assert [abs(part - whole / 3) < D("0.01") for _day, part in parts_of(shop)] == [True] * 3
    assert waiting(shop) == []


def test_a_dollar_too_much_waits_and_the_status_still_counts(shop: Store) -> None:
    shop.do(set_rate, "USD", date(2026, 1, 1), D("7.2355"))
    take_in(shop, dollars("refunded"))
    take_in(shop, listed("R-1,A-1,given,10.00,2026-03-02 12:00,,", "R-2,A-1,given,20.01,2026-03-03 12:00,,"))
    assert waiting(shop) == ["R-2"]
    assert order(shop, "A-1").order.refunded == order(shop, "A-1").order.total
    assert_reports_are_books(shop)


# ------------------------------------------------------------------------------------------------------ closed months


@pytest.mark.parametrize("cost", [None, Decimal(10)])
def test_a_closed_month_reads_as_it_did(shop: Store, cost: Decimal | None) -> None:
    take_in(shop, sold("30.00"))
    if cost is not None:
        shop.do(edit_sku, sku(shop, "TEA-1"), cost=cost)
    shop.do(close_period, CLOSED)
    before, seen = closed_reports(shop), views(shop)
    first = take_in(shop, listed(FIRST))
    assert closed_reports(shop) == before
    assert parts_of(shop) == [("2026-03-05", D(30)), ("2026-03-11", D(-20)), ("2026-03-11", D(20))]
    assert_reports_are_books(shop)
    more = take_in(shop, listed(FIRST.replace("20.00", "45.00"), name="mended.csv"))
    assert (closed_reports(shop), money(shop, "A-1")["refunded"]) == (before, D(45))
    assert_reports_are_books(shop)
    give_back(shop, more)
    give_back(shop, first)
    assert views(shop) == seen
    assert_sound(shop)


@pytest.mark.parametrize("told", [MENDED, MOVED])
def test_what_turns_out_otherwise_is_answered_on_the_first_open_day(shop: Store, told: str) -> None:
    take_in(shop, both())
    take_in(shop, listed(FIRST))
    shop.do(close_period, CLOSED)
    before = closed_reports(shop)
    take_in(shop, listed(told, name="mended.csv"))
    assert closed_reports(shop) == before
    off = D(5) if told == MENDED else D(20)
    assert parts_of(shop) == [("2026-03-06", D(20)), ("2026-03-11", -off)]
    assert parts_of(shop, "A-2") == ([] if told == MENDED else [("2026-03-11", D(20))])
    assert_reports_are_books(shop)


def test_a_refund_that_left_a_closed_month_waits_for_its_order(shop: Store) -> None:
    take_in(shop, sold())
    take_in(shop, listed(FIRST))
    shop.do(close_period, CLOSED)
    take_in(shop, listed(MOVED, name="mended.csv"))
    assert (parts_of(shop), waiting(shop)) == ([("2026-03-06", D(20)), ("2026-03-11", D(-20))], ["R-1"])
    assert views(shop)["refunds"][0][5] is None, "booked nowhere"
    assert_reports_are_books(shop)


def test_days_that_are_open_again_hold_what_they_would_have_held(shop: Store) -> None:
    take_in(shop, sold("30.00"))
    shop.do(close_period, CLOSED)
    take_in(shop, listed(FIRST))
    shop.do(reopen_period, date.min, "a slip")
    take_in(shop, listed(FIRST.replace("20.00", "25.00"), name="mended.csv"))
    assert parts_of(shop) == [("2026-03-05", D(5)), ("2026-03-06", D(25))]
    assert_reports_are_books(shop)
