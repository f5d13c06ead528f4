"""Douyin: both orders of columns, ids led by a TAB, ciphertext where people stood, lines of one order apart."""

from collections.abc import Sequence

import pytest
from tests.exchange.counter import D, assert_sound, balances, lines, money, order, read, stock, table, take_in

from shopdesk.exchange.demo.tables import Memory
from shopdesk.exchange.formats.douyin_orders import STATES
from shopdesk.exchange.formats.format import words
from shopdesk.shop.orders.rules import OrderState
from shopdesk.store.store import Store

A = words(
    "主订单编号,子订单编号,选购商品,商品规格,商品数量,商品ID,商家编码,商品单价,订单应付金额,运费,优惠总金额,平台优惠,商家优惠,达人优惠,商家改价,支付优惠,"
    "红包抵扣,支付方式,手续费,收件人,收件人手机号,省,市,区,街道,详细地址,是否修改过地址,地址修改时段,买家留言,订单提交时间,旗帜颜色,商家备注,订单完成时间,"
    "支付完成时间,APP渠道,流量来源,订单状态,承诺发货时间,订单类型,鲁班落地页ID,达人ID,达人昵称,所属门店ID,售后状态,取消原因,预约发货时间,仓库ID,仓库名称,"
    "序列号,是否安心购,广告渠道,流量类型,流量体裁,流量渠道,发货主体,发货主体明细,发货时间,降价类优惠,平台实际承担优惠金额,商家实际承担优惠金额,"
    "达人实际承担优惠金额,预计送达时间,是否平台仓自流转,车型,商品69码,发货SN码,发货IMEI码1,发货IMEI码2,预约送达时间,建议发货时间（起）,"
    "建议发货时间（止）,物流SN码,物流IMEI码1,物流IMEI码2"
)
B = words(
    "主订单编号,子订单编号,支付方式,选购商品,货号,商品ID,商家编码,商品数量,商品金额,订单提交时间,支付完成时间,订单完成时间,承诺发货时间,预约发货时间,买家留言,"
    "旗帜颜色,商家备注,APP渠道,订单状态,取消原因,售后状态,订单类型,发货时间,车型,商品规格,订单应付金额,运费,平台优惠,商家优惠,收件人,收件人手机号,省,市,区,"
    "街道,详细地址"
)
TEA = {
    "主订单编号": "\t6917926768823640001", "子订单编号": "\t6917926768823640001", "选购商品": "龙井", "商品规格": "250g",
    "商品数量": "2", "商品ID": "\t3500000000000000001", "商家编码": "TEA-1", "商品单价": "30.00", "商品金额": "60.00",
    "订单应付金额": "56.00", "运费": "4.00", "平台优惠": "3.00", "商家优惠": "5.00", "收件人": "##aBcDeF==", "收件人手机号": "$$gHiJ==",
    "省": "浙江省", "市": "杭州市", "区": "西湖区", "街道": "##kLm", "详细地址": "##nOpQ==", "买家留言": "-",
    "订单提交时间": "2026-03-01 10:00:00", "支付完成时间": "2026-03-01 10:00:30", "订单完成时间": "-", "订单状态": "已发货",
    "售后状态": "-", "取消原因": "-", "发货时间": "2026-03-02 09:00:00", "商品69码": "-", "货号": "TEA-1",
}  # fmt: skip
CUP = {**TEA, "子订单编号": "\t6917926768823640002", "选购商品": "盖碗", "商家编码": "CUP-1", "货号": "CUP-1", "商品数量": "1",
       "商品单价": "40.00", "商品金额": "40.00", "订单应付金额": "40.00", "运费": "0", "平台优惠": "0", "商家优惠": "0",
       "售后状态": "同意退款，退款成功"}  # fmt: skip
CLOSED = {**TEA, "主订单编号": "\t6917926768823649999", "子订单编号": "\t6917926768823649999", "订单状态": "已关闭",
          "支付完成时间": "-", "发货时间": "-"}  # fmt: skip
ROWS = (TEA, CUP, CLOSED)


def export(header: Sequence[str], *rows: dict[str, str], name: str = "1791430000_ab12.csv") -> Memory:
    return table(header, *([row.get(key, "-") for key in header] for row in rows), name=name)


@pytest.mark.parametrize("header", [A, B], ids=["A", "B"])
def test_an_export(shop: Store, header: Sequence[str]) -> None:
    what = export(header, *ROWS)
    staged = read(shop, what)
    plan = staged.plan
    assert (plan.format, plan.channel, plan.certain, plan.new) == ("douyin-orders", "douyin", True, ())
    personal = {plan.headers[place] for place in plan.personal}
    assert personal >= {"收件人", "收件人手机号", "区", "街道", "详细地址", "买家留言"}
    # 60 - 5, 40, and the closed one's 55
    assert (staged.rows, staged.total_quantity, staged.total_amount) == (3, D(5), D(150))
    take_in(shop, what)
    number = "6917926768823640001"
    # Freight stands on the line that bears it; of two lines one went back: the order stands, 40 of it are refunded.
    assert money(shop, number) == {
        "goods": D(100),
        "discount": D(5),
        "shipping": D(4),
        "total": D(99),
        "refunded": D(40),
    }
    assert lines(shop, number)[:2] == [
        ("product", "TEA-1", D(2), D(5), D(55)), ("product", "CUP-1", D(1), D(0), D(40)),
    ]  # fmt: skip
    found = order(shop, number)
    assert (found.order.state, found.order.platform_discount) == ("shipped", D(3))
    assert order(shop, "6917926768823649999").order.state == "cancelled"
    assert stock(shop) == {"TEA-1": D(-2), "CUP-1": D(-1)}
    assert balances(shop)["1122.douyin"] == D(59)
    assert read(shop, what).counts()["same"] == 3
    assert_sound(shop)


def test_both_orders_of_columns_say_the_same(shop: Store) -> None:
    take_in(shop, export(A, *ROWS))
    staged = read(shop, export(B, *ROWS))
    assert (staged.counts()["same"], staged.counts()["changed"]) == (3, 0)


@pytest.mark.parametrize(("said", "expected"), STATES.items())
def test_every_status(shop: Store, said: str, expected: OrderState) -> None:
    assert read(shop, export(A, {**TEA, "订单状态": said})).orders[0].state == expected


@pytest.mark.parametrize(
    ("state", "after_sale", "expected"),
    [
        ("已关闭", "退款成功", OrderState.REFUNDED),
        ("已完成", "同意退款，退款成功", OrderState.REFUNDED),
        ("已完成", "售后关闭", OrderState.COMPLETED),
        ("已完成", "换货成功", OrderState.COMPLETED),
        ("已发货", "售后处理中", OrderState.SHIPPED),
        ("已关闭", "-", OrderState.CANCELLED),
    ],
)
def test_after_sale_words(shop: Store, state: str, after_sale: str, expected: OrderState) -> None:
    assert read(shop, export(A, {**TEA, "订单状态": state, "售后状态": after_sale})).orders[0].state == expected
