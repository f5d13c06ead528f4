"""The store as open layers: what there is, and its tables as Parquet files that any warehouse reads on."""

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from shopdesk import __version__
from shopdesk.exchange.coded import Coded
from shopdesk.exchange.kinds import FILES
from shopdesk.exchange.reading.wire import unpack
from shopdesk.exchange.values import mask_text
from shopdesk.shop.columns import Column
from shopdesk.shop.layers import sheets
from shopdesk.shop.layers.daily import DAILY
from shopdesk.shop.layers.facts import FACTS
from shopdesk.shop.layers.figures import FIGURES, tell
from shopdesk.shop.layers.layer import LAYER_MEANINGS, LAYER_TITLES, Layer, LayerTable, Rows, Span
from shopdesk.shop.layers.raw import IMPORT_FILES, count_rows, read_pages
from shopdesk.shop.layers.words import meaning_of, unit_of
from shopdesk.shop.profit.definitions import PROFIT_FIGURES, STOCK_FIGURES
from shopdesk.store.tx import Tx
from shopdesk.text import _, language

Progress = Callable[[int, int, str], None]
"""Hears rows written, rows in all as far as they are known, and the table; may raise to stop."""
FORMAT: Final = "shopdesk layers"
MANIFEST: Final = "schema.json"


def _read_rows(tx: Tx, span: Span) -> Iterator[Rows]:
    for found, packed in read_pages(tx, span):
        chunk, personal = unpack(packed), _personal(found)
        columns = [_masked(cells) if n in personal else cells for n, cells in enumerate(chunk.columns)]
        rows = zip(*columns, strict=True) if columns else iter([()] * len(chunk.row_numbers))
        yield [(found.import_id, row, cells) for row, cells in zip(chunk.row_numbers, rows, strict=True)]


def _personal(found: Any) -> set[int]:
    """Places of the columns that were read as personal data; most are blank in the store, bare numbers are not."""
    plan, sheet = json.loads(found.plan), FILES[found.kind]
    names = {header for key, header in plan["fields"].items() if sheet.column(key).personal}
    return {place for place, header in enumerate(plan["headers"]) if header in names}


def _masked(cells: Sequence[str]) -> Coded:
    made = Coded.of(cells)
    return Coded([mask_text(text) for text in made.texts], made.codes)


RAW: Final = (
    IMPORT_FILES,
    LayerTable(Layer.RAW, sheets.RAW_ROW, _read_rows, count_rows, lists=frozenset({"cells"})),
)
TABLES: Final = (*RAW, *FACTS, *DAILY, *FIGURES)
"""Every table of every layer."""


@dataclass(frozen=True, slots=True)
class Written:
    """What an export came to: the folder's manifest, its tables and their rows."""

    manifest: Path
    tables: int
    rows: int


def chosen(layers: Collection[Layer] = ()) -> list[LayerTable]:
    """The tables of these layers; of all where none is named."""
    return [table for table in TABLES if not layers or table.layer in layers]


def describe_layers(
    tx: Tx, layers: Collection[Layer] = (), span: Span | None = None, progress: Progress | None = None
) -> list[dict[str, Any]]:
    """Each layer with its tables, their rows and columns, in the language spoken now."""
    told: dict[str, int] = {}
    for table in chosen(layers):
        if progress:
            progress(0, 0, _(table.sheet.title))
        told[table.name] = rows_of(tx, table, span or Span())
    return layers_told(tx.currency, told)


def rows_of(tx: Tx, table: LayerTable, span: Span) -> int:
    """How many rows a table has."""
    if table.count is not None:
        return table.count(tx, span)
    return sum(len(batch) for batch in table.read(tx, span))


def layers_told(currency: str, rows: dict[str, int]) -> list[dict[str, Any]]:
    """The layers to which these tables (name → rows) belong, as a manifest tells them."""
    return [
        {
            "layer": layer.value,
            "title": _(LAYER_TITLES[layer]),
            "meaning": _(LAYER_MEANINGS[layer]),
            "tables": tables,
        }
        for layer in Layer
        if (tables := [table_told(t, currency, rows[t.name]) for t in chosen([layer]) if t.name in rows])
    ]


