"""Sums under a table are no data; whatever says more than figures is."""

import pytest
from tests.exchange.counter import D, read, table

from shopdesk.exchange.imports import Choices
from shopdesk.exchange.stage.staged import Staged
from shopdesk.exchange.stage.telling import what_else
from shopdesk.store.store import Store

TAOBAO = "订单编号,总金额,买家实际支付金额,收货地址 ,订单创建时间,订单付款时间 ,退款金额"
ORDER = "1,178.8,178.8,上海,2026-02-21 00:00:00,2026-02-21 00:00:00,0.0"
SALES = "index,Order ID,Date,Status,ship-service-level,SKU,Qty,currency,Amount,fulfilled-by"
SALE = "0,405-1,04-30-22,Shipped,Standard,TEA-1,2,CNY,30,Easy Ship"


def figures(staged: Staged) -> tuple[object, ...]:
    return staged.rows, staged.total_amount, staged.counts()["rejected"], staged.skipped


@pytest.mark.parametrize(
    "foot",
    [
        "合计,178.8,178.8,,,,0.0", "总计：,178.8,,,,,", "Total,178.8,178.8,,,,0", "TOTAL:,1178.80,,,,,",
        "小计,178.8,,,,,", ",178.8,178.8,,,,0.0", ",178.8 元,178.8,,合计,,",
    ],
)  # fmt: skip
def test_a_row_of_sums_is_no_order(shop: Store, foot: str) -> None:
    assert figures(read(shop, table(TAOBAO, ORDER, foot))) == (1, D("178.8"), 0, 1)


@pytest.mark.parametrize("foot", ["Total,,,,,,2,,30,", ",,,,,,2,,30,", ",Total,,,,,2,,30,", "1,合计,,,,,2,,30,"])
def test_sums_are_known_wherever_their_word_stands(shop: Store, foot: str) -> None:
    assert figures(read(shop, table(SALES, SALE, foot))) == (1, D(30), 0, 1)


@pytest.mark.parametrize(
    "row",
    [
        ",178.8,178.8,上海,2026-02-21 00:00:00,,0.0",  # an order whose number is gone
        ",178.8,,,2026-02-21 00:00:00,,",
        ",178.8,,,,,",  # a figure alone
    ],
)
def test_a_row_that_says_more_is_told_and_not_skipped(shop: Store, row: str) -> None:
    staged = read(shop, table(TAOBAO, ORDER, row))
    assert figures(staged) == (2, D("178.8"), 1, 0)


def test_an_order_that_is_called_total_is_one_where_it_has_a_day(shop: Store) -> None:
    staged = read(shop, table(TAOBAO, ORDER, "Total,10,10,,2026-02-21 00:00:00,2026-02-21 00:00:00,"))
    assert [one.order_no for one in staged.orders] == ["1", "Total"]


def test_a_further_line_may_have_figures_alone(shop: Store) -> None:
    header = "Name,Created at,Lineitem quantity,Lineitem name,Lineitem price"
    first = "#1001,2026-03-01 10:15:00 -0500,2,Tea,15.00"
    staged = read(shop, table(header, first, ",,1,,9.00", "Total,,3,,24.00"))
    assert (staged.rows, staged.total_amount, staged.skipped) == (2, D(39), 1)


def test_sums_under_products_are_no_sku(shop: Store) -> None:
    staged = read(shop, table("sku,title,price,on_hand", "TEA-1,Tea,15,4", "Total,,15,4", ",,15,4"))
    assert ([item.values["sku"] for item in staged.items], staged.skipped) == (["TEA-1"], 2)


def told(store: Store, *rows: str, header: str = SALES) -> list[str]:
    """What is said beside the rows."""
    staged = read(store, table(header, *rows))
    return what_else(staged, "CNY")


SECOND = "1,405-2,04-30-22,Shipped,Standard,TEA-2,3,CNY,12.5,Easy Ship"


def test_a_sum_that_its_rows_do_not_come_to_is_told(shop: Store) -> None:
    assert told(shop, SALE, SECOND, "Total,,,,,,6,,42.51,") == [
        "Row 4, column G Qty: the sheet gives a total of 6, but its rows come to 5.",
        "Row 4, column I Amount: the sheet gives a total of 42.51, but its rows come to 42.5.",
    ]


@pytest.mark.parametrize(
    "rows",
    [
        (SALE, SECOND, "Total,,,,,,5,,42.50,"),
        (SALE, SECOND, "合计,,,,,,5,,￥42.5,"),
        (SALE, "Subtotal,,,,,,2,,30,", SECOND, "Subtotal,,,,,,3,,12.5,", "Total,,,,,,5,,42.5,"),
        (SALE, SECOND, "Total,,,,,,,,,"),
        (SALE, SECOND),
    ],
)
def test_sums_that_agree_are_passed_over(shop: Store, rows: tuple[str, ...]) -> None:
    assert told(shop, *rows) == []


def test_a_sum_may_count_what_is_repeated_on_each_line_once(shop: Store) -> None:
    """A line list that repeats what the order comes to: both sums are honest, a third is not."""
    header = "order_no,state,placed_at,sku,title,quantity,unit_price,order_total"
    rows = [f"A-1,paid,2026-02-21,TEA-{n},Tea,1,10,20" for n in (1, 2)]
    assert told(shop, *rows, "Total,,,,,2,,20", header=header) == []
    assert told(shop, *rows, "Total,,,,,2,,40", header=header) == []
    assert told(shop, *rows, "Total,,,,,2,,30", header=header) == [
        "Row 4, column H order_total: the sheet gives a total of 30, but its rows come to 40."
    ]


@pytest.mark.parametrize(
    "note", ["备注：以上价格含税,,,,,,", "Remark: all prices include tax,,,,,,", "* printed by the till,,,,,,"]
)
def test_a_remark_in_a_row_by_itself_is_no_order(shop: Store, note: str) -> None:
    assert figures(read(shop, table(TAOBAO, ORDER, note))) == (1, D("178.8"), 0, 1)


def test_a_row_called_total_is_one_though_codes_were_summed_too(shop: Store) -> None:
    header = "order_no,sku,title,quantity,placed_at,unit_price,customer_no"
    rows = "1,22423,Cake stand,2,2026-02-21 10:00:00,5,17850", "Total,22423,,2,,5,17850"
    staged = read(shop, table(header, *rows), Choices(mapping={name: name for name in header.split(",")}))
    assert figures(staged) == (1, D(10), 0, 1)


def test_the_header_again_is_no_order(shop: Store) -> None:
    second = ORDER.replace("1,", "2,", 1)
    assert figures(read(shop, table(TAOBAO, ORDER, TAOBAO, second))) == (2, D("357.6"), 0, 1)


def test_a_row_that_begins_like_a_remark_and_says_more_is_told(shop: Store) -> None:
    staged = read(shop, table(TAOBAO, ORDER, "Note: see below,x,12,,,,"))
    assert figures(staged) == (2, D("178.8"), 1, 0)


def test_lines_without_a_quantity_are_counted_one_by_one_and_that_is_said(shop: Store) -> None:
    header = "order_no,state,placed_at,sku,title,unit_price"
    line = "A-1,paid,2026-02-21,TEA-1,Tea,10"
    assert told(shop, line, header=header) == ["There is no column of quantities: each line counts as one piece."]
    assert told(shop, f"{line},2", header=f"{header},quantity") == []
    assert told(shop, f"{line},20", header=f"{header},line_amount") == []
