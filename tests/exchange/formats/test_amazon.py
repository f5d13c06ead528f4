"""Amazon's all-orders file: taxes and freight stand in several columns of an item, and all of them count once."""

from collections.abc import Mapping
from itertools import permutations

import pytest
from tests.exchange.counter import D, assert_sound, lines, money, order, read, stock, take_in
from tests.exchange.formats.sample import personal, sample

from shopdesk.exchange.demo.tables import Memory
from shopdesk.store.store import Store

OF_29 = (
    "amazon-order-id,merchant-order-id,purchase-date,last-updated-date,order-status,fulfillment-channel,sales-channel,"
    "order-channel,url,ship-service-level,product-name,sku,asin,item-status,quantity,currency,item-price,item-tax,"
    "shipping-price,shipping-tax,gift-wrap-price,gift-wrap-tax,item-promotion-discount,ship-promotion-discount,ship-city,"
    "ship-state,ship-postal-code,ship-country,promotion-ids"
)
OF_32 = OF_29 + ",is-business-order,purchase-order-number,price-designation"
LATER = OF_32 + ",is-iba,is-sold-by-ab,buyer-company-name,licensee-name"
TEA = {
    "amazon-order-id": "113-0000001-0000001", "purchase-date": "2026-03-01T15:04:21+00:00", "order-status": "Shipped",
    "item-status": "Shipped", "product-name": "Green tea", "sku": "TEA-1", "quantity": "2", "currency": "USD",
    "item-price": "30.00", "item-tax": "2.40", "shipping-price": "5.00", "shipping-tax": "0.40", "gift-wrap-price": "3.00",
    "gift-wrap-tax": "0.20", "item-promotion-discount": "4.00", "ship-promotion-discount": "1.50", "ship-city": "Troy",
    "ship-state": "NY", "ship-postal-code": "12180", "ship-country": "US",
}  # fmt: skip
CUP = {**TEA, "sku": "CUP-1", "product-name": "Cup", "quantity": "1", "item-price": "25.00", "item-tax": "2.00",
       "shipping-price": "", "shipping-tax": "", "gift-wrap-price": "", "gift-wrap-tax": "", "item-promotion-discount": "",
       "ship-promotion-discount": ""}  # fmt: skip
CANCELLED = {**CUP, "amazon-order-id": "113-0000001-0000002", "order-status": "Cancelled", "item-status": "Cancelled",
             "quantity": "0", "currency": "", "item-price": "", "item-tax": ""}  # fmt: skip


@pytest.mark.parametrize("header", [OF_29, OF_32, LATER], ids=["29", "32", "later"])
def test_all_orders(dollar_shop: Store, header: str) -> None:
    what = sample(header, TEA, CUP, CANCELLED, name="all-orders.txt")
    staged = read(dollar_shop, what)
    assert (staged.plan.format, staged.plan.channel, staged.plan.certain, staged.plan.new) == (
        "amazon-orders", "amazon", True, ()
    )  # fmt: skip
    assert "ship-postal-code" in personal(staged)
    # 30 + 3 - 4 and 25
    assert (staged.rows, staged.total_quantity, staged.total_amount) == (3, D(3), D(54))
    take_in(dollar_shop, what)
    number = "113-0000001-0000001"
    # tax 2.40 + 0.40 + 0.20 + 2.00, freight 5 - 1.50
    assert money(dollar_shop, number) == {
        "goods": D(58), "discount": D(4), "shipping": D("3.5"), "tax": D(5), "total": D("62.5")
    }  # fmt: skip
    assert lines(dollar_shop, number) == [
        ("product", "TEA-1", D(2), D(4), D(29)),
        ("product", "CUP-1", D(1), D(0), D(25)),
        ("shipping", None, D(1), D(0), D("3.5")),
    ]
    assert order(dollar_shop, number).order.state == "shipped"
    assert order(dollar_shop, "113-0000001-0000002").order.state == "cancelled"
    assert read(dollar_shop, what).counts()["same"] == 3
    assert_sound(dollar_shop)


@pytest.mark.parametrize("cut", ["item-tax", "shipping-price", "gift-wrap-price"])
def test_a_cut_column_takes_only_its_own_money_along(dollar_shop: Store, cut: str) -> None:
    header = ",".join(name for name in OF_29.split(",") if name != cut)
    staged = read(dollar_shop, sample(header, *(_without(row, cut) for row in (TEA, CUP))))
    made = staged.orders[0]
    total = {"item-tax": D(54), "shipping-price": D(54), "gift-wrap-price": D(51)}[cut]
    assert (staged.total_amount, made.order_no) == (total, "113-0000001-0000001")


@pytest.mark.parametrize(
    ("name", "said"), [("shipping-tax", "#N/A"), ("gift-wrap-price", "three"), ("gift-wrap-tax", "x")]
)
def test_a_wrong_cell_of_a_further_column_is_told_with_its_own_place(dollar_shop: Store, name: str, said: str) -> None:
    staged = read(dollar_shop, sample(OF_29, {**TEA, name: said}, CANCELLED))
    problem = staged.problems[0]
    assert (problem.row, problem.header, problem.value) == (2, name, said)
    assert problem.column == {"shipping-tax": "T", "gift-wrap-price": "U", "gift-wrap-tax": "V"}[name]
    assert [one.order_no for one in staged.orders] == ["113-0000001-0000002"]


def _without(row: Mapping[str, str], cut: str) -> dict[str, str]:
    return {key: value for key, value in row.items() if key != cut}


