"""The listings of the demo shop: what its channels show of each good, well or badly, and what they showed before."""

import math
import random
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from shopdesk.exchange.demo.goods import GOODS, SET, TRIED, Good
from shopdesk.shop.catalog.actions import edit_sku, find_sku
from shopdesk.shop.catalog.rules import Stage
from shopdesk.shop.listings.actions import add_listing, put_prices, put_texts
from shopdesk.shop.listings.pictures import add_picture, set_attribute
from shopdesk.shop.listings.reports import ListingFacts, find_listing
from shopdesk.store.action import action
from shopdesk.store.tx import Tx
from shopdesk.text import N_, _

SIDE: Final = 96
"""Pixels of a drawn picture."""
_TAILS: Final = {
    "茶叶 Tea": ("新茶 手工炒制 原产地直发 自饮送礼", "loose leaf tea, hand picked, gift for tea lovers"),
    "茶具 Teaware": ("家用功夫茶具 陶瓷 简约中式 办公会客", "handmade Chinese teaware for gongfu brewing"),
    "厨房 Kitchen": ("家用 加厚耐用 中式厨房 易清洗", "for everyday cooking and serving at home"),
}
"""What sellers put behind the name of a good: on Chinese channels, on others."""
_FACTS: Final = {
    "茶叶 Tea": (("产地", "中国"), ("保质期", "18 个月"), ("储存", "密封 避光 干燥")),
    "茶具 Teaware": (("材质", "陶瓷"), ("工艺", "手工"), ("适用", "功夫茶")),
    "厨房 Kitchen": (("材质", "天然材料"), ("清洗", "手洗")),
}
_COLOURS: Final = {"茶叶 Tea": (96, 140, 74), "茶具 Teaware": (112, 134, 170), "厨房 Kitchen": (176, 120, 78)}
_BAD: Final = {
    ("taobao", "TEA-004"): "全网最低价 铁观音 清香型 国家级特级茶叶 第一品牌 125g",
    (
        "taobao",
        "TEA-010",
    ): "冷泡茶包 冷泡茶 冷泡茶袋 茶包 冷泡 茶包 20袋 夏季冷泡茶包 办公室茶包 茶包小袋装 花果茶包 冷泡茶包组合",
    ("taobao", "GW-110"): "茶滤",
    ("taobao", "KIT-204"): "保温杯 500ml 史上最强保温 永久不锈 100%正品",
    ("douyin", "TEA-011"): "菊花枸杞茶 治疗失眠 根治高血压 15包",
    ("douyin", "GW-103"): "公道杯!!!★★★爆款★★★ 全国第一 玻璃350ml",
    (
        "shopify",
        "GW-105",
    ): "BEST TEAPOT EVER!!! #1 Yixing teapot 200ml FREE SHIPPING Yixing teapot Yixing zisha teapot Yixing",
    ("shopify", "KIT-206"): "Holder",
}
"""Titles that cost their listings buyers, or the shop a fine."""
_NO_PICTURE: Final = frozenset({("taobao", "GW-109"), ("shopify", "TEA-012"), ("douyin", "KIT-203")})
_NO_WORDS: Final = frozenset({"KIT-205", "TEA-007", "GW-108"})
"""Goods that nobody has described."""
_STAGES: Final = ((1.7, Stage.HERO), (1.0, Stage.GROWTH), (0.0, Stage.TAIL))
"""From so many pieces a day on."""
_SELLS: Final = 1.1
"""Pieces a day above which a good is worth a history."""
_ENDING: Final = frozenset({"KET-11", "GW-108"})


@dataclass(frozen=True, slots=True)
class _Shop:
    """A channel: the first of its numbers, what share of the goods it shows, its prices by the shop's own."""

    code: str
    first: int
    every: int
    factor: str


_SHOPS: Final = (
    _Shop("taobao", 620_001_000_000, 1, "1"),
    _Shop("shopify", 0, 1, "1.25"),
    _Shop("douyin", 3_540_010_000, 2, "0.97"),
)


@action("catalog.edit", N_("What the shop shows"))
def show(tx: Tx, today: date, seed: int) -> None:
    """Listings of every good, its stage and facts, and what titles and prices were in the last months."""
    chance = random.Random(seed)  # noqa: S311 - a story, not a secret
    for place, good in enumerate((*GOODS, SET)):
        edit_sku(tx, find_sku(tx, good.code), stage=_stage(good).value)
        drawn = draw(_COLOURS[good.category], place)
        for shop in _SHOPS:
            if place % shop.every == 0:
                listing_id = add_listing(tx, _told(tx, shop, good, place, (today, chance)))
                if (shop.code, good.code) not in _NO_PICTURE:
                    add_picture(tx, listing_id, f"{good.code}.png", drawn)
                facts = find_listing(tx, listing_id)
                assert facts is not None
                _remember(tx, facts, good, today)


