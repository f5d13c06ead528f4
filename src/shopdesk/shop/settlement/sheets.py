"""The columns of settlement on screen and in Excel: statements and payouts as files bring them."""

from collections.abc import Mapping
from types import MappingProxyType

from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.shop.settlement.rules import FEE_KINDS, LineKind, LineState, PayoutState, Reason
from shopdesk.text import N_

LINE_KINDS: Mapping[str, State] = MappingProxyType(
    {
        LineKind.SALE: State(N_("Sale"), Tone.GOOD),
        LineKind.REFUND: State(N_("Refund"), Tone.WARN),
        LineKind.SUBSIDY: State(N_("Subsidy"), Tone.GOOD),
        LineKind.COMMISSION: State(N_("Commission")),
        LineKind.PAYMENT_FEE: State(N_("Payment fee")),
        LineKind.FREIGHT: State(N_("Freight")),
        LineKind.RETURN_FREIGHT: State(N_("Return freight")),
        LineKind.ADS: State(N_("Advertising")),
        LineKind.COMPENSATION: State(N_("Compensation")),
        LineKind.TAX: State(N_("Tax")),
        LineKind.RESERVE: State(N_("Reserve"), Tone.INFO),
        LineKind.LOAN: State(N_("Loan"), Tone.INFO),
        LineKind.INTEREST: State(N_("Interest")),
        LineKind.PAYOUT: State(N_("Payout"), Tone.INFO),
        LineKind.OTHER: State(N_("Other"), Tone.WARN),
    }
)
LINE_STATES: Mapping[str, State] = MappingProxyType(
    {
        LineState.MATCHED: State(N_("Matched"), Tone.GOOD),
        LineState.UNMATCHED: State(N_("To be explained"), Tone.BAD),
        LineState.EXPLAINED: State(N_("Explained"), Tone.INFO),
    }
)

SETTLEMENT_FILE = Sheet(
    name="settlement",
    title=N_("Settlement statement"),
    key="line_no",
    help=N_("What moved in a channel's wallet, one row each: sales and refunds meet their orders by number, fees go to their accounts."),
    columns=(
        Column("line_no", N_("Movement no."), Kind.ID, width=20, example="2026011522001001",
               help=N_("The channel's own number of the movement, by which it is known again; without one, all that the row says is."),
               words=("账务流水号", "资金流水单号", "流水号", "流水單號", "transaction id", "movement no", "balance transaction id")),
        Column("happened_at", N_("Settled at"), Kind.TIME, required=True, example="2026-01-15 12:00", help=N_("When the wallet moved: the day of the books."),
               words=("发生时间", "入账时间", "记账时间", "动账时间", "结算时间", "發生時間", "入帳時間", "settled at", "posted date", "transaction date")),
        Column("kind", N_("Kind of movement"), Kind.STATE, width=16, states=LINE_KINDS, example="sale",
               help=N_("Left out, money that comes in for an order is its sale; all else waits to be explained."),
               words=("业务类型", "账务类型", "费用名称", "費用名稱", "kind of movement", "transaction type")),
        Column("order_no", N_("Order no."), Kind.ID, example="260101-0001", help=N_("The order that it is of; until the shop has that, the row waits."),
               words=("商户订单号", "订单编号", "订单号", "訂單編號", "order number", "order id", "order no")),
        Column("sku", N_("SKU"), Kind.ID, words=("商品编码", "商家编码", "sku")),
        Column("quantity", N_("Qty"), Kind.QUANTITY, words=("商品数量", "quantity")),
        Column("amount", N_("Amount"), Kind.MONEY, total=True, example="100.00", help=N_("Above zero the wallet gains, below zero it pays."),
               words=("金额", "动账金额", "应结金额", "结算金额", "金額", "amount", "net amount", "net")),
        Column("income", N_("Money in"), Kind.MONEY, total=True, help=N_("Instead of one amount: what came in; its sign does not matter."),
               words=("收入金额（+元）", "收入金额（元）", "收入金额", "收入", "money in", "credit")),
        Column("outgo", N_("Money out"), Kind.MONEY, total=True, help=N_("Instead of one amount: what went out; its sign does not matter."),
               words=("支出金额（-元）", "支出金额（元）", "支出金额", "支出", "money out", "debit")),
        Column("fee", N_("Fee"), Kind.MONEY, total=True, help=N_("A fee that was taken beside the amount, above zero; it becomes a line of its own."),
               words=("手续费", "服务费（元）", "手續費", "fee", "fees")),
        Column("fee_kind", N_("Kind of fee"), Kind.STATE, states=LINE_KINDS, help=N_("What the fee is; left out, it is one for the payment.")),
        Column("currency", N_("Currency"), Kind.ID, width=8, example="CNY", help=N_("ISO code; blank is the shop's own currency."),
               words=("币种", "货币种类", "幣別", "currency", "currency code")),
        Column("told", N_("Statement's words"), Kind.TEXT, width=24, help=N_("What the statement calls it; kept as it stands."),
               words=("业务描述", "动账场景", "description", "statement's words")),
        Column("payout_no", N_("Payout no."), Kind.ID, help=N_("The payout that it went into."), words=("结算单号", "payout id", "payout no", "settlement id")),
        Column("paid_on", N_("Paid out on"), Kind.DATE, help=N_("The day of that payout."), words=("打款日期", "到账时间", "payout date", "deposit date", "paid out on")),
        Column("starts_on", N_("Payout from"), Kind.DATE, help=N_("The first day that the payout holds."), words=("settlement start date",)),
        Column("ends_on", N_("Payout to"), Kind.DATE, help=N_("The last day that the payout holds."), words=("settlement end date",)),
        Column("payout_amount", N_("Payout amount"), Kind.MONEY, help=N_("What the payout comes to in all: a row that says so and no amount is the payout itself."),
               words=("total amount", "payout amount")),
        Column("balance", N_("Balance"), Kind.MONEY, help=N_("What the wallet holds after it; held against the sum of the rows."),
               words=("账户余额（元）", "账户余额", "账户结余(元)", "余额", "餘額", "balance")),
        Column("channel", N_("Channel"), Kind.TEXT, help=N_("The sales channel, where one file holds several."), words=("渠道", "平台", "通路", "channel")),
        Column("note", N_("Note"), Kind.LONG_TEXT, words=("备注", "備註", "note", "memo")),
    ),
)  # fmt: skip
"""The fields of a channel's statement (import and template)."""

