"""The lines of the profit statement: what each means, which accounts make it, which lines it is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from shopdesk.shop.columns import Column
from shopdesk.shop.ledger.rules import CHART, Role
from shopdesk.shop.profit.definitions import PROFIT_FIGURES
from shopdesk.shop.profit.figures import Figures


@dataclass(frozen=True, slots=True)
class Line:
    """`sign` is -1 for what is taken away; `parts` are (sign, key) of the lines that make a sum."""

    key: str
    column: Column
    sign: int = 1
    accounts: tuple[Role, ...] = ()
    parts: tuple[tuple[int, str], ...] = ()
    is_rare: bool = False
    """Left out while it is nothing in both columns."""

    @property
    def is_sum(self) -> bool:
        """Whether it is made of other lines."""
        return bool(self.parts)

    def value(self, figures: Figures) -> Decimal | None:
        """The figure as the statement shows it; None where there is none."""
        found: Decimal | None = getattr(figures, self.key)
        return None if found is None else self.sign * found


def _line(key: str, sign: int = 1, *, is_rare: bool = False) -> Line:
    meant = PROFIT_FIGURES[key]
    return Line(key, meant.column, sign, meant.accounts, meant.parts, is_rare)


LINES: Final[Mapping[str, Line]] = MappingProxyType(
    {
        line.key: line
        for line in (
            _line("gross_sales"),
            _line("discounts", -1),
            _line("refunds", -1),
            _line("adjustments", is_rare=True),
            _line("charges"),
            _line("net_sales"),
            _line("unknown_sales", -1, is_rare=True),
            _line("cogs", -1),
            _line("gross_profit"),
            _line("fees", -1),
            _line("other_costs", -1),
            _line("profit"),
            _line("margin"),
        )
    }
)
"""Key → line, in the order of the statement; what each means is its definition's."""

TITLES: Final = {spec.role: spec.title for spec in CHART}
"""Account → its title (msgid)."""


def accounts_of(key: str) -> tuple[Role, ...]:
    """The accounts behind a line, a sum's through its parts."""
    line = LINES[key]
    found = [*line.accounts]
    for _sign, part in line.parts:
        found += accounts_of(part)
    return tuple(dict.fromkeys(found))
