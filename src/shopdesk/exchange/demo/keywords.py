"""What buyers search for when they look for the goods of the demo shop."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from shopdesk.shop.catalog.actions import find_channel
from shopdesk.shop.listings.rules import WordClass
from shopdesk.shop.listings.titles.pool import add_keyword
from shopdesk.shop.listings.traffic.word_days import ToldWord, keep_words
from shopdesk.store.action import action
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE
from shopdesk.text import N_

_P, _A, _B, _G, _S = (
    WordClass.PRODUCT, WordClass.ATTRIBUTE, WordClass.AUDIENCE, WordClass.GUARANTEE, WordClass.PROMOTION,
)  # fmt: skip
TEA, WARE, KITCHEN = "茶叶 Tea", "茶具 Teaware", "厨房 Kitchen"
WORDS: Final = (
    ("盖碗", WARE, _P, 12_400, 50), ("功夫茶具", WARE, _P, 9_850, 80), ("泡茶碗", WARE, _P, 6_120, 20),
    ("手绘盖碗", WARE, _A, 5_300, 20), ("茶具套装", WARE, _P, 18_200, 85), ("旅行茶具", WARE, _P, 4_100, 35),
    ("公道杯", WARE, _P, 7_400, 40), ("紫砂壶", WARE, _P, 15_600, 75), ("品茗杯", WARE, _P, 5_900, 30),
    ("茶盘", WARE, _P, 11_300, 60), ("茶叶罐", WARE, _P, 8_800, 55), ("茶滤", WARE, _P, 3_200, 25),
    ("大容量", WARE, _A, 3_870, 20), ("景德镇", WARE, _A, 6_600, 45),
    ("龙井", TEA, _P, 24_500, 80), ("西湖龙井", TEA, _P, 16_900, 85), ("明前龙井", TEA, _P, 7_200, 50),
    ("碧螺春", TEA, _P, 9_100, 60), ("铁观音", TEA, _P, 13_700, 70), ("茉莉花茶", TEA, _P, 12_100, 55),
    ("正山小种", TEA, _P, 8_300, 50), ("普洱茶", TEA, _P, 21_000, 80), ("大红袍", TEA, _P, 10_400, 60),
    ("乌龙茶", TEA, _P, 9_900, 50), ("冷泡茶", TEA, _P, 6_700, 25), ("菊花茶", TEA, _P, 8_000, 40),
    ("送长辈", TEA, _B, 5_200, 30), ("办公室", "", _B, 4_400, 35), ("送礼", "", _B, 4_900, 50),
    ("礼盒装", TEA, _A, 7_700, 45), ("包邮", "", _G, 2_200, 80), ("正品", "", _G, 3_100, 75),
    ("新茶", TEA, _S, 6_300, 40), ("保温杯", KITCHEN, _P, 26_800, 90), ("砧板", KITCHEN, _P, 11_900, 65),
    ("冷水壶", KITCHEN, _P, 7_600, 45), ("饭碗", KITCHEN, _P, 8_700, 55), ("铁壶", KITCHEN, _P, 5_500, 40),
    ("电陶炉", KITCHEN, _P, 14_200, 70), ("加厚", KITCHEN, _A, 3_300, 30),
    ("gaiwan", WARE, _P, 2_900, 30), ("tea set", WARE, _P, 8_100, 70), ("yixing teapot", WARE, _P, 1_900, 25),
    ("longjing tea", TEA, _P, 2_400, 35), ("loose leaf tea", TEA, _P, 9_700, 75), ("tea gift", TEA, _B, 5_600, 60),
)  # fmt: skip
"""Word, category ("": of all), class, searches a month, competition in per cent."""
WEEKS: Final = 4
BOUGHT: Final = 0.04
REPORT: Final = "template-search_words"


@action("catalog.edit", N_("What buyers search for"))
def search(tx: Tx) -> None:
    """Fill the pool of search words."""
    for word, category, word_class, volume, competition in WORDS:
        told = {"category": category or None, "word_class": word_class.value, "volume": volume}
        add_keyword(tx, {"word": word, **told, "competition": Decimal(competition) / 100, "read_on": tx.today})


@action("catalog.edit", N_("What search words brought"))
def find(tx: Tx, today: date, seed: int) -> None:
    """What each word brought in the last weeks: clicks as it is searched for, some buyers, and what they paid."""
    chance = Random(seed)  # noqa: S311 - a story, not a secret
    channels = {True: find_channel(tx, "shopify"), False: find_channel(tx, "taobao")}
    told = []
    for word, _category, _class, volume, competition in WORDS:
        for week in range(1, WEEKS + 1):
            clicks = round(volume * (100 - competition) / 20_000 * chance.uniform(0.7, 1.3))
            orders = sum(chance.random() < BOUGHT for _click in range(clicks))
            figures = {
                "impressions": clicks * chance.randint(18, 30), "clicks": clicks, "orders": orders,
                "revenue": orders * chance.randint(30, 160) * MONEY_SCALE,
            }  # fmt: skip
            first = today - timedelta(7 * week)
            days = first, first + timedelta(6)
            told.append(ToldWord(word, "", "", REPORT, *days, figures, 0, channel_id=channels[word.isascii()]))
    keep_words(tx, told)
