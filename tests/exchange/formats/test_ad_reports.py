"""What platforms say that advertising cost, as each of them writes it."""

import pytest
from tests.exchange.counter import D, assert_sound, balances, give_back, read, take_in, views
from tests.exchange.formats.sample import sample

from shopdesk.exchange.demo.tables import Memory
from shopdesk.exchange.imports import Choices
from shopdesk.shop.spending.reports import AD_ROWS, CAMPAIGN_ROWS
from shopdesk.store.rows import Query, fetch_ids, fetch_page
from shopdesk.store.store import Store

WANXIANG = (
    "日期,场景ID,场景名字,原二级场景ID,原二级场景名字,计划ID,计划名字,主体ID,主体类型,主体名称,展现量,点击量,花费,点击率,平均点击花费,千次展现花费,"
    "总预售成交金额,直接成交金额,间接成交金额,总成交金额,总成交笔数,投入产出比,总购物车数,加购率,收藏店铺数"
)
WANXIANG_ROW = {
    "日期": "2026-03-01", "场景ID": "376", "场景名字": "货品全站推广", "计划ID": "6001", "计划名字": "龙井春茶", "主体ID": "789012345678", "主体类型": "商品",
    "主体名称": "西湖龙井", "展现量": "3,002", "点击量": "100", "花费": "120.50", "点击率": "0.03331", "总成交金额": "602.50", "总成交笔数": "7",
}  # fmt: skip
PLANS = WANXIANG.replace("主体ID,主体类型,主体名称,", "")
PLAN_ROW = {key: value for key, value in WANXIANG_ROW.items() if not key.startswith("主体")}
TRAIN = "日期,推广计划名称,展现量,点击量,花费,点击率,平均点击花费,直接成交金额,间接成交金额,总成交金额,总成交笔数,投入产出比"
TRAIN_ROW = {
    "日期": "2019-03-01",
    "推广计划名称": "龙井",
    "展现量": "900",
    "点击量": "30",
    "花费": "45.00",
    "总成交金额": "90",
}
JD = "日期,跟单SKU ID,跟单SKU名称,SPU ID,展现数,点击数,点击率(%),平均点击成本,花费,总订单行,总订单金额"
JD_ROW = {"日期": "20260201~20260203", "跟单SKU ID": "100012345678", "跟单SKU名称": "龙井", "展现数": "1000", "点击数": "50", "花费": "100.00", "总订单行": "5",
          "总订单金额": "700"}  # fmt: skip
PDD = "日期,商品ID,商品名称,推广场景,推广名称,出价方式,分组,是否已删除,成交花费(元),交易额(元),实际投产比,总花费(元),曝光量,点击量"
PDD_ROW = {
    "日期": "2026-03-01",
    "商品ID": "5566",
    "商品名称": "龙井",
    "推广名称": "全站",
    "交易额(元)": "80.00",
    "总花费(元)": "20.00",
    "曝光量": "400",
    "点击量": "12",
}
PDD_SUM = {
    "日期": "总计",
    "商品ID": "-",
    "商品名称": "-",
    "交易额(元)": "80.00",
    "总花费(元)": "20.00",
    "曝光量": "400",
    "点击量": "12",
}
DOUYIN = "日期,商品ID,商品名称,整体消耗,整体支付GMV,整体成交订单数"
DOUYIN_ROW = {"日期": "2026-03-01", "商品ID": "3344", "整体消耗": "66.60", "整体支付GMV": "200", "整体成交订单数": "3"}
TERMS = (
    "Start Date,End Date,Portfolio name,Currency,Campaign Name,Ad Group Name,Retailer,Country,Targeting,Match Type,Customer Search Term,Impressions,Clicks,"
    "Click-Thru Rate (CTR),Cost Per Click (CPC),Spend,7 Day Total Sales ,Total Advertising Cost of Sales (ACOS) ,Total Return on Advertising Spend (ROAS),"
    "7 Day Total Orders (#),7 Day Total Units (#),7 Day Conversion Rate,7 Day Advertised SKU Units (#),7 Day Other SKU Units (#),7 Day Advertised SKU Sales ,"
    "7 Day Other SKU Sales "
)
TERM_ROW = {"Start Date": "Mar 01, 2026", "End Date": "Mar 02, 2026", "Currency": "USD", "Campaign Name": "Tea", "Targeting": "green tea", "Customer Search Term": "longjing tea",
            "Impressions": "200", "Clicks": "9", "Spend": "$7.21", "7 Day Total Sales ": "$40.00", "7 Day Total Orders (#)": "2"}  # fmt: skip
