"""Customers by recency, frequency and value: quintiles, and a map that gives each of the 125 cells one name."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Protocol

from shopdesk.text import N_

QUINTILES: Final = 5


class Segment(StrEnum):
    """What kind of customer one is."""

    CHAMPION = "champion"
    LOYAL = "loyal"
    BIG_SPENDER = "big_spender"
    PROMISING = "promising"
    NEW = "new"
    ATTENTION = "attention"
    AT_RISK = "at_risk"
    CANNOT_LOSE = "cannot_lose"
    ASLEEP = "asleep"
    LOST = "lost"
    OTHER = "other"


SEGMENTS: Final = MappingProxyType(
    {
        Segment.CHAMPION: N_("Champions"),
        Segment.LOYAL: N_("Loyal"),
        Segment.BIG_SPENDER: N_("Big spenders"),
        Segment.PROMISING: N_("Promising"),
        Segment.NEW: N_("New"),
        Segment.ATTENTION: N_("Need attention"),
        Segment.AT_RISK: N_("At risk"),
        Segment.CANNOT_LOSE: N_("Not to be lost"),
        Segment.ASLEEP: N_("Asleep"),
        Segment.LOST: N_("Lost"),
        Segment.OTHER: N_("Others"),
    }
)


def segment_of(recency: int, frequency: int, value: int) -> Segment:
    """The segment of a cell; each score is 1 to 5, 5 being latest, most often, most."""
    if recency >= 4:
        return _recent(recency, frequency, value)
    if recency == 3:
        return Segment.LOYAL if frequency >= 4 else Segment.BIG_SPENDER if value >= 5 else Segment.ATTENTION
    if frequency >= 4:
        return Segment.CANNOT_LOSE if value >= 4 else Segment.AT_RISK
    if value >= 4:
        return Segment.AT_RISK
    if frequency == 3 or value == 3:
        return Segment.ASLEEP
    return Segment.LOST if recency == 1 else Segment.OTHER


def _recent(recency: int, frequency: int, value: int) -> Segment:
    if frequency >= 4:
        return Segment.CHAMPION if recency == 5 and value >= 4 else Segment.LOYAL
    if value >= 5:
        return Segment.BIG_SPENDER
    return Segment.NEW if frequency == 1 and recency == 5 else Segment.PROMISING


def quintiles(values: Sequence[float]) -> list[int]:
    """The score of each value, 1 to 5 by its rank; equal values have the same score."""
    if not values:
        return []
    ranked, scores = sorted(values), dict[float, int]()
    for place, value in enumerate(ranked):
        scores.setdefault(value, place * QUINTILES // len(ranked) + 1)
    return [scores[value] for value in values]


class Buyer(Protocol):
    """What the scores of a customer follow from."""

    @property
    def last(self) -> str:
        """The day of the last sale, as ISO text."""

    @property
    def orders(self) -> int: ...

    @property
    def total(self) -> int: ...


def segments_of(buyers: Sequence[Buyer]) -> list[Segment]:
    """The segment of each customer, by what the others are; who bought on the latest day is recent, however many."""
    waits = quintiles([-date.fromisoformat(one.last).toordinal() for one in buyers])
    recency = [QUINTILES + 1 - score for score in waits]
    frequency = quintiles([one.orders for one in buyers])
    value = quintiles([int(one.total) for one in buyers])
    return [segment_of(*scores) for scores in zip(recency, frequency, value, strict=True)]
