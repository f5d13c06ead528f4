"""Shopify orders export: one row a line item; the order's own columns stand on its first row only."""

from collections.abc import Mapping
from types import MappingProxyType

from shopdesk.exchange.formats.format import Format, StateRule, spelled, words
from shopdesk.exchange.plan import Grain
from shopdesk.shop.orders.rules import OrderState
from shopdesk.text import N_

STATES = MappingProxyType(
    {
        "pending": OrderState.UNPAID,
        "authorized": OrderState.UNPAID,
        "partially_paid": OrderState.UNPAID,
        "unpaid": OrderState.UNPAID,
        "expired": OrderState.UNPAID,
        "paid": OrderState.PAID,
        "partially_refunded": OrderState.PAID,
        "refunded": OrderState.REFUNDED,
        "voided": OrderState.CANCELLED,
    }
)


def order_state(row: Mapping[str, str]) -> str:
    """Money says whether the order stands, delivery how far it has come; a cancelled one keeps its refund."""
    money = STATES.get(row.get("state", ""), "")
    if money in {OrderState.REFUNDED, OrderState.CANCELLED}:
        return money
    if row.get("cancelled_at"):
        return OrderState.CANCELLED
    if row.get("fulfilment_state") == "fulfilled":
        return OrderState.SHIPPED
    return money


FORMATS = (
    Format(
        code="shopify-orders",
        title=N_("Shopify orders"),
        kind="orders",
        channel="shopify",
        grain=Grain.FIRST_ROW,
        grade="A",
        source=N_("a real export (78 columns), and the names that Shopify's help gives some of them"),
        signature=(
            ("Name",),
            ("Lineitem name", "Lineitem quantity", "Lineitem price", "Lineitem sku", "Financial Status"),
            ("Created at", "Paid at", "Total", "Subtotal", "Lineitem name", "Lineitem quantity", "Fulfillment Status"),
        ),
        fields=spelled(
            order_no="Name",
            state="Financial Status",
            fulfilment_state="Fulfillment Status",
            placed_at="Created at",
            paid_at="Paid at",
            shipped_at="Fulfilled at",
            cancelled_at="Cancelled at|Canceled at",
            sku="Lineitem sku",
            title="Lineitem name",
            quantity="Lineitem quantity",
            unit_price="Lineitem price",
            line_discount="Lineitem discount",
            order_discount="Discount Amount",
            coupon_code="Discount Code",
            shipping="Shipping",
            tax="Taxes",
            order_total="Total",
            refund_amount="Refunded Amount",
            currency="Currency",
            customer_no="Email",
            recipient="Shipping Name|Billing Name",
            phone="Shipping Phone|Phone|Billing Phone",
            address="Shipping Street|Shipping Address1",
            region="Shipping Province Name|Shipping Province",
            city="Shipping City",
            country="Shipping Country",
            buyer_note="Notes",
        ),
        states=STATES,
        rule=StateRule(("state", "fulfilment_state", "cancelled_at"), order_state),
        known=words("""
            Accepts Marketing,Subtotal,Shipping Method,Lineitem compare at price,Lineitem compare-at price
            Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1
            Billing Address2,Billing Company,Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Address1
            Shipping Address2,Shipping Company,Shipping Zip,Shipping Province,Note Attributes,Payment Method,Payment Reference
            Payment References,Vendor,Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,Source,Tax 1 Name,Tax 1 Value
            Tax 2 Name,Tax 2 Value,Tax 3 Name,Tax 3 Value,Tax 4 Name,Tax 4 Value,Tax 5 Name,Tax 5 Value,Phone,Receipt Number,Duties
            Billing Province Name,Shipping Province Name,Payment ID,Payment Terms Name,Next Payment Due At
        """),
        personal=("Note Attributes", "Device ID", "Billing Company", "Shipping Company"),
        decimal_comma=False,
    ),
)
