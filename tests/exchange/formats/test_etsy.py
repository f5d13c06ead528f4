"""Etsy: sold orders and sold order items join whichever comes first; what is left of a total tells the refund."""

from datetime import UTC, datetime

import pytest
from tests.exchange.counter import D, assert_sound, lines, money, order, read, stock, take_in
from tests.exchange.formats.sample import personal, sample

from shopdesk.store.store import Store

ORDERS = (
    "Sale Date,Order ID,Buyer User ID,Full Name,First Name,Last Name,Number of Items,Payment Method,Date Shipped,Street 1,"
    "Street 2,Ship City,Ship State,Ship Zipcode,Ship Country,Currency,Order Value,Coupon Code,Coupon Details,"
    "Discount Amount,Shipping Discount,Shipping,Sales Tax,Order Total,Status,Card Processing Fees,Order Net,"
    "Adjusted Order Total,Adjusted Card Processing Fees,Adjusted Net Order Amount,Buyer,Order Type,Payment Type"
)
ITEMS = (
    "Sale Date,Item Name,Buyer,Quantity,Price,Coupon Code,Coupon Details,Discount Amount,Shipping Discount,Order Shipping,"
    "Order Sales Tax,Item Total,Currency,Transaction ID,Listing ID,Date Paid,Date Shipped,Ship Name,Ship Address1,"
    "Ship Address2,Ship City,Ship State,Ship Zipcode,Ship Country,Order ID,Variations,Order Type,Listings Type,Payment Type,"
    "InPerson Discount,InPerson Location,VAT Paid by Buyer,SKU"
)
# 30 + 25 of goods less 5, shipping 8 less 2, tax 4: 60.
FIRST = {
    "Sale Date": "03/01/26", "Order ID": "3401000001", "Buyer User ID": "annlee", "Full Name": "Ann Lee",
    "First Name": "Ann", "Last Name": "Lee", "Number of Items": "3", "Date Shipped": "03/03/26", "Street 1": "1 Elm St",
    "Ship City": "Troy", "Ship State": "NY", "Ship Zipcode": "12180", "Ship Country": "United States", "Currency": "USD",
    "Order Value": "55.00", "Discount Amount": "5.00", "Shipping Discount": "2.00", "Shipping": "8.00",
    "Sales Tax": "4.00", "Order Total": "60.00", "Card Processing Fees": "2.05", "Order Net": "57.95",
    "Adjusted Order Total": "0.00", "Buyer": "Ann Lee", "Order Type": "online",
}  # fmt: skip
# 10 of 28 went back.
SECOND = {
    **FIRST, "Order ID": "3401000002", "Number of Items": "1", "Date Shipped": "", "Order Value": "20.00",
    "Discount Amount": "0.00", "Shipping Discount": "0.00", "Sales Tax": "0.00", "Order Total": "28.00",
    "Adjusted Order Total": "18.00",
}  # fmt: skip
TEA = {
    "Sale Date": "03/01/26", "Item Name": "Green tea", "Buyer": "Ann Lee (annlee)", "Quantity": "2", "Price": "15.00",
    "Discount Amount": "0.00", "Item Total": "30.00", "Currency": "USD", "Transaction ID": "4001", "Listing ID": "77",
    "Date Paid": "03/01/2026", "Date Shipped": "03/03/2026", "Ship Name": "Ann Lee", "Order ID": "3401000001",
    "Order Shipping": "8.00", "Order Sales Tax": "4.00", "Variations": "Size:250 g", "SKU": "TEA-1",
}  # fmt: skip
CUP = {**TEA, "Item Name": "Cup", "Quantity": "1", "Price": "25.00", "Item Total": "25.00", "Transaction ID": "4002",
       "Variations": "", "SKU": "CUP-1"}  # fmt: skip
ORDER_LIST = sample(ORDERS, FIRST, SECOND, name="EtsySoldOrders2026-3.csv")
ITEM_LIST = sample(ITEMS, TEA, CUP, name="EtsySoldOrderItems2026-3.csv")


