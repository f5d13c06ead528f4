"""Two versions against each other: how many trials it takes, whether they differ, and by how much."""

from dataclasses import dataclass
from enum import StrEnum
from math import ceil, exp, lgamma, sqrt
from statistics import NormalDist
from typing import Final

FEW: Final = 10
"""From an expected count below this on, the normal curve is no longer near enough."""
_NORMAL: Final = NormalDist()
_EQUAL: Final = 1 + 1e-7
"""Tables whose probabilities differ by rounding alone are as likely as each other."""


class Method(StrEnum):
    """How a difference was judged."""

    Z = "z"
    """Pooled two-proportion z-test, two-sided."""
    FISHER = "fisher"
    """Fisher's exact test, two-sided: the counts are small."""


@dataclass(frozen=True, slots=True)
class Arm:
    """What a version had: trials (impressions, visitors) and hits (clicks, orders)."""

    trials: int
    hits: int

    @property
    def rate(self) -> float | None:
        """Hits by trials; None without trials."""
        return self.hits / self.trials if self.trials else None


@dataclass(frozen=True, slots=True)
class Compared:
    """Two arms held against each other; `z` of the z-test alone, `low` and `high` the 95 % interval of B - A."""

    method: Method
    p: float
    z: float | None
    low: float
    high: float


def sample_size(base: float, lift: float, alpha: float = 0.05, power: float = 0.8) -> int:
    """Trials that each version needs to find a relative `lift` on a rate of `base`, two-sided; ValueError for none.

    n = (z(1-α/2)·√(2·p̄·(1-p̄)) + z(power)·√(p₁q₁ + p₂q₂))² ÷ (p₂-p₁)², rounded up; p̄ is the mean of both rates
    (Fleiss, Levin & Paik, Statistical Methods for Rates and Proportions, 3rd ed., 4.2).
    """
    other = base * (1 + lift)
    if not (0 < base < 1 and 0 < other < 1 and base != other and 0 < alpha < 1 and 0 < power < 1):
        raise ValueError("rates and errors lie between 0 and 1, and the rates differ")
    middle = (base + other) / 2
    wide = _NORMAL.inv_cdf(1 - alpha / 2) * sqrt(2 * middle * (1 - middle))
    narrow = _NORMAL.inv_cdf(power) * sqrt(base * (1 - base) + other * (1 - other))
    return ceil(((wide + narrow) / (other - base)) ** 2)


def compare(a: Arm, b: Arm) -> Compared | None:
    """Whether two versions differ; None while one of them has no trials.

    The exact test steps in where any expected count is below `FEW`.
    """
    if not a.trials or not b.trials:
        return None
    pooled = (a.hits + b.hits) / (a.trials + b.trials)
    rate_a, rate_b = a.hits / a.trials, b.hits / b.trials
    spread = sqrt(rate_a * (1 - rate_a) / a.trials + rate_b * (1 - rate_b) / b.trials)
    reach = _NORMAL.inv_cdf(0.975) * spread
    low, high = rate_b - rate_a - reach, rate_b - rate_a + reach
    least = min(a.trials, b.trials) * min(pooled, 1 - pooled)
    if least < FEW:
        return Compared(Method.FISHER, fisher(a, b), None, low, high)
    error = sqrt(pooled * (1 - pooled) * (1 / a.trials + 1 / b.trials))
    z = (rate_b - rate_a) / error
    return Compared(Method.Z, 2 * _NORMAL.cdf(-abs(z)), z, low, high)


def fisher(a: Arm, b: Arm) -> float:
    """The two-sided p of Fisher's exact test: all tables with these sums that are no likelier than this one."""
    hits = a.hits + b.hits
    likelihoods = [
        _likelihood(a.trials, b.trials, hits, k) for k in range(max(0, hits - b.trials), min(hits, a.trials) + 1)
    ]
    seen = _likelihood(a.trials, b.trials, hits, a.hits)
    return min(1.0, sum(one for one in likelihoods if one <= seen * _EQUAL))


def _likelihood(trials_a: int, trials_b: int, hits: int, hits_a: int) -> float:
    """The hypergeometric probability that `hits_a` of all hits fall to A."""
    return exp(_choose(trials_a, hits_a) + _choose(trials_b, hits - hits_a) - _choose(trials_a + trials_b, hits))


def _choose(n: int, k: int) -> float:
    """The logarithm of n over k."""
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
