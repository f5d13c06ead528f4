"""Lists of refunds: whichever file comes first, an order is refunded by what went back and by no cent more."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from tests.exchange.counter import (
    D,
    assert_sound,
    balances,
    give_back,
    money,
    order,
    orders,
    read,
    table,
    take_in,
    views,
)

from shopdesk.exchange.demo.tables import Memory
from shopdesk.exchange.imports import Choices
from shopdesk.exchange.load.built_on import built_on
from shopdesk.exchange.stage.staged import Outcome
from shopdesk.shop.ledger.actions import close_period, set_rate
from shopdesk.shop.orders.refunds import REFUND_ROWS
from shopdesk.store.rows import Query, fetch_ids, fetch_page
from shopdesk.store.store import Store
from shopdesk.text import UserError

SOLD: dict[str, object] = {
    "order_no": "A-1", "state": "completed", "placed_at": "2026-03-01 10:00", "paid_at": "2026-03-01 10:05",
    "shipped_at": "2026-03-02 09:00", "completed_at": "2026-03-05 09:00", "sku": "TEA-1", "title": "Tea", "quantity": 2,
    "unit_price": "50.00",
}  # fmt: skip
HEADER = "refund_no,order_no,state,amount,refunded_at,claim,reason"
FIRST = "R-1,A-1,given,20.00,2026-03-06 12:00,Return,broken"
SECOND = "R-2,A-1,given,10.00,2026-04-02 12:00,Refund only,late"


def listed(*rows: str, name: str = "refunds.csv") -> Memory:
    return table(HEADER, *rows, name=name)


def sold(given_back: str = "", name: str = "orders.csv", **more: object) -> Memory:
    return orders({**SOLD, "refund_amount": given_back, **more}, name=name)


def parts_of(shop: Store, number: str = "A-1") -> list[tuple[str, Decimal]]:
    return sorted((row.refunded_on.isoformat(), row.amount) for row in order(shop, number).refunds)


def waiting(shop: Store) -> list[str]:
    """Numbers of the refunds that no order bears."""
    with shop.read() as tx:
        ids = fetch_ids(tx, REFUND_ROWS, Query(filters=(("waits", "yes"),)))
        return sorted(row[1] for row in fetch_page(tx, REFUND_ROWS, ids))


ORDERS_OF_COMING: dict[str, list[Callable[[], Memory]]] = {
    "the order list first": [lambda: sold("30.00"), lambda: listed(FIRST, SECOND)],
    "the refunds first": [lambda: listed(FIRST, SECOND), lambda: sold("30.00")],
    "one by one between": [lambda: listed(FIRST), lambda: sold("30.00"), lambda: listed(SECOND)],
    "the order list twice": [
        lambda: sold("20.00"), lambda: listed(FIRST), lambda: listed(SECOND), lambda: sold("30.00", "later.csv")
    ],
    "the list lags behind": [lambda: sold(""), lambda: listed(FIRST, SECOND), lambda: sold("20.00", "later.csv")],
    "unpaid when the refunds come": [
        lambda: sold("", state="unpaid", paid_at="", shipped_at="", completed_at=""),
        lambda: listed(FIRST, SECOND),
        lambda: sold("30.00", "later.csv"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("coming", ORDERS_OF_COMING)
def test_it_comes_to_the_same_whichever_file_comes_first(shop: Store, coming: str) -> None:
    for what in ORDERS_OF_COMING[coming]:
        take_in(shop, what())
        assert_sound(shop)
    assert parts_of(shop) == [("2026-03-06", D(20)), ("2026-04-02", D(10))]
    assert money(shop, "A-1")["refunded"] == D(30)
    assert balances(shop)["6003"] == D(30)
    assert balances(shop, "2026-04") == {"6003": D(10), "1122.direct": D(-10)}
    assert waiting(shop) == []
    for what in ORDERS_OF_COMING[coming]:
        assert read(shop, what()).counts()["new"] == 0


def test_what_the_order_list_tells_beyond_the_parts_stays(shop: Store) -> None:
    take_in(shop, sold("50.00"))
    take_in(shop, listed(FIRST))
    assert parts_of(shop) == [("2026-03-05", D(30)), ("2026-03-06", D(20))]
    take_in(shop, listed(SECOND))
    assert parts_of(shop) == [("2026-03-05", D(20)), ("2026-03-06", D(20)), ("2026-04-02", D(10))]
    assert_sound(shop)


def test_a_refund_without_its_order_waits_and_is_listed(shop: Store) -> None:
    staged = read(shop, listed(FIRST, SECOND))
    assert [(p.outcome, p.row, p.reason) for p in staged.problems] == [
        (Outcome.NEW, row,
         "No order A-1 that is sold is known yet. The refund waits and joins it when its order list comes.")
        for row in (2, 3)
    ]  # fmt: skip
    assert staged.problem_count == 2
    take_in(shop, listed(FIRST, SECOND))
    assert waiting(shop) == ["R-1", "R-2"]
    assert balances(shop) == {}
    take_in(shop, sold())
    assert waiting(shop) == []
    assert money(shop, "A-1")["refunded"] == D(30)


def test_an_open_claim_is_no_money_until_it_is_given(shop: Store) -> None:
    take_in(shop, sold())
    take_in(shop, listed(FIRST.replace("given", "pending"), SECOND.replace("given", "closed")))
    assert (parts_of(shop), balances(shop).get("6003")) == ([], None)
    staged = read(shop, listed(FIRST))
    assert (staged.counts()["changed"], staged.items[0].changes) == (1, ("state",))
    take_in(shop, listed(FIRST, name="later.csv"))
    assert parts_of(shop) == [("2026-03-06", D(20))]
    # An export from before says less: what was given back stays given.
    staged = read(shop, listed(FIRST.replace("given", "pending")))
    assert staged.counts()["conflict"] == 1
    assert staged.problems[0].reason == "The store knows this refund as given back, with 20.00."
    assert_sound(shop)


def test_an_amount_that_was_mended_replaces_the_old_one(shop: Store) -> None:
    take_in(shop, sold("20.00"))
    take_in(shop, listed(FIRST))
    take_in(shop, listed(FIRST.replace("20.00", "25.00"), name="mended.csv"))
    assert (parts_of(shop), balances(shop)["6003"]) == ([("2026-03-06", D(25))], D(25))
    assert_sound(shop)


def test_more_than_the_order_came_to_waits_for_a_person(shop: Store) -> None:
    take_in(shop, sold())
    take_in(shop, listed(FIRST, "R-9,A-1,given,90.00,2026-03-07,,"))
    assert (parts_of(shop), waiting(shop)) == ([("2026-03-06", D(20))], ["R-9"])
    assert_sound(shop)


@pytest.mark.parametrize("first", ["orders", "refunds"])
def test_taken_back_step_by_step(shop: Store, first: str) -> None:
    files = [sold("50.00"), listed(FIRST, SECOND)]
    seen, made = [views(shop)], list[int]()
    for what in files if first == "orders" else files[::-1]:
        made.append(take_in(shop, what))
        seen.append(views(shop))
    assert seen[0] != seen[1] != seen[2]
    with shop.read() as tx:
        assert built_on(tx, made[0]) == ["refunds.csv" if first == "orders" else "orders.csv"]
    with pytest.raises(UserError, match="Later work stands on this import"):
        give_back(shop, made[0])
    for import_id, before in zip(made[::-1], seen[1::-1], strict=True):
        give_back(shop, import_id)
        assert views(shop) == before
        assert_sound(shop)
    for what, after in zip(files if first == "orders" else files[::-1], seen[1:], strict=True):
        take_in(shop, what)
        assert views(shop) == after


def test_a_claim_that_went_on_is_taken_back_first(shop: Store) -> None:
    take_in(shop, sold())
    claimed = take_in(shop, listed(FIRST.replace("given", "pending"), name="monday.csv"))
    before = views(shop)
    given = take_in(shop, listed(FIRST, name="friday.csv"))
    with pytest.raises(UserError, match=r"friday\.csv"):
        give_back(shop, claimed)
    give_back(shop, given)
    assert views(shop) == before
    give_back(shop, claimed)
    assert views(shop)["refunds"] == []
    assert_sound(shop)


def test_an_order_that_is_no_sale_any_more_bears_none(shop: Store) -> None:
    take_in(shop, sold(state="paid", shipped_at="", completed_at=""))
    take_in(shop, listed(FIRST))
    take_in(shop, sold(state="cancelled", shipped_at="", completed_at="", name="later.csv"))
    assert (parts_of(shop), waiting(shop), balances(shop)) == ([], ["R-1"], {})
    assert_sound(shop)


def test_a_refund_of_a_closed_month_enters_the_books_on_the_first_open_day(shop: Store) -> None:
    take_in(shop, sold())
    shop.do(close_period, date(2026, 3, 10))
    import_id = take_in(shop, listed(FIRST))
    assert parts_of(shop) == [("2026-03-11", D(20))]
    assert_sound(shop)
    give_back(shop, import_id)
    assert parts_of(shop) == []
    assert_sound(shop)


def test_numbers_belong_to_their_channel(shop: Store) -> None:
    take_in(shop, sold(), Choices(channel="taobao"))
    take_in(shop, listed(FIRST), Choices(channel="douyin"))
    assert (parts_of(shop), waiting(shop)) == ([], ["R-1"])
    take_in(shop, listed(SECOND.replace("R-2", "R-1"), name="taobao.csv"), Choices(channel="taobao"))
    assert parts_of(shop) == [("2026-04-02", D(10))]


def test_one_refund_twice_in_a_file(shop: Store) -> None:
    take_in(shop, sold())
    assert read(shop, listed(FIRST, FIRST)).skipped == 1
    staged = read(shop, listed(FIRST, FIRST.replace("20.00", "21.00"), "R-3,A-1,given,,2026-03-06,,"))
    assert staged.rejected_rows == {
        2: "R-1 stands in the file twice with different content (rows 2 and 3).",
        3: "R-1 stands in the file twice with different content (rows 2 and 3).",
        4: "Given back, and no amount.",
    }


@pytest.mark.parametrize("first", ["orders", "refunds"])
def test_a_refund_in_another_currency_goes_back_at_the_rate_of_its_order(shop: Store, first: str) -> None:
    shop.do(set_rate, "USD", date(2026, 1, 1), D("7.10"))
    dollars = table(
        "order_no,state,placed_at,paid_at,sku,quantity,unit_price,currency",
        "A-1,completed,2026-03-01 10:00,2026-03-01 10:05,TEA-1,2,50.00,USD",
        name="dollars.csv",
    )
    files = [dollars, listed(FIRST)]
    for what in files if first == "orders" else files[::-1]:
        take_in(shop, what)
    shop.do(set_rate, "USD", date(2026, 3, 5), D("6.90"))
    assert (order(shop, "A-1").order.total, parts_of(shop)) == (D(710), [("2026-03-06", D(142))])
    assert views(shop)["refunds"][0][4:6] == (D(20), D(142)), "as the channel says it, and in the books"
    assert_sound(shop)
