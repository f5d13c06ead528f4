"""The columns of finer reports of traffic: what each search word brought, and the visitors of each hour."""

from typing import Final

from shopdesk.shop.columns import Column, Kind, Sheet
from shopdesk.text import N_

_HELD: Final = N_("As the report counts them.")
WORD_FILE: Final = Sheet(
    name="search_words",
    title=N_("Search words"),
    key="word",
    help=N_("What a channel's report says of a search word between two days: set, never added; the same days again say the same."),
    columns=(
        Column("channel", N_("Channel"), Kind.TEXT, width=12, example="Taobao", words=("渠道", "店铺", "平台", "通路", "賣場", "channel", "shop", "marketplace")),
        Column("ran_on", N_("Day"), Kind.DATE, required=True, example="2026-01-31", help=N_("The day, or the first of several; a period such as 20260101~20260131 is understood."),
               words=("日期", "统计日期", "开始日期", "起始日期", "統計日期", "date", "day", "start date")),
        Column("ran_until", N_("Last day"), Kind.DATE, help=N_("The last day, where the row is of several."), words=("结束日期", "截止日期", "結束日期", "end date", "until")),
        Column("word", N_("Search word"), Kind.TEXT, width=18, required=True, example=N_("gaiwan"),
               words=("搜索词", "关键词", "引流关键词", "词", "關鍵字", "搜尋字詞", "search word", "search term", "customer search term", "search query", "query", "top queries", "keyword")),
        Column("target", N_("Listing no."), Kind.ID, width=18, help=N_("The channel's number of the listing that it led to, where the report tells it."),
               words=("商品id", "宝贝id", "商品编号", "商品編號", "asin", "listing", "listing id", "item id", "page", "landing page")),
        Column("campaign", N_("Campaign"), Kind.TEXT, width=18, help=N_("Blank where nothing was paid for the word."), words=("计划", "推广计划", "计划名称", "活动", "campaign", "campaign name")),
        Column("impressions", N_("Impressions"), Kind.INTEGER, example="12400", help=_HELD, words=("展现量", "曝光量", "展现次数", "曝光次数", "曝光", "impressions")),
        Column("clicks", N_("Clicks"), Kind.INTEGER, example="310", help=_HELD, words=("点击量", "点击次数", "点击", "點擊量", "访客数", "引导访客数", "clicks")),
        Column("orders", N_("Orders"), Kind.INTEGER, words=("支付买家数", "成交买家数", "成交笔数", "订单数", "orders", "purchases")),
        Column("units", N_("Units"), Kind.INTEGER, words=("支付件数", "成交件数", "units", "units ordered", "items sold")),
        Column("revenue", N_("Revenue"), Kind.MONEY, words=("支付金额", "成交金额", "revenue", "sales")),
        Column("spend", N_("Spend"), Kind.MONEY, help=N_("What the clicks cost. It is not booked here: advertising reports do that."), words=("花费", "消耗", "花費", "spend", "cost")),
        Column("position", N_("Position"), Kind.RATE, help=N_("Where it stood on average among the results; 1 is the first."), words=("排名", "平均排名", "position", "average position", "rank")),
    ),
)  # fmt: skip
"""The fields of a report of search words (import and template)."""
HOUR_FILE: Final = Sheet(
    name="traffic_hours",
    title=N_("Visitors by hour"),
    key="hour",
    help=N_("How many visitors came in each hour of a day: set, never added. By them the hours to list are chosen."),
    columns=(
        Column("channel", N_("Channel"), Kind.TEXT, width=12, example="Taobao", words=("渠道", "店铺", "平台", "通路", "賣場", "channel", "shop", "marketplace")),
        Column("day", N_("Day"), Kind.DATE, required=True, example="2026-01-31", words=("日期", "统计日期", "統計日期", "date", "day")),
        Column("hour", N_("Hour"), Kind.INTEGER, required=True, example="20", help=N_("0 to 23, of the shop's day."), words=("小时", "时段", "小時", "時段", "hour", "hour of day")),
        Column("visitors", N_("Visitors"), Kind.INTEGER, required=True, example="64", help=_HELD, words=("访客数", "访客", "訪客數", "uv", "visitors", "sessions", "users")),
    ),
)  # fmt: skip
"""The fields of a file of visitors by hour (import and template)."""
