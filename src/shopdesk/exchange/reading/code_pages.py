"""Code pages of one byte a character look alike: which one a text is in, by its headers and its letters."""

import re
from functools import cache
from typing import Final

from shopdesk.exchange.headings import meanings

PAGES: Final = ("cp1250", "cp1254", "cp874", "cp1255", "cp1253", "cp1256", "cp1257")
"""What spreadsheets write as plain csv in Central Europe, Turkey, Thailand, Israel, Greece, Arabia, the Baltic."""
_HEAD: Final = 1 << 14
_PIECES: Final = re.compile('[\t\r\n;,|"]+')
_SHORT: Final = 2
"""Two letters of one of these pages are a rare character of Chinese as well."""
_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_MARK_INSIDE: Final = re.compile("[^\\W\\d_][³¹¿¼¾£¥¯][^\\W\\d_]|(?<!\\w)[£¯Œ][a-z]{2}")
"""Marks where a letter belongs: the Polish and Czech letters of cp1250 that are marks in cp1252."""
_NORTHERN: Final = re.compile("[þðÞÐ]|[a-z]ý\\b")
"""Icelandic letters, in whose places the Turkish ones stand."""
_VOWELS_OF_THE_NORTH: Final = re.compile("[áéíóúæ]")


def page_of(sample: bytes, name: str) -> str:
    """The code page that the sample is rather in than in `name`, by more headers that are known; else `name`."""
    head = sample[:_HEAD]
    scores = {page: _known_words(head, page) for page in (name, *PAGES)}
    best = max(scores, key=lambda page: scores[page])  # the first of equals: `name` unless another says more
    if scores[best] > scores[name]:
        return best
    return _by_letters(sample.decode("cp1252", "replace")) if name == "cp1252" else name


def _by_letters(western: str) -> str:
    """By what a text of Western Europe would not have: marks within words, and Icelandic letters without its vowels."""
    if len(_MARK_INSIDE.findall(western)) > 1:
        return "cp1250"
    if len(_NORTHERN.findall(western)) > 1 and not _VOWELS_OF_THE_NORTH.search(western):
        return "cp1254"
    return "cp1252"


def _known_words(head: bytes, page: str) -> int:
    """How many headers and words of headers beyond ASCII, of any language, the text has in that code page."""
    text = head.decode(page, "ignore").casefold()
    pieces = {piece.strip() for piece in _PIECES.split(text)}
    return len((pieces | set(_WORD.findall(text))) & _headers())


@cache
def _headers() -> frozenset[str]:
    said = [header.casefold() for headers in meanings().values() for header in headers]
    words = {word for header in said for word in (header, *_WORD.findall(header))}
    return frozenset(word for word in words if len(word) > _SHORT and not word.isascii())
