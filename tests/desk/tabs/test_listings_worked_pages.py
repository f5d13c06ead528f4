"""Pages of listings that are worked out: pairs and bundles, candidates and their trials, the week, find and replace."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from tests.desk.tabs.tea_shop import open_window, settle
from tests.shop.till import Item, Ticket, ring_up

from shopdesk.desk.desk import Desk
from shopdesk.desk.tabs.listings import ListingsTab
from shopdesk.desk.tabs.listings.bulk_page import BulkPage
from shopdesk.desk.tabs.listings.selection_page import SelectionPage
from shopdesk.desk.tabs.listings.times_page import TimesPage
from shopdesk.desk.tabs.listings.together_page import NextOfCustomers, NextOfListings, TogetherPage
from shopdesk.shop.catalog.bundles import parts_of
from shopdesk.shop.listings.actions import add_listing
from shopdesk.shop.listings.trials.candidates import add_candidate
from shopdesk.shop.listings.trials.selection import fetch_candidates
from shopdesk.shop.stock.actions import ReceiptLine, receive_goods
from shopdesk.store.store import Store
from shopdesk.store.tables import Listing

DAY = date(2026, 10, 5)


def show(store: Store, desk: Desk, qtbot: QtBot, segment: str) -> Any:
    window = open_window(desk, store, qtbot, "listings")
    desk.show("listings", segment=segment)
    settle(desk, qtbot)
    assert isinstance(window.page, ListingsTab)
    return window.page.front


def press(page: QWidget, text: str) -> None:
    next(one for one in page.findChildren(QPushButton) if one.text() == text).click()


def sell(store: Store) -> None:
    """Kettle and cup go together more often than chance has it."""
    baskets = [("CUP-11", "KET-08")] * 6 + [("TEA-001", "CUP-11")] + [("TEA-001", "KET-08")]
    pieces = Decimal(1)
    tickets = [Ticket(f"P-{n}", DAY + timedelta(n), [Item(code, 1, pieces) for code in codes])
               for n, codes in enumerate(baskets)]  # fmt: skip
    store.do(ring_up, tickets)
    store.do(receive_goods, "", [ReceiptLine(sku_id, Decimal(50)) for sku_id in (1, 2, 3)])


def list_some(store: Store, count: int = 4) -> None:
    told = {"channel": "taobao", "sku": "KET-08", "listed_at": store.now()}
    for number in range(count):
        store.do(add_listing, {**told, "listing_no": f"L-{number}", "title": f"Best kettle {number}"})


def test_a_bundle_is_made_of_a_pair_and_its_text_copied(store: Store, shop_desk: Desk, qtbot: QtBot) -> None:
    sell(store)
    page = show(store, shop_desk, qtbot, "together")
    assert isinstance(page, TogetherPage)
    page.which.setCurrentIndex(1)
    [place] = [n for n, row in enumerate(page.rows) if row[8] > 1]
    assert {page.rows[place][0], page.rows[place][2]} == {"CUP-11", "KET-08"}
    press(page.panel, f"Copy the text for {page.rows[place][0]}")
    assert QGuiApplication.clipboard().text().startswith("Buyers of this also take ")
    press(page.panel, "Make a bundle…")
    editor = page.part.form.editor("code")
    assert isinstance(editor, QLineEdit)
    editor.setText("SET-9")
    page.part.form.submit.click()
    settle(shop_desk, qtbot)
    with store.read() as tx:
        made = next(iter(parts_of(tx, range(1, 99)).values()))
    assert len(made) == 2


def test_what_to_offer_next_stands_in_lists_that_go_out(
    store: Store, shop_desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    sell(store)
    list_some(store, 1)
    page = show(store, shop_desk, qtbot, "next_listing")
    assert isinstance(page, NextOfListings)
    settle(shop_desk, qtbot)
    page.write_out(tmp_path / "next.xlsx")
    qtbot.waitUntil(lambda: not shop_desk.busy, timeout=20_000)
    rows = [list(row) for row in openpyxl.load_workbook(tmp_path / "next.xlsx").worksheets[0].values]
    assert [row[1:4:2] for row in rows if "L-0" in row] == [["L-0", "CUP-11"]]
    assert isinstance(show(store, shop_desk, qtbot, "next_customer"), NextOfCustomers)


def test_a_candidate_is_written_tried_and_taken(store: Store, shop_desk: Desk, qtbot: QtBot) -> None:
    page = show(store, shop_desk, qtbot, "selection")
    assert isinstance(page, SelectionPage)
    page.add.click()
    page.part.form.type_in({"title": "Tray", "cost": "40", "price": "100", "searches": "9000"})
    page.part.form.submit.click()
    settle(shop_desk, qtbot)
    assert page.rows[0][0] == "Tray"
    press(page.panel, "Begin a trial…")
    page.part.form.type_in(
        {"sku": "TEA-001", "trial_from": "2026-11-01", "trial_to": "2026-11-30", "target_units": "2"}
    )
    page.part.form.submit.click()
    settle(shop_desk, qtbot)
    press(page.panel, "Take it")
    settle(shop_desk, qtbot)
    with store.read() as tx:
        [one] = fetch_candidates(tx)
    assert (one.row.state, one.sold) == ("taken", 4)
    assert page.right.text() == "Scores were right in 1 of 1 trials"
    page.which.setCurrentIndex(1)
    assert page.counted.text() == "0 of 1"


def test_a_candidate_that_cannot_be_is_refused_in_the_form(store: Store, shop_desk: Desk, qtbot: QtBot) -> None:
    store.do(add_candidate, {"title": "Tray"})
    page = show(store, shop_desk, qtbot, "selection")
    page.begin()
    page.part.form.type_in({"title": "tray"})
    page.part.form.submit.click()
    settle(shop_desk, qtbot)
    assert page.part.isVisible()
    assert len(page.rows) == 1


def test_the_week_is_planned_evenly_and_kept(store: Store, shop_desk: Desk, qtbot: QtBot) -> None:
    list_some(store)
    page = show(store, shop_desk, qtbot, "times")
    assert isinstance(page, TimesPage)
    assert "more than twice" in page.clumps.text()
    page.even.click()
    assert page.when.current == "plan"
    assert page.clumps.text() == "No hour has more than twice its share."
    assert "4 listings" not in page.map.words(0)
    page.apply.click()
    settle(shop_desk, qtbot)
    with store.read() as tx:
        assert None not in tx.scalars(select(Listing.plan_minute))
    assert not page.apply.isEnabled()


def test_titles_are_replaced_after_they_were_seen(store: Store, shop_desk: Desk, qtbot: QtBot) -> None:
    list_some(store)
    page = show(store, shop_desk, qtbot, "bulk")
    assert isinstance(page, BulkPage)
    assert not page.write.isEnabled()
    page.find_box.setText("Best ")
    page.look.click()
    settle(shop_desk, qtbot)
    assert page.write.text() == "Replace in 4 texts"
    page.search.setText("L-2")
    assert page.write.text() == "Replace in 1 text"
    page.write.click()
    settle(shop_desk, qtbot)
    with store.read() as tx:
        assert sorted(tx.scalars(select(Listing.title))) == [
            "Best kettle 0",
            "Best kettle 1",
            "Best kettle 3",
            "kettle 2",
        ]


@pytest.mark.parametrize("find", ["(", "["])
def test_a_pattern_that_is_none_says_so(store: Store, shop_desk: Desk, qtbot: QtBot, find: str) -> None:
    list_some(store, 1)
    page = show(store, shop_desk, qtbot, "bulk")
    page.pattern.setChecked(True)
    page.find_box.setText(find)
    page.look.click()
    settle(shop_desk, qtbot)
    assert page.rows == ()
    assert not page.write.isEnabled()
