"""Which of promotions that exclude each other hold together: every way that leaves none out without a reason."""

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

T = TypeVar("T")
MOST_WAYS: Final = 256
"""So many ways are tried; where there are more, those that come first in the order of what is given."""


def ways(offers: Sequence[T], clash: Callable[[T, T], bool]) -> list[tuple[T, ...]]:
    """Every largest set of offers of which no two clash, in the order of the offers; at least one, which may be empty.

    "Largest": each offer that is left out clashes with one that is in.
    """
    found: list[tuple[T, ...]] = []
    rows = [[clash(one, other) for other in offers] for one in offers]

    def grow(chosen: tuple[int, ...], start: int) -> None:
        if len(found) == MOST_WAYS:
            return
        if start == len(offers):
            left_out = (place for place in range(len(offers)) if place not in chosen)
            if all(any(rows[place][other] for other in chosen) for place in left_out):
                found.append(tuple(offers[place] for place in chosen))
            return
        if not any(rows[start][place] for place in chosen):
            grow((*chosen, start), start + 1)
        if any(rows[start][place] for place in (*chosen, *range(start + 1, len(offers)))):
            grow(chosen, start + 1)

    grow((), 0)
    return found