PAYOUT_FILE = Sheet(
    name="payouts",
    title=N_("Payouts"),
    key="payout_no",
    help=N_("Money that channels send to the bank, one row a payout; the lines of their statements are held against it."),
    columns=(
        Column("payout_no", N_("Payout no."), Kind.ID, width=20, example="P-2026-01", help=N_("The channel's own number; without one, its day is."),
               words=("结算单号", "提现单号", "打款单号", "payout id", "payout no", "payout number", "transfer id")),
        Column("paid_on", N_("Paid out on"), Kind.DATE, required=True, example="2026-02-03", help=N_("The day of the deposit."),
               words=("打款日期", "提现时间", "到账时间", "payout date", "deposit date", "paid out on")),
        Column("starts_on", N_("Payout from"), Kind.DATE, help=N_("The first day that the payout holds."), words=("period start", "settlement start date")),
        Column("ends_on", N_("Payout to"), Kind.DATE, help=N_("The last day that the payout holds."), words=("period end", "settlement end date")),
        Column("amount", N_("Payout amount"), Kind.MONEY, required=True, total=True, example="74.40", help=N_("What the channel says that it pays."),
               words=("打款金额", "提现金额", "结算金额", "payout amount", "total", "amount")),
        Column("currency", N_("Currency"), Kind.ID, width=8, example="CNY", help=N_("ISO code; blank is the shop's own currency."),
               words=("币种", "幣別", "currency", "currency code")),
        Column("state", N_("Payout state"), Kind.STATE, states=MappingProxyType({
                   "paid": State(N_("Paid out"), Tone.GOOD), "pending": State(N_("Not sent yet"), Tone.INFO), "failed": State(N_("Failed"), Tone.BAD)}),
               help=N_("Only what is paid out, or on its way, is a payout; left out, every row is."), words=("状态", "狀態", "status", "payout status")),
        Column("channel", N_("Channel"), Kind.TEXT, example="taobao", help=N_("The sales channel, where one file holds several."), words=("渠道", "平台", "通路", "channel")),
        Column("note", N_("Note"), Kind.LONG_TEXT, words=("备注", "備註", "note", "memo")),
    ),
)  # fmt: skip
"""The fields of a list of payouts (import and template)."""

