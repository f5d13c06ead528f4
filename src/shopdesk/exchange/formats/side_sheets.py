"""What Chinese shops keep by hand beside their exports: goods bought order by order, small payments to buyers, brushing."""

from types import MappingProxyType

from shopdesk.exchange.formats.format import Format, spelled, words
from shopdesk.exchange.plan import Grain
from shopdesk.shop.ledger.rules import Role
from shopdesk.text import N_

FORMATS = (
    Format(
        code="dropship-purchases",
        title=N_("Drop-shipping purchases"),
        kind="expenses",
        grain=Grain.ITEM,
        grade="B",
        source=N_("a sheet of 6 columns that shops keep by hand (代发采购): booked as other expenses"),
        signature=(("代购成本",), ("订单号", "订单编号"), ("下单日期", "付款日期")),
        fields=spelled(spent_on="付款日期|下单日期", amount="代购成本", document_no="订单号|订单编号", note="备注|摘要"),
        given=MappingProxyType({"account": Role.OTHER.value}),
        known=words("下单日期,店铺,订单金额,负责人,序号"),
        personal=("负责人",),
        footers=("合计", "总计"),
        zone="Asia/Shanghai",
        decimal_comma=False,
    ),
    Format(
        code="small-payments",
        title=N_("Small payments to buyers"),
        kind="expenses",
        grain=Grain.ITEM,
        grade="B",
        source=N_("a sheet of 8 columns that shops keep by hand (小额打款): booked as other expenses"),
        signature=(("付款金额",), ("收款人姓名",), ("订单号", "订单编号"), ("网店名称", "报销人", "下单日期")),
        fields=spelled(spent_on="付款日期|下单日期", amount="付款金额", document_no="订单号|订单编号", note="摘要|备注"),
        given=MappingProxyType({"account": Role.OTHER.value}),
        known=words("下单日期,序号,网店名称,店铺,收款人姓名,报销人"),
        personal=("收款人姓名", "报销人"),
        footers=("合计", "总计"),
        zone="Asia/Shanghai",
        decimal_comma=False,
    ),
    Format(
        code="brushing-fees",
        title=N_("Brushing fees"),
        kind="expenses",
        grain=Grain.ITEM,
        grade="B",
        source=N_("a sheet of 6 to 8 columns that shops keep by hand (刷单): 佣金 and 平台费 are booked as advertising, 本金 is not spent"),
        signature=(("本金",), ("佣金",), ("订单号", "订单编号"), ("下单日期", "付款日期")),
        fields=spelled(spent_on="付款日期|下单日期", amount="佣金", document_no="订单号|订单编号", note="备注|摘要"),
        further=spelled(amount="平台费"),
        given=MappingProxyType({"account": Role.ADVERTISING.value}),
        known=words("下单日期,店铺,本金,总金额,负责人,序号"),
        personal=("负责人",),
        footers=("合计", "总计"),
        zone="Asia/Shanghai",
        decimal_comma=False,
    ),
)
