"""What is declared of a kind of sheet."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shopdesk.exchange.plan import Grain
from shopdesk.shop.columns import Sheet


@dataclass(frozen=True, slots=True)
class Saying:
    """What a header must say for a kind whose fields are those of any list of addresses: customers are no suppliers."""

    pattern: str
    meanings: tuple[str, ...] = ()
    """Or a header means one of these fields, of whatever kind."""


@dataclass(frozen=True, slots=True)
class SheetKind:
    """A kind of sheet: its columns, our own template of it, and what tells it from the others."""

    sheet: Sheet
    """The sheet whose columns are its fields."""
    template: str
    """What our own template of it is called, a msgid."""
    telling: tuple[str, ...]
    """Groups of columns, joined by `|`, of which no template of this kind goes without one."""
    weights: Mapping[str, int] = field(default_factory=dict)
    """How much a field says for this kind in a sheet that nobody declared; others say 1."""
    essence: tuple[str, ...] = ()
    """What it is about, though a row may leave it blank: one of these a sheet of it has."""
    says: Saying | None = None
    grain: Grain = Grain.ITEM
    never_negative: tuple[str, ...] = ()
    once: tuple[str, ...] = ()
    """The field that stands in it once; of several, the first that a row has."""
    shown: tuple[str, ...] = ()
    """The fields that tell a new row in the dry run; orders, counts and receipts have words of their own."""
    by_channel: bool = False
    """Whether its rows belong to a sales channel."""
    with_amounts: bool = False
    """Whether the amounts of its rows add up to something."""

    @property
    def asks_channel(self) -> bool:
        """Whether a person may have to name the channel, since a row can go without."""
        return self.by_channel and not any(column.key == "channel" and column.required for column in self.sheet.columns)
