"""What every grid reads through: the rows of a source, counted, ordered, found by filter and fetched by id."""

from array import array
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ClauseElement, ColumnElement, FromClause, Select, bindparam, func, or_, select
from sqlalchemy.schema import Column as TableColumn

from shopdesk.shop.columns import Column, Kind, Sheet
from shopdesk.store.contains import contains
from shopdesk.store.filters import SCALES, Condition, parse_filter, quoted, stored
from shopdesk.store.lean import lean
from shopdesk.store.tx import Tx
from shopdesk.text import _

Values = tuple[Any, ...]
"""The values of one row in the order of the sheet's columns, as `Kind` says; () for a row that is gone."""
Speech = Callable[[Any, Values], str]
"""What a value that the program itself gave reads as in the language spoken now, given the whole row's values."""
Sort = tuple[tuple[str, bool], ...]
"""(column key, descending), most important first."""

STREAMED: Final = 20_000
CHUNK: Final = 800
"""Ids asked for in one statement: below the 999 parameters that old SQLites allow."""
LONG_RUN: Final = 50
"""So many ids in a row are asked for as a range and not one by one."""
PAGE: Final = 2_000
"""Rows read at once where all are wanted: enough to be quick, few enough to hand the processor back."""
NO_SPEECH: Final[Mapping[str, Speech]] = MappingProxyType({})


@dataclass(frozen=True, eq=False)
class RowSource:
    """Where the rows of a sheet come from: one row of `origin` (that passes `where`) for each `row_id`."""

    sheet: Sheet
    origin: FromClause
    row_id: ColumnElement[int]
    values: Mapping[str, ColumnElement[Any]]
    search: tuple[ColumnElement[Any], ...] = ()
    """Expressions that the search box looks into."""
    order: Sort = ()
    where: tuple[ColumnElement[bool], ...] = ()
    spoken: Mapping[str, Speech] = field(default_factory=lambda: NO_SPEECH)
    """By column key: titles that are stored in English and read in the language spoken, on screen and in files."""
    given: Callable[[Tx], Mapping[str, Any]] = lambda _tx: {}
    """What only the shop can tell of the parameters that its values name, such as its calendar day."""

    def expression(self, column: Column) -> ColumnElement[Any]:
        """The column's values as the store keeps them."""
        return stored(column, self.values[column.key])

    def lean(self, clauses: Sequence[ClauseElement]) -> FromClause:
        """As much of `origin` as is needed to find and order rows by `clauses`."""
        base = self.row_id.table if isinstance(self.row_id, TableColumn) else self.origin
        return lean(self.origin, base, clauses)

    @cached_property
    def rows(self) -> Select[Any]:
        """Id and values of every row, unordered."""
        named = [self.expression(column).label(f"value_{n}") for n, column in enumerate(self.sheet.columns)]
        return select(self.row_id.label("row_id"), *named).select_from(self.origin).where(*self.where)

    @cached_property
    def page(self) -> Select[Any]:
        """Id and values of the rows whose ids are given as `ids`."""
        return self.rows.where(self.row_id.in_(bindparam("ids", expanding=True)))

    @cached_property
    def decoders(self) -> tuple[Callable[[Any], Any], ...]:
        """What makes Python values of stored ones, by column."""
        return tuple(_decoder(column.kind) for column in self.sheet.columns)

    def decode(self, row: Sequence[Any]) -> Values:
        """Python values of a row of `rows`."""
        return tuple(
            None if value is None else decode(value) for decode, value in zip(self.decoders, row[1:], strict=True)
        )


@dataclass(frozen=True, slots=True)
class Query:
    """Which rows, in which order: words that all must be found, filters that all must hold."""

    search: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    """(column key, what a person typed); an empty text filters nothing."""
    sort: Sort = ()
    today: date | None = None
    zone: tzinfo = UTC

    @property
    def is_open(self) -> bool:
        """Whether it lets every row through."""
        return not self.search.strip() and not any(text.strip() for _key, text in self.filters)


