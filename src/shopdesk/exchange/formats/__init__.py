"""Known layouts, one small file each; a further one is such a file and its name in `_MODULES`."""

from collections.abc import Mapping
from types import MappingProxyType

from shopdesk.exchange.formats import (
    ad_reports,
    alibaba_orders,
    alibaba_statement,
    alipay_statement,
    amazon_flat_file,
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
    review_exports,
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

_MODULES = (
    taobao_orders, taobao_items, jd_orders, pinduoduo_orders, douyin_orders, alibaba_orders, taobao_refunds, douyin_refunds, taobao_package, cost_sheets,
    freight_bills, side_sheets, ad_reports, shopify_orders, shopify_products, shopify_inventory, amazon_orders, amazon_sales, amazon_listings, amazon_flat_file, etsy, ebay_orders,
    tiktok_orders, shopee_orders, lazada_orders, woocommerce_orders, woocommerce_products,
    alipay_statement, wechat_statement, jd_statement, pinduoduo_statement, douyin_statement, alibaba_statement, amazon_statement, shopify_statement,
    paypal_statement, stripe_statement, etsy_statement, ebay_statement, personal_bills, traffic_reports, review_exports, templates,
)  # fmt: skip

FORMATS: Mapping[str, Format] = MappingProxyType(
    {layout.code: layout for module in _MODULES for layout in module.FORMATS}
)
"""Code → layout."""
