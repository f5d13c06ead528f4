"""The tea shop for the tests of the tabs: built once, a copy of its file for each test, shown in a window."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.desk.tabs.tea_shop import make_shop, open_window

from shopdesk.desk.desk import Desk
from shopdesk.desk.doors import Message
from shopdesk.desk.main_window import MainWindow
from shopdesk.shop.opening import new_shop
from shopdesk.store.store import Store


@pytest.fixture(scope="session")
def tea_shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_shop(tmp_path_factory.mktemp("tea"))


@pytest.fixture
def store(tea_shop: Path, tmp_path: Path) -> Store:
    """An own copy of the tea shop, open; the desk closes it."""
    return Store.open(shutil.copyfile(tea_shop, tmp_path / "shop.shopdesk"))


@pytest.fixture
def empty_store(tmp_path: Path) -> Store:
    """A shop without anything in it."""
    return new_shop(str(tmp_path / "empty.shopdesk"), time_zone="Asia/Shanghai")


@pytest.fixture
def shop_desk(qapp: QApplication) -> Iterator[Desk]:
    """A desk without a shop; whatever it has open is closed in the end."""
    made = Desk()
    yield made
    # The windows of the test have been closed: let them be gone before what they ask is.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    made.close()


@pytest.fixture
def told(shop_desk: Desk) -> list[Message]:
    messages: list[Message] = []
    shop_desk.told.connect(messages.append)
    return messages


@pytest.fixture
def window(shop_desk: Desk, store: Store, qtbot: QtBot) -> MainWindow:
    """A window on the tea shop with the two tabs that are tested here."""
    return open_window(shop_desk, store, qtbot)
