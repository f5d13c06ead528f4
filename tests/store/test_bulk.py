"""Rows by the thousand: columns that say the same, and indexes that are built once all rows are there."""

from collections.abc import Iterator

import pytest
from sqlalchemy import TextClause, func, inspect, select, text

from shopdesk.store.action import action
from shopdesk.store.store import Store
from shopdesk.store.tables import Product, Sku
from shopdesk.store.tx import FEW, Tx

INDEX = "ix_sku_product_id"


@action("desk.edit", "Add SKUs")
def add_skus(tx: Tx, count: int, seen: list[bool] | None = None, *, fails: bool = False) -> None:
    """SKUs in the wrong order of their products; `seen`: whether their index stood while they came in."""
    product, sku = tx.reserve_ids(Product, count), tx.reserve_ids(Sku, count)
    tx.insert_many(Product, ("product_id", "title"), ((product + n, f"tea {n}") for n in range(count)))

    def rows() -> Iterator[tuple[object, ...]]:
        for n in range(count):
            yield sku + n, product + count - 1 - n, f"T-{sku + n}", "active"
        if fails:
            raise RuntimeError("halfway")

    with tx.indexed_afterwards(Sku, "product_id", count):
        if seen is not None:
            seen.append(INDEX in indexes(tx))
        tx.insert_many(Sku, ("sku_id", "product_id", "code", "state"), rows(), {"source_row": 7, "import_id": None})


def indexes(tx: Tx) -> set[str]:
    return {str(index["name"]) for index in inspect(tx.connection).get_indexes("sku")}


def test_what_is_the_same_is_said_once(store: Store) -> None:
    store.do(add_skus, 3)
    with store.read() as tx:
        assert tx.rows(select(Sku.source_row, Sku.import_id).distinct()) == [(7, None)]


def test_the_index_comes_back_and_finds_every_row(file_store: Store) -> None:
    seen: list[bool] = []
    with file_store.read() as tx:
        before = tx.rows(shape())
    file_store.do(add_skus, FEW, seen)
    with file_store.read() as tx:
        assert seen == [False]
        assert tx.rows(shape()) == before
        assert tx.scalar(select(func.count()).where(Sku.product_id > 0)) == FEW
        assert tx.connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


def test_a_table_that_holds_more_keeps_its_index(file_store: Store) -> None:
    seen: list[bool] = []
    file_store.do(add_skus, FEW * 2)
    file_store.do(add_skus, FEW, seen)
    file_store.do(add_skus, FEW - 1, seen)
    assert seen == [True, True]


def test_a_few_rows_keep_it_too(store: Store) -> None:
    seen: list[bool] = []
    store.do(add_skus, 3, seen)
    assert seen == [True]


def test_it_stands_after_a_failure(file_store: Store) -> None:
    with pytest.raises(RuntimeError):
        file_store.do(add_skus, FEW, fails=True)
    with file_store.read() as tx:
        assert INDEX in indexes(tx)
        assert tx.scalar(select(func.count(Sku.sku_id))) == 0


def shape() -> TextClause:
    """Every index with its statement."""
    return text("SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name")


@action("desk.edit", "Add products", undoable=True)
def add_products(tx: Tx, *titles: str) -> list[int]:
    """Products by one statement."""
    return tx.insert_all(Product, [{"title": title} for title in titles])


def test_rows_that_came_at_once_are_undone_and_redone_each(store: Store) -> None:
    def titles() -> list[tuple[object, ...]]:
        with store.read() as tx:
            return [
                tuple(row) for row in tx.rows(select(Product.product_id, Product.title).order_by(Product.product_id))
            ]

    done = store.do(add_products, "green", "black", "white")
    made = list(zip(done.value, ("green", "black", "white"), strict=True))
    assert titles() == made
    assert done.changes.rows["product"] == tuple(done.value)
    store.undo()
    assert titles() == []
    store.redo()
    assert titles() == made
    assert store.do(add_products).value == []
    assert min(store.do(add_products, "red").value) > max(done.value)
