"""Amazon "All Orders" flat file (.txt, TAB): one row an order item, every amount on the item it belongs to."""

from types import MappingProxyType

from shopdesk.exchange.formats.format import Format, spelled, words
from shopdesk.shop.orders.rules import OrderState
from shopdesk.text import N_

STATES = MappingProxyType(
    {
        "Pending": OrderState.UNPAID,
        "PendingAvailability": OrderState.UNPAID,
        "Pending - Waiting for Pick Up": OrderState.PAID,
        "Unshipped": OrderState.PAID,
        "PartiallyShipped": OrderState.PAID,
        "Partially Shipped": OrderState.PAID,
        "InvoiceUnconfirmed": OrderState.PAID,
        "Shipping": OrderState.SHIPPED,
        "Shipped": OrderState.SHIPPED,
        "Complete": OrderState.SHIPPED,
        "Shipped - Picked Up": OrderState.SHIPPED,
        "Shipped - Out for Delivery": OrderState.SHIPPED,
        "Shipped - Returning to Seller": OrderState.SHIPPED,
        "Shipped - Delivered to Buyer": OrderState.DELIVERED,
        "Shipped - Returned to Seller": OrderState.REFUNDED,
        "Shipped - Rejected by Buyer": OrderState.REFUNDED,
        "Shipped - Lost in Transit": OrderState.REFUNDED,
        "Shipped - Damaged": OrderState.REFUNDED,
        "Cancelled": OrderState.CANCELLED,
        "Canceled": OrderState.CANCELLED,
        "Unfulfillable": OrderState.CANCELLED,
    }
)

FORMATS = (
    Format(
        code="amazon-orders",
        title=N_("Amazon all orders"),
        kind="orders",
        channel="amazon",
        grade="A",
        source=N_("the flat file of all orders (29, 32 and more columns)"),
        signature=(("amazon-order-id",), ("purchase-date",), ("item-price", "quantity", "sku", "order-status")),
        fields=spelled(
            order_no="amazon-order-id",
            state="order-status",
            fulfilment_state="item-status",
            placed_at="purchase-date",
            sku="sku",
            title="product-name",
            quantity="quantity|quantity-purchased",
            currency="currency",
            line_amount="item-price",
            line_discount="item-promotion-discount",
            tax="item-tax",
            shipping="shipping-price",
            city="ship-city",
            region="ship-state",
            country="ship-country",
        ),
        states=STATES,
        known=words("""
            merchant-order-id,last-updated-date,fulfillment-channel,sales-channel,order-channel,url,ship-service-level,asin,shipping-tax
            gift-wrap-price,gift-wrap-tax,ship-promotion-discount,ship-postal-code,promotion-ids,is-business-order,purchase-order-number
            price-designation,is-iba,is-sold-by-ab,is-prime,is-replacement-order,is-exchange-order,original-order-id
            is-transparency,ioss-number,is-premium-order,fulfilled-by,buyer-company-name,buyer-cst-number,buyer-vat-number
            customized-url,customized-page,signature-confirmation-recommended,licensee-name,license-number
            license-state,license-expiration-date,address-type,purchase-order-number,delivery-promise
        """),
        personal=words("buyer-company-name,buyer-cst-number,buyer-vat-number,licensee-name,license-number,purchase-order-number"),
        further=spelled(tax="shipping-tax|gift-wrap-tax", line_amount="gift-wrap-price"),
        less=spelled(shipping="ship-promotion-discount"),
        summed=("tax", "shipping"),
        before_discount=True,
    ),
)
