"""Amounts as people's bills write them, from the cell to the books."""

from tests.exchange.counter import D, assert_sound, balances, money, order, read, table, take_in

from shopdesk.exchange.imports import Choices
from shopdesk.store.store import Store

HEADER = "order_no,state,paid_at,title,paid_amount,waybill"
MAPPED = Choices(kind="orders", mapping={key: key for key in HEADER.split(",")})
PAID = "2026-03-02 10:00"


def test_a_bill_that_tells_refunds_beside_its_amounts(shop: Store) -> None:
    what = table(
        HEADER,
        ("J-1", "completed", PAID, "Kettle", "131.77(已退款89.84)", "@JD0001"),
        ("J-2", "", PAID, "Tea", "468.32(已全额退款)", ""),
        ("J-3", "completed", PAID, "Cup", "￥146.92元", "@JD0003"),
        ("J-4", "cancelled", PAID, "Lid", "--", ""),
    )
    take_in(shop, what, MAPPED)
    assert money(shop, "J-1") == {"goods": D("131.77"), "total": D("131.77"), "refunded": D("89.84")}
    assert money(shop, "J-2") == {"goods": D("468.32"), "total": D("468.32"), "refunded": D("468.32")}
    assert money(shop, "J-3") == {"goods": D("146.92"), "total": D("146.92")}
    assert [order(shop, f"J-{n}").order.state for n in (1, 2, 3)] == ["completed", "refunded", "completed"]
    assert [order(shop, f"J-{n}").order.waybill for n in (1, 3)] == ["JD0001", "JD0003"]
    # 131.77 + 468.32 + 146.92 - 89.84 - 468.32
    assert balances(shop)["1122.direct"] == D("188.85")
    assert read(shop, what, MAPPED).counts()["same"] == 4
    assert_sound(shop)


def test_a_refund_column_of_its_own_is_what_counts(shop: Store) -> None:
    what = table(HEADER + ",refund_amount", ("J-1", "completed", PAID, "Kettle", "131.77(已退款89.84)", "", "89.84"))
    mapping = {**MAPPED.mapping, "refund_amount": "refund_amount"}
    staged = read(shop, what, Choices(kind="orders", mapping=mapping))
    assert staged.problems[0].reason == "131.77(已退款89.84) is not a number"
