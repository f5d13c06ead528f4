"""What a profit sheet holds, as plain values: a report fills it, a workbook shows it.

Money is Decimal in the shop's currency with at most four decimals. The figures of months and SKUs are those of
`shop.profit.definitions`: deductions are positive, and what is made of parts there is their sum on every row; the
workbook checks it.

A sale whose cost is unknown is left out of the profit and listed, never counted as pure gain (rules.md, Money).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final, NamedTuple

from shopdesk.shop.ledger.rules import AccountKind
from shopdesk.shop.profit.figures import Figures
from shopdesk.text import N_

KIND_TITLES: Final = {
    AccountKind.ASSET: N_("Asset"),
    AccountKind.LIABILITY: N_("Liability"),
    AccountKind.EQUITY: N_("Equity"),
    AccountKind.INCOME: N_("Income"),
    AccountKind.EXPENSE: N_("Expense"),
}


class MonthRow(NamedTuple):
    """A month of a channel. `month` is "2026-01"."""

    month: str
    channel: str
    figures: Figures


class SkuRow(NamedTuple):
    """A SKU in a month of a channel; sku "" gathers what belongs to no SKU, so that rows add up to the months.

    `is_known`: the cost of all that was sold is known. Where it is not, nothing is said of the contribution.
    """

    month: str
    channel: str
    sku: str
    title: str
    figures: Figures

    @property
    def is_known(self) -> bool:
        """Whether the cost of all that was sold is known."""
        return not self.figures.unknown_units and not self.figures.unknown_sales


class LedgerRow(NamedTuple):
    """A posting in the ledger; `kind`, `document` and `account_name` as people read them. One of debit, credit is 0."""

    date: date
    entry_no: str
    kind: str
    document: str
    account_code: str
    account_name: str
    debit: Decimal
    credit: Decimal
    memo: str


class AccountRow(NamedTuple):
    """An account over the sheet's months. Balances are signed, debit above zero: opening + debit - credit = closing."""

    code: str
    name: str
    kind: AccountKind
    line: str
    """Name of the figure that it counts to; "" where it is none of the statement."""
    opening: Decimal
    debit: Decimal
    credit: Decimal
    closing: Decimal


class UnknownRow(NamedTuple):
    """Units sold of a SKU whose cost nobody has told, and what they sold for (net)."""

    sku: str
    title: str
    units: Decimal
    sales: Decimal


@dataclass(frozen=True, slots=True)
class ProfitBook:
    """Everything that a profit sheet shows. `skus` and `ledger` are read once, so they may stream."""

    shop: str
    currency: str
    first_month: str
    last_month: str
    """ "2026-01" to "2026-12", both among the months."""
    made_at: datetime
    """Aware, in the zone that the reader lives in."""
    costing: str
    """The costing method, as people read it."""
    months: Sequence[MonthRow]
    skus: Iterable[SkuRow]
    ledger: Iterable[LedgerRow]
    """The entries of the months, in order."""
    accounts: Sequence[AccountRow]
    """Every account that has a balance or a posting in the ledger."""
    unknown: Sequence[UnknownRow]
    definitions: Sequence[tuple[str, str]] = ()
    """Further terms and their meanings, after the workbook's own."""
