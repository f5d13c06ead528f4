"""The columns of ratings and reviews on screen and in Excel: how they stand, days as shown, reviews, causes, files."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.shop.service.ratings.rules import Aspect
from shopdesk.text import N_

ASPECTS: Final[Mapping[str, State]] = MappingProxyType(
    {
        Aspect.DESCRIBED: State(N_("As described")),
        Aspect.SERVICE: State(N_("Service attitude")),
        Aspect.LOGISTICS: State(N_("Logistics")),
    }
)
STANDS: Final[Mapping[str, State]] = MappingProxyType(
    {
        "low": State(N_("Low, not answered"), Tone.BAD),
        "waits": State(N_("Not answered"), Tone.INFO),
        "answered": State(N_("Answered"), Tone.GOOD),
    }
)
STAR_STATES: Final[Mapping[str, State]] = MappingProxyType(
    {
        "5": State(N_("5 stars"), Tone.GOOD),
        "4": State(N_("4 stars"), Tone.GOOD),
        "3": State(N_("3 stars"), Tone.WARN),
        "2": State(N_("2 stars"), Tone.BAD),
        "1": State(N_("1 star"), Tone.BAD),
    }
)
VERDICT_STATES: Final[Mapping[str, State]] = MappingProxyType(
    {
        "good": State(N_("Good review"), Tone.GOOD),
        "fair": State(N_("Fair review"), Tone.WARN),
        "poor": State(N_("Poor review"), Tone.BAD),
    }
)
CAUSES: Final = (
    N_("Late delivery"), N_("Damaged"), N_("Wrong item"), N_("Item missing"), N_("Not as described"), N_("Quality"),
    N_("Slow answer"), N_("Price or promotion"),
)  # fmt: skip
"""Causes that a form offers; a shop writes its own."""

_DAY_WORDS: Final = ("日期", "统计日期", "評分日期", "date", "day")
_DESCRIBED_WORDS: Final = ("描述相符", "宝贝与描述相符", "商品描述", "商品评分", "描述评分", "商品体验分", "as described", "item as described", "product rating")
_SERVICE_WORDS: Final = ("服务态度", "卖家的服务态度", "服务评分", "服务体验分", "客服服务", "service", "service attitude", "service rating", "seller service")
_LOGISTICS_WORDS: Final = ("物流服务", "物流服务的质量", "物流评分", "物流体验分", "发货速度", "logistics", "logistics service", "shipping rating", "delivery rating")
_CHANNEL: Final = Column("channel", N_("Channel"), Kind.TEXT, width=10, words=("渠道", "平台", "店铺", "通路", "channel", "platform", "shop", "store"), example="Taobao")

RATINGS: Final = Sheet(
    "ratings_now",
    N_("Ratings"),
    (
        Column("channel", N_("Channel"), Kind.TEXT, width=10),
        Column("aspect", N_("Rated"), Kind.STATE, width=12, states=ASPECTS),
        Column("mean", N_("Mean"), Kind.RATE, width=8, help=N_("Of all ratings of the last six months that the shop knows.")),
        Column("count", N_("Ratings"), Kind.INTEGER, width=8, help=N_("How many that is the mean of.")),
        Column("shown", N_("As shown"), Kind.RATE, width=8, help=N_("What the channel showed last; a file or a person says it.")),
        Column("change", N_("Change"), Kind.RATE, width=8, help=N_("Against the day before: as the channel showed it, else as the ratings say.")),
        Column("low", N_("Low, 30 days"), Kind.INTEGER, width=8, help=N_("Ratings of three stars or fewer.")),
        Column("fives", N_("Fives needed"), Kind.INTEGER, width=9, help=N_("So many ratings of five stars bring it to the target; blank: no number does.")),
        Column("leaving", N_("Leave in 30 days"), Kind.INTEGER, width=9, help=N_("Ratings that will be older than six months by then.")),
        Column("without", N_("In 60 days, none new"), Kind.RATE, width=10, help=N_("The mean of what is left when nobody rates any more.")),
        Column("expected", N_("In 60 days"), Kind.RATE, width=9, help=N_("The mean if ratings go on as in the last 30 days.")),
    ),
    key="channel",
    help=N_("The ratings of each channel: the mean of six months, how it goes on as old ones leave, and fives needed."),
)  # fmt: skip
RATING_FILE: Final = Sheet(
    "ratings",
    N_("Ratings as shown"),
    (
        _CHANNEL,
        Column("seen_on", N_("Day"), Kind.DATE, width=11, required=True, example="2026-03-01", words=_DAY_WORDS),
        Column("described", N_("As described"), Kind.RATE, width=9, editable=True, example="4.85", words=_DESCRIBED_WORDS),
        Column("service", N_("Service attitude"), Kind.RATE, width=9, editable=True, example="4.88", words=_SERVICE_WORDS),
        Column("logistics", N_("Logistics"), Kind.RATE, width=9, editable=True, example="4.80", words=_LOGISTICS_WORDS),
        Column("ratings", N_("Ratings"), Kind.INTEGER, width=9, editable=True, example="320", words=("评价数", "评分次数", "评价总数", "评分人数", "count", "number of ratings", "ratings", "reviews")),
    ),
    key="seen_on",
    help=N_("What a channel showed as the shop's rating on a day, and of how many ratings: one row a channel and day."),
)  # fmt: skip
"""The fields of a file of ratings (import and template); the list of days has the same."""
RATING_DAYS: Final = Sheet("rating_days", RATING_FILE.title, RATING_FILE.columns, key="seen_on", help=RATING_FILE.help)

_STARS: Final = (
    Column("described", N_("Stars"), Kind.INTEGER, width=7, help=N_("1 to 5: as described, or the one rating that the channel has.")),
    Column("service", N_("Service attitude"), Kind.INTEGER, width=7),
    Column("logistics", N_("Logistics"), Kind.INTEGER, width=8),
)  # fmt: skip
REVIEWS: Final = Sheet(
    "reviews",
    N_("Reviews"),
    (
        Column("written_at", N_("Reviewed at"), Kind.TIME, width=14),
        Column("stands", N_("State"), Kind.STATE, width=17, states=STANDS),
        *_STARS,
        Column("least", N_("Lowest"), Kind.INTEGER, width=7, shown=False, help=N_("The fewest stars that it gives.")),
        Column("text", N_("Review text"), Kind.LONG_TEXT, width=36),
        Column("cause", N_("Cause"), Kind.TEXT, width=14, editable=True, help=N_("Why it is low, as somebody judged.")),
        Column("channel", N_("Channel"), Kind.TEXT, width=10),
        Column("order_no", N_("Order no."), Kind.ID, width=18),
        Column("sku", N_("SKU"), Kind.ID, width=12),
        Column("listing_no", N_("Listing"), Kind.ID, width=14, shown=False),
        Column("customer", N_("Customer"), Kind.TEXT, width=14, personal=True, shown=False),
        Column("reply", N_("Reply"), Kind.LONG_TEXT, width=24, shown=False),
        Column("replied_at", N_("Replied"), Kind.TIME, width=14, shown=False),
        Column("case_no", N_("Case"), Kind.ID, width=9),
        Column("review_no", N_("Number"), Kind.ID, width=16, help=N_("By it a review is known again when the list comes back from Excel.")),
        Column("import_id", N_("Import"), Kind.INTEGER, shown=False, help=N_("The import that brought it.")),
    ),
    key="review_no",
    help=N_("What buyers said in public, with stars; of low ones somebody judges the cause and answers."),
)  # fmt: skip
CAUSES_OF_LOW: Final = Sheet(
    "review_causes",
    N_("Causes of low ratings"),
    (
        Column("cause", N_("Cause"), Kind.TEXT, width=20),
        Column("sku", N_("SKU"), Kind.ID, width=12),
        Column("title", N_("Product"), Kind.TEXT, width=26),
        Column("count", N_("Low ratings"), Kind.INTEGER, width=9, total=True),
        Column("share", N_("Share of all"), Kind.PERCENT, width=8),
        Column("running", N_("Running share"), Kind.PERCENT, width=9, help=N_("Of this and all rows above it.")),
        Column("stars", N_("Mean"), Kind.RATE, width=8, help=N_("Mean of the lowest stars of each.")),
        Column("last_on", N_("Last one"), Kind.DATE, width=11),
    ),
    key="cause",
    help=N_("Reviews with three stars or fewer in the last 90 days by cause and SKU, the most frequent first."),
)  # fmt: skip
REVIEW_FILE: Final = Sheet(
    "reviews",
    N_("Reviews"),
    (
        Column("channel", N_("Channel"), Kind.TEXT, width=10, words=_CHANNEL.words, example="Taobao"),
        Column("written_at", N_("Reviewed at"), Kind.TIME, width=14, required=True, example="2026-03-01 10:30",
               words=("评价时间", "评论时间", "评价日期", "評價時間", "created_at", "review_date", "review date", "review creation date", "createddate", "date", "written", "created at", "submitted at")),
        Column("described", N_("Stars"), Kind.STATE, width=9, states=STAR_STATES, example="5",
               words=("评分", "星级", "评价星级", "商品评分", "宝贝与描述相符", "描述相符", "評分", "rating", "stars", "star_rating", "star rating", "score", "review rating", "review score")),
        Column("service", N_("Service attitude"), Kind.STATE, width=9, states=STAR_STATES, words=_SERVICE_WORDS),
        Column("logistics", N_("Logistics"), Kind.STATE, width=9, states=STAR_STATES, words=_LOGISTICS_WORDS),
        Column("verdict", N_("Verdict"), Kind.STATE, width=10, states=VERDICT_STATES, words=("评价结果", "评价类型", "评价等级", "好中差评", "評價結果", "verdict", "sentiment"), help=N_("Good, fair or poor, where a channel gives no stars.")),
        Column("text", N_("Review text"), Kind.LONG_TEXT, width=36, example=N_("Lovely tea, carefully packed."),
               words=("评价内容", "评论内容", "买家评价", "首次评价", "評價內容", "body", "review", "review text", "review_body", "content", "comment", "review body", "review content", "review message", "reviewmessage", "reviewtext")),
        Column("order_no", N_("Order no."), Kind.ID, width=18, words=("订单号", "订单编号", "主订单编号", "子订单编号", "訂單編號", "order", "order number", "order no", "order id", "order_id")),
        Column("listing_no", N_("Listing"), Kind.ID, width=14, words=("商品ID", "宝贝ID", "商品编号", "商品id", "product_id", "product_handle", "asin", "parent asin", "product handle", "item id")),
        Column("sku", N_("SKU"), Kind.ID, width=12, words=("商家编码", "货号", "商品编码", "sku", "sku code", "seller sku", "variant sku")),
        Column("reply", N_("Reply"), Kind.LONG_TEXT, width=24, words=("商家回复", "卖家回复", "回复内容", "卖家解释", "賣家回覆", "reply", "seller reply", "merchant reply", "response", "your response", "comment content")),
        Column("replied_at", N_("Replied"), Kind.TIME, width=14, words=("回复时间", "商家回复时间", "reply_date", "reply date", "replied at")),
        Column("cause", N_("Cause"), Kind.TEXT, width=14, words=("差评原因", "原因", "cause"), help=N_("Why it is low, as somebody of the shop judged.")),
        Column("review_no", N_("Number"), Kind.ID, width=16, words=("评价ID", "评论ID", "评价编号", "review id", "review_id", "id"), help=N_("The channel's own; left out, it is made of order, article and day.")),
    ),
    key="review_no",
    help=N_("Reviews as a channel lists them: one row a review, known again by channel and number, or by order, article and day."),
)  # fmt: skip
"""The fields of a file of reviews (import and template)."""
