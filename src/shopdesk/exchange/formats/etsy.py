"""Etsy sold orders (one row an order) and sold order items (one row a line): the two join, whichever comes first."""

from collections.abc import Mapping

from shopdesk.exchange.formats.format import Format, StateRule, spelled, words
from shopdesk.exchange.plan import Grain
from shopdesk.shop.orders.rules import OrderState
from shopdesk.text import N_

_PERSONAL = words("Buyer,Buyer User ID,Full Name,First Name,Last Name,Ship Name,Street 1,Street 2,Ship Address1,Ship Address2")


def order_state(row: Mapping[str, str]) -> str:
    """Both lists hold what was sold and paid; a date says that the parcel has left."""
    return OrderState.SHIPPED if row.get("shipped_at") else OrderState.PAID


FORMATS = (
    Format(
        code="etsy-orders",
        title=N_("Etsy sold orders"),
        kind="orders",
        channel="etsy",
        grain=Grain.ORDER,
        grade="A",
        source=N_("EtsySoldOrders of 33 and 36 columns, and the words of a shop in the United Kingdom"),
        signature=(
            ("Order ID",),
            ("Order Value", "Adjusted Net Order Amount", "Order Net"),
            ("Number of Items", "Card Processing Fees"),
            ("Sale Date",),
        ),
        fields=spelled(
            order_no="Order ID",
            placed_at="Sale Date",
            shipped_at="Date Shipped|Date Posted",
            quantity="Number of Items",
            goods_amount="Order Value",
            order_discount="Discount Amount",
            order_total="Order Total",
            coupon_code="Coupon Code",
            shipping="Shipping|Delivery",
            tax="Sales Tax",
            refund_amount="Adjusted Order Total",
            currency="Currency",
            customer_no="Buyer User ID|Buyer",
            recipient="Full Name",
            address="Street 1",
            city="Ship City|Delivery City",
            region="Ship State|Delivery State",
            country="Ship Country|Delivery Country",
        ),
        rule=StateRule(("shipped_at",), order_state),
        less=spelled(shipping="Shipping Discount|Delivery Discount"),
        kept=True,
        known=words("""
            Payment Method,Ship Zipcode,Delivery Zipcode,Coupon Details,Status
            Card Processing Fees,Order Net,Adjusted Card Processing Fees,Adjusted Net Order Amount,Order Type,Payment Type
            InPerson Discount,InPerson Location,SKU
        """),
        personal=_PERSONAL,
        day_first=False,
    ),
    Format(
        code="etsy-items",
        title=N_("Etsy sold order items"),
        kind="orders",
        channel="etsy",
        grade="A",
        source=N_("EtsySoldOrderItems of 29 and 33 columns"),
        signature=(("Order ID",), ("Transaction ID",), ("Item Name", "Listing ID"), ("Item Total", "Price")),
        fields=spelled(
            order_no="Order ID",
            line_id="Transaction ID",
            placed_at="Sale Date",
            paid_at="Date Paid",
            shipped_at="Date Shipped|Date Posted",
            sku="SKU",
            title="Item Name",
            option="Variations",
            quantity="Quantity",
            unit_price="Price",
            line_discount="Discount Amount",
            currency="Currency",
            customer_no="Buyer",
            recipient="Ship Name",
            address="Ship Address1",
            city="Ship City|Delivery City",
            region="Ship State|Delivery State",
            country="Ship Country|Delivery Country",
        ),
        rule=StateRule(("shipped_at",), order_state),
        known=words("""
            Coupon Code,Coupon Details,Shipping Discount,Delivery Discount,Order Shipping,Order Delivery,Order Sales Tax,Item Total
            Listing ID,Ship Zipcode,Delivery Zipcode,Order Type,Listings Type,Payment Type,InPerson Discount,InPerson Location
            VAT Paid by Buyer
        """),
        personal=_PERSONAL,
        day_first=False,
        partial=True,
    ),
)
