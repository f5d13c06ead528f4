"""The funnel of 100,000 listings over some days, against a plain scan of what is read of them."""

import random
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from tests.bench.measure import Costs, Figure, Place, in_turns, ratios, run_piece, typical

LISTINGS: Final = 100_000
DAYS: Final = 5
LAST: Final = date(2026, 11, 20)
FIRST: Final = LAST - timedelta(DAYS - 1)
GOAL: Final = 8


def bench(place: Place) -> Iterator[Figure]:
    """Each round reads the funnel in a fresh process on a warm file."""
    where = place.folder / "funnel.shopdesk"
    if not where.exists():
        print(f"making {LISTINGS * DAYS} days of traffic in {place.folder}", file=sys.stderr)
        place.folder.mkdir(parents=True, exist_ok=True)
        run_piece(fill, where)
    [rounds] = in_turns(place.runs, partial(run_piece, read_ways, where))
    peer = f"one scan of the listings and their days, {typical(rounds, 'peer') * 1000:.0f} ms"
    measured = ratios([{"cpu": costs["ways"]} for costs in rounds], [{"cpu": costs["peer"]} for costs in rounds])
    told = {"ms": round(typical(rounds, "ways") * 1000)}
    yield Figure("the funnel of 100,000 listings with its leaks", GOAL, "×", measured, peer, told)


def read_ways(where: Path) -> Costs:
    """CPU seconds of the scan, and of the funnel."""
    from shopdesk.shop.listings.traffic.reports import fetch_ways
    from shopdesk.store.store import Store

    store, costs = Store.open(where), Costs()
    with store.read() as tx:
        for _warm in range(2):
            begin = time.process_time()
            for sql in ("SELECT * FROM listing LEFT JOIN product USING (product_id)", "SELECT * FROM traffic"):
                found = tx.connection.exec_driver_sql(sql)
                while found.cursor.fetchmany(10_000):
                    pass
            costs["peer"] = time.process_time() - begin
        begin = time.process_time()
        fetch_ways(tx, FIRST, LAST)
        costs["ways"] = time.process_time() - begin
    store.close()
    return costs


def fill(where: str) -> Costs:
    """Make a shop with that many listings, each told day by day."""
    from shopdesk.shop.opening import new_shop
    from shopdesk.store.action import action
    from shopdesk.store.tables import Channel, Listing, Product, Traffic
    from shopdesk.store.tx import Tx

    @action("catalog.edit", "Traffic")
    def tell(tx: Tx) -> None:
        channel = tx.insert(Channel, code="taobao", title="Taobao", currency="CNY")
        numbers, dice = range(1, LISTINGS + 1), random.Random(7)
        tx.insert_many(Product, ("product_id", "title", "category"), ((n, f"P{n}", f"c{n % 40}") for n in numbers))
        told = ("listing_id", "channel_id", "product_id", "listing_no", "state", "title", "is_locked")
        tx.insert_many(Listing, told, ((n, channel, n, f"L{n}", "active", f"P{n}", 0) for n in numbers))
        measures = ("impressions", "clicks", "visitors", "carts", "orders", "bounce")
        columns = (
            "channel_id", "listing_id", "target", "source", "source_name", "report", "first_on", "last_on", *measures,
        )  # fmt: skip
        days = [(FIRST + timedelta(n)).isoformat() for n in range(DAYS)]
        tx.insert_many(Traffic, columns, (
            (channel, n, f"L{n}", "", "", "sycm", day, day, seen * 20, seen, seen, seen // 9, seen // 30, 6 * 10**9)
            for n in numbers for day in days for seen in (dice.randrange(5, 200),)
        ))  # fmt: skip

    store = new_shop(where, name="Bench", currency="CNY", time_zone="Asia/Shanghai")
    store.do(tell)
    store.close()
    return {}
