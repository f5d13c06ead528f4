"""Migrations: the revisions come to the declared tables, and a store comes through whole or stays as it was."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, inspect, text
from tests.store import deeds
from tests.store.deeds import dump
from tests.store.revisions import NEXT, REBUILD, REVISION
from tests.store_fixtures import Make

from shopdesk.store import guards, migrate, opening
from shopdesk.store.check import check_store
from shopdesk.store.engine import SCHEMA, postgres_engine, sqlite_engine
from shopdesk.store.migrate import VERSIONS, migrate_store, newest, upgrade
from shopdesk.store.store import Store
from shopdesk.store.tables import Base
from shopdesk.text import UserError

FAILING = {
    "an error": "    op.add_column('channel', sa.Column('x', sa.Text()))\n    raise RuntimeError('halfway')",
    "wrong SQL": "    op.add_column('channel', sa.Column('x', sa.Text()))\n    op.execute('UPDATE nowhere SET x = 1')",
    "money changed": "    op.execute('UPDATE refund SET amount = amount + 1')",
    "rows lost": "    op.execute('DELETE FROM change_row')",
    "books out of balance": "    op.execute('UPDATE posting SET entry_id = 1 WHERE posting_id = 4')",
}


@pytest.fixture
def revisions(tmp_path: Path) -> Callable[[str], tuple[Path, Path]]:
    """Versions with one more than the program has."""
    folder = tmp_path / "versions"

    def write(steps: str) -> tuple[Path, Path]:
        folder.mkdir()
        (folder / f"{NEXT}_next.py").write_text(REVISION.format(next=NEXT, last=f"{SCHEMA:04}", steps=steps))
        return VERSIONS, folder

    return write


@pytest.fixture
def old(store: Store) -> Store:
    """A store with something in it, closed."""
    store.do(deeds.fill)
    store.do(deeds.name_channel, 1, "Tea")
    return store


def closed(store: Store) -> str:
    store.close()
    return store.where


# ---------------------------------------------------------------------------------- revisions and tables are the same


def shape(connection: Connection) -> dict[str, Any]:
    """Tables, columns, keys and indexes as the database tells them, and the guards that are missing."""
    look = inspect(connection)
    told: dict[str, Any] = {"guards": guards.missing(connection)}
    if connection.dialect.name == "sqlite":
        for kind, name, sql in connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master"):
            told[f"{kind} {name}"] = sorted(part.strip(" ()") for part in re.split(r"[\n,]\s*", sql or ""))
    for table in look.get_table_names():
        told[table] = (
            sorted((c["name"], str(c["type"]), c["nullable"], str(c["default"])) for c in look.get_columns(table)),
            look.get_pk_constraint(table),
            sorted(look.get_foreign_keys(table), key=str),
            sorted(look.get_unique_constraints(table), key=str),
            sorted((_index(told_index) for told_index in look.get_indexes(table)), key=str),
        )
    return told


def _index(told: Any) -> dict[str, Any]:
    """An index in plain values: its condition as text."""
    return {**told, "dialect_options": {key: str(value) for key, value in told.get("dialect_options", {}).items()}}


def declared(connection: Connection) -> dict[str, Any]:
    Base.metadata.create_all(connection)
    guards.install(connection)
    return shape(connection)


def migrated(connection: Connection) -> dict[str, Any]:
    upgrade(connection, migrate._script([VERSIONS]), 0)
    return shape(connection)


def test_the_revisions_come_to_the_declared_tables() -> None:
    engines = create_engine("sqlite://"), create_engine("sqlite://")
    with engines[0].begin() as one, engines[1].begin() as other:
        wanted, found = declared(one), migrated(other)
    for engine in engines:
        engine.dispose()
    assert {name: text for name, text in found.items() if wanted.get(name) != text} == {}
    assert found.keys() == wanted.keys()


@pytest.mark.postgres
def test_the_revisions_come_to_the_declared_tables_on_postgres(new_database: Callable[..., str]) -> None:
    told = []
    for make in (declared, migrated):
        engine = postgres_engine(new_database())
        with engine.begin() as connection:
            told.append(make(connection))
        engine.dispose()
    wanted, found = told
    assert {name: text for name, text in found.items() if wanted.get(name) != text} == {}
    assert found.keys() == wanted.keys()
    assert found["guards"] == []


def test_the_newest_revision_is_the_schema_of_this_program() -> None:
    script = migrate._script([VERSIONS])
    assert newest(script) == SCHEMA
    assert [revision.revision for revision in script.walk_revisions()] == [f"{n:04}" for n in range(SCHEMA, 0, -1)]


def test_alembic_is_loaded_by_migrating_alone() -> None:
    code = "import sys, shopdesk.store.store, shopdesk.store.migrate; print('alembic' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=VERSIONS.parents[3]
    )
    assert done.stdout.strip() == "False"


# ------------------------------------------------------------------------------------------------- a store comes over


def test_a_store_that_is_up_to_date_is_left_alone(old: Store) -> None:
    where = closed(old)
    before = Path(where).read_bytes() if old.is_file else b""
    report = migrate_store(where)
    assert (report.before, report.after, report.kept, report.migrated) == (SCHEMA, SCHEMA, None, False)
    assert not old.is_file or Path(where).read_bytes() == before


def test_a_store_comes_through_with_everything(
    old: Store, revisions: Callable[[str], tuple[Path, Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dump(old)
    where = closed(old)
    report = migrate_store(where, revisions(REBUILD))
    assert (report.before, report.after, report.migrated) == (SCHEMA, SCHEMA + 1, True)
    with pytest.raises(UserError) as refusal:
        Store.open(where)
    assert refusal.value.code == "newer"

    monkeypatch.setattr(opening, "SCHEMA", SCHEMA + 1)
    monkeypatch.setattr(opening.check_file, "__defaults__", (SCHEMA + 1,))
    again = Store.open(where)
    after = dump(again)
    assert {(*row, "teal") for row in before["channel"]} == set(after["channel"])
    assert [row[-1] for row in sorted(after["stock_move"])] == ["A", None]
    assert {name: rows for name, rows in after.items() if rows != before[name]}.keys() == {
        "channel",
        "stock_move",
        "setting",
    }
    assert check_store(again) == []
    again.undo()
    again.close()


def test_the_old_file_stays_beside_the_new_one(
    file_store: Store, revisions: Callable[[str], tuple[Path, Path]]
) -> None:
    file_store.do(deeds.fill)
    before = dump(file_store)
    where = Path(closed(file_store))
    report = migrate_store(where, revisions(REBUILD))
    assert report.kept is not None
    assert report.kept.name.startswith(f"{where.name}.before-{SCHEMA + 1}-")
    assert {file.name for file in where.parent.iterdir() if file.is_file()} == {where.name, report.kept.name}
    kept = Store.open(report.kept)
    assert dump(kept) == before
    kept.close()


def schema(where: str) -> dict[str, Any]:
    engine = sqlite_engine(Path(where)) if "://" not in where else postgres_engine(where)
    with engine.connect() as connection:
        told = shape(connection)
        told["schema"] = opening.schema_of(connection)
        if connection.dialect.name == "sqlite":
            told["version"] = connection.exec_driver_sql("PRAGMA user_version").scalar()
    engine.dispose()
    return told


@pytest.mark.parametrize("how", FAILING)
def test_a_store_that_does_not_come_through_stays_as_it_was(
    old: Store, revisions: Callable[[str], tuple[Path, Path]], how: str
) -> None:
    before = dump(old)
    where = closed(old)
    built = schema(where)
    with pytest.raises(Exception, match=r"halfway|nowhere|did not come through"):
        migrate_store(where, revisions(FAILING[how]))
    assert schema(where) == built
    again = Store.open(where)
    assert dump(again) == before
    assert check_store(again) == []
    again.close()
    if old.is_file:
        assert [file.name for file in Path(where).parent.iterdir() if file.is_file()] == [Path(where).name]


def test_orphans_are_not_taken_over(file_store: Store, revisions: Callable[[str], tuple[Path, Path]]) -> None:
    """Foreign keys are off while tables are rebuilt, so they are looked at before the commit."""
    file_store.do(deeds.fill)
    where = closed(file_store)
    with pytest.raises(UserError) as refusal:
        migrate_store(where, revisions("    op.execute('UPDATE refund SET order_id = 99')"))
    assert refusal.value.code == "migration"


def test_a_store_in_use_is_not_migrated(old: Store, revisions: Callable[[str], tuple[Path, Path]]) -> None:
    if not old.is_file:
        return
    with old.read() as tx:
        tx.scalar(text("SELECT 1 FROM setting"))
        with pytest.raises(UserError) as refusal:
            migrate_store(old.where, revisions(REBUILD))
    assert refusal.value.code == "busy"
    old.do(deeds.name_channel, 1, "still works")


def test_room_is_asked_for_first(
    file_store: Store, revisions: Callable[[str], tuple[Path, Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    where = closed(file_store)
    size = Path(where).stat().st_size
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Disk", (), {"free": 2 * size}))
    with pytest.raises(UserError, match="MB of free disk") as refusal:
        migrate_store(where, revisions(REBUILD))
    assert refusal.value.code == "disk_full"


def test_what_is_no_store_is_not_migrated(tmp_path: Path, new_store: Make) -> None:
    with pytest.raises(UserError) as refusal:
        migrate_store(tmp_path / "gone.shopdesk")
    assert refusal.value.code == "not_found"


def test_a_newer_store_is_not_touched(old: Store) -> None:
    with old._writer.begin() as connection:
        connection.exec_driver_sql(f"UPDATE setting SET value = '{SCHEMA + 1}' WHERE name = 'schema'")
        if old.is_file:
            connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA + 1}")
    where = closed(old)
    with pytest.raises(UserError) as refusal:
        migrate_store(where)
    assert refusal.value.code == "newer"
