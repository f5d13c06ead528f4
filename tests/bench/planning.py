"""The stock plan of a large shop, against one reading of the same rows: 100,000 SKUs and three million moves."""

import sqlite3
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from tests.bench.measure import Costs, Figure, Place, in_turns, ratios, run_piece, typical

SKUS: Final = 100_000
MOVES: Final = 3_000_000
NOW: Final = 1_767_200_000
"""The last day of 2025."""
PIECES: Final = 1_000


def bench(place: Place) -> Iterator[Figure]:
    """Each round figures the plan and keeps it, in a fresh process on a warm file."""
    store = _store(place.folder)
    [rounds] = in_turns(place.runs, partial(run_piece, figure, store))
    peer = f"one reading of the moves, {typical(rounds, 'peer') * 1000:.0f} ms"
    for name in ("plan", "keep", "first page"):
        notes = {"ms": round(typical(rounds, name) * 1000)}
        measured = ratios([{"cpu": costs[name]} for costs in rounds], [{"cpu": costs["peer"]} for costs in rounds])
        yield Figure(f"stock plan: {name}", 5, "×", measured, peer, notes)


def figure(where: str) -> Costs:
    """CPU seconds of reading all moves, of figuring the plan, of keeping it, and of its first page."""
    from datetime import UTC, datetime

    from shopdesk.shop.planning.actions import keep_plan
    from shopdesk.shop.planning.plan import figure_plan
    from shopdesk.shop.planning.reports import REORDER_ROWS
    from shopdesk.store.rows import Query, fetch_ids, fetch_page
    from shopdesk.store.store import Store

    store, costs = Store.open(where), Costs()
    store._clock = lambda: datetime.fromtimestamp(NOW, UTC)  # the day on which the sample ends
    with store.read() as tx:
        begin = time.process_time()
        found = tx.connection.exec_driver_sql("SELECT sku_id, moved_at, quantity, document_id, reason FROM stock_move")
        while found.cursor.fetchmany(50_000):
            pass
        costs["peer"], begin = time.process_time() - begin, time.process_time()
        rows = figure_plan(tx)
        costs["plan"] = time.process_time() - begin
    begin = time.process_time()
    store.do(keep_plan, rows)
    costs["keep"], begin = time.process_time() - begin, time.process_time()
    with store.read() as tx:
        fetch_page(tx, REORDER_ROWS, fetch_ids(tx, REORDER_ROWS, Query(filters=(("why", "=below_point"),)))[:200])
    costs["first page"] = time.process_time() - begin
    store.close()
    return costs


def _store(folder: Path) -> Path:
    made = folder / f"{MOVES}-moves.shopdesk"
    if not made.exists():
        print(f"making a store of {MOVES:,} moves in {folder}", file=sys.stderr)
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f"{MOVES}-moves.draft"
        draft.unlink(missing_ok=True)
        run_piece(make_store, draft)
        draft.rename(made)
    return made


def make_store(where: str) -> Costs:
    """Deliveries every forty days and sales between them, written straight into the tables: what counts is reading."""
    from shopdesk.shop.opening import new_shop

    new_shop(where, name="Bench", currency="EUR", time_zone="Europe/Berlin").close()
    each, day = MOVES // SKUS, 86_400
    with sqlite3.connect(where) as raw:
        raw.execute("INSERT INTO product (product_id, title) SELECT value, 'Tea ' || value FROM " + _numbers(SKUS))
        raw.execute(
            "INSERT INTO sku (sku_id, product_id, code, state, cost) "
            f"SELECT value, value, 'SKU-' || value, 'active', 50000 + value % 900 * 100 FROM {_numbers(SKUS)}"
        )
        raw.execute(
            "INSERT INTO stock_move (sku_id, warehouse_id, quantity, reason, moved_at, booked_on, document_kind, "
            "document_id, change_id) SELECT 1 + value % :skus, 1, "
            "CASE WHEN value / :skus % 10 = 0 THEN (20 + value % 13) * 1000 ELSE -(1 + value * 7 % 4) * 1000 END, "
            "CASE WHEN value / :skus % 10 = 0 THEN 'receipt' ELSE 'sale' END, "
            ":now - (:each - value / :skus) * :gap - value % 977 * 60, "
            "date(:now - (:each - value / :skus) * :gap, 'unixepoch'), "
            "CASE WHEN value / :skus % 10 = 0 THEN 'receipt' ELSE 'order' END, value + 1, 1 "
            f"FROM {_numbers(MOVES, 0)}",
            {"skus": SKUS, "now": NOW, "each": each, "gap": 400 * day // each},
        )
        raw.execute(
            "INSERT INTO stock_level (sku_id, warehouse_id, on_hand) "
            "SELECT sku_id, 1, SUM(quantity) FROM stock_move GROUP BY sku_id"
        )
    raw.close()
    return {"moves": MOVES}


def _numbers(count: int, first: int = 1) -> str:
    """SQL: a table of `count` numbers from `first` on, as "value"."""
    counted = f"SELECT {first} UNION ALL SELECT value + 1 FROM n WHERE value < {first + count - 1}"
    return f"(WITH RECURSIVE n(value) AS ({counted}) SELECT value FROM n)"
