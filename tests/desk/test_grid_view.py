"""Excel's gestures in a grid: what keys and clipboard do, and what of it reaches the shop."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMenu
from pytestqt.qtbot import QtBot
from tests.desk.grid_samples import CHANNEL, GIFT, NO, NOTE, PAID, PHONE, PLACED, PROFIT, QTY, STATE, small_view, values

from shopdesk.desk import theme
from shopdesk.desk.grid import GridView
from shopdesk.desk.grid.clipboard import from_text, to_text
from shopdesk.desk.grid.selection import Block, blocks, spans
from shopdesk.shop.columns import Tone

Key = Qt.Key
CTRL, SHIFT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)
Edits = list[Sequence[tuple[int, str, str]]]


@pytest.fixture
def edits() -> Edits:
    return []


@pytest.fixture
def view(qtbot: QtBot, edits: Edits) -> GridView:
    made = small_view(50, edits)
    qtbot.addWidget(made)
    made.resize(900, 500)
    with qtbot.waitExposed(made):
        made.show()
    made.setFocus()
    at(made, 0, CHANNEL)
    return made


def at(view: GridView, row: int, column: int) -> None:
    view._move((row, view.shown_columns().index(column)))


def select(view: GridView, top: int, left: int, bottom: int, right: int) -> None:
    at(view, top, left)
    view._move((bottom, view.shown_columns().index(right)), extend=True)


def place(view: GridView) -> tuple[int, int]:
    return view.currentIndex().row(), view.currentIndex().column()


def clipboard(text: str | None = None) -> str:
    board = QGuiApplication.clipboard()
    if text is not None:
        board.setText(text)
    return board.text()


def told(view: GridView) -> list[str]:
    sentences: list[str] = []
    view.told.connect(sentences.append)
    return sentences


# ------------------------------------------------------------------------------------------------ moving


@pytest.mark.parametrize(
    ("key", "modifier", "lands"),
    [
        (Key.Key_Down, NONE, (6, PAID)),
        (Key.Key_Up, NONE, (4, PAID)),
        (Key.Key_Left, NONE, (5, QTY)),
        (Key.Key_Right, NONE, (5, PROFIT)),
        (Key.Key_Down, CTRL, (49, PAID)),
        (Key.Key_Up, CTRL, (0, PAID)),
        (Key.Key_Left, CTRL, (5, CHANNEL)),
        (Key.Key_Right, CTRL, (5, NOTE)),
        (Key.Key_Home, NONE, (5, CHANNEL)),
        (Key.Key_End, NONE, (5, NOTE)),
        (Key.Key_Home, CTRL, (0, CHANNEL)),
        (Key.Key_End, CTRL, (49, NOTE)),
        (Key.Key_Tab, NONE, (5, PROFIT)),
        (Key.Key_Backtab, SHIFT, (5, QTY)),
        (Key.Key_Return, NONE, (6, PAID)),
        (Key.Key_Return, SHIFT, (4, PAID)),
    ],
)
def test_keys_move_as_in_excel(
    qtbot: QtBot, view: GridView, key: Key, modifier: Qt.KeyboardModifier, lands: tuple[int, int]
) -> None:
    at(view, 5, PAID)
    QTest.keyClick(view, key, modifier)
    assert place(view) == lands
    assert view.blocks() == [Block(lands[0], lands[1], lands[0], lands[1])]
    assert view.viewport().rect().contains(view.visualRect(view.currentIndex()).center())


def test_pages_and_borders(qtbot: QtBot, view: GridView) -> None:
    page = view.viewport().height() // theme.row_height() - 1
    QTest.keyClick(view, Key.Key_PageDown)
    assert place(view) == (page, CHANNEL)
    QTest.keyClick(view, Key.Key_PageUp)
    QTest.keyClick(view, Key.Key_Up)
    assert place(view) == (0, CHANNEL)
    at(view, 0, NOTE)
    QTest.keyClick(view, Key.Key_Tab)
    assert place(view) == (1, CHANNEL)


def test_hidden_and_moved_columns_are_walked_in_the_order_seen(qtbot: QtBot, view: GridView) -> None:
    view.columns.arrange(["note", "channel", "paid"], ["no", "gift"])
    assert view.shown_columns()[:4] == [NOTE, CHANNEL, PAID, PLACED]
    at(view, 0, NOTE)
    QTest.keyClick(view, Key.Key_Right)
    QTest.keyClick(view, Key.Key_Right, SHIFT)
    assert place(view) == (0, PAID)
    assert sorted(view.blocks()) == [Block(0, CHANNEL, 0, CHANNEL), Block(0, PAID, 0, PAID)]


def test_shift_selects_from_where_it_began(qtbot: QtBot, view: GridView) -> None:
    at(view, 5, QTY)
    QTest.keyClick(view, Key.Key_Down, SHIFT)
    QTest.keyClick(view, Key.Key_Right, SHIFT)
    assert view.blocks() == [Block(5, QTY, 6, PAID)]
    QTest.keyClick(view, Key.Key_Up, SHIFT)
    QTest.keyClick(view, Key.Key_Up, SHIFT)
    assert view.blocks() == [Block(4, QTY, 5, PAID)]
    QTest.keyClick(view, Key.Key_Down, CTRL | SHIFT)
    assert view.blocks() == [Block(5, QTY, 49, PAID)]
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, SHIFT, view.visualRect(view.rows.index(45, PAID)).center()
    )
    assert view.blocks() == [Block(5, QTY, 45, PAID)]


def test_whole_rows_whole_columns_and_everything(qtbot: QtBot, view: GridView) -> None:
    select(view, 2, QTY, 4, PAID)
    QTest.keyClick(view, Key.Key_Space, SHIFT)
    assert view.blocks() == [Block(2, CHANNEL, 4, NOTE)]
    select(view, 2, QTY, 4, PAID)
    QTest.keyClick(view, Key.Key_Space, CTRL)
    assert [(p.top, p.bottom) for p in view.blocks()] == [(0, 49)] * len(view.blocks())
    QTest.keyClick(view, Key.Key_A, CTRL)
    assert view.blocks() == [Block(0, CHANNEL, 49, NOTE)]


def test_ranges_stay_ranges(view: GridView) -> None:
    chosen = QItemSelection()
    for top, bottom in ((0, 3), (2, 6), (7, 7), (20, 30)):
        chosen.merge(
            QItemSelection(view.rows.index(top, 0), view.rows.index(bottom, 1)),
            QItemSelectionModel.SelectionFlag.Select,
        )
    assert spans(blocks(chosen)) == [(0, 7), (20, 30)]


def test_the_row_of_a_single_cell_is_tinted_a_block_is_not(view: GridView) -> None:
    at(view, 3, QTY)
    assert (view.tinted_row, view.framed) == (3, (3, QTY))
    select(view, 3, QTY, 4, QTY)
    assert view.tinted_row == -1


def test_opening_a_row(qtbot: QtBot, view: GridView) -> None:
    opened: list[object] = []
    view.opened.connect(opened.append)
    at(view, 3, CHANNEL)
    QTest.keyClick(view, Key.Key_Return)
    where = view.visualRect(view.rows.index(5, NO)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert opened == [4, 6]
    where = view.visualRect(view.rows.index(5, QTY)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert opened == [4, 6]
    assert isinstance(view.indexWidget(view.currentIndex()), QLineEdit)


def test_the_current_row_is_told_by_its_id_and_only_when_it_is_another(qtbot: QtBot, view: GridView) -> None:
    heard: list[object] = []
    view.current_changed.connect(heard.append)
    QTest.keyClick(view, Key.Key_Down)
    QTest.keyClick(view, Key.Key_Right)
    QTest.keyClick(view, Key.Key_Down)
    assert heard == [2, 3]
    view.rows.show_rows([])
    assert heard == [2, 3, None]


# ------------------------------------------------------------------------------------------------ sorting


def header_click(qtbot: QtBot, view: GridView, column: int, modifier: Qt.KeyboardModifier = NONE) -> None:
    header = view.header
    x = header.sectionViewportPosition(column) + header.sectionSize(column) // 2
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, modifier, QPoint(x, 10))


def test_clicks_on_the_header_sort_up_down_and_not(qtbot: QtBot, view: GridView) -> None:
    seen = []
    for column, modifier in ((PAID, NONE), (PAID, NONE), (PAID, NONE), (CHANNEL, NONE), (PAID, SHIFT), (PAID, SHIFT)):
        header_click(qtbot, view, column, modifier)
        seen.append((view.sort, view.rows.row_id(0)))
    assert seen == [
        ((("paid", False),), 1),
        ((("paid", True),), 50),
        ((), 1),
        ((("channel", False),), 1),
        ((("channel", False), ("paid", False)), 1),
        ((("channel", False), ("paid", True)), 49),
    ]
    assert view.header._text(PAID) == "Paid ↓2"
    assert view.current_id() == 1  # the row went along, and the clicks selected nothing
    assert [(block.left, block.right) for block in view.blocks()] == [(CHANNEL, CHANNEL)]


def test_a_small_table_read_again_stays_sorted(qtbot: QtBot, view: GridView) -> None:
    header_click(qtbot, view, PAID)
    header_click(qtbot, view, PAID)
    view.rows.show_rows([values(n) for n in range(1, 4)], range(1, 4))
    assert [view.rows.row_id(row) for row in range(3)] == [3, 2, 1]


def test_dragging_a_border_or_a_title_does_not_sort(qtbot: QtBot, view: GridView) -> None:
    header = view.header.viewport()
    x = view.header.sectionViewportPosition(PAID) + 20
    QTest.mousePress(header, Qt.MouseButton.LeftButton, pos=QPoint(x, 10))
    QTest.mouseMove(header, QPoint(x + 60, 10))
    QTest.mouseRelease(header, Qt.MouseButton.LeftButton, pos=QPoint(x + 60, 10))
    assert view.sort == ()


# ------------------------------------------------------------------------------------------------ copying


def test_copied_text_is_exact(qtbot: QtBot, view: GridView) -> None:
    select(view, 0, CHANNEL, 1, STATE)
    QTest.keyClick(view, Key.Key_C, CTRL)
    assert clipboard() == (
        "JD\t2611210000000000001\t2026-11-21 08:59\t1.5\t0.10\t99.00\tTo pick\n"
        "Shopify\t2611210000000000002\t2026-11-21 08:58\t2\t0.20\t98.00\tPaid"
    )
    QTest.keyClick(view, Key.Key_C, CTRL | SHIFT)
    assert clipboard().split("\n")[0] == "Channel\tOrder no.\tPlaced\tQty\tPaid\tProfit\tState"


def test_copied_html_keeps_order_numbers_as_text(qtbot: QtBot, view: GridView) -> None:
    select(view, 1, NO, 1, PAID)
    QTest.keyClick(view, Key.Key_C, CTRL | SHIFT)
    html = QGuiApplication.clipboard().mimeData().html()
    assert "<th>Order no.</th>" in html
    assert "<td style=\"mso-number-format:'\\@'\">2611210000000000002</td>" in html
    assert "<td>0.20</td>" in html


def test_breaks_tabs_and_quotes_survive(qtbot: QtBot, view: GridView) -> None:
    at(view, 1, NOTE)
    QTest.keyClick(view, Key.Key_C, CTRL)
    assert clipboard() == '"fragile,\nsay ""thanks"""'
    assert from_text(clipboard()) == [['fragile,\nsay "thanks"']]


