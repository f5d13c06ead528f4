"""Who gets which pieces, what a pack check says to a scan, and what becomes of goods that come back: plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import Final


class Due(StrEnum):
    """How near the promise of an order is."""

    LATE = "late"
    TODAY = "today"
    LATER = "later"


def due(promise: datetime, now: datetime, zone: tzinfo) -> Due:
    """Whether a promise has passed, ends on the shop's day of `now`, or later."""
    if promise < now:
        return Due.LATE
    return Due.TODAY if promise.astimezone(zone).date() == now.astimezone(zone).date() else Due.LATER


# -------------------------------------------------------------------------------------------------------- who gets what


@dataclass(frozen=True, slots=True)
class Want:
    """Pieces, in 1/1,000, that a line of an order still wants of a SKU (of a bundle: of one of its parts)."""

    order_id: int
    line_id: int
    sku_id: int
    pieces: int


@dataclass(frozen=True, slots=True)
class Kept:
    """Pieces on a place that are kept for a want."""

    want: Want
    place_id: int
    pieces: int


@dataclass(slots=True)
class Shared:
    """What was shared out, and what was missing: order → SKU → pieces."""

    kept: list[Kept] = field(default_factory=list)
    short: dict[int, dict[int, int]] = field(default_factory=dict)


Free = dict[int, list[tuple[int, int]]]
"""SKU → its places with free pieces, the one that is picked from first at the front."""


def share_out(orders: Sequence[Sequence[Want]], free: Free, *, partly: bool = False) -> Shared:
    """Keep pieces for orders in the order in which they come; what one is given, no other gets.

    An order gets all that it wants or nothing, so that scarce pieces do not wait for goods that are not there;
    `partly` gives it what there is. Of several places one that covers the whole want comes before those that do not.
    """
    made, left = Shared(), {sku: [list(one) for one in places] for sku, places in free.items()}
    for wants in orders:
        missing = _missing(wants, left)
        if missing and wants:
            made.short[wants[0].order_id] = missing
        if not missing or partly:
            for want in wants:
                made.kept += _take(want, left.get(want.sku_id, []))
    return made


def _missing(wants: Sequence[Want], left: Mapping[int, Sequence[Sequence[int]]]) -> dict[int, int]:
    """SKU → pieces that are wanted and not there."""
    wanted: dict[int, int] = {}
    for want in wants:
        wanted[want.sku_id] = wanted.get(want.sku_id, 0) + want.pieces
    there = {sku: sum(pieces for _place, pieces in left.get(sku, ())) for sku in wanted}
    return {sku: pieces - there[sku] for sku, pieces in wanted.items() if pieces > there[sku]}


def _take(want: Want, places: list[list[int]]) -> list[Kept]:
    wanted, taken = want.pieces, list[Kept]()
    for place in sorted(places, key=lambda one: one[1] < want.pieces):
        pieces = min(wanted, place[1])
        if pieces > 0:
            taken.append(Kept(want, place[0], pieces))
            place[1] -= pieces
            wanted -= pieces
    return taken


# ------------------------------------------------------------------------------------------------------ the pack check


class Scan(StrEnum):
    """What the check says of a scanned piece."""

    RIGHT = "right"
    WRONG = "wrong"
    """No line of the parcel wants it."""
    TOO_MANY = "too_many"
    DONE = "done"
    """It was the last one that was missing."""


class PackCheck:
    """What belongs into a parcel and what of it has been scanned; pieces in any unit, one key a SKU."""

    def __init__(self, wanted: Mapping[int, int]) -> None:
        self.wanted = dict(wanted)
        self.scanned = dict.fromkeys(wanted, 0)

    def scan(self, sku_id: int, pieces: int) -> Scan:
        """Put pieces into the parcel; what is refused changes nothing."""
        if sku_id not in self.wanted:
            return Scan.WRONG
        if self.scanned[sku_id] + pieces > self.wanted[sku_id]:
            return Scan.TOO_MANY
        self.scanned[sku_id] += pieces
        return Scan.DONE if self.is_done else Scan.RIGHT

    @property
    def is_done(self) -> bool:
        """Whether nothing is missing any more."""
        return self.scanned == self.wanted


# ---------------------------------------------------------------------------------------------------------- coming back


class ReturnState(StrEnum):
    """How far a return has come."""

    EXPECTED = "expected"
    ARRIVED = "arrived"
    INSPECTED = "inspected"
    CALLED_OFF = "called_off"


class Verdict(StrEnum):
    """What inspection says of pieces that were expected back."""

    RESELL = "resell"
    REPAIR = "repair"
    SCRAP = "scrap"
    LOST = "lost"
    WRONG = "wrong"


CAME_BACK: Final = (Verdict.RESELL, Verdict.REPAIR, Verdict.SCRAP)
"""Verdicts on pieces that are the shop's again. What is lost never came, and what is wrong is something else."""
