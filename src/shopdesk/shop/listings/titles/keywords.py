"""Search words and titles: a word's class, whether a title has it, which ones are worth most, which stand twice."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Final

from shopdesk.shop.listings.rules import WordClass
from shopdesk.store.types import RATE_SCALE
from shopdesk.text import N_, UserError

_LATIN: Final = re.compile(r"[a-z0-9]+(?:['’-][a-z0-9]+)*")
_HALF: Final = RATE_SCALE // 2
LONG: Final = 2
"""A single Chinese character says too little to be a word of its own."""
_LITTLE: Final = "a an the and or nor but for of in on at by to from with without as per into over under up off is are"
_USUAL: Final = {
    WordClass.GUARANTEE: """
        正品 包邮 顺丰 保障 保修 质保 联保 退换 退货 无理由 假一赔十 官方 旗舰店 专柜 授权 现货 全新 原装
        genuine authentic warranty guarantee guaranteed official original certified""",
    WordClass.PROMOTION: """
        限时 秒杀 特价 促销 折扣 满减 清仓 甩卖 优惠 特惠 低价 直降 买一送一 赠品 新品 上新 热卖 爆款
        sale discount clearance deal promo hot new bestseller""",
    WordClass.AUDIENCE: """
        送礼 礼品 礼物 家用 办公 办公室 户外 旅行 便携 学生 儿童 宝宝 婴儿 孕妇 老人 女士 男士 女 男 情侣 长辈 妈妈
        爸爸 新手 入门 送人 商务 宿舍 车载 厨房 客厅 卧室 春节 中秋 生日 结婚 乔迁 春季 夏季 秋季 冬季
        gift gifts home office outdoor travel portable kids baby women men mother father student beginner birthday
        wedding christmas kitchen""",
    WordClass.ATTRIBUTE: """
        手工 手绘 陶瓷 白瓷 青花 玻璃 不锈钢 铸铁 竹制 木质 紫砂 纯棉 棉麻 真丝 真皮 大容量 加厚 防滑 防水 耐热 保温
        单个 套装 礼盒 盒装 罐装 散装 新款 复古 简约 高端 大号 小号 中号 红色 白色 黑色 蓝色 绿色
        handmade ceramic porcelain glass steel stainless iron bamboo wooden cotton linen silk leather large small
        waterproof set box white black blue green red""",
}
LITTLE: Final = frozenset(_LITTLE.split())
"""Articles, prepositions and conjunctions, which may stand in a title as often as they like."""
USUAL: Final[Mapping[str, WordClass]] = {word: one for one, words in _USUAL.items() for word in words.split()}
"""Words whose class needs nobody to say it. The shop's own pool wins over them."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A text made ready to be looked into: small letters, and its Latin words."""

    folded: str
    latin: frozenset[str]

    def has(self, part: str) -> bool:
        """Whether a part (small letters) stands in it: Latin ones as whole words, in singular or plural."""
        if not part.isascii():
            return part in self.folded
        return part in self.latin or f"{part}s" in self.latin or (part.endswith("s") and part[:-1] in self.latin)


def read(text: str) -> Reading:
    """Make a text ready."""
    folded = text.casefold()
    return Reading(folded, frozenset(_LATIN.findall(folded)))


@dataclass(frozen=True)
class PoolWord:
    """A search word of the pool; `parts` are its segments in small letters, `competition` is in 1/10,000,000,000."""

    keyword_id: int
    word: str
    parts: tuple[str, ...]
    word_class: WordClass | None = None
    category: str | None = None
    channel_id: int | None = None
    volume: int | None = None
    competition: int | None = None

    @property
    def opportunity(self) -> int:
        """Searches a month that nobody else fights for: volume x (1 - competition); unknown competition is half."""
        competition = _HALF if self.competition is None else self.competition
        return (self.volume or 0) * (RATE_SCALE - competition) // RATE_SCALE

    @cached_property
    def whole(self) -> str | None:
        """It in small letters, where a title may have it as it stands, within other characters; Latin ones may not."""
        return None if self.word.isascii() else self.word.casefold()