def test_personal_data_leaves_masked_and_hidden_columns_do_not_leave(qtbot: QtBot, view: GridView) -> None:
    QTest.keyClick(view, Key.Key_A, CTRL)
    QTest.keyClick(view, Key.Key_C, CTRL)
    first = clipboard().split("\n")[0].split("\t")
    assert len(first) == len(view.shown_columns()) == NOTE
    assert first[view.shown_columns().index(PHONE)] == "138****0001"
    assert GIFT not in view.shown_columns()


def test_columns_are_copied_in_the_order_seen_and_gaps_stay_gaps(qtbot: QtBot, view: GridView) -> None:
    view.columns.arrange(["paid", "channel"], [])
    chosen = QItemSelection(view.rows.index(0, CHANNEL), view.rows.index(0, CHANNEL))
    chosen.select(view.rows.index(2, PAID), view.rows.index(2, PAID))
    view.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    QTest.keyClick(view, Key.Key_C, CTRL)
    assert clipboard() == "\tJD\n0.30\t"


def test_too_much_for_the_clipboard_is_refused_with_a_way_out(qtbot: QtBot) -> None:
    view = small_view(1)
    qtbot.addWidget(view)
    view.rows.show_rows([()] * 30_000)
    sentences = told(view)
    clipboard("before")
    view.selectAll()
    view.copier.copy()
    assert sentences == ["270,000 cells are too many for the clipboard (at most 200,000). Export to Excel instead."]
    assert clipboard() == "before"


