"""Taobao's item list over its years: columns that came and went, names that stand twice, a note above the header."""

from collections.abc import Sequence

import pytest
from tests.exchange.counter import D, assert_sound, lines, money, order, read, stock, table, take_in

from shopdesk.exchange.demo.tables import Memory
from shopdesk.exchange.formats.format import words
from shopdesk.store.store import Store

OLD = words("订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码")
OF_2022 = words("""
    子订单编号,主订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码,支付单号,买家应付货款,买家实际支付金额,退款状态,退款金额
    订单创建时间,订单付款时间
""")
OF_2026 = words("""
    子订单编号,主订单编号,商品标题,商品价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码,支付单号,买家应付货款,买家实付金额,退款状态,退款金额
    订单创建时间,订单付款时间,商品ID,物流单号,物流公司,发货时间,确认收货时间
""")
LEAST = words("子订单编号,主订单编号,买家实付金额,退款金额,退款状态,订单创建时间,订单付款时间,商品ID,物流单号")
GENERATIONS: dict[str, Sequence[str]] = {
    "10 columns": OLD,
    "11 columns": (*OLD, "创建时间"),
    "18 columns": OF_2022,
    "23 columns": OF_2026,
    "what all of 2026 have": LEAST,
    "worked over by hand": (*OF_2026, "子订单收入", "主订单收入", "收入分配率"),
    "without its states": tuple(name for name in OF_2026 if name != "订单状态"),
    "without its codes": tuple(name for name in OF_2026 if name not in {"商家编码", "外部系统编号"}),
    "turned round": OF_2026[::-1],
    "a name twice": ("子订单编号", "主订单编号", *OF_2026[2:], "子订单编号", "退款金额", "备注"),
    "the order's number twice": (*OF_2026, "主订单编号", "物流单号"),
    "compensation columns": (*OF_2026, "是否主动赔付", "主动赔付金额", "主动赔付出账时间"),
}
TEA = {
    "订单编号": '="260301000000000001"', "子订单编号": '="260301000000000011"', "主订单编号": '="260301000000000001"', "标题": "龙井",
    "商品标题": "龙井", "价格": "30.00", "商品价格": "30.00", "购买数量": "2", "商家编码": "TEA-1", "外部系统编号": "TEA-1",
    "商品属性": "颜色分类：绿;规格：250g", "订单状态": "交易成功", "买家应付货款": "58.00", "买家实际支付金额": "58.00", "买家实付金额": "58.00",
    "退款状态": "没有申请退款", "退款金额": "无退款申请", "订单创建时间": "2026-03-01 10:00:00", "创建时间": "2026-03-01 10:00:00",
    "订单付款时间": "2026-03-01 10:01:00", "商品ID": "7700000000001", "物流单号": "YT01\t", "物流公司": "圆通", "发货时间": "2026-03-01 18:00:00",
    "确认收货时间": "2026-03-05 18:00:00", "主动赔付金额": "0.00", "子订单收入": "58", "主订单收入": "98", "收入分配率": "0.5918",
}  # fmt: skip
CUP = {**TEA, "子订单编号": '="260301000000000012"', "标题": "盖碗", "商品标题": "盖碗", "价格": "40.00", "商品价格": "40.00", "购买数量": "1",
       "商家编码": "CUP-1", "外部系统编号": "CUP-1", "买家应付货款": "40.00", "买家实际支付金额": "40.00", "买家实付金额": "40.00",
       "退款金额": "10.00"}  # fmt: skip


def listed(header: Sequence[str], *rows: dict[str, str]) -> Memory:
    """The rows under that header; of a name that stands twice the second column holds what nobody should read."""
    told = []
    for row in rows:
        seen: set[str] = set()
        cells = []
        for name in header:
            cells.append("9999999" if name in seen else row.get(name, ""))
            seen.add(name)
        told.append(cells)
    return table(header, *told, name="ExportOrderDetailList.csv")


@pytest.mark.parametrize("generation", GENERATIONS)
def test_every_generation(shop: Store, generation: str) -> None:
    header = GENERATIONS[generation]
    staged = read(shop, listed(header, TEA, CUP))
    plan = staged.plan
    assert (plan.format, plan.channel, plan.partial, plan.certain, plan.new) == (
        "taobao-items",
        "taobao",
        True,
        True,
        (),
    )
    assert [(one.order_no, one.rows) for one in staged.orders] == [("260301000000000001", 2)]
    pieces = D(3) if "购买数量" in header else D(2)
    # Prices alone come to 2 x 30 + 40; what is to be paid of each line to 58 + 40.
    amount = D(98) if {"买家应付货款", "买家实付金额"} & set(header) else D(100)
    assert (staged.rows, staged.total_quantity, staged.total_amount) == (2, pieces, amount)


def test_the_newest_of_them_taken_in(shop: Store) -> None:
    what = listed(GENERATIONS["a name twice"], TEA, CUP)
    take_in(shop, what)
    number = "260301000000000001"
    assert lines(shop, number) == [("product", "TEA-1", D(2), D(0), D(58)), ("product", "CUP-1", D(1), D(0), D(40))]
    assert money(shop, number) == {"goods": D(98), "total": D(98), "refunded": D(10)}
    found = order(shop, number).order
    assert (found.state, found.waybill, found.carrier) == ("completed", "YT01", "圆通")
    assert stock(shop) == {"TEA-1": D(-2), "CUP-1": D(-1)}
    assert read(shop, what).counts()["same"] == 2
    assert_sound(shop)


def test_a_note_above_the_header_is_passed_over(shop: Store) -> None:
    rows = [[row.get(name, "") for name in OF_2026] for row in (TEA, CUP)]
    what = table(["注：收入=买家实付-退款", "A+B", *[""] * (len(OF_2026) - 2)], OF_2026, *rows, name="宝贝明细.csv")
    plan = read(shop, what).plan
    assert (plan.format, plan.header_row, plan.first_row, plan.certain) == ("taobao-items", 2, 3, True)


def test_an_item_list_without_prices_shares_what_the_order_list_says(shop: Store) -> None:
    told = "订单编号,买家会员名,买家应付货款,买家应付邮费,总金额,买家实际支付金额,订单状态,订单创建时间,订单付款时间,宝贝标题"
    row = [
        "260301000000000001",
        "tb_li",
        "90.00",
        "8.00",
        "98.00",
        "98.00",
        "交易成功",
        "2026-03-01 10:00:00",
        "2026-03-01 10:01:00",
        "龙井，盖碗",
    ]
    take_in(shop, table(told, row, name="orders.csv"))
    unpriced = tuple(name for name in OLD if name != "价格")
    take_in(shop, listed(unpriced, TEA, CUP))
    assert sorted(lines(shop, "260301000000000001"), key=str) == [
        ("product", "CUP-1", D(1), D(0), D(30)), ("product", "TEA-1", D(2), D(0), D(60)), ("shipping", None, D(1), D(0), D(8)),
    ]  # fmt: skip
    take_in(shop, listed(OLD, TEA, CUP))
    assert min(lines(shop, "260301000000000001"), key=str) == ("product", "CUP-1", D(1), D(4), D(36))
    assert read(shop, listed(unpriced, TEA, CUP)).counts()["same"] == 2
    assert_sound(shop)
