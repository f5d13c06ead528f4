"""The chart of accounts of a small shop, and the entries that each document makes: plain values in and out."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import itemgetter
from typing import Final

from shopdesk.text import N_


class AccountKind(StrEnum):
    """Where an account stands in the reports."""

    ASSET = "asset"
    LIABILITY = "liability"
    EQUITY = "equity"
    INCOME = "income"
    EXPENSE = "expense"


class Role(StrEnum):
    """What an account is for; its value is the account's code (after the Chinese standard chart, 2006)."""

    BANK = "1002"
    WALLET = "1012"
    CLEARING = "1122"
    AD_ACCOUNT = "1123"
    RESERVE = "1231"
    INVENTORY = "1405"
    UNMATCHED = "1901"
    LOAN = "2001"
    PAYABLE = "2202"
    GOODS_IN = "2203"
    TAX = "2221"
    EQUITY = "4001"
    DRAWINGS = "4103"
    SALES = "6001"
    DISCOUNT = "6002"
    RETURNS = "6003"
    TAX_IN_PRICES = "6004"
    BRUSHED = "6005"
    SHIPPING = "6051"
    CHARGES = "6052"
    SUBSIDY = "6053"
    OTHER_INCOME = "6301"
    COGS = "6401"
    COMMISSION = "6601"
    ADVERTISING = "6602"
    FREIGHT = "6603"
    PACKAGING = "6604"
    RENT = "6605"
    OTHER = "6606"
    PAYMENT_FEE = "6607"
    RETURN_FREIGHT = "6608"
    BRUSHING = "6609"
    SAMPLES = "6610"
    COMPENSATION = "6611"
    INTEREST = "6612"
    EXCHANGE = "6613"
    SHRINKAGE = "6701"
    BAD_DEBT = "6702"
    RETURNS_LOSS = "6703"
    INCOME_TAX = "6801"


PER_CHANNEL: Final = (Role.CLEARING, Role.WALLET, Role.AD_ACCOUNT, Role.RESERVE, Role.UNMATCHED)
"""Each channel has one of its own, below the shop's: "1122.taobao"."""


def role_of(code: str) -> Role | None:
    """The role of an account, or of the one that it stands below ("6605.wages" is rent); None: it has none."""
    head = code.partition(".")[0]
    return Role(head) if head in _ROLES else None


_ROLES: Final = frozenset(role.value for role in Role)


@dataclass(frozen=True, slots=True)
class AccountSpec:
    """One account of the default chart."""

    role: Role
    title: str
    kind: AccountKind


def _specs(kind: AccountKind, *told: tuple[Role, str]) -> tuple[AccountSpec, ...]:
    return tuple(AccountSpec(role, title, kind) for role, title in told)


CHART: Final = (
    *_specs(
        AccountKind.ASSET,
        (Role.BANK, N_("Bank and cash")),
        (Role.WALLET, N_("Channel wallets")),
        (Role.CLEARING, N_("Clearing")),
        (Role.AD_ACCOUNT, N_("Advertising accounts")),
        (Role.RESERVE, N_("Held back by channels")),
        (Role.INVENTORY, N_("Inventory")),
        (Role.UNMATCHED, N_("Settlement to be explained")),
    ),
    *_specs(
        AccountKind.LIABILITY,
        (Role.LOAN, N_("Loans")),
        (Role.PAYABLE, N_("Payables")),
        (Role.GOODS_IN, N_("Goods received, not invoiced")),
        (Role.TAX, N_("Sales tax payable")),
    ),
    *_specs(AccountKind.EQUITY, (Role.EQUITY, N_("Owner's equity")), (Role.DRAWINGS, N_("Owner's drawings"))),
    *_specs(
        AccountKind.INCOME,
        (Role.SALES, N_("Sales")),
        (Role.DISCOUNT, N_("Sales discounts")),
        (Role.RETURNS, N_("Returns and refunds")),
        (Role.TAX_IN_PRICES, N_("Sales tax in prices")),
        (Role.BRUSHED, N_("Brushed orders")),
        (Role.SHIPPING, N_("Shipping charged")),
        (Role.CHARGES, N_("Other charges")),
        (Role.SUBSIDY, N_("Subsidies of channels")),
        (Role.OTHER_INCOME, N_("Other income")),
    ),
    *_specs(
        AccountKind.EXPENSE,
        (Role.COGS, N_("Cost of goods sold")),
        (Role.COMMISSION, N_("Commission and fees")),
        (Role.ADVERTISING, N_("Advertising")),
        (Role.FREIGHT, N_("Freight")),
        (Role.PACKAGING, N_("Packaging")),
        (Role.RENT, N_("Rent and wages")),
        (Role.OTHER, N_("Other expenses")),
        (Role.PAYMENT_FEE, N_("Payment fees")),
        (Role.RETURN_FREIGHT, N_("Freight of returns")),
        (Role.BRUSHING, N_("Brushing costs")),
        (Role.SAMPLES, N_("Samples")),
        (Role.COMPENSATION, N_("Compensation and penalties")),
        (Role.INTEREST, N_("Interest and bank charges")),
        (Role.EXCHANGE, N_("Exchange differences")),
        (Role.SHRINKAGE, N_("Stock differences")),
        (Role.BAD_DEBT, N_("Bad debts and corrections")),
        (Role.RETURNS_LOSS, N_("Returns written off")),
        (Role.INCOME_TAX, N_("Taxes on income")),
    ),
)

