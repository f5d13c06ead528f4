"""Sources of traffic as reports name them: what each is, and which rows of a list are only the sum of others."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from shopdesk.shop.listings.rules import Source

BETWEEN: Final = " › "
"""Between a group of sources and its part."""
Path = tuple[str, ...]
"""A source from its group down to its part, as a report names them; () is all sources together."""
_ALL: Final = frozenset({"全部", "全店", "all", "total", "汇总", "合计", "总计", "彙總", "合計", "總計", "all sources"})
_WORDS: Final[Mapping[Source, tuple[str, ...]]] = {
    Source.PAID: (
        "付费", "付費", "直通车", "直通車", "引力魔方", "超级推荐", "超级直播", "钻展", "智钻", "淘宝客", "淘客",
        "万相台", "品销宝", "推广", "推廣", "广告", "廣告", "paid", "ads", "cpc", "ppc", "display",
        "affiliates?", "sponsored",
    ),
    Source.MEMBERS: ("会员", "會員", "members?", "membership", "e-?mail", "sms"),
    Source.CAMPAIGNS: (
        "聚划算", "活动", "活動", "百亿补贴", "淘抢购", "秒杀", "天天特卖", "大促",
        "campaigns?", "promotions?", "deals",
    ),
    Source.RETURNING: (
        "我的淘宝", "购物车", "購物車", "直接访问", "自主访问", "老客", "收藏", "已买到", "returning", "direct", "cart",
    ),
    Source.SEARCH: ("搜索", "搜尋", "推荐", "猜你喜欢", "search", "organic"),
}  # fmt: skip
"""Words by which a source is known, the first kind that is found in its name; English ones are whole words."""
_FREE: Final = "淘内免费"
_GROUPS: Final[Mapping[str, frozenset[Source]]] = {
    _FREE: frozenset({Source.SEARCH, Source.OTHER, Source.CAMPAIGNS, Source.MEMBERS}),
    "付费流量": frozenset({Source.PAID}), "付费推广": frozenset({Source.PAID}),
    "广告流量": frozenset({Source.PAID}), "自主访问": frozenset({Source.RETURNING}),
}  # fmt: skip
"""Names that a plain list gives to groups beside their parts, and what these parts may be."""


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b{word}\b" if word.isascii() else word for word in words), re.ASCII)


_PATTERNS: Final = tuple((source, _pattern(words)) for source, words in _WORDS.items())


def path_of(*levels: str) -> Path:
    """The source that the columns of a row name, without the words for a sum."""
    named = (part.strip() for level in levels for part in level.split(BETWEEN))
    return tuple(part for part in named if part and part.casefold() not in _ALL)


@lru_cache(maxsize=4096)
def source_of(path: Path) -> Source:
    """What a source is by its names: what was paid for in any of them, else by the part before its group."""
    if not path:
        return Source.ALL
    found = [known for name in reversed(path) if (known := _known(name)) is not None]
    if Source.PAID in found:
        return Source.PAID
    # Free traffic that a report does not break down came by search and feeds.
    return found[0] if found else Source.SEARCH if path == (_FREE,) else Source.OTHER


def _known(name: str) -> Source | None:
    plain = name.casefold()
    return next((source for source, pattern in _PATTERNS if pattern.search(plain)), None)


def sums_of(paths: Iterable[Path]) -> set[Path]:
    """Of the sources that one report names of one listing and period, those that are the sum of others of them."""
    named = set(paths)
    begun = {path[:length] for path in named for length in range(1, len(path))}
    plain = {source_of(path) for path in named if len(path) == 1 and path[0] not in _GROUPS}
    told = {path for path in named if len(path) == 1 and _GROUPS.get(path[0], frozenset()) & plain}
    return (named & begun) | told
