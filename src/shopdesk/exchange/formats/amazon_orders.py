"""Amazon's order reports (.txt, TAB), all orders, new ones and those to ship: one row an item, its own amounts on it."""

from collections.abc import Mapping
from types import MappingProxyType

from shopdesk.exchange.formats.format import Format, StateRule, spelled, words
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



def new_state(row: Mapping[str, str]) -> str:
    """The report of new orders has no status: what was paid is to be shipped, or has been since."""
    return OrderState.PAID if row.get("paid_at", row["placed_at"]) else OrderState.UNPAID


_SHIP_TO = {
    "customer_no": "buyer-email",
    "recipient": "recipient-name",
    "phone": "ship-phone-number|buyer-phone-number",
    "address": "ship-address-1",
    "city": "ship-city",
    "region": "ship-state",
    "country": "ship-country",
}
_ITEM = {
    "order_no": "order-id",
    "line_id": "order-item-id",
    "placed_at": "purchase-date",
    "sku": "sku",
    "title": "product-name",
    "quantity": "quantity-purchased",
}
_KNOWN = words("""
    payments-date,reporting-date,promise-date,days-past-promise,buyer-email,buyer-name,buyer-phone-number,payment-method-details,number-of-items
    quantity-shipped,quantity-to-ship,ship-service-level,ship-address-2,ship-address-3,ship-postal-code,ship-phone-number,bill-name,bill-address-1
    bill-address-2,bill-address-3,bill-city,bill-state,bill-postal-code,bill-country,item-promotion-id,ship-promotion-id,delivery-start-date
    delivery-end-date,delivery-time-zone,delivery-Instructions,sales-channel,payment-method,cod-collectible-amount,already-paid
    payment-method-fee,scheduled-delivery-start-date,scheduled-delivery-end-date,points-granted,is-prime,verge-of-cancellation
    verge-of-lateShipment,customized-url,customized-page,is-business-order,purchase-order-number,price-designation,buyer-company-name,is-iba
    is-sold-by-ab,buyer-citizen-name,buyer-citizen-id,is-ispu-order,is-pickup-point-order,pickup-point-type,order-invoice-type
    invoice-business-legal-name,invoice-business-address,invoice-business-tax-id,invoice-business-tax-office,cpf
    signature-confirmation-recommended,is-premium-order,is-replacement-order,original-order-id,fulfilled-by
""")
_PEOPLE = words("""
    buyer-email,buyer-name,buyer-phone-number,buyer-company-name,buyer-citizen-name,buyer-citizen-id,cpf,ship-address-2,ship-address-3
    ship-postal-code,ship-phone-number,bill-name,bill-address-1,bill-address-2,bill-address-3,bill-postal-code,invoice-business-legal-name
    invoice-business-address,invoice-business-tax-id,purchase-order-number,delivery-Instructions
""")

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
    Format(
        code="amazon-new-orders",
        title=N_("Amazon new orders"),
        kind="orders",
        channel="amazon",
        grade="B",
        source=N_("the order report of 29 and more columns, as several programs read it; it has no status"),
        signature=(("order-id",), ("order-item-id",), ("item-price",), ("payments-date", "purchase-date")),
        fields=spelled(
            **_ITEM,
            **_SHIP_TO,
            paid_at="payments-date",
            currency="currency",
            line_amount="item-price",
            line_discount="item-promotion-discount",
            tax="item-tax",
            shipping="shipping-price",
        ),
        rule=StateRule(("paid_at", "placed_at"), new_state),
        known=_KNOWN,
        personal=_PEOPLE,
        further=spelled(tax="shipping-tax"),
        less=spelled(shipping="ship-promotion-discount"),
        summed=("tax", "shipping"),
        before_discount=True,
    ),
    Format(
        code="amazon-unshipped",
        title=N_("Amazon unshipped orders"),
        kind="orders",
        channel="amazon",
        grade="B",
        source=N_("the report of orders to ship, of 24 to 45 columns; it has no amounts and adds to another list"),
        signature=(("order-id",), ("order-item-id",), ("promise-date", "days-past-promise", "quantity-to-ship")),
        fields=spelled(**_ITEM, **_SHIP_TO, ship_by="promise-date"),
        rule=StateRule(("placed_at",), new_state),
        known=_KNOWN,
        personal=_PEOPLE,
        partial=True,
    ),
)
