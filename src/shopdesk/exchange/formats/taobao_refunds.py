"""Taobao and Tmall refund list (退款管理): one row a refund, with the order that it belongs to."""

from types import MappingProxyType

from shopdesk.exchange.formats.format import Format, spelled, words
from shopdesk.shop.orders.rules import RefundState
from shopdesk.text import N_

STATES = MappingProxyType(
    {
        "退款成功": RefundState.GIVEN,
        "已退款": RefundState.GIVEN,
        "退款关闭": RefundState.CLOSED,
        "退款已关闭": RefundState.CLOSED,
        "卖家拒绝退款": RefundState.PENDING,
        "买家已经申请退款，等待卖家同意": RefundState.PENDING,
        "卖家已经同意退款，等待买家退货": RefundState.PENDING,
        "买家已经退货，等待卖家确认收货": RefundState.PENDING,
        "退款中": RefundState.PENDING,
        "等待退款": RefundState.PENDING,
        "退款待处理": RefundState.PENDING,
        "待商家处理": RefundState.PENDING,
        "待买家处理": RefundState.PENDING,
        "待买家退货": RefundState.PENDING,
        "待商家收货": RefundState.PENDING,
        "待卖家处理": RefundState.PENDING,
    }
)

FORMATS = (
    Format(
        code="taobao-refunds",
        title=N_("Taobao / Tmall refunds"),
        kind="refunds",
        channel="taobao",
        grade="B",
        source=N_("names of the columns in two generations; their order is not certain"),
        signature=(("退款编号",), ("订单编号",), ("退款状态", "退款完结时间"), ("退款总额", "买家退款金额", "退给买家金额", "退款金额")),
        fields=spelled(
            refund_no="退款编号",
            order_no="订单编号",
            state="退款状态",
            amount="退款总额|买家退款金额|退给买家金额|退款金额",
            refunded_at="退款完结时间",
            claimed_at="退款申请时间|退款的申请时间",
            claim="售后类型|是否需要退货",
            reason="买家退款原因|退款原因",
            decide_by="超时时间",
        ),
        states=STATES,
        known=words("""
            支付宝交易号,支付单号,订单付款时间,商家编码,商品编码,买家会员名称,买家会员名,买家实际支付金额,宝贝标题,商品标题,商品ID,商品id,手工退款/系统退款
            是否需要退货,售后类型,货物状态,退货物流信息,发货物流信息,客服介入状态,卖家真实姓名,卖家退货地址,卖家邮编,卖家电话,卖家手机
            退货物流单号,退货物流公司,责任方,售中或售后,备注标签,商家备注,完结时间,部分退款/全额退款,审核操作人,举证超时,是否零秒响应,退款操作人
            退款原因标签,业务类型,退款总额,退给买家金额,退给平台金额,买家退款金额,是否帮他退款,小额收款账号,小额收款账户,店铺名称,退款的申请时间,退款申请时间
        """),
        personal=("买家会员名称", "卖家真实姓名", "卖家退货地址", "卖家邮编", "卖家电话", "卖家手机", "小额收款账号", "小额收款账户"),
        footers=("合计", "总计"),
        zone="Asia/Shanghai",
        decimal_comma=False,
    ),
)
