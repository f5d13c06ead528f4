"""The columns of promotions, coupons and the combination table, on screen and in Excel, in and out."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from shopdesk.shop.columns import Column, Kind, Sheet, Tone
from shopdesk.shop.columns import State as Shown
from shopdesk.shop.promotions.rules import Basis, Layer, Level, Phase, PromotionKind, Stacking, State
from shopdesk.text import N_

KINDS: Mapping[str, Shown] = MappingProxyType(
    {
        PromotionKind.PERCENT_OFF: Shown(N_("Per cent off")),
        PromotionKind.AMOUNT_OFF: Shown(N_("Amount off")),
        PromotionKind.EVERY_FULL: Shown(N_("Off for every full amount")),
        PromotionKind.ONCE_FULL: Shown(N_("Off from an amount on")),
        PromotionKind.FIXED_PRICE: Shown(N_("Flash price")),
        PromotionKind.GROUP_PRICE: Shown(N_("Group buying")),
        PromotionKind.MEMBER_PRICE: Shown(N_("Member price")),
        PromotionKind.BUY_GET: Shown(N_("Buy some, get some free")),
        PromotionKind.NTH_PIECE: Shown(N_("N-th piece for less")),
        PromotionKind.BUNDLE: Shown(N_("Price for a set")),
        PromotionKind.GIFT: Shown(N_("Gift")),
        PromotionKind.POINTS: Shown(N_("Points pay")),
        PromotionKind.FREE_SHIPPING: Shown(N_("Free shipping")),
    }
)
LEVELS: Mapping[str, Shown] = MappingProxyType(
    {
        Level.ITEM: Shown(N_("Item")),
        Level.ORDER: Shown(N_("Order")),
        Level.SHIPPING: Shown(N_("Shipping")),
        Level.PLATFORM: Shown(N_("Platform")),
    }
)
PHASES: Mapping[str, Shown] = MappingProxyType(
    {
        Phase.DRAFT: Shown(N_("Draft")),
        Phase.PLANNED: Shown(N_("Planned"), Tone.INFO),
        Phase.RUNNING: Shown(N_("Running"), Tone.GOOD),
        Phase.ENDED: Shown(N_("Ended")),
        Phase.CANCELLED: Shown(N_("Cancelled"), Tone.WARN),
    }
)
STATES: Mapping[str, Shown] = MappingProxyType({state.value: PHASES[state.value] for state in State})
BASES: Mapping[str, Shown] = MappingProxyType(
    {
        Basis.LIST: Shown(N_("List price")),
        Basis.ITEM: Shown(N_("After prices of items")),
        Basis.LEFT: Shown(N_("What is left")),
    }
)
STACKINGS: Mapping[str, Shown] = MappingProxyType(
    {
        Stacking.ALONE: Shown(N_("With no other")),
        Stacking.CLASSES: Shown(N_("With other classes")),
        Stacking.ALL: Shown(N_("With all that allow it")),
    }
)
LAYER_NAMES: Mapping[str, str] = MappingProxyType(
    {
        Layer.ITEM: N_("Prices of items"),
        Layer.SHOP: N_("Shop coupons and reductions"),
        Layer.CROSS: N_("Platform reductions across shops"),
        Layer.LAST: N_("Platform, members, points"),
        Layer.SHIPPING: N_("Shipping"),
    }
)

_COLUMNS = (
    Column("promotion_no", N_("Promotion no."), Kind.ID, width=14, editable=True, example="PR-0001",
           help=N_("The shop's own number; left blank, the next one is given."), words=("活动编号", "活动id", "活動編號", "promotion id", "promotion no")),
    Column("title", N_("Promotion"), Kind.TEXT, width=26, required=True, editable=True, example=N_("Double 11"),
           words=("活动名称", "活动标题", "优惠券名称", "活動名稱", "promotion", "promotion name", "campaign name")),
    Column("state", N_("Set state"), Kind.STATE, width=10, editable=True, states=STATES, example="planned",
           help=N_("Only what is planned counts; that it runs or is over follows from the clock.")),
    Column("kind", N_("Kind"), Kind.STATE, width=18, required=True, editable=True, states=KINDS, example="once_full",
           words=("活动类型", "优惠类型", "活動類型", "promotion type")),
    Column("level", N_("Promotion class"), Kind.STATE, width=10, editable=True, states=LEVELS, example="order",
           help=N_("What it is taken off: prices of items, whole orders, shipping, or by the platform across shops."), words=("活动级别", "活動級別", "class")),
    Column("starts_at", N_("Starts"), Kind.TIME, required=True, editable=True, example="2026-11-10 20:00",
           words=("开始时间", "活动开始时间", "生效时间", "開始時間", "start date", "starts at")),
    Column("ends_at", N_("Ends"), Kind.TIME, editable=True, example="2026-11-12 00:00", help=N_("The first moment that is no longer of it; blank: until somebody ends it."),
           words=("结束时间", "活动结束时间", "失效时间", "結束時間", "end date", "ends at")),
    Column("tiers", N_("Tiers"), Kind.TEXT, width=22, editable=True, example="300-30;600-80",
           help=N_("300-30 is 30 off from 300 on; 3pc-10% is 10 % off from 3 pieces on; 2pc+1 one free of three; 2nd-50% every second piece at half its price; 3ppl=79 a price from 3 people on; =49.90 a price; +[SKU]*1 a gift; ≤50 at most 50 off; x1 at most once a basket."),
           words=("优惠内容", "优惠门槛", "满减规则", "優惠內容", "discount")),
    Column("channels", N_("Channels"), Kind.TEXT, width=16, editable=True, help=N_("Names of channels with ; between them, ! before one that is left out; blank: all."), words=("渠道", "店铺", "通路", "channels")),
    Column("groups", N_("Customer groups"), Kind.TEXT, width=16, editable=True, help=N_("As channels: groups of customers.")),
    Column("categories", N_("Categories"), Kind.TEXT, width=16, editable=True, help=N_("As channels: categories of products.")),
    Column("products", N_("Products"), Kind.TEXT, width=20, editable=True, help=N_("As channels: products by their titles.")),
    Column("skus", N_("SKUs"), Kind.TEXT, width=20, editable=True, help=N_("As channels: SKUs by their codes; of a set with the pieces that make it, A*2;B."), words=("参与商品", "商品编码", "商家编码", "參與商品", "skus")),
    Column("coupons", N_("Coupon codes"), Kind.TEXT, width=18, editable=True, example="TEA20*100/1",
           help=N_("Codes with ; between them: TEA20*100/1 may be used 100 times, once by each customer. Who names none does not have the promotion."),
           words=("优惠码", "优惠券码", "券码", "優惠碼", "coupon code", "discount code")),
    Column("stacking", N_("Joined with"), Kind.STATE, width=16, editable=True, states=STACKINGS, help=N_("What it may stand beside on the same goods, where the combination table does not say.")),
    Column("basis", N_("Judged on"), Kind.STATE, width=16, editable=True, states=BASES, help=N_("What thresholds are judged on and shares are taken of.")),
    Column("priority", N_("Priority"), Kind.INTEGER, width=8, editable=True, help=N_("Of two that exclude each other the higher one holds; of equals the one that the buyer gains most by.")),
    Column("budget", N_("Budget"), Kind.MONEY, total=True, editable=True, help=N_("What its discounts may come to in all."), words=("预算", "活动预算", "預算", "budget")),
    Column("platform_share", N_("Platform bears"), Kind.PERCENT, width=10, editable=True, help=N_("The share of its discounts that the platform bears."), words=("平台承担比例", "平台出资比例")),
    Column("partner_share", N_("Partner bears"), Kind.PERCENT, width=10, editable=True, help=N_("The share of its discounts that a partner bears.")),
    Column("partner", N_("Partner"), Kind.TEXT, width=14, editable=True),
    Column("goal", N_("Goal"), Kind.TEXT, width=20, editable=True),
    Column("theme", N_("Campaign theme"), Kind.TEXT, width=20, editable=True),
    Column("policy", N_("Policy text"), Kind.LONG_TEXT, editable=True, help=N_("What buyers are told."), words=("活动规则", "活动说明", "活動說明")),
    Column("owner", N_("In charge"), Kind.TEXT, width=12, editable=True, words=("负责人", "負責人")),
    Column("predicted_units", N_("Predicted pieces"), Kind.QUANTITY, total=True, editable=True, shown=False),
    Column("predicted_revenue", N_("Predicted revenue"), Kind.MONEY, total=True, editable=True, shown=False),
    Column("predicted_margin", N_("Predicted margin"), Kind.MONEY, total=True, editable=True, shown=False),
    Column("note", N_("Note"), Kind.LONG_TEXT, editable=True),
    Column("lessons", N_("Lessons"), Kind.LONG_TEXT, editable=True, shown=False, help=N_("What was learnt by it, shown when the next one like it is planned.")),
)  # fmt: skip

PROMOTIONS = Sheet(
    name="promotion_list",
    title=N_("Promotions"),
    key="promotion_no",
    help=N_("Every promotion, what it gives from which threshold on, for whom and when, and what it took off so far."),
    columns=(
        *_COLUMNS[:2],
        Column("phase", N_("State"), Kind.STATE, width=10, states=PHASES, help=N_("What it is now.")),
        *_COLUMNS[2:],
        Column("spent", N_("Taken off so far"), Kind.MONEY, total=True, help=N_("What its codes took off, and what the discounts of orders that had it show.")),
    ),
)  # fmt: skip
"""The list of promotions on screen and in Excel."""

PROMOTION_FILE = Sheet(
    name="promotions",
    title=N_("Promotions"),
    key="promotion_no",
    help=N_("Promotions and campaigns of platforms, one row each; known again by number, else by title and start."),
    columns=(
        *(column if column.editable is False else replace(column, editable=False) for column in _COLUMNS),
        Column("last_on", N_("Until day"), Kind.DATE, help=N_("Instead of the end: the last whole day of it."), words=("最后一天", "截止日期", "last day")),
    ),
)  # fmt: skip
"""The fields of a file of promotions (import and template)."""

COUPONS = Sheet(
    name="coupon_list",
    title=N_("Coupons"),
    key="code",
    help=N_("Codes of promotions, their limits, and how often they were used."),
    columns=(
        Column("code", N_("Code"), Kind.ID, width=16, required=True, editable=True, example="TEA20"),
        Column("promotion", N_("Promotion"), Kind.TEXT, width=26, required=True, editable=True, help=N_("By its title or its number; of a code that nobody has used yet it can be another.")),
        Column("most_uses", N_("Uses at most"), Kind.INTEGER, width=10, editable=True),
        Column("most_each", N_("By one customer"), Kind.INTEGER, width=10, editable=True),
        Column("budget", N_("Budget"), Kind.MONEY, editable=True),
        Column("uses", N_("Uses"), Kind.INTEGER, width=8, total=True),
        Column("amount", N_("Taken off"), Kind.MONEY, total=True),
        Column("last_used_on", N_("Last used"), Kind.DATE),
    ),
)
"""The list of coupons on screen and in Excel."""

COUPON_USES = Sheet(
    name="coupon_uses",
    title=N_("Coupon uses"),
    key="coupon_use_id",
    help=N_("Codes as they were used: on which order, what they took off, and when."),
    columns=(
        Column("code", N_("Code"), Kind.ID, width=16),
        Column("order_no", N_("Order no."), Kind.ID),
        Column("amount", N_("Taken off"), Kind.MONEY, total=True),
        Column("used_on", N_("Used on"), Kind.DATE),
    ),
)
"""Uses of coupons on screen and in Excel."""

COMBINATIONS = Sheet(
    name="combination_list",
    title=N_("Combination table"),
    key="pair_id",
    help=N_("Which promotions, or classes of them, may go together, where what they say of themselves does not do."),
    columns=(
        Column("one", N_("Promotion or class"), Kind.TEXT, width=26, required=True, editable=True, help=N_("A promotion by its title or its number, or a class: item, order, shipping, platform.")),
        Column("other", N_("Beside"), Kind.TEXT, width=26, required=True, editable=True),
        Column("may_combine", N_("May go together"), Kind.BOOL, width=12, editable=True),
    ),
)
"""The combination table on screen and in Excel."""

BASKET = Sheet(
    name="basket",
    title=N_("Basket"),
    key="sku",
    help=N_("What somebody buys, to be priced."),
    columns=(
        Column("sku", N_("SKU"), Kind.ID, required=True, example="TEA-001", words=("商品编码", "商家编码", "code", "item")),
        Column("quantity", N_("Qty"), Kind.QUANTITY, required=True, example="2", words=("数量", "數量", "pieces", "quantity")),
        Column("price", N_("Unit price"), Kind.PRICE, help=N_("Blank: the SKU's own."), words=("单价", "價格", "单件价格", "unit price")),
    ),
)  # fmt: skip
"""A basket in a file."""

STEPS = Sheet(
    name="price_steps",
    title=N_("Price in steps"),
    key="step",
    help=N_("What a basket pays, promotion by promotion in the order in which they are taken off."),
    columns=(
        Column("step", N_("Step"), Kind.INTEGER, width=6),
        Column("layer", N_("Layer"), Kind.TEXT, width=24),
        Column("promotion", N_("Promotion"), Kind.TEXT, width=26),
        Column("words", N_("How"), Kind.LONG_TEXT, width=60),
        Column("base", N_("Judged on"), Kind.MONEY),
        Column("amount", N_("Taken off"), Kind.MONEY, total=True),
        Column("left", N_("Left to pay"), Kind.MONEY),
    ),
)
"""The steps of a price on paper and in Excel."""

SHARES = Sheet(
    name="price_lines",
    title=N_("Price by line"),
    key="line",
    help=N_("What each line of a basket pays, and what a refund of it gives back."),
    columns=(
        Column("line", N_("Basket line"), Kind.INTEGER, width=6),
        Column("sku", N_("SKU"), Kind.ID),
        Column("quantity", N_("Qty"), Kind.QUANTITY, total=True),
        Column("unit_price", N_("Unit price"), Kind.PRICE),
        Column("listed", N_("List price"), Kind.MONEY, total=True),
        Column("off", N_("Taken off"), Kind.MONEY, total=True),
        Column("paid", N_("Paid"), Kind.MONEY, total=True),
        Column("each", N_("Paid for one"), Kind.PRICE),
    ),
)
"""The lines of a price on paper and in Excel."""
