"""What a person does with the import page: look where it stands, click a cell, write over it."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from shopdesk.desk.grid import GridView
from shopdesk.desk.importing.import_page import ImportPage
from shopdesk.desk.importing.one_file import Stage
from shopdesk.desk.importing.outcome_view import OutcomeView
from shopdesk.desk.importing.queue import ImportQueue

LONG = 120_000
Until = Callable[[Callable[[], bool]], None]


def at(queue: ImportQueue, stage: Stage) -> Callable[[], bool]:
    return lambda: queue.current is not None and queue.current.stage is stage


def idle(queue: ImportQueue) -> Callable[[], bool]:
    return lambda: queue.current is None and not queue.desk.busy


def outcome(page: ImportPage) -> OutcomeView:
    assert isinstance(page.view, OutcomeView)
    return page.view


def click_cell(qtbot: QtBot, view: GridView, row: int, column: int) -> None:
    """A click into the middle of a cell."""
    place: QPoint = view.visualRect(view.rows.index(row, column)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def type_into(qtbot: QtBot, view: GridView, row: int, column: int, text: str) -> None:
    """Click a cell, open it with F2, write a text over what stands there, Enter."""
    click_cell(qtbot, view, row, column)
    qtbot.keyClick(view, Qt.Key.Key_F2)
    editor = view.indexWidget(view.currentIndex())
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    with qtbot.waitSignal(view.rows.modelReset):
        qtbot.keyClick(editor, Qt.Key.Key_Return)
