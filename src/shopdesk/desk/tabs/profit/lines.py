"""The lines of the profit statement: what each means, which lines and which accounts it is made of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from shopdesk.shop.columns import Column
from shopdesk.shop.profit.definitions import PROFIT_FIGURES, leaves_of
from shopdesk.shop.profit.figures import Figures
from shopdesk.shop.profit.reports import AccountLine


@dataclass(frozen=True, slots=True)
class Line:
    """`sign` is -1 for what is taken away; `parts` are (sign, key) of the lines that make a sum."""

    key: str
    column: Column
    sign: int = 1
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


_ALWAYS: Final = frozenset(
    {"gross_sales", "discounts", "refunds", "charges", "net_sales", "cogs", "gross_profit", "contribution",
     "contribution_margin", "profit", "margin"}
)  # fmt: skip
_TOLD: Final = frozenset({"orders", "units", "unknown_units", "platform_discounts", "returned_goods", "resellable"})
"""Figures beside the statement: none of its sums is made of them."""


def _lines() -> Iterator[Line]:
    """What a sum takes away is shown below zero; what a shop need not have is left out while it is nothing."""
    taken = {part for one in PROFIT_FIGURES.values() if one.name not in _TOLD for sign, part in one.parts if sign < 0}
    costs = {part for _sign, part in PROFIT_FIGURES["indirect_costs"].parts}
    for key, meant in PROFIT_FIGURES.items():
        if key not in _TOLD:
            sign = -1 if key in taken | costs else 1
            parts = tuple((one * sign, part) for one, part in meant.parts)
            yield Line(key, meant.column, sign, parts, key not in _ALWAYS)


LINES: Final[Mapping[str, Line]] = MappingProxyType({line.key: line for line in _lines()})
"""Key → line, in the order of the statement; what each means is its definition's."""


def accounts_behind(key: str, accounts: Mapping[str, AccountLine]) -> list[str]:
    """Codes of the accounts that make a line, a sum's through its parts."""
    names = {leaf for _sign, leaf in leaves_of(key)}
    return [code for code, counted in accounts.items() if counted.name in names]