TARGETS = TERMS.replace("Customer Search Term", "Top-of-search Impression Share").replace("7 Day", "14 Day")
TARGET_ROW = {key.replace("7 Day", "14 Day"): value for key, value in TERM_ROW.items() if key != "Customer Search Term"}
ADVERTISED = TERMS.replace("Targeting,Match Type,Customer Search Term", "Advertised SKU,Advertised ASIN")
ADVERTISED_ROW = {
    "Advertised SKU": "TEA-1",
    **{k: v for k, v in TERM_ROW.items() if k not in {"Targeting", "Customer Search Term"}},
}
CAMPAIGN = (
    "Start Date,End Date,Currency,Campaign Name,Status,Budget Amount,Targeting Type,Bidding strategy,Impressions,Last Year Impressions,Clicks,Spend,Last Year Spend,"
    "14 Day Total Sales ,14 Day Total Orders (#)"
)
CAMPAIGN_ROW = {
    key.replace("7 Day", "14 Day"): value
    for key, value in TERM_ROW.items()
    if key not in {"Targeting", "Customer Search Term"}
}
REPORTS = {
    "wanxiang-targets": (WANXIANG, WANXIANG_ROW), "wanxiang-campaigns": (PLANS, PLAN_ROW), "zhitongche": (TRAIN, TRAIN_ROW), "jd-ads": (JD, JD_ROW),
    "pinduoduo-ads": (PDD, PDD_ROW), "douyin-ads": (DOUYIN, DOUYIN_ROW), "amazon-search-terms": (TERMS, TERM_ROW), "amazon-targeting": (TARGETS, TARGET_ROW),
    "amazon-advertised": (ADVERTISED, ADVERTISED_ROW), "amazon-campaigns": (CAMPAIGN, CAMPAIGN_ROW),
}  # fmt: skip
"""Layout → its header and a row."""
DOLLARS = Choices(rates={"USD": D(7)})


def told(store: Store) -> list[tuple[object, ...]]:
    """Day, channel, campaign, target, spend, clicks, revenue, ROAS of what is booked."""
    keys = ("spent_on", "channel", "campaign", "target", "amount", "clicks", "revenue", "roas")
    places = [[column.key for column in AD_ROWS.sheet.columns].index(key) for key in keys]
    with store.read() as tx:
        found = fetch_page(tx, AD_ROWS, list(fetch_ids(tx, AD_ROWS, Query(sort=(("spent_on", False),)))))
    return [(row[places[0]].isoformat()[5:], *(row[place] for place in places[1:])) for row in found]


LAYOUTS = [
    ("wanxiang-targets", sample(WANXIANG, WANXIANG_ROW), [("03-01", "Taobao", "龙井春茶", "789012345678", D("120.5"), 100, D("602.5"), D(5))]),
    ("wanxiang-campaigns", sample(PLANS, PLAN_ROW), [("03-01", "Taobao", "龙井春茶", "", D("120.5"), 100, D("602.5"), D(5))]),
    ("zhitongche", sample(TRAIN, TRAIN_ROW), [("03-01", "Taobao", "龙井", "", D(45), 30, D(90), D(2))]),
    ("jd-ads", sample(JD, JD_ROW), [
        ("02-01", "JD", "", "100012345678", D("33.34"), 17, D("233.34"), D("6.998")),
        ("02-02", "JD", "", "100012345678", D("33.33"), 17, D("233.33"), D(7)),
        ("02-03", "JD", "", "100012345678", D("33.33"), 16, D("233.33"), D(7)),
    ]),
    ("pinduoduo-ads", sample(PDD, PDD_ROW, PDD_SUM), [("03-01", "Pinduoduo", "全站", "5566", D(20), 12, D(80), D(4))]),
    ("douyin-ads", sample(DOUYIN, DOUYIN_ROW), [("03-01", "Douyin", "", "3344", D("66.6"), None, D(200), D("3.003"))]),
    ("amazon-search-terms", sample(TERMS, TERM_ROW), [
        ("03-01", "Amazon", "Tea", "longjing tea", D("25.27"), 5, D(140), D("5.54")),
        ("03-02", "Amazon", "Tea", "longjing tea", D("25.2"), 4, D(140), D("5.555")),
    ]),
    ("amazon-targeting", sample(TARGETS, TARGET_ROW), [
        ("03-01", "Amazon", "Tea", "green tea", D("25.27"), 5, D(140), D("5.54")),
        ("03-02", "Amazon", "Tea", "green tea", D("25.2"), 4, D(140), D("5.555")),
    ]),
    ("amazon-advertised", sample(ADVERTISED, ADVERTISED_ROW), [
        ("03-01", "Amazon", "Tea", "TEA-1", D("25.27"), 5, D(140), D("5.54")),
        ("03-02", "Amazon", "Tea", "TEA-1", D("25.2"), 4, D(140), D("5.555")),
    ]),
    ("amazon-campaigns", sample(CAMPAIGN, CAMPAIGN_ROW), [
        ("03-01", "Amazon", "Tea", "", D("25.27"), 5, D(140), D("5.54")),
        ("03-02", "Amazon", "Tea", "", D("25.2"), 4, D(140), D("5.555")),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("layout", "what", "days"), LAYOUTS, ids=[one[0] for one in LAYOUTS])
def test_a_report_is_known_and_says_each_day(
    file_shop: Store, layout: str, what: Memory, days: list[tuple[object, ...]]
) -> None:
    before = views(file_shop)
    staged = read(file_shop, what, DOLLARS)
    assert (staged.plan.format, staged.plan.kind, staged.plan.certain) == (layout, "ads", True)
    assert staged.plan.new == ()
    import_id = take_in(file_shop, what, DOLLARS)
    assert told(file_shop) == days
    spent = sum(day[4] for day in days if isinstance(day[4], D))
    assert balances(file_shop)["6602"] == spent
    assert read(file_shop, what, DOLLARS).counts()["same"] == 1
    with file_shop.read() as tx:
        assert len(fetch_ids(tx, CAMPAIGN_ROWS, Query())) == 1
    assert_sound(file_shop)
    give_back(file_shop, import_id)
    assert views(file_shop) == before
