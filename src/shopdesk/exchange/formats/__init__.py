"""Known layouts, one small file each; a further one is such a file and its name in `_MODULES`."""

from collections.abc import Mapping
from types import MappingProxyType

from shopdesk.exchange.formats import (
    ad_reports,
    alibaba_orders,
    alibaba_statement,
    alipay_statement,
    amazon_listings,
    amazon_orders,
    amazon_sales,
    amazon_statement,
    cost_sheets,
    douyin_orders,
    douyin_refunds,
    douyin_statement,
    ebay_orders,
    ebay_statement,
    etsy,
    etsy_statement,
    freight_bills,
    jd_orders,
    jd_statement,
    lazada_orders,
    paypal_statement,
    personal_bills,
    pinduoduo_orders,
    pinduoduo_statement,
    shopee_orders,
    shopify_inventory,
    shopify_orders,
    shopify_products,
    shopify_statement,
    side_sheets,
    stripe_statement,
    taobao_items,
    taobao_orders,
    taobao_package,
    taobao_refunds,
    templates,
    tiktok_orders,
    traffic_reports,
    wechat_statement,
    woocommerce_orders,
    woocommerce_products,
)
from shopdesk.exchange.formats.format import Format
from shopdesk.shop.buying.sheets import PRICE_FILE, PURCHASE_FILE
from shopdesk.shop.catalog.sheets import COST_FILE, PRODUCT_FILE, SUPPLIER_FILE
from shopdesk.shop.columns import Sheet
from shopdesk.shop.fulfilment.sheets import WAYBILL_FILE
from shopdesk.shop.ledger.sheets import ACCOUNT_FILE, EXPENSE_FILE, FREIGHT_FILE, JOURNAL_FILE, RATE_FILE
from shopdesk.shop.listings.funnel_sheets import TRAFFIC_FILE
from shopdesk.shop.listings.keyword_sheets import KEYWORD_FILE
from shopdesk.shop.listings.sheets import LISTING_FILE
from shopdesk.shop.listings.word_sheets import HOUR_FILE, WORD_FILE
from shopdesk.shop.listings.worked_sheets import CANDIDATE_FILE
from shopdesk.shop.orders.customers.sheets import CUSTOMER_FILE
from shopdesk.shop.orders.sheets import ORDER_FILE, REFUND_FILE
from shopdesk.shop.promotions.sheets import PROMOTION_FILE
from shopdesk.shop.service.sheets import CASE_FILE
from shopdesk.shop.settlement.sheets import FEES, PAYOUT_FILE, SETTLEMENT_FILE
from shopdesk.shop.spending.sheets import AD_FILE, BILL_FILE, PAYMENT_FILE, SIDE_FILE
from shopdesk.shop.stock.sheets import COUNT_FILE, RECEIPT_FILE

_MODULES = (
    taobao_orders, taobao_items, jd_orders, pinduoduo_orders, douyin_orders, alibaba_orders, taobao_refunds, douyin_refunds, taobao_package, cost_sheets,
    freight_bills, side_sheets, ad_reports, shopify_orders, shopify_products, shopify_inventory, amazon_orders, amazon_sales, amazon_listings, etsy, ebay_orders,
    tiktok_orders, shopee_orders, lazada_orders, woocommerce_orders, woocommerce_products,
    alipay_statement, wechat_statement, jd_statement, pinduoduo_statement, douyin_statement, alibaba_statement, amazon_statement, shopify_statement,
    paypal_statement, stripe_statement, etsy_statement, ebay_statement, personal_bills, traffic_reports, templates,
)  # fmt: skip

FORMATS: Mapping[str, Format] = MappingProxyType(
    {layout.code: layout for module in _MODULES for layout in module.FORMATS}
)
"""Code → layout."""

FILES: Mapping[str, Sheet] = MappingProxyType({sheet.name: sheet for sheet in (
    ORDER_FILE, COUNT_FILE, RECEIPT_FILE, PRODUCT_FILE, REFUND_FILE, COST_FILE, FREIGHT_FILE, EXPENSE_FILE, SUPPLIER_FILE, RATE_FILE,
    PURCHASE_FILE, PRICE_FILE, CUSTOMER_FILE,
    WAYBILL_FILE, SETTLEMENT_FILE, PAYOUT_FILE, FEES, BILL_FILE, PAYMENT_FILE, AD_FILE, SIDE_FILE,
    JOURNAL_FILE, ACCOUNT_FILE, PROMOTION_FILE, LISTING_FILE, KEYWORD_FILE, CASE_FILE, TRAFFIC_FILE, WORD_FILE, HOUR_FILE, CANDIDATE_FILE,
)})  # fmt: skip
"""Kind → the sheet whose columns are its fields."""
