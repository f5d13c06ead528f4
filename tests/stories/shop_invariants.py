"""What holds in every shop at every moment, asked in plain SQL beside the reports."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import text
from tests.exchange.counter import TELLING

from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.orders.reports import By, fetch_sales
from shopdesk.shop.profit.figures import SUMMED, total
from shopdesk.shop.profit.reports import fetch_profit
from shopdesk.store.check import check_store
from shopdesk.store.store import Store
from shopdesk.store.tx import Tx

COINS, PIECES = Decimal(10_000), Decimal(1_000)

_MOVED = """
    SELECT s.code, SUM(m.quantity) AS pieces FROM stock_move m JOIN sku s ON s.sku_id = m.sku_id
    WHERE m.document_kind <> 'count' GROUP BY s.code HAVING SUM(m.quantity) <> 0
"""
_HELD = """
    SELECT l.count_line_id FROM stock_count_line l JOIN stock_count c ON c.count_id = l.count_id
    WHERE l.count_line_id = (SELECT MAX(l2.count_line_id) FROM stock_count_line l2 JOIN stock_count c2
            ON l2.count_id = c2.count_id
            WHERE l2.sku_id = l.sku_id AND l2.counted_at = l.counted_at AND c2.warehouse_id = c.warehouse_id)
        AND l.counted <> (SELECT COALESCE(SUM(m.quantity), 0) FROM stock_move m
            WHERE m.sku_id = l.sku_id AND m.warehouse_id = c.warehouse_id AND m.moved_at <= l.counted_at)
"""
_STRAY = """
    SELECT m.move_id FROM stock_move m WHERE m.document_kind = 'count' AND m.reverses_id IS NULL
        AND NOT EXISTS (SELECT 1 FROM stock_move r WHERE r.reverses_id = m.move_id)
        AND NOT EXISTS (SELECT 1 FROM stock_count c WHERE c.count_id = m.document_id)
"""
_BOOKS = """
    SELECT a.kind, a.code, SUM(p.amount) AS amount FROM posting p JOIN account a ON a.account_id = p.account_id
    JOIN journal_entry e ON e.entry_id = p.entry_id WHERE e.entry_on >= :since AND e.entry_on <= :until
    GROUP BY a.kind, a.code
"""


_OF_ORDERS = """
    SELECT COALESCE(SUM(p.amount), 0) FROM posting p JOIN account a ON a.account_id = p.account_id
    JOIN journal_entry e ON e.entry_id = p.entry_id
    WHERE e.document_kind = 'order' AND (a.kind = 'income' OR a.code = :lost)
"""


def balances(tx: Tx, since: str = "0001-01-01", until: str = "9999-12-31") -> dict[tuple[str, str], Decimal]:
    """(kind, code) of an account → what it was debited from one day to another; zeros are left out."""
    found = tx.rows(text(_BOOKS), {"since": since, "until": until})
    return {(row.kind, row.code): Decimal(row.amount) / COINS for row in found if row.amount}


def moved(tx: Tx) -> dict[str, Decimal]:
    """SKU → pieces that moved but by counts; zeros are left out."""
    made: dict[str, Decimal] = {}
    for row in tx.rows(text(_MOVED)):
        made[row.code] = Decimal(row.pieces) / PIECES
    return made


def closed_figures(tx: Tx, through: date) -> Any:
    """Every figure of the closed days: accounts, sales however broken down, and profit but by SKU.

    A cost that is told late is no figure of a closed day, but what of it a SKU bears is read with the cost.
    """
    sales = {by: fetch_sales(tx, by, None, through) for by in TELLING}
    profit = {by: fetch_profit(tx, by, None, through) for by in TELLING if by is not By.SKU}
    return balances(tx, until=through.isoformat()), sales, profit


def assert_whole(store: Store) -> None:
    """Every invariant that needs no model."""
    with store.read() as tx:
        assert [found for found in check_store(tx, deep=False) if not found.notice] == []
        assert (
            tx.scalar(text("SELECT COUNT(*) FROM (SELECT 1 FROM posting GROUP BY entry_id HAVING SUM(amount) <> 0) x"))
            == 0
        )
        assert list(tx.rows(text(_HELD))) == [], "a count no longer says what was on hand at its moment"
        assert list(tx.rows(text(_STRAY))) == [], "a count is gone, its difference is not"
        books = balances(tx)
        assert sum(books.values()) == 0
        worth = tx.scalar(text("SELECT COALESCE(SUM(value), 0) FROM move_value"))
        assert books.get(("asset", Role.INVENTORY.value), 0) == Decimal(worth) / COINS
        _assert_profit(tx, books)


def _assert_profit(tx: Tx, books: Mapping[tuple[str, str], Decimal]) -> None:
    """However profit is broken down it comes to the same, and to what the accounts say."""
    whole = {by: total(fetch_profit(tx, by).values()) for by in (By.MONTH, By.CHANNEL, By.SKU)}
    for name in SUMMED:
        said = {by: getattr(figures, name) for by, figures in whole.items() if (by, name) != (By.SKU, "orders")}
        assert len(set(said.values())) == 1, (name, said)
    figures = whole[By.MONTH]
    by_books = -sum(amount for (kind, _code), amount in books.items() if kind in {"income", "expense"})
    assert figures.profit + figures.unknown_sales == by_books
    assert _net_sales(books) == figures.net_sales
    of_orders = -Decimal(tx.scalar(text(_OF_ORDERS), {"lost": Role.BAD_DEBT.value})) / COINS
    assert sum((row.net_sales for row in fetch_sales(tx)), Decimal(0)) == of_orders, "sales are what orders brought"


def _net_sales(books: Mapping[tuple[str, str], Decimal]) -> Decimal:
    """All income, and what bad debts took of it."""
    told = (a for (kind, code), a in books.items() if kind == "income" or code == Role.BAD_DEBT.value)
    return -sum(told, Decimal(0))
