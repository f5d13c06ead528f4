"""The promises of channels in the settings: typed, refused, undone."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from tests.desk.tabs.tea_shop import settle
from tests.shop.way import bring, sold, stocked

from shopdesk.desk.desk import Desk
from shopdesk.desk.promises_card import PromisesCard, read_promises
from shopdesk.store.store import Store


@pytest.fixture
def shop(file_store: Store) -> Store:
    stocked(file_store)
    bring(file_store, sold("A-1", ("TEA-1", 1)))
    return file_store


def hours(store: Store) -> Any:
    """What the store says: the hours of the only channel, and what is unusual."""
    with store.read() as tx:
        rows, risks = read_promises(tx)
    return rows[0][1][1:], risks


def type_in(card: PromisesCard, key: str, text: str, desk: Desk, qtbot: QtBot) -> None:
    edit = next(one for (_channel, name), one in card.edits.items() if name == key)
    edit.selectAll()
    QTest.keyClicks(edit, text)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    settle(desk, qtbot)


def test_hours_are_typed_and_nonsense_is_refused(shop: Store, qtbot: QtBot) -> None:
    desk = Desk()
    with qtbot.waitSignal(desk.store_changed):
        desk.open(lambda: Store.open(shop.where))
    host = QWidget()
    qtbot.addWidget(host)
    card = PromisesCard(desk)
    QVBoxLayout(host).addWidget(card)
    settle(desk, qtbot)
    assert hours(shop) == ((24, None), (10_000, 100))
    type_in(card, "ship_hours", "36", desk, qtbot)
    type_in(card, "unpaid_hours", "2", desk, qtbot)
    type_in(card, "pieces", "40", desk, qtbot)
    assert hours(shop) == ((36, 2), (10_000, 40))
    for nonsense, said in (("soon", "soon is not a number."), ("0", "Hours are a whole number above zero.")):
        type_in(card, "ship_hours", nonsense, desk, qtbot)
        assert card.fault.text() == said
        assert card.fault.isVisibleTo(card)
    assert hours(shop) == ((36, 2), (10_000, 40))
    desk.undo()
    settle(desk, qtbot)
    assert hours(shop)[0] == (36, None)
    assert all(edit.accessibleName() for edit in card.edits.values())
    desk.close()
