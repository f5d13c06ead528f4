"""What a profit sheet holds, as plain values: a report fills it, a workbook shows it.

Money is Decimal in the shop's currency with at most four decimals. Deductions (discounts, refunds, cogs, fees, other
costs) are positive; charges and adjustments carry their own sign. Two identities hold on every row of `months`, and the
workbook checks them:

    net_sales = gross_sales - discounts - refunds + adjustments + charges
    profit    = net_sales - unknown_sales - cogs - fees - other_costs

A sale whose cost is unknown is left out of the profit and listed, never counted as pure gain (rules.md, Money).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple

from shopdesk.shop.ledger.rules import AccountKind, Role, role_of
from shopdesk.text import N_


class ProfitLine(StrEnum):
    """The line of the profit sheet that an account counts to."""

    NET_SALES = "net_sales"
    COGS = "cogs"
    FEES = "fees"
    OTHER_COSTS = "other_costs"
    NONE = ""


LINE_TITLES: Final = {
    ProfitLine.NET_SALES: N_("Net sales"),
    ProfitLine.COGS: N_("Cost of goods sold"),
    ProfitLine.FEES: N_("Commission and fees"),
    ProfitLine.OTHER_COSTS: N_("Other costs"),
    ProfitLine.NONE: "",
}
KIND_TITLES: Final = {
    AccountKind.ASSET: N_("Asset"),
    AccountKind.LIABILITY: N_("Liability"),
    AccountKind.EQUITY: N_("Equity"),
    AccountKind.INCOME: N_("Income"),
    AccountKind.EXPENSE: N_("Expense"),
}


def line_of(code: str, kind: AccountKind) -> ProfitLine:
    """The line of an account: adjustments of receivables (bad debt) lower the net sales, as in the sales report."""
    role = role_of(code)
    if kind is AccountKind.INCOME or role is Role.BAD_DEBT:
        return ProfitLine.NET_SALES
    if role is Role.COGS:
        return ProfitLine.COGS
    if role in (Role.COMMISSION, Role.PAYMENT_FEE):
        return ProfitLine.FEES
    return ProfitLine.OTHER_COSTS if kind is AccountKind.EXPENSE else ProfitLine.NONE


class MonthRow(NamedTuple):
    """A month of a channel. `month` is "2026-01"."""

    month: str
    channel: str
    orders: int
    units: Decimal
    gross_sales: Decimal
    discounts: Decimal
    refunds: Decimal
    adjustments: Decimal
    charges: Decimal
    net_sales: Decimal
    cogs: Decimal
    fees: Decimal
    other_costs: Decimal
    profit: Decimal
    unknown_units: Decimal
    unknown_sales: Decimal


class SkuRow(NamedTuple):
    """A SKU in a month of a channel; sku "" gathers what belongs to no SKU, so that rows add up to the months.

    net_sales = gross_sales - discounts - refunds. cogs is its known part, None where no cost is known; profit is
    net_sales - cogs, None where some of it is unknown, that is where unknown_units or unknown_sales is not zero.
    """

    month: str
    channel: str
    sku: str
    title: str
    units: Decimal
    gross_sales: Decimal
    discounts: Decimal
    refunds: Decimal
    net_sales: Decimal
    cogs: Decimal | None
    profit: Decimal | None
    unknown_units: Decimal
    unknown_sales: Decimal = Decimal(0)


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
    line: ProfitLine
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
