"""The pages of the advertising law: a phrase is replaced, allowed, proved; families; claims and own words."""

from datetime import date, timedelta
from typing import Any

from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from tests.desk.tabs.tea_shop import open_window, settle

from shopdesk.desk.desk import Desk
from shopdesk.desk.tabs.listings import ListingsTab
from shopdesk.desk.tabs.listings.claims_page import ClaimsPage, LawWordsPage
from shopdesk.desk.tabs.listings.law_page import LawPage
from shopdesk.shop.listings.actions import add_listing
from shopdesk.shop.listings.law.claims import add_claim
from shopdesk.shop.listings.law.said import fetch_claims, fetch_words
from shopdesk.store.store import Store
from shopdesk.store.tables import Listing


def show(store: Store, desk: Desk, qtbot: QtBot, segment: str) -> Any:
    window = open_window(desk, store, qtbot, "listings")
    desk.show("listings", segment=segment)
    settle(desk, qtbot)
    assert isinstance(window.page, ListingsTab)
    return window.page.front


def press(page: QWidget, text: str) -> None:
    # What stood in the panel before may still be about to go; what was made last is what is shown.
    [one for one in page.findChildren(QPushButton) if one.text() == text][-1].click()


def list_one(store: Store, title: str = "顶级铁壶 全网通用 单独家用") -> None:
    store.do(add_listing, {"channel": "taobao", "sku": "KET-08", "listing_no": "L-1", "title": title})


def title_of(store: Store) -> str:
    with store.read() as tx:
        return str(tx.scalar(select(Listing.title)))


def test_a_phrase_is_replaced_where_it_stands(store: Store, shop_desk: Desk, qtbot: QtBot) -> None:
    list_one(store, "顶级铁壶 独家设计 单独家用")
    page = show(store, shop_desk, qtbot, "law")
    assert isinstance(page, LawPage)
    assert [row[3] for row in page.rows] == ["顶级", "独家"]
    page.view.go_to(1)
    settle(shop_desk, qtbot)
    press(page.panel, "Replace…")
    page.part.form.accept()
    settle(shop_desk, qtbot)
    assert title_of(store) == "顶级铁壶 自有设计 单独家用"
    assert [row[3] for row in page.rows] == ["顶级"]
    store.undo()
    assert title_of(store) == "顶级铁壶 独家设计 单独家用"


def test_a_phrase_is_allowed_and_a_family_is_off(store: Store, shop_desk: Desk, qtbot: QtBot) -> None:
    list_one(store, "顶级铁壶 独家设计")
    page = show(store, shop_desk, qtbot, "law")
    page.view.go_to(0)
    press(page.panel, "Allow this phrase")
    settle(shop_desk, qtbot)
    assert [row[3] for row in page.rows] == ["独家"]
    page.show_families()
    next(one for one in page.panel.findChildren(QCheckBox) if one.text() == "The only one").setChecked(False)
    settle(shop_desk, qtbot)
    assert page.rows == []
    words = show(store, shop_desk, qtbot, "law_words")
    assert isinstance(words, LawWordsPage)
    assert [(row[0], row[1]) for row in words.rows] == [("顶级", "allowed")]
    press(words.panel, "Remove")
    settle(shop_desk, qtbot)
    with store.read() as tx:
        assert fetch_words(tx) == []


def test_a_phrase_is_proved_from_its_row(store: Store, shop_desk: Desk, qtbot: QtBot) -> None:
    list_one(store, "顶级铁壶")
    page = show(store, shop_desk, qtbot, "law")
    press(page.panel, "Prove it…")
    page.part.form.type_in({"proof": "No. 7", "proved_on": "2026-01-05"})
    page.part.form.accept()
    settle(shop_desk, qtbot)
    assert [row[5] for row in page.rows] == ["proved"]
    with store.read() as tx:
        assert [one.row.proof for one in fetch_claims(tx)] == ["No. 7"]


def test_claims_warn_before_they_lapse(store: Store, shop_desk: Desk, qtbot: QtBot) -> None:
    ends = date(2020, 1, 1)
    told = {"proof": "No. 7", "proved_on": ends - timedelta(days=1), "expires_on": ends}
    store.do(add_claim, {"phrase": "顶级", **told})
    page = show(store, shop_desk, qtbot, "claims")
    assert isinstance(page, ClaimsPage)
    assert page.rows[0][3] == "lapsed"
    assert page.warned.text == "1 proof has lapsed or lapses soon"
    press(page.panel, "Edit…")
    page.part.form.type_in({"expires_on": ""})
    page.part.form.accept()
    settle(shop_desk, qtbot)
    assert page.rows[0][3] == "no_file"
    assert page.warned.text == ""


def test_how_long_titles_may_be_is_changed_and_put_back(store: Store, shop_desk: Desk, qtbot: QtBot) -> None:
    page = show(store, shop_desk, qtbot, "limits")
    at = next(place for place, row in enumerate(page.rows) if row[0] == "Amazon")
    before = page.rows[at]
    page.view.setCurrentIndex(page.view.model().index(at, 0))
    press(page.panel, "Change…")
    page.part.form.type_in({"most": "150"})
    page.part.form.accept()
    settle(shop_desk, qtbot)
    assert page.rows[at][1:4] == (150, before[2], "own")
    page.view.setCurrentIndex(page.view.model().index(at, 0))
    press(page.panel, "Back to what is known")
    settle(shop_desk, qtbot)
    assert page.rows[at] == before
