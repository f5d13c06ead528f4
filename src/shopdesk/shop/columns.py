"""A column is declared once; grid, export, template, import and help all read it here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from shopdesk.shop.tone import Tone

__all__ = ["Column", "Kind", "Sheet", "State", "Tone"]


class Kind(StrEnum):
    """What a column holds; the kind decides alignment, format, parsing and what a filter may say.

    Values as reports return them: ID, TEXT, LONG_TEXT, STATE str · MONEY, PRICE, QUANTITY, RATE, PERCENT Decimal ·
    INTEGER int · DATE date · TIME aware datetime in UTC · BOOL bool; None is "not known", never zero.
    """

    ID = "id"
    TEXT = "text"
    LONG_TEXT = "long_text"
    STATE = "state"
    MONEY = "money"
    PRICE = "price"
    QUANTITY = "quantity"
    RATE = "rate"
    PERCENT = "percent"
    INTEGER = "integer"
    DATE = "date"
    TIME = "time"
    BOOL = "bool"

    @property
    def is_number(self) -> bool:
        """Whether values can be added up and stand right-aligned."""
        return self in {Kind.MONEY, Kind.PRICE, Kind.QUANTITY, Kind.RATE, Kind.PERCENT, Kind.INTEGER}


@dataclass(frozen=True, slots=True)
class State:
    """One value of a STATE column: its word (msgid) and its tone."""

    title: str
    tone: Tone = Tone.PLAIN


NO_STATES: Mapping[str, State] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet: `title`, `help` are msgids; `words` are the headers that files of all languages use."""

    key: str
    title: str
    kind: Kind = Kind.TEXT
    help: str = ""
    width: int = 0
    """In characters; 0 is the kind's usual width."""
    shown: bool = True
    editable: bool = False
    required: bool = False
    """A file without it (or a template row without a value) cannot be imported."""
    total: bool = False
    """Whether the sum of the column means something."""
    personal: bool = False
    """Personal data: masked on screen, in logs and in problem lists."""
    states: Mapping[str, State] = field(default_factory=lambda: NO_STATES)
    words: tuple[str, ...] = ()
    example: str = ""
    lenient: bool = False
    """Whether a file's cell that cannot be read is passed over: what it says is no reason to refuse the row."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The columns of one kind of row, in order. `key` names the column that identifies a row in a round trip."""

    name: str
    title: str
    columns: tuple[Column, ...]
    key: str
    help: str = ""

    def column(self, key: str) -> Column:
        """The column called `key`; KeyError where there is none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)
