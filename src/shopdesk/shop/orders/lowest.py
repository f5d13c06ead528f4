"""The lowest prices that buyers paid before a day: of 7 days, of 30, and the last deal there was.

CN: lowest deal price of the 7 days before, same seller, none: the last deal before (rules on promotions, Art. 21).
EU: lowest price of at least 30 days before (directive 98/6/EC, Art. 6a).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, NamedTuple

from shopdesk.shop.money import nearest
from shopdesk.shop.orders.sold_goods import Sold, fetch_sold
from shopdesk.store.tx import Tx
from shopdesk.store.types import QUANTITY_SCALE

WEEK: Final = 7
MONTH: Final = 30
BACK: Final = 365
"""So many days back the last deal is looked for."""


class Deal(NamedTuple):
    """What a buyer paid for one, in 1/10,000."""

    price: int
    day: date
    order_no: str


@dataclass(slots=True)
class Lowest:
    """Of a SKU."""

    week: Deal | None = None
    month: Deal | None = None
    last: Deal | None = None
    asked: dict[int, tuple[date, int]] = field(default_factory=dict)
    """Channel → the last day it was sold there, and the price before discounts."""

    def last_in(self, channel_id: int) -> int | None:
        """What one last cost in a channel before discounts; None: it was not sold there."""
        return self.asked[channel_id][1] if channel_id in self.asked else None


def fetch_lowest(tx: Tx, first: date, coin: int) -> dict[int, Lowest]:
    """SKU → its lowest prices before a day."""
    return lowest_of(fetch_sold(tx, first - timedelta(BACK), first - timedelta(1)), first, coin)


def lowest_of(sold: Iterable[Sold], first: date, coin: int) -> dict[int, Lowest]:
    """The lowest prices among lines that were sold before `first`, oldest first; whole coins, gifts left out."""
    made: dict[int, Lowest] = {}
    for line in sold:
        if line.sku_id is None or line.paid <= 0:
            continue
        low = made.setdefault(line.sku_id, Lowest())
        deal = Deal(_of_one(line, coin), line.day, line.order_no)
        low.last = deal if low.last is None or (deal.day, -deal.price) >= (low.last.day, -low.last.price) else low.last
        low.asked[line.channel_id] = line.day, line.price
        if line.day >= first - timedelta(MONTH):
            low.month = deal if low.month is None else min(low.month, deal)
        if line.day >= first - timedelta(WEEK):
            low.week = deal if low.week is None else min(low.week, deal)
    return made


def _of_one(line: Sold, coin: int) -> int:
    """What a buyer paid for one; of 0.335 kg at no reduction the price of a kilogram, though their sum was rounded."""
    if line.paid == nearest(line.price * line.pieces, QUANTITY_SCALE * coin) * coin:
        return line.price
    return line.paid * QUANTITY_SCALE // line.pieces // coin * coin
