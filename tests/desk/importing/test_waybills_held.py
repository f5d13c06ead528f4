"""Waybills of what is not on hand, on the import page: held, until a person ships them anyway."""

from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from tests.desk.import_desk import Until, at, click_cell, idle, outcome
from tests.exchange.counter import order, stock
from tests.shop.way import bring, sold

from shopdesk.desk.importing.import_page import ImportPage
from shopdesk.desk.importing.one_file import Stage
from shopdesk.desk.importing.outcome_rows import OUTCOME_SHEET
from shopdesk.desk.importing.queue import ImportQueue, import_files
from shopdesk.exchange.stage.staged import Outcome
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.stock.actions import ReceiptLine, receive_goods
from shopdesk.store.store import Store

COLUMNS = [column.key for column in OUTCOME_SHEET.columns]


@pytest.fixture
def waybills(shop: Store, tmp_path: Path) -> Path:
    """Two waybills for orders that want the one pot."""
    pot = shop.do(add_product, "POT-1", "Pot").value
    shop.do(receive_goods, "GR-1", [ReceiptLine(pot, Decimal(1), Decimal(4))])
    bring(shop, sold("A-1", ("POT-1", 1)), sold("A-2", ("POT-1", 1)))
    path = tmp_path / "waybills.csv"
    path.write_text("Order no.,Waybill,Carrier\nA-1,SF1,SF\nA-2,SF2,SF\n", encoding="utf-8")
    return path


def test_a_parcel_of_what_is_gone_leaves_only_by_a_persons_word(
    page: ImportPage, queue: ImportQueue, shop: Store, waybills: Path, qtbot: QtBot, until: Until
) -> None:
    import_files(queue.desk, [waybills])
    until(at(queue, Stage.CHECKED))
    view = outcome(page)
    assert [view.told.counts[one] for one in (Outcome.NEW, Outcome.CONFLICT)] == [1, 1]
    view.chips[Outcome.CONFLICT].click()
    reason = COLUMNS.index("reason")
    assert view.rows.value(0, reason) == "More would leave than is there: 1 of POT-1, and 0 on hand."
    assert (view.choice.store.text(), view.choice.sheet.text()) == ("Hold it", "Ship anyway")
    click_cell(qtbot, view.view, 0, COLUMNS.index("outcome"))
    qtbot.mouseClick(view.choice.sheet, Qt.MouseButton.LeftButton)
    assert view.rows.value(0, reason).startswith("It is shipped anyway.")
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
    assert [order(shop, number).order.waybill for number in ("A-1", "A-2")] == ["SF1", "SF2"]
    assert stock(shop)["POT-1"] == -1