LINES = Sheet(
    name="settlement_lines",
    title=N_("Settlement lines"),
    key="line_id",
    help=N_("What moved in the wallets of the channels, as their statements say, and what each line answers."),
    columns=(
        Column("settled_on", N_("Date"), Kind.DATE, help=N_("The shop's day on which the wallet moved.")),
        Column("channel", N_("Channel"), Kind.TEXT, width=12),
        Column("kind", N_("Kind of movement"), Kind.STATE, width=14, states=LINE_KINDS),
        Column("told", N_("Statement's words"), Kind.TEXT, width=24),
        Column("order_no", N_("Order no."), Kind.ID, width=18, help=N_("As the statement names it.")),
        Column("order", N_("Order found"), Kind.ID, width=18, help=N_("The order of the shop that it is of.")),
        Column("amount", N_("Amount"), Kind.MONEY, total=True, help=N_("In the shop's currency: above zero the wallet gains.")),
        Column("state", N_("State"), Kind.STATE, width=14, states=LINE_STATES),
        Column("payout_no", N_("Payout no."), Kind.ID, width=14),
        Column("account", N_("Account"), Kind.ID, width=10, help=N_("The account that a person gave it.")),
        Column("own_amount", N_("Amount, own currency"), Kind.MONEY, shown=False, help=N_("In its own currency; blank where that is the shop's.")),
        Column("currency", N_("Currency"), Kind.ID, width=8, shown=False),
        Column("sku_code", N_("SKU"), Kind.ID, shown=False),
        Column("quantity", N_("Qty"), Kind.QUANTITY, shown=False),
        Column("line_no", N_("Movement no."), Kind.ID, width=20, shown=False),
        Column("note", N_("Note"), Kind.LONG_TEXT, width=20),
        Column("import_id", N_("Import"), Kind.INTEGER, width=6, shown=False),
        Column("source_row", N_("Row"), Kind.INTEGER, shown=False),
    ),
)
"""The lines of statements on screen and in Excel."""

REASONS: Mapping[str, State] = MappingProxyType(
    {
        Reason.ORDER: State(N_("Order not imported"), Tone.WARN),
        Reason.REFUND: State(N_("Refund without its order"), Tone.WARN),
        Reason.NUMBER: State(N_("Names no order"), Tone.BAD),
        Reason.KIND: State(N_("Kind not known"), Tone.BAD),
        Reason.PAYOUT: State(N_("Payout differs"), Tone.BAD),
        Reason.HAND: State(N_("Booked by hand"), Tone.INFO),
    }
)
WORK = Sheet(
    name="unmatched",
    title=N_("Work list"),
    key="document",
    help=N_("Every cent of the wallets that nobody has explained yet; its sum is what the books hold on these accounts."),
    columns=(
        Column("since", N_("Since"), Kind.DATE, help=N_("The day on which it came up.")),
        Column("channel", N_("Channel"), Kind.TEXT, width=12),
        Column("reason", N_("Reason"), Kind.STATE, width=20, states=REASONS),
        Column("amount", N_("To be explained"), Kind.MONEY, total=True, help=N_("Above zero: money that came in and belongs to nothing yet.")),
        Column("order_no", N_("Order no."), Kind.ID, width=20, help=N_("As the statement names it.")),
        Column("told", N_("Statement's words"), Kind.TEXT, width=26),
        Column("payout_no", N_("Payout no."), Kind.ID, width=14),
        Column("document", N_("Document"), Kind.ID, width=18, shown=False),
        Column("import_id", N_("Import"), Kind.INTEGER, width=6, shown=False),
        Column("source_row", N_("Row"), Kind.INTEGER, shown=False),
    ),
)
"""What waits to be explained, on screen and in Excel."""

PAYOUT_STATES: Mapping[str, State] = MappingProxyType(
    {
        PayoutState.ON_THE_WAY: State(N_("On the way"), Tone.INFO),
        PayoutState.OVERDUE: State(N_("Overdue"), Tone.BAD),
        PayoutState.ARRIVED: State(N_("Arrived"), Tone.GOOD),
        PayoutState.SHORT: State(N_("Short"), Tone.WARN),
        PayoutState.OVER: State(N_("Over"), Tone.WARN),
    }
)
PAYOUTS = Sheet(
    name="payout_list",
    title=N_("Payouts"),
    key="payout_id",
    help=N_("Money that channels send to the bank: what they say, what its lines come to, and what arrived."),
    columns=(
        Column("paid_on", N_("Paid out on"), Kind.DATE),
        Column("channel", N_("Channel"), Kind.TEXT, width=12),
        Column("payout_no", N_("Payout no."), Kind.ID, width=20),
        Column("state", N_("State"), Kind.STATE, width=12, states=PAYOUT_STATES),
        Column("amount", N_("Payout amount"), Kind.MONEY, total=True, help=N_("What the channel says that it pays, in the shop's currency.")),
        Column("lines_sum", N_("Its lines"), Kind.MONEY, total=True, help=N_("What the lines come to that it holds; blank where none is known.")),
        Column("difference", N_("Difference"), Kind.MONEY, total=True, help=N_("What its lines, its amount and the bank do not agree about, until a person gives it an account.")),
        Column("arrived", N_("Arrived"), Kind.MONEY, total=True, help=N_("What the bank shows.")),
        Column("arrived_on", N_("Arrived on"), Kind.DATE),
        Column("starts_on", N_("Payout from"), Kind.DATE, shown=False),
        Column("ends_on", N_("Payout to"), Kind.DATE, shown=False),
        Column("own_amount", N_("Amount, own currency"), Kind.MONEY, shown=False),
        Column("currency", N_("Currency"), Kind.ID, width=8, shown=False),
        Column("note", N_("Note"), Kind.LONG_TEXT, width=20),
        Column("import_id", N_("Import"), Kind.INTEGER, width=6, shown=False),
    ),
)
"""Payouts on screen and in Excel."""

