"""The title workshop: counted and judged while one types, kept as a draft, applied, locked, copied, taken back."""

from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from tests.desk.tabs.tea_shop import open_window, settle

from shopdesk.desk.desk import Desk
from shopdesk.desk.line_list import LineList
from shopdesk.desk.tabs.listings.keywords_list import KeywordsList
from shopdesk.desk.tabs.listings.tab import ListingsTab
from shopdesk.desk.tabs.listings.workshop_page import WorkshopPage
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.listings.actions import add_listing, edit_listings
from shopdesk.shop.listings.scoring.policy import read_policy
from shopdesk.shop.listings.titles.drafts import cool_down
from shopdesk.shop.listings.titles.pool import KEYWORD_ROWS, add_keyword
from shopdesk.shop.listings.titles.workshop import fetch_drafts
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.store import Store

TITLE = "白瓷盖碗泡茶碗家用送礼"


@pytest.fixture
def listings(store: Store) -> list[int]:
    store.do(add_product, "GW-1", "白瓷盖碗", price=Decimal(58))
    for word, said in (("盖碗", "product"), ("手绘", "attribute")):
        store.do(add_keyword, {"word": word, "word_class": said, "volume": 900, "competition": Decimal("0.2")})
    rows = (("taobao", "6201", TITLE), ("jd", "1001", "白瓷盖碗"))
    return [
        int(store.do(add_listing, {"channel": one, "listing_no": number, "title": title, "sku": "GW-1"}).value)
        for one, number, title in rows
    ]


@pytest.fixture
def tab(shop_desk: Desk, store: Store, listings: list[int], qtbot: QtBot) -> ListingsTab:
    window = open_window(shop_desk, store, qtbot, "listings")
    shop_desk.show("listings", segment="workshop", listing_id=listings[0])
    settle(shop_desk, qtbot)
    assert isinstance(window.page, ListingsTab)
    return window.page


@pytest.fixture
def page(tab: ListingsTab) -> WorkshopPage:
    assert isinstance(tab.front, WorkshopPage)
    return tab.front


def said(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.text() and not label.isHidden()]


def drafts(store: Store) -> list[str]:
    with store.read() as tx:
        return [row[-1] for row in fetch_drafts(tx)]


def test_a_title_is_counted_and_judged_while_it_is_typed(page: WorkshopPage, shop_desk: Desk, qtbot: QtBot) -> None:
    taobao, jd = page.cards
    assert "22 of 60 units" in said(taobao)
    assert "8 units, no limit is known" in said(jd)
    before = taobao.score.total
    taobao.editor.setPlainText(TITLE + "手绘")
    assert "26 of 60 units" in said(taobao)
    assert taobao.score.total > before
    taobao.editor.setPlainText("国家级" + TITLE)
    assert taobao.facts.title_law == ("国家级",)
    qtbot.waitUntil(lambda: "Taobao: Remove “国家级” from the title" in said(page.side))
    assert not any(one.startswith("JD: Remove") for one in said(page.side))


def test_what_is_typed_is_kept_applied_and_taken_back(
    page: WorkshopPage, store: Store, shop_desk: Desk, qtbot: QtBot
) -> None:
    taobao = page.cards[0]
    page.side.word_wanted.emit(taobao.work.listing_id, "手绘")
    assert taobao.text == TITLE + "手绘"
    taobao.keep()
    settle(shop_desk, qtbot)
    assert drafts(store) == [TITLE + "手绘"]
    taobao.apply.click()
    settle(shop_desk, qtbot)
    assert (drafts(store), page.cards[0].work.title) == ([], TITLE + "手绘")
    assert TITLE in said(page.side)
    back = next(one for one in page.side.findChildren(QPushButton) if one.accessibleName() == "Take this change back")
    back.click()
    settle(shop_desk, qtbot)
    assert (page.cards[0].work.title, page.cards[0].text) == (TITLE, TITLE)


