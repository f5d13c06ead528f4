"""What every cell text goes through before its kind is asked: wrappers off, widths made one, blanks known as blanks."""

import re
import unicodedata
from dataclasses import dataclass

from shopdesk.exchange.plan import Answer
from shopdesk.text import _


@dataclass(frozen=True, slots=True)
class Bad:
    """A cell text that cannot be taken: the reason as a msgid with the values of its sentence."""

    message: str
    values: tuple[tuple[str, object], ...] = ()
    question: Answer | None = None
    """What a person could answer to make the text readable."""

    def __str__(self) -> str:
        """The reason in the language spoken now."""
        return _(self.message).format(**dict(self.values))


def bad(message: str, /, question: Answer | None = None, **values: object) -> Bad:
    """A `Bad` whose values are named like those of a UserError."""
    return Bad(message, tuple(values.items()), question)


INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202c\u202d\u202e"
"""Zero-width marks that Excel's and the browsers' clipboards leave in cells."""
BLANKS = " \t\r\n\v\f\u00a0\u3000\u2002\u2003\u2007\u2009\u202f"
EMPTY = frozenset({"", "-", "--", "---", "—", "–", "――", "/", "null", "n/a", "none", "无退款申请", "无", "not stocked"})
"""Texts (folded, lower case) that say "no value" in a column of numbers, times, codes or states."""

MOST_CHARACTERS = 64
"""No number and no time is longer; what is, never reaches a pattern."""

_TO_ASCII = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_TO_ASCII |= dict.fromkeys(map(ord, BLANKS), 0x20) | dict.fromkeys(map(ord, "−–—﹣"), ord("-"))
_NO_INVISIBLE = dict.fromkeys(map(ord, INVISIBLE))
_FOLD = _TO_ASCII | dict.fromkeys(map(ord, INVISIBLE)) | {ord("¥"): "￥", ord("￡"): "£"}
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_QUOTED = re.compile(r'="((?:[^"]|"")*)"')


def unwrap(text: str) -> str:
    """The text without what spreadsheets and shops put around it: TAB, blanks, `="…"`, `_x000D_`, zero widths."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    if not text.isascii():
        text = text.translate(_NO_INVISIBLE)
    text = text.strip(BLANKS)
    if text.startswith('="') and (quoted := _QUOTED.fullmatch(text)):
        text = quoted[1].replace('""', '"').strip(BLANKS)
    return text


def fold(text: str) -> str:
    """The text of a number or a time in half-width characters.

    Not NFKC: that would also read ½, ² and ① as digits.
    """
    text = unwrap(text).lstrip("'`")
    return text if text.isascii() else text.translate(_FOLD).strip()


def word(text: str) -> str:
    """A status word as it is compared: one width, one case, no blanks around it."""
    folded = unicodedata.normalize("NFKC", unwrap(text).lstrip("'`")).casefold().strip()
    return "" if folded in EMPTY else " ".join(folded.split())


def shorten(text: str, limit: int = 60) -> str:
    """The text on one line and at most `limit` characters long, for lists and messages."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
