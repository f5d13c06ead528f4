"""A day of parcels: orders come in, the oldest promise first, shelves, boxes, waybills out and in, and one return."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.exchange.counter import balances, order, orders, sku, stock, take_in
from tests.shop.way import bring, kept, levels, oid, shelve, standing, state
from tests.stories.shop_invariants import assert_whole

from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.exchange.workbook import write_grid
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.fulfilment.allocation import allocate_orders
from shopdesk.shop.fulfilment.care import hold_orders, merge_orders, release_orders
from shopdesk.shop.fulfilment.pick_list import fetch_pick_list, fetch_wave
from shopdesk.shop.fulfilment.picking import pack_order, pick_code, start_picking
from shopdesk.shop.fulfilment.reports import WAYBILL_ROWS, find_return
from shopdesk.shop.fulfilment.returns import Judged, arrive, expect_return, inspect_return
from shopdesk.shop.fulfilment.rules import Verdict
from shopdesk.shop.fulfilment.shipping import Parcel, ship_orders, take_back_shipment
from shopdesk.shop.opening import new_shop
from shopdesk.shop.stock.actions import ReceiptLine, adjust_stock, receive_goods
from shopdesk.shop.stock.rules import MoveReason
from shopdesk.store.rows import Query
from shopdesk.store.store import Store

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


def placed(number: str, code: str, pieces: int, hour: int, buyer: str) -> dict[str, object]:
    """An order that was paid that hour."""
    moment = f"2026-03-02 {hour:02}:00"
    return {
        "order_no": number, "state": "paid", "placed_at": moment, "paid_at": moment, "sku": code, "title": code,
        "quantity": pieces, "unit_price": "30", "customer_no": buyer,
    }  # fmt: skip


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Store]:
    """Twelve teas on shelf A-01 and six cups on B-01; the day begins at nine."""
    store = new_shop(str(tmp_path / "tea.shopdesk"), name="Tea", currency="CNY", time_zone="UTC")
    store._clock = lambda: NINE
    for code, pieces, cost in (("TEA", 12, 5), ("CUP", 6, 8)):
        made = store.do(add_product, code, code.title()).value
        line = ReceiptLine(made, Decimal(pieces), Decimal(cost))
        store.do(receive_goods, f"GR-{code}", [line], received_at=datetime(2026, 3, 1, tzinfo=UTC))
    shelve(store, "TEA", "A-01")
    shelve(store, "CUP", "B-01")
    yield store
    assert_whole(store)
    store.close()


def test_a_day_of_parcels(shop: Store, tmp_path: Path) -> None:
    opening = balances(shop)
    morning(shop)
    noon(shop, tmp_path / "carrier.xlsx")
    evening(shop)
    # 4 teas at 5 left; of 7 cups sold one is back for sale and one was broken; another broke on the shelf.
    assert sum(order(shop, f"T-{n}").cost or Decimal(0) for n in (1, 5)) == 20
    assert balances(shop) != opening
    assert levels(shop) == {("TEA", "A-01"): 8, ("CUP", "B-01"): 1}


def morning(shop: Store) -> None:
    """Five orders, which want a cup more than there is; one is held; a cup breaks; the first box leaves."""
    bring(
        shop,
        [placed("T-1", "TEA", 3, 6, "chen"), placed("T-2", "CUP", 2, 7, "wu"), placed("T-3", "CUP", 1, 8, "chen")],
        [placed("T-4", "CUP", 4, 5, "lin"), placed("T-5", "TEA", 1, 4, "xu")],
    )
    shop.do(hold_orders, [oid(shop, "T-5")], "Buyer wants to change the colour")
    done = shop.do(allocate_orders).value
    # T-4 paid at five, so its four cups come first; T-2 gets the last two, T-3 nothing.
    assert standing(shop) == {
        "T-1": ("allocated", None), "T-2": ("allocated", None), "T-3": ("new", "no_stock"), "T-4": ("allocated", None),
        "T-5": ("new", "hold"),
    }  # fmt: skip
    assert done.short == {oid(shop, "T-3"): {sku(shop, "CUP"): Decimal(1)}}

    # A cup breaks while it is picked: the latest promise gives way.
    shop.do(adjust_stock, sku(shop, "CUP"), Decimal(-1), MoveReason.WRITE_OFF, "dropped")
    shop.do(allocate_orders)
    assert (standing(shop)["T-2"], standing(shop)["T-3"]) == (("new", "no_stock"), ("allocated", None))
    with shop.read() as tx:
        wave = fetch_wave(tx, ["allocated"])
        walk = [(one.place, one.code, one.pieces) for one in fetch_pick_list(tx, wave)]
    assert walk == [("Main warehouse/A-01", "TEA", 3), ("Main warehouse/B-01", "CUP", 5)]
    shop.do(start_picking, wave)
    for code, pieces in (("TEA", 3), ("CUP", 4)):
        shop.do(pick_code, wave, code, Decimal(pieces))
    shop.do(pack_order, [oid(shop, "T-1")], {sku(shop, "TEA"): Decimal(3)})
    shop.do(ship_orders, [Parcel(oid(shop, "T-1"), "SF Express", "SF1")])
    assert levels(shop) == {("TEA", "A-01"): 9, ("CUP", "B-01"): 5}


def noon(shop: Store, path: Path) -> None:
    """Two cups come in for who was short; the list for the carrier goes out and comes back, but for one order."""
    shop.do(receive_goods, "GR-NOON", [ReceiptLine(sku(shop, "CUP"), Decimal(2), Decimal(9))])
    shop.do(release_orders, [oid(shop, "T-5")])
    assert shop.do(allocate_orders).value.short == {}
    assert {number for number, _sku, _place in kept(shop)} == {"T-2", "T-3", "T-4", "T-5"}

    with shop.read() as tx:
        write_grid(path, tx, WAYBILL_ROWS, Query(zone=tx.zone))
    book = load_workbook(path)
    sheet = book.worksheets[0]
    header = next(row for row in sheet.iter_rows() if any(cell.value == "Waybill" for cell in row))
    at = {cell.value: place for place, cell in enumerate(header)}
    for row in sheet.iter_rows(min_row=(header[0].row or 0) + 1):
        number = row[at["Order no."]].value
        if number and number != "T-5":
            row[at["Waybill"]].value = f"YT-{number}"
    book.save(path)
    imported = run_import(shop, prepare(shop, path, Choices()))
    assert imported > 0
    assert [state(shop, f"T-{n}") for n in range(1, 6)] == ["shipped"] * 4 + ["paid"]
    assert stock(shop) == {"TEA": 9, "CUP": 0}

    # T-5 went by mistake with the wrong number; it is taken back and sent again.
    [wrong] = shop.do(ship_orders, [Parcel(oid(shop, "T-5"), None, "WRONG")]).value
    assert stock(shop)["TEA"] == 8
    shop.do(take_back_shipment, wrong)
    assert stock(shop)["TEA"] == 9
    shop.do(ship_orders, [Parcel(oid(shop, "T-5"), "YTO", "YT-T-5")])


def evening(shop: Store) -> None:
    """Lin sends two of four cups back, one of them broken; the money goes back later, on its own."""
    line = order(shop, "T-4").lines[0].line_id
    coming = shop.do(expect_return, oid(shop, "T-4"), {line: Decimal(2)}, reason="too small").value
    shop.do(arrive, coming, "BACK-1")
    assert stock(shop)["CUP"] == 0
    with shop.read() as tx:
        found = find_return(tx, coming)
    assert found is not None
    row = found.lines[0].return_line_id
    verdicts = [Judged(row, Verdict.RESELL, Decimal(1)), Judged(row, Verdict.SCRAP, Decimal(1), "broken")]
    shop.do(inspect_return, coming, verdicts)
    assert (stock(shop)["CUP"], order(shop, "T-4").order.refunded) == (1, 0)
    told = {**placed("T-4", "CUP", 4, 5, "lin"), "state": "shipped", "refund_amount": "60"}
    take_in(shop, orders(told, name="refunds.csv"))
    assert (stock(shop)["CUP"], order(shop, "T-4").order.refunded) == (1, 60)


def test_two_orders_of_one_buyer_leave_in_one_box(shop: Store) -> None:
    bring(shop, [placed("T-1", "TEA", 3, 6, "chen"), placed("T-3", "CUP", 1, 8, "chen")])
    both = [oid(shop, "T-1"), oid(shop, "T-3")]
    shop.do(allocate_orders)
    number = shop.do(merge_orders, both).value
    assert number == f"P-{both[0]}"
    shop.do(pack_order, both, {sku(shop, "TEA"): Decimal(3), sku(shop, "CUP"): Decimal(1)})
    shop.do(ship_orders, [Parcel(one, "SF", "SF7") for one in both])
    assert [order(shop, n).order.waybill for n in ("T-1", "T-3")] == ["SF7", "SF7"]
    assert [order(shop, n).cost for n in ("T-1", "T-3")] == [15, 8]
