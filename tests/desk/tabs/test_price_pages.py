"""Pages of prices: what each leaves, one changed by hand, many by rule and back again, the journal of it all."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from tests.desk.tabs.tea_shop import open_window, settle

from shopdesk.desk.desk import Desk
from shopdesk.desk.tabs.listings import ListingsTab
from shopdesk.desk.tabs.listings.price_journal_list import PriceJournalList
from shopdesk.desk.tabs.listings.prices_page import PricesPage
from shopdesk.desk.tabs.listings.reprice_page import PASSED_BY, RepricePage
from shopdesk.desk.widgets import Words
from shopdesk.shop.listings.actions import add_listing
from shopdesk.shop.listings.prices.ruling import add_price_rule
from shopdesk.store.store import Store
from shopdesk.store.tables import Listing


def show(store: Store, desk: Desk, qtbot: QtBot, segment: str) -> Any:
    told = {"channel": "taobao", "title": "Tea", "price": Decimal(128)}
    for number, sku in (("L-1", "TEA-001"), ("L-2", "TEA-001"), ("L-3", "KET-08")):
        store.do(add_listing, {**told, "listing_no": number, "sku": sku})
    window = open_window(desk, store, qtbot, "listings")
    desk.show("listings", segment=segment)
    settle(desk, qtbot)
    assert isinstance(window.page, ListingsTab)
    return window.page.front


def press(page: QWidget, text: str) -> None:
    # What stood there before goes when the event loop runs, so the last one is the one in sight.
    [one for one in page.findChildren(QPushButton) if one.text() == text][-1].click()


def price(store: Store, number: str) -> Any:
    with store.read() as tx:
        return tx.scalar(select(Listing.price).where(Listing.listing_no == number))


def test_a_price_is_looked_at_and_changed(store: Store, shop_desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    page = show(store, shop_desk, qtbot, "prices")
    assert isinstance(page, PricesPage)
    place = next(n for n, row in enumerate(page.rows) if row[1] == "L-1")
    page.view.go_to(place)
    words = [one.text() for one in page.panel.findChildren(Words)]
    assert {"The price for a margin", "Break-even", "Margin of one at other prices"} <= set(words)
    press(page.panel, "Change the price…")
    page.part.form.type_in({"after": "119", "reason": "Autumn"})
    page.part.form.submit.click()
    settle(shop_desk, qtbot)
    assert price(store, "L-1") == 119
    page.which.setCurrentIndex(page.which.findData("no_cost"))
    assert page.counted.text() == "1 of 3"
    page.write_out(tmp_path / "prices.xlsx")
    qtbot.waitUntil(lambda: not shop_desk.busy, timeout=20_000)
    rows = [list(row) for row in openpyxl.load_workbook(tmp_path / "prices.xlsx").worksheets[0].values]
    assert [row[1] for row in rows if "KET-08" in row] == ["L-3"]
    press(page.panel, "Price journal")
    settle(shop_desk, qtbot)


def test_a_rule_is_made_its_prices_seen_some_left_out_and_the_rest_put(
    store: Store, shop_desk: Desk, qtbot: QtBot
) -> None:
    page = show(store, shop_desk, qtbot, "reprice")
    assert isinstance(page, RepricePage)
    assert not page.put.isEnabled()
    page.add.click()
    page.part.form.type_in({"title": "Tea", "kind": "cost", "factor": "2", "ending": ".9"})
    page.part.form.submit.click()
    settle(shop_desk, qtbot)
    assert page.put.text() == "Change 2 prices"
    store.do(add_price_rule, {"title": "Later", "kind": "cost", "factor": Decimal(3)})
    page.refresh()
    settle(shop_desk, qtbot)
    page.pick.setCurrentIndex(page.pick.findText("Later"))
    assert page.frame.note.sentence.text() == PASSED_BY
    page.pick.setCurrentIndex(0)
    store.undo()
    place = next(n for n, row in enumerate(page.rows) if row[2] == "L-2")
    page.view.go_to(place)
    press(page.panel, "Leave it out")
    assert page.put.text() == "Change 1 price"
    page.put.click()
    settle(shop_desk, qtbot)
    assert (price(store, "L-1"), price(store, "L-2")) == (Decimal("80.9"), Decimal(128))  # 40.50 doubled
    store.undo()
    assert price(store, "L-1") == 128
    page.refresh()
    settle(shop_desk, qtbot)
    page.edit.click()
    press(page.part, "Remove the rule")
    settle(shop_desk, qtbot)
    assert (page.rows, page.edit.isEnabled()) == ([], False)


def test_the_journal_is_filtered(store: Store, shop_desk: Desk, qtbot: QtBot) -> None:
    store.do(add_price_rule, {"title": "Ware", "kind": "median"})
    page = show(store, shop_desk, qtbot, "prices")
    for number in ("L-1", "L-2"):
        page.view.go_to(next(n for n, row in enumerate(page.rows) if row[1] == number))
        press(page.panel, "Change the price…")
        page.part.form.type_in({"after": "119" if number == "L-1" else "130"})
        page.part.form.submit.click()
        settle(shop_desk, qtbot)
    shop_desk.show("listings", segment="price_journal", quick="lowered")
    settle(shop_desk, qtbot)
    window = page.window()
    journal = window.page.front
    assert isinstance(journal, PriceJournalList)
    assert [journal.grid.rows.row_id(n) is not None for n in range(journal.grid.rows.rowCount())] == [True]
