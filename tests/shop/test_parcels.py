"""Orders that leave in parcels: what is in them has moved, each on its day, and nothing twice when the rest follows."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from tests.exchange.conftest import opened
from tests.exchange.counter import D, assert_sound, give_back, moves, orders, sku, stock, take_in, views
from tests.store_fixtures import Make

from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.catalog.bundles import set_parts
from shopdesk.shop.fulfilment.allocation import allocate_orders
from shopdesk.shop.fulfilment.shipping import Parcel, ship_orders, take_back_shipment
from shopdesk.shop.orders.reports import ORDER_ROWS
from shopdesk.shop.orders.rules import portions
from shopdesk.shop.stock.actions import ReceiptLine, receive_goods
from shopdesk.shop.stock.reports import fetch_stock
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.store import Store
from shopdesk.store.tables import Allocation, OrderLine, SalesOrder, StockMove

FIRST, SECOND = datetime(2026, 3, 3, 2, tzinfo=UTC), datetime(2026, 3, 5, 2, tzinfo=UTC)


def open_up(store: Store) -> None:
    """Twenty of the tea at 5.00 and of the cup at 3.00; a paid order of five teas and one box of two teas and a cup."""
    opened(store)
    for code in ("TEA-1", "CUP-1", "BOX-1"):
        store.do(add_product, code, code)
    stock_up = [ReceiptLine(sku(store, "TEA-1"), D(20), D(5)), ReceiptLine(sku(store, "CUP-1"), D(20), D(3))]
    store.do(receive_goods, "GR-1", stock_up, received_at=datetime(2026, 2, 1, tzinfo=UTC))
    store.do(set_parts, sku(store, "BOX-1"), {sku(store, "TEA-1"): D(2), sku(store, "CUP-1"): D(1)})
    tell(store, "paid")


@pytest.fixture
def shop(new_store: Make) -> Store:
    return new_store(open_up)


def tell(shop: Store, state: str, tea: int = 5, name: str = "a.csv") -> None:
    own = {"order_no": "A-1", "state": state, "placed_at": "2026-03-01 10:00", "paid_at": "2026-03-01 11:00"}
    rows: list[dict[str, Any]] = [
        {**own, "sku": "TEA-1", "quantity": tea, "unit_price": "9.00"},
        {**own, "sku": "BOX-1", "quantity": 2, "unit_price": "30.00"},
    ]
    take_in(shop, orders(*rows, name=name))


def ship(shop: Store, at: datetime, tea: int = 0, box: int = 0) -> int:
    with shop.read() as tx:
        order_id = tx.scalar(select(SalesOrder.order_id))
        ids = {row.sku_id: row.line_id for row in tx.rows(select(OrderLine.sku_id, OrderLine.line_id))}
    lines = {ids[sku(shop, "TEA-1")]: D(tea), ids[sku(shop, "BOX-1")]: D(box)}
    shipment: int = shop.do(ship_orders, [Parcel(order_id, shipped_at=at, lines=lines)]).value[0]
    return shipment


def gone(shop: Store) -> dict[str, tuple[Decimal, Decimal]]:
    """SKU → what has left of it, and what is reserved."""
    with shop.read() as tx:
        return {one.sku: (20 - one.on_hand, one.reserved) for one in fetch_stock(tx) if one.sku != "BOX-1"}


def profit(shop: Store) -> Decimal | None:
    at = [column.key for column in ORDER_ROWS.sheet.columns].index("profit")
    with shop.read() as tx:
        found: Decimal | None = fetch_first(tx, ORDER_ROWS, Query(), 1)[0][1][at]
    return found


def test_a_parcel_moves_what_is_in_it_and_the_rest_follows(shop: Store) -> None:
    assert gone(shop) == {"TEA-1": (D(0), D(9)), "CUP-1": (D(0), D(2))}
    ship(shop, FIRST, tea=2, box=1)
    assert gone(shop) == {"TEA-1": (D(4), D(5)), "CUP-1": (D(1), D(1))}
    assert profit(shop) is None, "nobody knows yet what the rest costs"
    assert_sound(shop)
    ship(shop, SECOND, tea=3, box=1)
    assert gone(shop) == {"TEA-1": (D(9), D(0)), "CUP-1": (D(2), D(0))}
    assert profit(shop) == D(54)
    with shop.read() as tx:
        days = tx.scalars(select(StockMove.moved_at).where(StockMove.document_kind == "order").distinct())
        assert sorted(days) == [FIRST, SECOND]
        assert tx.scalar(select(StockMove.move_id).where(StockMove.reverses_id.is_not(None))) is None
    assert_sound(shop)


def test_a_file_that_says_shipped_sends_the_rest(shop: Store) -> None:
    ship(shop, FIRST, tea=2)
    tell(shop, "shipped", name="b.csv")
    assert gone(shop) == {"TEA-1": (D(9), D(0)), "CUP-1": (D(2), D(0))}
    assert moves(shop, "A-1") == [
        ("TEA-1", "sale", D(-2)), ("TEA-1", "sale", D(-3)), ("TEA-1", "sale", D(-4)), ("CUP-1", "sale", D(-2))
    ]  # fmt: skip
    assert_sound(shop)


def test_what_a_bundle_is_made_of_may_change_between_two_parcels(shop: Store) -> None:
    ship(shop, FIRST, box=1)
    shop.do(set_parts, sku(shop, "BOX-1"), {sku(shop, "CUP-1"): D(4)})
    ship(shop, SECOND, tea=5, box=1)
    assert gone(shop) == {"TEA-1": (D(9), D(0)), "CUP-1": (D(2), D(0))}, "one line is made of the same parts"
    assert_sound(shop)


def test_the_rest_of_a_bundle_is_kept_as_what_it_leaves_as(shop: Store) -> None:
    """Two teas and a cup left; now the box is four cups: reserved, kept and asked for is what the rest leaves as."""
    first = ship(shop, FIRST, box=1)
    shop.do(set_parts, sku(shop, "BOX-1"), {sku(shop, "CUP-1"): D(4)})
    assert gone(shop) == {"TEA-1": (D(2), D(7)), "CUP-1": (D(1), D(1))}
    shop.do(allocate_orders)
    with shop.read() as tx:
        kept = {(row.sku_id, row.quantity) for row in tx.rows(select(Allocation.sku_id, Allocation.quantity))}
    assert kept == {(sku(shop, "TEA-1"), D(5)), (sku(shop, "TEA-1"), D(2)), (sku(shop, "CUP-1"), D(1))}
    shop.do(take_back_shipment, first)
    assert gone(shop) == {"TEA-1": (D(0), D(5)), "CUP-1": (D(0), D(8))}, "nothing has left: it is made anew"
    assert_sound(shop)


def test_what_is_short_is_told_by_the_parts_that_leave(shop: Store) -> None:
    """There are 18 teas: a box that is made of a hundred cups by now takes none of them."""
    ship(shop, FIRST, box=1)
    shop.do(set_parts, sku(shop, "BOX-1"), {sku(shop, "CUP-1"): D(100)})
    ship(shop, SECOND, box=1)
    assert gone(shop) == {"TEA-1": (D(4), D(5)), "CUP-1": (D(2), D(0))}
    assert_sound(shop)


def test_a_parcel_that_was_a_mistake_comes_back_with_what_was_in_it(shop: Store) -> None:
    first = ship(shop, FIRST, tea=2, box=1)
    ship(shop, SECOND, tea=3, box=1)
    shop.do(take_back_shipment, first)
    assert gone(shop) == {"TEA-1": (D(5), D(4)), "CUP-1": (D(1), D(1))}
    assert_sound(shop)
    ship(shop, SECOND, tea=2, box=1)
    assert gone(shop) == {"TEA-1": (D(9), D(0)), "CUP-1": (D(2), D(0))}
    assert_sound(shop)


def test_fewer_pieces_after_a_parcel(shop: Store) -> None:
    """What left stays gone, the rest is what the line says now."""
    ship(shop, FIRST, tea=2)
    tell(shop, "paid", tea=3, name="b.csv")
    assert gone(shop)["TEA-1"] == (D(2), D(5))
    tell(shop, "shipped", tea=3, name="c.csv")
    assert (gone(shop)["TEA-1"], stock(shop)["CUP-1"]) == ((D(7), D(0)), D(18))
    assert_sound(shop)


def test_a_line_that_its_file_takes_away_is_in_no_parcel_until_that_is_taken_back(shop: Store) -> None:
    ship(shop, FIRST, tea=2, box=1)
    before = views(shop)
    own = {"order_no": "A-1", "state": "paid", "placed_at": "2026-03-01 10:00", "paid_at": "2026-03-01 11:00"}
    later = take_in(shop, orders({**own, "sku": "BOX-1", "quantity": 2, "unit_price": "30.00"}, name="b.csv"))
    assert gone(shop) == {"TEA-1": (D(2), D(2)), "CUP-1": (D(1), D(1))}
    assert_sound(shop)
    give_back(shop, later)
    assert views(shop) == before
    assert_sound(shop)


def test_a_refund_between_two_parcels_leaves_what_has_left(shop: Store) -> None:
    ship(shop, FIRST, tea=2, box=1)
    tell(shop, "refunded", name="b.csv")
    assert gone(shop) == {"TEA-1": (D(4), D(0)), "CUP-1": (D(1), D(0))}
    assert_sound(shop)


@pytest.mark.parametrize(
    ("pieces", "parcels", "gone_at", "moved"),
    [
        (-5, [], 9, [(9, -5)]),
        (-5, [], None, []),
        (-5, [(1, 2)], None, [(1, -2)]),
        (-5, [(1, 2), (3, 1)], 9, [(1, -2), (3, -1), (9, -2)]),
        (-5, [(1, 2), (3, 3)], 9, [(1, -2), (3, -3)]),
        (-5, [(1, 4), (3, 4)], None, [(1, -4), (3, -1)]),
        (5, [(1, 2)], 9, [(9, 5)]),
    ],
)
def test_portions(
    pieces: int, parcels: list[tuple[int, int]], gone_at: int | None, moved: list[tuple[int, int]]
) -> None:
    assert portions(pieces, parcels, gone_at) == moved
