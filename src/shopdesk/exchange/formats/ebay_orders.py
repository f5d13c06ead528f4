"""eBay orders, of Seller Hub and of the old File Exchange: an order of several items has a row of sums above its items."""

from shopdesk.exchange.formats.format import Format, spelled, words
from shopdesk.exchange.plan import Grain
from shopdesk.text import N_

_LINE = ("line_id", "title")
_FOOTERS = ("record(s) downloaded", "Seller ID")

FORMATS = (
    Format(
        code="ebay-orders",
        title=N_("eBay orders"),
        kind="orders",
        channel="ebay",
        grain=Grain.FIRST_ROW,
        grade="A",
        source="Seller Hub orders report of 80 columns (eBay's own list); the words of Great Britain and Australia",
        signature=(
            ("Order Number",),
            ("Sold For", "Sold Via Promoted Listings"),
            ("Item Number", "Item Title", "Buyer Username"),
        ),
        fields=spelled(
            order_no="Order Number",
            placed_at="Sale Date",
            paid_at="Paid On Date",
            shipped_at="Shipped On Date",
            line_id="Item Number",
            sku="Custom Label",
            title="Item Title",
            option="Variation Details",
            quantity="Quantity",
            unit_price="Sold For",
            shipping="Shipping And Handling|Postage And Handling|Postage And Packaging",
            tax="Seller Collected Tax",
            paid_amount="Total Price",
            customer_no="Buyer Username",
            recipient="Ship To Name|Post To Name|Buyer Name",
            phone="Ship To Phone|Post To Phone",
            address="Ship To Address 1|Post To Address 1|Buyer Address 1",
            city="Ship To City|Post To City|Buyer City",
            region="Ship To State|Post To State|Post To County|Buyer State|Buyer County",
            country="Ship To Country|Post To Country|Buyer Country",
            carrier="Shipping Service|Postage Service|Delivery Service",
            waybill="Tracking Number",
            buyer_note="Buyer Note",
            seller_note="My Item Note",
        ),
        known=words("""
            Sales Record Number,Buyer Name,Buyer Email,Buyer Address 1,Buyer Address 2,Buyer City,Buyer State,Buyer Zip,Buyer County
            Buyer Postcode,Buyer Country,Buyer Tax Identifier Name,Buyer Tax Identifier Value,Ship To Address 2,Ship To Zip
            Post To Address 2,Post To Postcode,Post To Zip,Sold Via Promoted Listings,Item Location,Item Zip Code,Item Postcode,Item Country
            eBay Collect And Remit Tax Rate,eBay Collect And Remit Tax Type,eBay Reference Name,eBay Reference Value,Tax Status
            eBay Collected Tax,Electronic Waste Recycling Fee,Mattress Recycling Fee,Battery Recycling Fee,White Goods Disposal Tax
            Tire Recycling Fee,Additional Fee,Lumber Fee,eBay Collected Charges,eBay Collected Tax Included in Total,Payment Method
            Commitment Date,Ship By Date,Post By Date,Dispatch By Date,Minimum Estimated Delivery Date,Maximum Estimated Delivery Date
            Feedback Left,Feedback Received,PayPal Transaction ID,Transaction ID,Global Shipping Program,Global Shipping Reference ID
            Click And Collect,Click And Collect Reference Number,eBay Plus,Authenticity Verification Program
            Authenticity Verification Status,Authenticity Verification Outcome Reason,PSA Vault Program,eBay Vault Program
            Vault Fulfillment Type,eBay Fulfillment Program,Tax City,Tax State,Tax Zip,Tax Country,eBay International Shipping
            VAT Rate,Seller VAT Rate,Seller Collected VAT
        """),
        personal=words("""
            Buyer Name,Buyer Email,Buyer Zip,Buyer Postcode,Buyer Tax Identifier Value,Ship To Zip,Post To Postcode,Post To Zip,Tax Zip
            eBay Reference Value
        """),
        footers=_FOOTERS,
        needs=_LINE,
    ),
    Format(
        code="ebay-orders-2019",
        title=N_("eBay orders (File Exchange)"),
        kind="orders",
        channel="ebay",
        grain=Grain.FIRST_ROW,
        grade="A",
        source="File Exchange sold listings of 35 columns, up to 2019",
        signature=(
            ("Sales Record Number",),
            ("Sale Price",),
            ("User Id", "Buyer Fullname", "Feedback left", "Checkout Date", "Cash on delivery fee"),
        ),
        fields=spelled(
            order_no="Sales Record Number",
            placed_at="Sale Date",
            paid_at="Paid on Date",
            shipped_at="Shipped on Date",
            line_id="Item Number",
            sku="Custom Label",
            title="Item Title",
            option="Variation Details",
            quantity="Quantity",
            unit_price="Sale Price",
            shipping="Shipping and Handling|Postage and Packing|Postage and Packaging",
            tax="US Tax",
            paid_amount="Total Price",
            customer_no="User Id",
            recipient="Buyer Fullname",
            phone="Buyer Phone Number",
            address="Buyer Address 1",
            city="Buyer City",
            region="Buyer State",
            country="Buyer Country",
            carrier="Shipping Service",
            waybill="Tracking Number",
        ),
        further=spelled(shipping="Insurance|Cash on delivery fee"),
        known=words("""
            Buyer Email,Buyer Address 2,Buyer Zip,Buyer Postcode,Payment Method,Checkout Date,Feedback left,Feedback received
            Notes to yourself,Listed On,Sold On,PayPal Transaction ID,Transaction ID,Order ID,Global Shipping Program
            Global Shipping Reference ID,Click and Collect,eBay Plus
        """),
        personal=words("User Id,Buyer Fullname,Buyer Email,Buyer Zip,Buyer Postcode"),
        footers=_FOOTERS,
        needs=_LINE,
    ),
)
