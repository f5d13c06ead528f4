"""What a check of the day is, and what it can find: a sentence, the evidence for it, and where it is mended."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from shopdesk.store.tx import Tx
from shopdesk.text import _

MOST: Final = 200
"""So much evidence of one check is kept."""
Place = tuple[str, Mapping[str, Any]]
"""A tab, and where in it."""
Limits = Mapping[str, Decimal]


class Severity(StrEnum):
    """How a check stands; TICK is what no data can tell."""

    BAD = "bad"
    WARN = "warn"
    TICK = "tick"
    GOOD = "good"


@dataclass(frozen=True, slots=True)
class Said:
    """A msgid with its values."""

    message: str
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """In the language spoken now."""
        return _(self.message).format(**{name: _told(value) for name, value in self.values.items()})


class Word(str):
    """A msgid among the values of a sentence: it is spoken in the language of whoever reads."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return format(_(str(self)), spec)


def _told(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:,.2f}".removesuffix(".00")
    if isinstance(value, StrEnum) or not isinstance(value, str | date | int):
        return "–" if value is None else str(value)
    return value if isinstance(value, str) else f"{value:,}" if isinstance(value, int) else value.isoformat()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that a check found, and where it is seen."""

    name: str
    said: Said
    place: Place


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found; without evidence nothing is to be done."""

    severity: Severity
    said: Said
    evidence: tuple[Evidence, ...] = ()
    detail: tuple[Said, ...] = ()
    """What it comes to, told in short; left out, the names of the first of the evidence."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A number that a check is tuned by: its title, what it is until somebody says, and the least it may be."""

    name: str
    title: str
    usual: Decimal
    least: Decimal = Decimal(0)

    @property
    def most(self) -> Decimal:
        """The most it may be: days so many that a calendar has them, anything else as much as can be stored."""
        return Decimal(3_650) if self.name == "days" else Decimal(10**9)


@dataclass(frozen=True, slots=True)
class Check:
    """One check; `look` answers None where the shop has nothing of the kind, so that there is nothing to say."""

    key: str
    title: str
    mend: str
    """What the button says that leads to the mending."""
    place: Place
    look: Callable[[Tx, Limits], Found | None]
    limits: tuple[Limit, ...] = ()
    is_slow: bool = False
    """Whether it takes so long that others are shown before it."""


def place(tab: str, **where: Any) -> Place:
    """A place in the window."""
    return tab, MappingProxyType(where)


def judged(
    bad: Sequence[Evidence], warn: Sequence[Evidence], said: Said, good: Said, detail: Sequence[Said] = ()
) -> Found:
    """Bad where anything is, else a warning, else all is well."""
    if not bad and not warn:
        return Found(Severity.GOOD, good)
    return Found(Severity.BAD if bad else Severity.WARN, said, (*bad, *warn)[:MOST], tuple(detail))
