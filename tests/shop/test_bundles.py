"""Bundles: sold as one, taken from the shelf as their parts, and their cost is what the parts cost."""

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from tests.exchange.conftest import opened
from tests.exchange.counter import D, assert_sound, give_back, moves, orders, sku, stock, take_in, views
from tests.store.deeds import dump
from tests.store_fixtures import Make

from shopdesk.shop.catalog.actions import add_product, edit_sku
from shopdesk.shop.catalog.bundles import Part, parts_of, set_parts
from shopdesk.shop.orders.reports import ORDER_ROWS, By, find_order
from shopdesk.shop.profit.reports import count_unknown, fetch_profit
from shopdesk.shop.stock.actions import ReceiptLine, receive_goods
from shopdesk.shop.stock.reports import fetch_stock
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.store import Store
from shopdesk.store.tables import SalesOrder, StockMove
from shopdesk.text import UserError


def open_up(store: Store) -> None:
    """A gift box of two teas and a cup; ten of each at 5.00 and 3.00."""
    opened(store)
    for code in ("TEA-1", "CUP-1", "POT-1", "BOX-1"):
        store.do(add_product, code, code)
    stock_up = [ReceiptLine(sku(store, "TEA-1"), D(20), D(5)), ReceiptLine(sku(store, "CUP-1"), D(10), D(3))]
    store.do(receive_goods, "GR-1", stock_up)
    bundle(store, {"TEA-1": 2, "CUP-1": 1})


@pytest.fixture
def shop(new_store: Make) -> Store:
    return new_store(open_up)


def bundle(shop: Store, parts: dict[str, int], code: str = "BOX-1") -> None:
    shop.do(set_parts, sku(shop, code), {sku(shop, part): D(pieces) for part, pieces in parts.items()})


def row(state: str = "shipped", quantity: int = 2, code: str = "BOX-1", **more: object) -> dict[str, Any]:
    told = {"order_no": "A-1", "state": state, "placed_at": "2026-03-01 10:00", "paid_at": "2026-03-01 11:00"}
    return {**told, "sku": code, "quantity": quantity, "unit_price": "30.00", **more}


def sell(shop: Store, *rows: dict[str, Any], name: str = "a.csv") -> int:
    return take_in(shop, orders(*rows, name=name))


def figures(shop: Store) -> tuple[dict[str, Decimal], list[tuple[str, Decimal, Decimal]]]:
    """On hand; and profit by SKU: code, cost of goods, pieces of unknown cost."""
    with shop.read() as tx:
        profit = fetch_profit(tx, By.SKU)
    return stock(shop), [(code, one.cogs, one.unknown_units) for code, one in sorted(profit.items()) if code]


def shown(shop: Store) -> list[Any]:
    """Profit of each order."""
    at = [column.key for column in ORDER_ROWS.sheet.columns].index("profit")
    with shop.read() as tx:
        return [values[at] for _id, values in fetch_first(tx, ORDER_ROWS, Query(), 9)]


def test_a_sale_takes_the_parts_and_costs_what_they_cost(shop: Store) -> None:
    sell(shop, row(), row(code="CUP-1", quantity=1, unit_price="9.00"))
    assert moves(shop, "A-1") == [("TEA-1", "sale", D(-4)), ("CUP-1", "sale", D(-2)), ("CUP-1", "sale", D(-1))]
    on_hand, profit = figures(shop)
    assert on_hand == {"BOX-1": D(0), "CUP-1": D(7), "POT-1": D(0), "TEA-1": D(16)}
    assert profit == [("BOX-1", D(26), D(0)), ("CUP-1", D(3), D(0))]
    assert shown(shop) == [D(40)]
    with shop.read() as tx:
        detail = find_order(tx, tx.scalar(select(SalesOrder.order_id)))
    assert detail is not None
    assert [line.cost for line in detail.lines] == [D(26), D(3)]
    assert_sound(shop)


def test_however_an_order_came_to_be_shipped_it_moved_the_same(shop: Store) -> None:
    sell(shop, row("paid"))
    with shop.read() as tx:
        kept = {one.sku: (one.reserved, one.available) for one in fetch_stock(tx)}
    assert kept == {
        "BOX-1": (D(0), D(0)), "CUP-1": (D(2), D(8)), "POT-1": (D(0), D(0)), "TEA-1": (D(4), D(16))
    }  # fmt: skip
    sell(shop, row("shipped"), name="b.csv")
    assert moves(shop, "A-1") == [("TEA-1", "sale", D(-4)), ("CUP-1", "sale", D(-2))]
    assert figures(shop)[1] == [("BOX-1", D(26), D(0))]
    assert_sound(shop)


