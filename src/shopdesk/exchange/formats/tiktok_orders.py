"""TikTok Shop orders: one row a line of an order, the order's own money repeated on each; row 2 describes the columns."""

from types import MappingProxyType

from shopdesk.exchange.formats.format import Format, spelled, words
from shopdesk.shop.orders.rules import OrderState
from shopdesk.text import N_

STATES = MappingProxyType(
    {
        "Unpaid": OrderState.UNPAID,
        "On hold": OrderState.PAID,
        "Pending": OrderState.PAID,
        "Awaiting shipment": OrderState.PAID,
        "Awaiting collection": OrderState.PAID,
        "To ship": OrderState.PAID,
        "Partially shipping": OrderState.PAID,
        "In transit": OrderState.SHIPPED,
        "Shipped": OrderState.SHIPPED,
        "Delivered": OrderState.DELIVERED,
        "Completed": OrderState.COMPLETED,
        "Canceled": OrderState.CANCELLED,
        "Cancelled": OrderState.CANCELLED,
        "Belum bayar": OrderState.UNPAID,
        "Belum dibayar": OrderState.UNPAID,
        "Perlu dikirim": OrderState.PAID,
        "Dikirim": OrderState.SHIPPED,
        "Selesai": OrderState.COMPLETED,
        "Dibatalkan": OrderState.CANCELLED,
    }
)
"""English, and what a shop in Indonesia is told."""

FORMATS = (
    Format(
        code="tiktok-orders",
        title=N_("TikTok Shop orders"),
        kind="orders",
        channel="tiktok",
        grade="B",
        source=N_("an export of 54 and more columns; days and months in the order of the market"),
        signature=(
            ("Order ID",),
            ("SKU Subtotal After Discount", "SKU Unit Original Price", "SKU Seller Discount"),
            ("Seller SKU", "SKU ID"),
            ("Created Time", "Paid Time", "Order Status"),
        ),
        fields=spelled(
            order_no="Order ID",
            state="Order Status",
            placed_at="Created Time",
            paid_at="Paid Time",
            shipped_at="Shipped Time",
            completed_at="Delivered Time",
            cancelled_at="Cancelled Time",
            sku="Seller SKU",
            barcode="SKU ID",
            title="Product Name",
            option="Variation",
            quantity="Quantity",
            unit_price="SKU Unit Original Price",
            line_discount="SKU Seller Discount",
            platform_discount="SKU Platform Discount",
            shipping="Shipping Fee After Discount",
            tax="Taxes",
            paid_amount="Order Amount",
            refund_amount="Order Refund Amount",
            closed_reason="Cancel Reason",
            customer_no="Buyer Username",
            recipient="Recipient",
            phone="Phone #",
            address="Detail Address",
            region="Province|State",
            city="City|Regency and City|Municipality",
            country="Country",
            carrier="Shipping Provider Name",
            waybill="Tracking ID",
            buyer_note="Buyer Message",
            seller_note="Seller Note",
        ),
        states=STATES,
        known=words("""
            SKU ID,Order Substatus,Cancelation/Return Type,Normal or Pre-order,Sku Quantity of return,SKU Subtotal Before Discount
            SKU Subtotal After Discount,Original Shipping Fee,Shipping Fee Seller Discount,Shipping Fee Platform Discount
            Payment platform discount,Distance Shipping Fee,Distance Fee,Buyer Service Fee,Handling Fee,Shipping Insurance
            Item Insurance,Retail Delivery Fee,RTS Time,Cancel By,Fulfillment Type,Warehouse Name,Delivery Option,Buyer Nickname
            Zipcode,Region,State,City,District,Districts,Municipality,Barangay,Villages,Street Name,House Name or Number
            Additional address information,Payment Method,Weight(kg),Product Category,Package ID,Purchase Channel,Checked Status
            Checked Marked by,Collection Time,Virtual Bundle Seller SKU,Dynamic Commission,Request invoice
        """),
        personal=words("Buyer Nickname,Zipcode,Street Name,House Name or Number,Additional address information,Barangay,Villages"),
        skip_rows=1,
        summed=("platform_discount",),
    ),
)
