"""Douyin (抖店): movements of the account (动账), and settled orders (结算账单) with what was taken in columns of their own."""

from shopdesk.exchange.formats.format import Format, Wording, spelled, words
from shopdesk.exchange.plan import Grain
from shopdesk.shop.settlement.rules import LineKind
from shopdesk.text import N_

_FEES = dict.fromkeys(
    words("平台服务费,佣金,服务商佣金,渠道分成,招商服务费,站外推广费,其他分成"), LineKind.COMMISSION.value
)  # fmt: skip

FORMATS = (
    Format(
        code="douyin-account",
        title=N_("Douyin account statement"),
        kind="settlement",
        channel="douyin",
        grain=Grain.ITEM,
        grade="A",
        source=N_("动账明细 of 30 and 39 columns, and of a variant that names its columns otherwise"),
        signature=(("动账时间",), ("动账流水号",), ("动账金额", "动账金额(元)"), ("动账场景",)),
        fields=spelled(
            line_no="动账流水号",
            happened_at="动账时间",
            order_no="订单号|关联订单号",
            amount="动账金额|动账金额(元)",
            told="动账场景",
            note="备注",
        ),
        further=spelled(told="计费类型|动账方向"),
        split={
            **dict.fromkeys(words("订单实付应结,运费实付,以旧换新抵扣,订单退款"), ""),
            **dict.fromkeys(
                words("""
                    实际平台补贴_运费,实际平台补贴,其他平台补贴,政府补贴平台垫资,实际达人补贴,实际抖音支付补贴,实际抖音月付营销补贴,银行补贴
                """),
                LineKind.SUBSIDY.value,
            ),
            **_FEES,
        },
        wording=Wording(
            kinds=(
                (r"提现", LineKind.PAYOUT),
                (r"千川|巨量|广告|万相台", LineKind.ADS),
                (r"保证金", LineKind.RESERVE),
                (r"退补贴", LineKind.SUBSIDY),
                (r"退分账|-分账", LineKind.COMMISSION),
                (r"^退款", LineKind.REFUND),
                (r"赔付|扣款|罚款|违约", LineKind.COMPENSATION),
                (r"上门取件|退货运费", LineKind.RETURN_FREIGHT),
                (r"物流|拦截费|运费", LineKind.FREIGHT),
                (r"保险|服务费|佣金", LineKind.COMMISSION),
                (r"货款结算", LineKind.SALE),
                (r"贷款|借款|放款|还款", LineKind.LOAN),
            ),
            orders=(
                ("订单号", r"\d{10,25}"),
                ("关联订单号", r"\d{10,25}"),
                ("子订单号", r"\d{10,25}"),
                ("关联子订单号", r"\d{10,25}"),
            ),
            outward=r"出账$",
            whole=True,
        ),
        known=words("""
            动账账户,子订单号,关联子订单号,售后编号,下单时间,商品ID,商品名称,达人ID,达人名称,订单类型,是否免佣,免佣金额,商户主体名称,达人昵称
        """),
        personal=("达人名称", "达人昵称"),
        footers=("合计", "总计"),
        zone="Asia/Shanghai",
        decimal_comma=False,
    ),
    Format(
        code="douyin-settlement",
        title=N_("Douyin settled orders"),
        kind="settlement",
        channel="douyin",
        grain=Grain.ITEM,
        grade="A",
        source=N_(
            "结算账单 of 34 columns with a line that describes them: take either these or the account statement of the same days"
        ),
        signature=(("结算时间",), ("结算金额",), ("收入合计",), ("支出合计",), ("订单号",)),
        fields=spelled(
            happened_at="结算时间",
            order_no="订单号",
            quantity="商品数量",
            amount="结算金额",
            told="结算单类型",
            note="备注",
        ),
        further=spelled(told="业务类型"),
        split={"收入合计": "", **_FEES},
        wording=Wording(
            kinds=(
                (r"退款|售后", LineKind.REFUND),
                (r"赔付|扣款|罚款", LineKind.COMPENSATION),
                (r"结算|订单|货款", LineKind.SALE),
            ),
            whole=True,
        ),
        skip_rows=1,
        known=words("""
            子订单号,结算账户,有结算前退款,下单时间,商品ID,订单类型,订单总价,商品总价,运费,店铺券,结算前退款金额,平台补贴,达人补贴,抖音支付补贴
            抖音月付营销补贴,用户实付,其他分成说明,支出合计,是否免佣,免佣金额
        """),
        footers=("合计", "总计"),
        zone="Asia/Shanghai",
        decimal_comma=False,
    ),
)
