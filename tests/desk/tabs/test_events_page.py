"""The page of events: one is written down, changed, removed, and undone; what says nothing is refused."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot
from tests.desk.tabs.tea_shop import open_window, settle

from shopdesk.desk.desk import Desk
from shopdesk.desk.tabs.listings import ListingsTab
from shopdesk.desk.tabs.listings.events_page import EventsPage
from shopdesk.shop.listings.traffic.events import add_event, fetch_events
from shopdesk.store.store import Store
from shopdesk.text import UserError

SNOW = {"title": "Snow", "first_on": date(2026, 3, 1), "side": "outside", "channel": "taobao", "product": "KET-08"}


def press(page: QWidget, text: str) -> None:
    [one for one in page.findChildren(QPushButton) if one.text() == text][-1].click()


def test_an_event_is_changed_and_removed_and_comes_back(store: Store, shop_desk: Desk, qtbot: QtBot) -> None:
    store.do(add_event, SNOW)
    window = open_window(shop_desk, store, qtbot, "listings")
    shop_desk.show("listings", segment="events")
    settle(shop_desk, qtbot)
    assert isinstance(window.page, ListingsTab)
    page: Any = window.page.front
    assert isinstance(page, EventsPage)
    assert page.rows == [("Snow", date(2026, 3, 1), date(2026, 3, 1), "outside", "Taobao", "KET-08", None)]
    press(page.panel, "Edit…")
    page.part.form.type_in({"title": "Heavy snow", "last_on": "2026-03-03"})
    page.part.form.accept()
    settle(shop_desk, qtbot)
    assert page.rows[0][:3] == ("Heavy snow", date(2026, 3, 1), date(2026, 3, 3))
    press(page.panel, "Remove")
    settle(shop_desk, qtbot)
    assert page.rows == []
    shop_desk.undo()
    settle(shop_desk, qtbot)
    assert [row[0] for row in page.rows] == ["Heavy snow"]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"title": " "}, "title"), ({"first_on": None}, "first_on"), ({"last_on": date(2026, 2, 1)}, "last_on"),
        ({"channel": "nowhere at all"}, "channel"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("shop_desk")
def test_an_event_says_what_and_when(store: Store, wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(UserError) as refused:
        store.do(add_event, {**SNOW, **wrong})
    assert refused.value.code == code
    with store.read() as tx:
        assert not fetch_events(tx)
