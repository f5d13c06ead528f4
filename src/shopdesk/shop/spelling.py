"""How Chinese titles are typed on a Latin keyboard: 龙井茶 is found by longjing, by longj and by ljc."""

import re
from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Final

MOST: Final = 400
"""Titles that one word finds; a word that finds more says too little to be worth them all."""
_MARK: Final = "'"
_HAN: Final = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_TYPED: Final = re.compile(r"[a-z0-9]*[a-z][a-z0-9]*")


class Spelling:
    """Learns titles on one thread and finds them on others. A title is spelled once, however often it is learnt."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._spelled: dict[str, str] = {}
        """Title → its line; see `_line`."""
        self._text = ""
        self._titles: dict[int, str] = {}

    def learn(self, titles: Mapping[int, str]) -> bool:
        """Know these titles by their ids, and no others; whether any of them is other than before."""
        with self._lock:
            if titles == self._titles:
                return False
            chinese = {title for title in titles.values() if _HAN.search(title)}
            self._spelled = {title: self._spelled.get(title) or _line(title) for title in chinese}
            lines = ((key, self._spelled[title]) for key, title in titles.items() if title in chinese)
            self._text = "".join(f"\n{line}\t{key}" for key, line in lines) + "\n"
            self._titles = dict(titles)
            return True

    def find(self, word: str) -> list[int]:
        """Ids of titles that are typed so: whole syllables from the beginning of one on, or first letters."""
        typed = word.casefold()
        if len(typed) < 2 or not _TYPED.fullmatch(typed):
            return []
        # Marks stand before each syllable: a word begins at one and may run over any, so xian is 先 and 西安.
        spelled = _MARK + f"{_MARK}?".join(typed)
        looked_for = re.compile(rf"(?:{spelled}[^\n\t]*\t[^\n\t]*|\t[^\n\t]*{typed}[^\n\t]*)\t(\d+)\n")
        text, found = self._text, []
        for match in looked_for.finditer(text):
            found.append(int(match[1]))
            if len(found) == MOST:
                break
        return found


def _line(title: str) -> str:
    """The syllables of a title with a mark before each, and its first letters; the readings of words, not of letters.

    Runs that are not Chinese count as one syllable, and wholly as first letters.
    """
    from pypinyin import lazy_pinyin

    parts = [re.sub(r"[^a-z0-9]", "", part.casefold()) for part in lazy_pinyin(title)]
    letters = _firsts(title, parts)
    return "".join(_MARK + part for part in parts if part) + "\t" + letters


def _firsts(title: str, parts: Iterable[str]) -> str:
    """First letters of Chinese syllables, other runs whole; `parts` stand for the Han letters and the runs between."""
    made, runs = [], re.findall(f"{_HAN.pattern}|(?:(?!{_HAN.pattern}).)+", title, re.DOTALL)
    for run, part in zip(runs, parts, strict=False):
        made.append(part[:1] if _HAN.match(run) else part)
    return "".join(made)
