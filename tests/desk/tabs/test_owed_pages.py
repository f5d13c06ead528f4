"""Sales tax and other currencies on screen: a rate is typed in, a month is booked, a missing rate is said."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from tests.desk.tabs.tea_shop import click, open_on, settle, write
from tests.shop.test_currencies import hold
from tests.shop.till import Item, Ticket, ring_up

from shopdesk.desk.desk import Desk
from shopdesk.desk.doors import Message
from shopdesk.desk.tabs.books import BooksTab
from shopdesk.shop.ledger.actions import set_rate
from shopdesk.shop.tax.actions import add_tax_rule
from shopdesk.shop.tax.reports import fetch_rules
from shopdesk.store.store import Store


@pytest.fixture
def tab(shop_desk: Desk, store: Store, qtbot: QtBot) -> BooksTab:
    """The books of October, in which one cup was sold for 113, and a hundred dollars came in."""
    store._clock = lambda: datetime(2026, 11, 22, 4, tzinfo=UTC)
    store.do(ring_up, [Ticket("S-1", date(2026, 10, 9), [Item("CUP-11", 1, Decimal(113))], "shopify")])
    store.do(hold, date(2026, 10, 12), 100, "7")
    window = open_on("books", shop_desk, store, qtbot)
    assert isinstance(window.page, BooksTab)
    return window.page


def come(tab: BooksTab, desk: Desk, qtbot: QtBot, segment: str) -> None:
    tab.show_place(segment=segment, month="2026-10")
    settle(desk, qtbot)


def field(form: QWidget, name: str) -> QLineEdit:
    return next(made for made in form.findChildren(QLineEdit) if made.accessibleName() == name)


def test_a_rate_is_typed_in_and_a_month_is_booked_once(
    tab: BooksTab, store: Store, shop_desk: Desk, qtbot: QtBot, told: list[Message]
) -> None:
    come(tab, shop_desk, qtbot, "tax_rates")
    tab.views.tax_rates.add()
    form = tab.views.tax_rates.form.form
    for name, text in (("Name", "Standard"), ("Per cent", "13%"), ("From day", "2026-01-01")):
        write(field(form, name), text)
    click(form.submit)
    settle(shop_desk, qtbot)
    with store.read() as tx:
        [rule] = fetch_rules(tx)
    assert (rule.title, rule.rate, rule.is_inclusive) == ("Standard", 1_300_000_000, True)
    come(tab, shop_desk, qtbot, "tax")
    page = tab.views.tax
    by_channel = {row["channel"]: row for row in map(dict, (page.values(n) for n in range(page.grid.rows.rowCount())))}
    assert by_channel["Shopify"]["tax"] == 13
    assert page.book.isVisible()
    click(page.book)
    settle(shop_desk, qtbot)
    click(page.book)
    settle(shop_desk, qtbot)
    assert "more of tax" in told[-2].text
    assert told[-1].text == "Nothing was missing."


def test_a_month_that_is_not_over_offers_nothing(tab: BooksTab, shop_desk: Desk, qtbot: QtBot) -> None:
    tab.show_place(segment="tax", month="2026-11")
    settle(shop_desk, qtbot)
    assert not tab.views.tax.book.isVisible()


def test_other_currencies_say_what_is_missing_and_are_booked(
    tab: BooksTab, store: Store, shop_desk: Desk, qtbot: QtBot, told: list[Message]
) -> None:
    come(tab, shop_desk, qtbot, "currencies")
    page = tab.views.currencies
    row: dict[str, Any] = dict(page.values(0))
    assert (row["currency"], row["own"], row["amount"], row["rate"]) == ("USD", 100, 700, None)
    click(page.book)
    settle(shop_desk, qtbot)
    assert "no rate of USD" in told[-1].text
    store.do(set_rate, "USD", date(2026, 10, 31), Decimal("7.3"))
    settle(shop_desk, qtbot)
    click(page.book)
    settle(shop_desk, qtbot)
    assert told[-1].text == "Booked: a gain of 30.00."
    assert page.values(0)["difference"] == 0
    assert "0.00 on what was paid, 30.00 by the rates" in page.gains.text()


def test_a_rate_is_edited_in_its_cell_and_removed(tab: BooksTab, store: Store, shop_desk: Desk, qtbot: QtBot) -> None:
    number = store.do(
        add_tax_rule, {"title": "A", "rate": Decimal("0.1"), "way": "inclusive", "since": date(2026, 1, 1)}
    ).value
    come(tab, shop_desk, qtbot, "tax_rates")
    listed = tab.views.tax_rates
    listed._edit([(number, "rate", "6%"), (number, "way", "exclusive")])
    settle(shop_desk, qtbot)
    with store.read() as tx:
        [rule] = fetch_rules(tx)
    assert (rule.rate, rule.is_inclusive) == (600_000_000, False)
    listed.grid.go_to(number)
    settle(shop_desk, qtbot)
    listed.panel.remove_wanted.emit(number)
    settle(shop_desk, qtbot)
    with store.read() as tx:
        assert fetch_rules(tx) == []
