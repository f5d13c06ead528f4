"""Commands by name: found by English word, by Chinese, by full pinyin and by initials, with polyphones right."""

import gettext
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from shopdesk.text import DOMAIN, LANGUAGES, resources

Readings = tuple[tuple[str, ...], ...]
"""Per character what may be typed for it: its syllables for a Han character, itself for any other."""

RECENT_KEPT: Final = 8


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to do. `title` and `words` (more names it is found by) are msgids."""

    key: str
    title: str
    run: Callable[[], object]
    icon: str = "command"
    shortcut: str = ""
    words: str = ""
    why: Callable[[], str] = str
    """A sentence, or "" while the command can be done."""


@cache
def names(msgid: str) -> tuple[str, ...]:
    """A msgid in every language there is, once each."""
    spoken = [msgid]
    for code in LANGUAGES:
        catalogue = gettext.translation(DOMAIN, resources() / "locale", [code], fallback=True)
        spoken.append(catalogue.gettext(msgid))
    return tuple(dict.fromkeys(name for name in spoken if name))


@dataclass(slots=True)
class Speller:
    """How Chinese names may be typed. Starts without pinyin; `learn` on a worker loads it (0.15 s) for these names."""

    readings: Mapping[str, Readings] = field(default_factory=dict)

    @staticmethod
    def learn(all_names: Iterable[str]) -> "Speller":
        """A speller that knows the syllables of these names; every reading of a polyphone counts."""
        from pypinyin import Style, pinyin

        def syllables(letter: str) -> tuple[str, ...]:
            if letter.isascii():
                return (letter,)
            return tuple(pinyin(letter, style=Style.NORMAL, heteronym=True)[0])

        spelled = {name: tuple(syllables(letter) for letter in name.casefold()) for name in all_names}
        return Speller({name: letters for name, letters in spelled.items() if not name.isascii()})

    def score(self, name: str, query: str) -> int:
        """How well the query fits the name, 0 (not) to 100; both in lower case."""
        if name.startswith(query):
            return 100
        if re.search(rf"\b{re.escape(query)}", name):
            return 90
        if query in name:
            return 80
        letters = self.readings.get(name)
        if letters and query.isascii():
            if _is_spelled(letters, 0, query):
                return 75
            if any(_is_spelled(letters, start, query) for start in range(1, len(letters))):
                return 65
        return 50 if len(query) >= 4 and _is_misspelled(name, query) else 0


def _is_spelled(letters: Readings, at: int, typed: str) -> bool:
    """Whether `typed` spells the letters from `at` on, each by a whole syllable or its first letter."""
    if not typed:
        return True
    if at == len(letters):
        return False
    for syllable in letters[at]:
        if syllable.startswith(typed):  # still typing the last syllable
            return True
        if typed.startswith(syllable) and _is_spelled(letters, at + 1, typed[len(syllable) :]):
            return True
        if typed[0] == syllable[:1] and _is_spelled(letters, at + 1, typed[1:]):
            return True
    return False


def _is_misspelled(name: str, query: str) -> bool:
    from rapidfuzz.fuzz import ratio

    return any(ratio(word, query) >= 75 for word in re.findall(r"\w+", name))


def find(commands: Sequence[Command], query: str, recent: Sequence[str], speller: Speller) -> list[Command]:
    """Commands that fit every word of the query, best first; all of them for an empty one, the recent first."""
    order = {key: place for place, key in enumerate(recent)}
    words = query.casefold().split()
    if not words:
        return sorted(commands, key=lambda command: order.get(command.key, len(order)))
    fits: list[tuple[int, int, Command]] = []
    for command in commands:
        spoken = [name.casefold() for msgid in (command.title, command.words) if msgid for name in names(msgid)]
        worst = min(max(speller.score(name, word) for name in spoken) for word in words)
        if worst:
            fits.append((-worst, order.get(command.key, len(order)), command))
    return [command for _score, _place, command in sorted(fits, key=lambda fit: fit[:2])]


def remember(recent: Sequence[str], key: str) -> tuple[str, ...]:
    """The commands last used, with `key` as the newest."""
    return (key, *(old for old in recent if old != key))[:RECENT_KEPT]
