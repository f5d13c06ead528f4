"""Days that several reports tell, told once: which report is believed of which days.

Days that any two reports tell together hang together, and of such days one report is believed: one that tells none of
other days besides, then the one that tells most of them. What it does not tell comes from the next that tells as many.
A report that tells days in spans that overlap is believed by its longer ones. So no day is ever added twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, NamedTuple

Counts = Mapping[str, int | None]
"""Measure → what was counted; None where no report tells it."""
BOTH: Final = "@"


class Piece(NamedTuple):
    """What a report says of the days from `first` to `last`, as ordinals, both of them in."""

    report: str
    rank: Any
    """Of reports that tell as many days the lowest is believed; a report of two ranks counts as two."""
    first: int
    last: int
    counts: Counts
    weight: int = 0
    """Of reports of one rank that tell as many days the heaviest is believed: who saw more, missed less."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one report says of days that hang together."""

    order: tuple[Any, ...]
    """The first is believed."""
    days: int
    counts: Counts
    pieces: Sequence[Piece]


def added(pieces: Sequence[Piece], since: int, pairs: Iterable[tuple[str, str]] = ()) -> dict[str, int | None]:
    """Each measure over all days, by the rule of this module; days before `since` are those besides.

    `pairs` of measures are compared later: where days tell but one of two, "a@b" is what a came to on days that tell b.
    """
    told = [merged(_reports(part, since)) for part in _together(pieces)]
    total = {name: _sum(one.get(name) for one in told) for name in dict.fromkeys(name for one in told for name in one)}
    for pair in pairs:
        of_both = [one for one in told if all(one.get(name) is not None for name in pair)]
        if len(of_both) < len(told):
            for name, other in (pair, pair[::-1]):
                total[name + BOTH + other] = _sum(one[name] for one in of_both)
    return total


def believed(pieces: Sequence[Piece], since: int) -> Iterable[Piece]:
    """Of all days, the pieces of the report that is believed of them, and nothing of another."""
    for part in _together(pieces):
        yield from min(_reports(part, since), key=lambda one: one.order).pieces


def merged(reports: Iterable[Told]) -> dict[str, int | None]:
    """The counts of days that hang together."""
    first, *others = sorted(reports, key=lambda one: one.order)
    counts = dict(first.counts)
    for one in others:
        if one.days >= first.days:
            counts |= {name: value for name, value in one.counts.items() if counts.get(name) is None}
    return counts


def told_of(counts: Counts, name: str, other: str) -> int | None:
    """What a measure came to on the days that tell the other too."""
    apart = name + BOTH + other
    return counts[apart] if apart in counts else counts.get(name)


def _together(pieces: Sequence[Piece]) -> Iterable[list[Piece]]:
    """The pieces in parts that share no day."""
    part, end = list[Piece](), 0
    for piece in sorted(pieces, key=lambda one: (one.first, one.last)):
        if part and piece.first > end:
            yield part
            part = []
        end = max(end, piece.last) if part else piece.last
        part.append(piece)
    if part:
        yield part


def _reports(pieces: Sequence[Piece], since: int) -> Iterable[Told]:
    """Each report of days that hang together, its own spans apart."""
    key = lambda one: (one.rank, one.report)  # noqa: E731 - sorted and grouped by the same
    for (rank, report), own in groupby(sorted(pieces, key=key), key):
        apart = disjoint(own, since)
        counts = apart[0].counts if len(apart) == 1 else _over([one.counts for one in apart])
        days = sum(one.last - one.first + 1 for one in apart)
        beside = any(one.first < since for one in apart)
        yield Told((beside, -days, rank, -sum(one.weight for one in apart), report), days, counts, apart)


def disjoint(pieces: Iterable[Piece], since: int) -> list[Piece]:
    """Pieces of one report that share no day: the longer ones first, and those that begin before `since` last."""
    kept = list[Piece]()
    for one in sorted(pieces, key=lambda one: (one.first < since, one.first - one.last, one.first)):
        if all(other.last < one.first or one.last < other.first for other in kept):
            kept.append(one)
    return kept


def _over(told: Sequence[Counts]) -> dict[str, int | None]:
    return {name: _sum(one.get(name) for one in told) for name in dict.fromkeys(name for one in told for name in one)}


def _sum(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
