"""What a reduction asks for, and what it brought: plain rules of figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt
from statistics import variance
from typing import Final

from shopdesk.shop.listings.prices.elasticity import student


def break_even_uplift(margin: Decimal, depth: Decimal) -> Decimal | None:
    """How much more must be sold so that a reduction costs nothing: d / (m - d), shares of the list price.

    None where nothing is left of the margin: no quantity makes up for it. ValueError for shares below zero.
    """
    if depth < 0:
        raise ValueError("a reduction takes something off")
    return None if margin <= depth else depth / (margin - depth)


ENOUGH: Final = 4
"""With fewer days of a weekday before, nobody can say what is usual."""


WITHIN: Final = 1.96
"""Standard deviations on each side of 95 %."""


def is_no_chance(during: Decimal, days: int, before: Decimal, days_before: int) -> bool:
    """Whether pieces of some days differ from those of the days before by more than chance moves such counts (95 %).

    Pieces that are sold one by one are Poisson counts; the variance of their mean is the common rate over the days.
    """
    rate = float(during + before) / (days + days_before)
    error = sqrt(rate * (1 / days + 1 / days_before))
    return abs(float(during) / days - float(before) / days_before) > WITHIN * error


@dataclass(frozen=True, slots=True)
class Uplift:
    """What some days had beyond the usual ones of the same weekdays."""

    actual: Decimal
    usual: Decimal | None
    """The mean of the same weekdays before, added up; None: too few of them."""
    margin: Decimal | None
    """Half of the 95 % interval of `extra`, by Student's t of the few days from which the spread is known."""

    @property
    def extra(self) -> Decimal | None:
        """Above the usual; below zero: less."""
        return None if self.usual is None else self.actual - self.usual

    @property
    def share(self) -> Decimal | None:
        """The extra as a share of the usual; None where nothing is usual."""
        return None if self.extra is None or not self.usual else self.extra / self.usual

    @property
    def is_sure(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.extra is not None and self.margin is not None and abs(self.extra) > self.margin


def uplift_of(actual: Sequence[Decimal], usual: Sequence[Sequence[Decimal]]) -> Uplift:
    """Days against the same weekdays before each; where one of them has too few, nothing is said.

    The spread of a day's difference from the mean of n days is s · √(1 + 1/n); those of several days add as squares.
    Days of one weekday are measured against the same mean, so that its error adds up before it is squared. How far 95 %
    of it lie follows from how many days told the spread (Welch's degrees of freedom, Satterthwaite 1946).
    """
    whole = sum(actual, Decimal(0))
    if not usual or any(len(days) < ENOUGH for days in usual):
        return Uplift(whole, None, None)
    seen: dict[tuple[Decimal, ...], int] = {}
    for days in map(tuple, usual):
        seen[days] = seen.get(days, 0) + 1
    parts = [
        (variance(map(float, days)) * (often + often**2 / len(days)), len(days) - 1) for days, often in seen.items()
    ]
    spread = sum(part for part, _free in parts)
    free = spread**2 / sum(part**2 / free for part, free in parts) if spread else 1
    expected = sum((sum(days, Decimal(0)) / len(days) for days in usual), Decimal(0))
    return Uplift(whole, expected, Decimal(str(round(student(int(free)) * sqrt(spread), 4))))
