"""A delivery with freight: ordered by list, received short and over by file, the carrier's bill late, books that hold.

The shop buys 100 tins at 4.00 and 20 pots at 25.00. 90 tins and 21 pots come; 30 tins are sold before the bill of
86.10 for the way is there. By pieces, tins bear 90 of 111 of it: 69.8108; pots the rest. Two thirds of the tins are
still there, so the shelf bears 46.5405 of theirs and all of the pots'; what was sold bears 23.2703.
"""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from tests.exchange.counter import balances, give_back, orders, table, take_in
from tests.shop.way import levels

from shopdesk.cli import main
from shopdesk.shop.buying.landing import land_cost, reverse_landed
from shopdesk.shop.buying.reports import PURCHASE_ROWS
from shopdesk.shop.buying.rules import Basis, LandedKind
from shopdesk.shop.ledger.actions import close_period
from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.opening import new_shop
from shopdesk.shop.stock.places import add_shelf
from shopdesk.shop.stock.rules import Costing
from shopdesk.shop.stock.trace import LOT_ROWS
from shopdesk.store.check import check_store
from shopdesk.store.rows import Query, fetch_first, fetch_ids, fetch_page
from shopdesk.store.store import Store
from shopdesk.store.tables import GoodsReceipt, MoveValue, PurchaseOrder
from shopdesk.text import UserError

D = Decimal
LIST = table(
    "purchase_no,supplier,ordered_on,expected_on,sku,quantity,unit_cost",
    "PO-7,Tea Hill,2026-03-02,2026-03-12,TIN,100,4", "PO-7,,,,POT,20,25", name="orders.csv",
)  # fmt: skip


@pytest.fixture
def where(tmp_path: Path) -> str:
    """A shop with two products and an order on its way."""
    shop = new_shop(str(tmp_path / "shop.shopdesk"), currency="CNY", time_zone="UTC", costing=Costing.FIFO)
    take_in(shop, table("sku,title", "TIN,Tin", "POT,Pot", name="products.csv"))
    take_in(shop, LIST)
    shop.close()
    return shop.where


def run(capsys: pytest.CaptureFixture[str], where: str, *words: str) -> Any:
    """A command in JSON; it must be done."""
    assert main(["--store", where, "--json", *words]) == 0
    return json.loads(capsys.readouterr().out)


def sound(shop: Store) -> None:
    with shop.read() as tx:
        assert [found for found in check_store(tx, deep=True) if not found.notice] == []
        worth = D(tx.scalar(select(func.sum(MoveValue.value))))
    assert worth == balances(shop)[Role.INVENTORY.value], "the shelf is worth what the books say"


