"""The lines of a profit statement for one bucket: what was sold, what it cost, what is left."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter
from typing import Any, Final

from shopdesk.shop.profit.definitions import PROFIT_FIGURES, leaves_of
from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE

ZERO: Final = Decimal(0)


def _reader(leaves: Sequence[tuple[int, str]], sign: int) -> Callable[[Any], tuple[Decimal, ...]]:
    """What reads the leaves of one sign of a Figures at once."""
    names = [name for one, name in leaves if one == sign]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda figures: tuple(getattr(figures, name) for name in names)


_LEAVES: Final = {
    name: (_reader(leaves_of(name), 1), _reader(leaves_of(name), -1))
    for name, one in PROFIT_FIGURES.items()
    if one.parts
}
"""Sum → what reads what is added, and what is taken away."""


@dataclass(slots=True)
class Figures:
    """Money in the shop's currency; deductions (discounts, refunds, cogs and every other cost) are positive.

    `shop.profit.definitions` says what each is: what is made of parts there is a property here, so that those sums
    hold for every bucket and for every sum of buckets.
    """

    orders: int = 0
    units: Decimal = ZERO
    gross_sales: Decimal = ZERO
    discounts: Decimal = ZERO
    refunds: Decimal = ZERO
    adjustments: Decimal = ZERO
    charges: Decimal = ZERO
    subsidies: Decimal = ZERO
    tax_in_prices: Decimal = ZERO
    brushed: Decimal = ZERO
    platform_discounts: Decimal = ZERO
    cogs: Decimal = ZERO
    returned_goods: Decimal = ZERO
    commission: Decimal = ZERO
    payment_fee: Decimal = ZERO
    freight: Decimal = ZERO
    return_freight: Decimal = ZERO
    packaging: Decimal = ZERO
    advertising: Decimal = ZERO
    compensation: Decimal = ZERO
    returns_loss: Decimal = ZERO
    rent: Decimal = ZERO
    samples: Decimal = ZERO
    brushing: Decimal = ZERO
    interest: Decimal = ZERO
    exchange: Decimal = ZERO
    other_expenses: Decimal = ZERO
    stock_differences: Decimal = ZERO
    income_tax: Decimal = ZERO
    unknown_units: Decimal = ZERO
    unknown_sales: Decimal = ZERO
    untold_units: Decimal = ZERO
    """Of the unknown units those that were sent: somebody must tell what they cost."""
    indirect_share: Decimal = ZERO
    """What it bears of costs that belong to no row of its table; see `shop.profit.keys`."""
    title: str = ""
    accounts: dict[str, Decimal] = field(default_factory=dict)
    """Account code → what it was debited, less what it was credited; none of 0, and none but from the books."""

    @property
    def net_sales(self) -> Decimal:
        """Gross sales less what lowers them, with adjustments, charges and subsidies."""
        return self._made_of("net_sales")

    @property
    def gross_profit(self) -> Decimal:
        """Net sales less sales of unknown cost and cost of goods."""
        return self._made_of("gross_profit")

    @property
    def resellable(self) -> Decimal:
        """Goods that came back, without those that were written off."""
        return self._made_of("resellable")

    @property
    def contribution(self) -> Decimal:
        """Gross profit less the costs that grow with the sales."""
        return self._made_of("contribution")

    @property
    def indirect_costs(self) -> Decimal:
        """The costs that do not."""
        return self._made_of("indirect_costs")

    @property
    def profit(self) -> Decimal:
        """Contribution less indirect costs."""
        return self._made_of("profit")

    @property
    def after_share(self) -> Decimal:
        """Profit less the indirect share."""
        return self.profit - self.indirect_share

    @property
    def contribution_margin(self) -> Decimal | None:
        """Contribution by the net sales whose cost is known; None where nothing is known."""
        return self._share(self.contribution)

    @property
    def margin(self) -> Decimal | None:
        """Profit by the same."""
        return self._share(self.profit)

    def _made_of(self, name: str) -> Decimal:
        more, less = _LEAVES[name]
        return sum(more(self), ZERO) - sum(less(self), ZERO)

    def _share(self, amount: Decimal) -> Decimal | None:
        known = self.net_sales - self.unknown_sales
        return amount / known if known > 0 else None

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
        for accounts, sign in ((self.accounts, 1), (other.accounts, -1)):
            for code, amount in accounts.items():
                made.book(code, sign * amount)
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
