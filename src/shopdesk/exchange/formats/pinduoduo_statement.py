"""Pinduoduo (拼多多) account statement (账务明细): what each movement is stands as a code and its words (业务描述)."""

from shopdesk.exchange.formats.format import Format, Wording, spelled
from shopdesk.exchange.plan import Grain
from shopdesk.shop.settlement.rules import LineKind
from shopdesk.text import N_

FORMATS = (
    Format(
        code="pinduoduo-account",
        title=N_("Pinduoduo account statement"),
        kind="settlement",
        channel="pinduoduo",
        grain=Grain.ITEM,
        grade="A",
        source=N_("账务明细 of 7 columns below four lines of notes, and the codes of its descriptions"),
        signature=(("商户订单号",), ("发生时间",), ("收入金额（+元）", "收入金额（元）"), ("账务类型",)),
        fields=spelled(
            happened_at="发生时间",
            order_no="商户订单号",
            income="收入金额（+元）|收入金额（元）",
            outgo="支出金额（-元）|支出金额（元）",
            told="账务类型",
            note="备注",
        ),
        further=spelled(told="业务描述"),
        wording=Wording(
            kinds=(
                (r"优惠券结算|多单立减|补贴", LineKind.SUBSIDY),
                (r"交易收入", LineKind.SALE),
                (r"交易退款", LineKind.REFUND),
                (r"技术服务费|多多进宝|服务支出|分账", LineKind.COMMISSION),
                (r"售后费用|申诉|赔付|罚款", LineKind.COMPENSATION),
                (r"广告账户|推广账户|推广充值", LineKind.ADS),
                (r"保证金", LineKind.RESERVE),
                (r"提现", LineKind.PAYOUT),
                (r"退货包运费|退货运费", LineKind.RETURN_FREIGHT),
                (r"电子面单|快递|物流", LineKind.FREIGHT),
                (r"贷款|借款", LineKind.LOAN),
            )
        ),
        footers=("#", "---"),
        zone="Asia/Shanghai",
        decimal_comma=False,
    ),
)
