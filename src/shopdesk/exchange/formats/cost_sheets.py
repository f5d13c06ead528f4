"""What goods cost: the orders of 聚水潭 (an ERP of Chinese shops) with their costs, and plain sheets of code and cost."""

from shopdesk.exchange.formats.format import Format, spelled, words
from shopdesk.exchange.plan import Grain
from shopdesk.text import N_

FORMATS = (
    Format(
        code="jushuitan-costs",
        title=N_("Jushuitan order costs"),
        kind="costs",
        grain=Grain.ITEM,
        grade="A",
        source=N_("the export of one shop's month (13 columns)"),
        signature=(("线上订单号", "内部订单号", "原始线上订单号"), ("商品编码",), ("成本价",)),
        fields=spelled(sku="商品编码", cost="成本价", from_on="下单时间|付款时间|发货时间"),
        known=words("""
            内部订单号,线上订单号,线上子订单编号,原始线上订单号,快递单号,快递公司,订单类型,状态,店铺名称,商品名称,颜色规格,数量,总成本,付款时间,发货时间
            买家账号,收货人,国标码,款式编码
        """),
        footers=("合计", "总计"),
        zone="Asia/Shanghai",
        decimal_comma=False,
    ),
    Format(
        code="cost-sheet",
        title=N_("Cost sheet"),
        kind="costs",
        grain=Grain.ITEM,
        grade="A",
        source=N_("a sheet of two columns that shops keep beside their exports"),
        signature=(("型号", "货号", "商品编码", "商家编码"), ("成本价", "成本单价", "进价", "供货价")),
        fields=spelled(sku="型号|货号|商品编码|商家编码", cost="成本价|成本单价|进价|供货价", from_on="生效日期|生效时间"),
        known=words("备注,序号,单位"),
        footers=("合计", "总计"),
        zone="Asia/Shanghai",
        decimal_comma=False,
        whole=True,
    ),
)
