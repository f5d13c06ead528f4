"""What advertising cost, as the platforms report it: 万相台, 直通车, 京准通, 拼多多, 抖音 and Amazon's sponsored products."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from shopdesk.exchange.formats.format import Format, spelled, words
from shopdesk.exchange.plan import Grain
from shopdesk.text import N_

_WANXIANG = words("""
    场景名字,场景ID,原二级场景ID,原二级场景名字,计划ID,主体类型,主体名称,点击率,平均点击花费,千次展现花费,总预售成交金额,总预售成交笔数,直接预售成交金额,直接预售成交笔数,
    间接预售成交金额,间接预售成交笔数,直接成交金额,间接成交金额,直接成交笔数,间接成交笔数,点击转化率,投入产出比,含预售投产比,总成交成本,总购物车数,直接购物车数,间接购物车数,
    加购率,加购成本,收藏宝贝数,收藏店铺数,店铺收藏成本,总收藏加购数,总收藏加购成本,宝贝收藏加购数,宝贝收藏加购成本,总收藏数,宝贝收藏成本,宝贝收藏率,平台补贴金额,补贴引导成交金额,
    拍下订单笔数,拍下订单金额,直接收藏宝贝数,间接收藏宝贝数,优惠券领取量,购物金充值笔数,购物金充值金额,旺旺咨询量,引导访问量,引导访问人数,引导访问潜客数,引导访问潜客占比,入会率,入会量,
    引导访问率,深度访问量,平均访问页面数,成交新客数,成交新客占比,会员首购人数,会员成交金额,会员成交笔数,成交人数,人均成交笔数,人均成交金额,自然流量转化金额,自然流量曝光量""")
_AMAZON = words("""
    Portfolio name,Currency,Ad Group Name,Retailer,Country,Targeting,Match Type,Click-Thru Rate (CTR),Cost Per Click (CPC),Total Advertising Cost of Sales (ACOS),
    Total Advertising Cost of Sales (ACoS),Total Return on Advertising Spend (ROAS),7 Day Total Units (#),14 Day Total Units (#),7 Day Conversion Rate,14 Day Conversion Rate,
    7 Day Advertised SKU Units (#),7 Day Other SKU Units (#),7 Day Advertised SKU Sales,7 Day Other SKU Sales,14 Day Advertised SKU Units (#),14 Day Other SKU Units (#),
    14 Day Advertised SKU Sales,14 Day Other SKU Sales,Top-of-search Impression Share,Status,Campaign Status,Program Type,Budget Amount,Budget,Bidding strategy,Targeting Type,
    Last Year Impressions,Last Year Clicks,Last Year Spend,Last Year Cost Per Click (CPC),Last Year Click-Thru Rate (CTR),Advertised ASIN,Advertised SKU""")


_BY_SCENE = ("场景…", "原二级场景…", "主体…", "计划ID")
_OF_CAMPAIGNS = ("Budget…", "Bidding…", "Last Year…", "Status", "Campaign Status", "Program Type", "Targeting Type")
_OF_PRODUCTS = ("Advertised…",)
_OF_TARGETS = ("Top-of-search…",)


def _but(known: tuple[str, ...], *others: str) -> tuple[str, ...]:
    """Headers without those that tell another report; one that ends in … stands for all that begin so."""
    openings = tuple(name[:-1] for name in others if name.endswith("…"))
    return tuple(name for name in known if name not in others and not (openings and name.startswith(openings)))


def _of(**told: str) -> Mapping[str, str]:
    return MappingProxyType(told)


def _chinese(code: str, title: str, channel: str, source: str, signature: tuple[str, ...], known: tuple[str, ...], platform: str, **fields: str) -> Format:
    """A report in yuan, days as texts, a row of sums at its end."""
    return Format(
        code=code, title=title, kind="ads", channel=channel, grain=Grain.ITEM, grade="B" if channel == "douyin" else "A", source=source,
        signature=tuple(tuple(group.split("|")) for group in signature), fields=spelled(**fields), known=known,
        given=_of(platform=platform, currency="CNY"), footers=("合计", "总计"), zone="Asia/Shanghai", decimal_comma=False,
    )


def _amazon(code: str, title: str, source: str, signature: tuple[str, ...], others: tuple[str, ...], **fields: str) -> Format:
    """A report of sponsored products; its headers may end in blanks, and sales are those of 7 or of 14 days."""
    return Format(
        code=code, title=title, kind="ads", channel="amazon", grain=Grain.ITEM, grade="A", source=source,
        signature=(("Campaign Name",), ("Spend",), ("Start Date", "Date"), *(tuple(group.split("|")) for group in signature)),
        fields=spelled(
            ran_on="Start Date|Date", ran_until="End Date", campaign="Campaign Name", currency="Currency", impressions="Impressions", clicks="Clicks",
            amount="Spend", orders="7 Day Total Orders (#)|14 Day Total Orders (#)", revenue="7 Day Total Sales|14 Day Total Sales", **fields,
        ),
        known=_but(_AMAZON, *others), given=_of(platform="Sponsored Products"), footers=("Total",),
    )


_TAOBAO = {
    "ran_on": "日期", "impressions": "展现量", "clicks": "点击量", "amount": "花费", "orders": "总成交笔数", "revenue": "总成交金额",
}  # fmt: skip

FORMATS = (
    _chinese(
        "wanxiang-targets", N_("Wanxiangtai report by product"), "taobao", N_("万相台无界 商品报表 and 主体报表 of 2025 and 2026"),
        ("日期", "场景ID|场景名字", "主体ID|主体名称", "花费"), _WANXIANG, "万相台",
        campaign="计划名字|计划名称|计划ID", target="主体ID|主体名称", **_TAOBAO,
    ),
    _chinese(
        "wanxiang-campaigns", N_("Wanxiangtai report by campaign"), "taobao", N_("万相台无界 计划报表 of 2025 and 2026"),
        ("日期", "场景ID|场景名字", "计划ID|计划名字|计划名称", "花费"), _but(_WANXIANG, "主体…"), "万相台",
        campaign="计划名字|计划名称|计划ID", **_TAOBAO,
    ),
    _chinese(
        "zhitongche", N_("Zhitongche report"), "taobao", N_("直通车 reports before 万相台: the same words without 场景 and 主体"),
        ("日期", "花费", "展现量", "点击量", "推广计划名称|推广计划|计划名称|推广单元名称|宝贝名称|关键词"), _but(_WANXIANG, *_BY_SCENE), "直通车",
        campaign="推广计划名称|推广计划|计划名称", target="关键词|宝贝名称|推广单元名称", **_TAOBAO,
    ),
    _chinese(
        "jd-ads", N_("JD advertising report"), "jd", N_("京准通: 日期 is a period such as 20260501~20260531, spread over its days"),
        ("日期", "跟单SKU ID|跟单SKUID", "花费", "展现数"),
        words("跟单SKU名称,SPU ID,点击率(%),平均点击成本,千次展现成本,直接订单行,直接订单金额,间接订单行,间接订单金额,总加购数,直接加购数,间接加购数,转化率(%),投产比,推广计划ID,点击率,商品关注数,店铺关注数"), "京准通",
        ran_on="日期", campaign="推广计划|推广计划名称", target="跟单SKU ID|跟单SKUID", impressions="展现数", clicks="点击数", amount="花费",
        orders="总订单行|总订单量", revenue="总订单金额",
    ),
    _chinese(
        "pinduoduo-ads", N_("Pinduoduo advertising report"), "pinduoduo", N_("拼多多推广: the last row is 总计"),
        ("日期", "商品ID", "总花费(元)", "曝光量"), words("商品名称,推广场景,出价方式,分组,是否已删除,成交花费(元),实际投产比,成交笔数,每笔成交花费(元),每笔成交金额(元),净交易额(元),净实际投产比"), "拼多多推广",
        ran_on="日期", campaign="推广名称", target="商品ID", amount="总花费(元)", impressions="曝光量", clicks="点击量", orders="成交笔数",
        revenue="交易额(元)",
    ),
    _chinese(
        "douyin-ads", N_("Douyin advertising report"), "douyin", N_("抖音 千川: 商品ID and 整体消耗 are certain; a report without days needs one"),
        ("商品ID", "整体消耗"), words("商品名称,整体支付ROI,整体点击率,整体转化率,用户实际支付金额,整体成交订单成本"), "千川",
        ran_on="日期|时间|统计日期|时间-天", campaign="计划名称|计划ID", target="商品ID", amount="整体消耗", impressions="整体展示次数|展示次数",
        clicks="整体点击次数|点击次数", orders="整体成交订单数", revenue="整体支付GMV|整体成交金额",
    ),
    replace(
        _amazon(
            "amazon-search-terms", N_("Amazon search term report"), N_("Sponsored Products and Sponsored Brands search term report of 26 columns"),
            ("Customer Search Term",), _OF_CAMPAIGNS + _OF_PRODUCTS + _OF_TARGETS, target="Customer Search Term",
        ),
        searched=True,
    ),
    _amazon(
        "amazon-targeting", N_("Amazon targeting report"), N_("Sponsored Products targeting report"),
        ("Targeting", "Top-of-search Impression Share"), _OF_CAMPAIGNS + _OF_PRODUCTS, target="Targeting",
    ),
    _amazon(
        "amazon-advertised", N_("Amazon advertised product report"), N_("Sponsored Products advertised product report"),
        ("Advertised SKU|Advertised ASIN",), _OF_CAMPAIGNS + _OF_TARGETS, target="Advertised SKU|Advertised ASIN",
    ),
    _amazon(
        "amazon-campaigns", N_("Amazon campaign report"), N_("Sponsored Products campaign report"),
        ("Budget Amount|Budget|Bidding strategy|Last Year Spend",), ("Advertised…", "Targeting"),
    ),
)  # fmt: skip
