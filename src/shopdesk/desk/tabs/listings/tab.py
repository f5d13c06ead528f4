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
        "price_change", "listing_score", "law_word", "claim", "keyword", "keyword_day", "traffic",
        "traffic_hour", "shop_event", "candidate", "stock_move", "ad_spend", "setting", "promotion",
        "price_rule", "fee_rule", "competitor", "competitor_day",
    )  # fmt: skip
