"""Exported layers read back by DuckDB, which has never heard of ShopDesk."""

from pathlib import Path
from typing import Any

import duckdb

from shopdesk.exchange.layers import TABLES, Progress, Written, file_of, write_layers
from shopdesk.shop.layers.layer import Layer, Span
from shopdesk.store.store import Store


def export(
    store: Store, folder: Path, *layers: Layer, span: Span | None = None, progress: Progress | None = None
) -> Written:
    with store.read() as tx:
        return write_layers(tx, folder, layers, span, progress)


class Warehouse:
    """The tables of a folder, by their names."""

    def __init__(self, folder: Path) -> None:
        self._duck = duckdb.connect()
        for table in TABLES:
            path = folder / file_of(table)
            if path.exists():
                self._duck.execute(f"CREATE VIEW {table.name} AS SELECT * FROM '{path}'")

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self._duck.execute(sql).fetchall()

    def one(self, sql: str) -> tuple[Any, ...]:
        (row,) = self.rows(sql)
        return row

    def types(self, table: str) -> dict[str, str]:
        return {row[0]: row[1] for row in self.rows(f"DESCRIBE {table}")}
