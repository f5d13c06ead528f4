"""Counting on screen: by keyboard alone and by a scanner in any field; a blind count never shows what is expected."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from tests.desk.tabs.tea_shop import click, key, settle, sku_cells, type_line, write

from shopdesk.desk.desk import Desk
from shopdesk.desk.doors import Message
from shopdesk.desk.main_window import MainWindow
from shopdesk.desk.tabs.stock import StockTab
from shopdesk.desk.tabs.stock.counting.page import CountPage
from shopdesk.desk.tabs.stock.counting.scan_log import ScanLog, read_log, sessions_held
from shopdesk.desk.wedge import Wedge
from shopdesk.shop.catalog.actions import add_product, find_sku
from shopdesk.shop.catalog.bundles import set_parts
from shopdesk.shop.counting.actions import NewScan, start_count
from shopdesk.shop.counting.reports import SESSION_ROWS, find_scans
from shopdesk.shop.counting.rules import Limits, Scope
from shopdesk.shop.counting.sheets import REVIEW
from shopdesk.shop.stock.actions import ReceiptLine, add_warehouse, receive_goods
from shopdesk.shop.stock.levels import main_warehouse, on_hand
from shopdesk.shop.stock.places import add_shelf
from shopdesk.shop.stock.reports import STOCK_ROWS, find_on_hand
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.store import Store


@pytest.fixture
def tab(window: MainWindow, shop_desk: Desk, qtbot: QtBot) -> StockTab:
    window.show_tab("stock")
    settle(shop_desk, qtbot)
    assert isinstance(window.page, StockTab)
    return window.page


def open_page(tab: StockTab, desk: Desk, qtbot: QtBot, scope: Scope, **chosen: Any) -> CountPage:
    """A session, and the page that counts it."""
    desk.do(start_count, scope, **chosen)
    settle(desk, qtbot)
    tab.open_count()
    settle(desk, qtbot)
    qtbot.waitUntil(tab.pages.count.scan.entry.code.hasFocus)
    return tab.pages.count


@pytest.fixture
def page(tab: StockTab, shop_desk: Desk, qtbot: QtBot) -> Iterator[CountPage]:
    made = open_page(tab, shop_desk, qtbot, Scope(), limits=Limits(Decimal(100)))
    yield made
    made._close_log()


def line(page: CountPage, desk: Desk, qtbot: QtBot, code: str, *rest: str) -> None:
    """One line by keyboard: every text is typed where the focus has gone, with Enter after it."""
    page.scan.entry.code.setFocus()
    for text in (code, *rest):
        focused = QApplication.focusWidget()
        assert isinstance(focused, QLineEdit)
        type_line(focused, text)
    settle(desk, qtbot)
    page.scan.show_lines()  # which the window does by itself in a moment


def counted(page: CountPage) -> dict[str, tuple[Decimal, str]]:
    """By SKU (or unknown code), newest first: counted, result."""
    page.scan.show_lines()  # what the next turn of the window does by itself
    rows = page.scan.list.view.rows
    cells = [[rows.value(row, column) for column in range(7)] for row in range(rows.rowCount())]
    return {row[1] or row[0]: (row[4], row[5]) for row in cells}


def shelf_of_all(store: Store) -> dict[str, Decimal]:
    with store.read() as tx:
        return {row[0]: row[3] for _id, row in fetch_first(tx, STOCK_ROWS, Query(), 100)}


def texts(widget: QWidget) -> list[str]:
    """Every word that a widget and what is in it could show, its lists, hints and names for screen readers too."""
    found: list[str] = []
    for one in [widget, *widget.findChildren(QWidget)]:
        for name in ("text", "toolTip", "accessibleName", "accessibleDescription", "placeholderText", "statusTip"):
            said = getattr(one, name, None)
            found.append(str(said() if callable(said) else said or ""))
        rows: Any = getattr(one, "rows", None)
        if hasattr(rows, "rowCount"):
            roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.EditRole)
            found += [str(rows.index(row, column).data(role)) for row in range(rows.rowCount())
                      for column in range(rows.columnCount()) for role in roles]  # fmt: skip
    return found


def test_a_count_from_the_first_key_to_the_books_by_keyboard_alone(
    tab: StockTab, shop_desk: Desk, store: Store, told: list[Message], qtbot: QtBot
) -> None:
    before = shelf_of_all(store)
    key(tab, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: tab.pages.front is tab.pages.count)
    settle(shop_desk, qtbot)
    page = tab.pages.count
    assert page.start.found.text() == "23 lines"
    assert page.start.start.hasFocus()
    write(page.start.pieces, "100")
    key(page.start.pieces, Qt.Key.Key_Return)
    settle(shop_desk, qtbot)
    qtbot.waitUntil(page.scan.entry.code.hasFocus)
    line(page, shop_desk, qtbot, "6921000100018", "9")
    line(page, shop_desk, qtbot, "KET-08", "0")
    key(page, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: page.review.review is not None)
    review = page.review.review
    assert review is not None
    assert {one.line.code: (one.expected, one.difference) for one in review.counted} == {
        "TEA-001": (7, 2), "KET-08": (-1, 1),
    }  # fmt: skip
    assert shelf_of_all(store) == before
    key(page, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: page.state.text == "Booked")
    settle(shop_desk, qtbot)
    assert shelf_of_all(store) == {**before, "TEA-001": 9, "KET-08": 0}
    assert told[-1].text == "2 lines were set, 2 differed."


def test_a_bundle_is_refused_at_its_scan(page: CountPage, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    with store.read() as tx:
        part = find_sku(tx, "TEA-001")
    box = store.do(add_product, "BOX-1", "Gift box").value
    store.do(set_parts, box, {part: Decimal(2)})
    line(page, shop_desk, qtbot, "BOX-1", "3")
    line(page, shop_desk, qtbot, "BOX-1", "1")
    assert any("BOX-1 is a bundle itself." in text for text in texts(page.scan.last))
    assert counted(page) == {}
    line(page, shop_desk, qtbot, "TEA-001", "3")
    assert counted(page) == {"TEA-001": (3, "recorded")}


def test_the_same_code_again_adds_and_an_equals_sign_sets(page: CountPage, shop_desk: Desk, qtbot: QtBot) -> None:
    line(page, shop_desk, qtbot, "TEA-001", "3")
    line(page, shop_desk, qtbot, "6921000100018", "4")
    assert counted(page) == {"TEA-001": (7, "recorded")}
    line(page, shop_desk, qtbot, "5*TEA-001")
    assert counted(page) == {"TEA-001": (12, "recorded")}
    line(page, shop_desk, qtbot, "TEA-001", "=6")
    assert counted(page) == {"TEA-001": (6, "recorded")}
    line(page, shop_desk, qtbot, "=8")  # the line that was entered last
    assert counted(page) == {"TEA-001": (8, "recorded")}


def test_backspace_takes_the_last_scan_back_and_says_so(page: CountPage, shop_desk: Desk, qtbot: QtBot) -> None:
    entry = page.scan.entry
    line(page, shop_desk, qtbot, "TEA-001", "3")
    line(page, shop_desk, qtbot, "CUP-11", "4")
    line(page, shop_desk, qtbot, "CUP-11", "=9")
    key(entry.code, Qt.Key.Key_Backspace)
    settle(shop_desk, qtbot)
    assert counted(page) == {"CUP-11": (4, "recorded"), "TEA-001": (3, "recorded")}
    assert page.scan.last.accessibleName().startswith("Taken back: 9 of CUP-11")
    for _press in range(2):
        key(entry.code, Qt.Key.Key_Backspace)
    settle(shop_desk, qtbot)
    assert counted(page) == {}
    key(entry.code, Qt.Key.Key_Backspace)
    assert page.scan.last.accessibleName() == "There is no scan to take back."
    type_line(entry.code, "TEA-001")
    key(entry.quantity, Qt.Key.Key_Backspace)  # empties the 1
    key(entry.quantity, Qt.Key.Key_Backspace)  # and goes back to the code
    assert (entry.code.text(), entry.code.hasFocus(), entry.pending) == ("TEA-001", True, "")


def test_codes_scanned_over_the_number_count_one_each(page: CountPage, shop_desk: Desk, qtbot: QtBot) -> None:
    for code in ("6921000100018", "6921000100025", "6921000100018"):
        focused = QApplication.focusWidget()
        assert isinstance(focused, QLineEdit)
        type_line(focused, code)
    type_line(page.scan.entry.quantity, "")
    settle(shop_desk, qtbot)
    assert counted(page) == {"TEA-001": (2, "recorded"), "CUP-11": (1, "recorded")}


def test_an_unknown_code_keeps_its_number_and_is_resolved_in_the_review(
    page: CountPage, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    line(page, shop_desk, qtbot, "999000", "4")
    line(page, shop_desk, qtbot, "888000", "1")
    assert counted(page) == {"888000": (1, "unknown"), "999000": (4, "unknown")}
    assert "2 unknown codes" in page.scan.progress._rest.text()
    page.hand_over()
    settle(shop_desk, qtbot)
    codes = page.review.unknown
    assert codes.isVisible()
    type_line(codes.edits["999000"], "KET-08")
    settle(shop_desk, qtbot)
    click(next(one for one in codes.findChildren(QPushButton) if one.text() == "Set aside"))
    settle(shop_desk, qtbot)
    assert not codes.isVisible()
    click(page.buttons["book"])
    settle(shop_desk, qtbot)
    assert sku_cells(store, "KET-08")["on_hand"] == 4
    with store.read() as tx:
        assert find_sku(tx, "999000") == find_sku(tx, "KET-08")


def test_a_recount_is_asked_for_and_only_it_speaks(tab: StockTab, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    page = open_page(tab, shop_desk, qtbot, Scope())
    line(page, shop_desk, qtbot, "TEA-001", "3")
    page.hand_over()
    settle(shop_desk, qtbot)
    click(page.buttons["book"])
    settle(shop_desk, qtbot)
    assert page.fault.text().startswith("Over tolerance and counted once: TEA-001.")
    click(page.review.recount)
    settle(shop_desk, qtbot)
    assert page.scan.progress.again.text() == "To be counted again: TEA-001"
    assert counted(page) == {}
    line(page, shop_desk, qtbot, "6921000100018", "4")
    assert page.scan.progress.again.isHidden()
    page.hand_over()
    settle(shop_desk, qtbot)
    click(page.buttons["book"])
    settle(shop_desk, qtbot)
    assert sku_cells(store, "TEA-001")["on_hand"] == 4


@pytest.mark.parametrize("blind", [True, False])
def test_a_blind_count_shows_nothing_of_what_is_expected(
    tab: StockTab, shop_desk: Desk, store: Store, qtbot: QtBot, blind: bool
) -> None:
    told = Decimal(7341)  # a number that stands nowhere else
    with store.read() as tx:
        tea = find_sku(tx, "TEA-001")
    shop_desk.do(receive_goods, "", [ReceiptLine(tea, told - sku_cells(store, "TEA-001")["on_hand"])])
    settle(shop_desk, qtbot)
    page = open_page(tab, shop_desk, qtbot, Scope(), blind=blind, limits=Limits(Decimal(1)))
    line(page, shop_desk, qtbot, "TEA-001", "7339")
    seen = texts(page.scan) + texts(page.head)
    assert [text for text in seen if "7341" in text or "7,341" in text or "Expected" in text] == []
    tallying = page.scan.tallying
    assert tallying is not None
    assert ("7341" in repr(tallying)) is not blind
    # Only a count that is not blind may say at once that a line is off.
    assert counted(page) == {"TEA-001": (7339, "recorded" if blind else "again")}


def test_a_count_that_is_open_says_at_once_to_count_again(tab: StockTab, shop_desk: Desk, qtbot: QtBot) -> None:
    page = open_page(tab, shop_desk, qtbot, Scope(), blind=False, limits=Limits(Decimal(1)))
    line(page, shop_desk, qtbot, "TEA-001", "4")
    assert counted(page) == {"TEA-001": (4, "again")}
    line(page, shop_desk, qtbot, "TEA-001", "2")
    assert counted(page) == {"TEA-001": (6, "recorded")}


def test_a_cancelled_count_leaves_nothing(page: CountPage, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    before = shelf_of_all(store)
    line(page, shop_desk, qtbot, "TEA-001", "1")
    page.cancel()
    settle(shop_desk, qtbot)
    assert shelf_of_all(store) == before
    with store.read() as tx:
        assert fetch_first(tx, SESSION_ROWS, Query())[0][1][2] == "cancelled"
    assert shop_desk.drafts.get("count") == {}


def test_a_line_that_is_half_typed_is_not_handed_over(page: CountPage, shop_desk: Desk, qtbot: QtBot) -> None:
    type_line(page.scan.entry.code, "TEA-001")
    page.hand_over()
    settle(shop_desk, qtbot)
    assert page.fault.text() == "Enter the number of TEA-001 first, or press Esc to leave it out."
    type_line(page.scan.entry.quantity, "2")
    page.hand_over()
    page.scan.take_scan("6921000100018")  # a scan that comes too late is not lost unseen
    assert page.scan.last.accessibleName() == "6921000100018 Not taken: the count is being handed over."
    settle(shop_desk, qtbot)
    assert page.state.text == "To review"


def test_the_live_number_follows_the_choice(tab: StockTab, shop_desk: Desk, qtbot: QtBot) -> None:
    tab.open_count()
    settle(shop_desk, qtbot)
    start = tab.pages.count.start
    for edit, text, wanted in (
        (start.sample, "5", "5 lines"), (start.sample, "", "23 lines"), (start.idle, "x", "23 lines"),
    ):  # fmt: skip
        edit.setText(text)
        qtbot.waitUntil(lambda: not start._rest.isActive())
        settle(shop_desk, qtbot)
        assert start.found.text() == wanted
    assert start.fault.text() == "x is not a number."
    start.idle.clear()
    start.free.setChecked(True)
    qtbot.waitUntil(lambda: not start._rest.isActive())
    settle(shop_desk, qtbot)
    assert start.found.text() == "What turns up"


def test_a_product_begins_a_count_of_what_turns_up(tab: StockTab, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    tab.open_count("KET-08")
    settle(shop_desk, qtbot)
    page = tab.pages.count
    qtbot.waitUntil(page.scan.entry.quantity.hasFocus)
    type_line(page.scan.entry.quantity, "2")
    settle(shop_desk, qtbot)
    assert counted(page) == {"KET-08": (2, "recorded")}


def test_the_chosen_warehouse_is_counted(tab: StockTab, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    shop_desk.do(add_warehouse, "Hangzhou")
    settle(shop_desk, qtbot)
    tab.open_count()
    settle(shop_desk, qtbot)
    start = tab.pages.count.start
    start.place.setCurrentText("Hangzhou")
    start.free.setChecked(True)
    start.pieces.setText("100")
    click(start.start)
    settle(shop_desk, qtbot)
    line(tab.pages.count, shop_desk, qtbot, "CUP-11", "7")
    tab.pages.count.hand_over()
    settle(shop_desk, qtbot)
    click(tab.pages.count.buttons["book"])
    settle(shop_desk, qtbot)
    with store.read() as tx:
        found = {place.title: place.on_hand for place in find_on_hand(tx, find_sku(tx, "CUP-11"))}
    assert found["Hangzhou"] == 7


def test_counts_are_listed_and_opened(page: CountPage, tab: StockTab, shop_desk: Desk, qtbot: QtBot) -> None:
    line(page, shop_desk, qtbot, "TEA-001", "3")
    page.record()
    settle(shop_desk, qtbot)
    tab.show_view("counts")
    settle(shop_desk, qtbot)
    grid = tab.lists.counts.grid
    assert [grid.rows.value(0, place) for place in (2, 6, 7)] == ["open", 1, 23]
    key(grid.view, Qt.Key.Key_Return)
    settle(shop_desk, qtbot)
    assert tab.pages.front is page
    for view in ("due", "shrinkage", "accuracy"):
        tab.show_view("counts")
        tab.lists.counts.pick(view)
        settle(shop_desk, qtbot)
        assert tab.export_grid() is not None
    tab.lists.counts.pick("due")
    settle(shop_desk, qtbot)
    assert tab.lists.counts.grid.rows.rowCount() == 23


# ---------------------------------------------------------------------------------------------------- the scanner


class Scanner:
    """Types on the window as a scanner does: each key with its time stamp, delivered whenever the window has time."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window.windowHandle()
        self._at = 1_000

    def type(self, text: str, gap: int, *, end: Qt.Key = Qt.Key.Key_Return) -> None:
        for letter in text:
            self._key(Qt.Key(ord(letter.upper())), letter, gap)
        self._key(end, "\r", gap)

    def _key(self, code: Qt.Key, text: str, gap: int) -> None:
        self._at += gap
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, text)
            event.setTimestamp(self._at)
            QApplication.sendEvent(self._window, event)


