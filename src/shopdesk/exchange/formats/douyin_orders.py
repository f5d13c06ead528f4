"""Douyin shop (抖店) order export: one row a line of an order, in either of two orders of columns."""

from collections.abc import Mapping
from types import MappingProxyType

from shopdesk.exchange.formats.format import Format, StateRule, spelled, words
from shopdesk.shop.orders.rules import OrderState
from shopdesk.text import N_

STATES = MappingProxyType(
    {
        "待支付": OrderState.UNPAID,
        "待付款": OrderState.UNPAID,
        "待确认": OrderState.UNPAID,
        "已支付": OrderState.PAID,
        "待发货": OrderState.PAID,
        "备货中": OrderState.PAID,
        "部分发货": OrderState.PAID,
        "已发货": OrderState.SHIPPED,
        "已签收": OrderState.DELIVERED,
        "已完成": OrderState.COMPLETED,
        "已关闭": OrderState.CANCELLED,
        "已取消": OrderState.CANCELLED,
    }
)


def order_state(row: Mapping[str, str]) -> str:
    """How far a line is, unless its money went back: that stands in a column of its own."""
    state = STATES.get(row.get("state", ""), "")
    said = row.get("after_sale", "")
    given_back = said.endswith("退款成功") or said == "已全额退款"
    return OrderState.REFUNDED if given_back and state != OrderState.UNPAID else state


FORMATS = (
    Format(
        code="douyin-orders",
        title=N_("Douyin orders"),
        kind="orders",
        channel="douyin",
        grade="A",
        source=N_("exports of 74 and 75 columns in two orders, with ids led by a TAB and people as ciphertext"),
        signature=(
            ("主订单编号",),
            ("子订单编号",),
            ("选购商品",),
            ("订单提交时间", "支付完成时间", "订单应付金额", "商品金额", "商品单价"),
        ),
        fields=spelled(
            order_no="主订单编号",
            line_id="子订单编号",
            state="订单状态",
            after_sale="售后状态",
            placed_at="订单提交时间",
            paid_at="支付完成时间",
            shipped_at="发货时间",
            ship_by="承诺发货时间",
            completed_at="订单完成时间",
            sku="商家编码|货号",
            barcode="商品69码",
            title="选购商品",
            option="商品规格",
            quantity="商品数量",
            unit_price="商品单价",
            line_amount="商品金额",
            line_discount="商家优惠|商家实际承担优惠金额",
            platform_discount="平台优惠|平台实际承担优惠金额",
            shipping="运费",
            paid_amount="订单应付金额",
            customer_no="买家ID|用户ID",
            recipient="收件人",
            phone="收件人手机号",
            address="详细地址",
            region="省",
            city="市",
            carrier="快递公司|物流公司",
            waybill="快递单号|物流单号",
            buyer_note="买家留言",
            seller_note="商家备注",
            closed_reason="取消原因",
        ),
        states=STATES,
        rule=StateRule(("state", "after_sale"), order_state),
        known=words("""
            商品ID,优惠总金额,平台优惠,商家优惠,达人优惠,商家改价,支付优惠,红包抵扣,支付方式,手续费,区,街道,是否修改过地址,地址修改时段,旗帜颜色,APP渠道,流量来源
            订单类型,鲁班落地页ID,达人ID,达人昵称,所属门店ID,预约发货时间,仓库ID,仓库名称,序列号,是否安心购,广告渠道,流量类型,流量体裁,流量渠道,发货主体
            发货主体明细,降价类优惠,平台实际承担优惠金额,商家实际承担优惠金额,达人实际承担优惠金额,预计送达时间,是否平台仓自流转,车型,商品69码,发货SN码,发货IMEI码1
            发货IMEI码2,预约送达时间,建议发货时间（起）,建议发货时间（止）,物流SN码,物流IMEI码1,物流IMEI码2,货号,商家编码,店铺名称,门店名称
        """),
        personal=("区", "街道"),
        before_discount=True,
        summed=("shipping", "platform_discount", "paid_amount"),
        zone="Asia/Shanghai",
        decimal_comma=False,
    ),
)
