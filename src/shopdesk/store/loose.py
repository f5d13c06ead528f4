"""Rows that a report made, read like rows of the store: grids filter, sort, add up and export them as any other.

They travel with each statement as one JSON text, so that every engine reads them and nothing is written anywhere.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Text, bindparam, cast
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from shopdesk.shop.columns import Column, Kind, Sheet
from shopdesk.store.filters import SCALES
from shopdesk.store.rows import NO_SPEECH, RowSource, Sort, Speech
from shopdesk.store.types import WHOLE


class LooseRows:
    """The rows of a sheet as somebody put them; `source` reads those that were put last."""

    def __init__(
        self, sheet: Sheet, order: Sort = (), search: Sequence[str] = (), spoken: Mapping[str, Speech] = NO_SPEECH
    ) -> None:
        """`search` are the keys of the columns that the search box looks into."""
        self.sheet = sheet
        self._text = "[]"
        each = _Each(bindparam("loose_rows", callable_=self._told, type_=Text())).table_valued("value", name="loose")
        values = {
            column.key: cast(each.c.value.op("->>")(place), WHOLE if _is_whole(column) else Text())
            for place, column in enumerate(sheet.columns, 1)
        }
        row_id = cast(each.c.value.op("->>")(0), WHOLE)
        self.source: Final = RowSource(
            sheet, each, row_id, values, tuple(values[key] for key in search), order, spoken=spoken
        )

    def put(self, rows: Iterable[tuple[int, Sequence[Any]]]) -> None:
        """Ids and values, as the sheet's kinds say; they stand for all that were there before."""
        columns = self.sheet.columns
        told = [[row_id, *map(_stored, columns, values)] for row_id, values in rows]
        self._text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))

    def _told(self) -> str:
        return self._text


def _is_whole(column: Column) -> bool:
    return column.kind in SCALES or column.kind in {Kind.TIME, Kind.BOOL}


def _stored(column: Column, value: Any) -> Any:
    """A value as the store keeps it; what is finer than the column's unit is rounded, as nothing is kept here."""
    if value is None:
        return None
    if column.kind in SCALES:
        return int((Decimal(value) * SCALES[column.kind]).to_integral_value())
    if column.kind is Kind.TIME:
        return int(value.timestamp())
    return int(value) if column.kind is Kind.BOOL else str(value)


class _Each(FunctionElement[Any]):
    """The elements of a JSON array, as a table with the column `value`."""

    inherit_cache = True
    name = "loose_rows"


@compiles(_Each, "sqlite")
def _on_sqlite(element: _Each, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **kw)})"


@compiles(_Each, "postgresql")
def _on_postgresql(element: _Each, compiler: SQLCompiler, **kw: Any) -> str:
    return f"jsonb_array_elements(CAST({compiler.process(element.clauses, **kw)} AS JSONB))"
