"""Amazon.in "Sale Report" (.csv): one row an order item, dates as month-day-year."""

from shopdesk.exchange.formats.amazon_orders import STATES
from shopdesk.exchange.formats.format import Format, spelled, words
from shopdesk.text import N_

FORMATS = (
    Format(
        code="amazon-sale-report",
        title=N_("Amazon sale report"),
        kind="orders",
        channel="amazon",
        grade="A",
        source=N_("a seller's report of 2022 from India, whole and with columns of the seller's own"),
        signature=(("Order ID",), ("ship-service-level", "Courier Status"), ("Fulfilment", "fulfilled-by"), ("Qty", "Amount")),
        fields=spelled(
            order_no="Order ID",
            state="Status",
            fulfilment_state="Courier Status",
            placed_at="Date",
            sku="SKU",
            title="Category",
            option="Size",
            quantity="Qty",
            currency="currency",
            line_amount="Amount",
            city="ship-city",
            region="ship-state",
            country="ship-country",
        ),
        states=STATES,
        known=words("index,Fulfilment,Sales Channel,ship-service-level,Style,ASIN,ship-postal-code,promotion-ids,B2B,fulfilled-by,Unnamed: 22"),
        day_first=False,
        decimal_comma=False,
    ),
)
