"""What Chinese shops keep by hand beside their exports: goods bought order by order, small payments to buyers, brushing."""

from types import MappingProxyType

from shopdesk.exchange.formats.format import Format, spelled, words
from shopdesk.exchange.plan import Grain
from shopdesk.shop.spending.rules import SideKind
from shopdesk.text import N_

FORMATS = (
    Format(
        code="dropship-purchases",
        title=N_("Drop-shipping purchases"),
        kind="side_costs",
        grain=Grain.ITEM,
        grade="B",
        source=N_("a sheet of 6 columns that shops keep by hand (代发采购): the cost of the goods of each order"),
        signature=(("代购成本",), ("订单号", "订单编号"), ("下单日期", "付款日期")),
        fields=spelled(paid_on="付款日期|下单日期", fee="代购成本", order_no="订单号|订单编号", note="备注|摘要"),
        given=MappingProxyType({"kind": SideKind.DROPSHIP.value}),
        known=words("下单日期,店铺,订单金额,负责人,序号"),
        personal=("负责人",),
        footers=("合计", "总计"),
        zone="Asia/Shanghai",
        decimal_comma=False,
    ),
    Format(
        code="small-payments",
        title=N_("Small payments to buyers"),
        kind="side_costs",
        grain=Grain.ITEM,
        grade="B",
        source=N_("a sheet of 8 columns that shops keep by hand (小额打款): a compensation for each order"),
        signature=(("付款金额",), ("收款人姓名",), ("订单号", "订单编号"), ("网店名称", "报销人", "下单日期")),
        fields=spelled(paid_on="付款日期|下单日期", fee="付款金额", order_no="订单号|订单编号", payee="收款人姓名", note="摘要|备注"),
        given=MappingProxyType({"kind": SideKind.COMPENSATION.value}),
        known=words("下单日期,序号,网店名称,店铺,报销人"),
        personal=("收款人姓名", "报销人"),
        footers=("合计", "总计"),
        zone="Asia/Shanghai",
        decimal_comma=False,
    ),
    Format(
        code="brushing-fees",
        title=N_("Brushed orders"),
        kind="side_costs",
        grain=Grain.ITEM,
        grade="B",
        source=N_("a sheet of 6 to 8 columns that shops keep by hand (刷单): 佣金 and 平台费 are spent, 本金 is taken off the sales"),
        signature=(("本金",), ("佣金",), ("订单号", "订单编号"), ("下单日期", "付款日期")),
        fields=spelled(paid_on="付款日期|下单日期", fee="佣金", principal="本金", order_no="订单号|订单编号", note="备注|摘要"),
        further=spelled(fee="平台费"),
        given=MappingProxyType({"kind": SideKind.BRUSHED.value}),
        known=words("下单日期,店铺,总金额,负责人,序号"),
        personal=("负责人",),
        footers=("合计", "总计"),
        zone="Asia/Shanghai",
        decimal_comma=False,
    ),
)