FEES = Sheet(
    name="fees",
    title=N_("Fee table"),
    key="channel",
    help=N_("What channels agreed to take, from a day on; what statements took is held against it."),
    columns=(
        Column("channel", N_("Channel"), Kind.TEXT, width=12, required=True, example="taobao", help=N_("The sales channel that takes it."), words=("渠道", "平台", "通路", "channel")),
        Column("kind", N_("Kind of fee"), Kind.STATE, width=14, required=True, states=MappingProxyType({kind: LINE_KINDS[kind] for kind in FEE_KINDS}), example="commission",
               help=N_("Commission or payment fee."), words=("费用类型", "費用類別", "kind of fee")),
        Column("category", N_("Category"), Kind.TEXT, width=16, help=N_("Of the products that it is for; blank for all that no other rule names."), words=("类目", "分类", "類別", "category")),
        Column("rate", N_("Fee rate"), Kind.PERCENT, required=True, example="0.05", help=N_("The share of a sale that is taken."), words=("费率", "費率", "rate")),
        Column("fixed", N_("Fixed part"), Kind.MONEY, help=N_("So much an order, besides the share."), words=("固定费用", "fixed fee")),
        Column("minimum", N_("At least"), Kind.MONEY, words=("最低", "minimum")),
        Column("maximum", N_("At most"), Kind.MONEY, words=("最高", "封顶", "maximum", "cap")),
        Column("since", N_("From day"), Kind.DATE, required=True, example="2026-01-01", help=N_("The first day on which it holds."), words=("生效日期", "from day", "valid from")),
        Column("source", N_("Where it was read"), Kind.LONG_TEXT, width=24, help=N_("The agreement or page that says so."), words=("来源", "來源", "source")),
    ),
)
"""The fee table on screen, in Excel, and as a file that comes in."""

OVERDUE = Sheet(
    name="overdue_orders",
    title=N_("Orders not paid out"),
    key="order_no",
    help=N_("Orders that their channel should have settled by now: later than is usual there by more than a week."),
    columns=(
        Column("sold_on", N_("Booked on"), Kind.DATE),
        Column("channel", N_("Channel"), Kind.TEXT, width=12),
        Column("order_no", N_("Order no."), Kind.ID, width=20),
        Column("open", N_("Not paid out"), Kind.MONEY, total=True, help=N_("What the order comes to, less refunds and what was settled.")),
        Column("days", N_("Days"), Kind.INTEGER, help=N_("Since the sale.")),
        Column("usual", N_("Usual days"), Kind.INTEGER, help=N_("The median of what the channel settled lately.")),
    ),
)
"""Orders that no channel has paid out, on screen and in Excel."""

CHARGES = Sheet(
    name="overcharges",
    title=N_("Charged too much"),
    key="order_no",
    help=N_("Orders of which a channel took more than the fee table says; of what was refunded it is to keep nothing."),
    columns=(
        Column("day", N_("Booked on"), Kind.DATE),
        Column("channel", N_("Channel"), Kind.TEXT, width=12),
        Column("order_no", N_("Order no."), Kind.ID, width=20),
        Column("kind", N_("Kind of fee"), Kind.STATE, width=14, states=FEES.column("kind").states),
        Column("taken", N_("Taken"), Kind.MONEY, total=True),
        Column("expected", N_("Agreed"), Kind.MONEY, total=True),
        Column("beyond", N_("Too much"), Kind.MONEY, total=True),
    ),
)
"""What channels took too much, on screen and in Excel."""
