"""The way of visitors through a listing, step by step, and where it loses more of them than others of its category.

Of several reports that tell the same listing, the one that counts most visitors is believed; what it does not tell
comes from the next. A report's row over all sources counts before the sum of its sources. Nothing is ever added twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Final, NamedTuple

FEWEST: Final = 30
"""Of fewer people at a step no rate is judged."""
FEWEST_LISTINGS: Final = 5
"""A category with fewer listings that can be judged is held against the whole shop."""
COUNTS: Final = ("impressions", "clicks", "visitors", "page_views", "favourites", "carts", "orders", "units", "revenue")
Step = tuple[str, str, str]
STEPS: Final[Sequence[Step]] = (
    ("click", "impressions", "clicks"), ("cart", "visitors", "carts"), ("buy", "carts", "orders"),
)  # fmt: skip
"""Name of a step, what goes in, and what comes through it."""
Counts = Mapping[str, int | None]
"""Measure → what was counted; None where no report tells it."""


class Leak(NamedTuple):
    """The step that costs a listing most, and the orders that it would have had more at the median rate."""

    step: str
    lost: Decimal


@dataclass(frozen=True, slots=True)
class Told:
    """What one report says of one listing: all sources together, or each of them added up."""

    report: str
    counts: Counts


def merged(reports: Iterable[Told]) -> dict[str, int | None]:
    """The counts of a listing from its reports, by the rule of this module."""
    ranked = sorted(reports, key=lambda one: (-(one.counts.get("visitors") or 0), one.report))
    names = dict.fromkeys((*COUNTS, *(name for one in ranked for name in one.counts)))
    return {
        name: next((one.counts[name] for one in ranked if one.counts.get(name) is not None), None) for name in names
    }


def rate(counts: Counts, through: str, into: str) -> Decimal | None:
    """The share of what went in that came through; None where one of them is not told or nothing went in."""
    above, below = counts.get(through), counts.get(into)
    return None if above is None or not below else Decimal(above) / below


def find_leaks(listings: Mapping[int, tuple[str, Counts]]) -> dict[int, Leak | None]:
    """Listing → its leak among those of its category; None where it has none that can be seen.

    `listings`: id → category and counts. A step with fewer than 30 people going in is not judged.
    """
    by_category: dict[str, list[Counts]] = {}
    for category, counts in listings.values():
        by_category.setdefault(category, []).append(counts)
    of_shop = _medians([counts for _category, counts in listings.values()])
    medians = {
        category: {**of_shop, **_medians(found, FEWEST_LISTINGS)} if category else of_shop
        for category, found in by_category.items()
    }
    return {listing_id: _leak(counts, medians[category]) for listing_id, (category, counts) in listings.items()}


def _medians(listings: Sequence[Counts], fewest: int = 1) -> dict[str, Decimal]:
    """Step → the median of the rates that can be judged, where there are enough of them."""
    found: dict[str, Decimal] = {}
    for name, into, through in STEPS:
        rates = [told for counts in listings if (told := _judged(counts, into, through)) is not None]
        if len(rates) >= fewest:
            found[name] = median(rates)
    return found


def _judged(counts: Counts, into: str, through: str) -> Decimal | None:
    return rate(counts, through, into) if (counts.get(into) or 0) >= FEWEST else None


def _leak(counts: Counts, medians: Mapping[str, Decimal]) -> Leak | None:
    """The step that costs most orders: what is lost there would have gone on at the medians of the steps after it."""
    found: list[Leak] = []
    for place, (name, into, through) in enumerate(STEPS):
        own = _judged(counts, into, through)
        if own is None or own >= medians.get(name, own):
            continue
        onward = Decimal(1)
        for later, _into, _through in STEPS[place + 1 :]:
            onward *= medians.get(later, Decimal(1))
        found.append(Leak(name, (counts[into] or 0) * (medians[name] - own) * onward))
    return max(found, key=lambda leak: leak.lost, default=None)


def is_few(counts: Counts) -> bool:
    """Whether so few people came that nothing can be said of the listing."""
    return all((counts.get(into) or 0) < FEWEST for _name, into, _through in STEPS)
