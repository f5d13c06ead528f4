"""What an order should have given back, by its own list and by the lists of refunds: plain values in, plain values out.

The order's list says what was given back in all, a list of refunds each part of it. Neither is added to the other: an
order is refunded by the larger of both totals, each as its list told it last. So it comes to the same in whatever order
the files come, and a part that was mended downwards (20, then 15) lowers nothing that the order's list vouches for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shopdesk.shop.money import convert

Image = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Claim:
    """A refund of a list that was given back; its amount in 1/10,000 of its order's own currency, its day in ISO."""

    after_sale_id: int
    number: str
    amount: int
    day: str | None


@dataclass(frozen=True, slots=True)
class Owed:
    """What an order should have given back, in 1/10,000 of the shop's currency."""

    claims: Mapping[int | None, int] = field(default_factory=dict)
    """Each claim that the order bears (never None) → its amount; the others wait for a person."""
    beyond: int = 0
    """What its own list tells beyond those."""
    guessed: bool = False
    """It is the list's status that says so, no amount."""

    @property
    def total(self) -> int:
        """All of it."""
        return sum(self.claims.values()) + self.beyond


def owed(order: Image, claims: Sequence[Claim], home: str) -> Owed:
    """What the image of an order should have given back; an order that is no sale bears nothing.

    What its list only guessed from a status (`guessed_refund`) counts until claims say how much it was, and none of
    them waits. Claims are converted together, so that their parts come to what their sum comes to.
    """
    if order["sold_on"] is None:
        return Owed()
    borne = _within_total(order, claims)
    amounts = [claim.amount for claim in borne]
    if order["rate"]:
        amounts = convert(amounts, order["rate"], home)
    told, guess = order["told_refund"] or 0, order["guessed_refund"] or 0
    if borne and len(borne) == len(claims):
        guess = 0
    beyond = max(told, guess) - sum(amounts)
    shares: dict[int | None, int] = {claim.after_sale_id: amount for claim, amount in zip(borne, amounts, strict=True)}
    return Owed(shares, max(beyond, 0), beyond > 0 and guess > told)


def _within_total(order: Image, claims: Sequence[Claim]) -> list[Claim]:
    """The claims that fit into what the buyer paid, in the order's own currency, taken by day and number."""
    left = order["own_total"] if order["rate"] else order["total"]
    borne = []
    for claim in sorted(claims, key=lambda one: (one.day or "", one.number)):
        if claim.amount <= left:
            left -= claim.amount
            borne.append(claim)
    return borne
