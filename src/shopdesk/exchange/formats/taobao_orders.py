"""Taobao and Tmall order list, "ExportOrderList<time>.csv|xlsx": one row an order, its lines in the item list."""

from collections.abc import Mapping
from types import MappingProxyType

from shopdesk.exchange.formats.format import Format, StateRule, spelled, words
from shopdesk.exchange.plan import Grain
from shopdesk.shop.orders.rules import OrderState
from shopdesk.text import N_

STATES = MappingProxyType(
    {
        "没有创建支付宝交易": OrderState.UNPAID,
        "等待买家付款": OrderState.UNPAID,
        "等待买家确认货到付款订单信息": OrderState.UNPAID,
        "买家已付款，等待卖家发货": OrderState.PAID,
        "买家已确认，等待卖家发货": OrderState.PAID,
        "部分发货": OrderState.PAID,
        "卖家部分发货": OrderState.PAID,
        "卖家已发货，等待买家确认": OrderState.SHIPPED,
        "卖家已发货，等待买家确认收货并付款": OrderState.SHIPPED,
        "买家已签收": OrderState.DELIVERED,
        "买家已签收，回款至卖家": OrderState.DELIVERED,
        "交易成功": OrderState.COMPLETED,
        "交易关闭": OrderState.CANCELLED,
        "交易被淘宝关闭": OrderState.CANCELLED,
    }
)
_BY_WORD = {status.replace("，", ","): state for status, state in STATES.items()}


def order_state(row: Mapping[str, str]) -> str:
    """A closed order was refunded or never paid; a list cut down to its money has no status, only its times."""
    if row.get("state"):
        state = _BY_WORD[row["state"]]
        return _closed(row) if state == OrderState.CANCELLED else state
    if "state" in row or "paid_at" not in row:
        return ""
    if not row["paid_at"]:
        return OrderState.UNPAID
    return OrderState.REFUNDED if _nothing_kept(row) else OrderState.COMPLETED


def _closed(row: Mapping[str, str]) -> OrderState:
    reason = row.get("closed_reason", "")
    if "退款" in reason:
        return OrderState.REFUNDED
    if "未付款" in reason or not row.get("paid_at"):
        return OrderState.CANCELLED
    return OrderState.REFUNDED


def _nothing_kept(row: Mapping[str, str]) -> bool:
    """Whether all that was paid went back: the list shows what the buyer paid less what was refunded."""
    return bool(row.get("paid_amount")) and not row["paid_amount"].strip("0.元") and bool(row.get("refund_amount", "").strip("0.元"))


_KNOWN = words("""
    订单编号,买家会员名,买家会员昵称,买家支付宝账号,支付单号,支付详情,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,买家实际支付金额,买家实际支付积分
    订单状态,买家留言,收货人姓名,收货地址,运送方式,联系电话,联系手机,虚拟号过期时间,订单创建时间,订单付款时间,宝贝标题,宝贝种类,物流单号,物流公司,订单备注
    宝贝总数量,店铺Id,店铺名称,订单关闭原因,卖家服务费,买家服务费,发票抬头,是否手机订单,分阶段订单信息,特权订金订单id,是否上传合同照片,是否上传小票,是否代付
    定金排名,修改后的sku,修改后的收货地址,异常信息,天猫卡券抵扣,集分宝抵扣,是否是O2O交易,满返红包金额,新零售交易类型,新零售导购门店名称,新零售导购门店id
    新零售发货门店名称,新零售发货门店id,退款金额,预约门店,确认收货时间,打款商家金额,含应开票给个人的个人红包,是否信用购,体验期结束时间,前N有礼,配送类型
    直播返现状态,返现金额,新零售成交门店昵称,新零售成交门店id,新零售成交经销商id,延迟发货自动赔付金额,预售订单,发货时间,商家备忘,主订单编号
    买家下单时间,买家付款时间,买家实付金额,运单号,宝贝规格
""")

FORMATS = (
    Format(
        code="taobao-orders",
        title=N_("Taobao / Tmall order list"),
        kind="orders",
        channel="taobao",
        grain=Grain.ORDER,
        grade="A",
        source=N_("order lists of 2018 (54 and 56 columns), 2019 (61), 2020 (67) and 2022 (71), ExportOrderList; lists cut by hand"),
        signature=(
            ("订单编号",),
            ("买家实际支付金额", "买家实付金额", "买家应付货款", "买家会员名", "买家会员昵称"),
            ("总金额", "买家应付货款", "买家实际支付金额", "买家实付金额"),
            ("订单创建时间", "买家下单时间"),
        ),
        fields=spelled(
            order_no="订单编号",
            state="订单状态",
            placed_at="订单创建时间|买家下单时间",
            paid_at="订单付款时间|买家付款时间",
            shipped_at="发货时间",
            completed_at="确认收货时间",
            goods_amount="买家应付货款",
            shipping="买家应付邮费",
            platform_discount="天猫卡券抵扣",
            order_total="总金额",
            paid_amount="买家实际支付金额|买家实付金额",
            refund_amount="退款金额",
            customer_no="买家会员名|买家会员昵称",
            recipient="收货人姓名",
            phone="联系手机|联系电话",
            address="收货地址",
            carrier="物流公司",
            waybill="物流单号|运单号",
            buyer_note="买家留言",
            seller_note="订单备注|商家备忘",
            closed_reason="订单关闭原因",
        ),
        states=STATES,
        rule=StateRule(("state", "closed_reason", "paid_at", "paid_amount", "refund_amount"), order_state),
        known=_KNOWN,
        zone="Asia/Shanghai",
        decimal_comma=False,
    ),
)
