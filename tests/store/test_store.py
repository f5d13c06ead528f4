"""The one door: whole or nothing, steady readers, listeners, and a sentence for every fault of the disk."""

import threading
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from tests.store import deeds
from tests.store.deeds import dump

from shopdesk.store.check import check_store
from shopdesk.store.refusals import Interrupted
from shopdesk.store.store import Store
from shopdesk.store.tx import Changes
from shopdesk.text import UserError

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000000000) SELECT MAX(i) FROM n"


def test_an_action_that_fails_leaves_nothing(store: Store) -> None:
    before = dump(store)
    with pytest.raises(RuntimeError, match="halfway"):
        store.do(deeds.fail_halfway)
    assert dump(store) == before
    with store.read() as tx:
        assert tx.scalar(text("SELECT COUNT(*) FROM change")) == 0
    store.do(deeds.add_channel, "whole")


def test_only_declared_actions_write(store: Store) -> None:
    with pytest.raises(KeyError):
        store.do(lambda _tx: None)


def test_what_was_done_is_told(store: Store) -> None:
    heard: list[Changes] = []
    store.on_change(heard.append)
    done = store.do(deeds.add_channel, "web")
    assert heard == [done.changes]
    assert done.changes.tables == {"channel"}
    assert done.changes.rows == {"channel": (done.value,)}
    with pytest.raises(RuntimeError):
        store.do(deeds.fail_halfway)
    assert heard == [done.changes]
    store.undo()
    assert heard[-1].tables == {"channel", "change"}
    bulk = store.do(deeds.add_suppliers, 3).changes
    assert bulk.tables == {"supplier"}
    assert bulk.rows == {}


def test_listeners_hear_of_what_can_be_read(store: Store) -> None:
    seen: list[int] = []

    def look(_changes: Changes) -> None:
        with store.read() as tx:
            seen.append(tx.scalar(text("SELECT COUNT(*) FROM channel")))

    store.on_change(look)
    store.do(deeds.add_channel, "a")
    store.do(deeds.add_channel, "b")
    assert seen == [1, 2]


def test_bulk_ids_are_never_used_again(store: Store) -> None:
    store.do(deeds.add_suppliers, 3)
    with deeds.around_the_guards(store) as connection:
        connection.exec_driver_sql("DELETE FROM supplier")
    store.do(deeds.add_suppliers, 2)
    store.do(deeds.add_suppliers, 1)
    with store.read() as tx:
        assert tx.scalars(text("SELECT supplier_id FROM supplier ORDER BY 1")) == [4, 5, 6]


def test_a_read_is_steady(store: Store) -> None:
    store.do(deeds.fill)
    with store.read() as tx:
        before = tx.scalar(text("SELECT COUNT(*) FROM stock_move"))
        store.do(deeds.move_stock, Decimal(1))
        assert tx.scalar(text("SELECT COUNT(*) FROM stock_move")) == before
    with store.read() as tx:
        assert tx.scalar(text("SELECT COUNT(*) FROM stock_move")) == before + 1


def test_a_reader_never_sees_half_a_write(store: Store) -> None:
    store.do(deeds.fill)
    torn: list[tuple[object, ...]] = []
    seen: set[int] = set()
    written = threading.Event()
    both = text(
        "SELECT (SELECT SUM(quantity) FROM stock_move), (SELECT SUM(on_hand) FROM stock_level), "
        "(SELECT SUM(amount) FROM posting), (SELECT COUNT(*) FROM posting), (SELECT COUNT(*) FROM journal_entry)"
    )

    def look() -> None:
        for _look in range(100_000):
            last = written.is_set()
            with store.read() as tx:
                moved, on_hand, balance, postings, entries = tx.rows(both)[0]
            seen.add(int(moved))
            if moved != on_hand or balance != 0 or postings != 2 * entries:
                torn.append((moved, on_hand, balance, postings, entries))
            if last:
                return

    readers = [threading.Thread(target=look) for _reader in range(2)]
    for reader in readers:
        reader.start()
    for _write in range(60):
        store.do(deeds.move_stock, Decimal(1))
    written.set()
    for reader in readers:
        reader.join()
    assert torn == []
    assert 68_000 in seen
    assert check_store(store) == []


def test_a_reader_can_be_told_to_stop(store: Store) -> None:
    started, refused = threading.Event(), list[BaseException]()

    def count() -> None:
        try:
            with store.read("count") as tx:
                started.set()
                tx.scalar(text(ENDLESS))
        except UserError as error:
            refused.append(error)

    reader = threading.Thread(target=count)
    reader.start()
    started.wait()
    for _try in range(1_000):  # the query may not have begun when it is told to stop for the first time
        store.interrupt("count")
        reader.join(0.01)
        if not reader.is_alive():
            break
    assert [type(error) for error in refused] == [Interrupted]
    store.interrupt("count")  # nobody is there any more
    with store.read("count") as tx:
        assert tx.scalar(text("SELECT 1")) == 1


def test_a_fault_of_the_program_stays_one(store: Store) -> None:
    with pytest.raises(Exception, match="no_such_table") as fault, store.read() as tx:
        tx.rows(text("SELECT * FROM no_such_table"))
    assert not isinstance(fault.value, UserError)
    assert isinstance(fault.value, ProgrammingError) or store.is_file


def test_a_full_disk_is_told_and_survived(file_store: Store) -> None:
    file_store.do(deeds.fill)
    before = dump(file_store)
    with file_store._writer.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 4}")
    with pytest.raises(UserError) as refusal:
        file_store.do(deeds.add_suppliers, 10_000)
    assert refusal.value.code == "disk_full"
    assert dump(file_store) == before
    file_store.do(deeds.move_stock, Decimal(1))
    assert check_store(file_store) == []


def test_a_store_that_vanished_under_its_program_is_not_written(file_store: Store, store_path: Path) -> None:
    file_store.do(deeds.fill)
    store_path.rename(store_path.with_name("moved.shopdesk"))
    with pytest.raises(UserError) as refusal:
        file_store.do(deeds.move_stock, Decimal(1))
    assert refusal.value.code == "read_only"
    assert not store_path.exists()
    store_path.write_bytes(b"another file of that name")
    with pytest.raises(UserError):
        file_store.do(deeds.move_stock, Decimal(1))
    store_path.with_name("moved.shopdesk").rename(store_path)


def test_a_busy_store_says_so(file_store: Store) -> None:
    with file_store._writer.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 10")
    other = Store.open(file_store.where)
    with other._writer.begin(), pytest.raises(UserError) as refusal:
        file_store.do(deeds.add_channel, "web")
    assert refusal.value.code == "busy"
    file_store.do(deeds.add_channel, "web")
    other.close()
