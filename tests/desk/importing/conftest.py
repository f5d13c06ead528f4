"""The import page on a real shop, for tests that use it as a person does."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.desk.import_desk import LONG, Until

from shopdesk.desk.desk import Desk
from shopdesk.desk.doors import Message
from shopdesk.desk.importing.import_page import ImportPage
from shopdesk.desk.importing.queue import ImportQueue, queue_of
from shopdesk.shop.opening import new_shop
from shopdesk.store.store import Store


@pytest.fixture
def shop(tmp_path: Path) -> Store:
    """A real shop in a file; the desk closes it."""
    return new_shop(str(tmp_path / "shop.shopdesk"), name="Tea & Ware")


@pytest.fixture
def office(qapp: QApplication, qtbot: QtBot, shop: Store) -> Iterator[Desk]:
    """A desk with that shop open."""
    made = Desk()
    with qtbot.waitSignal(made.history_changed):
        made.open(lambda: shop)
    yield made
    made.close()


@pytest.fixture
def queue(office: Desk) -> ImportQueue:
    return queue_of(office)


@pytest.fixture
def page(office: Desk, qtbot: QtBot) -> ImportPage:
    made = ImportPage(office)
    qtbot.addWidget(made)
    made.resize(1280, 680)
    made.show()
    return made


@pytest.fixture
def told(office: Desk) -> list[str]:
    said: list[str] = []

    def hear(message: Message) -> None:
        said.append(message.text)

    office.told.connect(hear)
    return said


@pytest.fixture
def until(qtbot: QtBot) -> Until:
    return lambda is_so: qtbot.waitUntil(is_so, timeout=LONG)
