"""The counter that files come in over in tests: tables without a file, and all that a person can see of a store."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Text, func, select, type_coerce

from shopdesk.exchange.demo.tables import Memory
from shopdesk.exchange.imports import Choices, plan_file, read_as, run_import
from shopdesk.exchange.load.take_back import take_back
from shopdesk.exchange.mending import NO_MENDS, Mends
from shopdesk.exchange.stage.staged import Staged
from shopdesk.shop.catalog.actions import find_sku
from shopdesk.shop.orders.refunds import REFUND_ROWS
from shopdesk.shop.orders.reports import ORDER_ROWS, By, OrderDetail, fetch_sales, find_order
from shopdesk.shop.profit.reports import fetch_months, fetch_profit
from shopdesk.shop.stock.levels import on_hand
from shopdesk.shop.stock.reports import STOCK_ROWS, fetch_stock
from shopdesk.store.check import check_store
from shopdesk.store.rows import Query, RowSource, fetch_ids, fetch_page
from shopdesk.store.store import Store
from shopdesk.store.tables import Account, JournalEntry, Posting, SalesOrder, StockLevel, StockMove
from shopdesk.store.tx import Tx

D = Decimal
TEMPLATE = ("order_no", "state", "placed_at", "paid_at", "shipped_at", "completed_at", "sku", "title", "quantity",
            "unit_price", "order_discount", "shipping", "refund_amount", "customer_no")  # fmt: skip
"""The keys of our own order template, as its header may say them."""


def table(header: str | Sequence[str], *rows: str | Sequence[object], name: str = "orders.csv") -> Memory:
    """A table that no file holds: `header` and rows as sequences of cells, or as one text with commas."""
    return Memory(name, _cells(header), [_cells(row) for row in rows])


def _cells(row: str | Sequence[object]) -> list[str]:
    return row.split(",") if isinstance(row, str) else ["" if cell is None else str(cell) for cell in row]


def orders(*rows: Mapping[str, object], name: str = "orders.csv") -> Memory:
    """A table in our own template; each row says what it has."""
    return table(TEMPLATE, *([row.get(key, "") for key in TEMPLATE] for row in rows), name=name)


def read(store: Store, what: Memory, choices: Choices | None = None, mends: Mends = NO_MENDS) -> Staged:
    """The dry run of a table."""
    said = choices or Choices()
    return read_as(store, what, plan_file(store, what, said), mends=mends, rates=said.rates)


def take_in(store: Store, what: Memory, choices: Choices | None = None, *, good_rows: bool = False) -> int:
    """Import a table; returns the import_id."""
    return run_import(store, read(store, what, choices), good_rows=good_rows)


def give_back(store: Store, import_id: int) -> None:
    """Take an import back."""
    store.do(take_back, import_id)


def order(store: Store, number: str) -> OrderDetail:
    """Everything that hangs on the order of that number."""
    with store.read() as tx:
        found = find_order(tx, tx.scalar(select(SalesOrder.order_id).where(SalesOrder.order_no == number)))
    assert found is not None
    return found


def lines(store: Store, number: str) -> list[tuple[Any, ...]]:
    """Lines of an order: kind, SKU, pieces, discount, amount."""
    return [(line.kind, line.sku, line.quantity, line.discount, line.amount) for line in order(store, number).lines]


def moves(store: Store, number: str) -> list[tuple[str, str, Decimal]]:
    """Moves of an order: SKU, reason, pieces."""
    return [(move.code, move.reason, move.quantity) for move in order(store, number).moves]


def money(store: Store, number: str) -> dict[str, Decimal]:
    """The amounts of an order that are not zero; they must add up."""
    row = order(store, number).order
    assert row.goods - row.discount + row.shipping + row.charge + row.tax == row.total
    names = ("goods", "discount", "shipping", "charge", "tax", "total", "refunded")
    return {name: getattr(row, name) for name in names if getattr(row, name)}


def balances(store: Store, month: str = "") -> dict[str, Decimal]:
    """Account code → balance (debit above zero), of a month or of all; zeros are left out."""
    with store.read() as tx:
        return _balances(tx, month)


def _balances(tx: Tx, month: str = "") -> dict[str, Decimal]:
    wanted = (
        select(Account.code, func.sum(Posting.amount).label("amount"))
        .join(Posting, Posting.account_id == Account.account_id)
        .join(JournalEntry, JournalEntry.entry_id == Posting.entry_id)
        .where(type_coerce(JournalEntry.entry_on, Text()).startswith(month))
        .group_by(Account.code)
    )
    return {row.code: row.amount for row in tx.rows(wanted) if row.amount}


def stock(store: Store) -> dict[str, Decimal]:
    """SKU → pieces on hand, for SKUs that are in the list."""
    with store.read() as tx:
        return {row.sku: row.on_hand for row in fetch_stock(tx)}


def sku(store: Store, code: str) -> int:
    """The SKU with that code."""
    with store.read() as tx:
        return find_sku(tx, code)


def level_at(store: Store, code: str, day: date) -> Decimal:
    """Pieces on hand at the end of a day of the shop."""
    with store.read() as tx:
        moved = tx.scalar(
            select(func.sum(StockMove.quantity)).where(
                StockMove.sku_id == find_sku(tx, code), StockMove.booked_on <= day
            )
        )
    return D(moved or 0)


TELLING = (By.DAY, By.MONTH, By.CHANNEL, By.SKU)
"""Breakdowns that differ where any does: weeks add up days, quarters and years add up what months do."""


def views(store: Store) -> dict[str, Any]:
    """Every list, level, balance and report as a person sees it; nothing of how it came about."""
    with store.read() as tx:
        seen: dict[str, Any] = {
            "orders": _rows(tx, ORDER_ROWS),
            "refunds": _rows(tx, REFUND_ROWS),
            "stock": _rows(tx, STOCK_ROWS),
            "stock report": fetch_stock(tx),
            "levels": {(r.sku_id, r.warehouse_id): r.on_hand for r in tx.rows(_LEVELS) if r.on_hand},
            "balances": _balances(tx),
            "by month": {month: found for month in _months(tx) if (found := _balances(tx, month))},
            "channels": dict(fetch_months(tx)),
        }
        for by in TELLING:
            sales = {row.bucket: row for row in fetch_sales(tx, by)}
            seen[f"sales by {by}"] = {bucket: row for bucket, row in sales.items() if any(_figures(row))}
            seen[f"profit by {by}"] = fetch_profit(tx, by)
        seen["on hand"] = {code: on_hand(tx, find_sku(tx, code)) for code in (row.sku for row in fetch_stock(tx))}
    return seen


_LEVELS = select(StockLevel.sku_id, StockLevel.warehouse_id, StockLevel.on_hand)


def _rows(tx: Tx, source: RowSource) -> list[tuple[Any, ...]]:
    """A list as shown, without the numbers of imports."""
    shown = [place for place, column in enumerate(source.sheet.columns) if column.key != "import_id"]
    found = fetch_page(tx, source, list(fetch_ids(tx, source, Query())))
    return sorted((tuple(row[place] for place in shown) for row in found), key=repr)


def _months(tx: Tx) -> list[str]:
    return sorted({day.isoformat()[:7] for day in tx.scalars(select(JournalEntry.entry_on).distinct())})


def _figures(row: Any) -> list[Any]:
    return [row.orders, row.units, row.gross_sales, row.refunds, row.adjustments, row.charges]


def assert_sound(store: Store) -> None:
    """No fault of any kind, by a short search; notices are no faults."""
    with store.read() as tx:
        found = [finding for finding in check_store(tx, deep=False) if not finding.notice]
    assert found == []
