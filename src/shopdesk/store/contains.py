"""Whether a text contains another whatever the case and width of its letters, on SQLite and on PostgreSQL alike."""

from typing import Any, Final

from sqlalchemy import Boolean, ColumnElement, Text, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

_WIDE: Final = 0xFEE0
"""Distance from a letter or sign of ASCII (! to ~) to its full-width twin."""
_NARROW: Final = {code + _WIDE: code for code in range(0x21, 0x7F)} | {0x3000: 0x20}


def fold(text: str) -> str:
    """The text in lower case and half width, letter by letter (a letter that folds into several stays)."""
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text.translate(_NARROW))


def contains(value: ColumnElement[Any], text: str) -> ColumnElement[bool]:
    """`fold(text) in fold(value)` in SQL; NULL where the value is."""
    twins = [_twins(letter) for letter in fold(text)]
    like = "%" + "".join("/" + letter if letter in "%_/" else letter for letter in fold(text)) + "%"
    if all(len(letters) == 1 for letters in twins):
        return value.like(like, escape="/")
    return _ContainsFolded(
        value,
        literal(like, Text()),
        literal("*" + "".join(map(_glob, twins)) + "*", Text()),
        literal("".join(map(_regex, twins)), Text()),
    )


class _ContainsFolded(FunctionElement[bool]):
    """value, LIKE pattern, GLOB pattern, regular expression: each engine takes what it is quick with."""

    type = Boolean()
    inherit_cache = True
    name = "contains_folded"


@compiles(_ContainsFolded, "sqlite")
def _on_sqlite(element: _ContainsFolded, compiler: SQLCompiler, **kw: Any) -> str:
    # LIKE folds ASCII alone but is five times quicker than GLOB's sets, which only values beyond ASCII need.
    value, like, glob = (compiler.process(part, **kw) for part in list(element.clauses)[:3])
    beyond = f"length({value}) <> length(CAST({value} AS BLOB))"
    return f"({value} LIKE {like} ESCAPE '/' OR ({beyond} AND {value} GLOB {glob}))"


@compiles(_ContainsFolded, "postgresql")
def _on_postgresql(element: _ContainsFolded, compiler: SQLCompiler, **kw: Any) -> str:
    clauses = list(element.clauses)
    return f"({compiler.process(clauses[0], **kw)} ~ {compiler.process(clauses[3], **kw)})"


def _twins(letter: str) -> str:
    """All letters that fold into this one."""
    found = {letter, letter.upper() if len(letter.upper()) == 1 else letter}
    found |= {chr(ord(one) + _WIDE) for one in found if 0x21 <= ord(one) < 0x7F}
    return "".join(sorted(found | ({"\u3000"} if letter == " " else set())))


def _glob(letters: str) -> str:
    """A set of SQLite's GLOB, in which ] stands first, ^ not first and - last."""
    first = "]" if "]" in letters else ""
    last = "".join(sign for sign in "^-" if sign in letters)
    rest = "".join(letter for letter in letters if letter not in "]^-")
    return f"[{first}{rest}{last}]" if len(letters) > 1 or letters in "*?[" else letters


def _regex(letters: str) -> str:
    """A set of a PostgreSQL regular expression."""
    safe = "".join(
        letter if letter.isalnum() or letter == "_" or ord(letter) > 0x7F else "\\" + letter for letter in letters
    )
    return f"[{safe}]" if len(letters) > 1 else safe