def test_sold_orders(dollar_shop: Store) -> None:
    staged = read(dollar_shop, ORDER_LIST)
    plan = staged.plan
    assert (plan.format, plan.channel, plan.certain, plan.new) == ("etsy-orders", "etsy", True, ())
    assert personal(staged) >= {
        "Buyer User ID",
        "Full Name",
        "First Name",
        "Last Name",
        "Street 1",
        "Street 2",
        "Buyer",
    }
    # 60 - 6 - 4 and 28 - 8
    assert (staged.rows, staged.total_quantity, staged.total_amount) == (2, D(4), D(70))
    take_in(dollar_shop, ORDER_LIST)
    assert money(dollar_shop, "3401000001") == {"goods": D(50), "shipping": D(6), "tax": D(4), "total": D(60)}
    assert money(dollar_shop, "3401000002") == {
        "goods": D(20), "shipping": D(8), "total": D(28), "refunded": D(10)
    }  # fmt: skip
    found = order(dollar_shop, "3401000001").order
    assert (found.state, found.currency) == ("shipped", "USD")
    assert found.placed_at == datetime(2026, 3, 1, 5, tzinfo=UTC), "the first of March in New York"
    assert order(dollar_shop, "3401000002").order.state == "paid"
    assert read(dollar_shop, ORDER_LIST).counts()["same"] == 2
    assert_sound(dollar_shop)


@pytest.mark.parametrize("orders_first", [True, False])
def test_the_two_lists_join(dollar_shop: Store, orders_first: bool) -> None:
    staged = read(dollar_shop, ITEM_LIST)
    assert (staged.plan.format, staged.plan.partial, staged.plan.certain, staged.plan.new) == (
        "etsy-items",
        True,
        True,
        (),
    )
    assert personal(staged) >= {"Buyer", "Ship Name", "Ship Address1", "Ship Address2", "Ship Zipcode"}
    assert (staged.rows, staged.total_quantity, staged.total_amount) == (2, D(3), D(55))
    for what in (ORDER_LIST, ITEM_LIST) if orders_first else (ITEM_LIST, ORDER_LIST):
        take_in(dollar_shop, what)
    # The coupon's 5 over 30 and 25, by the largest remainder.
    assert sorted(lines(dollar_shop, "3401000001"), key=str) == [
        ("product", "CUP-1", D(1), D("2.2727"), D("22.7273")),
        ("product", "TEA-1", D(2), D("2.7273"), D("27.2727")),
        ("shipping", None, D(1), D(0), D(6)),
    ]
    assert money(dollar_shop, "3401000001") == {
        "goods": D(55), "discount": D(5), "shipping": D(6), "tax": D(4), "total": D(60)
    }  # fmt: skip
    assert stock(dollar_shop) == {"TEA-1": D(-2), "CUP-1": D(-1)}
    assert order(dollar_shop, "3401000001").order.state == "shipped"
    assert [read(dollar_shop, what).counts()["same"] for what in (ORDER_LIST, ITEM_LIST)] == [2, 2]
    assert_sound(dollar_shop)


def test_a_shop_in_britain_has_other_words(dollar_shop: Store) -> None:
    british = {"Date Shipped": "Date Posted", "Ship City": "Delivery City", "Ship State": "Delivery State",
               "Ship Zipcode": "Delivery Zipcode", "Ship Country": "Delivery Country",
               "Shipping Discount": "Delivery Discount", "Shipping": "Delivery", "Sales Tax": "Sales tax"}  # fmt: skip
    header = [british.get(name, name) for name in ORDERS.split(",")]
    staged = read(dollar_shop, sample(header, {british.get(key, key): value for key, value in FIRST.items()}))
    assert (staged.plan.format, staged.plan.certain, staged.plan.new) == ("etsy-orders", True, ())
    assert (staged.total_amount, staged.orders[0].tax, staged.orders[0].state) == (D(50), 40_000, "shipped")


def test_a_total_without_what_is_left_of_it_tells_no_refund(dollar_shop: Store) -> None:
    header = ORDERS.replace(",Order Total,", ",")
    row = {key: value for key, value in SECOND.items() if key != "Order Total"}
    staged = read(dollar_shop, sample(header, row))
    assert (staged.total_amount, staged.orders[0].refund, staged.orders[0].state) == (D(20), 0, "paid")
