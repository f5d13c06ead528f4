"""What a line of a statement is, where it is booked, and which order it speaks of: plain values in and out."""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from shopdesk.shop.ledger.rules import Role


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
