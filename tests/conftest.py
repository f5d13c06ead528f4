"""What every test starts from: no screen, a home of its own, English, and a log without warnings."""

import itertools
import logging
import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from tests.beside import PROCESSES

from shopdesk import text
from shopdesk.exchange import reader

pytest_plugins = ["tests.store_fixtures"]

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Before any test is imported: neither its module nor a fixture that serves several may meet the settings of whoever
# runs it. Qt keeps those of its dialogs beside ours. HOME itself stays: fonts and git are found by it.
_HOMES = Path(tempfile.mkdtemp(prefix="shopdesk-homes-"))
_numbers = itertools.count(1)
os.environ |= {"SHOPDESK_HOME": str(_HOMES / "0"), "XDG_CONFIG_HOME": str(_HOMES / "0"), "APPDATA": str(_HOMES / "0")}


def pytest_unconfigure() -> None:
    shutil.rmtree(_HOMES, ignore_errors=True)


# Time tells nothing on a busy machine, and what CI finds must be found again at the desk.
settings.register_profile(
    "shopdesk", deadline=None, database=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("shopdesk")


class Overheard(logging.Handler):
    """Keeps what was logged at WARNING and above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(scope="session", autouse=True)
def readers_forked() -> Iterator[None]:
    """Each of the thousands of files that tests read takes a process; tests of that child ask for `reader_spawned`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "PROCESSES", PROCESSES)
        yield


@pytest.fixture
def reader_spawned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read as the program reads them."""
    monkeypatch.setattr(reader, "PROCESSES", multiprocessing.get_context("spawn"))


@pytest.fixture(autouse=True)
def own_home(monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for settings, stores and logs, so that no test sees or touches those of another."""
    home = _HOMES / f"{next(_numbers)}"  # not of tmp_path_factory, which reads all the names there are for the next one
    home.mkdir()
    monkeypatch.setenv("SHOPDESK_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Each test begins in English and leaves no other language behind."""
    text.use_language("en")
    yield
    text.use_language("en")


@pytest.fixture(autouse=True)
def quiet_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning in the log fails the test, unless it is marked `warns` or looks at the log itself."""
    overheard = Overheard()
    logging.getLogger().addHandler(overheard)
    yield
    logging.getLogger().removeHandler(overheard)
    if request.node.get_closest_marker("warns") or "caplog" in request.fixturenames:
        return
    said = [f"{record.name}: {record.getMessage()}" for record in overheard.records]
    assert not said, f"unexpected in the log: {said}"
