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
    CLEARING = "1122"
    INVENTORY = "1405"
    PAYABLE = "2202"
    GOODS_IN = "2203"
    TAX = "2221"
    EQUITY = "4001"
    SALES = "6001"
    DISCOUNT = "6002"
    RETURNS = "6003"
    SHIPPING = "6051"
    CHARGES = "6052"
    COGS = "6401"
    COMMISSION = "6601"
    ADVERTISING = "6602"
    FREIGHT = "6603"
    PACKAGING = "6604"
    RENT = "6605"
    OTHER = "6606"
    SHRINKAGE = "6701"
    BAD_DEBT = "6702"


@dataclass(frozen=True, slots=True)
class AccountSpec:
    """One account of the default chart."""

    role: Role
    title: str
    kind: AccountKind


CHART: Final = (
    AccountSpec(Role.BANK, N_("Bank and cash"), AccountKind.ASSET),
    AccountSpec(Role.CLEARING, N_("Clearing"), AccountKind.ASSET),
    AccountSpec(Role.INVENTORY, N_("Inventory"), AccountKind.ASSET),
    AccountSpec(Role.PAYABLE, N_("Payables"), AccountKind.LIABILITY),
    AccountSpec(Role.GOODS_IN, N_("Goods received, not invoiced"), AccountKind.LIABILITY),
    AccountSpec(Role.TAX, N_("Sales tax payable"), AccountKind.LIABILITY),
    AccountSpec(Role.EQUITY, N_("Owner's equity"), AccountKind.EQUITY),
    AccountSpec(Role.SALES, N_("Sales"), AccountKind.INCOME),
    AccountSpec(Role.DISCOUNT, N_("Sales discounts"), AccountKind.INCOME),
    AccountSpec(Role.RETURNS, N_("Returns and refunds"), AccountKind.INCOME),
    AccountSpec(Role.SHIPPING, N_("Shipping charged"), AccountKind.INCOME),
    AccountSpec(Role.CHARGES, N_("Other charges"), AccountKind.INCOME),
    AccountSpec(Role.COGS, N_("Cost of goods sold"), AccountKind.EXPENSE),
    AccountSpec(Role.COMMISSION, N_("Commission and fees"), AccountKind.EXPENSE),
    AccountSpec(Role.ADVERTISING, N_("Advertising"), AccountKind.EXPENSE),
    AccountSpec(Role.FREIGHT, N_("Freight"), AccountKind.EXPENSE),
    AccountSpec(Role.PACKAGING, N_("Packaging"), AccountKind.EXPENSE),
    AccountSpec(Role.RENT, N_("Rent and wages"), AccountKind.EXPENSE),
    AccountSpec(Role.OTHER, N_("Other expenses"), AccountKind.EXPENSE),
    AccountSpec(Role.SHRINKAGE, N_("Stock differences"), AccountKind.EXPENSE),
    AccountSpec(Role.BAD_DEBT, N_("Bad debts and corrections"), AccountKind.EXPENSE),
)

EXPENSES: Final = (Role.COMMISSION, Role.ADVERTISING, Role.FREIGHT, Role.PACKAGING, Role.RENT, Role.OTHER)
"""What a person may book by hand as an expense."""

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
    REVERSAL = "reversal"


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
