"""The bill of a Chinese carrier (运费结算): one row a parcel, those of all shops of a company mixed."""

from shopdesk.exchange.formats.format import Format, spelled, words
from shopdesk.exchange.plan import Grain
from shopdesk.text import N_

FORMATS = (
    Format(
        code="freight-bill",
        title=N_("Carrier's bill"),
        kind="freight",
        grain=Grain.ITEM,
        grade="A",
        source=N_("bills of three shops: the columns that all of them have, and those that some have"),
        signature=(("运单号码",), ("总金额",), ("扫描时间", "物料结算名称", "账单结算对象名称")),
        fields=spelled(waybill="运单号码", amount="总金额", charged_at="扫描时间"),
        known=words("物料结算名称,账单结算对象名称,子订单,子订单2,重量,结算重量,目的地,目的省份,目的城市,网点名称,业务员,单价,首重,续重,备注,序号"),
        footers=("合计", "总计"),
        zone="Asia/Shanghai",
        decimal_comma=False,
    ),
)
