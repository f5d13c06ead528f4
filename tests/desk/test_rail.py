"""The rail keeps every place whole, however low the window is."""

from itertools import pairwise

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.desk import theme
from shopdesk.desk.rail import HEIGHTS, Rail, RailButton

TABS = [(name, name.title(), "stock") for name in ("orders", "stock", "planning", "buying", "profit", "service")]
QUIET = [(name, name.title(), "history") for name in ("import", "history", "help", "settings")]


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize(("height", "level"), [(620, 0), (520, 1), (460, 2), (330, 3)])
def test_no_place_is_cut_off(qapp: QApplication, qtbot: QtBot, scale: float, height: int, level: int) -> None:
    theme.apply(qapp, "light", "en", scale)
    window = QWidget()
    rail = Rail(TABS, QUIET)
    rail.setParent(window)
    qtbot.addWidget(window)
    rail.resize(140, round(height * scale))
    window.show()
    buttons = rail.findChildren(RailButton)
    qtbot.waitUntil(lambda: buttons[0].height() == theme.scaled(HEIGHTS[level][0]))
    assert all(one.geometry().bottom() < other.geometry().top() for one, other in pairwise(buttons))
    assert buttons[-1].geometry().bottom() <= rail.height()
    assert (buttons[0].toolTip() == "Orders") is (level == 3)
    assert buttons[0].accessibleName() == "Orders"
    rail.grab()
    theme.apply(qapp, "light", "en")