@dataclass(frozen=True, slots=True)
class Total:
    """Of one column: how many values are known, and their exact sum (None where none is)."""

    count: int
    sum: Decimal | None

    @property
    def mean(self) -> Decimal | None:
        """The sum by the known values."""
        return None if self.sum is None or not self.count else self.sum / self.count


def count(tx: Tx, source: RowSource, query: Query) -> int:
    """How many rows the query finds."""
    conditions = _conditions(source, query)
    statement = select(func.count()).select_from(source.lean(conditions)).where(*conditions)
    return int(tx.scalar(statement, source.given(tx)) or 0)


def fetch_ids(tx: Tx, source: RowSource, query: Query, tick: Callable[[int], None] | None = None) -> "array[int]":
    """All ids in order, as array('q'); `tick` hears now and then how many there are and may raise to stop."""
    conditions, order = _conditions(source, query), _order(source, query.sort or source.order)
    statement = select(source.row_id).select_from(source.lean([*conditions, *order]))
    statement = statement.where(*conditions).order_by(*order)
    ids = array("q")
    with tx.execute(statement, source.given(tx)) as found:
        # Straight from the driver: rows of SQLAlchemy's would take six times as long for a million bare numbers.
        while part := found.cursor.fetchmany(STREAMED):
            ids.extend([row[0] for row in part])
            if tick is not None:
                tick(len(ids))
    return ids


def fetch_first(tx: Tx, source: RowSource, query: Query, limit: int = 200) -> list[tuple[int, Values]]:
    """Ids and values of the first rows, in order."""
    found = tx.execute(_found(source.rows, source, query).limit(limit), source.given(tx))
    return [(int(row[0]), source.decode(row)) for row in found]


def fetch_page(tx: Tx, source: RowSource, ids: Sequence[int]) -> list[Values]:
    """The values of these rows, in the order of `ids`; () where a row is gone meanwhile."""
    rows, given = dict[int, Values](), source.given(tx)
    for start in range(0, len(ids), CHUNK):
        for row in tx.execute(source.page, {**given, "ids": list(ids[start : start + CHUNK])}):
            rows[int(row[0])] = source.decode(row)
    return [rows.get(row_id, ()) for row_id in ids]


def fetch_keyed(
    tx: Tx, source: RowSource, query: Query, tick: Callable[[int, int], None] | None = None
) -> Iterator[tuple[int, Values]]:
    """Id and values of every row of the query as people read them, page by page.

    `tick` hears rows done and how many there are (0 while they are being found) and may raise to stop.
    """
    ids = fetch_ids(tx, source, query, None if tick is None else lambda _count: tick(0, 0))
    speech = [source.spoken.get(column.key) for column in source.sheet.columns]
    for start in range(0, len(ids), PAGE):
        if tick is not None:
            tick(start, len(ids))
        part = ids[start : start + PAGE]
        for row_id, row in zip(part, fetch_page(tx, source, part), strict=True):
            if row:
                yield (
                    row_id,
                    tuple(
                        value if speak is None or value is None else speak(value, row)
                        for speak, value in zip(speech, row, strict=True)
                    ),
                )


def spoken_title(value: Any, _row: Values) -> str:
    """A title that the program itself gave (a channel's, a warehouse's); one that a person gave stays as it is."""
    return _(str(value))


def fetch_totals(
    tx: Tx,
    source: RowSource,
    query: Query,
    ids: Sequence[int] | None = None,
    *,
    keys: Collection[str] | None = None,
) -> dict[str, Total]:
    """Count and exact sum of each column that has a `total`: over all the query finds, or over the rows `ids`.

    `keys` are the columns that matter: a sum over a computed column costs that computation for every row.
    """
    columns = [column for column in source.sheet.columns if column.total and (keys is None or column.key in keys)]
    if not columns:
        return {}
    asked = [part for column in columns for part in _count_and_sum(source.expression(column))]
    statement = select(*asked).select_from(source.origin).where(*source.where)
    given = source.given(tx)
    if ids is None:
        parts = [tx.execute(statement.where(*_conditions(source, query)), given).one()]
    else:
        portions = ({**given, **portion} for portion in _portions(ids))
        parts = [tx.execute(statement.where(_within(source, portion)), portion).one() for portion in portions]
    return {column.key: _total(column, [part[2 * n : 2 * n + 2] for part in parts]) for n, column in enumerate(columns)}


