"""Pinduoduo: columns in any order and under older names, rows without a time, refunds told by a status."""

from collections.abc import Sequence

import pytest
from tests.exchange.counter import D, assert_sound, balances, lines, money, order, read, stock, table, take_in

from shopdesk.exchange.demo.tables import Memory
from shopdesk.exchange.formats.format import words
from shopdesk.exchange.formats.pinduoduo_orders import STATES
from shopdesk.exchange.stage.staged import Outcome
from shopdesk.shop.orders.rules import OrderState
from shopdesk.store.store import Store

HEADER = words(
    "订单成交时间,商品,订单号,订单状态,商品总价(元),邮费(元),店铺优惠折扣(元),平台优惠折扣(元),多多支付立减金额(元),用户实付金额(元),商家实收金额(元),"
    "商品数量(件),发货时间,确认收货时间,商品id,商品规格,样式ID,商家编码-规格维度,商家编码-商品维度,商家备注,售后状态,快递单号,快递公司"
)
ONE = {
    "订单成交时间": "2026-03-01 10:00:00", "商品": "龙井", "订单号": "260301-000000000000001\t", "订单状态": "已发货，待收货",
    "商品总价(元)": "60.00", "邮费(元)": "0.00", "店铺优惠折扣(元)": "5.00", "平台优惠折扣(元)": "3.00",
    "多多支付立减金额(元)": "0.50", "用户实付金额(元)": "51.50", "商家实收金额(元)": "55.00", "商品数量(件)": "2",
    "发货时间": "2026-03-01 18:00:00", "商品id": "77", "商品规格": "250g", "样式ID": "7701", "商家编码-规格维度": "TEA-1",
    "售后状态": "无售后或售后取消", "快递单号": "YT01\t", "快递公司": "圆通快递",
}  # fmt: skip
UNTIMED = {
    **ONE,
    "订单号": "260302-000000000000002",
    "订单成交时间": "",
    "发货时间": "",
    "快递单号": "",
    "订单状态": "待发货",
}
REFUNDED = {**ONE, "订单号": "260303-000000000000003", "订单成交时间": "2026-03-03 08:00:00", "订单状态": "已收货",
            "售后状态": "退款成功"}  # fmt: skip
ROWS = (ONE, UNTIMED, REFUNDED)


def listed(
    *rows: dict[str, str], header: Sequence[str] = HEADER, names: dict[str, str] | None = None, name: str = "pdd.csv"
) -> Memory:
    """A list of these rows; `names`: what columns are called otherwise."""
    return table(
        [(names or {}).get(key, key) for key in header],
        *([row.get(key, "") for key in header] for row in rows),
        name=name,
    )


def test_a_list(shop: Store) -> None:
    staged = read(shop, listed(*ROWS))
    plan = staged.plan
    assert (plan.format, plan.channel, plan.certain, plan.new) == ("pinduoduo-orders", "pinduoduo", True, ())
    assert (staged.rows, staged.total_quantity, staged.total_amount) == (3, D(6), D(165))
    assert [o.state for o in staged.orders] == [OrderState.SHIPPED, OrderState.PAID, OrderState.REFUNDED]
    take_in(shop, listed(*ROWS))
    assert money(shop, "260301-000000000000001") == {"goods": D(55), "total": D(55)}
    assert lines(shop, "260301-000000000000001") == [("product", "TEA-1", D(2), D(0), D(55))]
    assert order(shop, "260301-000000000000001").order.platform_discount == D(3)
    assert money(shop, "260303-000000000000003") == {"goods": D(55), "total": D(55), "refunded": D(55)}
    assert stock(shop) == {"TEA-1": D(-4)}, "the refunded parcel had left"
    assert balances(shop)["1122.pinduoduo"] == D(110)
    assert_sound(shop)


def test_a_row_without_a_time_takes_the_day_of_its_number_and_says_so(shop: Store) -> None:
    staged = read(shop, listed(*ROWS))
    said = [(p.outcome, p.row, p.reason) for p in staged.problems]
    assert said == [(Outcome.NEW, 3, "The row has no time. 2026-03-02, as its number says, stands for it.")]
    take_in(shop, listed(*ROWS))
    found = order(shop, "260302-000000000000002").order
    assert (found.placed_at.isoformat(), found.sold_on.isoformat()) == ("2026-03-01T16:00:00+00:00", "2026-03-02")
    assert balances(shop, "2026-03")["1122.pinduoduo"] == D(110)
    # A list that knows the time is believed; one without it does not take that back.
    timed = {**UNTIMED, "订单成交时间": "2026-03-01 23:59:30"}
    take_in(shop, listed(timed, name="timed.csv"))
    assert order(shop, "260302-000000000000002").order.placed_at.isoformat() == "2026-03-01T15:59:30+00:00"
    assert read(shop, listed(UNTIMED)).counts()["same"] == 1
    assert_sound(shop)


def test_columns_in_another_order_and_under_older_names(shop: Store) -> None:
    names = {
        "订单成交时间": "拼单成功时间",
        "商品总价(元)": "商品总价（元）",
        "商家实收金额(元)": "商家实收金额（元）",
        "商品": "商品名称",
    }
    staged = read(shop, listed(*ROWS, header=HEADER[::-1], names=names))
    assert (staged.plan.format, staged.plan.certain, staged.plan.new) == ("pinduoduo-orders", True, ())
    assert (staged.total_quantity, staged.total_amount) == (D(6), D(165))
    more = [*HEADER, "支付时间", "订单创建时间", "省", "市", "区", "收货人", "手机"]
    plan = read(shop, listed({**ONE, "支付时间": "2026-03-01 10:01:00", "省": "****"}, header=more)).plan
    assert (plan.certain, plan.new) == (True, ())
    assert {plan.headers[place] for place in plan.personal} >= {"区", "收货人", "手机"}


def test_a_sum_at_the_end_is_no_order(shop: Store) -> None:
    staged = read(shop, listed(ONE, {"订单成交时间": "总计", "商品总价(元)": "60.00"}))
    assert (len(staged.orders), staged.skipped, staged.total_amount) == (1, 1, D(55))


@pytest.mark.parametrize(("said", "expected"), STATES.items())
def test_every_status(shop: Store, said: str, expected: OrderState) -> None:
    assert read(shop, listed({**ONE, "订单状态": said})).orders[0].state == expected


def test_money_given_back_outdoes_how_far_the_parcel_is(shop: Store) -> None:
    def said(state: str) -> str:
        return read(shop, listed({**ONE, "订单状态": state, "售后状态": "退款成功"})).orders[0].state

    assert said("已取消") == said("待发货") == OrderState.REFUNDED
    assert said("待付款") == OrderState.UNPAID
