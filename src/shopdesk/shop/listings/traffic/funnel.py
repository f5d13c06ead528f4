"""The way of visitors through a listing, step by step, and where it loses more of them than others of its category."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from statistics import median
from typing import Final, NamedTuple

from shopdesk.shop.listings.traffic.spans import Counts, told_of

FEWEST: Final = 30
"""Of fewer people at a step no rate is judged."""
FEWEST_LISTINGS: Final = 5
"""A category with fewer listings that can be judged is held against the whole shop."""
Step = tuple[str, str, str]
Rates = Mapping[str, Decimal]
"""Step → the share of those who went in that came through."""
STEPS: Final[Sequence[Step]] = (
    ("click", "impressions", "clicks"), ("cart", "visitors", "carts"), ("buy", "carts", "orders"),
)  # fmt: skip
"""Name of a step, what goes in, and what comes through it."""
NO_CARTS: Final[Sequence[Step]] = (STEPS[0], ("order", "visitors", "orders"))
"""The steps where no report counts carts."""
PAIRS: Final = tuple(dict.fromkeys((into, through) for _name, into, through in (*STEPS, *NO_CARTS)))


class Leak(NamedTuple):
    """The step that costs a listing most, and the orders that it would have had more at the median rate."""

    step: str
    lost: Decimal


def steps_of(counts: Counts) -> Sequence[Step]:
    """The steps that can be seen of a listing."""
    return NO_CARTS if counts.get("carts") is None else STEPS


def rate(counts: Counts, through: str, into: str) -> Decimal | None:
    """The share of what went in that came through; None where one of them is not told or nothing went in."""
    above, below = told_of(counts, through, into), told_of(counts, into, through)
    return None if above is None or not below else Decimal(above) / below


def find_leaks(listings: Mapping[int, tuple[str, Counts]]) -> dict[int, Leak | None]:
    """Listing → its leak among those of its category; None where it has none that can be seen.

    `listings`: id → category and counts. A step with fewer than 30 people going in is not judged.
    """
    by_category: dict[str, list[Rates]] = {}
    rates = {listing_id: _rates(counts) for listing_id, (_category, counts) in listings.items()}
    for listing_id, (category, _counts) in listings.items():
        by_category.setdefault(category, []).append(rates[listing_id])
    of_shop = _medians(rates.values())
    medians = {
        category: {**of_shop, **_medians(found, FEWEST_LISTINGS)} if category else of_shop
        for category, found in by_category.items()
    }
    return {
        listing_id: _leak(counts, rates[listing_id], medians[category])
        for listing_id, (category, counts) in listings.items()
    }


def _rates(counts: Counts) -> Rates:
    """Step → its rate, of those that can be judged."""
    return {
        name: told
        for name, into, through in steps_of(counts)
        if (told_of(counts, into, through) or 0) >= FEWEST and (told := rate(counts, through, into)) is not None
    }


def _medians(listings: Iterable[Rates], fewest: int = 1) -> Rates:
    """Step → the median of the rates that can be judged, where there are enough of them."""
    found: dict[str, list[Decimal]] = {}
    for rates in listings:
        for name, own in rates.items():
            found.setdefault(name, []).append(own)
    return {name: median(rates) for name, rates in found.items() if len(rates) >= fewest}


def _leak(counts: Counts, rates: Rates, medians: Rates) -> Leak | None:
    """The step that costs most orders: what is lost there would have gone on at the medians of the steps after it."""
    found, onward = list[Leak](), Decimal(1)
    for name, into, through in reversed(steps_of(counts)):
        usual, own = medians.get(name, Decimal(1)), rates.get(name)
        if own is not None and own < usual:
            found.append(Leak(name, (told_of(counts, into, through) or 0) * (usual - own) * onward))
        onward *= usual
    return max(reversed(found), key=lambda leak: leak.lost, default=None)


def is_few(counts: Counts) -> bool:
    """Whether so few people came that nothing can be said of the listing."""
    return all((counts.get(into) or 0) < FEWEST for _name, into, _through in steps_of(counts))