def test_a_draft_is_discarded_and_a_title_copied(
    page: WorkshopPage, store: Store, shop_desk: Desk, qtbot: QtBot
) -> None:
    taobao = page.cards[0]
    taobao.editor.setPlainText("青花盖碗")
    taobao.copy.click()
    assert QGuiApplication.clipboard().text() == "青花盖碗"
    taobao.discard.click()
    settle(shop_desk, qtbot)
    assert (drafts(store), taobao.text) == ([], TITLE)


def test_a_hero_is_locked_and_says_until_when(
    page: WorkshopPage, store: Store, listings: list[int], shop_desk: Desk, qtbot: QtBot
) -> None:
    store.do(edit_listings, [(listings[0], "stage", "hero"), (listings[0], "title", "白瓷盖碗 新")])
    settle(shop_desk, qtbot)
    taobao = page.cards[0]
    taobao.editor.setPlainText("青花盖碗")
    assert not taobao.apply.isEnabled()
    assert any(one.startswith("Changed lately: stays until") for one in said(taobao))


def test_the_words_say_which_title_lacks_them(page: WorkshopPage, shop_desk: Desk, qtbot: QtBot) -> None:
    table = page.table.findChild(LineList)
    assert isinstance(table, LineList)

    def ticks() -> dict[str, list[str]]:
        rows, last = table.view.rows, table.view.rows.columnCount()
        return {rows.value(place, 0): [rows.value(place, at) for at in (last - 2, last - 1)] for place in range(2)}

    assert ticks() == {"手绘": ["—", "—"], "盖碗": ["✓", "✓"]}
    page.cards[0].editor.setPlainText(TITLE + "手绘")
    qtbot.waitUntil(lambda: ticks()["手绘"] == ["✓", "—"])


def test_weights_and_rules_are_changed_in_a_form(
    page: WorkshopPage, store: Store, shop_desk: Desk, qtbot: QtBot
) -> None:
    page.rules.click()
    settle(shop_desk, qtbot)
    form = page.part.form
    for key, text in (("days", "7"), ("weight_title", "40")):
        editor = form.editor(key)
        assert isinstance(editor, QLineEdit)
        editor.setText(text)
    switch = form.editor("keyword_missing")
    assert isinstance(switch, QCheckBox)
    switch.setChecked(False)
    form.submit.click()
    settle(shop_desk, qtbot)
    with store.read() as tx:
        policy, days = read_policy(tx), cool_down(tx)
    assert (policy.weights["title"], policy.off, days) == (40, frozenset({"keyword_missing"}), 7)
    assert not any("手绘" in one for one in said(page.side))


def test_drafts_go_out_for_a_bulk_upload(page: WorkshopPage, tmp_path: Path, shop_desk: Desk, qtbot: QtBot) -> None:
    page.cards[0].editor.setPlainText("青花盖碗")
    page.cards[0].keep()
    settle(shop_desk, qtbot)
    path = tmp_path / "new.xlsx"
    page.write_drafts(path)
    settle(shop_desk, qtbot)
    cells = [cell.value for row in load_workbook(path).worksheets[0].iter_rows() for cell in row]
    assert {"6201", TITLE, "青花盖碗"} <= set(cells)


def test_a_word_is_added_to_the_pool_and_taken_out(
    tab: ListingsTab, store: Store, shop_desk: Desk, qtbot: QtBot
) -> None:
    shop_desk.show("listings", segment="keywords")
    settle(shop_desk, qtbot)
    page = tab.front
    assert isinstance(page, KeywordsList)
    page.add.click()
    settle(shop_desk, qtbot)
    word = page.part.form.editor("word")
    assert isinstance(word, QLineEdit)
    word.setText("大容量")
    page.part.form.submit.click()
    settle(shop_desk, qtbot)
    with store.read() as tx:
        known = {values[0]: row_id for row_id, values in fetch_first(tx, KEYWORD_ROWS, Query())}
    assert "大容量" in known
    page.grid.seek(known["大容量"])
    settle(shop_desk, qtbot)
    next(one for one in page.panel.findChildren(QPushButton) if one.text() == "Remove").click()
    settle(shop_desk, qtbot)
    with store.read() as tx:
        assert "大容量" not in {values[0] for _id, values in fetch_first(tx, KEYWORD_ROWS, Query())}