DEFAULT_TITLES: Final = {spec.role.value: spec.title for spec in CHART}
"""Code of an account of the default chart → the name that it was given; translated until a person changes it."""

EXPENSES: Final = (
    Role.COMMISSION, Role.PAYMENT_FEE, Role.ADVERTISING, Role.FREIGHT, Role.RETURN_FREIGHT, Role.PACKAGING, Role.RENT,
    Role.SAMPLES, Role.COMPENSATION, Role.INTEREST, Role.OTHER, Role.INCOME_TAX,
)  # fmt: skip
"""What a person may book by hand as an expense."""


def takes_expenses(code: str, kind: str) -> bool:
    """Whether a person may book an expense on an account: one of `EXPENSES`, one below, or one of their own."""
    return kind == AccountKind.EXPENSE and (role_of(code) is None or role_of(code) in EXPENSES)


Dated = Sequence[tuple[str, int]]
"""ISO days and the rates from then on in 1/10**10, oldest first."""


def rate_on(rates: Dated, day: str) -> int | None:
    """The latest rate of that day or before; None where there is none yet."""
    place = bisect_right(rates, day, key=itemgetter(0))
    return rates[place - 1][1] if place else None


class EntryKind(StrEnum):
    """Why an entry was made."""

    SALE = "sale"
    RETURN = "return"
    ADJUSTMENT = "adjustment"
    REFUND = "refund"
    COGS = "cogs"
    RECEIPT = "receipt"
    STOCK = "stock"
    EXPENSE = "expense"
    LANDED = "landed"
    MANUAL = "manual"
    RECURRING = "recurring"
    BILL = "bill"
    PAYMENT = "payment"
    ADS = "ads"
    SIDE = "side"
    SETTLEMENT = "settlement"
    PAYOUT = "payout"
    TAX = "tax"
    REVALUATION = "revaluation"
    REVERSAL = "reversal"


REVERSIBLE: Final = frozenset({EntryKind.EXPENSE, EntryKind.MANUAL, EntryKind.RECURRING})
"""What was booked by hand is answered by a mirror image; entries of documents are corrected through these."""


@dataclass(frozen=True, slots=True)
class OrderMoney:
    """The money of an order in 1/10,000; see SalesOrder."""

    goods: int
    discount: int
    shipping: int
    charge: int
    tax: int
    total: int


SALE_SIDES: Final = (
    (Role.CLEARING, "total", 1),
    (Role.SALES, "goods", -1),
    (Role.DISCOUNT, "discount", 1),
    (Role.SHIPPING, "shipping", -1),
    (Role.CHARGES, "charge", -1),
    (Role.TAX, "tax", -1),
)
"""What a sale posts: account, amount of the order, sign. Adds up to zero because goods - discount + … = total."""

RETURN_SIDES: Final = tuple(
    (Role.RETURNS if role is Role.SALES else role, amount, sign) for role, amount, sign in SALE_SIDES
)
ADJUSTMENT_SIDES: Final = tuple(
    (role if role in (Role.CLEARING, Role.TAX) else Role.BAD_DEBT, amount, sign) for role, amount, sign in SALE_SIDES
)
"""A correction is no sale: all of it but its tax is lost or won."""
SIDES: Final = {"sale": SALE_SIDES, "return": RETURN_SIDES, "adjustment": ADJUSTMENT_SIDES}
"""Order kind → what it posts."""


def order_postings(kind: str, money: OrderMoney) -> dict[Role, int]:
    """The postings of an order: role → signed amount in 1/10,000; zero amounts left out; they add up to zero."""
    made: dict[Role, int] = {}
    for role, amount, sign in SIDES[kind]:
        made[role] = made.get(role, 0) + sign * getattr(money, amount)
    return {role: amount for role, amount in made.items() if amount}
