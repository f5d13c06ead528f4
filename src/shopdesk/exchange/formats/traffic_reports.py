"""Traffic as channels report it: 生意参谋 (products, sources), Amazon's business report, the Search Console."""

from shopdesk.exchange.formats.format import Format, spelled, words
from shopdesk.exchange.plan import Grain
from shopdesk.text import N_

_SYCM = words("""
    货号,商品状态,商品标签,商品微详情访客数,商品加购件数,下单买家数,下单件数,下单金额,下单转化率,商品支付转化率,支付新买家数,支付老买家数,老买家支付金额,聚划算支付金额,访客平均价值
    成功退款金额,竞争力评分,年累计支付金额,月累计支付金额,月累计支付件数,搜索引导支付转化率,搜索引导访客数,搜索引导支付买家数,支付转化率,加购转化率,收藏转化率,客单价,终端,平台
""")
_AMAZON = words("""
    (Parent) ASIN,SKU,Sessions…,Session…,Session Percentage…,Page Views…,Page Views Percentage…,Featured Offer …,Buy Box Percentage…,Units Ordered - B2B
    Unit Session Percentage…,Ordered Product Sales - B2B,Total Order Items - B2B,（父）ASIN,会话数…,会话…,会话次数…,转化率…,会话百分比…,页面浏览量…,页面浏览次数…
    页面浏览量百分比…,推荐报价…,商品会话百分比…,已订购商品数量 - B2B,已订购商品销售额 - B2B,订单商品总数 - B2B
""")
_ASIN = ("(Child) ASIN", "（子）ASIN", "(Parent) ASIN", "（父）ASIN")


def dashed(*headers: str) -> tuple[str, ...]:
    """Headers with every dash that their reports have used."""
    return tuple(header.replace("-", dash) for header in headers for dash in "-–—")


_CONSOLE = {
    "clicks": ("Clicks", "点击次数", "點擊次數", "點擊"),
    "impressions": ("Impressions", "展示次数", "展示", "曝光", "曝光次數"),
}  # fmt: skip
GOOGLE = "Google organic search"
"""The source of what the Search Console tells."""

