"""A small shop with shelves for the tests of fulfilment: three goods, a bundle, two shelves, orders that wait."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, select
from tests.exchange.conftest import opened
from tests.exchange.counter import D, order, orders, sku, take_in

from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.fulfilment.allocation import Allocated, allocate_orders
from shopdesk.shop.fulfilment.reports import OnItsWay, find_way
from shopdesk.shop.orders.reports import ORDER_ROWS
from shopdesk.shop.orders.standing import blocker, stage
from shopdesk.shop.stock.actions import ReceiptLine, receive_goods
from shopdesk.shop.stock.places import add_shelf, put_away, set_home
from shopdesk.store.action import action
from shopdesk.store.store import Store
from shopdesk.store.tables import Allocation, BundlePart, SalesOrder, Sku, StockLevel, StockMove, Warehouse
from shopdesk.store.tx import Tx

GOODS = (("TEA-1", 10, 4), ("CUP-1", 5, 2), ("POT-1", 1, 30))
"""Code, pieces that came in, and what one cost."""


def stocked(store: Store) -> Store:
    """An open shop with goods on hand; tea has a shelf, the rest lies in the warehouse."""
    opened(store)
    ids = {code: store.do(add_product, code, code.title()).value for code, _pieces, _cost in GOODS}
    lines = [ReceiptLine(ids[code], D(pieces), D(cost)) for code, pieces, cost in GOODS]
    store.do(receive_goods, "GR-1", lines, received_at=datetime(2026, 1, 2, tzinfo=UTC))
    return store


def shelve(store: Store, code: str, shelf: str) -> int:
    """Give a SKU a shelf in the main warehouse and bring its pieces there; returns the shelf."""
    place = store.do(add_shelf, 1, shelf).value
    store.do(set_home, sku(store, code), 1, place)
    store.do(put_away, sku(store, code), 1)
    return int(place)


def sold(number: str, *goods: tuple[str, int], paid: str = "2026-03-19 09:00", **more: Any) -> list[dict[str, object]]:
    """Rows of an order that is paid and waits."""
    base = {"order_no": number, "state": "paid", "placed_at": paid, "paid_at": paid}
    return [
        {**base, "sku": code, "title": code, "quantity": count, "unit_price": "20", **more} for code, count in goods
    ]


def bring(store: Store, *some: Sequence[Mapping[str, object]], name: str = "orders.csv") -> None:
    """Import orders."""
    take_in(store, orders(*(row for rows in some for row in rows), name=name))


def oid(store: Store, number: str) -> int:
    """Id of the order of that number."""
    with store.read() as tx:
        return int(tx.scalar(select(SalesOrder.order_id).where(SalesOrder.order_no == number)))


def way(store: Store, number: str) -> OnItsWay:
    """How an order stands."""
    with store.read() as tx:
        found = find_way(tx, oid(store, number))
    assert found is not None
    return found


def allocate(store: Store, *numbers: str, partly: bool = False) -> Allocated:
    """Allocate these orders, or all."""
    return store.do(allocate_orders, [oid(store, n) for n in numbers] if numbers else None, partly=partly).value


def standing(store: Store) -> dict[str, tuple[str | None, str | None]]:
    """Order no. → stage and what keeps it, of open orders."""
    with store.read() as tx:
        rows = tx.rows(
            select(SalesOrder.order_no, stage().label("stage"), blocker().label("blocker"))
            .select_from(ORDER_ROWS.origin)
            .where(stage().is_not(None))
            .order_by(SalesOrder.order_no)
        )
    return {row.order_no: (row.stage, row.blocker) for row in rows}


def kept(store: Store) -> dict[tuple[str, str, str], Decimal]:
    """(order no., SKU, place) → pieces that are kept."""
    with store.read() as tx:
        rows = tx.rows(
            select(SalesOrder.order_no, Sku.code, Warehouse.title, Allocation.quantity)
            .join(Sku, Sku.sku_id == Allocation.sku_id)
            .join(SalesOrder, SalesOrder.order_id == Allocation.order_id)
            .join(Warehouse, Warehouse.warehouse_id == Allocation.place_id)
        )
    return {(row.order_no, row.code, row.title): row.quantity for row in rows}


def levels(store: Store) -> dict[tuple[str, str], Decimal]:
    """(SKU, place) → pieces on hand, as the moves say; those kept in the store must be the same."""
    with store.read() as tx:
        moved: dict[tuple[str, str], Decimal] = {}
        codes = {row.sku_id: row.code for row in tx.rows(select(Sku.sku_id, Sku.code))}
        places = {row.warehouse_id: row.title for row in tx.rows(select(Warehouse.warehouse_id, Warehouse.title))}
        for row in tx.rows(select(StockMove.sku_id, StockMove.warehouse_id, StockMove.quantity)):
            key = codes[row.sku_id], places[row.warehouse_id]
            moved[key] = moved.get(key, D(0)) + row.quantity
        told = {
            (codes[row.sku_id], places[row.warehouse_id]): row.on_hand
            for row in tx.rows(select(StockLevel.__table__))
            if row.on_hand
        }
    assert told == {key: pieces for key, pieces in moved.items() if pieces}
    return told


@action("catalog.edit", "Make a bundle")
def make_bundle(tx: Tx, sku_id: int, parts: Mapping[int, Decimal]) -> None:
    """Say what a SKU is made of."""
    for part_id, pieces in parts.items():
        tx.execute(insert(BundlePart).values(sku_id=sku_id, part_id=part_id, quantity=pieces))


def state(store: Store, number: str) -> str:
    """How far an order has come."""
    return str(order(store, number).order.state)
