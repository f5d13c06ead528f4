"""The demo shop: the same from the same seed, of the size that the help promises, sound, and without a gap."""

from collections import Counter
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select
from tests.exchange.conftest import EVENING, FEW, demo_of_few
from tests.store.deeds import dump
from tests.stories.shop_invariants import assert_whole

from shopdesk.exchange.demo.build import DAYS, ORDERS, SEED
from shopdesk.exchange.demo.life import live
from shopdesk.exchange.demo.statements import advertising, statements
from shopdesk.exchange.demo.tables import taobao_refunds
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

TODAY = EVENING.date()
LISTS = {"orders": ORDER_ROWS, "stock": STOCK_ROWS, "moves": MOVE_ROWS, "journal": JOURNAL_ROWS, "imports": IMPORT_ROWS}
SPARE = 500
"""Rows of a list that are looked at; all of them would be half a million cells."""


def test_the_same_seed_makes_the_same_shop(small_demo: Store, tmp_path: Path) -> None:
    again = demo_of_few(tmp_path / "again.shopdesk")
    one, two = dump(small_demo), dump(again)
    again.close()
    for seen in (one, two):
        seen["setting"] = [row for row in seen["setting"] if row[1] != "store_id"]
    assert [name for name in one if one[name] != two[name]] == []
    assert live(SEED, TODAY, DAYS, 20).orders != live(SEED + 1, TODAY, DAYS, 20).orders


def test_a_life_has_three_channels_fourteen_months_twelve_thousand_orders() -> None:
    bought = live(SEED, TODAY, DAYS, ORDERS).orders
    by_channel = Counter(order.channel for order in bought)
    assert by_channel.keys() == {"taobao", "shopify", "douyin"}
    assert 11_000 <= len(bought) <= 13_000
    assert min(by_channel.values()) > 1_500
    assert {"completed", "refunded", "cancelled", "paid"} <= {order.state for order in bought} <= set(STATES)
    months = {f"{order.placed:%Y-%m}" for order in bought}
    assert (min(months), max(months), len(months)) == ("2025-09", "2026-11", 15)  # fourteen months of days, in fifteen


def test_the_shop_has_every_order_of_its_life_and_the_files_they_came_in(small_demo: Store) -> None:
    bought = live(SEED, TODAY, DAYS, FEW).orders
    with small_demo.read() as tx:
        orders = select(Channel.code, func.count()).join(SalesOrder, SalesOrder.channel_id == Channel.channel_id)
        stored = dict(tx.rows(orders.group_by(Channel.code)))
        months = [row.bucket for row in fetch_sales(tx, By.MONTH)]
        files = tx.scalar(select(func.count()).select_from(ImportFile))
    assert stored == Counter(order.channel for order in bought)
    assert months == sorted({f"{order.placed:%Y-%m}" for order in bought})
    lists = {(f"{order.placed:%Y-%m}", order.channel) for order in bought}
    quarters = *statements(bought, TODAY), *advertising(bought, TODAY, Random(SEED))
    of_taobao = [[order for order in bought if (f"{order.placed:%Y-%m}", order.channel) == one] for one in lists
                 if one[1] == "taobao"]  # fmt: skip
    refunds = sum(bool(list(taobao_refunds(month))) for month in of_taobao)
    musty = 1
    assert files == len(lists) + len(of_taobao) + refunds + musty + len(quarters), "Taobao has lists of goods as well"


def test_the_demo_is_sound_and_its_profit_adds_up(small_demo: Store) -> None:
    assert_whole(small_demo)


def test_no_report_of_the_demo_is_empty(small_demo: Store) -> None:
    with small_demo.read() as tx:
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
    assert {"completed", "refunded", "cancelled"} <= states <= set(STATES)


@pytest.mark.parametrize("name", LISTS)
def test_lists_of_the_demo_hold_words_a_person_can_read(small_demo: Store, name: str) -> None:
    with small_demo.read() as tx:
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
