"""A whole table over a store: what it asks, how little of a million rows, and that nothing moves under the user."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import create_engine
from tests.desk.grid_samples import CHANNEL, NO, NOTE, PAID, QTY, SHANGHAI, SOURCE, TODAY, Shop, profit, text

from shopdesk.desk.desk import Desk
from shopdesk.desk.grid import GridPanel, page_feed
from shopdesk.desk.grid import grid_panel as panel_module
from shopdesk.store import rows as store_rows
from shopdesk.store.rows import Query
from shopdesk.store.tx import Tx

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
# A window of fixed bounds says so to the window system, and offscreen there is none.


class Bench:
    """A shop and a panel over it; `fetched` counts the rows whose values were read."""

    def __init__(self, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, count: int, *, waits: bool = False) -> None:
        self.shop = Shop(count, waits=waits)
        self.fetched = 0
        monkeypatch.setattr(panel_module, "fetch_first", self._fetch_first)
        monkeypatch.setattr(page_feed, "fetch_page", self._fetch_page)
        self.panel = GridPanel(
            "orders", SOURCE, self.shop.ask, zone=SHANGHAI, today=TODAY, formatters={"profit": profit},
            on_edit_many=self.shop.note_edits, empty=("No orders yet.", "Import orders"),
        )  # fmt: skip
        qtbot.addWidget(self.panel)
        self.panel.resize(1000, 600)
        with qtbot.waitExposed(self.panel):
            self.panel.show()
        self.told: list[str] = []
        self.panel.told.connect(self.told.append)
        self.totals: list[Any] = []
        self.panel.selection_totals.connect(self.totals.append)
        self.panel.refresh()

    def _fetch_first(self, *args: Any) -> Any:
        found = store_rows.fetch_first(*args)
        self.fetched += len(found)
        return found

    def _fetch_page(self, *args: Any) -> Any:
        found = store_rows.fetch_page(*args)
        self.fetched += len(found)
        return found

    def shown(self, column: int = NO, rows: int = 5) -> list[str]:
        return [text(self.panel.rows, row, column) for row in range(min(rows, self.panel.rows.rowCount()))]

    def ids(self) -> list[int | None]:
        return [self.panel.rows.row_id(row) for row in range(self.panel.rows.rowCount())]

    def select(self, top: int, left: int, bottom: int, right: int) -> None:
        view = self.panel.view
        shown = view.shown_columns()
        view._move((top, shown.index(left)))
        view._move((bottom, shown.index(right)), extend=True)


@pytest.fixture
def bench(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench(qtbot, monkeypatch, 450)


@pytest.fixture
def patient(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """A bench whose questions wait."""
    return Bench(qtbot, monkeypatch, 450, waits=True)


# ------------------------------------------------------------------------------------------------ reading


def test_a_million_rows_open_with_two_pages_at_most(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    bench = Bench(qtbot, monkeypatch, 1_000_000)
    bench.panel.grab()
    assert bench.panel.rows.rowCount() == 1_000_000
    assert bench.panel.rows.is_complete
    assert bench.fetched <= 400
    assert bench.panel.bar.count_text == "1,000,000 rows"
    before = bench.fetched
    QTest.keyClick(bench.panel.view, Key.Key_End, CTRL)
    bench.panel.grab()
    assert text(bench.panel.rows, 999_999, NO) == "N1000000"
    assert bench.fetched - before <= 400
    bench.panel.view.selectAll()
    bench.panel.totals.tell()
    assert bench.totals[-1][:2] == (("1,000,000 rows selected", ""), ("Σ Paid", "5,000,005,000.00"))


def test_the_first_page_is_shown_before_the_ids_are_known(patient: Bench) -> None:
    shop, rows = patient.shop, patient.panel.rows
    assert shop.asked == ["orders.rows"]
    report, then = shop._pending.pop("orders.rows")
    then(report(shop.tx))
    assert (rows.rowCount(), rows.is_complete) == (450, False)
    assert patient.shown(rows=2) == ["2611210000000000001", "2611210000000000002"]
    assert rows.line(300) is None
    shop.answer()
    assert rows.is_complete
    assert patient.ids() == list(range(1, 451))


def test_the_newest_query_wins(patient: Bench) -> None:
    patient.shop.answer()
    patient.panel.set_search("JD")
    patient.panel.set_search("Taobao")
    patient.shop.answer()
    assert set(patient.shown(CHANNEL)) == {"Taobao"}


def test_fast_scrolling_reads_few_pages(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(qtbot, monkeypatch, 100_000, waits=True)
    bench.shop.answer()
    before = bench.fetched
    bar = bench.panel.view.verticalScrollBar()
    for step in range(60):
        bar.setValue(bar.maximum() * step // 60)
        bench.panel.view.viewport().grab()
    bench.shop.answer()
    assert bench.fetched - before <= 10 * 200
    bench.panel.view.viewport().grab()
    bench.shop.answer()
    top = bench.panel.view.rowAt(0)
    assert text(bench.panel.rows, top, NO) == f"N{bench.panel.rows.row_id(top)}"


def test_small_tables_need_one_question_for_their_rows(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(qtbot, monkeypatch, 30)
    assert bench.shop.asked == ["orders.rows", "orders.all"]
    assert bench.panel.rows.is_complete


# ------------------------------------------------------------------------------------------------ refreshing


def test_a_refresh_keeps_row_selection_and_scroll_where_rows_come_and_go(bench: Bench) -> None:
    view, rows = bench.panel.view, bench.panel.rows
    bench.select(300, QTY, 302, PAID)
    view.verticalScrollBar().setValue(295 * 31 + 7)
    heard: list[object] = []
    bench.panel.current_changed.connect(heard.append)
    bench.shop.change("DELETE FROM orders WHERE id IN (5, 301, 400)")
    bench.shop.change("INSERT INTO orders (id, channel, no, placed) VALUES (900, 'JD', 'new', 1900000000)")
    bench.panel.refresh()
    assert rows.row_id(0) == 900
    assert rows.row_id(view.currentIndex().row()) == 303
    assert [(p.top, p.left, p.bottom, p.right) for p in view.blocks()] == [(300, QTY, 301, PAID)]
    assert rows.row_id(view.rowAt(0)) == 296
    assert view.verticalScrollBar().value() % 31 == 7
    assert heard == []


def test_a_refresh_with_the_same_rows_moves_nothing_and_shows_new_values(qtbot: QtBot, bench: Bench) -> None:
    bench.select(1, QTY, 3, PAID)
    bench.shop.change("UPDATE orders SET note = 'packed' WHERE id = 2")
    with qtbot.assertNotEmitted(bench.panel.rows.modelReset):
        bench.panel.refresh()
    assert bench.shown(NOTE)[1] == "packed"
    assert len(bench.panel.view.blocks()) == 1


def test_everything_selected_stays_everything(bench: Bench) -> None:
    bench.panel.view.selectAll()
    bench.shop.change("DELETE FROM orders WHERE id = 7")
    bench.panel.refresh()
    assert [(p.top, p.bottom) for p in bench.panel.view.blocks()] == [(0, 448)]


def test_a_new_query_keeps_the_current_row_if_it_is_still_there(bench: Bench) -> None:
    heard: list[object] = []
    bench.panel.current_changed.connect(heard.append)
    bench.panel.go_to(421)
    bench.panel.set_sort((("no", True),))
    assert bench.panel.view.current_id() == 421
    bench.panel.set_filter("no", "=2611210000000000001")
    assert heard == [421, None]


# ------------------------------------------------------------------------------------------------ filters, sort


def test_sorting_and_filtering_ask_the_store(qtbot: QtBot, bench: Bench) -> None:
    queries: list[Query] = []
    bench.panel.query_changed.connect(queries.append)
    bench.panel.view.sort_wanted.emit((("paid", True),))
    assert bench.shown(PAID, 2) == ["45.00", "44.90"]
    assert bench.panel.set_filter("channel", "JD, Taobao")
    assert bench.panel.set_filter("paid", "<1")
    assert bench.ids() == [9, 7, 6, 4, 3, 1]
    assert bench.panel.bar.count_text == "6 of 450"
    assert bench.panel.bar.chips() == ["Channel: JD, Taobao", "Paid: <1"]
    assert [(query.filters, query.sort) for query in queries] == [
        ((), (("paid", True),)),
        ((("channel", "JD, Taobao"),), (("paid", True),)),
        ((("channel", "JD, Taobao"), ("paid", "<1")), (("paid", True),)),
    ]
    bench.panel.bar._chips[0].click()
    assert len(bench.ids()) == 9


def test_the_same_query_again_reads_nothing(bench: Bench) -> None:
    asked = len(bench.shop.asked)
    bench.panel.set_search("")
    bench.panel.set_filter("channel", "  ")
    bench.panel.set_sort(())
    assert len(bench.shop.asked) == asked


def test_a_filter_that_says_nothing_is_told_and_changes_nothing(bench: Bench) -> None:
    bench.panel.bar.row_button.setChecked(True)
    assert not bench.panel.set_filter("paid", "much")
    assert "“much” is not a number. Paid understands" in bench.told[0]
    assert bench.panel.rows.rowCount() == 450
    assert bench.panel.filter_row._edits[PAID].property("look") == "bad"
    assert bench.panel.set_filter("paid", ">44.5")
    assert bench.panel.filter_row._edits[PAID].property("look") == ""
    assert bench.panel.filter_row._edits[PAID].text() == ">44.5"


def test_the_filter_row_speaks_on_enter_and_when_the_typing_rests(qtbot: QtBot, bench: Bench) -> None:
    bench.panel.bar.row_button.click()
    edit = bench.panel.filter_row._edits[CHANNEL]
    QTest.keyClicks(edit, "jd")
    QTest.keyClick(edit, Key.Key_Return)
    assert set(bench.shown(CHANNEL)) == {"JD"}
    with qtbot.waitSignal(bench.panel.query_changed):
        QTest.keyClicks(edit, "x")
    assert bench.panel.rows.rowCount() == 0
    bench.panel.bar.row_button.click()
    assert not edit.isVisible()


def test_the_search_box_finds_and_escape_empties_it(qtbot: QtBot, bench: Bench) -> None:
    with qtbot.waitSignal(bench.panel.query_changed):
        QTest.keyClicks(bench.panel.bar.search, "0044")
    assert bench.panel.bar.count_text == "11 of 450"
    QTest.keyClick(bench.panel.bar.search, Key.Key_Escape)
    assert bench.panel.bar.count_text == "450 rows"


def test_excluding_values_adds_up(bench: Bench) -> None:
    for channel in ("JD", "Taobao"):
        row = bench.shown(CHANNEL).index(channel)
        bench.panel.view._move((row, 0))
        bench.panel.view.menus.cells().close()
        bench.panel.view.menus._exclude()
    assert bench.panel.query.filters == (("channel", '!="JD", !="Taobao"'),)
    assert set(bench.shown(CHANNEL)) == {"Shopify"}
    assert bench.panel.bar.chips() == ["Channel: not JD, not Taobao"]


def test_personal_data_is_masked_in_a_chip_too(bench: Bench) -> None:
    bench.panel.set_filter("phone", '="13800000002"')
    assert bench.ids() == [2]
    assert bench.panel.bar.chips() == ["Phone: 138****0002"]


def test_nothing_found_offers_to_clear_the_filters(qtbot: QtBot, bench: Bench) -> None:
    bench.panel.set_filter("channel", "nowhere")
    note = bench.panel.frame.note
    assert note.isVisible()
    assert note.sentence.text() == "Nothing here matches the filters."
    QTest.mouseClick(note.button, Qt.MouseButton.LeftButton)
    assert not note.isVisible()
    assert bench.panel.rows.rowCount() == 450


def test_an_empty_table_says_what_belongs_there(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(qtbot, monkeypatch, 0)
    note = bench.panel.frame.note
    assert (note.sentence.text(), note.button.text()) == ("No orders yet.", "Import orders")
    with qtbot.waitSignal(bench.panel.empty_action):
        note.button.click()


# ------------------------------------------------------------------------------------------------ totals, copying


def test_a_selection_is_added_up_exactly(bench: Bench) -> None:
    bench.select(0, NO, 2, NO)
    bench.panel.totals.tell()
    assert bench.totals[-1] == (
        ("3 rows selected", ""), ("Σ Paid", "0.60"), ("mean", "0.20"), ("Σ Paid, all 450", "10,147.50"),
    )  # fmt: skip
    bench.select(0, PAID, 0, PAID)
    bench.panel.totals.tell()
    assert bench.totals[-1] == (("Σ Paid, all 450", "10,147.50"),)


def test_rows_that_are_not_here_are_added_up_by_the_store(bench: Bench) -> None:
    assert bench.panel.rows.held(449) is None
    bench.select(0, PAID, 449, PAID + 1)
    bench.panel.totals.tell()
    assert bench.shop.asked[-1] == "orders.totals"
    assert bench.totals[-1][:3] == (("450 rows selected", ""), ("Σ Paid", "10,147.50"), ("Σ Profit", "−45,090.00"))
    bench.panel.view.selectionModel().clear()
    bench.select(1, PAID, 449, PAID)
    bench.panel.totals.tell()
    assert bench.totals[-1][:2] == (("449 rows selected", ""), ("Σ Paid", "10,147.40"))


def test_what_is_not_shown_is_not_added_up(bench: Bench) -> None:
    assert any("sum(orders.paid)" in statement for statement in bench.shop.statements)
    assert not any("sum(orders.profit)" in statement for statement in bench.shop.statements)


def test_totals_follow_the_filter(bench: Bench) -> None:
    bench.panel.set_filter("paid", "1..2")
    assert bench.totals[-1] == (("Σ Paid, all 11", "16.50"),)


def test_rows_that_are_not_here_are_copied_through_the_store(bench: Bench) -> None:
    bench.select(0, NO, 449, NO)
    bench.panel.view.copier.copy()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert (len(lines), lines[0], lines[449]) == (450, "2611210000000000001", "2611210000000000450")
    assert bench.told == ["450 rows copied."]


def test_edits_go_out_once(qtbot: QtBot, bench: Bench) -> None:
    bench.select(0, QTY, 1, QTY)
    QGuiApplication.clipboard().setText("4\n5")
    QTest.keyClick(bench.panel.view, Key.Key_V, CTRL)
    assert bench.shop.edits == [[(1, "qty", "4"), (2, "qty", "5")]]


# ------------------------------------------------------------------------------------------------ views, columns


def test_a_saved_view_comes_back_whole(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, bench: Bench) -> None:
    bench.panel.view.columns.arrange(["paid", "no"], ["note", "phone"])
    bench.panel.view.header.resizeSection(PAID, 170)
    bench.panel.view.freeze(1)
    bench.panel.set_filter("channel", "JD")
    bench.panel.set_sort((("paid", True),))
    bench.panel.set_search("2611")
    bench.panel.bar.row_button.click()
    saved = bench.panel.state()
    other = Bench(qtbot, monkeypatch, 450)
    other.panel.restore(saved)
    assert other.panel.state() == saved
    assert other.panel.view.shown_columns() == bench.panel.view.shown_columns()
    assert other.panel.view.columnWidth(PAID) == 170
    assert other.ids() == bench.ids()
    assert other.panel.bar.search.text() == "2611"


def test_a_view_of_another_version_keeps_what_is_still_known(bench: Bench) -> None:
    bench.panel.restore({
        "columns": ["gone", "paid", "no"], "hidden": ["gone", "no"], "widths": {"gone": 5, "paid": 99},
        "filters": [["gone", "x"], ["paid", "much"], ["channel", "JD"]], "sort": [["gone", True], ["no", False]],
    })  # fmt: skip
    assert bench.panel.query.filters == (("channel", "JD"),)
    assert bench.panel.query.sort == (("no", False),)
    assert bench.panel.view.shown_columns()[0] == PAID
    assert NO not in bench.panel.view.shown_columns()
    bench.panel.restore({})
    assert bench.panel.query.is_open
    assert bench.panel.view.columns.order() == [column.key for column in SOURCE.sheet.columns]
    assert bench.panel.view.columns.hidden() == {"gift"}


def test_columns_are_chosen_ordered_and_reset(qtbot: QtBot, bench: Bench) -> None:
    changed: list[bool] = []
    bench.panel.layout_changed.connect(lambda: changed.append(True))
    chooser = bench.panel.choose_columns()
    gift = chooser.list.item(8)
    assert gift.checkState() == Qt.CheckState.Unchecked
    gift.setCheckState(Qt.CheckState.Checked)
    chooser.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert bench.panel.view.columns.hidden() == {"channel"}
    item = chooser.list.takeItem(4)
    chooser.list.insertItem(0, item)
    chooser._apply()
    assert bench.panel.view.columns.order()[:2] == ["paid", "channel"]
    assert changed
    chooser.reset_button.click()
    assert bench.panel.view.columns.hidden() == {"gift"}
    for row in range(chooser.list.count()):
        chooser.list.item(row).setCheckState(Qt.CheckState.Unchecked)
    assert len(bench.panel.view.shown_columns()) == 1
    chooser.close()


# ------------------------------------------------------------------------------------------------ everyone


def test_everything_that_takes_the_keyboard_has_a_name(bench: Bench) -> None:
    bench.panel.bar.row_button.click()
    bench.panel.set_filter("channel", "JD")
    focusable = [
        widget for widget in bench.panel.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]  # fmt: skip
    assert len(focusable) > 10
    nameless = [
        widget for widget in focusable
        if not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]  # fmt: skip
    assert nameless == []


def test_the_data_of_a_new_day_is_read_anew(bench: Bench) -> None:
    assert bench.panel.set_filter("placed", "today")
    assert bench.panel.rows.rowCount() == 450
    bench.panel.set_today(TODAY.replace(day=22))
    assert bench.panel.rows.rowCount() == 0


class FileShop:
    """What a Desk needs of a store, over a database file of orders: each read has a connection of its own."""

    name = "Tea & Ware"
    where = ""
    zone = UTC

    def __init__(self, path: Path, shop: Shop) -> None:
        shop.connection.commit()
        shop.change(f"VACUUM INTO '{path}'")
        self._engine = create_engine(f"sqlite:///{path}")

    @contextmanager
    def read(self, key: object = None) -> Iterator[Tx]:
        with self._engine.connect() as connection:
            yield Tx(connection, datetime(2026, 11, 21, 4, tzinfo=UTC))

    def interrupt(self, key: object) -> None: ...

    def do(self, action: Any, /, *args: Any, **kw: Any) -> Any: ...

    def undo(self) -> Any: ...

    def redo(self) -> Any: ...

    def set_aside(self, change_id: int, /) -> Any: ...

    def undo_title(self) -> str | None: ...

    def redo_title(self) -> str | None: ...

    def import_title(self) -> str | None: ...

    def on_change(self, listener: Any, /) -> Any: ...

    def close(self) -> None:
        self._engine.dispose()


def test_through_the_desk_everything_is_read_on_other_threads(qtbot: QtBot, tmp_path: Path) -> None:
    desk = Desk()
    with qtbot.waitSignal(desk.history_changed):
        desk.open(lambda: FileShop(tmp_path / "orders.db", Shop(1_500)))
    panel = GridPanel("orders", SOURCE, desk.ask, zone=SHANGHAI, today=TODAY)
    qtbot.addWidget(panel)
    panel.resize(900, 500)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.refresh()
    for word in ("J", "JD", "Tao", "Taobao"):
        panel.set_search(word)
    qtbot.waitUntil(lambda: panel.bar.count_text == "500 of 1,500" and panel.rows.is_complete)
    panel.view.scrollToBottom()
    qtbot.waitUntil(lambda: text(panel.rows, 499, NO) == "2611210000000001500")
    panel.close()
    desk.close()
