"""Small deeds on a store for its tests: what a shop's actions do, and a few that nobody should do."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import BigInteger, Connection, LargeBinary, Text, text
from sqlalchemy.orm import DeclarativeBase

from shopdesk.store import guards
from shopdesk.store.action import action
from shopdesk.store.engine import connect
from shopdesk.store.store import Store
from shopdesk.store.tables import (
    Account,
    Base,
    Channel,
    ImportFile,
    JournalEntry,
    OrderLine,
    Posting,
    Product,
    Refund,
    SalesOrder,
    Sku,
    StockMove,
    Supplier,
    Warehouse,
)
from shopdesk.store.tx import Tx
from shopdesk.store.types import Day, Flag, Money, Quantity, UtcTime

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
BLANK: dict[type, Any] = {
    Text: "",
    BigInteger: 0,
    Money: Decimal(0),
    Quantity: Decimal(0),
    UtcTime: NOON,
    Day: NOON.date(),
    Flag: False,
    LargeBinary: b"",
}


def put(tx: Tx, model: type[DeclarativeBase], **values: Any) -> int:
    """Insert a row; columns that need a value and are not named get a blank one."""
    for column in model.__table__.columns:
        if not (column.nullable or column.primary_key or column.foreign_keys or column.name in values):
            values[column.name] = BLANK[type(column.type)]
    return tx.insert(model, **values)


def put_channel(tx: Tx, code: str) -> int:
    return put(tx, Channel, code=code, title="Web", currency="CNY")


@action("desk.edit", "Add channel", undoable=True)
def add_channel(tx: Tx, code: str, title: str = "Web") -> int:
    return put(tx, Channel, code=code, title=title, currency="CNY")


@action("desk.edit", "Name channel", undoable=True)
def name_channel(tx: Tx, channel_id: int, title: str) -> bool:
    tx.say("Name channel {title}", title=title)
    return tx.update(Channel, channel_id, title=title)


@action("desk.edit", "Remove channel", undoable=True)
def remove_channel(tx: Tx, channel_id: int) -> None:
    tx.delete(Channel, channel_id)


@action("desk.edit", "Fail", undoable=True)
def fail_halfway(tx: Tx) -> None:
    put(tx, Channel, code="half", title="Half", currency="CNY")
    raise RuntimeError("halfway")


@action("desk.edit", "Add suppliers")
def add_suppliers(tx: Tx, count: int) -> None:
    first = tx.reserve_ids(Supplier, count)
    tx.insert_many(Supplier, ("supplier_id", "name"), ((i, f"supplier {i}") for i in range(first, first + count)))


@action("store.create", "Fill the shop")
def fill(tx: Tx) -> None:
    """One SKU, ten bought and two sold on an order refunded in part. Every id is 1; moves and entries: 1, 2."""
    tx.import_id = put(tx, ImportFile, file_name="orders.xlsx")
    put(tx, Channel, code="web", title="Web", currency="CNY")
    put(tx, Warehouse, code="main", title="Main", kind="warehouse")
    put(tx, Product, title="Tea")
    put(tx, Sku, product_id=1, code="T-1", state="active")
    for code in ("stock", "sales"):
        put(tx, Account, code=code, title=code, kind="asset")
    parts = {"goods": Decimal(100), "discount": Decimal(10), "shipping": Decimal(5), "total": Decimal(95)}
    put(tx, SalesOrder, channel_id=1, order_no="A1", kind="sale", state="paid", refunded=Decimal(20), **parts)
    sold = {"quantity": Decimal(2), "unit_price": Decimal(50), "amount": Decimal(100)}
    put(tx, OrderLine, order_id=1, kind="product", sku_id=1, **sold)
    put(tx, Refund, order_id=1, amount=Decimal(20))
    move(tx, Decimal(10), document=("receipt", 1))
    move(tx, Decimal(-2), document=("order", 1), line_id=1)


def move(
    tx: Tx,
    quantity: Decimal,
    *,
    document: tuple[str, int] = ("adjustment", 0),
    line_id: int | None = None,
    at: datetime = NOON,
) -> None:
    """Move stock of the one SKU, with its level and an entry of as much money."""
    put(
        tx,
        StockMove,
        sku_id=1,
        warehouse_id=1,
        quantity=quantity,
        reason="adjust",
        moved_at=at,
        line_id=line_id,
        document_kind=document[0],
        document_id=document[1],
        change_id=tx.change_id,
        import_id=tx.import_id,
    )
    tx.execute(
        text(
            "INSERT INTO stock_level (sku_id, warehouse_id, on_hand) VALUES (1, 1, :pieces) "
            "ON CONFLICT (sku_id, warehouse_id) DO UPDATE SET on_hand = stock_level.on_hand + excluded.on_hand"
        ),
        {"pieces": int(quantity * 1_000)},
    )
    entry_id = put(tx, JournalEntry, entry_on=at.date(), kind="stock", change_id=tx.change_id, import_id=tx.import_id)
    put(tx, Posting, entry_id=entry_id, account_id=1, amount=quantity)
    put(tx, Posting, entry_id=entry_id, account_id=2, amount=-quantity)


@action("stock.move", "Move stock")
def move_stock(tx: Tx, quantity: Decimal, at: datetime = NOON) -> None:
    move(tx, quantity, at=at)


@action("stock.move", "Take one")
def take_one(tx: Tx) -> int:
    """Read, then write what was read less one: what loses updates where two may read the same."""
    left = int(tx.scalar(text("SELECT on_hand FROM stock_level WHERE sku_id = 1"))) - 1_000
    tx.execute(text("UPDATE stock_level SET on_hand = :left WHERE sku_id = 1"), {"left": left})
    return left


@contextmanager
def around_the_guards(store: Store) -> Iterator[Connection]:
    """A foreign hand in the store: no guards, no foreign keys, no journal."""
    with store._writer.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
        with connection.begin():
            if connection.dialect.name != "sqlite":
                connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            guards.remove(connection)
            yield connection
            guards.install(connection)
        if connection.dialect.name == "sqlite":
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]


def dump(store: Store) -> dict[str, list[Any]]:
    """Every row of every table but the journal's."""
    with store.read() as tx:
        names = [table.name for table in Base.metadata.sorted_tables if table.name not in {"change", "change_row"}]
        return {name: sorted(map(tuple, tx.rows(text(f"SELECT * FROM {name}"))), key=repr) for name in names}


def set_schema(path: Path, number: int) -> None:
    """Make a closed store say that it is of another schema."""
    with closing(connect(path)) as connection:
        connection.execute(f"UPDATE setting SET value = '{number}' WHERE name = 'schema'")
        connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("PRAGMA journal_mode = DELETE")


def scribble(path: Path) -> None:
    """Overwrite every page but the first."""
    size = path.stat().st_size
    with path.open("rb+") as file:
        file.seek(4096)
        file.write(os.urandom(size - 4096))


def spoil_page(path: Path) -> None:
    """Blank the root of an index of a closed store that no opening touches: a look at every page sees it."""
    with closing(connect(path)) as connection:
        asked = "SELECT rootpage FROM sqlite_master WHERE type = 'index' AND tbl_name = 'saved_mapping'"
        (root,) = connection.execute(asked).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with path.open("rb+") as file:
        file.seek((root - 1) * size)
        file.write(bytes(size))
