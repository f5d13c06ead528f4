"""What shops keep beside their exports: costs of goods, of the ERP or by hand, and the carrier's bill."""

from decimal import Decimal

import pytest
from sqlalchemy import select
from tests.exchange.counter import (
    D,
    assert_sound,
    balances,
    give_back,
    order,
    orders,
    read,
    sku,
    table,
    take_in,
    views,
)

from shopdesk.exchange.demo.tables import Memory
from shopdesk.exchange.formats.format import words
from shopdesk.exchange.stage.staged import Outcome
from shopdesk.shop.catalog.actions import edit_sku
from shopdesk.shop.ledger.actions import reverse_entry
from shopdesk.store.store import Store
from shopdesk.store.tables import Sku
from shopdesk.text import UserError

ERP = words(
    "内部订单号,线上订单号,线上子订单编号,原始线上订单号,快递单号,订单类型,状态,店铺名称,商品编码,数量,成本价,总成本,下单时间"
)
BILL = words("扫描时间,运单号码,物料结算名称,总金额")


def erp(*rows: tuple[str, str, str], name: str = "jst.csv") -> Memory:
    """Rows of code, cost and day."""
    told = [["1", "A-1", "A-1", "A-1", "YT01", "普通订单", "已发货", "茶店", code, "2", cost, "", f"{day} 10:00:00"]
            for code, cost, day in rows]  # fmt: skip
    return table(ERP, *told, name=name)


def sold(number: str = "A-1", code: str = "TEA-1") -> dict[str, object]:
    return {"order_no": number, "state": "shipped", "placed_at": "2026-03-01 10:00", "paid_at": "2026-03-01 10:05",
            "shipped_at": "2026-03-02 09:00", "sku": code, "title": code, "quantity": 2, "unit_price": "50.00"}  # fmt: skip


def cost(shop: Store, code: str) -> Decimal | None:
    with shop.read() as tx:
        found: Decimal | None = tx.scalar(select(Sku.cost).where(Sku.sku_id == sku(shop, code)))
    return found


def test_the_costs_of_an_erp(shop: Store) -> None:
    take_in(shop, orders(sold(), sold("A-2", "CUP-1")))
    assert (order(shop, "A-1").cost, balances(shop).get("6401")) == (None, None)
    before = views(shop)
    what = erp(("TEA-1", "19.50", "2026-03-01"), ("TEA-1", "20.00", "2026-03-05"), ("TEA-1", "19.00", "2026-02-01"),
               ("CUP-1", "0", "2026-03-01"), ("POT-1", "9.00", "2026-03-01"))  # fmt: skip
    staged = read(shop, what)
    assert (staged.plan.format, staged.plan.kind, staged.plan.certain, staged.plan.new) == (
        "jushuitan-costs", "costs", True, ()
    )  # fmt: skip
    counts = staged.counts()
    assert (staged.rows, counts["new"], counts["skipped"], counts["conflict"]) == (5, 1, 3, 1)
    assert [(p.row, p.reason) for p in staged.problems] == [
        (5, "A cost of zero says that nobody knows it."),
        (6, "No SKU or barcode POT-1 is known, so its cost is left out. Import the file again once it is."),
    ]
    import_id = take_in(shop, what)
    # Two pieces at the cost of the latest day; the cup's cost is still unknown, not zero.
    assert (cost(shop, "TEA-1"), cost(shop, "CUP-1"), balances(shop)["6401"]) == (D(20), None, D(40))
    assert (order(shop, "A-1").cost, order(shop, "A-2").cost) == (D(40), None)
    assert read(shop, what).counts()["new"] == 0
    assert take_in(shop, erp(("TEA-1", "15.00", "2026-01-01"), name="older.csv")) == 0, (
        "an older day takes nothing back"
    )
    assert_sound(shop)
    give_back(shop, import_id)
    assert views(shop) == before
    assert_sound(shop)


def test_a_sheet_of_code_and_cost(shop: Store) -> None:
    take_in(shop, orders(sold()))
    staged = read(shop, table("型号,成本价", "TEA-1,21.50", "合计,21.50"))
    assert (staged.plan.format, staged.plan.kind, staged.plan.certain) == ("cost-sheet", "costs", True)
    take_in(shop, table("型号,成本价", "TEA-1,21.50", name="costs.csv"))
    assert balances(shop)["6401"] == D(43)
    staged = read(shop, table("型号,成本价", "TEA-1,22.00"))
    assert (staged.counts()["changed"], staged.items[0].changes) == (1, ("cost",))
    # A code pasted into the column of costs is no amount.
    assert read(shop, table("型号,成本价", "TEA-1,HSC25016")).rejected_rows == {2: "HSC25016 is not a number"}


def bill(*rows: tuple[str, str, str], name: str = "运费.csv") -> Memory:
    """Rows of moment, waybill and amount."""
    return table(BILL, *([moment, number, "杭州分拨", amount] for moment, number, amount in rows), name=name)


