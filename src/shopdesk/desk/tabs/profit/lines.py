"""The lines of the profit statement: what each means, which accounts make it, which lines it is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from shopdesk.shop.columns import Column, Kind
from shopdesk.shop.ledger.rules import CHART, EXPENSES, AccountKind, Role
from shopdesk.shop.profit.figures import Figures
from shopdesk.shop.profit.sheets import MONTHS
from shopdesk.text import N_


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


_OTHER: Final = (*(role for role in EXPENSES if role is not Role.COMMISSION), Role.SHRINKAGE)
_GROSS_PROFIT: Final = Column(
    "gross_profit", N_("Gross profit"), Kind.MONEY,
    help=N_("Net sales less sales of unknown cost and the cost of goods sold."),
)  # fmt: skip
_SALES: Final = ((1, "gross_sales"), (-1, "discounts"), (-1, "refunds"), (1, "adjustments"), (1, "charges"))
_GOODS: Final = ((1, "net_sales"), (-1, "unknown_sales"), (-1, "cogs"))


def _line(
    key: str, sign: int = 1, *accounts: Role, parts: tuple[tuple[int, str], ...] = (), is_rare: bool = False
) -> Line:
    column = _GROSS_PROFIT if key == _GROSS_PROFIT.key else MONTHS.column(key)
    return Line(key, column, sign, accounts, parts, is_rare)


LINES: Final[Mapping[str, Line]] = MappingProxyType(
    {
        line.key: line
        for line in (
            _line("gross_sales", 1, Role.SALES),
            _line("discounts", -1, Role.DISCOUNT),
            _line("refunds", -1, Role.RETURNS),
            _line("adjustments", 1, Role.BAD_DEBT, is_rare=True),
            _line("charges", 1, Role.SHIPPING, Role.CHARGES),
            _line("net_sales", parts=_SALES),
            _line("unknown_sales", -1, is_rare=True),
            _line("cogs", -1, Role.COGS),
            _line("gross_profit", parts=_GOODS),
            _line("fees", -1, Role.COMMISSION),
            _line("other_costs", -1, *_OTHER),
            _line("profit", parts=((1, "gross_profit"), (-1, "fees"), (-1, "other_costs"))),
            _line("margin"),
        )
    }
)
"""Key → line, in the order of the statement."""

TITLES: Final = {spec.role: spec.title for spec in CHART}
"""Account → its title (msgid)."""
COUNTED: Final = tuple(spec.role for spec in CHART if spec.kind in {AccountKind.INCOME, AccountKind.EXPENSE})
"""Every account that counts to the profit."""


def accounts_of(key: str) -> tuple[Role, ...]:
    """The accounts behind a line, a sum's through its parts."""
    line = LINES[key]
    found = [*line.accounts]
    for _sign, part in line.parts:
        found += accounts_of(part)
    return tuple(dict.fromkeys(found))
