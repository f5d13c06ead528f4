"""Pinduoduo (拼多多) order list: one row an order of one product; its columns stand in any order."""

from collections.abc import Mapping
from types import MappingProxyType

from shopdesk.exchange.formats.format import Format, StateRule, spelled, words
from shopdesk.exchange.plan import Grain
from shopdesk.shop.orders.rules import OrderState
from shopdesk.text import N_

_STATES = {
    "待付款": OrderState.UNPAID,
    "待支付": OrderState.UNPAID,
    "待成团": OrderState.PAID,
    "待发货": OrderState.PAID,
    "未发货": OrderState.PAID,
    "已成团，待发货": OrderState.PAID,
    "部分发货": OrderState.PAID,
    "已发货": OrderState.SHIPPED,
    "待收货": OrderState.SHIPPED,
    "已发货，待收货": OrderState.SHIPPED,
    "已收货": OrderState.DELIVERED,
    "已签收": OrderState.DELIVERED,
    "交易成功": OrderState.COMPLETED,
    "已完成": OrderState.COMPLETED,
    "已取消": OrderState.CANCELLED,
    "交易关闭": OrderState.CANCELLED,
    "退款成功": OrderState.REFUNDED,
}
_SENT = ("待发货", "未发货", "已发货", "待收货", "已发货，待收货", "已收货", "已签收", "已取消", "交易成功")
_CLAIMED = ("退款中", "退款关闭", "退款取消", "售后中", "售后处理中", "售后关闭")
STATES = MappingProxyType(
    _STATES
    | {f"{said}，退款成功": OrderState.REFUNDED for said in _SENT}
    | {f"{said}，{claim}": _STATES[said] for said in _SENT for claim in _CLAIMED}
)
"""How far the parcel is, alone or with what became of a claim: only one that succeeded gave money back."""
_BY_WORD = {status.replace("，", ","): state for status, state in STATES.items()}


def order_state(row: Mapping[str, str]) -> str:
    """How far the parcel is, unless the money went back: that stands in a column of its own."""
    state = _BY_WORD.get(row.get("state", ""), "")
    given_back = row.get("after_sale", "").endswith("退款成功") and state != OrderState.UNPAID
    return OrderState.REFUNDED if given_back else state


FORMATS = (
    Format(
        code="pinduoduo-orders",
        title=N_("Pinduoduo orders"),
        kind="orders",
        channel="pinduoduo",
        grain=Grain.ORDER,
        grade="A",
        source=N_("a list of 2026 (23 columns, in any order) and the older names of its times; rows without any time"),
        signature=(
            ("订单号",),
            ("商家实收金额(元)", "用户实付金额(元)", "商品总价(元)", "商家实收金额", "用户实付金额"),
            ("样式ID", "商家编码-规格维度", "商家编码-商品维度", "拼单成功时间", "订单成交时间", "多多支付立减金额(元)"),
        ),
        fields=spelled(
            order_no="订单号",
            state="订单状态",
            after_sale="售后状态",
            placed_at="订单创建时间|订单成交时间|拼单成功时间|支付时间",
            paid_at="支付时间|订单成交时间|拼单成功时间",
            shipped_at="发货时间",
            ship_by="承诺发货时间|预计发货时间",
            completed_at="确认收货时间",
            sku="商家编码-规格维度|商家编码-商品维度|商家编码",
            barcode="样式ID",
            title="商品|商品名称",
            option="商品规格",
            quantity="商品数量(件)|商品数量",
            goods_amount="商品总价(元)|商品总价",
            shipping="邮费(元)|邮费",
            order_discount="店铺优惠折扣(元)|店铺优惠折扣",
            platform_discount="平台优惠折扣(元)|平台优惠折扣",
            order_total="商家实收金额(元)|商家实收金额",
            paid_amount="用户实付金额(元)|用户实付金额",
            recipient="收货人|收货人姓名",
            phone="手机|联系电话",
            address="街道|详细地址|收货地址",
            region="省",
            city="市",
            carrier="快递公司",
            waybill="快递单号",
            buyer_note="买家留言",
            seller_note="商家备注",
        ),
        states=STATES,
        rule=StateRule(("state", "after_sale"), order_state),
        known=words("""
            多多支付立减金额(元),商品id,样式ID,商家编码-规格维度,商家编码-商品维度,商家编码,省,市,区,街道,国家,支付时间,订单创建时间,拼单成功时间,订单成交时间
            是否审核中,是否抽奖或0元试用,预约配送日期,预计发货时间,子订单收入,主订单收入,收入分配率,店铺名称,支付方式,支付单号,分期信息,团长免单
            身份证姓名,身份证号码,门店名称,门店自定义编码,仓库名称,仓库地址,商品分类
        """),
        personal=("区", "街道"),
        footers=("总计", "合计"),
        dated=r"(?P<year>\d\d)(?P<month>\d\d)(?P<day>\d\d)-\d{9,}",
        zone="Asia/Shanghai",
        decimal_comma=False,
    ),
)
