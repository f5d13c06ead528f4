"""A warehouse that was counted as a whole: which of it lies on which shelf."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from shopdesk.shop.stock.counted import CountLine, on_hand_each
from shopdesk.shop.stock.homes import home_of, places_in
from shopdesk.store.tx import Tx


def spread(tx: Tx, place_id: int, lines: Sequence[CountLine], at: datetime) -> dict[int, list[CountLine]]:
    """Place → the lines that are to be counted there, so that together they come to what was counted.

    Where a SKU lies on several shelves of the warehouse, the difference is that of its own one. It bears no more than
    it has: what is missing beyond that is missing elsewhere.
    """
    places = places_in(tx, place_id)
    if len(places) == 1:
        return {place_id: list(lines)}
    homes = home_of(tx, (line.sku_id for line in lines), place_id)
    moments = {line.sku_id: line.counted_at or at for line in lines}
    there = {place: on_hand_each(tx, place, moments) for place in places}
    made: dict[int, list[CountLine]] = {}
    for line in lines:
        home = homes.get(line.sku_id, place_id)
        rest = {place: there[place][line.sku_id] for place in places if place != home}
        left = line.pieces - sum(rest.values())
        made.setdefault(home, []).append(line._replace(pieces=max(left, Decimal(0))))
        for place, pieces in rest.items():
            if left < 0 < pieces:
                gone = min(-left, pieces)
                made.setdefault(place, []).append(line._replace(pieces=pieces - gone))
                left += gone
    return made
