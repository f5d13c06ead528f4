"""Every family of words that is looked for in texts, of Chinese and of English, and the shop's own."""

from collections.abc import Mapping
from typing import Final

from shopdesk.shop.listings.law.chinese import CHINESE, Family, Words
from shopdesk.shop.listings.law.english import ENGLISH
from shopdesk.text import N_

FAMILIES: Final[Mapping[Family, Words]] = {
    **CHINESE,
    **ENGLISH,
    Family.OWN: Words(N_("Own words"), N_("The shop itself forbids this."), "", "own", strict=True, source=""),
}
"""Families in the order in which they are shown."""
