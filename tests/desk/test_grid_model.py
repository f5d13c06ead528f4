"""The rows behind a grid: one question and one repaint per page, nothing fetched that nobody looks at."""

import sys
from array import array
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from tests.desk.grid_samples import CHANNEL, FORMATS, GIFT, NO, ORDERS, PAID, PHONE, PLACED, PROFIT, QTY, text, values

from shopdesk.desk.grid import RowsModel
from shopdesk.desk.grid.rows_model import PAGE_ROWS, PAGES_KEPT, WAITING

DISPLAY = Qt.ItemDataRole.DisplayRole


class Paged:
    """A model of `count` orders whose pages come when `deliver` is called."""

    def __init__(self, count: int) -> None:
        self.rows = RowsModel(ORDERS, FORMATS)
        self.asked: list[tuple[int, list[int]]] = []
        self.changes: list[tuple[int, int]] = []
        self.rows.load_page = self._load
        self.rows.dataChanged.connect(self._note)
        self.ids = array("q", range(1, count + 1))
        self.rows.show_first([(n, values(n)) for n in self.ids[:PAGE_ROWS]], count)
        self.rows.take_ids(self.ids)
        self.changes.clear()

    def _load(self, page: int, ids: Sequence[int]) -> None:
        self.asked.append((page, list(ids)))

    def _note(self, first: QModelIndex | QPersistentModelIndex, last: QModelIndex | QPersistentModelIndex) -> None:
        self.changes.append((first.row(), last.row()))

    def deliver(self) -> None:
        asked, self.asked = self.asked, []
        for page, ids in asked:
            self.rows.take_page(page, ids, [values(n) for n in ids])

    def look_at(self, row: int) -> list[Any]:
        """Read a screenful, every cell of it."""
        end = min(row + 30, self.rows.rowCount())
        return [text(self.rows, r, c) for r in range(row, end) for c in range(self.rows.columnCount())]


def test_the_model_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    check: Callable[[RowsModel], None] = qtmodeltester.check
    paged = Paged(450)
    check(paged.rows)
    paged.deliver()
    check(paged.rows)
    small = RowsModel(ORDERS, FORMATS)
    small.show_rows([values(n) for n in range(5)])
    check(small)
    small.show_rows([])
    check(small)


def test_a_page_is_asked_for_once_and_announced_once() -> None:
    paged = Paged(1_000)
    for _again in range(3):
        assert set(paged.look_at(410)) == {WAITING}
    assert paged.asked == [(2, list(range(401, 601)))]
    paged.deliver()
    assert paged.changes == [(400, 599)]
    assert paged.look_at(410)[NO] == "2611210000000000411"
    assert paged.asked == []


def test_the_first_page_is_there_before_the_ids_and_stays() -> None:
    rows = RowsModel(ORDERS, FORMATS)
    asked: list[int] = []
    rows.load_page = lambda page, _ids: asked.append(page)
    rows.show_first([(n, values(n)) for n in range(1, PAGE_ROWS + 1)], 500)
    assert (rows.rowCount(), rows.row_id(0), rows.row_id(400)) == (500, 1, None)
    assert text(rows, 0, NO) == "2611210000000000001"
    assert text(rows, 400, NO) == WAITING
    assert asked == []  # nobody knows yet which rows those are
    rows.take_ids(array("q", range(1, 501)))
    assert text(rows, 0, NO) == "2611210000000000001"
    assert (rows.row_id(400), asked) == (401, [])
    assert text(rows, 400, NO) == WAITING
    assert asked == [2]


def test_pages_out_of_sight_are_let_go() -> None:
    paged = Paged(PAGE_ROWS * (PAGES_KEPT + 5))
    for page in range(PAGES_KEPT + 5):
        paged.look_at(page * PAGE_ROWS)
        paged.deliver()
    assert len(paged.rows._pages) == PAGES_KEPT
    assert paged.rows.held(PAGE_ROWS) is None
    assert paged.rows.held(PAGE_ROWS * (PAGES_KEPT + 4)) is not None


def test_a_row_that_may_have_changed_is_not_held_and_is_not_asked_for() -> None:
    paged = Paged(600)
    paged.look_at(0)
    paged.deliver()
    assert paged.rows.held(0) is not None
    paged.rows.read_again()
    assert paged.rows.held(0) is None
    assert paged.rows.seen(0) is not None
    assert paged.asked == []
    paged.look_at(0)
    paged.deliver()
    assert paged.rows.held(0) is not None


def test_an_answer_for_rows_that_moved_is_dropped() -> None:
    paged = Paged(600)
    paged.look_at(200)
    paged.rows.take_ids(array("q", [9_999, *paged.ids]))
    paged.changes.clear()
    paged.deliver()
    assert paged.changes == []
    assert paged.look_at(201)[NO] == WAITING


def test_reading_again_shows_the_old_values_until_the_new_come() -> None:
    paged = Paged(600)
    before = paged.look_at(0)
    paged.rows.take_ids(array("q", paged.ids))
    assert paged.look_at(0) == before
    assert [page for page, _ids in paged.asked] == [0]
    paged.rows.take_page(0, paged.asked[0][1], [values(n + 1) for n in paged.asked[0][1]])
    assert paged.look_at(0)[NO] == "2611210000000000002"


