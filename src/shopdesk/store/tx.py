"""One transaction: reads, writes that remember what each row was, and bulk inserts."""

import contextlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import chain, islice
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, CursorResult, Executable, LargeBinary, Table, delete, insert, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase

from shopdesk.store.guards import FACTS, closed_at_once
from shopdesk.store.tables import Base, Change, Setting

T = TypeVar("T")
FEW: Final = 1_000
"""Up to so many changed rows of a table are told one by one."""
MANY: Final = 20_000
"""From so many rows on, asking them one by one whether their period is closed costs more than to ask them at once."""
RUN: Final = 200
"""Rows in one INSERT: a seventh faster than one by one, and Python's lock is passed on less often."""
Image = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a write touched: `rows` lists ids where they are few; a table in `tables` alone changed in bulk."""

    tables: frozenset[str]
    rows: Mapping[str, tuple[int, ...]]


@dataclass(slots=True)
class RowChange:
    """A journaled change of one row, as images of stored values."""

    table: str
    row_id: int
    before: Image | None
    after: Image | None


@dataclass(slots=True)
class Tx:
    """A transaction on the store. Only `Store` makes them; actions write through one, reports read through one."""

    connection: Connection
    now: datetime
    person: str = ""
    change_id: int = 0
    marks: tuple[int, int, int] = (0, 0, 0)
    """Last move, entry and posting before this transaction: what comes after them is its own."""
    journal: list[RowChange] = field(default_factory=list)
    replayed: list[RowChange] = field(default_factory=list)
    """What an undo put back, or a redo did again; not journaled itself."""
    touched: dict[str, set[int]] = field(default_factory=dict)
    in_bulk: set[str] = field(default_factory=set)
    title: dict[str, Any] = field(default_factory=dict)
    import_id: int | None = None
    settings: dict[str, Any] = field(default_factory=dict)
    revalued: set[int] = field(default_factory=set)
    """SKUs whose moves this transaction valued anew; the sums kept of them follow at its end, see `store.summaries`."""
    revalued_months: set[str] = field(default_factory=set)
    """Months of the orders to which such goods belong."""
    costs_were_known: bool | None = None
    """Whether any cost was known before the first of them was valued."""

    # reading

    def execute(self, statement: Executable, params: Any = None) -> CursorResult[Any]:
        """Run a statement and return its result."""
        return self.connection.execute(statement, params)

    def rows(self, statement: Executable, params: Any = None) -> Sequence[Any]:
        """All rows of a select."""
        return self.connection.execute(statement, params).fetchall()

    def scalar(self, statement: Executable, params: Any = None) -> Any:
        """The first value of the first row, None where there is none."""
        return self.connection.execute(statement, params).scalar()

    def scalars(self, statement: Executable, params: Any = None) -> list[Any]:
        """The first value of each row."""
        return list(self.connection.execute(statement, params).scalars())

    def setting(self, name: str, default: T) -> T:
        """A fact of the shop; `default` while nobody has said."""
        if not self.settings:
            found = self.connection.execute(select(Setting.name, Setting.value))
            self.settings.update({row.name: json.loads(row.value) for row in found})
        value: T = self.settings.get(name, default)
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The shop's time zone."""
        return ZoneInfo(self.setting("time_zone", "UTC"))

    @property
    def today(self) -> date:
        """The shop's calendar day."""
        return self.now.astimezone(self.zone).date()

    @property
    def currency(self) -> str:
        """ISO code of the shop's books."""
        return self.setting("currency", "CNY")

    # writing single rows

    def insert(self, model: type[DeclarativeBase], **values: Any) -> int:
        """Insert a row and return its id; journaled, except facts, which are never undone."""
        table = _table(model)
        key = self.connection.execute(insert(table).values(**values)).inserted_primary_key
        row_id = int(key[0]) if key else 0
        if table.name not in FACTS:
            self.journal.append(RowChange(table.name, row_id, None, self.image(table.name, row_id)))
        self.touch(table.name, row_id)
        return row_id

    def update(self, model: type[DeclarativeBase], row_id: int, **values: Any) -> bool:
        """Set values of a row; journaled. Returns whether anything became different."""
        table = _table(model)
        before = self.image(table.name, row_id)
        self.connection.execute(update(table).where(_key(table) == row_id).values(**values))
        after = self.image(table.name, row_id)
        if before == after:
            return False
        self.journal.append(RowChange(table.name, row_id, before, after))
        self.touch(table.name, row_id)
        return True

    def delete(self, model: type[DeclarativeBase], row_id: int) -> None:
        """Delete a row, where it is there; journaled."""
        table = _table(model)
        before = self.image(table.name, row_id)
        if before is None:
            return
        self.connection.execute(delete(table).where(_key(table) == row_id))
        self.journal.append(RowChange(table.name, row_id, before, None))
        self.touch(table.name, row_id)

    def image(self, table_name: str, row_id: int) -> Image | None:
        """A row as the store keeps it (scaled integers, text), None where it is gone."""
        table = Base.metadata.tables[table_name]
        key = _key(table).name
        found = self.connection.exec_driver_sql(
            f"SELECT * FROM {table_name} WHERE {key} = {int(row_id)}"  # noqa: S608 - names come from our own metadata
        ).first()
        if found is None:
            return None
        return {k: v.hex() if isinstance(v, bytes) else v for k, v in zip(found._fields, found, strict=True)}

    def restore(self, table_name: str, row_id: int, image: Image | None) -> None:
        """Make a row what `image` says: there with these values, or gone."""
        table = Base.metadata.tables[table_name]
        key = _key(table)
        stored = {name: _stored(table, name, value) for name, value in (image or {}).items() if name in table.c}
        mark = "?" if self.connection.dialect.name == "sqlite" else "%s"
        if image is None:
            self.connection.execute(delete(table).where(key == row_id))
        elif self.image(table_name, row_id) is None:
            names, holes = ", ".join(stored), ", ".join([mark] * len(stored))
            self.connection.exec_driver_sql(
                f"INSERT INTO {table_name} ({names}) VALUES ({holes})",  # noqa: S608 - as above
                tuple(stored.values()),
            )
        else:
            sets = ", ".join(f"{name} = {mark}" for name in stored)
            self.connection.exec_driver_sql(
                f"UPDATE {table_name} SET {sets} WHERE {key.name} = {mark}",  # noqa: S608 - as above
                (*stored.values(), row_id),
            )
        self.settings.clear()
        self.touch(table_name, row_id)

    # writing many rows

    def insert_all(self, model: type[DeclarativeBase], rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """Insert rows of the same columns and return their ids, in their order; journaled, as `insert` does it."""
        if not rows:
            return []
        table = _table(model)
        key, first = _key(table).name, self.reserve_ids(model, len(rows))
        ids = range(first, first + len(rows))
        self.connection.execute(insert(table), [{key: row_id, **row} for row_id, row in zip(ids, rows, strict=True)])
        if table.name not in FACTS:
            self.journal += [RowChange(table.name, image[key], None, image) for image in self.images(model, key, ids)]
        self.touched.setdefault(table.name, set()).update(ids)
        return list(ids)

    def reserve_ids(self, model: type[DeclarativeBase], count: int) -> int:
        """The first of `count` ids in a row that nobody has used and nobody else will."""
        table = _table(model)
        if self.connection.dialect.name == "sqlite":
            used = "SELECT seq FROM sqlite_sequence WHERE name = ?"
            return int(self.connection.exec_driver_sql(used, (table.name,)).scalar() or 0) + 1
        sequence = f"pg_get_serial_sequence('{table.name}', '{_key(table).name}')"
        last = self.connection.exec_driver_sql(
            f"SELECT setval({sequence}, nextval({sequence}) + {count - 1})"  # names come from our own metadata
        ).scalar_one()
        return int(last) - count + 1

    def insert_many(
        self,
        model: type[DeclarativeBase],
        columns: Sequence[str],
        rows: Iterable[Sequence[Any]],
        same: Mapping[str, int | None] | None = None,
    ) -> None:
        """Insert rows of stored values (scaled integers, seconds, ISO days) at the driver's speed; not journaled.

        `same`: further columns, with what each is in all rows; None leaves a column to its default.
        """
        table = _table(model)
        fixed = {name: value for name, value in (same or {}).items() if value is not None}
        names = ", ".join([*columns, *fixed])
        wild: Any = self.connection.dialect.loaded_dbapi.Error
        try:
            with contextlib.closing(self.connection.connection.cursor()) as cursor:
                self._write_rows(cursor, f"{table.name} ({names})", len(columns), tuple(fixed.values()), rows)
        except wild as error:
            # The driver was called past SQLAlchemy, which would have told the store what kind of fault this is.
            raise DBAPIError.instance(None, None, error, wild) from error
        self.touch(table.name)

    def _write_rows(
        self, cursor: Any, target: str, width: int, fixed: tuple[int, ...], rows: Iterable[Sequence[Any]]
    ) -> None:
        if self.connection.dialect.name == "sqlite":
            rest, holes = iter(rows), f"({', '.join(['?'] * width + [str(int(value)) for value in fixed])})"
            full = ", ".join([holes] * RUN)
            while run := tuple(islice(rest, RUN)):
                listed = full if len(run) == RUN else ", ".join([holes] * len(run))
                cursor.execute(f"INSERT INTO {target} VALUES {listed}", tuple(chain.from_iterable(run)))  # noqa: S608 - as above
            return
        with cursor.copy(f"COPY {target} FROM STDIN") as copy:
            for row in rows:
                copy.write_row((*row, *fixed))

    @contextlib.contextmanager
    def indexed_afterwards(self, model: type[DeclarativeBase], column: str, count: int) -> Iterator[None]:
        """While `count` rows come in, do without the indexes that begin with `column`, and build them at the end.

        For values that come in no order, where the table has fewer rows than come: sorting once is cheaper than finding
        the place of each. Only on SQLite; nobody else sees the table without them, and with the rest they roll back.
        """
        table = _table(model)
        used = self.reserve_ids(model, 1) - 1 if self.connection.dialect.name == "sqlite" else 0
        if self.connection.dialect.name != "sqlite" or count < FEW or used > count:
            yield
            return
        names = {index.name for index in table.indexes if index.columns[0].name == column}
        found = self.connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'index'").fetchall()
        dropped = {name: sql for name, sql in found if name in names}
        for name in dropped:
            self.connection.exec_driver_sql(f"DROP INDEX {name}")
        yield
        for sql in dropped.values():
            self.connection.exec_driver_sql(sql)

    @contextlib.contextmanager
    def closed_at_once(self, model: type[DeclarativeBase], count: int) -> Iterator[None]:
        """While one statement appends `count` rows, many of them are asked at once whether their period is closed."""
        if self.connection.dialect.name != "sqlite" or count < MANY:
            yield
            return
        with closed_at_once(self.connection, _table(model).name, self.reserve_ids(model, 1) - 1):
            yield

    def images(self, model: type[DeclarativeBase], column: str, values: Sequence[int]) -> list[Image]:
        """Images of all rows whose `column` is one of `values`, by id."""
        table = _table(model)
        found: list[Image] = []
        for start in range(0, len(values), 500):
            listed = ", ".join(str(int(value)) for value in values[start : start + 500])
            rows = self.connection.exec_driver_sql(
                f"SELECT * FROM {table.name} WHERE {column} IN ({listed}) ORDER BY {_key(table).name}"  # noqa: S608 - as above
            )
            names = tuple(rows.keys())
            found.extend(
                {k: v.hex() if isinstance(v, bytes) else v for k, v in zip(names, row, strict=True)} for row in rows
            )
        return found

    def apply(self, model: type[DeclarativeBase], changes: Sequence[RowChange]) -> None:
        """Make many rows of one table what their after-images say, at the driver's speed; journaled."""
        table = _table(model)
        key = _key(table).name
        gone = [(change.row_id,) for change in changes if change.after is None]
        fresh = [change.after for change in changes if change.before is None and change.after is not None]
        edited = [change.after for change in changes if change.before is not None and change.after is not None]
        mark = "?" if self.connection.dialect.name == "sqlite" else "%s"
        if gone:
            self.connection.exec_driver_sql(f"DELETE FROM {table.name} WHERE {key} = {mark}", gone)  # noqa: S608 - as above
        if fresh:
            names = list(fresh[0])
            self.insert_many(model, names, [tuple(_stored(table, n, image[n]) for n in names) for image in fresh])
        if edited:
            names = [name for name in edited[0] if name != key]
            sets = ", ".join(f"{name} = {mark}" for name in names)
            self.connection.exec_driver_sql(
                f"UPDATE {table.name} SET {sets} WHERE {key} = {mark}",  # noqa: S608 - as above
                [(*(_stored(table, n, image[n]) for n in names), image[key]) for image in edited],
            )
        self.journal.extend(changes)
        self.touch(table.name)

    def run_sql(self, model: type[DeclarativeBase], statement: Executable, params: Any = None) -> int:
        """Run a set-based write on a table; not journaled. Returns how many rows it touched."""
        result = self.connection.execute(statement, params)
        self.touch(_table(model).name)
        return int(result.rowcount)

    def touch(self, table_name: str, row_id: int | None = None) -> None:
        """Note that a table changed; without an id, in bulk."""
        ids = self.touched.setdefault(table_name, set())
        if row_id is None:
            self.in_bulk.add(table_name)
        else:
            ids.add(row_id)

    def say(self, message: str, **values: Any) -> None:
        """Give this change a title of its own in the history: a msgid and its values."""
        self.title = {"message": message, "values": {k: str(v) for k, v in values.items()}}

    def changes(self) -> Changes:
        """What has been touched so far."""
        few = {t: ids for t, ids in self.touched.items() if t not in self.in_bulk and len(ids) <= FEW}
        return Changes(frozenset(self.touched), {t: tuple(sorted(ids)) for t, ids in few.items()})


def now_utc() -> datetime:
    """The second it is, in UTC."""
    return datetime.now(UTC).replace(microsecond=0)


def _table(model: type[DeclarativeBase]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table


def _stored(table: Table, name: str, value: Any) -> Any:
    """A value of an image as the driver takes it: bytes are written in images as hex."""
    return bytes.fromhex(value) if isinstance(table.c[name].type, LargeBinary) and value is not None else value


def _key(table: Table) -> Any:
    return next(iter(table.primary_key.columns))


__all__ = ["Change", "Changes", "Image", "RowChange", "Tx", "now_utc"]
