"""What the advertising law of China may have against a text: phrases with their place, family, reason, replacement.

Only texts with Chinese in them are looked at. One pass over a text tells whether anything of any family is in it; only
what is found then is looked at closely.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from shopdesk.shop.listings.law_words import AFTER, BEFORE, DATED, FAMILIES, HARMLESS, INSTEAD, Family
from shopdesk.shop.listings.words import Cutter

_HAN: Final = re.compile("[\u3400-\u9fff]")
_HARMLESS: Final = re.compile(HARMLESS)
_BEFORE: Final = re.compile(BEFORE)
_AFTER: Final = re.compile(AFTER)
_DATED: Final = re.compile(DATED)
NEAR: Final = 12
"""Characters on both sides in which a longer, harmless phrase is looked for."""
SIGHT: Final = 40
"""Characters before a phrase that are asked what it means."""


@dataclass(frozen=True, slots=True)
class OwnWord:
    """What the shop itself says of a phrase."""

    phrase: str
    is_allowed: bool
    reason: str = ""
    replacement: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase of a text, from its first character to behind its last.

    `reason` is a msgid, or what the shop wrote itself; `replacement` None where none is known, "" to leave it out.
    """

    start: int
    end: int
    phrase: str
    family: Family
    reason: str
    replacement: str | None
    mark: str


@dataclass(frozen=True)
class LawRules:
    """The families that count, and the shop's own words, which win over them."""

    off: frozenset[Family] = frozenset()
    own: Mapping[str, OwnWord] = field(default_factory=dict)

    @classmethod
    def of(cls, off: Collection[str] = (), own: Iterable[OwnWord] = ()) -> "LawRules":
        """From the names of the families that are off."""
        known = {family.value for family in Family}
        return cls(frozenset(Family(name) for name in off if name in known), {one.phrase: one for one in own})

    def pattern(self) -> re.Pattern[str]:
        """One expression for all that counts; its groups are the families."""
        forbidden = tuple(sorted((one.phrase for one in self.own.values() if not one.is_allowed), key=len))
        return _compiled(self.off, forbidden[::-1])

    def allowed(self) -> re.Pattern[str] | None:
        """What the shop allows, None where it allows nothing."""
        return _spelled(tuple(sorted(one.phrase for one in self.own.values() if one.is_allowed)))


@lru_cache(maxsize=8)
def _compiled(off: frozenset[Family], forbidden: tuple[str, ...]) -> re.Pattern[str]:
    parts = {family: words.pattern for family, words in FAMILIES.items() if family not in off and words.pattern}
    own = {Family.OWN: f"(?i:{'|'.join(map(re.escape, forbidden))})"} if forbidden and Family.OWN not in off else {}
    said = [f"(?P<{family}>{pattern})" for family, pattern in {**own, **parts}.items()]
    return re.compile("|".join(said) or "(?!)")


@lru_cache(maxsize=8)
def _spelled(phrases: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(map(re.escape, phrases)), re.IGNORECASE) if phrases else None


_CUTTER: Final = Cutter()


def check_text(text: str, rules: LawRules) -> list[Hit]:
    """The phrases of a text that the law may forbid, in order. A text with markup is to be bared of it before."""
    if not _HAN.search(text):
        return []
    first = rules.pattern().search(text)
    return list(_hits(text, rules, first)) if first else []


def _hits(text: str, rules: LawRules, first: re.Match[str]) -> Iterator[Hit]:
    allowed = rules.allowed()
    spared = [match.span() for match in allowed.finditer(text)] if allowed else []
    borders: set[int] = set()
    for match in rules.pattern().finditer(text, first.start()):
        family = Family(str(match.lastgroup))
        start, end = match.span()
        if any(left <= start and end <= right for left, right in spared):
            continue
        if family is not Family.OWN:
            if _is_harmless(text, start, end) or _is_excused(text, start, end, family):
                continue
            borders = borders or _borders(text)
            if start not in borders:  # it begins within a word: 单独家用 has no 独家
                continue
        yield _hit(match.group(), start, end, family, rules)


def _borders(text: str) -> set[int]:
    """Where words begin."""
    found, at = set(), 0
    for word in _CUTTER.cut(text):
        found.add(at)
        at += len(word)
    return found


def _is_harmless(text: str, start: int, end: int) -> bool:
    """Whether a phrase is part of one that claims nothing."""
    near = _HARMLESS.finditer(text, max(0, start - NEAR), end + NEAR)
    return any(match.start() < end and start < match.end() for match in near)


def _is_excused(text: str, start: int, end: int, family: Family) -> bool:
    """Whether what stands around a phrase makes it harmless."""
    if family is Family.TIME:
        return _DATED.search(text) is not None
    if FAMILIES[family].strict:
        return False
    return bool(_BEFORE.search(text[max(0, start - SIGHT) : start]) or _AFTER.search(text[end : end + SIGHT]))


def _hit(phrase: str, start: int, end: int, family: Family, rules: LawRules) -> Hit:
    words = FAMILIES[family]
    phrase = phrase.strip("。，,!！ ")
    if family is Family.OWN:
        said = next(one for one in rules.own.values() if one.phrase.casefold() == phrase.casefold())
        return Hit(start, end, phrase, family, said.reason or words.reason, said.replacement or None, words.mark)
    instead = INSTEAD.get(phrase, INSTEAD.get(phrase.removesuffix("的")))
    return Hit(start, start + len(phrase), phrase, family, words.reason, instead, words.mark)
