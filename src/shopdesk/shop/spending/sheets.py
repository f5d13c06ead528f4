"""The columns of spending on screen and in Excel: bills, their payments, what recurs, advertising, costs of orders."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.shop.ledger.rules import CHART, Role
from shopdesk.shop.ledger.sheets import EXPENSE_ACCOUNTS
from shopdesk.shop.spending.rules import BillState, Every, SideKind
from shopdesk.text import N_

BILL_STATES: Final[Mapping[str, State]] = MappingProxyType(
    {
        BillState.OPEN: State(N_("Unpaid"), Tone.INFO),
        BillState.PART: State(N_("Part paid"), Tone.INFO),
        BillState.OVERDUE: State(N_("Overdue"), Tone.BAD),
        BillState.PAID: State(N_("Paid"), Tone.GOOD),
        BillState.CANCELLED: State(N_("Cancelled")),
    }
)
EVERY: Final[Mapping[str, State]] = MappingProxyType(
    {
        Every.WEEK: State(N_("Every week")),
        Every.MONTH: State(N_("Every month")),
        Every.QUARTER: State(N_("Every quarter")),
        Every.YEAR: State(N_("Every year")),
    }
)
RECURRING_STATES: Final[Mapping[str, State]] = MappingProxyType(
    {
        "due": State(N_("Due now"), Tone.WARN),
        "coming": State(N_("Coming"), Tone.GOOD),
        "paused": State(N_("Paused")),
        "over": State(N_("Ended")),
    }
)
SIDE_KINDS: Final[Mapping[str, State]] = MappingProxyType(
    {
        SideKind.BRUSHED: State(N_("Brushed order"), Tone.WARN),
        SideKind.SAMPLE: State(N_("Sample"), Tone.INFO),
        SideKind.COMPENSATION: State(N_("Small compensation"), Tone.BAD),
        SideKind.DROPSHIP: State(N_("Drop-ship purchase")),
    }
)
_TITLES: Final = {spec.role: spec.title for spec in CHART}
BILL_ACCOUNTS: Final[Mapping[str, State]] = MappingProxyType(
    {**EXPENSE_ACCOUNTS, Role.GOODS_IN.value: State(_TITLES[Role.GOODS_IN])}
)
"""Code of each account that a bill is usually for → its title."""

_CURRENCY: Final = Column(
    "currency", N_("Currency"), Kind.ID, width=8, example="CNY", help=N_("ISO code; blank is the shop's own currency."),
    words=("币种", "货币", "幣別", "貨幣", "currency", "currency code"),
)  # fmt: skip
_CHANNEL: Final = Column(
    "channel", N_("Channel"), Kind.TEXT, width=12, help=N_("The sales channel that bears it; blank for the whole shop."),
    words=("渠道", "店铺", "平台", "通路", "賣場", "channel", "shop", "store", "sales channel"),
)  # fmt: skip
_SUPPLIER: Final = Column(
    "supplier", N_("Supplier"), Kind.TEXT, width=20, required=True, example=N_("Longjing Tea Farm"), help=N_("Who asks for the money; made a supplier on first use."),
    words=("供应商", "供应商名称", "供应方", "收款方", "供應商", "供應商名稱", "supplier", "supplier name", "vendor", "vendor name", "payee"),
)  # fmt: skip
_BILL_NO: Final = Column(
    "bill_no", N_("Bill no."), Kind.ID, width=16, required=True, example="INV-2026-014", help=N_("The supplier's number; its rows are the lines of one bill."),
    words=("账单号", "账单编号", "发票号", "发票号码", "對帳單號", "發票號碼", "帳單編號", "bill", "bill no", "bill number", "invoice", "invoice no", "invoice number"),
)  # fmt: skip
_IMPORT: Final = (
    Column("import_id", N_("Import"), Kind.INTEGER, shown=False, help=N_("The import that brought it.")),
    Column("source_row", N_("Row"), Kind.INTEGER, shown=False, help=N_("The row of the file that it came from.")),
)

BILL_FILE: Final = Sheet(
    name="bills",
    title=N_("Bills"),
    key="bill_no",
    help=N_("What suppliers ask for: rows of one supplier and number are one bill. A bill that is entered already is not entered again."),
    columns=(
        _SUPPLIER, _BILL_NO,
        Column("billed_on", N_("Bill date"), Kind.DATE, required=True, example="2026-01-31", help=N_("The day from which it is owed."),
               words=("账单日期", "开票日期", "发票日期", "帳單日期", "發票日期", "bill date", "invoice date", "billed on", "date")),
        Column("due_on", N_("Due on"), Kind.DATE, example="2026-03-02", help=N_("Blank: by the supplier's payment terms, or 30 days."),
               words=("到期日", "到期日期", "付款期限", "应付日期", "到期日", "due", "due date", "due on", "pay by")),
        Column("account", N_("Account"), Kind.STATE, width=18, states=BILL_ACCOUNTS, example="6605", help=N_("What it is for. Not needed where a receipt is named."),
               words=("费用类型", "费用科目", "科目", "類別", "費用科目", "account", "category", "expense account")),
        Column("receipt", N_("Receipt"), Kind.ID, width=14, help=N_("The number of the delivery that it is for: goods received are cleared by it."),
               words=("入库单号", "收货单号", "入庫單號", "receipt", "receipt no", "goods receipt", "delivery")),
        Column("amount", N_("Amount"), Kind.MONEY, required=True, total=True, example="800.00", help=N_("Of this line, in the bill's currency; below zero for what is taken off."),
               words=("金额", "账单金额", "发票金额", "应付金额", "金額", "應付金額", "amount", "line amount", "total")),
        _CURRENCY, _CHANNEL,
        Column("note", N_("Note"), Kind.LONG_TEXT, width=24, words=("备注", "说明", "摘要", "備註", "說明", "note", "notes", "memo", "description")),
    ),
)
"""The fields of a list of bills (import and template)."""

BILLS: Final = Sheet(
    name="bill_list",
    title=N_("Bills"),
    key="bill_id",
    help=N_("What suppliers ask for, and what of it is still to be paid."),
    columns=(
        Column("bill_no", N_("Bill no."), Kind.ID, width=18),
        Column("supplier", N_("Supplier"), Kind.TEXT, width=20),
        Column("state", N_("State"), Kind.STATE, width=11, states=BILL_STATES, help=N_("Overdue: the day on which it was due has passed, and something of it is open.")),
        Column("billed_on", N_("Bill date"), Kind.DATE, help=N_("The day from which it is owed.")),
        Column("due_on", N_("Due on"), Kind.DATE),
        Column("amount", N_("Amount"), Kind.MONEY, total=True, help=N_("In the shop's currency.")),
        Column("open", N_("Still open"), Kind.MONEY, total=True, help=N_("What is still to be paid, in the shop's currency at the bill's rate.")),
        Column("own_amount", N_("Amount asked"), Kind.MONEY, shown=False, help=N_("In the currency of the bill, where that is another.")),
        Column("currency", N_("Currency"), Kind.ID, width=8, shown=False),
        Column("note", N_("Note"), Kind.LONG_TEXT, width=20),
        *_IMPORT,
    ),
)
"""Bills on screen and in Excel."""

PAYMENT_FILE: Final = Sheet(
    name="bill_payments",
    title=N_("Payments of bills"),
    key="bill_no",
    help=N_("What was paid on bills from the bank. The same payment again is not booked again."),
    columns=(
        _SUPPLIER, _BILL_NO,
        Column("paid_on", N_("Paid on"), Kind.DATE, required=True, example="2026-02-15",
               words=("付款日期", "支付日期", "打款日期", "付款日", "payment date", "paid on", "date paid")),
        Column("amount", N_("Amount"), Kind.MONEY, required=True, total=True, example="800.00", help=N_("In the bill's currency."),
               words=("付款金额", "支付金额", "实付金额", "付款金額", "實付金額", "amount", "amount paid", "paid", "payment")),
        Column("note", N_("Note"), Kind.LONG_TEXT, width=24, words=("备注", "说明", "摘要", "備註", "說明", "note", "notes", "memo")),
    ),
)  # fmt: skip
"""The fields of a list of payments (import and template)."""

RECURRINGS: Final = Sheet(
    name="recurring_list",
    title=N_("Recurring entries"),
    key="recurring_id",
    help=N_("Rent, wages, software: what comes again, when it is due next, and as what it is booked."),
    columns=(
        Column("title", N_("What"), Kind.TEXT, width=22),
        Column("state", N_("State"), Kind.STATE, width=10, states=RECURRING_STATES),
        Column("next_on", N_("Next on"), Kind.DATE, help=N_("The first day that is not booked yet.")),
        Column("every", N_("How often"), Kind.STATE, width=14, states=EVERY),
        Column("amount", N_("Amount"), Kind.MONEY, total=True, help=N_("Each time.")),
        Column("is_bill", N_("As a bill"), Kind.BOOL, width=9, help=N_("It becomes a bill to be paid; else it is booked as paid.")),
        Column("supplier", N_("Supplier"), Kind.TEXT, width=18),
        Column("channel", N_("Channel"), Kind.TEXT, width=12, shown=False),
        Column("first_on", N_("First on"), Kind.DATE, shown=False),
        Column("until", N_("Until"), Kind.DATE),
        Column("note", N_("Note"), Kind.LONG_TEXT, width=20, shown=False),
    ),
)
"""Recurring entries on screen and in Excel."""

AD_FILE: Final = Sheet(
    name="ads",
    title=N_("Advertising spend"),
    key="campaign",
    help=N_("What advertising cost by day as the platform reports it: a day that is there already is set to what the file says. A row of several days is spread over them evenly."),
    columns=(
        Column("ran_on", N_("Day"), Kind.DATE, required=True, example="2026-01-31", help=N_("The day, or the first of several; a period such as 20260101~20260131 is understood."),
               words=("日期", "统计日期", "投放日期", "day", "date", "start date", "reporting starts")),
        Column("ran_until", N_("Through"), Kind.DATE, help=N_("The last day, where the row is of several."),
               words=("结束日期", "結束日期", "end date", "reporting ends", "through")),
        Column("channel", N_("Channel"), Kind.TEXT, width=12, example=N_("Taobao"), help=N_("The sales channel whose advertising account it was spent from."),
               words=("渠道", "店铺", "通路", "賣場", "channel", "shop", "store")),
        Column("platform", N_("Advertised on"), Kind.TEXT, width=14, help=N_("万相台, Sponsored Products, Google: where the advertisement ran."),
               words=("投放平台", "广告平台", "推广平台", "廣告平台", "platform", "network", "source")),
        Column("campaign", N_("Campaign"), Kind.TEXT, width=24, example=N_("Spring tea"),
               words=("计划", "计划名称", "推广计划", "广告系列", "活动名称", "行銷活動", "廣告活動", "campaign", "campaign name")),
        Column("target", N_("What was advertised"), Kind.TEXT, width=20, help=N_("As the report names it: a listing, a keyword, a search term; blank for the campaign as a whole."),
               words=("关键词", "搜索词", "商品", "ad group", "keyword", "search term", "target")),
        Column("sku", N_("SKU"), Kind.ID, width=14, words=("商家编码", "商品编码", "sku", "advertised sku")),
        Column("amount", N_("Spend"), Kind.MONEY, required=True, total=True, example="120.50", help=N_("What it cost."),
               words=("花费", "消耗", "总花费", "广告花费", "花費", "廣告費用", "spend", "cost", "amount spent", "ad spend")),
        _CURRENCY,
        Column("impressions", N_("Impressions"), Kind.INTEGER, words=("展现量", "展示量", "曝光量", "曝光次數", "impressions", "impr.")),
        Column("clicks", N_("Clicks"), Kind.INTEGER, words=("点击量", "点击数", "點擊次數", "點擊數", "clicks", "link clicks")),
        Column("orders", N_("Orders ascribed"), Kind.INTEGER, words=("成交笔数", "成交订单数", "訂單數", "conversions", "purchases", "orders")),
        Column("revenue", N_("Revenue ascribed"), Kind.MONEY, total=True, help=N_("What the platform says that it sold, in the row's currency."),
               words=("成交金额", "成交金額", "conv. value", "conversion value", "purchase value", "revenue", "sales")),
    ),
)
"""The fields of an advertising report (import and template)."""

_AD_FIGURES: Final = (
    Column("amount", N_("Spend"), Kind.MONEY, total=True, help=N_("In the shop's currency: incurred, whoever paid for it and when.")),
    Column("impressions", N_("Impressions"), Kind.INTEGER, total=True),
    Column("clicks", N_("Clicks"), Kind.INTEGER, total=True),
    Column("cpc", N_("Per click"), Kind.PRICE, help=N_("Spend by clicks (CPC).")),
    Column("orders", N_("Orders ascribed"), Kind.INTEGER, total=True, help=N_("As the platform counts them.")),
    Column("revenue", N_("Revenue ascribed"), Kind.MONEY, total=True, help=N_("As the platform counts it, in the shop's currency at the rate of its day.")),
    Column("roas", N_("ROAS"), Kind.QUANTITY, width=8, help=N_("Return on advertising spend: revenue ascribed by spend.")),
)

ADS: Final = Sheet(
    name="ad_list",
    title=N_("Advertising"),
    key="ad_spend_id",
    help=N_("What advertising cost on each day, as the platforms report it."),
    columns=(
        Column("spent_on", N_("Day"), Kind.DATE),
        Column("channel", N_("Channel"), Kind.TEXT, width=12),
        Column("platform", N_("Advertised on"), Kind.TEXT, width=14),
        Column("campaign", N_("Campaign"), Kind.TEXT, width=22),
        Column("target", N_("What was advertised"), Kind.TEXT, width=18),
        Column("sku", N_("SKU"), Kind.ID, width=12),
        *_AD_FIGURES,
        Column("break_even", N_("Break-even ROAS"), Kind.QUANTITY, width=10, help=N_("1 by the share of the SKU's price that its cost leaves: below it, advertising costs more than it brings.")),
        *_IMPORT,
    ),
)
"""Advertising by day on screen and in Excel."""

CAMPAIGNS: Final = Sheet(
    name="campaign_list",
    title=N_("Campaigns"),
    key="ad_spend_id",
    help=N_("What each campaign cost and brought in all."),
    columns=(
        Column("channel", N_("Channel"), Kind.TEXT, width=12),
        Column("platform", N_("Advertised on"), Kind.TEXT, width=14),
        Column("campaign", N_("Campaign"), Kind.TEXT, width=26),
        Column("first_on", N_("First day"), Kind.DATE),
        Column("last_on", N_("Last day"), Kind.DATE),
        *_AD_FIGURES,
    ),
)
"""Advertising by campaign on screen and in Excel."""

SIDE_FILE: Final = Sheet(
    name="side_costs",
    title=N_("Costs of orders"),
    key="order_no",
    help=N_("Brushed orders, samples, small compensations and goods bought for one order: paid from the bank for an order by its number."),
    columns=(
        Column("kind", N_("Kind"), Kind.STATE, width=16, required=True, states=SIDE_KINDS, example="sample", words=("类型", "费用类型", "類型", "kind", "type")),
        Column("order_no", N_("Order no."), Kind.ID, width=20, required=True, example="SO-10001", help=N_("The order that it belongs to; one that comes later is found then."),
               words=("订单号", "订单编号", "訂單編號", "order", "order no", "order number", "order id")),
        Column("paid_on", N_("Paid on"), Kind.DATE, required=True, example="2026-01-31", help=N_("The day of the books."),
               words=("付款日期", "支付日期", "日期", "下单日期", "date", "paid on", "payment date")),
        Column("fee", N_("Cost"), Kind.MONEY, total=True, example="8.00", help=N_("What is spent for good: the commission, the compensation, the sample, the purchase."),
               words=("佣金", "费用", "成本", "代购成本", "費用", "fee", "cost", "commission")),
        Column("principal", N_("Principal"), Kind.MONEY, total=True, help=N_("Of a brushed order: what was handed out for it and comes back as its sale."),
               words=("本金", "principal")),
        Column("payee", N_("Paid to"), Kind.TEXT, width=14, personal=True, words=("收款人", "收款人姓名", "payee", "paid to")),
        Column("channel", N_("Channel"), Kind.TEXT, width=12, help=N_("Needed only while the order is not known: an order has its channel."),
               words=("渠道", "平台", "通路", "channel", "sales channel")),
        Column("note", N_("Note"), Kind.LONG_TEXT, width=20, words=("备注", "摘要", "说明", "備註", "note", "memo")),
    ),
)
"""The fields of a list of costs of orders (import and template)."""

SIDES: Final = Sheet(
    name="side_list",
    title=N_("Costs of orders"),
    key="side_cost_id",
    help=N_("What was paid for single orders: brushed orders, samples, small compensations, goods bought for one order."),
    columns=(
        Column("paid_on", N_("Paid on"), Kind.DATE, help=N_("The day of the books.")),
        Column("kind", N_("Kind"), Kind.STATE, width=16, states=SIDE_KINDS),
        Column("order_no", N_("Order no."), Kind.ID, width=20),
        Column("known", N_("Order known"), Kind.BOOL, width=9, help=N_("Whether the shop has the order.")),
        Column("fee", N_("Cost"), Kind.MONEY, total=True, help=N_("What is spent for good.")),
        Column("principal", N_("Principal"), Kind.MONEY, total=True, help=N_("Handed out for a brushed order; taken off the sales, since it comes back as one.")),
        Column("channel", N_("Channel"), Kind.TEXT, width=12),
        Column("payee", N_("Paid to"), Kind.TEXT, width=12, personal=True, shown=False),
        Column("note", N_("Note"), Kind.LONG_TEXT, width=20),
        *_IMPORT,
    ),
)
"""Costs of orders on screen and in Excel."""
