"""JD (京东): reconciliation of orders (对账), one row a fee, and the later list of fees (费用明细)."""

from shopdesk.exchange.formats.format import Format, Wording, spelled, words
from shopdesk.exchange.plan import Grain
from shopdesk.shop.settlement.rules import LineKind
from shopdesk.text import N_

_KINDS = (
    (r"待结算|未结算|已取消|已关闭", ""),
    (r"^(?:货款|代收配送费).* -$", LineKind.REFUND),
    (r"^(?:货款|代收配送费)", LineKind.SALE),
    (r"补贴", LineKind.SUBSIDY),
    (r"赔付|违约金|罚款", LineKind.COMPENSATION),
    (r"交易服务费|支付手续费", LineKind.PAYMENT_FEE),
    (r"佣|返利框架|保险服务费|京豆|平台使用费|技术服务费", LineKind.COMMISSION),
    (r"退货运费|上门取件", LineKind.RETURN_FREIGHT),
    (r"配送费|运费|物流", LineKind.FREIGHT),
    (r"京准通|京东快车|广告", LineKind.ADS),
    (r"保证金", LineKind.RESERVE),
    (r"提现", LineKind.PAYOUT),
    (r"贷款|借款", LineKind.LOAN),
)

FORMATS = (
    Format(
        code="jd-settlement",
        title=N_("JD reconciliation"),
        kind="settlement",
        channel="jd",
        grain=Grain.ITEM,
        grade="A",
        source=N_(
            "对账 of 22 columns: a row each for goods, commission and every other fee; what is not settled yet is left out"
        ),
        signature=(("费用名称",), ("应结金额",), ("收支方向",), ("结算状态",), ("订单编号",)),
        fields=spelled(
            happened_at="到账时间|账单生成时间|预计结算时间",
            order_no="订单编号",
            sku="商品编号",
            quantity="商品数量",
            amount="应结金额",
            currency="币种",
            told="费用名称",
            note="资金动账备注",
        ),
        further=spelled(told="收支方向|结算状态"),
        wording=Wording(kinds=_KINDS, outward=r"/ 支出(?: |$)"),
        known=words(
            "父单号,订单状态,订单下单时间,订单完成时间,售后服务单号,售后退款时间,商品名称,扣点类型,佣金比例,预计结算时间,账单生成时间,商户订单号"
        ),
        footers=("合计", "总计"),
        zone="Asia/Shanghai",
        decimal_comma=False,
    ),
    Format(
        code="jd-fees",
        title=N_("JD fees"),
        kind="settlement",
        channel="jd",
        grain=Grain.ITEM,
        grade="A",
        source=N_("费用明细 of 18 columns, in use since August 2026: only what is settled stands in it"),
        signature=(("费用名称",), ("费用分类", "结算单类型"), ("结算单号",), ("应结金额", "金额"), ("订单编号",)),
        fields=spelled(
            happened_at="结算时间",
            order_no="订单编号",
            sku="商品编号",
            quantity="商品数量",
            amount="应结金额|金额",
            told="费用名称",
            note="资金动账备注",
        ),
        further=spelled(told="费用分类"),
        wording=Wording(kinds=_KINDS),
        known=words(
            "父单号,订单状态,订单下单时间,下单时间,订单完成时间,商品名称,商品单价,商户订单号,结算单类型,结算单号,结算主体"
        ),
        footers=("合计", "总计"),
        zone="Asia/Shanghai",
        decimal_comma=False,
    ),
)
