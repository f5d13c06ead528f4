"""What the worst basket of a SKU leaves the shop of it in a channel: after its cost, its gifts and the fees."""

from dataclasses import dataclass, field
from datetime import date

from shopdesk.shop.promotions.engine.priced import Priced
from shopdesk.shop.promotions.engine.stacks import Search, left_to_shop
from shopdesk.shop.promotions.rules import PIECE
from shopdesk.shop.promotions.sold import Good
from shopdesk.shop.settlement.takes import Takes


@dataclass(frozen=True, slots=True, order=True)
class Left:
    """In 1/10,000 and 1/1,000 pieces; baskets are compared by what one piece leaves."""

    each: int
    left: int = field(compare=False)
    pieces: int = field(compare=False)
    paid: int = field(compare=False)
    fee: int | None = field(compare=False)
    """None: nobody knows, and none is taken off."""


def left_of(good: Good, priced: Priced, channel_id: int | None, takes: Takes, found: Search, day: date) -> Left:
    """What a basket of a SKU whose cost is known leaves in a channel on a day."""
    pieces, paid = priced.basket.lines[0].pieces, priced.paid[0]
    fee = takes.of(channel_id, good.category, paid, day)
    spent = (good.cost or 0) * pieces // PIECE + found.gifts_cost(priced) + (fee or 0)
    left = left_to_shop(priced) - spent
    return Left(left * PIECE // pieces, left, pieces, paid, fee)
