"""The page of tasks: what is overdue, ticked off in one step, and the number beside the tab."""

from datetime import timedelta

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from tests.desk.tabs.tea_shop import open_window, settle

from shopdesk.desk.desk import Desk
from shopdesk.desk.grid import GridView
from shopdesk.desk.tabs.promotions import PromotionsTab
from shopdesk.shop.promotions.actions import add_promotion
from shopdesk.shop.promotions.calendar.preparing import add_task
from shopdesk.shop.promotions.calendar.tasks import fetch_tasks
from shopdesk.shop.promotions.rules import moments_of
from shopdesk.store.store import Store


def test_tasks_are_ticked_off_and_the_badge_follows(store: Store, shop_desk: Desk, qtbot: QtBot) -> None:
    with store.read() as tx:
        starts, ends = moments_of(tx.today + timedelta(5), tx.today + timedelta(6), tx.zone)
    values = {"title": "Tea week", "kind": "once_full", "tiers": "300-30", "starts_at": starts, "ends_at": ends}
    promotion = store.do(add_promotion, values).value
    for title, days in (("Photos", 9), ("Goods in", 4), ("Thanks", -3)):
        store.do(add_task, promotion, title, days)
    told: list[tuple[str, int]] = []
    shop_desk.badge_told.connect(lambda key, count: told.append((key, count)))
    window = open_window(shop_desk, store, qtbot, "promotions")
    shop_desk.show("promotions", segment="tasks")
    settle(shop_desk, qtbot)
    assert ("promotions", 2) in told
    tab = window.page
    assert isinstance(tab, PromotionsTab)
    assert tab.segments.current == "calendar"
    page = tab.pages.tasks
    assert any("Overdue: 1" in label.text() for label in page.findChildren(QLabel))
    view = page.findChildren(GridView)[0]
    view.setFocus()
    view.selectRow(0)
    page.done.click()
    settle(shop_desk, qtbot)
    with store.read() as tx:
        assert [one.title for one in fetch_tasks(tx)] == ["Goods in", "Thanks"]
    assert told[-1] == ("promotions", 1)
    shop_desk.show("promotions", segment="calendar")
    settle(shop_desk, qtbot)
    assert tab.pages.calendar.tasks.text() == "Tasks (1)"