FORMATS = (
    Format(
        code="sycm-products",
        title=N_("Sycm product ranking"),
        kind="traffic",
        channel="taobao",
        grain=Grain.ITEM,
        grade="B",
        source=N_("生意参谋 商品排行 of 2024 to 2026: names of the 34 columns; header on the fifth row"),
        signature=(("统计日期", "日期"), ("商品ID", "宝贝ID"), ("商品访客数",), ("支付金额", "支付买家数")),
        fields=spelled(
            ran_on="统计日期|日期", target="商品ID|宝贝ID", title="商品名称", visitors="商品访客数", page_views="商品浏览量", favourites="商品收藏人数",
            carts="商品加购人数", orders="支付买家数", units="支付件数", revenue="支付金额", bounce="商品详情页跳出率", dwell="平均停留时长",
        ),
        known=_SYCM,
        apart={"商品ID": ("-", "—")},
        footers=("合计", "总计", "汇总"),
        zone="Asia/Shanghai",
        decimal_comma=False,
    ),
    Format(
        code="sycm-sources",
        title=N_("Sycm traffic sources"),
        kind="traffic",
        channel="taobao",
        grain=Grain.ITEM,
        grade="B",
        source=N_("生意参谋 流量来源 of a shop or a product: groups with their parts, sums among them"),
        signature=(("流量来源", "一级来源"), ("来源明细", "二级来源", "支付买家数", "下单买家数"), ("访客数",)),
        fields=spelled(
            ran_on="统计日期|日期", ran_until="结束日期", channel="渠道", target="商品ID|宝贝ID", title="商品名称", source="流量来源|一级来源",
            source_part="来源明细|二级来源", impressions="展现量|曝光量", clicks="点击量|点击次数", visitors="访客数", page_views="浏览量",
            favourites="收藏人数|商品收藏人数", carts="加购人数|商品加购人数", orders="支付买家数", units="支付件数", revenue="支付金额",
        ),
        further=spelled(source_part="三级来源"),
        known=words("下单买家数,下单金额,下单转化率,支付转化率,加购转化率,收藏转化率,客单价,UV价值,访客数变化,支付买家数变化,店铺收藏人数,新访客数,终端,平台,直接支付买家数,收藏商品-支付买家数,粉丝支付买家数,加购商品-支付买家数"),
        footers=("说明", "注："),
        zone="Asia/Shanghai",
        decimal_comma=False,
    ),
    Format(
        code="amazon-business",
        title=N_("Amazon business report by ASIN"),
        kind="traffic",
        channel="amazon",
        grain=Grain.ITEM,
        grade="B",
        source=N_("Detail page sales and traffic by child item, English and Chinese; of which days it is, a person says"),
        signature=(_ASIN, dashed("Sessions - Total", "会话数 - 总计", "会话次数 - 总计", "Sessions", "会话次数"), ("Units Ordered", "已订购商品数量")),
        fields=spelled(
            ran_on="Date|Start Date|日期|开始日期", ran_until="End Date|结束日期", target="(Child) ASIN|（子）ASIN|(Parent) ASIN|（父）ASIN", title="Title|标题",
            visitors="|".join(dashed("Sessions - Total", "会话数 - 总计", "会话次数 - 总计", "Sessions", "会话次数")),
            page_views="|".join(dashed("Page Views - Total", "页面浏览量 - 总计", "页面浏览次数 - 总计", "Page Views", "页面浏览次数")),
            orders="Total Order Items|订单商品总数", units="Units Ordered|已订购商品数量", revenue="Ordered Product Sales|已订购商品销售额",
        ),
        known=_AMAZON,
        decimal_comma=False,
    ),
    Format(
        code="amazon-business-parts",
        title=N_("Amazon business report by ASIN"),
        kind="traffic",
        channel="amazon",
        grain=Grain.ITEM,
        grade="B",
        source=N_("The same without its totals: sessions of the app and of the browser are added up"),
        signature=(_ASIN, dashed("Sessions - Mobile App"), dashed("Sessions - Browser"), ("Units Ordered", "已订购商品数量")),
        fields=spelled(
            ran_on="Date|Start Date|日期|开始日期", ran_until="End Date|结束日期", target="(Child) ASIN|（子）ASIN|(Parent) ASIN|（父）ASIN", title="Title|标题",
            visitors="|".join(dashed("Sessions - Mobile App")), page_views="|".join(dashed("Page Views - Mobile App")),
            orders="Total Order Items|订单商品总数", units="Units Ordered|已订购商品数量", revenue="Ordered Product Sales|已订购商品销售额",
        ),
        further={"visitors": dashed("Sessions - Browser"), "page_views": dashed("Page Views - Browser")},
        known=_AMAZON,
        decimal_comma=False,
    ),
    Format(
        code="search-console-queries",
        title=N_("Search Console queries"),
        kind="search_words",
        channel="shopify",
        grain=Grain.ITEM,
        grade="B",
        source=N_("Queries.csv of the performance report; of which days it is, a person says"),
        signature=(("Top queries", "热门查询", "查询数最多的内容", "熱門查詢"), _CONSOLE["impressions"], ("Position", "排名")),
        fields={
            **spelled(ran_on="Date|Start Date|日期|开始日期", ran_until="End Date|结束日期", word="Top queries|热门查询|查询数最多的内容|熱門查詢"),
            **_CONSOLE,
            **spelled(position="Position|排名"),
        },
        known=words("CTR,点击率,點閱率"),
        decimal_comma=False,
    ),
    Format(
        code="search-console-pages",
        title=N_("Search Console pages"),
        kind="traffic",
        channel="shopify",
        grain=Grain.ITEM,
        grade="B",
        source=N_("Pages.csv of the performance report: a page is the listing whose link it is"),
        signature=(("Top pages", "热门网页", "排名靠前的网页", "熱門網頁"), _CONSOLE["impressions"], ("Position", "排名")),
        fields={
            **spelled(ran_on="Date|Start Date|日期|开始日期", ran_until="End Date|结束日期", target="Top pages|热门网页|排名靠前的网页|熱門網頁"),
            **_CONSOLE,
        },
        given={"source": GOOGLE},
        known=words("CTR,点击率,點閱率,Position,排名"),
        decimal_comma=False,
    ),
    Format(
        code="search-console-days",
        title=N_("Search Console days"),
        kind="traffic",
        channel="shopify",
        grain=Grain.ITEM,
        grade="B",
        source=N_("Dates.csv of the performance report, the chart of its days"),
        signature=(("Date", "日期"), _CONSOLE["clicks"], _CONSOLE["impressions"], ("CTR", "点击率", "點閱率"), ("Position", "排名")),
        fields={**spelled(ran_on="Date|日期"), **_CONSOLE},
        given={"source": GOOGLE},
        known=words("CTR,点击率,點閱率,Position,排名"),
        whole=True,
        decimal_comma=False,
    ),
)  # fmt: skip
