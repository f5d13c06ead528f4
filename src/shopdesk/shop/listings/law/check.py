"""What advertising law may have against a text: phrases with their place, family, reason, replacement.

Families of Chinese words are looked for in texts with Chinese in them, English claims in every text. One quick pass
over a text tells of most that nothing of any family can be in it; only the others are looked at closely.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Final

from shopdesk.shop.listings.law.chinese import AFTER, BEFORE, CHINESE, DATED, HARMLESS, INSTEAD, STARTS, Family
from shopdesk.shop.listings.law.english import DENIED, ENGLISH, UNTIL
from shopdesk.shop.listings.law.families import FAMILIES
from shopdesk.shop.listings.titles.words import Cutter

_HAN: Final = re.compile("[\u3400-\u9fff]")
_STARTS: Final = re.compile("|".join(f"{first}(?=[{then}])" for first, then in STARTS.items()))
_LATIN: Final = re.compile("[A-Za-z](?=[A-Za-z]{2})|#1")
_HARMLESS: Final = re.compile(HARMLESS)
_BEFORE: Final = re.compile(BEFORE)
_AFTER: Final = re.compile(AFTER)
_DATED: Final = re.compile(DATED)
_DENIED: Final = re.compile(DENIED, re.IGNORECASE)
_UNTIL: Final = re.compile(UNTIL, re.IGNORECASE)
_WIDE: Final = re.compile("[０-９Ａ-Ｚａ-ｚ．％＃]")
_ANY: Final = re.compile(
    f"[{''.join(STARTS)}](?=[{''.join(sorted(set().union(*STARTS.values())))}])|{_LATIN.pattern}|{_WIDE.pattern}"
)
"""Without it a text has nothing that `_STARTS`, `_LATIN` or `_WIDE` find: two sets of characters are quickly tried."""
_NARROW: Final = {ord(wide): ord(wide) - 0xFEE0 for wide in map(chr, range(0xFF01, 0xFF5F)) if _WIDE.match(wide)}
_MARKS: Final = "。，,!！ "
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
    def of(cls, off: Collection[str] = (), own: Iterable[OwnWord] = (), day: date | None = None) -> "LawRules":
        """From the names of the families that are off; those that do not hold yet on a day are off too."""
        not_yet = {family for family, words in FAMILIES.items() if day is not None and words.valid_from > day}
        known = {family.value for family in Family}
        return cls(
            frozenset(not_yet | {Family(name) for name in off if name in known}), {one.phrase: one for one in own}
        )

    @cached_property
    def forbidden(self) -> re.Pattern[str] | None:
        """What the shop forbids, the longest first; None where it forbids nothing."""
        is_off = Family.OWN in self.off
        return None if is_off else _spelled(_longest_first(one for one in self.own.values() if not one.is_allowed))

    @cached_property
    def allowed(self) -> re.Pattern[str] | None:
        """What the shop allows, None where it allows nothing."""
        return _spelled(_longest_first(one for one in self.own.values() if one.is_allowed))


def _longest_first(words: Iterable[OwnWord]) -> tuple[str, ...]:
    return tuple(sorted((one.phrase for one in words), key=lambda phrase: (-len(phrase), phrase)))


@lru_cache(maxsize=16)
def _compiled(language: str, off: frozenset[Family]) -> re.Pattern[str]:
    """One expression for all that counts in a language; its groups are the families."""
    families, frame = {"zh": (CHINESE, "{}"), "en": (ENGLISH, r"(?i:(?<![a-z0-9])(?:{}))")}[language]
    parts = [f"(?P<{family}>{words.pattern})" for family, words in families.items() if family not in off]
    return re.compile(frame.format("|".join(parts)) if parts else "(?!)")


@lru_cache(maxsize=64)
def _spelled(phrases: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(map(re.escape, phrases)), re.IGNORECASE) if phrases else None


_CUTTER: Final = Cutter()


def check_text(text: str, rules: LawRules, proved: tuple[str, ...] = ()) -> list[Hit]:
    """The phrases of a text that the law may forbid, in order; none within a phrase that is `proved` of its product.

    A text with markup is to be bared of it before. Letters and digits of full width are read as any others.
    """
    if not (_ANY.search(text) or (rules.forbidden and rules.forbidden.search(text))):
        return []
    if _WIDE.search(text):
        narrow = check_text(text.translate(_NARROW), rules, proved)
        return [replace(hit, phrase=text[hit.start : hit.end]) for hit in narrow]
    matches = [*_own(text, rules), *_chinese(text, rules), *_english(text, rules)]
    if not matches:
        return []
    spared = [match.span() for known in (rules.allowed, _spelled(proved)) if known for match in known.finditer(text)]
    found = _hits(text, rules, sorted(matches, key=lambda one: one[0].start()))
    return [hit for hit in found if not any(left <= hit.start and hit.end <= right for left, right in spared)]


def has_phrase(text: str, phrases: tuple[str, ...]) -> bool:
    """Whether any of the phrases stands in a text as `check_text` reads it; nothing is asked about words around it."""
    pattern = _spelled(phrases)
    return pattern is not None and pattern.search(text.translate(_NARROW) if _WIDE.search(text) else text) is not None


_Match = tuple[re.Match[str], Family]


def _own(text: str, rules: LawRules) -> Iterator[_Match]:
    return ((match, Family.OWN) for match in rules.forbidden.finditer(text)) if rules.forbidden else iter(())


def _chinese(text: str, rules: LawRules) -> Iterator[_Match]:
    pattern, last = _compiled("zh", rules.off), 0
    if _HAN.search(text):
        for place in _STARTS.finditer(text):
            match = pattern.match(text, place.start()) if place.start() >= last else None
            if match is not None:
                last = match.end()
                yield match, Family(str(match.lastgroup))


def _english(text: str, rules: LawRules) -> Iterator[_Match]:
    if _LATIN.search(text):
        for match in _compiled("en", rules.off).finditer(text):
            yield match, Family(str(match.lastgroup))


def _hits(text: str, rules: LawRules, matches: Iterable[_Match]) -> Iterator[Hit]:
    borders: set[int] = set()
    last = looked = 0
    for match, family in matches:
        start, end = match.span()
        if start < last or (family in ENGLISH and start < looked):
            continue
        if family in CHINESE:
            looked = end
            if _is_harmless(text, start, end) or _is_excused(text, start, end, family):
                continue
            borders = borders or _borders(text)
            if start not in borders:  # it begins within a word: 单独家用 has no 独家
                continue
            end = _end_of_word(text, end, borders)
        elif family in ENGLISH and _is_denied(text, start, family):
            continue
        last = end
        yield _hit(text[start:end], match.group(), start, family, rules)


def _borders(text: str) -> set[int]:
    """Where words begin."""
    found, at = set(), 0
    for word in _CUTTER.cut(text):
        found.add(at)
        at += len(word)
    return found


def _end_of_word(text: str, end: int, borders: set[int]) -> int:
    """Where the word ends that a phrase ends in: of 最优惠 no 最优 is left."""
    while end < len(text) and end not in borders and _HAN.match(text, end):
        end += 1
    return end


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


def _is_denied(text: str, start: int, family: Family) -> bool:
    """Whether an English text says the contrary, or names the day that it presses for."""
    if family is Family.HURRY:
        return _UNTIL.search(text) is not None
    return _DENIED.search(text[max(0, start - SIGHT) : start]) is not None


def _hit(whole: str, core: str, start: int, family: Family, rules: LawRules) -> Hit:
    """A hit from its whole phrase and the part of that which the family names."""
    words = FAMILIES[family]
    phrase, core = whole.strip(_MARKS), core.strip(_MARKS)
    if not core.endswith("的"):
        phrase = phrase.removesuffix("的")
    end = start + len(phrase)
    if family is Family.OWN:
        said = next(one for one in rules.own.values() if one.phrase.casefold() == phrase.casefold())
        return Hit(start, end, phrase, family, said.reason or words.reason, said.replacement or None, words.mark)
    instead = INSTEAD.get(phrase, INSTEAD.get(phrase.removesuffix("的")))
    if instead is None and core in INSTEAD:
        instead = INSTEAD[core] + phrase[len(core) :]
    return Hit(start, end, phrase, family, words.reason, instead, words.mark)
