"""Taobao and Tmall item list, "ExportOrderDetailList<time>.csv|xlsx" and 宝贝明细: one row a line of an order."""

from shopdesk.exchange.formats.format import Format, spelled, words
from shopdesk.exchange.formats.taobao_orders import STATES
from shopdesk.text import N_

FORMATS = (
    Format(
        code="taobao-items", twice=True,
        title=N_("Taobao / Tmall item list"),
        kind="orders",
        channel="taobao",
        grade="A",
        source=N_("item lists of 2016 to 2019 (10 and 11 columns) and 2022 (18), ExportOrderDetailList; 宝贝明细 of 2026, whose order of columns is not certain"),
        signature=(
            ("订单编号", "主订单编号"),
            ("标题", "宝贝标题", "商品标题", "商品ID"),
            ("购买数量", "子订单编号"),
            ("外部系统编号", "商家编码", "子订单编号"),
        ),
        fields=spelled(
            order_no="主订单编号|订单编号",
            line_id="子订单编号",
            state="订单状态",
            placed_at="订单创建时间|创建时间|买家下单时间",
            paid_at="订单付款时间|买家付款时间",
            sku="商家编码|外部系统编号",
            title="标题|宝贝标题|商品标题",
            option="商品属性|宝贝规格|商品规格",
            quantity="购买数量|宝贝数量",
            unit_price="价格|商品价格",
            line_amount="买家应付货款|买家实付金额|买家实际支付金额",
            line_refund="退款金额",
            shipped_at="发货时间",
            completed_at="确认收货时间",
            carrier="物流公司",
            waybill="物流单号|运单号",
        ),
        states=STATES,
        known=words("""
            外部系统编号,套餐信息,备注,支付单号,买家应付货款,买家实际支付金额,买家实付金额,退款状态,商品ID,订单编号,主订单编号,物流公司,店铺名称,店铺ID,店铺Id
            标题,宝贝标题,商品标题,商品属性,宝贝规格,商品规格,购买数量,宝贝数量,价格,商品价格,商家编码,订单创建时间,创建时间,买家下单时间,订单付款时间,买家付款时间
            物流单号,运单号,联系方式备注,卖家备注,商家备忘,是否主动赔付,主动赔付金额,主动赔付出账时间,SKU ID,SKUID,类目,发货仓,预售订单,配送类型
            子订单收入,主订单收入,收入分配率,成本,运费,推广费,毛利
        """),
        zone="Asia/Shanghai",
        decimal_comma=False,
        partial=True,
    ),
)
