"""Which rate of sales tax a sale has, and what of a price is tax: plain values in and out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

RATE_ONE: Final = 10_000_000_000
"""A rate of 100 %, as rates are kept."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rate from a day on. What is None holds for all channels, categories or countries."""

    rule_id: int
    title: str
    channel_id: int | None
    category: str | None
    country: str | None
    rate: int
    """In 1/10**10: 0.13 is 1,300,000,000."""
    is_inclusive: bool
    since: date


def find_rule(
    rules: Iterable[Rule], channel_id: int, category: str | None, country: str | None, day: date
) -> Rule | None:
    """The rule of a sale: of those that fit the one that says most; of equals the one that holds since last."""
    fit = [
        rule for rule in rules
        if rule.since <= day
        and rule.channel_id in (None, channel_id)
        and (rule.category is None or _same(rule.category, category))
        and (rule.country is None or _same(rule.country, country))
    ]  # fmt: skip
    return max(fit, key=_weight, default=None)


def _same(one: str, other: str | None) -> bool:
    return other is not None and one.casefold() == other.casefold()


def _weight(rule: Rule) -> tuple[int, bool, bool, bool, date, int]:
    told = (rule.country is not None, rule.category is not None, rule.channel_id is not None)
    return sum(told), *told, rule.since, rule.rule_id


def contained(amount: int, rate: int, coin: int) -> int:
    """The tax that an amount contains at a rate, in whole coins (both in 1/10,000), halves to even.

    An amount of 113.00 contains 13.00 at 13 %: amount x rate / (1 + rate).
    """
    return round(Fraction(amount * rate, (RATE_ONE + rate) * coin)) * coin


def on_top(amount: int, rate: int, coin: int) -> int:
    """The tax that comes on top of an amount at a rate, in whole coins, halves to even."""
    return round(Fraction(amount * rate, RATE_ONE * coin)) * coin
