"""What a layer of the store is made of: tables whose columns are declared once and whose rows come in batches."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from shopdesk.shop.columns import Sheet
from shopdesk.store.tx import Tx
from shopdesk.text import N_

BATCH: Final = 10_000
"""Rows read at once: what is held of a table does not grow with it."""


class Layer(StrEnum):
    """How far from the files a table is."""

    RAW = "raw"
    FACTS = "facts"
    DAILY = "daily"
    FIGURES = "figures"


LAYER_TITLES: Final = {
    Layer.RAW: N_("Raw rows"),
    Layer.FACTS: N_("Facts"),
    Layer.DAILY: N_("Daily summaries"),
    Layer.FIGURES: N_("Named figures"),
}
LAYER_MEANINGS: Final = {
    Layer.RAW: N_("Every file that was imported, row by row as it came; personal cells are not kept."),
    Layer.FACTS: N_("Orders, products, stock and books, cleaned and tied to each other by their numbers."),
    Layer.DAILY: N_("What the facts add up to, day by day."),
    Layer.FIGURES: N_("The figures of the reports, each with its definition, by month and channel."),
}


@dataclass(frozen=True, slots=True)
class Span:
    """Days of the shop, both included; None is open."""

    since: date | None = None
    until: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether it leaves nothing out."""
        return self.since is None and self.until is None


Rows = Sequence[Sequence[Any]]
"""Rows of values as the store keeps them: scaled integers, seconds, ISO days, 0 and 1, text; None is not known."""


@dataclass(frozen=True, slots=True, eq=False)
class LayerTable:
    """A table of a layer; `sheet` declares its name, its columns and what they mean."""

    layer: Layer
    sheet: Sheet
    read: Callable[[Tx, Span], Iterator[Rows]]
    """Its rows in batches, values in the order of the columns."""
    count: Callable[[Tx, Span], int] | None = None
    """How many rows it has, where that can be told without reading them."""
    lists: frozenset[str] = frozenset()
    """Columns of which a row holds a list of texts."""

    @property
    def name(self) -> str:
        """As files and queries call it."""
        return self.sheet.name


def in_batches(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Parts of what is held anyway, so that whoever writes them can stop between."""
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))
