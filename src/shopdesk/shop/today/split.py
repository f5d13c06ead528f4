"""Splitting a change of products by their factors with log-mean weights: exact, without remainder, in any order.

Δ = Σ L(V₁, V₀) · ln(x₁ ÷ x₀), L(a, b) = (a − b) ÷ ln(a ÷ b), L(a, a) = a (Ang 2004, LMDI-I).
"""

import math
from collections.abc import Sequence


def log_mean(a: float, b: float) -> float:
    """The logarithmic mean of two amounts above zero."""
    if math.isclose(a, b, rel_tol=1e-12):
        return (a + b) / 2
    return (a - b) / math.log(a / b)


def split_change(before: Sequence[float], after: Sequence[float]) -> list[float] | None:
    """What each factor did to the product of all; None where one of them is not above zero."""
    if not all(one > 0 for one in (*before, *after)):
        return None
    weight = log_mean(math.prod(after), math.prod(before))
    return [weight * math.log(one / was) for was, one in zip(before, after, strict=True)]


def to_whole(parts: Sequence[float], whole: int) -> list[int]:
    """The parts in whole units that come to exactly `whole`: what rounding leaves goes to the largest remainders."""
    floors = [math.floor(part) for part in parts]
    left = whole - sum(floors)
    ranked = sorted(range(len(parts)), key=lambda place: (floors[place] - parts[place], place))
    for step in range(abs(left)):
        floors[ranked[step % len(ranked)] if left > 0 else ranked[-1 - step % len(ranked)]] += 1 if left > 0 else -1
    return floors
