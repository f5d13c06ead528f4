"""Taobao's two lists from GBK files to orders, books and shelf: the same whichever of them comes first."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.exchange.counter import D, assert_sound, balances, give_back, lines, money, moves, order, stock, views
from tests.exchange.made_files import (
    CLOSED,
    DONE,
    SENT,
    TAOBAO_ITEMS_2022,
    WAITING,
    taobao,
    taobao_items,
    write,
)

from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.store.store import Store

ORDERS = [
    {
        "订单编号": "260301000000000001", "买家会员名": "tb_li", "买家应付货款": "190.00", "买家应付邮费": "8.00",
        "总金额": "198.00",
        "买家实际支付金额": "198.00", "订单状态": DONE, "收货人姓名": "李雷", "收货地址 ": "杭州市西湖区1号",
        "订单创建时间": "2026-03-01 09:58:00", "订单付款时间 ": "2026-03-01 10:00:00", "宝贝标题 ": "龙井，盖碗",
        "宝贝种类 ": "2",
        "物流单号 ": "YT0001", "物流公司": "圆通速递", "宝贝总数量": "3", "退款金额": "0.00",
        "确认收货时间": "2026-03-06 20:00:00",
        "打款商家金额": "198.00元",
    },
    {
        "订单编号": "260301000000000002", "买家会员名": "tb_han", "买家应付货款": "60.00", "买家应付邮费": "0.00",
        "总金额": "60.00",
        "买家实际支付金额": "60.00", "订单状态": SENT, "订单创建时间": "2026-03-02 09:00:00",
        "订单付款时间 ": "2026-03-02 09:01:00",
        "宝贝标题 ": "盖碗", "物流单号 ": "YT0002", "退款金额": "无退款申请",
    },
    {
        "订单编号": "260301000000000003", "买家会员名": "tb_li", "买家应付货款": "88.00", "总金额": "88.00",
        "买家实际支付金额": "0.00",
        "订单状态": CLOSED, "订单创建时间": "2026-03-03 09:00:00", "订单付款时间 ": "2026-03-03 09:30:00",
        "订单关闭原因": "退款",
        "退款金额": "88.00",
    },
    {
        "订单编号": "260301000000000004", "买家会员名": "tb_mei", "买家应付货款": "30.00", "总金额": "30.00",
        "买家实际支付金额": "0.00",
        "订单状态": CLOSED, "订单创建时间": "2026-03-03 11:00:00", "订单关闭原因": "买家未付款",
    },
    {
        "订单编号": "260301000000000005", "买家会员名": "tb_mei", "买家应付货款": "100.00", "总金额": "100.00",
        "买家实际支付金额": "100.00", "订单状态": WAITING, "订单创建时间": "2026-03-04 11:00:00",
        "订单付款时间 ": "2026-03-04 11:05:00", "退款金额": "10.00",
    },
]  # fmt: skip
ITEMS = [
    {"订单编号": "260301000000000001", "标题": "龙井", "价格": "80.00", "购买数量": "2", "商家编码": "TEA-1",
     "订单状态": DONE},
    {"订单编号": "260301000000000001", "标题": "盖碗", "价格": "60.00", "购买数量": "1", "商家编码": "CUP-1",
     "订单状态": DONE},
    {"订单编号": "260301000000000002", "标题": "盖碗", "价格": "60.00", "购买数量": "1", "商家编码": "CUP-1",
     "订单状态": SENT},
    {"订单编号": "260301000000000003", "标题": "龙井", "价格": "80.00", "购买数量": "1", "商家编码": "TEA-1",
     "订单状态": CLOSED},
    {"订单编号": "260301000000000004", "标题": "茶则", "价格": "30.00", "购买数量": "1", "商家编码": "KIT-1",
     "订单状态": CLOSED},
    {"订单编号": "260301000000000005", "标题": "龙井", "价格": "80.00", "购买数量": "1", "商家编码": "TEA-1",
     "订单状态": WAITING},
    {"订单编号": "260301000000000005", "标题": "邮费差价", "价格": "5.00", "购买数量": "4", "商家编码": "",
     "订单状态": WAITING},
]  # fmt: skip
Bring = Callable[[str], int]


@pytest.fixture
def bring(shop: Store, tmp_path: Path) -> Bring:
    """Imports one of the two lists by name; returns the import_id."""
    files = {
        "orders": taobao(tmp_path / "ExportOrderList202603051200.csv", ORDERS),
        "items": taobao_items(tmp_path / "ExportOrderDetailList202603051200.csv", ITEMS),
    }
    return lambda name: run_import(shop, prepare(shop, files[name], Choices()))


def test_an_order_list_alone(shop: Store, bring: Bring) -> None:
    bring("orders")
    assert money(shop, "260301000000000001") == {"goods": D(190), "shipping": D(8), "total": D(198)}
    detail = order(shop, "260301000000000001")
    assert detail.order.state == "completed"
    assert detail.order.sold_on == date(2026, 3, 1)
    assert detail.order.paid_at == datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
    assert (detail.customer_no, detail.address and detail.address.recipient) == ("tb_li", "李雷")
    assert [(source.file_name, source.rows) for source in detail.sources] == [("ExportOrderList202603051200.csv", (2,))]
    assert stock(shop) == {}
    assert balances(shop) == {
        "1122.taobao": D(198 + 60 + 100) - 10,  # the closed orders came to nothing, ten went back on the last
        "6001": -D(190 + 60 + 88 + 100),
        "6003": D(98),
        "6051": -D(8),
    }
    assert_sound(shop)


def test_items_join_their_orders(shop: Store, bring: Bring) -> None:
    bring("orders")
    bring("items")
    # 190 asked for goods of 220 at list prices: 30 off, over 160 and 60.
    assert lines(shop, "260301000000000001") == [
        ("shipping", None, D(1), D(0), D(8)),
        ("product", "TEA-1", D(2), D("21.8182"), D("138.1818")),
        ("product", "CUP-1", D(1), D("8.1818"), D("51.8182")),
    ]
    assert money(shop, "260301000000000001") == {"goods": D(220), "discount": D(30), "shipping": D(8), "total": D(198)}
    # The extra postage is a charge inside the 100: the tea is left with 80.
    assert money(shop, "260301000000000005") == {"goods": D(80), "shipping": D(20), "total": D(100), "refunded": D(10)}
    assert moves(shop, "260301000000000001") == [("TEA-1", "sale", D(-2)), ("CUP-1", "sale", D(-1))]
    assert moves(shop, "260301000000000005") == []
    assert stock(shop) == {"TEA-1": D(-2), "CUP-1": D(-2), "KIT-1": D(0)}
    assert [source.file_name for source in order(shop, "260301000000000002").sources] == [
        "ExportOrderList202603051200.csv", "ExportOrderDetailList202603051200.csv"
    ]  # fmt: skip
    assert_sound(shop)


def test_the_lists_come_to_the_same_in_either_order(shop: Store, bring: Bring) -> None:
    bring("orders")
    bring("items")
    wanted = views(shop)
    for import_id in (2, 1):
        give_back(shop, import_id)
    bring("items")
    bring("orders")
    assert views(shop) == wanted
    assert_sound(shop)


def test_items_without_times_wait_for_their_orders(shop: Store, bring: Bring) -> None:
    bring("items")
    detail = order(shop, "260301000000000001")
    assert (detail.order.state, detail.order.sold_on, detail.moves, detail.entries) == ("completed", None, [], [])
    assert balances(shop) == {}
    bring("orders")
    assert order(shop, "260301000000000001").order.sold_on == date(2026, 3, 1)
    assert stock(shop)["TEA-1"] == D(-2)


@pytest.mark.parametrize("first", ["orders", "items"])
def test_a_list_again_is_the_same(shop: Store, bring: Bring, first: str) -> None:
    for name in (first, {"orders": "items", "items": "orders"}[first]):
        bring(name)
    before = views(shop)
    assert bring("orders") == bring("items") == 0
    assert views(shop) == before


def test_an_item_list_with_money_of_its_own_is_booked_by_itself(shop: Store, tmp_path: Path) -> None:
    common = {"订单状态": DONE, "订单创建时间": "2026-03-01 09:58:00", "订单付款时间": "2026-03-01 10:00:00"}
    rows = [
        {"主订单编号": "260301000000000001", "子订单编号": "260301000000000011", "标题": "龙井", "价格": "80.00",
         "购买数量": "2",
         "商家编码": "TEA-1", "买家应付货款": "150.00", "买家实际支付金额": "150.00", "退款金额": "无退款申请",
         **common},
        {"主订单编号": "260301000000000001", "子订单编号": "260301000000000012", "标题": "盖碗", "价格": "60.00",
         "购买数量": "1",
         "商家编码": "CUP-1", "买家应付货款": "40.00", "买家实际支付金额": "40.00", "退款金额": "15.00", **common},
    ]  # fmt: skip
    path = taobao_items(tmp_path / "detail.csv", rows, TAOBAO_ITEMS_2022)
    run_import(shop, prepare(shop, path, Choices()))
    assert money(shop, "260301000000000001") == {"goods": D(190), "total": D(190), "refunded": D(15)}
    assert order(shop, "260301000000000001").order.sold_on == date(2026, 3, 1)
    assert stock(shop) == {"TEA-1": D(-2), "CUP-1": D(-1)}
    # The order list adds the postage and the discount that it gives; the refund is the same one.
    listed = {"买家应付货款": "190.00", "买家应付邮费": "8.00", "总金额": "198.00", "退款金额": "15.00"}
    path = taobao(tmp_path / "orders.csv", [{**ORDERS[0], **listed}])
    run_import(shop, prepare(shop, path, Choices()))
    assert money(shop, "260301000000000001") == {
        "goods": D(190), "shipping": D(8), "total": D(198), "refunded": D(15)
    }  # fmt: skip
    assert order(shop, "260301000000000001").customer_no == "tb_li"
    assert_sound(shop)


def test_a_list_cut_to_its_money_tells_states_by_times_and_money(shop: Store, tmp_path: Path) -> None:
    cut = "订单编号,总金额,买家实际支付金额,收货地址 ,订单创建时间,订单付款时间 ,退款金额"
    day = "2026-02-21 10:00:00"
    rows = [
        {"订单编号": "1", "总金额": "178.8", "买家实际支付金额": "0.0", "订单创建时间": day, "退款金额": "0.0"},
        {
            "订单编号": "2",
            "总金额": "21",
            "买家实际支付金额": "21",
            "订单创建时间": day,
            "订单付款时间 ": day,
            "退款金额": "0",
        },
        {
            "订单编号": "3",
            "总金额": "64",
            "买家实际支付金额": "0",
            "订单创建时间": day,
            "订单付款时间 ": day,
            "退款金额": "64",
        },
    ]
    path = write(tmp_path / "cut.csv", cut, rows)
    run_import(shop, prepare(shop, path, Choices()))
    assert [order(shop, number).order.state for number in ("1", "2", "3")] == ["unpaid", "completed", "refunded"]
