"""Whom to contact and why: back at their own rhythm, after a first order, when a dear customer falls silent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from math import ceil
from statistics import median
from typing import Final


class CareRule(StrEnum):
    """What puts a customer on the list, what weighs most first."""

    SILENT = "silent"
    """One of those who brought in most has not bought for long."""
    FIRST_ORDER = "first_order"
    """The first order has arrived: is all well?"""
    WIN_BACK = "win_back"
    """Should have come back by now."""


class CareResult(StrEnum):
    """What a contact came to."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    INTERESTED = "interested"
    AGAIN = "again"
    """Asked to be contacted on another day."""
    REFUSED = "refused"
    """Wants no more of it: the means is refused from then on."""


@dataclass(frozen=True, slots=True)
class CareLimits:
    """The numbers that the lists go by."""

    factor: Decimal = Decimal("1.5")
    """Due for winning back when so many times the usual gap has gone by."""
    least_orders: int = 3
    """With so many days of buying a customer has a rhythm of their own; others have the shop's."""
    lost_days: int = 365
    """After so many days nobody is won back any more."""
    first_days: int = 5
    """Days after delivery of a first order."""
    first_until: int = 20
    """Days after delivery when it is too late for that."""
    silent_days: int = 90
    dear_share: Decimal = Decimal("0.2")
    """The share of all customers, by what they brought in, whose silence is minded."""
    rest_days: int = 30
    """After a contact nobody is listed again for so many days."""


@dataclass(frozen=True, slots=True)
class Bought:
    """What the lists know of a customer's buying."""

    days: tuple[date, ...]
    """Different days of sales, in order; at least one."""
    orders: int
    value: Decimal
    delivered_on: date | None
    """The day on which the last order was completed, or left where the channel does not say more."""


@dataclass(frozen=True, slots=True)
class Due:
    """Why and since when a customer is to be contacted."""

    rule: CareRule
    due_on: date
    gap: int | None
    """Usual days between two orders; None where nothing is known of them."""
    is_own: bool
    """Whether that is the customer's own gap."""


LEAST_GAPS: Final = 5
"""The shop has a usual gap when so many are known."""


def gaps(days: Sequence[date]) -> list[int]:
    """Days between one day of buying and the next."""
    return [(after - before).days for before, after in pairwise(days)]


def usual_gap(found: Sequence[int]) -> int | None:
    """The median of all gaps of the shop; None while there are too few."""
    return round(median(found)) if len(found) >= LEAST_GAPS else None


def dear_from(values: Sequence[Decimal], share: Decimal) -> Decimal | None:
    """What a customer of the dearest `share` of all brought in at least; None where nobody has bought."""
    if not values:
        return None
    ranked = sorted(values, reverse=True)
    return ranked[max(0, ceil(len(ranked) * share) - 1)]


def judge(bought: Bought, shop_gap: int | None, dear: Decimal | None, limits: CareLimits, today: date) -> Due | None:
    """The rule that puts a customer on the list today; None: leave them alone."""
    last, ago = bought.days[-1], (today - bought.days[-1]).days
    is_own = len(bought.days) >= limits.least_orders
    gap = round(median(gaps(bought.days))) if is_own else shop_gap
    if ago > limits.lost_days:
        return None
    if dear is not None and bought.value >= max(dear, Decimal(0)) and bought.orders > 1 and ago >= limits.silent_days:
        return Due(CareRule.SILENT, last + timedelta(limits.silent_days), gap, is_own)
    if bought.orders == 1 and bought.delivered_on is not None:
        since = (today - bought.delivered_on).days
        if limits.first_days <= since <= limits.first_until:
            return Due(CareRule.FIRST_ORDER, bought.delivered_on + timedelta(limits.first_days), gap, is_own)
    if gap is None:
        return None
    due_on = last + timedelta(ceil(gap * limits.factor))
    return Due(CareRule.WIN_BACK, due_on, gap, is_own) if due_on <= today else None
