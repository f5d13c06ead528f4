"""Competitors on screen: written down with a price, seen again, alerts, and watched no longer."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from tests.desk.tabs.tea_shop import settle

from shopdesk.desk.charts import LineChart
from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures
from shopdesk.desk.tabs.listings.competitors_page import CompetitorsPage
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.listings.prices.competitors import add_competitor, edit_competitor, fetch_competitors
from shopdesk.store.store import Store

TODAY = date(2026, 11, 22)


@pytest.fixture
def page(shop_desk: Desk, store: Store, qtbot: QtBot) -> CompetitorsPage:
    store._clock = lambda: datetime(2026, 11, 22, 9, tzinfo=UTC)
    store.do(add_product, "CUP", "Cup", price=Decimal(50))
    with qtbot.waitSignal(shop_desk.store_changed):
        shop_desk.open(lambda: store)
    made = CompetitorsPage(shop_desk)
    shop_desk.changed.connect(lambda _changes: made.refresh())
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    made.start(TODAY, UTC, Figures())
    settle(shop_desk, qtbot)
    return made


def type_in(page: CompetitorsPage, qtbot: QtBot, **texts: str) -> None:
    page.part.form.set_values(texts)
    page.part.form.accept()
    settle(page._desk, qtbot)
    settle(page._desk, qtbot)


def press(page: CompetitorsPage, title: str, qtbot: QtBot) -> None:
    next(one for one in page.panel.findChildren(QPushButton) if one.text() == title).click()
    settle(page._desk, qtbot)
    settle(page._desk, qtbot)


def only(store: Store) -> Any:
    with store.read() as tx:
        [found] = fetch_competitors(tx)
    return found


def test_from_the_first_look_to_watched_no_longer(page: CompetitorsPage, store: Store, qtbot: QtBot) -> None:
    page.begin()
    type_in(page, qtbot, code="R-1", title="Rival", product="CUP", price="40")
    assert (only(store).price, only(store).gap) == (40, Decimal("-0.2"))
    assert page.rows[0][1] == "cheaper"
    press(page, "Write down a price…", qtbot)
    type_in(page, qtbot, seen_on="2026-11-21", price="41")
    assert only(store).cuts == 1
    assert len(page.panel.findChildren(LineChart)) == 1
    next(one for one in page.panel.findChildren(QPushButton) if "was seen on" in one.text()).click()
    settle(page._desk, qtbot)
    assert (len(only(store).days), only(store).price) == (1, 41)
    store.undo()
    press(page, "Watch no longer", qtbot)
    assert not only(store).row.is_watched
    store.undo()
    assert only(store).row.is_watched


def test_the_alert_chooses_rows(page: CompetitorsPage, store: Store, qtbot: QtBot) -> None:
    store.do(add_competitor, {"code": "R-1", "product": "CUP", "seen_on": TODAY, "price": Decimal(49)})
    store.do(add_competitor, {"code": "R-2", "title": "Other"})
    store.do(edit_competitor, 2, {"product": "CUP", "seen_on": TODAY, "price": Decimal(20)})
    page.ask()
    settle(page._desk, qtbot)
    page.which.setCurrentIndex(page.which.findData("cheaper"))
    assert [page.rows[page.view.rows.row_id(n) or 0][0] for n in range(page.view.rows.rowCount())] == ["Other"]
