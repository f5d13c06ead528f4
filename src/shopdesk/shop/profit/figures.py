"""The lines of a profit statement for one bucket: what was sold, what it cost, what is left."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter
from typing import Final

from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE

ZERO: Final = Decimal(0)


@dataclass(slots=True)
class Figures:
    """Money in the shop's currency; deductions (discounts, refunds, cogs, fees, other costs) are positive.

    The identities of `shop.profit.book` hold for every bucket and for every sum of buckets.
    """

    orders: int = 0
    units: Decimal = ZERO
    gross_sales: Decimal = ZERO
    discounts: Decimal = ZERO
    refunds: Decimal = ZERO
    adjustments: Decimal = ZERO
    charges: Decimal = ZERO
    cogs: Decimal = ZERO
    fees: Decimal = ZERO
    other_costs: Decimal = ZERO
    unknown_units: Decimal = ZERO
    unknown_sales: Decimal = ZERO
    untold_units: Decimal = ZERO
    """Of the unknown units those that were sent: somebody must tell what they cost."""
    title: str = ""
    accounts: dict[str, Decimal] = field(default_factory=dict)
    """Account code → what it was debited, less what it was credited; none of 0, and none but from the books."""

    @property
    def net_sales(self) -> Decimal:
        """Gross sales less discounts and refunds, with adjustments and charges."""
        return self.gross_sales - self.discounts - self.refunds + self.adjustments + self.charges

    @property
    def gross_profit(self) -> Decimal:
        """Net sales less sales of unknown cost and cost of goods."""
        return self.net_sales - self.unknown_sales - self.cogs

    @property
    def profit(self) -> Decimal:
        """Net sales less sales of unknown cost, cost of goods, fees and other costs."""
        return self.gross_profit - self.fees - self.other_costs

    @property
    def margin(self) -> Decimal | None:
        """Profit by the net sales whose cost is known; None where nothing is known."""
        known = self.net_sales - self.unknown_sales
        return self.profit / known if known > 0 else None

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened, or all that happened was taken back."""
        return not any(getattr(self, name) for name in SUMMED)

    def add(self, other: "Figures") -> None:
        """Add another bucket to this one."""
        for name in SUMMED:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for code, amount in other.accounts.items():
            self.book(code, amount)

    def book(self, code: str, amount: Decimal) -> None:
        """Add to what an account was debited; one that was booked and taken back is not among the accounts."""
        self.accounts[code] = self.accounts.get(code, ZERO) + amount
        if not self.accounts[code]:
            del self.accounts[code]

    def less(self, other: "Figures") -> "Figures":
        """What remains without another bucket."""
        made = Figures()
        for name in SUMMED:
            setattr(made, name, getattr(self, name) - getattr(other, name))
        return made


SUMMED: Final = tuple(name for name in Figures.__dataclass_fields__ if name not in {"title", "accounts"})
Key = tuple[str, str]
"""(month, channel title); channel "" gathers what belongs to no channel."""


def total(buckets: Iterable[Figures]) -> Figures:
    """All buckets together."""
    listed, whole = list(buckets), Figures()
    for name in SUMMED:
        setattr(whole, name, sum(map(attrgetter(name), listed), getattr(whole, name)))
    for figures in listed:
        for code, amount in figures.accounts.items():
            whole.book(code, amount)
    return whole


def money(stored: int) -> Decimal:
    """An amount from the store's 1/10,000."""
    return Decimal(stored) / MONEY_SCALE


def pieces(stored: int) -> Decimal:
    """A quantity from the store's 1/1,000."""
    return Decimal(stored) / QUANTITY_SCALE
