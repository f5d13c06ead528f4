"""1688 sold goods (已卖出的货品): one row a product, the order's own cells merged over its rows."""

from types import MappingProxyType

from shopdesk.exchange.formats.format import Format, spelled, words
from shopdesk.exchange.plan import Grain
from shopdesk.shop.orders.rules import OrderState
from shopdesk.text import N_

STATES = MappingProxyType(
    {
        "等待买家付款": OrderState.UNPAID,
        "等待买家确认": OrderState.UNPAID,
        "等待卖家确认": OrderState.UNPAID,
        "等待卖家发货": OrderState.PAID,
        "买家已付款，等待卖家发货": OrderState.PAID,
        "待发货": OrderState.PAID,
        "部分发货": OrderState.PAID,
        "卖家已发货，等待买家确认": OrderState.SHIPPED,
        "等待买家确认收货": OrderState.SHIPPED,
        "等待买家收货": OrderState.SHIPPED,
        "已发货": OrderState.SHIPPED,
        "已收货": OrderState.DELIVERED,
        "交易成功": OrderState.COMPLETED,
        "已完成": OrderState.COMPLETED,
        "交易关闭": OrderState.CANCELLED,
        "交易取消": OrderState.CANCELLED,
        "已取消": OrderState.CANCELLED,
        "退款成功": OrderState.REFUNDED,
    }
)

FORMATS = (
    Format(
        code="alibaba-orders",
        title=N_("1688 orders"),
        kind="orders",
        channel="1688",
        grain=Grain.FIRST_ROW,
        grade="B",
        source=N_("names of the columns of sold goods (已卖出的货品); their order is not certain, 订单号 may stand there twice"),
        signature=(
            ("订单编号", "订单号"),
            ("买家公司名", "买家公司名称", "买家会员名"),
            ("货品总价(元)", "货品总价", "货品标题"),
            ("实付款(元)", "实付款", "货品标题"),
        ),
        fields=spelled(
            order_no="订单编号|订单号",
            state="订单状态",
            placed_at="订单创建时间",
            paid_at="订单付款时间",
            sku="货号|单品货号",
            barcode="SKU ID|SKU_ID|SKUID",
            title="货品标题",
            option="规格|货品规格",
            quantity="数量",
            unit_price="单价(元)|单价",
            goods_amount="货品总价(元)|货品总价",
            shipping="运费(元)|运费",
            order_total="实付款(元)|实付款",
            customer_no="买家会员名",
            recipient="收货人姓名",
            phone="联系手机|联系电话",
            address="收货地址",
            carrier="物流公司|物流公司运单号",
            waybill="运单号",
            buyer_note="买家留言",
            seller_note="卖家备注|备注",
        ),
        states=STATES,
        known=words("""
            订单号,买家公司名,买家公司名称,卖家公司名,卖家公司名称,卖家会员名,涨价或折扣(元),涨价或折扣,发货方,邮编,联系电话,单位,Offer_ID,Offer ID,SKU ID,SKU_ID
            型号,货品种类,单品货号,物料编号,订单备注,发票:购货单位名称,发票抬头,是否代发订单,关联编号,代理商姓名,代理商联系方式
            微商订单号,下游渠道,下游订单号,发起人登录名,结算价,商品订单号
        """),
        personal=("买家公司名", "买家公司名称", "代理商姓名", "代理商联系方式", "发起人登录名"),
        zone="Asia/Shanghai",
        decimal_comma=False,
    ),
)