@pytest.fixture
def scanner(window: MainWindow, page: CountPage, qtbot: QtBot) -> Scanner:
    window.activateWindow()
    qtbot.waitUntil(page.scan.entry.code.hasFocus)
    return Scanner(window)


CODES = {"6921000100018": "TEA-001", "6921000100025": "CUP-11", "6921000100070": "KET-08"}


def test_fifteen_scans_a_second_in_any_field(page: CountPage, scanner: Scanner, shop_desk: Desk, qtbot: QtBot) -> None:
    places = [page.scan.entry.code, page.scan.list.view, page.buttons["sheet"], page.scan.entry.code]
    wanted: dict[str, int] = {}
    for number in range(60):
        code = list(CODES)[number % 3]
        if number % 7 == 0:
            places[number % len(places)].setFocus()
        scanner.type(code, 4)  # 14 keys in 56 ms, and the next scan at once
        wanted[CODES[code]] = wanted.get(CODES[code], 0) + 1
    type_line(page.scan.entry.quantity, "")
    settle(shop_desk, qtbot)
    assert {code: pieces for code, (pieces, _result) in counted(page).items()} == wanted
    assert page.scan.progress._done.text() == "3 / 23"


def test_what_leaked_into_a_field_is_taken_out_again(
    tab: StockTab, page: CountPage, scanner: Scanner, shop_desk: Desk, qtbot: QtBot
) -> None:
    entry = page.scan.entry
    scanner.type("6921000100018", 1)
    assert (entry.pending, entry.quantity.text(), entry.quantity.hasFocus()) == ("6921000100018", "1", True)
    write(entry.quantity, "24")
    scanner.type("6921000100025", 1)  # over a number that was typed and had no Enter
    settle(shop_desk, qtbot)
    assert counted(page) == {"TEA-001": (24, "recorded")}
    assert (entry.pending, entry.quantity.text()) == ("6921000100025", "1")


