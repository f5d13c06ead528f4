"""Whom the demo shop watches: one steady, one that lowers again and again, one that is dearer."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from shopdesk.shop.listings.prices.competitors import add_competitor, edit_competitor
from shopdesk.store.action import action
from shopdesk.store.tx import Tx
from shopdesk.text import N_

DAYS: Final = 60
EVERY: Final = 3
"""Days between two looks."""
RIVALS: Final = (
    ("610011223344", "狮峰龙井礼盒 250g 明前", "茗香旗舰店", "taobao", "TEA-001", "158.00", "0", 2_300, "4.8"),
    ("610055667788", "竹制茶盘 排水茶海 中号", "竹里馆", "taobao", "GW-107", "79.00", "2.5", 5_100, "4.6"),
    ("B0DEMO0001", "Cast iron teapot 0.8 l, enamelled", "Kyu Kettles", "shopify", "KET-08", "329.00", "0", 140, "4.9"),
)
"""Number, title, seller, channel, own SKU, first price, cut at each look of two weeks, pieces a month, rating."""


@action("catalog.edit", N_("Whom the shop watches"), undoable=True)
def watch(tx: Tx, today: date, seed: int) -> None:
    """Competitors with what was seen of them every third day of two months."""
    chance = Random(seed)  # noqa: S311 - a story, not a secret
    for code, title, seller, channel, sku, price, cut, sales, rating in RIVALS:
        told = {"code": code, "title": title, "seller": seller, "channel": channel, "product": sku}
        made, asked = add_competitor(tx, told), Decimal(price)
        for back in range(DAYS, 0, -EVERY):
            asked -= Decimal(cut) if back <= 13 else Decimal(0)
            sold = round(sales * chance.uniform(0.9, 1.1))
            seen = {"price": asked, "sales": sold, "rating": Decimal(rating)}
            edit_competitor(tx, made, {"seen_on": today - timedelta(back), **seen})
