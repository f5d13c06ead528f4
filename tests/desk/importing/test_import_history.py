"""The list of imports: searched and filtered, leading to what each brought and to the rows of its file."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from tests.exchange.counter import give_back, orders, table, take_in

from shopdesk.desk.desk import Desk
from shopdesk.desk.importing.history_view import ImportHistory
from shopdesk.store.rows import count
from shopdesk.store.store import Store

SOLD = {"order_no": "R-1", "state": "paid", "placed_at": "2026-03-01 10:00", "sku": "T-1", "quantity": 1,
        "unit_price": "5"}  # fmt: skip


@pytest.fixture
def history(office: Desk, shop: Store, qtbot: QtBot) -> ImportHistory:
    """Orders that stand, and expenses that were taken back."""
    take_in(shop, orders(SOLD))
    rent = take_in(shop, table("spent_on,account,amount", "2026-03-01,6605,800", name="rent.csv"))
    give_back(shop, rent)
    made = ImportHistory(office)
    qtbot.addWidget(made)
    made.resize(1200, 600)
    made.show()
    settle(office, qtbot)
    return made


def settle(desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not desk.busy)


def names(history: ImportHistory, shop: Store) -> int:
    with shop.read() as tx:
        return count(tx, history.grid.source, history.grid.query)


def link(history: ImportHistory, text: str) -> QPushButton:
    # What was shown before may still wait to be deleted: the newest is meant.
    return [made for made in history.detail.findChildren(QPushButton) if made.text() == text][-1]


def test_what_stands_and_what_was_taken_back(history: ImportHistory, office: Desk, shop: Store, qtbot: QtBot) -> None:
    assert names(history, shop) == 2
    history.line.pick("gone")
    settle(office, qtbot)
    assert names(history, shop) == 1
    assert "rent.csv" in [label.text() for label in history.detail.findChildren(QLabel)]
    history.line.pick("stands")
    history.grid.set_filter("kind", "=expenses")
    assert names(history, shop) == 0
    history.grid.set_filter("kind", "=orders")
    history.grid.set_filter("format", '="template-orders"')
    assert names(history, shop) == 1


def test_an_import_leads_to_its_orders_and_to_its_rows(
    history: ImportHistory, office: Desk, shop: Store, qtbot: QtBot
) -> None:
    shown: list[tuple[str, object]] = []
    office.shown.connect(lambda tab, where: shown.append((tab, where)))
    history.line.pick("stands")
    settle(office, qtbot)
    link(history, "Show its orders").click()
    assert shown == [("orders", {"import_id": 1})]
    link(history, "Show the rows of the file").click()
    settle(office, qtbot)
    assert history.page.source.title.text() == "orders.csv"
    history.page.source.after.click()
    settle(office, qtbot)
    assert "row 2" in history.page.source.subtitle.text()