def table_told(table: LayerTable, currency: str, rows: int) -> dict[str, Any]:
    """A table as a manifest tells it."""
    return {
        "table": table.name,
        "title": _(table.sheet.title),
        "meaning": _(table.sheet.help),
        "file": file_of(table),
        "rows": rows,
        "columns": [_column_told(table, column, currency) for column in table.sheet.columns],
    }


def _column_told(table: LayerTable, column: Column, currency: str) -> dict[str, Any]:
    from shopdesk.exchange.writing.parquet_columns import LOGIC

    words = LOGIC[column.kind].words
    told: dict[str, Any] = {
        "column": column.key,
        "type": f"LIST({words})" if column.key in table.lists else words,
        "unit": unit_of(column, currency, table.name),
        "title": _(column.title),
        "meaning": meaning_of(column),
    }
    if column.states:
        told["states"] = {value: _(state.title) for value, state in column.states.items()}
    return told


def file_of(table: LayerTable) -> str:
    """Where a table lies in the folder."""
    return f"{table.layer.value}/{table.name}.parquet"


def write_layers(
    tx: Tx,
    folder: Path | str,
    layers: Collection[Layer] = (),
    span: Span | None = None,
    progress: Progress | None = None,
) -> Written:
    """Write the tables and `schema.json` into `folder`, which is made where it is missing.

    An export that lay there before is replaced whole; a file that is none of ours is never touched: UserError. Until
    the end everything lies beside under names of its own; whatever goes wrong, the folder is left as it was.
    """
    from shopdesk.exchange.writing.layer_folder import replacing_layers

    tables, days = chosen(layers), span or Span()
    with replacing_layers(Path(folder), [*map(file_of, tables), MANIFEST]) as draft:
        rows = _write_tables(tx, tables, days, draft, progress)
        told = {**_head(tx, days), "layers": layers_told(tx.currency, rows), "figures": _figures(tx)}
        (draft / MANIFEST).write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return Written(Path(folder) / MANIFEST, len(tables), sum(rows.values()))


def _write_tables(
    tx: Tx, tables: Sequence[LayerTable], span: Span, draft: Path, progress: Progress | None
) -> dict[str, int]:
    """Write the tables one after another; name → rows."""
    whole = sum(table.count(tx, span) for table in tables if table.count is not None) if progress else 0
    made: dict[str, int] = {}
    for table in tables:
        before = sum(made.values())

        def hear(rows: int, table: LayerTable = table, before: int = before) -> None:
            if progress:
                progress(before + rows, max(whole, before + rows), _(table.sheet.title))

        made[table.name] = _write_table(tx, table, span, draft / file_of(table), hear)
    return made


def _write_table(tx: Tx, table: LayerTable, span: Span, path: Path, hear: Callable[[int], None]) -> int:
    from shopdesk.exchange.writing.layer_folder import durable
    from shopdesk.exchange.writing.parquet import ParquetFile

    columns = [(column.key, column.kind, column.key in table.lists) for column in table.sheet.columns]
    about = {"shopdesk.table": json.dumps({**_head(tx, span), **_without_rows(table, tx)}, ensure_ascii=False)}
    with durable(path) as file:
        made = ParquetFile(file, columns, about)
        hear(0)
        for batch in table.read(tx, span):
            made.add(batch)
            hear(made.rows)
        made.close()
    hear(made.rows)
    return made.rows


def _without_rows(table: LayerTable, tx: Tx) -> dict[str, Any]:
    told = table_told(table, tx.currency, 0)
    del told["rows"]
    return told


def _head(tx: Tx, span: Span) -> dict[str, Any]:
    """What a manifest says of the store and the moment."""
    return {
        "format": FORMAT,
        "version": 1,
        "program": f"ShopDesk {__version__}",
        "shop": tx.setting("name", ""),
        "currency": tx.currency,
        "time_zone": tx.setting("time_zone", "UTC"),
        "exported_at": tx.now.isoformat(),
        "from": None if span.since is None else span.since.isoformat(),
        "to": None if span.until is None else span.until.isoformat(),
        "language": language(),
    }


def _figures(tx: Tx) -> list[dict[str, Any]]:
    return [tell(one, tx.currency) for one in (*PROFIT_FIGURES.values(), *STOCK_FIGURES.values())]
