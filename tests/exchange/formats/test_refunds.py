"""Lists of refunds of Taobao and Douyin: the order list says how much in all, they say when and for what."""

import pytest
from tests.exchange.counter import D, assert_sound, balances, order, read, stock, table, take_in, views

from shopdesk.exchange.demo.tables import Memory
from shopdesk.exchange.formats import douyin_refunds, taobao_refunds
from shopdesk.exchange.formats.format import words
from shopdesk.shop.orders.rules import RefundState
from shopdesk.store.store import Store

TAOBAO_OLD = words("""
    订单编号,退款编号,支付宝交易号,订单付款时间,商家编码,退款完结时间,买家会员名称,买家实际支付金额,宝贝标题,买家退款金额,手工退款/系统退款,是否需要退货
    退款的申请时间,超时时间,退款状态,货物状态,退货物流信息,发货物流信息,客服介入状态,卖家真实姓名,卖家退货地址,卖家邮编,卖家电话,卖家手机,退货物流单号
    退货物流公司,买家退款原因
""")
TAOBAO_NEW = words("""
    订单编号,退款编号,支付单号,订单付款时间,商品id,商品编码,退款完结时间,买家实际支付金额,宝贝标题,退款总额,退给买家金额,退给平台金额,手工退款/系统退款
    售后类型,退款申请时间,超时时间,退款状态,货物状态,买家退款原因,部分退款/全额退款
""")
DOUYIN = words("""
    售后单号,订单号,商品单号,商品名称,商品ID,应付金额（元）,商品运费（元）,支付优惠（元）,商品税费（元）,商品发货状态,售后类型,退商品金额（元）,退运费金额（元）
    退支付优惠（元）,退税费金额（元）,售后状态,售后申请时间,退款方式,售后完结时间,售后原因,商家编码,门店名称
""")
DOUYIN_GIVEN = {
    "售后单号": "\t7100000000000000001", "订单号": "\t6917926768823640001", "商品单号": "\t6917926768823640001", "商品名称": "龙井",
    "退商品金额（元）": "¥25.00", "退运费金额（元）": "4.00", "退税费金额（元）": "-", "退支付优惠（元）": "1.00", "售后状态": "同意退款，退款成功",
    "售后申请时间": "2026-03-08 10:00:00", "售后完结时间": "2026-03-09 10:00:00", "售后类型": "已发货退款", "售后原因": "破损",
}  # fmt: skip
ORDERS = words(
    "订单编号,买家会员名,买家应付货款,买家应付邮费,总金额,买家实际支付金额,订单状态,订单创建时间,订单付款时间,宝贝标题,物流单号,退款金额"
)
GIVEN = {
    "订单编号": '="260301000000000001"', "退款编号": "880001\t", "退款完结时间": "2026-03-06 12:00:00", "退款的申请时间": "2026-03-04 09:00:00",
    "退款申请时间": "2026-03-04 09:00:00", "买家退款金额": "20.00", "退款总额": "20.00", "退款状态": "退款成功", "是否需要退货": "是",
    "售后类型": "退货退款", "买家退款原因": "七天无理由", "买家会员名称": "tb_li",
}  # fmt: skip
REST = {**GIVEN, "退款编号": "880002", "退款完结时间": "2026-04-02 12:00:00", "买家退款金额": "10.00", "退款总额": "10.00", "是否需要退货": "否",
        "售后类型": "仅退款"}  # fmt: skip
OPEN = {
    **GIVEN,
    "退款编号": "880003",
    "退款完结时间": "",
    "退款状态": "买家已经申请退款，等待卖家同意",
    "买家退款金额": "5.00",
    "退款总额": "5.00",
}
OFF = {**GIVEN, "退款编号": "880004", "退款状态": "退款关闭", "买家退款金额": "7.00", "退款总额": "7.00"}


def made(header: tuple[str, ...], *rows: dict[str, str], name: str) -> Memory:
    return table(header, *([row.get(key, "") for key in header] for row in rows), name=name)


def told(given_back: str, state: str = "交易成功", name: str = "orders.csv") -> Memory:
    """The order list with one order of 198.00."""
    return table(ORDERS, ["260301000000000001", "tb_li", "190.00", "8.00", "198.00", "198.00", state, "2026-03-01 09:58:00",
                          "2026-03-01 10:00:00", "龙井", "YT01", given_back], name=name)  # fmt: skip


def refunds(shop: Store) -> list[tuple[str, str]]:
    """Day and amount of each refund of the order."""
    found = order(shop, "260301000000000001").refunds
    return [(row.refunded_on.isoformat(), f"{row.amount:.2f}") for row in found]


