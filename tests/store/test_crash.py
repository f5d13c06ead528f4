"""Crashes, full disks and second processes: what was acknowledged is there, what was not is not there by half."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.beside import child
from tests.store import children, deeds
from tests.store.children import BATCH, work
from tests.store.deeds import dump
from tests.store.revisions import NEXT, REBUILD, REVISION

from shopdesk.store.backup import backup_folder, backups, restore_backup
from shopdesk.store.check import check_store
from shopdesk.store.engine import SCHEMA
from shopdesk.store.migrate import VERSIONS, migrate_store
from shopdesk.store.store import Store
from shopdesk.text import UserError


def on_hand(store: Store) -> int:
    with store.read() as tx:
        return int(tx.scalar(text("SELECT on_hand FROM stock_level")))


# ----------------------------------------------------------------------------------------- two processes, 300 each


def run_two(deed: Callable[[Store, int], None], store: Store, count: int) -> None:
    with child(work, deed, store.where, count) as one, child(work, deed, store.where, count) as other:
        for each in (one, other):
            assert each.hear() == "ready"
        for each in (one, other):
            each.tell("go")
        for each in (one, other):
            assert (each.hear(), each.end()) == ("", 0)


def test_two_processes_lose_no_update(store: Store) -> None:
    store.do(deeds.fill)
    before = on_hand(store)
    run_two(children.take, store, 300)
    assert on_hand(store) == before - 600 * 1_000


def test_without_the_door_updates_are_lost(store: Store) -> None:
    """The control: where this loses nothing, the test above proves nothing."""
    store.do(deeds.fill)
    before = on_hand(store)
    run_two(children.take_carelessly, store, 300)
    assert on_hand(store) > before - 600 * 1_000


# -------------------------------------------------------------------------------------------------------- kill -9


def killed_in_mid_write(store: Store, batches: int, *, waiting: bool) -> int:
    """Kill a writing child halfway through its batch of that number; how many it said were kept."""
    with child(work, children.write, store.where, batches if waiting else 0) as writer:
        said = [writer.hear()]
        while said.count("half") < batches:
            said.append(writer.hear())
            assert said[-1], "the child ended by itself"
        said += writer.kill()
    return said.count("kept")


@pytest.mark.parametrize("batches", range(1, 11))
def test_what_was_kept_survives_a_kill_and_nothing_is_half_there(file_store: Store, batches: int) -> None:
    file_store.do(deeds.fill)
    file_store.close()
    whole = 2
    for waiting in (True, False):
        kept = killed_in_mid_write(file_store, batches, waiting=waiting)
        again = Store.open(file_store.where)
        with again.read() as tx:
            found = tx.scalar(text("SELECT COUNT(*) FROM stock_move"))
        assert (found - whole) % BATCH == 0
        assert (found - whole) // BATCH >= kept
        assert not waiting or (found - whole) // BATCH == kept == batches - 1
        assert check_store(again) == []
        again.do(deeds.move_stock, Decimal(1))
        whole = found + 1
        again.close()


@pytest.mark.postgres
def test_a_killed_client_leaves_nothing_half_on_the_server(store: Store) -> None:
    store.do(deeds.fill)
    kept = killed_in_mid_write(store, 2, waiting=True)
    store.do(deeds.move_stock, Decimal(1))  # waits until the server has noticed
    with store.read() as tx:
        assert tx.scalar(text("SELECT COUNT(*) FROM stock_move")) == 2 + kept * BATCH + 1
    assert check_store(store) == []


# -------------------------------------------------------------------------------------------------------- full disk


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """As on a full disk: no file of this process grows beyond `size` bytes."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


FULL = {"disk_full", "disk_error", "folder"}


def test_a_disk_that_fills_while_writing(file_store: Store) -> None:
    file_store.do(deeds.fill)
    before = dump(file_store)
    with files_up_to(200_000), pytest.raises(UserError) as refusal:
        file_store.do(deeds.add_suppliers, 20_000)
    assert refusal.value.code in FULL
    assert dump(file_store) == before
    assert check_store(file_store) == []
    file_store.do(deeds.add_suppliers, 20_000)
    file_store.close()
    again = Store.open(file_store.where)
    assert {**dump(again), "supplier": []} == before
    again.close()


def test_a_disk_that_fills_at_any_point(file_store: Store) -> None:
    """Wherever the write breaks off, the store is as before; the first limit that is high enough lets it through."""
    file_store.do(deeds.fill)
    file_store.close()
    refused: list[str] = []
    for limit in range(4_096, 2_000_000, 20_000):
        store = Store.open(file_store.where)
        before = dump(store)
        try:
            with files_up_to(limit):
                store.do(deeds.add_suppliers, 2_000)
        except UserError as refusal:
            refused.append(refusal.code)
            assert dump(store) == before
        else:
            break
        finally:
            store.close()
    assert len(refused) > 3
    assert set(refused) <= FULL
    again = Store.open(file_store.where)
    assert len(dump(again)["supplier"]) == 2_000
    assert check_store(again) == []
    again.close()


def test_a_disk_that_fills_while_saving(file_store: Store) -> None:
    file_store.do(deeds.fill)
    first = file_store.backup()
    with files_up_to(100_000), pytest.raises(UserError) as refusal:
        file_store.backup()
    assert refusal.value.code in FULL
    assert backups(file_store) == [first]
    assert not list(backup_folder(Path(file_store.where)).glob("*.making*"))
    file_store.do(deeds.move_stock, Decimal(1))
    assert file_store.backup().seq == 2


def test_a_disk_that_fills_while_restoring(file_store: Store) -> None:
    file_store.do(deeds.fill)
    made = file_store.backup()
    file_store.do(deeds.move_stock, Decimal(1))
    before, where = dump(file_store), Path(file_store.where)
    file_store.close()
    with files_up_to(100_000), pytest.raises(UserError) as refusal:
        restore_backup(made.path, where)
    assert refusal.value.code in FULL
    assert [file.name for file in where.parent.iterdir() if file.is_file()] == [where.name]
    again = Store.open(where)
    assert dump(again) == before
    again.close()


def test_a_disk_that_fills_while_a_shop_is_made(tmp_path: Path) -> None:
    with files_up_to(50_000), pytest.raises(UserError) as refusal:
        Store.create(tmp_path / "shop.shopdesk")
    assert refusal.value.code in FULL
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_while_migrating(file_store: Store, tmp_path: Path) -> None:
    versions = tmp_path / "versions"
    versions.mkdir()
    (versions / "next.py").write_text(REVISION.format(next=NEXT, last=f"{SCHEMA:04}", steps=REBUILD))
    file_store.do(deeds.fill)
    before, where = dump(file_store), Path(file_store.where)
    file_store.close()
    with files_up_to(100_000), pytest.raises(UserError) as refusal:
        migrate_store(where, (VERSIONS, versions))
    assert refusal.value.code in FULL
    assert [file.name for file in where.parent.iterdir() if file.is_file()] == [where.name]
    again = Store.open(where)
    assert dump(again) == before
    again.close()