def shipped(shop: Store, number: str = "A-1", waybill: str = "YT01") -> int:
    header = "order_no,state,placed_at,paid_at,sku,quantity,unit_price,waybill"
    row = f"{number},shipped,2026-03-01 10:00,2026-03-01 10:05,TEA-1,2,50.00,{waybill}"
    return take_in(shop, table(header, row, name=f"{number}.csv"))


ONE, OTHERS, AGAIN = ("2026-03-02 20:00:00", "YT01\t", "6.50"), ("2026-03-02 20:01:00", "YT99", "7.00"), (
    "2026-04-01 09:00:00", "YT01", "3.00")  # fmt: skip


def test_a_carriers_bill(shop: Store) -> None:
    orders_id = shipped(shop)
    before = views(shop)
    what = bill(ONE, OTHERS, AGAIN, ONE)
    staged = read(shop, what)
    assert (staged.plan.format, staged.plan.kind, staged.plan.certain, staged.plan.new) == (
        "freight-bill", "freight", True, ()
    )  # fmt: skip
    counts = staged.counts()
    # The first row stands twice: it was charged twice.
    assert (staged.rows, counts["new"], counts["same"], counts["conflict"], staged.total_amount) == (4, 3, 0, 1, D(23))
    assert [(p.outcome, p.row, p.value) for p in staged.problems] == [(Outcome.CONFLICT, 3, "YT99")]
    import_id = take_in(shop, what)
    assert (balances(shop)["6603"], balances(shop, "2026-03")["6603"], balances(shop)["1002"]) == (
        D("16"), D("13"), D("-16"),
    )  # fmt: skip
    found = [(row.kind, row.code, row.amount) for row in order(shop, "A-1").entries if row.code == "6603"]
    assert found == [("expense", "6603", D(amount)) for amount in ("6.50", "3.00", "6.50")]
    assert take_in(shop, what) == 0
    assert_sound(shop)
    with pytest.raises(UserError, match=r"Later work stands on this import: 运费\.csv"):
        give_back(shop, orders_id)
    give_back(shop, import_id)
    assert views(shop) == before
    assert_sound(shop)
    assert read(shop, what).counts()["new"] == 3


def test_a_parcel_joins_when_its_order_is_there(shop: Store) -> None:
    shipped(shop)
    take_in(shop, bill(ONE, OTHERS))
    shipped(shop, "A-2", "YT99")
    assert read(shop, bill(ONE, OTHERS)).counts() == {
        "new": 1, "changed": 0, "same": 1, "conflict": 0, "rejected": 0, "skipped": 0
    }  # fmt: skip
    take_in(shop, bill(ONE, OTHERS))
    assert balances(shop)["6603"] == D("13.50")
    staged = read(shop, bill((ONE[0], "YT01", "8.00")))
    assert [p.reason for p in staged.problems] == ["This parcel is booked already, with 6.50."]
    assert_sound(shop)


def test_what_a_person_reversed_no_bill_books_again(shop: Store) -> None:
    shipped(shop)
    take_in(shop, bill(ONE))
    entry = next(row.entry_id for row in order(shop, "A-1").entries if row.code == "6603")
    shop.do(reverse_entry, entry)
    assert balances(shop).get("6603") is None
    assert read(shop, bill(ONE)).counts()["same"] == 1


def test_a_bill_that_excel_saved_again_is_the_same(shop: Store) -> None:
    shipped(shop)
    take_in(shop, bill(("2026-03-02 20:00:07", "YT01", "6.50")))
    assert read(shop, bill(("2026/3/2 20:00", "YT01", "6.50"), name="resaved.csv")).counts()["same"] == 1


def test_carriage_and_insurance_of_one_parcel_are_two_charges(shop: Store) -> None:
    shipped(shop)
    what = bill(ONE, (ONE[0], "YT01", "1.00"))
    assert read(shop, what).counts()["new"] == 2
    take_in(shop, what)
    assert balances(shop)["6603"] == D("7.50")
    assert read(shop, what).counts()["same"] == 2
    staged = read(shop, bill(ONE, (ONE[0], "YT01", "1.20")))
    assert [(p.row, p.reason) for p in staged.problems] == [(3, "This parcel is booked already, with 1.00.")]


def test_a_parcel_of_two_orders_is_booked_once_whichever_came_first(shop: Store) -> None:
    shipped(shop, "A-1")
    take_in(shop, bill(ONE))
    shipped(shop, "A-0")  # in the same parcel
    assert read(shop, bill(ONE, name="again.csv")).counts()["same"] == 1
    assert_sound(shop)


def test_a_cost_that_was_typed_is_not_taken_back_by_a_list_of_an_earlier_day(shop: Store) -> None:
    take_in(shop, orders(sold()))
    take_in(shop, erp(("TEA-1", "10.00", "2026-03-01")))
    shop.do(edit_sku, sku(shop, "TEA-1"), cost=D(12))
    assert read(shop, erp(("TEA-1", "10.00", "2026-03-01"), name="again.csv")).counts()["same"] == 1
    assert cost(shop, "TEA-1") == D(12)
    take_in(shop, erp(("TEA-1", "11.00", "2026-04-01"), name="later.csv"))
    assert cost(shop, "TEA-1") == D(11)
