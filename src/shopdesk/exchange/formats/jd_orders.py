"""JD (京东 POP) order export: one row a product of an order, the order's money repeated on each of them."""

from types import MappingProxyType

from shopdesk.exchange.formats.format import Format, spelled, words
from shopdesk.shop.orders.rules import OrderState
from shopdesk.text import N_

_STATES = {
    "等待付款": OrderState.UNPAID,
    "待付款": OrderState.UNPAID,
    "等待付款确认": OrderState.UNPAID,
    "等待出库": OrderState.PAID,
    "等待发货": OrderState.PAID,
    "待出库": OrderState.PAID,
    "待发货": OrderState.PAID,
    "正在出库": OrderState.PAID,
    "锁定": OrderState.PAID,
    "已锁定": OrderState.PAID,
    "暂停": OrderState.PAID,
    "已暂停": OrderState.PAID,
    "已出库": OrderState.SHIPPED,
    "已发货": OrderState.SHIPPED,
    "等待确认收货": OrderState.SHIPPED,
    "等待收货": OrderState.SHIPPED,
    "待收货": OrderState.SHIPPED,
    "已签收": OrderState.DELIVERED,
    "已妥投": OrderState.DELIVERED,
    "完成": OrderState.COMPLETED,
    "已完成": OrderState.COMPLETED,
    "取消": OrderState.CANCELLED,
    "已取消": OrderState.CANCELLED,
    "删除": OrderState.CANCELLED,
}
STATES = MappingProxyType(_STATES | {f"(删除){said}": OrderState.CANCELLED for said in _STATES})
"""A deleted order keeps the word of where it stood: `(删除)等待出库` was given back before it left."""

FORMATS = (
    Format(
        code="jd-orders",
        title=N_("JD orders"),
        kind="orders",
        channel="jd",
        grade="B",
        source=N_("a csv of 2016 (30 columns) and a workbook of 2026, whose order of columns is not certain"),
        signature=(
            ("订单号",),
            ("订购数量",),
            ("京东价", "商家应收", "结算金额", "应付金额"),
            ("订单状态", "付款确认时间", "下单帐号", "商家SKUID"),
        ),
        fields=spelled(
            order_no="订单号",
            state="订单状态",
            placed_at="下单时间",
            paid_at="付款确认时间",
            completed_at="订单完成时间",
            sku="商家SKUID|货号",
            barcode="商品ID",
            title="商品名称",
            quantity="订购数量",
            unit_price="京东价",
            goods_amount="订单金额",
            shipping="运费金额",
            order_total="商家应收|结算金额",
            paid_amount="应付金额",
            customer_no="下单帐号",
            recipient="客户姓名",
            phone="联系电话",
            address="客户地址",
            buyer_note="订单备注",
            seller_note="商家备注",
        ),
        states=STATES,
        known=words("""
            货号,商家SKUID,结算金额,支付方式,余额支付,订单类型,发票类型,发票抬头,发票内容,商家备注等级（等级1-5为由高到低）,增值税发票,订单来源,订单渠道
            是否平台仓,仓库ID,仓库名称,店铺名称,运费金额,优惠金额,商家优惠金额
        """),
        personal=("增值税发票", "发票内容"),
        zone="Asia/Shanghai",
        decimal_comma=False,
    ),
)
