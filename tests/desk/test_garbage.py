"""Garbage goes on the window's thread, and no other."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from shopdesk.desk.garbage import QUICK, GarbageCollector, keep_loaded


class Knot:
    """A cycle that says where it was destroyed."""

    def __init__(self, seen: list[int]) -> None:
        self.me = self
        weakref.finalize(self, lambda: seen.append(threading.get_ident()))


@pytest.fixture(autouse=True)
def nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Desks that other tests left behind do not count here."""
    monkeypatch.setattr(GarbageCollector, "_at_work", 0)


@pytest.fixture
def collector(qapp: QCoreApplication) -> Iterator[GarbageCollector]:
    made = GarbageCollector(lambda: False)
    yield made
    made.stop()


def test_nothing_is_collected_on_a_worker(collector: GarbageCollector) -> None:
    seen: list[int] = []

    def work() -> None:
        for _ in range(3_000):
            Knot(seen)

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    assert seen == []
    collector.look()
    assert set(seen) == {threading.get_ident()}


def test_the_timer_collects(collector: GarbageCollector, qtbot: QtBot) -> None:
    seen: list[int] = []
    for _ in range(3_000):
        Knot(seen)
    qtbot.waitUntil(lambda: bool(seen))


def test_what_a_job_holds_is_not_gone_through(qapp: QCoreApplication) -> None:
    """A hundred thousand rows in hand would stop the window for as long as four frames."""
    seen: list[int] = []
    busy = [True]
    made = GarbageCollector(lambda: busy[0])
    Knot(seen)
    held: list[list[int]] = [[] for _ in range(QUICK)]
    made.look()
    assert (seen, len(held)) == ([], QUICK)
    busy[0] = False
    made.look()
    made.stop()
    assert len(seen) == 1


def test_what_was_loaded_is_spared_until_the_window_goes(qapp: QCoreApplication) -> None:
    made = GarbageCollector(lambda: False)
    keep_loaded()
    assert gc.get_freeze_count() > 0
    made.stop()
    assert gc.get_freeze_count() == 0


def test_python_collects_again_afterwards(qapp: QCoreApplication) -> None:
    made = GarbageCollector(lambda: False)
    assert not gc.isenabled()
    made.stop()
    assert gc.isenabled()