def test_a_delivery_with_freight(where: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note = tmp_path / "note.csv"
    note.write_text("SKU,Qty received\nTIN,90\nPOT,21\n", encoding="utf-8")
    asked = ("receive", str(note), "--order", "PO-7", "--number", "GR-7", "--accept-proposal")
    assert main(["--store", where, *asked]) == 1
    assert "More of POT came" in capsys.readouterr().err
    told = run(capsys, where, *asked, "--reason", "a sample", "--close-short")
    assert (told["lines"], told["pieces"]) == (2, "111")

    shop = Store.open(where)
    with shop.read() as tx:
        receipt, when = tuple(tx.rows(select(GoodsReceipt.receipt_id, GoodsReceipt.received_at))[0])
        (row,) = fetch_page(tx, PURCHASE_ROWS, list(fetch_ids(tx, PURCHASE_ROWS, Query())))
        assert tx.scalar(select(GoodsReceipt.note)) == "a sample"
    told_of = dict(zip((column.key for column in PURCHASE_ROWS.sheet.columns), row, strict=True))
    assert (told_of["state"], told_of["came"], told_of["received"], told_of["open"]) == ("closed", "part", 111, 0)
    assert balances(shop)[Role.GOODS_IN.value] == -(90 * 4 + 21 * 25)

    today = when.date()
    moment = when.isoformat()
    sale = {"order_no": "A-1", "state": "shipped", "sku": "TIN", "quantity": 30, "unit_price": 9}
    take_in(shop, orders(sale | dict.fromkeys(("placed_at", "paid_at", "shipped_at"), moment)))
    before = balances(shop)
    landed = shop.do(land_cost, receipt, LandedKind.FREIGHT, Basis.QUANTITY, D("86.1"), document_no="SF-1").value
    after = balances(shop)
    way = {code: after[code] - before.get(code, D(0)) for code in after if after[code] != before.get(code, D(0))}
    assert way == {
        Role.INVENTORY.value: D("62.8297"), Role.COGS.value: D("23.2703"), Role.GOODS_IN.value: D("-86.1"),
    }  # fmt: skip
    sound(shop)
    shop.do(reverse_landed, landed)
    assert balances(shop) == before
    sound(shop)
    shop.do(close_period, today)
    with pytest.raises(UserError, match="closed"):
        shop.do(land_cost, receipt, LandedKind.DUTY, Basis.VALUE, D(5), landed_on=today)
    shop.close()

    (score,) = run(capsys, where, "report", "suppliers")
    days = (today - date(2026, 3, 2)).days
    assert (score["supplier"], score["orders"], D(score["lead_mean"]), score["receipts"]) == ("Tea Hill", 1, days, 1)
    assert D(score["fill"]) == D("0.916666"), "110 of 120: a pot too many fills no tin"
    for sheet in ("purchases", "supplier-prices", "suppliers"):
        run(capsys, where, "export", sheet, "--out", str(tmp_path / f"{sheet}.xlsx"))


def test_the_list_cannot_go_once_pieces_of_it_have_come(where: str, tmp_path: Path) -> None:
    note = tmp_path / "note.csv"
    note.write_text("SKU,Qty received,Unit cost\nTIN,90,4\n", encoding="utf-8")
    assert main(["--store", where, "receive", str(note), "--order", "PO-7", "--accept-proposal"]) == 0
    shop = Store.open(where)
    with shop.read() as tx:
        made = tx.scalar(select(PurchaseOrder.import_id))
    with pytest.raises(UserError, match="Receipt GR-"):
        give_back(shop, made)
    shop.close()


def test_a_note_without_a_number_is_not_received_twice_unless_that_is_meant(
    where: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = tmp_path / "note.csv"
    note.write_text("SKU,Qty received\nTIN,10\nTIN,5\n", encoding="utf-8")
    asked = ("--store", where, "receive", str(note), "--order", "PO-7", "--accept-proposal")
    assert main([*asked]) == 0
    assert main([*asked, "--dry-run"]) == 1, "what would be refused is told before"
    assert main([*asked]) == 1
    assert "of PO-7 has brought the same pieces" in capsys.readouterr().err
    assert main([*asked, "--again"]) == 0
    shop = Store.open(where)
    assert levels(shop)["TIN", "Main warehouse"] == 30
    shop.close()
    note.write_text("SKU,Qty received\nTIN,16\n", encoding="utf-8")
    assert main([*asked]) == 0, "other pieces are another delivery"


def test_a_note_says_lot_place_day_and_number_of_what_came(
    where: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = tmp_path / "note.csv"
    header = "SKU,Qty received,Lot no.,Expires on,Warehouse,Received at,Document no.,Purchase order no.\n"
    rows = (
        "TIN,40,L-1,2027-01-31,,2026-03-05 10:00,GR-8,PO-7\n",
        "TIN,20,L-2,2027-03-31,Main warehouse/A-01,2026-03-05 10:00,GR-8,PO-7\n",
        "TIN,5,L-1,2027-01-31,,2026-03-05 10:00,GR-8,\n",
    )
    note.write_text(header + "".join(rows), encoding="utf-8")
    asked = ("--store", where, "receive", str(note), "--order", "PO-7", "--accept-proposal")
    assert main([*asked]) == 1
    assert "No warehouse or shelf is called Main warehouse/A-01." in capsys.readouterr().err
    shop = Store.open(where)
    shop.do(add_shelf, 1, "A-01")
    shop.close()
    assert main([*asked]) == 0
    assert main([*asked]) == 1, "the receipt has a number, so that it is not booked twice"
    shop = Store.open(where)
    with shop.read() as tx:
        lots = {values[0]: values[5] for _id, values in fetch_first(tx, LOT_ROWS, Query())}
        receipt = tx.rows(select(GoodsReceipt.document_no, GoodsReceipt.received_at))
    assert lots == {"L-1": 45, "L-2": 20}
    assert [(one.document_no, one.received_at.date().isoformat()) for one in receipt] == [("GR-8", "2026-03-05")]
    assert levels(shop) == {("TIN", "Main warehouse"): 45, ("TIN", "A-01"): 20}
    sound(shop)
    shop.close()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("TIN,1,GR-8,PO-7\nTIN,2,GR-9,PO-7\n", "note.csv has several receipts: GR-8, GR-9."),
        ("TIN,1,,PO-8\n", "Row 2 of note.csv is of purchase order PO-8, not of PO-7."),
    ],
)
def test_a_note_is_of_one_delivery(
    where: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], rows: str, said: str
) -> None:
    note = tmp_path / "note.csv"
    note.write_text(f"SKU,Qty received,Document no.,Purchase order no.\n{rows}", encoding="utf-8")
    assert main(["--store", where, "receive", str(note), "--order", "PO-7", "--accept-proposal"]) == 1
    assert said in capsys.readouterr().err
