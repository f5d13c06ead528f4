"""The raw layer: what each file was, and the packed pages in which its rows are kept as they came."""

import json
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import func, select

from shopdesk.shop.layers import sheets
from shopdesk.shop.layers.facts import moments, stream
from shopdesk.shop.layers.layer import Layer, LayerTable, Rows, Span
from shopdesk.store.filters import stored
from shopdesk.store.tables import ImportFile, RawPage
from shopdesk.store.tx import Tx

_I: Final = ImportFile.__table__.c
_P: Final = RawPage.__table__.c
_came = moments(_I.imported_at)
_PLACE: Final = [column.key for column in sheets.IMPORT_FILE.columns].index("headers")
FEW_PAGES: Final = 8
"""Packed pages held at once: one holds thousands of rows."""


def _read_files(tx: Tx, span: Span) -> Iterator[Rows]:
    named = [
        _I.plan.label("plan") if column.key == "headers" else stored(column, _I[column.key]).label(f"v{n}")
        for n, column in enumerate(sheets.IMPORT_FILE.columns)
    ]
    for batch in stream(tx, select(*named).where(*_came(tx, span)).order_by(_I.import_id)):
        yield [[*row[:_PLACE], json.loads(row[_PLACE])["headers"], *row[_PLACE + 1 :]] for row in batch]


def _count_files(tx: Tx, span: Span) -> int:
    return int(tx.scalar(select(func.count()).select_from(ImportFile).where(*_came(tx, span))) or 0)


IMPORT_FILES: Final = LayerTable(Layer.RAW, sheets.IMPORT_FILE, _read_files, _count_files, lists=frozenset({"headers"}))


def read_pages(tx: Tx, span: Span) -> Iterator[tuple[Any, bytes]]:
    """The import (import_id, kind, plan) and the packed rows of every page, in the order of the rows."""
    pages: Any = (
        select(_P.data, _I.import_id, _I.kind, _I.plan)
        .join_from(RawPage, ImportFile, _P.import_id == _I.import_id)
        .where(*_came(tx, span))
        .order_by(_P.import_id, _P.first_row)
        .execution_options(yield_per=FEW_PAGES)
    )
    for part in tx.execute(pages).partitions():
        for row in part:
            yield row, bytes(row.data)


def count_rows(tx: Tx, span: Span) -> int:
    """How many rows the pages span."""
    spanned = select(func.sum(_P.last_row - _P.first_row + 1))
    return int(
        tx.scalar(spanned.join_from(RawPage, ImportFile, _P.import_id == _I.import_id).where(*_came(tx, span))) or 0
    )