def _stage(good: Good) -> Stage:
    if good.parts:
        return Stage.TEST
    return Stage.END if good.code in _ENDING else next(stage for least, stage in _STAGES if good.demand >= least)


def _told(tx: Tx, shop: _Shop, good: Good, place: int, when: tuple[date, random.Random]) -> dict[str, Any]:
    today, chance = when
    chinese, _dot, english = good.title.partition(" · ")
    tails, price = _TAILS[good.category], (good.list_price * Decimal(shop.factor)).quantize(Decimal("0.1"))
    is_abroad = shop.code == "shopify"
    name, tail = (english, tails[1]) if is_abroad else (chinese, tails[0])
    usual = f"{name} – {tail}" if is_abroad else f"{name} {tail}"
    weekday = place % 7 if place % 3 == 0 else 0  # most of them on Mondays, as people do
    day = today - timedelta(days=7 * chance.randrange(1, 20) + today.weekday() - weekday)
    handle = english.lower().replace("'", "").replace(" ", "-")
    told = {
        "channel": shop.code,
        "listing_no": handle if is_abroad else str(shop.first + 137 * place),
        "sku": good.code,
        "title": _BAD.get((shop.code, good.code), usual),
        "category": good.category.partition(" ")[2 * is_abroad],
        "price": price,
        "list_price": price * Decimal("1.2") if place % 4 == 0 else None,
        "listed_at": datetime.combine(day, time(10, 0) if place % 3 else time(20, 30), tx.zone),
        "rating": Decimal(chance.randrange(41, 50)) / 10,
        "reviews": int(good.demand * chance.randrange(60, 240)),
    }
    return told | (_english(name) if is_abroad else _chinese(name)) if good.code not in _NO_WORDS else told


def _english(name: str) -> dict[str, str]:
    body = (
        f"<p>{name}, packed by hand in our shop in Hangzhou.</p><ul><li>Small batches, fresh every season</li>"
        "<li>Plastic-free packaging</li><li>Returns within 30 days</li></ul>"
    )
    return {
        "description": body, "search_terms": f"{name.lower()}, tea, gift", "seo_title": f"{name} | Tea & Ware",
        "seo_description": f"{name}: packed by hand, sent within two days, returns within 30 days.",
    }  # fmt: skip


def _chinese(name: str) -> dict[str, str]:
    body = f"<p>{name}，杭州仓当日发货，密封包装。</p><p>净含量与产地见包装标签；七天无理由退换。</p>"
    return {"description": body, "subtitle": "当日发货 七天无理由退换"}


def _remember(tx: Tx, facts: ListingFacts, good: Good, today: date) -> None:
    """Facts of the product; of what sells, a shorter title of before, and a price that was lower for a while."""
    assert facts.product_id is not None
    for name, value in _FACTS[good.category]:
        set_attribute(tx, facts.product_id, name, value)
    if good.demand <= _SELLS or good.code == TRIED or facts.channel_code == "douyin":
        return
    noon, listing_id = datetime.combine(today, time(12), tx.zone), facts.listing_id
    title, price = facts.row["title"], facts.row["price"]
    put_texts(tx, listing_id, {"title": good.title.partition(" · ")[0]}, changed_at=noon - timedelta(days=200))
    reason = _(N_("More of what people search for"))
    put_texts(tx, listing_id, {"title": title}, reason=reason, changed_at=noon - timedelta(days=61))
    lower = (price * Decimal("0.9")).quantize(Decimal("0.1"))
    reason = _(N_("Cheaper for a fortnight"))
    put_prices(tx, listing_id, {None: lower}, reason=reason, changed_at=noon - timedelta(days=41))
    put_prices(tx, listing_id, {None: price}, changed_at=noon - timedelta(days=27))


def draw(colour: tuple[int, int, int], place: int) -> bytes:
    """A small PNG: a bowl in that colour on a pale ground, each a little different."""
    rows = b"".join(b"\0" + bytes(_line(colour, place, y)) for y in range(SIDE))
    head = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_part(kind, data) for kind, data in parts)


def _line(colour: tuple[int, int, int], place: int, y: int) -> Iterator[int]:
    """Red, green and blue of each pixel of a line."""
    half = 26 + place * 7 % 12
    top = 40 + place * 5 % 10
    reach = half * math.sqrt(max(0.0, 1 - ((y - top) / (84 - top)) ** 2)) if top <= y <= 84 else 0
    for x in range(SIDE):
        inside = abs(x - SIDE / 2) < reach
        shade = 1 - (x - SIDE / 2 + half) / half / 5 if inside else 1
        for channel, value in enumerate(colour):
            yield min(255, int(value * shade)) if inside else 246 - channel * 3


def _part(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
