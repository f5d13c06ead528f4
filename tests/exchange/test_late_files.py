"""Receipts and counts of an earlier day: the dry run says what of what is there already they would change."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.exchange.conftest import NOW
from tests.exchange.counter import D, read, sku, table
from tests.shop.way import stocked

from shopdesk.exchange.stage import late
from shopdesk.exchange.stage.late import told_late
from shopdesk.shop.ledger.actions import close_period
from shopdesk.shop.stock.actions import CountLine, adjust_stock, count_stock
from shopdesk.shop.stock.rules import MoveReason
from shopdesk.store.store import Store

EARLIER = "Rows of an earlier day change what is there already."


@pytest.fixture
def shop(store: Store) -> Store:
    """Ten teas at 4 came on 2 January; three were broken in February, seven counted in March."""
    stocked(store)
    tea, broken = sku(store, "TEA-1"), datetime(2026, 2, 1, tzinfo=UTC)
    store.do(adjust_stock, tea, D(-3), MoveReason.WRITE_OFF, "broken", moved_at=broken)
    store.do(count_stock, [CountLine(tea, D(7))], counted_at=NOW - timedelta(days=5))
    return store


def told(store: Store, header: str, *rows: str) -> list[str]:
    staged = read(store, table(header, *rows, name="late.csv"))
    with store.read() as tx:
        return told_late(tx, staged)


RECEIPT, COUNT = "SKU,Qty received,Unit cost,Received", "SKU,Counted,Counted at"


def test_a_receipt_of_an_earlier_day_says_what_it_would_change(shop: Store) -> None:
    said = told(shop, RECEIPT, "TEA-1,5,9,2026-01-10 09:00", "CUP-1,1,2,2026-03-20 11:00")
    assert said == [
        EARLIER, "1 later count finds another difference.", "1 later move is worth something else."
    ]  # fmt: skip
    assert told(shop, RECEIPT, "CUP-1,1,2,2026-03-20 11:00") == []
    assert told(shop, RECEIPT, "TEA-1,5,9,") == []  # now: nothing is later


def test_a_count_of_an_earlier_day_says_what_it_would_change(shop: Store) -> None:
    said = told(shop, COUNT, "TEA-1,2,2026-01-20 09:00")
    assert said[0] == EARLIER
    assert "1 later count finds another difference." in said
    assert told(shop, COUNT, "TEA-1,10,2026-01-20 09:00") == []  # as many as there were
    assert told(shop, COUNT, "CUP-1,1,2026-03-20 11:00") == []


def test_of_many_rows_the_first_are_looked_at(shop: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(late, "MOST", 1)
    said = told(shop, RECEIPT, "TEA-1,5,9,2026-01-10 09:00", "CUP-1,1,2,2026-01-10 09:00")
    assert said[0] == "Rows of an earlier day change what is there already; of the first 1:"


def test_closed_books_are_named(shop: Store) -> None:
    shop.do(close_period, date(2026, 1, 31))
    said = told(shop, RECEIPT, "TEA-1,5,9,2026-01-10 09:00")
    assert said[1] == "The books are closed through 2026-01-31: they refuse a move of that day."
