"""An exported list, edited in a spreadsheet and dropped on the window: a person decides who is right, and undoes it."""

from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from tests.desk.import_desk import Until, at, click_cell, idle, outcome
from tests.exchange.edited_sheets import at as address
from tests.exchange.edited_sheets import contents, exported, write_over

from shopdesk.desk.importing.import_page import ImportPage
from shopdesk.desk.importing.one_file import Stage
from shopdesk.desk.importing.outcome_rows import OUTCOME_SHEET
from shopdesk.desk.importing.queue import ImportQueue, import_files
from shopdesk.exchange.stage.staged import Outcome
from shopdesk.shop.catalog.actions import add_product, edit_skus
from shopdesk.shop.stock.reports import STOCK_ROWS
from shopdesk.shop.stock.sheets import STOCK
from shopdesk.store.store import Store

PRICE = [column.key for column in STOCK.columns].index("price")
COLUMNS = [column.key for column in OUTCOME_SHEET.columns]


def prices(shop: Store) -> dict[str, Decimal]:
    return {row[0]: row[PRICE] for row in contents(shop, STOCK_ROWS).values()}


@pytest.fixture
def edited(shop: Store, tmp_path: Path) -> Path:
    """A list in which two prices were edited; of one of them the shop has another by now."""
    first = shop.do(add_product, "A-1", "Longjing", price=Decimal(100)).value
    shop.do(add_product, "A-2", "Gaiwan", price=Decimal(50))
    path = exported(shop, STOCK_ROWS, tmp_path / "stock.xlsx")
    write_over(path, {address(path, "A-1", "Price"): 120, address(path, "A-2", "Price"): 55})
    shop.do(edit_skus, [(first, "price", Decimal(110))])
    return path


def test_the_store_stays_unless_the_person_takes_the_sheet(
    page: ImportPage, queue: ImportQueue, shop: Store, edited: Path, qtbot: QtBot, until: Until
) -> None:
    import_files(queue.desk, [edited])
    until(at(queue, Stage.CHECKED))
    view = outcome(page)
    assert page.pill.text == "Edited export, .xlsx"
    assert not page.columns.isVisible()
    assert [view.told.counts[one] for one in (Outcome.CHANGED, Outcome.CONFLICT)] == [1, 1]
    view.chips[Outcome.CONFLICT].click()
    shown = {key: view.rows.value(0, place) for place, key in enumerate(COLUMNS)}
    assert (shown["exported"], shown["stored"], shown["value"]) == ("100", "110", "120")
    assert not view.view.isColumnHidden(COLUMNS.index("exported"))
    click_cell(qtbot, view.view, 0, COLUMNS.index("outcome"))
    assert not view.choice.store.isEnabled()
    qtbot.mouseClick(view.choice.sheet, Qt.MouseButton.LeftButton)
    assert view.go.text() == "Check again (1 change)"
    assert view.rows.value(0, COLUMNS.index("reason")).startswith("The sheet's value is taken.")
    click_cell(qtbot, view.view, 0, COLUMNS.index("outcome"))
    qtbot.mouseClick(view.choice.store, Qt.MouseButton.LeftButton)
    assert view.go.text() == "Import 1 row"
    qtbot.mouseClick(view.choice.all, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(view.go, Qt.MouseButton.LeftButton)
    until(lambda: page.view is not view and at(queue, Stage.CHECKED)())
    view = outcome(page)
    assert view.go.text() == "Import 2 rows"
    view.go.click()
    until(idle(queue))
    assert prices(shop) == {"A-1": Decimal(120), "A-2": Decimal(55)}
    queue.desk.undo()
    until(lambda: prices(shop) == {"A-1": Decimal(110), "A-2": Decimal(50)})


def test_what_cannot_be_taken_is_left_and_the_rest_goes_in(
    page: ImportPage, queue: ImportQueue, shop: Store, edited: Path, until: Until
) -> None:
    write_over(edited, {address(edited, "A-1", "Price"): "dear", address(edited, "A-1", "On hand"): 7})
    import_files(queue.desk, [edited])
    until(at(queue, Stage.CHECKED))
    view = outcome(page)
    assert "On hand (1)" in " ".join(view.told.beside)
    view.chips[Outcome.REJECTED].click()
    assert view.rows.value(0, COLUMNS.index("reason")) == "dear is not a number"
    assert view.go.text() == "Import the good row (1)"
    assert "Save the rejected rows…" in [made.text() for made in view.findChildren(QPushButton)]
    queue.save_rejects(edited.with_name("rejects.xlsx"))
    until(lambda: not queue.desk.busy)
    view.go.click()
    until(idle(queue))
    assert prices(shop) == {"A-1": Decimal(110), "A-2": Decimal(55)}
    import_files(queue.desk, [edited])
    until(at(queue, Stage.CHECKED))
    assert outcome(page).told.news == 0
    queue.skip()
    mended = edited.with_name("rejects.xlsx")
    write_over(mended, {address(mended, "A-1", "Price"): "110.5"})
    import_files(queue.desk, [mended])
    until(at(queue, Stage.CHECKED))
    assert page.pill.text == "Edited export, .xlsx"
    assert outcome(page).told.counts[Outcome.CONFLICT] == 1
