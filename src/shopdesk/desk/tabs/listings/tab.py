"""The screen of listings."""

from typing import ClassVar

from shopdesk.desk.paged_tab import PagedTab
from shopdesk.desk.tabs.listings.pages import PAGES
from shopdesk.text import N_


class ListingsTab(PagedTab):
    """See the contract in `desk.tabs`."""

    KEY = "listings"
    TITLE = N_("Listings")
    PAGES = PAGES
    TABLES: ClassVar = (
        "listing", "listing_sku", "picture", "product_attribute", "product", "listing_draft", "listing_version",
        "price_change", "listing_score", "law_word", "claim", "attachment", "keyword", "keyword_day", "traffic",
        "traffic_hour", "shop_event", "candidate", "experiment", "experiment_day", "stock_move", "sku", "sku_value",
        "bundle_part", "lot", "ad_spend", "setting", "channel", "promotion", "price_rule", "fee_rule", "tax_rule",
        "competitor", "competitor_day", "sales_order", "order_line", "refund", "settlement_line", "customer",
        "customer_return", "supplier", "supplier_sku", "purchase_order", "purchase_line", "goods_receipt", "inspection",
    )  # fmt: skip
