"""What a crash cut off is told at the next opening, once, and only when it is true."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text
from tests.beside import child
from tests.store import deeds
from tests.store.children import bring, bring_in, work
from tests.store.deeds import dump
from tests.store.test_crash import files_up_to

from shopdesk.store import mark
from shopdesk.store.action import action
from shopdesk.store.check import check_store
from shopdesk.store.store import Store, set_setting
from shopdesk.store.tables import ImportFile, Setting
from shopdesk.store.tx import Tx
from shopdesk.text import UserError

TOLD = "The import of {}, begun on {}, was cut off. Nothing of it was kept; please import the file again."


def marks(store: Store) -> list[str]:
    with store.read() as tx:
        return tx.scalars(select(Setting.name).where(Setting.name.startswith("begun:")))


def test_an_import_that_was_killed_is_told_once_and_left_nothing(store: Store) -> None:
    store.do(deeds.fill)
    with store.read() as tx:
        assert tx.scalar(text("SELECT COUNT(*) FROM import_file")) == 1
    with child(work, bring, store.where, 1) as importing:
        for word in ("half", "kept", "half"):
            assert importing.hear() == word
        begun = datetime.now(UTC)
        assert len(marks(store)) == 1
        assert store.cut_off() == []  # it is under way
        importing.kill()
    store.do(deeds.add_channel, "other")  # waits until a server has noticed
    again = Store.open(store.where)
    try:
        (said,) = again.cut_off()
        with again.read() as tx:
            names = tx.scalars(select(ImportFile.file_name).order_by(ImportFile.import_id))
        assert names == ["orders.xlsx", "orders 0.xlsx"]
        minutes = (begun, begun - timedelta(minutes=1))  # it may have begun on the other side of a full minute
        assert said in {TOLD.format("orders 1.xlsx", f"{at:%Y-%m-%d %H:%M}") for at in minutes}
        assert again.cut_off() == []
        assert check_store(again) == []
        assert marks(again) == []
    finally:
        again.close()


def test_an_import_that_ended_left_no_mark(store: Store) -> None:
    store.do(bring_in, name="orders.xlsx", stop_halfway=False)
    assert marks(store) == store.cut_off() == []


@action("order.import", "Give up", names=str)
def give_up(tx: Tx, name: str) -> None:
    deeds.put(tx, ImportFile, file_name=name)
    raise KeyboardInterrupt


@action("order.import", "Refuse", names=str)
def refuse(tx: Tx, name: str) -> None:
    raise UserError("No.", code="no")


def test_an_import_that_was_refused_or_cancelled_left_no_mark(store: Store) -> None:
    before = dump(store)
    with pytest.raises(UserError, match="No"):
        store.do(refuse, "orders.xlsx")
    with pytest.raises(KeyboardInterrupt):
        store.do(give_up, "orders.xlsx")
    assert dump(store) == before
    assert store.cut_off() == []


def test_this_programs_own_import_is_not_told_while_it_runs(store: Store) -> None:
    said: list[list[str]] = []

    @action("order.import", "Look", names=lambda: "orders.xlsx")
    def look(tx: Tx) -> None:
        asking = threading.Thread(target=lambda: said.append(store.cut_off()))
        asking.start()
        asking.join()

    store.do(look)
    assert said == [[]]


def test_several_are_told_in_their_order_and_in_the_shops_time(store: Store) -> None:
    with store._writer.begin() as connection:
        set_setting(Tx(connection, deeds.NOON), "time_zone", "Asia/Shanghai")
        mark.begin(connection, "b.csv", "ann", datetime(2026, 3, 2, 1, 0, tzinfo=UTC))
        mark.begin(connection, "a.csv", "ann", datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    assert store.cut_off() == [TOLD.format("a.csv", "2026-03-02 07:30"), TOLD.format("b.csv", "2026-03-02 09:00")]
    assert store.cut_off() == []
    store.do(deeds.add_channel, "still writes")


def test_a_store_that_cannot_be_written_tells_it_each_time(file_store: Store) -> None:
    with file_store._writer.begin() as connection:
        mark.begin(connection, "a.csv", "ann", deeds.NOON)
    with file_store._writer.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only=ON")  # as the driver says it of a file that is read-only
    for _time in range(2):
        assert file_store.cut_off() == [TOLD.format("a.csv", "2026-03-01 12:00")]


def test_a_full_disk_leaves_a_mark_that_tells_the_truth(file_store: Store) -> None:
    file_store.do(deeds.fill)
    before = dump(file_store)
    where = Path(file_store.where)
    log = where.with_name(f"{where.name}-wal")

    @action("order.import", "Much", names=lambda: "much.csv")
    def much(tx: Tx) -> None:
        deeds.add_suppliers(tx, 60_000)

    with files_up_to(max(where.stat().st_size, log.stat().st_size) + 50_000), pytest.raises(UserError) as refusal:
        file_store.do(much)
    assert refusal.value.code in {"disk_full", "disk_error"}
    told = file_store.cut_off()
    assert [sentence[:27] for sentence in told] in ([], ["The import of much.csv, beg"])
    assert dump(file_store) == before
