"""Tracing a lot to its orders and an order to its lots, and what expires."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from tests.exchange.conftest import opened
from tests.exchange.counter import D, assert_sound, give_back, sku, table, take_in
from tests.store_fixtures import Make

from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.stock.actions import ReceiptLine, receive_goods
from shopdesk.shop.stock.lots import block_lot
from shopdesk.shop.stock.trace import (
    LOT_ROWS,
    RECALL_ROWS,
    find_lot_orders,
    find_lots,
    find_order_lots,
    recall_of,
)
from shopdesk.store.rows import Query, RowSource, count, fetch_first, fetch_totals
from shopdesk.store.store import Store
from shopdesk.store.tables import Lot, SalesOrder


def open_up(store: Store) -> None:
    """L-1 (three, May) and L-2 (five, August) of the tea, from one supplier; A-1 took four, A-2 two."""
    opened(store)
    store.do(add_product, "TEA-1", "Longjing")
    tea = sku(store, "TEA-1")
    came = [
        ReceiptLine(tea, D(3), D(5), lot_no="L-1", expires_on=date(2026, 5, 1)),
        ReceiptLine(tea, D(5), D(5), lot_no="L-2", expires_on=date(2026, 8, 1)),
    ]
    store.do(receive_goods, "GR-1", came, supplier="Farm", received_at=datetime(2026, 2, 1, tzinfo=UTC))
    sell(store, "a.csv", ("A-1", 4), ("A-2", 2))


@pytest.fixture
def shop(new_store: Make) -> Store:
    return new_store(open_up)


def sell(store: Store, name: str, *sales: tuple[str, int]) -> int:
    rows = [sale(number, quantity) for number, quantity in sales]
    return take_in(store, table(list(rows[0]), *(list(row.values()) for row in rows), name=name))


def sale(number: str, quantity: int) -> dict[str, Any]:
    own = {"order_no": number, "state": "shipped", "placed_at": "2026-03-01 10:00", "shipped_at": "2026-03-02 10:00"}
    return {
        **own, "sku": "TEA-1", "quantity": quantity, "unit_price": "9.00", "recipient": "Wang Lei",
        "phone": "13800001234", "customer_no": "wang",
    }  # fmt: skip


def ids(shop: Store) -> dict[str, int]:
    with shop.read() as tx:
        lots = {row.lot_no: row.lot_id for row in tx.rows(select(Lot.lot_no, Lot.lot_id))}
        return lots | {row.order_no: row.order_id for row in tx.rows(select(SalesOrder.order_no, SalesOrder.order_id))}


def shown(shop: Store, source: RowSource, *keys: str) -> list[tuple[Any, ...]]:
    places = [[column.key for column in source.sheet.columns].index(key) for key in keys]
    with shop.read() as tx:
        rows = fetch_first(tx, source, Query(), 20)
        assert count(tx, source, Query()) == len(rows)
    return [tuple(values[place] for place in places) for _id, values in rows]


def test_a_lot_leads_to_its_orders_and_an_order_to_its_lots(shop: Store) -> None:
    known = ids(shop)
    with shop.read() as tx:
        got = [(one.order_no, one.channel, one.recipient, one.pieces) for one in find_lot_orders(tx, known["L-2"])]
        assert got == [("A-1", "Direct sales", "Wang Lei", D(1)), ("A-2", "Direct sales", "Wang Lei", D(2))]
        assert [(one.lot_no, one.pieces) for one in find_order_lots(tx, known["A-1"])] == [("L-1", D(3)), ("L-2", D(1))]
    assert shown(shop, RECALL_ROWS, "lot_no", "order_no", "pieces", "customer_no", "phone") == [
        ("L-1", "A-1", D(3), "wang", "13800001234"),
        ("L-2", "A-1", D(1), "wang", "13800001234"),
        ("L-2", "A-2", D(2), "wang", "13800001234"),
    ]
    assert shown(shop, recall_of([known["L-1"]]), "order_no") == [("A-1",)]
    assert all(RECALL_ROWS.sheet.column(key).personal for key in ("recipient", "phone", "customer_no", "address"))


def test_what_came_back_is_no_longer_out_there(shop: Store) -> None:
    again = sell(shop, "b.csv", ("A-1", 1), ("A-2", 2))
    assert shown(shop, RECALL_ROWS, "lot_no", "order_no", "pieces") == [("L-1", "A-1", D(1)), ("L-2", "A-2", D(2))]
    give_back(shop, again)
    assert len(shown(shop, RECALL_ROWS, "lot_no")) == 3
    assert_sound(shop)


def test_the_list_of_lots(shop: Store) -> None:
    keys = ("lot_no", "sku", "expires_on", "state", "on_hand", "came_in", "orders", "supplier", "first_in")
    came = datetime(2026, 2, 1, tzinfo=UTC)
    assert shown(shop, LOT_ROWS, *keys) == [
        ("L-1", "TEA-1", date(2026, 5, 1), "active", D(0), D(3), 1, "Farm", came),
        ("L-2", "TEA-1", date(2026, 8, 1), "active", D(2), D(5), 2, "Farm", came),
    ]
    with shop.read() as tx:
        assert fetch_totals(tx, LOT_ROWS, Query())["on_hand"].sum == Decimal(2)
        assert count(tx, LOT_ROWS, Query(filters=(("on_hand", ">0"),))) == 1


def test_what_expires_soon_is_what_is_there(shop: Store) -> None:
    keys = [column.key for column in LOT_ROWS.sheet.columns]

    def found(today: date, days: int) -> list[tuple[str, Decimal]]:
        with shop.read() as tx:
            wanted = Query(filters=(("on_hand", ">0"), ("expires_on", f"..+{days}d")), today=today)
            return [
                (row[keys.index("lot_no")], row[keys.index("on_hand")])
                for _id, row in fetch_first(tx, LOT_ROWS, wanted, 9)
            ]

    assert found(date(2026, 7, 2), 30) == []
    assert found(date(2026, 7, 3), 30) == [("L-2", D(2))]
    assert found(date(2026, 9, 1), 1) == [("L-2", D(2))], "what is over is the most urgent"
    shop.do(block_lot, ids(shop)["L-2"])
    assert found(date(2026, 7, 3), 30) == [("L-2", D(2))], "a blocked one lies there as well"
    with shop.read() as tx:
        assert [(one.lot_no, one.state) for one in find_lots(tx, sku(shop, "TEA-1"))] == [("L-2", "blocked")]
