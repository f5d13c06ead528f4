"""The words of a text: Chinese by a dictionary that the shop's own words are added to, Latin ones by their letters."""

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Any, Final

_RUN: Final = re.compile(r"[A-Za-z0-9'’.-]+|[\u3400-\u9fff]+|\s+|.", re.DOTALL)
OFTEN: Final = 10_000_000
"""How often an own word is taken to occur: more often than whatever it could be cut into."""


class Cutter:
    """Cuts texts. Where there is no dictionary for this computer, Chinese falls into own words and characters."""

    def __init__(self, own: Iterable[str] = ()) -> None:
        """`own`: words that are not to be cut, whatever the dictionary says."""
        self.own = frozenset(own)

    def cut(self, text: str) -> list[str]:
        """Every part of a text in order, blanks and marks among them; joined they are the text again."""
        found: list[str] = []
        for run in _RUN.findall(text):
            found.extend(self._of_chinese(run) if "\u3400" <= run[0] <= "\u9fff" else [run])
        return found

    def _of_chinese(self, run: str) -> list[str]:
        dictionary = _dictionary(self.own)
        if dictionary is not None:
            return list(dictionary.cut(run, hmm=False))
        found, at = [], 0
        while at < len(run):
            longest = min(self._longest, len(run) - at)
            size = next((n for n in range(longest, 1, -1) if run[at : at + n] in self.own), 1)
            found.append(run[at : at + size])
            at += size
        return found

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self.own), default=1)


@lru_cache(maxsize=2)
def _dictionary(own: frozenset[str]) -> Any:
    """The dictionary with a shop's own words, read when a text is cut first; as long as they stay the same, once."""
    try:
        from rjieba import Jieba
    except ImportError:  # there are no wheels of it for every computer
        return None
    made = Jieba()
    for word in own:
        made.add_word(word, OFTEN, None)
    return made