@pytest.mark.parametrize("header", [TAOBAO_OLD, TAOBAO_NEW], ids=["old", "new"])
def test_taobao(shop: Store, header: tuple[str, ...]) -> None:
    take_in(shop, told("无退款申请"))
    what = made(header, GIVEN, REST, OPEN, OFF, name="退款.csv")
    staged = read(shop, what)
    plan = staged.plan
    assert (plan.format, plan.kind, plan.channel, plan.certain, plan.new) == (
        "taobao-refunds",
        "refunds",
        "taobao",
        True,
        (),
    )
    if header is TAOBAO_OLD:
        personal = {plan.headers[place] for place in plan.personal}
        assert personal >= {"买家会员名称", "卖家真实姓名", "卖家退货地址", "卖家邮编", "卖家电话", "卖家手机"}
    # Only 20 and 10 were given back: an open claim and a closed one are no money.
    assert (staged.rows, staged.total_amount, staged.counts()["new"], staged.problems) == (4, D(30), 4, [])
    take_in(shop, what)
    assert refunds(shop) == [("2026-03-06", "20.00"), ("2026-04-02", "10.00")]
    assert (balances(shop, "2026-03")["6003"], balances(shop, "2026-04")["6003"]) == (D(20), D(10))
    assert [(row[1], row[3], row[4], row[5], row[6], row[8]) for row in views(shop)["refunds"]] == [
        ("880001", "given", D(20), D(20), False, True), ("880002", "given", D(10), D(10), False, False),
        ("880003", "pending", D(5), None, False, True), ("880004", "closed", D(7), None, False, True),
    ]  # fmt: skip
    assert stock(shop) == {}, "that goods came back is told by nobody yet"
    assert read(shop, what).counts()["same"] == 4
    assert_sound(shop)


def test_douyin(shop: Store) -> None:
    orders = words(
        "主订单编号,子订单编号,选购商品,商品数量,商家编码,商品单价,订单应付金额,运费,订单提交时间,支付完成时间,订单状态,售后状态"
    )
    number = "6917926768823640001"
    take_in(shop, table(orders, [f"\t{number}", f"\t{number}", "龙井", "2", "TEA-1", "30.00", "64.00", "4.00",
                                 "2026-03-01 10:00:00", "2026-03-01 10:00:30", "已完成", "退款成功"], name="dy.csv"))  # fmt: skip
    assert order(shop, number).order.refunded == D(64), "a status alone says all of it"
    claim = DOUYIN_GIVEN
    waiting = {
        **claim,
        "售后单号": "\t7100000000000000002",
        "售后状态": "待商家处理",
        "退商品金额（元）": "-",
        "退运费金额（元）": "-",
        "售后完结时间": "-",
    }
    what = made(DOUYIN, claim, waiting, name="售后单-2026-03-18.csv")
    staged = read(shop, what)
    assert (staged.plan.format, staged.plan.channel, staged.plan.certain, staged.plan.new) == (
        "douyin-refunds", "douyin", True, ()
    )  # fmt: skip
    assert (staged.rows, staged.total_amount) == (2, D(29))
    take_in(shop, what)
    assert [(row.refunded_on.isoformat(), row.amount) for row in order(shop, number).refunds] == [("2026-03-09", D(29))]
    assert order(shop, number).order.refunded == D(29), "what was guessed from the status gives way to what is told"
    assert balances(shop)["1122.douyin"] == D(35)
    # The order list again, its status as before: the guess does not come back.
    take_in(shop, table(orders, [number, number, "龙井", "2", "TEA-1", "30.00", "64.00", "4.00", "2026-03-01 10:00:00",
                                 "2026-03-01 10:00:31", "已完成", "退款成功"], name="dy2.csv"))  # fmt: skip
    assert order(shop, number).order.refunded == D(29)
    assert_sound(shop)


@pytest.mark.parametrize(("said", "expected"), taobao_refunds.STATES.items())
def test_every_status_of_taobao(shop: Store, said: str, expected: RefundState) -> None:
    staged = read(shop, made(TAOBAO_NEW, {**GIVEN, "退款状态": said}, name="a.csv"))
    assert staged.items[0].values["state"] == expected


@pytest.mark.parametrize(("said", "expected"), douyin_refunds.STATES.items())
def test_every_status_of_douyin(shop: Store, said: str, expected: RefundState) -> None:
    row = {"售后单号": "1", "订单号": "2", "退商品金额（元）": "3.00", "售后状态": said}
    assert read(shop, made(DOUYIN, row, name="a.csv")).items[0].values["state"] == expected
