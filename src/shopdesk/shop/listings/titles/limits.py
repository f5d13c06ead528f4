"""How long a title may be on each marketplace, counted as the marketplace counts, and what it may not contain."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from shopdesk.text import N_

UNITS: Final = N_("units")
CHARACTERS: Final = N_("characters")


@dataclass(frozen=True, slots=True)
class TitleLimit:
    """A limit from a day on; `mark` says how far its source (a msgid) is to be trusted (S seen, B common, W weak)."""

    marketplace: str
    most: int
    unit: str
    valid_from: date
    source: str
    mark: str
    forbidden: str = ""


_READ: Final = date(2026, 11, 22)
LIMITS: Final = (
    TitleLimit("taobao", 60, UNITS, _READ, N_("a Chinese character counts 2, any other 1"), "W"),
    TitleLimit("tmall", 60, UNITS, _READ, N_("a Chinese character counts 2, any other 1"), "W"),
    TitleLimit("douyin", 60, UNITS, _READ, N_("the form for new listings"), "S"),
    TitleLimit("pinduoduo", 60, UNITS, _READ, N_("the form for new listings"), "S"),
    TitleLimit("amazon", 200, CHARACTERS, date(2025, 1, 21), N_("requirements for product titles"), "S", "!$?_{}^¬¦"),
    TitleLimit("amazon", 75, CHARACTERS, date(2026, 7, 27), N_("announced for all but media"), "W", "!$?_{}^¬¦"),
    TitleLimit("ebay", 80, CHARACTERS, _READ, N_("the form for new listings"), "S"),
    TitleLimit("etsy", 140, CHARACTERS, _READ, N_("the form for new listings"), "S"),
    TitleLimit("shopify", 60, CHARACTERS, _READ, N_("what search engines show of a title"), "S"),
    TitleLimit("woocommerce", 60, CHARACTERS, _READ, N_("what search engines show of a title"), "S"),
)
"""Where nothing is known (JD), no limit is asserted: titles are counted and that is all."""
_CHINESE: Final = frozenset({"jd", "taobao", "tmall", "douyin", "pinduoduo"})


def limits_on(day: date) -> Mapping[str, TitleLimit]:
    """Marketplace → the limit that holds on a day; one that was read later only where no other is known."""
    return {one.marketplace: one for one in sorted(LIMITS, key=lambda one: (one.valid_from <= day, one.valid_from))}


def unit_of(marketplace: str, limits: Mapping[str, TitleLimit]) -> str:
    """What titles are counted in there (a msgid)."""
    if marketplace in limits:
        return limits[marketplace].unit
    return UNITS if marketplace in _CHINESE else CHARACTERS


def count(text: str, unit: str) -> int:
    """How long a text is: in units a Chinese character is 2 and any other of ASCII 1, as GB 18030 has bytes."""
    return len(text.encode("gb18030", "replace")) if unit == UNITS else len(text)
