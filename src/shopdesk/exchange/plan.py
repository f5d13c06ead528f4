"""How a sheet is to be read: which column is which field, at which grain, in whose words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Grain(StrEnum):
    """What one row of the sheet stands for (formats.md 1, line 13)."""

    ORDER = "order"  # a whole order; its lines, if any, come in another file
    LINE = "line"  # a line of an order; order columns are repeated on each of its rows
    FIRST_ROW = "first_row"  # a line of an order; order columns stand on its first row only
    UNIT = "unit"  # one piece, a line of its own with its own state
    ITEM = "item"  # one product, receipt line, counted SKU …: rows do not belong together


class Answer(StrEnum):
    """What only a person can say when both readings fit."""

    DAY_FIRST = "day_first"
    DECIMAL_COMMA = "decimal_comma"


@dataclass(frozen=True, slots=True)
class Further:
    """A further column of a field: a text follows the field's own, an amount is added to it or taken off."""

    key: str
    column: int
    off: bool = False


@dataclass(frozen=True, slots=True)
class Split:
    """A column of a statement whose amounts are lines of their own, of one kind."""

    column: int
    kind: str
    """`shop.settlement.rules.LineKind`."""
    taken: bool = False
    """Above zero it says what was taken."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The reading of one sheet. Made by `match` for a known format, proposed by it for an unknown one."""

    kind: str
    """What the rows are: "orders", "products", "receipts", "counts", "refunds" … (the keys of `kinds.KINDS`).

    It names the sheet whose columns are the fields.
    """
    format: str
    """Code of the format ("taobao-orders"), or "mapped" where a mapping stands in for one."""
    title: str
    """The format's name, a msgid; "" for a mapping."""
    sheet: int
    sheet_name: str
    header_row: int
    first_row: int
    """1-based rows of the header and of the first data row."""
    headers: tuple[str, ...]
    """Header texts as they stand in the file, blanks trimmed."""
    columns: Mapping[str, int]
    """Field key → 0-based column; several fields may read one column."""
    signature: str
    """Fingerprint of the header by which a mapping is remembered."""
    channel: str = ""
    """Code of the sales channel; "" where the file does not say."""
    grain: Grain = Grain.LINE
    states: Mapping[str, str] = field(default_factory=dict)
    """The file's status word → our order state; "" means that the word says nothing."""
    personal: frozenset[int] = frozenset()
    """Columns that hold personal data, whether mapped or not."""
    footers: tuple[str, ...] = ()
    """Openings of rows that are no data (totals, list ends); shorter rows that follow such a row are skipped too."""
    day_first: bool | None = None
    decimal_comma: bool | None = None
    """None: the file leaves it open; a value with two readings is then a question, never a guess."""
    zone: str = ""
    """IANA zone of times that carry none; "" is the shop's own."""
    partial: bool = False
    """The rows add to orders of another list (item lists): order-level money must not be taken from them."""
    summed: frozenset[str] = frozenset()
    """Order-level fields of which each line carries its own share: added up over the order, not taken once."""
    further: tuple[Further, ...] = ()
    """Columns that are read besides those of `columns`, in the order in which they count."""
    split: tuple[Split, ...] = ()
    """Columns of a statement that are lines of their own, in the order in which they stand."""
    kept: bool = False
    """`refund_amount` is read as what is left of the order's total; 0 or blank: nothing was given back."""
    apart: Mapping[int, frozenset[str]] = field(default_factory=dict)
    """Column → comparable words by which a row is no data."""
    before_discount: bool = False
    """`line_amount` does not have `line_discount` taken off yet."""
    dated: str = ""
    """A pattern of order numbers that tell their day (groups year, month, day)."""
    needs: tuple[str, ...] = ()
    """Fields of which a row must have one to be data (a picture's row has none), or a line of its order (sums)."""
    given: Mapping[str, str] = field(default_factory=dict)
    """Field → the stored value that every row has, though no column says it."""
    certain: bool = True
    """False for a proposal that a person has yet to accept."""
    told: bool = False
    """A person completed or accepted it, so it is remembered under its signature once it has been used."""
    doubts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Field of money → the headers that could be it: it has no column until a person says which."""
    missing: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    """Headers that the format has and the file lacks, where that is in doubt; those of the file it does not know."""
    questions: tuple[Answer, ...] = ()
