"""A count sheet that is dropped on the import page is no list of counts: it leads to its count."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from tests.desk.import_desk import Until, at

from shopdesk.desk.importing.asking import ProblemView
from shopdesk.desk.importing.import_page import ImportPage
from shopdesk.desk.importing.one_file import Stage
from shopdesk.desk.importing.queue import ImportQueue, import_files
from shopdesk.exchange.count_sheet import write_count_sheet
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.counting.actions import start_count
from shopdesk.shop.counting.reports import find_session
from shopdesk.shop.counting.rules import Scope
from shopdesk.shop.stock.actions import ReceiptLine, receive_goods
from shopdesk.store.store import Store


def test_a_count_sheet_leads_to_its_count(
    page: ImportPage, queue: ImportQueue, shop: Store, tmp_path: Path, qtbot: QtBot, until: Until
) -> None:
    pot = shop.do(add_product, "POT-1", "Pot").value
    shop.do(receive_goods, "GR-1", [ReceiptLine(pot, Decimal(3), Decimal(4))])
    session_id = shop.do(start_count, Scope()).value
    path = tmp_path / "sheet.xlsx"
    with shop.read() as tx:
        write_count_sheet(path, tx, find_session(tx, session_id))
    import_files(queue.desk, [path])
    until(at(queue, Stage.FAILED))
    view = page.view
    assert isinstance(view, ProblemView)
    said = " ".join(label.text() for label in view.findChildren(QLabel))
    assert "each number SETS its line, and blank is not counted" in said
    [go] = [one for one in view.findChildren(QPushButton) if one.text() == "Go to the count"]
    went: list[tuple[str, dict[str, Any]]] = []
    queue.desk.shown.connect(lambda tab, where: went.append((tab, where)))
    qtbot.mouseClick(go, Qt.MouseButton.LeftButton)
    assert ("stock", {"page": "count", "session_id": session_id}) in went
    assert queue.current is None