def _count_and_sum(value: ColumnElement[Any]) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    return func.count(value), func.sum(value)


def _total(column: Column, parts: Sequence[Sequence[Any]]) -> Total:
    known = sum(int(part[0]) for part in parts)
    whole = sum(int(part[1] or 0) for part in parts)
    return Total(known, Decimal(whole) / SCALES.get(column.kind, 1) if known else None)


def _within(source: RowSource, given: Mapping[str, Any]) -> ColumnElement[bool]:
    if "ids" in given:
        return source.row_id.in_(bindparam("ids", expanding=True))
    return source.row_id.between(bindparam("low"), bindparam("high"))


def _portions(ids: Sequence[int]) -> Iterator[dict[str, Any]]:
    """The ids as parameters of few statements: long runs as {low, high}, the rest as {ids}."""
    scattered: list[int] = []
    for low, high in _runs(sorted(set(ids))):
        if high - low + 1 >= LONG_RUN:
            yield {"low": low, "high": high}
        else:
            scattered.extend(range(low, high + 1))
    for start in range(0, len(scattered), CHUNK):
        yield {"ids": scattered[start : start + CHUNK]}


def _runs(ordered: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of each stretch of consecutive numbers."""
    if not ordered:
        return
    low = high = ordered[0]
    for number in ordered[1:]:
        if number != high + 1:
            yield low, high
            low = number
        high = number
    yield low, high


def _found(statement: Select[Any], source: RowSource, query: Query) -> Select[Any]:
    """The statement, which has the source's own conditions, narrowed and ordered as the query says."""
    return statement.where(*_filters(source, query)).order_by(*_order(source, query.sort or source.order))


def _conditions(source: RowSource, query: Query) -> list[ColumnElement[bool]]:
    return [*source.where, *_filters(source, query)]


def _filters(source: RowSource, query: Query) -> list[ColumnElement[bool]]:
    found = [or_(*(contains(value, word) for value in source.search)) for word in query.search.split() if source.search]
    for key, text in query.filters:
        if text.strip():
            condition = parse_filter(source.sheet.column(key), text, today=query.today, zone=query.zone)
            found.append(condition.clause(source.values[key]))
    return found


def _order(source: RowSource, sort: Sort) -> list[ColumnElement[Any]]:
    """Sort keys with the unknown last, and the id at the end, which makes the order the same every time."""
    order: list[ColumnElement[Any]] = []
    falling = False
    for key, falling in sort:
        value = source.values[key]
        directed = value.desc() if falling else value.asc()
        sure = isinstance(value, TableColumn) and not value.nullable
        order.append(directed if sure else directed.nulls_last())
    # The id runs the way of the last key: so an index on the key, read in either direction, needs no sorting.
    return [*order, source.row_id.desc() if falling else source.row_id.asc()]


def _decoder(kind: Kind) -> Callable[[Any], Any]:
    if kind is Kind.INTEGER:
        return int
    if kind in SCALES:
        scale = SCALES[kind]
        return lambda value: Decimal(int(value)) / scale
    if kind is Kind.DATE:
        return date.fromisoformat
    if kind is Kind.TIME:
        return lambda value: datetime.fromtimestamp(int(value), UTC)
    return bool if kind is Kind.BOOL else str


__all__ = [
    "Condition", "Query", "RowSource", "Sort", "Speech", "Total", "Values", "count", "fetch_first", "fetch_ids",
    "fetch_keyed", "fetch_page", "fetch_totals", "parse_filter", "quoted", "spoken_title",
]  # fmt: skip
