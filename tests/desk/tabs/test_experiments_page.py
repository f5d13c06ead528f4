"""Experiments on screen: the plan with its size, no verdict before its time, and the log."""

from datetime import UTC, date, datetime

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from tests.desk.tabs.tea_shop import settle
from tests.shop.listings.test_experiments import PLAN, fill

from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures
from shopdesk.desk.tabs.listings.experiments_page import ExperimentsPage
from shopdesk.desk.tabs.listings.plan_size import PlanSize
from shopdesk.shop.listings.actions import add_listing
from shopdesk.shop.listings.traffic.events import add_event
from shopdesk.shop.listings.trials.experiments import fetch_experiments, plan_experiment, start_experiment
from shopdesk.store.store import Store


@pytest.fixture
def page(shop_desk: Desk, store: Store, qtbot: QtBot) -> ExperimentsPage:
    store._clock = lambda: datetime(2026, 3, 30, 9, tzinfo=UTC)
    store.do(add_listing, {"channel": "Taobao", "listing_no": "L-1", "title": "Longjing"})
    with qtbot.waitSignal(shop_desk.store_changed):
        shop_desk.open(lambda: store)
    made = ExperimentsPage(shop_desk)
    shop_desk.changed.connect(lambda _changes: made.refresh())
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    made.start(date(2026, 3, 30), UTC, Figures())
    settle(shop_desk, qtbot)
    return made


def press(page: ExperimentsPage, title: str, qtbot: QtBot) -> None:
    next(one for one in page.panel.findChildren(QPushButton) if one.text() == title).click()
    settle(page._desk, qtbot)


def words(page: ExperimentsPage) -> str:
    return " | ".join(label.text() for label in page.panel.findChildren(QLabel))


def test_from_plan_to_verdict(page: ExperimentsPage, store: Store, qtbot: QtBot) -> None:
    page.begin()
    page._plan(plan_experiment, {**PLAN, "listing": "L-1"})
    settle(page._desk, qtbot)
    assert "Planned. Begin it" in words(page)
    assert "686" in words(page)
    store.do(start_experiment, 1, date(2026, 3, 2))
    page.ask()
    settle(page._desk, qtbot)
    assert "Not finished: 0 and 0 of 686" in words(page)
    assert "End and judge" not in [one.text() for one in page.panel.findChildren(QPushButton)]
    fill(store, 1, (10, 16))
    store.do(add_event, {"title": "Snow", "first_on": date(2026, 3, 5)})
    page.ask()
    settle(page._desk, qtbot)
    assert page.chart is not None
    assert [("Snow" in page.chart.value_text(place)) for place in (2, 3, 4)] == [False, True, False]
    press(page, "End and judge", qtbot)
    page.ask()
    settle(page._desk, qtbot)
    assert "B is better: 16.00% against 10.00%" in words(page)
    with store.read() as tx:
        assert fetch_experiments(tx)[0].row.verdict == "b"


def test_the_size_is_said_while_the_plan_is_typed(page: ExperimentsPage, qtbot: QtBot) -> None:
    page.begin()
    settle(page._desk, qtbot)
    line = page.part.form.findChildren(PlanSize)[0].words
    page.part.form.set_values({"base_rate": "2%", "lift": "10%"})
    assert line.text() == "Each version needs 80,682 trials."
    page.part.form.set_values({"lift": "0"})
    assert line.isHidden()
    page.part.form.set_values({"lift": "50%", "listing": "L-1"})
    page.back()
    settle(page._desk, qtbot)
    assert not line.isHidden()
    assert line.text() == "Each version needs 3,826 trials."
