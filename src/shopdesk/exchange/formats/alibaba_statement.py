"""1688: what buyers paid (收款明细) and what was paid to the platform (付款明细), one row a bill."""

from shopdesk.exchange.formats.format import Format, Wording, spelled, words
from shopdesk.exchange.plan import Grain
from shopdesk.shop.settlement.rules import LineKind
from shopdesk.text import N_

FORMATS = (
    Format(
        code="alibaba-received",
        title=N_("1688 receipts"),
        kind="settlement",
        channel="1688",
        grain=Grain.ITEM,
        grade="A",
        source=N_("收款明细 of 9 columns: refunds stand below zero"),
        signature=(("账单编号",), ("已收金额(元)",), ("场景类型",), ("关联订单号",)),
        fields=spelled(
            line_no="账单编号",
            happened_at="账单创建时间",
            order_no="关联订单号",
            amount="已收金额(元)",
            told="场景类型",
        ),
        further=spelled(told="场景明细|账单类型|账单状态"),
        wording=Wording(
            kinds=(
                (r"已关闭|已取消|待收", ""),
                (r"退款", LineKind.REFUND),
                (r"^订单收入.* -$", LineKind.REFUND),
                (r"^订单收入", LineKind.SALE),
                (r"补贴|红包", LineKind.SUBSIDY),
                (r"赔付|理赔", LineKind.COMPENSATION),
            )
        ),
        known=words("应收金额(元),求和项"),
        footers=("合计", "总计"),
        zone="Asia/Shanghai",
        decimal_comma=False,
        twice=True,
    ),
    Format(
        code="alibaba-paid",
        title=N_("1688 payments"),
        kind="settlement",
        channel="1688",
        grain=Grain.ITEM,
        grade="A",
        source=N_("付款明细 of 9 columns: what was paid stands above zero"),
        signature=(("账单编号",), ("已付金额(元)",), ("场景类型",), ("关联订单号",)),
        fields=spelled(
            line_no="账单编号",
            happened_at="账单创建时间",
            order_no="关联订单号",
            amount="已付金额(元)",
            told="场景明细|场景类型",
        ),
        further=spelled(told="账单类型|账单状态"),
        wording=Wording(
            kinds=(
                (r"已关闭|已取消|待付", ""),
                (r"赔付|罚金|理赔|追缴", LineKind.COMPENSATION),
                (r"服务费|抽佣|佣金|供应链服务|买家保障|技术服务", LineKind.COMMISSION),
                (r"运费|物流", LineKind.FREIGHT),
                (r"退款补贴|补贴", LineKind.SUBSIDY),
                (r"退款", LineKind.REFUND),
                (r"保证金", LineKind.RESERVE),
                (r"广告|网销宝|推广", LineKind.ADS),
            ),
            turned=True,
        ),
        known=words("应付金额(元),场景类型,求和项"),
        footers=("合计", "总计"),
        zone="Asia/Shanghai",
        decimal_comma=False,
        twice=True,
    ),
)
