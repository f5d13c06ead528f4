"""Typing at the top finds commands and what is in the shop; keys choose, and the focus goes back to the work."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.desk.samples import TABS, ListTab
from tests.desk.shelf import Tx, settle

from shopdesk.desk.desk import Desk
from shopdesk.desk.doors import Found
from shopdesk.desk.main_window import MainWindow
from shopdesk.desk.search_box import SearchBox


def search(tx: Tx, query: str) -> list[Found]:
    return [Found(f"Order {query}", "Taobao", "orders", "orders", {"view": "done", "order_id": 42})]


@pytest.fixture
def box(desk: Desk, qtbot: QtBot) -> Iterator[SearchBox]:
    ListTab.made.clear()
    desk.doors.search = search
    window = MainWindow(desk, TABS)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    settle(desk, qtbot)
    window.top.search.open()
    settle(desk, qtbot)
    yield window.top.search
    window.close()


def titles(box: SearchBox) -> list[str]:
    return [line.title for line in box.popup.lines]


def test_it_opens_with_all_commands(box: SearchBox) -> None:
    assert box.field.hasFocus()
    assert {"Orders", "Undo", "Settings", "Mark as shipped"} <= set(titles(box))


def test_words_find_commands_and_the_shop(box: SearchBox, desk: Desk, qtbot: QtBot) -> None:
    QTest.keyClicks(box.field, "sett")
    settle(desk, qtbot)
    assert titles(box) == ["In the shop", "Order sett", "Commands", "Settings"]


def test_enter_runs_the_marked_line_and_gives_the_focus_back(box: SearchBox, desk: Desk, qtbot: QtBot) -> None:
    QTest.keyClicks(box.field, "mark")
    settle(desk, qtbot)
    QTest.keyClick(box.field, Qt.Key.Key_Down)
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    assert ListTab.made[0].did == 1
    assert not box.is_open
    assert not box.field.hasFocus()
    assert box.field.text() == ""
    assert desk.settings.commands == ("mark",)


def test_what_was_found_leads_to_its_place(box: SearchBox, desk: Desk, qtbot: QtBot) -> None:
    QTest.keyClicks(box.field, "2611")
    settle(desk, qtbot)
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    assert ListTab.made[0].place() == {"view": "done", "order_id": 42}


def test_a_command_that_cannot_be_done_says_why_and_stays(box: SearchBox, desk: Desk, qtbot: QtBot) -> None:
    QTest.keyClicks(box.field, "redo")
    settle(desk, qtbot)
    place = titles(box).index("Redo")
    line = box.popup.lines[place]
    assert line.why == "There is nothing to redo."
    for _step in range(len(box.popup.lines)):
        if box.popup.marked != place:
            QTest.keyClick(box.field, Qt.Key.Key_Down)
    assert box.popup.marked == place
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    assert box.is_open


def test_escape_puts_it_away(box: SearchBox, desk: Desk, qtbot: QtBot) -> None:
    QTest.keyClicks(box.field, "und")
    QTest.keyClick(box.field, Qt.Key.Key_Escape)
    assert not box.is_open
    assert box.field.text() == ""
    settle(desk, qtbot)


def test_nothing_found_says_so(box: SearchBox, desk: Desk, qtbot: QtBot) -> None:
    desk.doors.search = None
    QTest.keyClicks(box.field, "qqzz")
    settle(desk, qtbot)
    assert titles(box) == ["Nothing is called qqzz."]
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    assert box.is_open


def test_up_and_down_go_round(box: SearchBox, qtbot: QtBot) -> None:
    last = len(box.popup.lines) - 1
    QTest.keyClick(box.field, Qt.Key.Key_Up)
    assert box.popup.marked == last
    QTest.keyClick(box.field, Qt.Key.Key_Down)
    assert box.popup.marked == 0
    box.popup.grab()
