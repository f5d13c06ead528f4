"""Scoring 100,000 listings, the law among what they are judged by, against plain scans of what is read of them."""

import random
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from tests.bench.measure import Costs, Figure, Place, in_turns, ratios, run_piece, typical

LISTINGS: Final = 100_000
_PARTS: Final = (
    "白瓷盖碗 茶杯 手工 泡茶碗 功夫茶具 家用 高端 送礼 包邮 青花 玻璃 公道杯 紫砂壶 不锈钢 保温杯 大容量 便携 "
    "旅行 套装 新款 品茗杯 竹制 茶盘 办公室 女士 学生 礼盒"
)
PARTS: Final = _PARTS.split()
GOALS: Final = {"score": 25, "first": 1}
"""Scans that scoring may cost: each title is cut into words, looked at by the law and searched for the best words."""


def bench(place: Place) -> Iterator[Figure]:
    """Each round scores all listings in a fresh process on a warm file."""
    where = _store(place)
    [rounds] = in_turns(place.runs, partial(run_piece, score_all, where))
    peer = f"one scan of the listings with their pictures and SKUs, {typical(rounds, 'peer') * 1000:.0f} ms"
    for name, what in (("score", "scoring 100,000 listings"), ("first", "the first page of the worst first")):
        measured = ratios([{"cpu": costs[name]} for costs in rounds], [{"cpu": costs["peer"]} for costs in rounds])
        yield Figure(what, GOALS[name], "×", measured, peer, {"ms": round(typical(rounds, name) * 1000)})


def score_all(where: str) -> Costs:
    """CPU seconds of the scan, of scoring, and of the first rows of the list."""
    from shopdesk.shop.listings.reports import LISTING_ROWS
    from shopdesk.shop.listings.scoring.actions import score_listings
    from shopdesk.store.rows import Query, fetch_first
    from shopdesk.store.store import Store

    store, costs = Store.open(where), Costs()
    with store.read() as tx:
        begin = time.process_time()
        for sql in (
            "SELECT * FROM listing LEFT JOIN product USING (product_id) JOIN channel USING (channel_id)",
            "SELECT listing_id, alt FROM picture",
            "SELECT s.listing_id, k.sku_id, k.cost FROM listing_sku s JOIN sku k ON k.sku_id = s.sku_id",
        ):
            found = tx.connection.exec_driver_sql(sql)
            while found.cursor.fetchmany(10_000):
                pass
        costs["peer"] = time.process_time() - begin
    begin = time.process_time()
    store.do(score_listings)
    costs["score"] = time.process_time() - begin
    with store.read() as tx:
        begin = time.process_time()
        fetch_first(tx, LISTING_ROWS, Query(), 100)
        costs["first"] = time.process_time() - begin
    store.close()
    return costs


def fill(where: str) -> Costs:
    """Make a shop with that many listings, five pictures and a SKU each, and a pool of 300 words."""
    from shopdesk.shop.listings.titles.pool import add_keyword
    from shopdesk.shop.opening import new_shop
    from shopdesk.store.action import action
    from shopdesk.store.tables import Channel, Listing, ListingSku, Picture, Product, Sku
    from shopdesk.store.tx import Tx

    @action("catalog.edit", "Listings")
    def list_all(tx: Tx) -> None:
        dice = random.Random(7)
        codes = ("taobao", "amazon", "shopify", "douyin")
        channels = [tx.insert(Channel, code=one, title=one, currency="CNY") for one in codes]
        numbers = range(1, LISTINGS + 1)
        titles = ["".join(dice.sample(PARTS, 9)) + ("" if number % 20 else "全网最低") for number in numbers]
        tx.insert_many(
            Product, ("product_id", "title", "category"), ((n, titles[n - 1][:8], f"c{n % 40}") for n in numbers)
        )
        tx.insert_many(
            Sku, ("sku_id", "product_id", "code", "cost", "state"), ((n, n, f"S{n}", 90_000, "active") for n in numbers)
        )
        names = (
            "listing_id",
            "channel_id",
            "product_id",
            "listing_no",
            "state",
            "title",
            "description",
            "price",
            "is_locked",
        )
        rows = (
            (n, channels[n % 4], n, f"L{n}", "active", titles[n - 1], f"<p>{titles[n - 2]}</p>" * 6, 580_000, 0)
            for n in numbers
        )
        tx.insert_many(Listing, names, rows)
        tx.insert_many(ListingSku, ("listing_id", "sku_id"), ((n, n) for n in numbers))
        tx.insert_many(
            Picture, ("product_id", "listing_id", "position", "url"),
            ((n, n, place, f"https://img/{n}/{place}.jpg") for n in numbers for place in range(1, 1 + n % 6)),
        )  # fmt: skip

    store = new_shop(where, name="Bench", currency="CNY", time_zone="Asia/Shanghai")
    store.do(list_all)
    pairs = [one + other for place, one in enumerate(PARTS) for other in PARTS[place + 1 :]]
    for number, word in enumerate([*PARTS, *pairs[:270]]):
        store.do(add_keyword, {"word": word, "word_class": ("product", "attribute")[number % 2], "volume": number})
    store.close()
    return {}


def _store(place: Place) -> Path:
    made = place.folder / "listings.shopdesk"
    if not made.exists():
        print(f"making {LISTINGS} listings in {place.folder}", file=sys.stderr)
        place.folder.mkdir(parents=True, exist_ok=True)
        run_piece(fill, made)
    return made
