"""Overlapping exports of the same orders, old ones after new ones, in any order: what stands is the newest, once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.exchange.conftest import opened
from tests.exchange.counter import D, assert_sound, balances, lines, money, moves, order, read, stock, table
from tests.exchange.formats import test_amazon, test_douyin, test_etsy, test_jd, test_taobao_items
from tests.exchange.test_formats import SHOPIFY, TAOBAO_GENERATIONS

from shopdesk.exchange.demo.tables import Memory
from shopdesk.exchange.imports import let_go, run_import
from shopdesk.store.store import Store

Row = Mapping[str, str]
ORDERS = 3


@dataclass(frozen=True)
class Lives:
    """How orders of a channel go on: each list tells of an order (its number, how far it is) in some rows."""

    lists: Mapping[str, tuple[Sequence[str], Callable[[int, str], Sequence[Row]]]]
    paths: Sequence[Sequence[str]]
    """What may become of an order, step by step."""
    number: Callable[[int], str]

    def export(self, name: str, told: Sequence[tuple[int, str]], file: str) -> Memory:
        """A list of these orders, each as far as is said."""
        header, rows_of = self.lists[name]
        rows = [row for number, step in told for row in rows_of(number, step)]
        return table(header, *([row.get(key, "") for key in header] for row in rows), name=f"{file}.csv")


# Taobao: an order list, and an item list that knows neither money nor payment

_STEPS = {
    "unpaid": "等待买家付款", "paid": "买家已付款，等待卖家发货", "sent": "卖家已发货，等待买家确认", "done": "交易成功",
    "part back": "交易成功", "void": "交易关闭", "back": "交易关闭",
}  # fmt: skip


def _taobao(number: int, step: str) -> list[Row]:
    paid = step not in {"unpaid", "void"}
    return [{
        "订单编号": f'="26030100000000000{number}"', "买家会员名": "tb_li", "买家应付货款": "95.00", "买家应付邮费": "5.00", "总金额": "100.00",
        "买家实际支付金额": "100.00" if paid else "0.00", "订单状态": _STEPS[step], "订单创建时间": "2026-03-01 09:00:00",
        "订单付款时间 ": "2026-03-01 09:05:00" if paid else "", "宝贝标题 ": "龙井，盖碗", "宝贝总数量": "3",
        "物流单号 ": "YT1" if step in {"sent", "done", "part back"} else "", "订单关闭原因": {"void": "买家未付款", "back": "退款"}.get(step, ""),
        "退款金额": {"part back": "10.00", "back": "100.00"}.get(step, "0.00"),
        "确认收货时间": "2026-03-06 20:00:00" if step in {"done", "part back"} else "",
    }]  # fmt: skip


def _taobao_items(number: int, step: str) -> list[Row]:
    order_no = f'="26030100000000000{number}"'
    tea = {
        "订单编号": order_no,
        "标题": "龙井",
        "价格": "30.00",
        "购买数量": "2",
        "商家编码": "TEA-1",
        "订单状态": _STEPS[step],
    }
    return [tea, {**tea, "标题": "盖碗", "价格": "40.00", "购买数量": "1", "商家编码": "CUP-1"}]


def _taobao_2022(number: int, step: str) -> list[Row]:
    return [{key.strip(): text for key, text in _taobao(number, step)[0].items()}]


# The item list of 2022 knows when an order was paid, what each line came to and what went back of it


def _taobao_items_2022(number: int, step: str) -> list[Row]:
    tea, cup = _taobao_items(number, step)
    of_order = {"主订单编号": tea["订单编号"], "订单创建时间": "2026-03-01 09:00:00",
                "订单付款时间": "" if step in {"unpaid", "void"} else "2026-03-01 09:05:00"}  # fmt: skip
    back = {"back": ("58.00", "37.00"), "part back": ("无退款申请", "10.00")}.get(step, ("无退款申请", "无退款申请"))
    return [
        {
            **tea,
            **of_order,
            "子订单编号": f'="26030100000000001{number}"',
            "买家应付货款": "58.00",
            "退款金额": back[0],
        },
        {
            **cup,
            **of_order,
            "子订单编号": f'="26030100000000002{number}"',
            "买家应付货款": "37.00",
            "退款金额": back[1],
        },
    ]


# Douyin: a row a line, the money that went back told by a status

_DOUYIN = {
    "unpaid": "待支付",
    "paid": "待发货",
    "sent": "已发货",
    "done": "已完成",
    "part back": "已完成",
    "void": "已关闭",
    "back": "已关闭",
}


def _douyin(number: int, step: str) -> list[Row]:
    moment = "" if step in {"unpaid", "void"} else "2026-03-01 10:00:30"
    sent = "2026-03-02 09:00:00" if step in {"sent", "done", "part back"} else "-"
    tea = {**test_douyin.TEA, "主订单编号": f"\t691792676882364000{number}", "子订单编号": f"\t69179267688236400{number}1",
           "订单状态": _DOUYIN[step], "支付完成时间": moment, "发货时间": sent, "售后状态": "退款成功" if step == "back" else "-"}  # fmt: skip
    cup = {**test_douyin.CUP, **{key: tea[key] for key in ("主订单编号", "订单状态", "支付完成时间", "发货时间")},
           "子订单编号": f"\t69179267688236400{number}2", "售后状态": "退款成功" if step in {"back", "part back"} else "-"}  # fmt: skip
    return [tea, cup]


# JD: a row a product, the order's money repeated on each

_JD = {
    "unpaid": "等待付款",
    "paid": "等待出库",
    "sent": "已出库",
    "done": "完成",
    "void": "取消",
    "back": "(删除)等待出库",
}


def _jd(number: int, step: str) -> list[Row]:
    paid = "" if step in {"unpaid", "void"} else "2026-03-02 09:05:00"
    made = [test_jd.new(f"310000000000000{number}", f"1016007048451{at}", code, 2, "80.00", _JD[step], paid)
            for at, code in enumerate(("TEA-1", "CUP-1"))]  # fmt: skip
    return [dict(zip(test_jd.NEW.split(","), map(str, row), strict=True)) for row in made]


# Shopify: the order's columns on its first row, its state in two columns

_SHOPIFY = {
    "unpaid": "pending",
    "paid": "paid",
    "sent": "paid",
    "part back": "partially_refunded",
    "void": "voided",
    "back": "refunded",
}


def _shopify(number: int, step: str) -> list[Row]:
    first = {
        "Name": f"#100{number}", "Email": "ann@example.com", "Financial Status": _SHOPIFY[step], "Currency": "CNY", "Shipping": "5.00",
        "Paid at": "" if step in {"unpaid", "void"} else "2026-03-01 10:15:00 +0800", "Taxes": "0.00", "Total": "65.00",
        "Fulfillment Status": "fulfilled" if step in {"sent", "part back"} else "unfulfilled",
        "Fulfilled at": "2026-03-02 09:00:00 +0800" if step in {"sent", "part back"} else "",
        "Created at": "2026-03-01 10:14:00 +0800", "Lineitem quantity": "2", "Lineitem name": "Tea", "Lineitem price": "15.00",
        "Lineitem sku": "TEA-1", "Refunded Amount": {"part back": "12.00", "back": "65.00"}.get(step, "0.00"),
        "Cancelled at": "2026-03-03 10:00:00 +0800" if step == "void" else "",
    }  # fmt: skip
    second = {"Lineitem quantity": "1", "Lineitem name": "Cup", "Lineitem price": "30.00", "Lineitem sku": "CUP-1"}
    return [first, {"Name": first["Name"], "Created at": first["Created at"], **second}]


# Etsy: two lists without a status; a date says that the parcel left, what is left of the total that money went back


def _etsy(number: int, step: str) -> list[Row]:
    sent = "03/03/26" if step in {"sent", "part back"} else ""
    left = "48.00" if step == "part back" else "0.00"
    return [
        {
            **test_etsy.FIRST,
            "Order ID": f"340100000{number}",
            "Date Shipped": sent,
            "Adjusted Order Total": left,
            "Currency": "CNY",
        }
    ]


def _etsy_items(number: int, step: str) -> list[Row]:
    of_order = {"Order ID": f"340100000{number}", "Currency": "CNY",
                "Date Shipped": "03/03/2026" if step in {"sent", "part back"} else ""}  # fmt: skip
    return [{**test_etsy.TEA, **of_order}, {**test_etsy.CUP, **of_order}]


# Amazon: all orders with a status, new ones without, those to ship without amounts

_AMAZON = {"unpaid": "Pending", "paid": "Unshipped", "sent": "Shipped", "void": "Cancelled"}


def _amazon(number: int, step: str) -> list[Row]:
    of_order = {
        "amazon-order-id": f"113-000000{number}",
        "order-status": _AMAZON[step],
        "item-status": _AMAZON[step],
        "currency": "CNY",
    }
    return [{**test_amazon.TEA, **of_order}, {**test_amazon.CUP, **of_order}]


def _amazon_new(number: int, step: str) -> list[Row]:
    of_order = {"order-id": f"113-000000{number}", "currency": "CNY"}
    return (
        [] if step in {"unpaid", "void"} else [{**test_amazon.NEW_TEA, **of_order}, {**test_amazon.NEW_CUP, **of_order}]
    )


def _amazon_waiting(number: int, step: str) -> list[Row]:
    tea = {**test_amazon.TO_SHIP, "order-id": f"113-000000{number}"}
    return [tea, {**tea, "sku": "CUP-1", "product-name": "Cup", "quantity-purchased": "1"}] if step == "paid" else []


_USUAL = ("unpaid", "paid", "sent", "done")
CHANNELS = {
    "taobao": Lives(
        {"orders": (TAOBAO_GENERATIONS["2018-A"].split(","), _taobao), "items": (test_taobao_items.OLD, _taobao_items)},
        [_USUAL, (*_USUAL, "part back"), ("unpaid", "void"), ("unpaid", "paid", "back")],
        "26030100000000000{}".format,
    ),
    "taobao 2022": Lives(
        {"orders": (TAOBAO_GENERATIONS["2022"].split(","), _taobao_2022), "items": (test_taobao_items.OF_2022, _taobao_items_2022)},
        [_USUAL, (*_USUAL, "part back"), ("unpaid", "void"), ("unpaid", "paid", "back")],
        "26030100000000000{}".format,
    ),
    "douyin": Lives(
        {"orders": (test_douyin.A, _douyin)},
        [_USUAL, (*_USUAL, "part back"), ("unpaid", "void"), ("unpaid", "paid", "back")],
        "691792676882364000{}".format,
    ),
    "jd": Lives(
        {"orders": (test_jd.NEW.split(","), _jd)},
        [_USUAL, ("unpaid", "void"), ("unpaid", "paid", "back")],
        "310000000000000{}".format,
    ),
    "etsy": Lives(
        {"orders": (test_etsy.ORDERS.split(","), _etsy), "items": (test_etsy.ITEMS.split(","), _etsy_items)},
        [("paid", "sent"), ("paid", "sent", "part back"), ("paid",)],
        "340100000{}".format,
    ),
    "amazon": Lives(
        {"orders": (test_amazon.OF_29.split(","), _amazon), "new": (test_amazon.NEW.split(","), _amazon_new),
         "to ship": (test_amazon.UNSHIPPED.split(","), _amazon_waiting)},
        [("unpaid", "paid", "sent"), ("unpaid", "paid"), ("unpaid", "void")],
        "113-000000{}".format,
    ),
    "shopify": Lives(
        {"orders": (SHOPIFY.split(","), _shopify)},
        [("unpaid", "paid", "sent"), ("unpaid", "paid", "sent", "part back"), ("unpaid", "void"), ("paid", "back")],
        "#100{}".format,
    ),
}  # fmt: skip


@st.composite
def stories(draw: st.DrawFn, lives: Lives) -> tuple[list[Sequence[str]], list[tuple[str, list[tuple[int, int]]]]]:
    """The path of each order, and exports in the order in which they are dropped; among them the newest of each list."""
    paths = [draw(st.sampled_from(lives.paths)) for _number in range(ORDERS)]
    newest = [(number, len(path) - 1) for number, path in enumerate(paths)]
    exports = [(name, list(draw(st.permutations(newest)))) for name in lives.lists]
    for _more in range(draw(st.integers(1, 4))):
        listed = draw(st.lists(st.integers(0, ORDERS - 1), min_size=1, max_size=ORDERS, unique=True))
        told = [(number, draw(st.integers(0, len(paths[number]) - 1))) for number in listed]
        exports.append((draw(st.sampled_from(sorted(lives.lists))), told))
    return paths, draw(st.permutations(exports))


def seen(shop: Store, lives: Lives) -> dict[str, Any]:
    """What a person sees of the orders, the shelf and the books."""
    told: dict[str, Any] = {"stock": stock(shop), "books": balances(shop)}
    for number in map(lives.number, range(ORDERS)):
        moved: dict[str, Any] = {}
        for code, _reason, pieces in moves(shop, number):
            moved[code] = moved.get(code, D(0)) + pieces
        row = order(shop, number).order
        said = (row.state, row.placed_at, row.paid_at, row.shipped_at, row.completed_at, row.waybill, row.closed_reason)
        told[number] = said, money(shop, number), sorted(lines(shop, number), key=str), moved
    return told


def told_by(
    lives: Lives, paths: Sequence[Sequence[str]], exports: Sequence[tuple[str, Sequence[tuple[int, int]]]]
) -> dict[str, Any]:
    """The shop after these exports, one after another."""
    with TemporaryDirectory() as folder:
        shop = opened(Store.create(Path(folder) / "shop.shopdesk"))
        for count, (name, told) in enumerate(exports):
            what = lives.export(name, [(number, paths[number][step]) for number, step in told], str(count))
            if len(what.heads[0].rows) < 2:
                continue
            staged = read(shop, what)
            run_import(shop, staged)
            let_go(staged)
        assert_sound(shop)
        found = seen(shop, lives)
        shop.close()
        return found


@pytest.mark.parametrize("channel", CHANNELS)
@settings(max_examples=3, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_stands_is_the_newest(channel: str, data: st.DataObject) -> None:
    lives = CHANNELS[channel]
    paths, exports = data.draw(stories(lives))
    newest = [(number, len(path) - 1) for number, path in enumerate(paths)]
    assert told_by(lives, paths, exports) == told_by(lives, paths, [(name, newest) for name in lives.lists])
