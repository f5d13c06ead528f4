"""The funnel on screen: where a listing loses buyers, its steps and days, and the days that are looked at."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from tests.desk.tabs.tea_shop import open_window, settle

from shopdesk.desk.desk import Desk
from shopdesk.desk.tabs.listings import ListingsTab
from shopdesk.desk.tabs.listings.funnel_page import FunnelPage
from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.store.store import Store

HEAD = "channel,date,listing id,title,visitors,carts,buyers\n"


@pytest.fixture
def page(shop_desk: Desk, store: Store, tmp_path: Path, qtbot: QtBot) -> FunnelPage:
    """Seven listings of which the first loses most of its visitors before the cart, twenty days ago and yesterday."""
    with store.read() as tx:
        days = [tx.today - timedelta(1), tx.today - timedelta(20)]
    path = tmp_path / "traffic.csv"
    rows = [
        f"taobao,{day},{number},Cup {number},1000,{20 if number == 1 else 100},{10 if number == 1 else 50}"
        for day in days
        for number in range(1, 8)
    ]
    path.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    run_import(store, prepare(store, path, Choices(kind="traffic", accept_proposal=True)))
    window = open_window(shop_desk, store, qtbot, "listings")
    shop_desk.show("listings", segment="funnel")
    settle(shop_desk, qtbot)
    assert isinstance(window.page, ListingsTab)
    front = window.page.front
    assert isinstance(front, FunnelPage)
    return front


def cells(page: FunnelPage, key: str) -> list[object]:
    place = [column.key for column in page.grid.rows.sheet.columns].index(key)
    lines = [page.grid.rows.line(row) for row in range(page.grid.rows.rowCount())]
    return [line.values[place] for line in lines if line is not None and line.values]


def test_the_listing_that_loses_most_comes_first(page: FunnelPage) -> None:
    assert (cells(page, "listing_no")[0], cells(page, "leak")[0]) == ("1", "cart")
    assert cells(page, "lost")[0] == 80
    assert cells(page, "visitors") == [2000] * 7
    assert set(cells(page, "leak")[1:]) == {None}


def test_days_are_chosen_and_those_of_a_figure_opened_as_they_are(
    page: FunnelPage, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    page.show_days("7")
    settle(shop_desk, qtbot)
    assert cells(page, "visitors") == [1000] * 7
    with store.read() as tx:
        day = (tx.today - timedelta(20)).isoformat()
    shop_desk.show("listings", segment="funnel", size="custom", since=day, until=day)
    settle(shop_desk, qtbot)
    assert cells(page, "visitors") == [1000] * 7
    assert (page.free.text(), page.spans.isHidden()) == (f"{day}  ×", True)
    assert (page.place()["since"], page.place()["until"]) == (day, day)
    page.free.click()
    settle(shop_desk, qtbot)
    assert cells(page, "visitors") == [2000] * 7
    assert (page.place()["days"], page.free.isHidden()) == ("30", True)


def test_a_listing_shows_its_steps_and_days(page: FunnelPage, shop_desk: Desk, qtbot: QtBot) -> None:
    page.grid.view.setCurrentIndex(page.grid.rows.index(0, 0))
    settle(shop_desk, qtbot)
    said = " ".join(label.text() for label in page.panel.findChildren(QLabel))
    assert "Carts" in said
    assert "80" in said
    panel = page.panel
    assert getattr(panel, "chart", None) is not None


def test_sums_of_a_list_leave_with_it(page: FunnelPage, shop_desk: Desk, qtbot: QtBot) -> None:
    told: list[object] = []
    shop_desk.selection_told.connect(told.append)
    page.grid.view.selectAll()
    page.grid.totals.tell()
    settle(shop_desk, qtbot)
    assert told[-1]
    shop_desk.show("listings", segment="times")
    settle(shop_desk, qtbot)
    assert told[-1] == ()
