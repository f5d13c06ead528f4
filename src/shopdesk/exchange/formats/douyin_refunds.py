"""Douyin shop (抖店) after-sale export: one row a claim, of goods, freight and tax that went back."""

from types import MappingProxyType

from shopdesk.exchange.formats.format import Format, spelled, words
from shopdesk.shop.orders.rules import RefundState
from shopdesk.text import N_

STATES = MappingProxyType(
    {
        "退款成功": RefundState.GIVEN,
        "同意退款，退款成功": RefundState.GIVEN,
        "已全额退款": RefundState.GIVEN,
        "售后关闭": RefundState.CLOSED,
        "拒绝售后申请": RefundState.CLOSED,
        "同意退款，退款失败": RefundState.CLOSED,
        "换货成功": RefundState.CLOSED,
        "补寄成功": RefundState.CLOSED,
        "维修成功": RefundState.CLOSED,
        "售后成功": RefundState.CLOSED,
        "同意退款，退款中": RefundState.PENDING,
        "退款中": RefundState.PENDING,
        "售后处理中": RefundState.PENDING,
        "售后待处理": RefundState.PENDING,
        "发货前退款待处理": RefundState.PENDING,
        "发货后仅退款待处理": RefundState.PENDING,
        "退货待处理": RefundState.PENDING,
        "换货待处理": RefundState.PENDING,
        "待商家处理": RefundState.PENDING,
        "待买家退货": RefundState.PENDING,
        "待买家退货处理": RefundState.PENDING,
        "待商家收货": RefundState.PENDING,
        "待买家收货": RefundState.PENDING,
        "待商家发货": RefundState.PENDING,
        "待买家处理": RefundState.PENDING,
        "仲裁中": RefundState.PENDING,
        "平台介入中": RefundState.PENDING,
    }
)
"""A claim that ended in an exchange gave no money back."""

FORMATS = (
    Format(
        code="douyin-refunds",
        title=N_("Douyin after-sales"),
        kind="refunds",
        channel="douyin",
        grade="A",
        source=N_("an export of 50 columns, of which 18 and some others are known by name"),
        signature=(("售后单号",), ("订单号",), ("退商品金额（元）", "售后状态"), ("商品单号", "售后申请时间", "售后类型")),
        fields=spelled(
            refund_no="售后单号",
            order_no="订单号",
            state="售后状态",
            amount="退商品金额（元）|退商品金额",
            refunded_at="商家退款时间|售后完结时间|退款时间",
            claimed_at="售后申请时间",
            claim="售后类型",
            reason="售后原因|申请原因",
            decide_by="最晚处理时间",
        ),
        further=MappingProxyType({"amount": ("退运费金额（元）", "退税费金额（元）")}),
        states=STATES,
        known=words("""
            商品单号,商品名称,商品ID,商品规格,应付金额（元）,商品运费（元）,支付优惠（元）,商品税费（元）,商品发货状态,退支付优惠（元）,退款方式,商家编码,门店名称
            售后完结时间,商家退款时间,退款时间,售后申请件数,退货物流公司,退货物流单号,退货物流状态,售后说明,商家备注,买家备注,旗帜颜色,仲裁状态,仲裁责任方
            是否退运费险,运费险,订单实付金额（元）,达人ID,达人昵称,物流公司,物流单号,订单类型,订单状态,商品数量,订单支付时间,部分退类型
            退款类型,处理人,店铺名称,发货仓库,退货仓库,退达人优惠（元）,退平台优惠（元）,退商家优惠（元）
        """),
        zone="Asia/Shanghai",
        decimal_comma=False,
    ),
)