@pytest.mark.parametrize(
    ("given", "cells"),
    [
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ("a\n\nb", [["a"], [""], ["b"]]),
        ("a\tb\nc", [["a", "b"], ["c", ""]]),
        ('"x\ty"\t5" pipe', [["x\ty", '5" pipe']]),
        ("", [[""]]),
        ("\t", [["", ""]]),
    ],
)
def test_tables_of_other_programs_are_read(given: str, cells: list[list[str]]) -> None:
    assert from_text(given) == cells
    assert from_text(to_text(cells)) == cells


# ------------------------------------------------------------------------------------------------ pasting, filling


@pytest.mark.parametrize(
    ("text", "target", "sent"),
    [
        ("5", (0, QTY, 0, QTY), [(1, "qty", "5")]),
        ("5", (0, QTY, 1, PAID), [(1, "qty", "5"), (1, "paid", "5.00"), (2, "qty", "5"), (2, "paid", "5.00")]),
        ("1\t2\n3\t4", (0, QTY, 0, QTY), [(1, "qty", "1"), (1, "paid", "2.00"), (2, "qty", "3"), (2, "paid", "4.00")]),
        ("1\n2", (0, QTY, 3, QTY), [(1, "qty", "1"), (2, "qty", "2"), (3, "qty", "1"), (4, "qty", "2")]),
        ("1\n2", (0, QTY, 2, QTY), [(1, "qty", "1"), (2, "qty", "2")]),
        ("x\t1,234.5", (0, PLACED, 0, QTY), [(1, "qty", "1234.5")]),
        ("Late", (0, STATE, 1, STATE), [(1, "state", "late"), (2, "state", "late")]),
        ("", (0, NOTE, 0, NOTE), []),
    ],
)  # fmt: skip
def test_pasting_tiles_and_sends_one_edit(
    qtbot: QtBot, view: GridView, edits: Edits, text: str, target: tuple[int, int, int, int], sent: list[Any]
) -> None:
    select(view, *target)
    clipboard(text)
    QTest.keyClick(view, Key.Key_V, CTRL)
    assert edits == ([sent] if sent else [])


