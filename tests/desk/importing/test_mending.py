"""The dry run in hand: the row of the file opens, a wrong cell is typed over, a row is left out."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from tests.desk.import_desk import Until, at, click_cell, idle, outcome, type_into
from tests.desk.import_samples import TAOBAO, contents, order_states, taobao, write_csv

from shopdesk.desk.importing.history_view import ImportHistory
from shopdesk.desk.importing.import_page import ImportPage
from shopdesk.desk.importing.one_file import Stage
from shopdesk.desk.importing.queue import ImportQueue, import_files
from shopdesk.desk.widgets import Words
from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.exchange.stage.staged import Outcome
from shopdesk.store.store import Store

MONEY = [TAOBAO.index(name) for name in ("买家应付货款", "总金额", "买家实际支付金额")]


def test_the_first_problem_opens_its_row_and_stands_on_the_cell(
    page: ImportPage, queue: ImportQueue, tmp_path: Path, until: Until
) -> None:
    import_files(queue.desk, [taobao(tmp_path / "orders.csv", 6, broken=(3,))])
    until(at(queue, Stage.CHECKED))
    panel = outcome(page).panel
    until(lambda: panel.cells.rowCount() == len(TAOBAO))
    assert panel.title.text() == "Row 5"
    assert panel.pill.text == "Rejected"
    assert panel.view.current_id() == MONEY[0]
    assert panel.cells.value(MONEY[0], 1) == "#N/A"
    assert panel.cells.value(TAOBAO.index("订单状态"), 2) == "State: Paid"
    assert panel.cells.value(TAOBAO.index("联系手机"), 1) == "•••"


def test_a_wrong_cell_is_typed_over_checked_again_and_written(
    page: ImportPage, queue: ImportQueue, shop: Store, tmp_path: Path, qtbot: QtBot, until: Until
) -> None:
    before = contents(shop)
    import_files(queue.desk, [taobao(tmp_path / "orders.csv", 6, broken=(3,))])
    until(at(queue, Stage.CHECKED))
    view = outcome(page)
    view.chips[Outcome.REJECTED].click()
    for line in range(3):
        type_into(qtbot, view.view, line, 3, "many" if line == 1 else "88.00")
    assert view.rows.value(0, 0) == "mended"
    assert view.rows.value(0, 5) == "Mended: reads as 88. Check again to see the whole row."
    assert view.rows.value(1, 0) == "rejected"
    assert view.rows.value(1, 5) == "many is not a number"
    assert view.go.text() == "Check again (3 changes)"
    type_into(qtbot, view.view, 1, 3, "88.00")
    qtbot.mouseClick(view.go, Qt.MouseButton.LeftButton)
    until(lambda: page.view is not view and at(queue, Stage.CHECKED)())
    view = outcome(page)
    assert view.told.counts[Outcome.REJECTED] == 0
    assert view.go.text() == "Import 6 rows"
    assert contents(shop) == before
    view.go.click()
    until(idle(queue))
    assert len(order_states(shop)) == 6
    until(lambda: page.findChild(ImportHistory) is not None)
    history = page.findChild(ImportHistory)
    assert isinstance(history, ImportHistory)
    until(lambda: "Mended by hand before it came in" in [words.text() for words in history.detail.findChildren(Words)])
    assert "#N/A → 88.00" in [words.text() for words in history.detail.findChildren(Words)]


def test_any_cell_of_the_open_row_is_mended_and_put_back(
    page: ImportPage, queue: ImportQueue, tmp_path: Path, qtbot: QtBot, until: Until
) -> None:
    import_files(queue.desk, [taobao(tmp_path / "orders.csv", 3)])
    until(at(queue, Stage.CHECKED))
    view = outcome(page)
    assert not view.panel.isVisible()
    click_cell(qtbot, view.view, 1, 0)
    panel = view.panel
    until(lambda: panel.cells.rowCount() == len(TAOBAO))
    quantity = TAOBAO.index("宝贝总数量")
    type_into(qtbot, panel.view, quantity, 1, "2")
    assert panel.cells.value(quantity, 1) == "2"
    assert view.go.text() == "Check again (1 change)"
    click_cell(qtbot, panel.view, quantity, 1)
    assert panel.restore.isVisible()
    panel.restore.click()
    assert panel.cells.value(quantity, 1) == "1"
    assert view.go.text() == "Import 3 rows"


def test_a_row_is_left_out_in_place_and_taken_in_again(
    page: ImportPage, queue: ImportQueue, shop: Store, tmp_path: Path, qtbot: QtBot, until: Until
) -> None:
    import_files(queue.desk, [taobao(tmp_path / "orders.csv", 6, broken=(1, 3))])
    until(at(queue, Stage.CHECKED))
    view = outcome(page)
    until(lambda: view.panel.row == 3)
    assert view.panel.leave.text() == "Leave this order out"
    view.panel.leave.click()
    assert view.rows.value(0, 0) == "left_out"
    view.panel.leave.click()
    assert view.rows.value(0, 0) == "rejected"
    view.panel.leave.click()
    view.go.click()
    until(lambda: page.view is not view and at(queue, Stage.CHECKED)())
    view = outcome(page)
    assert (view.told.counts[Outcome.REJECTED], view.told.counts[Outcome.SKIPPED]) == (1, 1)
    view.chips[Outcome.SKIPPED].click()
    assert [view.rows.value(0, column) for column in (1, 5)] == [3, "You left this row out."]


def test_a_row_that_has_no_fault_cannot_be_typed_over_in_the_list(
    page: ImportPage, queue: ImportQueue, tmp_path: Path, qtbot: QtBot, until: Until, told: list[str]
) -> None:
    import_files(queue.desk, [taobao(tmp_path / "orders.csv", 3)])
    until(at(queue, Stage.CHECKED))
    view = outcome(page)
    click_cell(qtbot, view.view, 0, 3)
    qtbot.keyClicks(view.view, "7")
    assert queue.current is not None
    assert not queue.current.mends
    view.view.edits.fill("7")
    until(lambda: bool(told))
    assert told == ["Only a cell that is rejected or in conflict is mended here; open its row to mend another."]


def test_a_conflict_shows_the_stores_value_beside_the_files(
    page: ImportPage, queue: ImportQueue, shop: Store, tmp_path: Path, until: Until
) -> None:
    run_import(shop, prepare(shop, taobao(tmp_path / "new.csv", 3), Choices()))
    older = taobao(tmp_path / "old.csv", 3)
    older.write_bytes(
        older.read_bytes().replace("交易成功".encode("gb18030"), "买家已付款，等待卖家发货".encode("gb18030"))
    )
    import_files(queue.desk, [older])
    until(at(queue, Stage.CHECKED))
    view = outcome(page)
    view.chips[Outcome.CONFLICT].click()
    assert [view.rows.value(0, column) for column in (0, 1, 3, 4)] == ["conflict", 4, "Paid", "Completed"]
    assert not view.view.isColumnHidden(4)


def test_skipped_rows_are_listed_with_why(page: ImportPage, queue: ImportQueue, tmp_path: Path, until: Until) -> None:
    path = taobao(tmp_path / "orders.csv", 2)
    rows = [line.split(",") for line in path.read_text("gb18030").splitlines()]
    write_csv(path, [*rows, rows[-1]], "gb18030")
    import_files(queue.desk, [path])
    until(at(queue, Stage.CHECKED))
    view = outcome(page)
    view.chips[Outcome.SKIPPED].click()
    assert [view.rows.value(0, column) for column in (1, 5)] == [4, "The same as a row above it."]