def test_rows_that_only_moved_are_shown_at_once() -> None:
    paged = Paged(600)
    before = paged.look_at(0)
    paged.rows.take_ids(array("q", [9_999, *paged.ids]))
    shown = paged.look_at(0)
    assert shown[CHANNEL] == WAITING
    assert shown[len(ORDERS.columns) :] == before[: len(shown) - len(ORDERS.columns)]


def test_a_page_that_was_not_come_to_is_asked_for_again() -> None:
    paged = Paged(600)
    paged.look_at(200)
    paged.asked.clear()
    paged.look_at(200)
    assert paged.asked == []
    paged.rows.forget_page(1)
    paged.look_at(200)
    assert [page for page, _ids in paged.asked] == [1]


def test_a_row_that_is_gone_is_blank() -> None:
    paged = Paged(450)
    paged.look_at(200)
    page, ids = paged.asked[0]
    paged.rows.take_page(page, ids, [() for _id in ids])
    assert set(paged.look_at(200)[: 30 * len(ORDERS.columns)]) == {""}
    assert paged.rows.value(200, PAID) is None


def test_what_the_roles_say() -> None:
    rows = RowsModel(ORDERS, FORMATS)
    rows.show_rows([values(2), values(300)], [2, 300])
    number, word, mark = (rows.data(rows.index(0, c), Qt.ItemDataRole.TextAlignmentRole) for c in (PAID, NO, GIFT))
    assert number & Qt.AlignmentFlag.AlignRight
    assert word & Qt.AlignmentFlag.AlignLeft
    assert mark == Qt.AlignmentFlag.AlignCenter
    assert text(rows, 1, PROFIT) == "−200.00"
    assert rows.data(rows.index(1, PROFIT), Qt.ItemDataRole.ForegroundRole) is not None
    assert rows.data(rows.index(0, PROFIT), Qt.ItemDataRole.ForegroundRole) is None
    assert text(rows, 0, PHONE) == "138****0002"
    assert rows.data(rows.index(0, PLACED), Qt.ItemDataRole.ToolTipRole) == "2026-11-21 08:58:00"
    assert rows.data(rows.index(0, PAID), Qt.ItemDataRole.EditRole) == "0.20"
    assert rows.headerData(PAID, Qt.Orientation.Horizontal) == "Paid"


def test_small_tables_sort_themselves_and_come_back() -> None:
    rows = RowsModel(ORDERS, FORMATS)
    rows.show_rows([values(n) for n in (3, 4, 9, 1)], [3, 4, 9, 1])
    rows.sort_memory([("profit", False)])
    assert [rows.row_id(row) for row in range(4)] == [3, 1, 4, 9]
    rows.sort_memory([("channel", True), ("no", True)])
    assert [rows.row_id(row) for row in range(4)] == [9, 3, 4, 1]
    rows.sort_memory([])
    assert [rows.row_id(row) for row in range(4)] == [3, 4, 9, 1]
    assert rows.find(9) == 2
    assert rows.find(77) == -1


def test_an_edit_is_checked_and_handed_on(qtbot: QtBot) -> None:
    rows = RowsModel(ORDERS, FORMATS)
    rows.show_rows([values(2)], [2])
    index = rows.index(0, QTY)
    assert not rows.flags(index) & Qt.ItemFlag.ItemIsEditable
    edits: list[Any] = []
    rows.on_edit = lambda row_id, key, given: edits.append((row_id, key, given))
    assert rows.flags(index) & Qt.ItemFlag.ItemIsEditable
    assert not rows.flags(rows.index(0, CHANNEL)) & Qt.ItemFlag.ItemIsEditable
    assert rows.setData(index, "１，５００")
    assert edits == [(2, "qty", "1500")]
    with qtbot.waitSignal(rows.told) as told:
        assert not rows.setData(index, "many")
    assert told.args == ["“many” is not a number for Qty."]
    assert rows.setData(index, "2")  # as it was
    assert not rows.setData(rows.index(0, CHANNEL), "JD")
    assert len(edits) == 1
    assert text(rows, 0, QTY) == "2"


def test_data_gives_and_takes_references_in_balance() -> None:
    paged = Paged(450)
    roles = [int(role) for role in Qt.ItemDataRole if int(role) < 40]
    indexes = [paged.rows.index(row, column) for row in (0, 300) for column in range(len(ORDERS.columns))]
    for index in indexes:
        paged.rows.data(index, Qt.ItemDataRole.ToolTipRole)
    before = sys.getrefcount(None), sys.getrefcount(True), sys.getrefcount(WAITING)
    for _time in range(300):
        for role in roles:
            index = indexes[role % len(indexes)]
            index.data(role)
            index.flags()
    after = sys.getrefcount(None), sys.getrefcount(True), sys.getrefcount(WAITING)
    assert max(abs(one - other) for one, other in zip(before, after, strict=True)) < 50


@pytest.mark.parametrize("row", [-1, 3])
def test_rows_beyond_the_border_have_no_id(row: int) -> None:
    rows = RowsModel(ORDERS, FORMATS)
    rows.show_rows([values(n) for n in range(3)])
    assert rows.row_id(row) is None
    assert rows.data(QModelIndex()) is None
    assert rows.formats.row(values(1))[PLACED].text == f"{datetime(2026, 11, 21, 8, 59, tzinfo=UTC):%m-%d %H:%M}"
