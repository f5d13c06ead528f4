"""Every fault of disk, file, lock and connection in the sentence that a person reads, word for word."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from tests.beside import child
from tests.store import deeds
from tests.store.children import work, write
from tests.store.deeds import dump
from tests.store.test_crash import files_up_to

from shopdesk.settings import without_password
from shopdesk.store.action import action
from shopdesk.store.backup import restore_backup
from shopdesk.store.check import check_store
from shopdesk.store.engine import driver
from shopdesk.store.refusals import refusal
from shopdesk.store.store import Store
from shopdesk.store.tx import Tx
from shopdesk.text import UserError

FULL = "The disk is full. Nothing was changed; free some space and try again."
READ_ONLY = "The store {} cannot be written: it was moved, renamed or made read-only."
AWAY = "The store {} cannot be opened: it was moved, renamed or is locked away."
BUSY = "Another task is writing to the store. Try again in a moment."
DAMAGED = "The store {} is damaged or has another key. Restore a backup."

DRIVERS_WORDS = {
    "database or disk is full": FULL,
    "[Errno 28] No space left on device": FULL,
    "disk I/O error": (
        "The disk refused to read or write {}. Nothing was changed; look at its free space and its health."
    ),
    "database is locked": BUSY,
    "database table is locked": BUSY,
    "attempt to write a readonly database": READ_ONLY,
    "unable to open database file": AWAY,
    "locking protocol": (
        "The drive of {} does not lock files as a store needs. Keep the store on a disk of this computer."
    ),
    "database disk image is malformed": DAMAGED,
    "file is not a database": DAMAGED,
    "interrupted": "Stopped.",
}


@pytest.mark.parametrize("words", DRIVERS_WORDS)
@pytest.mark.parametrize("wrapped", [True, False])
def test_what_the_driver_says_is_said_in_words_for_people(words: str, wrapped: bool) -> None:
    raw = driver().OperationalError(words)
    error = DBAPIError.instance(None, None, raw, driver().Error) if wrapped else raw
    assert str(refusal(error, "/shop.db")) == DRIVERS_WORDS[words].format("/shop.db")


def said(work: Callable[[], object]) -> str:
    with pytest.raises(UserError) as told:
        work()
    return str(told.value)


# --------------------------------------------------------------------------------------------------- files and disks


@pytest.fixture
def open_folder(template_store: Path) -> Iterator[Path]:
    """A folder that every user of this computer may enter, with a store in it."""
    folder = Path(tempfile.mkdtemp(prefix="shop"))
    folder.chmod(0o777)
    shutil.copyfile(template_store, folder / "shop.shopdesk")
    Store.open(folder / "shop.shopdesk").close()
    yield folder
    folder.chmod(0o700)
    shutil.rmtree(folder)


@contextmanager
def without_rights() -> Iterator[None]:
    """As somebody who is not above the rights of files."""
    if os.name == "nt":
        pytest.skip("rights of files are others here")
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65_534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_file_that_is_read_only_may_be_read_and_says_why_it_is_not_written(open_folder: Path) -> None:
    path = open_folder / "shop.shopdesk"
    path.chmod(0o444)
    before = path.read_bytes()
    with without_rights():
        store = Store.open(path)
        assert store.name == "shop"
        assert said(lambda: store.do(deeds.add_channel, "web")) == READ_ONLY.format(path)
        assert store.name == "shop"
        store.close()
    assert path.read_bytes() == before


def test_a_folder_that_is_read_only_says_so(open_folder: Path) -> None:
    path = open_folder / "shop.shopdesk"
    path.chmod(0o444)
    open_folder.chmod(0o555)
    with without_rights():
        told = said(lambda: opened_and_written(path))
        assert told == READ_ONLY.format(path)
    assert [file.name for file in open_folder.iterdir()] == [path.name]


def opened_and_written(path: Path) -> None:
    store = Store.open(path)  # refused here with a log, and at the first write without one
    try:
        store.do(deeds.add_channel, "web")
    finally:
        store.close()


def test_a_file_that_may_not_be_read_says_so(open_folder: Path) -> None:
    path = open_folder / "shop.shopdesk"
    path.chmod(0)
    with without_rights():
        assert said(lambda: Store.open(path)) == AWAY.format(path)
        assert said(lambda: restore_backup(path, open_folder / "other.shopdesk")) == AWAY.format(path)


def test_a_folder_that_may_not_be_entered_says_so(open_folder: Path) -> None:
    open_folder.chmod(0)
    with without_rights():
        assert said(lambda: Store.open(open_folder / "shop.shopdesk")) == AWAY.format(open_folder / "shop.shopdesk")


def test_a_full_disk_is_said_and_the_next_write_works(file_store: Store) -> None:
    file_store.do(deeds.fill)
    before = dump(file_store)
    with file_store._writer.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 4}")
    assert said(lambda: file_store.do(deeds.add_suppliers, 10_000)) == FULL
    assert dump(file_store) == before
    file_store.do(deeds.move_stock, Decimal(1))
    assert check_store(file_store) == []


def test_a_full_disk_under_a_backup_names_the_file(file_store: Store, tmp_path: Path) -> None:
    file_store.do(deeds.fill)
    target = tmp_path / "copy.shopdesk"
    with files_up_to(100_000):
        told = said(lambda: file_store.backup(to=target))
    assert told in {FULL, DRIVERS_WORDS["disk I/O error"].format(target), f"{target} cannot be written: File too large"}
    assert not target.exists()


def test_a_store_that_was_moved_away_says_so(file_store: Store, store_path: Path) -> None:
    file_store.do(deeds.fill)
    store_path.rename(store_path.with_name("moved.shopdesk"))
    assert said(lambda: file_store.do(deeds.add_channel, "x")) == READ_ONLY.format(store_path)
    assert said(file_store.undo) == READ_ONLY.format(store_path)
    store_path.with_name("moved.shopdesk").rename(store_path)
    file_store.do(deeds.add_channel, "x")


# -------------------------------------------------------------------------------------------------- other processes


def test_another_process_that_writes_is_waited_for_and_then_named_calmly(file_store: Store) -> None:
    file_store.do(deeds.fill)
    with file_store._writer.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 10")
    with child(work, write, file_store.where, 1) as writer:
        assert writer.hear() == "half"
        assert said(lambda: file_store.do(deeds.add_channel, "x")) == BUSY
        assert file_store.name == "shop"  # reading goes on
        writer.kill()
    file_store.do(deeds.add_channel, "x")
    assert check_store(file_store) == []


def test_a_store_that_another_process_has_open_is_not_replaced(file_store: Store, store_path: Path) -> None:
    file_store.do(deeds.fill)
    made = file_store.backup()
    file_store.close()
    with child(work, write, file_store.where, 1) as writer:
        assert writer.hear() == "half"
        assert said(lambda: restore_backup(made.path, store_path)) == (
            f"The store {store_path} is open elsewhere. Close it there first; nothing was changed."
        )


# ------------------------------------------------------------------------------------------------------- the network


@action("desk.edit", "Lose the line")
def lose_the_line(tx: Tx, address: str) -> None:
    """Write something; then an administrator ends the connection."""
    deeds.put_channel(tx, "half")
    process = tx.scalar(text("SELECT pg_backend_pid()"))
    with psycopg.connect(address, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", (process,))
    deeds.put_channel(tx, "other half")


@pytest.mark.postgres
def test_a_line_lost_in_mid_write_leaves_nothing_and_says_where_to_look(
    new_postgres_store: Callable[[], Store],
) -> None:
    store = new_postgres_store()
    store.do(deeds.fill)
    before = dump(store)
    told = said(lambda: store.do(lose_the_line, store.where))
    assert told == (
        f"The database {without_password(store.where)} cannot be reached. "
        "Whether the last change was kept, its history will say."
    )
    assert dump(store) == before
    store.do(deeds.add_channel, "again")
    assert check_store(store) == []
