"""JD: the csv of 2016 and the workbook of 2026; several rows an order, its money on each of them."""

import pytest
from tests.exchange.counter import D, assert_sound, balances, lines, money, order, read, stock, table, take_in

from shopdesk.exchange.formats.jd_orders import STATES
from shopdesk.shop.orders.rules import OrderState
from shopdesk.store.store import Store
from shopdesk.text import UserError

OLD = (
    "订单号,商品ID,商品名称,订购数量,支付方式,下单时间,京东价,订单金额,结算金额,余额支付,应付金额,订单状态,订单类型,下单帐号,客户姓名,客户地址,"
    "联系电话,订单备注,发票类型,发票抬头,发票内容,商家备注,商家备注等级（等级1-5为由高到低）,运费金额,付款确认时间,增值税发票,货号,"
    "订单完成时间,订单来源,订单渠道"
)
NEW = "订单号,商品ID,商品名称,订购数量,商家应收,订单状态,商家SKUID,下单时间,付款确认时间,订单金额,应付金额"


def old(number: str, article: str, code: str, pieces: int, price: str, settled: str, said: str) -> list[object]:
    """A row as the csv of 2016 has it; 6.00 of freight are in what is settled."""
    return [
        number, article, f"茶 {code}", pieces, "在线支付", "2026-03-01 23:19:56", price, "100.00", settled, "0.00", settled,
        said, "销售订单", "jd_li", "李雷", "杭州市西湖区1号", "138****1111", "", "电子发票", "李雷", "明细", "", "0", "6.00",
        "2026-03-01 23:21:00", "", code, "", "移动端订单", "移动",
    ]  # fmt: skip


def new(number: str, article: str, code: str, pieces: int, due: str, said: str, paid: str) -> list[object]:
    return [number, article, f"茶 {code}", pieces, due, said, code, "2026-03-02 09:00:00", paid, due, due]


def test_the_csv_of_2016(shop: Store) -> None:
    what = table(
        OLD,
        old("10000000001", "1500001.0", "TEA-1", 2, "30.00", "96.00", "已出库"),
        old("10000000001", "1500002", "CUP-1", 1, "40.00", "96.00", "已出库"),
        old("10000000002", "1500003", "", 1, "90.00", "96.00", "(删除)等待出库"),
        name="jd2016.csv",
    )
    staged = read(shop, what)
    plan = staged.plan
    assert (plan.format, plan.channel, plan.certain, plan.new) == ("jd-orders", "jd", True, ())
    assert {plan.headers[place] for place in plan.personal} >= {
        "下单帐号",
        "客户姓名",
        "客户地址",
        "联系电话",
        "发票抬头",
    }
    # 2 of tea and 1 cup; 1 of the deleted order. As told: 60 + 40 + 90.
    assert (staged.rows, staged.total_quantity, staged.total_amount) == (3, D(4), D(190))
    assert [(o.order_no, o.state) for o in staged.orders] == [
        ("10000000001", OrderState.SHIPPED), ("10000000002", OrderState.CANCELLED),
    ]  # fmt: skip
    take_in(shop, what)
    # 60 + 40 of goods, 6 of freight, 96 settled: 10 were a discount, shared 6 to 4.
    assert money(shop, "10000000001") == {"goods": D(100), "discount": D(10), "shipping": D(6), "total": D(96)}
    assert lines(shop, "10000000001")[:2] == [
        ("product", "TEA-1", D(2), D(6), D(54)), ("product", "CUP-1", D(1), D(4), D(36)),
    ]  # fmt: skip
    assert stock(shop) == {"TEA-1": D(-2), "CUP-1": D(-1), "1500003": D(0)}, (
        "without a code of the shop, JD's own stands"
    )
    assert balances(shop)["1122.jd"] == D(96)
    assert_sound(shop)


def test_the_workbook_of_2026(shop: Store) -> None:
    what = table(
        NEW,
        new("3100000000000001", "10160070484512.0", "TEA-1", 2, "80.00", "完成", "2026-03-02 09:05:00"),
        new("3100000000000001", "10160070484513", "CUP-1", 2, "80.00", "完成", "2026-03-02 09:05:00"),
        new("3100000000000002", "10160070484512", "TEA-1", 1, "25.00", "等待付款", ""),
        name="jd2026.csv",
    )
    staged = read(shop, what)
    assert (staged.plan.format, staged.plan.certain, staged.plan.new) == ("jd-orders", True, ())
    # No price of a line: what is due to the shop is shared by pieces, once an order and not once a row.
    assert (staged.rows, staged.total_quantity, staged.total_amount) == (3, D(5), D(105))
    take_in(shop, what)
    assert lines(shop, "3100000000000001") == [
        ("product", "TEA-1", D(2), D(0), D(40)), ("product", "CUP-1", D(2), D(0), D(40)),
    ]  # fmt: skip
    assert order(shop, "3100000000000002").order.state == "unpaid"
    assert balances(shop)["1122.jd"] == D(80)
    # The same orders further on, and once more: what is the same stays.
    take_in(
        shop,
        table(NEW, new("3100000000000002", "10160070484512", "TEA-1", 1, "25.00", "已出库", "2026-03-03 10:00:00")),
    )
    assert balances(shop)["1122.jd"] == D(105)
    assert read(shop, what).counts()["same"] == 2, "the paid order"
    assert_sound(shop)


@pytest.mark.parametrize(("said", "expected"), STATES.items())
def test_every_status(shop: Store, said: str, expected: OrderState) -> None:
    assert read(shop, table(OLD, old("1", "2", "TEA-1", 1, "96.00", "102.00", said))).orders[0].state == expected


def test_a_rounded_number_is_refused(shop: Store) -> None:
    staged = read(shop, table(NEW, new("3.1E+15", "1", "TEA-1", 1, "80.00", "完成", "2026-03-02 09:05:00")))
    assert staged.rejected_rows
    with pytest.raises(UserError, match="cannot go in"):
        take_in(shop, table(NEW, new("3.1E+15", "1", "TEA-1", 1, "80.00", "完成", "2026-03-02 09:05:00")))