def test_what_does_not_fit_and_what_is_not_understood_is_told(qtbot: QtBot, view: GridView, edits: Edits) -> None:
    sentences = told(view)
    at(view, 48, QTY)
    clipboard("1\nmany\n3\n4")
    QTest.keyClick(view, Key.Key_V, CTRL)
    assert edits == [[(49, "qty", "1")]]
    refused = "1 cell was not taken: Row 50: “many” is not a number for Qty."
    assert sentences == [f"{refused} 2 pasted rows were left out: the list ends before them."]
    at(view, 0, CHANNEL)
    clipboard("x")
    QTest.keyClick(view, Key.Key_V, CTRL)
    assert sentences[1:] == ["These columns cannot be changed here."]
    assert len(edits) == 1


def test_columns_that_have_no_place_are_told(qtbot: QtBot, view: GridView, edits: Edits) -> None:
    sentences = told(view)
    at(view, 0, NOTE)
    clipboard("fragile\tblue\tround")
    QTest.keyClick(view, Key.Key_V, CTRL)
    assert edits == [[(1, "note", "fragile")]]
    assert sentences == ["2 pasted columns were left out: no more columns are shown to the right."]


def test_twenty_thousand_cells_are_one_edit(qtbot: QtBot, edits: Edits) -> None:
    view = small_view(1, edits)
    qtbot.addWidget(view)
    view.rows.show_rows([()] * 10_000)
    at(view, 0, QTY)
    clipboard("\n".join(["7\t8.25"] * 10_000))
    view.edits.paste()
    assert len(edits) == 1
    assert len(edits[0]) == 20_000
    assert edits[0][-1] == (9_999, "paid", "8.25")


