"""The list of listings on screen: what is known of one, a price typed in, a picture kept, a fact of the product."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from tests.desk.tabs.tea_shop import open_on, settle

from shopdesk.desk.desk import Desk
from shopdesk.desk.hinges import search
from shopdesk.desk.tabs.listings import ListingsTab
from shopdesk.desk.tabs.listings.listings_list import ListingsList
from shopdesk.desk.tabs.listings.picture_strip import PictureStrip, Thumb
from shopdesk.exchange.demo.listings import draw
from shopdesk.shop.finding import find_anything
from shopdesk.shop.listings.actions import add_listing
from shopdesk.shop.listings.pictures import set_attribute
from shopdesk.shop.listings.reports import find_listing, listing_id_of
from shopdesk.shop.listings.scoring.actions import is_stale
from shopdesk.shop.spelling import Spelling
from shopdesk.store.rows import Query
from shopdesk.store.store import Store
from shopdesk.store.tables import ListingScore

TITLE = "Green cup 110 ml for tasting tea"


@pytest.fixture
def page(shop_desk: Desk, store: Store, qtbot: QtBot) -> ListingsList:
    store._clock = lambda: datetime(2026, 11, 22, 4, tzinfo=UTC)
    told = {"channel": "taobao", "listing_no": "620", "sku": "CUP-11", "title": TITLE, "price": Decimal(30)}
    store.do(add_listing, told)
    store.do(add_listing, {**told, "channel": "shopify", "listing_no": "cup", "state": "draft"})
    window = open_on("listings", shop_desk, store, qtbot)
    assert isinstance(window.page, ListingsTab)
    page = window.page.front
    assert isinstance(page, ListingsList)
    page.grid.view.setCurrentIndex(page.grid.view.model().index(0, 0))
    settle(shop_desk, qtbot)
    return page


def words(page: ListingsList) -> str:
    return " | ".join(label.text() for label in page.panel.findChildren(QLabel))


def test_what_is_known_of_one_and_a_price_that_was_typed(
    page: ListingsList, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    assert TITLE in words(page)
    with store.read() as tx:
        listing_id = listing_id_of(tx, "620")
    page.grid.seek(listing_id)
    settle(shop_desk, qtbot)
    page._edit([(listing_id, "price", "28.5"), (listing_id, "stage", "Hero")])
    settle(shop_desk, qtbot)
    with store.read() as tx:
        facts = find_listing(tx, listing_id)
    assert facts is not None
    assert (facts.row["price"], facts.row["stage"], facts.skus[0].price) == (Decimal("28.5"), "hero", Decimal("28.5"))
    assert [(one.field, one.before, one.after) for one in facts.versions] == [("price", Decimal(30), Decimal("28.5"))]
    assert "30.00 → 28.50" in words(page)


def test_scores_of_an_earlier_day_are_made_anew_when_the_list_is_opened(
    shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    now = datetime(2026, 11, 22, 15, 59, tzinfo=UTC)
    store._clock = lambda: now
    store.do(add_listing, {"channel": "taobao", "listing_no": "620", "sku": "CUP-11", "title": TITLE})
    with store.read() as tx:
        assert not is_stale(tx)
        (before,) = tx.scalars(select(ListingScore.scored_at))
    now += timedelta(minutes=1)  # midnight of the shop
    with store.read() as tx:
        assert is_stale(tx)
    open_on("listings", shop_desk, store, qtbot)
    with store.read() as tx:
        assert not is_stale(tx)
        assert tx.scalars(select(ListingScore.scored_at)) == [before + timedelta(minutes=1)]
    assert store.undo_title() == "Add listing 620"


def test_a_picture_is_kept_and_a_fact_is_shown(
    page: ListingsList, shop_desk: Desk, store: Store, qtbot: QtBot, tmp_path: Path
) -> None:
    strip = page.panel.findChild(PictureStrip)
    assert strip is not None
    (tmp_path / "cup.png").write_bytes(draw((90, 120, 160), 1))
    (tmp_path / "cup.txt").write_text("no picture")
    strip.take(tmp_path / "cup.txt")
    strip.take(tmp_path / "cup.png")
    settle(shop_desk, qtbot)
    thumbs = page.panel.findChildren(Thumb)
    assert [thumb.pixmap().isNull() for thumb in thumbs] == [False]
    listing_id = page.grid.view.current_id()
    assert listing_id is not None
    page.grid.grab()
    qtbot.waitUntil(lambda: page._pictures.of(listing_id) is not None)
    assert page._pictures.room > 0
    with store.read() as tx:
        facts = find_listing(tx, listing_id)
    assert facts is not None
    assert facts.product_id is not None
    store.do(set_attribute, facts.product_id, "Material", "Porcelain")
    settle(shop_desk, qtbot)
    assert "Porcelain" in words(page)


def test_texts_are_edited_with_the_law_looking_on(
    page: ListingsList, shop_desk: Desk, store: Store, qtbot: QtBot
) -> None:
    link = next(one for one in page.panel.findChildren(QAbstractButton) if one.text() == "Edit the texts…")
    link.click()
    settle(shop_desk, qtbot)
    assert page.page.side.currentWidget() is page.texts
    editor = page.texts.form.editor("description")
    assert isinstance(editor, QPlainTextEdit)
    text = "<p>🍵 <b>顶级</b>茶杯</p>\nBest seller"
    editor.setPlainText(text)
    assert [one.cursor.selectedText() for one in editor.extraSelections()] == ["顶级", "Best seller"]
    told = [label.text() for label in page.texts.findChildren(QLabel) if "顶级" in label.text()]
    assert len(told) == 1
    assert "Best seller" in told[0]
    page.texts.form.accept()
    settle(shop_desk, qtbot)
    with store.read() as tx:
        facts = find_listing(tx, page.grid.view.current_id() or 0)
    assert facts is not None
    assert facts.row["description"] == text
    assert page.page.side.currentWidget() is page.panel


def test_a_listing_is_found_by_its_title_and_its_number(page: ListingsList, store: Store) -> None:
    with store.read() as tx:
        assert [(hit.kind, hit.detail) for hit in find_anything(tx, "tasting") if hit.kind == "listing"] == [
            ("listing", "Taobao · 620"), ("listing", "Shopify · cup")
        ]  # fmt: skip
        found = [one for one in search(tx, "620", Spelling()) if one.tab == "listings"]
    assert [one.title for one in found] == [TITLE]
    page.grid.set_query(Query(search="nothing"))
    page._desk.show("listings", **found[0].where)
    assert page.grid.query.search == ""


def test_what_is_shown_is_written_for_a_marketplace(
    page: ListingsList, shop_desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    page.grid.set_query(Query(search="620"))
    settle(shop_desk, qtbot)
    page.write_for("taobao", tmp_path / "out.csv")
    settle(shop_desk, qtbot)
    lines = (tmp_path / "out.csv").read_text(encoding="utf-16").splitlines()
    assert (lines[0], len(lines), lines[3].split("\t")[0]) == ("version 1.00", 4, TITLE)