def test_a_sold_item_without_an_amount_is_told_at_its_cell_and_lets_the_others_in(dollar_shop: Store) -> None:
    unpriced = {**CUP, "amazon-order-id": "113-0000001-0000003", "item-price": ""}
    what = sample(OF_29, TEA, CUP, unpriced)
    told = read(dollar_shop, what).problems
    assert [(one.row, one.column, one.header, one.reason) for one in told] == [
        (4, "Q", "item-price", "Neither a price nor an amount.")
    ]
    take_in(dollar_shop, what, good_rows=True)
    assert money(dollar_shop, "113-0000001-0000001")["goods"] == D(58)


NEW = (
    "order-id,order-item-id,purchase-date,payments-date,buyer-email,buyer-name,buyer-phone-number,sku,product-name,"
    "quantity-purchased,currency,item-price,item-tax,shipping-price,shipping-tax,ship-service-level,recipient-name,"
    "ship-address-1,ship-address-2,ship-address-3,ship-city,ship-state,ship-postal-code,ship-country,ship-phone-number,"
    "item-promotion-discount,item-promotion-id,ship-promotion-discount,ship-promotion-id,delivery-start-date,"
    "delivery-end-date,delivery-time-zone,delivery-Instructions,sales-channel"
)
UNSHIPPED = (
    "order-id,order-item-id,purchase-date,payments-date,reporting-date,promise-date,days-past-promise,buyer-email,"
    "buyer-name,buyer-phone-number,sku,product-name,quantity-purchased,quantity-shipped,quantity-to-ship,"
    "ship-service-level,recipient-name,ship-address-1,ship-address-2,ship-address-3,ship-city,ship-state,"
    "ship-postal-code,ship-country,is-business-order,purchase-order-number,price-designation"
)
REPORT_PEOPLE = "buyer-email,buyer-name,buyer-phone-number,recipient-name,ship-address-1,ship-address-2,ship-address-3,ship-postal-code"
NEW_TEA = {
    **{key: TEA[key] for key in TEA if key in NEW.split(",")}, "order-id": TEA["amazon-order-id"], "order-item-id": "59686379847882",
    "payments-date": "2026-03-01T15:10:00+00:00", "quantity-purchased": "2", "item-price": "33.00", "item-tax": "2.60",
    "recipient-name": "Ann Lee", "ship-address-1": "1 Elm St",
}  # fmt: skip
NEW_CUP = {**NEW_TEA, "order-item-id": "59686379847883", "sku": "CUP-1", "product-name": "Cup", "quantity-purchased": "1", "item-price": "25.00",
           "item-tax": "2.00", "shipping-price": "", "shipping-tax": "", "item-promotion-discount": "", "ship-promotion-discount": ""}  # fmt: skip
TO_SHIP = {
    key: text
    for key, text in (NEW_TEA | {"quantity-to-ship": "2", "promise-date": "2026-03-04"}).items()
    if key in UNSHIPPED.split(",")
}
ALL = sample(OF_29, TEA, CUP, name="all.txt")
FRESH = sample(NEW, NEW_TEA, NEW_CUP, name="new.txt")
WAITING = sample(
    UNSHIPPED,
    TO_SHIP,
    {**TO_SHIP, "order-item-id": "59686379847883", "sku": "CUP-1", "quantity-purchased": "1"},
    name="ship.txt",
)


def test_new_orders(dollar_shop: Store) -> None:
    staged = read(dollar_shop, FRESH)
    plan = staged.plan
    assert (plan.format, plan.channel, plan.certain, plan.new) == ("amazon-new-orders", "amazon", True, ())
    assert personal(staged) >= set(REPORT_PEOPLE.split(","))
    take_in(dollar_shop, FRESH)
    # 33 - 4 and 25; 5 - 1.50 of freight; 2.60 + 0.40 + 2.00 of tax
    assert money(dollar_shop, TEA["amazon-order-id"]) == {
        "goods": D(58), "discount": D(4), "shipping": D("3.5"), "tax": D(5), "total": D("62.5")
    }  # fmt: skip
    assert order(dollar_shop, TEA["amazon-order-id"]).order.state == "paid"
    assert read(dollar_shop, FRESH).counts()["same"] == 2
    assert_sound(dollar_shop)


def test_orders_to_ship_wait_for_their_amounts(dollar_shop: Store) -> None:
    staged = read(dollar_shop, WAITING)
    assert (staged.plan.format, staged.plan.partial, staged.plan.certain, staged.plan.new) == (
        "amazon-unshipped",
        True,
        True,
        (),
    )
    take_in(dollar_shop, WAITING)
    found = order(dollar_shop, TEA["amazon-order-id"]).order
    assert (found.state, found.sold_on) == ("paid", None)
    assert_sound(dollar_shop)


@pytest.mark.parametrize(
    "coming", [*permutations((ALL, FRESH, WAITING))], ids=lambda told: " ".join(one.name[:3] for one in told)
)
def test_the_three_reports_make_one_order_whichever_comes_first(dollar_shop: Store, coming: tuple[Memory, ...]) -> None:
    for what in coming:
        staged = read(dollar_shop, what)
        assert staged.counts()["conflict"] == 0, "a report without a status is never behind"
        take_in(dollar_shop, what)
    number = TEA["amazon-order-id"]
    found = order(dollar_shop, number)
    assert (found.order.state, found.order.sold_on is None) == ("shipped", False)
    assert money(dollar_shop, number) == {
        "goods": D(58), "discount": D(4), "shipping": D("3.5"), "tax": D(5), "total": D("62.5")
    }  # fmt: skip
    assert sorted(line[1:3] for line in lines(dollar_shop, number) if line[1]) == [("CUP-1", D(1)), ("TEA-1", D(2))]
    assert stock(dollar_shop) == {"TEA-1": D(-2), "CUP-1": D(-1)}
    assert_sound(dollar_shop)
