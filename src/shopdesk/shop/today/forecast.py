"""Forecasts of a daily series: by weekday, intermittent for what sells seldom, and both tried against the naive one.

Seasonal naive: a day is what it was a week before. By weekday: the level of the last weeks x the share of the weekday.
Intermittent: Croston's method as Syntetos and Boylan corrected it (SBA).
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from shopdesk.text import N_

WEEK: Final = 7
ENOUGH: Final = 8 * WEEK
"""Days that are needed before anything is forecast."""
AHEAD: Final = 28
FOLDS: Final = 8
"""So many earlier days are forecast from, to see how well each method would have done."""
_SEASON: Final = 8 * WEEK
_LEVEL: Final = 3 * WEEK
_ALPHA: Final = 0.1
_SELDOM: Final = 0.5
"""A series with sales on fewer of its days is intermittent."""
_NINE_OF_TEN: Final = 0.9
Series = NDArray[np.float64]


class Method(StrEnum):
    """How a forecast is made."""

    NAIVE = "naive"
    WEEKDAY = "weekday"
    CROSTON = "croston"


METHODS: Final = {
    Method.NAIVE: N_("As a week before"),
    Method.WEEKDAY: N_("Level and weekday"),
    Method.CROSTON: N_("Intermittent (Croston, SBA)"),
}


@dataclass(frozen=True, slots=True)
class Forecast:
    """The days to come, and how well it and the naive method would have told the last weeks."""

    method: Method
    days: Series
    margin: float
    """What 9 of 10 weeks of the back-test missed at most: the sum of a week is told as ± this."""
    errors: dict[Method, float]
    """Mean miss of the sum of a week, as a share of what a week sold; of the back-test."""

    @property
    def total(self) -> float:
        """All days together."""
        return float(self.days.sum())

    @property
    def total_margin(self) -> float:
        """That of all days, if weeks miss independently of each other."""
        return self.margin * math.sqrt(len(self.days) / WEEK)


def naive(series: Series, ahead: int) -> Series:
    """Each day as a week before."""
    week = series[-WEEK:]
    return np.asarray([week[day % WEEK] for day in range(ahead)], dtype=np.float64)


def by_weekday(series: Series, ahead: int) -> Series:
    """The level of the last three weeks by the share that a weekday has of the last eight; single days weigh little."""
    season = series[-_SEASON:]
    capped = np.minimum(season, np.quantile(season, 0.95)) if season.size else season
    shares = np.asarray([capped[day::WEEK].mean() for day in range(WEEK)])
    mean = shares.mean()
    factors = shares / mean if mean > 0 else np.ones(WEEK)
    level = np.minimum(series[-_LEVEL:], np.quantile(season, 0.98)).mean()
    first = len(season) % WEEK
    return np.asarray([level * factors[(first + day) % WEEK] for day in range(ahead)], dtype=np.float64)


def croston(series: Series, ahead: int) -> Series:
    """A flat rate: smoothed size of a sale by smoothed days between two, x (1 - alpha / 2)."""
    places = np.flatnonzero(series)
    if not places.size:
        return np.zeros(ahead)
    size, gap = float(series[places[0]]), float(places[0] + 1)
    for before, place in pairwise(places):
        size += _ALPHA * (float(series[place]) - size)
        gap += _ALPHA * (float(place - before) - gap)
    return np.full(ahead, (1 - _ALPHA / 2) * size / gap)


_MODELS: Final[dict[Method, Callable[[Series, int], Series]]] = {
    Method.NAIVE: naive,
    Method.WEEKDAY: by_weekday,
    Method.CROSTON: croston,
}


def back_test(series: Series, method: Method, folds: int = FOLDS) -> Series:
    """What each of the last weeks sold, less what the method would have said on the day before it."""
    found = []
    for fold in range(folds, 0, -1):
        known, come = series[: len(series) - fold * WEEK], series[len(series) - fold * WEEK :][:WEEK]
        found.append(float(come.sum() - _MODELS[method](known, WEEK).sum()))
    return np.asarray(found)


def forecast(told: Sequence[float], ahead: int = AHEAD) -> Forecast | None:
    """The best of the methods by the back-test; None for fewer days than eight weeks, or where nothing was sold."""
    series = np.asarray(told, dtype=np.float64)
    if len(series) < ENOUGH + FOLDS * WEEK or not series.any():
        return None
    is_seldom = np.count_nonzero(series[-_SEASON:]) < _SELDOM * _SEASON
    tried = [Method.NAIVE, Method.CROSTON if is_seldom else Method.WEEKDAY]
    misses = {method: back_test(series, method) for method in tried}
    sold = max(float(series[-FOLDS * WEEK :].sum()) / FOLDS, 1e-9)
    errors = {method: float(np.abs(missed).mean()) / sold for method, missed in misses.items()}
    best = min(tried, key=lambda method: errors[method])
    days = np.maximum(_MODELS[best](series, ahead), 0)
    margin = float(np.quantile(np.abs(misses[best]), _NINE_OF_TEN))
    return Forecast(best, days, margin, errors)