@pytest.mark.parametrize(
    ("key", "target", "sent"),
    [
        (Key.Key_D, (1, QTY, 3, QTY), [(3, "qty", "2"), (4, "qty", "2")]),
        (Key.Key_D, (2, QTY, 2, QTY), [(3, "qty", "2")]),
        (Key.Key_D, (1, CHANNEL, 2, QTY), [(3, "qty", "2")]),
        (Key.Key_R, (1, QTY, 2, PAID), [(2, "paid", "2.00"), (3, "paid", "3.50")]),
        (Key.Key_R, (1, QTY, 1, PROFIT), [(2, "paid", "2.00")]),
    ],
)
def test_filling_down_and_right(
    qtbot: QtBot, view: GridView, edits: Edits, key: Key, target: tuple[int, int, int, int], sent: list[Any]
) -> None:
    select(view, *target)
    QTest.keyClick(view, key, CTRL)
    assert edits == [sent]


def test_filling_never_touches_hidden_columns(qtbot: QtBot, view: GridView, edits: Edits) -> None:
    view.columns.arrange([], ["paid"])
    select(view, 0, QTY, 1, STATE)
    QTest.keyClick(view, Key.Key_Delete)
    assert {key for _id, key, _text in edits[0]} == {"qty", "state"}


def test_control_enter_fills_the_selection(qtbot: QtBot, view: GridView, edits: Edits) -> None:
    select(view, 1, QTY, 2, QTY)
    QTest.keyClick(view, Key.Key_Return, CTRL)
    assert edits == [[(2, "qty", "3.5"), (3, "qty", "3.5")]]
    select(view, 1, QTY, 2, QTY)
    view.edit(view.currentIndex())
    editor = view.indexWidget(view.currentIndex())
    assert isinstance(editor, QLineEdit)
    editor.setText("9")
    QTest.keyClick(editor, Key.Key_Return, CTRL)
    assert edits[1:] == [[(2, "qty", "9"), (3, "qty", "9")]]
    assert view.blocks() == [Block(1, QTY, 2, QTY)]


def test_delete_empties_what_can_be_changed(qtbot: QtBot, view: GridView, edits: Edits) -> None:
    select(view, 0, PLACED, 1, QTY)
    QTest.keyClick(view, Key.Key_Delete)
    assert edits == [[(1, "qty", ""), (2, "qty", "")]]


def test_a_grid_that_cannot_be_edited_ignores_all_of_it(qtbot: QtBot) -> None:
    view = small_view(3)
    qtbot.addWidget(view)
    sentences = told(view)
    at(view, 0, QTY)
    clipboard("1")
    for key in (Key.Key_V, Key.Key_D, Key.Key_R):
        QTest.keyClick(view, key, CTRL)
    QTest.keyClick(view, Key.Key_Delete)
    QTest.keyClick(view, Key.Key_5)
    assert sentences == []
    assert view.indexWidget(view.currentIndex()) is None


# ------------------------------------------------------------------------------------------------ editing one cell


def editor_of(view: GridView) -> QLineEdit:
    editor = view.indexWidget(view.currentIndex())
    assert isinstance(editor, QLineEdit)
    return editor


def test_typing_replaces_and_enter_moves_down(qtbot: QtBot, view: GridView, edits: Edits) -> None:
    at(view, 1, QTY)
    QTest.keyClick(view, Key.Key_7)
    editor = editor_of(view)
    QTest.keyClick(editor, Key.Key_5)
    assert editor.text() == "75"
    QTest.keyClick(editor, Key.Key_Return)
    assert edits == [[(2, "qty", "75")]]
    assert place(view) == (2, QTY)


def test_f2_keeps_the_text_tab_moves_right_and_escape_takes_back(qtbot: QtBot, view: GridView, edits: Edits) -> None:
    at(view, 1, PAID)
    QTest.keyClick(view, Key.Key_F2)
    assert editor_of(view).text() == "0.20"
    assert editor_of(view).accessibleName() == "Paid"
    editor_of(view).setText("3")
    QTest.keyClick(editor_of(view), Key.Key_Tab)
    assert edits == [[(2, "paid", "3.00")]]
    assert place(view) == (1, PROFIT)
    at(view, 1, PAID)
    QTest.keyClick(view, Key.Key_F2)
    editor_of(view).setText("4")
    QTest.keyClick(editor_of(view), Key.Key_Escape)
    assert len(edits) == 1
    assert place(view) == (1, PAID)


def test_a_text_that_is_not_understood_leaves_the_cell_and_is_told(qtbot: QtBot, view: GridView, edits: Edits) -> None:
    sentences = told(view)
    at(view, 1, QTY)
    QTest.keyClick(view, Key.Key_X)
    QTest.keyClick(editor_of(view), Key.Key_Return)
    assert edits == []
    assert sentences == ["“x” is not a number for Qty."]


