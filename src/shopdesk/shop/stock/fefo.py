"""First expired, first out: which lots an outgoing move takes; plain values in, plain values out."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(slots=True)
class Held:
    """A lot and what is on hand of it: place → pieces in 1/1,000."""

    lot_id: int
    expires_on: date | None
    is_blocked: bool
    there: dict[int, int] = field(default_factory=dict)
    away: Collection[int] = ()
    """Places that nobody picks from: in transit, in repair."""

    @property
    def pieces(self) -> int:
        """On hand everywhere."""
        return sum(self.there.values())

    @property
    def in_reach(self) -> int:
        """On hand where it can be picked."""
        return min(self.pieces, sum(some for place, some in self.there.items() if place not in self.away))


def in_order(lots: Iterable[Held], on: date) -> list[Held]:
    """The lots that may leave on a day, in the order in which they do.

    First expiring first, those that never expire after them; what had expired by that day goes last, for it is no
    longer meant to be sold. Blocked lots stay.
    """

    def turn(lot: Held) -> tuple[bool, date, int]:
        last = lot.expires_on or date.max
        return last < on, last, lot.lot_id

    return sorted((lot for lot in lots if not lot.is_blocked), key=turn)


def take(lots: Sequence[Held], place_id: int, pieces: int) -> Iterator[tuple[int, int]]:
    """Lot and pieces, taken in order: what lies at the place, then what lies elsewhere and can be picked there.

    Never more than there is.
    """
    taken: dict[int, int] = {}
    for is_here in (True, False):
        for lot in lots:
            there = min(lot.there.get(place_id, 0), lot.pieces) if is_here else lot.in_reach
            some = min(max(there - taken.get(lot.lot_id, 0), 0), pieces)
            taken[lot.lot_id] = taken.get(lot.lot_id, 0) + some
            pieces -= some
    yield from ((lot_id, some) for lot_id, some in taken.items() if some)
