"""WooCommerce orders as "Advanced Order Export" writes them: one row a line; the shop's own program exports none."""

from types import MappingProxyType

from shopdesk.exchange.formats.format import Format, spelled, words
from shopdesk.exchange.plan import Grain
from shopdesk.shop.orders.rules import OrderState
from shopdesk.text import N_

_STATES = {
    "Pending": OrderState.UNPAID,
    "Pending payment": OrderState.UNPAID,
    "On hold": OrderState.UNPAID,
    "On-hold": OrderState.UNPAID,
    "Draft": OrderState.UNPAID,
    "Checkout-draft": OrderState.UNPAID,
    "Processing": OrderState.PAID,
    "Completed": OrderState.COMPLETED,
    "Cancelled": OrderState.CANCELLED,
    "Failed": OrderState.CANCELLED,
    "Refunded": OrderState.REFUNDED,
}
STATES = MappingProxyType(_STATES | {f"wc-{said.lower()}": state for said, state in _STATES.items()})
"""As the shop shows them, and as its database calls them."""

FORMATS = (
    Format(
        code="woocommerce-orders",
        title=N_("WooCommerce orders"),
        kind="orders",
        channel="woocommerce",
        grain=Grain.FIRST_ROW,
        grade="B",
        source=N_("the extension Advanced Order Export with its usual 47 columns; other extensions write others"),
        signature=(
            ("Order Number", "Order ID"),
            ("Order Total Amount", "Order Subtotal Amount", "Order Shipping Amount"),
            ("Order Status", "Order Date"),
            ("Item Cost", "Order Line Total", "Order Line (w/o tax)", "Email (Billing)", "First Name (Billing)", "Cart Discount Amount"),
        ),
        fields=spelled(
            order_no="Order Number|Order ID",
            state="Order Status",
            placed_at="Order Date",
            paid_at="Paid Date",
            completed_at="Completed Date",
            sku="SKU",
            title="Item Name|Name|Product Name",
            option="Product Variation",
            quantity="Quantity",
            unit_price="Item Cost",
            line_amount="Order Line (w/o tax)",
            coupon_code="Coupon Code",
            coupon_amount="Discount Amount",
            shipping="Order Shipping Amount",
            tax="Order Total Tax Amount|Order Tax Amount",
            order_total="Order Total Amount",
            refund_amount="Order Refund Amount",
            currency="Currency|Order Currency",
            customer_no="Email (Billing)",
            recipient="Full Name (Shipping)|First Name (Shipping)|Full Name (Billing)|First Name (Billing)",
            phone="Phone (Shipping)|Phone (Billing)",
            address="Address 1&2 (Shipping)|Address 1 (Shipping)|Address 1&2 (Billing)|Address 1 (Billing)",
            region="State Name (Shipping)|State Code (Shipping)|State Name (Billing)|State Code (Billing)",
            city="City (Shipping)|City (Billing)",
            country="Country Name (Shipping)|Country Code (Shipping)|Country Name (Billing)|Country Code (Billing)",
            buyer_note="Customer Note",
        ),
        further=spelled(recipient="Last Name (Shipping)"),
        states=STATES,
        known=words("""
            First Name (Billing),Last Name (Billing),Full Name (Billing),Company (Billing),Address 1&2 (Billing),Address 1 (Billing),Address 2 (Billing)
            City (Billing),State Code (Billing),State Name (Billing),Postcode (Billing),Country Code (Billing),Country Name (Billing),Email (Billing)
            Phone (Billing),First Name (Shipping),Last Name (Shipping),Full Name (Shipping),Company (Shipping),Address 1&2 (Shipping)
            Address 1 (Shipping),Address 2 (Shipping),City (Shipping),State Code (Shipping),State Name (Shipping),Postcode (Shipping)
            Country Code (Shipping),Country Name (Shipping),Item #,Quantity (- Refund),Order Line Tax,Order Line Total,Order Line Total Refunded
            Order Line Total (- Refund),Order Line Subtotal,Image URL,Discount Amount Tax,Payment Method Title
            Payment Method,Shipping Method Title,Shipping Method,Coupons Used,Cart Discount Amount,Order Subtotal Amount,Order Tax Amount
            Order Total Amount (- Refund),Total items,Total products,Transaction ID,Customer IP address,Customer User ID,Order Key
        """),
        personal=words("""
            First Name (Billing),Last Name (Billing),Full Name (Billing),Company (Billing),Address 1&2 (Billing),Address 1 (Billing),Address 2 (Billing)
            Postcode (Billing),Email (Billing),Phone (Billing),First Name (Shipping),Last Name (Shipping),Full Name (Shipping),Company (Shipping)
            Address 1&2 (Shipping),Address 1 (Shipping),Address 2 (Shipping),Postcode (Shipping),Customer IP address
        """),
    ),
)
