"""Traffic of the demo shop: the visitors that its orders of the last months needed, some listings losing more."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from shopdesk.shop.listings.traffic.actions import Told, keep_traffic
from shopdesk.shop.listings.traffic.reports import Sold, own_sales
from shopdesk.shop.listings.traffic.sources import path_of, source_of
from shopdesk.store.action import action
from shopdesk.store.tx import Tx
from shopdesk.store.types import RATE_SCALE
from shopdesk.text import N_

DAYS: Final = 90
REPORT: Final = "sycm-products"
LIST: Final = "sycm-sources"
SOURCES: Final = (
    ("淘内免费 › 手淘搜索", 46), ("付费流量 › 直通车", 9), ("付费流量 › 引力魔方", 3), ("活动 › 聚划算", 11),
    ("会员 › 会员专享", 8), ("自主访问 › 购物车", 9), ("自主访问 › 我的淘宝", 4),
    ("站外", 3), ("淘内免费 › 手淘推荐", 18),
)  # fmt: skip
"""Names of sources with their weights."""
QUIET: Final = 7
"""Visitors of a listing on a day without a sale, about."""


@action("catalog.edit", N_("Who came to the listings"), undoable=True)
def attract(tx: Tx, today: date, seed: int) -> None:
    """Visitors, carts and favourites of every listing and day; buyers, pieces and revenue are those of the orders."""
    chance = random.Random(seed)  # noqa: S311 - a story, not a secret
    first, last = today - timedelta(DAYS), today - timedelta(1)
    sold = own_sales(tx, first, last)
    by_day = {(one.listing_id, one.day): one for one in sold}
    told = []
    for listing in {one.listing_id: one for one in sold}.values():
        keeps = 0.5 if listing.listing_id % 7 == 3 else 1.0
        for number in range(DAYS):
            day = first + timedelta(number)
            told.append(_day(listing, day, by_day.get((listing.listing_id, day)), keeps, chance))
    keep_traffic(tx, [*told, *_sources(told, last, chance)])


def _sources(listings: Sequence[Told], last: date, chance: random.Random) -> Iterator[Told]:
    """Each channel's visitors by source; of late what is paid for grows, and what comes by search falls behind."""
    visitors = Counter[tuple[int, date]]()
    for one in listings:
        visitors[one.channel_id, one.first_on] += one.figures["visitors"]
    for (channel_id, day), count in visitors.items():
        late = (last - day).days < 21
        weights = [weight * (1.8 if late and "付费" in name else 1) for name, weight in SOURCES]
        left = count
        for (name, _weight), weight in zip(SOURCES, weights, strict=True):
            part = min(left, round(count * weight / sum(weights) * chance.uniform(0.85, 1.15)))
            left -= part
            path = path_of(name)
            found = {"visitors": part + (left if name == SOURCES[-1][0] else 0)}
            yield Told("", "", source_of(path).value, name, LIST, day, day, found, 0, channel_id=channel_id)


def _day(listing: Sold, day: date, sold: Sold | None, keeps: float, chance: random.Random) -> Told:
    buyers = sold.orders if sold else 0
    visitors = round(buyers * chance.uniform(18, 34) / keeps) + round(chance.uniform(0.3, 1.7) * QUIET)
    carts = max(buyers, round(visitors * chance.uniform(0.07, 0.13) * keeps))
    figures = {
        "impressions": round(visitors * chance.uniform(16, 26)), "clicks": round(visitors * chance.uniform(1.0, 1.1)),
        "visitors": visitors, "page_views": round(visitors * chance.uniform(1.6, 2.4)),
        "favourites": round(visitors * chance.uniform(0.02, 0.06)), "carts": carts, "orders": buyers,
        "units": sold.units if sold else 0, "revenue": sold.revenue if sold else 0,
        "bounce": round(chance.uniform(0.45, 0.7), 3), "dwell": round(chance.uniform(20, 70), 1),
    }  # fmt: skip
    finer = {name: RATE_SCALE if name in {"bounce", "dwell"} else 1 for name in figures}
    whole = {name: round(value * finer[name]) for name, value in figures.items()}
    return Told(listing.listing_no, "", "", "", REPORT, day, day, whole, 0, channel_id=listing.channel_id)
