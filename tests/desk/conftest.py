"""What every test of the window starts from: no display, folders of its own, the light theme in English."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.desk.shelf import Shelf

from shopdesk.desk.desk import Desk

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, logs and locks of a test stay in its own folder."""
    home = tmp_path / "home"
    monkeypatch.setenv("SHOPDESK_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def plain_look(qapp: QApplication) -> Iterator[None]:
    """Each test begins and leaves in light English at text size 100."""
    from shopdesk import text
    from shopdesk.desk import theme

    text.use_language("en")
    theme.apply(qapp, "light", "en")
    yield
    text.use_language("en")


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot, shelf: Shelf) -> Iterator[Desk]:
    """A desk with the shelf open."""
    made = Desk()
    with qtbot.waitSignal(made.history_changed):
        made.open(lambda: shelf)
    yield made
    made.close()
