"""Bringing an older store up to date: on a copy, verified, then swapped in; the old file stays beside the new one."""

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, inspect, text, update
from sqlalchemy.exc import DBAPIError

from shopdesk.store import guards
from shopdesk.store.check import check_sums
from shopdesk.store.engine import connect, driver, is_url, postgres_engine, sqlite_engine
from shopdesk.store.opening import check_file, damaged, newer, schema_of
from shopdesk.store.refusals import StoreDamaged, refusal
from shopdesk.store.swap import hold_alone, keep_aside, put_in_place
from shopdesk.store.tables import Setting
from shopdesk.store.tx import Tx, now_utc
from shopdesk.text import N_, UserError

VERSIONS: Final = Path(__file__).with_name("migrations") / "versions"
_ROOM: Final = 2.2
"""So many times the store's size must be free: its copy, and what the rewriting of tables takes meanwhile."""
_SUMS: Final = {
    ("stock_move", "quantity"),
    ("stock_level", "on_hand"),
    ("posting", "amount"),
    ("sales_order", "total"),
    ("sales_order", "refunded"),
    ("refund", "amount"),
    ("order_line", "amount"),
    ("order_line", "quantity"),
}
"""Columns whose sums no migration may change."""


@dataclass(frozen=True, slots=True)
class MigrationReport:
    """From which schema to which; `kept` is the old file, None where nothing was to be done or the store is no file."""

    before: int
    after: int
    kept: Path | None

    @property
    def migrated(self) -> bool:
        """Whether anything was to be done."""
        return self.before != self.after


def migrate_store(where: str | Path, versions: Sequence[Path] = (VERSIONS,)) -> MigrationReport:
    """Bring a closed store to the newest schema that `versions` know; nothing is done to one that has it.

    UserError where it is in use, damaged, newer, or the disk has not 2.2 times its size free: it stays as it was.
    """
    script = _script(versions)
    try:
        if is_url(str(where)):
            return _migrate_database(str(where), script)
        return _migrate_file(check_file(Path(where).expanduser(), newest(script)), script)
    except (DBAPIError, OSError, driver().Error) as error:
        raise refusal(error, str(where)) from error


def newest(script: Any) -> int:
    """Number of the newest schema that a folder of revisions knows."""
    return int(script.get_current_head() or 0)


def upgrade(connection: Connection, script: Any, schema: int) -> None:
    """Run every revision after `schema` in the transaction of `connection`, and renew the guards.

    The number of the schema lives in the store's settings: there is no version table, and nothing commits on the way.
    """
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext

    revisions = script.iterate_revisions(script.get_current_head(), f"{schema:04}" if schema else None)
    guards.remove(connection)
    with Operations.context(MigrationContext.configure(connection)):
        for revision in reversed(list(revisions)):
            revision.module.upgrade()
    guards.install(connection)


def _script(versions: Sequence[Path]) -> Any:
    from alembic.script import ScriptDirectory

    return ScriptDirectory(str(VERSIONS.parent), version_locations=[str(folder) for folder in versions])


def _migrate_file(path: Path, script: Any) -> MigrationReport:
    before, after = _read_schema(path), newest(script)
    if before == after:
        return MigrationReport(before, after, None)
    _need_room(path)
    making = path.with_name(f"{path.name}.making")
    try:
        with _alone(path) as source:
            making.unlink(missing_ok=True)
            with closing(driver().connect(str(making), isolation_level=None)) as target:
                source.backup(target, pages=-1)
            _migrate_copy(making, script)
        kept = keep_aside(path, f"before-{after}-{now_utc():%Y%m%d}")
        put_in_place(making, path)
    finally:
        for ending in ("", "-journal", "-wal", "-shm"):
            making.with_name(making.name + ending).unlink(missing_ok=True)
    return MigrationReport(before, after, kept)


@contextmanager
def _alone(path: Path) -> Iterator[Any]:
    """A connection that keeps everybody else out of the store while it is copied; it lets go before the swap.

    Windows renames no file that is open, so for that last moment it is the program's own lock that keeps others out.
    """
    hold_alone(path)
    with closing(connect(path)) as connection:
        for statement in ("PRAGMA locking_mode=EXCLUSIVE", "BEGIN EXCLUSIVE", "COMMIT"):
            connection.execute(statement).close()
        yield connection


def _migrate_copy(path: Path, script: Any) -> None:
    # Tables are rebuilt by dropping them, and with foreign keys on that would empty their children.
    engine = sqlite_engine(path, foreign_keys=False)
    try:
        with engine.begin() as connection:
            _migrate(connection, script, str(path))
            connection.exec_driver_sql(f"PRAGMA user_version = {newest(script)}")
        with engine.connect() as connection:
            if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
                raise _refused(str(path))
    finally:
        engine.dispose()


def _migrate_database(where: str, script: Any) -> MigrationReport:
    engine = postgres_engine(where)
    try:
        with engine.begin() as connection:
            before, after = schema_of(connection), newest(script)
            if before is None:
                raise UserError(N_("This database holds no store yet. Make a new shop in it."), code="not_found")
            if before > after:
                raise newer(where)
            if before != after:
                _migrate(connection, script, where)
    finally:
        engine.dispose()
    return MigrationReport(before, after, None)


def _migrate(connection: Connection, script: Any, where: str) -> None:
    """Upgrade, hold what may not change against what it was, and write the new number: all in one transaction."""
    before = _figures(connection)
    upgrade(connection, script, schema_of(connection) or 0)
    connection.execute(update(Setting).where(Setting.name == "schema").values(value=json.dumps(newest(script))))
    after = _figures(connection)
    changed = [name for name, figure in before.items() if name in after and after[name] != figure]
    orphans = connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if changed or orphans or check_sums(Tx(connection, now_utc())) or guards.missing(connection):
        raise _refused(where)


def _figures(connection: Connection) -> dict[str, int]:
    """How many rows each table has, and the sums of money and pieces."""
    look = inspect(connection)
    figures: dict[str, int] = {}
    for table in look.get_table_names():
        columns = {column["name"] for column in look.get_columns(table)}
        sums = sorted(column for of, column in _SUMS if of == table and column in columns)
        asked = ", ".join(["COUNT(*)", *(f"COALESCE(SUM({column}), 0)" for column in sums)])
        row = connection.execute(text(f"SELECT {asked} FROM {table}")).one()  # noqa: S608 - names from the schema itself
        figures |= {f"{table}.{name}": int(value) for name, value in zip(["rows", *sums], row, strict=True)}
    return figures


def _read_schema(path: Path) -> int:
    engine = sqlite_engine(path, read_only=True)
    try:
        with engine.connect() as connection:
            found = schema_of(connection)
    finally:
        engine.dispose()
    if found is None:
        raise damaged(path)
    return found


def _need_room(path: Path) -> None:
    needed, free = int(path.stat().st_size * _ROOM), shutil.disk_usage(path.parent).free
    if free < needed:
        raise UserError(
            N_("The update of {path} needs {needed} MB of free disk; {free} MB are left. Free some space first."),
            code="disk_full",
            needed=needed // 1_000_000 + 1,
            free=free // 1_000_000,
            path=path,
        )


def _refused(where: str) -> UserError:
    return StoreDamaged(
        N_("The store {path} did not come through the update whole, so it was left as it was."),
        code="migration",
        path=where.removesuffix(".making"),
    )
