"""Promotions against plain scans: over every basket of Online Retail, and pre-flights among 2,000 other promotions."""

import random
import shutil
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.bench.importing import import_into
from tests.bench.measure import Costs, Figure, Place, in_turns, ratios, run_piece, typical

if TYPE_CHECKING:
    from shopdesk.store.tx import Tx

PLANS: Final = {"every_full": "50-5", "percent_off": "-10%", "buy_get": "2pc+1"}
"""Kind → tiers: of whole orders, of items, and one that looks at sets."""
GOALS: Final = {"every_full": 5, "percent_off": 5, "buy_get": 15}
"""Sets are left to the price engine, basket by basket."""
ATTRIBUTED: Final = 20
"""Every order goes through the price engine, with what it shows of its discount."""
MANY: Final = 2_000
"""Other promotions of a year, no two alike but by chance."""
KINDS: Final = (
    ("percent_off", "-{}%"),
    ("amount_off", "-{}"),
    ("every_full", "200-{}"),
    ("once_full", "300-{};600-90"),
)
CHECKED: Final = {"endless": "a pre-flight without an end among 2,000", "week": "one of a week among 2,000"}
PRE_FLIGHT: Final = 10
"""Scans that a pre-flight may cost, whatever else runs: it says what it did not try."""


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
    [checked] = in_turns(place.runs, partial(run_piece, check_among_many, _planned(store)))
    peer = f"one scan of the lines with their orders, {typical(checked, 'peer') * 1000:.0f} ms"
    for name, what in CHECKED.items():
        notes = {"ms": round(typical(checked, name) * 1000)}
        measured = ratios([{"cpu": costs[name]} for costs in checked], [{"cpu": costs["peer"]} for costs in checked])
        yield Figure(what, PRE_FLIGHT, "×", measured, peer, notes)


def replay_all(where: str) -> Costs:
    """CPU seconds of a scan of all lines, of each replay, and of finding what each order had."""
    from datetime import UTC, date, datetime

    from shopdesk.shop.promotions.actions import add_promotion, remove_promotion
    from shopdesk.shop.promotions.outcome.replay import replay
    from shopdesk.shop.promotions.outcome.uses import find_uses
    from shopdesk.store.store import Store

    store, costs = Store.open(where), Costs()
    start = datetime(2012, 1, 1, tzinfo=UTC)
    plans = {
        kind: store.do(add_promotion, {"title": kind, "kind": kind, "tiers": tiers, "starts_at": start}).value
        for kind, tiers in PLANS.items()
    }
    with store.read() as tx:
        begin = time.process_time()
        _scan(tx)
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


def check_among_many(where: str) -> Costs:
    """CPU seconds of a scan of all lines, and of two pre-flights in a year that is full of promotions."""
    from sqlalchemy import select

    from shopdesk.shop.promotions.preflight.certificate import check_promotion
    from shopdesk.store.store import Store
    from shopdesk.store.tables import Promotion

    store, costs = Store.open(where), Costs()
    with store.read() as tx:
        begin = time.process_time()
        _scan(tx)
        costs["peer"] = time.process_time() - begin
        for name in CHECKED:
            promotion_id = tx.scalar(select(Promotion.promotion_id).where(Promotion.title == name))
            begin = time.process_time()
            check_promotion(tx, promotion_id)
            costs[name] = time.process_time() - begin
    store.close()
    return costs


def plan_year(where: str) -> Costs:
    """Plan many promotions of a year, and among them the two that are checked."""
    from datetime import UTC, datetime, timedelta

    from shopdesk.shop.promotions.actions import add_promotion
    from shopdesk.store.store import Store

    store, dice = Store.open(where), random.Random(7)
    first = datetime(2011, 12, 10, tzinfo=UTC)

    def plan(title: str, kind: str, tiers: str, day: int, days: int | None) -> None:
        starts = first + timedelta(day)
        ends = None if days is None else starts + timedelta(days)
        store.do(add_promotion, {"title": title, "kind": kind, "tiers": tiers, "starts_at": starts, "ends_at": ends})

    for number in range(MANY):
        kind, words = dice.choice(KINDS)
        plan(f"P{number}", kind, words.format(dice.randrange(2, 60)), dice.randrange(365), dice.randrange(1, 20))
    plan("endless", "percent_off", "-10%", 1, None)
    plan("week", "percent_off", "-10%", 100, 7)
    store.close()
    return {}


def _scan(tx: "Tx") -> None:
    found = tx.connection.exec_driver_sql(
        "SELECT o.order_id, placed_at, channel_id, sku_id, quantity, unit_price FROM sales_order o "
        "JOIN order_line l ON l.order_id = o.order_id WHERE sold_on IS NOT NULL ORDER BY o.order_id"
    )
    while found.cursor.fetchmany(50_000):
        pass


def _planned(store: Path) -> Path:
    made = store.with_name("planned.shopdesk")
    if not made.exists():
        print(f"planning {MANY} promotions in {store.parent}", file=sys.stderr)
        shutil.copy(store, made)
        run_piece(plan_year, made)
    return made


def _store(place: Place) -> Path:
    made = place.folder / "retail.shopdesk"
    if not made.exists():
        print(f"importing {place.workbook.name} into {place.folder}", file=sys.stderr)
        place.folder.mkdir(parents=True, exist_ok=True)
        run_piece(import_into, place.workbook, made)
    return made
