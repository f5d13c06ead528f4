"""Purchase orders by hand and their receipts: set, ordered, received over and under, closed, undone; and the scores."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from tests.store_fixtures import Make

from shopdesk.shop.buying.actions import (
    OrderedLine,
    add_supplier,
    cancel_purchase,
    close_purchase,
    edit_prices,
    edit_suppliers,
    order_purchase,
    reopen_purchase,
    save_purchase,
    set_price,
)
from shopdesk.shop.buying.receiving import Arrived, inspect_receipt, receive_purchase
from shopdesk.shop.buying.reports import INCOMING, PRICE_ROWS, PURCHASE_ROWS, find_purchase, late_rows, open_purchases
from shopdesk.shop.buying.rules import Came, came_of, came_of_all
from shopdesk.shop.buying.scorecard import fetch_scores, single_source
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.opening import open_shop
from shopdesk.shop.stock.levels import on_hand
from shopdesk.shop.stock.places import add_warehouse
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.check import check_store
from shopdesk.store.rows import Query, fetch_ids, fetch_page
from shopdesk.store.store import Store
from shopdesk.store.tables import GoodsReceipt, Inspection
from shopdesk.text import UserError

D = Decimal
TEA, POT = 1, 2


def open_up(store: Store) -> None:
    store.do(open_shop, "Tea", "CNY", "UTC", Costing.MOVING_AVERAGE)
    for code in ("TEA", "POT"):
        store.do(add_product, code, code.title())


@pytest.fixture
def shop(new_store: Make) -> Store:
    return new_store(open_up)


def rows(store: Store, source: Any, *keys: str) -> list[tuple[Any, ...]]:
    names = [column.key for column in source.sheet.columns]
    with store.read() as tx:
        found = fetch_page(tx, source, list(fetch_ids(tx, source, Query(today=tx.today))))
    return [tuple(row[names.index(key)] for key in keys) for row in found]


def order(store: Store, *lines: tuple[int, int, int | None], supplier: str = "Farm", on: str = "2026-03-02",
          expected: str | None = "2026-03-16") -> int:  # fmt: skip
    made = [OrderedLine(sku, D(pieces), None if cost is None else D(cost)) for sku, pieces, cost in lines]
    purchase_id = int(store.do(save_purchase, made, supplier=supplier).value)
    day = date.fromisoformat(expected) if expected else None
    store.do(order_purchase, purchase_id, date.fromisoformat(on), day)
    return purchase_id


def lines_of(store: Store, purchase_id: int) -> dict[str, Any]:
    with store.read() as tx:
        found = find_purchase(tx, purchase_id)
    assert found is not None
    return {line.sku: line for line in found.lines}


def receive(store: Store, purchase_id: int, day: str, *came: tuple[str, int], **how: Any) -> int:
    lines = lines_of(store, purchase_id)
    arrived = [Arrived(lines[code].sku_id, D(pieces), lines[code].line_id) for code, pieces in came]
    moment = datetime.fromisoformat(f"{day}T09:00:00+00:00")
    return int(store.do(receive_purchase, purchase_id, arrived, received_at=moment, **how).value)


def incoming(store: Store) -> dict[int, Decimal]:
    with store.read() as tx:
        return {row.sku_id: row.pieces for row in tx.rows(select(INCOMING)) if row.pieces}


def sound(store: Store) -> None:
    with store.read() as tx:
        assert [found for found in check_store(tx, deep=True) if not found.notice] == []


def test_a_purchase_order_goes_its_way(shop: Store) -> None:
    draft = int(shop.do(save_purchase, [OrderedLine(TEA, D(120), D("41.5")), OrderedLine(POT, D(12))]).value)
    listed = ("purchase_no", "supplier", "state", "came", "ordered", "received", "open", "value")
    assert rows(shop, PURCHASE_ROWS, *listed) == [("PO-00001", None, "draft", "none", D(132), D(0), D(0), None)]
    assert incoming(shop) == {}, "a draft brings nothing"
    shop.do(order_purchase, draft, date(2026, 3, 2))
    assert incoming(shop) == {TEA: D(120), POT: D(12)}
    with shop.read() as tx:
        assert open_purchases(tx) == [(draft, "PO-00001", "")]
    receive(shop, draft, "2026-03-16", ("TEA", 50))
    assert incoming(shop) == {TEA: D(70), POT: D(12)}
    assert rows(shop, PURCHASE_ROWS, "came", "open") == [("part", D(82))]
    receive(shop, draft, "2026-03-20", ("TEA", 70), ("POT", 12))
    assert rows(shop, PURCHASE_ROWS, "came", "open", "received") == [("all", D(0), D(132))]
    with shop.read() as tx:
        assert (on_hand(tx, TEA), on_hand(tx, POT), open_purchases(tx)) == (D(120), D(12), [])
    assert rows(shop, PURCHASE_ROWS, "state") == [("closed",)]  # of which all has come, nothing more is expected
    with pytest.raises(UserError, match=r"closed\. Reopen"):
        shop.do(order_purchase, draft)
    shop.do(reopen_purchase, draft)
    assert rows(shop, PURCHASE_ROWS, "state") == [("ordered",)]
    shop.do(close_purchase, draft)
    shop.undo()
    assert rows(shop, PURCHASE_ROWS, "state") == [("ordered",)]
    sound(shop)


def test_edits_are_undone_and_what_has_come_stays(shop: Store) -> None:
    one = order(shop, (TEA, 10, 5), (POT, 4, 8))
    kept = lines_of(shop, one)
    shop.do(save_purchase, [OrderedLine(TEA, D(15), D(6))], purchase_id=one, supplier="Farm")
    assert {code: line.quantity for code, line in lines_of(shop, one).items()} == {"TEA": D(15)}
    shop.undo()
    assert lines_of(shop, one) == kept
    receive(shop, one, "2026-03-10", ("TEA", 6))
    for quantity, reason in (((TEA, 5), "6 pieces of TEA"), ((POT, 4), "6 pieces of TEA")):
        with pytest.raises(UserError, match=reason):
            shop.do(save_purchase, [OrderedLine(quantity[0], D(quantity[1]))], purchase_id=one)
    shop.do(save_purchase, [OrderedLine(TEA, D(6), D(5))], purchase_id=one, supplier="Farm")
    with pytest.raises(UserError, match="Close it instead"):
        shop.do(cancel_purchase, one)
    other = order(shop, (TEA, 3, 5))
    shop.do(cancel_purchase, other)
    assert incoming(shop) == {}
    shop.do(reopen_purchase, other)
    assert incoming(shop) == {TEA: D(3)}


def test_a_line_of_which_pieces_came_is_not_undone_away(shop: Store) -> None:
    draft = int(shop.do(save_purchase, [OrderedLine(POT, D(4))]).value)
    shop.do(order_purchase, draft, date(2026, 3, 2))
    shop.do(save_purchase, [OrderedLine(POT, D(4)), OrderedLine(TEA, D(10))], purchase_id=draft)
    receive(shop, draft, "2026-03-10", ("TEA", 10))
    with pytest.raises(UserError, match="Pieces of TEA have come"):
        shop.undo()
    assert set(lines_of(shop, draft)) == {"POT", "TEA"}


@pytest.mark.parametrize(
    ("lines", "reason"),
    [([], "at least one line"), ([OrderedLine(TEA, D(0))], "more than zero"),
     ([OrderedLine(9, D(1))], "no longer exists"),
     ([OrderedLine(TEA, D(1)), OrderedLine(TEA, D(2))], "TEA stands in the order twice"),
     ([OrderedLine(TEA, D(1), D(-1))], "below zero")],
)  # fmt: skip
def test_what_cannot_be_ordered_is_refused(shop: Store, lines: list[OrderedLine], reason: str) -> None:
    with pytest.raises(UserError, match=reason):
        shop.do(save_purchase, lines)


def test_more_than_ordered_is_kept_with_a_reason_and_less_is_closed_short(shop: Store) -> None:
    one = order(shop, (TEA, 10, 5))
    with pytest.raises(UserError, match="More of TEA came"):
        receive(shop, one, "2026-03-10", ("TEA", 12))
    receipt = receive(shop, one, "2026-03-10", ("TEA", 12), over_reason="two as a gift", note="van 7")
    with shop.read() as tx:
        note = tx.scalar(select(GoodsReceipt.note).where(GoodsReceipt.receipt_id == receipt))
    assert note == "van 7 · two as a gift"
    assert rows(shop, PURCHASE_ROWS, "came", "open") == [("over", D(0))]
    assert incoming(shop) == {}
    shop.do(reopen_purchase, one)
    shop.do(save_purchase, [OrderedLine(TEA, D(10), D(6))], purchase_id=one, supplier="Farm")
    two = order(shop, (TEA, 10, 5))
    receive(shop, two, "2026-03-10", ("TEA", 4), close_short=True)
    assert incoming(shop) == {}
    with pytest.raises(UserError, match="not open"):
        receive(shop, two, "2026-03-11", ("TEA", 6))
    with pytest.raises(UserError, match="More of POT came"):
        shop.do(receive_purchase, order(shop, (TEA, 1, 5)), [Arrived(POT, D(1))])


def test_defective_pieces_go_to_a_place_or_are_written_off(shop: Store) -> None:
    corner = int(shop.do(add_warehouse, "Quarantine").value)
    one = order(shop, (TEA, 10, 5), (POT, 4, 8))
    lines = lines_of(shop, one)
    seen = [
        Arrived(TEA, D(10), lines["TEA"].line_id, looked_at=D(5), defective=D(2), reason="wet", defects_to=corner),
        Arrived(POT, D(4), lines["POT"].line_id, looked_at=D(4), defective=D(1), reason="broken", lot_no="L1"),
    ]
    with pytest.raises(UserError, match="Say what is wrong"):
        shop.do(receive_purchase, one, [Arrived(TEA, D(10), lines["TEA"].line_id, defective=D(2))])
    receipt = int(shop.do(receive_purchase, one, seen).value)
    with shop.read() as tx:
        assert (on_hand(tx, TEA), on_hand(tx, TEA, corner), on_hand(tx, POT)) == (D(10), D(2), D(3))
        noted = tx.rows(
            select(Inspection.looked_at, Inspection.defective, Inspection.reason).order_by(Inspection.sku_id)
        )
    assert [tuple(row) for row in noted] == [(D(5), D(2), "wet"), (D(4), D(1), "broken")]
    assert rows(shop, PURCHASE_ROWS, "came") == [("all",)], "a broken piece came all the same"
    shop.do(inspect_receipt, receipt, TEA, D(1), D(0))
    with pytest.raises(UserError, match="none to all"):
        shop.do(inspect_receipt, receipt, TEA, D(1), D(2), "wet")
    with shop.read() as tx:
        assert [(score.supplier, score.defects) for score in fetch_scores(tx)] == [("Farm", D("0.3"))]
    sound(shop)


def test_late_orders_are_those_of_which_something_is_overdue(shop: Store) -> None:
    with shop.read() as tx:
        today = tx.today
    yesterday, tomorrow = (today + timedelta(days=days) for days in (-1, 1))
    late = order(shop, (TEA, 1, 5), on="2026-01-02", expected=yesterday.isoformat())
    order(shop, (TEA, 1, 5), on="2026-01-02", expected=tomorrow.isoformat())
    order(shop, (TEA, 1, 5), on="2026-01-02", expected=None)
    done = order(shop, (TEA, 1, 5), on="2026-01-02", expected=yesterday.isoformat())
    receive(shop, done, "2026-01-05", ("TEA", 1))
    with shop.read() as tx:
        assert list(fetch_ids(tx, late_rows(today), Query())) == [late]
        assert [score.late for score in fetch_scores(tx)] == [1]
    own_day = [OrderedLine(TEA, D(1), D(5), today), OrderedLine(POT, D(1), D(5), yesterday)]
    other = int(shop.do(save_purchase, own_day, supplier="Kiln", expected_on=tomorrow).value)
    shop.do(order_purchase, other, date(2026, 1, 2), tomorrow)
    with shop.read() as tx:
        assert set(fetch_ids(tx, late_rows(today), Query())) == {late, other}, "a line of it has its own day"


def test_the_scores_are_measured_from_receipts(shop: Store) -> None:
    """Lead times 8, 14 and 20 days: mean 14, spread 6. 30 of 40 pieces by their day. 24 of 30 of finished orders."""
    first = order(shop, (TEA, 10, 5), on="2026-02-27", expected="2026-03-10")
    receive(shop, first, "2026-03-07", ("TEA", 10))
    second = order(shop, (TEA, 20, 6), on="2026-03-02", expected="2026-03-16")
    receive(shop, second, "2026-03-16", ("TEA", 10))
    receive(shop, second, "2026-03-22", ("TEA", 4), close_short=True)
    third = order(shop, (POT, 8, 9), on="2026-03-02", expected="2026-03-20")
    with shop.read() as tx:
        (score,) = fetch_scores(tx)
        assert (score.orders, score.receipts, score.lead_mean, score.lead_spread) == (3, 3, D(14), D(6))
        assert score.on_time == D("0.833333")
        assert score.fill == D("0.8")
        assert score.price_change == D("0.2")
        assert (score.open, score.single, score.defects) == (D(8), 2, None)
        assert [one.sku for one in single_source(tx, score.supplier_id)] == ["POT", "TEA"]
    shop.do(set_price, "Hill", TEA, price=D(5))
    with shop.read() as tx:
        assert [(one.supplier, one.single) for one in fetch_scores(tx)] == [("Farm", 1), ("Hill", 0)]
    assert third


def test_suppliers_and_prices_are_edited_and_undone(shop: Store) -> None:
    farm = int(shop.do(add_supplier, "Longjing  Farm", lead_days=7).value)
    with pytest.raises(UserError, match="already"):
        shop.do(add_supplier, "longjing farm")
    shop.do(edit_suppliers, [(farm, "lead_days", 9), (farm, "name", "Farm")])
    shop.undo()
    shop.do(set_price, "Longjing Farm", TEA, price=D("4.5"), pack=D(12), preferred=True)
    shop.do(set_price, "Hill", TEA, price=D(5), preferred=True)
    assert rows(shop, PRICE_ROWS, "supplier", "price", "pack", "preferred", "sources") == [
        ("Hill", D(5), None, True, 2), ("Longjing Farm", D("4.5"), D(12), False, 2),
    ]  # fmt: skip
    with pytest.raises(UserError, match="more than zero, or blank"):
        shop.do(edit_prices, [(1, "pack", D(0))])
    shop.undo()
    assert rows(shop, PRICE_ROWS, "supplier", "preferred") == [("Longjing Farm", True)]
    draft = int(shop.do(save_purchase, [OrderedLine(TEA, D(1))], supplier="Longjing Farm").value)
    shop.do(order_purchase, draft, date(2026, 3, 2))
    assert rows(shop, PURCHASE_ROWS, "expected_on") == [(date(2026, 3, 9),)], "by the supplier's usual days"


def test_where_an_order_stands() -> None:
    assert [came_of(10, got) for got in (0, 4, 10, 12)] == [Came.NONE, Came.PART, Came.ALL, Came.OVER]
    assert came_of_all([(10, 12), (5, 0)]) is Came.PART
    assert came_of_all([(10, 12), (5, 5)]) is Came.OVER
    assert came_of_all([]) is Came.NONE
