"""The look at every page: after the opening, before the first write, and not twice."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.store import deeds
from tests.store.deeds import dump, spoil_page

from shopdesk.store.action import action
from shopdesk.store.check import check_store
from shopdesk.store.look import Look
from shopdesk.store.store import Store
from shopdesk.store.tx import Tx
from shopdesk.text import UserError


@action("settings.edit", "Forget the mappings")
def forget_mappings(tx: Tx) -> None:
    tx.connection.exec_driver_sql("DELETE FROM saved_mapping WHERE signature >= ''")


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """One entry for every time that somebody asked to look; whether it was due."""
    made: list[bool] = []
    look = Look.look

    def noted(self: Look, connection: object) -> None:
        made.append(self.is_due)
        look(self, connection)  # type: ignore[arg-type]

    monkeypatch.setattr(Look, "look", noted)
    return made


def look(store: Store) -> None:
    with store.read() as tx:
        store.look(tx)


def refused(work: Callable[[], object], path: Path) -> None:
    with pytest.raises(UserError) as refusal:
        work()
    assert refusal.value.code == "damaged"
    assert str(refusal.value) == f"The store {path} is damaged. Restore a backup."


def test_a_damaged_page_is_found_before_the_first_write_and_nothing_is_written(store_path: Path) -> None:
    spoil_page(store_path)
    before = store_path.read_bytes()
    store = Store.open(store_path)
    assert store.name == "shop"  # what is whole may be read
    for _time in range(2):
        refused(lambda: store.do(deeds.add_channel, "web"), store_path)
    refused(store.undo, store_path)
    refused(lambda: look(store), store_path)
    assert [finding.kind for finding in check_store(store)] == ["damaged"]
    store.close()
    assert store_path.read_bytes() == before


def test_damage_that_a_query_meets_stops_writing_too(store_path: Path) -> None:
    store = Store.open(store_path)
    store.do(deeds.fill)
    store.close()
    spoil_page(store_path)
    os.utime(store_path, ns=(0, 0))
    store = Store.open(store_path)
    with pytest.raises(UserError) as refusal, store.read() as tx:
        tx.connection.exec_driver_sql("SELECT signature FROM saved_mapping ORDER BY signature").all()
    assert str(refusal.value) == f"The store {store_path} is damaged. Restore a backup."
    refused(lambda: store.do(deeds.add_channel, "x"), store_path)
    store.close()


def test_damage_that_a_write_meets_stops_the_next_one(store_path: Path) -> None:
    store = Store.open(store_path)
    store.do(deeds.fill)
    store.close()
    store = Store.open(store_path)
    look(store)  # whole as yet; the page goes bad while the store is open
    spoil_page(store_path)
    refused(lambda: store.do(forget_mappings), store_path)
    for _time in range(2):
        refused(lambda: store.do(deeds.add_channel, "x"), store_path)
    store.close()


def test_every_opening_looks_once_and_only_before_it_writes(store_path: Path, looks: list[bool]) -> None:
    for _time in range(2):
        store = Store.open(store_path)
        assert dump(store)["channel"] == []
        store.close()
    assert looks == []
    for number in range(2):
        store = Store.open(store_path)
        store.do(deeds.add_channel, f"a{number}")
        store.do(deeds.add_channel, f"b{number}")
        store.close()
    assert looks == [True, True]


def test_a_bit_that_rots_without_a_new_date_is_found(store_path: Path) -> None:
    store = Store.open(store_path)
    store.do(deeds.fill)
    store.close()
    stat = store_path.stat()
    spoil_page(store_path)
    os.utime(store_path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    store = Store.open(store_path)
    refused(lambda: store.do(deeds.add_channel, "x"), store_path)
    store.close()


def test_a_write_waits_for_a_look_under_way(file_store: Store) -> None:
    begun, go_on = threading.Event(), threading.Event()

    class Slow:
        """Answers when it is told to."""

        def exec_driver_sql(self, _statement: str) -> "Slow":
            begun.set()
            assert go_on.wait(30)
            return self

        def scalar(self) -> str:
            return "ok"

    wrote: list[object] = []
    looking = threading.Thread(target=file_store._look.look, args=(Slow(),))
    writing = threading.Thread(target=lambda: wrote.append(file_store.do(deeds.add_channel, "web").value))
    looking.start()
    assert begun.wait(30)
    writing.start()
    assert wrote == []
    go_on.set()
    looking.join()
    writing.join()
    assert wrote == [1]
    assert not file_store._look.is_due


def test_an_interrupted_look_is_made_by_the_write(file_store: Store) -> None:
    class Stopped:
        def exec_driver_sql(self, _statement: str) -> object:
            raise RuntimeError("interrupted")

    with pytest.raises(RuntimeError):
        file_store._look.look(Stopped())  # type: ignore[arg-type]
    assert file_store._look.is_due
    file_store.do(deeds.add_channel, "web")
    assert not file_store._look.is_due


@pytest.mark.postgres
def test_the_pages_of_a_database_are_its_servers_business(store: Store, looks: list[bool]) -> None:
    store.do(deeds.fill)
    look(store)
    assert looks == ([True, False] if store.is_file else [False])
