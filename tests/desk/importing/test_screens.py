"""The import page as a person finds it: it fits narrow windows, keeps what was said, and Tab reads it in order."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from tests.desk.import_desk import Until, at, idle, outcome
from tests.desk.import_samples import FIELDS, UNKNOWN, taobao, unknown, write_csv
from tests.desk.samples import TABS
from tests.desk.shelf import settle

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.focus_order import go_on
from shopdesk.desk.importing.batch_view import BatchView
from shopdesk.desk.importing.done_view import DoneView
from shopdesk.desk.importing.history_view import ImportHistory
from shopdesk.desk.importing.import_page import ImportPage
from shopdesk.desk.importing.mapping_panel import MappingPanel
from shopdesk.desk.importing.one_file import Stage
from shopdesk.desk.importing.parts import Note
from shopdesk.desk.importing.queue import PAGE, ImportQueue, import_files
from shopdesk.desk.importing.taking_back import Standing, describe
from shopdesk.desk.main_window import MainWindow
from shopdesk.desk.widgets import Words
from shopdesk.exchange.kinds import FILES
from shopdesk.shop.columns import Kind
from shopdesk.text import use_language

COMMAS = (
    ("Teil", "Bezeichnung", "EK netto", "VK brutto"),
    ("A-1", "Kanne", "60,50", "166,90"),
    ("A-2", "Tasse", "7,25", "12,50"),
)


@pytest.fixture(params=[1.0, 1.5])
def scale(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[float]:
    theme.apply(qapp, "light", "en", request.param)
    yield request.param
    theme.apply(qapp, "light", "en")


def panel(page: ImportPage) -> MappingPanel:
    assert isinstance(page.view, MappingPanel)
    return page.view


def texts(widget: QWidget) -> list[str]:
    return [words.text() for words in widget.findChildren(Words) if words.isVisibleTo(widget)]


def stops(page: ImportPage, start: QWidget, count: int) -> list[str]:
    """What Tab comes to, one after another, by the name that screen readers say."""
    found = []
    start.setFocus()
    for _step in range(count):
        assert go_on(page, page.focusWidget(), forward=True)
        here = page.focusWidget()
        assert isinstance(here, QWidget)
        found.append(here.accessibleName() or (here.text() if isinstance(here, QPushButton) else ""))
    return found


def test_the_mapping_fits_a_narrow_window_at_every_text_size(
    scale: float, page: ImportPage, queue: ImportQueue, tmp_path: Path, until: Until
) -> None:
    import_files(queue.desk, [unknown(tmp_path / "till.csv")])
    until(at(queue, Stage.MAPPING))
    made = panel(page)
    page.resize(1090, 560)  # what a window of 1280 × 680 leaves to it
    until(lambda: len(made.rows) == len(UNKNOWN))
    assert made.minimumSizeHint().width() <= 1090
    assert [made.kinds.itemData(place) for place in range(made.kinds.count())] == list(FILES)
    fields = [row.field.geometry() for row in made.rows]
    assert all(field.right() < made.rows[0].width() for field in fields)
    assert made.rows[0].becomes.width() >= theme.scaled(90)


def test_the_dry_run_gives_a_low_window_to_its_rows(
    page: ImportPage, queue: ImportQueue, tmp_path: Path, until: Until
) -> None:
    page.resize(1090, 900)
    import_files(queue.desk, [taobao(tmp_path / "orders.csv", 40, broken=range(12))])
    until(at(queue, Stage.CHECKED))
    view = outcome(page)
    until(lambda: view.panel.isVisible() and view.height() > 700)
    high = view.cards.height()
    assert view.cards.counts[0].note.isVisible()
    page.resize(1090, 460)
    until(lambda: view.cards.height() < high // 2 + 10)
    assert not view.cards.counts[0].note.isVisible()
    assert view.cards.counts[0].accessibleName() == "New: 28"
    assert view.panel.width() <= 0.42 * view.width()
    assert view.panel.view.horizontalScrollBar().maximum() == 0
    page.resize(1090, 900)
    until(lambda: view.cards.height() == high)


def test_tab_goes_through_the_dry_run_as_it_is_read(
    page: ImportPage, queue: ImportQueue, tmp_path: Path, until: Until
) -> None:
    import_files(queue.desk, [taobao(tmp_path / "orders.csv", 9, broken=[2])])
    until(at(queue, Stage.CHECKED))
    view = outcome(page)
    until(lambda: bool(view.panel.leave.text()) and view.panel.leave.isVisible())
    assert stops(page, page.columns, 8) == [
        "All", "Save the rejected rows…", "Cancel", "Import the good rows (8)", "What would happen", "Close the row",
        "The row in the file", "Leave this order out",
    ]  # fmt: skip
    view.leave_out(4, True)
    until(view.go.isVisible)
    assert stops(page, page.columns, 4) == ["All", "Undo the changes", "Check again (1 change)", "What would happen"]


def test_tab_goes_through_the_columns_before_it_comes_to_read(
    page: ImportPage, queue: ImportQueue, tmp_path: Path, until: Until
) -> None:
    import_files(queue.desk, [unknown(tmp_path / "till.csv")])
    until(at(queue, Stage.MAPPING))
    made = panel(page)
    until(lambda: len(made.rows) == len(UNKNOWN))
    for field, header in FIELDS.items():
        next(row for row in made.rows if made.plan.headers[row.place] == header).choose(field)
    until(made.rows[-1].isVisible)
    names = stops(page, made.kinds, 6 + len(UNKNOWN) + 1)
    assert names[:5] == ["Channel", "Header: row 1", "Load a mapping…", "Save the mapping…", "Columns of the file"]
    assert names[5:] == [*(f"Field of column {header}" for header in UNKNOWN), "Cancel", "Read as this"]


def test_what_was_mapped_so_far_survives_a_page_that_is_made_anew(
    page: ImportPage, office: Desk, queue: ImportQueue, tmp_path: Path, qtbot: QtBot, until: Until
) -> None:
    import_files(queue.desk, [write_csv(tmp_path / "goods.csv", COMMAS)])
    until(at(queue, Stage.MAPPING))
    made = panel(page)
    made.kinds.picked.emit("refunds")
    made.channel.setCurrentText("Market stall")
    made.rows[0].choose("refund_no")
    other = ImportPage(office)
    qtbot.addWidget(other)
    again = panel(other)
    assert (again.kinds.current, again.channel.currentText()) == ("refunds", "Market stall")
    assert again.plan.columns["refund_no"] == 0
    again.kinds.picked.emit("products")
    until(lambda: len(again.rows) == 4)
    for place, field in enumerate(("sku", "title", "cost", "price")):
        again.rows[place].choose(field)
    again.read.click()
    until(at(queue, Stage.CHECKED))
    assert queue.current is not None
    assert queue.current.draft is None


def test_plain_decimal_commas_are_shown_as_what_they_become(
    page: ImportPage, queue: ImportQueue, tmp_path: Path, until: Until
) -> None:
    import_files(queue.desk, [write_csv(tmp_path / "goods.csv", COMMAS)])
    until(at(queue, Stage.MAPPING))
    made = panel(page)
    made.kinds.picked.emit("products")
    until(lambda: len(made.rows) == 4)
    for place, field in enumerate(("sku", "title", "cost", "price")):
        made.rows[place].choose(field)
    assert {"60.5", "166.9"} <= set(texts(made.rows[2].becomes) + texts(made.rows[3].becomes))
    made.read.click()
    until(at(queue, Stage.CHECKED))
    said = [note.words.text() for note in outcome(page).findChildren(Note)]
    assert not any("left aside" in sentence for sentence in said), "its only sheet was read after all"


def test_another_language_does_not_call_the_page_left(
    office: Desk, queue: ImportQueue, tmp_path: Path, qtbot: QtBot, until: Until
) -> None:
    office.doors.import_files = partial(import_files, office)
    window = MainWindow(office, TABS)
    qtbot.addWidget(window)
    window.show()
    settle(office, qtbot)
    window.import_files([taobao(tmp_path / "orders.csv", 5)])
    until(at(queue, Stage.CHECKED))
    window.speak("zh_CN")
    settle(office, qtbot)
    assert not window.toast.isVisible()
    window.show_tab("stock")
    until(window.toast.isVisible)
    window.show_tab(PAGE)
    window.speak("en")
    queue.skip()
    until(idle(queue))
    window.close()


def test_what_cannot_be_read_stands_last_and_says_why_in_the_language_spoken(
    page: ImportPage, queue: ImportQueue, tmp_path: Path, until: Until
) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_text("")
    import_files(queue.desk, [empty, taobao(tmp_path / "orders.csv", 3), unknown(tmp_path / "till.csv")])
    until(lambda: bool(queue.batch))
    assert [entry.name for entry in queue.batch][-1] == "empty.csv"
    use_language("zh_CN")
    page.refresh()
    view = page.view
    assert isinstance(view, BatchView)
    until(lambda: len(view.lines) == 3)
    said = texts(view.lines[-1])
    use_language("en")
    assert not any("is empty" in sentence for sentence in said)


def test_a_folder_is_chosen_without_a_mouse_and_amounts_stand_where_there_are_any(
    page: ImportPage, queue: ImportQueue, tmp_path: Path, until: Until
) -> None:
    view = page.view
    assert isinstance(view, DoneView)
    assert view.folder.accessibleName() == "Choose a folder…"
    assert [command.key for command in page.commands()] == ["import.folder"]
    made = write_csv(tmp_path / "goods.csv", [("sku", "title", "price"), ("A-1", "Tea", "5.00")])
    for path in (made, taobao(tmp_path / "orders.csv", 1)):
        import_files(queue.desk, [path])
        until(at(queue, Stage.CHECKED))
        assert page.pill.text.endswith((", UTF-8", ", GB18030"))
        queue.write()
        until(idle(queue))
    until(lambda: bool(page.view.findChildren(ImportHistory)))
    (history,) = page.view.findChildren(ImportHistory)
    until(lambda: history.grid.rows.rowCount() == 2)
    place = next(n for n, column in enumerate(history.grid.rows.sheet.columns) if column.kind is Kind.MONEY)
    lines = [history.grid.rows.seen(row) for row in range(2)]
    assert [line.texts[place] for line in lines if line is not None] == ["88.00", ""]


def test_the_keyboard_begins_where_the_next_step_is(
    page: ImportPage, queue: ImportQueue, tmp_path: Path, until: Until
) -> None:
    def here() -> str:
        focused: QWidget | None = page.focusWidget()
        return focused.accessibleName() if focused is not None else ""

    page.refresh()
    assert here() == "Choose files…"
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 and no more")
    import_files(queue.desk, [broken])
    until(at(queue, Stage.FAILED))
    assert here() == "Close"
    assert any("broken.xlsx" in said for said in texts(page.view))
    queue.skip()
    until(idle(queue))
    import_files(queue.desk, [taobao(tmp_path / "orders.csv", 2)])
    until(at(queue, Stage.CHECKED))
    assert here() == "What would happen"
    queue.write()
    until(idle(queue))
    assert here() == "Open orders"


@pytest.mark.parametrize(
    ("rows", "moves", "entries", "goes", "stays"),
    [
        (1, 1, 1, "What its 1 row added goes, and what it changed", "keeps both: 1 stock move, 1 journal entry. No"),
        (2, 0, 3, "What its 2 rows added goes, and what they changed", "keeps both: 3 journal entries. No"),
        (2, 0, 0, "What its 2 rows added goes, and what they changed", "returns to what it was. No later import"),
    ],
)
def test_what_taking_back_means_is_said_in_numbers_that_fit(
    rows: int, moves: int, entries: int, goes: str, stays: str
) -> None:
    said = describe(Standing(1, "x.csv", rows, moves, entries, ""))
    assert said.startswith(goes)
    assert stays in said


def test_a_single_row_is_no_plural(page: ImportPage, queue: ImportQueue, tmp_path: Path, until: Until) -> None:
    import_files(queue.desk, [taobao(tmp_path / "orders.csv", 1)])
    until(at(queue, Stage.CHECKED))
    said = texts(page)
    assert {"The one row has its outcome", "1 piece"} <= set(said)
    assert page.about.text().startswith("1 row ·")


def nameless(page: ImportPage) -> list[str]:
    """What the keyboard can reach and a screen reader has no name for."""
    return [
        f"{type(widget).__name__} in {type(page.view).__name__}"
        for widget in page.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]


def test_every_part_of_every_stage_has_a_name(
    page: ImportPage, queue: ImportQueue, tmp_path: Path, until: Until
) -> None:
    until(lambda: bool(page.view.findChildren(ImportHistory)))
    found = nameless(page)
    import_files(queue.desk, [unknown(tmp_path / "till.csv", two_ways=True)])
    until(at(queue, Stage.MAPPING))
    made = panel(page)
    until(lambda: len(made.rows) == len(UNKNOWN))
    for field, header in FIELDS.items():
        next(row for row in made.rows if made.plan.headers[row.place] == header).choose(field)
    made.header.click()
    until(made.picker.view.isVisible)
    found += nameless(page)
    queue.skip()
    until(idle(queue))
    import_files(queue.desk, [taobao(tmp_path / "a.csv", 2), taobao(tmp_path / "b.csv", 9, broken=[2])])
    until(lambda: bool(queue.batch) and page.view.isVisible())
    found += nameless(page)
    queue.start(stops=True)
    until(lambda: at(queue, Stage.CHECKED)() and queue.current is not None and queue.current.name == "a.csv")
    queue.write()
    until(lambda: at(queue, Stage.CHECKED)() and queue.current is not None and queue.current.name == "b.csv")
    view = outcome(page)
    until(lambda: view.panel.isVisible() and bool(view.panel.leave.text()))
    found += nameless(page)
    assert not found
