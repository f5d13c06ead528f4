"""1688: an order's cells merged over its rows, and a second column of the same name that people pasted in."""

from collections.abc import Sequence

import pytest
from tests.exchange.counter import D, assert_sound, balances, lines, money, order, read, stock, table, take_in

from shopdesk.exchange.formats.alibaba_orders import STATES
from shopdesk.exchange.formats.format import words
from shopdesk.shop.orders.rules import OrderState
from shopdesk.store.store import Store

HEADER = words(
    "订单编号,买家公司名,买家会员名,卖家公司名,卖家会员名,货品总价(元),运费(元),涨价或折扣(元),实付款(元),订单状态,订单创建时间,订单付款时间,发货方,收货人姓名,"
    "收货地址,邮编,联系电话,联系手机,货品标题,单价(元),数量,单位,货号,型号,Offer_ID,SKU ID,物流公司,运单号"
)
TEA = {
    "订单编号": "3100000000000000001", "买家公司名": "杭州茶行", "买家会员名": "hz_tea", "卖家公司名": "本店", "货品总价(元)": "1000.00",
    "运费(元)": "20.00", "涨价或折扣(元)": "-50.00", "实付款(元)": "970.00", "订单状态": "等待买家确认收货",
    "订单创建时间": "2026-03-01 09:00:00", "订单付款时间": "2026-03-01 09:10:00", "收货人姓名": "王五", "收货地址": "杭州市上城区2号",
    "联系手机": "13800002222", "货品标题": "龙井 散装", "单价(元)": "30.00", "数量": "20", "单位": "斤", "货号": "TEA-1", "Offer_ID": "66",
    "物流公司": "德邦", "运单号": "DP01",
}  # fmt: skip
CUP = {"货品标题": "盖碗", "单价(元)": "40.00", "数量": "10", "货号": "CUP-1", "Offer_ID": "67"}
OTHER = {**TEA, "订单编号": "3100000000000000002", "货品总价(元)": "30.00", "运费(元)": "0", "涨价或折扣(元)": "0",
         "实付款(元)": "30.00", "数量": "1", "订单状态": "交易关闭", "订单付款时间": ""}  # fmt: skip


def rows(*told: dict[str, str], header: Sequence[str] = HEADER) -> list[list[str]]:
    return [[row.get(key, "") for key in header] for row in told]


def test_sold_goods(shop: Store) -> None:
    what = table(HEADER, *rows(TEA, CUP, OTHER), name="1688.csv")
    staged = read(shop, what)
    plan = staged.plan
    assert (plan.format, plan.channel, plan.certain, plan.new) == ("alibaba-orders", "1688", True, ())
    personal = {plan.headers[place] for place in plan.personal}
    assert personal >= {"买家公司名", "买家会员名", "收货人姓名", "收货地址", "邮编", "联系电话", "联系手机"}
    # 20 x 30, 10 x 40, and 1 x 30 that was never paid.
    assert (staged.rows, staged.total_quantity, staged.total_amount) == (3, D(31), D(1030))
    take_in(shop, what)
    number = "3100000000000000001"
    assert money(shop, number) == {"goods": D(1000), "discount": D(50), "shipping": D(20), "total": D(970)}
    assert lines(shop, number)[:2] == [
        ("product", "TEA-1", D(20), D(30), D(570)), ("product", "CUP-1", D(10), D(20), D(380)),
    ]  # fmt: skip
    assert order(shop, "3100000000000000002").order.state == "cancelled"
    assert stock(shop) == {"TEA-1": D(-20), "CUP-1": D(-10)}
    assert balances(shop)["1122.1688"] == D(970)
    assert read(shop, what).counts()["same"] == 3
    assert_sound(shop)


def test_the_first_of_two_columns_called_alike_is_read(shop: Store) -> None:
    header = ["订单号", *HEADER[1:], "订单号", "结算价"]
    told = [[row.get("订单编号", ""), *plain, "注", "1"] for row, plain in
            zip((TEA, CUP), rows(TEA, CUP, header=HEADER[1:]), strict=True)]  # fmt: skip
    staged = read(shop, table(header, *told))
    assert (staged.plan.format, staged.plan.certain, staged.plan.new) == ("alibaba-orders", True, ())
    assert [(one.order_no, one.rows) for one in staged.orders] == [("3100000000000000001", 2)]


@pytest.mark.parametrize(("said", "expected"), STATES.items())
def test_every_status(shop: Store, said: str, expected: OrderState) -> None:
    assert read(shop, table(HEADER, *rows({**TEA, "订单状态": said}))).orders[0].state == expected
