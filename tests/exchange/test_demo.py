"""The demo shop: the same from the same seed, of the size that the help promises, sound, and without a gap."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from tests.store.deeds import dump
from tests.stories.shop_invariants import assert_whole

from shopdesk.exchange.demo import build_demo
from shopdesk.exchange.demo.life import live
from shopdesk.shop.history import IMPORT_ROWS, fetch_changes
from shopdesk.shop.ledger.reports import JOURNAL_ROWS
from shopdesk.shop.orders.reports import ORDER_ROWS, By, fetch_sales
from shopdesk.shop.orders.sheets import STATES
from shopdesk.shop.profit.build import build_book
from shopdesk.shop.profit.reports import fetch_profit, fetch_skus, months_with_sales
from shopdesk.shop.profit.scope import Scope
from shopdesk.shop.stock.reports import MOVE_ROWS, STOCK_ROWS, fetch_stock
from shopdesk.store.rows import Query, RowSource, fetch_ids, fetch_page
from shopdesk.store.store import Store
from shopdesk.store.tables import Channel, ImportFile, OrderLine, SalesOrder

TODAY = date(2026, 3, 20)
LISTS = {"orders": ORDER_ROWS, "stock": STOCK_ROWS, "moves": MOVE_ROWS, "journal": JOURNAL_ROWS, "imports": IMPORT_ROWS}
SPARE = 500
"""Rows of a list that are looked at; all of them would be half a million cells."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The whole demo shop; nobody writes into it."""
    store = build_demo(tmp_path_factory.mktemp("demo") / "demo.shopdesk", today=TODAY)
    yield store
    store.close()


def test_the_same_seed_makes_the_same_shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shopdesk.store.store.now_utc", lambda: datetime(2026, 3, 20, 4, tzinfo=UTC))
    dumps = []
    for name, seed in (("one", 7), ("two", 7)):
        store = build_demo(tmp_path / f"{name}.shopdesk", seed=seed, orders=100, today=TODAY)
        seen = dump(store)
        seen["setting"] = [row for row in seen["setting"] if row[1] != "store_id"]
        dumps.append(seen)
        store.close()
    one, two = dumps
    assert [name for name in one if one[name] != two[name]] == []
    assert len(one["sales_order"]) > 80
    assert live(7, TODAY, 425, 20).orders != live(8, TODAY, 425, 20).orders


def test_three_channels_fourteen_months_twelve_thousand_orders(demo: Store) -> None:
    with demo.read() as tx:
        orders = select(Channel.title, func.count().label("orders")).join(
            SalesOrder, SalesOrder.channel_id == Channel.channel_id
        )
        by_channel = {row.title: row.orders for row in tx.rows(orders.group_by(Channel.title))}
        months = [row.bucket for row in fetch_sales(tx, By.MONTH)]
        files = tx.scalar(select(func.count()).select_from(ImportFile))
    assert by_channel.keys() == {"Taobao", "Shopify", "Douyin"}
    assert 11_000 <= sum(by_channel.values()) <= 13_000
    assert min(by_channel.values()) > 1_500
    assert (months[0], months[-1], len(months)) == ("2025-01", "2026-03", 15)  # fourteen whole months' days, in fifteen
    lists, money = 15 * 5, 5 * 5
    assert files == lists + money, "a month has five lists, three of Taobao; a quarter three statements and two of ads"


def test_the_demo_is_sound_and_its_profit_adds_up(demo: Store) -> None:
    assert_whole(demo)


def test_no_report_of_the_demo_is_empty(demo: Store) -> None:
    with demo.read() as tx:
        for by in (By.MONTH, By.CHANNEL, By.SKU):
            assert any(row.net_sales for row in fetch_sales(tx, by)), by
            assert any(figures.profit for figures in fetch_profit(tx, by).values()), by
        first, last = months_with_sales(tx) or ("", "")
        book = build_book(tx, first, last)
        assert all((book.months, book.accounts, book.skus, list(book.ledger)))
        assert any(row.value for row in fetch_stock(tx))
        states = set(tx.scalars(select(SalesOrder.state).distinct()))
        known = [row for row in fetch_skus(tx, Scope()) if row.code and row.figures.cogs]
        assert len(known) > 20
        assert all(row.figures.profit > Decimal(-100_000) for row in known)
    assert {"completed", "refunded", "cancelled", "paid"} <= states <= set(STATES)


@pytest.mark.parametrize("name", LISTS)
def test_lists_of_the_demo_hold_words_a_person_can_read(demo: Store, name: str) -> None:
    with demo.read() as tx:
        rows = sample(tx, LISTS[name])
        titles = [change.title for change in fetch_changes(tx)]
        nameless = tx.scalar(
            select(func.count()).select_from(OrderLine).where(OrderLine.sku_id.is_(None), OrderLine.kind == "product")
        )
    assert rows
    assert nameless == 0, "each line knows its product"
    assert [words for words in said(rows) + titles if is_raw(words)] == []


def sample(tx: Any, source: RowSource) -> list[tuple[Any, ...]]:
    """Rows from all over a list."""
    ids = fetch_ids(tx, source, Query())
    step = max(len(ids) // SPARE, 1)
    return fetch_page(tx, source, list(ids)[::step])


def said(rows: list[tuple[Any, ...]]) -> list[str]:
    return [cell for row in rows for cell in row if isinstance(cell, str)]


def is_raw(words: str) -> bool:
    """Whether a place-holder was left unfilled, or stands for what nobody knew."""
    return any(sign in words.casefold() for sign in ("{", "}", "unknown", "none", "null", "???", "\ufffd"))