def test_changing_the_parts_later_leaves_what_was_moved(shop: Store) -> None:
    sell(shop, row())
    before = views(shop)
    bundle(shop, {"TEA-1": 1, "POT-1": 3})
    assert views(shop) == before
    sell(shop, row("completed"), name="b.csv")
    assert moves(shop, "A-1") == [("TEA-1", "sale", D(-4)), ("CUP-1", "sale", D(-2))]
    # What leaves from now on takes what it is made of now; so does a line whose pieces change.
    sell(shop, row(order_no="A-2", quantity=1), name="c.csv")
    assert moves(shop, "A-2") == [("TEA-1", "sale", D(-1)), ("POT-1", "sale", D(-3))]
    sell(shop, row("completed", quantity=3), name="d.csv")
    assert sum((pieces for code, _why, pieces in moves(shop, "A-1") if code == "CUP-1"), D(0)) == 0
    assert stock(shop) == {"BOX-1": D(0), "CUP-1": D(10), "POT-1": D(-12), "TEA-1": D(16)}
    assert_sound(shop)


def test_a_sku_that_becomes_a_bundle_keeps_what_it_moved_itself(shop: Store) -> None:
    sell(shop, row(code="POT-1"))
    bundle(shop, {"CUP-1": 4}, "POT-1")
    sell(shop, row("completed", code="POT-1"), name="b.csv")
    assert moves(shop, "A-1") == [("POT-1", "sale", D(-2))]
    bundle(shop, {}, "POT-1")
    assert_sound(shop)


def test_a_returned_bundle_brings_its_parts_back(shop: Store) -> None:
    sell(shop, row(), row(order_no="R-1", kind="return", quantity=-1))
    assert stock(shop)["TEA-1"] == D(18)
    assert_sound(shop)


def test_a_part_without_a_cost_leaves_the_bundle_unknown_until_somebody_tells_it(shop: Store) -> None:
    bundle(shop, {"TEA-1": 2, "POT-1": 1})
    sell(shop, row())
    assert (shown(shop), figures(shop)[1]) == ([None], [("BOX-1", D(20), D(2))])
    with shop.read() as tx:
        assert count_unknown(tx) == 1
    assert_sound(shop)
    shop.do(edit_sku, sku(shop, "POT-1"), cost=D(7))
    assert (shown(shop), figures(shop)[1]) == ([D(26)], [("BOX-1", D(34), D(0))])
    assert_sound(shop)
    shop.undo()
    assert figures(shop)[1] == [("BOX-1", D(20), D(2))]
    assert_sound(shop)


def test_an_import_of_bundles_is_taken_back_whole(shop: Store) -> None:
    before = views(shop)
    import_id = sell(shop, row())
    give_back(shop, import_id)
    assert views(shop) == before
    with shop.read() as tx:
        of_parts = select(StockMove.bundles).where(StockMove.bundle_id.is_not(None))
        assert tx.scalars(of_parts.order_by(StockMove.move_id)) == [D(-2), D(-2), D(2), D(2)]
    assert_sound(shop)


def test_what_cannot_be_a_bundle(shop: Store) -> None:
    box, tea, cup, pot = (sku(shop, code) for code in ("BOX-1", "TEA-1", "CUP-1", "POT-1"))
    before = dump(shop)
    refused = {
        (pot, pot, 1): "POT-1 cannot be a part of itself.",
        (pot, box, 1): "BOX-1 is a bundle itself. Name its parts instead.",
        (tea, pot, 1): "TEA-1 is a part of BOX-1: it cannot be a bundle as well.",
        (pot, cup, 0): "The quantity must be more than zero.",
        (pot, 999, 1): "This product no longer exists.",
    }
    for (whole, part, pieces), sentence in refused.items():
        with pytest.raises(UserError) as met:
            shop.do(set_parts, whole, {part: D(pieces)})
        assert (str(met.value), dump(shop)) == (sentence, before)


def test_parts_are_edited_and_undone(shop: Store) -> None:
    box, tea, cup, pot = (sku(shop, code) for code in ("BOX-1", "TEA-1", "CUP-1", "POT-1"))
    first = [Part(tea, D(2)), Part(cup, D(1))]
    assert shop.do(set_parts, box, {tea: D(3), pot: D(1)}).value
    assert not shop.do(set_parts, box, {tea: D(3), pot: D(1)}).value
    with shop.read() as tx:
        assert parts_of(tx, [box, tea]) == {box: [Part(tea, D(3)), Part(pot, D(1))]}
    shop.undo()
    with shop.read() as tx:
        assert parts_of(tx, [box]) == {box: first}
