"""Places with what lies there and what it cost, transfers on their way, and the value of stock month by month."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select
from tests.exchange.conftest import opened
from tests.exchange.counter import D, assert_sound, balances, sku
from tests.store.deeds import dump
from tests.store_fixtures import Make

from shopdesk.shop.buying.actions import OrderedLine, order_purchase, save_purchase
from shopdesk.shop.catalog.actions import add_product, edit_skus
from shopdesk.shop.ledger.actions import close_period
from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.stock.actions import ReceiptLine, adjust_stock, receive_goods
from shopdesk.shop.stock.levels import main_warehouse
from shopdesk.shop.stock.place_reports import PLACE_ROWS, TRANSFER_ROWS, find_lying, find_transfer_lines
from shopdesk.shop.stock.places import add_shelf, add_warehouse, move_pieces, set_home
from shopdesk.shop.stock.reports import STOCK_ROWS
from shopdesk.shop.stock.rules import Costing, MoveReason
from shopdesk.shop.stock.shelving import edit_stock, put_away_all, rename_place, set_shelf, withdraw_place
from shopdesk.shop.stock.stock_value import fetch_stock_value, value_rows
from shopdesk.shop.stock.transfers import receive_transfer, send_transfer, write_off_transfer
from shopdesk.store.rows import Query, RowSource, count, fetch_first, fetch_totals
from shopdesk.store.store import Store
from shopdesk.store.tables import Warehouse
from shopdesk.text import UserError


def open_up(store: Store, costing: Costing) -> None:
    """Seven teas that cost 10.00 together came in January, three of 1.00 in February; cups of unknown cost."""
    opened(store, costing)
    for code in ("TEA-1", "CUP-1"):
        store.do(add_product, code, code)
    receive(store, "GR-1", "TEA-1", 7, D("1.4286"), month=1)
    receive(store, "GR-2", "TEA-1", 3, D(1), month=2)
    receive(store, "GR-3", "CUP-1", 5, None, month=2)
    store.do(add_warehouse, "Hangzhou")


@pytest.fixture(params=list(Costing))
def shop(new_store: Make, request: pytest.FixtureRequest) -> Store:
    return new_store(open_up, request.param)


def receive(shop: Store, number: str, code: str, pieces: int, cost: Decimal | None, *, month: int) -> None:
    line = ReceiptLine(sku(shop, code), D(pieces), cost)
    shop.do(receive_goods, number, [line], received_at=datetime(2026, month, 10, tzinfo=UTC))


def place(shop: Store, title: str) -> int:
    with shop.read() as tx:
        return int(tx.scalar(select(func.min(Warehouse.warehouse_id)).where(Warehouse.title == title)))


def main(shop: Store) -> int:
    with shop.read() as tx:
        return main_warehouse(tx)


def shown(shop: Store, source: RowSource, *keys: str) -> list[tuple[Any, ...]]:
    with shop.read() as tx:
        names = [column.key for column in source.sheet.columns]
        return [tuple(row[names.index(key)] for key in keys) for _id, row in fetch_first(tx, source, Query(), 99)]


def inventory(shop: Store, month: str = "") -> Decimal:
    return balances(shop, month).get(Role.INVENTORY, D(0))


def test_all_places_together_are_the_inventory_of_the_books(shop: Store) -> None:
    tea = sku(shop, "TEA-1")
    shelf = shop.do(add_shelf, main(shop), "A-01").value
    shop.do(move_pieces, tea, main(shop), shelf, D(3))
    shop.do(send_transfer, main(shop), place(shop, "Hangzhou"), [(tea, D(3))])
    rows = {row[0]: row[1:] for row in shown(shop, PLACE_ROWS, "code", "kind", "skus", "pieces", "unknown", "value")}
    assert [(code, *row[:4]) for code, row in rows.items()] == [
        ("hangzhou", "warehouse", 0, 0, None), ("hangzhou \u2192", "transit", 1, 3, None),
        ("main", "warehouse", 2, 9, 1), ("main/a-01", "shelf", 1, 3, None),
    ]  # fmt: skip
    values = [row[-1] for row in rows.values()]
    assert values[0] == 0
    assert all(value > 0 for value in values[1:])
    assert sum(values) == inventory(shop) == D("13.0002")
    with shop.read() as tx:
        assert fetch_totals(tx, PLACE_ROWS, Query())["value"].sum == D("13.0002")
        assert count(tx, PLACE_ROWS, Query(filters=(("kind", "=shelf"),))) == 1


def test_a_sku_that_is_owed_at_one_place_adds_up_all_the_same(shop: Store) -> None:
    tea = sku(shop, "TEA-1")
    shop.do(adjust_stock, tea, D(-10), MoveReason.WRITE_OFF, "gone", warehouse_id=place(shop, "Hangzhou"))
    values = [value for (value,) in shown(shop, PLACE_ROWS, "value")]
    assert sum(value for value in values if value is not None) == inventory(shop) == 0
    shop.do(adjust_stock, tea, D(-1), MoveReason.WRITE_OFF, "gone", warehouse_id=place(shop, "Hangzhou"))
    values = [value for (value,) in shown(shop, PLACE_ROWS, "value")]
    assert sum(value for value in values if value is not None) == inventory(shop) < 0
    assert_sound(shop)


def test_what_costs_nobody_knows_has_no_value(shop: Store) -> None:
    far = place(shop, "Hangzhou")
    shop.do(move_pieces, sku(shop, "CUP-1"), main(shop), far, D(5))
    assert dict(shown(shop, PLACE_ROWS, "code", "value"))["hangzhou"] is None


def test_a_place_lists_what_lies_there_and_whose_shelf_it_is(shop: Store) -> None:
    shelf = shop.do(add_shelf, main(shop), "A-01").value
    for code in ("TEA-1", "CUP-1"):
        shop.do(set_home, sku(shop, code), main(shop), shelf)
    shop.do(put_away_all, main(shop), [sku(shop, "TEA-1")])
    with shop.read() as tx:
        told = [(one.sku, one.pieces, one.is_home) for one in find_lying(tx, shelf)]
    assert told == [("CUP-1", 0, True), ("TEA-1", 10, True)]
    assert shop.do(put_away_all, main(shop)).value == 1


def test_a_transfer_says_what_is_on_its_way(shop: Store) -> None:
    tea, far = sku(shop, "TEA-1"), place(shop, "Hangzhou")
    shelf = shop.do(add_shelf, far, "Z-9").value
    transfer = shop.do(send_transfer, main(shop), shelf, [(tea, D(6))], "for the fair").value
    with shop.read() as tx:
        line = find_transfer_lines(tx, transfer)[0]
    shop.do(receive_transfer, transfer, {line.line_id: D(2)})
    shop.do(write_off_transfer, transfer, "broken", {line.line_id: D(1)})
    keys = ("document_no", "state", "from", "to", "lines", "pieces", "received", "on_way", "note")
    told = ("TR-00001", "sent", "Main warehouse", "Hangzhou/Z-9", 1, 6, 2, 3, "for the fair")
    assert shown(shop, TRANSFER_ROWS, *keys) == [told]
    assert TRANSFER_ROWS.spoken["to"]("Hangzhou/Z-9", ()) == "Hangzhou/Z-9"
    with shop.read() as tx:
        line = find_transfer_lines(tx, transfer)[0]
    assert (line.sent, line.received, line.on_way, line.lost, line.sent_back) == (6, 2, 3, 1, 0)


def test_each_months_value_is_the_inventory_of_its_end(shop: Store) -> None:
    tea, far = sku(shop, "TEA-1"), place(shop, "Hangzhou")
    shop.do(adjust_stock, tea, D(-2), MoveReason.WRITE_OFF, "x", moved_at=datetime(2026, 2, 20, tzinfo=UTC))
    shop.do(move_pieces, tea, main(shop), far, D(3))
    with shop.read() as tx:
        value = fetch_stock_value(tx)
        rows = value_rows(value)
    assert [end.month for end in value.months] == ["2026-01", "2026-02", "2026-03"]
    assert value.months[0].worth == {main(shop): D("10.0002")}
    assert set(value.months[2].worth) == {main(shop), far}
    until = D(0)
    for end in value.months:
        until += inventory(shop, end.month)
        assert (end.late, end.booked) == (0, until)
    told = shown(shop, rows, "month", "booked")
    assert told == [(end.month, end.booked) for end in reversed(value.months)]
    assert [column.title for column in rows.sheet.columns][1:3] == ["Main warehouse", "Hangzhou"]


def test_what_a_closed_month_learns_late_is_told_apart(shop: Store) -> None:
    shop.do(close_period, datetime(2026, 2, 28, tzinfo=UTC).date())
    shop.do(edit_skus, [(sku(shop, "CUP-1"), "cost", D(4))])
    with shop.read() as tx:
        months = fetch_stock_value(tx).months
    assert [end.booked - months[0].booked for end in months] == [0, 3, 23]
    assert [end.late for end in months] == [0, 0, 0]


def test_a_shop_without_books_has_no_value_yet(store: Store) -> None:
    opened(store)
    with store.read() as tx:
        value = fetch_stock_value(tx)
        assert (value.months, count(tx, value_rows(value), Query())) == ([], 0)


def test_shelves_are_typed_into_the_list_of_stock_and_undone_as_one_step(shop: Store) -> None:
    before = dump(shop)
    tea, cup = sku(shop, "TEA-1"), sku(shop, "CUP-1")
    edits = [(tea, "shelf", "A-01"), (cup, "shelf", "main warehouse/A-01"), (cup, "title", "Cup")]
    assert shop.do(edit_stock, edits).value == 3
    with shop.read() as tx:
        assert [one.sku for one in find_lying(tx, place(shop, "A-01")) if one.is_home] == ["CUP-1", "TEA-1"]
    shop.do(edit_stock, [(tea, "shelf", None)])
    with shop.read() as tx:
        assert [one.sku for one in find_lying(tx, place(shop, "A-01"))] == ["CUP-1"]
    shop.undo()
    shop.undo()
    after = dump(shop)
    for name in ("warehouse", "sku_place", "sku", "product"):
        assert after[name] == before[name]


def test_many_products_get_one_shelf(shop: Store) -> None:
    both = [sku(shop, "TEA-1"), sku(shop, "CUP-1")]
    assert shop.do(set_shelf, both, place(shop, "Hangzhou"), "Z-9").value == 2
    assert shop.do(set_shelf, both, place(shop, "Hangzhou"), "z-9").value == 0
    assert shop.do(set_shelf, both[:1], place(shop, "Hangzhou"), "").value == 1


def test_a_place_is_renamed_with_its_shelves(shop: Store) -> None:
    far = place(shop, "Hangzhou")
    shop.do(add_shelf, far, "Z-9")
    shop.do(rename_place, far, "Ningbo")
    assert [code for (code,) in shown(shop, PLACE_ROWS, "code")] == ["main", "ningbo", "ningbo/z-9"]
    shop.do(add_warehouse, "Hangzhou")
    for name in ("Hangzhou", " "):
        with pytest.raises(UserError):
            shop.do(rename_place, far, name)
    assert shop.do(rename_place, main(shop), "Shop").value
    assert dict(shown(shop, PLACE_ROWS, "code", "place"))["main"] == "Shop"


def test_a_place_is_withdrawn_once_nothing_lies_there(shop: Store) -> None:
    far, tea = place(shop, "Hangzhou"), sku(shop, "TEA-1")
    shelf = shop.do(add_shelf, far, "Z-9").value
    shop.do(set_home, tea, far, shelf)
    shop.do(move_pieces, tea, main(shop), shelf, D(1))
    with pytest.raises(UserError, match="pieces of TEA-1"):
        shop.do(withdraw_place, far)
    shop.do(move_pieces, tea, shelf, main(shop), D(1))
    transfer = shop.do(send_transfer, main(shop), far, [(tea, D(1))]).value
    with pytest.raises(UserError, match="TR-00001"):
        shop.do(withdraw_place, far)
    shop.do(write_off_transfer, transfer, "lost")
    before = dump(shop)
    shop.do(withdraw_place, far)
    assert [code for (code,) in shown(shop, PLACE_ROWS, "code")] == ["main"]
    shop.undo()
    assert dump(shop)["warehouse"] == before["warehouse"]
    with pytest.raises(UserError, match="main warehouse"):
        shop.do(withdraw_place, main(shop))


def test_a_sku_under_its_warning_level_is_found(shop: Store) -> None:
    tea = sku(shop, "TEA-1")

    def under() -> list[Any]:
        keys = [column.key for column in STOCK_ROWS.sheet.columns]
        with shop.read() as tx:
            rows = fetch_first(tx, STOCK_ROWS, Query(filters=(("under", ">0"),)), 9)
        return [tuple(row[keys.index(key)] for key in ("sku", "warning_level", "under")) for _id, row in rows]

    assert under() == []
    assert shop.do(edit_stock, [(tea, "warning_level", D(100))]).value == 1
    [(code, level, missing)] = under()
    assert (code, level) == ("TEA-1", 100)
    there = D(100) - missing
    order = shop.do(save_purchase, [OrderedLine(tea, D(7))], supplier="Farm").value
    assert under() == [("TEA-1", 100, 100 - there)]  # a draft is no promise
    shop.do(order_purchase, order)
    assert under() == [("TEA-1", 100, 93 - there)]
    assert shop.do(edit_stock, [(tea, "warning_level", None)]).value == 1
    assert under() == []
    shop.undo()
    assert len(under()) == 1
    assert shop.do(edit_stock, [(tea, "warning_level", D(100))]).value == 0
    with pytest.raises(UserError, match="cannot be below zero"):
        shop.do(edit_stock, [(tea, "warning_level", D(-1))])
