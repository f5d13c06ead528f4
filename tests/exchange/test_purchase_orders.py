"""Files of purchase orders: their rows SET lines by number and SKU, and never less than what has come."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from tests.exchange.counter import give_back, read, sku, table, take_in

from shopdesk.desk.importing.outcome_rows import tell
from shopdesk.exchange.demo.tables import Memory
from shopdesk.exchange.imports import Choices, NeedsRate
from shopdesk.shop.buying.actions import cancel_purchase
from shopdesk.shop.stock.actions import ReceiptLine, receive_goods
from shopdesk.store.store import Store
from shopdesk.store.tables import PurchaseLine, PurchaseOrder, Sku, Supplier
from shopdesk.text import UserError

D = Decimal
HEADER = ("purchase_no", "supplier", "ordered_on", "expected_on", "sku", "quantity", "unit_cost", "currency")
TEA = ("PO-1", "Longjing Farm", "2026-03-02", "2026-03-16", "T-1", "120", "41.5", "")
POT = ("PO-1", "", "", "", "P-1", "12", "80", "")


@pytest.fixture(autouse=True)
def _goods(shop: Store) -> None:
    take_in(shop, table("sku,title,barcode", "T-1,Tea,6921000100018", "P-1,Pot,", name="products.csv"))


def listed(*rows: Sequence[str], name: str = "po.csv") -> Memory:
    return table(HEADER, *rows, name=name)


def purchases(shop: Store) -> list[tuple[Any, ...]]:
    with shop.read() as tx:
        found = tx.rows(
            select(
                PurchaseOrder.purchase_no, PurchaseOrder.state, Supplier.name, PurchaseOrder.ordered_on, Sku.code,
                PurchaseLine.quantity, PurchaseLine.unit_cost, PurchaseLine.expected_on,
            )
            .join_from(PurchaseOrder, PurchaseLine, PurchaseLine.purchase_id == PurchaseOrder.purchase_id)
            .join(Sku, Sku.sku_id == PurchaseLine.sku_id)
            .outerjoin(Supplier, Supplier.supplier_id == PurchaseOrder.supplier_id)
            .order_by(PurchaseLine.purchase_line_id)
        )  # fmt: skip
    return [tuple(row) for row in found]


def line_of(shop: Store, code: str) -> tuple[int, int]:
    """Order and line of a SKU."""
    with shop.read() as tx:
        wanted = select(PurchaseLine.purchase_id, PurchaseLine.purchase_line_id)
        row = tx.rows(wanted.where(PurchaseLine.sku_id == sku(shop, code)))[0]
    return row.purchase_id, row.purchase_line_id


def test_orders_come_in_change_and_go(shop: Store) -> None:
    staged = read(shop, listed(TEA, POT))
    assert (staged.plan.format, staged.plan.certain, staged.counts()["new"]) == ("template-purchase_orders", True, 2)
    first = take_in(shop, listed(TEA, POT))
    before = purchases(shop)
    day = date(2026, 3, 2)
    assert before == [
        ("PO-1", "ordered", "Longjing Farm", day, "T-1", D(120), D("41.5"), None),
        ("PO-1", "ordered", "Longjing Farm", day, "P-1", D(12), D(80), None),
    ]
    assert take_in(shop, listed(TEA, POT)) == 0
    less = (*TEA[:3], "2026-03-20", "6921000100018", "100", "", "")
    staged = read(shop, listed(less))
    assert staged.items[0].changes == ("quantity", "expected_on"), "known by its barcode; blanks change nothing"
    second = take_in(shop, listed(less))
    assert purchases(shop)[0][5:] == (D(100), D("41.5"), date(2026, 3, 20)), "the quantity is set, not added"
    assert len(purchases(shop)) == 2, "a line that is not in the file stays"
    with pytest.raises(UserError, match="Later work stands"):
        give_back(shop, first)
    give_back(shop, second)
    assert purchases(shop) == before
    give_back(shop, first)
    assert purchases(shop) == []
    with shop.read() as tx:
        assert tx.scalars(select(Supplier.name)) == [], "its supplier goes with it"


def test_an_order_without_a_day_is_a_draft_until_a_file_says_the_day(shop: Store) -> None:
    take_in(shop, listed(("PO-2", "", "", "", "T-1", "5", "", "")))
    assert purchases(shop)[0][1:4] == ("draft", None, None)
    take_in(shop, listed(("PO-2", "Kiln", "2026-03-05", "", "T-1", "5", "", "")))
    assert purchases(shop)[0][1:4] == ("ordered", "Kiln", date(2026, 3, 5))


def test_what_has_come_cannot_be_ordered_away(shop: Store) -> None:
    first = take_in(shop, listed(TEA, POT))
    order, line = line_of(shop, "T-1")
    shop.do(receive_goods, "GR-1", [ReceiptLine(sku(shop, "T-1"), D(50), D("41.5"), line_id=line)], purchase_id=order)
    short = read(shop, listed((*TEA[:5], "49", "", "")))
    assert [found.reason for found in short.problems] == [
        "50 pieces of it have come already; the order cannot ask for fewer."
    ]
    assert (short.counts()["conflict"], short.problems[0].stored) == (1, "50")
    take_in(shop, listed((*TEA[:5], "50", "", "")))
    assert purchases(shop)[0][5] == D(50)
    with pytest.raises(UserError, match="Receipt GR-1"):
        give_back(shop, first)


def test_an_order_that_ended_is_held(shop: Store) -> None:
    take_in(shop, listed(TEA, POT))
    shop.do(cancel_purchase, line_of(shop, "T-1")[0])
    staged = read(shop, listed((*TEA[:5], "60", "", ""), POT))
    assert [found.reason for found in staged.problems] == ["Order PO-1 is ended: Cancelled."]
    assert (staged.counts()["conflict"], staged.counts()["same"]) == (1, 1)


def test_rows_that_cannot_be_one_order_are_refused(shop: Store) -> None:
    twice = read(shop, listed(TEA, TEA))
    assert set(twice.rejected_rows) == {2, 3}
    assert "Make one row of it" in twice.problems[0].reason
    torn = read(shop, listed(TEA, ("PO-1", "Another", "", "", "P-1", "12", "", "")))
    assert torn.rejected_rows == {3: "Row 2 says otherwise of order PO-1: Longjing Farm."}
    odd = read(shop, listed((*TEA[:5], "0", "", ""), ("PO-9", "", "", "", "X-9", "1", "", "")))
    assert set(odd.rejected_rows) == {2, 3}, "nothing ordered, and a SKU nobody knows"


def test_an_order_in_another_currency_keeps_its_rate(shop: Store) -> None:
    dollars = (*TEA[:6], "6", "USD")
    with pytest.raises(NeedsRate):
        read(shop, listed(dollars))
    take_in(shop, listed(dollars), Choices(rates={"USD": D("7.1")}))
    assert purchases(shop)[0][6] == D("42.6")
    assert read(shop, listed(dollars)).counts()["same"] == 1, "at the rate it was booked with"
    other = read(shop, listed((*TEA[:6], "6", "EUR")), Choices(rates={"EUR": D(8)}))
    assert [found.reason for found in other.problems] == ["Order PO-1 is kept in USD."]


def test_a_changed_row_is_told_in_words(shop: Store) -> None:
    take_in(shop, listed(TEA))
    with shop.read() as tx:
        told = str(tell(tx, read(shop, listed((*TEA[:5], "100", "40", "")))).listed)
    for word in ("120", "100", "41.5", "40"):
        assert word in told


@pytest.mark.parametrize(
    "header",
    ["采购单号,供应商,采购日期,预计到货日期,商品编码,采购数量,采购单价,币种",
     "採購單號,供應商,採購日期,預計到貨日,商品編號,採購數量,採購單價,幣別",
     "PO number,Vendor,Order date,Expected date,Item code,Ordered quantity,Unit cost,Currency"],
)  # fmt: skip
def test_a_strangers_list_is_proposed_as_purchase_orders(shop: Store, header: str) -> None:
    staged = read(shop, table(header, TEA, POT, name="list.csv"), Choices(accept_proposal=True))
    assert (staged.plan.kind, len(staged.plan.columns), staged.counts()["new"]) == ("purchase_orders", 8, 2)