def test_states_are_chosen(qtbot: QtBot, view: GridView, edits: Edits) -> None:
    at(view, 0, STATE)
    view.edit(view.currentIndex())
    combo = view.indexWidget(view.currentIndex())
    assert isinstance(combo, QComboBox)
    assert [combo.itemText(n) for n in range(combo.count())] == ["", "Late", "To pick", "Paid", "Shipped"]
    assert combo.currentText() == "To pick"
    combo.setCurrentText("Shipped")
    QTest.keyClick(combo, Key.Key_Return)
    assert edits == [[(1, "state", "shipped")]]


def test_text_that_an_input_method_brings_finished_is_not_lost(view: GridView) -> None:
    at(view, 1, NOTE)
    event = QInputMethodEvent()
    event.setCommitString("易碎")
    QApplication.sendEvent(view, event)
    assert editor_of(view).text() == "易碎"


def test_an_input_method_composes_in_the_freshly_opened_editor(view: GridView) -> None:
    at(view, 0, NOTE)
    attributes: list[QInputMethodEvent.Attribute] = []
    QApplication.sendEvent(view, QInputMethodEvent("yi", attributes))
    QApplication.sendEvent(view, QInputMethodEvent("yi sui", attributes))
    done = QInputMethodEvent("", attributes)
    done.setCommitString("易碎")
    QApplication.sendEvent(view, done)
    assert editor_of(view).text() == "易碎"


def test_an_input_method_over_a_cell_that_cannot_be_edited_opens_nothing(view: GridView) -> None:
    at(view, 1, CHANNEL)
    event = QInputMethodEvent()
    event.setCommitString("易碎")
    QApplication.sendEvent(view, event)
    assert view.indexWidget(view.currentIndex()) is None


# ------------------------------------------------------------------------------------------------ menus, columns, look


def choose(menu: QMenu, title: str) -> None:
    next(action for action in menu.actions() if action.text() == title).trigger()
    menu.close()


@pytest.mark.parametrize(
    ("column", "title", "said"),
    [
        (CHANNEL, "Filter by this value", ("channel", '="Shopify"')),
        (CHANNEL, "Exclude this value", ("channel", '!="Shopify"')),
        (PAID, "Filter by this value", ("paid", "0.20")),
        (PLACED, "Filter by this value", ("placed", "2026-11-21")),
        (STATE, "Exclude this value", ("state", "!=paid")),
    ],
)
def test_the_menu_filters_by_the_cell(view: GridView, column: int, title: str, said: tuple[str, str]) -> None:
    wanted: list[tuple[str, str]] = []
    view.filter_wanted.connect(lambda key, text: wanted.append((key, text)))
    at(view, 1, column)
    choose(view.menus.cells(), title)
    assert wanted == [said]


def test_a_blank_cell_is_filtered_as_blank(view: GridView) -> None:
    at(view, 3, PROFIT)
    view.menus.cells().close()
    assert view.menus.term() == "="


def test_columns_hide_freeze_and_come_back_from_the_header(view: GridView) -> None:
    choose(view.menus.titles(PAID), "Hide column")
    assert PAID not in view.shown_columns()
    choose(view.menus.titles(NO), "Freeze up to here")
    assert view.frozen.count == 2
    assert view.frozen.isVisible()
    choose(view.menus.titles(NO), "Unfreeze")
    assert not view.frozen.isVisible()
    view.columns.reset()
    assert view.shown_columns() == [n for n in range(10) if n != GIFT]


def test_the_last_column_cannot_be_hidden(view: GridView) -> None:
    for column in list(view.shown_columns()):
        view.columns.hide(column)
    assert len(view.shown_columns()) == len(view.rows.sheet.columns)


def test_frozen_columns_stay_and_the_current_cell_is_never_beneath_them(view: GridView) -> None:
    view.resize(400, 400)
    view.freeze(2)
    at(view, 0, NOTE)
    assert view.horizontalScrollBar().value() > 0
    assert view.frozen.visualRect(view.rows.index(0, CHANNEL)).left() == 0
    for column in (PHONE, STATE, PROFIT, PAID, QTY, PLACED):
        at(view, 0, column)
        assert view.visualRect(view.currentIndex()).left() >= view.frozen.width_held()
    view.verticalScrollBar().setValue(300)
    assert view.frozen.verticalScrollBar().value() == 300