def test_a_number_before_the_scanner_is_its_number(
    page: CountPage, scanner: Scanner, shop_desk: Desk, qtbot: QtBot
) -> None:
    write(page.scan.entry.code, "5*")
    scanner.type("6921000100018", 1)
    settle(shop_desk, qtbot)
    assert counted(page) == {"TEA-001": (5, "recorded")}


def test_a_person_is_no_scanner(page: CountPage, scanner: Scanner, window: MainWindow, qtbot: QtBot) -> None:
    heard: list[str] = []
    page.scan._wedge.scanned.connect(heard.append)
    scanner.type("692100", 60)
    scanner.type("12345", 2)  # too short to be a code
    assert heard == []
    scanner.type("123456", 35, end=Qt.Key.Key_Tab)
    assert heard == ["123456"]


def test_nobody_listens_to_a_scanner_on_another_screen(
    page: CountPage, scanner: Scanner, tab: StockTab, shop_desk: Desk, qtbot: QtBot
) -> None:
    heard: list[str] = []
    (wedge,) = page.scan.findChildren(Wedge)
    wedge.scanned.connect(heard.append)
    tab.open_list()
    settle(shop_desk, qtbot)
    scanner.type("6921000100018", 1)
    assert heard == []


# ---------------------------------------------------------------------------------------------------- words


