"""Opening: what is no store, not ours, damaged or of another time is refused in a sentence, and left as it is."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tests.store import deeds
from tests.store.deeds import scribble, set_schema

from shopdesk.store import engine
from shopdesk.store.engine import APPLICATION_ID, SCHEMA, connect, driver, wal_is_safe
from shopdesk.store.store import Store, set_setting
from shopdesk.text import UserError


def refuse(path: Path) -> str:
    """The code of the refusal; the folder is as it was."""
    before = {file: file.read_bytes() for file in path.parent.iterdir() if file.is_file()}
    with pytest.raises(UserError) as refusal:
        Store.open(path)
    assert path.name in str(refusal.value)
    assert {file: file.read_bytes() for file in path.parent.iterdir() if file.is_file()} == before
    return refusal.value.code


def other_program(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE setting (name TEXT, value TEXT)")


def without_tables(path: Path) -> None:
    """As a main file is that was copied without its log."""
    path.unlink()
    with closing(connect(path, create=True)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {SCHEMA}")


SPOILED: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (Path.unlink, "not_found"),
    "empty": (lambda p: p.write_bytes(b""), "empty"),
    "a text": (lambda p: p.write_text("order_id,total\n1,2\n"), "not_a_store"),
    "of another program": (other_program, "not_a_store"),
    "newer": (lambda p: set_schema(p, SCHEMA + 1), "newer"),
    "older": (lambda p: set_schema(p, SCHEMA - 1), "older"),
    "cut after 60 bytes": (lambda p: p.write_bytes(p.read_bytes()[:60]), "damaged"),
    "cut after its first page": (lambda p: p.write_bytes(p.read_bytes()[:4096]), "damaged"),
    "cut in half": (lambda p: p.write_bytes(p.read_bytes()[: p.stat().st_size // 2]), "damaged"),
    "scribbled over": (scribble, "damaged"),
    "without tables": (without_tables, "damaged"),
}


@pytest.mark.parametrize("how", SPOILED)
def test_what_is_no_sound_store_is_refused(store_path: Path, how: str) -> None:
    spoil, code = SPOILED[how]
    spoil(store_path)
    assert refuse(store_path) == code


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    assert refuse(tmp_path) == "not_a_store"


def test_a_missing_store_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        Store.open(tmp_path / "gone.shopdesk")
    assert list(tmp_path.iterdir()) == []


def test_a_store_is_made_once(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "茶 #1?.shopdesk"
    Store.create(path).close()
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    with pytest.raises(UserError) as refusal:
        Store.create(path)
    assert refusal.value.code == "exists"
    Store.open(path).close()


def test_a_store_that_cannot_be_made_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_more(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shopdesk.store.swap.os.fsync", no_more)
    with pytest.raises(UserError) as refusal:
        Store.create(tmp_path / "shop.shopdesk")
    assert refusal.value.code == "disk_full"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.postgres
def test_a_database_is_made_a_store_once(new_database: Callable[..., str]) -> None:
    where = new_database()
    with pytest.raises(UserError) as refusal:
        Store.open(where)
    assert refusal.value.code == "not_found"
    Store.create(where).close()
    with pytest.raises(UserError) as refusal:
        Store.create(where)
    assert refusal.value.code == "exists"


@pytest.mark.postgres
def test_a_database_that_is_not_there_is_told_without_its_password(postgres_server: Callable[[str], str]) -> None:
    where = postgres_server("nowhere").replace("postgres:@", "postgres:s3cret@")
    with pytest.raises(UserError) as refusal:
        Store.open(where)
    assert refusal.value.code == "unreachable"
    assert "s3cret" not in str(refusal.value)


def test_the_schema_of_another_time_is_refused_on_every_engine(store: Store) -> None:
    for number, code in ((SCHEMA + 1, "newer"), (SCHEMA - 1, "older")):
        with store._writer.begin() as connection:
            connection.exec_driver_sql(f"UPDATE setting SET value = '{number}' WHERE name = 'schema'")
        with pytest.raises(UserError) as refusal:
            Store.open(store.where)
        assert refusal.value.code == code


def test_closing_leaves_one_file(store_path: Path) -> None:
    store = Store.open(store_path)
    store.do(deeds.fill)
    store.close()
    assert list(store_path.parent.iterdir()) == [store_path]
    with closing(sqlite3.connect(store_path)) as connection:
        assert connection.execute("SELECT COUNT(*) FROM stock_move").fetchone() == (2,)


def mode(path: Path) -> str:
    with closing(connect(path)) as connection:
        return str(connection.execute("PRAGMA journal_mode").fetchone()[0])


def test_the_log_is_used_where_this_sqlite_is_safe_with_it(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store.open(store_path).close()
    assert mode(store_path) == ("wal" if wal_is_safe(driver().sqlite_version_info) else "delete")
    monkeypatch.setattr(engine, "wal_is_safe", lambda _version: False)
    store = Store.open(store_path)
    store.do(deeds.fill)
    assert mode(store_path) == "delete"
    store.close()
    monkeypatch.setattr(engine, "wal_is_safe", lambda _version: True)
    Store.open(store_path).close()
    assert mode(store_path) == "wal"


@pytest.mark.parametrize(
    ("version", "safe"),
    [((3, 40, 1), False), ((3, 44, 5), False), ((3, 44, 6), True), ((3, 45, 1), False), ((3, 50, 7), True),
     ((3, 51, 2), False), ((3, 51, 3), True), ((3, 53, 4), True)],
)  # fmt: skip
def test_versions_with_the_race_are_known(version: tuple[int, int, int], safe: bool) -> None:
    assert wal_is_safe(version) is safe


def test_the_connection_keeps_its_word(file_store: Store) -> None:
    wanted = {"foreign_keys": 1, "recursive_triggers": 1, "synchronous": 2, "trusted_schema": 0, "secure_delete": 1}
    for one in (file_store._writer, file_store._reader):
        with one.connect() as connection:
            assert {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted} == wanted
    with file_store.read() as tx, pytest.raises(UserError), file_store.read() as tx:
        set_setting(tx, "name", "written by a reader")
