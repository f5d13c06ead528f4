"""What a line of a statement is, where it is booked, and which order it speaks of: plain values in and out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.money import convert


class LineKind(StrEnum):
    """What moved the money of a channel's wallet."""

    SALE = "sale"
    REFUND = "refund"
    SUBSIDY = "subsidy"
    COMMISSION = "commission"
    PAYMENT_FEE = "payment_fee"
    FREIGHT = "freight"
    RETURN_FREIGHT = "return_freight"
    ADS = "ads"
    COMPENSATION = "compensation"
    TAX = "tax"
    RESERVE = "reserve"
    LOAN = "loan"
    INTEREST = "interest"
    PAYOUT = "payout"
    OTHER = "other"


class LineState(StrEnum):
    """Whether it is known what a line answers."""

    MATCHED = "matched"
    """Its order is known, or its kind says its account."""
    UNMATCHED = "unmatched"
    """It is of an order that the shop does not have, of none, or of a kind that says nothing."""
    EXPLAINED = "explained"
    """A person said what it is."""


CLEARS: Final = frozenset({LineKind.SALE, LineKind.REFUND, LineKind.SUBSIDY})
"""What is taken from the clearing account of the channel, where its order is known."""
OF_ORDERS: Final = frozenset({LineKind.SALE, LineKind.REFUND})
"""What says nothing without its order."""
ACCOUNTS: Final[Mapping[LineKind, Role]] = MappingProxyType(
    {
        LineKind.SUBSIDY: Role.SUBSIDY,
        LineKind.COMMISSION: Role.COMMISSION,
        LineKind.PAYMENT_FEE: Role.PAYMENT_FEE,
        LineKind.FREIGHT: Role.FREIGHT,
        LineKind.RETURN_FREIGHT: Role.RETURN_FREIGHT,
        LineKind.ADS: Role.AD_ACCOUNT,
        LineKind.COMPENSATION: Role.COMPENSATION,
        LineKind.TAX: Role.TAX,
        LineKind.RESERVE: Role.RESERVE,
        LineKind.LOAN: Role.LOAN,
        LineKind.INTEREST: Role.INTEREST,
    }
)
"""Kind of a line → where it is booked without an order; a kind that is not here has to be explained."""

FEE_KINDS: Final = (LineKind.COMMISSION, LineKind.PAYMENT_FEE)
"""Fees of which a channel agrees beforehand what they come to."""


def role_of_line(kind: LineKind, *, has_order: bool) -> Role:
    """The account that answers the wallet: the clearing account, that of its kind, or the one to be explained."""
    if has_order and kind in CLEARS:
        return Role.CLEARING
    return ACCOUNTS.get(kind, Role.UNMATCHED)


def state_of_line(kind: LineKind, *, has_order: bool) -> LineState:
    """What is known of a line that nobody has explained; a payout is booked through its payout."""
    is_known = kind is LineKind.PAYOUT or role_of_line(kind, has_order=has_order) is not Role.UNMATCHED
    return LineState.MATCHED if is_known else LineState.UNMATCHED


_WRAPPED: Final = re.compile(r'\A=?"(.*)"\Z')
_PREFIX: Final = re.compile(r"\AT\d{1,4}P(?=\d{8})", re.IGNORECASE)


def order_number(told: str) -> str:
    """The number of an order without what platforms and spreadsheets put around it: ="…", ', #, T200P."""
    bare = told.strip().lstrip("'`’").strip()
    wrapped = _WRAPPED.match(bare)
    bare = (wrapped[1] if wrapped else bare).strip().lstrip("#'`’").strip()
    return _PREFIX.sub("", bare)


class Reason(StrEnum):
    """Why money of a wallet is not explained."""

    ORDER = "order"
    REFUND = "refund"
    NUMBER = "number"
    KIND = "kind"
    PAYOUT = "payout"
    HAND = "hand"


AGES: Final = (7, 30, 60)
"""Up to so many days each band of ages goes; what is older is in the last."""


def age_band(days: int) -> int:
    """Which band of `AGES` so many days are in, from 0."""
    return sum(days > most for most in AGES)


USUAL_DAYS: Final = 7
"""Within so many days after its usual one an order is settled, and a payout arrives."""


class PayoutState(StrEnum):
    """What is known of a payout's way to the bank."""

    ON_THE_WAY = "on_the_way"
    OVERDUE = "overdue"
    ARRIVED = "arrived"
    SHORT = "short"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class FeeTerms:
    """What a channel takes from a day on: a share in 1/10**10 of a sale, so much an order, within bounds (1/10,000)."""

    category: str | None
    since: date
    rate: int
    fixed: int
    minimum: int | None
    maximum: int | None


_IN_CENTS: Final = "CNY"
"""A currency of two decimals: fees are taken to the cent."""


def terms_of(rules: Sequence[FeeTerms], category: str | None, day: date) -> FeeTerms | None:
    """The rule for goods of a category on a day: that of the category before that of all, the latest of these."""
    valid = [rule for rule in rules if rule.since <= day and rule.category in (None, category)]
    return max(valid, key=lambda rule: (rule.category is not None, rule.since), default=None)


def expected_fee(rules: Sequence[FeeTerms], sold: Sequence[tuple[str | None, int]], day: date) -> int | None:
    """What an order's fee should be, in 1/10,000, from its goods (category, amount); None where no rule says.

    Goods under one rule are taken together: share and fixed part, then the bounds, rounded to the cent.
    """
    amounts: dict[FeeTerms, int] = {}
    for category, amount in sold:
        rule = terms_of(rules, category, day)
        if rule is None:
            return None
        amounts[rule] = amounts.get(rule, 0) + amount
    total = 0
    for rule, amount in amounts.items():
        fee = convert([amount], rule.rate, _IN_CENTS)[0] + rule.fixed
        fee = fee if rule.minimum is None else max(fee, rule.minimum)
        total += fee if rule.maximum is None else min(fee, rule.maximum)
    return total if amounts else None
