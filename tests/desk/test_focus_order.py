"""Tab goes from part to part as they stand on screen."""

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.desk.focus_order import go_on


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """A button, then a box that hands its focus to the second of its two fields."""
    made = QWidget()
    column = QVBoxLayout(made)
    before, box = QPushButton("before"), QWidget()
    inner = QVBoxLayout(box)
    fields = [QLineEdit("first"), QLineEdit("second")]
    for field in fields:
        inner.addWidget(field)
    box.setFocusProxy(fields[1])
    column.addWidget(before)
    column.addWidget(box)
    qtbot.addWidget(made)
    made.show()
    before.setFocus()
    return made


def here(window: QWidget) -> str:
    focused = window.focusWidget()
    assert isinstance(focused, QPushButton | QLineEdit)
    return focused.text()


def test_a_box_is_gone_through_from_its_first_part(window: QWidget) -> None:
    said = []
    for _step in range(3):
        assert go_on(window, window.focusWidget(), forward=True)
        said.append(here(window))
    assert said == ["first", "second", "before"]
    assert go_on(window, window.focusWidget(), forward=False)
    assert here(window) == "second"


def test_what_is_hidden_or_disabled_is_passed_over(window: QWidget) -> None:
    first, second = window.findChildren(QLineEdit)
    first.setEnabled(False)
    assert go_on(window, window.focusWidget(), forward=True)
    assert here(window) == "second"
    second.hide()
    first.hide()
    assert not go_on(window, window.findChildren(QPushButton)[0], forward=True)
