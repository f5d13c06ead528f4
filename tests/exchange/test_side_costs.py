"""Costs of orders: brushed ones are no sales, goods bought for one are its cost, orders that come later are found."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from sqlalchemy import func, select
from tests.exchange.counter import D, assert_sound, balances, give_back, orders, read, table, take_in, views

from shopdesk.exchange.demo.tables import Memory
from shopdesk.exchange.imports import Choices
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.profit.reports import fetch_months
from shopdesk.store.store import Store
from shopdesk.store.tables import Channel, SideCost

HEADER = ("kind", "order_no", "paid_on", "fee", "principal", "payee", "channel", "note")
TAOBAO = Choices(channel="taobao")
BRUSHED = ("Brushed order", "T-9", "2026-03-04", "8.00", "98.00", "", "", "")
SOLD = {
    "order_no": "T-9", "state": "completed", "placed_at": "2026-03-03 10:00", "paid_at": "2026-03-03 10:01",
    "sku": "TEA", "title": "Longjing", "quantity": 1, "unit_price": "98.00",
}  # fmt: skip
REAL = {**SOLD, "order_no": "T-1", "unit_price": "50.00"}


def sides(*rows: Sequence[str], name: str = "sides.csv") -> Memory:
    return table(HEADER, *rows, name=name)


def sell(store: Store, *rows: Mapping[str, object]) -> int:
    return take_in(store, orders(*rows, name="orders.csv"), TAOBAO)


def net_profit(store: Store) -> Decimal:
    """Income less expenses of the books."""
    return -sum((amount for code, amount in balances(store).items() if code.startswith("6")), Decimal(0))


def kept(store: Store) -> list[tuple[str, bool]]:
    """Channel of each cost, and whether its order is known."""
    with store.read() as tx:
        rows = tx.rows(
            select(Channel.code, SideCost.order_id).join(SideCost, SideCost.channel_id == Channel.channel_id)
        )
    return [(row.code, row.order_id is not None) for row in rows]


def test_a_brushed_order_costs_its_commission_and_sells_nothing(shop: Store) -> None:
    sell(shop, REAL)
    honest = net_profit(shop)
    sell(shop, SOLD)
    assert net_profit(shop) == honest + 98, "as long as nobody says that it was brushed"
    take_in(shop, sides(BRUSHED))
    assert net_profit(shop) == honest - 8
    found = balances(shop)
    assert (found["6001"], found["6005"], found["6609"], found["1002"]) == (D(-148), D(98), D(8), D(-106))
    assert kept(shop) == [("taobao", True)]
    assert_sound(shop)


def test_reports_of_profit_take_the_brushed_sale_off_again(shop: Store) -> None:
    shop.do(add_product, "TEA", "Longjing", cost=D(30))
    shipped = {"shipped_at": "2026-03-03 12:00"}
    sell(shop, {**REAL, **shipped}, {**SOLD, **shipped})
    take_in(shop, sides(BRUSHED))
    with shop.read() as tx:
        profit = sum((figures.profit for figures in fetch_months(tx).values()), D(0))
    # 50 are sold, two pieces left the shelf, and 8 went to the brusher; an empty parcel is put right by a count.
    assert profit == 50 - 2 * 30 - 8 == net_profit(shop)


def test_an_order_that_comes_later_is_found_and_bears_its_cost(shop: Store) -> None:
    before = views(shop)
    side_import = take_in(shop, sides(BRUSHED))
    assert kept(shop) == [("direct", False)]
    waiting = views(shop)
    order_import = sell(shop, SOLD)
    assert kept(shop) == [("taobao", True)]
    assert read(shop, sides(BRUSHED, name="again.csv")).counts()["same"] == 1
    give_back(shop, order_import)
    assert kept(shop) == [("direct", False)]
    assert views(shop) == waiting
    sell(shop, SOLD)
    give_back(shop, side_import)
    assert (kept(shop), balances(shop).get("6005"), balances(shop).get("1002")) == ([], None, None)
    assert_sound(shop)
    assert before["balances"] == {}


def test_an_order_that_goes_leaves_what_was_paid_for_it(shop: Store) -> None:
    order_import = sell(shop, SOLD)
    take_in(shop, sides(BRUSHED))
    give_back(shop, order_import)
    assert kept(shop) == [("taobao", False)]
    assert balances(shop) == {"6005": D(98), "6609": D(8), "1002": D(-106)}
    sell(shop, SOLD)
    assert kept(shop) == [("taobao", True)]
    assert_sound(shop)


def test_rows_of_one_order_are_added_up_and_set_anew(shop: Store) -> None:
    sample = ("Sample", "S-1", "2026-03-05", "30.00", "", "", "Taobao", "")
    first = take_in(shop, sides(sample, sample))
    assert balances(shop) == {"6610": D(60), "1002": D(-60)}
    assert read(shop, sides(sample, sample, name="again.csv")).counts()["same"] == 2
    second = take_in(shop, sides(sample, name="less.csv"))
    assert balances(shop) == {"6610": D(30), "1002": D(-30)}
    give_back(shop, second)
    assert balances(shop) == {"6610": D(60), "1002": D(-60)}
    give_back(shop, first)
    assert balances(shop) == {}
    with shop.read() as tx:
        assert tx.scalar(select(func.count()).select_from(SideCost)) == 0


def test_goods_with_a_cost_of_their_own_are_not_bought_twice(shop: Store) -> None:
    shop.do(add_product, "TEA", "Longjing", cost=D(41))
    sell(shop, {**SOLD, "shipped_at": "2026-03-03 12:00"})
    staged = read(shop, sides(("Drop-ship purchase", "T-9", "2026-03-04", "45.00", "", "", "", "")))
    assert [problem.reason for problem in staged.problems] == [
        "The goods of order T-9 have a cost of 41.00 already. The purchase on top would count them twice."
    ]


def test_a_cost_of_nothing_is_rejected(file_shop: Store) -> None:
    staged = read(file_shop, sides(("Sample", "S-1", "2026-03-05", "", "", "", "", "")))
    assert [problem.header for problem in staged.problems] == ["fee"]
