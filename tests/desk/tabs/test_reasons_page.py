"""What returns cost, on screen: bars, rows that open, and a claim, a listing task and a recall with one click each."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from tests.desk.tabs.tea_shop import open_window, settle

from shopdesk.desk.desk import Desk
from shopdesk.desk.main_window import MainWindow
from shopdesk.desk.tabs.service import ServiceTab
from shopdesk.desk.tabs.service.reasons_page import ReasonsPage
from shopdesk.desk.tabs.service.tasks_list import TasksList
from shopdesk.shop.service.actions import open_case
from shopdesk.shop.service.reasons.tasks import open_task
from shopdesk.store.action import action
from shopdesk.store.store import Store
from shopdesk.store.tables import Lot, OrderLine, Sku, Supplier, WorkTask
from shopdesk.store.tx import Tx


@action("stock.lot", "A lot of a supplier")
def lot_of(tx: Tx, sku_id: int) -> int:
    supplier_id = tx.insert(Supplier, name="Kiln")
    return tx.insert(Lot, sku_id=sku_id, lot_no="L-7", supplier_id=supplier_id, state="active")


@pytest.fixture
def tab(shop_desk: Desk, store: Store, qtbot: QtBot) -> ServiceTab:
    window: MainWindow = open_window(shop_desk, store, qtbot, "service")
    with store.read() as tx:
        line = tx.rows(
            select(OrderLine.order_id, Sku.sku_id).join(Sku, Sku.sku_id == OrderLine.sku_id).limit(1)
        )[0]  # fmt: skip
    lot_id = store.do(lot_of, line.sku_id).value
    facts = {"kind": "quality", "reason": "Cracked", "order_id": line.order_id, "sku_id": line.sku_id}
    store.do(open_case, {"title": "Cracked", "lot_id": lot_id, **facts})
    shop_desk.show("service", segment="reasons", days="365")
    settle(shop_desk, qtbot)
    assert isinstance(window.page, ServiceTab)
    return window.page


@pytest.fixture
def page(tab: ServiceTab) -> ReasonsPage:
    assert isinstance(tab.front, ReasonsPage)
    return tab.front


def press(place: QWidget, words: str) -> None:
    (found,) = [made for made in place.findChildren(QPushButton) if made.text() == words]
    assert found.isEnabled()
    found.click()


def tasks(store: Store) -> list[Any]:
    with store.read() as tx:
        return list(tx.rows(select(WorkTask.__table__).order_by(WorkTask.task_id)))


def test_each_deed_is_a_task_about_the_row(page: ReasonsPage, shop_desk: Desk, store: Store, qtbot: QtBot) -> None:
    page.narrow(filters=[("reason", "Cracked")])
    settle(shop_desk, qtbot)
    for words in ("Listing task…", "Supplier claim…", "Recall…"):
        page.grid.view.setCurrentIndex(page.grid.rows.index(0, 0))
        settle(shop_desk, qtbot)
        press(page.panel, words)
        settle(shop_desk, qtbot)
        page.part.form.submit.click()
        settle(shop_desk, qtbot)
    found = tasks(store)
    assert [row.kind for row in found] == ["listing", "claim", "recall"]
    assert len({(row.sku_id, row.supplier_id, row.lot_id, row.reason) for row in found}) == 1
    assert found[1].claimed is None or found[1].claimed > 0
    store.undo()
    assert len(tasks(store)) == 2


def test_a_row_opens_into_what_it_is_made_of(page: ReasonsPage, shop_desk: Desk, qtbot: QtBot) -> None:
    page.narrow(filters=[("reason", "Cracked")])
    settle(shop_desk, qtbot)
    page.grid.view.setCurrentIndex(page.grid.rows.index(0, 0))
    settle(shop_desk, qtbot)
    press(page.panel, "Show 1 row")
    settle(shop_desk, qtbot)
    assert page.bys.current == "row"
    assert page.grid.rows.rowCount() == 1
    page.show_by("full")
    settle(shop_desk, qtbot)
    assert page.place() == {"by": "full", "days": "365"}


def test_tasks_are_written_ticked_off_and_taken_up_again(
    tab: ServiceTab, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    tab.show_segment("tasks")
    settle(shop_desk, qtbot)
    front = tab.front
    assert isinstance(front, TasksList)
    front.begin()
    QTest.keyClicks(front.part.form.editor("title"), "Ask the kiln")
    front.part.form.submit.click()
    settle(shop_desk, qtbot)
    front.grid.view.setCurrentIndex(front.grid.rows.index(0, 0))
    settle(shop_desk, qtbot)
    press(front.panel, "Done")
    settle(shop_desk, qtbot)
    assert [row.state for row in tasks(store)] == ["done"]
    press(front.panel, "Take up again")
    settle(shop_desk, qtbot)
    assert [row.state for row in tasks(store)] == ["open"]


def test_what_is_due_counts_in_the_badge(tab: ServiceTab, store: Store) -> None:
    with store.read() as tx:
        before, today = tab.count_waiting(tx), tx.today
    for days in (-1, 3):
        store.do(open_task, {"title": "Call", "due_on": today + timedelta(days), "claimed": Decimal(3)})
    with store.read() as tx:
        assert tab.count_waiting(tx) == before + 1
