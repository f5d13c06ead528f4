"""Decimal's only door: round to a currency's smallest coin, and allocate without losing any of it."""

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

COINS: Final = {"JPY": 0, "KRW": 0, "CLP": 0, "VND": 0, "IDR": 2, "BHD": 3, "KWD": 3}
"""Decimals of currencies that differ from two (ISO 4217)."""


def decimals(currency: str) -> int:
    """How many decimals the currency's smallest coin has."""
    return COINS.get(currency, 2)


def round_money(amount: Decimal, currency: str) -> Decimal:
    """The amount in whole coins, halves to even."""
    return amount.quantize(Decimal(1).scaleb(-decimals(currency)), rounding=ROUND_HALF_EVEN)


def allocate(total: int, weights: Sequence[int]) -> list[int]:
    """Split an integer amount in proportion to `weights`; the sum is exact (largest remainder, ties by order).

    All weights zero: everything goes to the first. ValueError where there is nothing to split over.
    """
    if not weights:
        raise ValueError("nothing to allocate over")
    whole = sum(weights)
    if whole == 0:
        return [total] + [0] * (len(weights) - 1)
    sign = -1 if total < 0 else 1
    shares = [abs(total) * weight // whole for weight in weights]
    rest = abs(total) - sum(shares)
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(abs(total) * weights[i] % whole), i))
    for i in by_remainder[:rest]:
        shares[i] += 1
    return [sign * share for share in shares]
