"""The columns of settlement on screen and in Excel: statements and payouts as files bring them."""

from collections.abc import Mapping
from types import MappingProxyType

from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.shop.settlement.rules import LineKind, LineState
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
