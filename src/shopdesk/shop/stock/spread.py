"""A warehouse that was counted as a whole: on which shelf of it each SKU was counted."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from shopdesk.shop.stock.counted import CountLine, on_hand_each
from shopdesk.shop.stock.homes import home_of, places_in
from shopdesk.store.tx import Tx

Lying = dict[int, Decimal]
"""Place → pieces, where there are any."""


def spread(tx: Tx, place_id: int, lines: Sequence[CountLine], at: datetime) -> dict[int, list[CountLine]]:
    """Place → the lines that are to be counted there, so that together they come to what was counted.

    What lies in one place was counted there, what lies in none on its own shelf. What lies in several must come to
    what is there (see `torn`), and is in each what it was.
    """
    there = _lying(tx, place_id, lines, at)
    homes = home_of(tx, (line.sku_id for line in lines), place_id)
    made: dict[int, list[CountLine]] = {}
    for line in lines:
        lying = there[line.sku_id]
        if len(lying) > 1:
            for place, pieces in lying.items():
                made.setdefault(place, []).append(line._replace(pieces=pieces))
        else:
            place = next(iter(lying), homes.get(line.sku_id, place_id))
            made.setdefault(place, []).append(line)
    return made


def torn(tx: Tx, place_id: int, lines: Sequence[CountLine], at: datetime) -> dict[int, Lying]:
    """SKU → where it lies, of lines that name only the warehouse and of which nobody can say which shelf differs."""
    there = _lying(tx, place_id, lines, at)
    several = ((line, there[line.sku_id]) for line in lines if len(there[line.sku_id]) > 1)
    return {
        line.sku_id: lying for line, lying in several if min(lying.values()) < 0 or sum(lying.values()) != line.pieces
    }


def _lying(tx: Tx, place_id: int, lines: Sequence[CountLine], at: datetime) -> dict[int, Lying]:
    """SKU → where it lies in a warehouse at the minute of its line."""
    moments = {line.sku_id: line.counted_at or at for line in lines}
    found: dict[int, Lying] = {sku_id: {} for sku_id in moments}
    for place in places_in(tx, place_id):
        for sku_id, pieces in on_hand_each(tx, place, moments).items():
            if pieces:
                found[sku_id][place] = pieces
    return found
