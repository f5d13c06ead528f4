"""The words of what a shop knows of its customers: how they are reached, their points, and the level they have."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final


class Means(StrEnum):
    """A way to reach a customer."""

    PHONE = "phone"
    SMS = "sms"
    EMAIL = "email"
    CHAT = "chat"
    POST = "post"


class Answer(StrEnum):
    """What a customer said to being reached in a way."""

    ALLOWED = "allowed"
    REFUSED = "refused"


class LevelBy(StrEnum):
    """What the level of a customer follows from."""

    SPEND = "spend"
    """What they paid in the last twelve months, less what was given back."""
    POINTS = "points"
    """The points that they have."""


EARNED: Final = "earned"
"""Reason of points that an order brought; others are what a person wrote."""
LEVEL_DAYS: Final = 365
"""Days of which the spend counts for a level."""


@dataclass(frozen=True, slots=True)
class Level:
    """A level that members reach from a threshold on."""

    name: str
    threshold: Decimal


@dataclass(frozen=True, slots=True)
class Loyalty:
    """The shop's rules for members: levels from the lowest up, and the points that money brings."""

    by: LevelBy
    levels: tuple[Level, ...]
    per: Decimal
    """So much money brings `points`; 0: orders bring none."""
    points: int


def level_of(levels: Sequence[Level], value: Decimal) -> Level | None:
    """The highest level whose threshold is reached."""
    return next((one for one in reversed(levels) if value >= one.threshold), None)


def next_level(levels: Sequence[Level], value: Decimal) -> Level | None:
    """The lowest level that is not reached yet."""
    return next((one for one in levels if value < one.threshold), None)


def points_for(paid: Decimal, loyalty: Loyalty) -> int:
    """The points that an order brings: for each whole `per` that was paid and not given back."""
    return int(paid // loyalty.per) * loyalty.points if loyalty.per > 0 and paid > 0 else 0