def test_widths_follow_the_contents_until_the_user_sizes_them(view: GridView) -> None:
    metrics_room = view.columnWidth(NO)
    assert metrics_room > view.fontMetrics().horizontalAdvance("2611210000000000001")
    assert sum(view.columnWidth(column) for column in view.shown_columns()) == view.viewport().width()
    view.header.resizeSection(PAID, 200)
    assert view.columns.state()["widths"] == {"paid": 200}
    view.columns.fit()
    assert view.columnWidth(PAID) == 200
    view.resize(1_400, 500)
    QApplication.processEvents()
    assert view.columnWidth(PAID) == 200
    assert sum(view.columnWidth(column) for column in view.shown_columns()) == view.viewport().width()


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_words_have_the_room_that_titles_do_not_need(qapp: QApplication, view: GridView, scale: float) -> None:
    theme.apply(qapp, "light", "en", scale)
    shown = view.shown_columns()
    titles = {column: view.header.title_width(column, arrow=False) for column in shown}
    for width in (2_400, 1_100, 900, 500):
        view.resize(width, 500)
        QApplication.processEvents()
        widths = {column: view.columnWidth(column) for column in shown}
        room = view.viewport().width()
        assert all(widths[column] >= titles[column] for column in shown)
        if sum(titles.values()) + theme.scaled(600) < room:
            assert sum(widths.values()) == room
            assert widths[NOTE] >= view.fontMetrics().horizontalAdvance("note 49 of the order")
            assert widths[QTY] <= max(titles[QTY] * 2, theme.scaled(110))


def test_a_title_keeps_its_letters_when_the_rows_are_sorted_by_it(view: GridView) -> None:
    view.resize(500, 500)
    QApplication.processEvents()
    narrow = view.columnWidth(QTY)
    view.show_sort((("qty", True),))
    assert view.columnWidth(QTY) > narrow
    assert view.columnWidth(QTY) >= view.header.title_width(QTY, arrow=True)


def test_rows_keep_their_height_and_follow_the_text_size(qapp: QApplication, view: GridView) -> None:
    assert {view.rowHeight(row) for row in range(50)} == {theme.ROW_HEIGHT}
    theme.apply(qapp, "dark", "en", 1.3)
    assert {view.rowHeight(row) for row in range(50)} == {theme.row_height()}
    assert theme.row_height() > theme.ROW_HEIGHT


def colours(view: GridView, row: int, column: int) -> set[str]:
    """The colours of a cell as painted, without the line beneath it."""
    rect = view.visualRect(view.rows.index(row, column)).adjusted(0, 0, 0, -2)
    image = view.viewport().grab(rect).toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_states_are_pills_and_losses_stand_in_the_colour_of_bad(
    qapp: QApplication, view: GridView, scheme: str
) -> None:
    theme.apply(qapp, scheme, "en")
    t = theme.tokens()
    view.rows.show_rows([*(view.rows.line(row).values for row in range(4))], range(4))  # type: ignore[union-attr]
    ink, ground = t.tone(Tone.BAD)
    late = next(row for row in range(4) if view.rows.value(row, STATE) == "late")
    assert ground.name() in colours(view, late, STATE)
    assert ground.name() not in colours(view, late, CHANNEL)
    assert t.surface.name() in colours(view, late, STATE)
    assert ink.name() != t.text.name()


def test_theme_and_language_leave_no_listener_behind(qtbot: QtBot, qapp: QApplication) -> None:
    gone: list[str] = []
    view = small_view(3)
    view.destroyed.connect(lambda: gone.append("view"))
    view.deleteLater()
    del view
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    theme.apply(qapp, "dark", "en")
    assert gone == ["view"]


def test_copying_uses_no_list_of_cells(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, view: GridView) -> None:
    refuse: Callable[..., Any] = lambda *_args: pytest.fail("selectedIndexes")  # noqa: E731
    monkeypatch.setattr(QItemSelectionModel, "selectedIndexes", refuse)
    monkeypatch.setattr(GridView, "selectedIndexes", refuse)
    QTest.keyClick(view, Key.Key_A, CTRL)
    QTest.keyClick(view, Key.Key_C, CTRL)
    assert len(clipboard().split("\n")) >= 50
    assert re.match("JD\t", clipboard())
