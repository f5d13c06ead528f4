"""Tiers as a little table: it follows the line, writes it, and says which number is none."""

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from shopdesk.desk.tabs.promotions.tier_table import TierTable


@pytest.fixture
def line(qtbot: QtBot) -> QLineEdit:
    made = QLineEdit("300-30;600-80")
    qtbot.addWidget(made)
    return made


@pytest.fixture
def table(line: QLineEdit, qtbot: QtBot) -> TierTable:
    made = TierTable(line)
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(
    "words",
    [
        "300-30;600-80",
        "3pc-12.5%",
        "2ppl=79;5ppl=69",
        "2pc+1",
        "2nd-50%;3rd-70%",
        "300+[TEA-1]*2",
        "-10%≤50x3",
        "",
        "99",
    ],
)
def test_the_table_says_what_the_line_says(line: QLineEdit, table: TierTable, words: str) -> None:
    line.setText(words)
    for row in table.rows:
        row.edited.emit()
    assert line.text() == words
    assert len(table.rows) == len([part for part in words.split(";") if part])


def test_a_cell_writes_the_line(line: QLineEdit, table: TierTable) -> None:
    table.rows[1].value.setText("90")
    assert line.text() == "300-30;600-90"
    table.rows[0].gives.setCurrentIndex(table.rows[0].gives.findData("off_rate"))
    assert line.text() == "300-30%;600-90"
    table.rows[0].removed.emit()
    assert line.text() == "600-90"


def test_a_new_tier_counts_once_it_is_whole(line: QLineEdit, table: TierTable) -> None:
    table.add.click()
    new = table.rows[-1]
    new.at.setText("900")
    assert line.text() == "300-30;600-80"
    new.value.setText("1o0")
    assert (line.text(), new.value.property("look")) == ("300-30;600-80", "bad")
    new.value.setText("150")
    assert (line.text(), new.value.property("look")) == ("300-30;600-80;900-150", "")
    assert len(table.rows) == 3


def test_words_that_are_no_tiers_leave_the_table(line: QLineEdit, table: TierTable) -> None:
    line.setText("nonsense")
    assert len(table.rows) == 2