def test_nothing_is_lost_while_the_shop_is_written_by_another(
    page: CountPage, shop_desk: Desk, store: Store, qtbot: QtBot, tmp_path: Path
) -> None:
    import threading

    release = threading.Event()
    shop_desk._submit(shop_desk._writer, release.wait, None)  # as an import that holds the writer
    for number in range(20):
        type_line(page.scan.entry.code, f"1*{list(CODES)[number % 3]}")
    page.record()
    qtbot.waitUntil(lambda: sum(pieces for pieces, _result in counted(page).values()) == 20)
    folder = shop_desk.drafts.folder
    assert folder is not None
    (log,) = folder.glob("*.scans")
    qtbot.waitUntil(lambda: log.read_text("utf-8").count('{"scan"') == 20)
    with store.read() as tx:
        assert fetch_first(tx, SESSION_ROWS, Query())[0][1][6] == 0
    release.set()
    settle(shop_desk, qtbot)
    qtbot.waitUntil(lambda: not log.exists())
    with store.read() as tx:
        assert fetch_first(tx, SESSION_ROWS, Query())[0][1][6] == 3


def test_who_approves_is_asked_for(page: CountPage, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    line(page, shop_desk, qtbot, "TEA-001", "3")
    page.hand_over()
    settle(shop_desk, qtbot)
    page.review.approver.setText("Wang Wei")
    click(page.buttons["book"])
    settle(shop_desk, qtbot)
    said = [label.text() for label in page.review.findChildren(QLabel)]
    assert any("approved by Wang Wei" in text for text in said)


def test_a_shelfs_code_says_where_the_next_scans_lie(
    tab: StockTab, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    with store.read() as tx:
        main = main_warehouse(tx)
    shelf = store.do(add_shelf, main, "A-03-2").value
    page = open_page(tab, shop_desk, qtbot, Scope(), limits=Limits(Decimal(100)))
    line(page, shop_desk, qtbot, "TEA-001", "3")
    type_line(page.scan.entry.code, "A-03-2")
    settle(shop_desk, qtbot)
    assert page.scan.last.accessibleName() == "Shelf A-03-2 What you scan now lies here."
    assert (page.scan.entry.code.text(), page.scan.entry.code.hasFocus()) == ("", True)
    line(page, shop_desk, qtbot, "TEA-001", "4")
    rows = page.scan.list.view.rows
    found = [(rows.value(row, 1), rows.value(row, 3), rows.value(row, 4)) for row in range(rows.rowCount())]
    assert found == [("TEA-001", "A-03-2", 4), ("TEA-001", "Main warehouse", 3)]
    page.hand_over()
    settle(shop_desk, qtbot)
    click(page.buttons["book"])
    settle(shop_desk, qtbot)
    with store.read() as tx:
        tea = find_sku(tx, "TEA-001")
        assert (on_hand(tx, tea, main), on_hand(tx, tea, shelf)) == (3, 4)


def test_a_shelf_scanned_on_the_run_is_no_code(page: CountPage, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    with store.read() as tx:
        main = main_warehouse(tx)
    store.do(add_shelf, main, "A-03-2")
    for code in ("A-03-2", "6921000100018"):  # the second before anybody knows that the first is a shelf
        focused = QApplication.focusWidget()
        assert isinstance(focused, QLineEdit)
        type_line(focused, code)
    settle(shop_desk, qtbot)
    type_line(page.scan.entry.quantity, "2")
    settle(shop_desk, qtbot)
    assert counted(page) == {"TEA-001": (2, "recorded")}


def test_the_reason_of_a_difference_is_typed_into_its_cell(
    tab: StockTab, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    page = open_page(tab, shop_desk, qtbot, Scope())
    line(page, shop_desk, qtbot, "TEA-001", "3")
    line(page, shop_desk, qtbot, "CUP-11", "1")
    page.hand_over()
    settle(shop_desk, qtbot)
    view, keys = page.review.list.view, [column.key for column in REVIEW.columns]
    view.setFocus()
    view.setCurrentIndex(view.rows.index(0, keys.index("reason")))
    key(view, Qt.Key.Key_F2)
    type_line(QApplication.focusWidget(), "Stolen")
    settle(shop_desk, qtbot)
    assert page.review.recount.text() == "Count again: 1"
    first = page.review.shown()
    assert {one.line.code: one.reason for one in first if one.counted} == {"CUP-11": "theft", "TEA-001": None}
    page.review.pick("left")
    assert len(page.review.shown()) == 21
    page.review.pick("different")
    assert [one.line.code for one in page.review.shown()] == ["CUP-11", "TEA-001"]
    click(page.review.recount)
    settle(shop_desk, qtbot)
    assert page.scan.progress.again.text() == "To be counted again: TEA-001"


def test_scans_that_were_left_behind_are_sent_when_the_tab_opens(
    window: MainWindow, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    session = store.do(start_count, Scope()).value
    folder = shop_desk.drafts.folder
    for number in (session, 99):  # and those of a count that is no more stay on the disk
        log = ScanLog(folder, number)
        log.add(NewScan("left-1", "TEA-001", Decimal(3), datetime(2026, 11, 22, tzinfo=UTC), "Min"))
        log.close()
    window.show_tab("stock")
    settle(shop_desk, qtbot)
    with store.read() as tx:
        assert [row.scan.quantity for row in find_scans(tx, session)] == [3]
    qtbot.waitUntil(lambda: sessions_held(folder) == [99])


def test_a_torn_line_is_left_out_of_a_log(tmp_path: Path) -> None:
    scan = NewScan("a-1", "TEA-001", Decimal("1.5"), datetime(2026, 11, 22, tzinfo=UTC), "Min", sets=True, place_id=4)
    log = ScanLog(tmp_path, 1)
    log.add(scan)
    log.type("692", "")
    log.close()
    assert log.file is not None
    log.file.write_text(log.file.read_text("utf-8") + '\n{"scan": ["a-2", "TE', "utf-8")
    again = ScanLog(tmp_path, 1)
    assert (again.held.scans, again.held.typed) == ([scan], ("692", ""))
    again.add(scan._replace(scan_no="a-3"))
    again.close()
    assert [one.scan_no for one in read_log(log.file).scans] == ["a-1", "a-3"]
    assert ScanLog(None, 1).held.scans == []


def test_enter_takes_the_number_that_was_left_standing(page: CountPage, shop_desk: Desk, qtbot: QtBot) -> None:
    page.scan.entry.resume("TEA-001", "12")
    page.scan.entry.setFocus()
    assert page.scan.entry.quantity.hasFocus()
    page.scan.entry.code.setFocus()  # by the mouse
    focused = QApplication.focusWidget()
    assert isinstance(focused, QLineEdit)
    key(focused, Qt.Key.Key_Return)
    settle(shop_desk, qtbot)
    assert counted(page) == {"TEA-001": (12, "recorded")}


def test_a_code_known_to_be_nobodys_before_its_number_comes_is_unknown(
    page: CountPage, shop_desk: Desk, qtbot: QtBot
) -> None:
    type_line(page.scan.entry.code, "999")
    settle(shop_desk, qtbot)  # it is looked up while the number is still awaited
    type_line(page.scan.entry.quantity, "4")
    settle(shop_desk, qtbot)
    assert counted(page) == {"999": (4, "unknown")}
    assert "Unknown" in page.scan.last.accessibleName()


def test_a_scan_after_the_count_was_left_renames_no_product(
    page: CountPage, tab: StockTab, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    before = shelf_of_all(store)
    key(page.scan.entry.code, Qt.Key.Key_Escape)
    settle(shop_desk, qtbot)
    focused = QApplication.focusWidget()
    assert focused is tab.grid.bar.search
    assert isinstance(focused, QLineEdit)
    type_line(focused, "6921000100018")
    settle(shop_desk, qtbot)
    assert shelf_of_all(store) == before
