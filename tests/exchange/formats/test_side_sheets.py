"""Sheets kept by hand beside the exports: what was bought order by order, paid to buyers, and paid for brushing."""

import pytest
from tests.exchange.counter import D, assert_sound, balances, give_back, read, table, take_in, views
from tests.exchange.formats.sample import personal, sample

from shopdesk.exchange.match import plan_sheet
from shopdesk.store.store import Store

BOUGHT = "下单日期,店铺,订单号,订单金额,代购成本,负责人"
PAID = "序号,网店名称,收款人姓名,付款金额,报销人,摘要,订单号,下单日期"
BRUSHED = "下单日期,付款日期,店铺,订单号,本金,佣金,平台费,总金额"
PURCHASE = {
    "下单日期": "2026/3/1",
    "店铺": "茶店",
    "订单号": "260301000000000001\t",
    "订单金额": "98.00",
    "代购成本": "61.50",
    "负责人": "小王",
}
PAYMENT = {"序号": "1", "网店名称": "茶店", "收款人姓名": "李雷", "付款金额": "5.00", "报销人": "小王", "摘要": "补差价",
           "订单号": "260301000000000001", "下单日期": "2026-03-01"}  # fmt: skip
BRUSH = {"下单日期": "2026-03-01", "付款日期": "2026-03-04", "店铺": "茶店", "订单号": "260301000000000009", "本金": "98.00", "佣金": "8.00",
         "平台费": "2.50", "总金额": "108.50"}  # fmt: skip


def test_goods_bought_for_an_order_are_the_cost_of_its_sale(shop: Store) -> None:
    what = sample(
        BOUGHT,
        PURCHASE,
        {**PURCHASE, "订单号": "260301000000000002", "代购成本": "20"},
        {"下单日期": "合计", "代购成本": "81.50"},
    )
    staged = read(shop, what)
    plan = staged.plan
    assert (plan.format, plan.kind, plan.certain, plan.new) == ("dropship-purchases", "side_costs", True, ())
    assert personal(staged) == {"负责人"}
    assert (staged.rows, staged.skipped, staged.total_amount) == (2, 1, D("81.5"))
    before = views(shop)
    import_id = take_in(shop, what)
    assert balances(shop) == {"6401": D("81.5"), "1002": -D("81.5")}
    assert read(shop, what).counts()["same"] == 2
    assert_sound(shop)
    give_back(shop, import_id)
    assert views(shop) == before


def test_a_purchase_that_was_mended_is_set_and_not_booked_twice(shop: Store) -> None:
    take_in(shop, sample(BOUGHT, PURCHASE, name="a.csv"))
    assert read(shop, sample(BOUGHT, {**PURCHASE, "代购成本": "60.00"}, name="b.csv")).counts()["changed"] == 1
    take_in(shop, sample(BOUGHT, {**PURCHASE, "代购成本": "60.00"}, name="b.csv"))
    assert balances(shop) == {"6401": D(60), "1002": -D(60)}


def test_small_payments(shop: Store) -> None:
    what = sample(PAID, PAYMENT)
    staged = read(shop, what)
    assert (staged.plan.format, staged.plan.certain, staged.plan.new) == ("small-payments", True, ())
    assert personal(staged) == {"收款人姓名", "报销人"}
    take_in(shop, what)
    assert balances(shop, "2026-03") == {"6611": D(5), "1002": -D(5)}
    assert staged.items[0].values["note"] == "补差价"
    assert_sound(shop)


def test_of_brushing_the_principal_is_taken_off_the_sales(shop: Store) -> None:
    what = sample(BRUSHED, BRUSH)
    staged = read(shop, what)
    assert (staged.plan.format, staged.plan.certain, staged.plan.new) == ("brushing-fees", True, ())
    take_in(shop, what)
    assert balances(shop) == {"6005": D(98), "6609": D("10.5"), "1002": -D("108.5")}
    assert staged.items[0].values["paid_on"] == "2026-03-04"
    least = "下单日期,付款日期,店铺,订单号,本金,佣金"
    assert read(shop, sample(least, {key: BRUSH[key] for key in least.split(",")})).items[0].values["fee"] == 80_000


@pytest.mark.parametrize(
    "header", ["订单号,付款金额,下单日期", "订单号,佣金,下单日期", "下单日期,店铺,订单号,订单金额"]
)
def test_a_strangers_amounts_are_none_of_these(header: str) -> None:
    plan = plan_sheet(table(header, ["1"] * len(header.split(","))).heads[0], {})
    assert plan is None or (plan.format, plan.certain) == ("mapped", False)
