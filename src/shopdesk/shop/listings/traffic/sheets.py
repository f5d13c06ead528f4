"""The columns of traffic and of the funnel, on screen and in Excel."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from shopdesk.shop.columns import Column, Kind, Sheet, State
from shopdesk.shop.listings.rules import Source
from shopdesk.text import N_

SOURCES: Final[Mapping[str, State]] = MappingProxyType(
    {
        Source.SEARCH: State(N_("Natural traffic")),
        Source.RETURNING: State(N_("Returning")),
        Source.MEMBERS: State(N_("Members")),
        Source.CAMPAIGNS: State(N_("Campaign traffic")),
        Source.PAID: State(N_("Paid traffic")),
        Source.OTHER: State(N_("Other sources")),
    }
)
"""Where visitors come from; all of them together have no word."""
_HELD: Final = N_("As the report counts them.")
TRAFFIC_FILE: Final = Sheet(
    name="traffic",
    title=N_("Traffic"),
    key="target",
    help=N_("What a channel's report says of a listing between two days: set, never added; the same days again say the same."),
    columns=(
        Column("channel", N_("Channel"), Kind.TEXT, width=12, example="Taobao", words=("渠道", "店铺", "平台", "通路", "賣場", "channel", "shop", "marketplace")),
        Column("ran_on", N_("Day"), Kind.DATE, required=True, example="2026-01-31", help=N_("The day, or the first of several; a period such as 20260101~20260131 is understood."),
               words=("日期", "统计日期", "开始日期", "起始日期", "統計日期", "date", "day", "start date")),
        Column("ran_until", N_("Last day"), Kind.DATE, help=N_("The last day, where the row is of several."), words=("结束日期", "截止日期", "結束日期", "end date", "until")),
        Column("target", N_("Listing no."), Kind.ID, width=18, example="620001000822", help=N_("The channel's number of the listing; blank is the whole channel."),
               words=("商品id", "宝贝id", "商品编号", "商品編號", "asin", "child asin", "listing", "listing id", "item id", "page", "landing page", "handle")),
        Column("title", N_("Title"), Kind.TEXT, width=24, words=("商品名称", "宝贝标题", "宝贝名称", "商品标题", "商品名稱", "title", "product title", "product")),
        Column("source", N_("Source"), Kind.TEXT, width=14, help=N_("Where the visitors came from; blank is all sources together."),
               words=("流量来源", "来源", "一级来源", "流量來源", "source", "traffic source", "channel group")),
        Column("source_part", N_("Part of the source"), Kind.TEXT, width=14, help=N_("Where a report names sources in groups: the part of the group. Rows that are the sum of a group are left out."),
               words=("来源明细", "二级来源", "三级来源", "来源详情", "來源明細", "source detail", "source / medium", "session source / medium", "subsource")),
        Column("impressions", N_("Impressions"), Kind.INTEGER, example="12400", help=_HELD, words=("展现量", "曝光量", "展现次数", "曝光次数", "曝光", "impressions", "views of ads")),
        Column("clicks", N_("Clicks"), Kind.INTEGER, help=_HELD, words=("点击量", "点击次数", "点击", "點擊量", "clicks")),
        Column("visitors", N_("Visitors"), Kind.INTEGER, example="820", help=_HELD, words=("访客数", "商品访客数", "访客", "訪客數", "uv", "visitors", "sessions", "users", "active users")),
        Column("page_views", N_("Page views"), Kind.INTEGER, words=("浏览量", "商品浏览量", "瀏覽量", "pv", "page views", "pageviews")),
        Column("favourites", N_("Favourites"), Kind.INTEGER, words=("收藏人数", "商品收藏人数", "收藏次数", "收藏", "favourites", "favorites", "wishlist adds")),
        Column("carts", N_("Carts"), Kind.INTEGER, words=("加购人数", "商品加购人数", "加购件数", "加購人數", "added to cart", "add to carts", "carts")),
        Column("orders", N_("Buyers"), Kind.INTEGER, words=("支付买家数", "成交买家数", "支付人数", "成交人数", "orders", "buyers", "purchases", "ecommerce purchases")),
        Column("units", N_("Units"), Kind.INTEGER, words=("支付件数", "成交件数", "units", "units ordered", "items sold")),
        Column("revenue", N_("Revenue"), Kind.MONEY, words=("支付金额", "成交金额", "revenue", "sales", "ordered product sales", "total revenue")),
        Column("bounce", N_("Bounce rate"), Kind.PERCENT, words=("跳出率", "详情页跳出率", "商品详情页跳出率", "bounce rate", "bounce")),
        Column("dwell", N_("Seconds on the page"), Kind.RATE, words=("平均停留时长", "停留时长", "平均停留時間", "average time", "avg. session duration", "dwell")),
    ),
)  # fmt: skip
"""The fields of a file of traffic (import and template)."""
_RATE: Final = N_("Share of the step before; blank where the report does not tell it.")
_ADS: Final = N_("Where no report of traffic tells them, those of the reports of advertising.")
FUNNEL: Final = Sheet(
    name="funnel",
    title=N_("Funnel"),
    key="listing_no",
    help=N_("What each listing made of its visitors, and where it loses more than others of its category."),
    columns=(
        Column("channel", N_("Channel"), Kind.TEXT, width=10),
        Column("listing_no", N_("Listing no."), Kind.ID, width=16),
        Column("title", N_("Title"), Kind.TEXT, width=30),
        Column("leak", N_("Loses at"), Kind.STATE, width=14, help=N_("The step that keeps less of its buyers than the median of its category, and costs most orders by it."), states=MappingProxyType({
            "click": State(N_("Click")), "cart": State(N_("Cart")), "buy": State(N_("Purchase")), "order": State(N_("Visit to purchase")), "few": State(N_("Few data")),
        })),
        Column("lost", N_("Orders lost"), Kind.RATE, width=10, help=N_("Orders that it would have had more at the median rate of that step.")),
        Column("impressions", N_("Impressions"), Kind.INTEGER, total=True, help=_ADS),
        Column("clicks", N_("Clicks"), Kind.INTEGER, total=True, help=_ADS),
        Column("click_rate", N_("Click rate"), Kind.PERCENT, help=_RATE),
        Column("visitors", N_("Visitors"), Kind.INTEGER, total=True),
        Column("favourites", N_("Favourites"), Kind.INTEGER, total=True),
        Column("carts", N_("Carts"), Kind.INTEGER, total=True),
        Column("cart_rate", N_("Cart rate"), Kind.PERCENT, help=_RATE),
        Column("orders", N_("Buyers"), Kind.INTEGER, total=True),
        Column("conversion", N_("Conversion"), Kind.PERCENT, help=N_("Buyers of the visitors.")),
        Column("units", N_("Units"), Kind.INTEGER, total=True),
        Column("revenue", N_("Revenue"), Kind.MONEY, help=N_("In the currency of the channel.")),
        Column("bounce", N_("Bounce rate"), Kind.PERCENT, shown=False, help=N_("Weighted by visitors.")),
        Column("dwell", N_("Seconds on the page"), Kind.RATE, shown=False, help=N_("Weighted by visitors.")),
        Column("category", N_("Category"), Kind.TEXT, shown=False),
    ),
)  # fmt: skip
