"""WooCommerce orders of its most used export: order columns on each row of an order, or on its first alone."""

import pytest
from tests.exchange.counter import D, assert_sound, lines, money, order, read, stock, take_in
from tests.exchange.formats.sample import personal, sample

from shopdesk.exchange.formats.woocommerce_orders import STATES
from shopdesk.shop.orders.rules import OrderState
from shopdesk.store.store import Store

HEADER = (
    "Order Number,Order Status,Order Date,Customer Note,First Name (Billing),Last Name (Billing),Company (Billing),"
    "Address 1&2 (Billing),City (Billing),State Code (Billing),Postcode (Billing),Country Code (Billing),Email (Billing),"
    "Phone (Billing),First Name (Shipping),Last Name (Shipping),Address 1&2 (Shipping),City (Shipping),"
    "State Code (Shipping),Postcode (Shipping),Country Code (Shipping),Item #,SKU,Name,Product Variation,Quantity,"
    "Quantity (- Refund),Item Cost,Order Line (w/o tax),Order Line Tax,Order Line Total,Order Line Total Refunded,"
    "Order Line Total (- Refund),Image URL,Coupon Code,Discount Amount,Discount Amount Tax,Payment Method Title,"
    "Coupons Used,Cart Discount Amount,Order Subtotal Amount,Order Tax Amount,Order Shipping Amount,Order Refund Amount,"
    "Order Total Amount,Order Total Tax Amount,Total items,Total products"
)
PEOPLE = """
    Customer Note,First Name (Billing),Last Name (Billing),Company (Billing),Address 1&2 (Billing),Postcode (Billing),Email (Billing),Phone (Billing)
    First Name (Shipping),Last Name (Shipping),Address 1&2 (Shipping),Postcode (Shipping)
"""
# 30 + 25 less a coupon's 5, shipping 6, tax 4 + 0.48: 60.48; 10 went back.
TEA = {
    "Order Number": "5101", "Order Status": "Completed", "Order Date": "2026-03-01 10:15", "First Name (Billing)": "Ann",
    "Last Name (Billing)": "Lee", "Email (Billing)": "ann@example.com", "Phone (Billing)": "212 555 0100",
    "First Name (Shipping)": "Ann", "Last Name (Shipping)": "Lee", "Address 1&2 (Shipping)": "1 Elm St", "City (Shipping)": "Troy",
    "State Code (Shipping)": "NY", "Country Code (Shipping)": "US", "Item #": "1", "SKU": "TEA-1", "Name": "Green tea",
    "Quantity": "2", "Item Cost": "15", "Order Line (w/o tax)": "30", "Order Line Tax": "2.40", "Order Line Total": "32.40",
    "Discount Amount": "5", "Cart Discount Amount": "5", "Order Subtotal Amount": "55", "Order Tax Amount": "4",
    "Order Shipping Amount": "6", "Order Refund Amount": "10", "Order Total Amount": "60.48", "Order Total Tax Amount": "4.48",
}  # fmt: skip
CUP = {
    **TEA,
    "Item #": "2",
    "SKU": "CUP-1",
    "Name": "Cup",
    "Quantity": "1",
    "Item Cost": "25",
    "Order Line (w/o tax)": "25",
}
WAITING = {**TEA, "Order Number": "5102", "Order Status": "Pending payment", "Order Refund Amount": "0"}
ROWS = (TEA, CUP, WAITING)
OF_LINES = (
    "Item #",
    "SKU",
    "Name",
    "Quantity",
    "Item Cost",
    "Order Line (w/o tax)",
    "Order Line Tax",
    "Order Line Total",
)


@pytest.mark.parametrize("repeated", [True, False])
def test_an_export(dollar_shop: Store, repeated: bool) -> None:
    cup = CUP if repeated else {key: CUP[key] for key in OF_LINES}
    what = sample(HEADER, TEA, cup, WAITING, name="orders-2026-03-20.csv")
    staged = read(dollar_shop, what)
    plan = staged.plan
    assert (plan.format, plan.channel, plan.certain, plan.new) == ("woocommerce-orders", "woocommerce", True, ())
    assert personal(staged) >= {
        "First Name (Billing)",
        "Email (Billing)",
        "Address 1&2 (Shipping)",
        "Postcode (Shipping)",
        "Customer Note",
    }
    assert (staged.rows, staged.total_quantity, staged.total_amount) == (3, D(5), D(85))
    take_in(dollar_shop, what)
    assert money(dollar_shop, "5101") == {
        "goods": D(55), "discount": D(5), "shipping": D(6), "tax": D("4.48"), "total": D("60.48"), "refunded": D(10)
    }  # fmt: skip
    assert [line[1:3] for line in lines(dollar_shop, "5101")[:2]] == [("TEA-1", D(2)), ("CUP-1", D(1))]
    found = order(dollar_shop, "5101")
    assert (found.order.state, found.customer_no, found.address.recipient if found.address else "") == (
        "completed",
        "ann@example.com",
        "Ann Lee",
    )
    assert order(dollar_shop, "5102").order.state == "unpaid"
    assert stock(dollar_shop) == {"TEA-1": D(-2), "CUP-1": D(-1)}
    assert read(dollar_shop, what).counts()["same"] == 3
    assert_sound(dollar_shop)


@pytest.mark.parametrize(("said", "expected"), STATES.items())
def test_every_status(dollar_shop: Store, said: str, expected: OrderState) -> None:
    assert read(dollar_shop, sample(HEADER, {**TEA, "Order Status": said})).orders[0].state == expected


def test_the_products_of_the_shop_are_no_orders(dollar_shop: Store) -> None:
    header = (
        "ID,Type,SKU,Name,Published,Is featured?,Visibility in catalog,In stock?,Stock,Sale price,Regular price,Parent"
    )
    row = {"ID": "1", "Type": "simple", "SKU": "a", "Name": "A", "Regular price": "1"}
    assert read(dollar_shop, sample(header, row)).plan.format == "woocommerce-products"
