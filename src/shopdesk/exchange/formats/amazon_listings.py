"""Amazon listing and stock files (.txt, TAB): one row a SKU; what the core has no place for stays in the row as imported."""

from types import MappingProxyType

from shopdesk.exchange.formats.format import Format, Shows, spelled, words
from shopdesk.shop.catalog.rules import ProductState
from shopdesk.text import N_

STATES = MappingProxyType(
    {
        "Active": ProductState.ACTIVE,
        "Inactive": ProductState.DRAFT,
        "Incomplete": ProductState.DRAFT,
        "Suppressed": ProductState.DRAFT,
        "Blocked": ProductState.DRAFT,
    }
)

FORMATS = (
    Format(
        code="amazon-listings",
        title=N_("Amazon listings report"),
        kind="products",
        channel="amazon",
        grade="A",
        source=N_("reports of active, inactive and all listings (27, 28 and 47 columns)"),
        signature=(("seller-sku",), ("item-name", "listing-id"), ("open-date", "fulfillment-channel", "asin1", "item-is-marketplace")),
        fields=spelled(
            sku="seller-sku", title="item-name", price="price", on_hand="quantity", state="status"
        ),
        states=STATES,
        shows=Shows(spelled(
            listing_no="asin1|product-id", called="seller-sku", title="item-name", description="item-description", pictures="image-url",
            listed_at="open-date",
        )),
        known=words("""
            item-description,listing-id,open-date,image-url,item-is-marketplace,product-id-type,zshop-shipping-fee,item-note
            item-condition,zshop-category1,zshop-browse-path,zshop-storefront-feature,asin1,asin2,asin3,will-ship-internationally
            expedited-shipping,zshop-boldface,product-id,bid-for-featured-placement,add-delete,pending-quantity,fulfillment-channel
            merchant-shipping-group,Business Price,Quantity Price Type,Quantity Lower Bound 1,Quantity Price 1,Quantity Lower Bound 2
            Quantity Price 2,Quantity Lower Bound 3,Quantity Price 3,Quantity Lower Bound 4,Quantity Price 4,Quantity Lower Bound 5
            Quantity Price 5,optional-payment-type-exclusion,scheduled-delivery-sku-set,standard-price-point,Minimum order quantity
            Sell remainder,minimum-seller-allowed-price,maximum-seller-allowed-price
        """),
    ),
    Format(
        code="amazon-inventory-loader",
        title=N_("Amazon inventory loader"),
        kind="products",
        channel="amazon",
        grade="A",
        source=N_("the inventory loader (12 to 17 columns) and the price and quantity file (6); rows that delete a listing are left out"),
        signature=(("sku",), ("minimum-seller-allowed-price", "product-id-type", "leadtime-to-ship", "add-delete"), ("price", "quantity")),
        fields=spelled(sku="sku", price="price", on_hand="quantity"),
        shows=Shows(spelled(listing_no="asin", called="sku")),
        apart=MappingProxyType({"add-delete": ("d", "x")}),
        known=words("""
            product-id,product-id-type,minimum-seller-allowed-price,maximum-seller-allowed-price,item-condition,add-delete
            will-ship-internationally,expedited-shipping,standard-plus,item-note,fulfillment-center-id,product-tax-code
            leadtime-to-ship,handling-time,merchant_shipping_group_name,business-price,quantity-price-type,fulfillment-channel
            fulfillment_channel,asin,product-name
        """),
    ),
    Format(
        code="amazon-fba-inventory",
        title=N_("Amazon FBA inventory"),
        kind="products",
        channel="amazon",
        grade="B",
        source=N_("names of the columns, as several programs read them"),
        signature=(("sku",), ("afn-fulfillable-quantity", "afn-warehouse-quantity"), ("fnsku", "asin", "product-name")),
        fields=spelled(sku="sku", title="product-name", price="your-price", on_hand="afn-warehouse-quantity"),
        further=spelled(on_hand="mfn-fulfillable-quantity"),
        shows=Shows(spelled(listing_no="asin", called="sku", title="product-name")),
        known=words("""
            fnsku,asin,condition,mfn-listing-exists,afn-listing-exists,afn-fulfillable-quantity,afn-unsellable-quantity
            afn-reserved-quantity,afn-total-quantity,per-unit-volume,afn-inbound-working-quantity,afn-inbound-shipped-quantity
            afn-inbound-receiving-quantity,afn-researching-quantity,afn-reserved-future-supply,afn-future-supply-buyable,store
        """),
    ),
)