def covers(text: Reading, word: PoolWord) -> bool:
    """Whether a title has a search word: as it stands, or all of its parts somewhere, as marketplaces match them."""
    return (word.whole is not None and word.whole in text.folded) or all(map(text.has, word.parts))


def telling(word: PoolWord, products: frozenset[str]) -> tuple[str, ...]:
    """The parts of a search word that tell which thing it is of; `products`: all product words.

    Of a product word the long ones, of another one those that name a product.
    """
    if word.word_class is WordClass.PRODUCT:
        return tuple(part for part in word.parts if len(part) >= LONG)
    return tuple(part for part in word.parts if part in products)


def is_for(word: PoolWord, text: Reading, telling_parts: Sequence[str]) -> bool:
    """Whether a search word is of the thing that the text (titles, category) speaks of.

    A product word has to share a telling part with it; another one must name no other product.
    """
    if word.word_class is WordClass.PRODUCT:
        return any(map(text.has, telling_parts)) or covers(text, word)
    return all(map(text.has, telling_parts))


def best(pool: Iterable[PoolWord], channel_id: int, category: str | None) -> list[PoolWord]:
    """The words for a channel and a category, best first; each once, what is said of the channel before the rest."""
    found: dict[str, PoolWord] = {}
    for one in pool:
        fits = one.channel_id in {None, channel_id} and one.category in {None, category}
        if fits and (one.channel_id is not None or one.word not in found):
            found[one.word] = one
    return sorted(found.values(), key=lambda one: (-one.opportunity, one.word))


def class_of(segment: str, pool: Mapping[str, WordClass]) -> WordClass | None:
    """The class of a word of a title: what the pool says (small letters), else the usual lists; None: nobody knows."""
    folded = segment.casefold()
    return pool.get(folded) or USUAL.get(folded)


def classes_of(pool: Iterable[PoolWord]) -> dict[str, WordClass]:
    """Word in small letters → its class; the parts of product words are product words where nothing else is said."""
    told: dict[str, WordClass] = {}
    for one in pool:
        if one.word_class is WordClass.PRODUCT:
            told.update({part: one.word_class for part in one.parts if len(part) >= LONG and part not in USUAL})
    for one in pool:
        if one.word_class is not None:
            told[one.word.casefold()] = one.word_class
    return told


def may_repeat(text: Reading) -> bool:
    """Whether any two characters stand in it twice, side by side: without that no word does."""
    pairs = list(zip(text.folded, text.folded[1:], strict=False))
    return len(set(pairs)) < len(pairs)


def repeats(segments: Sequence[str], most: int) -> tuple[tuple[str, int], ...]:
    """Words that stand among the segments more often than `most`, and how many times too often."""
    counted = Counter(one.casefold() for one in segments)
    if len(counted) == len(segments):
        return ()
    return tuple(
        (word, times - most)
        for word, times in counted.items()
        if times > most and len(word) >= LONG and word not in LITTLE and word[0].isalpha()
    )


_SAID: Final = {
    **dict.fromkeys(("low", "低", "小", "较低"), Decimal("0.2")),
    **dict.fromkeys(("medium", "mid", "middle", "中", "中等", "一般"), Decimal("0.5")),
    **dict.fromkeys(("high", "高", "大", "较高"), Decimal("0.8")),
}


def read_competition(text: str) -> Decimal:
    """A share of what files say: low, medium, high, "35%", 0.35, or 72 of 100; UserError where it is none of them."""
    plain = text.strip().casefold()
    if plain in _SAID:
        return _SAID[plain]
    try:
        number = Decimal(plain.removesuffix("%"))
    except InvalidOperation:
        raise UserError(N_("{value} is no competition: say low, medium, high or 0 % to 100 %."),
                        code="competition", value=text) from None  # fmt: skip
    is_hundred = number.is_finite() and (plain.endswith("%") or number > 1)
    share = number / 100 if is_hundred else number
    if not share.is_finite() or not 0 <= share <= 1:
        raise UserError(N_("Competition lies between 0 % and 100 %."), code="competition")
    return round(share, 10)
