"""Lazada orders (.xlsx): one row a piece; the quantity of a SKU is the number of its rows."""

from types import MappingProxyType

from shopdesk.exchange.formats.format import Format, spelled, words
from shopdesk.exchange.plan import Grain
from shopdesk.shop.orders.rules import OrderState
from shopdesk.text import N_

STATES = MappingProxyType(
    {
        "unpaid": OrderState.UNPAID,
        "pending": OrderState.PAID,
        "confirmed": OrderState.PAID,
        "topack": OrderState.PAID,
        "packed": OrderState.PAID,
        "toship": OrderState.PAID,
        "ready_to_ship": OrderState.PAID,
        "repacked": OrderState.PAID,
        "shipping": OrderState.SHIPPED,
        "shipped": OrderState.SHIPPED,
        "failed_delivery": OrderState.SHIPPED,
        "In Transit: Returning to seller": OrderState.SHIPPED,
        "delivered": OrderState.DELIVERED,
        "confirmed_received": OrderState.COMPLETED,
        "completed": OrderState.COMPLETED,
        "canceled": OrderState.CANCELLED,
        "cancelled": OrderState.CANCELLED,
        "returned": OrderState.REFUNDED,
        "failed": OrderState.REFUNDED,
        "Package Returned": OrderState.REFUNDED,
        "shipped_back_success": OrderState.REFUNDED,
        "package_scrapped": OrderState.REFUNDED,
        "lost_by_3pl": OrderState.REFUNDED,
        "damaged_by_3pl": OrderState.REFUNDED,
    }
)

FORMATS = (
    Format(
        code="lazada-orders",
        title=N_("Lazada orders"),
        kind="orders",
        channel="lazada",
        grain=Grain.UNIT,
        grade="B",
        source=N_("names of the columns, as several programs read them; their order is not certain"),
        signature=(
            ("orderNumber",),
            ("orderItemId", "lazadaSku", "lazadaId"),
            ("sellerSku", "itemName"),
            ("paidPrice", "unitPrice", "createTime"),
        ),
        fields=spelled(
            order_no="orderNumber",
            line_id="orderItemId",
            state="status",
            placed_at="createTime",
            completed_at="deliveredDate",
            sku="sellerSku",
            barcode="lazadaSku",
            title="itemName",
            option="variation",
            unit_price="unitPrice",
            line_discount="sellerDiscountTotal",
            shipping="shippingFee",
            paid_amount="paidPrice",
            line_refund="refundAmount",
            closed_reason="buyerFailedDeliveryReason",
            customer_no="customerName",
            recipient="shippingName",
            phone="shippingPhone",
            address="shippingAddress",
            region="shippingRegion",
            city="shippingCity",
            country="shippingCountry",
            carrier="shippingProvider",
            waybill="trackingCode",
            seller_note="sellerNote",
        ),
        states=STATES,
        known=words("""
            orderType,Guarantee,deliveryType,lazadaId,lazadaSku,wareHouse,updateTime,rtaSla,rtsSla,ttsSla,invoiceRequired,invoiceNumber
            deliveryDate,customerEmail,nationalRegistrationNumber,shippingAddress2,shippingAddress3,shippingAddress4,shippingAddress5
            shippingPhone2,shippingPostCode,billingName,billingAddr,billingAddr2,billingAddr3,billingAddr4,billingAddr5,billingPhone
            billingPhone2,billingCity,billingPostCode,billingCountry,taxCode,branchNumber,taxInvoiceRequested,payMethod,walletCredit
            cdShippingProvider,shipmentTypeName,shippingProviderType,cdTrackingCode,trackingUrl,shippingProviderFM,trackingCodeFM
            trackingUrlFM,promisedShippingTime,premium,buyerFailedDeliveryReturnInitiator,buyerFailedDeliveryDetail
            buyerFailedDeliveryUserName,bundleId,bundleDiscount,semiManaged,flexibleDeliveryTime
        """),
        personal=words("""
            nationalRegistrationNumber,billingAddr,billingAddr2,billingAddr3,billingAddr4,billingAddr5,billingCity,billingPhone2
            shippingPhone2,shippingPostCode,billingPostCode,taxCode,buyerFailedDeliveryUserName,customerName
        """),
        summed=("shipping", "paid_amount"),
    ),
)
