"""What every test of the window starts from: the light theme in English, and a desk with a shop open."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.desk.shelf import Shelf

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk


@pytest.fixture(autouse=True)
def plain_look(qapp: QApplication) -> Iterator[None]:
    """Each test begins and leaves in light English at text size 100."""
    theme.apply(qapp, "light", "en")
    yield
    theme.apply(qapp, "light", "en")


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
