"""A promotion over every basket of Online Retail, against a plain scan of the rows of its orders."""

import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from tests.bench.importing import import_into
from tests.bench.measure import Costs, Figure, Place, in_turns, ratios, run_piece, typical

PLANS: Final = {"every_full": "50-5", "percent_off": "-10%", "buy_get": "2pc+1"}
"""Kind → tiers: of whole orders, of items, and one that looks at sets."""
GOALS: Final = {"every_full": 5, "percent_off": 5, "buy_get": 15}
"""Sets are left to the price engine, basket by basket."""
ATTRIBUTED: Final = 20
"""Every order goes through the price engine, with what it shows of its discount."""


def bench(place: Place) -> Iterator[Figure]:
    """Each round replays each plan over all years, in a fresh process on a warm file."""
    store = _store(place)
    [rounds] = in_turns(place.runs, partial(run_piece, replay_all, store))
    peer = f"one scan of the lines with their orders, {typical(rounds, 'peer') * 1000:.0f} ms"
    for kind, tiers in PLANS.items():
        notes = {"ms": round(typical(rounds, kind) * 1000)}
        measured = ratios([{"cpu": costs[kind]} for costs in rounds], [{"cpu": costs["peer"]} for costs in rounds])
        yield Figure(f"replay of {tiers} over all baskets", GOALS[kind], "×", measured, peer, notes)
    notes = {"ms": round(typical(rounds, "attribute") * 1000), "orders": round(typical(rounds, "orders"))}
    measured = ratios([{"cpu": costs["attribute"]} for costs in rounds], [{"cpu": costs["peer"]} for costs in rounds])
    yield Figure("promotions that all orders had", ATTRIBUTED, "×", measured, peer, notes)


def replay_all(where: str) -> Costs:
    """CPU seconds of a scan of all lines, of each replay, and of finding what each order had."""
    from datetime import UTC, date, datetime

    from shopdesk.shop.promotions.actions import add_promotion, remove_promotion
    from shopdesk.shop.promotions.replay import replay
    from shopdesk.shop.promotions.uses import find_uses
    from shopdesk.store.store import Store

    store, costs = Store.open(where), Costs()
    start = datetime(2012, 1, 1, tzinfo=UTC)
    plans = {
        kind: store.do(add_promotion, {"title": kind, "kind": kind, "tiers": tiers, "starts_at": start}).value
        for kind, tiers in PLANS.items()
    }
    with store.read() as tx:
        begin = time.process_time()
        found = tx.connection.exec_driver_sql(
            "SELECT o.order_id, placed_at, channel_id, sku_id, quantity, unit_price FROM sales_order o "
            "JOIN order_line l ON l.order_id = o.order_id WHERE sold_on IS NOT NULL ORDER BY o.order_id"
        )
        while found.cursor.fetchmany(50_000):
            pass
        costs["peer"] = time.process_time() - begin
        for kind, plan in plans.items():
            begin = time.process_time()
            replay(tx, plan, date(2009, 1, 1), date(2030, 1, 1))
            costs[kind] = time.process_time() - begin
    start = datetime(2009, 1, 1, tzinfo=UTC)
    running = [
        store.do(add_promotion, {"title": kind, "kind": kind, "tiers": tiers, "starts_at": start}).value
        for kind, tiers in (("once_full", "50-5;100-12"), ("free_shipping", "50"))
    ]
    with store.read() as tx:
        begin = time.process_time()
        costs["orders"] = len(find_uses(tx))
        costs["attribute"] = time.process_time() - begin
    for one in running:
        store.do(remove_promotion, one)
    store.close()
    return costs


def _store(place: Place) -> Path:
    made = place.folder / "retail.shopdesk"
    if not made.exists():
        print(f"importing {place.workbook.name} into {place.folder}", file=sys.stderr)
        place.folder.mkdir(parents=True, exist_ok=True)
        run_piece(import_into, place.workbook, made)
    return made
