"""A made statement: a file as its source writes it, and what has to come out."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Made:
    """A file as its source writes it, and what has to come out."""

    code: str
    name: str
    text: str
    sums: Mapping[str, str]
    """Kind of line → its sum."""
    orders: tuple[str, ...] = ()
    """The order numbers of its lines, in turn."""
    encoding: str = "utf-8"
    skipped: int = 0
    """Rows below the header that move no money, or are no data."""
    currencies: frozenset[str] = field(default_factory=lambda: frozenset({""}))
