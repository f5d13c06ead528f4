"""The columns of competitors: on screen beside the shop's own prices, and in files."""

from types import MappingProxyType
from typing import Final

from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.text import N_

ALERTS: Final = MappingProxyType(
    {
        "war": State(N_("Price war"), Tone.BAD),
        "below": State(N_("Below our floor"), Tone.BAD),
        "cheaper": State(N_("Much cheaper"), Tone.WARN),
        "near": State(N_("Near ours"), Tone.PLAIN),
        "dearer": State(N_("Dearer than ours"), Tone.GOOD),
        "unknown": State(N_("Not compared"), Tone.PLAIN),
        "off": State(N_("Not watched"), Tone.PLAIN),
    }
)
_CODE: Final = Column(
    "code", N_("Number or link"), Kind.ID, width=20, required=True, example="https://item.taobao.com/item.htm?id=1",
    help=N_("By which its marketplace knows it; it stands in the list once."),
    words=("竞品编号", "竞品链接", "竞品ID", "競品編號", "競品連結", "asin", "competitor id", "competitor url"),
)  # fmt: skip
_TITLE: Final = Column("title", N_("Competitor"), Kind.TEXT, width=26, words=("竞品", "竞品标题", "競品", "competitor"))
_SELLER: Final = Column(
    "seller", N_("Seller"), Kind.TEXT, width=16, words=("竞店", "卖家", "店铺名称", "賣家", "seller")
)
_CHANNEL: Final = Column("channel", N_("Channel"), Kind.TEXT, width=10, words=("渠道", "平台", "marketplace"))
_PRODUCT: Final = Column(
    "product", N_("Our SKU"), Kind.ID, width=12, help=N_("The own product that it competes with, by a SKU."),
    words=("本店SKU", "对标SKU", "our sku"),
)  # fmt: skip
_SEEN: Final = Column(
    "seen_on", N_("Seen on"), Kind.DATE, width=11, example="2026-01-15", words=("日期", "采集日期", "date")
)
_PRICE: Final = Column(
    "price", N_("Their price"), Kind.PRICE, width=10, example="59", words=("竞品价格", "到手价", "競品價格", "price")
)
_CURRENCY: Final = Column(
    "currency", N_("Currency"), Kind.ID, width=8, help=N_("ISO code; left out, the shop's own."),
    words=("币种", "货币", "幣別", "currency", "currency code"),
)  # fmt: skip
_SALES: Final = Column(
    "sales", N_("Pieces a month"), Kind.INTEGER, width=10, help=N_("As the marketplace shows it."),
    words=("月销量", "月銷量", "销量", "monthly sales"),
)  # fmt: skip
_RATING: Final = Column("rating", N_("Their rating"), Kind.RATE, width=9, words=("评分", "評分", "rating"))
_NOTE: Final = Column("note", N_("Note"), Kind.LONG_TEXT, width=24)

COMPETITORS: Final = Sheet(
    name="competitor_list",
    title=N_("Competitors"),
    key="code",
    help=N_("Listings of others that the shop watches, as they were seen last, beside the own price."),
    columns=(
        _TITLE,
        Column("alert", N_("Alert"), Kind.STATE, width=13, states=ALERTS),
        _SELLER,
        _CHANNEL,
        _PRODUCT,
        Column("own_price", N_("Our price"), Kind.PRICE, width=10),
        Column("floor", N_("Our floor"), Kind.PRICE, width=10, help=N_("Below it one sold there leaves less than your pricing rule asks, or brings a loss.")),
        _PRICE,
        Column("gap", N_("Gap"), Kind.PERCENT, width=8, help=N_("Their price against ours: -10 % is cheaper than ours.")),
        Column("change", N_("Since before"), Kind.PRICE, width=10, help=N_("Against the price that was seen before.")),
        Column("cuts", N_("Cuts"), Kind.INTEGER, width=7, help=N_("How often it was lowered lately; in how many days, the daily check says.")),
        _SALES,
        _RATING,
        _SEEN,
        Column("lowest", N_("Lowest seen"), Kind.PRICE, width=10),
        Column("highest", N_("Highest seen"), Kind.PRICE, width=10),
        _CODE,
        _NOTE,
    ),
)  # fmt: skip
"""Competitors on screen and in Excel."""

COMPETITOR_FILE: Final = Sheet(
    name="competitors",
    title=N_("Competitors"),
    key="code",
    help=N_("One row a competitor and day; a known day is set to what its row says, a blank cell changes nothing."),
    columns=(_CODE, _TITLE, _SELLER, _CHANNEL, _PRODUCT, _SEEN, _PRICE, _CURRENCY, _SALES, _RATING, _NOTE),
)
"""The fields of a file of competitors and of what was seen of them."""

ABOUT: Final = tuple(COMPETITOR_FILE.column(key) for key in ("code", "title", "seller", "channel", "product", "note"))
"""What is said of a competitor, whatever the day."""
SEEN: Final = tuple(COMPETITOR_FILE.column(key) for key in ("seen_on", "price", "currency", "sales", "rating"))
"""What is seen of it on a day."""
